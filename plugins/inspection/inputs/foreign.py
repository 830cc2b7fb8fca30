"""Files that hold no table that a program should read: told by their bytes, with the way to one that does.

Text documents (WPS 文字, Word), pages made for print (OFD of GB/T 33190, PDF), pictures and packed folders. What WPS
表格 saves (.et) is a workbook, old or new, and read as one.
"""

from __future__ import annotations

from inspection.errors import InspectionError
from inspection.inputs.workbook import OLD
from inspection.language import N_

ENDINGS = (".wps", ".wpt", ".doc", ".docx", ".rtf", ".ofd", ".pdf", ".dps", ".ppt", ".pptx", ".png", ".jpg", ".jpeg",
           ".zip", ".rar", ".7z")  # fmt: skip
_TO_A_SHEET = N_("copy its table into a spreadsheet program (WPS 表格, Excel) and save that as .xlsx")
_TEXT = (N_("is a text document (WPS 文字, Word), no workbook"), _TO_A_SHEET)
_SLIDES = (N_("is a presentation, no workbook"), _TO_A_SHEET)
_TO_ITS_SOURCE = N_("ask for the workbook that it was printed from, or export .xlsx again")
_OFD = (N_("is an OFD document, made for print"), _TO_ITS_SOURCE)
_PDF = (N_("is a PDF document, made for print"), _TO_ITS_SOURCE)
_PICTURE = (N_("is a picture"), N_("ask for the workbook that it shows: a scan is not read"))
_PACKED = (N_("is a packed folder"), N_("unpack it and name the workbook in it"))

_BEGINS = {
    b"%PDF": _PDF, b"{\\rtf": _TEXT, b"\x89PNG": _PICTURE, b"\xff\xd8\xff": _PICTURE, b"GIF8": _PICTURE,
    b"Rar!": _PACKED, b"7z\xbc\xaf": _PACKED,
}  # fmt: skip
# names of streams and members: of the directory of a compound file in UTF-16, of a ZIP file as they are
_STREAMS = {"WordDocument": _TEXT, "PowerPoint Document": _SLIDES}
_MEMBERS = {b"OFD.xml": _OFD, b"word/document.xml": _TEXT, b"ppt/presentation.xml": _SLIDES}
_PARTS = (b"[Content_Types].xml", b"xl/", b"_rels/", b"META-INF/", b"mimetype")  # of a workbook, also of half a one
_WORKBOOKS = (b"xl/workbook.", b"content.xml")


def refuse(data: bytes, name: str) -> None:
    """Raises InspectionError for bytes that are none of a table, with what they are and the way to one."""
    if found := _what(data):
        problem, remedy = found
        raise InspectionError(problem, place=name, remedy=remedy)


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are those of a workbook, whatever the name says."""
    if data.startswith(OLD):
        return _is_old_workbook(data)
    return data.startswith(b"PK\x03\x04") and any(member in data for member in _WORKBOOKS)


def _is_old_workbook(data: bytes) -> bool:
    return any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book\0", "EncryptedPackage"))


def _what(data: bytes) -> tuple[str, str] | None:
    if data.startswith(OLD):
        if _is_old_workbook(data):
            return None
        return next((found for stream, found in _STREAMS.items() if stream.encode("utf-16-le") in data), None)
    if data.startswith(b"PK\x03\x04"):
        if any(member in data for member in _WORKBOOKS):
            return None
        return next((found for member, found in _MEMBERS.items() if member in data), None) or (
            None if any(part in data for part in _PARTS) or len(data) < 100 else _PACKED
        )
    return next((found for begins, found in _BEGINS.items() if data.startswith(begins)), None)
