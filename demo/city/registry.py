"""The city's registry (全国政府网站、政务新媒体信息报送系统 in small): sites, columns, accounts, with history.

The same for every seed. What an export says is a function of its day: one account was closed with a
report in August 2023, one site took a new address and one account a new name by 1 October, and eight
accounts were opened on 8 October.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from demo.city import names
from demo.city.names import ACCOUNTS, CITY, CITY_CODE, COLUMNS, COUNTIES, DOMAIN, FEEDS, PLATFORMS

CLOSED_ON = date(2023, 8, 21)
MOVED_ON = RENAMED_ON = date(2023, 10, 1)
OPENED_ON = date(2023, 10, 8)
EXPORT_DAYS = (date(2023, 6, 17), CLOSED_ON, MOVED_ON, OPENED_ON)
ALWAYS = date(2018, 1, 1)

SITE_HEADERS = {
    "site_code": "网站标识码", "name": "网站名称", "home_url": "首页网址", "organiser": "主办单位",
    "operator": "承办单位", "region_code": "行政区划代码", "region": "所属地区", "level": "层级",
    "kind": "网站类型", "status": "运行状态", "icp": "ICP备案号", "police_number": "公安备案号",
}  # fmt: skip
COLUMN_HEADERS = {"site_code": "网站标识码", "name": "栏目名称", "url": "栏目网址", "class": "栏目类别"}
ACCOUNT_HEADERS = {
    "account_id": "账号ID", "name": "账号名称", "platform": "所属平台", "kind": "账号类型",
    "organiser": "主办单位", "region_code": "行政区划代码", "region": "所属地区", "level": "层级",
    "status": "账号状态", "home_url": "主页网址", "feed_url": "feed_url",
}  # fmt: skip


@dataclass(frozen=True)
class Body:
    """One body (单位) that keeps sites or accounts."""

    name: str
    short: str
    region_code: str
    region: str
    level: str
    topics: str = names.GENERAL_TOPICS


@dataclass(frozen=True)
class Site:
    """One government website. `hosts` are its host names, each from a day on, oldest first."""

    code: str
    label: str
    name: str
    kind: str  # 门户 or 部门
    body: Body
    hosts: tuple[tuple[date, str], ...]

    @property
    def subject_id(self) -> str:
        return f"site:{self.code}"

    @property
    def icp(self) -> str:
        return f"云ICP备2018{self.code[-4:].zfill(6)}号"

    @property
    def police_number(self) -> str:
        return f"云公网安备 {self.body.region_code}02{self.code[-4:].zfill(6)}号"

    def host(self, day: date) -> str:
        """Its host on a day."""
        return [host for since, host in self.hosts if since <= day][-1]

    def home_url(self, day: date) -> str:
        """Address of its home page on a day."""
        return f"http://{self.host(day)}/"


@dataclass(frozen=True)
class Account:
    """One new-media account. `names` are its names, each from a day on, oldest first."""

    platform: str
    account_id: str
    kind: str
    body: Body
    names: tuple[tuple[date, str], ...]
    opened_on: date = ALWAYS
    closed_on: date = date.max

    @property
    def subject_id(self) -> str:
        return f"account:{self.platform}:{self.account_id}"

    @property
    def slug(self) -> str:
        return PLATFORMS[self.platform][0]

    @property
    def home_url(self) -> str:
        return f"http://{ACCOUNTS}/{self.slug}/{self.account_id}/"

    @property
    def feed_url(self) -> str:
        return f"http://{FEEDS}/feeds/{self.slug}/{self.account_id}.xml"

    def name(self, day: date) -> str:
        """Its name on a day."""
        return [name for since, name in self.names if since <= day][-1]

    def is_running(self, day: date) -> bool:
        """Whether the registry of that day lists it as running."""
        return self.opened_on <= day < self.closed_on


def _city_body(name: str, short: str, topics: str = names.GENERAL_TOPICS) -> Body:
    return Body(name, f"云州{short}", CITY_CODE, CITY, "市级", topics)


@cache
def bodies() -> tuple[Body, ...]:
    """All bodies with accounts: the city's first, then county by county."""
    found = [_city_body(names.OFFICE, "发布")]
    found += [_city_body(name, short, topics) for _, name, short, topics in names.SITE_DEPARTMENTS]
    found += [_city_body(name, short) for name, short in names.OTHER_CITY_BODIES]
    for (county, code, _, short), towns in zip(COUNTIES, names.TOWNS, strict=True):
        found.append(Body(f"{county}人民政府办公室", f"{short}发布", code, county, "县级"))
        found += [Body(f"{county}{name}", f"{short}{tail}", code, county, "县级") for name, tail in names.COUNTY_BODIES]
        found += [Body(f"{county}{town}镇人民政府", f"{short}{town}", code, county, "乡镇级") for town in towns.split()]
    return tuple(found)


@cache
def sites() -> tuple[Site, ...]:
    """The sixteen sites: the city's portal, three county portals, twelve departments."""
    portal = Body(f"{CITY}人民政府", "云州", CITY_CODE, CITY, "市级")
    found = [Site("5399000001", "www", f"{CITY}人民政府", "门户", portal, ((ALWAYS, f"www.{DOMAIN}"),))]
    for number, (county, code, label, short) in enumerate(COUNTIES, start=2):
        body = Body(f"{county}人民政府", short, code, county, "县级")
        found.append(
            Site(f"539900{number:04}", label, f"{county}人民政府", "门户", body, ((ALWAYS, f"www.{label}.{DOMAIN}"),))
        )
    for number, (label, name, short, topics) in enumerate(names.SITE_DEPARTMENTS, start=5):
        hosts = ((ALWAYS, f"{label}.{DOMAIN}"),)
        if label == "wjw":
            hosts = ((ALWAYS, f"wsjk.{DOMAIN}"), (MOVED_ON, f"wjw.{DOMAIN}"))
        found.append(Site(f"539900{number:04}", label, name, "部门", _city_body(name, short, topics), hosts))
    return tuple(found)


@cache
def accounts() -> tuple[Account, ...]:
    """All accounts that ever were: 263 run at the end of 2023, one was closed before."""
    everyone = bodies()
    police = next(body for body in everyone if body.name == "云州市公安局")
    chosen = {
        "微信公众号": everyone,
        "新浪微博": everyone,
        "抖音短视频": (police, *(body for body in everyone[::4] if body is not police)),
        "今日头条": everyone[::9],
        "快手": (police, *everyone[38::40]),
        "微信视频号": everyone[1:],
        "百家号": everyone[4:],
        "哔哩哔哩": everyone[22:],
    }
    opened_late = {"微信公众号": 4, "新浪微博": 1, "抖音短视频": 2, "微信视频号": 1}
    found = []
    for platform, (_, prefix, running) in PLATFORMS.items():
        closed = 1 if platform == "今日头条" else 0
        for number, body in enumerate(chosen[platform][: running + closed], start=1):
            name = body.short + {"新浪微博": "微博", "今日头条": "在线"}.get(platform, "")
            history = ((ALWAYS, name),)
            if platform == "微信公众号" and body.name == "云州市人力资源和社会保障局":
                history = ((ALWAYS, name), (RENAMED_ON, f"{name}服务"))
            kind = ("服务号" if number % 5 == 0 else "订阅号") if platform == "微信公众号" else ""
            found.append(
                Account(
                    platform, f"{prefix}{number:04}", kind, body, history,
                    opened_on=OPENED_ON if running - opened_late.get(platform, 0) < number <= running else ALWAYS,
                    closed_on=CLOSED_ON if number > running else date.max,
                )
            )  # fmt: skip
    return tuple(found)


def site_rows(day: date) -> list[dict[str, str]]:
    """Rows of the site export of a day, keys as in SITE_HEADERS."""
    return [
        {
            "site_code": site.code, "name": site.name, "home_url": site.home_url(day), "organiser": site.body.name,
            "operator": f"{site.body.short}信息中心", "region_code": site.body.region_code,
            "region": site.body.region, "level": site.body.level, "kind": site.kind, "status": "正常运行",
            "icp": site.icp, "police_number": site.police_number,
        }
        for site in sites()
    ]  # fmt: skip


def column_rows(day: date) -> list[dict[str, str]]:
    """Rows of the column export of a day, keys as in COLUMN_HEADERS."""
    return [
        {
            "site_code": site.code,
            "name": column.name,
            "url": f"{site.home_url(day)}{column.slug}/",
            "class": column.kind,
        }
        for site in sites()
        for column in COLUMNS
    ]


def account_rows(day: date) -> list[dict[str, str]]:
    """Rows of the account export of a day, closed ones included, keys as in ACCOUNT_HEADERS."""
    return [
        {
            "account_id": account.account_id, "name": account.name(day), "platform": account.platform,
            "kind": account.kind, "organiser": account.body.name, "region_code": account.body.region_code,
            "region": account.body.region, "level": account.body.level,
            "status": "正常运行" if account.is_running(day) else "已注销",
            "home_url": account.home_url, "feed_url": account.feed_url,
        }
        for account in accounts()
        if account.opened_on <= day
    ]  # fmt: skip


def bad_rows(day: date) -> dict[str, list[dict[str, str]]]:
    """Rows of the export of 8 October 2023 that must go to quarantine and change no count, by part."""
    if day != OPENED_ON:
        return {"sites": [], "accounts": []}
    site, account = site_rows(day)[4], account_rows(day)[0]
    return {
        "sites": [
            site | {"name": f"{site['name']}(旧版)", "home_url": f"http://old.{DOMAIN}/"},  # a code that is taken
            site | {"site_code": "5399009998", "name": "云州市试验网站", "home_url": "htp:/shiyan..yunzhou"},
        ],
        "accounts": [
            account | {"account_id": "", "name": "", "home_url": "", "feed_url": ""},
            account | {"account_id": "yzfg0001", "name": "云州飞鸽", "platform": "飞鸽传书", "kind": ""},
        ],
    }
