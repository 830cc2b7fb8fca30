"""Contact persons stay in their own schema: no other table, no quarantine, no role of marts sees them."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest

from inspection import registry
from inspection.declared.office import load as load_office

OFFICE = load_office("yunzhou-demo")
DAY = date(2023, 10, 1)
PERSON, PHONE, MAIL = "某某某", "13800000000", "someone@office.example"
TEXT = (
    "网站标识码,网站名称,首页网址,主办单位,运行状态,负责人姓名,手机,电子邮箱\n"
    f"5399000001,甲网,http://a.example/,甲局,正常运行,{PERSON},{PHONE},{MAIL}\n"
    f"5399,乙网,http://b.example/,甲局,正常运行,{PERSON},{PHONE},{MAIL}\n"
)


@pytest.fixture
def load(connection, tmp_path):
    def load(text=TEXT, office=OFFICE, day=DAY):
        path = tmp_path / "sites.csv"
        path.write_text(text)
        return registry.load(connection, office, "sites", path, day)

    return load


def contacts(connection):
    return [tuple(row.values()) for row in connection.execute("select * from personal.contact order by header")]


def test_persons_are_kept_apart_and_nowhere_else(connection, load, caplog):
    assert str(load()) == "sites: 2 read, 1 quarantined, 1 merged, 1 in force"
    about = (OFFICE.jurisdiction_id, "site:5399000001")
    assert contacts(connection) == [(*about, "手机", PHONE), (*about, "电子邮箱", MAIL), (*about, "负责人姓名", PERSON)]
    tables = connection.execute(
        "select schemaname || '.' || tablename as name from pg_tables where schemaname in ('staging', 'mart', 'ops')"
    ).fetchall()
    for table in tables:
        rows = str(connection.execute(f"select * from {table['name']}").fetchall())
        assert not [text for text in (PERSON, PHONE, MAIL) if text in rows], table["name"]
    assert PERSON not in caplog.text
    assert PHONE not in caplog.text


def test_only_the_role_for_it_may_look(connection, load):
    load()
    connection.commit()
    for role in ("bi_reader", "personal_reader"):
        connection.execute(f"set local role {role}")
        if role == "personal_reader":
            assert len(contacts(connection)) == 3
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "select * from personal.contact" if role == "bi_reader" else "select * from mart.dim_subject"
            )
        connection.rollback()


def test_who_is_not_named_any_more_is_gone(connection, load):
    load()
    load("\n".join(line.rsplit(",", 3)[0] for line in TEXT.splitlines()), day=date(2023, 10, 2))
    assert contacts(connection) == []


def test_an_office_may_keep_none(connection, load):
    load(office=OFFICE.model_copy(update={"contacts": "drop"}))
    assert contacts(connection) == []


def test_an_office_that_keeps_none_any_more_has_none_after_the_next_load_though_the_export_is_the_same(
    connection, load
):
    load()
    assert len(contacts(connection)) == 3
    load(office=OFFICE.model_copy(update={"contacts": "drop"}))
    assert contacts(connection) == []
