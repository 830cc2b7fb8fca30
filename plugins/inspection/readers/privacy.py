"""Personal numbers left open (个人隐私泄露): identity, bank card and mobile numbers in pages and attachments.

Kinds: `identity_number` eighteen digits that are one (GB 11643-1999: division, day of birth, check digit by ISO 7064
MOD 11-2); `bank_card` sixteen to nineteen digits that a Chinese bank issues and that pass the Luhn check (ISO/IEC
7812-1); `mobiles` several mobile numbers, as a list of people has them: one or two are an office's.
Numbers are never kept: what is stored is masked, counted and located (line of a page, paragraph, cell or page).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from inspection.page.page import Page
from inspection.readers.sign import Reading, Sign
from inspection.text.letters import FULL_WIDTH, kinds_of

TOPIC = "privacy"

MIN_MOBILES = 5  # distinct ones; contacts of the office and its departments are fewer
MIN_MOBILES_IN_A_ROW = 3  # … or on lines that follow each other, as in a table of people
ROW_LINES = 5  # a row of a table takes several lines: name, unit, number
MAX_PLACES = 50

# GB/T 2260: the first two digits of a place's code, region by region
_PROVINCES = frozenset(
    f"{code}"
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_OLDEST_YEAR = 1900
# digits of cards of the Chinese banks' union, and those of cards older than it
_ISSUERS = ("62", "60", "955880", "955881", "955882", "955888", "456351", "436742", "103000", "433670", "552245")
_CARD_WORDS = re.compile(r"卡号|账号|帐号|账户|帐户|银行|一卡通|存折|开户")
_CARD_WORD_CHARS = 60

_LONG_DIGITS = re.compile(r"(?<![0-9A-Za-z.])[1-9]\d{14,18}[Xx]?(?![0-9A-Za-z])")
_SPACED_DIGITS = re.compile(r"(?<![\d.])[1-9]\d{3}(?: \d{4}){3}(?: \d{3})?(?!\d| \d)")
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z.-])1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])(?:\d{8}|-\d{4}-\d{4}| \d{4} \d{4})(?!\d)"
)
# eleven digits and more, as they may be written; full-width ones are as long as narrow ones
_MAY_HOLD = re.compile(r"[0-9\uff10-\uff19]{3}(?:[ -]?[0-9\uff10-\uff19]{4}){2}")
_MAY_HOLD_NARROW = re.compile(r"[0-9]{3}(?:[ -]?[0-9]{4}){2}")  # three times as fast
_RUN = re.compile(r"[0-9\uff10-\uff19]*")
_NO_LENGTHS = frozenset({12, 13, 14})  # the number of the public-security record, on nearly every page, has fourteen
_MAY_HOLD_ASCII = re.compile(rb"[0-9]{3}(?:[ -]?[0-9]{4}){2}")
_NARROW = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF38: "X", 0xFF58: "x"}


class Piece(NamedTuple):
    """A stretch of text; `order` is its place in the whole, pieces without digits may be left out."""

    order: int
    place: str
    text: str


def read(reading: Reading) -> Iterator[Sign]:
    """Personal numbers in the visible text of a page; places are its lines."""
    yield from of_pieces(_lines(reading.page), reading.day)


def of_pieces(pieces: Iterable[Piece], day: date) -> Iterator[Sign]:
    """One sign for each kind of number found; `day` is the latest day of birth."""
    identities: dict[str, str] = {}  # number → first place
    cards: dict[str, str] = {}
    mobiles: dict[str, tuple[int, str]] = {}
    before = ""  # a table's head or the cell before says what a number is
    for order, place, text in pieces:
        if _MAY_HOLD.search(text):
            text = text.translate(_NARROW) if kinds_of(text) & FULL_WIDTH else text
            for found in [*_LONG_DIGITS.findall(text), *_SPACED_DIGITS.findall(text)]:
                number = found.replace(" ", "")
                if is_identity_number(number, day):
                    identities.setdefault(number, place)
                elif is_bank_card(number, before + text):
                    cards.setdefault(number, place)
            for found in _MOBILE.findall(text):
                mobiles.setdefault(re.sub(r"\D", "", found), (order, place))
        before = (before + text)[-_CARD_WORD_CHARS:]
    yield from _sign("identity_number", identities)
    yield from _sign("bank_card", cards)
    if _is_list([order for order, _ in mobiles.values()]):
        yield from _sign("mobiles", {number: place for number, (_, place) in mobiles.items()})


def is_identity_number(digits: str, day: date) -> bool:
    """Whether eighteen digits are an identity number of somebody born by a day."""
    if len(digits) != 18 or digits[:2] not in _PROVINCES or not digits[:17].isdigit():
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return born.year >= _OLDEST_YEAR and born <= day and identity_check(digits[:17]) == digits[17].upper()


def identity_check(digits: str) -> str:
    """Check digit of the first seventeen digits of an identity number."""
    return _IDENTITY_CHECKS[
        sum(int(digit) * weight for digit, weight in zip(digits, _IDENTITY_WEIGHTS, strict=True)) % 11
    ]


def is_bank_card(digits: str, words: str) -> bool:
    """Whether digits are a card's number; one of the union's by itself, an older one where `words` speak of banks."""
    if not 16 <= len(digits) <= 19 or not digits.isdigit() or not digits.startswith(_ISSUERS):
        return False
    return luhn_sum(digits) % 10 == 0 and bool(_CARD_WORDS.search(words) or digits.startswith("62"))


def luhn_sum(digits: str) -> int:
    """Sum of Luhn's check: a multiple of ten for a number that passes."""
    return sum(
        int(digit) if at % 2 == 0 else sum(divmod(2 * int(digit), 10)) for at, digit in enumerate(reversed(digits))
    )


def masked(number: str) -> str:
    """What may be kept of a number: its first three and last two signs."""
    return f"{number[:3]}…{number[-2:]}"


def _lines(page: Page) -> Iterator[Piece]:
    """The lines of a page that may hold numbers, each with the one before it; hardly any page has many.

    Most pages end with the first look, at their ASCII signs alone: a tenth of the text, in which digits stand closer
    together than on the page, but never further apart. A full-width number has a 1 (of 19… or 13…) or a 6 (of 62…).
    """
    text = page.text
    if not (_MAY_HOLD_ASCII.search(page.ascii_text) or (page.letters & FULL_WIDTH and ("１" in text or "６" in text))):
        return
    no, at, done = 1, 0, -1
    may_hold = _MAY_HOLD if page.letters & FULL_WIDTH else _MAY_HOLD_NARROW
    for match in may_hold.finditer(text):
        if match.start() < done or len(_RUN.match(text, match.start())[0]) in _NO_LENGTHS:
            continue
        begin, done = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        done = done if done >= 0 else len(text)
        no, at = no + text.count("\n", at, begin), begin
        if no > 1:
            yield Piece(no - 1, f"line {no - 1}", text[text.rfind("\n", 0, begin - 1) + 1 : begin - 1])
        yield Piece(no, f"line {no}", text[begin:done])


def _is_list(orders: list[int]) -> bool:
    if len(orders) >= MIN_MOBILES:
        return True
    least = MIN_MOBILES_IN_A_ROW - 1
    orders = sorted(orders)
    return any(last - first <= ROW_LINES * least for first, last in zip(orders, orders[least:], strict=False))


def _sign(kind: str, found: dict[str, str]) -> Iterator[Sign]:
    if found:
        places = [{"value": masked(number), "place": place} for number, place in list(found.items())[:MAX_PLACES]]
        yield Sign(kind, value=places[0]["value"], count=len(found), detail={"found": places})
