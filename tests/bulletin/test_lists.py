"""The CSV files of failed sites and accounts."""

from __future__ import annotations

import csv
import io
from datetime import date

from inspection.bulletin import draft
from inspection.bulletin.lists import ACCOUNT_COLUMNS, SITE_COLUMNS, failed_accounts_csv
from tests.bulletin.test_publish import figures_again
from tests.given.quarters import GRAVE, NEW, OFFICE, OLD, grade, subject


def read(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))


def test_the_sites_list_has_the_columns_of_the_contract_and_a_row_per_failed_site(city, tmp_path):
    folder = draft(city, OFFICE, OLD, tmp_path)
    content = (folder / "failed_sites.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfseq,site_code,site_name,home_url,organiser,region_code,indicator_ids,")
    rows = read(folder / "failed_sites.csv")
    assert tuple(rows[0]) == SITE_COLUMNS
    assert [row["seq"] for row in rows] == ["1", "2"]
    assert rows[1] == {
        "seq": "2",
        "site_code": "5399000003",
        "site_name": "青溪区人民政府",
        "home_url": "http://www3.yunzhou.example/",
        "organiser": "青溪区人民政府办公室",
        "region_code": "539902",
        "indicator_ids": "SV2;SV4.3",
        "reasons": "空白栏目;站点无法访问",
        "first_failed_on": "2023-09-30",
        "evidence": "snapshot:urn:uuid:site:5399000003/SV2;snapshot:urn:uuid:site:5399000003/SV4.3",
    }


def test_the_accounts_list_is_ordered_by_region_organiser_and_name(city, tmp_path):
    for account, name, organiser, region in (
        ("b", "乙号", "甲局", "539902"),
        ("a", "甲号", "甲局", "539902"),
        ("c", "丙号", "丙局", None),
    ):
        one = f"account:微信公众号:{account}"
        subject(
            city, one, name=name, organiser=organiser, region_code=region, platform="微信公众号", account_id=account
        )
        grade(city, NEW, one, [GRAVE])
    figures_again(city, NEW)
    rows = read(draft(city, OFFICE, NEW, tmp_path) / "failed_accounts.csv")
    assert tuple(rows[0]) == ACCOUNT_COLUMNS
    assert [row["account_name"] for row in rows] == ["云州交警", "云州发改", "乙号", "甲号", "丙号"]


def test_a_quarter_without_failures_still_has_its_header(city, tmp_path):
    assert read(draft(city, OFFICE, NEW, tmp_path) / "failed_sites.csv") == []


def test_a_name_is_that_of_the_cut_off_day(city, tmp_path):
    one = "site:5399000002"
    subject(city, one, name="云州市教育体育局", site_code="5399000002", valid_from=date(2023, 9, 1))
    subject(city, one, name="云州市教育委员会", site_code="5399000002", valid_from=date(2023, 10, 1))
    rows = read(draft(city, OFFICE, OLD, tmp_path) / "failed_sites.csv")
    assert "云州市教育体育局" in {row["site_name"] for row in rows}


def test_cells_that_a_spreadsheet_would_run_are_made_harmless():
    row = {"seq": 1, "platform": "@x", "organiser": "+y", "region_code": None, "indicator_ids": ["AV1.1", "AV2.1"]}
    row |= {"account_id": "-z", "name": "=1+1", "reasons": ["\tx"], "first_failed_on": None, "evidence": []}
    line = failed_accounts_csv([row]).decode("utf-8-sig").splitlines()[1]
    assert line == "1,'-z,'=1+1,'@x,'+y,,AV1.1;AV2.1, x,,"


def test_a_reason_that_only_people_report_is_worded_too(city, tmp_path):
    city.execute("update mart.quarter_subject set reason_ids = '{privacy,not_in_the_list}' where grade = 'unqualified'")
    rows = read(draft(city, OFFICE, NEW, tmp_path) / "failed_accounts.csv")
    assert {row["reasons"] for row in rows} == {"个人隐私泄露;not_in_the_list"}
