"""What is planted in contents: bad links, tampering, forged dates, wording, personal data; and innocent likenesses.

Only neutral stems of spam stand here (lexicon_sources.md §2). Numbers of persons bear a division code that nobody has.
"""

from __future__ import annotations

from datetime import date, timedelta

from . import words
from .build import Builder
from .model import Answer, Article, Column, Fail, Site

STEMS = ["澳门金沙", "博彩", "娱乐城", "棋牌", "下注", "彩票平台", "官网下载", "手机客户端"]
WAYS = [
    '<div style="display:none">{0}</div>',
    "<div style='position:absolute;left:-9999px'>{0}</div>",
    "<marquee height=1 width=1 scrollamount=3000>{0}</marquee>",
    "<p style='text-indent:-9999px;font-size:0'>{0}</p>",
]


def news_of(s: Site) -> Column:
    return next(c for c in s.columns.values() if c.cls == "动态要闻")


def recent(b: Builder, s: Site, low: int = 5, high: int = 60) -> Article:
    """An article of the news column within these days of the period, made where none is."""
    day = b.town.start + timedelta(days=b.rng.randrange(low, high))
    c = news_of(s)
    newest = c.newest(b.town.start)
    return b.add(s, c, words.title(b.rng), max(day, newest or day))


def report(s: Site, indicator: str, place: str, first: date, last: date, why: str, decidable: bool = True) -> None:
    s.fails.append(Fail(indicator, "suspected", place, first, last, decidable, why))
    s.story.setdefault(indicator, ("plant", why))


def tampered(s: Site, place: str, first: date, last: date) -> None:
    """By the clause (页面挂马、内容被篡改) foreign text in a page is tampering as well: undecidable beside SV1.3."""
    why = "a page that was filled by others is tampered with, too"
    s.fails.append(Fail("SV1.4", "suspected", place, first, last, False, why))
    s.story.setdefault("SV1.4", ("plant", why))


def spam_links(b: Builder) -> str:
    host = f"http://www.qp{b.rng.randrange(1000, 9999)}.example/"
    return "".join(f"<a href='{host}{n}.html'>{x}</a> " for n, x in enumerate(b.rng.sample(STEMS, 5)))


def sv13_hidden(b: Builder, s: Site) -> bool:
    first = b.town.start + timedelta(days=b.rng.randrange(5, 50))
    last = b.town.end if b.rng.random() < 0.5 else first + timedelta(days=b.rng.randrange(8, 25))
    s.faults.setdefault("inject", []).append((first, last, "home", b.rng.choice(WAYS).format(spam_links(b))))
    place = {"framed": s.url("/main.jsp"), "splash": s.url("/main/index.htm")}.get(s.family.key, s.home_url)
    if s.faults.get("redirects"):
        place = s.url("/index.html")
    report(s, "SV1.3", place, first, last, "hidden block of gambling links on the home page")
    tampered(s, place, first, last)
    return True


def sv13_article(b: Builder, s: Site) -> bool:
    a = min(news_of(s).articles, key=lambda x: x.day)
    first = b.town.start + timedelta(days=b.rng.randrange(8, 50))
    piece = f"<div>{spam_links(b)}{'、'.join(b.rng.sample(STEMS, 6))}【官网】在线下注</div>"
    a.data["inject"] = (first, b.town.end, piece)
    a.data["keep"] = True
    report(
        s,
        "SV1.3",
        s.url(s.family.article_path(s, news_of(s), a)),
        first,
        b.town.end,
        "an old article was filled with gambling links",
    )
    tampered(s, s.url(s.family.article_path(s, news_of(s), a)), first, b.town.end)
    return True


def sv13_outlink(b: Builder, s: Site) -> bool:
    host = f"www.{s.columns['tzgg'].no}lvyou.example"
    turned = b.town.start + timedelta(days=b.rng.randrange(20, 55))

    def page(path: str, day: date) -> Answer:
        good = f"<html><head><title>山水旅行</title></head><body><h1>山水旅行</h1>{words.SENTENCES[4]}</body></html>"
        bad = f"<html><head><title>澳门金沙_博彩_官网下载</title></head><body>{'|'.join(STEMS)}</body></html>"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, (bad if day >= turned else good).encode()

    b.town.others[host] = page
    b.town.other_urls.append(f"http://{host}/")
    a = recent(b, s, 3, 15)
    a.data["outlinks"] = [(f"http://{host}/", "旅游指南")]
    report(
        s,
        "SV1.3",
        s.url(s.family.article_path(s, news_of(s), a)),
        turned,
        b.town.end,
        "a link leads to an address that has become a gambling page",
    )
    return True


def sv13_crackdown(b: Builder, s: Site) -> bool:
    a = recent(b, s)
    a.title = "市里部署打击网络赌博和电信诈骗工作"
    a.data["paragraphs"] = [
        "会议指出，网络赌博以博彩、棋牌等名义诱人下注，害人害己，群众要提高警惕，不下载来历不明的客户端。",
        words.SENTENCES[1],
    ]
    s.story["SV1.3"] = ("lookalike", "an article against gambling names its words")
    return True


def sv13_idiom(b: Builder, s: Site) -> bool:
    a = recent(b, s)
    a.title = "坚持久久为功 做好小流域治理"
    a.data["paragraphs"] = [
        "治水要久久为功。宣讲视频可以在线观看，也可以在手机上回看。" + words.SENTENCES[8],
        words.SENTENCES[3],
    ]
    s.story["SV1.3"] = ("lookalike", "an idiom and a video that share signs with spam")
    return True


def sv14_title(b: Builder, s: Site) -> bool:
    first = b.town.start + timedelta(days=b.rng.randrange(10, 60))
    last = first + timedelta(days=b.rng.randrange(7, 16))
    s.faults["title_spam"] = (first, last, "棋牌下载_棋牌官网下载-【官方版】手机客户端")
    report(s, "SV1.4", s.home_url, first, last, "the title of every page was replaced by spam")
    s.story.setdefault("SV1.3", ("plant", "spam in titles may be read as bad content, too"))
    s.fails.append(
        Fail("SV1.3", "suspected", s.home_url, first, last, False, "spam in titles may be read as bad content, too")
    )
    return True


def sv14_replaced(b: Builder, s: Site) -> bool:
    first = b.town.start + timedelta(days=b.rng.randrange(10, 70))
    last = first + timedelta(days=b.rng.randrange(2, 6))
    page = (
        "<html><head><title>娱乐城_博彩平台【官网】</title><script>if(/baidu|sogou/.test(document.referrer))"
        f"location='http://qp{s.salt}.example/'</script></head><body>{'、'.join(STEMS * 4)}</body></html>"
    )
    s.overrides.append((s.home_path, first, last, lambda d: s.family.html(page)))
    s.faults.setdefault("dim", []).append((first, last))
    report(s, "SV1.4", s.home_url, first, last, "the home page was replaced by another page")
    s.fails.append(Fail("SV1.3", "suspected", s.home_url, first, last, False, "the foreign page is bad content, too"))
    s.story.setdefault("SV1.3", ("plant", "the foreign page is bad content, too"))
    return True


def sv14_renamed(b: Builder, s: Site) -> bool:
    day = b.town.start + timedelta(days=46)
    if s.kind != "部门":
        return False
    s.faults["renamed"] = (day, s.name + "网")
    s.story["SV1.4"] = ("lookalike", f"the site's name changed on {day}, and so did all titles; the registry says so")
    return True


def sv14_traditional(b: Builder, s: Site) -> bool:
    text = (
        "<html><head><meta charset='utf-8'><title>繁體版</title></head><body><h1>歡迎瀏覽繁體版"
        "</h1><p>本頁面為繁體中文版本，內容與簡體版一致。</p></body></html>"
    )
    s.pages["/big5/index.html"] = lambda d: (200, {"Content-Type": "text/html; charset=utf-8"}, text.encode())
    s.home_links.append(("繁體版", s.url("/big5/index.html")))
    s.story["SV1.4"] = ("lookalike", "a version in traditional characters that the site offers itself")
    return True


def dated(s: Site) -> bool:
    return s.family.dated and s.kind != "门户"


def sv15_today(b: Builder, s: Site) -> bool:
    if not dated(s):
        return False
    c = news_of(s)
    c.articles = [a for a in c.articles if a.day < b.town.start + timedelta(days=3)]
    first = b.town.start + timedelta(days=b.rng.randrange(10, 30))
    for a in c.articles:
        a.shown_as = lambda d, a=a: d if d >= first else a.day
    s.wants_crawl.update(first + timedelta(days=n) for n in range(0, 20, 3))
    report(
        s,
        "SV1.5",
        s.url(s.family.list_path(c, 1)),
        first + timedelta(days=7),
        b.town.end,
        "every entry of the column bears the date of the visit",
    )
    return True


def sv15_redated(b: Builder, s: Site) -> bool:
    if not dated(s):
        return False
    a = recent(b, s, 2, 10)
    turned = a.day + timedelta(days=b.rng.randrange(15, 40))
    a.shown_as = lambda d: turned if d >= turned else a.day
    a.data["keep"] = True
    place = s.url(s.family.article_path(s, news_of(s), a))
    report(s, "SV1.5", place, turned, b.town.end, f"an article of {a.day} was given the date {turned}")
    return True


def sv15_rerun(b: Builder, s: Site) -> bool:
    if not dated(s):
        return False
    old = recent(b, s, 2, 10)
    old.data.update(paragraphs=words.paragraphs(b.rng, 4), keep=True)
    again = b.add(
        s, news_of(s), old.title, old.day + timedelta(days=b.rng.randrange(25, 45)), paragraphs=old.data["paragraphs"]
    )
    place = s.url(s.family.article_path(s, news_of(s), again))
    report(s, "SV1.5", place, again.day, b.town.end, f"the text of {old.day} was posted again as new")
    return True


def sv15_future(b: Builder, s: Site) -> bool:
    if not dated(s):
        return False
    a = recent(b, s, 12, 50)
    a.seen_from = a.day - timedelta(days=6)
    place = s.url(s.family.article_path(s, news_of(s), a))
    report(s, "SV1.5", place, a.seen_from, b.town.end, "an article bore a date six days after it could first be seen")
    return True


def sv15_pinned(b: Builder, s: Site) -> bool:
    a = min(news_of(s).articles, key=lambda x: x.day)
    a.data["pinned"] = True
    s.story["SV1.5"] = ("lookalike", "an old entry stands first because it is pinned; its date is its own")
    return True


def sv15_similar(b: Builder, s: Site) -> bool:
    for n in range(6):
        day = b.town.start + timedelta(days=6 + n * 7)
        text = f"本周抽检样品{20 + n * 3}批次，合格{19 + n * 3}批次，其余已责令整改。{words.SENTENCES[9]}"
        b.add(s, s.columns["tzgg"], f"第{n + 11}周抽检情况通报", day, paragraphs=[text])
    s.story["SV1.5"] = ("lookalike", "weekly notices of one pattern whose numbers differ")
    return True


def sv15_backfilled(b: Builder, s: Site) -> bool:
    a = recent(b, s, 10, 30)
    a.seen_from = a.day + timedelta(days=9)
    s.story["SV1.5"] = ("lookalike", "an article appeared nine days after its date: late, not forged")
    return True


def sv11_body(b: Builder, s: Site) -> bool:
    a = recent(b, s)
    a.data["paragraphs"] = [f"{s.region}人民政符办公室召开会议。{words.SENTENCES[5]}", words.SENTENCES[6]]
    place = s.url(s.family.article_path(s, news_of(s), a))
    report(
        s,
        "SV1.1",
        place,
        a.day,
        b.town.end,
        "the name of the government is misspelt (grave only by the office's own list)",
        False,
    )
    return True


def sv11_right(b: Builder, s: Site) -> bool:
    a = recent(b, s)
    a.data["paragraphs"] = [
        f"{s.region}人民政府办公室召开会议。《人民政符》一类的错写要在校对时改正。",
        words.SENTENCES[6],
    ]
    s.story["SV1.1"] = ("lookalike", "the misspelling stands within title marks as an example")
    return True


def minor(b: Builder, s: Site) -> bool:
    a = recent(b, s)
    wrong = b.rng.choice(
        [
            "截止目前，已完成七成任务，各组再接再励",
            "会议对汛期工作作了布署",
            "双方既使有分歧也要按章办理，不能一愁莫展",
            "项目预计年内峻工",
        ]
    )
    a.data["paragraphs"] = [f"{wrong}。{words.SENTENCES[8]}", words.SENTENCES[2].format(t="秋粮收储")]
    place = s.url(s.family.article_path(s, news_of(s), a))
    report(s, "expression_error_minor", place, a.day, b.town.end, "a wrong word of the common pairs")
    return True


def minor_not(b: Builder, s: Site) -> bool:
    a = recent(b, s)
    a.data["paragraphs"] = [
        "报名截止日期为本月二十日，截止时间为当日17时。截至目前，已有三十人报名。",
        words.SENTENCES[3],
    ]
    s.story["expression_error_minor"] = ("lookalike", "the same signs used rightly")
    return True


def person_number(code: str, serial: int) -> str:
    """Eighteen digits with a right check digit and a division that does not exist."""
    digits = f"{code}19000101{serial:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(x) * w for x, w in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def privacy(b: Builder, s: Site) -> bool:
    day = b.town.start + timedelta(days=b.rng.randrange(5, 60))
    lines = [f"{words.person(b.rng)} {person_number(s.region_code, 100 + n)}" for n in range(6)]
    a = b.add(s, s.columns["tzgg"], "临时救助对象名单公示", day, paragraphs=["现将名单公示如下:", *lines])
    place = s.url(s.family.article_path(s, s.columns["tzgg"], a))
    report(s, "privacy", place, day, b.town.end, "whole numbers of identity cards in a list")
    return True


def privacy_masked(b: Builder, s: Site) -> bool:
    day = b.town.start + timedelta(days=b.rng.randrange(5, 60))
    lines = [f"{words.person(b.rng)} {person_number(s.region_code, 200 + n)[:6]}********{n:04d}" for n in range(6)]
    lines.append("项目编号 202399000000123456")
    b.add(s, s.columns["tzgg"], "临时救助对象名单公示", day, paragraphs=["现将名单公示如下:", *lines])
    s.story["privacy"] = ("lookalike", "masked numbers and a project number of eighteen digits")
    return True
