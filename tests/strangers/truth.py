"""The truth of a town, computed from the model by the clauses: never by reading a page back.

For every site and veto, and for every portal and deduction, every day is pass, fail or suspected; runs of equal days
become rows. ``decidable`` is no where the archive's bytes do not suffice (no record of the home page on that day),
where a clause is not confirmed, or where two readings of a clause part.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from . import probes, rules
from .model import Column, Fail, Row, Site, Town
from .plant import PORTAL
from .plots_account import Accounts
from .rules import add_months, is_late

VETOES = ["SV1.1", "SV1.2", "SV1.3", "SV1.4", "SV1.5", "SV1.6", "SV2", "SV3", "SV4.1", "SV4.2", "SV4.3"]
VETOES += ["SV5.1", "SV5.2", "SV6.1", "SV6.2", "SV6.3"]
# no file of the archive tells of an account's functions or of downloads: where nobody reports, nothing decides
REPORTED_ONLY = ("AV2.2", "AV3.1")
ACCOUNT_VETOES = ["AV1.1", "AV1.2", "AV1.3", "AV1.4", "AV2.1", "AV2.2", "AV3.1", "AV3.2"]
DEDUCTIONS = sorted(PORTAL)
FIRST = ("通知公告", "政策文件")
Found = tuple[frozenset[str], bool]  # places where it fails, decidable


def newest(c: Column, day: date) -> date | None:
    """The newest day of a column; a column of letters lives by its answers."""
    if c.kind == "messages":
        return answered(c, day)
    return c.newest(day)


def answered(c: Column, day: date) -> date | None:
    found = [a.data["answered"] for a in c.articles if a.data.get("answered") and a.data["answered"] <= day]
    return max(found) if found else None


def sv3(s: Site, day: date) -> Found:
    if s.family.key == "navonly":
        days = [newest(c, day) for c in s.lists()]
    else:
        shown = [a for c in s.columns.values() if c.on_home for a in c.entries(day)[: s.family.home_rows]]
        days = [min(a.day, day) for a in shown]
    last = max((d for d in days if d), default=date.min)
    return frozenset({s.home_url} if (day - last).days >= rules.NEWS_DAYS else ()), True


def late_columns(s: Site, day: date) -> list[Column]:
    return [c for c in s.lists() if c.kind == "list" and is_late(c.cls, c.newest(day), day)]


def sv41(s: Site, day: date) -> Found:
    late = [c for c in late_columns(s, day) if c.cls == "动态要闻" or (c.cls in FIRST and c.first_level)]
    return frozenset(s.url(c.path) for c in late) if len(late) >= 5 else frozenset(), True


def sv42(s: Site, day: date) -> Found:
    """Two readings: every class by its own window, or nothing under a year; where they part it is not decidable."""
    wide = late_columns(s, day)
    year = add_months(day, -12)
    narrow = [c for c in wide if (c.newest(day) or day) <= year]
    places = frozenset(s.url(c.path) for c in narrow) if len(narrow) >= 10 else frozenset()
    return places, (len(wide) >= 10) == (len(narrow) >= 10)


def sv43(s: Site, day: date) -> Found:
    blank = [c for c in s.lists() if not c.entries(day)]
    return frozenset(s.url(c.path) for c in blank) if len(blank) >= 5 else frozenset(), True


def sv51(s: Site, day: date) -> Found:
    there = any(c.cls == "咨询" for c in s.columns.values())
    return frozenset(() if there else {s.home_url}), True


def sv52(s: Site, day: date) -> Found:
    places = set()
    for c in s.columns.values():
        for a in c.articles if c.cls == "咨询" else ():
            if not a.visible(day) or a.data.get("invalid"):
                continue
            open_still = not a.data["answered"] or a.data["answered"] > day
            if open_still and add_months(a.data["asked"], 3) < day and a.data["asked"] >= add_months(day, -12):
                places.add(s.url(a.path))
    asked = s.faults.get("csv_letter")
    if asked and add_months(asked, 3) < day:
        places.add("")
    return frozenset(places), True


def sv61(s: Site, day: date) -> Found:
    there = any(c.cls == "办事" for c in s.columns.values())
    return frozenset({s.home_url} if not there and s.offers_services else ()), s.offers_services or there


def guides(s: Site) -> list:
    return [a for c in s.columns.values() for a in c.articles if a.kind == "guide"]


def sv62(s: Site, day: date) -> Found:
    bad = [a for a in guides(s) if len(a.data.get("lacks", ())) >= 4]
    return frozenset(s.url(a.path) for a in bad) if len(bad) >= 5 else frozenset(), True


def sv63(s: Site, day: date) -> Found:
    every = guides(s)
    bad = [a for a in every if len(a.data.get("lacks", ())) >= 4]
    return frozenset(s.url(a.path) for a in bad) if bad and len(every) < 5 and len(bad) == len(
        every
    ) else frozenset(), False


def by_column(key: str, months: int, absent: bool = True) -> Callable[[Site, date], Found]:
    def found(s: Site, day: date) -> Found:
        c = s.columns.get(key)
        if c is None:
            return frozenset({s.home_url} if absent else ()), True
        last = c.newest(day)
        return frozenset({s.url(c.path)} if last is None or day >= add_months(last, months) else ()), True

    return found


def sd14(s: Site, day: date) -> Found:
    return frozenset(s.url(c.path) for c in late_columns(s, day) if c.cls == "动态要闻"), True


def sd19(s: Site, day: date) -> Found:
    own = [c for c in late_columns(s, day) if c.cls in ("通知公告", "人事", "规划计划")]
    blank = [c for c in s.lists() if not c.entries(day) and c.cls not in ("动态要闻", "政策文件", "政策解读")]
    vetoed = sv43(s, day)[0] or sv42(s, day)[0] or sv41(s, day)[0]
    return frozenset(s.url(c.path) for c in own + blank), not vetoed


def sd22(s: Site, day: date) -> Found:
    return frozenset(s.url(a.path) for a in guides(s) if a.data.get("lacks")), True


def sd33(s: Site, day: date) -> Found:
    c = s.columns["ldxx"]
    last = answered(c, day)
    return frozenset({s.url(c.path)} if last is None or day >= add_months(last, 2) else ()), True


def sd35(s: Site, day: date) -> Found:
    c = s.columns["yjzj"]
    year = add_months(day, -12)
    held = [a for a in c.articles if a.visible(day) and a.day > year]
    edge = [a for a in c.articles if a.visible(day) and a.day == year]
    return frozenset({s.url(c.path)} if len(held) < 6 else ()), len(held) != 5 or not edge


def sd17(s: Site, day: date) -> Found:
    """Undecidable where there is nothing to interpret or no interpretation for another reason."""
    bad = by_column("zcjd", 6)(s, day)[0] or by_column("zcwj", 6)(s, day)[0]
    return (frozenset({s.home_url}), False) if bad else (frozenset(), True)


COMPUTED: dict[str, Callable[[Site, date], Found]] = {
    "SV3": sv3,
    "SV4.1": sv41,
    "SV4.2": sv42,
    "SV4.3": sv43,
    "SV5.1": sv51,
    "SV5.2": sv52,
    "SV6.1": sv61,
    "SV6.2": sv62,
    "SV6.3": sv63,
    "SD1.4": sd14,
    "SD1.5": by_column("zcwj", 6),
    "SD1.6": by_column("zcjd", 6),
    "SD1.7": sd17,
    "SD1.8": sd17,
    "SD1.9": sd19,
    "SD2.1": by_column("bstj", 3),
    "SD2.2": sd22,
    "SD3.3": sd33,
    "SD3.5": sd35,
}
NEEDS_PAGES = {"SV3", "SV4.1", "SV4.2", "SV4.3", "SV5.1", "SV5.2", "SV6.1", "SV6.2", "SV6.3"}


def dim(s: Site, day: date) -> bool:
    """Whether the crawler has nothing of the home page of that day."""
    return any(a <= day <= b for a, b in [*s.no_home, *s.faults.get("dim", [])])


def of_site(t: Town, s: Site) -> list[Row]:
    """All rows of one site."""
    period = rules.days(t.start, t.count)
    if s.status != "正常运行":
        why = f"status {s.status}: not judged"
        return [Row(s.code, i, "pass", "", t.start, t.end, True, why, "lookalike") for i in VETOES]
    names = VETOES + (DEDUCTIONS if s.kind == "门户" else [])
    planted: dict[str, list[Fail]] = {}
    for f in s.fails:
        planted.setdefault(f.indicator, []).append(f)
    for indicator, day, decision in s.faults.get("reported", []):
        if decision == "confirmed":
            planted.setdefault(indicator, []).append(
                Fail(indicator, "fail", "", day, t.end, True, "reported by an authority")
            )
        else:
            s.story[indicator] = ("lookalike", "reported and struck out on review")
    access = probes.states(t, s)
    rows: list[Row] = []
    for name in [
        *names,
        *(x for x in planted if x not in names),
        *(x for x in s.story if x not in names and x not in planted),
    ]:
        if name.startswith("SD") and s.kind != "门户":
            continue
        role, why = s.story.get(name, ("default", ""))
        by_rule = COMPUTED.get(name)
        cache: dict[date, dict[tuple[str, str], tuple[bool, str]]] = {}
        sure: dict[date, bool] = {}
        for n, day in enumerate(period):
            found: dict[tuple[str, str], tuple[bool, str]] = {}
            certain = not (dim(s, day) and (name in NEEDS_PAGES or name.startswith("SD")))
            if name == "SV2":
                fails, certain = access[n]
                if fails:
                    found["fail", s.home_url] = (certain, why or "at least five per cent of a week's visits failed")
            elif by_rule:
                places, clear = by_rule(s, day)
                certain = certain and clear
                text = why if role == "plant" else f"by the clause: {name}"
                found = {("fail", place): (certain, text) for place in places}
            for f in planted.get(name, []):
                if f.first <= day <= f.last:
                    found[f.verdict, f.place] = (f.decidable and not (f.place and dim(s, day)), f.why)
            cache[day], sure[day] = found, certain
        for key in sorted({k for found in cache.values() for k in found}):
            for first, last, state in rules.spans(period, lambda d, key=key, cache=cache: cache[d].get(key)):
                if state:
                    rows.append(Row(s.code, name, key[0], key[1], first, last, state[0], state[1], "plant"))
        quiet = "nothing was planted" if role != "lookalike" else why
        for first, last, state in rules.spans(period, lambda d, cache=cache, sure=sure: None if cache[d] else sure[d]):
            if state is not None:
                place = s.home_url if name in ("SV2", "SV3") else ""
                kind = "lookalike" if role == "lookalike" else "default"
                rows.append(Row(s.code, name, "pass", place, first, last, state, quiet, kind))
    return rows


def of_accounts(t: Town, accounts: Accounts) -> list[Row]:
    """All rows of the accounts; a veto that nobody planted or reported is a pass."""
    rows, seen = [], set()
    for a, indicator, verdict, first, last, decidable, why, role in accounts.rows:
        rows.append(Row(a.account_id, indicator, verdict, "", first, last, decidable, why, role))
        seen.add((a.account_id, indicator))
        if (
            verdict in ("suspected", "fail")
            and indicator != "AV2.1"
            and first > t.start
            and indicator in ACCOUNT_VETOES
        ):
            rows.append(
                Row(a.account_id, indicator, "pass", "", t.start, first - timedelta(days=1), True, "before", "default")
            )
    for a in t.accounts:
        for indicator in ACCOUNT_VETOES:
            if (a.account_id, indicator) not in seen and a.registered:
                rows.append(
                    Row(
                        a.account_id,
                        indicator,
                        "pass",
                        "",
                        t.start,
                        t.end,
                        indicator not in REPORTED_ONLY,
                        "nothing planted or reported",
                        "default",
                    )
                )
    return rows


def of_town(t: Town, accounts: Accounts) -> list[Row]:
    """Everything, in the order of subjects and indicators."""
    rows = [r for s in t.sites for r in of_site(t, s)] + of_accounts(t, accounts)
    return sorted(rows, key=lambda r: (r.subject, r.indicator, r.day_from, r.place))
