"""`python -m inspection VERB`: each stage without Airflow, and verbs to look at what was found.

One file a family of verbs; in their order here they stand in `--help`.
"""

from __future__ import annotations

import errno
import sys
from typing import NoReturn

from dotenv import load_dotenv
from psycopg import OperationalError
from psycopg.errors import (
    DiskFull,
    InvalidSchemaName,
    LockNotAvailable,
    QueryCanceled,
    UndefinedColumn,
    UndefinedFunction,
    UndefinedTable,
)

from inspection import warehouse

from inspection.cli import offices, inputs, observing, judging, desk, looking, readers  # isort: skip (the order of the verbs)
from inspection.cli.common import app
from inspection.errors import InspectionError
from inspection.language import _, told
from inspection.places import ENV_FILE

_FULL = {errno.ENOSPC, errno.EDQUOT}

__all__ = ["app", "desk", "inputs", "judging", "looking", "main", "observing", "offices", "readers"]


def main() -> None:
    """Run the command line; an InspectionError is one line on stderr, in the language of the installation, and exit
    code 1."""
    load_dotenv(ENV_FILE)
    for stream in (sys.stdout, sys.stderr):
        if stream.encoding.lower() != "utf-8":  # a locale without Chinese: what is said is not lost for it
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except InspectionError as error:
        stop(told(error))
    except OSError as error:
        if error.errno in _FULL:
            stop(_("the disk is full: {detail} (make room, then run it again)").format(detail=error.filename or "–"))
        if error.filename is None:
            raise
        stop(f"{error.filename}: {error.strerror} ({_('name another file or folder')})")
    except (UndefinedTable, UndefinedFunction, UndefinedColumn, InvalidSchemaName) as error:
        if warehouse.is_newest():
            raise
        problem = _("warehouse: its schema is not the newest: {detail} (run `python -m inspection migrate`)")
        stop(problem.format(detail=str(error).splitlines()[0]))
    except (DiskFull, LockNotAvailable, QueryCanceled) as error:
        problem = _("warehouse: {detail} (what was under way was taken back: mend that, then run it again)")
        stop(problem.format(detail=str(error).splitlines()[0]))
    except OperationalError as error:
        problem = _("warehouse: the connection was lost: {detail} (what was under way was taken back: run it again)")
        stop(problem.format(detail=(str(error).strip() or type(error).__name__).splitlines()[0]))


def stop(problem: str) -> NoReturn:
    """One line on stderr, and exit code 1."""
    print(f"{_('error')}: {problem}", file=sys.stderr)
    sys.exit(1)
