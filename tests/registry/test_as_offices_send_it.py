"""Exports as offices send them, through the gate that stands before the registry: what is odd costs its own row."""

from __future__ import annotations

from datetime import date

import pytest

from inspection import quality, registry
from inspection.declared.office import load
from inspection.judging import judge

OFFICE = load("yunzhou-demo")
DAY = date(2023, 10, 9)
HEAD = "网站标识码,网站名称,首页网址,主办单位,运行状态\n"
ACCOUNTS = "账号ID,账号名称,平台,主办单位,是否正常运行,是否注销,是否官方认证\n"


@pytest.fixture
def take_in(connection, tmp_path):
    """Loads an export of a source behind its gate; returns what was counted."""

    def take_in(source: str, text: str, day: date = DAY):
        path = tmp_path / f"{source}.csv"
        path.write_text(text, "utf-8-sig")
        return registry.load(connection, OFFICE, source, str(path), day, gate=quality.gates_of(OFFICE, day, "run"))

    return take_in


def in_force(connection, *names: str) -> list[tuple]:
    rows = connection.execute(f"select {', '.join(names)} from mart.dim_subject order by subject_id").fetchall()
    return [tuple(row.values()) for row in rows]


def test_capitals_stop_no_export_and_one_bad_address_costs_one_row(connection, take_in):
    good = "".join(
        f"53990000{n:02},网站{n},HTTP://WWW.S{n}.Yunzhou.EXAMPLE/Index,单位{n},正常\n" for n in range(10, 50)
    )
    batch = take_in("sites", HEAD + good + "5399000050,坏网,见附件,单位,正常\n")
    assert (batch.quarantined, batch.in_force) == (1, 40)
    assert in_force(connection, "home_url")[0] == ("http://www.s10.yunzhou.example/Index",)
    (row,) = connection.execute("select column_name, value from ops.quarantine").fetchall()
    assert tuple(row.values()) == ("首页网址", "见附件")


def test_headers_that_come_again_and_totals_are_passed_over_and_counted(connection, take_in):
    rows = [f"53990000{n},网站{n},http://s{n}.example/,单位{n},正常\n" for n in (10, 11)]
    batch = take_in("sites", HEAD + rows[0] + HEAD + rows[1] + "合计,2,,,\n总计,2,,,\n")
    assert (batch.read, batch.passed_over, batch.quarantined, batch.in_force) == (5, 3, 0, 2)


def test_columns_of_yes_and_no_tell_status_and_certificate_and_who_has_none_is_uncertified(connection, take_in):
    rows = ["gh_1,云州发布,微信,甲局,是,否,是", "gh_2,云州教育,微信,乙局,是,否,否", "gh_3,云州旧号,微信,丙局,否,是,"]
    take_in("accounts", ACCOUNTS + "\n".join(rows) + "\n")
    assert in_force(connection, "account_id", "status", "is_certified") == [
        ("gh_1", "running", True),
        ("gh_2", "running", False),
        ("gh_3", "closed", None),
    ]
    judge.evaluate(connection, OFFICE, DAY, date(2023, 10, 12))
    found = connection.execute(
        "select distinct subject_id from mart.fact_finding where indicator_id = 'REG7' and verdict = 'fail'"
    ).fetchall()
    assert [row["subject_id"] for row in found] == ["account:微信公众号:gh_2"], "from the second day on"
