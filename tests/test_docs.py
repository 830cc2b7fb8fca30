"""Generated pages are fresh, and the README names what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bench.accuracy import __main__ as accuracy
from bench.accuracy import city, real, strangers
from bench.accuracy.proofread.errors import KINDS
from inspection.cli import app
from local import docs, office_keys
from tests.given import real_pages

ROOT = Path(__file__).resolve().parents[1]


def test_generated_pages_are_fresh_else_run_make_docs(connection):
    fresh = {
        "dags.md": docs.dags_page(),
        "indicators.md": docs.indicators_page(),
        "office.md": docs.NOTE + office_keys.page(),
        "verbs.md": docs.verbs_page(),
        "speed.md": docs.speed_page(),
        "warehouse.md": docs.warehouse_page(connection),
    }
    stale = [name for name, text in fresh.items() if (ROOT / "docs" / name).read_text("utf-8") != text]
    assert not stale, f"stale: {stale}; run `make docs`"


def test_every_verb_stands_in_a_page_and_has_help_chinese_first_then_english():
    pages = "".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))
    for name, command in get_command(app).commands.items():
        assert f"## `{name}`" in pages, f"{name} stands in no page: run `make docs`"
        texts = {name: command.help} | {
            f"{name} {one.name}": one.help
            for one in command.params
            if getattr(one, "help", None) and one.name != "help"
        }
        for place, text in texts.items():
            assert re.match(r"[^A-Za-z]*[\u4e00-\u9fff]", text or ""), f"{place} has no Chinese help"
            assert re.search(r"[A-Za-z]{3}", text), f"{place} has no English help"
        assert all(getattr(one, "help", None) for one in command.params), f"{name}: a parameter without help"


@pytest.mark.skipif(not real_pages.FOLDER.exists(), reason="the real pages are not beside the project")
def test_the_accuracy_on_real_pages_is_told_as_it_is_else_run_make_accuracy():
    assert real.section() in (ROOT / "docs" / "accuracy.md").read_text("utf-8")


def test_the_accuracy_in_the_city_was_measured_with_three_seeds_and_flags_no_look_alike():
    text = accuracy.kept((ROOT / "docs" / "accuracy.md").read_text("utf-8"))["city"]
    assert f"with seeds {', '.join(map(str, city.SEEDS))}" in text
    assert "Look-alikes flagged: 0 of " in text
    rows = re.findall(r"^\| ([A-Z]\w*[\d.]+) \| .* \| ([\d.–]+) \| ([\d.–]+) \|$", text, re.MULTILINE)
    assert len(rows) >= 12
    assert {(precision, recall) for _, precision, recall in rows} == {("1.000", "1.000")}


def test_the_accuracy_in_the_town_of_strangers_names_its_seeds():
    text = accuracy.kept((ROOT / "docs" / "accuracy.md").read_text("utf-8"))["strangers"]
    assert f"Seeds {', '.join(map(str, strangers.SEEDS))}:" in text


def test_the_proofreader_finds_nine_errors_of_ten_and_accuses_no_clean_text():
    text = accuracy.kept((ROOT / "docs" / "accuracy.md").read_text("utf-8"))["proofread"]
    rows = {cells[0].strip("*"): cells[1:] for line in text.splitlines() if (cells := re.findall(r"[^|]+", line))}
    rows = {name.strip().strip("*"): [cell.strip().strip("*") for cell in cells] for name, cells in rows.items()}
    assert int(rows["errors planted"][-1].replace(",", "")) >= 1000
    assert float(rows["recall"][-1]) >= 0.9
    assert float(rows["said to be a contradiction, of all"][-1]) >= 0.7
    assert int(rows["clean texts"][-1]) >= 60 and set(rows["false contradictions"]) == {"0"}
    assert float(rows["false doubts per five clean texts"][-1]) <= 1
    assert all(float(rows[kind][-1].split()[0]) >= 0.7 for kind in KINDS)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_points_only_at_what_exists(readme):
    text = (ROOT / readme).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", text)) <= targets
