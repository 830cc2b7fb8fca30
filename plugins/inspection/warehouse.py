"""The warehouse: connecting, migrating, running whole SQL files, loading rows.

Whole files go through `psycopg.ClientCursor`: server-side binding refuses several statements,
and splitting on `;` breaks inside comments.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from inspection.errors import InspectionError
from inspection.places import INCLUDE

# A session that died with a lock, or sleeps on one, must not hold up all others for ever. The longest statement of
# ours, a national quarter, takes minutes; a crawl keeps its transaction open for as long as its slot is.
_TIMEOUTS = {
    "lock_timeout": "30min",
    "statement_timeout": "6h",
    "idle_in_transaction_session_timeout": "8h",
}
_GUARD = "ops/functions/guard_marts"  # who reads the marts: a new table or view is read by nobody before it
SQL = INCLUDE / "sql"
SCHEMA = SQL / "schema"
_PLACE = "include/sql/schema"
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
            names = ("host", "port", "login", "password", "schema", "extra")
            return address_of(*(fields.get(name) for name in names))
        address = value.replace("postgres://", "postgresql://", 1)
        psycopg.conninfo.conninfo_to_dict(address)
    except (ValueError, TypeError, AttributeError, psycopg.ProgrammingError):  # what they say may hold the password
        raise InspectionError(
            "is no address of a PostgreSQL",
            place="AIRFLOW_CONN_WAREHOUSE",
            remedy="write postgresql://user:password@host:port/database",
        ) from None
    return address


def address_of(
    host: str | None,
    port: int | str | None,
    login: str | None,
    password: str | None,
    database: str | None,
    extra: dict[str, Any] | str | None = None,
) -> str:
    """libpq address of the parts of an Airflow connection, whatever signs its password has.

    Of `extra` (a mapping, or its JSON) all that libpq knows is kept: `sslmode`, `sslrootcert`, `options`, …
    """
    given = json.loads(extra) if isinstance(extra, str) and extra else extra or {}
    known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
    told = {"host": host, "port": port, "user": login, "password": password, "dbname": database}
    told = {name: value for name, value in given.items() if name in known} | {
        name: value for name, value in told.items() if value
    }
    return psycopg.conninfo.make_conninfo(**told)


def connect(url: str | None = None) -> psycopg.Connection:
    """An open connection whose rows are dicts; one transaction until commit.

    Raises InspectionError when the server cannot be reached.
    """
    url = url or url_from_environment()
    try:
        connection = psycopg.connect(url, row_factory=dict_row, cursor_factory=psycopg.ClientCursor, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise _unreachable(url, error) from error
    if (encoding := connection.info.parameter_status("server_encoding")) != "UTF8":
        connection.close()
        raise InspectionError(
            f"the database keeps its texts as {encoding}, which does not hold Chinese",
            place=_place_of(url),
            remedy="make one with `create database … encoding 'UTF8' template template0`",
        )
    connection.execute("set time zone 'UTC'")
    for name, value in _TIMEOUTS.items():  # those that the address or the role sets stay
        connection.execute(f"select set_config('{name}', '{value}', false) where current_setting('{name}') = '0'")
    return connection


def migrate(url: str | None = None, *, schema: Path = SCHEMA) -> list[str]:
    """Bring the schema to its newest version; returns the names of the files that were new to the warehouse.

    A new warehouse runs every file of `schema` and counts all migrations as applied. One that stands runs the
    migrations that it has not seen and then, if anything is new, every view and function. One transaction, or nothing.

    Raises InspectionError when the server cannot be reached, when a need is missing or circular, and when the
    database refuses a file.
    """
    with connect(url) as connection:
        connection.execute("select pg_advisory_xact_lock(hashtext('inspection schema'))")
        files, migrations = schema_files(schema), _migrations(schema)
        known = _known(connection)
        if known is None:
            connection.execute("create table public._schema (file text primary key, sha256 text not null)")
            fresh, due = files, files
        else:
            fresh, due = _fresh(known, schema), list(filter(_is_replaced, files))
            for name in (name for name in fresh if name in migrations):
                with _refusal_of(name):
                    connection.execute(_text(schema, name))
        for name in due if fresh else ():
            with _refusal_of(name):
                _make(connection, schema, name, files)
        if fresh and _GUARD in files:
            connection.execute("select ops.guard_marts()")
        connection.cursor().executemany(
            "insert into public._schema values (%s, %s) on conflict (file) do update set sha256 = excluded.sha256",
            [(name, _digest(schema, name)) for name in (fresh if known is not None else [*files, *migrations])],
        )
    return fresh


def is_newest(url: str | None = None) -> bool:
    """Whether every migration was applied, and every view and function is that of its file."""
    with connect(url) as connection:
        known = _known(connection)
    return known is not None and not _fresh(known, SCHEMA)


def schema_files(schema: Path = SCHEMA) -> list[str]:
    """Files that make a new warehouse, e.g. `mart/dim_subject`, each after those that its `-- needs:` lines name.

    Raises InspectionError where a need is missing or circular.
    """
    names = sorted(path.relative_to(schema).with_suffix("").as_posix() for path in schema.rglob("*.sql"))
    needs = {name: _needs(schema, name) for name in names if not name.startswith("migrations/")}
    for name, needed in needs.items():
        if missing := [need for need in needed if need not in needs]:
            raise InspectionError(
                f"needs `{missing[0]}`, which is no file of the schema",
                place=f"{_PLACE}/{name}.sql",
                remedy="correct its line `-- needs:`",
            )
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError as error:
        raise InspectionError(
            f"these need one another: {' <- '.join(error.args[1])}",
            place=_PLACE,
            remedy="take one out of a line `-- needs:`",
        ) from None


def _needs(schema: Path, name: str) -> list[str]:
    found = re.findall(r"^-- needs: (.+)$", _text(schema, name), re.MULTILINE)
    return " ".join(found).split() if found else []


def _migrations(schema: Path) -> list[str]:
    return sorted(f"migrations/{path.stem}" for path in (schema / "migrations").glob("*.sql"))


def _known(connection: psycopg.Connection) -> dict[str, str] | None:
    """Digests of the files that this warehouse has seen; None for a new one."""
    stands = "select to_regclass('public._schema') as ours, to_regnamespace('mart') as mart"
    found = connection.execute(stands).fetchone()
    if found["ours"]:
        return {row["file"]: row["sha256"] for row in connection.execute("select file, sha256 from public._schema")}
    if found["mart"]:
        info = connection.info
        raise InspectionError(
            "it holds tables of a version from before the first release",
            place=f"warehouse {info.host}:{info.port}/{info.dbname}",
            remedy="name a new database, and load its inputs and records into that",
        )
    return None


def _fresh(known: dict[str, str], schema: Path) -> list[str]:
    """Migrations that a warehouse has not seen, and views and functions that it has otherwise than their files."""
    unseen = [name for name in _migrations(schema) if name not in known]
    replaced = filter(_is_replaced, schema_files(schema))
    return unseen + [name for name in replaced if known.get(name) != _digest(schema, name)]


def _is_replaced(name: str) -> bool:
    return "/views/" in name or "/functions/" in name


def _text(schema: Path, name: str) -> str:
    return (schema / f"{name}.sql").read_text("utf-8")


def _digest(schema: Path, name: str) -> str:
    return hashlib.sha256(_text(schema, name).encode()).hexdigest()


@contextmanager
def _refusal_of(name: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise refused(error, f"{_PLACE}/{name}.sql") from error


def _make(connection: psycopg.Connection, schema: Path, name: str, files: list[str]) -> None:
    """Run a file. A view or function that cannot be replaced as it stands is dropped, with the views that stand on it.

    These come after it in `files`, and are made anew in their turn.
    """
    try:
        with connection.transaction():
            connection.execute(_text(schema, name))
            if _is_replaced(name) and len(_standing(connection, name)) > 1:
                raise psycopg.errors.InvalidFunctionDefinition  # other arguments: that of before would stay beside it
    except (psycopg.errors.InvalidTableDefinition, psycopg.errors.InvalidFunctionDefinition):
        if not _is_replaced(name):
            raise
        above = {name}
        for other in files:
            if above & set(_needs(schema, other)):
                above.add(other)
        views = [other for other in files if other in above - {name} and "/views/" in other]
        for other in [*reversed(views), name]:
            for dropped in _standing(connection, other):
                connection.execute(f"drop {dropped}")
        connection.execute(_text(schema, name))


def _standing(connection: psycopg.Connection, name: str) -> list[str]:
    """What the warehouse has of a view or function, as a `drop` names it: of a function one a list of arguments."""
    owner, folder, called = name.split("/")
    if folder == "views":
        found = "select 'view ' || to_regclass(%s) as dropped where to_regclass(%s) is not null"
        rows = connection.execute(found, [f"{owner}.{called}"] * 2)
    else:
        found = "select 'function ' || oid::regprocedure as dropped from pg_proc"
        rows = connection.execute(f"{found} where pronamespace = to_regnamespace(%s) and proname = %s", [owner, called])
    return [row["dropped"] for row in rows]


def _unreachable(url: str, error: psycopg.OperationalError) -> InspectionError:
    reason = str(error).strip().splitlines()[0]  # the lines after it are libpq's own questions to the reader
    return InspectionError(
        f"cannot connect: {reason}", place=_place_of(url), remedy="start it (`make demo` does), or correct the address"
    )


def _place_of(url: str) -> str:
    info = psycopg.conninfo.conninfo_to_dict(url)
    return f"warehouse {info.get('host', 'localhost')}:{info.get('port', 5432)}/{info.get('dbname', '')}"


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
