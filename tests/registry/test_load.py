"""Exports become history: what changed, what is new, what is gone; and what may not get in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from inspection import registry
from inspection.declared import inputs
from inspection.declared.office import Source
from inspection.declared.office import load as load_office
from inspection.errors import GateStopped, InspectionError
from inspection.flow import history

OCT = [date(2023, 10, day) for day in range(1, 32)]
SITES = {
    f"539900000{number}": (f"云州网站{number}", f"http://s{number}.yunzhou.example/", "甲局", "正常运行")
    for number in range(1, 7)
}
TABLES = (
    "mart.dim_subject",
    "mart.dim_column",
    "mart.dim_downtime",
    "mart.fact_superior_notice",
    "mart.fact_superior_item",
    "mart.fact_special_check",
    "staging.message",
    "staging.report",
    "ops.ingest_batch",
    "ops.quarantine",
)


@pytest.fixture
def office():
    return load_office("yunzhou-demo")


@pytest.fixture
def write(tmp_path):
    def write(name, text, encoding="utf-8-sig"):
        path = tmp_path / name
        path.write_text(text, encoding)
        return str(path)

    return write


@pytest.fixture
def load_sites(connection, office, write):
    """Loads an export of sites: a dict of code → (name, address, organiser, status)."""

    def load(rows, day, **more):
        lines = ["网站标识码,网站名称,首页网址,主办单位,运行状态"]
        lines += [",".join((code, *cells)) for code, cells in rows.items()]
        path = write("sites.csv", "\n".join(lines) + "\n", "gbk")
        return registry.load(connection, office, "sites", path, day, **more)

    return load


def dump(connection, *tables):
    """All rows of the tables, as text, in a fixed order."""
    return {
        table: sorted(str(tuple(row.values())) for row in connection.execute(f"select * from {table}"))
        for table in tables or TABLES
    }


def versions(connection, code):
    rows = connection.execute(
        "select name, valid_from, valid_to from mart.dim_subject where subject_id = %s order by valid_from",
        (f"site:{code}",),
    )
    return [tuple(row.values()) for row in rows]


def test_a_first_export_opens_every_subject_on_its_day(connection, load_sites):
    batch = load_sites(SITES, OCT[0])
    assert str(batch) == "sites: 6 read, 0 quarantined, 6 merged, 6 in force"
    assert versions(connection, "5399000001") == [("云州网站1", OCT[0], None)]


def test_the_same_export_on_the_next_day_changes_no_row(connection, load_sites):
    load_sites(SITES, OCT[0])
    before = dump(connection, "mart.dim_subject")
    load_sites(SITES, OCT[1])
    assert dump(connection, "mart.dim_subject") == before


def test_the_same_export_twice_on_a_day_changes_no_row(connection, load_sites):
    load_sites(SITES, OCT[0])
    load_sites(SITES | {"5399000001": ("新名", "http://s1.yunzhou.example/", "甲局", "正常运行")}, OCT[1])
    before = dump(connection)
    load_sites(SITES | {"5399000001": ("新名", "http://s1.yunzhou.example/", "甲局", "正常运行")}, OCT[1])
    assert dump(connection) == before


def test_a_rename_closes_a_version_and_opens_one(connection, load_sites):
    load_sites(SITES, OCT[0])
    load_sites(SITES | {"5399000001": ("新名", "http://s1.yunzhou.example/", "甲局", "正常运行")}, OCT[7])
    assert versions(connection, "5399000001") == [("云州网站1", OCT[0], OCT[7]), ("新名", OCT[7], None)]


def test_a_subject_that_is_gone_is_closed_and_may_come_back(connection, load_sites):
    load_sites(SITES, OCT[0])
    batch = load_sites({code: cells for code, cells in SITES.items() if code != "5399000001"}, OCT[4])
    assert batch.in_force == 5
    assert versions(connection, "5399000001") == [("云州网站1", OCT[0], OCT[4])]
    assert load_sites(SITES, OCT[9]).in_force == 6
    assert versions(connection, "5399000001") == [("云州网站1", OCT[0], OCT[4]), ("云州网站1", OCT[9], None)]


def test_a_corrected_export_of_the_same_day_replaces_what_the_first_one_did(connection, load_sites, office):
    load_sites(SITES, OCT[0])
    renamed = SITES | {"5399000001": ("新名", "http://s1.yunzhou.example/", "甲局", "正常运行")}
    load_sites({code: cells for code, cells in renamed.items() if code != "5399000002"}, OCT[7])
    load_sites(SITES | {"5399000009": ("新站", "http://s9.yunzhou.example/", "甲局", "正常运行")}, OCT[7])
    assert versions(connection, "5399000001") == [("云州网站1", OCT[0], None)]
    assert versions(connection, "5399000002") == [("云州网站2", OCT[0], None)]
    assert versions(connection, "5399000009") == [("新站", OCT[7], None)]


def test_an_older_export_opens_its_versions_at_its_own_day_and_changes_nothing_that_a_later_one_said(
    connection, load_sites
):
    load_sites(SITES, OCT[7])
    older = SITES | {"5399000001": ("旧名", "http://s1.yunzhou.example/", "甲局", "正常运行")}
    assert (
        load_sites(older | {"5399000009": ("旧站", "http://s9.yunzhou.example/", "甲局", "正常")}, OCT[2]).in_force == 7
    )
    assert versions(connection, "5399000001") == [("旧名", OCT[2], OCT[7]), ("云州网站1", OCT[7], None)]
    assert versions(connection, "5399000002") == [("云州网站2", OCT[2], None)]
    assert versions(connection, "5399000009") == [("旧站", OCT[2], OCT[7])]
    load_sites(SITES, OCT[5])  # between the two
    assert versions(connection, "5399000001") == [("旧名", OCT[2], OCT[5]), ("云州网站1", OCT[5], None)]


def test_an_archive_may_be_imported_again_as_it_was(connection, load_sites):
    renamed = SITES | {"5399000001": ("新名", "http://s1.yunzhou.example/", "甲局", "正常运行")}
    load_sites(SITES, OCT[0])
    load_sites(renamed, OCT[7])
    before = dump(connection)
    load_sites(SITES, OCT[0])
    load_sites(renamed, OCT[7])
    assert dump(connection) == before


def test_lost_rows_stop_the_load_and_the_registry_before_stays_in_force(connection, load_sites):
    load_sites(SITES, OCT[0])
    before = dump(connection, "mart.dim_subject")
    with pytest.raises(GateStopped, match="2 of 6 sites in force are not in the export, more than the 20%") as error:
        load_sites(dict(list(SITES.items())[:4]), OCT[1])
    assert "stays in force" in error.value.remedy
    assert dump(connection, "mart.dim_subject") == before
    (batch,) = connection.execute("select * from ops.ingest_batch where state = 'stopped'").fetchall()
    assert (batch["day"], batch["read_count"], batch["merged_count"], batch["in_force_count"]) == (OCT[1], 4, 0, 6)
    assert load_sites(SITES, OCT[1]).in_force == 6


def test_exactly_the_allowed_share_may_be_lost(connection, load_sites):
    sites = dict(list(SITES.items())[:5])
    load_sites(sites, OCT[0])
    assert load_sites(dict(list(sites.items())[:4]), OCT[1]).in_force == 4  # a fifth is 20 %


def test_a_site_whose_row_is_quarantined_keeps_its_version(connection, load_sites):
    load_sites(SITES, OCT[0])
    batch = load_sites(SITES | {"5399000001": ("新名", "http//broken", "甲局", "正常运行")}, OCT[1])
    assert (batch.read, batch.quarantined, batch.merged, batch.in_force) == (6, 1, 5, 6)
    assert versions(connection, "5399000001") == [("云州网站1", OCT[0], None)]
    (row,) = connection.execute("select * from ops.quarantine").fetchall()
    assert (row["row_no"], row["column_name"], row["value"]) == (2, "首页网址", "http//broken")
    assert row["raw"]["网站名称"] == "新名"


def test_an_export_whose_rows_are_all_bad_stops_the_load(connection, load_sites):
    load_sites(SITES, OCT[0])
    says = r"6 of 6 sites in force are not in the export or only among its quarantined rows \(6\), more than"
    with pytest.raises(GateStopped, match=says) as error:
        load_sites({code: (name, "坏", body, status) for code, (name, _, body, status) in SITES.items()}, OCT[1])
    assert "python -m inspection quarantine FOLDER" in error.value.remedy
    assert versions(connection, "5399000001") == [("云州网站1", OCT[0], None)]


def test_a_source_that_cannot_be_read_loads_nothing_and_is_recorded(connection, office, load_sites, tmp_path):
    load_sites(SITES, OCT[0])
    before = dump(connection, "mart.dim_subject")
    with pytest.raises(InspectionError, match="cannot be read"):
        registry.load(connection, office, "sites", tmp_path / "nowhere.csv", OCT[1])
    assert dump(connection, "mart.dim_subject") == before
    assert (
        connection.execute("select state from ops.ingest_batch where read_count = 0").fetchone()["state"] == "stopped"
    )


def test_accounts_and_sites_are_independent_sources(connection, office, load_sites, write):
    load_sites(SITES, OCT[0])
    book = openpyxl.Workbook()
    book.active.append(["政务新媒体备案表"])
    book.active.append(["账号ID", "新媒体名称", "平台", "主办单位", "账号状态", "联系电话"])
    book.active.append([123456789.0, "云州发布", "微博", "甲局", "正常", "13800000000"])
    book.active.append(["gh_1", "云州发布", "微信", "甲局", "正常", "13800000000"])
    path = write("accounts.xlsx", "")
    book.save(path)
    assert registry.load(connection, office, "accounts", path, OCT[0]).in_force == 2
    assert load_sites(SITES, OCT[1]).in_force == 6
    rows = connection.execute("select subject_id from mart.dim_subject where kind = 'account' order by 1").fetchall()
    assert [row["subject_id"] for row in rows] == ["account:微信公众号:gh_1", "account:新浪微博:123456789"]
    assert "13800000000" not in str(dump(connection))


def columns_csv(*rows):
    return "\n".join(["网站标识码,栏目名称,栏目网址,栏目类别", *(",".join(row) for row in rows)]) + "\n"


def test_columns_keep_their_history_too(connection, office, load_sites, write):
    load_sites(SITES, OCT[0])
    base = "http://s1.yunzhou.example"
    rows = [("5399000001", f"栏目{number}", f"{base}/c{number}/", "动态要闻") for number in range(5)]
    registry.load(connection, office, "columns", write("columns.csv", columns_csv(*rows)), OCT[0])
    changed = [("5399000001", "政策", f"{base}/c0/", "政策文件"), *rows[2:]]
    doubled = [*changed, ("5399000001", "又一个", f"{base}/c0/", "政策文件")]
    path = write("columns.csv", columns_csv(*doubled, ("5399999999", "别处", "http://x.example/c/", "动态要闻")))
    batch = registry.load(connection, office, "columns", path, OCT[5])
    assert (batch.read, batch.quarantined, batch.merged, batch.in_force) == (6, 1, 5, 5)
    assert batch.note == "columns wait for sites that are not in the registry: 5399999999"
    effective = connection.execute("select url from mart.columns_as_of('yunzhou-demo', %s)", (OCT[5],)).fetchall()
    assert {row["url"] for row in effective} == {url for _, _, url, _ in changed}
    before = dump(connection)
    registry.load(connection, office, "columns", path, OCT[5])
    assert dump(connection) == before
    history = connection.execute(
        "select name, class, valid_from, valid_to from mart.dim_column where url like '%%/c0/' order by valid_from"
    ).fetchall()
    assert [tuple(row.values()) for row in history] == [
        ("栏目0", "news", OCT[0], OCT[5]),
        ("政策", "policy", OCT[5], None),
    ]
    reasons = connection.execute("select row_no, reason from ops.quarantine order by row_no").fetchall()
    assert [tuple(row.values()) for row in reasons] == [
        (6, "doubled key: row 2 has the same"),
    ]


def test_the_registry_of_one_office_never_touches_that_of_another(connection, office, load_sites, write):
    province = office.model_copy(update={"jurisdiction_id": "province"})
    load_sites(SITES, OCT[0])
    ours = "select * from mart.dim_subject where jurisdiction_id = 'yunzhou-demo' order by subject_id, valid_from"
    before = connection.execute(ours).fetchall()
    text = "网站标识码,网站名称,首页网址,主办单位,运行状态\n"
    hostile = "5399000001,云州网站1,http://www.elsewhere.example/,甲局,永久关停\n"
    other = "5300000001,省网,http://www.province.example/,乙局,正常运行\n"
    for day in OCT[:2]:
        registry.load(connection, province, "sites", write(f"{day}.csv", text + hostile + other), day)
    assert connection.execute(ours).fetchall() == before
    assert versions(connection, "5300000001") == [("省网", OCT[0], None)]
    without = {code: cells for code, cells in SITES.items() if code != "5399000001"}
    assert load_sites(without, OCT[1]).in_force == 5
    closed = connection.execute(
        "select jurisdiction_id, valid_to from mart.dim_subject where subject_id = 'site:5399000001' order by 1"
    ).fetchall()
    assert [tuple(row.values()) for row in closed] == [("province", None), ("yunzhou-demo", OCT[1])]


LISTS = {
    "downtime": (
        "site_code,from,to,reason,approval\n5399000001,2023-11-01,2023-11-05,升级,云函〔2023〕1号\n",
        "mart.dim_downtime",
        {
            "jurisdiction_id": "yunzhou-demo",
            "subject_id": "site:5399000001",
            "starts_at": datetime(2023, 10, 31, 16, tzinfo=UTC),
            "ends_at": datetime(2023, 11, 5, 16, tzinfo=UTC),
            "reason": "升级",
            "approval": "云函〔2023〕1号",
        },
    ),
    "messages": (
        "平台,message_id,site_code,received_at,due_at,closed_at,verified,问题类型\n"
        "我为政府网站找错,m1,5399000001,2023-10-01 09:00,2023-10-08,,是,错别字\n",
        "staging.message",
        {
            "channel": "找错",
            "message_id": "m1",
            "subject_id": "site:5399000001",
            "received_at": datetime(2023, 10, 1, 1, tzinfo=UTC),
            "received_on": date(2023, 10, 1),
            "due_at": datetime(2023, 10, 8, 16, tzinfo=UTC),
            "closed_at": None,
            "is_verified": True,
            "jurisdiction_id": "yunzhou-demo",
            "kind": "错别字",
            "state": None,
            "is_published": None,
            "deadline_at": datetime(2023, 10, 8, 16, tzinfo=UTC),
            "deadline_basis": "stated",
        },
    ),
    "reports": (
        "report_id,subject,indicator_id,reason,found_on,body,decision,locator,note,attachment\n"
        "r1,site:5399000001,SV1.1,,2023-10-05,云州市人民政府办公室,confirmed,http://s1.yunzhou.example/a,,\n",
        "staging.report",
        {
            "jurisdiction_id": "yunzhou-demo",
            "report_id": "r1",
            "subject_id": "site:5399000001",
            "indicator_id": "SV1.1",
            "reason_id": None,
            "found_on": date(2023, 10, 5),
            "body": "云州市人民政府办公室",
            "decision": "confirmed",
            "locator": "http://s1.yunzhou.example/a",
            "note": None,
            "attachment": None,
            "is_publishable": None,
        },
    ),
    "superior_notices": (
        "level,period_id,kind,registered_count,inspected_count,visit_count,failed_count,printed_rate\n"
        "省,2023Q3,网站,100,30,,1,96.7%\n",
        "mart.fact_superior_notice",
        {
            "jurisdiction_id": "yunzhou-demo",
            "level": "province",
            "period_id": "2023Q3",
            "kind": "site",
            "registered_count": 100,
            "inspected_count": 30,
            "visit_count": None,
            "failed_count": 1,
            "printed_rate": "96.7%",
        },
    ),
    "superior_items": (
        "level,period_id,kind,item,name,note,整改结果\nprovince,2023Q3,account,不合格,云州发布,,已更新\n",
        "mart.fact_superior_item",
        {
            "jurisdiction_id": "yunzhou-demo",
            "level": "province",
            "period_id": "2023Q3",
            "kind": "account",
            "item": "failed",
            "name": "云州发布",
            "note": None,
            "reason_id": None,
            "outcome": "rectified",
            "is_ours": None,
        },
    ),
    "special_checks": (
        "check_id,period_id,name,target,target_kind,starts_on,ends_on,passed\n"
        "c1,2023Q4,隐私专项,site:5399000001,site,2023-11-01,2023-11-30,否\n",
        "mart.fact_special_check",
        {
            "jurisdiction_id": "yunzhou-demo",
            "check_id": "c1",
            "target": "site:5399000001",
            "period_id": "2023Q4",
            "name": "隐私专项",
            "target_kind": "site",
            "starts_on": date(2023, 11, 1),
            "ends_on": date(2023, 11, 30),
            "is_passed": False,
        },
    ),
    "inspections": (
        "检查轮次,检查对象,检查日期\n2023年第二次,account:微博:yz,2023-10-05\n",
        "staging.inspection",
        {
            "jurisdiction_id": "yunzhou-demo",
            "subject_id": "account:新浪微博:yz",
            "round_id": "2023年第二次",
            "inspected_on": date(2023, 10, 5),
            "kind": "account",
        },
    ),
    "published_figures": (
        "period_id,figure_id,dimension,value,numerator,denominator,document\n"
        "2022Q4,site_pass_rate,,92.75%,486,524,云政办函〔2023〕1号\n",
        "mart.published_figure",
        {
            "jurisdiction_id": "yunzhou-demo",
            "period_id": "2022Q4",
            "figure_id": "site_pass_rate",
            "dimension": "",
            "value": Decimal("0.9275"),
            "numerator": 486,
            "denominator": 524,
            "document": "云政办函〔2023〕1号",
        },
    ),
    "own_figures": (
        "检查周期,数据项,分项,数值,单位,来源,备注\n2023Q4,提示单,,12,份,政务公开科台账,\n",
        "mart.own_figure",
        {
            "jurisdiction_id": "yunzhou-demo",
            "period_id": "2023Q4",
            "figure_id": "提示单",
            "dimension": "",
            "value": 12,
            "unit": "份",
            "source": "政务公开科台账",
            "note": None,
        },
    ),
    "domains": (
        "域名,主办单位,状态,注销日期,保留原因\nhttp://old.yunzhou.example/index.html,甲局,已注销,2023-05-04,\n",
        "mart.dim_domain",
        {
            "jurisdiction_id": "yunzhou-demo",
            "domain": "old.yunzhou.example",
            "organiser": "甲局",
            "state": "deregistered",
            "state_on": date(2023, 5, 4),
            "reason": None,
        },
    ),
    "activities": (
        "活动编号,活动名称,活动类型,主办单位,开始日期,结束日期,报备日期,批复文号\n"
        "a1,最美教师评选,网络投票,甲局,2023-09-20,2023-09-30,,\n",
        "mart.fact_activity",
        {
            "jurisdiction_id": "yunzhou-demo",
            "activity_id": "a1",
            "name": "最美教师评选",
            "kind": "vote",
            "organiser": "甲局",
            "starts_on": date(2023, 9, 20),
            "ends_on": date(2023, 9, 30),
            "reported_on": None,
            "approval": None,
            "url": None,
        },
    ),
    "annual_reports": (
        "年度,报表类型,网站标识码,截止日期,公开日期,公开网址\n"
        "2022,政府网站工作年度报表,5399000001,2023-01-31,2023-01-20,s1.yunzhou.example/nb\n",
        "mart.fact_annual_report",
        {
            "jurisdiction_id": "yunzhou-demo",
            "year": 2022,
            "kind": "site",
            "target": "5399000001",
            "due_on": date(2023, 1, 31),
            "published_on": date(2023, 1, 20),
            "url": "http://s1.yunzhou.example/nb",
        },
    ),
    "rectification_notices": (
        "通知单编号,层级,检查周期,对象类型,网站名称,整改单位,单位类别,下发日期,整改期限,完成日期,整改结果\n"
        "n1,自治区,2019Q2,网站,甲网,甲局,部门,2019-05-05,2019-05-20,2019-05-10,关停\n",
        "mart.fact_rectification_notice",
        {
            "jurisdiction_id": "yunzhou-demo",
            "notice_id": "n1",
            "level": "province",
            "period_id": "2019Q2",
            "kind": "site",
            "name": "甲网",
            "organiser": "甲局",
            "organiser_class": "department",
            "reason_id": None,
            "issued_on": date(2019, 5, 5),
            "due_on": date(2019, 5, 20),
            "done_on": date(2019, 5, 10),
            "outcome": "closed",
        },
    ),
}


@pytest.mark.parametrize("source", LISTS)
def test_a_list_is_upserted_by_its_key(connection, office, write, load_sites, source):
    text, table, expected = LISTS[source]
    load_sites(SITES, OCT[0])
    account = "账号名称,平台,主办单位,账号状态,账号ID\n云州发布,微博,甲局,正常,yz\n"
    registry.load(connection, office, "accounts", write("accounts.csv", account), OCT[0])
    for _ in range(2):
        batch = registry.load(connection, office, source, write(f"{source}.csv", text), OCT[9])
        assert (batch.read, batch.quarantined, batch.merged, batch.in_force) == (1, 0, 1, 1)
        assert connection.execute(f"select * from {table}").fetchall() == [expected]


def test_every_input_is_a_registry_or_a_list():
    assert set(LISTS) == set(inputs.LISTS)
    assert inputs.REGISTRIES == ("sites", "columns", "accounts")


def test_ingest_loads_what_is_declared_and_a_source_that_fails_keeps_none_back(connection, office, write, load_sites):
    text = "网站标识码,网站名称,首页网址,主办单位,运行状态\n5399000001,甲网,http://a.example/,甲局,正常\n"
    sources = {
        "messages": Source(path=write("messages.csv", LISTS["messages"][0])),
        "accounts": Source(path=write("accounts.csv", "")),
        "sites": Source(path=write("sites.csv", text)),
        "columns": Source(path=write("c.csv", columns_csv(("5399000001", "要闻", "http://a.example/c/", "动态要闻")))),
    }
    declared = office.model_copy(update={"sources": sources})
    said = []
    with pytest.raises(InspectionError, match=r"accounts\.csv: is empty"):
        registry.ingest(connection, declared, OCT[0], say=lambda batch: said.append(batch.source))
    assert said == ["sites", "columns", "messages"], "what was taken in is told, though another source failed"
    connection.rollback()  # what was loaded is committed
    states = connection.execute("select source, state, in_force_count from ops.ingest_batch order by source").fetchall()
    assert [tuple(row.values()) for row in states] == [
        ("accounts", "stopped", 0),
        ("columns", "loaded", 1),
        ("messages", "loaded", 1),
        ("sites", "loaded", 1),
    ]
    only = registry.ingest(connection, declared, OCT[0], only=["sites", "columns"])
    assert [batch.source for batch in only] == ["sites", "columns"]


def test_a_gate_between_staging_and_merge_sees_the_rows_and_can_stop_them(connection, load_sites, warehouse_url):
    seen = []

    def gate(open_connection, source):
        assert source == "sites"
        seen.append(open_connection.execute("select count(*) as n from staging.registry_subject").fetchone()["n"])
        raise GateStopped("no", place="gate", remedy="none")

    with pytest.raises(GateStopped):
        load_sites(SITES, OCT[0], gate=gate)
    assert seen == [6]
    assert dump(connection)["mart.dim_subject"] == []
    (batch,) = connection.execute("select state, detail from ops.ingest_batch").fetchall()
    assert tuple(batch.values()) == ("stopped", "no")


def test_an_export_that_says_the_same_is_not_read_again_until_something_it_depends_on_changes(
    connection, office, load_sites, write
):
    seen = []
    load_sites(SITES, OCT[0])
    columns = [
        ("5399000001", "要闻", "http://s1.yunzhou.example/c/", "动态要闻"),
        ("5399000009", "要闻", "http://s9.yunzhou.example/c/", "动态要闻"),
    ]
    path = write("columns.csv", columns_csv(*columns))
    registry.load(connection, office, "columns", path, OCT[0])
    batch = load_sites(SITES, OCT[1], gate=lambda _, source: seen.append(source))
    assert str(batch) == "sites: 6 read, 0 quarantined, 6 merged, 6 in force"
    assert seen == []
    assert connection.execute("select max(day) as day from ops.registry_load").fetchone()["day"] == OCT[1]
    more = SITES | {"5399000009": ("云州网站9", "http://s9.yunzhou.example/", "甲局", "正常运行")}
    load_sites(more, OCT[2], gate=lambda _, source: seen.append(source))
    assert seen == ["sites"]
    effective = "select count(*) as n from mart.columns_as_of('yunzhou-demo', %s)"
    assert [connection.execute(effective, (day,)).fetchone()["n"] for day in OCT[1:3]] == [1, 2]  # its site is there
    batch = registry.load(connection, office, "columns", path, OCT[2])  # the same file
    assert (batch.quarantined, batch.in_force, batch.note) == (0, 2, "")


def test_an_office_may_name_its_own_headers(connection, office, write):
    path = write("sites.csv", "站点编码,站名,首页网址,主办单位,运行状态\n5399000001,甲网,http://a.example/,甲局,正常\n")
    source = Source(path=path, headers={"site_code": ["站点编码"], "name": ["站名"]})
    assert registry.load(connection, office, "sites", source, OCT[0]).in_force == 1
    with pytest.raises(InspectionError, match="the input has no field title"):
        registry.load(connection, office, "sites", Source(path=path, headers={"title": ["站名"]}), OCT[0])


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ("网站类型", ""),
        ("网站类别X", "; columns not used: 网站类别X"),
        ("网站类别X,甲,乙,丙,丁,戊,己", "; columns not used: 网站类别X, 甲, 乙, 丙, 丁, and 2 more"),
    ],
)
def test_columns_that_nothing_is_read_from_are_told_and_stop_nothing(connection, office, write, headers, says):
    lines = f"网站标识码,网站名称,首页网址,主办单位,运行状态,联系人,{headers}\n5399000001,甲网,http://a.example/,甲局,正常,某人"
    path = write("sites.csv", lines + ",部门" * (headers.count(",") + 1) + "\n")
    line = f"sites: 1 read, 0 quarantined, 1 merged, 1 in force{says}"
    assert str(registry.load(connection, office, "sites", path, OCT[0])) == line
    assert str(registry.load(connection, office, "sites", path, OCT[1])) == line  # not read again, and told again
    details = [row["detail"] for row in connection.execute("select detail from ops.ingest_batch")]
    assert details == [says.removeprefix("; ") or None] * 2


def test_the_headers_code_and_words_of_an_office_hold_for_the_exports_of_its_archive(connection, office, tmp_path):
    folder = tmp_path / "archive" / "registry" / "2023-10-01"
    folder.mkdir(parents=True)
    (folder / "accounts.csv").write_text(
        "号主,名称,平台,账号ID,账号状态,单位类别\n甲局,云州发布,云州号,4.9E+15,正常,镇属企业\n", "gb18030"
    )
    accounts = Source(headers={"name": ["名称"], "organiser": ["号主"]}, code="名称")
    words = {"platform": {"微信公众号": ["云州号"]}, "organiser_class": {"其他": ["镇属企业"]}}
    own = office.model_copy(update={"sources": {"accounts": accounts}, "words": words})
    assert (
        len(list(history.import_registry(connection, own, tmp_path / "archive", datetime(2023, 11, 1, tzinfo=UTC))))
        == 1
    )
    row = connection.execute(
        "select subject_id, organiser, organiser_class, valid_from from mart.dim_subject"
    ).fetchone()
    assert tuple(row.values()) == ("account:微信公众号:云州发布", "甲局", "other", OCT[0])


def test_a_report_on_a_code_that_was_never_registered_waits_unless_it_says_just_that(
    connection, office, write, load_sites
):
    load_sites(SITES, OCT[0])
    header = "报告编号,检查对象,问题类型,发现日期,检查单位,认定\n"
    rows = "r1,5399000001,privacy,2023-10-05,甲局,上报\nr2,5399999999,privacy,2023-10-05,甲局,上报\n"
    unregistered = "r3,5399999998,unregistered,2023-10-05,甲局,上报\n"
    batch = registry.load(connection, office, "reports", write("reports.csv", header + rows + unregistered), OCT[9])
    assert (batch.merged, batch.quarantined) == (2, 1)
    (row,) = connection.execute("select value, reason, remedy from ops.quarantine").fetchall()
    assert row["value"] == "site:5399999999"
    assert "registry of this office" in row["reason"]


def test_what_an_export_says_of_downtimes_and_certificates_is_kept_with_its_version(connection, office, write):
    text = "网站标识码,网站名称,首页网址,主办单位,运行状态,临时下线起止日期\n"
    text += "5399000001,甲网,http://a.example/,甲局,临时下线,2023-10-03至2023-10-09\n"
    registry.load(connection, office, "sites", write("sites.csv", text), OCT[4])
    registry.load(
        connection,
        office,
        "sites",
        write("sites.csv", text.replace("临时下线,2023-10-03至2023-10-09", "正常,")),
        OCT[6],
    )
    row = connection.execute("select starts_at, ends_at from mart.approved_downtime").fetchone()
    assert row["starts_at"] == datetime(2023, 10, 2, 16, tzinfo=UTC)
    assert row["ends_at"] == datetime(2023, 10, 6, 16, tzinfo=UTC)  # the registry says it no more from the seventh on
    accounts = "账号ID,账号名称,平台,主办单位,账号状态,是否官方认证\ngh_1,云州发布,微信,甲局,正常,否\n"
    registry.load(connection, office, "accounts", write("accounts.csv", accounts), OCT[4])
    row = connection.execute("select is_certified from mart.dim_subject where kind = 'account'").fetchone()
    assert row["is_certified"] is False


def test_what_was_passed_over_or_left_empty_is_on_record(connection, office, write):
    text = "登记表\n网站标识码,网站名称,首页网址,主办单位,运行状态,单位类别\n5399000001,甲网,http://a.example/,甲局,正常,镇属企业\n合计,1,,,,\n"
    batch = registry.load(connection, office, "sites", write("sites.csv", text), OCT[0])
    assert (batch.read, batch.merged, batch.passed_over) == (3, 1, 2)
    notes = connection.execute(
        "select row_no, column_name, kind, value from ops.intake_note order by row_no"
    ).fetchall()
    assert [tuple(row.values()) for row in notes] == [
        (1, "", "title", ""),
        (3, "单位类别", "emptied", "镇属企业"),
        (4, "", "total", ""),
    ]
