"""The live city with planted blocks, outages, soft errors, loops and slow hosts: no outcome is wrong."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_network

import pytest

from demo.city import live, registry
from demo.city.server import CityServer
from inspection.crawl import Budget, take_snapshots
from inspection.declared.office import load
from inspection.judging import judge
from inspection.probe import probe_round
from tests.given.loopback import closed_port, register

SLOT = datetime(2026, 7, 5, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
DAY = date(2026, 7, 5)
# hosts that no server can play: nobody listens, nobody has the name
UNREACHED = {
    f"http://127.0.0.1:{closed_port()}/": "refused",
    "http://nobody.invalid/": "dns_failure",
}


class QuietServer(CityServer):
    """The city, but that clients which hang up are nothing to write about."""

    def handle_error(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def law():
    with QuietServer(0, 1, DAY, has_live_faults=True) as city:
        thread = threading.Thread(target=city.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        fields = {"connect_to": f"127.0.0.1:{city.port}", "allow_networks": [ip_network("127.0.0.0/8")]}
        yield load("yunzhou-demo").model_copy(update=fields | {"vantage": "test", "control_urls": []})
        city.shutdown()
        thread.join()


@pytest.fixture
def city(connection):
    """The registry: what is planted, and the city's own sites."""
    for planted in live.HOSTS:
        register(connection, planted.label, planted.home_url)
    for site in registry.sites():
        register(connection, site.code, site.home_url(DAY))


def test_no_visit_has_a_wrong_outcome_and_no_blocked_site_is_called_down(connection, city, law):
    options = {"spread_seconds": 0, "timeout_seconds": live.SECONDS, "now": SLOT}
    probe_round(connection, law, SLOT, **options)
    for number, url in enumerate(UNREACHED):  # reached, or not, by their own address
        register(connection, f"unreached-{number}", url)
    probe_round(connection, law.model_copy(update={"connect_to": None}), SLOT, **options)

    rows = connection.execute(
        "select subject_id, home_url, outcome, detail from staging.probe inner join mart.dim_subject using (subject_id)"
    ).fetchall()
    expected = {planted.home_url: planted.visit for planted in live.HOSTS} | UNREACHED
    expected |= {site.home_url(DAY): "ok" for site in registry.sites()}
    assert {row["home_url"]: row["outcome"] for row in rows} == expected

    judge.reconcile(connection, law, DAY, DAY + timedelta(days=1))
    days = {row["subject_id"]: row for row in connection.execute("select * from mart.fact_probe_day")}
    counted = {
        planted.label: "blocked" if day["blocked_count"] else "failed" if day["failed_count"] else "passed"
        for planted in live.HOSTS
        for day in [days[f"site:{planted.label}"]]
    }
    assert counted == {planted.label: planted.counts for planted in live.HOSTS}
    called_down = {name for name, day in days.items() if day["failed_count"]}
    assert not called_down & {f"site:{planted.label}" for planted in live.HOSTS if planted.kind == "live_blocked"}
    assert {day["planned_count"] for day in days.values()} == {1}


def test_no_home_page_of_the_crawl_has_a_wrong_outcome(connection, city, law, tmp_path):
    budget = Budget(pace_seconds=0.0, timeout_seconds=live.SECONDS, fetch_count=3)
    mandated = law.model_copy(update={"robots": "override"})  # these hosts answer /robots.txt like all else
    take_snapshots(connection, mandated, tmp_path, SLOT, budget=budget)
    rows = {row["url"]: row for row in connection.execute("select * from staging.snapshot")}
    assert {planted.label: rows[planted.home_url]["outcome"] for planted in live.HOSTS} == {
        planted.label: planted.fetch for planted in live.HOSTS
    }
    assert {rows[site.home_url(DAY)]["outcome"] for site in registry.sites()} == {"fetched"}


def test_the_demo_has_none_of_these_hosts():
    with CityServer(0) as city:
        assert city.live == {}
    assert not {planted.host for planted in live.HOSTS} & {host for site in registry.sites() for _, host in site.hosts}
