"""Converters: one cell of an input to one value, or `Unreadable` with a reason and a remedy.

A converter takes a non-blank text and never guesses: what could mean two things is unreadable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlsplit

from inspection import model, periods
from inspection.declared import editions, platforms, strict
from inspection.errors import InspectionError
from inspection.places import INCLUDE

VOCABULARIES = INCLUDE / "registry" / "vocabularies.yaml"

_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_BLANK = frozenset(
    ["", "-", "--", "---", "—", "——", "–", "－", "/", "／", "\\", "无", "暂无", "不详", "待定",
     "null", "none", "n/a", "nan"]
)  # fmt: skip
# what a cell says that repeats the one above
DITTO = frozenset(
    before + core + after
    for core in ("同上", "同 上", "同上行", "同前", "〃", "〃〃", "″", '"', '""', "”", "“", "''", "ditto")
    for before in ("", " ", "\u3000", "(", "（", "-", "—")
    for after in ("", " ", "\u3000", ")", "）", "。", ".", "-", "—")
)
_APOSTROPHES = ("'", "’", "‘", "`")
# Excel shows long numbers as 5.399E+09 and keeps 15 digits of them.
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
# what hands write before an account's code: 微信号:gh_1
_ID_LABEL = re.compile(r"(?:微信|微博|抖音|快手|头条)?(?:原始|账)?(?:号|ID|UID|账号ID):\s*(?=\S)", re.IGNORECASE)
_SITE_CODE = re.compile(r"bm\d{8}|\d{10}")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+|localhost")
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_AROUND_DAYS = re.compile(r"\d{1,2}:\d{2}(:\d{2})?|[\s至到起止从由~—–－-]")
_CLOCK = re.compile(
    r"(上午|早上|中午|下午|晚上)?(\d{1,2})(?::(\d{2})|[时点](?:(\d{1,2})分?)?)(?::(\d{2})(?:\.\d+)?|(\d{1,2})秒)?"
)
_IN_WORDS = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_EIGHT_DIGITS = re.compile(r"(20\d{2}|19\d{2})(0[1-9]|1[0-2])([0-3]\d)")
_SERIAL = re.compile(r"([345]\d{4})(\.\d+)?")  # a day as spreadsheets count them, from 1982 on
_SERIAL_FROM = datetime(1899, 12, 30, tzinfo=periods.SHANGHAI)
# how the whole name of a body ends: what stands in the line below it is another one
_BODYS_END = tuple("局委办府院会心部处厅社队站所馆校司团")
_LABEL = re.compile(r"^[\u4e00-\u9fff]{1,6}:\s*(?=\S)")
_REMARK = re.compile(r"\s*\([^()]*[\u4e00-\u9fff][^()]*\)$")
_GROUPED = re.compile(r"(?<=\d)[ -](?=\d)")
_SEVERAL = re.compile(r"[、,;\s和及]+(?:https?:/|www\.)")


class Unreadable(ValueError):
    """A cell that means nothing we know. `reason` and `remedy` are shown to people:
    what is wrong with it, and what to write instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


# A spreadsheet keeps fifteen digits of a number: of an id of sixteen the last one is made up.
EXACT_DIGITS = 15
_POINT_ZERO = re.compile(r"(\d+)\.0+")  # 5301000001.0: how a column with a blank cell is written as numbers


def rounded() -> Unreadable:
    """What to say of an id whose last digits a spreadsheet has eaten."""
    return Unreadable("is a number that a spreadsheet rounded: digits were lost", "export this column as text")


def clean(cell: str) -> str:
    """The cell as printed, with one space for a run of white space; blank marks (-, 无, N/A) as ''.

    Invisible characters go, and so do the tricks that keep a number text ('0123 and ="0123").
    """
    if not cell.isprintable():
        cell = "".join(character for character in cell if character.isprintable() or character.isspace())
    cell = " ".join((_unwrapped(cell) if "\n" in cell or "\r" in cell else cell).split())
    if cell.startswith((*_APOSTROPHES, "=")):
        cell = cell[1:] if cell[:1] != "=" and cell not in DITTO else cell
        if "DISPIMG(" in cell:  # a picture that WPS 表格 put into the cell
            return ""
        if cell.startswith('="') and cell.endswith('"'):
            cell = cell[2:-1].strip()
    return "" if len(cell) <= 4 and cell.casefold() in _BLANK else cell


def _unwrapped(cell: str) -> str:
    """The lines of a cell as one: a break beside Chinese letters only wraps, but where it parts two bodies."""
    first, *others = [line.strip() for line in cell.splitlines() if line.strip()] or [""]
    for line in others:
        is_wrapped = (_is_chinese(first[-1]) or _is_chinese(line[0])) and not first.endswith(_BODYS_END)
        first += line if is_wrapped else f" {line}"
    return first


def _is_chinese(letter: str) -> bool:
    return "\u3400" <= letter <= "\u9fff"


def convert(converter: str, value: str) -> Any:
    """A clean, non-blank cell as the converter reads it. Names stay as printed, all else is read in NFKC.

    Raises Unreadable.
    """
    if value[0] in "=#" and (value[0] == "=" or value in _ERRORS):
        raise Unreadable("is a formula without a value", "save the workbook with its values, or export values")
    if value in DITTO:
        raise Unreadable("means the cell above, and there is none", "write out what it says")
    if converter != "text" and not value.isascii():
        value = model.normalise_text(value)
    return CONVERTERS[converter](value)


@cache
def _vocabularies() -> dict[str, dict[str, Any]]:
    """Surface form → value, for each vocabulary of include/registry/vocabularies.yaml."""
    listed = strict.read(VOCABULARIES)
    return {
        name: {fold(form): value for value, forms in values.items() for form in [str(value), *forms]}
        for name, values in listed.items()
    }


def fold(text: str) -> str:
    """A word in the form in which words are compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=4096)
def word(text: str, vocabulary: str) -> Any:
    """The value that `text` stands for in a closed vocabulary."""
    known = _vocabularies()[vocabulary]
    folded = fold(text)
    found = known.get(folded)
    if found is None and (plain := _without_remark(folded, known)):
        found = known.get(plain)
    if found is None:
        raise Unreadable(
            f"is no word of the vocabulary {vocabulary}",
            f"write {_shown(vocabulary)}, or say under `words` of the office's file what this one means",
        )
    return found


def _without_remark(folded: str, known: dict[str, Any]) -> str:
    """A word without its stop and a remark behind it, 正常运行(新增)。; empty where the remark is a word itself."""
    plain, remark = re.fullmatch(r"(.*?)(?:\(([^()]*)\))?[。.;,、]*", folded, re.DOTALL).groups()
    return "" if remark and any(form in remark for form in known if len(form) > 1) else plain


def _shown(vocabulary: str) -> str:
    """The words of a vocabulary as people write them, one a value: 政府, 部门, 其他."""
    first: dict[Any, str] = {}
    for value, forms in strict.read(VOCABULARIES)[vocabulary].items():
        first.setdefault(value, str(forms[0]) if forms else str(value))
    return ", ".join(first.values())


def words_of(vocabulary: str, said: dict[str, list[str]]) -> dict[str, str]:
    """An office's own words of a vocabulary, folded, → our value; `platform` is the vocabulary of platforms.

    Raises InspectionError for a vocabulary or value that there is not, and for a word that means another already.
    """
    where = f"words.{vocabulary}"
    if vocabulary != "platform" and vocabulary not in _vocabularies():
        raise InspectionError(
            "there is no such vocabulary",
            place=where,
            remedy=f"known are {', '.join(sorted([*_vocabularies(), 'platform']))}",
        )
    known = _vocabularies().get(vocabulary, {})
    found: dict[str, str] = {}
    for value, forms in said.items():
        meant = platforms.canonical(value) if vocabulary == "platform" else known.get(fold(value))
        if meant is None:
            shown = ", ".join(platforms.names()) if vocabulary == "platform" else _shown(vocabulary)
            raise InspectionError(f"{value} is no value of it", place=where, remedy=f"known are {shown}")
        for form in forms:
            before = platforms.canonical(form) if vocabulary == "platform" else known.get(fold(form))
            before = found.get(fold(form)) if before is None else before
            if before not in (None, meant):
                raise InspectionError(
                    f"{form} means {before} already", place=f"{where}.{value}", remedy="choose another word"
                )
            found[fold(form)] = meant
    return found


def text(value: str) -> str:
    """Any text."""
    return value


def identifier(value: str) -> str:
    """A text that names something; a number whose last digits a spreadsheet has eaten is none."""
    value = _ID_LABEL.sub("", value, 1) if _ID_LABEL.match(value) else value
    if match := _POINT_ZERO.fullmatch(value):
        if len(match[1]) > EXACT_DIGITS:
            raise rounded()
        return match[1]
    match = _SCIENTIFIC.fullmatch(value)
    if not match:
        return value
    exponent, digits = int(match[3]), match[1] + (match[2] or "")
    # All digits must be there: 5.399000001E9 says ten of ten, 5.399E9 only four.
    if len(digits) != exponent + 1 or len(digits) > EXACT_DIGITS:
        raise rounded()
    return digits


def site_code(value: str) -> str:
    """A site code (网站标识码): ten digits, or bm and eight digits; in groups too, and with a label or a remark."""
    code = identifier(value).lower()
    if not _SITE_CODE.fullmatch(code):
        code = _GROUPED.sub("", _REMARK.sub("", _LABEL.sub("", code)))
    if not _SITE_CODE.fullmatch(code):
        raise Unreadable("is no site code", "write ten digits, or bm and eight digits")
    return code


def region_code(value: str) -> str:
    """A region code (行政区划代码) of six digits (GB/T 2260)."""
    value = identifier(value)
    if not re.fullmatch(r"\d{6}", value):
        raise Unreadable("is no region code", "write the six digits of GB/T 2260")
    return value


def url(value: str) -> str:
    """An http(s) address, scheme and host in small letters; a bare domain (网站域名) becomes one."""
    address = value.replace("\\", "/") if "\\" in value else value
    if not address.isascii() or " " in address or address[-1] in ",;.":
        address = _plain(address)
    address = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(address)
        # 。 parts labels, too (RFC 3490 §3.1), and a point at the end is the root's, which says nothing
        parts = parts._replace(netloc=re.sub(r"\.(?=:|$)", "", parts.netloc.replace("。", ".")))
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", None
    if parts is None or parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(host) or " " in address:
        raise Unreadable("is no web address", "write http:// or https://, a host and a path")
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


def _plain(address: str) -> str:
    """An address without what hands add: a label before it, Chinese stops, a blank behind the scheme. Raises Unreadable
    where it is two."""
    address = re.sub(r"(?<=://)\s+", "", _LABEL.sub("", address)).rstrip(" ,;.。、")
    address = _REMARK.sub("", address)
    if _SEVERAL.search(address):
        raise Unreadable("holds several addresses", "leave the one of the home page")
    host, slash, path = address.partition("://")[2].partition("/") if "://" in address else address.partition("/")
    scheme = address.partition("://")[0] + "://" if "://" in address else ""
    return scheme + host.replace("。", ".").replace("．", ".") + slash + path


def address_key(address: str) -> str:
    """An address for comparing, as `mart.address_key` says it: scheme, www., port and index page are nothing."""
    parts = urlsplit(address)
    host = re.sub(r"^www\.|:(80|443)$", "", parts.netloc.lower())
    return (
        host + re.sub(r"(^|/)(index|default)\.[a-z]+$|/+$", "", parts.path) + (f"?{parts.query}" if parts.query else "")
    )


def subject(value: str) -> str:
    """A subject: `site:<code>`, `account:<platform>:<id>`, or a bare site code."""
    kind, _, rest = value.partition(":")
    if not rest:
        return model.site_id(site_code(value))
    if kind == "site":
        return model.site_id(site_code(rest))
    if kind == "account" and ":" in rest:
        name, _, account = rest.partition(":")
        return model.account_id(platform(name), account)
    raise Unreadable("names no subject", "write site:<site code> or account:<platform>:<account id>")


def platform(value: str) -> str:
    """The canonical name of a platform (平台)."""
    name = platforms.canonical(value)
    if name is None and (match := re.fullmatch(r"([^()]+)\(([^()]+)\)", value)):  # 微信公众号(服务号)
        whole, part = (platforms.canonical(each) for each in match.groups())
        name = whole if whole == part else None
    if name is None:
        raise Unreadable("is no platform that we know", "correct it, or add it to include/platforms.yaml")
    return name


def integer(value: str) -> int:
    """A whole number; 1,234 is one."""
    if not re.fullmatch(r"-?(\d+|\d{1,3}(,\d{3})+)(\.0+)?", value):
        raise Unreadable("is no whole number", "write digits only")
    return int(value.partition(".")[0].replace(",", ""))


def number(value: str) -> Decimal:
    """A number; 92.6% is 0.926."""
    if not (match := re.fullmatch(r"(-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?)(%?)", value)):
        raise Unreadable("is no number", "write digits, or a share as 92.6%")
    amount = Decimal(match[1].replace(",", ""))
    return amount / 100 if match[2] else amount


def host(value: str) -> str:
    """A domain (域名), without scheme and path."""
    name = urlsplit(url(value)).hostname or ""
    return name.rstrip(".")


def boolean(value: str) -> bool:
    """是 or 否, true or false, 1 or 0 (vocabulary `boolean`)."""
    return word(value, "boolean")


@lru_cache(maxsize=4096)
def day(value: str) -> date:
    """A date: 2023-10-01, 2023/10/1, 2023年10月1日, 二〇二三年十月一日; the time of day, if any, is left out."""
    value = _in_digits(value)
    try:
        if match := _DAY.match(value):
            if match.end() == len(value):
                return date(int(match[1]), int(match[2]), int(match[3]))
            return periods.local_day(moment(value))
        if plain := _as_numbers(value):
            return plain.date()
    except ValueError:
        pass
    raise Unreadable("is no date", "write it like 2023-10-01")


def first_day(value: str) -> date:
    """The first day of a span in one cell: 2026-03-01至2026-03-31; a single day is that day."""
    return _span(value)[0]


def last_day(value: str) -> date:
    """The last day (inclusive) of a span in one cell."""
    return _span(value)[-1]


def _span(value: str) -> list[date]:
    found = [match[0] for match in _DAY.finditer(value)]
    if len(found) not in {1, 2} or _AROUND_DAYS.sub("", _DAY.sub("", value)):
        raise Unreadable("is no day and no span of days", "write it like 2026-03-01至2026-03-31")
    return [day(one) for one in found]


def moment(value: str) -> datetime:
    """An instant in UTC; without an offset it is local time of Asia/Shanghai."""
    value = _in_digits(value)
    found = _DAY.match(value)
    try:
        if not found and (plain := _as_numbers(value)):
            return plain.astimezone(UTC)
        if not found:
            raise ValueError
        on = date(int(found[1]), int(found[2]), int(found[3]))
        rest = value[found.end() :].removeprefix("T").strip()
        if not rest:
            return periods.day_bounds(on)[0]
        if clock := _CLOCK.fullmatch(rest.replace(" ", "")):  # also 8:05, which ISO 8601 does not know
            hour = int(clock[2]) + (12 if clock[1] in {"下午", "晚上"} and int(clock[2]) < 12 else 0)
            at = time(hour, int(clock[3] or clock[4] or 0), int(clock[5] or clock[6] or 0))
            local = datetime.combine(on, at, periods.SHANGHAI)
            return local.astimezone(UTC)
        return periods.parse_moment(f"{on.isoformat()}T{rest.replace(' ', '')}")
    except ValueError:
        raise Unreadable("is no point in time", "write it like 2023-10-01T08:00:00+08:00") from None


def _in_digits(value: str) -> str:
    """A text with its day in Chinese numerals (二〇二三年十月八日) in digits."""
    if not (match := _IN_WORDS.match(value)):
        return value
    month, on = map(_of_tens, match.groups()[1:])
    return f"{match[1].translate(_DIGITS)}年{month}月{on}日{value[match.end() :]}"


def _of_tens(words: str) -> int:
    """十 is 10, 十二 12, 二十 20, 三十一 31."""
    tens, ten, ones = words.rpartition("十")
    return int(tens.translate(_DIGITS) or (1 if ten else 0)) * 10 + int(ones.translate(_DIGITS) or 0)


def _as_numbers(value: str) -> datetime | None:
    """A day written as a number alone, in Asia/Shanghai: 20231013, or 45207 as a spreadsheet counts days; else None."""
    if match := _EIGHT_DIGITS.fullmatch(value):
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=periods.SHANGHAI)
    if _SERIAL.fullmatch(value):
        return _SERIAL_FROM + timedelta(seconds=round(float(value) * 86_400))
    return None


def end_moment(value: str) -> datetime:
    """The end of a span; a mere date means to the end of that day, as an approval (批复) means it."""
    start = moment(value)
    is_day = _DAY.fullmatch(value) or (value.isdecimal() and _as_numbers(value))
    return start + timedelta(days=1) if is_day else start


def period(value: str) -> str:
    """A period id: 2023Q4, 2020-09, 2023 or special-<slug>."""
    if re.fullmatch(r"special-[\w-]+", value):
        return value
    try:
        return periods.Period.parse(value.upper()).period_id
    except InspectionError as error:
        raise Unreadable("names no period", error.remedy) from None


def indicator(value: str) -> str:
    """An indicator's id (指标编号) of any rule edition."""
    if (asked := value.upper()) not in editions.indicator_ids():
        raise Unreadable("is no indicator of any edition", "write an id of include/indicators, or give the reason")
    return asked


def reason(value: str) -> str:
    """A reason's id (问题类型), also by its Chinese name."""
    known = editions.load_reasons()
    by_name = {each.zh: each.id for each in known.values()}
    if (found := by_name.get(value, value.lower())) not in known:
        raise Unreadable("is no reason", "write an id or a name of include/reasons.yaml, or add it there")
    return found


CONVERTERS: dict[str, Callable[[str], Any]] = {
    "text": text,
    "identifier": identifier,
    "site_code": site_code,
    "region_code": region_code,
    "url": url,
    "subject": subject,
    "platform": platform,
    "integer": integer,
    "number": number,
    "host": host,
    "boolean": boolean,
    "day": day,
    "first_day": first_day,
    "last_day": last_day,
    "moment": moment,
    "end_moment": end_moment,
    "period": period,
    "indicator": indicator,
    "reason": reason,
}

# Converters whose value is a text: of an approved row the text itself can be taken.
TEXTUAL = frozenset({"text", "identifier", "site_code", "region_code", "url", "platform", "host"})
