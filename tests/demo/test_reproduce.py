"""One model bulletin, from constructed inputs to its comparison with what was published."""

from __future__ import annotations

import gzip
import io
import json
import os

import pytest
from bs4 import BeautifulSoup
from rich.console import Console

from demo.reproduce import facts, report
from demo.reproduce.build import Built, build
from demo.reproduce.exports import LABEL
from inspection import warehouse


@pytest.fixture(scope="module")
def built(postgres, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reproduce")
    before = os.environ.get("INSPECTION_SECRET_REPRODUCE")
    os.environ["INSPECTION_SECRET_REPRODUCE"] = str(folder)
    url = postgres.create_database("reproduce_anshan", template="template_warehouse")
    made = Built("anshan", url, folder / "anshan", folder / "output")
    build(made, lambda line: None)
    yield made
    os.environ.pop("INSPECTION_SECRET_REPRODUCE")
    if before:
        os.environ["INSPECTION_SECRET_REPRODUCE"] = before


def compared(built, change=""):
    with warehouse.connect(built.url) as connection:
        if change:
            connection.execute(change)
        found = list(facts.compare(connection, built))
        connection.rollback()
    return found


def test_every_published_figure_comes_out_or_is_explained(built):
    found = compared(built)
    assert len(found) == len(built.office.facts) > 15
    assert [fact for fact in found if fact.state == facts.DIFFERENT] == []


def test_a_figure_that_differs_is_shown_as_different(built, tmp_path):
    change = (
        "update mart.quarter_figure set value = 30 where figure_id = 'site_registered_count' and dimension = '';"
        "update mart.bulletin_figure set printed = '30' where figure_id = 'site_registered_count' and dimension = ''"
    )
    found = compared(built, change)
    wrong = [fact for fact in found if fact.state == facts.DIFFERENT]
    assert [(fact.printed, fact.computed) for fact in wrong] == [("31", "30")]
    report.write(tmp_path / "reproduce.json", found, 1.0)
    assert json.loads((tmp_path / "reproduce.json").read_text("utf-8"))["counts"]["different"] == 1
    console = Console(record=True, width=160, file=io.StringIO())
    report.show(console, "anshan", "2020-09", found)
    assert "≠" in console.export_text()
    assert "1 different" in report.line(found)


def test_every_site_and_account_was_judged_by_what_was_constructed(built):
    with warehouse.connect(built.url) as connection:
        grades = connection.execute(
            "select split_part(subject_id, ':', 1) as kind, grade, count(*) as count from mart.quarter_subject"
            " where period_id = %s group by 1, 2 order by 1",
            [built.office.period],
        ).fetchall()
        pages = connection.execute("select count(*) as count from staging.page").fetchone()["count"]
    assert [tuple(row.values()) for row in grades] == [("account", "qualified", 74), ("site", "qualified", 31)]
    assert pages > 31 * 4


def test_the_bulletin_says_that_it_is_made_from_constructed_data(built):
    page = BeautifulSoup((built.folder_of_draft / "bulletin.html").read_text("utf-8"), "lxml")
    assert LABEL in page.select_one(".remark").get_text()


def test_every_constructed_page_says_so_and_lies_at_an_address_of_nobody(built):
    records = [
        record
        for path in built.history.glob("warc/*.warc.gz")
        for record in gzip.decompress(path.read_bytes()).split(b"WARC/1.1\r\n")
        if b"WARC-Type: response" in record
    ]
    assert len(records) > 31 * 4
    for record in records:
        assert LABEL.encode() in record
        assert b".anshan.example/" in record.partition(b"WARC-Target-URI: ")[2].partition(b"\r\n")[0]
