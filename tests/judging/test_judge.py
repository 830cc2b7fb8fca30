"""Judging: ranges, order, decisions, proposals, probes of a day, and looking at what was judged."""

from __future__ import annotations

import csv
import threading
import time
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from inspection import registry, warehouse
from inspection.declared import editions
from inspection.declared.editions import Indicator, load_edition
from inspection.declared.office import load as load_office
from inspection.errors import InspectionError
from inspection.judging import judge, measuring, proposals
from inspection.judging.explain import explain, findings_csv
from inspection.judging.measuring import is_throughout
from inspection.periods import SHANGHAI
from tests.given.facts import ACCOUNT, HOME, JURISDICTION, SITE, load, subject

OFFICE = load_office(JURISDICTION)
EDITION = load_edition("cn-2019-19")
ON = date(2026, 9, 30)
FROM, TO = ON - timedelta(days=20), ON + timedelta(days=1)
PAGE = HOME + "a/1.html"
TABLES = (
    "mart.fact_finding", "mart.fact_assessment_day", "mart.fact_measure_latest", "mart.early_warning",
    "mart.fact_warning_day",
)  # fmt: skip


def a_month_of_trouble(connection: psycopg.Connection) -> None:
    """A portal that fails in most ways on some of the days, and an account that falls silent."""
    load(
        connection,
        {
            "mart.dim_subject": [
                subject("site", valid_to=-3),
                subject("site", valid_from=-3, name="云州市政府网"),
                subject("account"),
            ],
            "mart.fact_probe_day": [{"day": "-30..-8"}, {"day": "-7..0", "failed_count": 3}],
            "mart.dim_downtime": [{"starts_at": "-19 08:00", "ends_at": "-18 08:00"}],
            "staging.page": [{"day": "-20..-6", "newest_item_on": -10}, {"day": "-4..0", "newest_item_on": -30}],
            "staging.site_column": [{"day": "-10..0", "times": 6, "newest_item_on": -12}],
            "staging.mark": [{"day": "-12..-3", "kind": "icp"}],
            "staging.link": [{"day": "-9..0", "times": 2}],
            "staging.term_hit": [
                {"day": "-9..-1", "locator": PAGE, "excerpt": "第{n}处"},
                {"subject_id": ACCOUNT, "day": -5, "locator": "post:p1"},
            ],
            "staging.post": [{"published_at": "-18 09:00", "url": "http://weixin.example/p1"}],
            "staging.account_check": [
                {"checked_at": f"{day} 23:00", "has_interaction": day % 2 == 0} for day in range(-20, 1)
            ],
            "mart.fact_decision": [
                {"indicator_id": "SV1.1", "locator": PAGE},
                {
                    "decision_id": "00000000-0000-0000-0000-000000000009",
                    "indicator_id": "SD4.3",
                    "decision": "struck_out",
                    "valid_from": -2,
                    "valid_to": -1,
                },
            ],
        },
        ON,
    )


def stored(connection: psycopg.Connection) -> dict[str, list[dict]]:
    return {table: connection.execute(f"select * from {table} as t order by t::text").fetchall() for table in TABLES}


def findings(connection: psycopg.Connection, indicator_id: str, verdict: str = "fail") -> list[int]:
    """Days of the findings of an indicator, counted from the monitoring point."""
    rows = connection.execute(
        "select day from mart.fact_finding where indicator_id = %s and verdict = %s order by day",
        (indicator_id, verdict),
    )
    return [(row["day"] - ON).days for row in rows]


def test_a_range_twice_days_in_any_order_and_then_the_range_give_equal_rows(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    judge.evaluate(connection, OFFICE, FROM, TO)
    as_range = stored(connection)
    judge.evaluate(connection, OFFICE, FROM, TO)
    assert stored(connection) == as_range
    for table in TABLES:
        connection.execute(f"delete from {table}")
    for offset in (5, 20, 0, 13, *(day for day in range(21) if day not in {5, 20, 0, 13})):
        judge.evaluate(connection, OFFICE, FROM + timedelta(days=offset), FROM + timedelta(days=offset + 1))
    assert stored(connection) == as_range
    judge.evaluate(connection, OFFICE, FROM, TO)
    assert stored(connection) == as_range
    assert {row["verdict"] for row in as_range["mart.fact_finding"]} == {"fail", "unknown"}


@pytest.mark.parametrize(
    "indicator", [one for one in EDITION.indicators if is_throughout(one.measure)], ids=lambda one: one.id
)
def test_a_measure_that_says_so_gives_every_running_subject_a_row_each_day(
    connection: psycopg.Connection, indicator: Indicator
) -> None:
    a_month_of_trouble(connection)
    bare = [subject("site", subject_id="site:bare"), subject("account", subject_id="account:bare", account_id="bare")]
    load(connection, {"mart.dim_subject": [row | {"site_code": None} for row in bare]}, ON)
    (span,) = [one for one in editions.in_force(OFFICE.editions, FROM, TO) if one.kind == indicator.applies_to]
    measuring.lay_out(connection, OFFICE, [span])
    asked = measuring.parameters_of(indicator, OFFICE, span)
    select = warehouse.sql_text(f"measure/{indicator.measure}.sql").rstrip().removesuffix(";")
    given = connection.execute(f"select subject_id, day from ({select}) as given order by 1, 2", asked).fetchall()
    running = (
        "select subject_id, day from mart.running_subjects(%(jurisdiction_id)s, %(kind)s, %(from_day)s, %(to_day)s)"
    )
    assert given == connection.execute(f"{running} order by 1, 2", asked).fetchall()
    assert len(given) > 21


def test_evaluate_counts_what_it_did(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    counts = judge.evaluate(connection, OFFICE, ON, TO)
    assert counts["measured"] == counts["pass"] + counts["fail"] + counts["unknown"]
    assert counts["findings"] == counts["fail"] + counts["unknown"]
    assert {name: counts[name] for name in ("assessed_days", "fail", "warnings")} == {
        **{"assessed_days": 2, "fail": 6, "warnings": 0},
    }
    row = connection.execute("select indicator_ids from mart.fact_assessment_day where subject_id = %s", (SITE,))
    assert {"SD4.2", "SD4.3", "SD4.7", "SV1.1", "SV2", "SV3", "SV4.1", "SV4.2", "SV4.3"} <= {
        *row.fetchone()["indicator_ids"],
    }


def test_days_judged_again_lose_what_no_longer_holds(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    judge.evaluate(connection, OFFICE, FROM, TO)
    assert 0 in findings(connection, "SV3")
    connection.execute("update staging.page set newest_item_on = day")
    connection.execute("update mart.dim_subject set status = 'excused' where kind = 'account'")
    judge.evaluate(connection, OFFICE, FROM, TO)
    assert findings(connection, "SV3") == []
    row = connection.execute("select count(*) as count from mart.fact_assessment_day where subject_id = %s", (ACCOUNT,))
    assert row.fetchone()["count"] == 0


def test_an_older_day_never_overwrites_the_latest_value(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    judge.evaluate(connection, OFFICE, ON, TO)
    judge.evaluate(connection, OFFICE, FROM, FROM + timedelta(days=1))
    rows = connection.execute("select distinct day from mart.fact_measure_latest").fetchall()
    assert [row["day"] for row in rows] == [ON]


def test_a_finding_struck_out_as_a_whole_is_no_fail_on_its_days_alone(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    judge.evaluate(connection, OFFICE, FROM, TO)
    assert findings(connection, "SD4.3") == [-9, -8, -7, -6, -4, -3, 0]


def test_reports_become_decisions_once_and_are_never_overwritten(connection: psycopg.Connection) -> None:
    reports = [
        {"indicator_id": "SV1.1", "locator": PAGE},
        {"report_id": "r2", "reason_id": "unreachable", "decision": "struck_out", "found_on": -40},
        {"report_id": "r3", "reason_id": "columns_not_updated", "decision": "reported"},
        {"report_id": "r4", "reason_id": "privacy", "decision": "reported", "locator": PAGE},
    ]
    load(connection, {"staging.report": reports}, ON)
    assert judge.load_decisions(connection, OFFICE) == 4
    assert judge.load_decisions(connection, OFFICE) == 0
    connection.execute("update staging.report set decision = 'struck_out' where report_id = 'r1'")
    assert judge.load_decisions(connection, OFFICE) == 1
    rows = connection.execute(
        "select report_id, indicator_id, decision, valid_from, valid_to from mart.fact_decision order by 1, 3"
    ).fetchall()
    assert [tuple(row.values()) for row in rows] == [
        ("r1", "SV1.1", "confirmed", ON, None),
        ("r1", "SV1.1", "struck_out", ON, None),
        ("r2", "SV2", "struck_out", date(2026, 8, 21), ON),  # its quarter and no later one
        ("r3", None, "reported", ON, None),  # two indicators have this reason
        ("r4", None, "reported", ON, None),
    ]


@pytest.mark.parametrize("word", ["上报", "属实"])
def test_a_list_of_reports_fails_a_site_whether_it_says_reported_or_true(
    connection: psycopg.Connection, tmp_path: Path, word: str
) -> None:
    load(connection, {"mart.dim_subject": [subject("site")]}, ON)
    path = tmp_path / "reports.csv"
    path.write_text(
        "报告编号,网站标识码,指标编号,发现日期,检查单位,认定,页面网址\n"
        f"1,5399000001,SV1.1,{ON},检查组,{word},{HOME}a/9.html\n",
        "utf-8",
    )
    registry.load(connection, OFFICE, "reports", path, ON)
    judge.load_decisions(connection, OFFICE)
    judge.evaluate(connection, OFFICE, ON, TO)
    assert findings(connection, "SV1.1") == [0]


def test_a_report_is_the_word_of_the_office_that_loaded_it(connection: psycopg.Connection) -> None:
    reports = [{"indicator_id": "SV1.1"}, {"jurisdiction_id": "province", "indicator_id": "SV1.1", "report_id": "r1"}]
    load(connection, {"staging.report": reports}, ON)
    assert judge.load_decisions(connection, OFFICE) == 1
    assert judge.load_decisions(connection, OFFICE.model_copy(update={"jurisdiction_id": "third"})) == 0


def test_grave_hits_are_proposals_until_somebody_decides(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    load(
        connection,
        {
            "staging.term_hit": [{"locator": HOME + "a/2.html"}, {"locator": HOME + "a/3.html", "severity": "minor"}],
            "mart.fact_decision": [
                {
                    "decision_id": "00000000-0000-0000-0000-000000000008",
                    "subject_id": ACCOUNT,
                    "indicator_id": "AV1.1",
                    "locator": "post:p1",
                    "decision": "downgraded",
                }
            ],
        },
        ON,
    )
    judge.evaluate(connection, OFFICE, FROM, TO)
    assert proposals.propose(connection, OFFICE) == 4
    rows = connection.execute(
        "select indicator_id, locator, first_seen_on, last_seen_on, state from ops.proposal order by locator"
    ).fetchall()
    assert [tuple(row.values()) for row in rows] == [
        ("SV1.1", PAGE, ON - timedelta(days=9), ON - timedelta(days=1), "confirmed"),
        ("SV1.1", HOME + "a/2.html", ON, ON, "open"),
        ("expression_error_minor", HOME + "a/3.html", ON, ON, "open"),
        ("AV1.1", "post:p1", ON - timedelta(days=5), ON - timedelta(days=5), "downgraded"),
    ]
    assert findings(connection, "SV1.1") == list(range(-9, 0))
    assert findings(connection, "AV1.1") == []


def test_another_office_judges_the_same_site_apart(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    judge.evaluate(connection, OFFICE, FROM, TO)
    before = stored(connection)
    province = OFFICE.model_copy(update={"jurisdiction_id": "province-demo"})
    load(connection, {"mart.dim_subject": [subject("site", jurisdiction_id="province-demo")]}, ON)
    judge.evaluate(connection, province, FROM, TO)
    assert {row["jurisdiction_id"] for row in stored(connection)["mart.fact_finding"]} == {
        JURISDICTION,
        "province-demo",
    }
    assert findings(connection, "SV1.1") == list(range(-9, 0)), "the city's inspector confirmed it, not the province's"
    connection.execute("delete from mart.fact_finding where jurisdiction_id = 'province-demo'")
    assert stored(connection)["mart.fact_finding"] == before["mart.fact_finding"]


def test_days_judged_at_the_same_time_do_not_collide(warehouse_url: str) -> None:
    with warehouse.connect(warehouse_url) as connection:
        a_month_of_trouble(connection)
    errors: list[Exception] = []

    def judge_days(offsets: range) -> None:
        try:
            with warehouse.connect(warehouse_url) as own:
                for offset in offsets:
                    judge.evaluate(own, OFFICE, FROM + timedelta(days=offset), FROM + timedelta(days=offset + 1))
                    time.sleep(0.01)
                    own.commit()
        except psycopg.Error as error:
            errors.append(error)

    threads = [threading.Thread(target=judge_days, args=(range(start, 21, 4),)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with warehouse.connect(warehouse_url) as connection:
        in_parallel = stored(connection)
        judge.evaluate(connection, OFFICE, FROM, TO)
        assert stored(connection) == in_parallel


def test_a_parameter_that_the_sql_cannot_use_is_named(
    connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = load_edition("cn-2019-19")
    wrong = [
        one.model_copy(update={"parameters": {"kinds": 7}}) if one.id == "SD4.2" else one for one in edition.indicators
    ]
    monkeypatch.setattr(editions, "load_edition", lambda *_: edition.model_copy(update={"indicators": wrong}))
    with pytest.raises(InspectionError, match=r"footer_marks\.sql: indicator SD4\.2: cannot cast .*parameters in"):
        judge.evaluate(connection, OFFICE, ON, TO)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("select nothing", 'column "nothing" does not exist (see the SQL)'),
        ("select 'a' like '%x'", "got '%x' (write %% for a per cent sign)"),
        ("select %(missing)s", "missing (see the entry's parameters in include/indicators/cn-2019-19.yaml)"),
    ],
)
def test_a_measure_whose_sql_is_wrong_is_named_with_what_to_do(
    connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, wrong: str, told: str
) -> None:
    monkeypatch.setattr(measuring, "sql_text", lambda name: wrong)
    with pytest.raises(InspectionError) as refused:
        judge.evaluate(connection, OFFICE, ON, TO)
    assert refused.value.place.startswith("include/sql/measure/")
    assert str(refused.value).endswith(told)


def test_probes_of_a_day_are_counted_by_what_became_of_them(connection: psycopg.Connection) -> None:
    other = "site:5399000002"
    load(
        connection,
        {
            "staging.probe": [
                {},
                {"scheduled_at": "0 08:30", "started_at": "0 09:30", "seconds": 14.99},  # in time to the second
                {"scheduled_at": "0 09:00", "started_at": "0 10:00:01", "outcome": "timeout"},  # late
                {"scheduled_at": "0 10:00", "started_at": "0 10:00", "seconds": 15.0},  # answered too late
                {"scheduled_at": "0 10:30", "started_at": "0 10:30", "outcome": "dns_failure", "seconds": None},
                {"scheduled_at": "0 11:00", "started_at": "0 11:00", "outcome": "blocked"},
                {"scheduled_at": "0 11:30", "started_at": "0 11:30", "outcome": "probe_fault"},
                {"scheduled_at": "0 12:00", "started_at": None, "outcome": "failed"},  # planned, never made
                {"scheduled_at": "0 12:31", "started_at": "0 12:31", "outcome": "timeout"},  # nobody answered
                {"subject_id": other, "scheduled_at": "0 12:44", "started_at": "0 12:44", "outcome": "refused"},
                {"scheduled_at": "0 13:01", "started_at": "0 13:01", "outcome": "timeout"},  # the other one did
                {"subject_id": other, "scheduled_at": "0 13:20", "started_at": "0 13:20"},
                {"scheduled_at": "0 13:20", "started_at": "0 13:20", "vantage": "b", "outcome": "reset"},
                {"scheduled_at": "1 00:00", "started_at": "1 00:00", "outcome": "timeout"},
            ]
        },
        ON,
    )
    for _ in range(2):
        assert judge.reconcile(connection, OFFICE, ON, TO) == 2
        rows = connection.execute("select * from mart.fact_probe_day order by subject_id").fetchall()
        assert [tuple(row.values())[3:-2] for row in rows] == [
            # planned, counted, failed, late, blocked, own fault
            (11, 6, 4, 1, 1, 3),
            (2, 1, 0, 0, 0, 1),
        ]
        assert rows[0]["median_seconds"] == 14.99


def test_judging_counts_the_probes_that_a_week_looks_back_on(connection: psycopg.Connection) -> None:
    visits = [
        {"scheduled_at": f"{day} {hour:02}:00", "started_at": f"{day} {hour:02}:00", "outcome": "timeout"}
        for day in range(-7, 1)
        for hour in range(24)
    ]
    counted_before = [{"day": -1, "counted_count": 48}]
    load(
        connection,
        {"mart.dim_subject": [subject("site")], "staging.probe": visits, "mart.fact_probe_day": counted_before},
        ON,
    )
    judge.evaluate(connection, OFFICE, ON, TO)
    rows = connection.execute("select day, counted_count from mart.fact_probe_day order by day").fetchall()
    assert [((row["day"] - ON).days, row["counted_count"]) for row in rows] == [
        *((day, 24) for day in range(-6, -1)),
        (-1, 48),
        (0, 24),
    ]
    assert findings(connection, "SV2") == [0]


def test_counting_a_day_again_forgets_sites_without_probes(connection: psycopg.Connection) -> None:
    load(connection, {"mart.fact_probe_day": [{"day": "-1..0"}]}, ON)
    assert judge.reconcile(connection, OFFICE, ON, TO) == 0
    rows = connection.execute("select day from mart.fact_probe_day").fetchall()
    assert [row["day"] for row in rows] == [ON - timedelta(days=1)]


@pytest.mark.parametrize("name", ["5399000001", SITE, "云州市政府网", "云州市人民政府"])
def test_explain_tells_every_indicator_of_a_subject(connection: psycopg.Connection, name: str) -> None:
    a_month_of_trouble(connection)
    rows = {row["indicator_id"]: row for row in explain(connection, OFFICE, name, ON)}
    observed = [name for name, row in rows.items() if row["found_by"] == "observation"]
    assert observed[:6] == ["SV1.1", "SV2", "SV3", "SV4.1", "SV4.2", "SV4.3"]
    assert {"SD4.2", "SD4.3", "SD4.7"} <= set(observed)
    assert {row["verdict"] for row in rows.values() if row["found_by"] == "report"} == {"not_applicable"}
    assert (rows["SV3"]["value"], rows["SV3"]["limit_value"], rows["SV3"]["verdict"]) == (30, 14, "fail")
    assert rows["SV3"]["evidence"] == [{"kind": "snapshot", "id": "urn:uuid:home", "note": "2026-08-31"}]
    assert rows["SV3"]["source"].startswith("国办秘函〔2019〕19号")
    assert rows["SV4.1"]["verdict"] == "pass"
    assert connection.execute("select count(*) as count from mart.fact_finding").fetchone()["count"] == 0


def test_explain_says_what_is_not_applicable(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    rows = {row["indicator_id"]: row for row in explain(connection, OFFICE, SITE, ON - timedelta(days=15))}
    assert (rows["SV2"]["verdict"], rows["SV2"]["value"], rows["SV2"]["evidence"]) == ("not_applicable", None, [])


def test_explain_knows_accounts_by_their_id_and_refuses_strangers(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    load(connection, {"mart.dim_subject": [subject("account", subject_id="account:微博:b", platform="微博")]}, ON)
    with pytest.raises(InspectionError, match=r"several subjects.*account:微信公众号:yunzhou"):
        explain(connection, OFFICE, "yunzhou", ON)
    assert [row["indicator_id"] for row in explain(connection, OFFICE, ACCOUNT, ON)][:3] == ["AV1.1", "AV2.1", "AV2.2"]
    with pytest.raises(InspectionError, match="no subject is called 'nobody'"):
        explain(connection, OFFICE, "nobody", ON)


def test_explain_says_of_a_day_before_the_registry_when_it_begins(connection: psycopg.Connection) -> None:
    load(connection, {"mart.dim_subject": [subject("site", valid_from=-3)]}, ON)
    assert explain(connection, OFFICE, SITE, ON - timedelta(days=3))
    says = "no subject of yunzhou-demo is in force on 2026-09-26; its registry begins 2026-09-27"
    with pytest.raises(InspectionError, match=says):
        explain(connection, OFFICE, SITE, ON - timedelta(days=4))


def test_findings_are_written_as_csv_one_row_a_page(connection: psycopg.Connection, tmp_path: Path) -> None:
    a_month_of_trouble(connection)
    columns = [{"times": 5, "class": "other", "is_blank": True}]
    snapshots = (
        "insert into staging.snapshot (observer_id, snapshot_id, subject_id, url, fetched_at, day, outcome)"
        " values ('yunzhou-demo', %s, %s, %s, %s, %s, %s)"
    )
    for number in range(1, 6):
        row = (f"urn:uuid:other-{number}", SITE, f"{HOME}other/{number}/", ON, ON, "fetched")
        connection.execute(snapshots, row)
    reports = [
        {"decision_id": "00000000-0000-0000-0000-000000000007", "decision": "reported", "reason_id": "privacy"}
        | {"locator": HOME + "b/7.html"},
        {"decision_id": "00000000-0000-0000-0000-000000000006", "decision": "confirmed", "subject_id": ACCOUNT}
        | {"indicator_id": "AV1.1", "locator": "post:p1"},
    ]
    load(connection, {"staging.site_column": columns, "mart.fact_decision": reports}, ON)
    connection.execute("update staging.term_hit set day = %s where locator = 'post:p1'", (ON - timedelta(days=18),))
    judge.evaluate(connection, OFFICE, FROM, TO)
    path = tmp_path / "out" / "findings.csv"
    count = findings_csv(connection, OFFICE, ON, TO, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == count + 1
    rows = [row for row in rows if not row[1].startswith("SD1.")]
    assert rows[0] == ["subject_code", "indicator", "verdict", "url", "day"]
    day = "2026-09-30"
    assert sorted(rows[1:]) == sorted(
        [
            ["5399000001", "SV2", "fail", HOME, day],
            ["5399000001", "SV3", "fail", HOME, day],
            ["5399000001", "SD4.2", "fail", HOME, day],
            ["5399000001", "SD4.7", "fail", HOME, day],
            ["5399000001", "SD4.3", "fail", HOME + "gone/1.html", day],
            ["5399000001", "SD4.3", "fail", HOME + "gone/2.html", day],
            *(["5399000001", "SV4.3", "fail", f"{HOME}other/{number}/", day] for number in range(1, 6)),
            ["5399000001", "privacy", "fail", HOME + "b/7.html", day],
            ["yunzhou", "AV1.1", "fail", "http://weixin.example/p1", day],
            ["yunzhou", "AV2.1", "fail", "", day],
        ]
    )


def test_every_place_of_a_finding_is_kept_though_its_evidence_ends_at_twenty(
    connection: psycopg.Connection, tmp_path: Path
) -> None:
    load(connection, {"mart.dim_subject": [subject("site")]}, ON)
    load(connection, {"staging.page": [{}], "staging.link": [{"times": 25}]}, ON)
    load(connection, {"mart.fact_decision": [{"decision": "reported", "indicator_id": "SD4.3", "report_id": "r1"}]}, ON)
    for _ in range(2):
        judge.evaluate(connection, OFFICE, ON, TO)
        evidence = connection.execute(
            "select evidence from mart.fact_finding where indicator_id = 'SD4.3' and verdict = 'fail'"
        ).fetchone()["evidence"]
        assert Counter(item["kind"] for item in evidence) == {"report": 1, "snapshot": 19}
        assert all(set(item) == {"kind", "id", "note"} for item in evidence)
        places = connection.execute(
            "select place, reason_id, kind, evidence from mart.fact_finding_place"
            " where indicator_id = 'SD4.3' order by place"
        ).fetchall()
        assert {row["place"] for row in places} == {SITE, *(f"{HOME}gone/{number}.html" for number in range(1, 26))}
        assert {(row["reason_id"], row["kind"], len(row["evidence"])) for row in places} == {
            ("broken_links", "site", 1)
        }
    findings_csv(connection, OFFICE, ON, TO, tmp_path / "findings.csv")
    assert (tmp_path / "findings.csv").read_text("utf-8").count("SD4.3,fail,") == 26


def test_findings_csv_gives_unknown_verdicts_the_home_page(connection: psycopg.Connection, tmp_path: Path) -> None:
    load(connection, {"mart.dim_subject": [subject("site")]}, ON)
    judge.evaluate(connection, OFFICE, ON, TO)
    findings_csv(connection, OFFICE, ON, TO, tmp_path / "findings.csv")
    rows = (tmp_path / "findings.csv").read_text("utf-8").splitlines()
    assert f"5399000001,SV3,unknown,{HOME},2026-09-30" in rows


def test_a_veto_that_is_near_warns_with_the_days_that_are_left(connection: psycopg.Connection) -> None:
    load(
        connection,
        {
            "mart.dim_subject": [subject("site")],
            "staging.page": [{"day": -1, "newest_item_on": -11}, {"newest_item_on": -12}],
            "staging.site_column": [{"times": 3, "is_blank": True, "class": "other"}],
        },
        ON,
    )
    judge.evaluate(connection, OFFICE, FROM, TO)
    rows = connection.execute("select * from mart.early_warning order by indicator_id").fetchall()
    assert [(row["indicator_id"], row["value"], row["distance"], row["level"]) for row in rows] == [
        ("SV3", 12, 2, 1),
        ("SV4.3", 3, 2, 1),
    ]
    judge.evaluate(connection, OFFICE, FROM, TO - timedelta(days=3))
    again = connection.execute("select * from mart.early_warning order by indicator_id").fetchall()
    assert again == rows, "judging older days again left another warning"


def test_what_failed_or_lies_far_off_does_not_warn(connection: psycopg.Connection) -> None:
    load(connection, {"mart.dim_subject": [subject("site")], "staging.page": [{"newest_item_on": -9}]}, ON)
    load(connection, {"staging.site_column": [{"times": 6, "is_blank": True, "class": "other"}]}, ON)
    judge.evaluate(connection, OFFICE, ON, TO)
    assert connection.execute("select * from mart.early_warning").fetchall() == []


def test_a_replay_knows_only_what_was_known_then(connection: psycopg.Connection) -> None:
    ran_out = {"staging.post": [{"published_at": "-2 10:00", "first_seen_at": "0 23:00"}]}
    report = {"indicator_id": "SV1.2", "decision": "reported", "valid_from": -5, "recorded_at": "-1 12:00"}
    load(connection, {"mart.dim_subject": [subject("site"), subject("account")], **ran_out}, ON)
    load(connection, {"staging.account_check": [{}], "mart.fact_decision": [report]}, ON)

    def failed(known_until: datetime | None) -> set[str]:
        judge.evaluate(connection, OFFICE, ON, TO, known_until=known_until)
        found = connection.execute("select indicator_id from mart.fact_finding where verdict = 'fail'")
        return {row["indicator_id"] for row in found} & {"SV1.2", "AV2.1"}

    noon_before = datetime.combine(ON - timedelta(days=1), datetime.min.time(), SHANGHAI)
    assert failed(None) == {"SV1.2"}
    assert failed(noon_before) == {"AV2.1"}, "the post was not yet seen, the report not yet entered"
    assert failed(None) == {"SV1.2"}


def test_rules_that_tell_nothing_apart_are_named(connection: psycopg.Connection) -> None:
    a_month_of_trouble(connection)
    judge.evaluate(connection, OFFICE, FROM, TO)
    rows = warehouse.query(connection, "explain/rule_health.sql", {"jurisdiction_id": JURISDICTION, "until_day": ON})
    states = {row["indicator_id"]: row["state"] for row in rows}
    assert states["SV4.3"] == "all_passed"
    assert set(states.values()) >= {"all_passed", "tells_apart"}
    assert all(row["assessed_count"] for row in rows)
