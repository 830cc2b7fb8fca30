"""Every sentence with its figures, and whose they are: the office's own or its superior's, of now or of before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from inspection.proofread import percentages, quantities, series, times
from inspection.proofread.document import Document, Sentence
from inspection.proofread.kinds import BODIES, kind_of
from inspection.proofread.percentages import Rate
from inspection.proofread.quantities import Count

_SYSTEMS = re.compile(r"“[^”]{0,40}”|《[^》]{0,60}》|全国[^,。]{0,20}系统|中国政府网")
_LOOKS = r"[^,。;]{0,18}(?:通报|抽查|检查|监测|下发|转办|反馈)"
_SUPERIOR = {
    "city": re.compile(rf"全省|全区各盟|全自治区|全国|(?:省|自治区|国务院|国办|上级|部){_LOOKS}|省里"),
    "province": re.compile(rf"全国|(?:国务院|国办|上级|中央){_LOOKS}"),
}
_OWN = re.compile(r"全[市县区州旗盟]|[我本][市县区州旗盟]|市本级")
_LETTERS = re.compile(r"留言|来信|信件|诉求|受理")
MAX_JOINED = 40
_PAST = re.compile(r"上[个一]?季度|上[个一]?月|上一?期|上次|去年|上年|同期(?!开展|组织|举办|进行)|此前|前期")


@dataclass(slots=True)
class Said:
    """A sentence and its figures."""

    sentence: Sentence
    counts: list[Count] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    is_superior: bool = False
    is_past: bool = False

    @property
    def text(self) -> str:
        return self.sentence.text


@dataclass(slots=True)
class Context:
    """The document and its sentences, by paragraph."""

    document: Document
    said: list[Said]
    paragraphs: list[list[Said]]
    level: str  # province, or city for all below


def read(document: Document) -> Context:
    """Figures of every sentence; what is counted is carried on within a paragraph, from its heading at first."""
    level = "province" if re.search(r"全省|省人民政府|自治区人民政府|全区政府", document.title) else "city"
    said: list[Said] = []
    paragraphs: list[list[Said]] = []
    number = -1
    kind, section = "", ""
    earlier: dict[int, list[Count]] = {}  # series of the paragraph, by length
    spoken: set[str] = set()  # kinds that the section named so far
    for sentence in document.sentences:
        if sentence.paragraph != number:
            number = sentence.paragraph
            paragraphs.append([])
            if sentence.section != section:
                section, spoken = sentence.section, set()
            earlier = {}
            heads = f"{sentence.section}{sentence.item}"
            kind = kind_of(sentence.item) or kind_of(sentence.section)
            kind = kind or ("message" if _LETTERS.search(heads) else "") or kind_of(document.title)
            kind = kind or (next(iter(spoken)) if len(spoken) == 1 else "")
        one = Said(sentence)
        one.counts = series.align(sentence.text, quantities.counts_in(sentence.text, kind), earlier)
        spoken |= {count.kind for count in one.counts if count.kind in BODIES and count.is_own}
        kinds = [count.kind for count in one.counts if count.kind in {"site", "account", "message"}]
        named = [kinds[0]] if kinds else []
        spoken_of = named[0] if named else kind_of(sentence.text) or kind
        one.rates = percentages.rates_in(sentence.text, spoken_of, one.counts)
        one.rates = [_placed(rate, one.counts) for rate in one.rates]
        kind = kinds[-1] if kinds else kind
        one.is_superior = _is_superior(sentence, paragraphs[-1], level)
        one.is_past = _is_past(sentence.text, document)
        paragraphs[-1].append(one)
        said.append(one)
    return Context(document, said, paragraphs, level)


def _placed(rate: Rate, counts: list[Count]) -> Rate:
    """A rate that names no kind has that of the last subject counted before it."""
    if rate.is_named or kind_of(rate.before):
        return rate
    before = [
        count.kind for count in counts if count.end <= rate.start and count.kind in {"site", "account", "message"}
    ]
    if not before or rate.kind == before[-1]:
        return rate
    return replace(rate, kind=before[-1])


def _is_superior(sentence: Sentence, before: list[Said], level: str) -> bool:
    text = _SYSTEMS.sub("", sentence.text)
    if _SUPERIOR[level].search(text) or re.search(r"上级", sentence.item):
        return True
    if _OWN.search(text):
        return False
    if before:
        return before[-1].is_superior
    return bool(_SUPERIOR[level].search(_SYSTEMS.sub("", f"{sentence.item}")))


def _is_past(text: str, document: Document) -> bool:
    text = times.without_comparisons(text)
    if _PAST.search(text):
        return True
    period = document.period
    if period is None or period.span is None:
        return False
    spans = [named.span for named in times.periods_in(text, document.year) if named.span]
    first, last = period.span
    return bool(spans) and all(end < first or start > last for start, end in spans)


def joined(paragraph: list[Said], at: int) -> Said:
    """A sentence with those that a semicolon joins to it: an enumeration goes on behind one."""
    first = paragraph[at]
    text, shown = first.sentence.text, first.sentence.shown
    counts = list(first.counts)
    for other in paragraph[at + 1 : at + MAX_JOINED]:
        if not text.endswith(";"):
            break
        counts += [replace(count, start=count.start + len(text), end=count.end + len(text)) for count in other.counts]
        text, shown = text + other.sentence.text, shown + other.sentence.shown
    return Said(replace(first.sentence, text=text, shown=shown), counts, [], first.is_superior, first.is_past)
