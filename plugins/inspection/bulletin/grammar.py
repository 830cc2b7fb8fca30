"""The grammar of authored text (撰写文字): words around figures in braces. docs/texts.md shows it on one page.

    {site_failed_count}  {site_pass_rate[region/青溪区]@previous|2}      a figure, its dimension, period, decimals
    {=scope}  {=period_end+20}                                          a word of the bulletin, a day after its period
    {#site}                                                             the office's counter: 家 or 个
    {*failed_accounts[account_not_updated]|、}                           names of a list, those with one reason, joined

Outside of braces a number, in digits or in Chinese numerals beside what it counts, stands only in what is no quantity:
the number of a document, a clause, a day, a deadline, a contact, what is demanded (不低于), a name such as IPv6.
There is no arithmetic, and no way to type a quantity: what a text counts, a query made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from inspection.errors import InspectionError

# the period of a figure, from the bulletin's own
PERIODS = ("previous", "year_before", "quarter", "year")
LISTS = (
    "failed_sites",
    "failed_accounts",
    "praised",
    "superior_failed",
    "mentioned",
    "special_checks",
    "regions_without_failures",
    "regions_with_failures",
)
WORDS = (
    "office",
    "region",
    "scope",
    "ours",
    "indicators",
    "system",
    "period",
    "period_in_year",
    "quarter_in_year",
    "previous_period",
    "period_end",
    "year",
    "days",
    "cutoff",
    "due",
    "contact",
    "quantifier",
    "reasons",
    "examples",
    "themes",
    "theme_quantifier",
    "each",
)
GROUPS = ("region", "level", "class", "kind", "platform")  # of subjects: the part of a dimension before its "/"
# Numbers that count nothing of the inspection, by kind. A number beside a counter or a per cent sign is none of them.
DECLARED = {
    "document": r"〔\d{4}〕\s*\d+号|第\d+号",
    "clause": r"第\d+(?:条|款|项|章|部分)",
    "day": r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}",
    "deadline": (
        r"\d+个?(?:工作日|自然日|小时|分钟|个?月|季度)|\d+(?:日|天|周)(?=[之以]?[内前])"
        r"|(?:[01]?\d|2[0-4])(?:[:\uff1a][0-5]\d|时(?:[0-5]?\d分)?)"
    ),
    "demand": r"(?<=不低于|不少于|不超过|不高于)\d+(?:\.\d+)?%?(?=\D|$)",
    "contact": r"(?<=[:\uff1a])\s*\d[\d-]{5,}|(?<![A-Za-z0-9_.-])[A-Za-z0-9_.-]+@[\w.-]+",
    "name": r"IPv[46]|[1-9]G(?=[^a-zA-Z]|$)|7×24|12345(?=热线|平台|政务)|P[DN]F\d?",
}
_DECLARED = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in DECLARED.items()))
# What is counted may stand in Chinese numerals too: 七家, 三个网站, 百分之八十, or vaguely: 数十个, 半数. An idiom or a
# demand counts nothing; 一家 stands in the words that a clause has for one.
_SUBJECTS = "不?合格|网站|账号|账户|政府|政务|新媒体|单位|部门|问题|栏目|链接|错|附件|表述"
_HAN = "〇零一二两三四五六七八九十百千万"
_COUNTERS = "[家户个条项件例起处次]"
_COUNTED = re.compile(
    rf"(?<![每任同第各某])(?<!不[低少超高][于过])(?<![{_HAN}余多几数])(?![千万百]家[万灯争]|万户|一[家户个条项件例起处次])"
    rf"(?:[{_HAN}]+[余多]{_COUNTERS}"
    rf"|[{_HAN}]+(?:家|户|[个条项件例起处次](?={_SUBJECTS}))"
    rf"|[数几上近][十百千万]+[余多]?{_COUNTERS}"
    rf"|百分之[{_HAN}点]+|[一二三四五六七八九十]+分之[一二三四五六七八九]"
    r"|[二两三四五六七八九]成(?![就为果功员立])|一成(?=以|网|左|[,。、;])"
    r"|半数|(?:将近|超过|不足)一半|过半(?=[,。、;的网政账单]|数)"
    r")"
    # ①家, Ⅲ个: other writings of a digit
    rf"|[\u00b2\u00b3\u00b9\u00bc-\u00be\u2150-\u2189\u2460-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]+\s*(?:{_COUNTERS}|[%\uff05\u2030成])"
)
_FIGURE = re.compile(r"(?P<id>[^\W\d]\w*)(?:\[(?P<dimension>[^\[\]]*)\])?(?:@(?P<at>\w+))?(?:\|(?P<decimals>\d))?")
_NAMES = re.compile(r"\*(?P<list>\w+)(?:\[(?P<only>[^\[\]]*)\])?(?:\|(?P<separator>.*))?")


@dataclass(frozen=True)
class Text:
    """Words as they stand."""

    text: str


@dataclass(frozen=True)
class Declared:
    """A number of a declared kind, as it stands."""

    text: str
    kind: str


@dataclass(frozen=True)
class Word:
    """A word that the bulletin knows; `days` after it where it is a day."""

    name: str
    days: int = 0


@dataclass(frozen=True)
class Counter:
    """The office's counter (量词) of a kind of subject."""

    kind: str


@dataclass(frozen=True)
class Names:
    """Names of the subjects of a list, only those with a reason where one is named."""

    list: str
    only: str = ""
    separator: str = "、"


@dataclass(frozen=True)
class Figure:
    """A figure of a period; `decimals` where the office's style is not meant."""

    figure_id: str
    dimension: str = ""
    at: str = ""
    decimals: int | None = None


Piece = Text | Declared | Word | Counter | Names | Figure


def parse(text: str) -> list[Piece]:
    """The pieces of an authored text, in order.

    Raises InspectionError for braces that say nothing, a brace that is left open, and a digit outside of braces that
    is of no declared kind.
    """
    pieces: list[Piece] = []
    for place, part in enumerate(re.split(r"\{([^{}]*)\}", text)):
        if place % 2:
            pieces.append(_braced(part))
        elif part:
            pieces += _words(part)
    return pieces


def figures_of(text: str) -> list[Figure]:
    """The figures that a text prints."""
    return [piece for piece in parse(text) if isinstance(piece, Figure)]


def figure(text: str) -> Figure:
    """One figure as it stands in braces, without them. Raises InspectionError for anything else."""
    found = _FIGURE.fullmatch(text.strip())
    if found is None:
        raise InspectionError(
            f"{text!r} is no figure",
            remedy="write figure_id, figure_id[dimension], figure_id@previous or figure_id|2: see docs/texts.md",
        )
    if found["at"] and found["at"] not in PERIODS:
        raise InspectionError(f"@{found['at']} is no period", remedy=f"write one of: @{', @'.join(PERIODS)}")
    decimals = None if found["decimals"] is None else int(found["decimals"])
    return Figure(found["id"], found["dimension"] or "", found["at"] or "", decimals)


def _braced(inside: str) -> Piece:
    sign, rest = inside[:1], inside[1:].strip()
    if sign == "=":
        if found := re.fullmatch(r"(\w+?)(?:\+(\d+))?", rest):
            return Word(found[1], int(found[2] or 0))
    elif sign == "#":
        if rest:
            return Counter(rest)
    elif sign == "*":
        if found := _NAMES.fullmatch(inside):
            if found["list"] not in LISTS:
                near = get_close_matches(found["list"], LISTS, 1)
                said = f"did you mean {near[0]}? " if near else ""
                raise InspectionError(f"{{{inside}}} names no list", remedy=f"{said}known are: {', '.join(LISTS)}")
            return Names(found["list"], found["only"] or "", found["separator"] or "、")
    else:
        return figure(inside)
    raise InspectionError(f"{{{inside}}} says nothing", remedy="see docs/texts.md for what stands in braces")


def _words(text: str) -> list[Piece]:
    """Words, and the numbers of declared kinds among them."""
    if brace := re.search(r"[{}]", text):
        raise InspectionError(f"a brace {brace[0]} stands alone", remedy="close it, or take it out")
    pieces: list[Piece] = []
    start = 0
    for found in _DECLARED.finditer(text):
        pieces += _plain(text[start : found.start()], text)
        pieces.append(Declared(found[0], found.lastgroup or ""))
        start = found.end()
    return pieces + _plain(text[start:], text)


def _plain(part: str, whole: str) -> list[Piece]:
    if digit := re.search(r"\d[\d.,%\uff05]*", part) or _COUNTED.search(part):
        at = whole.find(digit[0])
        raise InspectionError(
            f"{digit[0]} stands in the text as a number: …{whole[max(0, at - 8) : at + len(digit[0]) + 6]}…",
            remedy=f"write its figure in braces; as they stand go only numbers of a {', '.join(DECLARED)}",
        )
    return [Text(part)] if part else []
