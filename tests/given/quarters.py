"""A few rows of an invented city: two quarters as the quarter's tables hold them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from psycopg.types.json import Jsonb

from inspection.declared import editions
from inspection.declared.office import load
from inspection.periods import Period
from inspection.quarter import figures

OFFICE = load("yunzhou-demo")
OLD, NEW = Period.parse("2023Q3"), Period.parse("2023Q4")
UNREACHABLE, BLANK, GRAVE, SILENT = "SV2", "SV4.3", "AV1.1", "AV2.1"
REASONS = {
    UNREACHABLE: "unreachable",
    BLANK: "blank_columns",
    GRAVE: "serious_expression_error",
    SILENT: "account_not_updated",
}
SITES = [
    # code, name, organiser, region code, what failed in the old quarter
    ("5399000001", "云州市人民政府门户网站", "云州市人民政府办公室", "539900", []),
    ("5399000002", "云州市教育局", "市教育局", "539900", [UNREACHABLE]),
    ("5399000003", "青溪区人民政府", "青溪区人民政府办公室", "539902", [UNREACHABLE, BLANK]),
    ("5399000004", "长亭县人民政府", "长亭县人民政府办公室", "539921", []),
]
ACCOUNTS = [
    # platform, id, name, organiser, region code, failed in the old quarter, failed in the new one
    ("微信公众号", "yz-fagai", "云州发改", "市发展改革委", "539900", [], [GRAVE]),
    ("微信公众号", "yz-120", "云州120急救", "市急救中心", "539900", [SILENT], []),
    ("新浪微博", "yz-jiaojing", "云州交警", "市公安局", "539900", [], [GRAVE]),
    ("抖音短视频", "yz-police", "云州公安", "市公安局", "539900", [], []),
    ("百家号", "yz-tour", "=云州文旅", "市文化和旅游局", "539900", [], []),
]


def insert(connection, table: str, **values) -> None:
    names, marks = ", ".join(values), ", ".join(f"%({name})s" for name in values)
    connection.execute(f"insert into {table} ({names}) values ({marks})", values)


def subject(connection, subject_id: str, *, valid_from=date(2018, 1, 1), status="running", **values) -> None:
    kind = subject_id.split(":")[0]
    given = {"jurisdiction_id": OFFICE.jurisdiction_id, "name": subject_id, "organiser": "市直单位"}
    given |= {"region_code": "539900"} | values
    insert(
        connection, "mart.dim_subject", subject_id=subject_id, valid_from=valid_from, kind=kind, status=status, **given
    )


def grade(connection, period: Period, subject_id: str, failed: list[str], grade: str = "") -> None:
    """A row of the quarter, with a finding on its last day and its case where something failed."""
    insert(
        connection,
        "mart.quarter_subject",
        jurisdiction_id=OFFICE.jurisdiction_id,
        period_id=period.period_id,
        subject_id=subject_id,
        grade=grade or ("unqualified" if failed else "qualified"),
        reason_ids=sorted(REASONS[indicator] for indicator in failed),
        indicator_ids=sorted(failed),
        first_failed_on=period.last_day if failed else None,
        score_state="incomplete",
        finding_days=1 if failed else 0,
    )
    for indicator in failed:
        finding(connection, subject_id, indicator, period.last_day, REASONS[indicator])


def finding(connection, subject_id: str, indicator: str, day: date, reason_id: str) -> None:
    insert(
        connection,
        "mart.fact_finding",
        jurisdiction_id=OFFICE.jurisdiction_id,
        edition_id=OFFICE.edition,
        subject_id=subject_id,
        indicator_id=indicator,
        day=day,
        reason_id=reason_id,
        value=1,
        limit_value=1,
        verdict="fail",
        evidence=Jsonb([{"kind": "snapshot", "id": f"urn:uuid:{subject_id}/{indicator}", "note": ""}]),
    )


def case(connection, subject_id: str, indicator: str, opened_on: date, last_failed_on: date, closed_on) -> None:
    insert(
        connection,
        "mart.fact_case",
        jurisdiction_id=OFFICE.jurisdiction_id,
        subject_id=subject_id,
        indicator_id=indicator,
        opened_on=opened_on,
        last_failed_on=last_failed_on,
        closed_on=closed_on,
        reason_id=REASONS[indicator],
        failed_day_count=(last_failed_on - opened_on).days + 1,
    )


def inspect(connection, period: Period, subject_id: str) -> None:
    """One row per round, and the day's assessment."""
    for day in OFFICE.round_days(period):
        insert(
            connection,
            "mart.fact_inspection",
            jurisdiction_id=OFFICE.jurisdiction_id,
            subject_id=subject_id,
            round_id=str(day),
            inspected_on=day,
        )
        insert(
            connection,
            "mart.fact_assessment_day",
            jurisdiction_id=OFFICE.jurisdiction_id,
            edition_id=OFFICE.edition,
            subject_id=subject_id,
            day=day,
            indicator_ids=["SV2"],
        )


def message(connection, channel: str, number: int, received: datetime, *, due_days=5, closed_days=1) -> None:
    closed_at = None if closed_days is None else received + timedelta(days=closed_days)
    insert(
        connection,
        "staging.message",
        jurisdiction_id=OFFICE.jurisdiction_id,
        channel=channel,
        message_id=f"{channel}-{number}",
        received_at=received,
        due_at=received + timedelta(days=due_days),
        closed_at=closed_at,
        is_verified=True,
    )


def notice(connection, level: str, period_id: str, kind: str, inspected: int, failed: int = 0, **more) -> None:
    insert(
        connection,
        "mart.fact_superior_notice",
        jurisdiction_id=OFFICE.jurisdiction_id,
        level=level,
        period_id=period_id,
        kind=kind,
        inspected_count=inspected,
        failed_count=failed,
        **more,
    )


def special(connection, target: str, kind: str, is_passed: bool = True, check_id: str = "audit-2023") -> None:
    insert(
        connection,
        "mart.fact_special_check",
        jurisdiction_id=OFFICE.jurisdiction_id,
        check_id=check_id,
        target=target,
        period_id="2023Q4",
        name="信息发布审核专项检查",
        target_kind=kind,
        starts_on=date(2023, 11, 21),
        ends_on=date(2023, 11, 30),
        is_passed=is_passed,
    )


def load_city(connection) -> None:
    """Both quarters of the city: the old one with failed sites, the new one with failed accounts only."""
    editions.sync(connection, editions.load_edition(OFFICE.edition))
    for code, name, organiser, region_code, failed in SITES:
        one = f"site:{code}"
        subject(
            connection, one, name=name, organiser=organiser, region_code=region_code, site_code=code,
            home_url=f"http://www{code[-1]}.yunzhou.example/",
        )  # fmt: skip
        for period, indicators in ((OLD, failed), (NEW, [])):
            inspect(connection, period, one)
            grade(connection, period, one, indicators)
        for indicator in failed:
            case(connection, one, indicator, OLD.last_day, OLD.last_day, date(2023, 10, 9))
    for platform, account, name, organiser, region_code, old, new in ACCOUNTS:
        one = f"account:{platform}:{account}"
        subject(
            connection, one, name=name, organiser=organiser, region_code=region_code, platform=platform,
            account_id=account,
        )  # fmt: skip
        for period, indicators in ((OLD, old), (NEW, new)):
            inspect(connection, period, one)
            grade(connection, period, one, indicators)
        for indicator in old:
            case(connection, one, indicator, OLD.last_day, OLD.last_day, date(2023, 10, 9))
    finding(connection, "site:5399000001", "SD4.3", date(2023, 12, 5), "broken_links")
    for quarter in ("2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4"):
        for level in ("state", "province"):
            notice(connection, level, quarter, "site", 4)
            notice(connection, level, quarter, "account", 5)
    insert(
        connection, "mart.fact_superior_item", jurisdiction_id=OFFICE.jurisdiction_id, level="province",
        period_id="2023Q4", kind="account", item="praised", name="云州公安", note="反诈宣传内容生动",
    )  # fmt: skip
    for number in range(3):
        message(connection, "找错", number, datetime(2023, 10, 10 + number, 2, tzinfo=UTC))
    for target, kind in (("青溪区", "county"), ("长亭县", "county"), ("市教育局", "department")):
        special(connection, target, kind)
    for period in (OLD, NEW):
        figures.compute(connection, OFFICE, period)
