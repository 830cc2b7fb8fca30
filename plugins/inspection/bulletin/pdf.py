"""PDF: the document set by Typst in the look of `official.typ`, with its fonts embedded and no system packages.

Free fonts stand for those of the office: Noto Serif SC for 仿宋, 楷体 and 小标宋 (the last with a stroke),
Noto Sans SC for 黑体, Libertinus Serif for numerals. A folder of the office's own fonts comes before them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from inspection.bulletin.document import Document
from inspection.places import INCLUDE

LOOK = INCLUDE / "templates" / "bulletins" / "official.typ"
MISSING = "\u3013"  # 〓, the printers' sign for a character that the type case does not have
WITHOUT_GLYPH = "\u0378"  # a code point that Unicode has not assigned
_MADE_AT = 0  # the same document is the same bytes
_SPECIMEN = b"""
#set page(width: 40pt, height: 40pt, margin: 0pt)
#set text(size: 20pt, font: ("Noto Serif SC", "Noto Sans SC"))
#for one in sys.inputs.text.codepoints() [#page[#one]]
"""
_LONG = re.compile(r"[!-~]{14,}")  # an address: nowhere to end a line


def write(document: Document, *, fonts_folder: str = "") -> tuple[bytes, list[str]]:
    """The document as PDF, and a warning for every character that no font has; 〓 is printed in its place."""
    text = json.dumps(asdict(document), ensure_ascii=False)
    missing = unprintable(frozenset(text) - frozenset(map(chr, range(128))), fonts_folder)
    if missing:
        text = text.translate(dict.fromkeys(map(ord, missing), MISSING))
    text = json.dumps(_breakable(json.loads(text)), ensure_ascii=False)
    content, told = typst.compile_with_warnings(
        LOOK,
        root=LOOK.parent,
        font_paths=_fonts(fonts_folder),
        ignore_system_fonts=True,
        sys_inputs={"document": text},
        timestamp=_MADE_AT,
        format="pdf",
    )
    warnings = [f"no font has {sign} (U+{ord(sign):04X}): the PDF prints {MISSING} in its place" for sign in missing]
    warnings += [one.message for one in told if not one.message.startswith("unknown font family")]
    return content, warnings


def picture(svg: str, *, width_mm: float, height_mm: float, pixels_per_inch: float = 300) -> bytes:
    """An SVG as PNG, in the fonts of the PDF: for readers of DOCX that know no SVG."""
    look = (
        "#set page(width: float(sys.inputs.width) * 1mm, height: float(sys.inputs.height) * 1mm, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    return typst.compile(
        look.encode(),
        font_paths=_fonts(""),
        ignore_system_fonts=True,
        sys_inputs={"svg": svg, "width": str(width_mm), "height": str(height_mm)},
        format="png",
        ppi=pixels_per_inch,
    )


def unprintable(signs: Iterable[str], fonts_folder: str = "") -> list[str]:
    """Those characters that no font has, in order: they come out as the sign of a glyph that is not there."""
    asked = WITHOUT_GLYPH + "".join(sorted(set(signs)))
    pages = typst.compile(
        _SPECIMEN,
        font_paths=_fonts(fonts_folder),
        ignore_system_fonts=True,
        sys_inputs={"text": asked},
        format="svg",
    )
    outlines = [
        re.findall(rb'<path[^>]*? d="([^"]*)"', page)[-1] for page in ([pages] if isinstance(pages, bytes) else pages)
    ]
    return [sign for sign, outline in zip(asked[1:], outlines[1:], strict=True) if outline == outlines[0]]


def _breakable(value):
    """Addresses in cells with places where a line may end, after a sign that parts them or every dozen letters."""
    if isinstance(value, list):
        return [_breakable(one) for one in value]
    if isinstance(value, dict):
        if "rowspan" in value:
            return value | {"text": _LONG.sub(_with_places, value["text"])}
        return {name: _breakable(one) for name, one in value.items()}
    return value


def _with_places(address: re.Match) -> str:
    return re.sub(r"([./?&=_-]+|[^./?&=_-]{12})", "\\1\u200b", address[0])


@cache
def _fonts(folder: str) -> typst.Fonts:
    """The fonts, read once in a process: the office's own, then the free ones."""
    own = [Path(folder)] if folder else []
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[*own, pylopdf_fonts_zh_cn.serif_path().parent],
    )
