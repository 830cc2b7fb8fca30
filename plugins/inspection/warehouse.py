"""The warehouse: connecting, migrating, running whole SQL files, loading rows.

Whole files go through `psycopg.ClientCursor`: server-side binding refuses several statements,
and splitting on `;` breaks inside comments.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import psycopg
from psycopg.rows import dict_row

from inspection.errors import InspectionError
from inspection.places import ROOT

SQL = ROOT / "include" / "sql"
# What running an SQL file raises when its text or its parameters are wrong; for a lone %s the driver has a TypeError.
REFUSALS = (psycopg.DataError, psycopg.ProgrammingError, TypeError)
_OF_THE_TEXT = (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable, psycopg.errors.SyntaxError)


def url_from_environment() -> str:
    """Address of the warehouse from AIRFLOW_CONN_WAREHOUSE (a URI, or Airflow's JSON form)."""
    value = os.environ.get("AIRFLOW_CONN_WAREHOUSE", "")
    if not value:
        raise InspectionError(
            "AIRFLOW_CONN_WAREHOUSE is not set",
            remedy="run `make warehouse`, or export your own as postgresql://user:password@host:port/database",
        )
    try:
        if value.startswith("{"):
            fields = json.loads(value)
            return psycopg.conninfo.make_conninfo(
                host=fields.get("host"),
                port=fields.get("port"),
                user=fields.get("login"),
                password=fields.get("password"),
                dbname=fields.get("schema"),
            )
        address = value.replace("postgres://", "postgresql://", 1)
        psycopg.conninfo.conninfo_to_dict(address)
    except (ValueError, psycopg.ProgrammingError):  # what they say may hold the password
        raise InspectionError(
            "is no address of a PostgreSQL",
            place="AIRFLOW_CONN_WAREHOUSE",
            remedy="write postgresql://user:password@host:port/database",
        ) from None
    return address


def connect(url: str | None = None) -> psycopg.Connection:
    """An open connection whose rows are dicts; one transaction until commit.

    Raises InspectionError when the server cannot be reached.
    """
    url = url or url_from_environment()
    try:
        connection = psycopg.connect(url, row_factory=dict_row, cursor_factory=psycopg.ClientCursor, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise _unreachable(url, error) from error
    connection.execute("set time zone 'UTC'")
    return connection


def migrate(url: str | None = None) -> list[str]:
    """Bring the schema to its newest version; returns the names of the migrations applied.

    Raises InspectionError when the server cannot be reached.
    """
    backend, migrations = _migrations(url or url_from_environment())
    try:
        with backend.lock():
            pending = backend.to_apply(migrations)
            backend.apply_migrations(pending)
            return [migration.id for migration in pending]
    finally:
        backend.connection.close()


def is_newest(url: str | None = None) -> bool:
    """Whether every migration was applied."""
    backend, migrations = _migrations(url or url_from_environment())
    try:
        return not backend.to_apply(migrations)
    finally:
        backend.connection.close()


def _migrations(url: str) -> tuple[Any, Any]:
    from yoyo import get_backend, read_migrations  # a second of imports that only this needs

    info = psycopg.conninfo.conninfo_to_dict(url)
    address = "postgresql+psycopg://{user}:{password}@{host}:{port}/{dbname}".format(
        **{"password": "", "host": "127.0.0.1", "port": 5432} | info
    )
    try:
        backend = get_backend(address, migration_table="_migration")
    except psycopg.OperationalError as error:
        raise _unreachable(url, error) from error
    return backend, read_migrations(str(SQL / "schema"))


def _unreachable(url: str, error: psycopg.OperationalError) -> InspectionError:
    info = psycopg.conninfo.conninfo_to_dict(url)
    place = f"warehouse {info.get('host', 'localhost')}:{info.get('port', 5432)}/{info.get('dbname', '')}"
    reason = str(error).strip().splitlines()[0]  # the lines after it are libpq's own questions to the reader
    return InspectionError(
        f"cannot connect: {reason}", place=place, remedy="start it (`make demo` does), or correct the address"
    )


@cache
def sql_text(name: str) -> str:
    """Text of `include/sql/<name>`, e.g. `mart/fact_probe_day.sql`."""
    try:
        return (SQL / name).read_text("utf-8")
    except FileNotFoundError as error:
        raise InspectionError("there is no such SQL file", place=f"include/sql/{name}") from error


def run(connection: psycopg.Connection, name: str, parameters: dict[str, Any] | None = None) -> int:
    """Run a whole SQL file with bound parameters; returns the rows its last statement touched."""
    cursor = connection.execute(sql_text(name), parameters or {})
    while cursor.nextset():  # a file of several statements yields one result for each
        pass
    return cursor.rowcount


def query(connection: psycopg.Connection, name: str, parameters: dict[str, Any] | None = None) -> list[dict]:
    """Rows of the single select in an SQL file."""
    return connection.execute(sql_text(name), parameters or {}).fetchall()


def refused(error: Exception, place: str, *, of: str = "", remedy: str = "see the SQL") -> InspectionError:
    """The error for an SQL file (`place`) that the database, or the driver before it, refused to run.

    `remedy` is for what lies neither in a column or a table that is not there nor in a sign of the text.
    """
    problem = str(error).splitlines()[0]
    if "placeholder" in problem or isinstance(error, TypeError):
        remedy = "write %% for a per cent sign"
    elif isinstance(error, _OF_THE_TEXT):
        remedy = "see the SQL"
    return InspectionError(f"{of}{problem}", place=place, remedy=remedy)


def copy_rows(connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Load rows by COPY; returns how many. `table` may be `schema.name`."""
    names = ", ".join(f'"{column}"' for column in columns)
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def upsert_rows(
    connection: psycopg.Connection, table: str, columns: Sequence[str], key: Sequence[str], rows: Iterable[Sequence]
) -> int:
    """Load rows by COPY, replacing those with the same key; of doubled keys the last row wins."""
    names = ", ".join(f'"{column}"' for column in columns)
    keys = ", ".join(f'"{column}"' for column in key)
    updates = ", ".join(f'"{column}" = excluded."{column}"' for column in columns if column not in key)
    action = f"do update set {updates}" if updates else "do nothing"
    connection.execute(
        f"create temp table incoming on commit drop as select {names} from {table} with no data;"
        "alter table incoming add column incoming_no bigint generated always as identity"
    )
    count = copy_rows(connection, "incoming", columns, rows)
    connection.execute(
        f"insert into {table} ({names}) select distinct on ({keys}) {names} from incoming"
        f" order by {keys}, incoming_no desc on conflict ({keys}) {action};"
        "drop table incoming"
    )
    return count
