"""The schema: a new warehouse is made from files in the order of their needs, one that stands is brought to the same.

`baseline.sql` holds the tables as they were before the first migration. Until the first release, whoever changes a
table may write it anew: `python -m tests.test_schema`.
"""

from __future__ import annotations

import itertools
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import psycopg
import pytest

from inspection import warehouse
from inspection.errors import InspectionError
from local.postgres import Postgres
from tests.catalogue import catalogue
from tests.given.facts import load

BASELINE = Path(__file__).parent / "baseline.sql"
_names = itertools.count(1)


def database(postgres: Postgres) -> str:
    """Address of an empty database."""
    return postgres.create_database(f"schema_{next(_names)}")


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    """A copy of the schema's files, for changing."""
    return Path(shutil.copytree(warehouse.SCHEMA, tmp_path / "schema"))


def write(schema: Path, name: str, text: str) -> None:
    """Write one file of a schema."""
    (schema / f"{name}.sql").write_text(text, "utf-8")


def change(schema: Path, name: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file of a schema."""
    text = (schema / f"{name}.sql").read_text("utf-8")
    assert text.count(old) == 1
    write(schema, name, text.replace(old, new))


def test_a_warehouse_from_the_baseline_and_its_migrations_is_one_made_new(postgres, warehouse_url):
    url = database(postgres)
    with psycopg.connect(url) as connection:
        connection.execute(BASELINE.read_text("utf-8"))
    assert warehouse.migrate(url)
    assert catalogue(url) == catalogue(warehouse_url), "a table changed: write a migration"


def test_views_and_functions_follow_their_files_and_tables_their_migrations(postgres, schema, warehouse_url):
    url = warehouse_url
    with psycopg.connect(url) as connection:
        connection.execute("insert into mart.dim_edition values ('x', 'x', 'x', 'x', '2023-01-01', '{}', null)")
    change(schema, "mart/dim_edition", "    prominent_counts_as text", "    prominent_counts_as text,\n    note text")
    with (schema / "mart/dim_edition.sql").open("a") as file:
        file.write("comment on column mart.dim_edition.note is 'Note';\n")
    added = "alter table mart.dim_edition add column note text;comment on column mart.dim_edition.note is 'Note';"
    write(schema, "migrations/0002-note", added)
    # loses a column, and staging.date_doubt and staging.reissue stand on it
    change(schema, "staging/views/article", ",\n    watched.watched_from < min(seen.day) as is_watched_before", "")
    change(schema, "staging/views/article", "comment on column staging.article.is_watched_before is", "--")
    change(schema, "staging/views/article", "'Whether the site was read on an earlier day too';", "--")
    change(schema, "staging/views/date_doubt", "case when is_watched_before then", "case when true then")
    # takes other arguments, and staging.account_state stands on a function that asks it
    change(schema, "staging/functions/bare_name", "bare_name(name text)", "bare_name(name text, form text default '')")
    run = warehouse.migrate(url, schema=schema)
    assert run[0] == "migrations/0002-note"
    assert set(run[1:]) == {"staging/views/article", "staging/views/date_doubt", "staging/functions/bare_name"}
    new = database(postgres)
    warehouse.migrate(new, schema=schema)
    assert catalogue(url) == catalogue(new)
    assert warehouse.migrate(url, schema=schema) == []
    with psycopg.connect(url) as connection:
        assert connection.execute("select edition_id, note from mart.dim_edition").fetchall() == [("x", None)]


def test_what_others_built_on_a_view_is_never_dropped(warehouse_url, schema):
    with psycopg.connect(warehouse_url) as connection:
        connection.execute("create view public.of_a_bi_tool as select * from mart.ingest_count")
    text = (schema / "mart/views/ingest_count.sql").read_text("utf-8")
    write(schema, "mart/views/ingest_count", re.sub(r"(?s)as\nwith.*", "as select 1 as one", text))
    with pytest.raises(InspectionError, match=r"schema/mart/views/ingest_count\.sql: cannot drop view"):
        warehouse.migrate(warehouse_url, schema=schema)
    assert warehouse.is_newest(warehouse_url)


def test_a_migration_that_is_refused_leaves_everything_as_it_was(warehouse_url, schema):
    write(schema, "migrations/0002-first", "alter table mart.dim_edition add column note text;")
    write(schema, "migrations/0003-second", "alter table mart.nowhere add column note text;")
    with pytest.raises(InspectionError, match=r"schema/migrations/0003-second\.sql: relation .* does not exist"):
        warehouse.migrate(warehouse_url, schema=schema)
    with psycopg.connect(warehouse_url) as connection, pytest.raises(psycopg.errors.UndefinedColumn):
        connection.execute("select note from mart.dim_edition")


def test_months_are_made_before_and_after_their_rows_and_a_site_keeps_its_columns(connection):
    """Moving rows is no reading: no day is folded anew for it."""
    for day in ("2023-10-31", "2023-11-01"):
        load(connection, {"staging.site_column": [{"day": day}]}, date(2023, 11, 1))
    connection.execute("delete from staging.unfolded_day")
    made = connection.execute("select ops.make_partitions('2023-11-01', '2023-12-02') as made").fetchone()["made"]
    growing = connection.execute("select count(*) as count from pg_partitioned_table").fetchone()["count"]
    assert made == 2 * growing > 30
    load(connection, {"staging.site_column": [{"day": "2023-12-01"}]}, date(2023, 12, 1))
    rows = connection.execute("select tableoid::regclass::text as part, day from staging.site_column order by day")
    assert [row["part"].removeprefix("staging.site_column_") for row in rows] == ["default", "2023_11", "2023_12"]
    assert [row["day"] for row in connection.execute("select day from staging.unfolded_day")] == [date(2023, 12, 1)]


def test_two_that_migrate_at_once_make_one_warehouse(postgres):
    url = database(postgres)
    with ThreadPoolExecutor(2) as pool:
        runs = sorted(pool.map(warehouse.migrate, [url, url]), key=len)
    assert runs[0] == [] and runs[1] == warehouse.schema_files()


def test_a_warehouse_that_has_not_seen_a_file_is_not_the_newest(postgres, warehouse_url):
    assert warehouse.is_newest(warehouse_url)
    assert not warehouse.is_newest(database(postgres))
    with psycopg.connect(warehouse_url) as connection:
        connection.execute("update public._schema set sha256 = '' where file = 'staging/views/article'")
    assert not warehouse.is_newest(warehouse_url)


def test_a_warehouse_of_another_version_is_refused(postgres):
    url = database(postgres)
    with psycopg.connect(url) as connection:
        connection.execute("create schema mart")
    with pytest.raises(InspectionError, match="from before the first release"):
        warehouse.migrate(url)


def test_a_need_that_is_missing_is_named(schema):
    change(schema, "mart/views/last_decision", "-- needs: ", "-- needs: mart/nothing ")
    with pytest.raises(InspectionError, match=r"views/last_decision\.sql: needs `mart/nothing`, which is no file"):
        warehouse.schema_files(schema)


def test_needs_that_go_round_are_named(schema):
    change(schema, "mart/fact_decision", "-- needs: ", "-- needs: mart/views/last_decision ")
    with pytest.raises(InspectionError, match=r"mart/views/last_decision <- mart/fact_decision"):
        warehouse.schema_files(schema)


def _of(name: str) -> str:
    """What a file makes, as SQL names it."""
    parts = name.split("/")
    return f"{parts[0]}.{parts[-1]}"


def test_every_file_names_all_that_it_speaks_of_and_makes_what_it_is_called():
    files = warehouse.schema_files()
    needs: dict[str, set[str]] = {}
    for name in files:
        text = (warehouse.SCHEMA / f"{name}.sql").read_text("utf-8")
        asked = set(" ".join(re.findall(r"^-- needs: (.+)$", text, re.MULTILINE)).split())
        needs[name] = asked.union(*(needs[need] for need in asked))
        if "/" not in name:
            continue
        code = re.sub(r"--.*|comment on [^;]*;", "", text)
        assert re.search(rf"create (or replace )?(unlogged )?(table|view|function) {_of(name)}\b", code), name
        spoken = {other for other in files if "/" in other and re.search(rf"(?<![\w.]){_of(other)}\b(?!\.)", code)}
        assert spoken - {name} <= needs[name], f"{name} does not need {spoken - {name} - needs[name]}"
        assert asked <= spoken | {"roles"}, f"{name} needs {asked - spoken} for nothing"


def _baseline() -> str:
    """The tables and the functions that they need: whatever else there is, migrating makes anew."""
    files = warehouse.schema_files()
    tables = [name for name in files if not re.search("/views/|/functions/", name)]
    needed = set(" ".join(re.findall(r"(?m)^-- needs: (.+)$", _raw(tables))).split())
    text = re.sub(r"(?m)^--.*\n", "", _raw([name for name in files if name in needed.union(tables)]))
    seen = "create table public._schema (file text primary key, sha256 text not null);\n"
    return f"{text}{seen}insert into public._schema values ('migrations/0001-baseline', '');\n"


def _raw(files: list[str]) -> str:
    return "".join((warehouse.SCHEMA / f"{name}.sql").read_text("utf-8") for name in files)


if __name__ == "__main__":
    BASELINE.write_text(_baseline(), "utf-8")
