"""Samples: drawn by stratum with a kept seed, the least shares held, and worksheets that come back as reports."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest

from inspection import registry
from inspection.declared.office import Sampling, Source, load
from inspection.errors import InspectionError
from inspection.evidence import bundle
from inspection.flow import worksheets
from inspection.judging import judge
from inspection.periods import Period
from inspection.quarter import sampling
from tests.given.messy import HEADERS, text
from tests.given.pictured import png, with_pictures

QUARTER = Period.parse("2026Q1")
SHARES = Sampling(shares={"site": 0.3}, strata=["level"], excludes_days=80)
OFFICE = load("yunzhou-demo").model_copy(update={"sources": {}, "sampling": SHARES})


@pytest.fixture
def loaded(connection, tmp_path):
    """Forty running sites, ten of the city and thirty of counties, and one that is closed."""
    rows = [[*HEADERS, "层级"]]
    rows += [
        [f"53990000{number:02d}", f"云州{number}网", f"http://s{number}.example/", "甲局",
         "永久关停" if number == 40 else "正常", "市级" if number < 10 else "县级"]
        for number in range(41)
    ]  # fmt: skip
    (tmp_path / "sites.csv").write_text(text(rows), "utf-8")
    registry.load(connection, OFFICE, "sites", tmp_path / "sites.csv", date(2026, 1, 1))
    return connection


def inspected(connection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in connection.execute("select round_id, subject_id from staging.inspection").fetchall():
        found.setdefault(row["round_id"], set()).add(row["subject_id"])
    return found


def test_each_month_and_level_has_its_least_share_and_a_seed_draws_the_same_again(loaded):
    drawn = sampling.draw(loaded, OFFICE, QUARTER, "a seed")
    assert [(each.round_id, each.stratum, each.population, len(each.subjects)) for each in drawn] == [
        (f"2026-{month:02d}抽样", level, population, count)
        for month in (1, 2, 3)
        for level, population, count in (("县级", 30, 9), ("市级", 10, 3))
    ]
    first = inspected(loaded)
    assert sampling.draw(loaded, OFFICE, QUARTER, "a seed") == drawn
    assert inspected(loaded) == first
    assert "site:5399000040" not in set.union(*first.values())  # closed
    kept = loaded.execute("select distinct seed, share from ops.sample_draw").fetchall()
    assert [(row["seed"], float(row["share"])) for row in kept] == [("a seed", 0.3)]
    # whom anybody can draw again by hand: the lowest numbers of a stratum
    cities = [f"site:539900000{number}" for number in range(10)]
    lowest = sorted(cities, key=lambda one: sampling.number("a seed", "2026-01抽样", one))[:3]
    assert {one for one in first["2026-01抽样"] if one in cities} == set(lowest)


def test_who_was_drawn_lately_is_drawn_last(loaded):
    sampling.draw(loaded, OFFICE, QUARTER, "a seed")
    january, february, march = (inspected(loaded)[f"2026-0{month}抽样"] for month in (1, 2, 3))
    assert not january & february
    assert not (january | february) & march


def test_another_seed_is_refused_and_an_office_that_samples_nothing(loaded):
    sampling.draw(loaded, OFFICE, QUARTER, "a seed")
    with pytest.raises(InspectionError, match="was drawn with the seed a seed"):
        sampling.draw(loaded, OFFICE, QUARTER, "a better one")
    with pytest.raises(InspectionError, match="samples nothing"):
        sampling.draw(loaded, OFFICE.model_copy(update={"sampling": None}), QUARTER, "x")


@pytest.mark.parametrize(
    ("count", "share", "least"), [(10, 0.1, 1), (11, 0.1, 2), (3, 0.01, 1), (2, 0.5, 1), (7, 1, 7)]
)
def test_the_least_share_is_rounded_up_and_never_nothing(count, share, least):
    members = [{"subject_id": str(number), "is_drawn_lately": False} for number in range(count)]
    assert len(sampling.choose(members, share, "s", "r")) == least


def test_a_filled_worksheet_comes_back_as_reports_and_its_blank_rows_are_passed_over(loaded, tmp_path):
    drawn = sampling.draw(loaded, OFFICE, Period.parse("2026-01"), "a seed")
    ((path, count),) = worksheets.write(OFFICE, drawn, tmp_path / "out")
    book = openpyxl.load_workbook(path)
    rows = list(book.active.iter_rows(values_only=True))
    assert (len(rows) - 1, rows[0]) == (count, tuple(worksheets.HEADERS))
    assert count == 12 * len({row[6] for row in rows[1:]})
    book.active["J3"], book.active["L3"], book.active["M3"] = "上报", "办事指南要素缺失", "1.jpg"
    book.save(path)
    batch = registry.load(loaded, OFFICE, "reports", Source(path=str(path)), date(2026, 2, 1))
    assert (batch.merged, batch.quarantined, batch.passed_over) == (1, 0, count - 1)
    assert f"passed over: unfilled: {count - 1}" in batch.note
    (report,) = loaded.execute("select * from staging.report").fetchall()
    assert (report["subject_id"], report["indicator_id"]) == (rows[2][1], rows[2][6])
    assert (report["decision"], report["note"], report["attachment"]) == ("reported", "办事指南要素缺失", "1.jpg")


def test_pictures_of_a_worksheet_are_kept_as_the_evidence_of_their_reports(loaded, tmp_path):
    drawn = sampling.draw(loaded, OFFICE, Period.parse("2026-01"), "a seed")
    ((path, count),) = worksheets.write(OFFICE, drawn, tmp_path / "out")
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["J3"], sheet["L3"] = "上报", "办事指南要素缺失"
    sheet["J5"], sheet["M5"] = "属实", "x"  # where the picture stands
    book.save(path)
    over = {"M3": png(1), "L3": png(2), "M7": png(3)}  # the seventh row was left blank
    path.write_bytes(with_pictures(path.read_bytes(), over, {"M5": png(4)}))
    batch = registry.load(loaded, OFFICE, "reports", Source(path=str(path)), date(2026, 2, 1))
    assert (batch.merged, batch.quarantined, batch.passed_over) == (2, 0, count - 2)
    kept = loaded.execute("select * from staging.report_picture order by row_no, picture_no").fetchall()
    assert [(row["row_no"], row["picture_no"], row["kind"], bytes(row["content"])) for row in kept] == [
        (3, 1, "png", png(1)),
        (3, 2, "png", png(2)),
        (5, 1, "png", png(4)),
    ]
    assert all(row["sha256"] == hashlib.sha256(row["content"]).hexdigest() for row in kept)
    (told,) = loaded.execute("select * from ops.intake_note where column_name = '图片'").fetchall()
    assert (told["row_no"], "stands at no row that was taken" in told["said"]) == (7, True)
    ids = {row["row_no"]: row["report_id"] for row in kept}
    reports = loaded.execute("select report_id, attachment from staging.report").fetchall()
    assert {row["report_id"] for row in reports} == set(ids.values())
    assert [row["attachment"] for row in reports if row["report_id"] == ids[5]] == [None]
    again = registry.load(loaded, OFFICE, "reports", Source(path=str(path)), date(2026, 2, 2))
    assert again.merged == 2
    assert loaded.execute("select count(*) as n from staging.report_picture").fetchone()["n"] == 3


def test_a_finding_by_a_report_has_its_pictures_in_the_bundle(loaded, tmp_path):
    drawn = sampling.draw(loaded, OFFICE, Period.parse("2026-01"), "a seed")
    ((path, _),) = worksheets.write(OFFICE, drawn, tmp_path / "out")
    book = openpyxl.load_workbook(path)
    rows = list(book.active.iter_rows(values_only=True))
    book.active["J2"], book.active["L2"] = "上报", "办事指南要素缺失"
    book.save(path)
    path.write_bytes(with_pictures(path.read_bytes(), {"M2": png(9)}))
    registry.load(loaded, OFFICE, "reports", Source(path=str(path)), date(2026, 2, 1))
    day = date.fromisoformat(rows[1][7])
    judge.load_decisions(loaded, OFFICE)
    judge.evaluate(loaded, OFFICE, day, day + timedelta(days=1))
    data = bundle(loaded, OFFICE, tmp_path, f"{rows[1][1]}/{rows[1][6]}/{day}")
    with zipfile.ZipFile(io.BytesIO(data)) as wacz:
        (name,) = [name for name in wacz.namelist() if name.startswith("evidence/pictures/")]
        assert wacz.read(name) == png(9)
        (told,) = json.loads(wacz.read("evidence/finding.json"))["pictures"]
    assert (told["file"], told["sha256"]) == (name.removeprefix("evidence/"), hashlib.sha256(png(9)).hexdigest())
    assert bundle(loaded, OFFICE, tmp_path, f"{rows[1][1]}/{rows[1][6]}/{day}") == data
