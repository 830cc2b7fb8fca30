"""Our clock against those of sites: the dates of their answers, of many at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from inspection.archive.store import Payload
from inspection.flow import clocks
from tests.evidence.test_evidence import NIGHT, crawl
from tests.given.loopback import internet, register
from tests.given.quarters import OFFICE


def test_the_clocks_of_sites_are_read_from_the_dates_of_their_answers(connection, tmp_path):
    with internet() as net:  # whose server tells the time as it is; ours stands at the night of the crawl
        for number in range(3):
            net.plant(f"http://site{number}.yunzhou.example/", "<p>首页</p>")
            register(connection, f"530000000{number}", f"http://site{number}.yunzhou.example/")
        crawl(connection, net, tmp_path / "store")
    found = clocks.of_sites(connection, OFFICE, tmp_path / "store")
    assert found["count"] == 3
    assert found["seconds"] == pytest.approx((datetime.now(UTC) - NIGHT).total_seconds(), abs=120)
    stranger = OFFICE.model_copy(update={"jurisdiction_id": "nobody"})
    assert clocks.of_sites(connection, stranger, tmp_path / "store") is None


def test_what_lay_in_a_cache_is_older_than_it_says_and_a_date_that_is_none_tells_nothing():
    fresh = {"date": "Mon, 01 Jan 2024 00:00:00 GMT"}
    aged = clocks.dated(Payload(200, fresh | {"age": "90"}))
    assert aged - clocks.dated(Payload(200, fresh)) == timedelta(seconds=90)
    assert clocks.dated(Payload(200, {"date": "yesterday"})) is clocks.dated(Payload(200, {})) is None
