"""Generated pages are fresh, and the README names what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs import generate

ROOT = Path(__file__).resolve().parents[1]


def test_generated_pages_are_fresh_else_run_make_docs(connection):
    fresh = {
        "dags.md": generate.dags_page(),
        "indicators.md": generate.indicators_page(),
        "warehouse.md": generate.warehouse_page(connection),
    }
    stale = [name for name, text in fresh.items() if (ROOT / "docs" / name).read_text("utf-8") != text]
    assert not stale, f"stale: {stale}; run `make docs`"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_points_only_at_what_exists(readme):
    text = (ROOT / readme).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", text)) <= targets
