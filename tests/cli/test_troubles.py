"""F22: what goes wrong around us (disk, database, locale) is a line with a remedy, never a traceback."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import psycopg
import pytest

from inspection import cli, warehouse
from inspection.errors import InspectionError


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
        (OSError(errno.ENOSPC, "No space left on device", "/store/x.warc.gz"), "the disk is full: /store/x.warc.gz"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "the disk is full"),
        (psycopg.errors.DiskFull("could not extend file"), "could not extend file"),
        (psycopg.errors.LockNotAvailable("canceling statement due to lock timeout"), "lock timeout"),
        (
            psycopg.errors.AdminShutdown("terminating connection due to administrator command"),
            "the connection was lost",
        ),
        (psycopg.OperationalError("consuming input failed: server closed the connection"), "the connection was lost"),
        (psycopg.OperationalError(""), "the connection was lost"),
    ],
)
def test_it_is_one_line(monkeypatch, capsys, error, says):
    def fail():
        raise error

    monkeypatch.setenv("INSPECTION_LANG", "en")
    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told = capsys.readouterr().err
    assert ended.value.code == 1 and len(told.strip().splitlines()) == 1 and says in told.replace("\n", " ")


def test_a_database_that_is_not_utf8_is_named(postgres):
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        for encoding in ("LATIN1", "SQL_ASCII"):
            name = f"not_utf8_{encoding.lower()}"
            connection.execute(
                f"create database {name} encoding '{encoding}' locale_provider libc locale 'C' template template0"
            )
            try:
                for call in (warehouse.connect, warehouse.migrate):
                    with pytest.raises(InspectionError, match=f"keeps its texts as {encoding}") as told:
                        call(postgres.url(name))
                    assert "UTF8" in told.value.remedy and name in told.value.place
            finally:
                connection.execute(f"drop database {name}")


def test_a_locale_without_chinese_loses_no_words():
    done = subprocess.run(
        [sys.executable, "-m", "inspection", "quarter", "--period", "2023Q9"],
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "INSPECTION_LANG": "zh"},
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1 and "不是周期" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr
