"""What a cell may look like, and what it means."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from inspection import model
from inspection.declared import platforms
from inspection.inputs import convert

READABLE = [
    ("site_code", "5399000001", "5399000001"),
    ("site_code", "５３９９０００００１", "5399000001"),
    ("site_code", "BM12345678", "bm12345678"),
    ("site_code", "5.399000001E+09", "5399000001"),
    ("identifier", "gh_1a2b3c", "gh_1a2b3c"),
    ("identifier", "5399000001.0", "5399000001"),
    ("region_code", "539900", "539900"),
    ("url", "www.yunzhou.example", "http://www.yunzhou.example/"),
    ("url", "HTTPS://WWW.Yunzhou.EXAMPLE/Index.html", "https://www.yunzhou.example/Index.html"),
    ("url", "http://www.yunzhou.example?id=1", "http://www.yunzhou.example/?id=1"),
    ("url", "http:\\\\www.yunzhou.example\\a", "http://www.yunzhou.example/a"),
    ("url", "https://jyj.yunzhou.example:8443/index.html", "https://jyj.yunzhou.example:8443/index.html"),
    ("subject", "5399000001", "site:5399000001"),
    ("subject", "site:5399000001", "site:5399000001"),
    ("subject", "account:微信:yunzhou", "account:微信公众号:yunzhou"),
    ("platform", "今日\n头条", "今日头条"),
    ("integer", "1,234", 1234),
    ("integer", "12.0", 12),
    ("boolean", "是", True),
    ("boolean", "FALSE", False),
    ("boolean", "1", True),
    ("day", "2023年10月1日", date(2023, 10, 1)),
    ("day", "2023/10/1", date(2023, 10, 1)),
    ("day", "2023-10-01T23:30:00Z", date(2023, 10, 2)),
    ("moment", "2023-10-01 8:05", datetime(2023, 10, 1, 0, 5, tzinfo=UTC)),
    ("moment", "2023-10-01T08:00:00+08:00", datetime(2023, 10, 1, 0, 0, tzinfo=UTC)),
    ("moment", "2023/10/1", datetime(2023, 9, 30, 16, 0, tzinfo=UTC)),
    ("end_moment", "2023-10-01", datetime(2023, 10, 1, 16, 0, tzinfo=UTC)),
    ("end_moment", "2023-10-01 12:00", datetime(2023, 10, 1, 4, 0, tzinfo=UTC)),
    ("period", "2023q4", "2023Q4"),
    ("period", "special-privacy", "special-privacy"),
    ("indicator", "sv1.1", "SV1.1"),
    ("reason", "privacy", "privacy"),
    ("reason", "个人隐私泄露", "privacy"),
]
UNREADABLE = [
    ("site_code", "5.399E+09"),
    ("site_code", "539900001"),
    ("site_code", "53990000011"),
    ("identifier", "1.234567890123457E+18"),
    ("identifier", "1.2345678901234568e+16"),
    ("identifier", "4.907346015819212e+15"),
    ("identifier", "4907346015819212.0"),
    ("region_code", "5399"),
    ("url", "http:/www.yunzhou.example"),
    ("url", "ftp://www.yunzhou.example/"),
    ("url", "http://www..example/"),
    ("url", "http://www.yunzhou.example:port/"),
    ("url", "未建设"),
    ("subject", "云州市教育局"),
    ("platform", "云州通"),
    ("integer", "约100"),
    ("boolean", "也许"),
    ("day", "2023-13-01"),
    ("moment", "昨天"),
    ("period", "2023年四季度"),
    ("indicator", "SV9.9"),
    ("reason", "页面难看"),
]


@pytest.mark.parametrize(("converter", "cell", "value"), READABLE)
def test_a_cell_is_read_however_it_was_typed(converter, cell, value):
    assert convert.convert(converter, cell) == value


@pytest.mark.parametrize(("converter", "cell"), UNREADABLE)
def test_an_ambiguous_cell_is_not_guessed_at(converter, cell):
    with pytest.raises(convert.Unreadable) as error:
        convert.convert(converter, cell)
    assert error.value.reason and error.value.remedy


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  云州市\u3000教育局\n", "云州市 教育局"),
        ("'5399000001", "5399000001"),
        ('="5399000001"', "5399000001"),
        ("\ufeff云州\u200b发布", "云州发布"),
        ("云州市体育局（本级）", "云州市体育局（本级）"),
        ("无", ""),
        ("N/A", ""),
        ("--", ""),
    ],
)
def test_a_cell_is_cleaned_but_a_name_stays_as_printed(cell, text):
    assert convert.clean(cell) == text


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("微信", "微信公众号"),
        ("微信 订阅号", "微信公众号"),
        ("ＡＰＰ", "移动客户端"),
        ("移动客户端（APP）", "移动客户端"),
        ("今日 头条", "今日头条"),
        ("政务抖音短视频", "抖音短视频"),
        ("百家号", "百家号"),
        ("云州通", None),
    ],
)
def test_a_platform_has_one_name(form, name):
    assert platforms.canonical(form) == name


KINDS = {"微信订阅号": "订阅号", "服务号": "服务号", "ＡＰＰ": "APP", "微信": None, "云州通": None}


@pytest.mark.parametrize(("form", "kind"), KINDS.items())
def test_a_form_may_tell_the_kind_of_an_account(form, kind):
    assert platforms.kind_of(form) == kind


def test_no_form_names_two_platforms_and_every_platform_can_be_watched_by_somebody():
    forms = [form for platform in platforms.known().values() for form in platform.surface_forms()]
    assert len(forms) == len(set(forms))
    assert all("attest" in platform.watched_by for platform in platforms.known().values())
    groups = {platform.group for platform in platforms.known().values()}
    assert groups <= {platforms.OTHER, *platforms.names()}


@pytest.mark.parametrize(
    ("platform", "title", "name"),
    [
        ("新浪微博", "云州发布 的微博", "云州发布"),
        ("哔哩哔哩", "云州 公安 的 bilibili 动态", "云州公安"),
        ("微信公众号", "云州发布", "云州发布"),
        ("今日头条", "云州在线的微博", "云州在线的微博"),  # of another platform: it may be a name
    ],
)
def test_a_name_is_found_in_the_titles_that_bridges_give(platform, title, name):
    assert platforms.bare_name(title, platform) == name


@pytest.mark.parametrize(
    ("vocabulary", "enumeration"),
    [
        ("status", model.SubjectStatus),
        ("column_class", model.ColumnClass),
        ("decision", model.Decision),
        ("subject_kind", model.SubjectKind),
    ],
)
def test_a_vocabulary_has_exactly_the_words_of_the_model(vocabulary, enumeration):
    assert {convert.word(each.value, vocabulary) for each in enumeration} == set(enumeration)
    assert set(convert._vocabularies()[vocabulary].values()) == {each.value for each in enumeration}


@pytest.mark.parametrize(
    ("text", "vocabulary", "value"),
    [
        ("正常运行", "status", "running"),
        ("例外", "status", "excused"),
        ("临时下线", "status", "suspended"),
        ("申请关停", "status", "closing"),
        ("永久关停", "status", "closed"),
        ("动态要闻", "column_class", "news"),
        ("规划计划", "column_class", "planning"),
    ],
)
def test_a_chinese_word_of_the_registry_is_known(text, vocabulary, value):
    assert convert.word(text, vocabulary) == value
