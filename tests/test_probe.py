"""Probing: one row for every planned visit, and logs of other probes."""

from __future__ import annotations

import gzip
import random
import time
from datetime import UTC, datetime, timedelta

import pytest

from inspection.errors import InspectionError
from inspection.probe import import_log, probe_round, visit_offset_seconds
from tests.crawl.loopback import Answer, hang_up, internet, redirect, register

SLOT = datetime(2026, 7, 5, 2, 0, tzinfo=UTC)


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


def rows(connection):
    return connection.execute("select * from staging.probe order by subject_id, scheduled_at").fetchall()


def test_every_planned_visit_ends_in_exactly_one_row_with_its_outcome(connection, net):
    planted = {
        "ok": "<title>云州市人民政府</title>欢迎",
        "http_error": Answer("gone", 404),
        "blocked": Answer("no", 403),
        "challenge": Answer("<title>安全验证</title><script>…</script>"),
        "long_news": Answer("<title>新闻</title>" + "网站防火墙" * 3_000),
        "reset": hang_up,
        "timeout": lambda handler: time.sleep(1.2),
        "redirect_loop": redirect("/"),
        "cookie_loop": redirect("/", Set_Cookie="guard=1"),
        "moved_inside": redirect("http://www.yunzhou.example/bureau/"),
        "wrong_host": redirect("http://parked.other.example/"),
        "soft_error": "<title>404 页面不存在</title>",
        "empty": "",
    }
    net.plant("http://www.yunzhou.example/bureau/", "<title>局</title>x")
    net.plant("http://parked.other.example/", "for sale")
    for name, answer in planted.items():
        host = f"{name.replace('_', '-')}.yunzhou.example"
        net.plant(f"http://{host}/", answer)
        register(connection, name, f"http://{host}/")
    register(connection, "closed", "http://closed.yunzhou.example/", status="closed")
    register(connection, "no_address", "")

    counts = probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, timeout_seconds=0.5, now=SLOT)

    found = {row["subject_id"].removeprefix("site:"): row for row in rows(connection)}
    assert {name: row["outcome"] for name, row in found.items()} == {
        "ok": "ok",
        "http_error": "http_error",
        "blocked": "blocked",
        "challenge": "blocked",
        "long_news": "ok",
        "reset": "reset",
        "timeout": "timeout",
        "redirect_loop": "redirect_loop",
        "cookie_loop": "blocked",
        "moved_inside": "ok",
        "wrong_host": "wrong_host",
        "soft_error": "soft_error",
        "empty": "soft_error",
        "no_address": "probe_fault",
    }
    assert sum(counts.values()) == 14
    assert counts["ok"] == 3
    ok = found["ok"]
    assert (ok["scheduled_at"], ok["vantage"], ok["http_status"], ok["final_url"]) == (SLOT, "test", 200, None)
    assert SLOT <= ok["started_at"] < SLOT + timedelta(seconds=5)
    assert found["moved_inside"]["final_url"] == "http://www.yunzhou.example/bureau/"
    assert found["timeout"]["seconds"] >= 0.5


def test_visits_are_spread_over_the_slot_and_always_at_the_same_time_in_it(connection, net):
    for number in range(6):
        net.plant(f"http://s{number}.yunzhou.example/", "home")
        register(connection, str(number), f"http://s{number}.yunzhou.example/")
    probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=2, now=SLOT)
    for row in rows(connection):
        offset = visit_offset_seconds(row["subject_id"], 2)
        assert row["scheduled_at"] == SLOT + timedelta(seconds=offset)
        assert timedelta(0) <= row["started_at"] - row["scheduled_at"] < timedelta(seconds=0.5)
    assert {visit_offset_seconds(f"site:{number}", 1800) // 600 for number in range(100)} == {0, 1, 2}


def test_a_second_run_of_a_slot_keeps_what_was_seen_and_adds_what_is_missing(connection, net):
    register(connection, "1", "http://a.yunzhou.example/")
    net.plant("http://a.yunzhou.example/", Answer("broken", 500))
    probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, now=SLOT)
    net.plant("http://a.yunzhou.example/", "well again")
    register(connection, "2", "http://a.yunzhou.example/")
    assert probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, now=SLOT) == {"ok": 1}
    assert [row["outcome"] for row in rows(connection)] == ["http_error", "ok"]


def test_a_past_slot_is_refused_because_nobody_can_see_into_the_past(connection, net):
    with pytest.raises(InspectionError, match="is past and cannot be probed"):
        probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, now=SLOT + timedelta(hours=1, minutes=1))


LOG = """site_code,scheduled_at,started_at,outcome,status,seconds,vantage
5399000001,2026-07-05T00:00:00+08:00,2026-07-05T00:00:02+08:00,ok,200,0.412,north
5399000001,2026-07-05 00:30:00,2026-07-05 00:30:01,timeout,,15.001,
5399000001,2026-07-05T01:00:00+08:00,,moved,301,0.2,north
5399000001,2026-07-05T01:00:00+08:00,,blocked,403,0.2,north
5399000009,2026-07-05T00:00:00+08:00,2026-07-05T00:00:02+08:00,ok,200,0.4,north
5399000001,yesterday,2026-07-05T00:00:02+08:00,ok,200,0.4,north
5399000001,2026-07-05T02:00:00+08:00,2026-07-05T02:00:02+08:00,splendid,200,0.4,north
5399000001,2026-07-05T02:30:00+08:00,2026-07-05T02:30:02+08:00,ok,200,nan,north
5399000001,2026-07-05T03:00:00+08:00
"""


def test_a_log_loads_its_good_rows_and_puts_the_bad_ones_aside_with_their_place(connection, net, tmp_path):
    register(connection, "5399000001", "http://a.yunzhou.example/")
    file = tmp_path / "2026-07-05.csv.gz"
    file.write_bytes(gzip.compress(LOG.encode()))
    for _ in range(2):
        counts = import_log(connection, net.jurisdiction(), file)
        assert (counts.read, counts.quarantined, counts.loaded) == (9, 5, 4)
        assert [
            (f"{row['scheduled_at']:%H:%M}", row["outcome"], row["http_status"], row["seconds"], row["vantage"])
            for row in rows(connection)
        ] == [
            ("16:00", "ok", 200, 0.412, "north"),
            ("16:30", "timeout", None, 15.001, "test"),
            ("17:00", "blocked", 403, 0.2, "north"),  # of doubled rows the last one
        ]
        bad = connection.execute("select * from ops.quarantine order by row_no").fetchall()
        assert [(row["row_no"], row["column_name"], row["value"]) for row in bad] == [
            (6, "site_code", "5399000009"),
            (7, "scheduled_at", "yesterday"),
            (8, "outcome", "splendid"),
            (9, "seconds", "nan"),
            (10, "outcome", ""),
        ]
        assert {(row["source"], str(row["day"]), row["file"]) for row in bad} == {
            ("probe_log", "2026-07-05", "2026-07-05.csv.gz")
        }


def test_a_log_without_a_needed_column_is_refused_by_name(connection, net, tmp_path):
    file = tmp_path / "log.csv"
    file.write_text("site_code,time\n1,2\n")
    with pytest.raises(InspectionError, match=r"log\.csv: lacks the column outcome, scheduled_at"):
        import_log(connection, net.jurisdiction(), file)


def test_a_log_in_gbk_with_a_mark_of_excel_is_read_too(connection, net, tmp_path):
    register(connection, "5399000001", "http://a.yunzhou.example/")
    head, row = "site_code,scheduled_at,outcome,vantage\n", "5399000001,2026-07-05T00:00:00,ok,北\n"
    for name, data in {"a": (head + row).encode("gbk"), "b": (head + row).encode("utf-8-sig")}.items():
        (tmp_path / name).write_bytes(data)
        assert import_log(connection, net.jurisdiction(), tmp_path / name).loaded == 1
        assert rows(connection)[0]["vantage"] == "北"


def test_a_log_of_ten_thousand_rows_loads_in_a_moment(connection, net, tmp_path):
    codes = [f"5399{number:06d}" for number in range(210)]
    for code in codes:
        register(connection, code, f"http://{code}.yunzhou.example/")
    begin = datetime(2026, 7, 5, tzinfo=UTC)
    lines = ["site_code,scheduled_at,started_at,outcome,http_status,seconds,vantage"]
    for code in codes:
        for slot in range(48):
            at = begin + timedelta(minutes=30 * slot)
            started = at + timedelta(seconds=2)
            lines.append(f"{code},{at.isoformat()},{started.isoformat()},ok,200,{random.random():.3f},north")
    file = tmp_path / "big.csv"
    file.write_text("\n".join(lines))
    started = time.process_time()
    assert import_log(connection, net.jurisdiction(), file).loaded == len(codes) * 48
    assert time.process_time() - started < 3
