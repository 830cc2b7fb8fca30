"""What is seen: of the present by looking now, of the past out of an archive."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from inspection import warehouse
from inspection.cli.common import JurisdictionName, On, app, console, run_id, show_seen, store, table
from inspection.cli.counts import counted
from inspection.declared.office import load
from inspection.language import N_, _
from inspection.periods import SHANGHAI, local_day

NO_SITES = N_("No site is running: load the registry first, by `ingest` or `import`")
NO_ACCOUNTS = N_("No account was looked at: the registry has none in use, or no route of the office's file leads to it")
Spread = Annotated[int, typer.Option(min=0, help="分散在多少秒内,0 为立即。 Spread the visits over so many seconds.")]


@app.command()
def probe(jurisdiction: JurisdictionName, spread_seconds: Spread = 0) -> None:
    """立即访问每个在用网站的首页一次。 Visit the home page of every running site once, now.

    The slot begins now: nothing waits for a later one, unless the visits are to be spread.
    """
    from inspection.flow import probing

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        counts = probing.probe_sites(connection, office, now, spread_seconds=spread_seconds)
        show_seen(connection, office, "probes", now)
    print(counted(counts, "probes") or _(NO_SITES))


@app.command()
def hosts(jurisdiction: JurisdictionName) -> None:
    """立即检查各网站的证书和 IPv6。 Check certificate and IPv6 of every running site's host, now."""
    from inspection.flow import probing

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        counts = probing.check_hosts(connection, office, now, spread_seconds=0)
        show_seen(connection, office, "hosts", now)
    print(counted(counts) if counts["hosts"] else _(NO_SITES))


@app.command()
def crawl(jurisdiction: JurisdictionName) -> None:
    """立即采集各网站的网页,存为 WARC 文件。 Crawl the sites into WARC files, now."""
    from inspection.flow import crawling

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        counts = crawling.take_snapshots(connection, office, store(), now)
        show_seen(connection, office, "pages", now)
    print(counted(counts, "pages"))


@app.command()
def visit(jurisdiction: JurisdictionName) -> None:
    """立即进行到期的复访,并重新判定最近几日。 Make the extra visits that are due, now, and judge the last days anew.

    `extract` plans what its pages ask for.
    """
    from inspection.flow import crawling

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        counts = crawling.make_visits(connection, office, store(), now)
        connection.commit()
        findings = crawling.judge_visited(connection, office, store(), now, [counts])
        show_seen(connection, office, "visits", now)
    print(counted(counts | {"findings": findings}, "pages"))


@app.command()
def watch(jurisdiction: JurisdictionName) -> None:
    """立即查看每个政务新媒体账号。 Look at every account by the routes of the office, now."""
    from inspection.flow import watching

    office, now = load(jurisdiction), datetime.now(UTC)
    with warehouse.connect() as connection:
        counts = watching.watch(connection, office, now, store=store())
        connection.commit()
        show_seen(connection, office, "accounts", now)
        print(counted(counts, "accounts") or _(NO_ACCOUNTS))
        print(watching.check(connection, office, now, run_id()))


@app.command()
def queue(jurisdiction: JurisdictionName, on: On = None) -> None:
    """账号来源状态、需人工查看的账号。 Print how the sources of accounts stand, and which accounts wait for people."""
    office, day = load(jurisdiction), on.date() if on else local_day(datetime.now(UTC))
    parameters = {**office.ids, "day": day}
    with warehouse.connect() as connection:
        sources = warehouse.query(connection, "queue/sources.sql", parameters)
        waiting = warehouse.query(connection, "queue/accounts.sql", parameters)
    heads = (_("route"), _("platform"), _("healthy"), _("last well"), _("errors of the week"), _("reason"))
    sources_table = table(*heads, title=_("sources"))
    for row in sources:
        errors = _("{share} of {count}").format(
            share=f"{row['error_share_of_week'] or 0:.0%}", count=row["look_count_of_week"]
        )
        last = f"{row['last_good_at'].astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if row["last_good_at"] else _("never")
        sources_table.add_row(
            row["route_id"],
            row["platform"],
            _("yes") if row["is_healthy"] else _("no"),
            last,
            errors,
            escape(row["reason"] or ""),
        )
    console.print(sources_table)
    heads = (_("account"), _("organiser"), _("last well seen"), _("what was seen"))
    accounts_table = table(*heads, title=_("accounts to look at on {day}").format(day=day))
    for row in waiting:
        said = "; ".join(f"{look['route']}: {look['outcome']} {look['detail'] or ''}" for look in row["looks"])
        last = f"{row['last_good_at'].astimezone(SHANGHAI):%Y-%m-%d}" if row["last_good_at"] else _("never")
        accounts_table.add_row(
            f"{row['platform']} {row['name']}",
            row["organiser"],
            last,
            escape(said or _("nobody looked: no route reaches it")),
        )
    console.print(accounts_table)


@app.command("import")
def import_archive(
    folder: Annotated[Path, typer.Argument(help="历史资料目录。 Folder of the archive.")],
    jurisdiction: JurisdictionName,
) -> None:
    """导入历史资料目录。 Take in the past from an archive folder."""
    from inspection.flow import history

    office = load(jurisdiction)
    with warehouse.connect() as connection:
        for line in history.import_registry(connection, office, folder, datetime.now(UTC), run_id=run_id()):
            console.print(line)
        connection.commit()
        history.import_observations(connection, office, store(), folder, progress=console.print)
        console.print(history.check(connection, office, run_id()))
