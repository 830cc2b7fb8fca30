"""Word lists and their hits."""

from __future__ import annotations

import pytest

from inspection.errors import InspectionError
from inspection.model import Severity
from inspection.text.wording import Lexicon, Term, load_lexicon

CITY = Term("云洲市", "云州市", Severity.GRAVE, "city")
LEXICON = Lexicon(
    [
        Term("帐号", "账号", Severity.MINOR, "common"),
        CITY,
        Term("APP下载", None, Severity.SUSPECTED, "spam"),
        Term("截止目前", "截至目前", Severity.MINOR, "common"),
        Term("截止目前为止", "截至目前", Severity.SUSPECTED, "common"),
        Term("云洲市", "云州市", Severity.MINOR, "common"),
    ]
)


def found(text: str) -> list[tuple[str, int]]:
    return [(hit.term.term, hit.count) for hit in LEXICON.hits(text)]


def test_terms_are_counted_in_the_order_of_their_first_places():
    assert found("请登录帐号。云洲市的帐号") == [("帐号", 2), ("云洲市", 1)]


def test_a_text_without_terms_and_an_empty_text_have_no_hits():
    assert found("云州市账号") == found("") == []


def test_full_width_letters_and_compatibility_ideographs_hide_nothing():
    assert found("点击ＡＰＰ下载") == [("APP下载", 1)]
    assert found("云洲市".replace("市", "市") + "⼀帐号") == [("云洲市", 1), ("帐号", 1)]


def test_the_longest_of_overlapping_terms_is_taken():
    assert found("截止目前为止") == [("截止目前为止", 1)]


def test_of_one_term_in_two_lists_the_graver_entry_holds():
    assert LEXICON.hits("云洲市")[0].term == CITY


def test_an_excerpt_shows_twenty_characters_on_either_side():
    text = "甲" * 30 + "云洲市" + "乙" * 30
    assert LEXICON.hits(text)[0].excerpt == "甲" * 20 + "云洲市" + "乙" * 20


def test_terms_with_punctuation_are_found_in_full_width_text():
    lexicon = Lexicon([Term("特此通知!", None, Severity.MINOR, "common")])
    assert [hit.count for hit in lexicon.hits("特此通知！")] == [1]


def test_an_empty_list_finds_nothing():
    assert Lexicon([]).hits("云洲市") == []


def test_the_lists_of_the_project_load_and_are_kept():
    paths = ("include/lexicon/writing-errors.yaml", "include/lexicon/yunzhou-demo.yaml")
    lexicon = load_lexicon(paths)
    assert load_lexicon(paths) is lexicon
    assert [hit.term.list_id for hit in lexicon.hits("云洲市的帐号")] == ["yunzhou-demo", "writing-errors"]


def test_traditional_characters_hide_nothing():
    assert found("雲洲市的帳號") == [("云洲市", 1), ("帐号", 1)]


def test_a_longer_innocent_word_takes_the_place_of_the_term_in_it():
    lexicon = Lexicon([Term("按装", "安装", Severity.MINOR, "common", not_in=("按装置",))])
    assert [hit.count for hit in lexicon.hits("按装置说明按装")] == [1]
    assert lexicon.hits("按装置说明") == []


def test_letters_stand_for_a_word_only_as_a_whole_one():
    assert found("APP下载") == [("APP下载", 1)]
    assert found("MYAPP下载") == []


def test_a_term_with_a_border_is_no_part_of_a_longer_word():
    lexicon = Lexicon([Term("云洲", "云州", Severity.SUSPECTED, "city", border=True)])
    assert lexicon.hits("彩云洲上") == lexicon.hits("云洲岛") == []
    assert [hit.count for hit in lexicon.hits("（云洲）、云洲")] == [2]


BAD = {
    "no such file": (None, "there is no such word list"),
    "no YAML": ("a: [", "is not valid YAML"),
    "no terms": ("list_id: a", "has no list_id or no terms"),
    "an entry without a term": ("list_id: a\nterms: [{severity: minor}]", r"terms\[0\]: has no term"),
    "an unknown severity": ("list_id: a\nterms: [{term: 甲, severity: huge}]", "'huge' is no severity"),
    "an exception without the term": (
        "list_id: a\nterms: [{term: 甲乙, severity: minor, not_in: [甲丙]}]",
        "甲丙 is no longer word that holds 甲乙",
    ),
    "a pattern without a message": ("list_id: a\npatterns: [{pattern: p, regex: a}]", r"patterns\[0\]: has no message"),
    "a broken pattern": (
        "list_id: a\npatterns: [{pattern: p, regex: '(', message: m, severity: minor}]",
        "is no regular expression",
    ),
    "a pattern that is everywhere": (
        "list_id: a\npatterns: [{pattern: p, regex: 'a*', message: m, severity: minor}]",
        "matches anywhere",
    ),
    "an unknown check": (
        "list_id: a\npatterns: [{pattern: p, regex: a, message: m, severity: minor, check: no_such_date}]",
        "its group d is missing",
    ),
}


@pytest.mark.parametrize(("text", "problem"), BAD.values(), ids=BAD)
def test_a_bad_list_is_refused_with_its_place(tmp_path, text, problem):
    path = tmp_path / "list.yaml"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(InspectionError, match=problem):
        load_lexicon((str(path),))
