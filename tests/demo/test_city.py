"""The invented city: the same seed is the same city, and its truth says what was asked for."""

from __future__ import annotations

import csv
import gzip
import io
from datetime import date, timedelta
from functools import cache

import pytest
import yaml

from demo.city import build, faults, probes, registry, truth
from demo.city.pages import Web, look
from demo.city.schedule import account_line, column_line

SEEDS = (1, 2, 3)
FIRST, LAST = date(2023, 10, 7), date(2023, 10, 9)


def rows_of(path):
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = data.decode("gbk" if path.name == "sites.csv" else "utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    assert build(folder, 1, FIRST, LAST, processes=1)
    return folder


@cache
def truth_of(seed):
    return yaml.safe_load(truth.as_yaml(seed))


@pytest.fixture(params=SEEDS)
def known(request):
    return truth_of(request.param)


def test_the_same_seed_gives_the_same_bytes(archive, tmp_path):
    build(tmp_path, 1, FIRST, LAST, processes=1)
    files = sorted(path.relative_to(archive) for path in archive.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [name for name in files if (archive / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def test_another_seed_is_another_city(known):
    others = [seed for seed in SEEDS if seed != known["seed"]]
    assert all(truth_of(seed)["findings"] != known["findings"] for seed in others)


def test_a_complete_archive_is_not_built_again(archive):
    before = (archive / "posts.csv").stat().st_mtime_ns
    assert not build(archive, 1, FIRST, LAST, processes=1)
    assert (archive / "posts.csv").stat().st_mtime_ns == before


def test_an_archive_of_other_days_replaces_what_was_there(tmp_path):
    build(tmp_path, 1, FIRST, FIRST, processes=1)
    assert build(tmp_path, 1, LAST, LAST, processes=1)
    assert [path.name for path in tmp_path.glob("warc/*")] == [f"{LAST}.warc.gz"]
    assert [path.name for path in tmp_path.glob("registry/*")] == ["2023-10-08"]


def test_the_archive_has_every_part(archive):
    names = {str(path.relative_to(archive)) for path in archive.rglob("*") if path.is_file()}
    days = [FIRST + timedelta(days=offset) for offset in range(3)]
    assert names == {
        *(f"registry/2023-10-01/{part}.csv" for part in ("sites", "columns", "accounts")),
        *(f"registry/2023-10-08/{part}.csv" for part in ("sites", "columns", "accounts")),
        *(f"probes/{day}.csv.gz" for day in days),
        *(f"warc/{day}.warc.gz" for day in days),
        "downtime.csv", "posts.csv", "account_checks.csv.gz", "messages.csv", "reports.csv", "truth.yaml",
        "superior_notices.csv", "superior_items.csv", "special_checks.csv", ".complete.json",
    }  # fmt: skip


def test_the_exports_hold_sixteen_sites_and_the_planted_bad_rows(archive):
    good, bad = (rows_of(archive / "registry" / day / "sites.csv") for day in ("2023-10-01", "2023-10-08"))
    assert len({row["网站标识码"] for row in good}) == len(good) == 16
    assert len(bad) == 18
    codes = [row["网站标识码"] for row in bad]
    assert len(set(codes)) == 17
    assert [row["首页网址"] for row in bad if not row["首页网址"].startswith("http://")] == ["htp:/shiyan..yunzhou"]
    accounts = rows_of(archive / "registry" / "2023-10-08" / "accounts.csv")
    assert len(accounts) == 264 + 2  # 263 running, one closed, two bad
    assert [row["账号ID"] for row in accounts if not row["账号名称"]] == [""]
    assert [row["所属平台"] for row in accounts][-1] == "飞鸽传书"
    assert len(rows_of(archive / "registry" / "2023-10-08" / "columns.csv")) == 16 * 16


def test_a_day_has_48_visits_of_every_site(archive):
    rows = rows_of(archive / "probes" / f"{FIRST}.csv.gz")
    assert len({(row["site_code"], row["scheduled_at"]) for row in rows}) == len(rows) == 16 * 48


def test_every_running_account_is_looked_at_every_day(archive):
    rows = rows_of(archive / "account_checks.csv.gz")
    counts = {day: sum(row["checked_at"].startswith(day) for row in rows) for day in ("2023-10-07", "2023-10-08")}
    assert counts == {"2023-10-07": 255, "2023-10-08": 263}


def test_the_truth_has_the_counts_of_the_two_quarters(known):
    third, fourth = known["periods"]["2023Q3"], known["periods"]["2023Q4"]
    assert (third["site_registered_count"], third["site_failed_count"]) == (16, 7)
    assert (third["account_registered_count"], third["account_failed_count"]) == (255, 4)
    assert (fourth["site_registered_count"], fourth["site_failed_count"]) == (16, 0)
    assert (fourth["account_registered_count"], fourth["account_failed_count"]) == (263, 6)
    counts = fourth["account_count"]
    assert list(counts.values())[:4] == [146, 57, 37, 15] and sum(list(counts.values())[4:]) == 8


def test_seven_sites_fail_by_every_veto_that_a_machine_can_read(known):
    failed = known["periods"]["2023Q3"]["failed"]
    sites = [entry["indicator_ids"] for subject, entry in failed.items() if subject.startswith("site:")]
    assert sorted(sites) == [["SV1.1"], ["SV2"], ["SV3"], ["SV3"], ["SV4.1"], ["SV4.2"], ["SV4.3"]]


def test_no_site_fails_by_a_veto_on_any_day_of_the_fourth_quarter(known):
    vetoes = [
        span
        for span in known["findings"]
        if span["indicator_id"].startswith("SV") and span["verdict"] == "fail" and span["last_on"] > date(2023, 9, 30)
    ]
    assert vetoes == []


def test_the_six_accounts_of_the_fourth_quarter_belong_to_six_city_departments(known):
    failed = known["periods"]["2023Q4"]["failed"]
    assert sum(subject.startswith("account:微信公众号:") for subject in failed) == 5
    assert sum(subject.startswith("account:新浪微博:") for subject in failed) == 1
    assert len({entry["organiser"] for entry in failed.values()}) == 6
    assert all(entry["organiser"].startswith("云州市") for entry in failed.values())
    assert all(entry["indicator_ids"] == ["AV1.1"] for entry in failed.values())


def test_a_home_page_fails_at_exactly_fourteen_days_and_passes_at_thirteen():
    for seed in SEEDS:
        stale = next(it for it in faults.plants(seed) if it.kind == "silence" and "exactly 14" in it.note)
        spans = [
            (span["first_on"], span["last_on"])
            for span in truth_of(seed)["findings"]
            if (span["subject_id"], span["indicator_id"]) == (stale.subject_id, "SV3")
        ]
        assert spans == [(date(2023, 9, 30), date(2023, 9, 30))]


def test_every_harmless_plant_leaves_its_subject_without_a_finding_of_its_kind(known):
    found = {(span["subject_id"], span["indicator_id"]) for span in known["findings"]}
    for plant in known["planted"]:
        if not plant["is_harmless"] or plant["subject_id"] == faults.EVERYBODY or plant["kind"] == "title":
            continue
        kind = "account" if plant["subject_id"].startswith("account") else plant["kind"]
        indicators = {
            "account": {"AV1.1", "AV2.1"}, "silence": {"SV3", "SV4.1"}, "blank": {"SV4.3"}, "navigation_home": {"SV3"},
            "forbidden_link": set(), "wording": {"SV1.1"}, "unanswered": {"SV5.2"}, "tag_case": {"SD4.5"},
        }.get(kind, {"SV2"})  # fmt: skip
        if "keeps that text" not in plant["note"]:
            assert not {(plant["subject_id"], indicator) for indicator in indicators} & found, plant


def test_publication_days_counted_out_are_those_of_the_schedule():
    day = date(2023, 12, 31)
    for site in registry.sites():
        for slug in ("yw", "tzgg", "zcjd", "rsrm", "bszn"):
            days = [on for on in truth._column_days(1, site, slug) if on < day][::-1]
            assert tuple(days[:40]) == column_line(1, site, slug).before(day, 40)
    for account in registry.accounts():
        days = [on for on in truth._post_days(1, account) if on < day][::-1]
        assert tuple(days[:40]) == account_line(1, account).before(day, 40)


def test_the_visits_of_the_log_are_those_that_the_truth_counts():
    for plant in faults.plants(1):
        if plant.kind == "outage":
            rows = [row for row in probes.rows(1, plant.first_on) if f"site:{row[0]}" == plant.subject_id]
            failed = [row for row in rows if row[3] not in {"ok", "blocked"} or row[5] >= 15]
            assert len(failed) == sum(len(faults.slots(span)) for span in plant.parts)


def test_a_crawl_sees_only_what_was_published_before_its_day():
    web, day = Web(1), date(2023, 9, 20)
    for site in registry.sites():
        for url, answer in web.crawl(site, day):
            if "/t2023" in url:
                on = url.rsplit("/t", 1)[1][:8]
                assert answer.status == 200 and on < f"{day:%Y%m%d}", url


def test_every_link_of_a_sound_site_answers():
    web, day = Web(1), date(2023, 9, 1)
    for site in registry.sites():
        statuses = {url: answer and answer.status for url, answer in web.crawl(site, day)}
        assert set(statuses.values()) == {200}, site.name


def test_sites_look_different_and_some_are_not_utf_8():
    looks = [look(1, site) for site in registry.sites()]
    assert {it.layout for it in looks} == {"list", "cards", "table", "gateway"}
    assert {it.dates for it in looks} == {"iso", "slashes", "month_day", "chinese"}
    assert sum(it.declared == "gb2312" for it in looks) == 3
    assert sum(it.charset == "gbk" and it.declared == "utf-8" for it in looks) == 1
    for site, it in zip(registry.sites(), looks, strict=True):
        assert site.name in Web(1).page(site, "/", FIRST).body.decode(it.charset)
