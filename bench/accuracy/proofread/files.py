"""A text as a file: plain, a web page, or a DOCX; lines with bars are rows of a table there."""

from __future__ import annotations

import zipfile
from html import escape
from itertools import groupby
from pathlib import Path

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
KINDS = ("txt", "txt", "txt", "html", "docx")


def write(folder: Path, name: str, text: str, number: int) -> str:
    """Write it in the kind of file that its number asks for; its file name."""
    kind = KINDS[number % len(KINDS)]
    path = folder / f"{name}.{kind}"
    if kind == "txt":
        path.write_text(text, "utf-8")
    elif kind == "html":
        path.write_text(_html(text), "utf-8")
    else:
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("[Content_Types].xml", TYPES)
            packed.writestr("_rels/.rels", RELATIONS)
            packed.writestr("word/document.xml", _docx(text))
    return path.name


def _blocks(text: str) -> list[tuple[bool, list[str]]]:
    return [(bars, list(lines)) for bars, lines in groupby(text.split("\n"), lambda line: " | " in line)]


def _html(text: str) -> str:
    body = []
    for bars, lines in _blocks(text):
        if bars:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in line.split(" | ")) for line in lines)
            body.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        else:
            body += [f"<p>{escape(line)}</p>" for line in lines if line]
    title = escape(text.split("\n", 1)[0])
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{''.join(body)}</body></html>"


def _docx(text: str) -> str:
    body = []
    for bars, lines in _blocks(text):
        if bars:
            rows = ("".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in line.split(" | ")) for line in lines)
            body.append("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>")
        else:
            body += [_paragraph(line) for line in lines]
    return f'<w:document xmlns:w="{SPACE}"><w:body>{"".join(body)}</w:body></w:document>'


def _paragraph(line: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
