"""Accounts that a home page names, and what the registry knows of them."""

from __future__ import annotations

from datetime import date

import pytest

from inspection import warehouse
from inspection.model import PageKind
from inspection.readers.named_accounts import read
from tests.given.reading import reading

NAMED = {
    "a number of 微博": (
        '<a href="https://weibo.com/u/2852776612?refer=1">官方微博</a>',
        ("新浪微博", "2852776612", None),
    ),
    "a name of 微博": ('<a href="http://weibo.com/yunzhoufabu/">云州发布</a>', ("新浪微博", "yunzhoufabu", "云州发布")),
    "微博 for phones": ('<a href="https://m.weibo.cn/u/2852776612">微博</a>', ("新浪微博", "2852776612", None)),
    "今日头条": (
        '<a href="https://www.toutiao.com/c/user/token/MS4wLjABAAAA/"><img alt="云州教育" src="t.png"></a>',
        ("今日头条", "MS4wLjABAAAA", "云州教育"),
    ),
    "抖音": ('<a href="https://www.douyin.com/user/MS4wLjAB-x">抖音</a>', ("抖音短视频", "MS4wLjAB-x", None)),
    "快手": ('<a href="https://www.kuaishou.com/profile/3xabc">快手</a>', ("快手", "3xabc", None)),
    "公众号 by its number": (
        '<a href="https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA5%3D%3D">微信</a>',
        ("微信公众号", "MzA5==", None),
    ),
    "a caption with a colon": ("<p>微信公众号：云州发布</p>", ("微信公众号", None, "云州发布")),
    "a caption in quotes": ("<p>“云州教育”政务微博</p>", ("新浪微博", None, "云州教育")),
    "a caption that ends in the platform": ("<p>云州卫健微信公众号</p>", ("微信公众号", None, "云州卫健")),
    "the words of a picture": ('<img src="qr.png" alt="云州文旅抖音号二维码">', ("抖音短视频", None, "云州文旅")),
}
NOT_NAMED = {
    "a sharing button": '<a href="http://service.weibo.com/share/share.php?url=x">微博</a>',
    "the platform itself": '<a href="https://weibo.com/">微博</a>',
    "a single post": '<a href="https://mp.weixin.qq.com/s/QSl27cyDeyrvyw33">云州召开会议</a>',
    "a search on the platform": '<a href="https://weibo.com/login.php">登录</a>',
    "a caption that names nobody": "<p>扫一扫关注微信公众号</p><p>官方微博</p><p>微信公众号</p>",
    "a piece of news": "<p>市教育局通过微信公众号：云州教育向家长发布暑期安全提示，提醒广大家长注意防范溺水等事故</p>",
}


@pytest.mark.parametrize(("html", "account"), NAMED.values(), ids=NAMED)
def test_accounts_are_named_by_links_and_captions(html, account):
    (sign,) = read(reading(html))
    assert tuple(sign.detail[name] for name in ("platform", "id", "name")) == account


@pytest.mark.parametrize("html", NOT_NAMED.values(), ids=NOT_NAMED)
def test_what_only_mentions_a_platform_names_no_account(html):
    assert list(read(reading(html))) == []


def test_an_account_is_told_once_a_page_and_on_home_pages_alone():
    html = '<a href="https://weibo.com/u/2852776612">云州发布</a><p>官方微博：云州发布</p>' * 2
    assert len(list(read(reading(html)))) == 1
    assert list(read(reading(html, PageKind.OTHER))) == []


def test_a_named_account_is_compared_with_the_registry_of_the_day(connection):
    day = date(2023, 9, 30)
    registry = (
        "jurisdiction_id",
        "subject_id",
        "valid_from",
        "valid_to",
        "kind",
        "name",
        "home_url",
        "platform",
        "account_id",
    )
    accounts = [
        ("account:a", "云州发布", None, "新浪微博", "2852776612", None),
        ("account:b", "云州 教育", None, "微信公众号", None, None),
        ("account:c", "云州卫健", "https://www.kuaishou.com/profile/3xabcdef", "快手", None, None),
        ("account:e", "云县发布", None, "微信公众号", None, None),
        ("account:d", "云州旧号", None, "抖音短视频", "old", date(2023, 9, 30)),
    ]
    site = ("site:1", "云州市人民政府", "http://www.yunzhou.example/", None, None, None)
    warehouse.copy_rows(
        connection,
        "mart.dim_subject",
        (*registry, "organiser", "status"),
        [
            (
                "yz",
                subject,
                date(2018, 1, 1),
                until,
                subject.split(":")[0],
                name,
                home,
                platform,
                account,
                "云州市人民政府",
                "running",
            )
            for subject, name, home, platform, account, until in [*accounts, site]
        ],
    )
    html = """<a href="https://weibo.com/u/2852776612">微博</a><p>微信公众号：云州教育</p>
    <a href="https://www.kuaishou.com/profile/3xabcdef">快手</a><a href="https://www.douyin.com/user/old">抖音</a>
    <p>微信公众号：云州民政</p><p>微信公众号：雲縣發布</p><a href="https://mp.weixin.qq.com/mp/profile_ext?__biz=MzA5">微信</a>"""
    from psycopg.types.json import Jsonb

    warehouse.copy_rows(
        connection,
        "staging.sign",
        [
            "observer_id",
            "subject_id",
            "day",
            "url",
            "topic",
            "kind",
            "place",
            "snapshot_id",
            "occurrence_count",
            "detail",
        ],
        [
            ("yz", "site:1", day, "u", "accounts", sign.kind, sign.place, "s", 1, Jsonb(dict(sign.detail)))
            for sign in read(reading(html))
        ],
    )
    rows = connection.execute("select * from staging.named_account order by platform, account_id, name").fetchall()
    found = {(row["account_id"] or row["name"]): (row["standing"], row["registered_subject_id"]) for row in rows}
    assert found == {
        "2852776612": ("registered", "account:a"),
        "云州教育": ("registered", "account:b"),
        "雲縣發布": ("registered", "account:e"),
        "3xabcdef": ("registered", "account:c"),
        "old": ("unregistered", None),  # no longer valid on that day
        "云州民政": ("unregistered", None),
        "MzA5": ("unknown", None),  # an id alone, and 云州教育 has none to compare it with
    }
    proposed = warehouse.query(
        connection,
        "propose/unregistered_accounts.sql",
        {"jurisdiction_id": "yz", "observer_id": "yz", "kind": "site"},
    )
    assert sorted((row["locator"], row["term"]) for row in proposed) == [
        ("u", "微信公众号 云州民政"),
        ("u", "抖音短视频 old"),
    ]
