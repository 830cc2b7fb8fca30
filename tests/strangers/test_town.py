"""The town's own checks: same seed same town, sound WARC files, truth that covers every indicator."""

from __future__ import annotations

import csv
import gzip
import threading
import time
import urllib.request
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.digestverifyingreader import DigestChecker

from tests.strangers import crawl, probes, serve, truth
from tests.strangers.families import ALL
from tests.strangers.make import make
from tests.strangers.model import Row, Town
from tests.strangers.plant import PORTAL, make_town

SEEDS = range(1, 6)
MACHINE = [
    "SV1.1",
    "SV1.3",
    "SV1.4",
    "SV1.5",
    "SV2",
    "SV3",
    "SV4.1",
    "SV4.2",
    "SV4.3",
    "SV5.1",
    "SV5.2",
    "SV6.1",
    "SV6.2",
]
MACHINE += ["SV6.3", "AV1.1", "AV1.3", "AV2.1", "AV2.2", "AV3.1", "expression_error_minor", "privacy", *sorted(PORTAL)]


@pytest.fixture(scope="module")
def towns() -> dict[int, tuple[Town, list[Row]]]:
    out = {}
    for seed in SEEDS:
        town, accounts = make_town(seed)
        out[seed] = town, truth.of_town(town, accounts)
    return out


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    folder = tmp_path_factory.mktemp("strangers")
    begun = time.process_time()
    make(1, folder)
    return folder, time.process_time() - begun


def test_one_seed_is_one_town(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    town, accounts = make_town(2)
    assert truth.of_town(town, accounts) == towns[2][1]
    twin = towns[2][0]
    for a, b in zip(town.sites, twin.sites, strict=True):
        for day in (town.start, town.start + timedelta(days=40), town.end):
            assert a.answer(a.home_path, day) == b.answer(b.home_path, day)
    assert list(probes.log(town, 5)) == list(probes.log(twin, 5))


def test_seeds_differ(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    pages = {seed: {s.answer(s.home_path, t.end)[2] for s in t.sites} - {b""} for seed, (t, _) in towns.items()}
    for a in SEEDS:
        for b in SEEDS:
            assert a == b or not pages[a] & pages[b]
    assert len({t.domain for t, _ in towns.values()}) == len(towns)


def test_size_of_the_town(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    for town, _ in towns.values():
        assert len(town.sites) >= 40
        assert 55 <= len(town.accounts) <= 70
        assert len({s.host for s in town.sites}) == len(town.sites)
    assert len(ALL) >= 14
    assert {s.family.key for t, _ in towns.values() for s in t.sites} == set(ALL)


def test_every_indicator_is_planted_with_lookalikes(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    plants, likes, families = Counter(), Counter(), {}
    for town, rows in towns.values():
        family = {s.code: s.family.key for s in town.sites}
        planted = {(r.subject, r.indicator) for r in rows if r.role == "plant" and r.verdict in ("fail", "suspected")}
        alike = {(r.subject, r.indicator) for r in rows if r.role == "lookalike" and r.verdict == "pass"}
        plants.update(i for _, i in planted)
        likes.update(i for _, i in alike - planted)
        for subject, indicator in planted:
            families.setdefault(indicator, set()).add(family.get(subject, ""))
    assert {i for i in MACHINE if plants[i] < 3} == set()
    assert {i for i in MACHINE if likes[i] < 3} == set()
    assert {i for i in MACHINE if i.startswith("S") and len(families[i]) < 3} == set()


def test_every_plot_shows_in_the_truth(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    for town, rows in towns.values():
        planted = {(r.subject, r.indicator) for r in rows if r.role == "plant"}
        for s in town.sites:
            for indicator, (role, why) in s.story.items():
                if indicator.startswith("SD") and s.kind != "门户":
                    continue
                assert ((s.code, indicator) in planted) == (role == "plant"), (town.seed, s.code, indicator, why)


def test_every_site_has_every_veto_on_every_day(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    for town, rows in towns.values():
        for s in town.sites:
            for indicator in truth.VETOES:
                mine = [r for r in rows if r.subject == s.code and r.indicator == indicator]
                days = {r.day_from + timedelta(days=n) for r in mine for n in range((r.day_to - r.day_from).days + 1)}
                assert len(days) == town.count, (s.code, indicator)


def test_machines_only_suspect_contents(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    for _, rows in towns.values():
        for r in rows:
            if r.indicator in ("SV1.1", "SV1.3", "SV1.4", "SV1.5", "AV1.1", "AV1.3"):
                assert r.verdict in ("suspected", "pass")


def test_pages_answer_in_their_families(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    for town, _ in towns.values():
        for s in town.sites:
            if s.status == "永久关停":
                continue
            for c in s.columns.values():
                if c.kind != "link" and town.end not in [d for a, b in s.no_home for d in (a, b)]:
                    assert s.answer(c.path, town.end)[0] == 200, (s.family.key, c.path)
            assert s.answer("/no/such/page.html", town.end)[0] == 404


def test_archive_is_made_in_time_and_small(archive: tuple[Path, float]) -> None:
    folder, seconds = archive
    assert seconds < 60
    assert sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) < 48e6


def test_warc_records_are_sound(archive: tuple[Path, float]) -> None:
    checker, count, ids = DigestChecker("raise"), 0, set()
    for name in sorted((archive[0] / "warc").glob("*.warc.gz"))[:2]:
        with name.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=checker):
                assert record.rec_type == "response" and record.rec_headers.protocol == "WARC/1.1"
                record.content_stream().read()
                ids.add(record.rec_headers["WARC-Record-ID"])
                count += 1
    assert count == len(ids) > 3000
    assert checker.passed is not False


def test_every_place_of_the_truth_is_in_the_warc(archive: tuple[Path, float]) -> None:
    seen = set()
    for name in (archive[0] / "warc").glob("*.warc.gz"):
        with gzip.open(name, "rb") as file:
            seen.update(x[17:].strip().decode() for x in file if x.startswith(b"WARC-Target-URI: "))
    with (archive[0] / "truth.csv").open(encoding="utf-8") as file:
        places = {row["place"] for row in csv.DictReader(file) if row["place"]}
    assert places - seen == set()


def test_registry_and_logs_are_whole(archive: tuple[Path, float]) -> None:
    folder = archive[0]
    assert len(list((folder / "registry").iterdir())) == 2
    with (folder / "probes" / sorted(x.name for x in (folder / "probes").iterdir())[0]).open(encoding="utf-8") as file:
        per_site = Counter(row["site_code"] for row in csv.DictReader(file))
    assert min(per_site.values()) >= 31 * 48
    for name in ("posts", "messages", "reports", "downtime", "superior_notices", "truth"):
        assert (folder / f"{name}.csv").read_text(encoding="utf-8").count("\n") > 1


def test_home_pages_are_fetched_daily(towns: dict[int, tuple[Town, list[Row]]]) -> None:
    town, _ = towns[3]
    s = next(s for s in town.sites if not s.no_home)
    crawler = crawl.Crawler(town)
    for n in range(10):
        assert s.home_path in set(crawler.site(s, town.start + timedelta(days=n)))


def test_server_shows_a_day() -> None:
    town, _ = make_town(1)
    server = serve.Server(town, town.start)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        s = next(s for s in town.sites if not s.no_home and not s.overrides)
        url = f"http://127.0.0.1:{server.server_port}{s.home_path}"
        for day in (town.start, town.end):
            server.day = day
            with urllib.request.urlopen(urllib.request.Request(url, headers={"Host": s.host}), timeout=5) as got:
                assert got.read() == s.answer(s.home_path, day)[2]
    finally:
        server.shutdown()
