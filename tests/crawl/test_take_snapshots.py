"""The crawl of a batch of sites: what is fetched, archived, indexed, left out, and kept when it is run again."""

from __future__ import annotations

import contextlib
import io
from datetime import UTC, datetime, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from inspection.archive.store import Store, read_payload, read_payloads, snapshots_of
from inspection.batches import batch_of
from inspection.crawl import Budget, import_warc, take_snapshots
from tests.given.loopback import Answer, closed_port, hang_up, internet, redirect, register, zipped

NOW = datetime(2026, 7, 5, 19, 0, tzinfo=UTC)  # 03:00 on 6 July in Shanghai
FAST = Budget(pace_seconds=0.0, timeout_seconds=0.5)
HOME = """<title>云州市教育局</title>
<div class="nav"><a href="/news/">动态要闻</a><a href="/notice/">通知公告</a></div>
<a href="/gone.html">旧页面</a> <a href="http://other.example/">外部链接</a>
<a href="/file.pdf">附件</a> <a href="/hang.html">断开</a> <a href="/guard.html">受保护</a>
<a href="javascript:void(0)">菜单</a> <a href="mailto:a@b.example">信箱</a> <a href="#top">顶部</a>
<a href="http://www.yunzhou.example/">市政府</a>"""
NEWS = "<title>动态</title><ul>" + "".join(
    f'<li><a href="/news/{day}.html">云州市召开第{day}次教育工作会议</a><span>2026-07-{day:02d}</span></li>'
    for day in range(1, 6)
)


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


@pytest.fixture
def city(connection, net):
    """One bureau with two registered columns, and the portal that it links to."""
    jyj = register(connection, "5399000002", "http://jyj.yunzhou.example/")
    register(connection, "5399000001", "http://www.yunzhou.example/")
    for url in ("http://jyj.yunzhou.example/news/", "http://jyj.yunzhou.example/notice/"):
        connection.execute(
            "insert into mart.dim_column (jurisdiction_id, subject_id, url, valid_from, name, class)"
            " select jurisdiction_id, subject_id, %s, '2020-01-01', '栏目', 'news' from mart.dim_subject"
            " where subject_id = %s",
            (url, jyj),
        )
    net.plant("http://jyj.yunzhou.example/", HOME)
    net.plant("http://jyj.yunzhou.example/news/", Answer(NEWS.encode("gbk"), headers={"Content-Type": "text/html"}))
    net.plant("http://jyj.yunzhou.example/notice/", redirect("/notice/index.html"))
    net.plant("http://jyj.yunzhou.example/notice/index.html", "<title>通知公告</title>")
    for day in range(1, 6):
        net.plant(f"http://jyj.yunzhou.example/news/{day}.html", zipped(f"<title>第{day}次</title>"))
    net.plant("http://jyj.yunzhou.example/file.pdf", Answer(b"%PDF" * 50_000, headers={"Content-Type": "a/pdf"}))
    net.plant("http://jyj.yunzhou.example/hang.html", hang_up)
    net.plant("http://jyj.yunzhou.example/guard.html", "<title>安全验证</title>")
    net.plant("http://www.yunzhou.example/", "<title>云州市人民政府</title>")
    net.plant("http://other.example/", "elsewhere")
    return net


def index(connection):
    return {row["url"]: row for row in connection.execute("select * from staging.snapshot order by fetched_at")}


def payloads_of(connection, store, rows):
    """Payloads by address of the day of some of its rows."""
    found = snapshots_of(connection, "yunzhou-demo", next(iter(rows.values()))["day"])
    return {row["url"]: payload for row, payload in read_payloads(store, found)}


def crawl(connection, net, store, now=NOW, budget=FAST, **options):
    return take_snapshots(connection, net.jurisdiction(**options.pop("law", {})), store, now, budget=budget, **options)


def test_every_planned_fetch_has_one_row_and_its_record(connection, city, tmp_path):
    counts = crawl(connection, city, tmp_path)
    rows = index(connection)
    jyj, site = "http://jyj.yunzhou.example", "site:5399000002"
    assert {url: (row["subject_id"], row["outcome"], row["http_status"]) for url, row in rows.items()} == {
        f"{jyj}/": (site, "fetched", 200),
        f"{jyj}/news/": (site, "fetched", 200),
        f"{jyj}/notice/": (site, "fetched", 200),
        f"{jyj}/news/5.html": (site, "fetched", 200),  # the three newest of five
        f"{jyj}/news/4.html": (site, "fetched", 200),
        f"{jyj}/news/3.html": (site, "fetched", 200),
        f"{jyj}/gone.html": (site, "fetched", 404),
        f"{jyj}/file.pdf": (site, "fetched", 200),
        f"{jyj}/hang.html": (site, "failed", None),
        f"{jyj}/guard.html": (site, "blocked", 200),
        "http://www.yunzhou.example/": ("site:5399000001", "fetched", 200),
        "http://other.example/": ("external", "fetched", 200),
    }
    assert counts == {"planned": 12, "fetched": 10, "failed": 1, "blocked": 1}
    assert rows[f"{jyj}/notice/"]["final_url"] == f"{jyj}/notice/index.html"
    assert rows[f"{jyj}/hang.html"]["detail"] == "reset"
    assert rows[f"{jyj}/file.pdf"]["byte_count"] == FAST.target_bytes
    assert {row["warc_file"] for row in rows.values()} == {"yunzhou-demo/2026/07/2026-07-06-sites-000.warc.gz"}
    assert {str(row["day"]) for row in rows.values()} == {"2026-07-06"}
    assert len(city.asked) == len(set(city.asked))


def test_the_file_passes_warcios_own_check_and_holds_request_and_response(connection, city, tmp_path):
    crawl(connection, city, tmp_path)
    [file] = tmp_path.rglob("*.warc.gz")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert Checker(type("Options", (), {"inputs": [str(file)], "verbose": True})()).process_all() == 0
    assert "digest pass" in said.getvalue()
    with file.open("rb") as stream:
        kinds, dead = [], {}
        for record in ArchiveIterator(stream):
            kinds.append(record.rec_type)
            if record.rec_type == "metadata":
                first = record.content_stream().read().decode().splitlines()[0]
                if not first.startswith("crawl-journal"):
                    dead[record.rec_headers["WARC-Target-URI"]] = first
    assert kinds[0] == "warcinfo"
    assert kinds.count("request") == kinds.count("response")
    assert kinds.count("metadata") == 12 + 3  # what closes each planned fetch, and each robots.txt
    assert dead == {"http://jyj.yunzhou.example/hang.html": "fetch-outcome: reset"}
    assert not list(tmp_path.rglob("*.partial"))


def test_what_was_archived_is_read_back_as_it_was_shown(connection, city, tmp_path):
    crawl(connection, city, Store(str(tmp_path)))
    rows = index(connection)
    payload = read_payload(tmp_path, rows["http://jyj.yunzhou.example/news/5.html"])
    assert (payload.status, payload.body.decode()) == (200, "<title>第5次</title>")
    assert payload.headers["content-encoding"] == "gzip"
    assert "动态" in read_payload(tmp_path, rows["http://jyj.yunzhou.example/news/"]).body.decode("gbk")
    every = payloads_of(connection, tmp_path, rows)
    assert len(every) == 12
    assert every["http://jyj.yunzhou.example/hang.html"].problem == "there was no answer: reset"
    assert not every["http://jyj.yunzhou.example/gone.html"].problem


def test_an_unchanged_page_is_a_revisit_that_leads_to_its_body(connection, city, tmp_path):
    crawl(connection, city, tmp_path)
    first = index(connection)
    city.plant("http://jyj.yunzhou.example/", HOME + "new")
    for days in (1, 2):
        counts = crawl(connection, city, tmp_path, NOW + timedelta(days=days))
    assert counts == {
        "planned": 12,
        "unchanged": 9,
        "fetched": 1,
        "failed": 1,
        "blocked": 1,
    }  # the 404 is archived again
    third = index(connection)
    url = "http://jyj.yunzhou.example/news/5.html"
    assert third[url]["refers_to"] == first[url]["snapshot_id"]  # the record with the body, not yesterday's revisit
    assert third["http://jyj.yunzhou.example/"]["refers_to"] != first["http://jyj.yunzhou.example/"]["snapshot_id"]
    payloads = payloads_of(connection, tmp_path, third)
    assert payloads[url].body.decode() == "<title>第5次</title>"
    assert payloads["http://jyj.yunzhou.example/notice/"].body.decode() == "<title>通知公告</title>"
    newest = max(tmp_path.rglob("*.warc.gz"))
    with newest.open("rb") as stream:
        [revisit] = [
            record.rec_headers
            for record in ArchiveIterator(stream)
            if record.rec_type == "revisit" and record.rec_headers["WARC-Target-URI"] == url
        ]
    assert revisit["WARC-Refers-To"] == f"<{first[url]['snapshot_id']}>"
    assert revisit["WARC-Refers-To-Target-URI"] == url
    assert revisit["WARC-Payload-Digest"] == first[url]["payload_digest"]
    with contextlib.redirect_stdout(io.StringIO()):
        assert Checker(type("Options", (), {"inputs": [str(newest)], "verbose": False})()).process_all() == 0


def test_the_same_batch_again_replaces_file_and_rows(connection, city, tmp_path):
    crawl(connection, city, tmp_path)
    before = {row["snapshot_id"] for row in index(connection).values()}
    crawl(connection, city, tmp_path, NOW + timedelta(hours=1))
    rows = connection.execute("select * from staging.snapshot").fetchall()
    assert len(rows) == len(before) == 12
    assert not before & {row["snapshot_id"] for row in rows}
    assert {row["outcome"] for row in rows} == {"fetched", "blocked", "failed"}  # no revisit of a file that is gone
    assert all(payload.status for row, payload in read_payloads(tmp_path, rows) if row["outcome"] == "fetched")


def test_a_row_never_gives_the_content_of_another_record(connection, city, tmp_path):
    crawl(connection, city, tmp_path)
    rows = index(connection)
    one, other = rows["http://jyj.yunzhou.example/"], rows["http://jyj.yunzhou.example/news/"]
    moved = dict(one, warc_offset=other["warc_offset"], warc_length=other["warc_length"])
    gone = dict(one, warc_file="no/such.warc.gz")
    payloads = [payload for _, payload in read_payloads(tmp_path, [moved, gone, one])]
    assert "holds record" in payloads[0].problem
    assert "no/such.warc.gz" in payloads[1].problem
    assert payloads[2].body.decode() == HOME


def test_robots_are_obeyed_unless_the_jurisdiction_overrides_them(connection, city, tmp_path):
    rules = "User-agent: GovInspection\nDisallow: /news/\n"
    city.plant("http://jyj.yunzhou.example/robots.txt", Answer(rules, headers={"Content-Type": "text/plain"}))
    city.plant("http://other.example/robots.txt", Answer("down", 500))
    crawl(connection, city, tmp_path / "a")
    rows = index(connection)
    news = rows["http://jyj.yunzhou.example/news/"]
    assert (news["outcome"], news["detail"], news["warc_offset"]) == ("skipped", "robots", None)
    assert rows["http://other.example/"]["outcome"] == "skipped"  # RFC 9309: a server error forbids
    assert "http://jyj.yunzhou.example/news/" not in city.asked
    city.asked.clear()
    crawl(connection, city, tmp_path / "b", law={"robots": "override"})
    assert index(connection)["http://jyj.yunzhou.example/news/"]["outcome"] == "fetched"
    assert not [url for url in city.asked if url.endswith("robots.txt")]


def test_beyond_its_budget_a_fetch_is_a_skipped_row(connection, city, tmp_path):
    counts = crawl(connection, city, tmp_path, budget=Budget(pace_seconds=0.0, timeout_seconds=0.5, fetch_count=5))
    assert counts == {"planned": 12, "fetched": 6, "skipped": 6}  # five of the bureau, and the portal
    details = {row["detail"] for row in index(connection).values() if row["outcome"] == "skipped"}
    assert details == {"budget: fetches"}


def test_a_site_that_takes_too_long_is_left_and_says_so(connection, city, tmp_path):
    counts = crawl(connection, city, tmp_path, budget=Budget(pace_seconds=0.2, per_host=1, seconds=0.3))
    assert counts["skipped"] > 3
    assert {row["detail"] for row in index(connection).values() if row["outcome"] == "skipped"} == {"budget: seconds"}


def test_without_registered_columns_the_menu_tells_them(connection, net, tmp_path):
    register(connection, "1", "http://a.yunzhou.example/")
    net.plant("http://a.yunzhou.example/", '<nav><a href="/xw/">新闻</a></nav><a href="/about.html">简介</a>')
    net.plant("http://a.yunzhou.example/xw/", '<li><a href="/xw/1.html">云州市召开工作会议</a> 2026-07-01</li>')
    net.plant("http://a.yunzhou.example/xw/1.html", "x")
    crawl(connection, net, tmp_path)
    assert set(index(connection)) == {
        f"http://a.yunzhou.example/{path}" for path in ("", "xw/", "about.html", "xw/1.html")
    }


def test_a_home_page_that_forwards_by_meta_refresh_is_followed(connection, net, tmp_path):
    register(connection, "1", "http://a.yunzhou.example/")
    net.plant("http://a.yunzhou.example/", '<meta http-equiv="refresh" content="0; url=main.html">')
    net.plant("http://a.yunzhou.example/main.html", '<a href="/x.html">x</a>')
    net.plant("http://a.yunzhou.example/x.html", "x")
    assert crawl(connection, net, tmp_path) == {"planned": 3, "fetched": 3}


def test_batches_share_the_sites_without_gap_or_overlap(connection, net, tmp_path):
    for number in range(12):
        net.plant(f"http://s{number}.yunzhou.example/", "x")
        register(connection, str(number), f"http://s{number}.yunzhou.example/")
    for batch in range(3):
        crawl(connection, net, tmp_path, batch=batch, batch_count=3)
    rows = connection.execute("select subject_id, warc_file from staging.snapshot").fetchall()
    assert len(rows) == 12
    assert all(f"-{batch_of(row['subject_id'], 3):03d}.warc.gz" in row["warc_file"] for row in rows)


def test_dead_hosts_are_told_from_dead_pages(connection, tmp_path, net):
    register(connection, "1", f"http://127.0.0.1:{closed_port()}/")
    register(connection, "2", "http://nobody.invalid/")
    crawl(connection, net, tmp_path, law={"connect_to": None})
    assert {row["detail"] for row in index(connection).values()} == {"refused", "dns_failure"}


def test_our_own_file_can_be_imported_again_with_the_same_rows(connection, city, tmp_path):
    crawl(connection, city, tmp_path)
    crawl(connection, city, tmp_path, NOW + timedelta(days=1))
    query = "select * from staging.snapshot where warc_file like '%07-07%' order by url"
    before = connection.execute(query).fetchall()
    counts = import_warc(connection, city.jurisdiction(), tmp_path, max(tmp_path.rglob("*.warc.gz")))
    after = {row["snapshot_id"]: row for row in connection.execute(query)}
    assert counts.quarantined == 0
    for row in before:
        again = after[row["snapshot_id"]]
        # a planned address and its hops are separate rows of an import
        same = ["subject_id", "fetched_at", "outcome", "http_status", "payload_digest", "refers_to", "warc_offset"]
        assert {name: again[name] for name in same} == {name: row[name] for name in same}
