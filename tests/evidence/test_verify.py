"""F4, F5: whatever is done to store, index, manifests, database or a bundle is seen, and by its name."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from inspection import warehouse
from inspection.archive import chain, records
from inspection.archive.store import Store
from inspection.crawl import Budget, take_snapshots
from inspection.declared.office import load
from inspection.evidence import bundle, file_name
from inspection.evidence.bundles import verify_bundle
from inspection.evidence.saved import saved
from inspection.evidence.verify import KINDS, verify
from inspection.extract import extract_day
from inspection.flow import verifying
from inspection.judging import judge
from tests.given.loopback import internet, register

OFFICE = load("yunzhou-demo")
ID = OFFICE.observer_id
NIGHT = datetime(2026, 7, 5, 18, 0, tzinfo=UTC)  # 02:00 on 6 July in Shanghai
DAY = date(2026, 7, 6)
SITE, HOST = "site:5399000002", "http://jyj.yunzhou.example"
FAST = Budget(pace_seconds=0.0, timeout_seconds=1.0)


def night(connection, root: Path, number: int, body: str) -> None:
    """A night's crawl of one site."""
    with internet() as net:
        net.plant(f"{HOST}/", f"<html><title>云州市教育局</title><a href='/gone'>旧页面</a><p>{body}</p></html>")
        take_snapshots(connection, net.jurisdiction(), root, NIGHT + timedelta(days=number), budget=FAST)


@pytest.fixture
def archive(connection, tmp_path):
    """Three nights, of which two are closed into two segments; the root of the store."""
    register(connection, SITE, f"{HOST}/")
    root = tmp_path / "store"
    for number in range(3):
        night(connection, root, number, f"第{number}夜")
        if number < 2:
            found = verifying.close_and_verify(connection, OFFICE, root, NIGHT + timedelta(days=number + 1))
            assert found.faults == [] and found.segment_count == number + 1
    connection.commit()
    return root


def kinds(connection, root, **how) -> set[str]:
    how.setdefault("reads_all", True)
    return {fault.kind for fault in verify(connection, root, ID, **how).faults}


def files(root: Path) -> list[Path]:
    return sorted((root / ID).rglob("*.warc.gz"))


def forge(path: Path, body: bytes) -> None:
    """The file with other words on its page, and every digest of the record made to fit."""
    data, position, made = path.read_bytes(), 0, b""
    while position < len(data):
        record, end = records.unpacked(data, position, 1 << 26)
        fields, block = records.head_and_block(record)
        if fields["warc-type"] == "response" and "夜".encode() in block:
            head = block.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            at = datetime.fromisoformat(fields["warc-date"].replace("Z", "+00:00"))
            extra = [("WARC-Payload-Digest", records.payload_digest(body))]
            parts = (fields["warc-record-id"][1:-1], fields["warc-target-uri"], at.replace(tzinfo=None), (head, body))
            made += records.packed("response", *parts, records.HTTP_RESPONSE, extra)
        else:
            made += data[position:end]
        position = end
    path.write_bytes(made)


def execute(connection, sql, **parameters):
    connection.execute("alter table archive.segment disable trigger keep_whole")  # as its owner could
    assert connection.execute(sql, parameters).rowcount > 0, sql


def a_page(connection):
    """The row of the first night's home page."""
    return connection.execute(
        "select * from staging.snapshot where outcome = 'fetched' and url = %s order by day limit 1", [f"{HOST}/"]
    ).fetchone()


def test_what_nobody_touched_is_whole_and_its_head_is_known(connection, archive):
    found = verify(connection, archive, ID, reads_all=True)
    assert (found.faults, found.segment_count, found.file_count) == ([], 2, 3)
    assert found.head == chain.newest(connection, ID)["sha256"]
    assert kinds(connection, archive, head=found.head) == set()
    assert kinds(connection, archive, reads_all=False) == set()


def rewrite_file(connection, root):
    forge(files(root)[0], "<title>云州市教育局</title>伪造".encode())


def flip_a_byte(connection, root):
    data = bytearray(files(root)[0].read_bytes())
    data[len(data) // 2] ^= 1
    files(root)[0].write_bytes(data)


def rewrite_an_open_file(connection, root):
    forge(files(root)[2], "<title>云州市教育局</title>伪造".encode())


def swap_files(connection, root):
    one, other, aside = *files(root)[:2], root / "aside"
    one.rename(aside), other.rename(one), aside.rename(other)


def remove_file(connection, root):
    files(root)[0].unlink()


def remove_an_open_file(connection, root):
    files(root)[2].unlink()


def insert_file(connection, root):
    shutil.copy(files(root)[0], files(root)[0].with_name("2026-07-06-sites-009.warc.gz"))


def rename_file(connection, root):
    files(root)[0].rename(files(root)[0].with_name("2026-07-06-sites-009.warc.gz"))


def rewrite_manifest(connection, root):
    path = root / chain.place_of(ID, 1)
    path.write_text(path.read_text().replace('"byte_count', '"byte_count ').replace("2026", "2027", 1))


def swap_manifests(connection, root):
    one, other = (root / chain.place_of(ID, number) for number in (1, 2))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def remove_manifest(connection, root):
    (root / chain.place_of(ID, 1)).unlink()


def remove_the_newest_manifest(connection, root):
    (root / chain.place_of(ID, 2)).unlink()


def rewrite_manifest_and_database(connection, root):
    rewrite_manifest(connection, root)
    _, digest = chain.digest_of(Store(root), chain.place_of(ID, 1))
    execute(connection, "update archive.segment set sha256 = %(d)s where segment_no = 1", d=digest)


def roll_back_the_database(connection, root):
    execute(connection, "delete from archive.segment_file where segment_no = 2")
    execute(connection, "delete from archive.segment where segment_no = 2")


def take_out_a_segment(connection, root):
    execute(connection, "delete from archive.segment_file where segment_no = 1")
    execute(connection, "delete from archive.segment where segment_no = 1")


def rewrite_the_register_of_files(connection, root):
    execute(connection, "update archive.segment_file set sha256 = repeat('0', 64) where segment_no = 1")


def remove_a_row(connection, root):
    execute(connection, "delete from staging.snapshot where snapshot_id = %(i)s", i=a_page(connection)["snapshot_id"])


def add_a_row(connection, root):
    row = a_page(connection) | {"snapshot_id": "urn:uuid:00000000-0000-0000-0000-000000000001"}
    columns, values = ", ".join(row), ", ".join(f"%({name})s" for name in row)
    execute(connection, f"insert into staging.snapshot ({columns}) values ({values})", **row)


def change(column, value):
    def tamper(connection, root):
        row = a_page(connection)
        execute(
            connection,
            f"update staging.snapshot set {column} = {value} where snapshot_id = %(i)s",
            i=row["snapshot_id"],
        )

    tamper.__name__ = f"change_{column}"
    return tamper


def rewrite_the_register_of_records(connection, root):
    row = a_page(connection)
    execute(
        connection, "update archive.record set payload_digest = 'sha1:X' where record_id = %(i)s", i=row["snapshot_id"]
    )


def remove_from_the_register_of_records(connection, root):
    execute(connection, "delete from archive.record where record_id = %(i)s", i=a_page(connection)["snapshot_id"])


def bring_back_a_removed_file(connection, root):
    path = files(root)[0]
    chain.bury(connection, ID, path.relative_to(root).as_posix(), "retention")


def invent_a_removal(connection, root):
    path = files(root)[0]
    chain.bury(connection, ID, path.relative_to(root).as_posix(), "retention")
    execute(connection, "update archive.tombstone set segment_no = 1")


TAMPERED = {
    rewrite_file: "file_changed",
    flip_a_byte: "file_changed",
    rewrite_an_open_file: "index_digest_changed",
    swap_files: "file_changed",
    remove_file: "file_missing",
    remove_an_open_file: "file_missing",
    insert_file: "file_unknown",
    rename_file: "file_missing",
    rewrite_manifest: "manifest_changed",
    swap_manifests: "manifest_swapped",
    remove_manifest: "manifest_missing",
    remove_the_newest_manifest: "manifest_missing",
    rewrite_manifest_and_database: "chain_broken",
    roll_back_the_database: "segment_unknown",
    take_out_a_segment: "segment_missing",
    rewrite_the_register_of_files: "register_changed",
    remove_a_row: "index_row_missing",
    add_a_row: "index_row_added",
    change("payload_digest", "'sha1:AAAA'"): "index_digest_changed",
    change("warc_offset", "warc_offset + 1"): "index_place_changed",
    change("url", "'http://other.example/'"): "index_url_changed",
    change("fetched_at", "fetched_at + interval '1 second'"): "index_time_changed",
    change("outcome", "'blocked'"): "index_outcome_changed",
    rewrite_the_register_of_records: "record_register_changed",
    remove_from_the_register_of_records: "record_unregistered",
    bring_back_a_removed_file: "file_back",
    invent_a_removal: "tombstone_changed",
}


@pytest.mark.parametrize(("tamper", "kind"), TAMPERED.items(), ids=[tamper.__name__ for tamper in TAMPERED])
def test_tampering_is_seen_by_name(connection, archive, tamper, kind):
    tamper(connection, archive)
    assert kind in kinds(connection, archive)


def test_every_fault_that_is_named_has_words():
    assert set(TAMPERED.values()) <= set(KINDS)


def test_rolling_back_store_and_database_together_is_seen_by_the_head_that_was_kept(connection, archive):
    head = chain.newest(connection, ID)["sha256"]
    roll_back_the_database(connection, archive)
    (archive / chain.place_of(ID, 2)).unlink()
    assert "segment_unknown" not in kinds(connection, archive)
    assert kinds(connection, archive, head=head) == {"head_unknown"}


def test_what_is_wrong_is_not_closed_over(connection, archive):
    flip_a_byte(connection, archive)
    found = verifying.close_and_verify(connection, OFFICE, archive, NIGHT + timedelta(days=5))
    assert found.faults and chain.newest(connection, ID)["segment_no"] == 2
    (kept,) = connection.execute(
        "select fault_count, faults from ops.verification order by verified_at desc limit 1"
    ).fetchall()
    assert kept["fault_count"] == len(found.faults) and kept["faults"][0]["kind"] in KINDS


def test_a_removal_by_rule_and_a_later_run_are_accepted(connection, archive):
    path = files(archive)[0]
    name = path.relative_to(archive).as_posix()
    chain.bury(connection, ID, name, "retention")
    path.unlink()
    connection.execute("delete from archive.record where file = %s", [name])
    connection.execute("delete from staging.snapshot where warc_file = %s", [name])
    assert kinds(connection, archive) == set()
    assert verifying.close_and_verify(connection, OFFICE, archive, NIGHT + timedelta(days=5)).faults == []
    night(connection, archive, 1, "重新采集")  # the second night once more, which stands in a segment
    assert kinds(connection, archive) == set()
    assert verifying.close_and_verify(connection, OFFICE, archive, NIGHT + timedelta(days=6)).segment_count == 4
    assert kinds(connection, archive) == set()


def test_a_page_rewritten_with_its_digest_is_not_called_verified(connection, archive):
    row = a_page(connection)
    parameters = {"observer_id": ID, "snapshot_ids": [row["snapshot_id"]]}
    (snapshot,) = warehouse.query(connection, "evidence/snapshots.sql", parameters)
    assert saved(Store(archive), snapshot).is_intact
    before = files(archive)[0].read_bytes()
    forge(files(archive)[0], "<title>云州市教育局</title>伪造".encode())
    assert files(archive)[0].read_bytes() != before
    data = files(archive)[0].read_bytes()
    snapshot |= {"warc_length": None, "warc_offset": data.index(data[snapshot["warc_offset"] :][:10])}
    page = saved(Store(archive), _found_anew(archive, snapshot))
    assert "伪造".encode() in page.body
    assert not page.is_intact and {who for who, _ in page.differing} == {"file", "record"}


def _found_anew(root: Path, snapshot: dict) -> dict:
    """The row, pointed at its record in the file as it is now."""
    data, position = (root / snapshot["warc_file"]).read_bytes(), 0
    while True:
        record, end = records.unpacked(data, position, 1 << 26)
        if snapshot["snapshot_id"].encode() in record.partition(b"\r\nWARC-Date")[0]:
            return snapshot | {"warc_offset": position, "warc_length": end - position}
        position = end


def test_an_imported_file_is_a_copy_and_whoever_holds_the_original_cannot_change_it(tmp_path):
    given = tmp_path / "given.warc.gz"
    given.write_bytes(b"as it was given")
    Store(tmp_path / "store").take_in(given, "a/given.warc.gz")
    given.write_bytes(b"as it is now")
    kept = tmp_path / "store/a/given.warc.gz"
    assert (kept.stat().st_nlink, kept.read_bytes()) == (1, b"as it was given")


@pytest.fixture
def handed_out(connection, archive, tmp_path):
    """The bundle of a finding, as it was handed out."""
    with internet() as net:
        extract_day(connection, net.jurisdiction(), archive, DAY)
    judge.evaluate(connection, OFFICE, DAY, DAY + timedelta(days=1))
    row = connection.execute(
        "select concat_ws('/', subject_id, indicator_id, day) as key from mart.fact_finding"
        " where evidence::text like '%%urn:uuid%%' order by 1 limit 1"
    ).fetchone()
    path = tmp_path / file_name(row["key"])
    path.write_bytes(bundle(connection, OFFICE, archive, row["key"]))
    assert verify_bundle(connection, OFFICE, archive, path) == []
    return path


def test_a_bundle_that_was_changed_renamed_or_invented_is_seen(connection, archive, handed_out, tmp_path):
    def seen(path: Path) -> set[str]:
        return {fault.kind for fault in verify_bundle(connection, OFFICE, archive, path)}

    data = handed_out.read_bytes()
    other = handed_out.with_name("other.wacz")
    other.write_bytes(data)
    assert seen(other) == {"bundle_renamed"}
    for old, new in ((b'"verdict": "fail"', b'"verdict": "pass"'), (b"unknown", b"unknowm"), (b"%PDF", b"%PDF")):
        if old in data and old != new:
            handed_out.write_bytes(data.replace(old, new, 1))
            assert "bundle_damaged" in seen(handed_out) or "bundle_hash_differs" in seen(handed_out)
    handed_out.write_bytes(data[: len(data) // 2])
    assert seen(handed_out) == {"bundle_damaged"}
    handed_out.write_bytes(data)
    connection.execute("delete from mart.fact_finding")
    assert seen(handed_out) == {"bundle_finding_unknown"}
