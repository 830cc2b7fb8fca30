"""Pictures in a worksheet: laid over cells as Excel does, and put into cells as WPS 表格 does."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from openpyxl.utils.cell import coordinate_from_string

_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"
_DRAW = (
    'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    f' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{_LINK}"'
)


def png(shade: int) -> bytes:
    """One grey point."""
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0),
        b"IDAT": zlib.compress(bytes([0, shade])),
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts.items()
    )


def with_pictures(data: bytes, over: dict[str, bytes], within: dict[str, bytes] | None = None) -> bytes:
    """A workbook of one sheet with pictures over some cells and within others, by cell."""
    within = within or {}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _sheet(part, within) if name == "xl/worksheets/sheet1.xml" else part)
        _write_links(new, "xl/worksheets/_rels/sheet1.xml.rels", {"drawing": ["../drawings/drawing1.xml"]})
        new.writestr("xl/drawings/drawing1.xml", f"<xdr:wsDr {_DRAW}>{''.join(map(_anchor, over, _ids()))}</xdr:wsDr>")
        files = [f"../media/over{number}.png" for number, _ in enumerate(over, 1)]
        _write_links(new, "xl/drawings/_rels/drawing1.xml.rels", {"image": files})
        images = "".join(
            f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="ID_{number}"/></xdr:nvPicPr>'
            f'<xdr:blipFill><a:blip r:embed="rId{number}"/></xdr:blipFill></xdr:pic></etc:cellImage>'
            for number, _ in enumerate(within, 1)
        )
        own = f'xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData" {_DRAW}'
        new.writestr("xl/cellimages.xml", f"<etc:cellImages {own}>{images}</etc:cellImages>")
        files = [f"media/within{number}.png" for number, _ in enumerate(within, 1)]
        _write_links(new, "xl/_rels/cellimages.xml.rels", {"image": files})
        for where, pictures in (("over", over), ("within", within)):
            for number, content in enumerate(pictures.values(), 1):
                new.writestr(f"xl/media/{where}{number}.png", content)
    return out.getvalue()


def _ids() -> list[int]:
    return list(range(1, 1000))


def _anchor(cell: str, number: int) -> str:
    letters, row = coordinate_from_string(cell)
    column = ord(letters) - ord("A")
    place = (
        f"<xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    )
    return (
        f'<xdr:oneCellAnchor><xdr:from>{place}</xdr:from><xdr:ext cx="9525" cy="9525"/><xdr:pic>'
        f'<xdr:blipFill><a:blip r:embed="rId{number}"/></xdr:blipFill></xdr:pic></xdr:oneCellAnchor>'
    )


def _sheet(part: bytes, within: dict[str, bytes]) -> bytes:
    for number, cell in enumerate(within, 1):
        said = f"DISPIMG(&quot;ID_{number}&quot;,1)"
        pictured = f'<c r="{cell}" t="str"><f>_xlfn.{said}</f><v>={said}</v></c>'.encode()
        part = re.sub(rb'<c r="%b"[^>]*?(?:/>|>.*?</c>)' % cell.encode(), pictured, part)
    drawing = f'<drawing xmlns:r="{_LINK}" r:id="rId1"/></worksheet>'
    return part.replace(b"</worksheet>", drawing.encode())


def _write_links(archive: zipfile.ZipFile, name: str, targets: dict[str, list[str]]) -> None:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_LINK}/{kind}" Target="{target}"/>'
        for kind, files in targets.items()
        for number, target in enumerate(files, 1)
    )
    archive.writestr(name, f'<Relationships xmlns="{_PACKED}">{links}</Relationships>')
