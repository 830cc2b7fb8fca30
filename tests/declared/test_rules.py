"""Rule editions: what is loaded, what a variant changes, and what a damaged file is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import psycopg
import pytest
import yaml

from inspection.declared.editions import FOLDER, answer_within_seconds, load_edition, load_reasons, sync
from inspection.errors import InspectionError

NATIONAL = (FOLDER / "cn-2019-19.yaml").read_text("utf-8")


def folder_with(tmp_path: Path, **variants: str) -> Path:
    """A folder of editions: the national one, and others by name (`_` for `-`)."""
    for name, text in {"cn_2019_19": NATIONAL, **variants}.items():
        (tmp_path / f"{name.replace('_', '-')}.yaml").write_text(text, "utf-8")
    return tmp_path


def variant(indicators: str = "[]", edition_id: str = "yz-2026") -> str:
    return (
        f"edition_id: {edition_id}\ninherits: cn-2019-19\ntitle: {{zh: 云州市指标, en: Variant of Yunzhou}}\n"
        f"source: 云政办〔2026〕1号\neffective_from: 2026-01-01\nindicators: {indicators}\n"
    )


def test_the_national_edition_holds_the_indicators_that_are_measured() -> None:
    edition = load_edition("cn-2019-19")
    assert edition.effective_from == date(2019, 4, 1)
    vetoes = {one.id for one in edition.indicators if one.part == "veto" and one.applies_to == "site"}
    assert {name.partition(".")[0] for name in vetoes} == {"SV1", "SV2", "SV3", "SV4", "SV5", "SV6"}
    assert len([one for one in edition.indicators if one.part == "deduction"]) == 26
    assert {name.id.partition(".")[0] for name in edition.indicators if name.applies_to == "account"} == {
        "AV1",
        "AV2",
        "AV3",
        "REG3",
        "REG4",
        "REG5",
        "REG6",
        "REG7",
        "REG8",
        "REG11",
    }
    assert [one.id for one in edition.indicators if one.points] == [], "no text that we hold gives points"


def test_a_variant_changes_only_the_fields_it_names(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, yz_2026=variant("[{id: AV2.1, fails_when: {at_least: 10}}]"))
    national, changed = load_edition("cn-2019-19", folder), load_edition("yz-2026", folder)
    assert len(changed.indicators) == len(national.indicators)
    for before, after in zip(national.indicators, changed.indicators, strict=True):
        if before.id == "AV2.1":
            assert (before.fails_when.at_least, after.fails_when.at_least) == (14, 10)
            assert after.measure == before.measure
        else:
            assert after == before


def test_a_variant_may_add_an_indicator(tmp_path: Path) -> None:
    entry = (
        "[{id: SD9.9, title: {zh: 空白栏目, en: Blank columns}, applies_to: site, part: deduction,"
        " measure: blank_columns, needs: {columns_at_least: 5}, fails_when: {at_least: 1}, reason: blank_columns,"
        " points: 5,"
        " source: 云政办〔2026〕1号, confirmed: true}]"
    )
    edition = load_edition("yz-2026", folder_with(tmp_path, yz_2026=variant(entry)))
    assert edition.indicators[-1].id == "SD9.9"
    assert edition.indicators[-1].points == 5


@pytest.mark.parametrize(
    ("indicators", "told"),
    [
        ("[{id: SV2, fails_when: {at_least: five}}]", "entry SV2: fails_when.at_least: .*'five'"),
        ("[{id: SV2, part: vetoed}]", "entry SV2: part: .*'vetoed'"),
        ("[{id: SV2, limit: 5}]", "entry SV2: limit: there is no such field"),
        ("[{id: SV2, title: {zh: 站点}}]", "entry SV2: title.en: Field required"),
        ("[{id: SV9}]", "entry SV9: title: Field required"),
        ("[{id: SV2, measure: nothing}]", "entry SV2: measure: there is no include/sql/measure/nothing.sql"),
        ("[{id: SV2, reason: account_zombie}]", "entry SV2: reason: 'account_zombie' is no reason of a site"),
        ("[{id: SV2, parameters: {window_days: a week}}]", r"entry SV2: parameters\.window_days.*'a week'"),
        ("[{id: SV2, parameters: {}}]", "entry SV2: parameters: answer_within_seconds is missing"),
        ("[{id: SV3, parameters: {days: 9}}]", "entry SV3: parameters: days is not used by the measure"),
        (
            "[{id: SD9.9, title: {zh: 空白栏目, en: Blank columns}, applies_to: site, part: deduction,"
            " measure: blank_columns, reason: blank_columns, source: 云政办〔2026〕1号, confirmed: true}]",
            "entry SD9.9: .*an observed indicator says fails_when",
        ),
        ("[{title: {zh: 无, en: none}}]", "entry 1: id is missing"),
        ("[{id: SV2}, {id: SV2}]", "entry SV2 stands twice"),
    ],
)
def test_a_wrong_entry_is_named_with_file_entry_and_field(tmp_path: Path, indicators: str, told: str) -> None:
    folder = folder_with(tmp_path, yz_2026=variant(indicators))
    with pytest.raises(InspectionError, match=rf"yz-2026\.yaml line 6: {told}"):
        load_edition("yz-2026", folder)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: [", " line 2: is not valid YAML"),
        ("just words", ": holds no mapping"),
        (variant(edition_id="other"), " line 1: edition_id is 'other'"),
        (variant().replace("effective_from: 2026-01-01\n", ""), " line 1: effective_from: Field required"),
        (variant().replace("inherits: cn-2019-19", "inherits: yz-2026"), ": inherits from itself"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(InspectionError, match=rf"yz-2026\.yaml{told}"):
        load_edition("yz-2026", folder_with(tmp_path, yz_2026=text))


def test_an_edition_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(InspectionError, match=r"there is no such file.*known are: cn-2019-19"):
        load_edition("nowhere", folder_with(tmp_path))


def test_the_table_holds_the_edition_whole_and_follows_its_file(connection: psycopg.Connection, tmp_path: Path) -> None:
    national = load_edition("cn-2019-19")
    sync(connection, national)
    first = rows(connection, "cn-2019-19")
    assert [row["indicator_id"] for row in first] == sorted(one.id for one in national.indicators)
    unreachable = next(row for row in first if row["indicator_id"] == "SV2")
    assert str(unreachable["limit_value"]) == "0.05"
    assert unreachable["parameters"] == {
        "window_days": 7,
        "answer_within_seconds": 15,
        "vantages_agreeing": 1,
        "probes_per_day_at_least": 20,
    }

    sync(connection, national)
    assert rows(connection, "cn-2019-19") == first, "rows that are right were written again"

    shorter = national.model_copy(update={"indicators": national.indicators[:2]})
    sync(connection, shorter)
    assert [row["indicator_id"] for row in rows(connection, "cn-2019-19")] == ["SV1.1", "SV1.2"]


def rows(connection: psycopg.Connection, edition_id: str) -> list[dict]:
    """The edition's rows with where they lie, which a rewrite would change."""
    return connection.execute(
        "select *, ctid::text from mart.dim_indicator where edition_id = %s order by indicator_id", (edition_id,)
    ).fetchall()


def test_reasons_are_a_closed_list_in_both_languages() -> None:
    text = yaml.safe_load((FOLDER.parent / "reasons.yaml").read_text("utf-8"))["reasons"]
    reasons = load_reasons()
    assert len(reasons) == len(text), "an id stands twice"
    assert all(reason.zh and reason.en and reason.subjects for reason in reasons.values())
    assert {"privacy", "expression_error_minor", "unregistered"} <= set(reasons)


def test_within_how_many_seconds_a_home_page_must_answer_stands_in_the_rules() -> None:
    assert answer_within_seconds(["cn-2015-census", "cn-2019-19"], date(2010, 1, 1)) == 15  # before there were any
    assert answer_within_seconds(["cn-2015-census", "cn-2019-19"], date(2023, 10, 1)) == 15
    with pytest.raises(InspectionError, match="no indicator says within how many seconds"):
        answer_within_seconds([], date(2023, 10, 1))
