"""What a day of a small city shows beside its structure: signs, prints, all sources of a date, columns further down."""

from __future__ import annotations

import io
from datetime import date

import pytest
from warcio.statusandheaders import StatusAndHeaders

from tests.extract.test_day import BUREAU, DAY, JYJ, WWW, City

DOUBTFUL = """<html><head><meta name="ArticleTitle" content="云州市开展志愿服务活动周"><meta name="PubDate"
content="2023-11-10 15:33"></head><body><h1>云州市开展志愿服务活动周</h1><p>发布时间:2021-09-06</p>
<p>云州市各有关单位积极开展志愿服务活动，内容包括环境整治、敬老助残、文明劝导等，参加人数逐年增多。</p>
<p>活动期间，各社区还组织了义诊、家电维修和政策咨询，受到居民欢迎，下一步将形成长效机制，并在全市推广。</p>
<p>活动周由市文明办组织，各县区同步开展，持续七天，共有三百余支队伍参加，服务内容在活动前向社会公布。</p></body></html>"""
UPPER = """<div class="nav"><a href="/gzdt/xxdt/">学校动态</a><a href="/other/">其他栏目</a></div>
<ul><li><a href="/gzdt/a.html">全市教师节表彰大会举行</a><span>2023-09-10</span></li></ul>"""
LOWER = '<ul><li><a href="b.html">云州市第一中学举行运动会</a><span>2023-09-12</span></li></ul>'
DECLARED = '<meta name="ColumnName" content="资料下载"><p>当前位置:首页 &gt; 服务 &gt; 资料下载</p>' + LOWER


class Deeper(City):
    """The same city; its bureau has columns below its columns, and one page doubts its own date."""

    def write(self, writer) -> None:
        def add(url: str, html: str) -> None:
            http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = html.encode()
            record = writer.create_warc_record(
                url,
                "response",
                io.BytesIO(body),
                len(body),
                http_headers=http,
                warc_headers_dict={"WARC-Date": "2023-09-29T19:30:00Z"},
            )
            writer.write_record(record)

        # before the columns that lead to them: the order of the archive decides nothing
        add(f"{JYJ}gzdt/xxdt/", LOWER)
        add(f"{JYJ}zlxz/", DECLARED)
        super().write(writer)
        add(f"{JYJ}gzdt/", UPPER)
        add(f"{WWW}xw/20230003.html", DOUBTFUL)


@pytest.fixture
def city(connection, tmp_path) -> Deeper:
    made = Deeper(connection, tmp_path)
    made.extract()
    return made


def test_columns_are_found_below_the_home_page_where_the_registry_names_none(city):
    rows = {row["url"]: row for row in city.rows("site_column") if row["subject_id"] == BUREAU}
    shown = ("name", "class", "depth", "source", "read_state", "newest_item_on")
    assert {url.removeprefix(JYJ): tuple(row[name] for name in shown) for url, row in rows.items()} == {
        "gzdt/": ("工作动态", "news", 1, "discovered", "ok", date(2023, 9, 10)),
        "tzgg/": ("通知公告", "notice", 1, "discovered", "not_crawled", None),
        "gzdt/xxdt/": ("学校动态", "news", 2, "discovered", "ok", date(2023, 9, 12)),
        "zlxz/": ("资料下载", "service", 2, "discovered", "ok", date(2023, 9, 12)),
    }


def test_all_sources_of_a_date_are_kept_with_the_reason_for_the_best(city):
    pages = {row["url"].removeprefix(WWW): row for row in city.rows("page")}
    doubtful, listed = pages["xw/20230003.html"], pages["xw/2.html"]
    assert (doubtful["published_on"], doubtful["published_reason"]) == (date(2021, 9, 6), "over_tag")
    assert doubtful["published_sources"] == {"meta": "2023-11-10", "text": "2021-09-06"}
    assert listed["published_sources"] == {"list": "2023-09-20"}
    assert listed["published_reason"] == "only"
    assert pages["xw/1.html"]["published_sources"] == {"meta": "2023-09-28", "list": "2023-09-28"}
    assert pages["xw/1.html"]["published_reason"] == "agreed"


def test_a_doubtful_date_is_a_sign_and_a_missing_tag_too(city):
    found = {
        (row["topic"], row["kind"], row["place"]): row
        for row in city.rows("sign")
        if row["url"] == f"{WWW}xw/20230003.html"
    }
    assert {key for key in found if key[0] in {"tags", "dates"}} == {
        ("tags", "T1", "every"),
        ("tags", "T1", "article"),
        ("tags", "T6", "PubDate"),
        ("tags", "T7", "PubDate"),
        ("dates", "disagree", "meta/text"),
        ("dates", "future", "meta"),
    }
    assert found["tags", "T1", "article"]["value"] == "ContentSource, ColumnName, ColumnType"
    assert found["dates", "future", "meta"]["occurrence_count"] == (date(2023, 11, 10) - DAY).days
    assert found["footer", "missing", ""]["occurrence_count"] == 7


def test_texts_and_templates_have_prints_and_a_language(city):
    pages = {row["url"].removeprefix(WWW): row for row in city.rows("page") if row["read_state"] == "ok"}
    assert pages["xw/20230003.html"]["text_hash"] is not None
    assert pages["xw/2.html"]["text_hash"] is None, "too short to be compared"
    assert {pages[name]["language"] for name in ("xw/20230003.html", "xw/index.html")} == {"zh"}
