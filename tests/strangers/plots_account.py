"""Accounts of new media: about sixty, what is planted about them, and what only looks like it.

Posts are ``(published_at as printed, true local day, title, text, url)``. Sources: AV1 to AV3;
registries.md §2.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from . import words
from .build import Builder
from .model import Account
from .rules import NEWS_DAYS, spans

ZONE = timezone(timedelta(hours=8))
PLATFORMS = ["微信公众号", "微信公众号", "新浪微博", "抖音短视频", "今日头条", "微信视频号", "快手", "百家号"]
FORMS = ["plain", "plain", "offset", "utc", "space", "minutes"]


def stamp(day: date, minute: int, form: str) -> str:
    """A moment in one of the spellings of ISO 8601; ``utc`` moves the printed day for posts before 08:00."""
    local = datetime.combine(day, time(minute // 60, minute % 60), ZONE)
    if form == "offset":
        return local.isoformat()
    if form == "utc":
        return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if form == "space":
        return local.strftime("%Y-%m-%d %H:%M:%S")
    if form == "minutes":
        return local.strftime("%Y-%m-%dT%H:%M")
    return local.strftime("%Y-%m-%dT%H:%M:%S")


def post(b: Builder, a: Account, day: date, form: str, title: str = "", text: str = "", minute: int = 0) -> None:
    minute = minute or b.rng.randrange(480, 1300)
    n = len(a.posts) + 1
    url = f"https://{'mp' if '微信' in a.platform else 'm'}.media.example/{a.account_id}/{n}"
    a.posts.append(
        (
            stamp(day, minute, form),
            day,
            title or words.title(b.rng),
            text or b.rng.choice(words.SENTENCES).format(a="本局", t="秋粮收储"),
            url,
        )
    )


def cut(a: Account, last: date, again: date | None = None) -> None:
    a.posts = [p for p in a.posts if p[1] <= last or (again and p[1] >= again)]


def silent(b: Builder, a: Account, form: str) -> str:
    last = b.town.start + timedelta(days=b.rng.randrange(0, 60))
    again = last + timedelta(days=b.rng.randrange(15, 30)) if b.rng.random() < 0.5 else None
    cut(a, last, again)
    post(b, a, last, form)
    if again and again <= b.town.end:
        post(b, a, again, form)
    return f"silent after {last}" + (f" until {again}" if again else "")


def silent_long(b: Builder, a: Account, form: str) -> str:
    cut(a, b.town.start - timedelta(days=b.rng.randrange(20, 24)))
    post(b, a, b.town.start - timedelta(days=b.rng.randrange(20, 25)), form)
    return "silent all through the period"


def silent_but_dated_ahead(b: Builder, a: Account, form: str) -> str:
    last = b.town.start + timedelta(days=b.rng.randrange(20, 40))
    cut(a, last)
    post(b, a, last, form)
    post(b, a, b.town.end + timedelta(days=40), form, "定时发布预告")
    return f"silent after {last}; one post is dated after the period"


def thirteen(b: Builder, a: Account, form: str) -> str:
    last = b.town.start + timedelta(days=b.rng.randrange(5, 60))
    cut(a, last, last + timedelta(days=14))
    post(b, a, last, form)
    post(b, a, last + timedelta(days=14), form)
    return f"thirteen silent days after {last}"


def thirteen_utc(b: Builder, a: Account, form: str) -> str:
    last = b.town.start + timedelta(days=b.rng.randrange(5, 60))
    cut(a, last, last + timedelta(days=14))
    post(b, a, last, "utc", minute=23)
    post(b, a, last + timedelta(days=14), "utc", minute=20)
    return f"thirteen silent days after {last}, posts just after midnight written in UTC"


def unsorted(b: Builder, a: Account, form: str) -> str:
    b.rng.shuffle(a.posts)
    return "lively; its rows are in no order"


def pinned_old(b: Builder, a: Account, form: str) -> str:
    old = min(a.posts, key=lambda p: p[1])
    a.posts.remove(old)
    a.posts.insert(0, old)
    return "lively; its first row is an old pinned post"


def spam(b: Builder, a: Account, form: str) -> str:
    day = b.town.start + timedelta(days=b.rng.randrange(10, 70))
    post(b, a, day, form, "澳门金沙棋牌官网下载", "博彩娱乐城在线下注，彩票平台手机客户端官网下载")
    return f"a gambling post on {day}"


def spam_not(b: Builder, a: Account, form: str) -> str:
    day = b.town.start + timedelta(days=b.rng.randrange(10, 70))
    post(
        b, a, day, form, "警惕网络赌博陷阱", "网络赌博以棋牌、博彩为名诱人下注，请勿下载不明客户端，发现线索及时举报。"
    )
    return f"a post against gambling on {day}"


def grave(b: Builder, a: Account, form: str) -> str:
    day = b.town.start + timedelta(days=b.rng.randrange(10, 70))
    post(b, a, day, form, "会议通知", f"{b.town.name}人民政符办公室召开会议。")
    return f"the government's name misspelt on {day}"


def grave_not(b: Builder, a: Account, form: str) -> str:
    day = b.town.start + timedelta(days=b.rng.randrange(10, 70))
    post(b, a, day, form, "校对课", f"“人民政符”是常见错写，正确写法是{b.town.name}人民政府。")
    return f"the misspelling quoted as an example on {day}"


class Accounts:
    """Makes the accounts of a town and their truth."""

    def __init__(self, b: Builder) -> None:
        self.b = b
        self.rows: list[tuple] = []  # (account, indicator, verdict, first, last, decidable, why, role)

    def make(self) -> None:
        b, t = self.b, self.b.town
        plots = [silent] * 4 + [silent_long] * 2 + [silent_but_dated_ahead] * 2
        likes = (
            [thirteen] * 3
            + [thirteen_utc] * 2
            + [unsorted, pinned_old, spam, spam, spam_not, spam_not, grave, grave_not]
        )
        tasks = [*plots, *likes]
        for n in range(60):
            site = t.sites[n % len(t.sites)]
            platform = PLATFORMS[n % len(PLATFORMS)]
            name = site.region + ["发布", "在线", "之声", "微讯"][n % 4] if site.kind == "门户" else site.organiser
            if n in (20, 21):
                name, platform = "双生" + name[:4], PLATFORMS[2 + n % 2 * 2]
            kind = b.rng.choice(["订阅号", "服务号"]) if platform == "微信公众号" else ""
            ident = f"xn{t.seed % 97:02d}{n:03d}" + "abcdefgh"[n % 8]
            a = Account(ident, name, platform, kind, site.organiser, site.region_code, site.region, site.level)
            t.accounts.append(a)
            form = b.rng.choice(FORMS)
            day = t.start - timedelta(days=b.rng.randrange(20, 40))
            while day <= t.end:
                post(b, a, day, form)
                day += timedelta(days=b.rng.randrange(1, 9))
            if n < len(tasks):
                self.plant(a, tasks[n], form)
            else:
                self.others(a, n, form)
            self.judge(a)
        for a in t.accounts[42:45]:
            a.second_name = a.name + "服务"  # the registry's later export bears a new name
        self.strangers()
        b.rng.shuffle(t.accounts)

    def plant(self, a: Account, plot: object, form: str) -> None:
        b, t = self.b, self.b.town
        why = plot(b, a, form)  # type: ignore[operator]
        name = plot.__name__  # type: ignore[attr-defined]
        a.groups.add(name)
        if name.startswith("silent"):
            a.second_name = "plant:" + why
        elif name in ("thirteen", "thirteen_utc", "unsorted", "pinned_old"):
            a.second_name = "lookalike:" + why
        indicator = {"spam": "AV1.3", "spam_not": "AV1.3", "grave": "AV1.1", "grave_not": "AV1.1"}.get(name)
        if indicator:
            first = next(p[1] for p in a.posts if p is a.posts[-1])
            if name.endswith("_not"):
                self.rows.append((a, indicator, "pass", t.start, t.end, True, why, "lookalike"))
            else:
                self.rows.append((a, indicator, "suspected", first, t.end, name == "spam", why, "plant"))

    def others(self, a: Account, n: int, form: str) -> None:
        """Accounts whose state or kind decides, and findings that only people report."""
        b, t = self.b, self.b.town
        day = t.start + timedelta(days=b.rng.randrange(20, 60))
        if n in (24, 25):
            a.status, a.posts = "已注销", [p for p in a.posts if p[1] < t.start - timedelta(days=25)]
            a.groups.add("closed")
        elif n in (26, 27):
            a.platform, a.kind, a.posts = "小程序", "小程序", []
            a.groups.add("no posts")
        elif n == 28:
            a.platform, a.posts = "移动客户端", []
            a.groups.add("no posts")
            self.report(a, "AV2.2", day, "confirmed", "移动客户端无法下载")
        elif n in (29, 30):
            self.report(a, "AV2.2", day, "confirmed" if n == 29 else "struck_out", "客户端打开后闪退")
        elif n in (31, 32, 33):
            self.report(a, "AV3.1", day, "confirmed", "未提供有效互动功能")
        elif n in (34, 35, 36):
            self.report(a, "AV3.1", day, "struck_out", "误报：菜单内有留言入口")
        elif n in (37, 38, 39, 40):
            indicator = "AV3.2" if n % 2 else "AV1.4"
            self.report(a, indicator, day, "confirmed" if n < 39 else "struck_out", "监管部门通报")

    def report(self, a: Account, indicator: str, day: date, decision: str, note: str) -> None:
        t = self.b.town
        t.reports.append(
            {
                "report_id": f"R{len(t.reports) + 1:03d}",
                "subject": a.subject,
                "indicator_id": indicator,
                "reason": "",
                "found_on": day.isoformat(),
                "body": f"{t.name}人民政府办公室",
                "decision": decision,
                "note": note,
                "attachment": "",
            }
        )
        if decision == "confirmed":
            self.rows.append((a, indicator, "fail", day, t.end, True, f"reported: {note}", "plant"))
        else:
            self.rows.append((a, indicator, "pass", t.start, t.end, True, "reported and struck out", "lookalike"))

    def judge(self, a: Account) -> None:
        """AV2.1 from the true days of the posts."""
        t = self.b.town
        if "closed" in a.groups:
            self.rows.append((a, "AV2.1", "pass", t.start, t.end, True, "deregistered: not judged", "lookalike"))
            return
        if "no posts" in a.groups:
            why = "an application or mini program publishes no posts: nothing is known of its updates"
            self.rows.append((a, "AV2.1", "unknown", t.start, t.end, False, why, "default"))
            return
        role, _, why = a.second_name.partition(":")
        a.second_name = ""
        every = sorted(p[1] for p in a.posts)

        def state(day: date) -> bool:
            return (day - max((x for x in every if x <= day), default=date.min)).days >= NEWS_DAYS

        for first, last, late in spans([t.start + timedelta(days=n) for n in range(t.count)], state):
            kind = ("fail", role or "plant") if late else ("pass", role if role == "lookalike" else "default")
            self.rows.append((a, "AV2.1", kind[0], first, last, True, why or "posts at least every nine days", kind[1]))

    def strangers(self) -> None:
        """Accounts that post and that no registry knows; a second account of one body on one platform."""
        b, t = self.b, self.b.town
        for n in range(2):
            site = t.sites[3 + n * 5]
            a = Account(
                f"xnwd{n}{t.seed % 89}",
                f"{site.organiser}小编",
                "新浪微博",
                "",
                site.organiser,
                site.region_code,
                site.region,
                site.level,
            )
            a.registered = False
            day = t.start - timedelta(days=5)
            while day <= t.end:
                post(b, a, day, "plain")
                day += timedelta(days=b.rng.randrange(2, 8))
            t.accounts.append(a)
            self.rows.append(
                (
                    a,
                    "unregistered",
                    "suspected",
                    t.start,
                    t.end,
                    True,
                    "posts of an account that no registry has",
                    "plant",
                )
            )
        twin, first = t.accounts[-3], t.accounts[40]
        twin.platform, twin.organiser = first.platform, first.organiser
        self.rows.append(
            (
                twin,
                "duplicate_account",
                "suspected",
                t.start,
                t.end,
                True,
                "one body, two accounts on one platform",
                "plant",
            )
        )
