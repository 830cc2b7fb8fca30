"""Whatever bytes a site sends, readers raise nothing and take no time; `tests/readers/fuzz.py` does this at length."""

from __future__ import annotations

import time
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspection.page.page import Page
from tests.readers import fuzz

BYTES = 1_000_000
MAX_SECONDS = 10.0  # they take a tenth of it: a reader whose time grows with the square would take minutes


@pytest.mark.parametrize("part", range(2))
def test_no_reader_raises_on_broken_pages(part):
    told = fuzz.run(11, range(part * 1000, part * 1000 + 1000))
    assert told.failure is None, f"python -m tests.readers.fuzz --seed 11 --only {told.failure[0]}: {told.failure[1]}"
    assert told.count == 1000
    assert len(told.states) >= 5, "the inputs are all alike"


PIECES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace")),
    st.sampled_from([scrap.encode("utf-8", "surrogatepass") for scrap in fuzz._SCRAPS]),
)


@given(st.lists(PIECES, max_size=30), st.integers(0, 99))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_reader_raises_on_any_bytes(pieces, chance):
    assert fuzz.read_everything(b"".join(pieces), Random(chance))


def long(piece: str) -> bytes:
    data = piece.encode()
    return data * (BYTES // len(data))


LONG = {
    "one letter": long("a"),
    "one digit": long("1"),
    "open angles": long("<"),
    "open comments": long("<!--"),
    "open tags": long('<a href="'),
    "open tags of tags": long("<meta name='PubDate' content='"),
    "labels without a date": long("发布时间:"),
    "dates": long("2023-09-01 "),
    "organisers": long("主办单位:"),
    "half a mail address": long("a.b-c_"),
    "half a phone number": long("电话 0-0 "),
    "paths": long("当前位置:首页>"),
    "numbers of the footer": long("标识码 ICP备 公网安备 "),
    "heads with 更多": long("<li><a href=/%d/>更多</a>"),
    "entries": long("<li><a href=/%d.html>云州市召开会议</a><span>2023-09-01</span></li>"),
    "one row of a table": b"<table><tr>" + long("<td><a href=/1.html>云州市召开会议</a>2023-09-01</td>"),
    "a hundred thousand levels": b"<div>" * 100_000 + "云州市".encode() + b"</div>" * 100_000,
    "a hundred thousand levels of another kind": b"<table><tr><td><b>" * 25_000,
    "tables of heads in tables": "<table><tr><th>序号".encode() * 40_000,
    "menus in menus": "<ul><li><a href=/a/>要闻</a>".encode() * 40_000,
    "classes": long("class='"),
    "templates": long("{{<jsp:include"),
}


@pytest.mark.parametrize("body", LONG.values(), ids=LONG)
def test_no_page_takes_readers_long(body):
    begin = time.perf_counter()
    fuzz.read_everything(body, Random(3))
    assert time.perf_counter() - begin < MAX_SECONDS


SENTENCE = "云州市召开安全生产工作会议，部署近期重点任务。"
ARTICLE = f"<html><head><title>会议</title></head><body><h1>会议</h1><p>{SENTENCE * 20}</p></body></html>".encode()
BAD = {
    "truncated in a tag": (ARTICLE[:-30] + b"<div cla", "ok"),
    "truncated in a character": (ARTICLE[: ARTICLE.index(b"</p>") - 1], "ok"),
    "empty": (b"", "empty"),
    "white space": (b" \r\n\t" * 1000, "empty"),
    "binary": (bytes(range(1, 256)) * 400, "undecodable"),
    "a program": (b"MZ\x90\0\3\0\0\0" + Random(1).randbytes(100_000), "undecodable"),
    "50 MB of text": (f"<p>{SENTENCE}</p>".encode() * 650_000, "ok"),
    "50 MB of nothing": (bytes(50_000_000), "empty"),
    "100,000 levels": (b"<div>" * 100_000 + SENTENCE.encode(), "ok"),
    "a charset that it is not in": (b'<meta charset="utf-8">' + ARTICLE.decode().encode("gbk"), "ok"),
    "script alone": (b'<div id="app"></div><script src="/app.js"></script>', "script_shell"),
}


@pytest.mark.parametrize(("body", "state"), BAD.values(), ids=BAD)
def test_a_bad_page_is_an_observation_that_says_so(body, state):
    begin = time.perf_counter()
    page = Page("http://www.yunzhou.example/1.html", body)
    assert page.read_state == state
    fuzz.read_everything(body, Random(3))
    assert time.perf_counter() - begin < 2 * MAX_SECONDS
    assert page.body_size == len(body)
