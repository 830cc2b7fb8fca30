"""Editions: each day is judged by the one in force, and a variant is one YAML file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
import yaml

from inspection.declared import editions
from inspection.declared.editions import FOLDER, in_force, load_edition
from inspection.declared.office import load as load_office
from inspection.errors import InspectionError
from inspection.judging import judge
from tests.given.facts import ACCOUNT, JURISDICTION, load, subject

BOTH = ["cn-2015-census", "cn-2019-19"]
OFFICE = load_office(JURISDICTION).model_copy(update={"edition": BOTH})
DAY = timedelta(days=1)
VARIANTS = {
    "ln-2019-15",
    "jx-2022-new",
    "yn-2019-6",
    "nm-hulunbuir",
    "gd-zhaoqing-2019",
    "js-lianyungang",
    "sn-2021-7",
    "gz-2018-14",
}


def test_each_kind_and_day_has_the_edition_then_in_force() -> None:
    spans = in_force(BOTH, date(2019, 3, 1), date(2019, 5, 1))
    assert [(span.edition.edition_id, span.kind, span.from_day, span.to_day) for span in spans] == [
        ("cn-2015-census", "site", date(2019, 3, 1), date(2019, 4, 1)),
        ("cn-2019-19", "site", date(2019, 4, 1), date(2019, 5, 1)),
        ("cn-2019-19", "account", date(2019, 4, 1), date(2019, 5, 1)),
    ]


def test_days_before_any_edition_are_refused() -> None:
    with pytest.raises(InspectionError, match=r"no edition is in force from 2018-01-01 to 2018-02-01.*older edition"):
        in_force(["cn-2019-19"], date(2018, 1, 1), date(2018, 2, 1))


def test_the_variants_of_the_catalogue_are_there() -> None:
    for name in sorted(VARIANTS):
        edition = load_edition(name)
        assert edition.inherits == "cn-2019-19"
        assert edition.region
        assert edition.effective_from >= date(2019, 4, 1)


def verdicts(connection: psycopg.Connection, on: date) -> dict[tuple[str, str], str]:
    """Verdicts of the day by edition and indicator, for the one site and the one account."""
    judge.evaluate(connection, OFFICE, on, on + DAY)
    found = connection.execute(
        "select assessed.edition_id, seen.indicator_id, coalesce(finding.verdict, 'pass') as verdict"
        " from mart.fact_assessment_day as assessed cross join unnest(indicator_ids) as seen (indicator_id)"
        " left join mart.fact_finding as finding using (jurisdiction_id, edition_id, subject_id, indicator_id, day)"
        " where assessed.day = %s",
        (on,),
    )
    return {(row["edition_id"], row["indicator_id"]): row["verdict"] for row in found}


def test_the_same_observations_are_judged_by_the_rules_of_2018_and_of_2020(connection: psycopg.Connection) -> None:
    """Two columns of news and four of notices below the first level are late: 2015 counted them at every level,
    2019 counts those of the first only. Accounts were not judged before 2019."""
    for on in (date(2018, 9, 30), date(2020, 9, 30)):
        late = on - timedelta(days=400)
        load(
            connection,
            {
                "mart.dim_subject": [
                    subject("site", valid_from=on - DAY * 500, valid_to=on + DAY),
                    subject("account", valid_from=on - DAY * 500, valid_to=on + DAY),
                ],
                "staging.site_column": [
                    {"times": 2, "class": "news", "newest_item_on": late},
                    {"times": 4, "class": "notice", "depth": 2, "newest_item_on": late},
                ],
                "staging.account_check": [{"subject_id": ACCOUNT, "has_interaction": True}],
            },
            on,
        )
    old, new = verdicts(connection, date(2018, 9, 30)), verdicts(connection, date(2020, 9, 30))
    assert {edition for edition, _ in old} == {"cn-2015-census"}
    assert {edition for edition, _ in new} == {"cn-2019-19"}
    assert (old["cn-2015-census", "SV4.1"], new["cn-2019-19", "SV4.1"]) == ("fail", "pass")
    assert not [name for _, name in old if name.startswith("AV")]
    assert new["cn-2019-19", "AV2.1"] == "fail"


def test_judging_a_day_again_by_another_edition_leaves_no_row_of_the_first(connection: psycopg.Connection) -> None:
    on = date(2020, 9, 30)
    load(connection, {"mart.dim_subject": [subject("site")]}, on)
    judge.evaluate(connection, OFFICE.model_copy(update={"edition": "cn-2015-census"}), on, on + DAY)
    assert {edition for edition, _ in verdicts(connection, on)} == {"cn-2019-19"}


def test_a_province_that_nobody_heard_of_is_one_yaml_file(
    connection: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    made_up = {
        "edition_id": "yunling-2024",
        "inherits": "cn-2019-19",
        "region": "云岭省",
        "title": {"zh": "云岭省检查指标", "en": "Indicators of the invented province of Yunling"},
        "source": "云岭政办〔2024〕1号",
        "effective_from": date(2024, 1, 1),
        "indicators": [
            {"id": "SV4.3", "fails_when": {"at_least": 3}},
            {
                "id": "YL1",
                "title": {"zh": "首页链接不可用", "en": "Broken links of the home page"},
                "applies_to": "site",
                "part": "veto",
                "measure": "broken_links",
                "fails_when": {"at_least": 10},
                "reason": "broken_links",
                "source": "云岭政办〔2024〕1号",
                "confirmed": True,
            },
        ],
    }
    (tmp_path / "yunling-2024.yaml").write_text(yaml.safe_dump(made_up, allow_unicode=True), "utf-8")
    real = load_edition
    monkeypatch.setattr(editions, "load_edition", lambda name, folder=tmp_path: real(name, tmp_path))
    monkeypatch.setattr(judge, "load_edition", lambda name: real(name, tmp_path))
    on = date(2024, 6, 30)
    load(
        connection,
        {
            "mart.dim_subject": [subject("site")],
            "staging.page": [{}],
            "staging.site_column": [{"times": 3, "is_blank": True, "class": "other"}],
            "staging.link": [{"times": 10}],
        },
        on,
    )
    office = OFFICE.model_copy(update={"edition": "yunling-2024"})
    judge.evaluate(connection, office, on, on + DAY)
    failed = connection.execute("select indicator_id from mart.fact_finding where verdict = 'fail'").fetchall()
    assert {"SV4.3", "YL1"} <= {row["indicator_id"] for row in failed}
