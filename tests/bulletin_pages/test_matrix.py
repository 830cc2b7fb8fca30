"""Role × route × action × office, made from the routes that our app and Airflow's API really have.

Our pages: nobody sees a page of an office whose file does not name them, and no page takes anything but a GET.
Airflow's API: what each of its roles is let through to; what it does not split by office is named in docs/security.md.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import warnings
from typing import get_args

import pytest
from fastapi.routing import APIRoute

from bulletin_pages import app
from bulletin_pages.offices import names
from inspection.declared import office as declared
from inspection.declared.people import Person, Role
from tests.bulletin_pages.test_plugin import airflow, template, token, two_drafts, visit  # noqa: F401
from tests.conftest import ROOT

OWN, OTHER = "yunzhou-demo", next(name for name in names() if name != "yunzhou-demo")
ROUTES = [route for route in app.routes if isinstance(route, APIRoute)]
# pages over all offices: they leave out the rows of others (`test_lists_over_offices_leave_out_those_of_others`)
OVER_OFFICES = {"/", "/quality"}


def addresses(office: str) -> list[str]:
    """Every page of ours that belongs to an office."""
    found = []
    for route in ROUTES:
        fields = {field.alias for field in route.dependant.query_params}
        path = route.path.replace("{jurisdiction_id}", office).replace("{period_id}", "2023Q4")
        path = path.replace("{edition_no}", "0").replace("{name}", "bulletin.html")
        if "{jurisdiction_id}" in route.path:
            found.append(f"/bulletins{path}")
        elif "jurisdiction" in fields:
            found.append(f"/bulletins{path}?jurisdiction={office}")
        else:
            assert route.path in OVER_OFFICES, f"{route.path} belongs to no office: name it, or ask for one"
    return found


@pytest.fixture
def staffed(monkeypatch):
    """A function that names the reader as one with a role in the own office, and somebody else in the other one."""
    real = declared.load

    def name(role: str) -> None:
        people = {
            OWN: {"reader": Person(roles=[role])} if role else {"somebody": Person(roles=["viewer"])},
            OTHER: {"somebody": Person(roles=["admin"])},
        }
        monkeypatch.setattr(
            "bulletin_pages.login.load",
            lambda office: real(office).model_copy(update={"people": people[office]} if office in people else {}),
        )

    return name


@pytest.mark.parametrize("role", ["", *get_args(Role)])
def test_each_role_sees_the_pages_of_its_office_and_none_of_another(visit, token, staffed, role):  # noqa: F811
    staffed(role)
    login = {"Cookie": f"_token={token()}"}
    for own, other in zip(addresses(OWN), addresses(OTHER), strict=True):
        answer = visit(own, **login)
        assert (answer.status_code == 403) == (not role), (role, own, answer.status_code)
        assert answer.status_code < 500
        assert visit(other, **login).status_code == 403, (role, other)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_page_changes_anything_for_anybody(visit, airflow, token, method):  # noqa: F811
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fastapi.testclient import TestClient

    client = TestClient(airflow.server, follow_redirects=False)
    assert {verb for route in ROUTES for verb in route.methods} == {"GET"}
    for role in ("viewer", "user", "op", "admin"):
        for address in addresses(OWN):
            answer = client.request(method, address, headers={"Cookie": f"_token={token(role)}"})
            assert answer.status_code == 405, (role, address)


# Airflow's own API, asked with every method that a route has and names that nothing bears: 401 and 403 are a door that
# is closed, everything else one that is open. By SimpleAuthManager's roles: an office's viewer is `viewer`, its
# inspector, drafter and approver `user`, its operator `op`, its admin `admin`.
PROGRAM = """
import json, re, warnings
warnings.simplefilter("ignore")
from airflow import settings
settings.configure_orm()
import airflow.models
airflow.models.import_all_models()
from airflow.models.base import Base
Base.metadata.create_all(settings.get_engine())
from airflow.api_fastapi.app import create_app, get_auth_manager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
server = create_app(apps="core")
client = TestClient(server, raise_server_exceptions=False, follow_redirects=False)
found = {}
for role in ("", "viewer", "user", "op", "admin"):
    user = SimpleAuthManagerUser(username="reader", role=role)
    token = get_auth_manager().generate_jwt(user, expiration_time_in_seconds=600)
    headers = {"Authorization": "Bearer " + token} if role else {}
    for route in server.routes:
        for method in sorted(route.methods) if isinstance(route, APIRoute) else ():
            body = {} if method not in ("GET", "DELETE") else None
            address = re.sub(r"\\{\\w+(:path)?\\}", "x", route.path)
            status = client.request(method, address, headers=headers, json=body).status_code
            found.setdefault(method + " " + route.path, {})[role] = status
print("FOUND " + json.dumps(found))
"""
OPEN_TO_ALL = {
    "/api/v2/monitor/health", "/api/v2/version", "/api/v2/auth/login", "/api/v2/auth/logout", "/health",
    "/api/v1/{_:path}", "/api/{_:path}", "/{rest_of_path:path}",  # not found, and the shell of the pages
}  # fmt: skip
# what a viewer may send: searches, marks and a token of his own, and lists whose entries are asked of one by one
BY_VIEWERS = {
    "POST /api/v2/dags/{dag_id}/dagRuns/list",
    "POST /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/list",
    "POST /api/v2/dags/{dag_id}/favorite", "POST /api/v2/dags/{dag_id}/unfavorite",
    "POST /ui/auth/token",
    "PATCH /api/v2/connections", "PATCH /api/v2/pools", "PATCH /api/v2/variables",
    "PATCH /api/v2/dags/{dag_id}/dagRuns", "POST /api/v2/dags/{dag_id}/clearDagRuns",
    "POST /api/v2/connections/enqueue-test", "PUT /api/v2/parseDagFile/{file_token}",
}  # fmt: skip
ENQUEUED = "GET /api/v2/connections/enqueue-test"  # asked by a token that only who may test connections is given
OF_OPERATORS = ("/connections", "/variables", "/pools", "/assets/events", "/materialize", "/queuedEvents")
CLOSED_TO_ALL = ("/api/v2/config", "/ui/teams")  # `expose_config` is off


def test_airflows_api_lets_each_role_through_to_what_it_may_and_no_further(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False,
        env={
            "AIRFLOW_HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{tmp_path}/airflow.db",
            "AIRFLOW__API_AUTH__JWT_SECRET": "a secret of this test alone with 64 bytes, as SHA-512 asks for: ......",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "reader:viewer",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(tmp_path / "passwords.json"),
        },
    )  # fmt: skip
    assert "FOUND " in done.stdout, done.stderr[-2000:]
    found = json.loads(done.stdout.partition("FOUND ")[2].splitlines()[0])
    assert len(found) > 150
    for route, statuses in found.items():
        method, _, path = route.partition(" ")
        assert max(statuses.values()) < 500, (route, statuses)
        is_open = {role: status not in {401, 403} for role, status in statuses.items()}
        assert is_open[""] == (path in OPEN_TO_ALL), (route, statuses)
        if path in OPEN_TO_ALL:
            assert method == "GET"
            continue
        ranked = [is_open[role] for role in ("viewer", "user", "op", "admin")]
        assert ranked == sorted(ranked), (route, statuses)  # a higher role may all that a lower one may
        if method != "GET":
            assert is_open["viewer"] == (route in BY_VIEWERS), (route, statuses)
        if path.startswith(CLOSED_TO_ALL):
            assert not any(is_open.values()), (route, statuses)
        secret = re.search(r"/(connections|variables)(/|$)", path) and route not in BY_VIEWERS | {ENQUEUED}
        if secret or (method != "GET" and path.endswith(OF_OPERATORS)):
            assert (is_open["user"], is_open["op"]) == (route in BY_VIEWERS, True), (route, statuses)
