"""`${NAME}` in an office's file: refused where it is needed and not set, never silently empty."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inspection import registry
from inspection.accounts import watch
from inspection.declared.office import FOLDER, Route, Source, load
from inspection.declared.placeholders import fill, require
from inspection.errors import InspectionError
from inspection.net.fetcher import Fetcher

DAY = date(2023, 11, 7)


@pytest.fixture
def nothing_set(monkeypatch):
    for name in ("YUNZHOU_CITY", "YUNZHOU_HISTORY", "REPRODUCE", "OFFICE_TOWN"):
        monkeypatch.delenv(f"INSPECTION_SECRET_{name}", raising=False)
    load.cache_clear()
    yield monkeypatch
    load.cache_clear()


@pytest.mark.parametrize("path", FOLDER.glob("*.yaml"), ids=lambda path: path.stem)
def test_an_office_loads_without_what_is_not_used(nothing_set, path):
    assert load(path).jurisdiction_id


def test_a_text_is_filled_whole_or_not_at_all():
    known = {"A": "1", "EMPTY": ""}.get
    assert fill({"x": ["${A}/${A}", 7, None], "y": "${A}:${B}", "z": "${EMPTY}"}, known) == {
        "x": ["1/1", 7, None],
        "y": "${A}:${B}",
        "z": "${EMPTY}",
    }
    require("a price of $5 {NAME}", "here")


def test_what_is_not_set_is_named_with_place_value_and_remedy(nothing_set):
    office = load("yunzhou-demo")
    with pytest.raises(InspectionError) as raised:
        office.needs("sources", "sites")
    assert raised.value.place == "yunzhou-demo: sources.sites.url"
    assert "http://${YUNZHOU_CITY}/registry/sites.json" in raised.value.problem
    assert "variable INSPECTION_SECRET_YUNZHOU_CITY" in raised.value.problem and "set it" in raised.value.remedy
    with pytest.raises(InspectionError, match=r"history: .*YUNZHOU_HISTORY"):
        office.needs("history")
    with pytest.raises(InspectionError, match="connect_to"):
        Fetcher.of(office)


def test_a_value_that_every_run_needs_is_refused_with_the_file(nothing_set, tmp_path):
    text = (FOLDER / "yunzhou-demo.yaml").read_text("utf-8").replace("zh: 云州市,", "zh: '${OFFICE_TOWN}',")
    path = tmp_path / "office.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InspectionError, match=r"office\.yaml: name\.zh: .*OFFICE_TOWN"):
        load(path)
    nothing_set.setenv("INSPECTION_SECRET_OFFICE_TOWN", "云州市")
    assert load(path).name["zh"] == "云州市"


def test_an_unset_source_keeps_no_other_back(connection, nothing_set, tmp_path):
    sites = tmp_path / "sites.csv"
    sites.write_text(
        "网站标识码,网站名称,首页网址,主办单位,运行状态\n5399000001,云州市人民政府,http://www.yz.example/,云州市人民政府,正常运行\n",
        "utf-8",
    )
    sources = {"sites": Source(path=str(sites)), "accounts": Source(path="${OFFICE_TOWN}/accounts.csv")}
    office = load("yunzhou-demo").model_copy(update={"sources": sources})
    with pytest.raises(InspectionError, match=r"sources\.accounts\.path: \$\{OFFICE_TOWN\}/accounts\.csv"):
        registry.ingest(connection, office, DAY)
    assert connection.execute("select count(*) as n from mart.dim_subject").fetchone()["n"] == 1


def test_accounts_are_not_looked_at_by_a_route_whose_address_is_not_set(connection, nothing_set):
    routes = [Route(route_id="bridge", connector="feed", url="${OFFICE_TOWN}/{account_id}")]
    office = load("yunzhou-demo").model_copy(update={"routes": routes, "connect_to": None})
    with pytest.raises(InspectionError, match=r"routes\.0\.url: \$\{OFFICE_TOWN\}/"):
        watch(connection, office, datetime(2023, 11, 7, 15, tzinfo=UTC))
