"""Credentials of the platform's API: of the environment, in a DAG of an Airflow connection, and never left out."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspection.accounts import Account, watch
from inspection.accounts.connectors import routes_to
from inspection.declared.office import FOLDER, load
from inspection.errors import InspectionError

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2023, 11, 7, 15, tzinfo=UTC)
ROUTE = """routes:
  - {route_id: mp, connector: platform_api, credentials: {gh_1: "${weixin_office}"}}
"""
OURS = Account("account:微信公众号:gh_1", "微信公众号", "gh_1")
# Airflow is configured when it is first imported: a process of its own keeps other tests from its settings
PROGRAM = """
import sys
sys.path[:0] = ["plugins"]
import pipeline
print([pipeline.credentials(name) for name in ("weixin_office", "weixin_half", "weixin_nobody")])
"""


@pytest.fixture
def office(tmp_path, monkeypatch):
    """A function that reads the file of an office with the platform's API."""
    monkeypatch.delenv("INSPECTION_SECRET_weixin_office", raising=False)
    text = (FOLDER / "yunzhou-demo.yaml").read_text("utf-8").replace("connect_to: ${YUNZHOU_CITY}", "connect_to: null")
    path = tmp_path / "office.yaml"
    path.write_text(text.split("routes:\n")[0] + ROUTE + "history:" + text.split("\nhistory:")[1], "utf-8")
    load.cache_clear()
    yield lambda: load(path)
    load.cache_clear()


def test_they_come_from_the_environment_first_and_else_from_whom_the_dag_asks(office, monkeypatch):
    asked = {"weixin_office": "wx_of_connection:secret"}.get
    [route] = office().with_credentials(asked).routes
    assert route.credentials == {"gh_1": "wx_of_connection:secret"}
    assert routes_to(OURS, office().with_credentials(asked)) == [route]
    monkeypatch.setenv("INSPECTION_SECRET_weixin_office", "wx_of_environment:secret")
    load.cache_clear()
    assert office().with_credentials(asked).routes[0].credentials == {"gh_1": "wx_of_environment:secret"}


def test_without_them_nothing_is_looked_at_and_it_is_said_what_to_do(connection, office):
    with pytest.raises(InspectionError, match=r"routes\.0\.credentials\.gh_1: .*weixin_office.*Airflow connection"):
        watch(connection, office().with_credentials(lambda name: None), NOW)


def test_what_is_no_id_and_secret_is_refused_and_not_repeated(office, monkeypatch):
    monkeypatch.setenv("INSPECTION_SECRET_weixin_office", "only-the-secret")
    with pytest.raises(InspectionError, match=r"credentials\.gh_1") as raised:
        office()
    assert "only-the-secret" not in str(raised.value)


def test_an_airflow_connection_gives_login_and_password(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False,
        env={
            "AIRFLOW_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW_CONN_WEIXIN_OFFICE": '{"conn_type": "generic", "login": "wx1", "password": "s:e/c"}',
            "AIRFLOW_CONN_WEIXIN_HALF": '{"conn_type": "generic", "login": "wx1"}',
        },
    )  # fmt: skip
    assert done.stdout.splitlines()[-1:] == ["['wx1:s:e/c', None, None]"], done.stdout + done.stderr[-1500:]
