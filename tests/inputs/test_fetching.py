"""A real server on loopback: paged lists come in whole, or not at all."""

from __future__ import annotations

import gzip
import json
import threading
from collections import Counter
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from inspection.declared.office import Paging, Source, WebList
from inspection.errors import InspectionError
from inspection.inputs import fetching, tables
from inspection.net.addresses import AddressRule

ITEMS = [{"site_code": str(5399000000 + number), "name": f"网站{number}"} for number in range(25)]


class Registry(BaseHTTPRequestHandler):
    """A registry's API that serves ten items a page and fails in the ways its paths are named for."""

    hits: ClassVar[Counter[str]] = Counter()

    def do_GET(self):
        parts = urlsplit(self.path)
        page = int(parse_qs(parts.query).get("page", ["1"])[0])
        self.hits[parts.path] += 1
        answer = getattr(self, parts.path.strip("/").partition(".")[0])
        answer(page)

    def items(self, page, total=25, items=None):
        shown = ITEMS[10 * page - 10 : 10 * page] if items is None else items
        self.send(json.dumps({"items": shown, "total": total}).encode())

    def all(self, page):
        self.send(json.dumps(ITEMS).encode())

    def stops(self, page):
        self.items(page, items=None if page < 3 else [])

    def breaks(self, page):
        if page < 3:
            self.items(page)
        else:
            self.send(b"no database", status=500)

    def cut(self, page):
        self.send(b'{"items": [', length=4000)
        self.close_connection = True

    def grows(self, page):
        self.items(page, total=24 + page)

    def repeats(self, page):
        self.items(1)

    def recovers(self, page):
        if self.hits["/recovers.json"] < 3:
            self.send(b"busy", status=503)
        else:
            self.items(page)

    def forbidden(self, page):
        self.send(b"no", status=403)

    def sites(self, page):
        self.send(gzip.compress("site_code,name\n5399000001,甲\n".encode()), kind="application/gzip")

    def login(self, page):
        self.send(b"<!doctype html><form>", kind="text/html")

    def records(self, page):
        """Another API's names, a first page 0, and a token."""
        query = parse_qs(urlsplit(self.path).query)
        number, size = int(query["pageNum"][0]), int(query["pageSize"][0])
        if self.headers["Authorization"] != "Bearer geheim":
            return self.send(b"no", status=401)
        rows = ITEMS[size * number : size * number + size]
        return self.send(json.dumps({"data": {"rows": rows, "count": 25}}).encode())

    def listing(self, page):
        """Ten sites a page as a list on the web, with a link to the next."""
        rows = "".join(
            f"<li><b>{item['site_code']}</b><a href='/to/{item['site_code']}'>{item['name']}</a></li>"
            for item in ITEMS[10 * page - 10 : 10 * page]
        )
        link = f"<a class=next href='?page={page + 1}'>下一页</a>" if page < 3 else ""
        self.send(f"<!doctype html><ul class=sites>{rows}</ul>{link}".encode(), kind="text/html")

    def circle(self, page):
        self.send(b"<ul class=sites><li><b>1</b><a>x</a></li></ul><a class=next href='?page=1'>", kind="text/html")

    def halfway(self, page):
        if page < 3:
            self.listing(page)
        else:
            self.send(b"<p>error", kind="text/html")

    def table(self, page):
        cells = "".join(f"<tr><td>{item['site_code']}<td>{item['name']}" for item in ITEMS)
        self.send(f"<table><tr><th>site_code<th>name{cells}</table>".encode(), kind="text/html")

    def send(self, body, status=200, kind="application/json", length=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Say nothing."""


LOOPBACK = AddressRule([ip_network("127.0.0.0/8")])
read = partial(tables.read_location, rule=LOOPBACK)


@pytest.fixture
def server():
    Registry.hits.clear()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


@pytest.mark.parametrize("path", ["/items.json", "/items", "/all.json", "/recovers.json"])
def test_all_pages_of_a_list_are_read(server, path):
    table = read(server + path, ("site_code", "name"))
    assert [row.cells["site_code"] for row in table.rows] == [item["site_code"] for item in ITEMS]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/stops.json", "page 3: the server stopped at 20 of 25"),
        ("/breaks.json", "answers 500"),
        ("/cut.json", "cannot be read"),
        ("/grows.json", "changed while it was read"),
        ("/repeats.json", "repeats the page"),
        ("/forbidden.json", "answers 403"),
        ("/login", "no known ending"),
        ("/login.csv", "web page"),
    ],
)
def test_a_list_that_is_not_whole_is_an_error(server, path, problem):
    with pytest.raises(InspectionError, match=problem) as error:
        read(server + path, ("site_code", "name"))
    assert path in error.value.place
    assert error.value.remedy


def test_a_file_is_read_whatever_it_is_packed_in(server):
    table = read(f"{server}/sites.csv.gz", ("site_code", "name"))
    assert [row.cells for row in table.rows] == [{"site_code": "5399000001", "name": "甲"}]


def test_a_server_that_is_not_there_is_named_without_its_password(server):
    url = server.replace("http://", "http://office:geheim@").rpartition(":")[0] + ":1/sites.json?token=geheim"
    with pytest.raises(InspectionError) as error:
        read(url)
    assert "127.0.0.1:1/sites.json" in str(error.value)
    assert "geheim" not in str(error.value)


def test_a_server_that_sends_too_much_is_cut_off(server, monkeypatch):
    monkeypatch.setattr(fetching, "_LARGEST_BYTES", 100)
    with pytest.raises(InspectionError, match="sends more than"):
        read(f"{server}/all.json")


LIST = WebList(rows="ul.sites li", cells={"site_code": "b", "name": "a", "首页网址": "a@href"}, next="a.next")


def test_an_api_may_name_its_pages_otherwise_and_ask_for_a_token(server, monkeypatch):
    paging = Paging(page="pageNum", per_page="pageSize", size=10, first=0, items="data.rows", total="data.count")
    source = Source(url=f"{server}/records", paging=paging, token_from="REGISTRY_TOKEN")
    monkeypatch.setenv("INSPECTION_SECRET_REGISTRY_TOKEN", "geheim")
    assert len(read(source, ("site_code", "name")).rows) == 25
    monkeypatch.delenv("INSPECTION_SECRET_REGISTRY_TOKEN")
    with pytest.raises(InspectionError, match="REGISTRY_TOKEN is not set"):
        read(source)


def test_a_list_on_web_pages_is_read_to_its_end(server):
    table = read(Source(url=f"{server}/listing", web_list=LIST), ("site_code", "name"))
    assert [row.cells["site_code"] for row in table.rows] == [item["site_code"] for item in ITEMS]
    assert table.rows[0].cells["首页网址"] == f"{server}/to/5399000000"


def test_a_table_on_a_web_page_needs_only_its_rows_named(server):
    table = read(Source(url=f"{server}/table", web_list=WebList(rows="tr")), ("site_code", "name"))
    assert table.headers == ("site_code", "name")
    assert len(table.rows) == 25


@pytest.mark.parametrize(
    ("path", "problem"), [("circle", "leads in a circle"), ("halfway", "has nothing like ul.sites li")]
)
def test_a_list_on_web_pages_that_does_not_end_well_is_an_error(server, path, problem):
    with pytest.raises(InspectionError, match=problem) as error:
        read(Source(url=f"{server}/{path}", web_list=LIST), ("site_code", "name"))
    assert path in error.value.place
    assert error.value.remedy
