"""A WACZ file: WARC records, an index to them, a list of pages, and a manifest of hashes, in one ZIP file.

The same content gives the same bytes: no clock, fixed times, sorted entries, nothing compressed by the ZIP.
Source: Web Archive Collection Zipped 1.1.1 (webrecorder/specs); CDXJ as the reference implementation writes it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from inspection.evidence.records import Record

VERSION = "1.1.1"
WARC_NAME = "evidence.warc.gz"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP knows


@dataclass(frozen=True, slots=True)
class Page:
    """One page to be shown first: its address, the time of its record (ISO 8601, UTC), its title."""

    url: str
    at: str
    title: str


def pack(
    records: Iterable[Record], pages: Iterable[Page], files: Mapping[str, bytes], about: Mapping[str, str]
) -> bytes:
    """The bytes of a WACZ file.

    `files` are put beside the archive, by path; none may lie in the folders of the format. `about` has `title`,
    `description`, `created` (ISO 8601) and `software`.
    """
    archive, lines = bytearray(), []
    for record in records:
        if line := _index_line(record, len(archive)):
            lines.append(line)
        archive += record.data
    cdx = gzip.compress("".join(sorted(lines)).encode(), mtime=0)
    parts = {
        f"archive/{WARC_NAME}": bytes(archive),
        "indexes/index.cdx.gz": cdx,
        "indexes/index.idx": _second_index(min(lines, default=""), cdx).encode(),
        "pages/pages.jsonl": _page_list(pages).encode(),
        **files,
    }
    package = _manifest(parts, about)
    parts["datapackage.json"] = package
    parts["datapackage-digest.json"] = _json({"path": "datapackage.json", "hash": sha256(package)})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as wacz:
        for path in sorted(parts):
            entry = zipfile.ZipInfo(path, _ZIP_TIME)
            entry.external_attr = 0o644 << 16
            wacz.writestr(entry, parts[path])
    return packed.getvalue()


def sha256(data: bytes) -> str:
    """`sha256:` and the digest in hexadecimal, as manifests carry it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def sort_key(url: str) -> str:
    """Key of an address in an index (SURT): host backwards without `www`, path and sorted query in lower case."""
    parts = urlsplit(url)
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").lower())
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port and parts.port != default else ""
    path = parts.path.lower()
    path = (path.rstrip("/") or "/") if path else "/"
    query = "&".join(sorted(parts.query.lower().split("&"))) if parts.query else ""
    reversed_host = host if re.fullmatch(r"[\d.]+", host) else ",".join(reversed(host.split(".")))
    return f"{reversed_host}{port}){path}{'?' + query if query else ''}"


def _index_line(record: Record, offset: int) -> str:
    """The line of a record that can be replayed; empty for another one."""
    if record.kind not in {"response", "revisit"}:
        return ""
    head = record.block.partition(b"\r\n\r\n")[0].decode("latin-1").splitlines()
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    content_type = fields.get("content-type", "").partition(";")[0].strip()
    told = {
        "url": record.url,
        "mime": "warc/revisit" if record.kind == "revisit" else content_type or "unk",
        "status": head[0].split()[1] if head and len(head[0].split()) > 1 else "-",
        "digest": record.fields.get("warc-payload-digest", "-"),
        "length": str(len(record.data)),
        "offset": str(offset),
        "filename": WARC_NAME,
    }
    moment = re.sub(r"\D", "", record.fields.get("warc-date", ""))[:14]
    return f"{sort_key(record.url)} {moment} {json.dumps(told)}\n"


def _second_index(first: str, cdx: bytes) -> str:
    """Where the blocks of the packed index lie: it has one alone."""
    told = {"offset": 0, "length": len(cdx), "digest": sha256(cdx), "filename": "index.cdx.gz"}
    meta = json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})
    return f"!meta 0 {meta}\n" + (f"{' '.join(first.split()[:2])} {json.dumps(told)}\n" if first else "")


def _page_list(pages: Iterable[Page]) -> str:
    lines: list[dict[str, Any]] = [{"format": "json-pages-1.0", "id": "pages", "title": "Evidence"}]
    for page in pages:
        page_id = hashlib.sha256(f"{page.at} {page.url}".encode()).hexdigest()[:16]
        lines.append({"id": page_id, "url": page.url, "ts": page.at, "title": page.title})
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def _manifest(parts: Mapping[str, bytes], about: Mapping[str, str]) -> bytes:
    resources = [
        {"name": path.rpartition("/")[2].lower(), "path": path, "hash": sha256(data), "bytes": len(data)}
        for path, data in sorted(parts.items())
    ]
    return _json({"profile": "data-package", "wacz_version": VERSION, **about, "resources": resources})


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
