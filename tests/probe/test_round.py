"""Probing: one row for every planned visit, looks at known-good hosts, and logs of other probes."""

from __future__ import annotations

import gzip
import random
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from inspection.declared.outcomes import outcome_texts
from inspection.errors import InspectionError
from inspection.flow import history
from inspection.judging import judge
from inspection.model import ProbeOutcome
from inspection.periods import local_day
from inspection.probe import import_log, probe_round, schedule_lag, visit_offset_seconds
from tests.given.loopback import Answer, hang_up, internet, redirect, register

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
        "blocked": Answer("<h1>您的访问已被防火墙拦截</h1>", 403),
        "refused_bare": Answer("no", 403),
        "outage": Answer("no", 503),
        "rate_limited": Answer("no", 429),
        "leads_on": "<meta http-equiv=refresh content='0;url=/index.html'>",
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
        "refused_bare": "http_error",
        "outage": "http_error",
        "rate_limited": "blocked",
        "leads_on": "ok",
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
    assert sum(counts.values()) == 18
    assert counts["ok"] == 4
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


def test_a_late_visit_tells_by_how_much_and_so_does_the_slot(connection, net, caplog):
    net.plant("http://a.yunzhou.example/", "home")
    register(connection, "1", "http://a.yunzhou.example/")
    probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, now=SLOT + timedelta(minutes=20))
    (row,) = rows(connection)
    assert 1200 <= row["lag_seconds"] < 1205
    lag = schedule_lag(connection, net.jurisdiction(), SLOT)
    assert (lag["visit_count"], lag["lag_p99_seconds"]) == (1, row["lag_seconds"])
    assert [record.levelname for record in caplog.records if "schedule lag" in record.message] == ["WARNING"]


def test_a_failure_that_may_pass_is_looked_at_again_and_stays_what_it_was(connection, net):
    visits = {}

    def first(answer, then="<title>云州</title>well again"):
        def act(handler):
            host = handler.headers["Host"]
            visits[host] = visits.get(host, 0) + 1
            if visits[host] == 1 and answer is hang_up:
                hang_up(handler)
                return
            body, status = (then, 200) if visits[host] > 1 else ("no", answer)
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(body.encode())))
            handler.end_headers()
            handler.wfile.write(body.encode())

        return act

    kinds = {"reset": hang_up, "error": 502, "gone": 404, "fine": 200}
    for code, answer in kinds.items():
        net.plant(f"http://{code}.yunzhou.example/", first(answer))
        register(connection, code, f"http://{code}.yunzhou.example/")
    probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, retry_seconds=0.3, now=SLOT)
    found = {row["subject_id"].removeprefix("site:"): row for row in rows(connection)}
    assert {code: (row["outcome"], row["retry_outcome"]) for code, row in found.items()} == {
        "error": ("http_error", "ok"),
        "fine": ("ok", None),
        "gone": ("http_error", None),
        "reset": ("reset", "ok"),
    }
    assert found["error"]["retried_at"] - found["error"]["started_at"] >= timedelta(seconds=0.3)
    assert visits == {f"{code}.yunzhou.example": 2 if code in {"reset", "error"} else 1 for code in kinds}


def test_a_look_that_would_end_after_the_slot_is_not_made(connection, net):
    net.plant("http://a.yunzhou.example/", Answer("no", 502))
    register(connection, "1", "http://a.yunzhou.example/")
    at = SLOT + timedelta(minutes=29, seconds=50)
    probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, retry_seconds=20, now=at)
    assert rows(connection)[0]["retry_outcome"] is None


@pytest.mark.parametrize(("control_answers", "counted", "own_fault"), [(True, 2, 0), (False, 0, 2)])
def test_where_no_known_good_host_answers_the_visits_are_our_own_fault(
    connection, net, control_answers, counted, own_fault
):
    controls = ["http://good.control.example/", "http://fine.control.example/"]
    net.plant(controls[0], hang_up)  # one known-good host that is down says nothing
    net.plant(controls[1], redirect("https://elsewhere.example/") if control_answers else hang_up)
    for code in "12":
        net.plant(f"http://{code}.yunzhou.example/", hang_up)
        register(connection, code, f"http://{code}.yunzhou.example/")
    probe_round(connection, net.jurisdiction(control_urls=controls), SLOT, spread_seconds=0, now=SLOT)
    looks = connection.execute(
        "select url, http_status from staging.control_probe order by url, scheduled_at"
    ).fetchall()
    assert [look["http_status"] for look in looks] == [302 if control_answers else None] * 2 + [None] * 2
    day = local_day(SLOT)
    judge.reconcile(connection, net.jurisdiction(), day, day + timedelta(days=1))
    day_rows = connection.execute("select * from mart.fact_probe_day").fetchall()
    assert sum(row["counted_count"] for row in day_rows) == counted
    assert sum(row["failed_count"] for row in day_rows) == counted
    assert sum(row["own_fault_count"] for row in day_rows) == own_fault


def test_what_was_seen_is_kept_when_a_round_is_broken_off(connection, net, monkeypatch):
    from inspection.probe import round as rounds

    monkeypatch.setattr(rounds, "_STORE_EVERY_SECONDS", 0.0)
    for number in range(3):
        net.plant(f"http://s{number}.yunzhou.example/", "home")
        register(connection, str(number), f"http://s{number}.yunzhou.example/")
    stored = rounds._store

    def store_and_die(*args):
        stored(*args)
        raise KeyboardInterrupt

    monkeypatch.setattr(rounds, "_store", store_and_die)
    with pytest.raises(KeyboardInterrupt):
        probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, now=SLOT)
    connection.rollback()
    assert len(rows(connection)) == 1


def test_every_outcome_has_a_name_and_a_remedy_in_both_languages():
    texts = outcome_texts()
    assert list(texts) == list(ProbeOutcome)
    for outcome, text in texts.items():
        assert text.title.zh and text.title.en and text.remedy.zh and text.remedy.en
        # all but these count against the site (mart/fact_probe_day.sql)
        assert (text.who == "unit") is (outcome not in {"ok", "blocked", "probe_fault"})


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


def test_a_log_that_comes_after_its_day_was_counted_has_the_day_counted_again(connection, net, tmp_path):
    register(connection, "5399000001", "http://a.yunzhou.example/")
    head = "site_code,scheduled_at,outcome\n"
    counts = []
    for hours in (1, 3):
        file = tmp_path / "log.csv"
        file.write_text(head + "".join(f"5399000001,2026-07-05T0{hour}:00:00,ok\n" for hour in range(hours)))
        import_log(connection, net.jurisdiction(), file)
        judge.evaluate(connection, net.jurisdiction(), date(2026, 7, 5), date(2026, 7, 6))
        counts += connection.execute("select day, counted_count from mart.fact_probe_day").fetchall()
    assert counts == [
        {"day": date(2026, 7, 5), "counted_count": 1},
        {"day": date(2026, 7, 5), "counted_count": 3},
    ]


def test_an_office_visits_its_own_sites_and_not_those_of_another_offices_registry(connection, net):
    ours = net.jurisdiction().jurisdiction_id
    for offices, code in (([ours], "5399000001"), (["another"], "5399000002"), (["another", ours], "5399000003")):
        net.plant(f"http://{code}.yunzhou.example/", "<title>云州市人民政府</title>欢迎")
        for office in offices:
            register(connection, code, f"http://{code}.yunzhou.example/", office=office)
    assert probe_round(connection, net.jurisdiction(), SLOT, spread_seconds=0, now=SLOT) == {"ok": 2}
    assert [row["subject_id"] for row in rows(connection)] == ["site:5399000001", "site:5399000003"]


def test_an_archive_may_hold_probe_logs_and_nothing_else(connection, net, tmp_path):
    with pytest.raises(InspectionError, match="neither registry exports, lists nor observations"):
        list(history.import_registry(connection, net.jurisdiction(), tmp_path, datetime.now(UTC)))
    (tmp_path / "probes").mkdir()
    (tmp_path / "probes" / "2026-07.csv").write_text("site_code,scheduled_at,outcome\n")
    assert list(history.import_registry(connection, net.jurisdiction(), tmp_path, datetime.now(UTC))) == []


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
