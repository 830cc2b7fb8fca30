"""Every command that the READMEs print, run as it is printed; what takes minutes, or needs Airflow, by the test named
here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

READMES = ("README.md", "README.zh-CN.md")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
FENCED = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
SPAN, COMMAND = re.compile(r"`([^`]+)`"), re.compile(r"(make|python|airflow|docker|cp|\.) ")
BACKFILL = "tests/dags/test_scheduler.py::test_the_backfill_commands_of_the_readme_work_in_a_shell_as_printed"
MINUTES = "tests/flow/test_readme.py::test_a_command_that_takes_minutes_runs_to_its_end"
ELSEWHERE = {
    "make demo": "tests/browser/test_pictures.py::test_the_demo_runs_to_its_end_and_shows_what_the_readme_says",
    "make test": ".ci/run",
    "make lint": ".ci/run",
    "make browser": "tests/flow/test_readme.py::test_the_slow_tests_are_found",
    "make bench": MINUTES,
    "make reproduce": MINUTES,
    "make reproduce ONLY=qujing": MINUTES,
    "cp .env.example .env": "tests/test_compose.py::test_compose_accepts_the_file_once_every_secret_is_set",
    "docker compose up --build --detach": "tests/test_compose.py::test_there_is_no_default_for_a_secret",
    "set -a": BACKFILL,
    ". .local/env": BACKFILL,
}
OFFICE = re.compile(r"<your-office>|<单位>|OFFICE")


def printed() -> list[str]:
    """The commands of both pages, in their order, each once; an office is called `OFFICE`, in either language."""
    found = []
    for name in READMES:
        text = (ROOT / name).read_text("utf-8")
        told = [(one.start(), line) for one in BLOCK.finditer(text) for line in one[1].splitlines()]
        prose = FENCED.sub(lambda one: " " * len(one[0]), text)
        told += [(one.start(), one[1]) for one in SPAN.finditer(prose) if COMMAND.match(one[1])]
        for _, line in sorted(told, key=lambda one: one[0]):
            command = re.sub(r"\s+", " ", line.partition(" #")[0]).strip()
            for one in re.split(r" && |; ", command):
                found.append(OFFICE.sub("OFFICE", one).replace("文件夹", "FOLDER"))
    return list(dict.fromkeys(filter(None, found)))


def is_elsewhere(command: str) -> bool:
    return command in ELSEWHERE or command.startswith("airflow backfill create ")


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """A checkout of its own, so that nobody's `.local/` and `output/` are touched, with the environment of this one."""
    house = tmp_path_factory.mktemp("checkout")
    house.chmod(0o755)
    left = shutil.ignore_patterns(".git", ".venv", ".local", "output", "__pycache__", "tests", "results.json")
    shutil.copytree(ROOT, house, dirs_exist_ok=True, ignore=left)
    environment = house / ".venv"
    environment.mkdir()
    for part in Path(sys.prefix).iterdir():
        (environment / part.name).symlink_to(part)
    (environment / ".ready").unlink(missing_ok=True)
    (environment / ".ready").touch()
    return house


def shell(house: Path, script: str, **more: str) -> subprocess.CompletedProcess:
    """A script in a shell that knows its home alone; the package is the home's, not the tests' own."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(house), "LC_ALL": "C.UTF-8"}
    environment["PYTHONPATH"] = str(house / "plugins")
    return subprocess.run(
        ["sh", "-exc", script], cwd=house, capture_output=True, text=True, check=False, env=environment | more
    )


def test_every_printed_command_is_run_here_or_by_a_test_that_is_there():
    commands = printed()
    assert len(commands) > 20
    assert {command for command in ELSEWHERE if command not in commands} == set()
    for command, place in ELSEWHERE.items():
        file, _, name = place.partition("::")
        text = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^def {name}\(" if name else rf"^{command}$", text, re.MULTILINE), f"{command}: {place}"


def test_the_commands_run_in_one_shell_as_printed(house, two_quarters, postgres):
    office = yaml.safe_load((house / "include/jurisdictions/yunzhou-demo.yaml").read_text("utf-8"))
    exported = max((two_quarters.archive / "registry").iterdir())
    sources = {name: {"path": str(exported / f"{name}.csv")} for name in ("sites", "columns", "accounts")}
    mine = {name: value for name, value in office.items() if name not in ("connect_to", "allow_networks", "history")}
    (house / "include/jurisdictions/my-city.yaml").write_text(
        yaml.safe_dump(
            mine | {"jurisdiction_id": "my-city", "sources": sources, "routes": [], "oversees": ["yunzhou-demo"]},
            allow_unicode=True,
        ),
        "utf-8",
    )
    draft = two_quarters.output / "yunzhou-demo/2023Q4/latest/bulletin.html"
    here = [command for command in printed() if not is_elsewhere(command)]
    first, last = ["make warehouse", ". .venv/bin/activate"], ["make stop", "make clean"]
    assert set(first + last) <= set(here)
    said = {
        "[--jurisdiction OFFICE]": "--jurisdiction OFFICE", "[--json REPORT]": "--json r.json",
        "[--html PAGE]": "--html p.html",
        "ingest --jurisdiction OFFICE": "ingest --jurisdiction my-city",
        "check -j OFFICE": "check -j my-city || [ $? = 1 ]",  # the export has rows that it must name
        "overseen 2023Q4": "overseen 2023Q4 --jurisdiction my-city",
        # what it asks for, as its options
        "init OFFICE": "init qingxi --name 清溪县 --office 清溪县政务公开办 --level county",
        "OFFICE": "yunzhou-demo", "FOLDER": "waiting", "FILE": str(draft),
    }  # fmt: skip
    script = "\n".join([*first, *(one for one in here if one not in first + last), *last])
    for word, value in said.items():
        script = script.replace(word, value)
    output = shutil.copytree(two_quarters.output, house / "drafts", symlinks=True)
    done = shell(
        house, script, AIRFLOW_CONN_WAREHOUSE=postgres.create_database("readme", template="two_quarters"),
        INSPECTION_OUTPUT=str(output), INSPECTION_STORE=str(two_quarters.store),
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert "已处理 92/92" in done.stdout and "SV2" in done.stdout
    assert (house / "p.html").exists() and list((house / "waiting").glob("*.csv"))
    assert not (house / ".local").exists() and not (house / "output").exists(), "make clean leaves something"


def test_the_slow_tests_are_found(house):
    done = shell(ROOT, "make browser", PYTEST_ADDOPTS="--collect-only", PYTHONPATH="")
    assert done.returncode == 0, done.stdout[-2000:]
    for name in ("test_pictures.py", "test_backfill_by_form.py", "test_a_command_that_takes_minutes"):
        assert name in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", [command for command, place in ELSEWHERE.items() if place == MINUTES])
def test_a_command_that_takes_minutes_runs_to_its_end(house, command):
    (house / "bench").mkdir(exist_ok=True)
    done = shell(house, command)
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert shell(house, "make clean").returncode == 0
