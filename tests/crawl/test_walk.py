"""The walk over a site: what comes first, what a HEAD tells, where pages lead on, what is asked on condition."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from inspection.archive.store import Store, read_payloads, snapshots_of
from inspection.archive.writer import Archive
from inspection.crawl import Budget, take_snapshots
from inspection.crawl.robots import Rules
from inspection.errors import InspectionError
from inspection.extract import extract_day
from inspection.extract.seen import best_snapshots
from inspection.model import ProbeOutcome
from inspection.page.scripts import script_target
from tests.given.loopback import Answer, internet, register

NOW = datetime(2026, 7, 5, 19, 0, tzinfo=UTC)  # 03:00 on 6 July in Shanghai
FAST = Budget(pace_seconds=0.0, timeout_seconds=0.5)
SITE = "http://a.yunzhou.example"


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


@pytest.fixture
def site(connection, net):
    register(connection, "1", f"{SITE}/")
    return net


def crawl(connection, net, store, now=NOW, budget=FAST, **law):
    counts = take_snapshots(connection, net.jurisdiction(**law), store, now, budget=budget)
    assert counts["planned"] == sum(counts.values()) - counts["planned"]
    query = "select * from staging.snapshot where day = (select max(day) from staging.snapshot)"
    return {row["url"].removeprefix(SITE): row for row in connection.execute(query)}


def entries(column: str, days: range) -> str:
    return "".join(
        f'<li><a href="/{column}/{day}.html">云州市召开第{day}次工作会议</a> 2026-07-{day:02d}</li>' for day in days
    )


# what comes first -----------------------------------------------------------------------------------------


def test_a_small_budget_goes_to_columns_and_the_newest_articles_of_all(connection, site, tmp_path):
    others = "".join(f'<a href="/other{number}.html">其他</a>' for number in range(5))
    site.plant(
        f"{SITE}/", f'{others}<nav><a href="/xw/">新闻</a><a href="/tz/">通知</a></nav><a href="/a.pdf">附件</a>'
    )
    site.plant(f"{SITE}/xw/", entries("xw", range(1, 4)))
    site.plant(f"{SITE}/tz/", entries("tz", range(2, 6)))
    for url in (*(f"/xw/{day}.html" for day in range(9)), *(f"/tz/{day}.html" for day in range(9))):
        site.plant(SITE + url, "x")
    rows = crawl(connection, site, tmp_path, budget=Budget(pace_seconds=0.0, fetch_count=6, articles_per_column=2))
    assert {url for url, row in rows.items() if row["outcome"] != "skipped"} == {
        "/",
        "/xw/",
        "/tz/",
        "/tz/5.html",
        "/tz/4.html",
        "/xw/3.html",  # of the two newest of each column, the three newest
    }
    assert {url for url, row in rows.items() if row["detail"] == "budget: fetches"} == {
        "/xw/2.html",
        "/a.pdf",
        *(f"/other{number}.html" for number in range(5)),
    }


def test_a_link_of_the_home_page_that_a_column_lists_is_an_article(connection, site, tmp_path):
    article = '<a href="/xw/5.html">云州市召开第5次工作会议</a>'
    site.plant(f"{SITE}/", f'{article}<nav><a href="/xw/">新闻</a></nav>')
    site.plant(f"{SITE}/xw/", entries("xw", range(5, 6)))
    site.plant(f"{SITE}/xw/5.html", '<a href="/file.docx">附件</a>' + "正文" * 5_000)
    rows = crawl(connection, site, tmp_path)
    assert "/file.docx" in rows


def test_no_more_is_begun_than_the_budget_of_bytes_lets(connection, site, tmp_path):
    site.plant(f"{SITE}/", "<nav>" + "".join(f'<a href="/c{n}/">栏目</a>' for n in range(20)) + "</nav>")
    for number in range(20):
        site.plant(f"{SITE}/c{number}/", "字" * 10_000)
    budget = Budget(pace_seconds=0.0, byte_count=100_000, per_host=1)
    rows = crawl(connection, site, tmp_path, budget=budget)
    outcomes = Counter(row["detail"] or row["outcome"] for row in rows.values())
    assert outcomes == {"fetched": 5, "budget: bytes": 16}


def test_frames_scripts_and_data_that_pages_are_read_with_are_fetched_and_frames_lead_on(connection, site, tmp_path):
    scripts = '<script src="/js/menu.js"></script><script src="//cdn.example/x.js"></script>'
    data = "<script>$.get('/api/news?size=5')</script>"
    site.plant(f"{SITE}/", f'<nav><a href="/xw/">新闻</a></nav>{scripts}{data}')
    site.plant(f"{SITE}/xw/", '<iframe src="/in/xw.html"></iframe>')
    site.plant(f"{SITE}/in/xw.html", entries("xw", range(5, 6)))
    rows = crawl(connection, site, tmp_path)
    assert {"/js/menu.js", "/api/news?size=5", "/in/xw.html", "/xw/5.html"} <= set(rows)
    assert not any("cdn.example" in url for url in rows)
    few = crawl(connection, site, tmp_path / "few", NOW + timedelta(days=1), Budget(pace_seconds=0.0, part_count=1))
    assert len({"/js/menu.js", "/api/news?size=5", "/in/xw.html"} & set(few)) == 1


def test_styles_and_libraries_are_left_and_pictures_are_asked_for_within_their_budget(connection, site, tmp_path):
    pictures = "".join(f'<img src="/p{number}.jpg">' for number in range(6)) + '<img src="data:image/png;base64,AA">'
    site.plant(
        f"{SITE}/",
        f'<link rel="stylesheet" href="/s.css"><script src="/js/jquery.min.js"></script>{pictures}',
    )
    rows = crawl(connection, site, tmp_path, budget=Budget(pace_seconds=0.0, image_count=4))
    assert set(rows) == {"/", "/p0.jpg", "/p1.jpg", "/p2.jpg", "/p3.jpg"}
    assert rows["/p0.jpg"]["http_status"] == 404


# heads ----------------------------------------------------------------------------------------------------

PDF = {"Content-Type": "application/pdf", "Content-Length": "123456"}
HTML = {"Content-Type": "text/html"}
HEADS = {
    "a file's head is enough": (Answer(status=200, headers=PDF), (200, "head", None), 0),
    "a server without HEAD is asked again": (Answer(status=405), (200, None, 4), 1),
    "one that says not found to HEAD alone": (Answer(status=404), (200, None, 4), 1),
    "a page in the place of a file is looked at": (Answer(status=200, headers=HTML), (200, None, 4), 1),
    "a head that does not say what it is of": (Answer(status=200, headers={}), (200, None, 4), 1),
}


@pytest.mark.parametrize(("head", "expected", "gets"), HEADS.values(), ids=HEADS)
def test_an_attachment_is_asked_for_by_its_head(connection, site, tmp_path, head, expected, gets):
    site.plant(f"{SITE}/", '<a href="/file.pdf">附件</a>')
    site.plant(f"{SITE}/file.pdf", Answer(b"%PDF", headers={"Content-Type": "application/pdf"}))
    site.heads["a.yunzhou.example", "/file.pdf"] = head
    row = crawl(connection, site, tmp_path)["/file.pdf"]
    assert row["outcome"] == "fetched"
    assert (row["http_status"], row["detail"], row["byte_count"]) == expected
    assert site.asked.count(f"{SITE}/file.pdf") == gets
    if gets:
        assert any(b"\r\nRange: bytes=0-65535\r\n" in asked for asked in site.request_heads)
    [file] = tmp_path.rglob("*.warc.gz")
    with file.open("rb") as stream:
        methods = [
            record.http_headers.protocol
            for record in ArchiveIterator(stream)
            if record.rec_type == "request" and record.rec_headers["WARC-Target-URI"] == f"{SITE}/file.pdf"
        ]
    assert methods == ["HEAD", "GET"][: gets + 1]


# pages that lead on ---------------------------------------------------------------------------------------

SCRIPTS = {
    "location.href": ("window.location.href = 'main.html';", "main.html"),
    "no window": ('location="/index/main.html"', "/index/main.html"),
    "replace": ("top.location.replace('/m/')", "/m/"),
    "behind a comment": ("// location.href='/no'\n/* location='/no' */ self.location.href='/yes'", "/yes"),
    "a second statement": ("var at = new Date()\nvar name = 'x'\nlocation.assign('/yes')", "/yes"),
    "escaped": (r"location.href='\/a\u002fb'", "/a/b"),
    "behind a function": ("function go() { location.href='/no' } location.href = '/yes';", "/yes"),
    "in a function": ("function go() { location.href = '/no'; }", None),
    "for telephones only": ("if (/Mobile/.test(navigator.userAgent)) location.href = '/m/';", None),
    "for telephones in braces": ("if (isMobile) { location.href = '/m/'; } else { location.href = '/pc/'; }", None),
    "else": ("if (a) b();\nelse location.href = '/no';", None),
    "on another line of a condition": ("if (a)\n  location.href = '/no';", None),
    "put together": ("location.href = '/a' + name;", None),
    "compared": ("location.href == '/a'", None),
    "another's location": ("frame.location.href = '/a'", None),
    "a name like it": ("mylocation = '/a'", None),
    "in a text": ("var a = \"location.href='/no'\";", None),
    "later": ("setTimeout(\"location.href='/no'\", 3000)", None),
    "a library": ("location.href='/no';" + " " * 5_000, None),
    "unclosed": ("location.href='/no", None),
}


@pytest.mark.parametrize(("script", "target"), SCRIPTS.values(), ids=SCRIPTS)
def test_a_simple_script_tells_where_it_sends_its_reader(script, target):
    assert script_target(script) == target


STUBS = {
    "a meta tag": '<meta http-equiv="refresh" content="0;url=/main.html">',
    "a script": "<script>location.href='/main.html'</script>",
    "a body's onload": "<body onload=\"location.replace('/main.html')\"></body>",
}


@pytest.mark.parametrize("stub", STUBS.values(), ids=STUBS)
def test_a_home_page_that_only_leads_on_is_stood_for_by_its_target(connection, site, tmp_path, stub):
    site.plant(f"{SITE}/", stub)
    site.plant(f"{SITE}/main.html", "<script>window.location='/real.html';</script>")
    site.plant(f"{SITE}/real.html", '<nav><a href="/xw/">新闻</a></nav>' + "云州市人民政府" * 100)
    site.plant(f"{SITE}/xw/", entries("xw", range(1, 2)))
    rows = crawl(connection, site, tmp_path)
    assert set(rows) == {"/", "/main.html", "/real.html", "/xw/", "/xw/1.html"}
    assert rows["/"]["detail"] == f"forwards to {SITE}/main.html"
    assert rows["/main.html"]["detail"] == f"forwards to {SITE}/real.html"
    best = best_snapshots(rows.values())
    assert best["site:1", "a.yunzhou.example"]["url"] == f"{SITE}/real.html"
    payloads = {row["url"]: payload for row, payload in read_payloads(tmp_path, rows.values())}
    assert payloads[f"{SITE}/"].body.decode() == stub  # the whole chain is kept


def test_a_page_with_a_text_and_one_that_reloads_itself_stay_where_they_are(connection, site, tmp_path):
    text = "云州市人民政府" * 100
    site.plant(f"{SITE}/", f'<meta http-equiv="refresh" content="600; url=/later.html">{text}')
    assert set(crawl(connection, site, tmp_path)) == {"/"}
    site.plant(f"{SITE}/", f"<script>location.href='/app.html'</script>{text}")
    assert set(crawl(connection, site, tmp_path)) == {"/"}
    site.plant(f"{SITE}/", '<meta http-equiv="refresh" content="0;url=/">')
    assert set(crawl(connection, site, tmp_path)) == {"/"}


def test_forwards_in_a_circle_end(connection, site, tmp_path):
    for number in range(9):
        site.plant(f"{SITE}/{number or ''}", f'<meta http-equiv="refresh" content="0;url=/{(number + 1) % 9 or ""}">')
    assert len(crawl(connection, site, tmp_path)) < 9


def test_a_page_that_needs_a_browser_is_marked(connection, site, tmp_path):
    site.plant(f"{SITE}/", '<nav><a href="/xw/">新闻</a></nav>' + "云州市人民政府" * 100)
    site.plant(f"{SITE}/xw/", '<div id="app"></div><script src="/app.js"></script>')
    rows = crawl(connection, site, tmp_path)
    assert (rows["/xw/"]["outcome"], rows["/xw/"]["detail"]) == ("fetched", "needs a browser")


# on condition ---------------------------------------------------------------------------------------------


class Versioned:
    """A page that knows whether it has changed; `conditions` are what it was asked with."""

    def __init__(self, body: str, etag: str = '"v1"'):
        self.body, self.etag, self.conditions = body, etag, []

    def __call__(self, handler):
        self.conditions.append((handler.headers["If-None-Match"], handler.headers["If-Modified-Since"]))
        if handler.headers["If-None-Match"] == self.etag:
            handler.send_response(304)
            handler.send_header("ETag", self.etag)
            handler.end_headers()
            return
        handler.send_response(200)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("ETag", self.etag),
            ("Last-Modified", "Sun, 05 Jul 2026 00:00:00 GMT"),
            ("Content-Length", str(len(self.body.encode()))),
        ):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(self.body.encode())


def test_a_page_that_its_server_calls_unmodified_is_a_revisit_and_leads_on(connection, site, tmp_path):
    home = Versioned('<nav><a href="/xw/">新闻</a></nav>' + "云州市人民政府" * 100)
    site.plant(f"{SITE}/", home)
    site.plant(f"{SITE}/xw/", entries("xw", range(1, 2)))
    first = crawl(connection, site, tmp_path)
    second = crawl(connection, site, tmp_path, NOW + timedelta(days=1))
    assert home.conditions == [(None, None), ('"v1"', "Sun, 05 Jul 2026 00:00:00 GMT")]
    assert set(second) == set(first)
    row = second["/"]
    assert (row["outcome"], row["http_status"], row["byte_count"]) == ("unchanged", 200, 0)
    assert (row["refers_to"], row["detail"]) == (first["/"]["snapshot_id"], "not modified")
    assert row["payload_digest"] == first["/"]["payload_digest"]
    assert row["content_type"] == first["/"]["content_type"]
    found = {
        row["url"]: payload
        for row, payload in read_payloads(tmp_path, snapshots_of(connection, "yunzhou-demo", row["day"]))
    }
    assert found[f"{SITE}/"].body.decode() == home.body
    with max(tmp_path.rglob("*.warc.gz")).open("rb") as stream:
        profiles = {
            record.rec_headers["WARC-Target-URI"].removeprefix(SITE): (
                record.rec_headers["WARC-Profile"].rpartition("/")[2],
                record.http_headers.get_statuscode(),
                record.rec_headers["WARC-Refers-To"],
            )
            for record in ArchiveIterator(stream)
            if record.rec_type == "revisit"
        }
    with contextlib.redirect_stdout(io.StringIO()):
        files = [str(path) for path in tmp_path.rglob("*.warc.gz")]
        assert Checker(type("Options", (), {"inputs": files, "verbose": False})()).process_all() == 0
    assert profiles == {
        "/": ("server-not-modified", "304", f"<{first['/']['snapshot_id']}>"),
        "/xw/": ("identical-payload-digest", "200", f"<{first['/xw/']['snapshot_id']}>"),
    }


def test_a_changed_page_is_fetched_whole(connection, site, tmp_path):
    home = Versioned("old")
    site.plant(f"{SITE}/", home)
    crawl(connection, site, tmp_path)
    home.body, home.etag = "new", '"v2"'
    row = crawl(connection, site, tmp_path, NOW + timedelta(days=1))["/"]
    assert (row["outcome"], row["etag"], row["byte_count"]) == ("fetched", '"v2"', 3)


def test_a_careless_server_cannot_hide_a_change_for_more_than_a_week(connection, site, tmp_path):
    home = Versioned("old")
    site.plant(f"{SITE}/", home)
    crawl(connection, site, tmp_path)
    home.body = "new"  # under the same ETag
    outcomes = [crawl(connection, site, tmp_path, NOW + timedelta(days=day))["/"]["outcome"] for day in range(1, 10)]
    assert outcomes == ["unchanged"] * 7 + ["fetched", "unchanged"]


def test_a_304_that_nobody_asked_for_is_no_page(connection, site, tmp_path):
    site.plant(f"{SITE}/", Answer(status=304, headers={}))
    row = crawl(connection, site, tmp_path)["/"]
    assert (row["outcome"], row["http_status"], row["refers_to"]) == ("fetched", 304, None)


# robots.txt -----------------------------------------------------------------------------------------------

RULES = """User-agent: *
Disallow: /

User-agent: govinspection
Disallow: /private/
Disallow: /*?print=
Disallow: /*.php$
Allow: /private/open
Crawl-delay: 3
"""
ALLOWED = {
    "/": True,
    "/private/x": False,
    "/private/open.html": True,
    "/a?print=1": False,
    "/a?page=1&print=1": True,
    "/x.php": False,
    "/x.php?a=1": True,
    "/robots.txt": True,
}


def rules(body: str, status: int | None = 200, outcome: ProbeOutcome = ProbeOutcome.OK) -> Rules:
    return Rules.of(outcome, status, body.encode(), "GovInspection/0.1 (+http://www.yunzhou.example/)")


def test_wildcards_ends_and_longer_rules_are_understood():
    found = rules(RULES)
    assert {path: not found.objection(SITE + path) for path in ALLOWED} == ALLOWED
    assert found.delay_seconds == 3


ANSWERS = {
    "no such file allows": (rules("", 404, ProbeOutcome.HTTP_ERROR), "", None),
    "a refusal allows": (rules("", 403, ProbeOutcome.HTTP_ERROR), "", None),
    "an outage forbids": (rules("", 503, ProbeOutcome.HTTP_ERROR), "robots: status 503", None),
    "redirects in a circle allow": (rules("", 302, ProbeOutcome.REDIRECT_LOOP), "", None),
    "a host that is not there": (rules("", None, ProbeOutcome.REFUSED), "", ProbeOutcome.REFUSED),
    "an answer that was cut off": (rules("", 200, ProbeOutcome.RESET), "", ProbeOutcome.RESET),
    "an error page with a good status": (rules("<html><title>404</title>Disallow: /"), "", None),
    "delays beyond reason": (rules("User-agent: *\nCrawl-delay: inf\n"), "", None),
}


@pytest.mark.parametrize(("found", "refusal", "unreachable"), ANSWERS.values(), ids=ANSWERS)
def test_what_became_of_robots_txt_decides(found, refusal, unreachable):
    assert (found.objection(f"{SITE}/"), found.unreachable, found.delay_seconds) == (refusal, unreachable, None)


def test_a_very_long_delay_is_cut_and_a_mark_at_the_front_is_no_letter():
    assert rules("\ufeffUser-agent: *\nCrawl-delay: 3600\nDisallow: /x").delay_seconds == 10
    assert rules("\ufeffUser-agent: *\nDisallow: /x").objection(f"{SITE}/x") == "robots"


def test_a_host_whose_robots_txt_breaks_off_fails_as_it_did_and_is_left_alone(connection, site, tmp_path):
    site.plant(f"{SITE}/robots.txt", lambda handler: handler.connection.close())
    site.plant(f"{SITE}/", "x")
    row = crawl(connection, site, tmp_path)["/"]
    assert (row["outcome"], row["detail"]) == ("failed", "reset")
    assert f"{SITE}/" not in site.asked


# planned = the sum of outcomes ----------------------------------------------------------------------------


def test_a_planned_fetch_without_its_row_is_our_own_fault_and_is_said(connection, site, tmp_path, monkeypatch):
    site.plant(f"{SITE}/", '<a href="/x.html">x</a>')
    real = Archive._close

    def forgetful(self, row, *args):
        if not row["url"].endswith("/x.html"):
            real(self, row, *args)

    monkeypatch.setattr(Archive, "_close", forgetful)
    with pytest.raises(InspectionError, match="2 fetches were planned, 2 ended and 1 are archived"):
        crawl(connection, site, tmp_path)


# an object store ------------------------------------------------------------------------------------------


class Upload(io.BytesIO):
    """An object that is there when its writer closes it."""

    def __init__(self, place):
        super().__init__()
        self.place = place

    def close(self):
        self.place.objects[self.place.name] = self.getvalue()
        super().close()


class Bucket:
    """An object store: whole objects by their names, no appending and no folders."""

    def __init__(self, objects, name=""):
        self.objects, self.name = objects, name

    def __truediv__(self, part):
        return Bucket(self.objects, f"{self.name}/{part}")

    @property
    def parent(self):
        return self

    def mkdir(self, **_):
        pass

    def exists(self):
        return self.name in self.objects

    def open(self, mode):
        return io.BytesIO(self.objects[self.name]) if mode == "rb" else Upload(self)

    def replace(self, other):
        self.objects[other.name] = self.objects.pop(self.name)

    def unlink(self):
        if self.name not in self.objects:
            raise FileNotFoundError(self.name)
        del self.objects[self.name]


def test_an_object_store_gets_whole_files_and_a_killed_crawl_goes_on(connection, site, tmp_path, monkeypatch):
    monkeypatch.setenv("INSPECTION_SPOOL", str(tmp_path))
    site.plant(f"{SITE}/", '<a href="/x.html">x</a>')
    store = Store(Bucket({}))
    rows = crawl(connection, site, store)
    assert list(store.root.objects) == ["/yunzhou-demo/2026/07/2026-07-06-sites-000.warc.gz"]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    connection.rollback()  # as if it had been killed before its commit
    register(connection, "1", f"{SITE}/")
    site.asked.clear()
    assert crawl(connection, site, store) == rows
    assert not site.asked


# what is fetched is what is judged -------------------------------------------------------------------------


def test_every_column_that_the_readers_find_was_crawled_with_its_entries(connection, site, tmp_path):
    """The registry names no column: a menu, the head of a list, and a column in the folder of another tell of them."""
    text = f"<p>{'云州市人民政府主管全市各项工作。' * 30}</p>"
    head = '<div class="hd"><span>通知公告</span><a href="/tz/">更多</a></div>'
    site.plant(f"{SITE}/", f'<title>云州市</title><nav><a href="/zw/">政务公开</a></nav>{head}{text}')
    site.plant(
        f"{SITE}/zw/", f'<title>政务公开</title><nav><a href="/zw/gh/">规划计划</a><a href="/x/">其他</a></nav>{text}'
    )
    site.plant(f"{SITE}/zw/gh/", f"<title>规划计划</title><ul>{entries('zw/gh', range(1, 3))}</ul>{text}")
    site.plant(
        f"{SITE}/tz/", f"<title>通知公告</title><ul>{entries('tz', range(3, 5)).replace('2026-', '')}</ul>{text}"
    )
    rows = crawl(connection, site, tmp_path)
    assert {"/zw/gh/1.html", "/zw/gh/2.html", "/tz/3.html", "/tz/4.html"} <= set(rows)
    day = max(row["day"] for row in rows.values())
    extract_day(connection, site.jurisdiction(), tmp_path, day)
    columns = connection.execute("select url, read_state from staging.site_column order by url").fetchall()
    assert [(row["url"].removeprefix(SITE), row["read_state"]) for row in columns] == [
        ("/tz/", "ok"),
        ("/zw/", "ok"),
        ("/zw/gh/", "ok"),
    ]
