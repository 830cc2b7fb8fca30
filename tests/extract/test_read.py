"""All readers on one page: JSON out, and no bytes that make them raise."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.extract.read import read_page

DAY = date(2023, 9, 30)
PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "<a href=",
        "'",
        '"',
        "http://",
        "http://[",
        "//",
        "../",
        "?a=1",
        "#",
        "<li>",
        "<tr><td>",
        "</div>",
        "<meta name=PubDate content=",
        "2023-09-01",
        "2023-13-41",
        "[09-01]",
        "发布时间:",
        "25:61",
        "主办单位:",
        "网站标识码:",
        "公网安备",
        "ICP备",
        "5399000001",
        "<title>",
        "<script>",
        "<!--",
        "&#0;",
        "&#xD800;",
        "\0",
        "\f",
        "\ufffd",
        "云洲市",
        "<base href=",
        "javascript:",
        "method=show&id=",
        "bszs.conac.cn/sitename?",
        "exposure/jiucuo.html?site_code=",
        "页面不存在",
    ]
)


def test_a_page_gives_all_its_observations_as_json():
    html = """<html><head><meta name="SiteIDCode" content="5399000001"><title>要闻_云州市</title></head><body>
    <li><a href="1.html">云洲市召开安全生产会议</a><span>09-28</span></li><p>网站标识码:5399000001</p></body></html>"""
    found = json.loads(
        json.dumps(
            read_page(
                "http://www.yunzhou.example/yw/", html.encode(), {"Content-Type": "text/html"}, DAY, kind="column"
            )
        )
    )
    assert found["facts"]["read_state"] == "ok"
    assert found["facts"]["identity"]["site_code"] == "5399000001"
    assert (found["facts"]["is_blank"], found["facts"]["newest_item_on"]) == (False, "2023-09-28")
    assert found["items"] == [
        {"url": "http://www.yunzhou.example/yw/1.html", "title": "云洲市召开安全生产会议", "published_on": "2023-09-28"}
    ]
    assert found["marks"] == [{"kind": "site_code", "value": "5399000001", "detail": {"meta": "5399000001"}}]
    assert {sign["topic"] for sign in found["signs"]} >= {"tags", "footer"}


def test_a_page_is_read_as_the_day_reads_it_whatever_case_its_headers_are_in():
    headers = {"Content-Type": "text/html", "Server": "nginx/1.14.0"}
    body = "<title>云州市</title><p>云州市人民政府网站</p>".encode()
    home = read_page("http://www.yunzhou.example/", body, headers, DAY)
    assert home["facts"]["kind"] == "home"
    assert [sign["value"] for sign in home["signs"] if sign["kind"] == "server_version"] == ["nginx/1.14.0"]


def test_a_page_that_calls_itself_a_column_is_read_as_one():
    body = '<title>通知公告</title><meta name="ColumnName" content="通知公告"><p>暂无内容</p>'.encode()
    found = read_page("http://www.yunzhou.example/tzgg/", body, {}, DAY)
    assert (found["facts"]["kind"], found["facts"]["is_blank"]) == ("column", True)
    assert found["declared"]["kind"] == "notice"
    assert read_page("http://www.yunzhou.example/tzgg/", body, {}, DAY, kind="other")["facts"]["kind"] == "column"


def test_a_saved_file_is_read_under_the_address_it_was_saved_from():
    body = b'<!-- saved from url=(0029)http://www.yunzhou.example/yw/ --><a href="1.html">a</a>'
    found = read_page("file:///tmp/saved.html", body, {}, DAY)
    assert found["links"] == [{"url": "http://www.yunzhou.example/yw/1.html", "kind": "internal"}]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_a_reader_raise(body):
    json.dumps(read_page("http://www.yunzhou.example/", body, {}, DAY))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=60), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_no_mark_up_makes_a_reader_raise_nor_give_text_that_no_database_takes(pieces, charset):
    body = "".join(pieces).encode(charset, "replace")
    shown = json.dumps(read_page("http://www.yunzhou.example/", body, {}, DAY), ensure_ascii=False)
    assert "\\u0000" not in shown
    shown.encode()
