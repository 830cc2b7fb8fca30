"""What is planted about deductions of portals (SD1.1 to SD4.7), and what only looks like it."""

from __future__ import annotations

from datetime import date, timedelta

from . import words
from .build import Builder
from .families.bodies import ELEMENTS
from .model import Fail, Site
from .plots_update import column, stop, want
from .rules import add_months


def fail(b: Builder, s: Site, indicator: str, why: str, place: str | None = None, decidable: bool = True) -> bool:
    s.fails.append(
        Fail(indicator, "fail", s.home_url if place is None else place, b.town.start, b.town.end, decidable, why)
    )
    s.story[indicator] = ("plant", why)
    return True


def like(s: Site, indicator: str, why: str) -> bool:
    s.story[indicator] = ("lookalike", why)
    return True


def drop(key: str, indicator: str, why: str):
    def plot(b: Builder, s: Site) -> bool:
        if key not in s.columns:
            return False
        del s.columns[key]
        return fail(b, s, indicator, why)

    plot.__name__ = f"{indicator}_absent"
    return plot


def renamed(key: str, name: str, indicator: str, picture: bool = False):
    def plot(b: Builder, s: Site) -> bool:
        c = s.columns.get(key)
        if c is None or (picture and s.family.key == "spa"):
            return False
        c.name, c.first_level = name.format(p=s.region[:-1]), False
        if picture:
            s.faults.setdefault("picture_links", []).append((c.name, c.path))
            s.faults.setdefault("hidden", set()).add(key)
        return like(
            s,
            indicator,
            f"there under the name {c.name}, " + ("behind a picture" if picture else "below the main menu"),
        )

    plot.__name__ = f"{indicator}_renamed"
    return plot


def sd13_no_cv(b: Builder, s: Site) -> bool:
    for a in s.columns["ldzc"].articles:
        a.data["cv"] = False
    return fail(b, s, "SD1.3", "leaders are shown without curriculum and duties", s.url(s.columns["ldzc"].path))


def sd13_label(b: Builder, s: Site) -> bool:
    for a in s.columns["ldzc"].articles:
        a.data["cv_label"] = "个人履历"
    return like(s, "SD1.3", "the curriculum stands under another label")


def late(key: str, indicator: str, months: int, days: int = 0):
    """A column stops so that it is late from some day of the period on."""

    def plot(b: Builder, s: Site) -> bool:
        c = s.columns.get(key)
        if c is None:
            return False
        turn = b.town.start + timedelta(days=b.rng.randrange(10, 50))
        last = add_months(turn, -months) if months else turn - timedelta(days=days)
        c.articles = [a for a in c.articles if a.day <= last]
        if c.cls not in ("政策文件", "政策解读"):
            stop(b, c, last)
        want(s, turn)
        s.story[indicator] = ("plant", f"{c.name} without update for {months or days} {'months' if months else 'days'}")
        return True

    plot.__name__ = f"{indicator}_late"
    return plot


def barely(key: str, indicator: str, months: int, days: int = 0):
    """A column stops so that it would be late on the day after the period."""

    def plot(b: Builder, s: Site) -> bool:
        c = s.columns.get(key)
        if c is None:
            return False
        turn = b.town.end + timedelta(days=1)
        last = add_months(turn, -months) if months else turn - timedelta(days=days)
        while months and add_months(last, months) <= b.town.end:
            last += timedelta(days=1)
        if c.cls in ("政策文件", "政策解读"):
            document_at(b, s, last)
        else:
            c.articles = [a for a in c.articles if a.day <= last]
            stop(b, c, last)
        want(s, b.town.end - timedelta(days=1))
        return like(s, indicator, f"{c.name} reaches its limit on the day after the period")

    plot.__name__ = f"{indicator}_barely"
    return plot


def document_at(b: Builder, s: Site, last: date) -> None:
    """The newest document and its interpretation are of one day."""
    documents, texts = s.columns["zcwj"], s.columns["zcjd"]
    for c in (documents, texts):
        c.articles = [a for a in c.articles if a.day < last - timedelta(days=3)]
    p = b.add(s, documents, words.policy(b.rng, s.organiser), last, "policy", signed=last - timedelta(days=4), links=[])
    p.data["links"] = [b.add(s, texts, f"《{p.title}》解读", last, "interpretation", links=[p])]


def sd17_none(b: Builder, s: Site) -> bool:
    c = s.columns.get("zcjd")
    if c is None:
        return False
    for a in c.articles:
        a.title, a.data["links"] = "《上级关于" + a.title[6:14] + "的意见》解读", []
    for p in s.columns["zcwj"].articles:
        p.data["links"] = []
    s.fails.append(
        Fail("SD1.8", "fail", s.home_url, b.town.start, b.town.end, False, "no document has an interpretation to link")
    )
    s.story["SD1.8"] = ("plant", "no document has an interpretation to link")
    return fail(
        b, s, "SD1.7", "no document of the site is interpreted (size of the sample unconfirmed)", s.url(c.path), False
    )


def sd18_one_way(b: Builder, s: Site) -> bool:
    for p in s.columns["zcwj"].articles:
        p.data["links"] = []
    return fail(
        b, s, "SD1.8", "interpretations link their documents, documents do not link back", s.url(s.columns["zcwj"].path)
    )


def sd18_none(b: Builder, s: Site) -> bool:
    for key in ("zcwj", "zcjd"):
        for p in s.columns[key].articles:
            p.data["links"] = []
    like(s, "SD1.7", "every document is interpreted, though no link says so")
    return fail(
        b,
        s,
        "SD1.8",
        "documents and interpretations bear each other's titles but no link",
        s.url(s.columns["zcwj"].path),
    )


def sd18_both(b: Builder, s: Site) -> bool:
    like(s, "SD1.7", "every document has its interpretation on the same day")
    return like(s, "SD1.8", "both ways, at the end of the text")


def sd19_blank(b: Builder, s: Site) -> bool:
    for key, name in (("zdxm", "重大项目"), ("jyta", "建议提案")):
        column(b, s, key, name, "", [])
    s.story["SD1.9"] = ("plant", "two blank columns")
    return True


def sd19_late(b: Builder, s: Site) -> bool:
    turn = b.town.start + timedelta(days=b.rng.randrange(10, 50))
    c = s.columns["tzgg"]
    c.articles = [a for a in c.articles if a.day <= add_months(turn, -6)]
    stop(b, c, add_months(turn, -6))
    want(s, turn)
    s.story["SD1.9"] = ("plant", "notices without update for six months")
    return True


def sd19_old_static(b: Builder, s: Site) -> bool:
    for key, name, cls in (
        ("lsyg", "历史沿革", "地区介绍"),
        ("gkzn", "公开指南", "公开目录"),
        ("jgsz", "内设机构", "机构"),
    ):
        column(b, s, key, name, cls, [b.town.start - timedelta(days=900 + b.rng.randrange(300))])
    return like(s, "SD1.9", "old columns that owe no update")


def sd22_lacks(b: Builder, s: Site) -> bool:
    found = list(s.columns["bsfw"].articles)
    for a in found:
        a.data["lacks"] = tuple(b.rng.sample(ELEMENTS[1:], b.rng.randrange(1, 4)))
        a.data["other_names"] = False
    s.story["SD2.2"] = ("plant", "guides lack one to three classes")
    return bool(found)


def sd24_dead(b: Builder, s: Site) -> bool:
    s.faults["files_dead"] = True
    s.story["SD4.3"] = ("plant", "the files' links are dead, too")
    s.fails.append(Fail("SD4.3", "fail", s.home_url, b.town.start, b.town.end, False, "the files' links are dead, too"))
    return fail(b, s, "SD2.4", "forms cannot be had: every file answers 404", s.url(s.columns["bgxz"].path))


def sd24_there(b: Builder, s: Site) -> bool:
    return like(s, "SD2.4", "files open from links below the guides and the column of forms")


def sd33_no_times(b: Builder, s: Site) -> bool:
    s.faults["no_times"] = True
    return fail(
        b, s, "SD3.3", "letters are published without time of message and time of answer", s.url(s.columns["ldxx"].path)
    )


def sd33_quiet(b: Builder, s: Site) -> bool:
    turn = b.town.start + timedelta(days=b.rng.randrange(20, 50))
    last = add_months(turn, -2)
    c = s.columns["ldxx"]
    c.articles = [a for a in c.articles if a.data["answered"] and a.data["answered"] < last]
    b.letter(s, c, last - timedelta(days=5), last)
    want(s, turn)
    s.story["SD3.3"] = ("plant", "no answer was published for two months")
    return True


def sd33_barely(b: Builder, s: Site) -> bool:
    last = add_months(b.town.end, -2) + timedelta(days=2)
    c = s.columns["ldxx"]
    c.articles = [a for a in c.articles if a.data["answered"] and a.data["answered"] < last]
    b.letter(s, c, last - timedelta(days=5), last)
    return like(s, "SD3.3", "two days short of two months without a published answer at the end")


def sd35_five(b: Builder, s: Site) -> bool:
    c = s.columns["yjzj"]
    keep = sorted(c.articles, key=lambda a: a.day)
    c.articles = keep[::3]
    s.story["SD3.5"] = ("plant", "fewer than six consultations within a year")
    return True


def sd35_six(b: Builder, s: Site) -> bool:
    c = s.columns["yjzj"]
    keep = sorted(c.articles, key=lambda a: a.day)
    floor = add_months(b.town.end, -12)
    inside = [a for a in keep if a.day > floor]
    if len(inside) < 6:
        return False
    c.articles = [a for a in keep if a.day <= floor] + inside[:6]
    return like(s, "SD3.5", "exactly six consultations within the year before the end")
