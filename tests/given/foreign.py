"""WARC files as Heritrix and Browsertrix write them: record kinds, field names, digests and codings of theirs.

Written byte by byte rather than by a library, whose habits would hide theirs. After the writers' source:
heritrix3 `WARCWriterProcessor`, browsertrix-crawler `recorder.ts` and `warcwriter.ts` on warcio.js.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import uuid
import zipfile
from pathlib import Path


def sha1(body: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()


def sha256(body: bytes) -> str:
    return "sha256:" + hashlib.sha256(body).hexdigest()


def new_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


class _Writer:
    version = "WARC/1.1"

    def __init__(self, *, packed: bool = True) -> None:
        self.packed, self.data = packed, b""

    def record(self, kind: str, fields: list[tuple[str, str]], content_type: str, block: bytes) -> str:
        record_id = new_id()
        own = [("WARC-Type", kind), ("WARC-Record-ID", record_id)]
        every = [*own, *fields, ("Content-Type", content_type), ("Content-Length", str(len(block)))]
        head = "".join(f"{name}: {value}\r\n" for name, value in every)
        whole = f"{self.version}\r\n{head}\r\n".encode() + block + b"\r\n\r\n"
        self.data += gzip.compress(whole, mtime=0) if self.packed else whole
        return record_id

    def write(self, path: Path) -> Path:
        path.write_bytes(self.data)
        return path


class Heritrix(_Writer):
    """WARC 1.0; bodies as they came, chunks and all; the payload digest is that of the body without chunks.

    DNS answers are response records of their own; each fetch is response, request and a metadata record with
    times and outlinks. Revisits name address and date of the original, not its record.
    """

    version = "WARC/1.0"

    def __init__(self, **options: bool) -> None:
        super().__init__(**options)
        self.record(
            "warcinfo",
            [("WARC-Date", "2026-07-05T18:00:00Z"), ("WARC-Filename", "WEB-20260705-00000-8443.warc.gz")],
            "application/warc-fields",
            b"software: Heritrix/3.4.0 http://crawler.archive.org\r\nip: 10.0.0.5\r\nhostname: crawler\r\n"
            b"format: WARC File Format 1.0\r\nconformsTo: http://bibnum.bnf.fr/WARC/WARC_ISO_28500_version1_latestdraft.pdf\r\n"
            b"isPartOf: basic\r\nrobots: obey\r\nhttp-header-user-agent: Mozilla/5.0 (compatible; heritrix/3.4.0)\r\n",
        )

    def dns(self, host: str, at: str) -> None:
        block = f"20260705180000\n{host}.\t\t600\tIN\tA\t203.0.113.7\n".encode()
        self.record(
            "response",
            [("WARC-Target-URI", f"dns:{host}"), ("WARC-Date", at), ("WARC-IP-Address", "10.0.0.1")],
            "text/dns",
            block,
        )

    def fetch(self, url: str, at: str, head: str, body: bytes, *, sent: bytes | None = None) -> None:
        """`sent` is the body as it came over the line, if not as `body`."""
        common = [("WARC-Target-URI", url), ("WARC-Date", at)]
        answer_id = self.record(
            "response",
            [*common, ("WARC-Payload-Digest", sha1(body)), ("WARC-IP-Address", "203.0.113.7")],
            "application/http; msgtype=response",
            f"{head}\r\n\r\n".encode() + (body if sent is None else sent),
        )
        self._beside(common, answer_id)

    def revisit(self, url: str, at: str, head: str, *, profile: str, fields: list[tuple[str, str]]) -> None:
        common = [("WARC-Target-URI", url), ("WARC-Date", at)]
        full = f"http://netpreserve.org/warc/1.0/revisit/{profile}"
        answer_id = self.record(
            "revisit",
            [*common, ("WARC-Profile", full), ("WARC-Truncated", "length"), *fields],
            "application/http; msgtype=response",
            f"{head}\r\n\r\n".encode(),
        )
        self._beside(common, answer_id)

    def _beside(self, common: list[tuple[str, str]], answer_id: str) -> None:
        beside = [*common, ("WARC-Concurrent-To", answer_id)]
        self.record("request", beside, "application/http; msgtype=request", b"GET / HTTP/1.0\r\nHost: x\r\n\r\n")
        about = b"via: http://seed.example/\r\nfetchTimeMs: 12\r\noutlink: http://x.example/ L a/@href\r\n"
        self.record("metadata", beside, "application/warc-fields", about)


class Browsertrix(_Writer):
    """WARC 1.1; SHA-256 digests; bodies without chunks, their codings undone or kept; page lists as resources.

    Revisits name address and date of the original. `WARC-Page-ID` stands on every record of a page.
    """

    def __init__(self, **options: bool) -> None:
        super().__init__(**options)
        self.page_id = str(uuid.uuid4())
        self.record(
            "warcinfo",
            [("WARC-Date", "2026-07-05T18:00:00.123Z"), ("WARC-Filename", "rec-0.warc.gz")],
            "application/warc-fields",
            b"software: Browsertrix-Crawler 1.6.0 (with warcio.js 2.4.0)\r\nformat: WARC File Format 1.1\r\n",
        )

    def fetch(self, url: str, at: str, head: str, body: bytes) -> str:
        block = f"{head}\r\n\r\n".encode() + body
        fields = [
            ("WARC-Target-URI", url),
            ("WARC-Date", at),
            ("WARC-Page-ID", self.page_id),
            ("WARC-Protocol", "h2"),
            ("WARC-Resource-Type", "document"),
            ("WARC-JSON-Metadata", '{"ipType":"Public","cert":{"issuer":"x","ctc":"1"}}'),
            ("WARC-Payload-Digest", sha256(body)),
            ("WARC-Block-Digest", sha256(block)),
        ]
        answer_id = self.record("response", fields, "application/http; msgtype=response", block)
        self._request(url, at, answer_id)
        return answer_id

    def revisit(self, url: str, at: str, head: str, body: bytes, original_url: str, original_at: str) -> None:
        fields = [
            ("WARC-Target-URI", url),
            ("WARC-Date", at),
            ("WARC-Page-ID", self.page_id),
            ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
            ("WARC-Refers-To-Target-URI", original_url),
            ("WARC-Refers-To-Date", original_at),
            ("WARC-Payload-Digest", sha256(body)),
        ]
        answer_id = self.record("revisit", fields, "application/http; msgtype=response", f"{head}\r\n\r\n".encode())
        self._request(url, at, answer_id)

    def page(self, url: str, at: str) -> None:
        """What a page loaded, as JSON, and its text: records that are no answers."""
        urls = {url: {"status": 200, "mime": "text/html", "type": "document"}}
        told = {"pageid": self.page_id, "url": url, "urls": urls, "counts": {"jsErrors": 0}}
        for kind, content_type, block in (
            ("pageinfo", "application/json", json.dumps(told).encode()),
            ("text", "text/plain", "首页".encode()),
        ):
            fields = [("WARC-Target-URI", f"urn:{kind}:{url}"), ("WARC-Date", at), ("WARC-Page-ID", self.page_id)]
            self.record("resource", [*fields, ("WARC-Payload-Digest", sha256(block))], content_type, block)

    def _request(self, url: str, at: str, answer_id: str) -> None:
        fields = [("WARC-Target-URI", url), ("WARC-Date", at), ("WARC-Concurrent-To", answer_id)]
        block = b"GET / HTTP/1.1\r\naccept: */*\r\nx-pywb-requested-with: none\r\n\r\n"
        self.record("request", [*fields, ("WARC-Page-ID", self.page_id)], "application/http; msgtype=request", block)

    def wacz(self, path: Path, *parts: Path) -> Path:
        """The WARC files in one WACZ, with the manifest of their hashes."""
        resources = [
            {"name": part.name, "path": f"archive/{part.name}", "hash": sha256(part.read_bytes())} for part in parts
        ]
        with zipfile.ZipFile(path, "w") as wacz:
            for part in parts:
                wacz.write(part, f"archive/{part.name}")
            wacz.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n')
            wacz.writestr("indexes/index.cdx.gz", gzip.compress(b""))
            package = {"profile": "data-package", "wacz_version": "1.1.1", "resources": resources}
            wacz.writestr("datapackage.json", json.dumps(package))
        return path
