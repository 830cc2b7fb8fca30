"""The inputs of one office as an archive folder, in the layout that `inspection.history` takes in."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from demo.city.warc import Writer
from demo.reproduce import exports, lists, pages
from demo.reproduce.office import Office
from demo.reproduce.units import Look, Units
from inspection.declared.office import Jurisdiction
from inspection.periods import Period

CRAWL_AT = time(18)  # UTC of the day before: 02:00 in Shanghai


def looks(office: Office, jurisdiction: Jurisdiction) -> list[Look]:
    """Days on which sites and accounts are looked at: the rounds, and a recheck's day."""
    found: dict[date, str] = {}
    for period in periods(office):
        days = [*jurisdiction.round_days(period), jurisdiction.recheck_on(period)]
        found |= {day: period.period_id for day in days if day and day >= office.registered_on}
    return [Look(*entry) for entry in sorted(found.items())]


def periods(office: Office) -> list[Period]:
    """The office's period and those built before it, in order."""
    return [Period.parse(name) for name in (*office.earlier, office.period)]


def build(office: Office, jurisdiction: Jurisdiction, into: Path) -> Units:
    """Write the archive of an office into the folder `into`; returns who is in it."""
    units, period = Units(office), Period.parse(office.period)
    seen = looks(office, jurisdiction)
    write_registry(units, into / "registry" / f"{office.registered_on}")
    write_lists(units, period, into)
    write_sample(units, seen, into)
    probes = lists.probe_rows(units, seen, jurisdiction.vantage)
    _write_log(into / "probes" / "probes.csv.gz", lists.PROBE_HEADERS, probes)
    _write_log(into / "posts.csv.gz", lists.POST_HEADERS, lists.post_rows(units, seen))
    _write_log(into / "account_checks.csv.gz", lists.CHECK_HEADERS, lists.check_rows(units, seen))
    for look in seen:
        _write_crawl(into / "warc" / f"{office.jurisdiction}-{look.day}.warc.gz", units, look)
    return units


def write_registry(units: Units, folder: Path) -> None:
    """The two registries' exports and the columns: a workbook, a CSV in GBK, a JSON list."""
    name = units.office.place.name
    sites = sorted(lists.site_rows(units), key=lambda row: row[0])
    exports.write(folder / "sites.csv", f"{name}政府网站基本信息表", lists.SITE_HEADERS, sites)
    rows = list(lists.account_rows(units))
    exports.write(folder / "accounts.xlsx", f"{name}政务新媒体账号表", lists.ACCOUNT_HEADERS, rows, merge="主办单位")
    columns = [
        (site.code, column.name, f"{site.home_url}{column.slug}/", column.kind)
        for site in units.sites
        for column in pages.columns_of(site, units.whole)
    ]
    exports.write(folder / "columns.json", f"{name}栏目表", lists.COLUMN_HEADERS, columns)


def write_lists(units: Units, period: Period, into: Path) -> None:
    """Messages, inspectors' reports, and the tables that the office's file gives as they are."""
    office = units.office
    name, first_code = office.place.name, units.sites[-1].code
    messages = list(lists.message_rows(office, period.start, period.last_day, first_code))
    exports.write(into / "messages.csv", f"{name}网民留言", lists.MESSAGE_HEADERS, messages)
    reports = list(lists.report_rows(units, period.last_day - timedelta(days=20)))
    if reports:
        exports.write(into / "reports.xlsx", f"{name}人工检查结果", lists.REPORT_HEADERS, reports)
    for source, table in office.tables.items():
        exports.write(
            into / f"{source}.{table.get('file', 'xlsx')}", f"{name}{table['title']}", table["headers"], table["rows"]
        )


def write_sample(units: Units, seen: list[Look], into: Path) -> None:
    """Who was inspected, where that was a sample."""
    if rows := list(lists.inspection_rows(units, seen)):
        exports.write(into / "inspections.csv", f"{units.office.place.name}抽查名单", lists.INSPECTION_HEADERS, rows)


def _write_crawl(path: Path, units: Units, look: Look) -> None:
    """One crawl: sites that fail and ten others whole, of the rest home page and columns; pages of accounts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    at = datetime.combine(look.day - timedelta(days=1), CRAWL_AT)
    with path.open("wb") as file:
        name = units.office.jurisdiction
        writer = Writer(file, f"reproduce-{name}", made_by="demo.reproduce", part_of=f"{exports.LABEL} {name}")
        writer.info(at, path.name)
        for site in units.sites:
            for url, answer in pages.crawl(site, units.office.place, look.day, site.fault_at(look), units.whole):
                at += timedelta(seconds=1)
                writer.response(url, at, answer)
        for account in units.shown_accounts:
            at += timedelta(seconds=1)
            writer.response(account.home_url, at, pages.account_page(account))


def _write_log(path: Path, headers: Sequence[str], rows: Iterable[Sequence]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    path.write_bytes(gzip.compress(out.getvalue().encode("utf-8-sig"), 6, mtime=0))
