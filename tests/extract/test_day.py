"""A day of a small city, from a WARC file to rows in staging."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from inspection import warehouse
from inspection.crawl.imports import import_warc
from inspection.declared.office import load
from inspection.extract import extract_day
from inspection.readers.privacy import identity_check

OFFICE = load("yunzhou-demo")
OFFICE_ID = OFFICE.jurisdiction_id
DAY = date(2023, 9, 30)
AT = "2023-09-29T18:30:00Z"  # 02:30 of the 30th in Asia/Shanghai
CITY, BUREAU = "site:5399000001", "site:5399000005"
WWW, JYJ = "http://www.yunzhou.example/", "http://jyj.yunzhou.example/"
ACCOUNT = "account:微信公众号:gh_yz0001"
POST_COLUMNS = ("observer_id", "subject_id", "post_id", "published_at", "first_seen_at", "title", "body")
TABLES = ("page", "site_column", "item", "link", "mark", "term_hit")

HOME = """<html><head><meta name="SiteIDCode" content="5399000001"><title>云州市人民政府</title></head><body>
<nav><a href="/">首页</a><a href="/xw/">政务要闻</a><a href="/ghjh/">规划计划</a></nav>
<ul><li><a href="/xw/1.html">云州市召开安全生产工作会议</a><span>09-28</span></li>
<li><a href="/xw/2.html">云州市发布假期出行提示</a><span>09-20</span></li></ul>
<p class="yqlj"><a href="http://jyj.yunzhou.example/">教育局</a>
<a href="/gone.html">旧专题</a><a href="/soft.html">旧栏目</a>
<a href="/oa/">内网</a><a href="http://dead.yunzhou.example/">民俗</a><a href="http://www.elsewhere.example/">外站</a>
<a href="/never.html">未访问</a><a href="/files/1.pdf">附件</a></p>
<footer>主办单位:云州市人民政府 网站标识码:5399000001 云ICP备2018000001号</footer></body></html>"""
COLUMN = """<html><body><h1>政务要闻</h1><ul>
<li><a href="1.html">云州市召开安全生产工作会议</a><span>2023-09-28</span></li>
<li><a href="20230003.html">云州市开展志愿服务活动周</a></li>
<li><a href="4.html">云州市将举办丰收节</a><span>2023-10-05</span></li></ul></body></html>"""
ARTICLE = """<html><head><meta name="ColumnName" content="政务要闻">
<meta name="ArticleTitle" content="云州市召开安全生产工作会议">
<meta name="PubDate" content="2023-09-28 08:30"></head><body><h1>云州市召开安全生产工作会议</h1>
<p>云洲市各有关单位要抓好落实。截止目前，云洲市未发生事故。</p></body></html>"""
UNDATED = "<html><body><h1>云州市发布假期出行提示</h1><p>请广大市民合理安排行程,注意交通安全。</p></body></html>"
TAGGED = UNDATED.replace("<body>", "<body><p>发布时间:2023-09-18</p>").replace("发布假期出行提示", "开展志愿服务活动周")
BUREAU_HOME = """<html><body><div class="nav"><a href="/gzdt/">工作动态</a><a href="/tzgg/">通知公告</a></div>
<p>云州市教育局</p></body></html>"""
BUREAU_COLUMN = '<li><a href="a.html">全市教师节表彰大会举行</a><span>2023-09-10</span></li>'


class City:
    """Registry and WARC file of the day; `extract` reads it."""

    def __init__(self, connection, folder: Path) -> None:
        self.connection, self.store, self.path = connection, folder / "store", folder / "2023-09-30.warc.gz"
        register_site(connection, "5399000001", "https://yunzhou.example")
        register_site(connection, "5399000005", JYJ)
        warehouse.copy_rows(
            connection,
            "mart.dim_column",
            ("jurisdiction_id", "subject_id", "url", "valid_from", "valid_to", "name", "class"),
            [
                (OFFICE_ID, CITY, f"{WWW}xw/index.html", date(2018, 1, 1), None, "政务要闻", "news"),
                (OFFICE_ID, CITY, f"{WWW}ghjh/", date(2018, 1, 1), None, "规划计划", "planning"),
                (OFFICE_ID, CITY, f"{WWW}zwgk/tzgg/", date(2018, 1, 1), None, "通知公告", "notice"),
                (OFFICE_ID, CITY, f"{WWW}closed/", date(2018, 1, 1), date(2023, 9, 30), "旧栏目", "news"),
            ],
        )
        with self.path.open("wb") as file:
            writer = WARCWriter(file, gzip=True, warc_version="1.1")
            self.write(writer)
        import_warc(connection, OFFICE, self.store, self.path)

    def write(self, writer: WARCWriter) -> None:
        def add(url, html="", status="200 OK", at=AT, kind="text/html", **headers):
            body = html.encode(headers.pop("charset", "utf-8"))
            http = StatusAndHeaders(status, [("Content-Type", kind), *headers.items()], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", io.BytesIO(body), len(body), http_headers=http, warc_headers_dict={"WARC-Date": at}
            )
            writer.write_record(record)
            return record.rec_headers["WARC-Record-ID"], record.rec_headers.get_header("WARC-Payload-Digest")

        add(WWW, "<h1>503</h1>", "502 Bad Gateway", at="2023-09-29T18:00:00Z")  # a second look found it well
        _, digest = add(WWW, HOME, at="2023-09-28T18:30:00Z")
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_revisit_record(
                WWW, digest, WWW, "2023-09-28T18:30:00Z", http_headers=http, warc_headers_dict={"WARC-Date": AT}
            )
        )
        add(f"{WWW}xw/", COLUMN.replace("<html>", '<html><meta charset="gb2312">'), charset="gbk")
        add(f"{WWW}ghjh/", "<html><body><h1>规划计划</h1><p>该栏目暂无信息。</p></body></html>")
        add(f"{WWW}xw/1.html", ARTICLE)
        add(f"{WWW}xw/2.html", UNDATED)
        add(f"{WWW}old/2.html", "", "301 Moved Permanently", Location="/xw/2.html")
        add(f"{WWW}xw/20230003.html", TAGGED)
        add(f"{WWW}gone.html", "<h1>404</h1>", "404 Not Found")
        add(f"{WWW}soft.html", "<h1>您访问的页面不存在</h1>")
        add(f"{WWW}oa/", "<h1>403</h1>", "403 Forbidden")
        add(f"{WWW}files/1.pdf", "%PDF-1.4", kind="application/pdf")
        add("http://www.elsewhere.example/", "<p>外站</p>", "503 Service Unavailable")
        add(JYJ, "", "302 Found", Location=f"{JYJ}portal/")
        add(f"{JYJ}portal/", BUREAU_HOME)
        add(f"{JYJ}gzdt/", BUREAU_COLUMN)
        notice = writer.create_warc_record(
            "http://dead.yunzhou.example/",
            "metadata",
            io.BytesIO(b"fetch-outcome: dns_failure\r\n"),
            28,
            warc_content_type="application/warc-fields",
            warc_headers_dict={"WARC-Date": AT},
        )
        writer.write_record(notice)

    def extract(self, **batch):
        return extract_day(self.connection, OFFICE, self.store, DAY, **batch)

    def rows(self, table: str) -> list[dict]:
        return self.connection.execute(f"select * from staging.{table} as t order by t::text").fetchall()

    def everything(self) -> dict[str, list[dict]]:
        return {table: self.rows(table) for table in TABLES}


def register_site(connection, code: str, home_url: str) -> None:
    columns = ("jurisdiction_id", "subject_id", "valid_from", "kind", "name", "home_url", "site_code", "organiser")
    row = (
        OFFICE_ID,
        f"site:{code}",
        date(2018, 1, 1),
        "site",
        f"网站{code}",
        home_url,
        code,
        "云州市人民政府",
        "running",
    )
    warehouse.copy_rows(connection, "mart.dim_subject", (*columns, "status"), [row])


def register_account(connection) -> None:
    columns = ("jurisdiction_id", "subject_id", "valid_from", "kind", "name", "platform", "organiser", "status")
    row = (OFFICE_ID, ACCOUNT, date(2018, 1, 1), "account", "云州发布", "微信公众号", "云州市人民政府", "running")
    warehouse.copy_rows(connection, "mart.dim_subject", columns, [row])


@pytest.fixture
def city(connection, tmp_path) -> City:
    return City(connection, tmp_path)


def test_every_page_gets_its_kind_state_title_and_date(city):
    counts = city.extract()
    assert counts == {"planned": 11, "read": 11, "by_state": {"blocked": 1, "error_page": 2, "ok": 8}}
    assert {
        (row["url"], row["kind"], row["read_state"], row["published_on"], row["published_source"])
        for row in city.rows("page")
    } == {
        ("https://yunzhou.example", "home", "ok", None, None),
        (f"{WWW}xw/index.html", "column", "ok", None, None),
        (f"{WWW}ghjh/", "column", "ok", None, None),
        (f"{WWW}xw/1.html", "article", "ok", date(2023, 9, 28), "meta"),
        (f"{WWW}xw/2.html", "article", "ok", date(2023, 9, 20), "list"),
        (f"{WWW}xw/20230003.html", "article", "ok", date(2023, 9, 18), "text"),
        (f"{WWW}gone.html", "other", "error_page", None, None),
        (f"{WWW}soft.html", "other", "error_page", None, None),
        (f"{WWW}oa/", "other", "blocked", None, None),
        (JYJ, "home", "ok", None, None),
        (f"{JYJ}gzdt/", "column", "ok", None, None),
    }
    article = next(row for row in city.rows("page") if row["url"].endswith("xw/1.html"))
    assert article["title"] == "云州市召开安全生产工作会议"
    assert article["column_name"] == "政务要闻"
    assert article["published_at"] == datetime(2023, 9, 28, 0, 30, tzinfo=UTC)
    assert {row["charset"] for row in city.rows("page")} == {"utf-8", "gb18030"}


def test_every_registered_column_has_a_row_crawled_or_not(city):
    city.extract()
    rows = {row["url"]: row for row in city.rows("site_column") if row["subject_id"] == CITY}
    shown = ("class", "depth", "source", "read_state", "item_count", "is_blank", "newest_item_on", "oldest_item_on")
    assert {url: tuple(row[name] for name in shown) for url, row in rows.items()} == {
        # an event of next week is no publication date
        f"{WWW}xw/index.html": ("news", 1, "registry", "ok", 3, False, date(2023, 9, 28), date(2023, 9, 28)),
        f"{WWW}ghjh/": ("planning", 1, "registry", "ok", 0, True, None, None),
        f"{WWW}zwgk/tzgg/": ("notice", 2, "registry", "not_crawled", None, None, None, None),
    }


def test_a_site_without_registered_columns_has_those_of_its_navigation(city):
    city.extract()
    rows = [row for row in city.rows("site_column") if row["subject_id"] == BUREAU]
    assert [(row["url"], row["name"], row["class"], row["source"], row["read_state"]) for row in rows] == [
        (f"{JYJ}gzdt/", "工作动态", "news", "discovered", "ok"),
        (f"{JYJ}tzgg/", "通知公告", "notice", "discovered", "not_crawled"),
    ]


def test_list_entries_have_the_printed_date_else_that_of_their_article(city):
    city.extract()
    found = {
        (row["column_url"], row["url"].removeprefix(WWW)): row["published_on"]
        for row in city.rows("item")
        if row["subject_id"] == CITY
    }
    assert found == {
        ("https://yunzhou.example", "xw/1.html"): date(2023, 9, 28),
        ("https://yunzhou.example", "xw/2.html"): date(2023, 9, 20),
        (f"{WWW}xw/index.html", "xw/1.html"): date(2023, 9, 28),
        (f"{WWW}xw/index.html", "xw/20230003.html"): date(2023, 9, 18),
        (f"{WWW}xw/index.html", "xw/4.html"): date(2023, 10, 5),
    }


def test_links_tell_what_the_crawl_saw_behind_them(city):
    city.extract()
    found = {
        row["target_url"].removeprefix(WWW): (row["kind"], row["outcome"], row["http_status"])
        for row in city.rows("link")
        if row["subject_id"] == CITY
    }
    assert found == {
        "": ("internal", "ok", 200),
        "xw/": ("internal", "ok", 200),
        "ghjh/": ("internal", "ok", 200),
        "xw/1.html": ("internal", "ok", 200),
        "xw/2.html": ("internal", "ok", 200),
        JYJ: ("external", "ok", 302),
        "gone.html": ("internal", "broken", 404),
        "soft.html": ("internal", "broken", 200),
        "oa/": ("internal", "suspect", 403),
        "http://dead.yunzhou.example/": ("external", "broken", None),
        "http://www.elsewhere.example/": ("external", "suspect", 503),
        "never.html": ("internal", "unchecked", None),
        "files/1.pdf": ("attachment", "ok", 200),
    }


def test_marks_are_those_of_the_home_page(city):
    city.extract()
    assert {(row["page_url"], row["kind"], row["value"]) for row in city.rows("mark")} == {
        ("https://yunzhou.example", "site_code", "5399000001"),
        ("https://yunzhou.example", "icp", "云ICP备2018000001号"),
        ("https://yunzhou.example", "organiser", "云州市人民政府"),
    }


def test_terms_are_found_on_pages_and_in_the_posts_of_the_day(city):
    register_account(city.connection)
    posts = [
        (OFFICE_ID, ACCOUNT, "p1", "2023-09-29T16:00:00Z", "2023-09-30T15:00:00Z", "通知", "活动在云洲市民广场举行。"),
        (
            OFFICE_ID,
            ACCOUNT,
            "p2",
            "2023-09-30T16:00:00Z",
            "2023-09-30T17:00:00Z",
            "通知",
            "云洲市",
        ),  # the next day already
    ]
    warehouse.copy_rows(city.connection, "staging.post", POST_COLUMNS, posts)
    city.extract()
    assert [
        (row["subject_id"], row["day"], row["locator"], row["term"], row["occurrence_count"], row["severity"])
        for row in sorted(city.rows("term_hit"), key=lambda row: (row["subject_id"], row["term"]))
    ] == [
        (ACCOUNT, DAY, "post:p1", "云洲市", 1, "grave"),
        (CITY, DAY, f"{WWW}xw/1.html", "云洲市", 2, "grave"),
        (CITY, DAY, f"{WWW}xw/1.html", "截止目前", 1, "minor"),
    ]


def test_a_post_with_a_personal_number_read_twice_has_one_sign(city):
    digits = "53010219900101001"
    number = digits + identity_check(digits)
    post = (OFFICE_ID, ACCOUNT, "p1", "2023-09-29T16:00:00Z", "2023-09-30T15:00:00Z", "公示", number)
    register_account(city.connection)
    warehouse.copy_rows(city.connection, "staging.post", POST_COLUMNS, [post])
    city.extract()
    city.extract()
    signs = [(row["url"], row["topic"], row["kind"]) for row in city.rows("sign") if row["subject_id"] == ACCOUNT]
    assert signs == [("post:p1", "privacy", "identity_number")]


def test_the_same_day_twice_gives_the_same_rows(city):
    first = city.extract()
    before = city.everything()
    assert city.extract() == first
    assert city.everything() == before
    assert all(before.values())


def test_batches_together_give_what_one_batch_gives(city):
    city.extract()
    before = city.everything()
    city.connection.execute("truncate " + ", ".join(f"staging.{table}" for table in TABLES))
    counts = [city.extract(batch=batch, batch_count=3) for batch in range(3)]
    assert sum(count["planned"] for count in counts) == 11
    assert city.everything() == before


def test_a_record_that_cannot_be_read_fails_its_page_and_no_other(city):
    city.connection.execute(
        "update staging.snapshot set warc_offset = warc_offset + 7 where url = %(url)s", {"url": f"{WWW}xw/1.html"}
    )
    counts = city.extract()
    assert (counts["planned"], counts["read"], counts["by_state"]["failed"]) == (11, 10, 1)
    failed = [row for row in city.rows("page") if row["read_state"] == "failed"]
    assert [(row["url"], row["kind"]) for row in failed] == [(f"{WWW}xw/1.html", "article")]


def test_rows_of_another_day_are_left_alone(city):
    city.extract()
    extract_day(city.connection, OFFICE, city.store, date(2023, 9, 29))
    days = city.connection.execute("select day, count(*) from staging.page group by day order by day").fetchall()
    assert [(row["day"], row["count"]) for row in days] == [(date(2023, 9, 29), 1), (DAY, 11)]
