"""The ground truth: what an inspection of the city must find, day by day, and nothing else.

Computed from the table of faults and from the rhythms of publication by arithmetic of its own: no page
is rendered, no log written, and nothing of `schedule` but the rhythm (every how many days) is used.
"""

from __future__ import annotations

import calendar
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache

import yaml

from demo.city import faults, registry, schedule
from demo.city.faults import EVERYBODY, FIRST_DAY, LAST_DAY, Plant
from demo.city.names import COLUMNS, LETTERS, NEWS, ON_HOME, PLATFORMS
from demo.city.registry import Account, Site

DAY = timedelta(days=1)
JUDGED_FROM = date(2023, 7, 1)
WEEK, STALE_DAYS, SLOTS_A_DAY, FEWEST_VISITS_A_DAY = 7, 14, 48, 20
VETOES = {
    "SV1.1": "serious_expression_error", "SV2": "unreachable", "SV3": "home_not_updated",
    "SV4.1": "columns_not_updated", "SV4.2": "columns_not_updated", "SV4.3": "blank_columns",
    "SV5.2": "poor_interaction_site",
    "AV1.1": "serious_expression_error", "AV2.1": "account_not_updated", "AV3.1": "no_interaction_account",
}  # fmt: skip
PERIODS = {
    "2023Q3": (date(2023, 7, 31), date(2023, 8, 31), date(2023, 9, 30)),
    "2023Q4": (date(2023, 10, 31), date(2023, 11, 30), date(2023, 12, 31)),
}
# Columns of these classes are late after so many months; news after fourteen days; the others never.
RESIDUAL = {"通知公告", "人事", "规划计划", "其他"}
MONTHS_FOR_LETTERS, MONTHS_FOR_ANSWERS_SHOWN = 3, 2
MONTHS_UNTIL_LATE = {"通知公告": 6, "政策文件": 6, "人事": 12, "规划计划": 12, "其他": 12}

Verdicts = dict[str, str]  # indicator → fail or unknown


def findings(seed: int, first: date = JUDGED_FROM, last: date = LAST_DAY) -> list[dict]:
    """Every failing and unknown day from `first` to `last`, as spans; ordered by subject, indicator, day.

    A span has `subject_id, indicator_id, verdict, first_on, last_on`, days inclusive.
    """
    spans: list[dict] = []
    for site in registry.sites():
        spans += _spans(site.subject_id, first, last, lambda day, site=site: _site_verdicts(seed, site, day))
    for account in registry.accounts():
        spans += _spans(account.subject_id, first, last, lambda day, it=account: _account_verdicts(seed, it, day))
    return sorted(spans, key=lambda span: (span["subject_id"], span["indicator_id"], span["first_on"]))


def as_yaml(seed: int, first_day: date = FIRST_DAY, last_day: date = LAST_DAY) -> str:
    """The text of truth.yaml: counts and failed subjects of both quarters, what is planted, all findings.

    Findings outside `first_day` to `last_day` are left out.
    """
    whole = findings(seed)
    clipped = [
        span | {"first_on": max(span["first_on"], first_day), "last_on": min(span["last_on"], last_day)}
        for span in whole
        if span["first_on"] <= last_day and span["last_on"] >= first_day
    ]
    document = {
        "seed": seed,
        "periods": {name: _period(name, rounds, whole) for name, rounds in PERIODS.items()},
        "quarantined": {"sites": 2, "accounts": 2, "export": registry.OPENED_ON},
        "superior_pass_streak_quarters": 8,
        "planted": [
            {
                "kind": plant.kind, "subject_id": plant.subject_id, "first_on": plant.first_on,
                "last_on": plant.last_on, "parts": list(plant.parts), "note": plant.note,
                "is_harmless": plant.is_harmless,
            }
            for plant in faults.plants(seed)
            if plant.first_on <= LAST_DAY and plant.kind != "hiccup"
        ],
        "findings": clipped,
    }  # fmt: skip
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=200)


def _period(name: str, rounds: tuple[date, ...], spans: list[dict]) -> dict:
    end = rounds[-1]
    running = [account for account in registry.accounts() if account.is_running(end)]
    reasons: dict[str, dict[str, set[str]]] = {}
    for span in spans:
        on_round = any(span["first_on"] <= day <= span["last_on"] for day in rounds)
        if span["verdict"] == "fail" and span["indicator_id"] in VETOES and on_round:
            entry = reasons.setdefault(span["subject_id"], {"indicator_ids": set(), "reason_ids": set()})
            entry["indicator_ids"].add(span["indicator_id"])
            entry["reason_ids"].add(VETOES[span["indicator_id"]])
    names = {site.subject_id: (site.name, site.body.name) for site in registry.sites()}
    names |= {account.subject_id: (account.name(end), account.body.name) for account in running}
    failed = {
        subject_id: {
            "name": names[subject_id][0],
            "organiser": names[subject_id][1],
            "indicator_ids": sorted(entry["indicator_ids"]),
            "reason_ids": sorted(entry["reason_ids"]),
        }
        for subject_id, entry in sorted(reasons.items())
    }
    q3 = name.endswith("Q3")
    return {
        "site_registered_count": len(registry.sites()),
        "site_failed_count": sum(subject_id.startswith("site:") for subject_id in failed),
        "account_registered_count": len(running),
        "account_failed_count": sum(subject_id.startswith("account:") for subject_id in failed),
        "account_count": {platform: sum(it.platform == platform for it in running) for platform in PLATFORMS},
        "message_received_count": {"找错": 5, "曝光台": 1} if q3 else {"找错": 3, "曝光台": 0},
        "message_closed_count": {"找错": 5, "曝光台": 1} if q3 else {"找错": 3, "曝光台": 0},
        "failed": failed,
    }


def _spans(subject_id: str, first: date, last: date, verdicts_of: Callable[[date], Verdicts]) -> Iterator[dict]:
    """Runs of days with the same verdict of the same indicator."""
    running: dict[tuple[str, str], dict] = {}
    day = first
    while day <= last:
        now = set(verdicts_of(day).items())
        for key in [key for key in running if key not in now]:
            yield running.pop(key)
        for key in now:
            span = running.setdefault(
                key,
                {"subject_id": subject_id, "indicator_id": key[0], "verdict": key[1], "first_on": day, "last_on": day},
            )
            span["last_on"] = day
        day += DAY
    yield from running.values()


# sites -----------------------------------------------------------------------------------------------------


def _site_verdicts(seed: int, site: Site, day: date) -> Verdicts:
    planted = _planted(seed, site.subject_id)
    seen = [plant for plant in planted if plant.first_on <= day <= plant.last_on]
    kinds = {plant.kind for plant in seen}
    newest = {column.slug: _newest_before(seed, site, column.slug, day) for column in COLUMNS}
    blank = {slug for plant in seen if plant.kind == "blank" for slug in plant.parts}

    looked_at = COLUMNS if _is_gateway(planted) else [column for column in COLUMNS if column.slug in ON_HOME]
    # lists of 办事 print no dates
    home = max(newest[column.slug] for column in looked_at if column.slug not in blank and column.kind != "办事")
    late = {
        column.slug for column in COLUMNS if column.slug not in blank and _is_late(column, newest[column.slug], day)
    }
    first_level = {column.slug for column in COLUMNS if column.kind in {"通知公告", "政策文件"}} | set(NEWS)
    fails = {
        "SV1.1": any(_is_confirmed_on(plant, day) for plant in planted),
        "SV3": (day - home).days >= STALE_DAYS,
        "SV4.1": len(late & first_level) >= 5,
        "SV4.2": len(late) >= 10,
        "SV4.3": len(blank) >= 5,
        "SV5.2": any(_is_waiting_on(plant, day) for plant in planted if plant.kind == "unanswered"),
        "SD1.4": bool(late & set(NEWS)),
        "SD1.5": any(column.kind == "政策文件" and column.slug in late for column in COLUMNS),
        "SD1.9": bool(blank) or any(column.kind in RESIDUAL and column.slug in late for column in COLUMNS),
        "SD3.3": _shows_old_answers(seed, site, day),
        "SD4.2": "missing_marks" in kinds,
        "SD4.3": "dead_links" in kinds,
        "SD4.5": "bad_tag" in kinds,
        "SD4.7": bool(kinds & {"no_entry", "wrong_entry", "codeless_entry"}),
    }
    # deductions are asked of portals alone
    asked = fails if site.kind == "门户" else {name: is_failed for name, is_failed in fails.items() if name[:2] != "SD"}
    found = {indicator: "fail" for indicator, is_failed in asked.items() if is_failed}
    if verdict := _unreachable(planted, day):
        found["SV2"] = verdict
    return found


def _is_waiting_on(plant: Plant, day: date) -> bool:
    """Whether a letter waits for longer than three months; the day on which it is answered it waits no more."""
    return _months_later(plant.first_on, MONTHS_FOR_LETTERS) < day < plant.last_on


def _shows_old_answers(seed: int, site: Site, day: date) -> bool:
    return _months_later(_newest_before(seed, site, LETTERS.slug, day), MONTHS_FOR_ANSWERS_SHOWN) <= day


def _unreachable(planted: list[Plant], day: date) -> str:
    """Verdict of SV2: visits of the week that ends on `day`, counted from the table."""
    counted_in_week = failed_in_week = 0
    is_thin = False
    for back in range(WEEK):
        on = day - back * DAY
        slots: dict[str, set[int]] = {}
        for plant in planted:
            if plant.kind in faults.PROBE_KINDS and plant.first_on <= on <= plant.last_on:
                for span in plant.parts:
                    slots.setdefault(plant.kind, set()).update(_half_hours(span))
        if "downtime" in slots:
            return ""  # not applicable
        uncounted = set().union(*(slots.get(kind, set()) for kind in ("blocked", "late", "own_outage")))
        failed = set().union(*(slots.get(kind, set()) for kind in ("outage", "doubled", "hiccup"))) - uncounted
        counted_in_week += SLOTS_A_DAY - len(uncounted)
        failed_in_week += len(failed)
        is_thin |= SLOTS_A_DAY - len(uncounted) < FEWEST_VISITS_A_DAY
    if is_thin:
        return "unknown"
    return "fail" if failed_in_week * 20 >= counted_in_week else ""


def _half_hours(span: str) -> set[int]:
    first, end = (int(hour) * 2 + int(minute) // 30 for hour, minute in (clock.split(":") for clock in span.split("-")))
    return set(range(first, end))


def _is_late(column, newest: date, day: date) -> bool:
    if column.kind == "动态要闻":
        return (day - newest).days >= STALE_DAYS
    months = MONTHS_UNTIL_LATE.get(column.kind)
    return months is not None and _months_later(newest, months) <= day


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _is_gateway(planted: list[Plant]) -> bool:
    return any(plant.kind == "navigation_home" for plant in planted)


def _is_confirmed_on(plant: Plant, day: date) -> bool:
    """Whether a confirmed wording of a site stands on its pages: from the day after it was published."""
    return plant.kind == "wording" and plant.decision == "confirmed" and plant.first_on < day <= plant.last_on


# accounts --------------------------------------------------------------------------------------------------


def _account_verdicts(seed: int, account: Account, day: date) -> Verdicts:
    if not account.opened_on <= day < account.closed_on:
        return {}
    found: Verdicts = {}
    kinds = set()
    for plant in _planted(seed, account.subject_id):
        if plant.first_on <= day <= plant.last_on:
            kinds.add(plant.kind)
        is_confirmed = plant.kind == "wording" and plant.decision == "confirmed"
        if is_confirmed and day.replace(day=1) <= plant.first_on <= day:
            found["AV1.1"] = "fail"
    days = _post_days(seed, account)
    place = bisect_left(days, day + DAY)
    is_silent = place == 0 or (day - days[place - 1]).days >= STALE_DAYS
    if (
        "unhealthy" in kinds
    ):  # what was seen of interaction holds for a month, and a post that is known speaks for itself
        return found | ({"AV2.1": "unknown"} if is_silent else {})
    if is_silent:
        found["AV2.1"] = "fail"
    if "no_interaction" in kinds:
        found["AV3.1"] = "fail"
    return found


# publication days, counted out -----------------------------------------------------------------------------


@cache
def _planted(seed: int, subject_id: str) -> list[Plant]:
    return [plant for plant in faults.plants(seed) if plant.subject_id in {subject_id, EVERYBODY}]


def _newest_before(seed: int, site: Site, slug: str, day: date) -> date:
    days = _column_days(seed, site, slug)
    return days[bisect_left(days, day) - 1]


@cache
def _column_days(seed: int, site: Site, slug: str) -> list[date]:
    planted = [plant for plant in _planted(seed, site.subject_id) if slug in plant.parts]
    return _count_out(schedule.column_line(seed, site, slug).rhythm, planted)


@cache
def _post_days(seed: int, account: Account) -> list[date]:
    days = _count_out(schedule.account_line(seed, account).rhythm, _planted(seed, account.subject_id))
    if account.opened_on > registry.ALWAYS:
        days = sorted({account.opened_on, *days})
    return [day for day in days if account.opened_on <= day < account.closed_on]


def _count_out(rhythm: schedule.Rhythm, planted: list[Plant]) -> list[date]:
    """All publication days from the first to some years after the history, in order."""
    silences = [(plant.first_on, plant.last_on) for plant in planted if plant.kind == "silence"]
    days = {plant.first_on for plant in planted if plant.kind in {"silence", "wording"}}
    days |= {end for _, end in silences if end < date.max}
    number, day = 0, rhythm.day(0)
    while day.year < LAST_DAY.year + 10:
        if all(not start < day < end for start, end in silences):
            days.add(day)
        number += 1
        day = rhythm.day(number)
    return sorted(days)
