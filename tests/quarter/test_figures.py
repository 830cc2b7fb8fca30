"""Figures: each query of include/sql/figure on a few invented rows, as whole outputs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from inspection import warehouse
from inspection.declared import editions
from inspection.declared.office import load
from inspection.errors import InspectionError
from inspection.periods import Period
from inspection.quarter import figures
from inspection.quarter.combining import WORDS, combining
from tests.given.quarters import (
    BLANK,
    GRAVE,
    NEW,
    OFFICE,
    OLD,
    UNREACHABLE,
    case,
    finding,
    grade,
    insert,
    inspect,
    load_city,
    message,
    notice,
    special,
    subject,
)

FILES = sorted((warehouse.SQL / "figure").glob("*.sql"))


def run(connection, name, period=NEW, office=OFFICE):
    """Figures of one query as {figure_id{dimension}: value}; run twice, since a select changes nothing."""
    bound = figures.parameters(office, period)
    first, second = (figures.rerun(connection, f"include/sql/figure/{name}.sql", bound) for _ in range(2))
    assert first == second
    return {figures.named(*key): row["value"] for key, row in first.items()}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_figure_file_states_its_title_combination_figures_grain_reads_and_parameters(path):
    text = path.read_text("utf-8")
    for label in ("-- title:  {zh: ", "-- combines: ", "-- figure: ", "-- grain:  ", "-- reads:  ", "-- params: "):
        assert label in text
    bound = set(re.findall(r"%\((\w+)\)s", text))
    stated = re.split(r"\n(?!--)", text.split("-- params:")[1])[0]
    assert bound <= set(figures.parameters(OFFICE, NEW))
    assert all(name in stated for name in bound)
    combines = combining(text, path.name)
    assert {combines.usual, *combines.others.values()} <= WORDS.keys()
    for figure_id in combines.others:  # of a subject's kind the header may say "the same with account_"
        assert re.search(rf"\b{figure_id.replace('account_', '(site|account)_')}\b", text.split("-- figure:")[1])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_figure_file_returns_the_seven_columns_and_on_an_empty_warehouse_declares_zeros_only(connection, path):
    cursor = connection.execute(path.read_text("utf-8"), figures.parameters(OFFICE, NEW))
    assert [column.name for column in cursor.description] == [
        "figure_id", "dimension", "row_key", "subject_id", "said", "adds", "adds_to_denominator",
    ]  # fmt: skip
    for row in cursor.fetchall():
        assert (row["row_key"], row["adds"]) == (None, 0)
    assert all(value == 0 for value in run(connection, path.stem).values())


def test_registered_are_those_in_force_and_running_on_the_cut_off_day(connection):
    subject(connection, "site:1")
    subject(connection, "site:2", status="excused")
    subject(connection, "site:3", valid_from=date(2024, 1, 1))
    subject(connection, "site:4", valid_from=date(2023, 12, 31))
    subject(connection, "site:5", valid_to=date(2023, 12, 31))
    subject(connection, "site:6", valid_to=date(2024, 1, 1))
    subject(connection, "account:微博:1", platform="微博")
    counts = run(connection, "subject_count")
    assert (counts["site_registered_count"], counts["account_registered_count"]) == (3, 1)


def test_a_subject_of_another_offices_registry_is_not_registered_here(connection):
    for number, office in enumerate(["yunzhou-demo", "elsewhere", "yunzhou-demo", "elsewhere"]):
        subject(connection, f"site:{number % 3}", jurisdiction_id=office)
    assert run(connection, "subject_count")["site_registered_count"] == 2


def test_accounts_are_counted_by_platform_and_the_rest_is_summed(connection):
    for number, platform in enumerate(["微信公众号", "微信公众号", "新浪微博", "百家号", "知乎", None]):
        subject(connection, f"account:{platform}:{number}", platform=platform)
    assert run(connection, "account_count") == {
        "account_count{微信公众号}": 2,
        "account_count{新浪微博}": 1,
        "account_count{抖音短视频}": 0,
        "account_count{今日头条}": 0,
        "account_count{百家号}": 1,
        "account_count{知乎}": 1,
        "account_count{其他}": 3,
    }


def test_an_inspected_subject_counts_once_and_each_visit_counts(connection):
    inspect(connection, NEW, "site:1")
    inspect(connection, NEW, "site:2")
    inspect(connection, OLD, "site:3")
    counts = run(connection, "subject_count")
    assert (counts["site_inspected_count"], counts["account_inspected_count"]) == (2, 0)
    assert (counts["site_visit_count"], counts["account_visit_count"]) == (6, 0)
    assert "site_inspected_share" not in counts  # nothing is registered


def test_subjects_are_counted_by_region_level_and_platform_and_what_is_blank_is_the_rest(connection):
    subject(connection, "site:1", region="青溪区", level="县级", organiser_class="government")
    subject(connection, "site:2", region="青溪区", level="市级")
    subject(connection, "site:3")
    subject(connection, "account:微博:1", platform="微博", region="青溪区")
    for one in ("site:1", "account:微博:1"):
        inspect(connection, NEW, one)
    counts = run(connection, "subject_count")
    assert counts["site_registered_count{region/青溪区}"] == 2
    assert counts["site_registered_count{region/其他}"] == 1
    assert counts["site_registered_count{level/县级}"] == 1
    assert counts["site_registered_count{class/government}"] == 1
    assert counts["site_registered_count{class/other}"] == 2
    assert counts["site_inspected_count{region/青溪区}"] == 1
    assert counts["account_inspected_count{platform/微博}"] == 1
    assert not any("platform" in name for name in counts if name.startswith("site"))
    assert round(counts["site_inspected_share"], 4) == Decimal("0.3333")
    assert counts["account_inspected_share"] == 1


def test_grades_are_counted_and_the_rate_leaves_out_what_could_not_be_judged(connection):
    for number, word in enumerate(["qualified", "qualified", "unqualified", "undetermined", "excused"]):
        grade(connection, NEW, f"site:{number}", [], word)
    grade(connection, NEW, "account:微博:1", [], "undetermined")
    assert run(connection, "grade_count") == {
        "site_qualified_count": 2,
        "site_failed_count": 1,
        "site_undetermined_count": 1,
        "site_prominent_count": 0,
        "account_qualified_count": 0,
        "account_failed_count": 0,
        "account_undetermined_count": 1,
        "account_prominent_count": 0,
    }
    rates = figures.rerun(connection, "include/sql/figure/pass_rate.sql", figures.parameters(OFFICE, NEW))
    assert [(key, row["numerator"], row["denominator"]) for key, row in rates.items()] == [
        (("site_pass_rate", ""), 2, 3)
    ]
    assert round(rates["site_pass_rate", ""]["value"], 6) == Decimal("0.666667")


def test_grades_rates_scores_and_regions_are_counted_by_group(connection):
    for number, (region, level, word, score) in enumerate(
        [
            ("青溪区", "县级", "qualified", 98),
            ("青溪区", "县级", "unqualified", None),
            ("白塔县", "县级", "qualified", 90),
            (None, "市级", "qualified", 100),
        ]
    ):
        subject(connection, f"site:{number}", region=region, level=level, site_kind="门户" if number < 3 else "部门")
        grade(connection, NEW, f"site:{number}", [], word)
        connection.execute(
            "update mart.quarter_subject set score = %s, score_state = case when %s::numeric is null then 'incomplete'"
            " else 'complete' end where subject_id = %s",
            (score, score, f"site:{number}"),
        )
    counts = run(connection, "grade_count")
    assert counts["site_failed_count{region/青溪区}"] == 1 and counts["site_failed_count{region/白塔县}"] == 0
    assert counts["site_qualified_count{kind/门户}"] == 2
    rates = run(connection, "pass_rate")
    assert (rates["site_pass_rate{region/青溪区}"], rates["site_pass_rate{level/市级}"]) == (Decimal("0.5"), 1)
    regions = run(connection, "region_count")
    assert regions["region_judged_count{site}"] == 2 and regions["region_without_failure_count{site}"] == 1
    assert regions["region_judged_count{account}"] == 0
    assert (regions["region_failed_count{青溪区}"], regions["region_failed_count{白塔县}"]) == (1, 0)
    scores = run(connection, "score")
    assert (scores["site_score_mean"], scores["site_score_highest"], scores["site_score_lowest"]) == (96, 100, 90)
    assert scores["site_score_mean{region/青溪区}"] == 98


def test_problems_and_subjects_without_any_are_counted_by_group(connection):
    for number in range(3):
        subject(connection, f"site:{number}", region="青溪区")
        grade(connection, NEW, f"site:{number}", [], "qualified")
    for indicator in ("SD1.1", "SD4.2"):
        finding(connection, "site:0", indicator, date(2023, 11, 1), "blank_columns")
    finding(connection, "site:1", "SD1.1", date(2023, 10, 1), "blank_columns")
    connection.execute("update mart.fact_finding set verdict = 'unknown' where subject_id = 'site:1'")
    counts = run(connection, "problem_count")
    names = ("site_problem_count", "site_with_problem_count", "site_without_problem_count")
    assert [counts[name] for name in names] == [2, 1, 2]
    assert counts["site_without_problem_count{region/青溪区}"] == 2 and counts["account_problem_count"] == 0


def test_the_mean_score_of_the_period_before_gives_a_change(connection):
    for period, score in ((OLD, 90), (NEW, 92)):
        grade(connection, period, "site:1", [], "qualified")
        connection.execute(
            "update mart.quarter_subject set score = %s, score_state = 'complete' where period_id = %s",
            (score, period.period_id),
        )
    assert run(connection, "score_change") == {"site_score_change_on_previous": 2}


def test_the_rate_of_the_period_before_gives_a_change_in_points_of_its_own(connection):
    for number, words in enumerate([("qualified", "qualified"), ("unqualified", "qualified")]):
        for period, word in zip((OLD, NEW), words, strict=True):
            grade(connection, period, f"site:{number}", [], word)
    assert run(connection, "pass_rate_change_points") == {"pass_rate_change_on_previous_points{site}": 50}


def test_changes_of_the_registry_are_counted_in_the_period(connection):
    subject(connection, "account:微博:0", platform="微博", valid_from=date(2023, 1, 1))  # the registry's first day
    subject(connection, "account:微博:1", platform="微博", valid_from=date(2023, 10, 8))
    subject(connection, "account:微博:2", platform="微博", valid_from=date(2023, 1, 1), valid_to=date(2023, 11, 1))
    subject(connection, "account:微博:3", platform="微博", valid_from=date(2023, 1, 1), valid_to=date(2023, 12, 1))
    subject(connection, "account:微博:3", platform="微博", valid_from=date(2023, 12, 1), name="云州发布厅")
    counts = run(connection, "registry_change_count")
    assert counts["account_opened_count"] == 1 and counts["account_opened_count{platform/微博}"] == 1
    assert (counts["account_gone_count"], counts["account_renamed_count"]) == (1, 1)


def test_reasons_and_bodies_of_failed_subjects_are_counted(connection):
    for code, organiser in (("1", "甲局"), ("2", "甲局"), ("3", "乙局")):
        subject(connection, f"site:{code}", organiser=organiser)
    grade(connection, NEW, "site:1", [UNREACHABLE, BLANK])
    grade(connection, NEW, "site:2", [UNREACHABLE])
    grade(connection, NEW, "site:3", [])
    assert run(connection, "reason_failed_count") == {
        "site_reason_failed_count{blank_columns}": 1,
        "site_reason_failed_count{unreachable}": 2,
        "site_reason_failed_count{serious_expression_error}": 0,
        "account_reason_failed_count{serious_expression_error}": 0,
    }
    assert run(connection, "failed_organiser_count") == {
        "site_failed_organiser_count": 1,
        "account_failed_organiser_count": 0,
    }


def test_the_rate_of_the_year_before_gives_a_change_in_points(connection):
    for number, (past, present) in enumerate([("qualified", "qualified"), ("unqualified", "qualified")]):
        grade(connection, NEW.a_year_before(), f"site:{number}", [], past)
        grade(connection, NEW, f"site:{number}", [], present)
    grade(connection, NEW, "account:微博:1", [], "qualified")
    assert run(connection, "pass_rate_change_points") == {"pass_rate_change_points{site}": 50}


def test_messages_are_counted_by_channel_as_of_the_cut_off_day(connection):
    in_time = datetime(2023, 10, 10, 2, tzinfo=UTC)
    message(connection, "找错", 1, in_time)
    message(connection, "找错", 2, in_time, closed_days=9)  # closed, too late
    message(connection, "找错", 3, in_time, closed_days=None)  # overdue and open
    message(
        connection, "找错", 4, datetime(2023, 12, 30, 2, tzinfo=UTC), closed_days=5
    )  # open on the last day, not due
    message(connection, "找错", 5, datetime(2023, 9, 30, 15, tzinfo=UTC))  # 23:00 of the quarter before
    message(connection, "互动交流", 1, datetime(2023, 9, 30, 17, tzinfo=UTC))  # 01:00 of this quarter
    assert {name: value for name, value in run(connection, "message_count").items() if value} == {
        "message_received_count{找错}": 4,
        "message_closed_count{找错}": 2,
        "message_on_time_count{找错}": 1,
        "message_late_count{找错}": 1,
        "message_overdue_count{找错}": 2,
        "message_pending_count{找错}": 1,
        "message_verified_count{找错}": 4,
        "message_deadline_count{找错}": 4,
        "message_received_count{互动交流}": 1,
        "message_closed_count{互动交流}": 1,
        "message_on_time_count{互动交流}": 1,
        "message_verified_count{互动交流}": 1,
        "message_deadline_count{互动交流}": 1,
    }
    assert run(connection, "message_count")["message_received_count{曝光台}"] == 0
    assert run(connection, "message_rate") == {
        "message_closed_rate{找错}": Decimal("0.5"),
        "message_on_time_rate{找错}": pytest.approx(Decimal(1) / 3),  # of three: one is not due
        "message_within_limit_rate{找错}": Decimal("0.25"),
        "message_closed_rate{互动交流}": 1,
        "message_on_time_rate{互动交流}": 1,
        "message_within_limit_rate{互动交流}": 1,
    }


def test_a_channel_has_no_figures_where_no_messages_were_ever_read(connection):
    silent = OFFICE.model_copy(update={"sources": {}, "history": None})
    assert run(connection, "message_count", office=silent) == {}
    assert run(connection, "message_count")["message_received_count{曝光台}"] == 0
    message(connection, "找错", 1, datetime(2023, 11, 1, tzinfo=UTC))
    assert run(connection, "message_count", office=silent)["message_received_count{找错}"] == 1


def test_messages_that_were_refused_do_not_count_and_the_day_of_the_statistics_may_be_later(connection):
    received = datetime(2023, 12, 28, 2, tzinfo=UTC)
    message(connection, "互动交流", 1, received, closed_days=6)
    message(connection, "互动交流", 2, received)
    message(connection, "互动交流", 3, received)
    connection.execute("update staging.message set state = 'rejected' where message_id = '互动交流-3'")
    connection.execute("update staging.message set is_published = true, kind = '咨询' where message_id = '互动交流-2'")
    settings = OFFICE.messages.model_copy(update={"statistics_days_after_cutoff": 8})
    later = OFFICE.model_copy(update={"messages": settings})
    rates = {day: run(connection, "message_rate", office=office) for day, office in (("end", OFFICE), ("later", later))}
    assert rates["end"] == {
        "message_closed_rate{互动交流}": Decimal("0.5"),
        "message_on_time_rate{互动交流}": 1,
        "message_within_limit_rate{互动交流}": Decimal("0.5"),
        "message_published_rate{互动交流}": Decimal("0.5"),
    }
    assert rates["later"] == rates["end"] | {
        "message_closed_rate{互动交流}": 1,
        "message_on_time_rate{互动交流}": Decimal("0.5"),
    }
    assert run(connection, "message_kind_count") == {"message_kind_count{互动交流/咨询}": 1}


def test_a_superiors_notice_gives_rates_and_failures_by_level_and_kind(connection):
    notice(connection, "province", "2023Q4", "site", 16)
    notice(connection, "province", "2023Q4", "account", 80, 2)
    notice(connection, "state", "2023Q4", "site", 0)  # inspected none of ours
    notice(connection, "county", "2023Q4", "site", 4)  # no superior of ours
    assert run(connection, "superior_notice") == {
        "superior_inspected_count{province/site}": 16,
        "superior_failed_count{province/site}": 0,
        "superior_own_failed_count{province/site}": 0,
        "superior_pass_rate{province/site}": 1,
        "superior_inspected_count{province/account}": 80,
        "superior_failed_count{province/account}": 2,
        "superior_own_failed_count{province/account}": 0,
        "superior_pass_rate{province/account}": Decimal("0.975"),
    }


def test_a_superior_may_count_by_visits_and_say_which_share_it_inspected(connection):
    notice(connection, "province", "2020Q3", "site", 557, 4, registered_count=557, visit_count=600)
    notice(connection, "province", "2020-09", "account", 320, 3, registered_count=735)
    anshan = load("anshan")
    connection.execute("update mart.fact_superior_notice set jurisdiction_id = 'anshan'")
    quarter = run(connection, "superior_notice", Period.parse("2020Q3"), anshan)
    assert quarter["superior_visit_count{province/site}"] == 600
    assert quarter["superior_inspected_share{province/site}"] == 1
    assert round(quarter["superior_pass_rate{province/site}"], 6) == Decimal("0.993333")
    month = run(connection, "superior_notice", Period.parse("2020-09"), anshan)
    assert round(month["superior_inspected_share{province/account}"], 4) == Decimal("0.4354")
    assert month["superior_pass_rate{province/account}"] == Decimal(317) / 320


def test_the_failed_ones_that_a_superior_names_are_ours(connection):
    notice(connection, "province", "2023Q4", "site", 200, 3)
    insert(
        connection, "mart.fact_superior_item", jurisdiction_id=OFFICE.jurisdiction_id, level="province",
        period_id="2023Q4", kind="site", item="failed", name="云州市教育局",
    )  # fmt: skip
    for name, kind, more in (
        ("邻州市教育局", "site", {"is_ours": False}),
        ("云州发改", "account", {"outcome": "rectified"}),
        ("云州公安", "account", {"outcome": "closed"}),
    ):
        insert(
            connection, "mart.fact_superior_item", jurisdiction_id=OFFICE.jurisdiction_id, level="province",
            period_id="2023Q4", kind=kind, item="failed", name=name, **more,
        )  # fmt: skip
    found = run(connection, "superior_notice")
    assert found["superior_failed_count{province/site}"] == 3
    assert found["superior_own_failed_count{province/site}"] == 1
    assert found["superior_own_failed_count{province/account}"] == 2  # named, though no notice gives figures
    assert found["superior_own_outcome_count{province/account/rectified}"] == 1
    assert found["superior_own_outcome_count{province/account/closed}"] == 1


def test_notices_of_rectification_are_counted_by_class_time_and_outcome(connection):
    day = date(2023, 11, 1)
    for number, (kind, organiser_class, done_on, outcome) in enumerate(
        [
            ("site", "government", day, "rectified"),
            ("site", "department", date(2023, 12, 2), "rectified"),  # a day late
            ("site", "department", None, "open"),
            ("account", "other", day, "closed"),
        ]
    ):
        insert(
            connection, "mart.fact_rectification_notice", jurisdiction_id=OFFICE.jurisdiction_id, notice_id=str(number),
            level="province", period_id="2023Q4", kind=kind, name="甲", organiser="乙", organiser_class=organiser_class,
            issued_on=day, due_on=date(2023, 12, 1), done_on=done_on, outcome=outcome,
        )  # fmt: skip
    assert run(connection, "rectification_notice") == {
        "rectification_notice_count{site}": 3,
        "rectification_notice_count{site/class/government}": 1,
        "rectification_notice_count{site/class/department}": 2,
        "rectification_notice_on_time_count{site}": 1,
        "rectification_notice_late_count{site}": 2,
        "rectification_notice_outcome_count{site/rectified}": 2,
        "rectification_notice_outcome_count{site/open}": 1,
        "rectification_notice_count{account}": 1,
        "rectification_notice_count{account/class/other}": 1,
        "rectification_notice_on_time_count{account}": 1,
        "rectification_notice_late_count{account}": 0,
        "rectification_notice_outcome_count{account/closed}": 1,
    }


def test_domains_are_counted_by_state_as_of_the_cut_off_day(connection):
    assert run(connection, "domain_count") == {}
    for number, (state, state_on) in enumerate(
        [("qualified", None), ("kept", date(2023, 12, 31)), ("deregistered", date(2024, 1, 1))]
    ):
        insert(
            connection, "mart.dim_domain", jurisdiction_id=OFFICE.jurisdiction_id, domain=f"{number}.example",
            organiser="甲局", state=state, state_on=state_on,
        )  # fmt: skip
    assert run(connection, "domain_count") == {
        "domain_count": 2,
        "domain_count{qualified}": 1,
        "domain_count{kept}": 1,
    }


def test_an_activity_is_unreported_unless_it_was_reported_before_it_began(connection):
    for number, (starts_on, reported_on) in enumerate(
        [
            (date(2023, 10, 20), date(2023, 10, 1)),
            (date(2023, 10, 20), date(2023, 10, 21)),
            (date(2023, 12, 31), None),
            (date(2024, 1, 1), None),
        ]
    ):
        insert(
            connection, "mart.fact_activity", jurisdiction_id=OFFICE.jurisdiction_id, activity_id=str(number),
            name="投票", kind="vote", organiser="甲局", starts_on=starts_on, reported_on=reported_on,
        )  # fmt: skip
    assert run(connection, "activity_count") == {"activity_count": 3, "activity_unreported_count": 2}


def test_a_subject_named_three_times_this_year_is_counted_by_rounds_and_superiors(connection):
    editions.sync(connection, editions.load_edition(OFFICE.edition))
    for code, failed_rounds in (("1", 2), ("2", 3)):
        one = f"site:{code}"
        subject(connection, one, name=f"{code}号网站")
        inspect(connection, OLD, one)
        inspect(connection, NEW, one)
        for day in (OFFICE.round_days(OLD) + OFFICE.round_days(NEW))[:failed_rounds]:
            finding(connection, one, UNREACHABLE, day, "unreachable")
    assert run(connection, "mention_count") == {"site_mention_count{site:2}": 3}
    insert(
        connection, "mart.fact_superior_item", jurisdiction_id=OFFICE.jurisdiction_id, level="province",
        period_id="2023Q2", kind="site", item="failed", name="1号网站",
    )  # fmt: skip
    assert run(connection, "mention_count") == {"site_mention_count{site:1}": 3, "site_mention_count{site:2}": 3}


def test_the_rate_published_the_year_before_stands_in_for_one_that_we_did_not_make(connection):
    for number, word in enumerate(["qualified", "qualified", "unqualified", "qualified"]):
        grade(connection, NEW, f"site:{number}", [], word)
    insert(
        connection, "mart.published_figure", jurisdiction_id=OFFICE.jurisdiction_id, period_id="2022Q4",
        figure_id="site_pass_rate", dimension="", value=Decimal("0.5"),
    )  # fmt: skip
    assert run(connection, "pass_rate_change_points") == {"pass_rate_change_points{site}": 25}


@pytest.mark.parametrize(
    ("denominator", "passed", "of"), [("judged", 1, 2), ("inspected", 2, 3), ("registered", 3, 4), ("visits", 8, 9)]
)
def test_a_pass_rate_is_a_share_of_what_the_office_counts(connection, denominator, passed, of):
    for number, word in enumerate(["qualified", "unqualified", "undetermined"]):
        subject(connection, f"site:{number}")
        inspect(connection, NEW, f"site:{number}")
        grade(connection, NEW, f"site:{number}", [], word)
    subject(connection, "site:9")
    style = OFFICE.bulletin.model_copy(update={"denominators": {"site": denominator}})
    bound = figures.parameters(OFFICE.model_copy(update={"bulletin": style}), NEW)
    row = figures.rerun(connection, "include/sql/figure/pass_rate.sql", bound)["site_pass_rate", ""]
    assert (row["numerator"], row["denominator"]) == (passed, of)


def streaks(connection, period=NEW):
    return run(connection, "superior_pass_streak_quarters", period)


def test_a_streak_counts_back_to_the_last_failure(connection):
    for quarter, failed in (("2022Q4", 0), ("2023Q1", 1), ("2023Q2", 0), ("2023Q3", 0), ("2023Q4", 0)):
        notice(connection, "province", quarter, "site", 16, failed)
        notice(connection, "province", quarter, "account", 80)
    assert streaks(connection) == {
        "superior_pass_streak_quarters{province/site}": 3,
        "superior_pass_streak_quarters{province/account}": 5,
        "superior_pass_streak_quarters": 3,
        "superior_pass_streak_years": 0,
    }


def test_a_missing_quarter_breaks_a_streak_and_a_failure_ends_it(connection):
    for quarter in ("2023Q1", "2023Q2", "2023Q4"):
        notice(connection, "province", quarter, "site", 16)
    notice(connection, "state", "2023Q4", "site", 2, 1)
    notice(connection, "state", "2023Q3", "site", 2)
    assert streaks(connection)["superior_pass_streak_quarters{province/site}"] == 1
    assert streaks(connection)["superior_pass_streak_quarters{state/site}"] == 0
    assert streaks(connection)["superior_pass_streak_quarters"] == 0


def test_a_streak_crosses_the_years_and_ignores_quarters_to_come_and_months(connection):
    for quarter in ("2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1"):
        notice(connection, "province", quarter, "site", 16)
    notice(connection, "province", "2023-12", "site", 16, 3)
    assert streaks(connection)["superior_pass_streak_quarters"] == 8
    assert streaks(connection)["superior_pass_streak_years"] == 2
    assert streaks(connection, OLD)["superior_pass_streak_quarters"] == 7


def test_no_notice_this_quarter_gives_no_streak(connection):
    notice(connection, "province", "2023Q3", "site", 16)
    assert streaks(connection) == {}


def test_the_quarter_befores_failures_are_rectified_when_every_case_of_theirs_is_closed(connection):
    end, closed = OLD.last_day, date(2023, 10, 20)
    grade(connection, OLD, "site:1", [UNREACHABLE])
    case(connection, "site:1", UNREACHABLE, end, end, closed)
    grade(connection, OLD, "site:2", [UNREACHABLE, BLANK])  # one of two put right
    case(connection, "site:2", UNREACHABLE, end, end, closed)
    case(connection, "site:2", BLANK, end, date(2024, 1, 5), None)
    grade(connection, OLD, "site:3", [UNREACHABLE])  # closed after the cut-off day
    case(connection, "site:3", UNREACHABLE, end, date(2023, 12, 31), date(2024, 1, 1))
    grade(connection, OLD, "site:4", [UNREACHABLE])  # failed again this quarter: another case
    case(connection, "site:4", UNREACHABLE, end, end, closed)
    case(connection, "site:4", UNREACHABLE, date(2023, 12, 1), date(2023, 12, 31), None)
    grade(connection, OLD, "site:5", [UNREACHABLE])  # reported, without a case
    grade(connection, OLD, "account:微博:1", [])
    assert run(connection, "previous_failed") == {
        "previous_failed_count{site}": 5,
        "previous_failed_count{account}": 0,
        "previous_failed_rectified_count{site}": 2,
        "previous_failed_rectified_count{account}": 0,
        "previous_failed_open_count{site}": 3,
        "previous_failed_open_count{account}": 0,
    }


def test_a_quarter_before_that_was_never_built_has_no_figures(connection):
    grade(connection, NEW, "site:1", [])
    assert run(connection, "previous_failed") == {}


def test_cases_of_the_period_are_counted_with_those_closed_in_it(connection):
    case(connection, "site:1", UNREACHABLE, date(2023, 10, 1), date(2023, 10, 2), date(2023, 10, 3))
    case(connection, "site:2", UNREACHABLE, date(2023, 12, 31), date(2023, 12, 31), date(2024, 1, 1))
    case(connection, "site:3", UNREACHABLE, date(2023, 9, 30), date(2023, 10, 2), date(2023, 10, 3))
    case(connection, "site:4", UNREACHABLE, date(2023, 11, 1), date(2023, 11, 1), date(2023, 11, 2))
    counts = run(connection, "case_count")
    assert round(counts.pop("case_same_day_rate"), 4) == Decimal("0.3333")
    assert counts == {"case_opened_count": 3, "case_closed_count": 2, "case_same_day_count": 1}


def test_special_checks_are_counted_by_check_and_kind_of_target(connection):
    special(connection, "青溪区", "county")
    special(connection, "市教育局", "department")
    special(connection, "市司法局", "department", is_passed=False)
    rates = run(connection, "special_check")
    assert {key: round(value, 4) for key, value in rates.items()} == {
        "special_check_target_count{audit-2023}": 3,
        "special_check_target_count{audit-2023/county}": 1,
        "special_check_target_count{audit-2023/department}": 2,
        "special_check_failed_count{audit-2023}": 1,
        "special_check_failed_count{audit-2023/county}": 0,
        "special_check_failed_count{audit-2023/department}": 1,
        "special_check_pass_rate{audit-2023}": Decimal("0.6667"),
        "special_check_pass_rate{audit-2023/county}": 1,
        "special_check_pass_rate{audit-2023/department}": Decimal("0.5"),
    }


def test_computing_replaces_the_periods_rows_and_the_same_facts_give_the_same_rows(connection):
    load_city(connection)
    stored = "select * from mart.quarter_figure order by period_id, figure_id, dimension"
    before = connection.execute(stored).fetchall()
    count = figures.compute(connection, OFFICE, NEW)
    assert connection.execute(stored).fetchall() == before
    assert count == sum(row["period_id"] == "2023Q4" for row in before)
    connection.execute("delete from mart.fact_special_check")
    assert figures.compute(connection, OFFICE, NEW) == count - 9
    failed = next(row for row in before if row["period_id"] == "2023Q4" and row["figure_id"] == "account_failed_count")
    assert failed["sql_file"] == "include/sql/figure/grade_count.sql"
    assert failed["parameters"] == {
        "jurisdiction_id": "yunzhou-demo",
        "period_id": "2023Q4",
        "cutoff_on": "2023-12-31",
    }
    registered = next(row for row in before if row["figure_id"] == "site_registered_count")
    assert registered["parameters"] == {
        "jurisdiction_id": "yunzhou-demo",
        "cutoff_on": "2023-09-30",
        "period_start": "2023-07-01",
        "period_end": "2023-10-01",
    }


ONE_ROW = """-- combines: sum
select 'x' as figure_id, '' as dimension, 'a' as row_key, null as subject_id, null as said, 1 as adds,
    null as adds_to_denominator"""


def stand_at(place, monkeypatch):
    """Let figures be made from the files below another place than the repository."""
    for module in (figures, warehouse):
        monkeypatch.setattr(module, "SQL", place / "include" / "sql")
    monkeypatch.setattr(figures, "ROOT", place)


def test_two_queries_that_make_one_figure_are_refused(connection, tmp_path, monkeypatch):
    for name in ("a.sql", "b.sql"):
        path = tmp_path / "include" / "sql" / "figure" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(ONE_ROW)
    stand_at(tmp_path, monkeypatch)
    with pytest.raises(InspectionError, match=r"b\.sql: figure x is also a figure of include/sql/figure/a\.sql"):
        figures.compute(connection, OFFICE, NEW)


@pytest.mark.parametrize(
    ("name", "condition", "told"),
    [
        ("column", "nothing = 1", 'column "nothing" does not exist (see the SQL)'),
        ("per_cent", "'a' like '%x'", "got '%x' (write %% for a per cent sign)"),
        ("lone", "'a' like '%s'", "(write %% for a per cent sign)"),
    ],
)
def test_sql_that_the_database_refuses_is_named_with_its_file(connection, tmp_path, monkeypatch, name, condition, told):
    path = tmp_path / "include" / "sql" / "figure" / f"wrong_{name}.sql"
    path.parent.mkdir(parents=True)
    path.write_text(f"{ONE_ROW} where {condition}")
    stand_at(tmp_path, monkeypatch)
    with pytest.raises(InspectionError) as refused:
        figures.compute(connection, OFFICE, NEW)
    assert refused.value.place == f"include/sql/figure/wrong_{name}.sql"
    assert str(refused.value).endswith(told)


def test_a_figure_whose_rows_combine_by_no_known_word_is_named_with_its_file(connection, tmp_path, monkeypatch):
    path = tmp_path / "include" / "sql" / "figure" / "median.sql"
    path.parent.mkdir(parents=True)
    path.write_text(ONE_ROW.replace("sum", "median"))
    stand_at(tmp_path, monkeypatch)
    with pytest.raises(InspectionError, match=r"^include/sql/figure/median\.sql: rows are not combined by 'median'"):
        figures.compute(connection, OFFICE, NEW)


def test_a_confirmed_error_of_an_account_counts_in_its_own_kind(connection):
    grade(connection, NEW, "account:微博:1", [GRAVE])
    counts = run(connection, "grade_count")
    assert (counts["site_failed_count"], counts["account_failed_count"]) == (0, 1)


def test_every_figure_that_is_made_is_declared_by_the_header_of_its_file(connection):
    load_city(connection)
    made = connection.execute("select distinct figure_id, sql_file from mart.quarter_figure").fetchall()
    assert len(made) > 40
    assert [row for row in made if figures.declared().get(row["figure_id"]) != row["sql_file"]] == []
