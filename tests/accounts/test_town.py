"""A town whose accounts are seen through failing sources: no silent account is missed, no live one called silent."""

from __future__ import annotations

import gzip
import io
import threading
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from ipaddress import ip_network

import psycopg
import pytest

from demo.town.server import CONTROL, TownServer
from demo.town.town import BRIDGES, DAY, FAULTY_FROM, FIRST_DAY, LAST_DAY, PLATFORMS, Town
from inspection import warehouse
from inspection.accounts import watch
from inspection.declared.office import Control, Jurisdiction, Route, load
from inspection.evidence import bundle
from inspection.flow import inspect_day
from inspection.judging import proposals

NOW = time(3)  # UTC: eleven o'clock in the town
# What speaks of accounts and a machine can tell; the rest of include/reasons.yaml comes from people
SEEN = ["REG4", "REG5", "REG7", "REG8", "AV2.2", "AV3.1"]  # indicators whose evidence is an answer
PROPOSED = {"AV1.1": "serious_expression_error", "AV1.3": "bad_outlink"}


def office_of(server: TownServer) -> Jurisdiction:
    """An office with the platform's API where it has credentials, two bridges with controls, and download addresses."""
    api = {
        account.account_id: f"wx{account.account_id}:secret-{account.account_id}"
        for account in server.town.accounts
        if account.has_api
    }
    controls = [Control(account_id=f"{CONTROL}-{name}", name="云州日报", platform=name) for name in PLATFORMS]
    bridges = [
        Route(
            route_id=name,
            connector="feed",
            url=f"http://{name}.example/{name}/{{account_id}}",
            controls=controls,
            stale_after_hours=24,
            backoff_seconds=0,
            platforms=list(PLATFORMS),
        )
        for name in BRIDGES
    ]
    return load("yunzhou-demo").model_copy(
        update={
            "connect_to": server.address,
            "allow_networks": [ip_network("127.0.0.0/8")],
            "edition": "gz-2018-14",
            "routes": [
                Route(
                    route_id="mp",
                    connector="platform_api",
                    url=f"http://{server.address}",
                    credentials=api,
                    backoff_seconds=0,
                ),
                *bridges,
                Route(route_id="apps", connector="app_store", backoff_seconds=0),
            ],
        }
    )


class Inspected:
    """A town that was watched from the first day to the last, and judged."""

    def __init__(self, url: str, town: Town, store) -> None:
        self.town, self.url, self.store = town, url, store
        server = TownServer(town, FIRST_DAY)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            self.office = office_of(server)
            with warehouse.connect(url) as connection:
                register(connection, town)
                while server.day <= LAST_DAY:
                    watch(connection, self.office, datetime.combine(server.day, NOW, UTC), store=store)
                    server.day += DAY
                inspect_day.extract(connection, self.office, store, FIRST_DAY + DAY)
                inspect_day.evaluate(connection, self.office, FIRST_DAY, LAST_DAY + DAY)
                proposals.propose(connection, self.office)
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def register(connection: psycopg.Connection, town: Town) -> None:
    for account in town.accounts:
        connection.execute(
            "insert into mart.dim_subject"
            " (jurisdiction_id, subject_id, valid_from, kind, name, platform, account_id, home_url, organiser, status)"
            " values ('yunzhou-demo', %s, '2026-01-01', 'account', %s, %s, %s, %s, %s, 'running')",
            (
                account.subject_id,
                account.name,
                account.platform,
                account.account_id,
                account.home_url,
                account.organiser,
            ),
        )


@pytest.fixture(scope="module", params=[1, 2, 3])
def inspected(request, postgres, tmp_path_factory) -> Inspected:
    url = postgres.create_database(f"town_{request.param}", template="template_warehouse")
    return Inspected(url, Town(request.param), tmp_path_factory.mktemp("town"))


@pytest.fixture
def connection(inspected) -> Iterator[psycopg.Connection]:
    with warehouse.connect(inspected.url) as opened:
        yield opened


def verdicts(connection, indicator_id):
    found = {(row["subject_id"], row["day"]): row["verdict"] for row in connection.execute(
        "select subject_id, day, verdict from mart.fact_finding where indicator_id = %s", (indicator_id,)
    )}  # fmt: skip
    return lambda account, day: found.get((account.subject_id, day), "pass")


def test_no_silent_account_is_missed_and_no_live_one_called_silent(inspected, connection):
    verdict = verdicts(connection, "AV2.1")
    day, seen = FAULTY_FROM, defaultdict(int)
    while day <= LAST_DAY:
        for account in inspected.town.accounts:
            if account.platform not in PLATFORMS:
                continue
            told, truth = verdict(account, day), inspected.town.truth(account, day)
            about = f"{account.subject_id} on {day}, {account.faults}: {told}, in truth {truth}"
            if account.is_silent(day):
                # where every source failed nobody may pass it; where one did not, it fails
                assert told != "pass" and (truth != "fail" or told == "fail"), about
            else:
                assert told != "fail" and (truth != "pass" or told == "pass"), about
            seen[truth] += 1
        day += DAY
    assert min(seen["fail"], seen["unknown"], seen["pass"]) >= 4 * 3, seen  # four days of some of each


def test_every_machine_readable_reason_is_found_at_its_account_and_at_no_other(inspected, connection):
    town = inspected.town
    found = defaultdict(set)
    for row in connection.execute(
        "select subject_id, reason_id from mart.fact_finding where verdict = 'fail' and day = %s", (LAST_DAY,)
    ):
        found[row["subject_id"]].add(row["reason_id"])
    for row in connection.execute("select subject_id, indicator_id from ops.proposal where state = 'open'"):
        found[row["subject_id"]].add(PROPOSED[row["indicator_id"]])
    for row in connection.execute("select subject_id from staging.sign where topic = 'privacy'"):
        found[row["subject_id"]].add("privacy")
    for row in connection.execute("select subject_id from staging.term_hit where severity <> 'grave'"):
        found[row["subject_id"]].add("expression_error_minor")
    expected = {
        account.subject_id: account.reasons
        | ({"account_not_updated"} if town.truth(account, LAST_DAY) == "fail" else set())
        for account in town.accounts
        if account.platform in PLATFORMS or account.reasons
    }
    assert dict(found) == {subject_id: reasons for subject_id, reasons in expected.items() if reasons}
    assert set().union(*expected.values()) == {
        "account_not_updated",
        "account_zombie",
        "no_interaction_account",
        "app_unusable",
        "account_not_found",
        "account_registry_stale",
        "closed_without_report",
        "duplicate_account",
        "uncertified",
        "privacy",
        "serious_expression_error",
        "expression_error_minor",
        "bad_outlink",
    }


def test_what_nobody_could_see_waits_for_an_inspector_with_what_each_route_said(inspected, connection):
    rows = connection.execute("select * from ops.account_queue where day = %s", (LAST_DAY,)).fetchall()
    waiting = {row["subject_id"] for row in rows}
    blind = {
        account.subject_id
        for account in inspected.town.accounts
        if not account.has_api and all(account.fault(name, LAST_DAY) for name in BRIDGES)
        if not {"partial", "holes"} & set(account.faults.values())  # they may be seen again, when the list has moved on
    }
    assert blind <= waiting
    assert all(len(row["looks"]) == len(BRIDGES) and row["last_good_at"] for row in rows)


def test_the_health_of_every_source_is_on_record(inspected, connection):
    town = inspected.town
    rows = connection.execute("select * from staging.source_health where day = %s", (LAST_DAY,)).fetchall()
    sick = {(row["route_id"], row["platform"]) for row in rows if not row["is_healthy"]}
    assert sick == {(town.broken_bridge, town.broken_platform)}
    assert {row["route_id"] for row in rows} == {"mp", "first", "second", "apps"}
    [state] = connection.execute(
        "select * from staging.source_state where route_id = %s and platform = %s",
        (town.broken_bridge, town.broken_platform),
    ).fetchall()
    assert state["last_good_at"] == datetime.combine(FAULTY_FROM - timedelta(days=1), NOW, UTC)
    assert "control" in state["reason"]


def test_every_finding_leads_back_to_an_archived_answer_without_secrets(inspected, connection):
    rows = connection.execute(
        "select finding.*, snapshot.warc_file, snapshot.url from mart.fact_finding as finding"
        " left join staging.snapshot on snapshot.snapshot_id = finding.evidence -> 0 ->> 'id'"
        " where verdict = 'fail' and finding.day = %s and indicator_id = any(%s)",
        (LAST_DAY, SEEN),
    ).fetchall()
    assert {row["indicator_id"] for row in rows} == set(SEEN)
    assert [row["subject_id"] for row in rows if not row["warc_file"]] == []
    archived = b"".join(gzip.decompress(path.read_bytes()) for path in inspected.store.rglob("*.warc.gz"))
    assert b"freepublish/batchget" in archived
    assert b"secret-" not in archived and b"token-" not in archived


def test_the_evidence_of_a_registry_finding_holds_the_answer_the_looks_and_the_health_of_their_sources(
    inspected, connection
):
    renamed = next(account for account in inspected.town.accounts if account.seen_name)
    key = f"{renamed.subject_id}/REG5/{LAST_DAY}"
    with zipfile.ZipFile(io.BytesIO(bundle(connection, inspected.office, inspected.store, key))) as wacz:
        names = {name.rpartition("/")[2]: name for name in wacz.namelist()}
        looks = wacz.read(names["account_checks.csv"]).decode("utf-8-sig")
        health = wacz.read(names["source_health.csv"]).decode("utf-8-sig")
    assert renamed.seen_name in looks
    assert ",微信公众号," in health
    assert any(name.endswith(".warc.gz") for name in names)
