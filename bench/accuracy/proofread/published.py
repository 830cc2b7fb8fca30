"""Published bulletins beside the project, as drafts: which of their printed figures hang together.

Only figures with their measure words are named here; the texts stay where they are. Relations that a text itself does
not keep are left out (it is no fault of ours to find them again).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from bench.accuracy.proofread.draft import FIRST_MARK, Draft, Figure
from tests.given import real_pages

SHARED = real_pages.FOLDER.parent


class Printed(Draft):
    """A text as it stands, in which figures are looked up where they are printed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.stem, 0)
        self.text = path.read_text("utf-8")
        self.at: list[tuple[int, int, int]] = []  # start, end, mention

    def number(self, printed: str, turn: int = 0) -> Figure:
        """The figure of `67个`, at its turn in the text."""
        digits = printed[: next(n for n, c in enumerate(printed) if not c.isdigit())]
        return self._found(Figure(self, int(digits)), digits, printed, turn)

    def numbers(self, *printed: str) -> list[Figure]:
        """Each at its first place."""
        return [self.number(each) for each in printed]

    def share(self, printed: str, turn: int = 0) -> Figure:
        """The percentage as printed."""
        return self._found(self.percent(printed.rstrip("%")), printed, printed, turn)

    def on(self, printed: str, day: date, turn: int = 0) -> Figure:
        """A day as printed, with its year only where that is printed."""
        return self._found(self.day(day, "年" in printed), printed, printed, turn)

    def gives(self, shown: Figure, part: Figure, whole: Figure, kind: str = "rate", without: bool = False) -> None:
        """A printed rate of two printed numbers, to its last place or one beside it."""
        step = Decimal(1).scaleb(-shown.places)

        def broken(rate: Decimal, a: int, b: int) -> bool:
            return not b or abs(Decimal(100) * (b - a if without else a) / b - rate) > step

        self._relate(kind, (shown, part, whole), broken)

    def lines(self) -> list[str]:
        """The text with its marks."""
        shown = self.text
        for start, end, mention in sorted(self.at, reverse=True):
            shown = shown[:start] + chr(FIRST_MARK + mention) + shown[end:]
        return shown.split("\n")

    def _found(self, figure: Figure, shown: str, printed: str, turn: int) -> Figure:
        start = -1
        for _ in range(turn + 1):
            start = self.text.index(printed, start + 1)
            while self.text[start - 1].isdigit() or self.text[start - 1] == ".":
                start = self.text.index(printed, start + 1)
        self.mentions.append(figure)
        self.at.append((start, start + len(shown), len(self.mentions) - 1))
        return figure


def qujing(p: Printed) -> None:
    """Five kinds that make up the whole."""
    p.sum(p.number("263个"), p.numbers("146个", "57个", "37个", "15个", "8个"))


def hulunbuir(p: Printed) -> None:
    """Parts of a whole, a rate of what was in time."""
    p.sum(p.number("11家"), p.numbers("3家", "8家"))
    whole, good, bad = p.number("35個"), p.number("33個"), p.number("2個不")
    p.sum(whole, [p.number("13\xa0個"), p.number("20個"), p.number("2個。")])
    p.sum(whole, [good, bad])
    late, asked = p.number("11條", 1), p.number("22條")
    p.sum(asked, [p.number("11條"), late])
    p.gives(p.share("50%"), late, asked)


def yichun(p: Printed) -> None:
    """A rate of the good ones, a rate without the bad ones, an annex."""
    whole, good = p.number("54家"), p.number("50家")
    p.part(good, whole)
    p.gives(p.share("92.6%"), good, whole)
    media, bad = p.number("142个"), p.number("4个")
    p.part(bad, media)
    p.gives(p.share("97.2%"), bad, media, without=True)


def anshan(p: Printed) -> None:
    """Two months' rates; the text stands twice, and its first turn is taken."""
    p.gives(p.share("99.3%"), p.number("4家"), p.number("600家次"), without=True)
    p.gives(p.share("99.3%", 1), p.number("4个"), p.number("641个"), without=True)
    p.gives(p.share("99.5%"), p.number("1家"), p.number("200家"), without=True)


def zhejiang(p: Printed) -> None:
    """Good and faulty sites, problems mended and left."""
    whole, good, faulty = p.number("529家"), p.number("380家"), p.number("149家")
    p.sum(whole, p.numbers("102家", "427家"))
    p.sum(whole, [good, faulty])
    p.gives(p.share("71.83%"), good, whole)
    p.gives(p.share("28.17%"), faulty, whole)
    found, mended, left = p.number("583个"), p.number("542个"), p.number("41个")
    p.sum(found, [mended, left])
    p.gives(p.share("92.97%"), mended, found)
    p.sum(faulty, p.numbers("130家", "19家"))


def beijing(p: Printed) -> None:
    """Seven kinds."""
    p.sum(p.number("1688个"), p.numbers("859个", "257个", "110个", "105个", "80个", "33个", "244个"))


def weinan(p: Printed) -> None:
    """Good, bad and rate, of sites and accounts."""
    whole, good, bad = p.number("51个"), p.number("47个"), p.number("4个")
    p.sum(whole, p.numbers("1个", "33个", "11个", "6个"))
    p.sum(whole, [good, bad])
    p.gives(p.share("92.2%"), good, whole)
    media, fine, poor = p.number("470个"), p.number("437个"), p.number("33个", 1)
    p.sum(media, [fine, poor])
    p.gives(p.share("93%"), fine, media)


def baoji(p: Printed) -> None:
    """Good, bad and rate."""
    whole, good, bad = p.number("120个"), p.number("116个"), p.number("4个")
    p.sum(whole, [good, bad])
    p.gives(p.share("96.67%"), good, whole)


def yaan(p: Printed) -> None:
    """Sites by level, accounts by platform."""
    p.sum(p.number("35个"), p.numbers("1个", "8个", "26个"))
    p.sum(p.number("183个"), [*p.numbers("103个", "43个"), p.number("8个", 1), p.number("29个")])


def qinzhou(p: Printed) -> None:
    """Sites by level, accounts by platform with the number first."""
    whole = p.number("33家")
    p.sum(whole, p.numbers("5家", "28家"))
    p.sum(p.number("165个"), p.numbers("101个", "42个", "11个", "9个", "1个百", "1个云"))


def zhaotong(p: Printed) -> None:
    """A whole, its platforms, and the rates of both; a span within the quarter."""
    whole, bad = p.number("150个"), p.number("33个")
    own, own_bad = p.number("130个"), p.number("33个", 1)
    p.sum(whole, [own, p.number("10个"), p.number("10个", 1)])
    p.gives(p.share("78%"), bad, whole, without=True)
    p.gives(p.share("74.6%"), own_bad, own, without=True)
    p.part(own_bad, own)
    first, last = p.on("2021年5月6日", date(2021, 5, 6)), p.on("6月30日", date(2021, 6, 30))
    p.period(first, last, date(2021, 4, 1), date(2021, 6, 30))


def xiamen(p: Printed) -> None:
    """A span of days a month."""
    for month, end in ((9, 10), (10, 10), (11, 11)):
        first = p.on(f"{month}月1日", date(2024, month, 1))
        p.period(first, p.on(f"{month}月{end}日", date(2024, month, end)), date(2024, month, 1), date(2024, month, 28))


def heilongjiang(p: Printed) -> None:
    """Names against their number in running text are left to the families; here one rate is what no number gives."""
    p.listed(p.number("17个"), _listed(p, "其中省政府、", "东风区"))


def _listed(p: Printed, first: str, last: str) -> Figure:
    """The names from one to another, as they are printed."""
    start = p.text.index(first) + len("其中")
    shown = p.text[start : p.text.index(last, start) + len(last)]
    return p._found(p.names(shown.split("、")), shown, shown, 0)


TEXTS: dict[str, Callable[[Printed], None]] = {
    "model_bulletins/seed_000_qujing_2023q4.txt": qujing,
    "model_bulletins/seed_001_hulunbuir_2019q2.txt": hulunbuir,
    "model_bulletins/seed_002_yichun_2023q3.txt": yichun,
    "model_bulletins/seed_004_anshan_2020m09.txt": anshan,
    "bulletins/b02_zhejiang_2024q2.txt": zhejiang,
    "bulletins/b03_beijing_2023q3.txt": beijing,
    "bulletins/b04_xiamen_2024n4.txt": xiamen,
    "bulletins/b05_weinan_2024n1.txt": weinan,
    "bulletins/b06_baoji_2024q3.txt": baoji,
    "bulletins/b07_yaan_2023q4.txt": yaan,
    "bulletins/b10_heilongjiang_2022q2.txt": heilongjiang,
    "bulletins/b11_qinzhou_2021q3.txt": qinzhou,
    "bulletins/b12_zhaotong_2021q2.txt": zhaotong,
}


def families() -> dict[str, Callable[[Draft], list[str]]]:
    """Writers of the texts, as the families have them; none where the folder is not beside the project."""

    def writer(path: Path, relate: Callable[[Printed], None]) -> Callable[[Draft], list[str]]:
        def write(draft: Draft) -> list[str]:
            printed = Printed(path)
            relate(printed)
            draft.mentions, draft.relations = printed.mentions, printed.relations
            return printed.lines()

        return write

    return {name: writer(SHARED / name, relate) for name, relate in TEXTS.items() if (SHARED / name).exists()}
