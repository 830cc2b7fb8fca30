"""`python -m bench.accuracy.network SEED …`: the second part of the strangers' town, played live and held to its truth.

Names that do not answer, walls, old servers, handshakes: one probe round; feeds: one watch, judged for the day. Port 80
of the loopback must be free and allowed, since certificates and feeds name addresses without a port.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from ipaddress import ip_network
from pathlib import Path

import psycopg

from inspection import warehouse
from inspection.accounts import watch
from inspection.declared.office import Jurisdiction, Route, load
from inspection.judging import judge
from inspection.periods import SHANGHAI
from inspection.probe import probe_round
from local.postgres import Postgres
from tests.strangers.plant import make_town
from tests.strangers.serve_network import Net

SPREAD_SECONDS = 20
WORDS = {"ok": "ok", "blocked": "blocked", "wrong_host": "moved", "probe_fault": "unknown"}  # every other one: failed
_REGISTER = """
insert into mart.dim_subject (
    jurisdiction_id, subject_id, valid_from, kind, name, home_url, site_code, platform, account_id, feed_url, organiser,
    status
)
values (
    %(office)s, %(subject_id)s, '2020-01-01', %(kind)s, %(name)s, %(home_url)s, %(site_code)s, %(platform)s,
    %(account_id)s, %(feed_url)s, '单位', 'running'
)
"""


def rows(file: Path) -> list[dict[str, str]]:
    """A table of the town."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def register(connection: psycopg.Connection, office: Jurisdiction, folder: Path) -> None:
    """The town's hosts and accounts as an office's registry."""
    nothing = dict.fromkeys(("site_code", "platform", "account_id", "feed_url"))
    for row in rows(folder / "sites.csv"):
        site = nothing | {"subject_id": f"site:{row['site_code']}", "kind": "site", "site_code": row["site_code"]}
        connection.execute(_REGISTER, site | {name: row[name] for name in ("name", "home_url")} | office_of(office))
    for row in rows(folder / "accounts.csv"):
        named = {name: row[name] for name in ("name", "platform", "account_id", "home_url", "feed_url")}
        account = nothing | named | {"subject_id": f"account:{row['platform']}:{row['account_id']}", "kind": "account"}
        connection.execute(_REGISTER, account | office_of(office))


def office_of(office: Jurisdiction) -> dict[str, str]:
    """The office as SQL binds it."""
    return {"office": office.jurisdiction_id}


def probed(connection: psycopg.Connection, office: Jurisdiction, folder: Path) -> tuple[Counter[str], list[str]]:
    """One round: how many hosts ended as they should, and each that did not."""
    probe_round(connection, office, datetime.now(UTC), spread_seconds=SPREAD_SECONDS, timeout_seconds=15.0)
    told = {row["site_code"]: row for row in rows(folder / "hosts.csv")}
    counts: Counter[str] = Counter()
    wrong = []
    for row in connection.execute("select subject_id, outcome, seconds, detail from staging.probe"):
        host = told[row["subject_id"].removeprefix("site:")]
        word = WORDS.get(row["outcome"], "failed")
        is_right = word in host["expect"].split("|")
        is_slow = word == "ok" and row["seconds"] >= float(host["seconds_below"])
        kind = "decidable" if host["decidable"] == "yes" else "open"
        counts[f"{kind} {'right' if is_right and not is_slow else 'wrong'}"] += 1
        if not is_right or is_slow:
            wrong.append(
                f"{kind} {host['kind']}: {row['outcome']} {row['seconds']} s, not {host['expect']}; {row['detail']}"
            )
    return counts, wrong


def watched(connection: psycopg.Connection, office: Jurisdiction, folder: Path, day: date) -> tuple[Counter, list[str]]:
    """One watch of the feeds on a day, judged: how many verdicts of AV2.1 are right, and each that is not."""
    watch(connection, office, datetime.combine(day, time(20), SHANGHAI).astimezone(UTC))
    judge.evaluate(connection, office, day, day + timedelta(days=1))
    found = {
        row["subject_id"].rpartition(":")[2]: row["verdict"]
        for row in connection.execute(
            "select subject_id, verdict from mart.fact_finding where indicator_id = 'AV2.1' and day = %s", [day]
        )
    }
    counts: Counter[str] = Counter()
    wrong = []
    for row in rows(folder / "truth.csv"):
        verdict = found.get(row["subject_code"], "pass")
        kind = "decidable" if row["decidable"] == "yes" else "open"
        is_right = verdict == row["verdict"]
        counts[f"{kind} {'right' if is_right else 'wrong'}"] += 1
        if not is_right:
            look = connection.execute(
                "select outcome, detail, newest_post_at from staging.account_check where subject_id like %s",
                [f"%{row['subject_code']}"],
            ).fetchone()
            wrong.append(f"{kind} {row['why']}: {verdict}, not {row['verdict']}; {look}")
    return counts, wrong


def measured(seed: int, folder: Path, url: str) -> None:
    """Play one town and print what came of it."""
    town, _ = make_town(seed)
    net = Net(town, folder, ports=(80, 0, 0))
    net.tables()
    os.environ["SSL_CERT_FILE"] = str(folder / "root.crt")
    office = load("yunzhou-demo").model_copy(
        update={
            "connect_to": None,
            "allow_networks": [ip_network("127.0.0.0/8")],
            "name_servers": [f"127.0.0.1:{net.ports[2]}"],
            "control_urls": [f"http://{next(h.host for h in net.hosts if h.kind == 'name plain')}/"],
            "vantage": "network",
            "routes": [Route(route_id="feed", connector="feed", backoff_seconds=0.1)],
        }
    )
    try:
        with warehouse.connect(url) as connection:
            register(connection, office, folder)
            for part, (counts, wrong) in (
                ("probes", probed(connection, office, folder)),
                ("accounts", watched(connection, office, folder, net.day)),
            ):
                print(f"seed {seed}, {part}: {dict(sorted(counts.items()))}")
                for line in wrong:
                    print(f"  {line}")
    finally:
        net.close()


def main(seeds: list[int]) -> None:
    """One town after the other, each in a warehouse of its own."""
    with tempfile.TemporaryDirectory(prefix="inspection-network-") as folder:
        Path(folder).chmod(0o755)
        postgres = Postgres(Path(folder) / "postgres")
        postgres.start()
        try:
            for seed in seeds:
                url = postgres.create_database(f"warehouse_{seed}")
                warehouse.migrate(url)
                measured(seed, Path(folder) / str(seed), url)
        finally:
            postgres.remove()


if __name__ == "__main__":
    main([int(seed) for seed in sys.argv[1:]])
