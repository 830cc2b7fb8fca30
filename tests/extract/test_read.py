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
        *(
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
        ),
        *(
            "<meta name=PubDate content=",
            "2023-09-01",
            "2023-13-41",
            "[09-01]",
            "发布时间:",
            "25:61",
            "主办单位:",
            "网站标识码:",
        ),
        *(
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
        ),
        *(
            "<base href=",
            "javascript:",
            "method=show&id=",
            "bszs.conac.cn/sitename?",
            "exposure/jiucuo.html?site_code=",
            "页面不存在",
        ),
    ]
)


def test_a_page_gives_all_its_observations_as_json():
    html = """<html><head><meta name="SiteIDCode" content="5399000001"><title>要闻_云州市</title></head><body>
    <li><a href="1.html">云洲市召开安全生产会议</a><span>09-28</span></li><p>网站标识码:5399000001</p></body></html>"""
    found = json.loads(
        json.dumps(read_page("http://www.yunzhou.example/yw/", html.encode(), {"Content-Type": "text/html"}, DAY))
    )
    assert found["read_state"] == "ok"
    assert found["identity"]["site_code"] == "5399000001"
    assert found["items"] == [
        {"url": "http://www.yunzhou.example/yw/1.html", "title": "云洲市召开安全生产会议", "published_on": "2023-09-28"}
    ]
    assert found["marks"] == [{"kind": "site_code", "value": "5399000001", "detail": {"meta": "5399000001"}}]
    assert found["column"]["class"] == "news"


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
