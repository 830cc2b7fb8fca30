"""A bulletin as its proofreader sees it: title, sentences with their headings, dates, announced and real annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from inspection.proofread import annexes, doubled, mend, times
from inspection.proofread.annexes import Annex
from inspection.proofread.doubled import Doubled
from inspection.proofread.lines import Line, Source, Table
from inspection.proofread.texts import Text

_TITLE_END = re.compile(r"(?:通报|通告|公告|通知)[》」]?(?:\(.{1,12}\))?$")
_MAX_TITLE_CHARS = 120
_NUMBERED = re.compile(r"^\d{1,2}[.、]\s*(?=[\u3400-\u9fff])")
_BEFORE_TITLE = re.compile(r"^标题:|^.*?号《|^《|》$")
_PUBLISHED = re.compile(
    r"(?:发布|发文|公布|生成|更新)?(?:时间|日期)[:\s]*(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
    r"|^(20\d\d)-(\d{1,2})-(\d{1,2})(?:\s+\d{1,2}:\d\d)?"
)
_ISSUED = re.compile(
    r"\(?(?:.{0,30}(?:政府|办公室|办公厅|局|委|委员会|中心|办|厅))?,?(20\d\d)年(\d{1,2})月(\d{1,2})日\)?(?:印发)?"
)
# what a page sets around a text: no sentence of it, and its form is not the office's
_STAMP = re.compile(
    r"(?:信息)?来源:.{0,40}|.{0,12}(?:发布|发文|公布|生成|更新|成文|公开)(?:时间|日期):?.{0,60}"
    r"|(?:日期|时间)[:\s]*20\d\d[-年/.].{0,40}|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数)?[:\s].{0,20}|(?:字号|字体|字体大小)[:\s\[【(].{0,30}"
    r"|(?:索引号|文号|发文字号|发文机关|主题分类|有效性|公开方式|公开范围|责任编辑|编辑|审核|作者|关键词|信息分类):.{0,40}"
    r"|(?:当前位置|您?(?:现在|当前)?所?在?的?位置|首页)[:>].{0,80}|(?:打印|关闭|收藏|分享|纠错|返回顶部|下载)(?:[\s|/]*(?:本页|窗口|打印|关闭|收藏|分享|纠错))*"
)
# a title without 通报 at its end: what it reports on, of what, and where it stops
_ABOUT = re.compile(r"网站|新媒体|政务公开")
_LOOKED = re.compile(r"检查|抽查|监测|普查|监管|自查|运行|测评|评估|考核|巡查")
_REPORTS = re.compile(r"(?:情况|结果|报告|公布|公示|函|通报|公告|通告|汇总|简报)[》」]?(?:\(.{1,16}\)|第\d+期)?$")
MIN_PROSE_CHARS = 30
_SECTION = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_ITEM = re.compile(r"^(?:\([一二三四五六七八九十]{1,3}\)|\d{1,2}[.、])[^。:;]{0,40}[。:]?")
_SENTENCE = re.compile(r"[^。！？;!]+[。！？;!]?")
_OFFICE = re.compile(r".{2,30}(?:政府|办公室|办公厅|局|委|委员会|中心|办|厅)")
_HEAD_LINES = 25
# what is longer is no official text; bounds keep hostile files from holding up a check
MAX_LINES = 40_000
MAX_LINE_CHARS = 20_000
MAX_SENTENCE_CHARS = 2_000
MAX_SENTENCES = 200  # of a paragraph


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch up to a full stop or semicolon. `text` is the compared form, `shown` what stands in the file."""

    text: str
    shown: str
    place: str
    paragraph: int
    section: str  # heading of the first level above it
    item: str  # heading of the second level above it


@dataclass(slots=True)
class Document:
    """One bulletin. `lines` are all lines of its first copy; `sentences` those between title and annexes."""

    title: str
    title_place: str
    lines: list[Text]
    sentences: list[Sentence]
    tables: list[Table]
    announced: list[Text]
    annexes: list[Annex]
    markup: str
    published_on: date | None = None
    issued: Text | None = None
    issued_on: date | None = None
    period: times.PeriodNamed | None = None
    doubled: Doubled = field(default_factory=Doubled)
    files: list[str] = field(default_factory=list)
    head: list[Text] = field(default_factory=list)  # lines from the top to the first sentence

    @property
    def year(self) -> int | None:
        """The year that days without one belong to."""
        return self.period.year if self.period and self.period.year else self.issued_on.year if self.issued_on else None

    def paragraph(self, number: int) -> list[Sentence]:
        """The sentences of a paragraph."""
        return [sentence for sentence in self.sentences if sentence.paragraph == number]


def read(source: Source) -> Document:
    """The bulletin that a file holds; what cannot be told is left empty."""
    raw = "\n".join(item.text for item in source.items if isinstance(item, Line))
    has_pinyin = mend.has_readings(raw)
    is_slipped = len(mend.SLIP.findall(raw)) >= 2 or has_pinyin
    items: list[Text | Table] = []
    for item in source.items[:MAX_LINES]:
        if isinstance(item, Table):
            item.lead = items[-1].text if items and isinstance(items[-1], Text) else ""
            items.append(item)
            continue
        shown = mend.cleaned(item.text[:MAX_LINE_CHARS], is_slipped=is_slipped, has_pinyin=has_pinyin)
        text = Text(mend.compared(shown), shown, item.place)
        if shown and (not item.is_link or "附件" in shown or _TITLE_END.search(text.text)):
            items.append(text)
    items, copies = doubled.without_copies(items)
    lines = [item for item in items if isinstance(item, Text)]
    title, first, last = _title(lines)
    after = lines[last + 1 :]
    issued, issued_on = _issued(after)
    at_end = issued
    if issued is None:
        issued, issued_on = _issued_above(after)
    announced, found = annexes.read(items, lines[last] if lines else None, at_end)
    document = Document(
        title=title,
        title_place=lines[first].place if title else "",
        lines=lines,
        sentences=[],
        tables=[item for item in items if isinstance(item, Table)],
        announced=announced,
        annexes=found,
        markup=source.markup,
        published_on=_published(lines[:_HEAD_LINES], source.meta),
        issued=issued,
        issued_on=issued_on,
        period=next(iter(times.periods_in(title)), None),
        doubled=copies,
        files=source.files,
        head=lines[: last + 6],
    )
    document.sentences = list(_sentences(_body(after, document, at_end)))
    return document


def _title(lines: list[Text]) -> tuple[str, int, int]:
    """The title, which may take several lines, with its first and last; empty where none ends like one."""
    for last, line in enumerate(lines[:60]):
        if not _TITLE_END.search(line.text) or len(line.text) > _MAX_TITLE_CHARS:
            continue
        first = last
        while "关于" not in lines[first].text and first > max(last - 3, 0) and _may_lead(lines[first - 1].text):
            first -= 1
        if "关于" not in lines[first].text:
            first = last
            if "情况的" not in line.text and not _is_plain_title(line.text):
                continue
        elif first > 0 and _OFFICE.fullmatch(lines[first - 1].text) and lines[first].text.startswith("关于"):
            first -= 1  # the office on a line of its own
        return _joined(lines, first, last)
    return _plain_title(lines)


def _plain_title(lines: list[Text]) -> tuple[str, int, int]:
    """A title that ends otherwise: 2024年第四季度全市政府网站检查结果; above the first sentence."""
    for last, line in enumerate(lines[:15]):
        if "。" in line.text or len(line.text) > _MAX_TITLE_CHARS:
            break
        if _is_plain_title(line.text):
            return _joined(lines, last, last)
        before = lines[last - 1].text if last else ""
        if before and _may_lead(before) and _REPORTS.search(line.text) and _is_plain_title(before + line.text):
            return _joined(lines, last - 1, last)
    return "", 0, -1


def _is_plain_title(text: str) -> bool:
    is_sentence = re.search(r"[。;:!?]|\d[个家条%]", re.sub(r"^标题:", "", text)) is not None
    return (
        bool(_ABOUT.search(text) and _LOOKED.search(text) and _REPORTS.search(text))
        and not is_sentence and not _SECTION.match(text) and not annexes.is_mark(text) and 10 <= len(text) <= 60
    )  # fmt: skip


def _joined(lines: list[Text], first: int, last: int) -> tuple[str, int, int]:
    text = "".join(part.text for part in lines[first : last + 1])
    return _BEFORE_TITLE.sub("", _NUMBERED.sub("", text)), first, last


def _may_lead(text: str) -> bool:
    """Whether a title may go on behind a line."""
    return len(text) <= 40 and not _TITLE_END.search(text) and text[-1:] not in "。;:!?"


def _published(lines: list[Text], meta: dict[str, str]) -> date | None:
    """The day on which a page says that it was put on the web."""
    for line in lines:
        if match := _PUBLISHED.search(line.text):
            return _valid(*(part for part in match.groups() if part))
    if match := re.match(r"(20\d\d)[-/年.](\d{1,2})[-/月.](\d{1,2})", meta.get("pubdate", "")):
        return _valid(*match.groups())
    return None


def _day_of(line: Text) -> tuple[bool, date | None]:
    """Whether a line is one of a date alone, or of an office and a date; and which."""
    if match := _ISSUED.fullmatch(line.text):
        return True, _valid(*match.groups())
    if len(line.text) <= 16 and (day := times.chinese_day(line.text)):
        return True, day
    days = times.bare_day(line.text)
    return bool(days), days[0] if days else None


def _issued(lines: list[Text]) -> tuple[Text | None, date | None]:
    """The date line under the text, before the first annex; one above the first sentence is no end of it."""
    best: tuple[Text | None, date | None] = None, None
    begins = next((at for at, line in enumerate(lines) if _is_prose(line)), 0)
    for line in lines[begins:]:
        if best[0] is not None and annexes.is_mark(line.text):
            break
        is_date, day = _day_of(line)
        if is_date and not (best[0] is not None and line.text.endswith("印发")):
            best = line, day
    return best


def _issued_above(lines: list[Text]) -> tuple[Text | None, date | None]:
    """The date line under the title, where none stands under the text."""
    for line in lines[:6]:
        is_date, day = _day_of(line)
        if is_date:
            return line, day
        if _is_prose(line):
            break
    return None, None


def _is_prose(line: Text) -> bool:
    return len(line.text) >= MIN_PROSE_CHARS and "。" in line.text


def _body(lines: list[Text], document: Document, at_end: Text | None) -> list[Text]:
    """Lines between title and date line or annexes, without what the page set there."""
    ends = [at_end, *document.announced, *(annex.mark for annex in document.annexes)]
    ends = {id(end) for end in ends if end is not None}
    body = []
    for line in lines:
        if id(line) in ends or (body and annexes.is_mark(line.text)):
            break
        if line is not document.issued and not is_stamp(line):
            body.append(line)
    return body


def is_stamp(line: Text) -> bool:
    """Whether a page set the line: where and when it was put on the web, menus, the path."""
    return _STAMP.fullmatch(line.text) is not None


def _sentences(lines: list[Text]):
    section = item = ""
    for number, line in enumerate(lines):
        if _SECTION.match(line.text):
            section, item = line.text[:60], ""
        elif match := _ITEM.match(line.text):
            item = match[0]
        for match in islice(_SENTENCE.finditer(line.text), MAX_SENTENCES):
            if text := match[0].strip()[:MAX_SENTENCE_CHARS]:
                shown = line.shown[match.start() : match.end()].strip()[:MAX_SENTENCE_CHARS]
                yield Sentence(text, shown, line.place, number, section, item)


def _valid(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
