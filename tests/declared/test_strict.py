"""Declarations: what a wrong file is told, and that there is one way to read them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspection.declared import strict
from inspection.declared.office import FOLDER, load
from inspection.errors import InspectionError
from tests.conftest import ROOT

DEMO = (FOLDER / "yunzhou-demo.yaml").read_text("utf-8")
# Readers of plain words and numbers that make no model of them.
_PLAIN = {"domains.py", "page.py", "spam.py", "trace.py", "vocabulary.py", "word_lists.py", "words.py"}


def refusal(folder: Path, text: str) -> InspectionError:
    path = folder / "office.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InspectionError) as refused:
        load(path)
    return refused.value


def line_of(text: str, begins: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(begins))


@pytest.mark.parametrize(
    ("right", "wrong", "problem", "remedy"),
    [
        ("edition:", "edtion:", "edtion: there is no such field", "did you mean edition?"),
        ("level: city", "level: town", "level: Input should be 'province', 'city' or 'county', not 'town'", ""),
        ("level: city", "level: city\nlevel: county", "is not valid YAML: level stands twice", "mind"),
        ("level: city", "level: [city", "is not valid YAML: did not find expected ',' or ']'", "mind"),
        ("rounds: month_ends", "rounds: soon", "rounds.", ""),
        ("vantage:", "messages: {statistics: 1}\nvantage:", "messages.statistics:", "statistics_days_after_cutoff"),
        ("vantage:", "special_checks:\n  a: {name: b, starts_on: x}\nvantage:", "special_checks.a.starts_on", ""),
    ],
)
def test_a_wrong_field_is_told_with_file_line_and_the_nearest_right_name(tmp_path, right, wrong, problem, remedy):
    assert f"\n{right}" in DEMO
    text = DEMO.replace(f"\n{right}", f"\n{wrong}", 1)
    refused = refusal(tmp_path, text)
    assert problem in refused.problem and remedy in refused.remedy and refused.remedy
    first = line_of(text, wrong.partition("\n")[0].partition(":")[0] + ":")
    told = re.fullmatch(r".*office\.yaml line (\d+)", refused.place)
    assert first <= int(told[1]) <= first + 3  # of what never ends, where the next thing begins


def test_a_field_deep_in_lists_and_mappings_is_found(tmp_path):
    routes = "routes:\n  - route_id: feed\n    connector: feed\n    controls:\n      - {acount_id: a}\n"
    text = re.sub(r"^routes:\n(?:[ -].*\n)+", "", DEMO, flags=re.MULTILINE) + routes
    refused = refusal(tmp_path, text)
    assert refused.problem == "routes.0.controls.0.acount_id: there is no such field"
    assert refused.remedy == "did you mean account_id?"
    assert refused.place.endswith(f"line {len(text.splitlines())}")


def test_no_secret_that_stands_in_a_wrong_place_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECTION_SECRET_BRIDGE_KEY", "s3cret value")
    routes = "routes:\n  - {route_id: a, connector: platform_api, credentials: {x: '${BRIDGE_KEY}'}}\n"
    text = re.sub(r"^routes:\n(?:[ -].*\n)+", "", DEMO, flags=re.MULTILINE) + routes
    refused = refusal(tmp_path, text)
    assert "credentials.x" in refused.problem and "s3cret" not in str(refused)


def test_a_file_that_is_no_mapping_or_no_text_is_told_so(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("- one", "utf-8")
    with pytest.raises(InspectionError, match=r"a\.yaml: holds no mapping"):
        strict.read(path)
    path.write_bytes("标题: 一".encode("gb18030"))
    with pytest.raises(InspectionError, match=r"a\.yaml: is not valid YAML"):
        strict.read(path)
    with pytest.raises(InspectionError, match=r"there is no such file \(known are: a\)"):
        strict.read(tmp_path / "b.yaml")


def test_models_are_read_from_yaml_here_alone():
    files = {path: path.read_text("utf-8") for path in (ROOT / "plugins").rglob("*.py")}
    assert {path.name for path, text in files.items() if re.search(r"^import yaml", text, re.M)} - _PLAIN == {
        "strict.py"
    }
    assert [path.name for path, text in files.items() if "ConfigDict(" in text] == ["strict.py"]
