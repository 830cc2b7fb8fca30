"""Files as offices make them: workbooks of every age, and text in every dress, built cell by cell."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

import openpyxl

HEADERS = ["网站标识码", "网站名称", "首页网址", "主办单位", "运行状态"]
Row = Sequence[object]


def site(number: int, **changed: object) -> list[object]:
    """A row of the list of sites; `changed` by header, with the last sign of those that are meant."""
    cells = {
        "网站标识码": f"53990000{number:02d}",
        "网站名称": f"云州{number}网",
        "首页网址": f"http://s{number}.yunzhou.example/",
        "主办单位": "甲局",
        "运行状态": "正常运行",
    }
    return list((cells | changed).values())


def text(rows: Sequence[Row], separator: str = ",") -> str:
    """Rows as text with separators, unquoted."""
    return "".join(separator.join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def xlsx(
    sheets: dict[str, Sequence[Row]], *, hidden: Sequence[str] = (), merged: Sequence[str] = (), **formats
) -> bytes:
    """A workbook; `formats` are number formats by cell of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    for cell, code in formats.items():
        book.worksheets[0][cell].number_format = code
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def html(rows: Sequence[Row], *, charset: str = "gb2312", above: str = "", says_charset: bool = True) -> bytes:
    """A web page with one table, as reporting systems export it under the name .xls."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if says_charset else ""
    lines = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head>{meta}</head><body>{above}<table border=1>{lines}</table></body></html>".encode(charset)


def mhtml(rows: Sequence[Row]) -> bytes:
    """A workbook saved as one web page with its parts."""
    page = html(rows, charset="utf-8").decode()
    return (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Part"\r\n\r\n------=_Part\r\n'
        'Content-Location: file:///C:/book.htm\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
        f"{page}\r\n------=_Part--\r\n"
    ).encode()


def xml2003(rows: Sequence[Row]) -> bytes:
    """An XML Spreadsheet of 2003: numbers are numbers."""

    def cell(value: object) -> str:
        kind = "Number" if isinstance(value, int | float) else "String"
        return f'<Cell><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'

    lines = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="网站"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()


def ods(rows: Sequence[Row], *, empty_rows: int = 0) -> bytes:
    """An OpenDocument spreadsheet, with so many empty rows behind its list as one repeated row."""

    def cell(value: object) -> str:
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    if empty_rows:
        lines += (
            f'<table:table-row table:number-rows-repeated="{empty_rows}">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    page = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="网站">{lines}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return _zipped({"mimetype": kind.encode(), "content.xml": page.encode(), "META-INF/manifest.xml": listed.encode()})


def xlsb(rows: Sequence[Row]) -> bytes:
    """A binary workbook with one sheet ([MS-XLSB]): strings in their cells, numbers as doubles."""
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = [_record(129), _record(148, size), _record(145)]
    for row_no, row in enumerate(rows):
        sheet.append(_record(0, struct.pack("<IIHBBBI", row_no, 0, 300, 0, 0, 0, 0)))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            is_number = isinstance(value, int | float)
            sheet.append(
                _record(5, place + struct.pack("<d", value)) if is_number else _record(6, place + _wide(value))
            )
    sheet += [_record(146), _record(130)]
    about = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("网站")
    book = [_record(131), _record(143), _record(156, about), _record(144), _record(132)]
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return _zipped(
        {
            "[Content_Types].xml": types.encode(),
            "xl/workbook.bin": b"".join(book),
            "xl/_rels/workbook.bin.rels": links.encode(),
            "xl/worksheets/sheet1.bin": b"".join(sheet),
        }
    )


def _record(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(data), b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + data


def _wide(value: object) -> bytes:
    text = str(value)
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _zipped(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return content.getvalue()
