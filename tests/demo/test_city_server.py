"""The city's server answers for every host, with registries, messages and feeds."""

from __future__ import annotations

import threading
from datetime import date

import feedparser
import pytest
import requests
from python_calamine import load_workbook

from demo.city import faults, registry
from demo.city.server import CityServer

AS_OF = date(2023, 10, 20)


@pytest.fixture(scope="module")
def server():
    with CityServer(0, 1, AS_OF) as city:
        thread = threading.Thread(target=city.serve_forever, daemon=True)
        thread.start()
        yield city
        city.shutdown()
        thread.join()


@pytest.fixture
def get(server):
    def fetch(path, host=None, **more):
        headers = {"Host": host} if host else {}
        return requests.get(f"http://127.0.0.1:{server.port}{path}", headers=headers, timeout=10, **more)

    return fetch


def test_every_host_shows_its_own_home_page(get):
    for site in registry.sites():
        answer = get("/", site.host(AS_OF))
        assert answer.status_code == 200
        assert f'content="{site.code}"' in answer.text


def test_the_page_over_the_wire_is_the_page_of_the_crawl(get, server):
    for site in registry.sites():
        for url, made in server.web.crawl(site, AS_OF):
            if url.startswith(site.home_url(AS_OF)):
                answer = get(url.removeprefix(f"http://{site.host(AS_OF)}"), site.host(AS_OF))
                assert (answer.status_code, answer.content) == (made.status, made.body)


def test_an_unknown_page_is_404_and_a_forbidden_one_403(get):
    assert get("/yw/202310/t20231020_99.html", "www.yunzhou.example").status_code == 404
    assert get("/nothing/", "jyj.yunzhou.example").status_code == 404
    assert get("/oa/", "jyj.yunzhou.example").status_code == 403


def test_the_old_address_of_a_site_leads_to_the_new_one(get):
    answer = get("/yw/", "wsjk.yunzhou.example", allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, "http://wjw.yunzhou.example/yw/")


def test_a_dead_host_does_not_answer(get):
    with pytest.raises(requests.ConnectionError):
        get("/", "minsu.yunzhou.example")


def test_the_site_registry_comes_in_pages(get):
    first, second = (get(f"/registry/sites.json?page={page}&per_page=10").json() for page in (1, 2))
    assert first["total"] == second["total"] == 16
    assert [len(first["items"]), len(second["items"])] == [10, 6]
    assert get("/registry/sites.json?page=0").status_code == 400


def test_the_account_registry_opens_as_a_workbook_with_a_title_above_its_header(get, tmp_path):
    (tmp_path / "accounts.xlsx").write_bytes(get("/registry/accounts.xlsx").content)
    rows = load_workbook(tmp_path / "accounts.xlsx").get_sheet_by_index(0).to_python()
    assert rows[0][0].startswith("云州市登记表")
    assert rows[1][:3] == ["账号ID", "账号名称", "所属平台"]
    assert len(rows) == 2 + 264


def test_tables_come_as_csv_too(get):
    assert get("/registry/columns.csv").content.decode("utf-8-sig").count("\r\n") == 1 + 16 * 16
    assert get("/registry/accounts.csv").content.decode("utf-8-sig").splitlines()[0].startswith("账号ID,")


def test_messages_are_those_received_before_the_day(get):
    document = get("/messages.json").json()
    assert document["total"] == len(document["items"]) >= 6
    assert all(item["received_at"] < "2023-10-20" for item in document["items"])


def test_every_running_account_has_a_feed_that_parses(get):
    for account in registry.accounts():
        if not account.is_running(AS_OF):
            continue
        feed = feedparser.parse(get(account.feed_url.partition(".example")[2]).content)
        assert feed.version == "rss20" and not feed.bozo
        assert feed.feed.title == account.name(AS_OF)
        assert feed.feed.tags[0].scheme == "interaction"
        assert 1 <= len(feed.entries) <= 20
        assert feed.entries[0].published_parsed[:3] < AS_OF.timetuple()[:3]


def test_the_feed_of_an_account_out_of_sight_is_out_of_order():
    plant = next(plant for plant in faults.plants(1) if plant.kind == "unhealthy")
    account = next(account for account in registry.accounts() if account.subject_id == plant.subject_id)
    with CityServer(0, 1, plant.first_on) as city:
        threading.Thread(target=city.serve_forever, daemon=True).start()
        path = account.feed_url.partition(".example")[2]
        assert requests.get(f"http://127.0.0.1:{city.port}{path}", timeout=10).status_code == 503
        city.shutdown()


def test_health_says_which_city_of_which_day(get):
    assert get("/health").json() == {"status": "ok", "seed": 1, "as_of": "2023-10-20"}
