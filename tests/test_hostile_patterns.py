"""Patterns that a hostile text once kept busy for minutes answer in a moment, and say the same of plain texts."""

from __future__ import annotations

import time

import pytest

from inspection.accounts import app_store, feed_formats
from inspection.accounts.times import order_of
from inspection.page import links
from inspection.page.written import character_data
from inspection.proofread import finding, mend

MOST_SECONDS = 2.0  # each took more than fifteen, a row of comments for ever
LONG = 200_000

HOSTILE = {
    "comments behind a feed": lambda: feed_formats._END.search(b"</feed>" + b"<!---->" * 290 + b"x"),
    "a refresh of digits": lambda: links._REFRESH.match("1" * LONG),
    "a refresh of spaces": lambda: links._REFRESH.match(" " * LONG),
    "records that do not end": lambda: character_data("<![CDATA[" * (LONG // 9)),
    "a line of spaces": lambda: mend._SOUP.sub("", " " * LONG + "<"),
    "a version of spaces": lambda: app_store._VERSION.search("版本" + " " * LONG),
    "a day of spaces": lambda: app_store._UPDATED.search("更新" + " " * LONG),
    "a size of spaces": lambda: app_store._SIZE.search("大小" + " " * LONG),
    "a date of spaces": lambda: order_of(["11/29/2026" + " " * LONG + "x"]),
    "a sentence without an end": lambda: finding.masked("市县" * LONG),
    "a sentence of letters": lambda: finding.masked("ab" * LONG),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_done_with_in_a_moment(name):
    begun = time.process_time()
    HOSTILE[name]()
    assert time.process_time() - begun < MOST_SECONDS


def test_plain_texts_are_read_as_before():
    assert feed_formats._END.search(b"</rss>\n<!-- made by x -->\n<!-- in 3 ms -->\n")
    assert not feed_formats._END.search(b"</rss><!-- a -->rest")
    assert links._REFRESH.match(" 0.5 ; URL='/index.html'").groups() == ("0", "/index.html")
    assert character_data("<r><![CDATA[<li>a</li>]]></r><r><![CDATA[b]]></r><![CDATA[<li>c") == "<li>a</li>"
    assert mend._SOUP.sub("", "甲 1. <b> <i>乙</i> 2. <p>丙") == "甲乙丙"
    assert app_store._VERSION.search("版本号 : v3.2.1")[1] == "3.2.1"
    assert app_store._SIZE.search("大小: 36.5 MB").groups() == ("36.5", "MB")
    assert order_of(["11/29/2026 08:15"]) == "month_first"
    assert finding.masked("电子邮箱dept.office+a@example.gov.cn。") == f"电子邮箱{finding.MASK}。"
