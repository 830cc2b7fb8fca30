"""The city's other inputs: posts, account checks, messages, reports, downtime, superior notices, special checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from demo.city import faults, pages, registry
from demo.city.faults import Plant
from demo.city.names import COUNTIES, OFFICE, PLATFORMS, SITE_DEPARTMENTS
from demo.city.schedule import account_line
from demo.city.writing import post

Row = dict[str, object]

POST_HEADERS = ("platform", "account_id", "published_at", "title", "url", "text")
CHECK_HEADERS = (
    "platform", "account_id", "checked_at", "connector", "outcome", "healthy", "name_seen", "organiser_seen",
    "certified", "has_interaction",
)  # fmt: skip
DOWNTIME_HEADERS = ("site_code", "from", "to", "reason", "approval")
MESSAGE_HEADERS = ("channel", "message_id", "site_code", "received_at", "due_at", "closed_at", "verified")
REPORT_HEADERS = (
    "report_id", "subject", "indicator_id", "reason", "found_on", "body", "decision", "locator", "note", "attachment",
)  # fmt: skip
NOTICE_HEADERS = (
    "level", "period_id", "kind", "registered_count", "inspected_count", "visit_count", "failed_count", "printed_rate",
)  # fmt: skip
ITEM_HEADERS = ("level", "period_id", "kind", "item", "name", "note")
SPECIAL_HEADERS = (
    "check_id", "period_id", "name", "target", "target_kind", "starts_on", "ends_on", "passed",
)  # fmt: skip
QUARTERS = ("2021Q4", "2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4")


def posts(seed: int, first: date, last: date) -> Iterator[tuple]:
    """Every post from `first` to `last`, in the order of POST_HEADERS."""
    for account in registry.accounts():
        for on in account_line(seed, account).between(first, last):
            text = post(seed, account, on)
            yield (
                account.platform, account.account_id, f"{text.at:%Y-%m-%dT%H:%M}:00+08:00", text.title,
                pages.post_url(account, on), "".join(text.paragraphs),
            )  # fmt: skip


def checks(seed: int, first: date, last: date) -> Iterator[tuple]:
    """One look at every running account a day, in the order of CHECK_HEADERS."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        for account in registry.accounts():
            if not account.is_running(day):
                continue
            kinds = {
                plant.kind
                for plant in faults.of_subject(seed, account.subject_id, "unhealthy", "no_interaction")
                if plant.is_seen(day)
            }
            start = (
                account.platform,
                account.account_id,
                f"{day}T23:00:00+08:00",
                f"rss-{PLATFORMS[account.platform][0]}",
            )
            if "unhealthy" in kinds:
                yield (*start, "failed", "false", "", "", "", "")
            else:
                has_interaction = "false" if "no_interaction" in kinds else "true"
                yield (*start, "ok", "true", account.name(day), account.body.name, "true", has_interaction)


def downtimes(seed: int) -> list[tuple]:
    """Approved downtimes (临时下线), in the order of DOWNTIME_HEADERS."""
    found = []
    for plant in faults.plants(seed):
        if plant.kind == "downtime":
            start, end = plant.parts[0].split("-")
            code, number = plant.subject_id.removeprefix("site:"), f"云政网批〔{plant.first_on.year}〕7号"
            day = f"{plant.first_on}T"
            found.append((code, f"{day}{start}:00+08:00", f"{day}{end}:00+08:00", "机房电力检修", number))
    return found


def messages(seed: int, first: date, last: date) -> list[tuple]:
    """Visitors' messages received from `first` to `last`, in the order of MESSAGE_HEADERS.

    Three a quarter through 找错; in third quarters five, and one through 曝光台, all closed in time; and the
    letters of the table of faults. What is closed after `last` is still open.
    """
    found = [
        _letter(plant, last)
        for plant in faults.plants(seed)
        if plant.kind == "unanswered"
        if first <= plant.first_on <= last
    ]
    for year in range(first.year, last.year + 1):
        for quarter in (1, 2, 3, 4):
            rng = Random(f"{seed}:messages:{year}Q{quarter}")
            channels = ["找错"] * 3 + (["找错", "找错", "曝光台"] if quarter == 3 else [])
            for number, channel in enumerate(channels, start=1):
                on = date(year, 3 * quarter - 2, 1) + timedelta(days=rng.randrange(80))
                received_at = datetime.combine(on, time(rng.randint(0, 23), rng.randrange(60)))
                due_at = datetime.combine(on + timedelta(days=7), time(18))  # five working days and a weekend
                closed_at = received_at + timedelta(days=rng.randint(1, 4), hours=2)
                closed = _local(closed_at) if closed_at.date() <= last else ""
                if first <= on <= last:
                    found.append(
                        (
                            channel, f"{year}Q{quarter}-{number:03}", rng.choice(registry.sites()).code,
                            _local(received_at), _local(due_at), closed, rng.choice(("true", "false")),
                        )
                    )  # fmt: skip
    return sorted(found, key=lambda row: row[3])


def _letter(plant: Plant, last: date) -> tuple:
    """A letter that waits for its answer."""
    code, due_on = plant.subject_id.removeprefix("site:"), plant.first_on + timedelta(days=14)
    closed = _local(datetime.combine(plant.last_on, time(10))) if plant.last_on <= last else ""
    received = _local(datetime.combine(plant.first_on, time(9)))
    due = _local(datetime.combine(due_on, time(18)))
    return (plant.parts[0], f"L{plant.first_on:%Y%m%d}", code, received, due, closed, "")


def reports(seed: int) -> list[tuple]:
    """What inspectors said of wordings, on the first day each was to be seen, in the order of REPORT_HEADERS."""
    found = []
    for plant in sorted(faults.plants(seed), key=lambda plant: (plant.first_on, plant.subject_id)):
        if plant.kind == "wording" and plant.decision:
            on = first_seen(plant)
            indicator = "SV1.1" if plant.subject_id.startswith("site:") else "AV1.1"
            note = plant.parts[-1] if plant.decision == "confirmed" else "名称中含有该词,并非误写"
            found.append(
                (
                    f"YZ-{on:%Y%m%d}-{len(found) + 1:02}", plant.subject_id, indicator, "serious_expression_error", on,
                    OFFICE, plant.decision, locator(plant), note, "",
                )
            )  # fmt: skip
    return found


def first_seen(plant: Plant) -> date:
    """The first day on which a planted wording is to be seen: a site's pages show it on the next day."""
    return plant.first_on + timedelta(days=1 if plant.subject_id.startswith("site:") else 0)


def locator(plant: Plant) -> str:
    """Where a planted wording stands: the address of the page, or `post:` and the address of the post."""
    for site in registry.sites():
        if site.subject_id == plant.subject_id:
            return f"{site.home_url(first_seen(plant))}{pages.article_path(plant.parts[0], plant.first_on)[1:]}"
    account = next(account for account in registry.accounts() if account.subject_id == plant.subject_id)
    return f"post:{pages.post_url(account, plant.first_on)}"


def superior_notices() -> list[tuple]:
    """What state and province found, in the order of NOTICE_HEADERS: nothing since the first quarter of 2022."""
    found = []
    for number, period in enumerate(QUARTERS):
        failed = 1 if period == "2021Q4" else 0
        accounts = {"2023Q3": 255, "2023Q4": 263}.get(period, 230 + 3 * number)
        for level, kind, registered, inspected in (
            ("state", "site", 16, 2),
            ("state", "account", accounts, 4),
            ("province", "site", 16, 16),
            ("province", "account", accounts, 80 + number),
        ):
            rate = "100%" if not failed else f"{(inspected - failed) / inspected:.1%}"
            found.append((level, period, kind, registered, inspected, inspected, failed, rate))
    return found


def superior_items() -> list[tuple]:
    """Subjects that a superior notice names, in the order of ITEM_HEADERS."""
    return [("province", "2023Q4", "account", "praised", "云州公安", "抖音短视频账号,反诈宣传内容生动")]


def special_checks() -> list[tuple]:
    """The special check (专项检查) of the year, one row a target, in the order of SPECIAL_HEADERS."""
    targets = [(county, "county") for county, *_ in COUNTIES]
    targets += [(name, "department") for _, name, *_ in SITE_DEPARTMENTS]
    return [
        (
            "special-2023-release-audit",
            "2023Q4",
            "信息发布审核专项检查",
            target,
            kind,
            "2023-11-21",
            "2023-11-30",
            "true",
        )
        for target, kind in targets
    ]


def _local(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}+08:00"
