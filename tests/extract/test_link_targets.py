"""What stands behind links, and the answers to search tests: from a WARC file to rows in staging."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg.types.json import Jsonb
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from inspection import warehouse
from inspection.crawl.imports import import_warc
from inspection.declared.office import load
from inspection.extract import extract_day
from inspection.extract.search_tests import search_outcome
from inspection.page.page import Page

OFFICE = load("yunzhou-demo")
DAY = date(2023, 9, 30)
CITY, HOME = "site:5399000001", "http://www.yunzhou.example/"
LONG = "<p>本网站介绍云州的山水、物产与节庆，供游客查阅。</p>" * 20
TARGETS = {
    "http://sold.example/": "<title>精彩</title><p>该域名可出售，请联系我们</p>",
    "http://bets.example/": f"<title>澳门金沙_澳门金沙app【官网下载】</title>{LONG}",
    "http://tour.example/": f"<title>云州旅游</title>{LONG}",
    "http://police.example/": f"<title>警方提示</title><p>警方提醒：远离网络赌博，澳门金沙等网站均为诈骗。</p>{LONG}",
    "http://empty.example/": "<title>提示</title><h1>您访问的页面不存在</h1>",
}
# no page of the day leads to these
UNLINKED = {
    "http://turned.example/": f"<title>澳门金沙_博彩_官网下载</title>{LONG}",
    "http://lottery.example/a": f"<title>澳门新葡京_真人博彩_开户送彩金</title>{LONG}",
    "http://parked.example/": "<title>域名</title><p>该域名可出售</p>",
    "http://good.example/": f"<title>云州旅游</title>{LONG}",
    "http://nobody.example/": f"<title>澳门金沙_博彩_官网下载</title>{LONG}",
}


@pytest.fixture
def rows(connection, tmp_path):
    """A function that gives the rows of a table after the day was read."""
    warehouse.copy_rows(
        connection,
        "mart.dim_subject",
        ("jurisdiction_id", "subject_id", "valid_from", "kind", "name", "home_url", "site_code", "organiser", "status"),
        [("yunzhou-demo", CITY, date(2018, 1, 1), "site", "云州市人民政府", HOME, "5399000001", "市政府办", "running")],
    )
    path = tmp_path / "day.warc.gz"
    links = "".join(f'<a href="{url}">{number}</a>' for number, url in enumerate([*TARGETS, "http://gone.example/"]))
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        for url, html in {HOME: f"<title>云州市人民政府</title>{LONG}{links}", **TARGETS, **UNLINKED}.items():
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = html.encode()
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    io.BytesIO(body),
                    len(body),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": "2023-09-29T18:30:00Z"},
                )
            )
    import_warc(connection, OFFICE, tmp_path / "store", path)

    def read(sql: str) -> list[dict]:
        extract_day(connection, OFFICE, tmp_path / "store", DAY)
        return connection.execute(sql).fetchall()

    return read


def test_targets_are_read_for_what_they_have_become(rows):
    found = rows("select kind, place, value, detail ->> 'reason' as reason from staging.sign where topic = 'links'")
    assert {(row["kind"], row["place"], row["reason"]) for row in found if row["place"]} == {
        ("drifted", "http://sold.example/", "parked"),
        ("drifted", "http://bets.example/", "gambling"),
        ("dead", "http://empty.example/", "says_so"),
    }


def test_a_target_that_turned_is_told_of_the_pages_whose_last_reading_led_there(rows, connection):
    def sign(url: str, days: int, *domains: str) -> tuple:
        detail = Jsonb({"domains": list(domains)})
        return ("yunzhou-demo", CITY, DAY - timedelta(days), url, "tampering", "outlinks", "", f"s{days}", 1, detail)

    guide, old, changed = (f"{HOME}xw/{number}.html" for number in (7, 8, 9))
    warehouse.copy_rows(
        connection,
        "staging.sign",
        (
            "observer_id",
            "subject_id",
            "day",
            "url",
            "topic",
            "kind",
            "place",
            "snapshot_id",
            "occurrence_count",
            "detail",
        ),
        [
            sign(guide, 30, "turned.example", "good.example"),
            sign(guide, 40, "lottery.example"),
            sign(f"{HOME}xw/6.html", 20, "lottery.example", "parked.example"),
            sign(changed, 30, "turned.example"),  # its link is gone since
            sign(old, 100, "turned.example"),
            sign(HOME, 5, "turned.example"),  # was read today, and leads there no more
        ],
    )
    warehouse.copy_rows(
        connection,
        "staging.page",
        ("observer_id", "subject_id", "day", "url", "snapshot_id", "kind", "read_state"),
        [
            ("yunzhou-demo", CITY, DAY - timedelta(30), guide, "s30", "article", "ok"),
            ("yunzhou-demo", CITY, DAY - timedelta(10), changed, "s10", "article", "ok"),
        ],
    )
    found = rows("select url, place, snapshot_id from staging.sign where kind = 'drifted' and day = '2023-09-30'")
    earlier = {(row["url"].removeprefix(HOME), row["place"], row["snapshot_id"]) for row in found if row["url"] != HOME}
    assert earlier == {
        ("xw/7.html", "http://turned.example/", "s30"),
        ("xw/6.html", "http://lottery.example/a", "s20"),
        ("xw/6.html", "http://parked.example/", "s20"),
    }


def test_a_target_that_says_there_is_nothing_is_a_broken_link(rows):
    found = {row["target_url"]: row["outcome"] for row in rows("select * from staging.link")}
    assert found == {
        "http://sold.example/": "ok",
        "http://bets.example/": "ok",
        "http://tour.example/": "ok",
        "http://police.example/": "ok",
        "http://empty.example/": "broken",
        "http://gone.example/": "unchecked",
    }


def test_the_answer_to_a_search_test_stands_beside_the_home_page(rows, connection):
    # the visit's page is one of the snapshots of the day; which one does not matter to the reader
    snapshot = connection.execute(
        "select snapshot_id, url from staging.snapshot where url like %s", ["%tour%"]
    ).fetchone()
    warehouse.copy_rows(
        connection,
        "staging.planned_visit",
        (
            "observer_id",
            "kind",
            "subject_id",
            "url",
            "day",
            "not_before",
            "asked_by",
            "detail",
            "state",
            "visited_at",
            "snapshot_id",
        ),
        [
            (
                "yunzhou-demo",
                "search_test",
                CITY,
                f"{HOME}s?q={number}",
                DAY,
                datetime(2023, 9, 29, tzinfo=UTC),
                HOME,
                Jsonb({"word": word, "article_url": f"{HOME}xw/1.html"}),
                state,
                at,
                snapshot["snapshot_id"],
            )
            for number, (word, state, at) in enumerate(
                [
                    ("山水", "done", datetime(2023, 9, 29, 16, tzinfo=UTC)),  # midnight in Shanghai
                    ("节庆", "done", datetime(2023, 9, 29, 15, 59, tzinfo=UTC)),
                    ("物产", "expired", None),
                ]
            )
        ],
    )
    found = rows("select * from staging.sign where kind = 'search_result'")
    assert [(row["url"], row["topic"], row["place"], row["value"]) for row in found] == [
        (HOME, "functions", "山水", "nothing")
    ]
    assert found[0]["detail"] == {
        "url": snapshot["url"],
        "article_url": f"{HOME}xw/1.html",
        "snapshot_id": snapshot["snapshot_id"],
    }


ARTICLE, TITLE = f"{HOME}xw/1.html", "云州市召开安全生产工作会议"
FILL = "<p>搜索结果按相关度排列，可按时间与栏目筛选。</p>" * 20
RESULTS = {
    "its address": (f'<a href="/xw/1.html">安全…</a>{FILL}', "found"),
    "its address behind a counter": (f'<a href="/go?u=www.yunzhou.example/xw/1.html">安全</a>{FILL}', "found"),
    "its title at another address": (f'<a href="/info/1">云州市召开安全生产工作…</a>{FILL}', "found"),
    "other articles": (f'<a href="/xw/2.html">安全生产月启动</a>{FILL}', "other_results"),
    "only the navigation": (f'<a href="/aq/">安全生产专题</a>{FILL}', "nothing"),
    "a word for nothing": (f"<p>很抱歉，没有找到与“安全”相关的内容</p>{FILL}", "nothing"),
    "a script that fetches": (f"{FILL}<script>$.ajax('/search.do')</script>", "unreadable"),
    "an error": ("<h1>404 Not Found</h1>", "unreadable"),
}


@pytest.mark.parametrize(("html", "outcome"), RESULTS.values(), ids=RESULTS)
def test_a_page_of_results_is_read_for_the_article(html, outcome):
    page = Page(f"{HOME}s?q=1", html.encode(), {})
    assert search_outcome(page, "安全", ARTICLE, TITLE, {"yunzhou.example/aq"}) == outcome
