"""The text of an attachment (附件): PDF, DOCX and XLSX (also XLS and ODS), in pieces that say where they stand.

Never raises: a damaged, encrypted or oversized file says so in `problem`. What opens the files is `attached_text.py`,
and it runs in the cage: a file made to do harm costs itself, and no more than the bounds say.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from inspection import cage
from inspection.readers import attached_text, privacy
from inspection.readers.privacy import Piece
from inspection.readers.sign import Sign
from inspection.text.wording import Lexicon, TermHit

MAX_BYTES = 20_000_000

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Attachment:
    """What could be read of a file.

    `kind`: `pdf`, `docx`, `sheet`, or empty where it is none of them. `problem`: `damaged`, `encrypted`, `too_large`,
    `too_slow`, `cut` (bounds were reached, the pieces are its beginning), `no_text` (pictures of pages), or empty.
    """

    kind: str = ""
    pieces: list[Piece] = field(default_factory=list)
    problem: str = ""
    detail: str = ""

    @property
    def text(self) -> str:
        """The whole text, a line a piece."""
        return "\n".join(piece.text for piece in self.pieces)


def read_attachment(body: bytes) -> Attachment:
    """The text of a file, told by its first bytes: names and media types lie."""
    kind = kind_of(body)
    if not kind:
        return Attachment()
    if len(body) > MAX_BYTES:
        return Attachment(kind, problem="too_large", detail=f"{len(body)} bytes")
    found = Attachment(kind)
    try:
        pieces, found.problem, found.detail = cage.call(attached_text.read, body, kind, of=attached_text.Told)
        found.pieces = [Piece(*piece) for piece in pieces]
    except cage.Unreadable as error:
        _log.info("an attachment could not be read: %s", error)
        found.problem, found.detail = error.outcome, error.detail[:200]
    if not found.problem and not any(piece.text.strip() for piece in found.pieces):
        found.problem = "no_text"
    return found


def kind_of(body: bytes) -> str:
    """`pdf`, `docx` or `sheet` by the file's first bytes and directory; empty for anything else."""
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(b"PK\x03\x04"):
        # the names of the parts stand in clear, in a damaged file too
        if b"word/" in body:
            return "docx"
        return "sheet" if b"xl/" in body or b"opendocument.spreadsheet" in body[:200] else ""
    if body.startswith(b"\xd0\xcf\x11\xe0") and "Workbook".encode("utf-16-le") in body:
        return "sheet"
    return ""


def signs_of(attachment: Attachment, day: date) -> Iterator[tuple[str, Sign]]:
    """Topic and sign: what kept the file from being read, and the personal numbers in it."""
    if attachment.problem:
        yield "attachment", Sign(attachment.problem, attachment.kind, attachment.detail or None)
    for sign in privacy.of_pieces(attachment.pieces, day):
        yield "privacy", sign


def hits_of(attachment: Attachment, lexicon: Lexicon) -> list[TermHit]:
    """The word-list terms in the text of a file."""
    return lexicon.hits(attachment.text) if attachment.pieces else []
