"""Signs of tampering: each found on pages made that way, none weighty on official ones."""

from __future__ import annotations

import time
from datetime import date
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from demo.city import registry
from demo.city.pages import Web
from inspection.declared import tampering
from inspection.errors import InspectionError
from inspection.extract.cloaking import compare
from inspection.model import PageKind
from inspection.page.domains import foreign_domain, is_risky
from inspection.page.page import Page
from inspection.readers.sign import Sign
from inspection.readers.tampering import read
from inspection.readers.tampering.scripted import payloads
from inspection.readers.topics import read_signs
from inspection.text import spam
from tests.given import tampered
from tests.given.reading import HOME, reading
from tests.given.tampered import LOOK_ALIKES, TRICKS, like_001, like_002, like_003, official

SHARED = Path(__file__).resolve().parents[3] / "shared"
ARTICLE = f"{HOME}zwgk/202309/t20230929_1.html"
# of the real pages, the one whose truth says that spam was written into it
SPAMMED = {"085.html"}


def signs(html: str, url: str = ARTICLE) -> list[Sign]:
    return list(read(reading(html, PageKind.OTHER, url)))


def score(found: list[Sign]) -> int:
    """What signs of one page come to, without the warehouse that adds them up."""
    weights = {(sign.kind, sign.place): weight_of(sign) for sign in reversed(found)}
    return min(tampering.tampering().most, sum(weights.values()))


def weight_of(sign: Sign) -> int:
    return tampering.tampering().weight_of(sign.kind, sign.place, sign.detail)


def kinds(found: list[Sign]) -> set[str]:
    return {sign.kind for sign in found}


@pytest.mark.parametrize(("page", "kind", "place"), TRICKS.values(), ids=TRICKS)
def test_each_trick_is_seen_and_weighs(page, kind, place):
    found = signs(page())
    told = [sign for sign in found if sign.kind == kind and sign.place.startswith(place)]
    assert told, found
    assert score(found) >= weight_of(told[0]) > 0


@pytest.mark.parametrize(("name", "page"), LOOK_ALIKES.items(), ids=LOOK_ALIKES)
def test_what_only_looks_like_tampering_scores_zero(name, page):
    url = "http://big5.yunzhou.example/gate/" if name.endswith("by address") else ARTICLE
    found = signs(page(), url)
    assert score(found) == 0, found


SEEDS = {
    "001": (like_001, {"repeated_id", "odd_tags", "traditional", "script_switch", "spam"}),
    "002": (like_002, {"spam", "brand"}),
    "003": (like_003, {"traditional", "pinyin", "byte_slip"}),
}


@pytest.mark.parametrize(("page", "expected"), SEEDS.values(), ids=SEEDS)
def test_a_page_hijacked_like_a_published_bulletin_shows_every_sign_of_it(page, expected):
    found = signs(page())
    assert expected <= kinds(found)
    assert score(found) >= 80


def test_the_brand_is_told_word_for_word():
    brand = next(sign for sign in signs(like_002()) if sign.kind == "brand")
    assert (brand.value, brand.count) == (tampered.BRAND, 3)


PUBLISHED = {
    "001": {"repeated_id", "traditional", "script_switch", "spam"},
    "002": {"spam", "brand"},
    "003": {"traditional", "pinyin", "byte_slip"},
    "000": set(),  # lost characters, not hijacked
    "004": set(),
}


@pytest.mark.parametrize(("seed", "expected"), PUBLISHED.items(), ids=PUBLISHED)
def test_the_published_bulletins_show_what_was_done_to_them(seed, expected):
    files = list((SHARED / "model_bulletins").glob(f"seed_{seed}_*.txt"))
    if not files:
        pytest.skip(f"the published bulletins are not beside the project: {SHARED}")
    lines = files[0].read_text("utf-8").split("\n")
    html = f"<title>通报</title><body>{''.join(f'<p>{escape(line)}</p>' for line in lines)}</body>"
    found = signs(html)
    assert expected <= kinds(found)
    assert bool(score(found)) == bool(expected)


def test_real_official_pages_score_zero():
    files = sorted((SHARED / "real_pages" / "pages").glob("*.html"))
    if not files:
        pytest.skip(f"the real pages are not beside the project: {SHARED}")
    scores = {file.name: score(list(read(reading(file.read_bytes(), PageKind.OTHER, HOME)))) for file in files}
    assert {name for name, points in scores.items() if points} == SPAMMED


@pytest.mark.parametrize(("seed", "day"), [(1, date(2023, 8, 15)), (2, date(2023, 12, 20))])
def test_no_page_of_the_demo_city_scores(seed, day):
    web, count, wrong = Web(seed), 0, {}
    for site in registry.sites():
        for url, answer in web.crawl(site, day):
            if answer is not None and answer.status == 200 and "html" in answer.content_type:
                count += 1
                found = list(read(reading(answer.body, PageKind.OTHER, url)))
                if score(found):
                    wrong[url] = found
    assert count > 500
    assert wrong == {}


def test_the_warehouse_adds_the_declared_weights_one_for_a_kind_and_place_and_ends_at_a_hundred(connection):
    """Every trick is a page; on one more stand all their signs at once, on another one that weighs nothing."""
    pages = {name: list(signs(page())) for name, (page, _, _) in TRICKS.items()}
    pages["all at once"] = [sign for found in pages.values() for sign in found]
    pages["innocent"] = [Sign("outlinks"), Sign("traditional", detail={"is_edition": True})]
    for name, found in pages.items():
        for sign in {(sign.kind, sign.place): sign for sign in reversed(found)}.values():
            connection.execute(
                "insert into staging.sign"
                " (observer_id, subject_id, day, url, topic, kind, place, snapshot_id, occurrence_count, detail)"
                " values ('yz', 'site:1', '2023-09-30', %s, 'tampering', %s, %s, 'urn:1', 1, %s)",
                (name, sign.kind, sign.place, Jsonb(dict(sign.detail))),
            )
    told = connection.execute(
        "select * from staging.spam_score('yz', %(weights)s, %(most)s, 1)", tampering.tampering().parameters()
    ).fetchall()
    assert {row["locator"]: row["score"] for row in told} == {
        name: score(found) for name, found in pages.items() if name != "innocent"
    }
    whole = next(row for row in told if row["locator"] == "all at once")
    assert whole["score"] == 100 < sum(whole["reasons"].values())


def test_a_damaged_table_of_weights_is_named(monkeypatch, tmp_path):
    path = tmp_path / "tampering.yaml"
    path.write_text("proposed_at: 40\nmost: 100\nweights: [{kind: spam, weight: heavy}]\n", "utf-8")
    monkeypatch.setattr(tampering, "FILE", path)
    with pytest.raises(InspectionError, match=r"tampering\.yaml line 3: weights\.0\.weight: Input should be"):
        tampering.tampering.__wrapped__()


def test_the_domains_that_a_page_leads_to_are_noted_without_weight():
    found = signs(official(body='<a href="http://a.example1.example/">一</a><a href="http://weibo.com/u/1">微博</a>'))
    assert [(sign.kind, sign.detail) for sign in found] == [("outlinks", {"domains": ["example1.example"]})]


STEMS = {
    "": None,
    "云州市人民政府": None,
    "博彩": False,
    "博彩 棋牌": False,
    "博彩 棋牌 官网下载": True,
    "博彩 棋牌 下注": True,
    "MANBETX": True,
    "java在线": None,
    "警惕博彩 棋牌 下注": None,
    "警惕manbetx": None,
    "警惕manbetx官网下载": True,
    "一本道德经": None,
}


@pytest.mark.parametrize(("text", "expected"), STEMS.items(), ids=STEMS)
def test_stems_are_weighed_together(text, expected):
    found = spam.look(text)
    assert (found and found.is_spam) is expected


def test_one_stem_in_a_long_text_may_be_quoted():
    assert not spam.look("云州" * 2000 + "必威体育").is_dense
    assert spam.look("云州" * 2000 + "必威体育app_下载，皇冠体育").is_dense


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.gov.cn/", None),
        ("http://a.b.yunzhou.gov.cn/x", None),
        ("http://jyj.yunzhou.example/", None),  # of the page's own domain
        ("http://weibo.com/u/1", None),
        ("http://203.0.113.9/", None),
        ("http://[2001:db8::1]/", None),
        ("http://bad]host.example/", None),
        ("http://www.kaixin.example/", "kaixin.example"),
    ],
)
def test_foreign_domains_are_those_that_say_something(url, expected):
    assert foreign_domain(url, HOME) == expected


@pytest.mark.parametrize(
    ("domain", "expected"),
    [("kaixin.top", True), ("k7788.com", True), ("12345.com", False), ("kaixin.com", False), ("k7788.com.cn", False)],
)
def test_risky_domains_are_cheap_or_numbered(domain, expected):
    assert is_risky(domain) is expected


def test_encoded_texts_are_read_and_broken_ones_are_not_told():
    code = "x=unescape('%u5fc5%u5a01');y=atob('5b+F5aiB');z=String.fromCharCode(24517,23041);eval('a|必威'.split('|'))"
    assert list(payloads(code)) == ["必威", "必威", "必威", "a 必威"]
    assert list(payloads("atob('5b+F5aiB5')+String.fromCharCode(1,99999999)")) == []
    assert list(payloads(r"'\ud83d\ud83d\ud83d\ud83d'")) == ["????"]


CLOAKS = {
    "the same page": (official(), official(), {}),
    "another date": (official(title="云州市要闻1"), official(title="云州市要闻2"), {}),
    "spam for spiders": (official(), official(title=f"{tampered.BRAND}下载中心"), {"spam", "title"}),
    "spam for all is no cloaking": (like_002(), like_002(), {}),
    "links for spiders": (
        official(),
        official(end="".join(f'<a href="http://{name}.example/">x</a>' for name in ("aaa", "bbb", "ccc"))),
        {"links"},
    ),
    "an error for spiders": (official(), "<title>404 Not Found</title>404", {}),
}


@pytest.mark.parametrize(("browser", "spider", "expected"), CLOAKS.values(), ids=CLOAKS)
def test_what_spiders_alone_are_shown_is_told(browser, spider, expected):
    found = list(compare(Page(HOME, browser.encode()), Page(HOME, spider.encode()), "urn:uuid:1"))
    assert {sign.place for sign in found} == set(expected)
    assert all(sign.kind == "cloaking" and sign.detail["snapshot_id"] == "urn:uuid:1" for sign in found)


def test_a_spider_that_is_led_elsewhere_is_told():
    found = list(compare(Page(HOME, official().encode()), Page(tampered.FOREIGN, official().encode())))
    assert [(sign.place, sign.value) for sign in found] == [("redirect", "kaixin7788.example")]


PIECES = st.sampled_from(
    [
        '<div style="',
        "display:none",
        "text-indent:-9999px",
        '">',
        "<a href=",
        "http://[",
        tampered.FOREIGN,
        "</a>",
        "<style>.a{",
        "}",
        "<script>",
        "</script>",
        "document.write('",
        "unescape('%u",
        "atob('",
        "\\x41",
        "\\ud800",
        "<!--",
        "-->",
        "<noscript>",
        "<marquee height=1>",
        '<b id="zawxl">',
        "<track>",
        "&#24517;",
        "<title>",
        "關(guān)",
        "必威体育",
        "app_",
        "【官网下载】",
        "久久",
        "?，F(xiàn)",
        "location.href='",
        "document.referrer",
        "baidu",
        "'",
        "{",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=50))
def test_no_mark_up_makes_the_reader_raise(pieces):
    found = list(read_signs(reading("".join(pieces).encode("utf-8", "replace").decode(), PageKind.OTHER)))
    assert not [sign for _, sign in found if sign.kind == "reader_failed"]


@pytest.mark.parametrize(
    "piece",
    [
        '<a style="' + "x:y;" * 30,
        "<style>" + ".a{left:-",
        "'" * 9 + ".split('|')",
        "\\x4",
        "<!--",
        '<b id="zawxl">',
        "關(guā",
    ],
)
def test_a_page_of_one_piece_a_thousand_times_over_is_read_in_time(piece):
    page = reading(official(body=piece * 20_000), PageKind.OTHER, ARTICLE)
    begin = time.process_time()
    list(read(page))
    assert time.process_time() - begin < 3
