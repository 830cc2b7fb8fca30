"""Who reads the marts: one login each, never shared, with a scope of offices and regions."""

from __future__ import annotations

import re
import secrets
from typing import Annotated

import psycopg
import typer
from psycopg import sql

from inspection import warehouse
from inspection.cli.common import app
from inspection.declared.office import load
from inspection.errors import InspectionError
from inspection.language import _

_EVERY = "*"
_TAKEN = "select rolname, pg_has_role(rolname, 'bi_reader', 'member') as is_reader from pg_roles where rolname = %s"
_SCOPED = "select distinct login from ops.reader_scope where login = %s"


@app.command()
def grant(
    name: Annotated[str, typer.Argument(help="登录名,一人一个。 Login, one for each person or tool.")],
    office: Annotated[
        list[str] | None, typer.Option(help="只读此主管单位,可多次。 Of this office alone; may be repeated.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(help="只读此区划及下级,可多次。 Of this division and all below; may be repeated."),
    ] = None,
    certificate: Annotated[
        bool, typer.Option(help="用客户端证书登录,不设密码。 By client certificate, without a password.")
    ] = False,
    timeout_seconds: Annotated[int, typer.Option("--timeout", min=1, help="单条查询上限,秒。 Longest query.")] = 60,
) -> None:
    """开通数据集市只读登录,或更改其范围并换新密码。 Let a login read the marts, or give it a new scope and password.

    The password is printed once and kept nowhere. What it may see stands in `ops.reader_scope`.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]{2,40}", name) or name.startswith("pg_"):
        raise InspectionError(
            f"{name!r} is no login", remedy="write 3 to 41 small letters, digits and _, with a letter first"
        )
    if wrong := [code for code in region or () if not re.fullmatch(r"\d{6}", code)]:
        raise InspectionError(f"{wrong[0]!r} is no division code", remedy="write six digits, e.g. 539900")
    offices = [load(each).jurisdiction_id for each in office or ()]
    password = None if certificate else secrets.token_urlsafe(24)
    with warehouse.connect() as connection:
        try:
            is_new = _login(connection, name, password, timeout_seconds)
        except psycopg.errors.InsufficientPrivilege as error:
            raise InspectionError(
                "this login may make no others", remedy="run it as a role with CREATEROLE, or as the server's owner"
            ) from error
        connection.execute("delete from ops.reader_scope where login = %s", [name])
        connection.cursor().executemany(
            "insert into ops.reader_scope (login, jurisdiction_id, region_code) values (%s, %s, %s)",
            [(name, one, code) for one in offices or [_EVERY] for code in region or [_EVERY]],
        )
        host, port, database = connection.info.host, connection.info.port, connection.info.dbname
    print((_("{login} reads the marts") if is_new else _("{login} has a new scope and password")).format(login=name))
    print(psycopg.conninfo.make_conninfo(host=host, port=port, dbname=database, user=name))
    if password:
        print(_("Password, shown this once: {password}").format(password=password))
        print(f"PGPASSWORD={password} psql -h {host} -p {port} -U {name} {database}")
    else:
        print(_("It logs in by a client certificate whose name (CN) is {login}").format(login=name))


def _login(connection: psycopg.Connection, name: str, password: str | None, timeout_seconds: int) -> bool:
    """Make or renew the login; returns whether it is new. The server is told no more than the password's SCRAM
    verifier (RFC 5802), so that no log of it holds the password. Raises InspectionError for a login that is not one
    of ours: nobody becomes a reader by a name that means more."""
    taken = connection.execute(_TAKEN, [name]).fetchone()
    if taken and not connection.execute(_SCOPED, [name]).fetchone():
        raise InspectionError(f"the login {name!r} is taken and was not made by grant", remedy="choose another name")
    role = sql.Identifier(name)
    verifier = None
    if password:
        verifier = connection.pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode()
    kept = sql.SQL("{verb} role {role} login nosuperuser nocreatedb nocreaterole noreplication password {verifier}")
    connection.execute(
        kept.format(verb=sql.SQL("alter" if taken else "create"), role=role, verifier=sql.Literal(verifier))
    )
    connection.execute(sql.SQL("alter role {} connection limit 10").format(role))
    connection.execute(sql.SQL("grant bi_reader to {}").format(role))
    for setting, value in (
        ("statement_timeout", f"{timeout_seconds}s"),
        ("idle_in_transaction_session_timeout", "60s"),
        ("default_transaction_read_only", "on"),
    ):
        connection.execute(
            sql.SQL("alter role {} set {} = {}").format(role, sql.Identifier(setting), sql.Literal(value))
        )
    return not taken
