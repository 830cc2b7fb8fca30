"""The warehouse: migrations, roles, loading."""

from __future__ import annotations

import psycopg
import pytest

from inspection import warehouse


def test_migrating_twice_applies_nothing_the_second_time(warehouse_url):
    assert warehouse.migrate(warehouse_url) == []


def tables(connection, schema: str) -> list[str]:
    rows = connection.execute("select table_name from information_schema.tables where table_schema = %s", [schema])
    return [row["table_name"] for row in rows]


def test_bi_reader_reads_every_table_of_mart_and_nothing_else(connection):
    """Partitions are read through their table, and what judging alone asks (reported_problem) by nobody."""
    found = {schema: tables(connection, schema) for schema in ("mart", "staging", "ops", "public")}
    assert all(found.values())
    hidden = {name for name in found["mart"] if name.endswith("_default")} | {"reported_problem"}
    connection.commit()
    connection.execute("set role bi_reader")
    for table in set(found["mart"]) - hidden:
        connection.execute(f'select * from mart."{table}" limit 1')
    connection.execute("reset role")
    found["mart"] = list(hidden)
    for schema in found:
        for table in found[schema]:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute("set local role bi_reader")
                connection.execute(f'select * from {schema}."{table}" limit 1')
    for change in (
        "insert into mart.bulletin default values",
        "delete from mart.dim_subject",
        "create table mart.x ()",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("set local role bi_reader")
            connection.execute(change)


def test_upsert_replaces_rows_of_the_same_key_and_the_last_of_doubled_rows_wins(connection):
    key = ("jurisdiction_id", "subject_id", "starts_at")
    columns = (*key, "ends_at", "approval")
    rows = [("yz", "site:1", "2023-01-01", f"2023-01-0{day}", approval) for day, approval in ((2, "a"), (3, "b"))]
    for _ in range(2):
        assert warehouse.upsert_rows(connection, "mart.dim_downtime", columns, key, rows) == 2
    assert [row["approval"] for row in connection.execute("select * from mart.dim_downtime")] == ["b"]
