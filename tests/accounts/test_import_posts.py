"""Posts and checks from files."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime

from inspection.accounts import import_checks, import_posts
from inspection.declared.office import load
from tests.given.loopback import register_account

OFFICE = load("yunzhou-demo")
POSTS = """platform,account_id,published_at,title,url,text
微博,yunzhou,2026-07-01T08:00:00+08:00,通知,http://w.example/1,"正文,
两行"
新浪微博,yunzhou,2026-07-02 09:00:00,公告,,正文
新浪微博,nobody,2026-07-02 09:00:00,x,,x
朋友圈,yunzhou,2026-07-02 09:00:00,x,,x
新浪微博,yunzhou,last week,x,,x
"""
CHECKS = """platform,account_id,checked_at,connector,outcome,healthy,name_seen,organiser_seen,certified,has_interaction
新浪微博,yunzhou,2026-07-01T23:00:00+08:00,feed,ok,true,云州发布,云州市人民政府办公室,true,false
新浪微博,yunzhou,2026-07-02T23:00:00+08:00,feed,failed,false,,,,
新浪微博,yunzhou,2026-07-03T23:00:00+08:00,feed,dead,true,,,,
新浪微博,yunzhou,2026-07-04T23:00:00+08:00,feed,ok,maybe,,,,
"""

NAMES = ["雲縣發布A", "云縣发布Ａ", "云县发布A", "雲县發佈A", "云县在线"]


def bad(connection, source):
    rows = connection.execute("select * from ops.quarantine where source = %s order by row_no", (source,))
    return [(row["row_no"], row["column_name"], row["value"]) for row in rows]


def test_posts_load_once_and_unknown_ones_are_put_aside(connection, tmp_path):
    account = register_account(connection, "新浪微博", "yunzhou", None)
    file = tmp_path / "posts.csv"
    file.write_text(POSTS, "utf-8-sig")
    for _ in range(2):
        counts = import_posts(connection, OFFICE, file)
        assert (counts.read, counts.quarantined, counts.loaded) == (5, 3, 2)
        rows = connection.execute("select * from staging.post order by published_at").fetchall()
        assert [(row["subject_id"], row["title"], row["body"]) for row in rows] == [
            (account, "通知", "正文,\n两行"),
            (account, "公告", "正文"),
        ]
        assert rows[0]["post_id"] == "http://w.example/1"
        assert all(row["first_seen_at"] == row["published_at"] for row in rows)
    assert bad(connection, "posts") == [
        (5, "account_id", "nobody"),
        (6, "platform", "朋友圈"),
        (7, "published_at", "last week"),
    ]


def test_an_import_does_not_move_the_moment_a_post_was_first_seen(connection, tmp_path):
    account = register_account(connection, "新浪微博", "yunzhou", None)
    seen = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
    connection.execute(
        "insert into staging.post (observer_id, subject_id, post_id, published_at, first_seen_at)"
        " values ('yunzhou-demo', %s, %s, %s, %s)",
        (account, "http://w.example/1", seen, seen),
    )
    (tmp_path / "posts.csv").write_text(POSTS)
    import_posts(connection, OFFICE, tmp_path / "posts.csv")
    row = connection.execute("select * from staging.post where post_id = 'http://w.example/1'").fetchone()
    assert (row["first_seen_at"], row["title"]) == (seen, "通知")


def test_checks_load_with_what_they_do_not_know_left_open(connection, tmp_path):
    register_account(connection, "新浪微博", "yunzhou", None)
    file = tmp_path / "account_checks.csv.gz"
    file.write_bytes(gzip.compress(CHECKS.encode()))
    for _ in range(2):
        counts = import_checks(connection, OFFICE, file)
        assert (counts.read, counts.quarantined, counts.loaded) == (4, 2, 2)
    rows = connection.execute("select * from staging.account_check order by checked_at").fetchall()
    assert [
        (str(row["day"]), row["outcome"], row["is_source_healthy"], row["is_certified"], row["has_interaction"])
        for row in rows
    ] == [("2026-07-01", "ok", True, True, False), ("2026-07-02", "failed", False, None, None)]
    assert rows[0]["organiser_seen"] == "云州市人民政府办公室"
    assert bad(connection, "account_checks") == [(4, "outcome", "dead"), (5, "healthy", "maybe")]


SHARED = """platform,account_id,published_at,title,url,text
新浪微博,yunzhou,2026-07-01T08:00:00+08:00,通知一则,http://w.example/me,正文
新浪微博,yunzhou,2026-07-09T08:00:00+08:00,公告一则,http://w.example/me,正文
新浪微博,yunzhou,2026-07-12T08:00:00+08:00,通知一则,http://w.example/me,同一篇又发
新浪微博,yunzhou,2026-07-14T08:00:00+08:00,讯息一则,http://w.example/me,正文
新浪微博,yunzhou,2026-07-14T08:00:00+08:00,讯息一则（更正）,http://w.example/4,正文
"""


def test_posts_that_share_an_address_are_told_by_their_titles_and_the_export_is_a_look(connection, tmp_path):
    account = register_account(connection, "新浪微博", "yunzhou", None)
    (tmp_path / "posts.csv").write_text(SHARED, "utf-8")
    for _ in range(2):
        assert import_posts(connection, OFFICE, tmp_path / "posts.csv").loaded == 5
    rows = connection.execute("select published_on, title from staging.post order by published_at, title").fetchall()
    assert [(row["published_on"].day, row["title"]) for row in rows] == [
        (1, "通知一则"),
        (9, "公告一则"),
        (14, "讯息一则"),
        (14, "讯息一则（更正）"),
    ]
    looks = connection.execute("select * from staging.account_check order by day").fetchall()
    assert {(look["subject_id"], look["connector"], look["outcome"]) for look in looks} == {(account, "posts", "ok")}
    assert [look["day"].day for look in looks] == [1, *range(2, 15)]
    assert looks[-1]["post_count"] == 5


def test_a_name_in_traditional_characters_or_other_widths_is_no_other_name(connection, tmp_path):
    register_account(connection, "新浪微博", "云县发布A", None)
    lines = [f"新浪微博,云县发布A,2026-07-0{n}T23:00:00+08:00,feed,ok,true,{name}" for n, name in enumerate(NAMES, 1)]
    (tmp_path / "c.csv").write_text(
        "platform,account_id,checked_at,connector,outcome,healthy,name_seen\n" + "\n".join(lines)
    )
    import_checks(connection, OFFICE, tmp_path / "c.csv")
    rows = connection.execute("select name_seen from staging.account_check order by checked_at").fetchall()
    assert [row["name_seen"] for row in rows] == ["云县发布A"] * 4 + ["云县在线"]


def test_an_account_that_is_silent_in_an_export_alone_waits_for_an_inspector(connection, tmp_path):
    silent, _ = (register_account(connection, "新浪微博", name, None) for name in ("silent", "lively"))
    lines = ["新浪微博,silent,2026-07-01T08:00:00+08:00,通知,http://w.example/s"]
    lines += [
        f"新浪微博,lively,2026-07-{day:02}T08:00:00+08:00,第{day}日,http://w.example/{day}" for day in range(1, 29, 4)
    ]
    (tmp_path / "posts.csv").write_text("platform,account_id,published_at,title,url\n" + "\n".join(lines), "utf-8")
    import_posts(connection, OFFICE, tmp_path / "posts.csv")
    rows = connection.execute("select distinct subject_id from ops.account_queue where day = '2026-07-20'").fetchall()
    assert [row["subject_id"] for row in rows] == [silent]


def test_the_newest_post_that_a_log_of_looks_tells_of_is_one_of_the_accounts_posts(connection, tmp_path):
    account = register_account(connection, "新浪微博", "yunzhou", None)
    file = tmp_path / "checks.csv"
    file.write_text(
        "平台,账号ID,监测时间,查看结果,来源正常,最后更新日期,最新发文标题\n"
        "微博,yunzhou,2026-07-05T09:00:00+08:00,ok,是,2026年7月1日,通知\n"
        "微博,yunzhou,2026-07-06T09:00:00+08:00,ok,是,2026-07-01,通知\n"
        "微博,yunzhou,2026-07-07T09:00:00+08:00,ok,是,2026-07-08,明日\n"
        "微博,yunzhou,2026-07-08T09:00:00+08:00,ok,是,上周,\n"
        "微博,yunzhou,2026-07-09T09:00:00+08:00,ok,是,,\n",
        "utf-8",
    )
    for _ in range(2):
        counts = import_checks(connection, OFFICE, file)
        assert (counts.read, counts.quarantined, counts.loaded) == (5, 2, 3)
        posts = connection.execute("select subject_id, published_on, title from staging.post").fetchall()
        assert [tuple(row.values()) for row in posts] == [(account, date(2026, 7, 1), "通知")]
    looks = connection.execute("select day, newest_post_at from staging.account_check order by day").fetchall()
    told = datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert [row["newest_post_at"] for row in looks] == [told, told, None]
    assert bad(connection, "account_checks") == [(4, "newest_post_on", "2026-07-08"), (5, "newest_post_on", "上周")]
