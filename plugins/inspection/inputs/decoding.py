"""Bytes of a text file as text: UTF-8, UTF-16 (Unicode text of a spreadsheet program) or GB18030, or a named error."""

from __future__ import annotations

from inspection.errors import InspectionError

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SAMPLE_BYTES = 4096


def utf16(content: bytes) -> str | None:
    """Which UTF-16 it is: by its mark, or by the zero bytes that commas and digits leave; None for none."""
    if found := _MARKS.get(content[:2]):
        return found
    sample = content[: min(len(content), _SAMPLE_BYTES) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if not sample or (even and odd) or max(even, odd) < len(sample) / 16:
        return None
    encoding = "utf-16-be" if even else "utf-16-le"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding if "," in text or "\t" in text or ";" in text else None


def decoded(content: bytes, name: str) -> str:
    """The text. Raises InspectionError with the first line and byte that none of the encodings has."""
    return _text(content.rstrip(b"\x1a"), name).replace("\ufeff", "")  # also the marks of files put behind each other


def _text(content: bytes, name: str) -> str:
    if encoding := utf16(content):
        return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_no = content.count(b"\n", 0, error.start) + 1
    try:
        return content.decode("gb18030")  # GBK and GB2312 are parts of it
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3 and error.reason == "incomplete multibyte sequence":
            raise InspectionError(
                f"ends in the middle of a letter, line {content.count(bytes([10])) + 1}: it was cut short",
                place=name,
                remedy="send it again, whole",
            ) from error
        raise InspectionError(
            f"is neither UTF-8 nor GB18030: line {line_no} is no UTF-8, byte {error.start + 1} no GB18030",
            place=name,
            remedy="export it again as UTF-8; where two files were put together, load each by itself",
        ) from error
