"""F21: what every answer carries, which hosts are ours, and that a hostile value is a page that says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from bulletin_pages import app
from bulletin_pages.guarding import digest_of, is_known, policy
from tests.bulletin_pages.test_plugin import EDITION, airflow, template, token, two_drafts, visit  # noqa: F401

EVERY = {
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cache-control",
}
ADDRESSES = [
    "/bulletins/",
    "/bulletins/explain",
    "/bulletins/quality",
    "/bulletins/intake",
    "/bulletins/queue",
    f"{EDITION}/",
    f"{EDITION}/bulletin.html",
    f"{EDITION}/figures.json",
    f"{EDITION}/proofread",
    "/bulletins/nowhere/at",
    "/bulletins/explain?on=never",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers_with_and_without_a_login(visit, token, address):  # noqa: F811
    for login in ({"Cookie": f"_token={token()}"}, {"Accept": "text/html"}, {"Accept": "application/json"}):
        answer = visit(address, **login)
        assert answer.headers.keys() >= EVERY, (address, answer.status_code)
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_policy_lets_our_own_scripts_run_and_no_others(visit, token):  # noqa: F811
    answer = visit("/bulletins/", Cookie=f"_token={token()}")
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.S)
    assert scripts and all(digest_of(script) in answer.headers["content-security-policy"] for script in scripts)
    assert digest_of("alert(1)") not in policy()
    assert "script-src 'unsafe-inline'" not in policy() and "*" not in policy()


def test_no_template_has_a_script_that_data_can_change_or_a_handler_in_a_tag():
    for path in Path("plugins/bulletin_pages").glob("*.j2"):
        text = path.read_text("utf-8")
        assert not any("{{" in script or "{%" in script for script in re.findall(r"<script.*?</script>", text, re.S))
        assert not re.search(r"<[^>]*\son\w+\s*=", text), path.name


def test_the_way_to_the_login_leads_back_to_us_whatever_host_was_named(visit):  # noqa: F811
    answer = visit("/bulletins/explain?subject=a", Host="evil.example", Accept="text/html")
    assert answer.headers["location"] == "/auth/login?next=%2Fbulletins%2Fexplain%3Fsubject%3Da"


def test_where_hosts_are_named_others_are_refused(visit, token, monkeypatch):  # noqa: F811
    monkeypatch.setenv("INSPECTION_HOSTS", "check.yunzhou.example, testserver")
    login = {"Cookie": f"_token={token()}"}
    assert visit("/bulletins/", **login).status_code == 200
    assert visit("/bulletins/", Host="CHECK.yunzhou.example:8080", **login).status_code == 200
    for other in ("evil.example", "check.yunzhou.example.evil.example", "", "127.0.0.1"):
        answer = visit("/bulletins/", Host=other, **login)
        assert answer.status_code == 400 and answer.headers.keys() >= EVERY
    assert is_known("[::1]:80") is False


HOSTILE = [
    "%00",
    "%0b",
    "%7f",
    "x" * 5_000,
    "%ed%a0%80",
    "9" * 400,
    "-1",
    "1e309",
    "'; drop table x --",
    "<script>",
    "../../etc",
]


def asked(route: APIRoute, value: str) -> str:
    """The address of a route with a hostile value in every part and field."""
    path = re.sub(r"\{\w+\}", lambda part: value.replace("/", "%2F"), route.path)
    fields = [field.alias for field in route.dependant.query_params]
    return f"/bulletins{path}" + ("?" + "&".join(f"{name}={value}" for name in fields) if fields else "")


@pytest.mark.parametrize("value", HOSTILE, ids=[value[:12] for value in HOSTILE])
def test_a_hostile_value_in_any_field_of_any_page_is_a_page_and_no_error_of_ours(visit, token, value):  # noqa: F811
    login = {"Cookie": f"_token={token()}"}
    for route in (route for route in app.routes if isinstance(route, APIRoute)):
        answer = visit(asked(route, value), **login)
        assert answer.status_code in {200, 400, 404}, (route.path, answer.status_code)
        assert "<script>alert" not in answer.text


@pytest.fixture
def closed(monkeypatch):
    """The demo's office as one whose file names its people, the reader not among them."""
    from inspection.declared import office as declared
    from inspection.declared.people import Person

    named = declared.load("yunzhou-demo").model_copy(update={"people": {"qian": Person(roles=["approver"])}})
    real = declared.load
    monkeypatch.setattr("bulletin_pages.login.load", lambda name: named if name == "yunzhou-demo" else real(name))


OF_OFFICE = [f"/bulletins/{page}?jurisdiction=yunzhou-demo" for page in ("explain", "intake", "queue")]


@pytest.mark.parametrize("address", [*ADDRESSES[5:9], *OF_OFFICE])
def test_whom_an_offices_file_does_not_name_sees_none_of_its_pages(visit, token, closed, address):  # noqa: F811
    answer = visit(address, Cookie=f"_token={token()}")
    assert answer.status_code == 403 and "云州市教育局" not in answer.text


def test_lists_over_offices_leave_out_those_of_others(visit, token, closed):  # noqa: F811
    assert "2023Q4" not in visit("/bulletins/", Cookie=f"_token={token()}").text


def test_pages_of_evidence_name_their_office_too(visit, token, closed):  # noqa: F811
    for address in ("evidence", "evidence/page", "evidence/bundle"):
        asked = f"/bulletins/{address}?jurisdiction=yunzhou-demo&finding=a/b/2023-10-01&snapshot=x"
        assert visit(asked, Cookie=f"_token={token()}").status_code == 403
