"""Every check: a text that trips it and one that only looks so. The texts are ours, of an invented city."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from inspection.proofread import check_bulletin, proofread

TITLE = "云州市人民政府办公室关于2023年第四季度全市政府网站和政务新媒体检查情况的通报"
FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['it']}")
    for path in FILES
    for case in yaml.safe_load(path.read_text("utf-8"))
]


def bulletin(case: dict) -> str:
    """A whole bulletin around the sentences of a case."""
    parts = [
        case.get("title", TITLE),
        case.get("under", ""),
        f"发布时间：{case['published']}" if "published" in case else "",
        "各县（市、区）人民政府，市直有关部门：",
        case["text"],
        case.get("before", ""),
        "云州市人民政府办公室",
        case.get("issued", "2024年1月10日"),
        case.get("after", ""),
    ]
    return "\n".join(part.strip("\n") for part in parts if part)


@pytest.mark.parametrize("case", CASES)
def test_a_check_finds_what_it_should_and_nothing_else(case, tmp_path):
    path = tmp_path / "bulletin.txt"
    path.write_text(bulletin(case), "utf-8")
    report = proofread(path)
    told = [(found.check, found.severity, found.right) for found in report.findings]
    if wanted := case.get("finds"):
        right = wanted.get("right")
        assert any(
            (check, severity) == (wanted["check"], wanted["severity"]) and (right is None or right == correct)
            for check, severity, correct in told
        ), (told, report.checked)
        errors = {found.check for found in report.findings if found.is_error}
        assert errors <= {wanted["check"], *case.get("also", [])}, told
    else:
        assert "never" not in case or case["never"] not in {check for check, _, _ in told}
        assert [one for one in told if one[1] != "note"] == []
    if "checked" in case:
        assert case["checked"] in [checked.shown for checked in report.checked]
    assert report.has_errors == any(found.is_error for found in check_bulletin(path))
