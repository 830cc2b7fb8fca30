"""Links of a home page and what lies behind them."""

from __future__ import annotations

import pytest

from inspection.page.links import outcome_of, read_links
from inspection.page.page import Page

HOME = """<a href="/xw/">要闻</a><a href="/xw/">更多</a><a href="https://yunzhou.example/zw/">政务</a>
<a href="http://jyj.yunzhou.example/">教育局</a><a href="/files/1.PDF?v=2">附件</a><a href="/app/city.apk">客户端</a>
<a href="#">顶部</a>
<a href="mailto:a@a.example">邮箱</a>"""


def test_links_are_read_once_each_with_their_kind():
    links = read_links(Page("http://www.yunzhou.example/", HOME.encode()))
    assert [(link.url, link.kind) for link in links] == [
        ("http://www.yunzhou.example/xw/", "internal"),
        ("https://yunzhou.example/zw/", "internal"),
        ("http://jyj.yunzhou.example/", "external"),
        ("http://www.yunzhou.example/files/1.PDF?v=2", "attachment"),
        ("http://www.yunzhou.example/app/city.apk", "attachment"),
    ]


def seen(outcome: str = "fetched", status: int | None = 200, detail: str | None = None) -> dict:
    return {"outcome": outcome, "http_status": status, "detail": detail}


CASES = {
    "not visited": (None, None, "unchecked"),
    "not visited for want of time": (seen("skipped", None, "budget"), None, "unchecked"),
    "answered": (seen(), "ok", "ok"),
    "unchanged": (seen("unchanged"), "ok", "ok"),
    "an address that was not read as a page": (seen(), None, "ok"),
    "not found": (seen(status=404), "error_page", "broken"),
    "gone": (seen(status=410), None, "broken"),
    "server error": (seen(status=500), None, "broken"),
    "says 页面不存在 with status 200": (seen(), "error_page", "broken"),
    "no such host": (seen("failed", None, "dns_failure"), None, "broken"),
    "nobody listens": (seen("failed", None, "refused"), None, "broken"),
    "too slow": (seen("failed", None, "timeout"), None, "suspect"),
    "reset": (seen("failed", None, "reset"), None, "suspect"),
    "certificate expired": (seen("failed", None, "tls_expired"), None, "suspect"),
    "forbidden": (seen(status=403), None, "suspect"),
    "too many requests": (seen(status=429), None, "suspect"),
    "blocked by a firewall": (seen("blocked", 503), "blocked", "suspect"),
    "a challenge with status 200": (seen(), "blocked", "suspect"),
    "a script's shell": (seen(), "script_shell", "ok"),
}


@pytest.mark.parametrize(("snapshot", "read_state", "outcome"), CASES.values(), ids=CASES)
def test_a_link_is_broken_only_where_nothing_is_there(snapshot, read_state, outcome):
    assert outcome_of(snapshot, read_state) == outcome
