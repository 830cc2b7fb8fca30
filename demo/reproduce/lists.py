"""The inputs that are lists: registry exports, messages, reports, posts, checks, probe logs, and what a file gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from demo.reproduce.exports import LABEL
from demo.reproduce.office import Messages, Office
from demo.reproduce.units import Look, Units

DAY = timedelta(days=1)
WEEK_DAYS, SILENT_DAYS = 7, 20
VISITS_A_DAY, FAILING_EVERY = 24, 8  # one visit in eight failing is 12.5 %, over the 5 % that fail a week
SITE_HEADERS = (
    "网站标识码", "网站名称", "首页网址", "网站类型", "运行状态", "主办单位", "行政区划代码", "所属地区", "单位类别",
    "ICP备案号", "公安备案号",
)  # fmt: skip
COLUMN_HEADERS = ("网站标识码", "栏目名称", "栏目网址", "栏目类别")
ACCOUNT_HEADERS = (
    "账号ID", "新媒体名称", "所属平台", "账号类型", "账号状态", "主页网址", "主办单位", "行政区划代码", "所属地区",
    "单位类别",
)  # fmt: skip
MESSAGE_HEADERS = ("留言渠道", "留言编号", "网站标识码", "受理时间", "办理时限", "办结时间", "是否属实")
INSPECTION_HEADERS = ("检查轮次", "检查对象", "检查日期")
REPORT_HEADERS = ("报告编号", "检查对象", "指标编号", "发现日期", "检查单位", "认定结果", "说明")
PROBE_HEADERS = ("site_code", "scheduled_at", "started_at", "outcome", "http_status", "seconds", "vantage")
POST_HEADERS = ("platform", "account_id", "published_at", "title", "url", "text")
CHECK_HEADERS = (
    "platform", "account_id", "checked_at", "connector", "outcome", "healthy", "certified", "has_interaction",
)  # fmt: skip
REPORTED = {("site", "wording"): "SV1.1", ("account", "wording"): "AV1.1", ("account", "not_found"): "REG8"}
KINDS = {"微信公众号": "微信订阅号"}
SURFACE_FORMS = {"微信公众号": "微信订阅号", "新浪微博": "政务微博", "抖音短视频": "抖音", "今日头条": "头条号"}


def site_rows(units: Units) -> Iterator[tuple]:
    """The export of the site registry, in the order of SITE_HEADERS."""
    place = units.office.place
    for site in units.sites:
        icp = f"{place.sign}ICP备99{site.number:06}号-1"
        police = f"{place.sign}公网安备 {place.code}99{site.number:06}号"
        yield (
            site.code, site.name, site.home_url, "部门", "正常运行", site.organiser, place.code, place.name, "部门",
            icp, police,
        )  # fmt: skip


def account_rows(units: Units) -> Iterator[tuple]:
    """The export of the account registry; platforms under the names that units give them."""
    place = units.office.place
    for account in units.accounts:
        platform = SURFACE_FORMS.get(account.platform, account.platform) if account.number % 2 else account.platform
        yield (
            account.account_id, account.name, platform, KINDS.get(account.platform, account.platform), "正常",
            account.home_url, account.organiser, place.code, place.name, account.organiser_class,
        )  # fmt: skip


def message_rows(office: Office, first: date, last: date, code: str) -> Iterator[tuple]:
    """Messages received evenly over the period, all closed in it; a late one a week after it was due."""
    for channel in office.messages:
        for number in range(channel.received):
            received, due = _received(channel, number, first, last)
            closed = due - 2 * DAY if number < channel.on_time else due + 7 * DAY
            moments = (received, due, closed)
            yield (
                channel.channel, f"constructed-{channel.channel}-{number + 1:03}", code,
                *(f"{moment:%Y-%m-%d %H:%M}" for moment in moments), "是",
            )  # fmt: skip


def _received(channel: Messages, number: int, first: date, last: date) -> tuple[datetime, datetime]:
    span = (last - first).days - 20  # time to close it in
    on = first + timedelta(days=number * span // max(channel.received, 1))
    return datetime.combine(on, time(9, 30)), datetime.combine(on + 7 * DAY, time(18))


def report_rows(units: Units, found_on: date) -> Iterator[tuple]:
    """What an inspector reported: of named units what their list says, of numbered ones what they are made to bear."""
    for unit in (*units.failed("site"), *units.failed("account")):
        fault = unit.fault(units.office.period)
        if indicator := REPORTED.get((unit.kind, fault.kind)):
            number = f"constructed-{unit.kind}-{unit.number:04}"
            yield number, unit.subject_id, indicator, fault.since or found_on, "构造检查组", "上报", LABEL


def inspection_rows(units: Units, looks: list[Look]) -> Iterator[tuple]:
    """Which accounts were in the sample (抽样) of each round; none where all accounts are inspected."""
    if all(account.is_inspected for account in units.accounts):
        return
    for look in looks:
        for account in units.accounts:
            if account.is_inspected:
                yield f"constructed-{look.period_id}", account.subject_id, look.day


def probe_rows(units: Units, looks: list[Look], vantage: str) -> Iterator[tuple]:
    """Hourly visits to every home page in the week that ends with each look, in the order of PROBE_HEADERS."""
    weeks = {look.day - back * DAY: look for look in reversed(looks) for back in range(WEEK_DAYS)}
    for day, look in sorted(weeks.items()):
        for site in units.sites:
            is_down = site.fault_at(look) == "unreachable"
            for hour in range(VISITS_A_DAY):
                at = f"{day}T{hour:02}:00:00+08:00"
                has_failed = is_down and hour % FAILING_EVERY == 0
                ending = ("timeout", "", 15.0) if has_failed else ("ok", 200, 0.35)
                yield site.code, at, at, *ending, vantage


def post_rows(units: Units, looks: list[Look]) -> Iterator[tuple]:
    """For each look a post two days before, and none where the account is silent; one at least of each account."""
    for account in units.accounts:
        if not account.is_inspected:
            continue
        has_posted = False
        for look in looks:
            is_silent = account.fault_at(look) == "silent"
            if is_silent and has_posted:
                continue
            has_posted = True
            on = look.day - (SILENT_DAYS if is_silent else 2) * DAY
            yield (
                account.platform, account.account_id or account.name, f"{on}T10:00:00+08:00", f"{LABEL} {on}",
                f"{account.home_url}{on:%Y%m%d}.html", f"{LABEL}:样本内容",
            )  # fmt: skip


def check_rows(units: Units, looks: list[Look]) -> Iterator[tuple]:
    """One look at each inspected account on each day of a look."""
    for look in looks:
        for account in units.accounts:
            if account.is_inspected:
                offers = "false" if account.fault_at(look) == "mute" else "true"
                yield (
                    account.platform, account.account_id or account.name, f"{look.day}T20:00:00+08:00", "constructed",
                    "ok", "true", "true", offers,
                )  # fmt: skip
