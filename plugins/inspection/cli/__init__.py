"""`python -m inspection VERB`: each stage without Airflow, and verbs to look at what was found.

One file a family of verbs; in their order here they stand in `--help`.
"""

from __future__ import annotations

import sys

from dotenv import load_dotenv
from psycopg.errors import InvalidSchemaName, UndefinedColumn, UndefinedFunction, UndefinedTable

from inspection import warehouse

from inspection.cli import offices, inputs, observing, judging, desk, looking  # isort: skip (the order of the verbs)
from inspection.cli.common import app
from inspection.errors import InspectionError
from inspection.places import ENV_FILE

__all__ = ["app", "desk", "inputs", "judging", "looking", "main", "observing", "offices"]


def main() -> None:
    """Run the command line; an InspectionError is one line on stderr and exit code 1."""
    load_dotenv(ENV_FILE)
    try:
        app()
    except InspectionError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(1)
    except OSError as error:
        if error.filename is None:
            raise
        print(f"error: {error.filename}: {error.strerror} (name another file or folder)", file=sys.stderr)
        sys.exit(1)
    except (UndefinedTable, UndefinedFunction, UndefinedColumn, InvalidSchemaName) as error:
        if warehouse.is_newest():
            raise
        problem = f"warehouse: its schema is not the newest: {str(error).splitlines()[0]}"
        print(f"error: {problem} (run `python -m inspection migrate`)", file=sys.stderr)
        sys.exit(1)
