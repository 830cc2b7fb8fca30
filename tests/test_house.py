"""The walls of the house: what may import what, how Airflow sees the plugins, how DAG files look."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOMAIN = ROOT / "plugins" / "inspection"
DAG_FILES = sorted((ROOT / "dags").glob("*.py"))
# rooms of inspection that may touch network or files of evidence; the rest are pure or speak SQL
WORLD = {
    "net",
    "inputs",
    "registry",
    "probe",
    "crawl",
    "accounts",
    "archive",
    "channels",
    "quality",
    "warehouse",
    "cli",
}
# The corridor, from the ground up: a room imports only rooms of floors below its own.
FLOORS = (
    ("model", "errors", "batches"),
    ("places",),
    ("periods", "warehouse", "language", "cage"),
    ("declared",),
    ("quality", "net", "text"),
    ("inputs",),
    ("page",),
    ("archive",),
    ("probe", "crawl", "accounts", "registry", "channels"),
    ("readers",),
    ("extract",),
    ("judging",),
    ("quarter",),
    ("cases",),
    ("proofread",),
    ("letters", "bulletin", "evidence"),
    ("flow",),
    ("cli",),
    ("__main__",),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
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


def modules() -> dict[str, Path]:
    """Dotted name of every module of ours that is no test → its file."""
    roots = {"": ROOT / "plugins", "demo": ROOT / "demo", "bench": ROOT / "bench", "local": ROOT / "local"}
    return {
        ".".join([*filter(None, [root]), *path.relative_to(folder).with_suffix("").parts]).removesuffix(
            ".__init__"
        ): path
        for root, folder in roots.items()
        for path in folder.rglob("*.py")
    }


def arrows(found: dict[str, Path]) -> dict[str, set[str]]:
    """Module → the modules of ours that it imports, anywhere in its file."""
    return {
        name: {other for other in imports(path) if other in found and other != name} for name, path in found.items()
    }


def circle_of(graph: dict[str, set[str]]) -> list[str]:
    """One circle of modules, in the order of its imports; empty where there is none."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for other in sorted(graph[name]):
            # a package's own __init__ runs first anyhow
            if not other.startswith(f"{name}.") and (circle := walk(other, [*path, name])):
                return circle
        done.add(name)
        return []

    return next((circle for name in sorted(graph) if (circle := walk(name, []))), [])


def climbs(graph: dict[str, set[str]]) -> list[str]:
    """Imports of the domain that do not lead down the corridor."""
    rooms = {name: name.split(".")[1] for name in graph if name.startswith("inspection.")}
    return [
        f"{name} (floor {FLOOR_OF[room]}) imports {other} (floor {FLOOR_OF[rooms[other]]})"
        for name, room in sorted(rooms.items())
        for other in sorted(graph[name])
        if other in rooms and rooms[other] != room and FLOOR_OF[rooms[other]] >= FLOOR_OF[room]
    ]


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


def test_every_room_has_its_floor():
    rooms = {
        path.name.removesuffix(".py") for path in DOMAIN.iterdir() if not path.name.startswith(("__init", "__pyc"))
    }
    assert rooms <= set(FLOOR_OF), f"name the floor of {sorted(rooms - set(FLOOR_OF))} in FLOORS"


def test_the_page_of_the_house_shows_every_room_on_its_floor():
    text = (ROOT / "docs" / "house.md").read_text("utf-8")
    shown = {
        room.removesuffix(".py"): int(row[1])
        for row in re.finditer(r"^\| (\d+) \| ([^|]+) \|", text, re.MULTILINE)
        for room in re.findall(r"`(\w+)(?:/|\.py)`", row[2])
    }
    rooms = {name.split(".")[1] for name in modules() if name.startswith("inspection.")} - {"__init__", "__main__"}
    assert shown == {room: FLOOR_OF[room] + 1 for room in rooms}


def test_no_list_is_unpacked_where_it_is_written():
    """The formatter lays out long calls and lists: `*("a", "b")` inside one outwits it. Numbers stand in groups."""
    files = [
        path for top in ("plugins", "dags", "demo", "local", "bench", "tests") for path in (ROOT / top).rglob("*.py")
    ]
    found = [
        f"{path.relative_to(ROOT)}:{part.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for part in (node.args if isinstance(node, ast.Call) else getattr(node, "elts", ()))
        if isinstance(part, ast.Starred) and isinstance(part.value, ast.Tuple | ast.List)
        if not all(isinstance(one, ast.Constant) and isinstance(one.value, int) for one in part.value.elts)
    ]
    assert found == []


def test_imports_lead_down_the_corridor():
    assert not climbs(arrows(modules()))


def test_no_files_import_each_other_in_a_circle():
    assert circle_of(arrows(modules())) == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("inspection.page.links", "inspection.crawl.walk"),  # up
        ("inspection.crawl.walk", "inspection.accounts.watch"),  # along one floor
        ("inspection.model", "inspection.periods"),
    ],
)
def test_an_arrow_that_leads_up_or_along_is_seen(importer, imported):
    graph = arrows(modules())
    graph[importer] = graph[importer] | {imported}
    assert len(climbs(graph)) == 1 and importer in climbs(graph)[0]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("inspection.text.word_patterns", "inspection.text.word_lists"),
        ("demo.hostile.tricks", "demo.hostile.server"),
        ("inspection.page.page", "inspection.readers.topics"),
    ],
)
def test_a_circle_is_seen(importer, imported):
    graph = arrows(modules())
    graph[importer] = graph[importer] | {imported}
    circle = circle_of(graph)
    assert {importer, imported} <= set(circle)


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


def test_only_places_knows_the_names_of_the_deployments_variables():
    files = [path for folder in ("plugins", "dags", "demo") for path in (ROOT / folder).rglob("*.py")]
    naming = {path.name for path in files if re.search(r"[\"']INSPECTION_", path.read_text("utf-8"))}
    assert naming == {"places.py"}


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
