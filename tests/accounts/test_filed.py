"""What people filed: exports and inspectors' records, with their picture, for the moment they name."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

import pytest

from inspection import warehouse
from inspection.accounts import watch
from inspection.archive.store import read_payload
from inspection.declared.office import Route, load
from tests.given.loopback import register_account

NOW = datetime(2026, 7, 5, 9, tzinfo=UTC)
HEADER = (
    "平台,账号ID,查看时间,账号情况,最新发文日期,显示名称,认证主体,是否认证,有无互动功能,互动功能,检查单位,截图,说明"
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))


@pytest.fixture
def account(connection) -> str:
    return register_account(connection, "微信公众号", "yz1", None)


def office(connector: str, path) -> object:
    route = Route(route_id=connector, connector=connector, path=str(path))
    return load("yunzhou-demo").model_copy(update={"routes": [route]})


def test_an_attestation_tells_what_was_seen_for_its_own_day_with_its_picture(connection, account, tmp_path):
    (tmp_path / "one.png").write_bytes(PNG)
    row = "微信,yz1,2026-07-04 16:30,正常,2026-06-12,云州一号,单位,是,是,留言;菜单,云州市检查组,one.png,已核对"
    (tmp_path / "looks.csv").write_text(f"{HEADER}\n{row}\n", "utf-8-sig")
    for _ in range(2):  # read again the next day it is the same look
        assert watch(connection, office("attest", tmp_path), NOW, store=tmp_path / "store") == {"ok": 1}
    [look] = connection.execute("select * from staging.account_check").fetchall()
    assert (look["day"], look["outcome"], look["is_source_healthy"]) == (date(2026, 7, 4), "ok", True)
    assert (look["name_seen"], look["organiser_seen"], look["is_certified"]) == ("云州一号", "单位", True)
    assert (look["has_interaction"], look["functions"], look["account_state"]) == (True, ["留言", "菜单"], "open")
    assert look["detail"] == "云州市检查组; 已核对"
    [post] = connection.execute("select * from staging.post").fetchall()
    assert (post["published_on"], post["title"]) == (date(2026, 6, 12), None)
    snapshots = {
        row["snapshot_id"]: row
        for row in connection.execute("select * from staging.snapshot order by warc_offset").fetchall()
    }
    record, picture = snapshots.values()
    assert look["snapshot_id"] == picture["snapshot_id"]
    payload = read_payload(tmp_path / "store", picture)
    assert (payload.body, payload.headers["content-type"], payload.problem) == (PNG, "image/png", "")
    assert "云州市检查组" in read_payload(tmp_path / "store", record).body.decode()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("微信,yz1,2026-07-04 16:30,正常,2026-06-12,,,,,,,,", "body"),
        ("微信,yz1,2026-07-06 16:30,正常,2026-06-12,,,,,,云州市检查组,,", "looked_at"),
        ("微信,yz1,2026-07-04 16:30,正常,2026-07-05,,,,,,云州市检查组,,", "newest_post_on"),
        ("微信,yz1,2026-07-04 16:30,好得很,2026-06-12,,,,,,云州市检查组,,", "账号情况"),
        ("飞鸽,yz1,2026-07-04 16:30,正常,2026-06-12,,,,,,云州市检查组,,", "平台"),
    ],
)
def test_a_record_that_cannot_be_taken_waits_in_quarantine_and_the_others_go_on(
    connection, account, tmp_path, row, column
):
    good = "微信,yz1,2026-07-05 08:00,查询无结果,,,,,,,云州市检查组,,"
    (tmp_path / "looks.csv").write_text(f"{HEADER}\n{row}\n{good}\n", "utf-8")
    assert watch(connection, office("attest", tmp_path / "looks.csv"), NOW) == {"not_found": 1}
    [bad] = connection.execute("select * from ops.quarantine where source = 'account_looks'").fetchall()
    assert (bad["row_no"], bad["column_name"]) == (2, column)
    assert bad["remedy"]


def test_an_export_of_the_reporting_system_needs_no_body_and_the_newest_file_counts(connection, account, tmp_path):
    (tmp_path / "2026-07-04.csv").write_text(f"{HEADER}\n微信,yz1,2026-07-04 02:00,,2026-07-03,,,,,,,,\n", "utf-8")
    newest = tmp_path / "2026-07-05.csv"
    newest.write_text(f"{HEADER}\n微信,yz1,2026-07-05 02:00,,2026-07-04,,,,,,,,\n", "utf-8")
    os.utime(tmp_path / "2026-07-04.csv", (1, 1))
    (tmp_path / "~$2026-07-05.xlsx").write_bytes(b"left by an open spreadsheet")
    (tmp_path / ".2026-07-05.csv").write_bytes(b"hidden")
    assert watch(connection, office("export", tmp_path), NOW) == {"ok": 1}
    [look] = connection.execute("select * from staging.account_check").fetchall()
    assert look["day"] == date(2026, 7, 5)


def test_a_missing_file_is_a_source_out_of_order_and_no_account_pays_for_it(connection, account, tmp_path):
    assert watch(connection, office("attest", tmp_path / "gone.csv"), NOW) == {}
    [stood] = connection.execute("select * from staging.source_health").fetchall()
    assert not stood["is_healthy"] and "gone.csv" in stood["reason"]


def test_a_picture_outside_the_folder_is_not_read(connection, account, tmp_path):
    folder = tmp_path / "filed"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    row = "微信,yz1,2026-07-04 16:30,正常,2026-06-12,,,,,,云州市检查组,../secret.png,"
    (folder / "looks.csv").write_text(f"{HEADER}\n{row}\n", "utf-8")
    watch(connection, office("attest", folder), NOW, store=tmp_path / "store")
    [look] = connection.execute("select * from staging.account_check").fetchall()
    assert "is not beside the table" in look["detail"]
    assert len(connection.execute("select * from staging.snapshot").fetchall()) == 1


def test_an_account_that_no_route_reaches_waits_for_an_inspector_too(connection):
    """Nobody looked, so that there is no look to tell of it."""
    unreached = register_account(connection, "今日头条", "yunzhou", None)
    seen = register_account(connection, "新浪微博", "yunzhou", None)
    connection.execute(
        "insert into staging.account_check"
        " (observer_id, subject_id, day, checked_at, connector, outcome, is_source_healthy)"
        " values ('yunzhou-demo', %s, '2026-07-05', '2026-07-05 02:00Z', 'feed', 'ok', true)",
        (seen,),
    )
    asked = {"jurisdiction_id": "yunzhou-demo", "observer_id": "yunzhou-demo", "day": date(2026, 7, 5)}
    waiting = warehouse.query(connection, "queue/accounts.sql", asked)
    assert [(row["subject_id"], row["looks"]) for row in waiting] == [(unreached, [])]
