"""The registry as of any day, the log of its changes, and what of them nobody announced."""

from __future__ import annotations

from datetime import date

import pytest

from inspection import registry
from inspection.declared import office
from inspection.warehouse import query

OFFICE = office.load("yunzhou-demo")
HEADER = "网站标识码,网站名称,首页网址,主办单位,运行状态,ICP备案号\n"
BEFORE, YEAR_END, AFTER = date(2023, 12, 1), date(2023, 12, 31), date(2024, 2, 1)
OLD = {
    1: "云州一网,http://www.one.example/,甲局,正常运行,云ICP备1号",
    2: "云州二网,http://two.example/,甲局,正常运行,",
    3: "云州三网,http://three.example/,甲局,正常运行,",
    4: "云州四网,http://four.example/,甲局,正常运行,",
    5: "云州五网,http://five.example/,甲局,正常运行,",
    6: "云州六网,http://six.example/,甲局,申请关停,",
}
NEW = {
    1: "云州第一网,https://one.example/index.html,甲局,正常运行,云ICP备1号-1",  # renamed; the same address
    2: "云州二网,http://second.example/,乙局,正常运行,",  # moved, and another organiser's
    3: "云州三网,http://three.example/,甲局,永久关停,",
    5: "云州五网,http://five.example/,甲局,正常运行,",
    7: "云州七网,http://seven.example/,甲局,正常运行,",  # 4 and 6 are gone
}
FIELDS = ("name", "home_url", "organiser", "status", "icp")


@pytest.fixture
def two_exports(connection, tmp_path):
    """A registry loaded on a day of December, and as it is two months later."""
    lenient = OFFICE.model_copy(update={"quality": OFFICE.quality.model_copy(update={"largest_loss_share": 0.5})})
    path = tmp_path / "sites.csv"
    for day, rows in ((BEFORE, OLD), (AFTER, NEW)):
        path.write_text(HEADER + "".join(f"539900000{number},{cells}\n" for number, cells in rows.items()))
        registry.load(connection, lenient, "sites", path, day)
    return connection


def as_of(connection, day):
    rows = connection.execute("select * from mart.registry_as_of(%s, %s)", (OFFICE.jurisdiction_id, day)).fetchall()
    return {row["subject_id"]: {name: row[name] for name in FIELDS} for row in rows}


def changes(connection, since, until):
    return connection.execute(
        "select * from mart.registry_change where changed_on > %s and changed_on <= %s"
        " order by subject_id, change, field",
        (since, until),
    ).fetchall()


def test_the_registry_at_the_end_of_the_year_and_today_differ_as_the_change_log_says(two_exports):
    then, now = as_of(two_exports, YEAR_END), as_of(two_exports, date.today())
    assert len(then) == 6
    rebuilt = {subject_id: dict(row) for subject_id, row in then.items()}
    for change in changes(two_exports, YEAR_END, date.today()):
        subject_id = change["subject_id"]
        if change["change"] == "gone":
            del rebuilt[subject_id]
        elif change["change"] == "opened":
            rebuilt[subject_id] = now[subject_id]
        elif change["field"] in FIELDS:
            assert rebuilt[subject_id][change["field"]] == change["old_value"]
            rebuilt[subject_id][change["field"]] = change["new_value"]
    assert rebuilt == now
    assert then != now


def test_the_log_names_each_change_by_its_kind(two_exports):
    log = changes(two_exports, YEAR_END, AFTER)
    assert [(row["subject_id"][-1], row["change"], row["old_value"], row["new_value"]) for row in log] == [
        ("1", "amended", "云ICP备1号", "云ICP备1号-1"),
        ("1", "readdressed", "http://www.one.example/", "https://one.example/index.html"),
        ("1", "renamed", "云州一网", "云州第一网"),
        ("2", "moved", "http://two.example/", "http://second.example/"),
        ("2", "transferred", "甲局", "乙局"),
        ("3", "closed", "running", "closed"),
        ("4", "gone", "running", None),
        ("6", "gone", "closing", None),
        ("7", "opened", None, None),
    ]
    assert {row["change"] for row in changes(two_exports, date.min, YEAR_END)} == {"taken_in"}


def test_a_site_that_comes_back_is_listed_again(two_exports, tmp_path):
    path = tmp_path / "sites.csv"
    path.write_text(path.read_text() + f"5399000004,{OLD[4]}\n")
    registry.load(two_exports, OFFICE, "sites", path, date(2024, 3, 1))
    (change,) = changes(two_exports, AFTER, date(2024, 3, 1))
    assert (change["subject_id"], change["change"]) == ("site:5399000004", "listed_again")


@pytest.mark.parametrize(
    "address",
    [
        "http://www.One.example",
        "https://one.example/",
        "HTTP://one.example:80/index.html",
        "https://www.one.example:443/#top",
        "one.example/default.aspx",
    ],
)
def test_forms_of_one_address_have_one_key(connection, address):
    assert connection.execute("select mart.address_key(%s) as key", (address,)).fetchone()["key"] == "one.example"


@pytest.mark.parametrize(
    "address", ["http://one.example/a/", "http://two.example/", "http://one.example:8080/", "http://one.example/A"]
)
def test_other_addresses_have_other_keys(connection, address):
    keys = [
        connection.execute("select mart.address_key(%s) as key", (each,)).fetchone()["key"]
        for each in ("http://www.one.example/", address, "http://one.example/Index/")
    ]
    assert len(set(keys)) == 3


def proposed(connection, name):
    bound = {**OFFICE.ids, "kind": "site"}
    return [(row["subject_id"], row["locator"], row["term"]) for row in query(connection, f"propose/{name}.sql", bound)]


def probes(connection, number, outcomes, final_url=None):
    """One probe a day from the first of March on."""
    for offset, outcome in enumerate(outcomes):
        day = f"2024-03-{offset + 1:02d}"
        connection.execute(
            "insert into staging.probe (observer_id, subject_id, day, scheduled_at, vantage, started_at,"
            " outcome, seconds, final_url) values ('yunzhou-demo', %s, %s, %s, 'local', %s, %s, 1, %s)",
            (f"site:539900000{number}", day, *[f"{day}T03:00:00Z"] * 2, outcome, final_url),
        )


def test_a_site_that_left_the_registry_without_being_closed_is_proposed(two_exports):
    assert proposed(two_exports, "vanished_sites") == [("site:5399000004", "registry", "未经关停即不再登记")]


def test_a_site_that_does_not_resolve_for_a_week_is_proposed_unless_the_registry_closed_it(two_exports):
    probes(two_exports, 5, ["dns_failure"] * 7)
    probes(two_exports, 3, ["dns_failure"] * 7)  # closed in the registry
    probes(two_exports, 1, [*["dns_failure"] * 6, "ok"])
    probes(two_exports, 7, ["dns_failure"] * 6)
    assert proposed(two_exports, "vanished_sites")[1:] == [("site:5399000005", "host", "域名不再解析")]


def test_a_site_that_leads_to_another_domain_for_days_is_proposed_as_moved(two_exports):
    probes(two_exports, 5, ["wrong_host"] * 2, "https://www.fifth.example/")
    probes(two_exports, 1, ["wrong_host", "ok"], "https://www.first.example/")
    probes(two_exports, 7, ["wrong_host"], "https://www.seventh.example/")
    assert proposed(two_exports, "moved_sites") == [("site:5399000005", "http://five.example/", "fifth.example")]
