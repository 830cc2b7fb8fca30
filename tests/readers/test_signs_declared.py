"""Every sign that a reader tells becomes a finding or a proposal, or include/signs.yaml has the reason why neither."""

from __future__ import annotations

import re

import pytest
import yaml

from inspection.places import INCLUDE, ROOT
from inspection.warehouse import SQL

DECLARED = yaml.safe_load((INCLUDE / "signs.yaml").read_text("utf-8"))
TOPICS = [(topic, kind) for topic, kinds in DECLARED.items() for kind in kinds]
FOLDERS = ("measure", "propose")


def sql_of(name: str) -> str:
    """The SQL of a name, with the views and functions of staging that it reads."""
    paths = [SQL / f"{name}.sql"] if "/" in name else [SQL / folder / f"{name}.sql" for folder in FOLDERS]
    text = "\n".join(path.read_text("utf-8") for path in paths if path.exists())
    assert text, f"there is no SQL {name}"
    for path in sorted((SQL / "schema" / "staging").rglob("*.sql")):
        if path.parent.name in {"views", "functions"} and f"staging.{path.stem}" in text:
            text += path.read_text("utf-8")
    return text


@pytest.mark.parametrize(("topic", "kind"), TOPICS, ids=str)
def test_a_sign_is_judged_or_asked_about_or_says_why_not(topic: str, kind: str) -> None:
    fate = DECLARED[topic][kind]
    assert len(fate) == 1 and fate.keys() <= {"by", "neither"} and all(fate.values())
    for name in fate.get("by", ()):
        text = sql_of(name)
        is_read = f"'{kind}'" in text or (topic == "tampering" and "staging.spam_score" in text) or kind == "dead"
        assert is_read or "any(%(kinds)s)" in text, f"{name} does not read {topic}/{kind}"


def test_every_kind_that_a_reader_tells_is_declared() -> None:
    told = set()
    folder = ROOT / "plugins" / "inspection"
    for path in [*(folder / "readers").rglob("*.py"), *(folder / "extract").glob("*.py")]:
        told |= set(re.findall(r'\bSign\(\s*"(\w+)"', path.read_text("utf-8")))
    declared = {kind for kinds in DECLARED.values() for kind in kinds}
    assert told <= declared, f"not in include/signs.yaml: {sorted(told - declared)}"
