"""The constructed inputs of the five model bulletins: their shape, what loads from them, and whom they blame."""

from __future__ import annotations

from datetime import UTC, date, datetime

import openpyxl
import pytest

from demo.reproduce import archive, exports
from demo.reproduce.office import OFFICES, Office, load_published
from demo.reproduce.units import Units
from inspection.declared.office import load as load_office
from inspection.flow import history
from inspection.periods import Period

# what each bulletin printed of its registries: sites, accounts, accounts by platform or by class of organiser
DENOMINATORS = {
    "qujing": (16, 263, "platform", {"微信公众号": 146, "新浪微博": 57, "抖音短视频": 37, "今日头条": 15, "其他": 8}),
    "hulunbuir": (48, 35, "organiser", {"政府": 13, "局": 20, "中心": 2}),
    "yichun": (54, 142, "platform", {}),
    "jiangxi": (524, 3375, "platform", {}),
    "anshan": (31, 74, "platform", {}),
}


@pytest.fixture(scope="module", params=OFFICES)
def office(request) -> Office:
    return load_published(request.param)


@pytest.fixture(scope="module")
def folder(office, tmp_path_factory):
    """The office's registry exports and lists, written once."""
    made, units = tmp_path_factory.mktemp(office.jurisdiction), Units(office)
    archive.write_registry(units, made / "registry" / f"{office.registered_on}")
    archive.write_lists(units, Period.parse(office.period), made)
    return made


def test_the_inputs_of_each_bulletin_load_and_its_denominators_come_out(connection, office, folder):
    lines = list(history.import_registry(connection, load_office(office.jurisdiction), folder, datetime.now(UTC)))
    assert len(lines) == 4 + len(list(folder.glob("reports.*"))) + len(office.tables), lines
    refused = connection.execute("select source, row_no, reason from ops.quarantine").fetchall()
    assert not refused
    registered = connection.execute(
        "select kind, platform, organiser from mart.dim_subject where valid_to is null and status = 'running'"
    ).fetchall()
    sites, accounts, by, groups = DENOMINATORS[office.jurisdiction]
    assert sum(row["kind"] == "site" for row in registered) == sites
    own = [row for row in registered if row["kind"] == "account"]
    assert len(own) == accounts
    if by == "organiser":  # a named bureau is one of the departments
        counted = {ending: sum(row["organiser"].endswith(ending) for row in own) for ending in groups}
    else:
        counted = {name: sum(row["platform"] == name for row in own) for name in groups if name != "其他"}
        counted |= {"其他": len(own) - sum(counted.values())} if groups else {}
    assert counted == groups
    rows = connection.execute(
        "select channel, count(*) as received, count(*) filter (where closed_at <= due_at) as on_time"
        " from staging.message group by channel"
    ).fetchall()
    messages = {row["channel"]: (row["received"], row["on_time"]) for row in rows}
    assert messages == {one.channel: (one.received, one.on_time) for one in office.messages}


def test_files_have_the_shape_of_real_exports_and_say_that_they_are_constructed(office, folder):
    export = folder / "registry" / f"{office.registered_on}"
    sheet = openpyxl.load_workbook(export / "accounts.xlsx").active
    assert exports.LABEL in sheet["A1"].value
    assert sheet["A3"].value == "序号", "headers stand in two rows"
    assert {"A1", "A3"} <= {merged.coord.split(":")[0] for merged in sheet.merged_cells.ranges}
    with pytest.raises(UnicodeDecodeError):
        (export / "sites.csv").read_text("utf-8")
    for path in (export / "sites.csv", folder / "messages.csv"):
        first, blank, headers = path.read_text("gbk").splitlines()[:3]
        assert exports.LABEL in first
        assert not blank.strip(",")
        assert headers.count(",") >= 5
    assert exports.LABEL in (export / "columns.json").read_text("utf-8")


def test_every_source_that_the_offices_file_names_is_among_the_inputs(office, folder):
    rules = load_office(office.jurisdiction)
    archive.write_sample(Units(office), archive.looks(office, rules), folder)
    for name, source in rules.sources.items():
        assert (folder / source.path.partition("/history/")[2]).is_file(), f"{name}: {source.path}"


def test_only_units_that_a_published_list_names_bear_a_name_and_a_fault(office):
    units = Units(office)
    named = {one.name for one in office.named}
    for unit in (*units.sites, *units.accounts):
        assert unit.is_named == (unit.name in named)
        assert unit.is_named or "样本" in unit.name
        assert unit.is_named or "构造" in unit.organiser
        assert unit.host.endswith(".example"), "nobody's own address is shown at fault"
    assert {unit.name for kind in ("site", "account") for unit in units.failed(kind) if unit.is_named} == named


def test_the_same_office_gives_the_same_bytes(tmp_path):
    office = load_published("anshan")
    rules = load_office("anshan")
    for name in ("one", "two"):
        archive.build(office, rules, tmp_path / name)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file())
    assert files
    for path in files:
        if path.suffix != ".xlsx":  # a workbook bears the time it was saved
            assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes(), path
    assert archive.looks(office, rules)[-1] == (date(2020, 9, 30), office.period)
