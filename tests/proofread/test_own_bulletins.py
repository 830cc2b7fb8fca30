"""Our own bulletins are clean: what the renderer writes, the proofreader reads without a fault."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inspection.bulletin import draft, sign
from inspection.proofread import check_bulletin, proofread
from tests.given.quarters import NEW, OFFICE, OLD

SIGNED_AT = datetime(2024, 1, 9, 17, 30, tzinfo=UTC)


@pytest.fixture
def template(judged_city):
    return judged_city


@pytest.fixture
def city(connection):
    return connection


def test_the_demo_citys_drafts_and_edition_have_no_fault_and_their_figures_are_checked(city, tmp_path):
    for period in (OLD, NEW):
        folder = draft(city, OFFICE, period, tmp_path)
        for kind in ("html", "docx", "pdf"):
            report = proofread(folder / f"bulletin.{kind}", OFFICE)
            assert [(finding.severity, finding.en, finding.sentence) for finding in report.findings] == []
            assert {"rate", "sum", "list", "period", "heading"} <= {checked.check for checked in report.checked}
    folder = sign(city, OFFICE, NEW, tmp_path, signed_by="云州市人民政府办公室", signed_at=SIGNED_AT)
    assert check_bulletin((folder / "bulletin.html").read_text("utf-8"), OFFICE) == []


def test_a_figure_changed_by_hand_in_a_draft_is_told(city, tmp_path):
    html = (draft(city, OFFICE, NEW, tmp_path) / "bulletin.html").read_text("utf-8")
    accounts = html.index("政务新媒体检查情况。")
    for right, wrong in ((">60.0%</data>", ">61.0%</data>"), (">2</data>个，合格率", ">3</data>个，合格率")):
        changed = html[:accounts] + html[accounts:].replace(right, wrong, 1)
        assert changed != html
        assert [finding.check for finding in check_bulletin(changed, OFFICE) if finding.is_error], right
