"""What is planted about updates: home page (SV3), columns (SV4.1, SV4.2, SV4.3), and what only looks like it.

Every plot takes the builder and a site, returns False where the site does not suit it, and says its story. The truth
itself is computed in truth.py from the articles that are left.
"""

from __future__ import annotations

from datetime import date, timedelta

from . import words
from .build import Builder
from .model import Column, Site
from .rules import add_months

SLOW = [
    ("rsrm", "人事任免", "人事"),
    ("zkly", "招考录用", "人事"),
    ("gbgs", "任前公示", "人事"),
    ("rcyj", "人才引进", "人事"),
    ("zcps", "职称评审", "人事"),
    ("ztgh", "总体规划", "规划计划"),
    ("zxgh", "专项规划", "规划计划"),
    ("qygh", "区域规划", "规划计划"),
    ("ndjh", "年度计划", "规划计划"),
    ("gzjh", "工作计划", "规划计划"),
    ("wnjh", "五年规划", "规划计划"),
]
STILL = [
    ("lsyg", "历史沿革", "地区介绍"),
    ("zrdl", "自然地理", "地区介绍"),
    ("fsrq", "风俗人情", "地区介绍"),
    ("xzqh", "行政区划", "地区介绍"),
    ("jgsz", "内设机构", "机构"),
    ("xsdw", "下属单位", "机构"),
    ("xrld", "现任领导", "领导"),
    ("gkzn", "公开指南", "公开目录"),
    ("gkzd", "公开制度", "公开目录"),
    ("jtfw", "交通方位", "地区介绍"),
    ("mshj", "名胜古迹", "地区介绍"),
]
BLANK = [
    ("zdxm", "重大项目", "重大项目"),
    ("tjsj", "统计数据", "统计"),
    ("sgs", "双公示", ""),
    ("yjgl", "应急管理", ""),
    ("dcdb", "督查督办", ""),
    ("jyta", "建议提案", ""),
    ("zfcg", "政府采购", ""),
]


def stop(b: Builder, c: Column, last: date, again: date | None = None) -> None:
    """The column's newest entry is of ``last`` until it goes on at ``again`` (or never)."""
    c.articles = [a for a in c.articles if a.day <= last or (again and a.day >= again)]
    for day in (last, again):
        if day and not any(a.day == day for a in c.articles):
            twin = max((a for a in c.articles), key=lambda a: a.day, default=None)
            kind = twin.kind if twin and twin.kind in ("text", "stat") else "text"
            b.add(s_of(b, c), c, words.title(b.rng) if c.cls == "动态要闻" else words.notice(b.rng), day, kind)


def s_of(b: Builder, c: Column) -> Site:
    """The site of a column."""
    return next(s for s in b.town.sites if any(x is c for x in s.columns.values()))


def want(s: Site, *days: date) -> None:
    """Days on which the crawler reads all first pages of the site."""
    s.wants_crawl.update(days)


def column(b: Builder, s: Site, key: str, name: str, cls: str, days: list[date]) -> Column:
    """A further column below the main menu with entries of these days."""
    c = Column(key, name, cls, b.rng.randrange(10, 99) * 100 + 50 + len(s.columns), key, first_level=False)
    s.columns[key] = c
    for day in days:
        b.add(s, c, words.notice(b.rng), day)
    return c


def home_columns(s: Site) -> list[Column]:
    """What must stand still for the home page to stand still."""
    if s.family.key == "navonly":
        return s.lists()
    return [c for c in s.columns.values() if c.on_home]


def halt_home(b: Builder, s: Site, last: date, again: date | None) -> None:
    for c in home_columns(s):
        if c.kind == "messages":
            c.articles = [a for a in c.articles if a.day <= last or (again and a.day >= again)]
        elif c.cls == "动态要闻":
            stop(b, c, last, again)
        else:
            c.articles = [a for a in c.articles if a.day <= last or (again and a.day > again)]
    for a in s.articles():
        if (
            a.kind == "letter"
            and last < (a.data.get("answered") or a.day) < (again or date.max)
            and s.family.key == "navonly"
        ):
            a.seen_from = again or date.max


def sv3_plain(b: Builder, s: Site) -> bool:
    last = b.town.start + timedelta(days=b.rng.randrange(4, 40))
    again = last + timedelta(days=b.rng.randrange(17, 34)) if b.rng.random() < 0.5 else None
    halt_home(b, s, last, again)
    want(s, last, last + timedelta(days=14), again or b.town.end)
    s.story["SV3"] = ("plant", f"nothing new on the home page after {last}" + (f" until {again}" if again else ""))
    return True


def sv3_clock(b: Builder, s: Site) -> bool:
    s.faults["clock"] = True
    sv3_plain(b, s)
    s.story["SV3"] = ("plant", s.story["SV3"][1] + "; only the printed date of today changes")
    return True


def sv3_thirteen(b: Builder, s: Site) -> bool:
    last = b.town.start + timedelta(days=b.rng.randrange(10, 50))
    halt_home(b, s, last, last + timedelta(days=14))
    want(s, last, last + timedelta(days=14))
    s.story["SV3"] = ("lookalike", f"silent for thirteen whole days after {last}, new on the fourteenth")
    return True


def sv3_leads_on(b: Builder, s: Site) -> bool:
    if s.family.key not in ("navonly", "splash", "framed", "spa"):
        return False
    s.story["SV3"] = (
        "lookalike",
        "the page at the home address holds no entry; what it leads to, frames or loads is lively",
    )
    return True


def sv3_redirect(b: Builder, s: Site) -> bool:
    if s.family.key not in ("trs", "pboot", "cloud", "dede", "gkml", "empire", "layui", "jspmenu") or s.overrides:
        return False
    s.faults["redirects"] = True
    s.pages[s.home_path] = lambda d: (302, {"Location": s.url("/index.html"), "Server": s.family.server}, b"")
    s.story["SV3"] = ("lookalike", "the home address sends visitors on to /index.html, which is lively")
    return True


def sv3_other_dates(b: Builder, s: Site) -> bool:
    if s.family.key not in ("empire", "siteserver", "jspmenu", "press", "pboot", "dede", "layui"):
        return False
    s.story["SV3"] = ("lookalike", "dates in words, parts, addresses, articles or relative forms; the site is lively")
    return True


def keep_home_fresh(b: Builder, s: Site, c: Column) -> None:
    """Fresh entries in one home column all through the period."""
    day = b.town.start - timedelta(days=8)
    while day <= b.town.end:
        b.add(s, c, words.notice(b.rng), day)
        day += timedelta(days=b.rng.randrange(3, 8))


def sv41_news(b: Builder, s: Site, count: int = 5) -> bool:
    news = [c for c in s.columns.values() if c.cls == "动态要闻"]
    if len(news) < 5:
        return False
    keep_home_fresh(b, s, s.columns["tzgg"])
    last = b.town.start + timedelta(days=b.rng.randrange(2, 45))
    picked = b.rng.sample(news, count)
    for c in picked:
        stop(b, c, last - timedelta(days=b.rng.randrange(0, 9)))
    stop(b, picked[0], last)
    want(s, last + timedelta(days=14), b.town.end)
    if count >= 5:
        s.story["SV4.1"] = ("plant", f"{count} news columns without update for two weeks")
    else:
        s.story["SV4.1"] = ("lookalike", f"{count} late news columns, one fewer than counts")
    return True


def sv41_four(b: Builder, s: Site) -> bool:
    return sv41_news(b, s, 4)


def sv41_mixed(b: Builder, s: Site) -> bool:
    news = [c for c in s.columns.values() if c.cls == "动态要闻"]
    if len(news) < 4 or s.kind == "门户":
        return False
    late = add_months(b.town.start + timedelta(days=b.rng.randrange(5, 30)), -6)
    for c in news[1:4]:
        stop(b, c, b.town.start + timedelta(days=b.rng.randrange(0, 12)))
    for key in ("tzgg", "zcwj"):
        c = s.columns[key]
        c.articles = [a for a in c.articles if a.day < late]
        stop(b, c, late + timedelta(days=len(key)))
    want(s, add_months(late, 6) + timedelta(days=4), b.town.end)
    s.story["SV4.1"] = ("plant", "three news columns late by two weeks, notices and documents by six months")
    return True


def sv41_half_year_less_a_day(b: Builder, s: Site) -> bool:
    news = [c for c in s.columns.values() if c.cls == "动态要闻"]
    if len(news) < 4 or s.kind == "门户":
        return False
    limit = b.town.end + timedelta(days=1)
    last = add_months(limit, -6)
    while add_months(last, 6) <= b.town.end:
        last += timedelta(days=1)
    for c in news[1:4]:
        stop(b, c, b.town.end - timedelta(days=30))
    for key in ("tzgg", "zcwj"):
        c = s.columns[key]
        c.articles = [a for a in c.articles if a.day <= last]
        stop(b, c, last)
    want(s, b.town.end - timedelta(days=1))
    s.story["SV4.1"] = (
        "lookalike",
        "three late news columns; notices and documents reach six months a day after the end",
    )
    return True


def sv42_ten(b: Builder, s: Site, count: int = 10) -> bool:
    names = [x for x in SLOW if x[1] not in {c.name for c in s.columns.values()}]
    base = ("rsxx", "ghjh")
    if len(names) < count:
        return False
    for n, (key, name, cls) in enumerate(names[:count]):
        last = add_months(b.town.start, -12) - timedelta(days=b.rng.randrange(3, 300) if n else -b.rng.randrange(5, 40))
        column(b, s, key, name, cls, [last - timedelta(days=b.rng.randrange(40, 90)), last])
    for key in base:
        if key in s.columns:
            want(s, b.town.start + timedelta(days=30))
    want(s, b.town.end)
    s.story["SV4.2"] = ("plant", f"{count} columns of staff and plans that nobody updated for a year")
    return True


def sv42_nine(b: Builder, s: Site) -> bool:
    sv42_ten(b, s, 9)
    s.story["SV4.2"] = ("lookalike", "nine such columns, one fewer than counts")
    return True


def sv42_still(b: Builder, s: Site) -> bool:
    for key, name, cls in STILL:
        days = [b.town.start - timedelta(days=b.rng.randrange(500, 1500)) for _ in range(3)]
        column(b, s, key, name, cls, days)
    s.story["SV4.2"] = (
        "lookalike",
        "eleven columns years old that owe no update: geography, organs, guides to disclosure",
    )
    return True


def sv43_blank(b: Builder, s: Site, count: int = 0) -> bool:
    count = count or b.rng.randrange(5, 7)
    emptied = b.town.start + timedelta(days=b.rng.randrange(10, 40)) if b.rng.random() < 0.4 else None
    for key, name, cls in BLANK[:count]:
        days = [b.town.start - timedelta(days=b.rng.randrange(20, 200))] if emptied else []
        c = column(b, s, key, name, cls, days)
        for a in c.articles:
            a.gone_from = emptied
    if emptied:
        want(s, emptied)
    if count >= 5:
        s.story["SV4.3"] = ("plant", f"{count} columns without content" + (f" since {emptied}" if emptied else ""))
    else:
        s.story["SV4.3"] = ("lookalike", f"{count} blank columns, one fewer than counts")
    return True


def sv43_four(b: Builder, s: Site) -> bool:
    return sv43_blank(b, s, 4)


def sv43_pages(b: Builder, s: Site) -> bool:
    for n, (key, name, cls) in enumerate(BLANK[:6]):
        c = column(b, s, key, name, cls, [])
        c.kind = "page" if n < 4 else "link"
        if c.kind == "link":
            c.target = f"http://zwfw.{b.town.domain}/"
    s.story["SV4.3"] = ("lookalike", "six columns without a list: four are a page of text, two lead to another site")
    return True


def sv43_elsewhere(b: Builder, s: Site) -> bool:
    if s.family.key not in ("jcms", "spa", "layui", "phpcms", "framed"):
        return False
    s.story["SV4.3"] = ("lookalike", "no list in the page's own markup: character data, script, JSON or frame hold it")
    return True
