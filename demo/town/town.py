"""A town of the city, whose accounts are seen through sources that fail: for tests, with the truth beside it.

It is apart from the city of the published figures. Like there, all that any source says is a function of the seed and
a day. Two bridges (`first`, `second`) make feeds of all accounts, the platform's API tells of those on 微信公众号, and
two mobile clients have download addresses. Who bears which fault moves with the seed.

Faults of a source towards an account: `http_404`, `http_503`, `captcha` (a page at 200), `stale` (a copy kept since
the fault began), `partial` (without the newest posts), `holes` (every second post), `wrong` (another account's feed),
`html`, `empty`, `torn` (breaks off). A fault of a whole bridge is one towards its control account too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, partial
from random import Random

from demo.city.names import DOMAIN

TOWN = "柳荫镇"
OPENED_ON = date(2026, 1, 1)
FIRST_DAY, LAST_DAY = date(2026, 7, 1), date(2026, 7, 6)
FAULTY_FROM = date(2026, 7, 3)  # two days are seen well before anything fails
STALE_DAYS = 14
PER_FEED = 12
BRIDGES = ("first", "second")
FAULTS = ("http_404", "http_503", "captcha", "stale", "partial", "holes", "wrong", "html", "empty", "torn")
PLATFORMS = ("微信公众号", "新浪微博", "抖音短视频")
DAY = timedelta(days=1)


@dataclass
class TownAccount:
    """One account. `seen_name` and the like are what the platform says, `reasons` what an inspection must find."""

    number: int
    platform: str
    every_days: int  # rhythm of its posts
    silent_since: date | None = None
    faults: dict[str, str] = field(default_factory=dict)  # bridge → fault
    seen_name: str = ""
    seen_organiser: str = ""
    is_certified: bool = True
    has_api: bool = False  # the office holds its credentials
    has_menu: bool = True
    error_code: int = 0  # of the platform's API
    same_body_as: int | None = None
    says: str = ""  # in a post of 2 July
    is_usable: bool = True  # of a mobile client
    reasons: set[str] = field(default_factory=set)

    @property
    def account_id(self) -> str:
        return f"ly{self.number:04}"

    @property
    def subject_id(self) -> str:
        return f"account:{self.platform}:{self.account_id}"

    @property
    def name(self) -> str:
        return f"柳荫{self.number}号"

    @property
    def organiser(self) -> str:
        body = self.number if self.same_body_as is None else self.same_body_as
        return f"云东区{TOWN}第{body}办事处"

    @property
    def home_url(self) -> str:
        if self.platform == "移动客户端":
            return f"http://apps.{DOMAIN}/{self.account_id}.apk"
        return f"http://accounts.{DOMAIN}/{TOWN}/{self.account_id}/"

    def post_days(self, day: date) -> list[date]:
        """Days of its posts up to a day, the newest first."""
        end = min(day, self.silent_since or day)
        first = OPENED_ON + timedelta(days=self.number % self.every_days)
        days = {first + timedelta(days=step) for step in range(0, (end - first).days + 1, self.every_days)}
        days |= {end} if self.silent_since and self.silent_since <= day else set()
        days |= {date(2026, 7, 2)} if self.says and day >= date(2026, 7, 2) else set()
        return sorted(days, reverse=True)

    def is_silent(self, day: date) -> bool:
        """Whether it has not posted for two weeks, in truth."""
        days = self.post_days(day)
        return not days or (day - days[0]).days >= STALE_DAYS

    def fault(self, bridge: str, day: date) -> str:
        """How a bridge fails towards it on a day; nothing where it does not."""
        return self.faults.get(bridge, "") if day >= FAULTY_FROM else ""


class Town:
    """The town of a seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.broken_bridge = BRIDGES[seed % 2]  # towards the whole of one platform, its control too
        self.broken_platform = PLATFORMS[seed % 3]
        self.bridge_fault = ("stale", "captcha", "http_503")[seed % 3]

    @cached_property
    def accounts(self) -> list[TownAccount]:
        """All accounts: for each fault of a source live and silent ones, and one for each reason of the registry."""
        rng = Random(f"{self.seed}:town")
        found: list[TownAccount] = []

        def add(platform: str, **more: object) -> TownAccount:
            account = TownAccount(len(found) + 1, platform, rng.choice((1, 1, 2, 3)), **more)
            found.append(account)
            return account

        def silence() -> date:
            return rng.choice((date(2026, 6, 10), date(2026, 6, 17), date(2026, 6, 20)))

        for fault in FAULTS:
            for is_silent in (False, True):
                # one bridge fails, or both: then nobody can know
                failing = dict.fromkeys(rng.choice((BRIDGES[:1], BRIDGES[1:], BRIDGES)), fault)
                add(rng.choice(PLATFORMS), faults=failing, silent_since=silence() if is_silent else None)
        for platform in PLATFORMS:
            for _ in range(2):
                add(platform)
            add(platform, silent_since=silence())
        self._add_reasons(partial(add, has_api=True))
        for account in found:
            if account.platform == self.broken_platform:
                account.faults[self.broken_bridge] = account.faults.get(self.broken_bridge, self.bridge_fault)
        return found

    @staticmethod
    def _add_reasons(add) -> None:
        """One account for each reason that a machine can tell, all else about it being in order."""
        weixin = "微信公众号"
        add(weixin, seen_name="柳荫为您服务", reasons={"account_registry_stale"})
        add(weixin, seen_organiser="云东区柳荫文化传播有限公司", reasons={"account_registry_stale"})
        add(weixin, is_certified=False, reasons={"uncertified"})
        add(weixin, has_menu=False, reasons={"no_interaction_account"})
        add(weixin, error_code=40013, reasons={"account_not_found"})
        add(weixin, error_code=50002, reasons={"closed_without_report"})
        older = add(weixin)
        add(weixin, same_body_as=older.number, reasons={"duplicate_account"})
        zombie = date(2026, 2, 3)
        add(weixin, silent_since=zombie, reasons={"account_not_updated", "account_zombie"})
        add(weixin, says="欢迎向云洲市各服务窗口咨询。", reasons={"serious_expression_error"})
        add(weixin, says="名单:110101199001010015", reasons={"privacy"})  # a made-up number with a right check digit
        add(weixin, says="澳门葡京娱乐场官网注册送彩金,真人百家乐线上赌场", reasons={"bad_outlink"})
        add(weixin, says="截止目前,各办事处均已开放。", reasons={"expression_error_minor"})
        add("移动客户端", is_usable=False, reasons={"app_unusable"})
        add("移动客户端")

    def truth(self, account: TownAccount, day: date) -> str:
        """What AV2.1 must say of an account that posts: `fail`, `unknown` or `pass`."""
        if account.error_code:
            return "unknown"
        if not account.has_api and all(account.fault(bridge, day) for bridge in BRIDGES):
            return "unknown"
        return "fail" if account.is_silent(day) else "pass"


def posted_at(day: date) -> datetime:
    """When a post of a day was published: in the morning, before anybody looks."""
    return datetime.combine(day, time(1), UTC)  # nine o'clock in the town
