"""A quarter of which an office has probe logs and exports of accounts alone: its bulletin, read as text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from inspection import bulletin, warehouse
from inspection.archive.store import Store
from inspection.declared.office import load
from inspection.flow import backfill, history, quarter
from inspection.periods import Period

QUARTER, NOW = Period.parse("2023Q3"), datetime(2023, 10, 9, 3, tzinfo=UTC)
DAYS = list(QUARTER.days())
OFFICE = load("yunzhou-demo").model_copy(
    update={"jurisdiction_id": "qinghe", "sources": {}, "history": None, "connect_to": None, "vantage": "qinghe"}
)
SITES = {1: "清禾县人民政府", 2: "清禾县教育体育局", 3: "清禾县水务局", 4: "清禾县林业局"}
FAILS, SEEN_FROM = {2: 5}, {3: date(2023, 9, 20)}  # hours of each day; the third is in the logs of eleven days alone
UNSEEN = 4  # in no log
ACCOUNTS = {
    "a1": ("清禾发布", "微信公众号"), "a2": ("清禾教育", "微信公众号"), "a3": ("清禾公安", "新浪微博"),
    "a4": ("清禾文旅", "抖音短视频"), "a5": ("清禾水务", "今日头条"),
}  # fmt: skip


def written(folder: Path) -> Path:
    """The archive, as an office has it: a registry of the first day, a log a month, one export of looks."""
    registry = folder / "registry" / "2023-07-01"
    registry.mkdir(parents=True)
    sites = [f"539900000{n},{name},http://s{n}.qinghe.example/,{name},正常运行" for n, name in SITES.items()]
    heads = "网站标识码,网站名称,首页网址,主办单位,运行状态"
    (registry / "sites.csv").write_text("\n".join([heads, *sites]) + "\n", "utf-8")
    accounts = [f"{key},{name},{platform},{name}单位,正常,是" for key, (name, platform) in ACCOUNTS.items()]
    heads = "账号ID,账号名称,平台,主办单位,账号状态,是否官方认证"
    (registry / "accounts.csv").write_text("\n".join([heads, *accounts]) + "\n", "utf-8")
    (folder / "probes").mkdir()
    for month in (7, 8, 9):
        lines = ["site_code,scheduled_at,outcome,http_status,seconds"]
        for day in (day for day in DAYS if day.month == month):
            for n in (n for n in SITES if n != UNSEEN and day >= SEEN_FROM.get(n, day)):
                for hour in range(24):
                    said = "timeout,," if hour < FAILS.get(n, 0) else "ok,200,0.5"
                    lines.append(f"539900000{n},{day}T{hour:02d}:00:00+08:00,{said}")
        (folder / "probes" / f"{month}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    lines = ["platform,account_id,checked_at,outcome,healthy,has_interaction,newest_post_on"]
    for day in DAYS:
        at = f"{day}T09:00:00+08:00"
        lines.append(f"微信公众号,a1,{at},ok,true,true,{day}")  # posts daily
        lines.append(f"微信公众号,a2,{at},ok,true,true,2023-07-20")  # silent since
        lines.append(f"新浪微博,a3,{at},ok,true,,{day}")  # nobody wrote whether it offers interaction
        lines.append(f"抖音短视频,a4,{at},ok,false,,")  # the source did not see even its control accounts
    (folder / "account_checks.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def made(postgres, tmp_path_factory):
    folder = tmp_path_factory.mktemp("quarter")
    archive, store = written(folder / "archive"), Store.of(folder / "store")
    url = postgres.create_database("quarter_of_logs", template="template_warehouse")
    with warehouse.connect(url) as connection:
        list(history.import_registry(connection, OFFICE, archive, NOW))
        connection.commit()
        history.import_observations(connection, OFFICE, store, archive)
        for days in backfill.plan(connection, OFFICE, QUARTER, NOW, say=lambda _: None):
            backfill.do_days(connection, OFFICE, store, days, NOW, say=lambda _: None)
        quarter.check_inputs(connection, OFFICE, QUARTER, "test")
        quarter.build(connection, OFFICE, QUARTER, "test")
        bulletin.draft(connection, OFFICE, QUARTER, folder / "output")
        connection.commit()
        rows = connection.execute("select subject_id, grade from mart.quarter_subject").fetchall()
        grades = {row["subject_id"].rpartition(":")[2]: row["grade"] for row in rows}
        rows = connection.execute(
            "select distinct subject_id, indicator_id, verdict, unknown_reason from mart.fact_finding"
        ).fetchall()
        found = {tuple(row.values()) for row in rows}
    (page,) = (folder / "output").rglob("0/bulletin.html")
    text = BeautifulSoup(page.read_text("utf-8"), "lxml").get_text("\n")
    return grades, found, re.sub(r"\s+", "", text)


def test_nobody_is_accused_of_what_nobody_saw(made):
    _, found, _ = made
    failed = {(subject, indicator) for subject, indicator, verdict, _ in found if verdict == "fail"}
    assert failed == {("site:5399000002", "SV2"), ("account:微信公众号:a2", "AV2.1")}


def test_what_is_not_known_has_its_reason(made):
    grades, found, _ = made
    why = {(subject.rpartition(":")[2], indicator): reason for subject, indicator, verdict, reason in found if reason}
    assert [grades[f"539900000{n}"] for n in SITES] == ["undetermined", "unqualified", "undetermined", "undetermined"]
    assert [grades[key] for key in ACCOUNTS] == [grades["a1"], "unqualified", *["undetermined"] * 3]
    assert grades["a1"] != "unqualified"
    assert why["5399000004", "SV2"] == "too_few_probes"
    assert {reason for (_, indicator), reason in why.items() if indicator == "SV3"} == {"not_crawled"}
    assert {why[key, "AV2.1"] for key in ("a4", "a5")} == {"source_unhealthy"}


def test_the_bulletin_says_how_many_are_undetermined_and_why(made):
    _, _, text = made
    _, sites, accounts, *_ = re.split("政府网站检查情况。|政务新媒体检查情况。", text)
    assert "其中不合格1个" in sites
    assert "另有3个因监测数据不足不予判定" in sites
    assert "其中不合格1个" in accounts
    assert "另有3个因监测数据不足不予判定" in accounts
    assert "网站内容检查、人工检查未列入本季度检查，相关指标不予判定" in text
    named = [name for name in (*SITES.values(), *(name for name, _ in ACCOUNTS.values())) if text.count(name) > 0]
    assert named == ["清禾县教育体育局", "清禾教育"]  # nobody else is in text or lists
