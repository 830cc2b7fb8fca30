"""A stage is one function of `inspection.flow`: what a DAG's task calls, the command line's verb calls too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

DAGS = {path.stem: path for path in (ROOT / "dags").glob("*.py")}
# Verbs, and the DAGs that run the same stages. What only a DAG can do is named beside it.
PAIRS = (
    ({"ingest"}, {"ingest_registry", "ingest_reports"}, set()),
    ({"return_rows"}, {"return_rows"}, set()),
    ({"probe"}, {"probe_sites"}, set()),
    ({"crawl"}, {"take_snapshots"}, set()),
    ({"visit"}, {"make_visits"}, set()),
    ({"watch"}, {"watch_accounts"}, set()),
    ({"import_archive"}, {"import_history"}, set()),
    ({"extract", "evaluate"}, {"inspect_day"}, set()),
    ({"quarter"}, {"load_quarter"}, set()),
    ({"backfill"}, {"backfill_period"}, set()),
    ({"publish", "sign", "return_draft"}, {"publish_bulletin"}, set()),
    ({"hosts"}, {"check_hosts"}, set()),
    ({"verify"}, {"verify_evidence"}, set()),
)
# A question to people, which is no stage: the verb `proposals` asks it its own way.
WITHOUT_VERB = {"confirm_findings"}
# What a verb only looks at before it runs the stage.
QUESTIONS = {"inspect_day.missing_days"}


def _names(tree: ast.AST) -> dict[str, str]:
    """Local name of everything imported from `inspection.flow` → `module` or `module.function`."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("inspection.flow"):
            home = node.module.removeprefix("inspection.flow").removeprefix(".")
            for alias in node.names:
                found[alias.asname or alias.name] = f"{home}.{alias.name}".removeprefix(".")
    return found


def _calls(function: ast.AST, names: dict[str, str]) -> Iterator[str]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id in names:
            yield f"{names[called.value.id]}.{called.attr}"
        elif isinstance(called, ast.Name) and called.id in names:
            yield names[called.id]


def functions(path: Path) -> dict[str, list[str]]:
    """Function of a file, also an inner one → the functions of the flow that it calls, itself."""
    tree = ast.parse(path.read_text("utf-8"))
    top = _names(tree)
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            inner = [each for each in ast.walk(node) if isinstance(each, ast.FunctionDef) and each is not node]
            own = list(_calls(node, top))
            for each in inner:
                for call in _calls(each, top):
                    own.remove(call)
            found[node.name] = own
    return found


def tasks(dag: str) -> dict[str, list[str]]:
    """Task of a DAG → what it calls of the flow."""
    tree = ast.parse(DAGS[dag].read_text("utf-8"))
    named = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each).startswith("task") for each in node.decorator_list)
    }
    return {name: calls for name, calls in functions(DAGS[dag]).items() if name in named}


def verbs() -> dict[str, list[str]]:
    files = (ROOT / "plugins" / "inspection" / "cli").glob("*.py")
    return {name: calls for path in files for name, calls in functions(path).items()}


def test_every_dag_is_compared_with_a_verb_or_has_none():
    assert {dag for _, dags, _ in PAIRS for dag in dags} | WITHOUT_VERB == set(DAGS)


@pytest.mark.parametrize("dag", sorted(set(DAGS) - {"confirm_findings"}))
def test_a_task_calls_one_function_of_the_flow(dag):
    for name, calls in tasks(dag).items():
        is_arrow = name in {"is_to_be_signed"}
        assert len(calls) == (0 if is_arrow else 1), f"{dag}.{name} calls {calls}"


@pytest.mark.parametrize(("of_verbs", "of_dags", "only_dags"), PAIRS, ids=lambda each: "+".join(sorted(each)) or "-")
def test_a_verb_calls_what_the_tasks_of_its_dag_call(of_verbs, of_dags, only_dags):
    known = verbs()
    by_verbs = {call for verb in of_verbs for call in known[verb]} - QUESTIONS
    by_tasks = {call for dag in of_dags for calls in tasks(dag).values() for call in calls}
    assert by_verbs and by_verbs == by_tasks - only_dags


def test_no_verb_and_no_dag_builds_a_gate_of_its_own():
    files = [*(ROOT / "plugins" / "inspection" / "cli").glob("*.py"), *DAGS.values()]
    for path in files:
        text = path.read_text("utf-8")
        assert "quality.gate" not in text and "behind_gate" not in text, path.name
