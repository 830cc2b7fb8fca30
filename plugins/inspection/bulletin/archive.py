"""Office files as archives: the same content is the same bytes, whenever it is written."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)  # what every file says; when an edition was signed stands in it
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def fixed(archive: bytes) -> bytes:
    """The archive with fixed times, inside and out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = given.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + f"{MADE_AT:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            entry = zipfile.ZipInfo(name, MADE_AT.timetuple()[:6])
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            made.writestr(entry, content)
    return out.getvalue()
