"""The city's WARC files are sound: digests agree, revisits refer to records that exist."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from demo.city import build
from demo.city.pages import DEAD_HOST

FIRST, LAST = date(2023, 10, 30), date(2023, 11, 1)


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    build(folder, 1, FIRST, LAST, processes=1)
    found = []
    for path in sorted(folder.glob("warc/*.warc.gz")):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                body = record.content_stream().read()  # reading to the end checks the digest
                found.append((path.name[:10], record.rec_type, record.rec_headers, record.http_headers, body))
    return found


def test_every_file_begins_with_a_warcinfo_and_holds_a_crawl_of_all_sites(records):
    for offset in range(3):
        day = f"{FIRST + timedelta(days=offset)}"
        kinds = [kind for on, kind, *_ in records if on == day]
        assert kinds[0] == "warcinfo" and len(kinds) > 600


def test_revisits_refer_to_an_earlier_record_of_the_same_address_and_digest(records):
    whole = {head.get_header("WARC-Record-ID"): head for _, kind, head, *_ in records if kind == "response"}
    revisits = [head for _, kind, head, *_ in records if kind == "revisit"]
    assert len(revisits) > 500
    for head in revisits:
        first = whole[head.get_header("WARC-Refers-To")]
        for name in ("WARC-Target-URI", "WARC-Payload-Digest"):
            assert head.get_header(name) == first.get_header(name)
        assert head.get_header("WARC-Refers-To-Date") == first.get_header("WARC-Date")
        assert head.get_header("WARC-Profile").endswith("/revisit/identical-payload-digest")


def test_record_ids_are_unique(records):
    ids = [head.get_header("WARC-Record-ID") for _, _, head, *_ in records]
    assert len(ids) == len(set(ids))


def test_a_month_begins_with_whole_pages(records):
    assert {kind for on, kind, *_ in records if on == "2023-11-01"} == {"warcinfo", "response", "metadata"}


def test_crawls_run_between_two_and_five_in_the_morning(records):
    for on, _, head, *_ in records:
        moment = head.get_header("WARC-Date")
        before = date.fromisoformat(on) - timedelta(days=1)
        assert f"{before}T18:00:00Z" <= moment < f"{before}T21:00:00Z"


def test_broken_links_answer_404_and_a_dead_host_leaves_a_metadata_record(records):
    gone = [head for _, _, head, http, _ in records if http and http.get_statuscode() == "404"]
    assert {head.get_header("WARC-Target-URI").split("/", 3)[3] for head in gone} == {"zt/2021.html", "old/index.html"}
    dead = [(head, body) for _, kind, head, _, body in records if kind == "metadata"]
    assert len(dead) == 3
    for head, body in dead:
        assert head.get_header("WARC-Target-URI") == f"http://{DEAD_HOST}/"
        assert head.get_header("Content-Type") == "application/warc-fields"
        assert b"fetch-outcome: dns_failure\r\n" in body
