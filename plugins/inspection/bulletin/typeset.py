"""Typesetting (排印): the files that are written from the checked HTML alone, for a draft and an edition alike."""

from __future__ import annotations

from inspection.bulletin import docx, pdf
from inspection.bulletin.document import Document
from inspection.declared.style import BulletinStyle


def typeset(document: Document, settings: BulletinStyle) -> tuple[dict[str, bytes], list[str]]:
    """`bulletin.docx` and `bulletin.pdf`, and warnings of what could not be set."""
    printed, warnings = pdf.write(document, fonts_folder=settings.fonts_folder)
    return {"bulletin.docx": docx.write(document), "bulletin.pdf": printed}, warnings
