"""What scripts and data hold, as the mark-up that a browser would show of it.

Three kinds: mark-up in the strings that a script writes (`document.write`, `innerHTML`, `.html(…)`), records that a
script was given as character data, and lists of objects in a script or in JSON (title, address, day). Nothing is
executed: what is put together from parts is read as far as its strings go, and what no form fits is left unread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from itertools import islice
from typing import Any

from inspection.page.days import MOMENT
from inspection.periods import SHANGHAI

MAX_RECORDS = 400  # of one script or answer
MAX_DATA_CHARS = 2_000_000
_WRITES = re.compile(r"document\.write(?:ln)?\s*\(|\.innerHTML\s*\+?=|\.(?:html|append|prepend|before|after)\s*\(")
_STRING = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\])*)\1""", re.S)
_JOINS = re.compile(r"\s*[+,]\s*")
_LEAD = re.compile(r"[\w.$]{1,60}(?:\([^()\"']{0,80}\))?\s{0,9}\+\s{0,9}")
_VARIABLE = re.compile(r"([A-Za-z_$]\w{0,40})(?:\.join\([^()]{0,20}\))?\s{0,9}[);\n]")
_MOST_STEPS = 100  # in which a variable comes to what is written
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_OBJECT = re.compile(r"\{[^{}]{8,6000}\}")
_PAIR = re.compile(
    r"""["']?([A-Za-z_]\w{0,40})["']?\s*:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d{1,20})(?![\w.]))""", re.S
)
_ROW = re.compile(r"""\[\s*((?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d{1,20})\s*,?\s*){2,12})\]""", re.S)
_VALUE = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(-?\d{1,20})""", re.S)
_CALL_OF_VALUES = re.compile(
    r"""\b([A-Za-z_]\w{0,40})\(\s{0,9}((?:(?:"[^"\\\n]{0,500}"|'[^'\\\n]{0,500}'|-?\d{1,20})\s{0,9},?\s{0,9}){2,12})\)"""
)
_PAGE_ENDING = re.compile(r"\.(?:s?html?|jspx?|aspx?|asp|php)(?:\?|$)", re.I)
_ADDRESS = re.compile(
    r"(?:https?://|/(?!/)|\.{1,2}/)[^\s\"'<>]{1,500}|[\w./-]{1,300}\.(?:s?html?|jspx?|aspx?|php)(?:\?[^\s\"'<>]{0,300})?"
)
_NO_PAGE = re.compile(r"\.(?:jpe?g|png|gif|svg|ico|css|js|json|woff2?|mp[34])(?:\?|$)|^/(?:api|static|images?)/", re.I)
HAN = re.compile(r"[\u4e00-\u9fff]")
_TITLE_KEYS = re.compile(r"title|^name$|subject|headline|^t$|^bt$|biaoti|^mc$|topic", re.I)
_DAY_KEYS = re.compile(r"date|time|^d$|day|^rq$|^sj$|fbrq|fbsj|pub", re.I)
_PUBLISHED_KEYS = re.compile(r"pub|release|issue|show|display|fb|send|online", re.I)
_OTHER_DAYS = re.compile(r"create|write|start|begin|end|expire|edit|modif|update|cwrq|effect|reply|answer", re.I)
_BODY_KEYS = re.compile(r"content|body|detail|text|html|article|zw", re.I)
_ADDRESS_KEYS = re.compile(
    r"^(?:url|link|href|u|path|uri|src)$|(?:doc|pub|web|art|info|detail|content|page|jump|link|news|show|view)_?(?:url|link|href|path)$",
    re.I,
)
_ID_KEYS = re.compile(r"(?:^|_)id$|[a-z]Id$|^no$|^code$", re.I)
_MIN_TITLE_HAN = 2
_MAX_TITLE_CHARS = 200
_MIN_BODY_HAN = 30
# how a script makes an address of an id: prefix, the name of what it puts in, ending
_MADE = re.compile(
    r"""["'`]((?:https?://|/|\.{1,2}/)?[\w./?=&%:-]{1,200})(?:["']\s*\+\s*|\$\{)(?:[\w.\[\]]{0,60}[.\[])?["']?(\w{1,40})["']?\]?"""
    r"""(?:\s*\+\s*["']([\w./?=&-]{0,60})["']|\}([\w./?=&-]{0,60})`)?"""
)
OPENS = re.compile(r"location|window\.open|\.open\s*\(|\bopen\s*\(|href\s*=")
_REACH_CHARS = 400  # of a function that opens an address


def written_by(script: str) -> str:
    """The mark-up in the strings that a script writes into its page."""
    found = []
    for call in _WRITES.finditer(script):
        at = _past_white(script, call.end())
        if lead := _LEAD.match(script, at):  # what a function gives, and strings behind it
            at = lead.end()
        piece = _joined(script, at)
        if not piece and (named := _VARIABLE.match(script, at)):
            steps = re.finditer(rf"\b{re.escape(named[1])}\s{{0,9}}(?:\+?=(?!=)|\.push\()[\s\[]{{0,20}}", script)
            piece = "".join(_joined(script, step.end()) for step in islice(steps, _MOST_STEPS))
        if piece.count("<") == piece.count(">"):  # else a variable stands in the midst of a tag
            found.append(piece)
    text = "".join(found)
    return text if "<" in text else ""


def _joined(script: str, at: int) -> str:
    """What the strings say that stand here one behind the other."""
    strings = []
    while match := _STRING.match(script, _past_white(script, at)):
        strings.append(unescaped(match[2]))
        joint = _JOINS.match(script, match.end())
        if not joint:
            break
        at = joint.end()
    return "".join(strings)


def character_data(text: str) -> str:
    """The mark-up in records of character data (`<record><![CDATA[…]]></record>`)."""
    parts = (part.partition("<![CDATA[")[2] for part in text.split("]]>")[:-1])
    return "\n".join(part for part in parts if "<" in part)


def opener(scripts: str, name: str) -> tuple[str, str] | None:
    """What a function of a page puts before and behind its argument to open an address; None where it opens none."""
    if name not in scripts:
        return None
    called = re.escape(name)
    head = re.search(
        rf"function\s+{called}\s*\(([^)]{{0,200}})\)|\b{called}\s*=\s*(?:function\s*)?\(([^)]{{0,200}})\)", scripts
    )
    if head is None:
        return None
    body = scripts[head.end() : head.end() + _REACH_CHARS].partition("\n}")[0]
    names = {argument.strip() for argument in (head[1] or head[2] or "").split(",")}
    if OPENS.search(body):
        for made in _MADE.finditer(body):
            if made[2] in names and ("/" in made[1] or "?" in made[1]):
                return made[1], made[3] or made[4] or ""
    return None


def lists_in(script: str) -> str:
    """The objects and rows of a script's source that are entries of a list, as a list."""
    if (not HAN.search(script) and "\\u" not in script) or len(script) > MAX_DATA_CHARS:
        return ""
    records: list[dict[str, Any]] = []
    for match in _OBJECT.finditer(script):
        pairs = _PAIR.findall(match[0])
        records.append({key: unescaped(one or two) if one or two else number for key, one, two, number in pairs})
        if len(records) == MAX_RECORDS:
            break
    if not records:
        for match in _ROW.finditer(script):
            values = [unescaped(one or two) if one or two else number for one, two, number in _VALUE.findall(match[1])]
            records.append({str(number): value for number, value in enumerate(values)})
            if len(records) == MAX_RECORDS:
                break
    if not records:
        records = _called_with(script)
    return _marked_up(records, script)


def _called_with(script: str) -> list[dict[str, Any]]:
    """What a function is given that is called again and again with a title and an address."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for match in islice(_CALL_OF_VALUES.finditer(script), MAX_RECORDS):
        values = [unescaped(one or two) if one or two else number for one, two, number in _VALUE.findall(match[2])]
        record: dict[str, Any] = {str(number): value for number, value in enumerate(values)}
        if _title(record) and _address(record):
            by_name.setdefault(match[1], []).append(record)
    return [record for records in by_name.values() if len(records) > 1 for record in records]


def of_json(text: str) -> str | None:
    """The entries and the text of an answer of data, as mark-up; None for what is no JSON."""
    if len(text) > MAX_DATA_CHARS:
        return None
    text = text.strip().lstrip("\ufeff")
    if text[:1] not in "[{":  # JSONP: a call with the data
        text = text.partition("(")[2].rpartition(")")[0] if "(" in text[:80] else ""
    try:
        data = json.loads(text)
    except ValueError:
        return None
    return _marked_up([record for record in _records(data) if isinstance(record, dict)], "")


def _records(data: Any) -> Iterator[dict[str, Any]]:
    stack, count = [data], 0
    while stack and count < 20 * MAX_RECORDS:
        node = stack.pop()
        count += 1
        if isinstance(node, dict):
            yield node
            stack.extend(value for value in reversed(node.values()) if isinstance(value, dict | list))
        elif isinstance(node, list):
            stack.extend(reversed(node))


def _marked_up(records: list[dict[str, Any]], script: str) -> str:
    made = [
        (match[1], match[2], match[3] or match[4] or "")
        for match in _MADE.finditer(script)
        if not _NO_PAGE.search(match[1])
    ]
    columns, entries, texts = [], [], []
    for record in records[:MAX_RECORDS]:
        title = _title(record)
        if not title:
            continue
        day, body = _day(record), _body(record)
        if body and day:
            texts.append(f"<h1>{escape(title)}</h1><p>发布时间：{day}</p><div>{body}</div>")
            continue
        address = _address(record) or _made_address(record, made)
        if not address:
            continue
        link = f'<a href="{escape(address)}">{escape(title)}</a>'
        if day:
            entries.append(f"<li>{link}<span>{day}</span></li>")
        elif len(title) <= 12:  # names of columns are short
            columns.append(f"<li>{link}</li>")
        else:
            entries.append(f"<li>{link}</li>")
    parts = []
    if columns:
        parts.append(f'<ul class="nav">{"".join(columns)}</ul>')
    if entries:
        parts.append(f"<ul>{''.join(entries)}</ul>")
    return "".join([*parts, *texts])


def _title(record: dict[str, Any]) -> str:
    texts = {key: value for key, value in record.items() if isinstance(value, str)}
    named = [value for key, value in texts.items() if _TITLE_KEYS.search(key) and not _ADDRESS.fullmatch(value)]
    for text in named or sorted(texts.values(), key=len, reverse=True):
        plain = re.sub(r"<[^<>]{1,200}>", "", text).strip()
        if len(HAN.findall(plain)) >= _MIN_TITLE_HAN and len(plain) <= _MAX_TITLE_CHARS:
            return plain
    return ""


def _day(record: dict[str, Any]) -> str:
    """The day of publication as ISO 8601 with its time, or empty."""
    keys = [key for key in record if not _OTHER_DAYS.search(key)]
    keys.sort(key=lambda key: not _PUBLISHED_KEYS.search(key))
    for key in keys:
        value = record[key]
        is_named = bool(_DAY_KEYS.search(key))
        number = value if isinstance(value, int) else int(value) if str(value).isdigit() else None
        if number is not None and not isinstance(value, bool):
            if is_named and (told := _of_epoch(number)):
                return told
        elif isinstance(value, str) and (is_named or key.isdigit()) and len(value) <= 40 and MOMENT.search(value):
            return value
    return ""


def _of_epoch(number: int) -> str:
    """Seconds or milliseconds since 1970 as a day of Shanghai; empty for what is no time of this century."""
    seconds = number / 1000 if number > 100_000_000_000 else number
    if not 946_684_800 <= seconds <= 4_102_444_800:
        return ""
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _body(record: dict[str, Any]) -> str:
    for key, value in record.items():
        if isinstance(value, str) and _BODY_KEYS.search(key) and len(HAN.findall(value)) >= _MIN_BODY_HAN:
            return value
    return ""


def _address(record: dict[str, Any]) -> str:
    for key, value in record.items():
        is_named = key.isdigit() or _ADDRESS_KEYS.search(key)
        if is_named and isinstance(value, str) and _ADDRESS.fullmatch(value) and not _NO_PAGE.search(value):
            return value
    pages = [value for value in record.values() if isinstance(value, str) and _ADDRESS.fullmatch(value)]
    return pages[0] if len(pages) == 1 and _PAGE_ENDING.search(pages[0]) else ""  # under a name that is not known


def _made_address(record: dict[str, Any], made: list[tuple[str, str, str]]) -> str:
    for before, name, behind in made:
        value = record.get(name)
        if value is None and made and len(made) == 1:
            value = next((record[key] for key in record if _ID_KEYS.search(key)), None)
        if value is not None and re.fullmatch(r"[\w-]{1,64}", str(value)):
            return f"{before}{value}{behind}"
    return ""


def unescaped(text: str) -> str:
    """What a string of a script says."""

    def plain(match: re.Match) -> str:
        code = match[1] or match[2]
        if code:
            return chr(int(code, 16))
        return {"n": "\n", "t": "\t", "r": "\r"}.get(match[3], match[3])

    return _ESCAPE.sub(plain, text) if "\\" in text else text


def _past_white(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
