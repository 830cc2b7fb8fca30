"""Writes the archive folder of a seed: ``python -m tests.strangers.make --seed N --out FOLDER [--days 92]``.

Layout: ``registry/<day>/{sites,columns,accounts}.csv``, ``probes/*.csv``, ``warc/*.warc.gz``, ``posts.csv``,
``messages.csv``, ``reports.csv``, ``downtime.csv``, ``superior_notices.csv``, ``truth.csv``; headers as in CONTRACT.md,
Chinese ones in even seeds (registries only; the other files have no Chinese names in the contract).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from . import crawl, probes, truth
from .model import Account, Site, Town
from .plant import make_town

SITES = [
    "site_code",
    "name",
    "home_url",
    "organiser",
    "operator",
    "region_code",
    "region",
    "level",
    "kind",
    "status",
    "icp",
]
SITES += ["police_number"]
SITES_ZH = [
    "网站标识码",
    "网站名称",
    "首页网址",
    "主办单位",
    "承办单位",
    "行政区划代码",
    "所属地区",
    "层级",
    "网站类型",
    "运行状态",
]
SITES_ZH += ["ICP备案号", "公安备案号"]
COLUMNS, COLUMNS_ZH = ["site_code", "name", "url", "class"], ["网站标识码", "栏目名称", "栏目网址", "栏目类别"]
ACCOUNTS = [
    "account_id",
    "name",
    "platform",
    "kind",
    "organiser",
    "region_code",
    "region",
    "level",
    "status",
    "home_url",
    "feed_url",
]
ACCOUNTS_ZH = [
    "账号ID",
    "账号名称",
    "所属平台",
    "账号类型",
    "主办单位",
    "行政区划代码",
    "所属地区",
    "层级",
    "账号状态",
    "主页网址",
    "feed_url",
]
PROBES = ["site_code", "scheduled_at", "started_at", "outcome", "http_status", "seconds", "vantage"]
POSTS = ["platform", "account_id", "published_at", "title", "url", "text"]
MESSAGES = ["channel", "message_id", "site_code", "received_at", "due_at", "closed_at", "verified"]
REPORTS = ["report_id", "subject", "indicator_id", "reason", "found_on", "body", "decision", "note", "attachment"]
DOWNTIME = ["site_code", "from", "to", "reason", "approval"]
NOTICES = [
    "level",
    "period_id",
    "kind",
    "registered_count",
    "inspected_count",
    "visit_count",
    "failed_count",
    "printed_rate",
]
TRUTH = ["subject_code", "indicator", "verdict", "place", "day_from", "day_to", "decidable", "why"]


def table(path: Path, head: list[str], rows: Iterable[Iterable[object]], bom: bool = False) -> None:
    """A CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def site_row(s: Site, day: date) -> list[str]:
    return [
        s.code,
        s.name_on(day),
        s.home_url,
        s.organiser,
        s.operator,
        s.region_code,
        s.region,
        s.level,
        s.kind,
        s.status,
        s.icp,
        s.police,
    ]


def account_row(a: Account, later: bool) -> list[str]:
    name = a.second_name if later and a.second_name else a.name
    return [
        a.account_id,
        name,
        a.platform,
        a.kind,
        a.organiser,
        a.region_code,
        a.region,
        a.level,
        a.status,
        a.home_url,
        a.feed_url,
    ]


def registry(t: Town, out: Path) -> None:
    """Two full exports: of the first day, and of the day in the middle on which names changed."""
    zh = t.seed % 2 == 0
    for day in (t.start, t.start + timedelta(days=46)):
        if day > t.end:
            continue
        folder = out / "registry" / day.isoformat()
        table(folder / "sites.csv", SITES_ZH if zh else SITES, [site_row(s, day) for s in t.sites], zh)
        columns = [
            [s.code, c.name, s.url(c.path), c.cls]
            for s in t.sites
            if s.faults["registered_columns"]
            for c in s.columns.values()
            if c.kind != "link"
        ]
        table(folder / "columns.csv", COLUMNS_ZH if zh else COLUMNS, columns, zh)
        known = [a for a in t.accounts if a.registered]
        table(
            folder / "accounts.csv", ACCOUNTS_ZH if zh else ACCOUNTS, [account_row(a, day > t.start) for a in known], zh
        )


def notices(t: Town) -> list[list[object]]:
    period = f"{t.start.year}Q{(t.start.month + 2) // 3}"
    return [
        ["省", period, "site", len(t.sites), len(t.sites) // 3, len(t.sites) // 3, 1, ""],
        ["省", period, "account", 60, 20, 20, 2, "90%"],
    ]


def make(seed: int, out: Path, count: int = 92) -> dict[str, int]:
    """Write everything; counts come back."""
    t, accounts = make_town(seed, max(count, 92))
    whole, t.count = t.end, count  # a shorter archive is the beginning of the same town
    out.mkdir(parents=True, exist_ok=True)
    rows = [r for r in truth.of_town(t, accounts) if r.day_from <= t.end]
    for r in rows:
        r.day_to = min(r.day_to, t.end)
    registry(t, out)
    for first in range(0, count, 31):
        name = out / "probes" / f"{(t.start + timedelta(days=first)).isoformat()}.csv"
        table(name, PROBES, (r for day in range(first, min(count, first + 31)) for r in probes.log(t, day)))
    posts = [
        [a.platform, a.account_id, p[0], p[2], p[4], p[3]]
        for a in t.accounts
        for p in a.posts
        if p[1] <= t.end or p[1] > whole
    ]
    table(out / "posts.csv", POSTS, posts)
    for name, head, data in (
        ("messages", MESSAGES, t.messages),
        ("reports", REPORTS, t.reports),
        ("downtime", DOWNTIME, t.downtime),
    ):
        table(out / f"{name}.csv", head, [[row[k] for k in head] for row in data])
    table(out / "superior_notices.csv", NOTICES, notices(t))
    lines = [
        [r.subject, r.indicator, r.verdict, r.place, r.day_from, r.day_to, "yes" if r.decidable else "no", r.why]
        for r in rows
    ]
    table(out / "truth.csv", TRUTH, lines)
    return {
        "sites": len(t.sites),
        "accounts": len(t.accounts),
        "records": crawl.write(t, out / "warc"),
        "truth": len(rows),
    }


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.strangers.make", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--days", type=int, default=92)
    args = parser.parse_args(argv)
    print(make(args.seed, args.out, args.days))
    return 0


if __name__ == "__main__":
    sys.exit(main())
