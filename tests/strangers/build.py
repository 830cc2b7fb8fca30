"""A town from a seed: bodies, hosts, columns, the calendar of what they publish. Everything here is in order.

What is out of order is planted afterwards (plots_*.py). Cadences keep inside the clauses' limits: news every 4 to 12
days, notices every 10 to 50, documents every 25 to 100, staff and plans every 40 to 150.
"""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta

from . import words
from .families import ALL
from .model import Article, Column, Site, Town

STARTS = [date(2025, 7, 1), date(2025, 10, 1), date(2026, 7, 1), date(2024, 7, 1), date(2024, 10, 1), date(2023, 10, 1)]
GAPS = {
    "news": (4, 12),
    "notice": (10, 50),
    "policy": (25, 100),
    "slow": (40, 150),
    "monthly": (27, 31),
    "letters": (10, 36),
}
BACK = {"news": 90, "notice": 400, "policy": 420, "slow": 430, "monthly": 150, "letters": 380}

# key, names, class, cadence, on the home page, in the main menu
NEWS = [
    ("yw", ["{p}要闻", "今日{p}", "政务要闻"], "动态要闻", "news", True, True),
    ("bmdt", ["部门动态", "部门信息"], "动态要闻", "news", True, True),
    ("xzdt", ["乡镇动态", "镇街动态"], "动态要闻", "news", True, False),
    ("tpxw", ["图片新闻", "图片要闻"], "动态要闻", "news", True, False),
    ("gzdt", ["工作动态"], "动态要闻", "news", False, True),
    ("jcdt", ["基层动态", "一线动态"], "动态要闻", "news", False, False),
]
COMMON = [
    ("tzgg", ["通知公告", "公示公告", "公告公示"], "通知公告", "notice", True, True),
    ("zcwj", ["政策文件", "规范性文件", "文件公开"], "政策文件", "policy", True, True),
]
PORTAL = [
    *NEWS,
    *COMMON,
    ("zcjd", ["政策解读"], "政策解读", "", False, True),
    ("gaik", ["{p}概况", "走进{p}", "{p}简介"], "地区介绍", "page", False, True),
    ("duty", ["机构职能", "机构设置"], "机构", "page", False, True),
    ("ldzc", ["领导之窗", "领导信息"], "领导", "leaders", False, True),
    ("rsxx", ["人事信息", "人事任免"], "人事", "slow", False, False),
    ("ghjh", ["规划计划", "发展规划"], "规划计划", "slow", False, False),
    ("czzj", ["财政预决算", "财政资金"], "财政", "slow", False, False),
    ("bsfw", ["办事服务", "政务服务", "办事指南"], "办事", "guides8", False, True),
    ("bstj", ["办事统计", "办件统计"], "办事", "stats", False, False),
    ("bgxz", ["表格下载", "资料下载"], "办事", "forms", False, False),
    ("ldxx", ["领导信箱", "县长信箱", "咨询投诉"], "咨询", "letters", False, True),
    ("yjzj", ["意见征集", "民意征集", "征集调查"], "征集", "consult", False, True),
]
DEPARTMENT = [
    ("gzdt", ["工作动态", "{b}动态", "政务动态"], "动态要闻", "news", True, True),
    ("jcdt", ["基层动态", "县区动态"], "动态要闻", "news", True, False),
    ("tpxw", ["图片新闻"], "动态要闻", "news", True, False),
    ("hydt", ["行业动态"], "动态要闻", "news", False, True),
    ("pxdt", ["培训动态", "活动报道"], "动态要闻", "news", False, False),
    *COMMON,
    ("duty", ["机构职能", "主要职责"], "机构", "page", False, True),
    ("ldzc", ["领导之窗", "领导班子"], "领导", "leaders", False, False),
    ("rsxx", ["人事信息", "招考录用"], "人事", "slow", False, False),
    ("ghjh", ["规划计划"], "规划计划", "slow", False, False),
    ("bsfw", ["办事服务", "办事指南"], "办事", "guides6", False, True),
    ("zxts", ["在线咨询", "局长信箱", "咨询建言"], "咨询", "letters", False, True),
]
TOWNSHIP = [
    ("xzyw", ["{p}动态", "镇内要闻"], "动态要闻", "news", True, True),
    ("cwdt", ["村组动态", "村居动态"], "动态要闻", "news", True, False),
    ("tpxw", ["图片新闻"], "动态要闻", "news", False, False),
    *COMMON,
    ("duty", ["机构职能", "本镇机构"], "机构", "page", False, True),
    ("rsxx", ["人事信息"], "人事", "slow", False, False),
    ("bsfw", ["便民服务", "办事指南"], "办事", "guides6", False, True),
    ("zxts", ["镇长信箱", "我要咨询"], "咨询", "letters", False, True),
]


class Builder:
    """Builds the healthy town of one seed."""

    def __init__(self, seed: int, count: int) -> None:
        self.rng = random.Random(f"strangers/{seed}")
        name, latin = words.TOWNS[seed % len(words.TOWNS)]
        self.latin = latin
        self.province = words.PROVINCES[(seed * 5 + 1) % len(words.PROVINCES)]
        start = STARTS[(seed * 7 + 2) % len(STARTS)]
        self.town = Town(seed, f"{name}市", f"{latin}xn.gov.cn", start, count)
        self.city_code = self.province[0] + "9900"

    # sites -----------------------------------------------------------------------------------------------------
    def site(
        self, n: int, host: str, name: str, organiser: str, kind: str, level: str, region: tuple[str, str], key: str
    ) -> Site:
        rng = self.rng
        code = region[0] + f"{n:04d}"
        record = f"{region[0]}02{n:06d}"
        conac = hashlib.md5(f"{self.town.seed}/{code}".encode(), usedforsecurity=False).hexdigest().upper()
        site = Site(
            code=code,
            name=name,
            host=host,
            family=ALL[key],
            kind=kind,
            level=level,
            body=organiser,
            region_code=region[0],
            region=region[1],
            organiser=organiser,
            operator=f"{organiser}办公室" if kind == "门户" else f"{region[1]}信息中心",
            contact=f"0999-555{n:04d}",
            icp=f"{self.province[1]}ICP备99{n:06d}号-{n % 3 + 1}",
            police=f"{self.province[2]}公网安备 {record}号",
            conac=conac,
            portal_host=f"www.{self.town.domain}",
            scheme=rng.choice(["http", "https"]),
            salt=rng.randrange(10**6),
        )
        site.faults["clock"] = rng.random() < 0.4
        site.faults["search"] = rng.choice(["form", "form", "icon", "script"]) if key != "spa" else "form"
        self.town.sites.append(site)
        return site

    def fill(self, s: Site, plan: list[tuple], place: str) -> None:
        short = s.organiser.removeprefix(s.region).removesuffix("局")[-4:]
        for key, names, cls, cadence, home, first in plan:
            name = self.rng.choice(names).format(p=place, b=short).replace("县长", s.region[-1] + "长")
            c = Column(
                key, name, cls, self.rng.randrange(10, 99) * 100 + len(s.columns), key, on_home=home, first_level=first
            )
            s.columns[key] = c
            self.publish(s, c, cadence)

    def add(self, s: Site, c: Column, title: str, day: date, kind: str = "text", **data: object) -> Article:
        s.serial += 1
        a = Article(s.serial, c.key, title, day, self.rng.randrange(510, 1020), kind, dict(data))
        c.articles.append(a)
        return a

    def dates(self, cadence: str) -> list[date]:
        """Days of publication from before the period to its end."""
        low, high = GAPS[cadence]
        day = self.town.start - timedelta(days=BACK[cadence] - self.rng.randrange(low, high + 1))
        out = []
        while day <= self.town.end:
            out.append(day)
            day += timedelta(days=self.rng.randrange(low, high + 1))
        return out

    def publish(self, s: Site, c: Column, cadence: str) -> None:
        rng = self.rng
        if cadence == "page":
            c.kind = "page"
        elif cadence == "news":
            for day in self.dates("news"):
                self.add(s, c, words.title(rng), day)
        elif cadence == "notice":
            for day in self.dates("notice"):
                self.add(s, c, words.notice(rng), day)
        elif cadence == "policy":
            self.policies(s, c)
        elif cadence == "slow":
            for day in self.dates("slow"):
                what = {
                    "人事": "关于{}等同志职务任免的通知",
                    "财政": "{}年度部门预算公开",
                    "规划计划": "{}年度工作计划",
                }[c.cls]
                who = words.person(rng) if c.cls == "人事" else str(day.year)
                self.add(s, c, f"{s.organiser}{what.format(who)}", day)
        elif cadence == "leaders":
            posts = (
                ["局长", "副局长", "副局长"]
                if s.kind != "门户"
                else [s.region[-1] + "长", f"副{s.region[-1]}长", f"副{s.region[-1]}长"]
            )
            for post in posts:
                name = words.person(rng)
                day = self.town.start - timedelta(days=rng.randrange(200, 500))
                self.add(s, c, f"{post} {name}", day, "leader", name=name, post=post)
        elif cadence.startswith("guides"):
            self.guides(s, c, int(cadence[6:]))
        elif cadence == "stats":
            for day in self.dates("monthly"):
                self.add(s, c, f"{day.year}年{day.month}月办件量统计", day, "stat")
        elif cadence == "forms":
            for n, item in enumerate(rng.sample(words.ITEMS, 5)):
                day = self.town.start - timedelta(days=rng.randrange(90, 400))
                self.add(s, c, f"{item}申请表", day, files=[f"/files/{c.no}/{n + 1}.doc"])
        elif cadence == "letters":
            c.kind = "messages"
            for day in self.dates("letters"):
                self.letter(s, c, day, day + timedelta(days=rng.randrange(2, 8)))
        elif cadence == "consult":
            first = self.town.start - timedelta(days=400 - rng.randrange(20))
            while first <= self.town.end:
                until = first + timedelta(days=rng.randrange(15, 31))
                self.add(
                    s, c, f"关于公开征求《{rng.choice(words.THINGS)}管理办法》意见的公告", first, "consult", until=until
                )
                first += timedelta(days=rng.randrange(32, 44))

    def letter(self, s: Site, c: Column, asked: date, answered: date | None, **data: object) -> Article:
        """A letter, shown from its answer on; one without an answer is shown at once."""
        a = self.add(s, c, self.rng.choice(words.ASKS), asked, "letter", asked=asked, answered=answered, **data)
        a.seen_from = answered or asked
        return a

    def policies(self, s: Site, c: Column) -> None:
        """Documents; a portal interprets each on the same day and links both ways (SD1.7, SD1.8)."""
        for day in self.dates("policy"):
            title = words.policy(self.rng, s.organiser)
            signed = day - timedelta(days=self.rng.randrange(2, 20))
            self.add(s, c, title, day, "policy", signed=signed, links=[])

    def interpret(self, s: Site) -> None:
        policies, c = s.columns.get("zcwj"), s.columns.get("zcjd")
        if not policies or not c:
            return
        for p in list(policies.articles):
            a = self.add(s, c, f"《{p.title}》解读", p.day, "interpretation", links=[p])
            p.data["links"] = [a]

    def guides(self, s: Site, c: Column, count: int) -> None:
        other = self.rng.random() < 0.3
        for item in self.rng.sample(words.ITEMS, count):
            day = self.town.start - timedelta(days=self.rng.randrange(60, 500))
            a = self.add(s, c, f"{item}办事指南", day, "guide", item=item, other_names=other)
            a.data["files"] = [f"/files/{c.no}/g{a.no}.doc"]

    # the town --------------------------------------------------------------------------------------------------
    def build(self) -> Town:
        t, rng = self.town, self.rng
        keys = list(ALL)
        rng.shuffle(keys)
        deck = [k for _ in range(4) for k in keys]
        portal_deck = [k for k in deck if k not in ("splash", "navonly", "press", "empire", "framed")]
        serial = iter(range(1, 999))
        city = (self.city_code, t.name)
        n = next(serial)
        p = self.site(
            n, f"www.{t.domain}", f"{t.name}人民政府", f"{t.name}人民政府", "门户", "市", city, portal_deck.pop(0)
        )
        self.fill(p, PORTAL, t.name[:-1])
        counties = rng.sample(words.COUNTIES, 9)
        regions = []
        for i, (name, latin) in enumerate(counties, 1):
            end = "县" if i < 7 else "区"
            region = (self.city_code[:3] + f"9{i + 1:02d}", f"{name}{end}")
            regions.append((region, latin))
            n = next(serial)
            body = f"{region[1]}人民政府"
            s = self.site(n, f"www.{latin}xn.gov.cn", body, body, "门户", "县", region, portal_deck[i])
            self.fill(s, PORTAL, name)
        bodies = rng.sample(words.BODIES[:23], 20) + rng.sample(words.BODIES[23:], 2)
        for i, (name, latin, offers) in enumerate(bodies):
            county = i % 4 == 3
            region, where = regions[i % len(regions)] if county else (city, self.latin)
            host = f"{latin}.{where}xn.gov.cn"
            body = f"{region[1]}{name}"
            s = self.site(next(serial), host, body, body, "部门", "县" if county else "市", region, deck[i])
            s.portal_host = f"www.{where}xn.gov.cn"
            s.offers_services = offers
            plan = DEPARTMENT if offers else [x for x in DEPARTMENT if x[0] != "bsfw"]
            self.fill(s, plan, region[1][:-1])
        for i, (name, latin) in enumerate(rng.sample(words.TOWNSHIPS, 10)):
            region, where = regions[i % len(regions)]
            body = f"{region[1]}{name}镇人民政府"
            s = self.site(next(serial), f"{latin}.{where}xn.gov.cn", body, body, "部门", "县", region, deck[22 + i])
            s.portal_host = f"www.{where}xn.gov.cn"
            self.fill(s, TOWNSHIP, name)
        for i, (name, latin) in enumerate((("水文站", "swz"), ("种子站", "zzz"))):
            body = f"{t.name}{name}"
            s = self.site(next(serial), f"{latin}.{t.domain}", body, body, "部门", "市", city, deck[33 + i])
            self.fill(s, DEPARTMENT, t.name[:-1])
            s.status = ("永久关停", "例外")[i]
        for s in t.sites:
            self.interpret(s)
            target = f"http://wsxf.{t.domain}/"
            s.columns["wsxf"] = Column("wsxf", "网上信访", "", 9999, "wsxf", "link", target=target)
            s.faults["registered_columns"] = rng.random() < 0.7
        return t

    def connect(self, s: Site) -> None:
        """Links of the home page to sites of the town that answer on every day."""
        peers = [
            x for x in self.town.sites if x is not s and x.status == "正常运行" and not x.no_home and not x.overrides
        ]
        for x in self.rng.sample(peers, 3):
            s.home_links.append((x.name, x.home_url))
