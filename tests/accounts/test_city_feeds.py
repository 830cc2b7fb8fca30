"""The city's own feeds, live: healthy by its control account, and what is planted is found."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest

from demo.city import faults
from demo.city.server import CityServer
from inspection import registry
from inspection.accounts import watch
from inspection.cli import observing
from inspection.declared.office import load

DAY = date(2023, 11, 7)  # one account is out of our sight
NOW = datetime(2023, 11, 7, 15, tzinfo=UTC)


@pytest.fixture
def office(monkeypatch):
    server = CityServer(as_of=DAY)
    monkeypatch.setenv("INSPECTION_SECRET_YUNZHOU_CITY", f"127.0.0.1:{server.port}")
    load.cache_clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield load("yunzhou-demo")
    server.shutdown()
    thread.join()
    server.server_close()
    load.cache_clear()


def test_the_citys_accounts_are_seen_and_the_one_out_of_sight_waits_for_an_inspector(
    connection, office, monkeypatch, capsys
):
    registry.ingest(connection, office, DAY, only={"accounts"})
    assert watch(connection, office, NOW) == {"ok": 262, "failed": 1}
    [unseen] = [plant.subject_id for plant in faults.plants(1) if plant.kind == "unhealthy" and plant.is_seen(DAY)]
    stood = connection.execute("select * from staging.source_health").fetchall()
    assert all(row["is_healthy"] and row["good_control_count"] == 2 for row in stood)
    assert {row["route_id"] for row in stood} == {"feed"}
    [waiting] = connection.execute("select * from ops.account_queue").fetchall()
    assert waiting["subject_id"] == unseen
    assert [(look["route"], look["outcome"]) for look in waiting["looks"]] == [("feed", "failed")]
    connection.commit()
    observing.queue("yunzhou-demo", datetime(2023, 11, 7))
    printed = capsys.readouterr().out
    assert "status 503" in " ".join(printed.split()) or "503" in printed
