"""A second list of tampering, written from the one sentence of the requirement before `verify` was read: store, index,
manifests, database and bundle, each changed, swapped, removed, filled up, replayed, renamed and rolled back."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import zipfile
from datetime import timedelta

import pytest

from inspection.archive import chain
from inspection.crawl import import_warc
from inspection.evidence.bundles import verify_bundle
from inspection.evidence.verify import KINDS
from inspection.flow import verifying
from tests.crawl.test_import_warc import HOME, Maker
from tests.evidence.test_verify import (
    HOST,
    ID,
    NIGHT,
    OFFICE,
    a_page,
    archive,  # noqa: F401
    execute,
    files,
    forge,
    handed_out,  # noqa: F401
    kinds,
    night,
)
from tests.given.loopback import register

FORGED = "<title>云州市教育局</title>伪造".encode()


def replay_an_old_record_in_a_newer_file(connection, root):
    old, new = files(root)[0], files(root)[1]
    new.write_bytes(new.read_bytes() + old.read_bytes())


def replay_an_old_record_in_an_open_file(connection, root):
    old, new = files(root)[0], files(root)[2]
    new.write_bytes(new.read_bytes() + old.read_bytes())


def cut_off_the_last_record(connection, root):
    path = files(root)[2]
    path.write_bytes(path.read_bytes()[:-200])


def empty_a_file(connection, root):
    files(root)[0].write_bytes(b"")


def unpack_a_file_under_its_name(connection, root):
    path = files(root)[0]
    path.write_bytes(gzip.decompress(path.read_bytes()))


def lead_a_row_to_another_record(connection, root):
    execute(
        connection,
        "update staging.snapshot as one set warc_offset = other.warc_offset, warc_length = other.warc_length"
        " from staging.snapshot as other where one.warc_file = other.warc_file and one.url <> other.url"
        " and one.snapshot_id = %(i)s and other.url like '%%/gone'",
        i=a_page(connection)["snapshot_id"],
    )


def exchange_two_rows(connection, root):
    execute(
        connection,
        "update staging.snapshot as one set payload_digest = other.payload_digest from staging.snapshot as other"
        " where one.warc_file = other.warc_file and one.snapshot_id <> other.snapshot_id"
        " and one.url in (%(home)s, %(gone)s) and other.url in (%(home)s, %(gone)s)",
        home=f"{HOST}/",
        gone=f"{HOST}/gone",
    )


def shorten_a_record(connection, root):
    execute(connection, "update staging.snapshot set warc_length = warc_length - 9 where url = %(u)s", u=f"{HOST}/")


def accuse_another(connection, root):
    execute(connection, "update staging.snapshot set subject_id = 'site:5399000009' where url = %(u)s", u=f"{HOST}/")


def call_a_page_gone(connection, root):
    execute(connection, "update staging.snapshot set http_status = 404 where url = %(u)s", u=f"{HOST}/")


def call_an_open_page_gone(connection, root):
    execute(
        connection, "update staging.snapshot set http_status = 404 where warc_file = %(f)s and url = %(u)s",
        f=files(root)[2].relative_to(root).as_posix(), u=f"{HOST}/",
    )  # fmt: skip


def accuse_another_in_an_open_file(connection, root):
    execute(
        connection, "update staging.snapshot set subject_id = 'site:5399000009' where warc_file = %(f)s",
        f=files(root)[2].relative_to(root).as_posix(),
    )  # fmt: skip


def invent_a_redirect(connection, root):
    execute(
        connection, "update staging.snapshot set final_url = 'http://evil.example/' where url = %(u)s", u=f"{HOST}/"
    )


def invent_an_excuse(connection, root):
    execute(connection, "update staging.snapshot set detail = 'cut after 9 bytes' where url = %(u)s", u=f"{HOST}/")


def call_a_page_a_picture(connection, root):
    execute(connection, "update staging.snapshot set content_type = 'image/png' where url = %(u)s", u=f"{HOST}/")


def call_a_page_empty(connection, root):
    execute(connection, "update staging.snapshot set byte_count = 0 where url = %(u)s", u=f"{HOST}/")


def give_a_page_to_another_office(connection, root):
    execute(connection, "update staging.snapshot set observer_id = 'other' where url = %(u)s", u=f"{HOST}/")


def forge_page_index_and_register(connection, root):
    """All that F4 did, and every digest of the database made to fit."""
    path = files(root)[0]
    forge(path, FORGED)
    from inspection.archive.records import payload_digest

    key = {"d": payload_digest(FORGED), "i": a_page(connection)["snapshot_id"]}
    execute(connection, "update staging.snapshot set payload_digest = %(d)s where snapshot_id = %(i)s", **key)
    execute(connection, "update archive.record set payload_digest = %(d)s where record_id = %(i)s", **key)


def invent_a_segment(connection, root):
    first = json.loads((root / chain.place_of(ID, 2)).read_bytes())
    place = root / chain.place_of(ID, 3)
    place.write_text(json.dumps(first | {"segment_no": 3}, ensure_ascii=False, indent=0) + "\n")


def rename_a_manifest(connection, root):
    (root / chain.place_of(ID, 2)).rename(root / chain.place_of(ID, 7))


def replay_a_manifest(connection, root):
    shutil.copy(root / chain.place_of(ID, 1), root / chain.place_of(ID, 2))


def break_a_manifest(connection, root):
    (root / chain.place_of(ID, 1)).write_bytes(b"{")


def bring_a_manifest_of_another_office(connection, root):
    path = root / chain.place_of(ID, 1)
    path.write_text(path.read_text().replace(ID, "other-office"))


def rewrite_the_whole_chain(connection, root):
    """Both segments made anew over a forged file, and the register of the database with them."""
    path = files(root)[0]
    forge(path, FORGED)
    before = chain.GENESIS
    for number in (1, 2):
        place = root / chain.place_of(ID, number)
        told = json.loads(place.read_bytes()) | {"previous_sha256": before}
        for one in told["files"]:
            one[1:3] = chain.digest_of(chain.Store(root), one[0])
            execute(connection, "update archive.segment_file set sha256 = %(d)s where file = %(f)s", d=one[2], f=one[0])
        place.write_text(json.dumps(told, ensure_ascii=False, indent=0) + "\n")
        last, before = before, chain.digest_of(chain.Store(root), chain.place_of(ID, number))[1]
        execute(
            connection, "update archive.segment set sha256 = %(d)s, previous_sha256 = %(p)s where segment_no = %(n)s",
            d=before, p=last, n=number,
        )  # fmt: skip


def roll_back_the_store(connection, root):
    files(root)[1].unlink()
    (root / chain.place_of(ID, 2)).unlink()


def forget_a_night_everywhere_but_in_the_chain(connection, root):
    name = files(root)[0].relative_to(root).as_posix()
    execute(connection, "delete from archive.record where file = %(f)s", f=name)
    execute(connection, "delete from staging.snapshot where warc_file = %(f)s", f=name)
    files(root)[0].unlink()


def excuse_a_loss_by_a_removal_of_other_bytes(connection, root):
    name = files(root)[0].relative_to(root).as_posix()
    execute(
        connection,
        "insert into archive.tombstone (observer_id, file, sha256, reason)"
        " values (%(o)s, %(f)s, repeat('0', 64), 'retention')",
        o=ID, f=name,
    )  # fmt: skip
    files(root)[0].unlink()


def forge_an_open_page_index_and_register(connection, root):
    """The file of the night that no segment holds yet: its journal knows the page's digest, too."""
    path = files(root)[2]
    forge(path, FORGED)


TAMPERED = {
    replay_an_old_record_in_a_newer_file: "file_changed",
    replay_an_old_record_in_an_open_file: "record_doubled",
    cut_off_the_last_record: "record_damaged",
    empty_a_file: "file_changed",
    unpack_a_file_under_its_name: "file_changed",
    lead_a_row_to_another_record: "index_place_changed",
    exchange_two_rows: "index_digest_changed",
    shorten_a_record: "index_place_changed",
    accuse_another: "index_subject_changed",
    accuse_another_in_an_open_file: "index_subject_changed",
    call_a_page_gone: "index_status_changed",
    call_an_open_page_gone: "index_status_changed",
    invent_a_redirect: "index_target_changed",
    invent_an_excuse: "index_detail_changed",
    call_a_page_a_picture: "index_type_changed",
    call_a_page_empty: "index_size_changed",
    give_a_page_to_another_office: "index_row_missing",
    forge_page_index_and_register: "file_changed",
    invent_a_segment: "segment_unknown",
    rename_a_manifest: "manifest_missing",
    replay_a_manifest: "manifest_swapped",
    break_a_manifest: "manifest_changed",
    bring_a_manifest_of_another_office: "manifest_swapped",
    roll_back_the_store: "manifest_missing",
    forget_a_night_everywhere_but_in_the_chain: "file_missing",
    excuse_a_loss_by_a_removal_of_other_bytes: "file_missing",
    forge_an_open_page_index_and_register: "index_digest_changed",
}


@pytest.mark.parametrize(("tamper", "kind"), TAMPERED.items(), ids=[tamper.__name__ for tamper in TAMPERED])
def test_it_is_seen_by_name(connection, archive, tamper, kind):  # noqa: F811
    tamper(connection, archive)
    assert kind in kinds(connection, archive)
    assert kind in KINDS


def test_a_chain_rewritten_whole_is_seen_by_the_head_that_was_kept(connection, archive):  # noqa: F811
    head = chain.newest(connection, ID)["sha256"]
    rewrite_the_whole_chain(connection, archive)
    assert "head_unknown" in kinds(connection, archive, head=head)


def test_what_is_whole_without_reading_every_byte_is_seen_by_the_index_alone(connection, archive):  # noqa: F811
    accuse_another(connection, archive)
    assert "index_subject_changed" in kinds(connection, archive, reads_all=False)


def test_a_file_of_another_crawl_and_its_copy_under_another_name_are_no_tampering(connection, archive, tmp_path):  # noqa: F811
    register(connection, "5399000001", HOME)
    maker = Maker(tmp_path / "given.warc.gz")
    _, digest = maker.add(HOME, "首页".encode())
    maker.add(f"{HOME}old/", b"", "301 Moved", headers=[("Location", "/new/")])
    maker.add("http://dead.example/", b"fetch-outcome: dns_failure\r\n", kind="metadata")
    maker.add(HOME, kind="revisit", date="2026-07-05T20:00:00Z", WARC_Payload_Digest=digest)
    given = maker.close()
    for number, path in enumerate((given, given.with_name("again.warc.gz"))):
        if number:
            shutil.copy(given, path)
        import_warc(connection, OFFICE, archive, path)
        assert kinds(connection, archive) == set()
        assert verifying.close_and_verify(connection, OFFICE, archive, NIGHT + timedelta(days=9 + number)).faults == []
        assert kinds(connection, archive) == set()
    connection.execute("update staging.snapshot set refers_to = 'urn:uuid:x' where outcome = 'unchanged'")
    connection.execute("update staging.snapshot set subject_id = 'site:5399000001' where subject_id = 'external'")
    connection.execute("update staging.snapshot set http_status = 500 where http_status = 301")
    assert {"index_status_changed", "index_body_changed"} & kinds(connection, archive)


def test_a_night_that_found_all_unchanged_is_whole_and_its_bodies_are_held_fast(connection, archive):  # noqa: F811
    night(connection, archive, 3, "第2夜")
    row = connection.execute("select * from staging.snapshot where outcome = 'unchanged' limit 1").fetchone()
    assert row and kinds(connection, archive) == set()
    other = a_page(connection)["snapshot_id"]
    connection.execute("update staging.snapshot set refers_to = %s where snapshot_id = %s", [other, row["snapshot_id"]])
    assert "index_body_changed" in kinds(connection, archive)


# bundles ------------------------------------------------------------------------------------------------------------


def packed_anew(data: bytes, change) -> bytes:
    """The bundle with its members changed, and every digest of its own manifest made to fit."""
    import hashlib

    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    change(parts)
    if "datapackage.json" in parts:
        package = json.loads(parts["datapackage.json"])
        package["resources"] = [
            one | {"hash": f"sha256:{hashlib.sha256(parts[one['path']]).hexdigest()}"}
            for one in package["resources"]
            if one["path"] in parts
        ]
        parts["datapackage.json"] = json.dumps(package).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, body in parts.items():
            new.writestr(name, body)
    return out.getvalue()


def change_the_finding(parts):
    told = json.loads(parts["evidence/finding.json"])
    parts["evidence/finding.json"] = json.dumps(told | {"verdict": "pass"}).encode()


def change_the_page(parts):
    parts["archive/evidence.warc.gz"] = gzip.compress(gzip.decompress(parts["archive/evidence.warc.gz"]) + FORGED)


def remove_the_page(parts):
    parts["archive/evidence.warc.gz"] = b""


def insert_a_part(parts):
    parts["evidence/more.json"] = b"{}"


def remove_the_proof(parts):
    del parts["datapackage.json"]


def swap_parts(parts):
    one, other = sorted(name for name in parts if name.startswith("evidence/"))[:2]
    parts[one], parts[other] = parts[other], parts[one]


BUNDLES = {
    change_the_finding: {"bundle_changed"},
    change_the_page: {"bundle_changed"},
    remove_the_page: {"bundle_changed"},
    insert_a_part: {"bundle_changed", "bundle_hash_differs"},
    remove_the_proof: {"bundle_damaged"},
    swap_parts: {"bundle_changed", "bundle_damaged"},
}


@pytest.mark.parametrize(("change", "seen"), BUNDLES.items(), ids=[change.__name__ for change in BUNDLES])
def test_a_bundle_whose_own_digests_were_made_to_fit_is_seen(connection, archive, handed_out, change, seen):  # noqa: F811
    handed_out.write_bytes(packed_anew(handed_out.read_bytes(), change))
    found = {fault.kind for fault in verify_bundle(connection, OFFICE, archive, handed_out)}
    assert found & seen and found <= KINDS.keys()
