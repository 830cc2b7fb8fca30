"""The walls of the house: what may import what, how Airflow sees the plugins, how DAG files look."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = ROOT / "plugins" / "inspection"
DAG_FILES = sorted((ROOT / "dags").glob("*.py"))
# modules of inspection that may touch network or files of evidence; the rest are pure or speak SQL
WORLD = {"registry", "probe", "crawl", "accounts", "net", "quality", "warehouse", "cli"}
NETWORK = {"requests", "pycurl", "socket", "urllib3", "aiohttp", "httpx"}


def imports(path: Path) -> set[str]:
    """Top names that a file imports anywhere, also inside functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def tops(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imports(path)}


@pytest.mark.parametrize("path", sorted(DOMAIN.rglob("*.py")), ids=lambda path: str(path.relative_to(DOMAIN)))
def test_the_domain_knows_neither_airflow_nor_the_bridge(path):
    assert not tops(path) & {"airflow", "pipeline", "waiting", "demo", "dags"}


@pytest.mark.parametrize("path", sorted(DOMAIN.rglob("*.py")), ids=lambda path: str(path.relative_to(DOMAIN)))
def test_only_the_parts_that_touch_the_world_can_reach_the_network(path):
    part = path.relative_to(DOMAIN).parts[0].removesuffix(".py")
    if part not in WORLD:
        assert not tops(path) & NETWORK


@pytest.mark.parametrize("path", DAG_FILES, ids=lambda path: path.stem)
def test_a_dag_file_is_thin_and_reaches_the_world_through_the_bridge(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 90
    assert not tops(path) & {"psycopg", "requests", "great_expectations", "os"}
    assert "pipeline" in tops(path)
    docstring = ast.get_docstring(ast.parse(text))
    for part in ("*Reads*", "*Writes*", "*Safe to re-run*"):
        assert part in docstring, f"{path.name}: its docstring does not say {part}"


def test_airflow_is_kept_from_executing_the_domain_package():
    lines = [line for line in (ROOT / "plugins/.airflowignore").read_text().splitlines() if not line.startswith("#")]
    assert lines == ["*.py", "!*_plugin.py"]


def test_model_knows_nothing_but_the_standard_library():
    assert all(name in sys.stdlib_module_names for name in tops(DOMAIN / "model.py"))


def test_every_dag_parses_quickly_without_a_database(tmp_path):
    program = (
        "from airflow.dag_processing.dagbag import DagBag\n"
        f"bag = DagBag({str(ROOT / 'dags')!r})\n"
        "assert not bag.import_errors, bag.import_errors\n"
        "import sys; assert 'great_expectations' not in sys.modules\n"
        "print(','.join(sorted(bag.dags)))\n"
        "for dag in bag.dags.values():\n"
        "    assert dag.doc_md and dag.tags, dag.dag_id\n"
    )
    environment = {
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "PATH": str(Path(sys.executable).parent),
    }
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = done.stdout.strip().splitlines()[-1].split(",")
    assert found == sorted(path.stem for path in DAG_FILES)
