"""A province and two cities that name the same sites share a warehouse: none sees of it what the others hold.

The month is known by probe logs, exports of accounts and reports alone: pages were never taken, so that what they would
tell is not judged (不予判定), and the bulletin says so.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from inspection import bulletin, warehouse
from inspection.archive.store import Store
from inspection.declared.office import Jurisdiction, load
from inspection.errors import InspectionError
from inspection.flow import backfill, history, inspect_day, overseen, quarter
from inspection.judging import explain
from inspection.periods import Period
from tests.given.history import dump

JULY, NOW = Period.parse("2023-07"), datetime(2023, 8, 2, 3, tzinfo=UTC)
DAYS = list(JULY.days())
MOMENTS = {"recorded_at", "drafted_at", "built_at"}  # at which a row was written
SITES = "网站标识码,网站名称,首页网址,主办单位,运行状态\n"
ACCOUNTS = "账号ID,账号名称,平台,主办单位,账号状态,是否官方认证\n"
REPORTS = "报告编号,检查对象,问题类型,发现日期,检查单位,认定\n"
COLUMNS = "网站标识码,栏目名称,栏目网址,栏目类别\n"
MESSAGES = "渠道,留言编号,网站标识码,留言时间,办结时间\n"
INSPECTIONS = "检查轮次,检查对象,检查日期\n"
DOWNTIME = "网站标识码,开始时间,结束时间,下线原因,批复文号\n"
LISTS = ("messages", "inspections", "downtime", "reports")
ARCHIVES = {
    "province": {
        "sites": SITES
        + "5399000001,清溪县政府,http://www.qingxi.example/,清溪县政府,正常\n"
        + "5399000002,清溪教育局,http://jyj.qingxi.example/,清溪教育局,正常\n"
        + "5399000003,白山县政府,http://www.baishan.example/,白山县政府,正常\n",
        "accounts": ACCOUNTS + "qx,清溪发布,微信,清溪县政府,正常,是\nbs,白山发布,微博,白山县政府,正常,否\n",
        "reports": REPORTS + "r1,5399000001,个人隐私泄露,2023-07-10,省政府办公厅,上报\n",
        "fails": {"5399000001": 0},
        "columns": COLUMNS + "5399000001,要闻,http://www.qingxi.example/yw/,动态要闻\n",
        "messages": MESSAGES + "找错,m1,5399000001,2023-07-03 09:00,2023-07-05 09:00\n",
        "inspections": INSPECTIONS + "".join(f"2023-07抽样,539900000{number},2023-07-31\n" for number in (1, 2, 3)),
        "downtime": DOWNTIME,
    },
    "qingxi": {
        "sites": SITES
        + "5399000001,清溪县人民政府,HTTP://WWW.QINGXI.EXAMPLE,清溪县政府,正常\n"
        + "5399000002,清溪教育局,http://jyj.qingxi.example/,清溪教育局,正常\n",
        "accounts": ACCOUNTS + "qx,清溪发布,微信公众号,清溪县政府,正常,是\n",
        "reports": REPORTS + "r1,5399000002,个人隐私泄露,2023-07-12,清溪县政府办公室,上报\n",
        "fails": {"5399000002": 6},
    },
    # its own code for the province's site, and rows that would close, move and report what is others'
    "baishan": {
        "sites": SITES
        + "5399000011,白山县政府,https://www.baishan.example/index.html,白山县政府,正常\n"
        + "5399000001,清溪县政府,http://www.elsewhere.example/,白山县政府,永久关停\n",
        "accounts": ACCOUNTS + "bs,白山发布,微博,白山县政府,正常,否\nqx,清溪发布,微信,白山县政府,注销,否\n",
        "reports": REPORTS
        + "r1,5399000002,个人隐私泄露,2023-07-12,白山县政府办公室,上报\n"
        + "r2,5399000001,个人隐私泄露,2023-07-12,白山县政府办公室,上报\n",
        "fails": {"5399000011": 0},
        # and five lists that would excuse, draw, answer for, list and rename what is others'
        "columns": COLUMNS
        + "5399000001,空栏目,http://www.qingxi.example/yw/,政策文件\n5399000011,要闻,http://www.baishan.example/yw/,动态要闻\n"
        + "5399000002,别人的,http://jyj.qingxi.example/gz/,通知公告\n",
        "messages": MESSAGES + "找错,m1,5399000011,2023-07-03 09:00,\n找错,m2,5399000001,2023-07-04 09:00,\n",
        "inspections": INSPECTIONS + "2023-07抽样,5399000011,2023-07-31\n2023-07抽样,5399000002,2023-07-31\n",
        "downtime": DOWNTIME
        + "5399000002,2023-07-01,2023-08-01,升级,白山函〔2023〕1号\n"
        + "5399000001,2023-07-01,2023-08-01,升级,白山函〔2023〕2号\n",
    },
}


def office(name: str, **more) -> Jurisdiction:
    """An office that differs from the demo's in its name and has no sources of its own."""
    alone = {"jurisdiction_id": name, "sources": {}, "history": None, "connect_to": None, "vantage": name}
    return load("yunzhou-demo").model_copy(update=alone | more)


def archive(folder: Path, name: str, *, observed: bool = True) -> Path:
    """What an office has of July: its registry, its reports, and unless another observes for it, logs and looks."""
    made = ARCHIVES[name]
    registry = folder / name / "registry" / "2023-07-01"
    registry.mkdir(parents=True)
    for part in ("sites", "columns", "accounts"):
        if part in made:
            (registry / f"{part}.csv").write_text(made[part], "utf-8")
    for part in LISTS:
        if made.get(part, "").count("\n") > 1:
            (folder / name / f"{part}.csv").write_text(made[part], "utf-8")
    if observed:
        (folder / name / "probes").mkdir()
        (folder / name / "probes" / "july.csv").write_text("".join(_probes(made["fails"], made["sites"])), "utf-8")
        (folder / name / "account_checks.csv").write_text("".join(_looks(made["accounts"])), "utf-8")
    return folder / name


def _probes(fails: dict[str, int], sites: str):
    yield "site_code,scheduled_at,outcome,http_status,seconds\n"
    for line in sites.splitlines()[1:]:
        code, *_, state = line.split(",")
        for day in DAYS if state == "正常" else ():
            for slot in range(24):
                is_failed = slot < fails.get(code, 0)
                said = "timeout,," if is_failed else "ok,200,0.5"
                yield f"{code},{day}T{slot:02d}:00:00+08:00,{said}\n"


def _looks(accounts: str):
    yield "platform,account_id,checked_at,outcome,healthy,has_interaction\n"
    for line in accounts.splitlines()[1:]:
        account, _, platform, *_ = line.split(",")
        yield from (f"{platform},{account},{day}T09:00:00+08:00,ok,true,true\n" for day in DAYS)


def inspect(url: str, judge: Jurisdiction, folder: Path, own: Path, output: Path) -> None:
    """A past month from its archive to the draft, as the verbs do it."""
    with warehouse.connect(url) as connection:
        list(history.import_registry(connection, judge, own, NOW))
        connection.commit()
        history.import_observations(connection, judge, Store.of(folder / "store"), own)
        for days in backfill.plan(connection, judge, JULY, NOW, say=lambda _: None):
            backfill.do_days(connection, judge, Store.of(folder / "store"), days, NOW, say=lambda _: None)
        quarter.check_inputs(connection, judge, JULY, "test")
        quarter.build(connection, judge, JULY, "test")
        bulletin.draft(connection, judge, JULY, output)
        connection.commit()


def marts(url: str, name: str) -> dict[str, list[dict]]:
    """Every row of the marts that is an office's own, but for the moment at which it was written."""
    with warehouse.connect(url) as connection:
        found = {table: [json.loads(line) for line in lines] for table, lines in dump(connection)}
    return {
        table: [
            {key: value for key, value in row.items() if key not in MOMENTS}
            for row in rows
            if name in {row.get("jurisdiction_id"), row.get("observer_id")}
        ]
        for table, rows in found.items()
    }


@pytest.fixture(scope="module")
def shared(postgres, tmp_path_factory):
    """The three in one warehouse, the hostile one in the middle; and each in a warehouse that it has for itself."""
    folder = tmp_path_factory.mktemp("offices")
    own = {name: archive(folder, name) for name in ARCHIVES}
    urls = {"all": postgres.create_database("offices_all", template="template_warehouse")}
    for name in ("province", "baishan", "qingxi"):
        inspect(urls["all"], office(name), folder, own[name], folder / "output")
    for name in ARCHIVES:
        urls[name] = postgres.create_database(f"offices_{name}", template="template_warehouse")
        inspect(urls[name], office(name), folder, own[name], folder / f"output-{name}")
    return folder, urls


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_office_in_a_shared_warehouse_has_what_it_has_in_one_of_its_own(shared, name):
    _, urls = shared
    together, alone = marts(urls["all"], name), marts(urls[name], name)
    differing = {table: (together[table], alone[table]) for table in alone if together[table] != alone[table]}
    assert differing == {}
    assert (
        alone["dim_subject"] and alone["fact_assessment_day"] and alone["quarter_subject"] and alone["quarter_figure"]
    )


def test_each_judges_by_its_own_observations_reports_and_closings(shared):
    _, urls = shared
    with warehouse.connect(urls["all"]) as connection:
        grades = {
            (row["jurisdiction_id"], row["subject_id"]): row["grade"]
            for row in connection.execute("select jurisdiction_id, subject_id, grade from mart.quarter_subject")
        }
        quarantined = connection.execute(
            "select jurisdiction_id, value, reason from ops.quarantine where state = 'waiting' order by 1, 2"
        ).fetchall()
        asked = {
            name: explain.find_subject(connection, office(name), "清溪发布")["subject_id"]
            for name in ("qingxi", "baishan")
        }
    assert set(asked.values()) == {"account:微信公众号:qx"}  # each by its own registry
    assert grades["qingxi", "site:5399000002"] == "unqualified"  # a quarter of its own visits failed
    assert grades["province", "site:5399000002"] != "unqualified"  # by the province's own log it answered
    assert (
        grades["province", "site:5399000001"] != "unqualified"
    )  # what baishan reports of it is no word of the province
    assert ("baishan", "site:5399000001") not in grades  # closed in its own registry
    # its report, its sample and its downtime of a site that it never registered
    assert [tuple(row.values())[:2] for row in quarantined] == [("baishan", "site:5399000002")] * 3


def test_what_nobody_saw_is_not_judged_and_the_bulletin_says_so(shared):
    folder, urls = shared
    with warehouse.connect(urls["all"]) as connection:
        verdicts = connection.execute(
            "select distinct verdict, unknown_reason from mart.fact_finding where jurisdiction_id = 'qingxi'"
            " and subject_id = 'site:5399000001'"
        ).fetchall()
        grade = connection.execute(
            "select grade from mart.quarter_subject where jurisdiction_id = 'qingxi' and subject_id = 'site:5399000001'"
        ).fetchone()["grade"]
    assert {row["verdict"] for row in verdicts} <= {"unknown"}
    assert grade == "undetermined"
    (page,) = (folder / "output" / "qingxi").rglob("0/bulletin.html")
    said = page.read_text("utf-8")
    assert "不予判定" in said
    assert "未列入" in said


def test_a_superior_looks_at_its_subordinates_and_changes_nothing(shared):
    _, urls = shared
    superior = office("province", oversees=["qingxi", "baishan"])
    with warehouse.connect(urls["all"]) as connection:
        assert overseen.periods(connection, superior) == ["2023-07"]
        rows = overseen.rolled_up(connection, superior, JULY)
        failed = overseen.failed(connection, superior, JULY)
        connection.rollback()
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), overseen.read_only(connection):
            connection.execute("delete from mart.quarter_subject")
    sites = {row["jurisdiction_id"]: row for row in rows if row["kind"] == "site"}
    assert {name: row["registered_count"] for name, row in sites.items()} == {"qingxi": 2, "baishan": 1, "province": 3}
    assert sites["province"]["failed_count"] == sites["qingxi"]["failed_count"] + sites["baishan"]["failed_count"]
    assert ("qingxi", "site:5399000002") in {(row["jurisdiction_id"], row["subject_id"]) for row in failed}
    with warehouse.connect(urls["all"]) as connection, pytest.raises(InspectionError, match="oversees no office"):
        overseen.rolled_up(connection, office("province"), JULY)


def test_observations_of_another_office_are_judged_by_each_by_address_and_host(postgres, tmp_path):
    url = postgres.create_database("offices_lent", template="template_warehouse")
    inspect(url, office("province"), tmp_path, archive(tmp_path, "province"), tmp_path / "output")
    borrower = office("baishan", observes_with="province")
    inspect(url, borrower, tmp_path, archive(tmp_path, "baishan", observed=False), tmp_path / "output")
    with warehouse.connect(url) as connection:
        counts = connection.execute(
            "select observer_id, subject_id, count(*) as n from staging.probe group by 1, 2 order by 1, 2"
        ).fetchall()
        seen = connection.execute(
            "select subject_id from mart.to_be_seen('baishan', 'province', '2023-07-10') order by 1"
        ).fetchall()
    found = {(row["observer_id"], row["subject_id"]): row["n"] for row in counts}
    assert found["baishan", "site:5399000011"] == found["province", "site:5399000003"] == 24 * 31
    assert ("baishan", "site:5399000001") not in found  # at another address
    # what the province fetches is not fetched again; a site at an address of its own still is
    assert [row["subject_id"] for row in seen] == ["site:5399000001"]
    before = marts(url, "province")
    with warehouse.connect(url) as connection:
        for _ in range(2):
            inspect_day.borrow(connection, borrower, date(2023, 7, 1), date(2023, 7, 1) + timedelta(days=30))
    assert marts(url, "province") == before
