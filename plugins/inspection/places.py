"""Where things lie, and what the deployment sets: the only reader of the INSPECTION_* variables.

A variable that is empty counts as not set, as an `.env` writes it.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from inspection.errors import InspectionError

ROOT = Path(__file__).resolve().parents[2]
INCLUDE = ROOT / "include"
LOCAL = ROOT / ".local"  # the state of a stack on this machine
ENV_FILE = LOCAL / "env"

OFFICE, BATCHES, LAST_DAY = "INSPECTION_JURISDICTION", "INSPECTION_BATCHES", "INSPECTION_LAST_DAY"
LANGUAGE = "INSPECTION_LANG"
LANGUAGES = ("zh", "en")
# the only variables that an office's file or source can name: nothing else of the environment can be read or sent
SECRET = "INSPECTION_SECRET_"
DROP = "INSPECTION_DROP"
HOSTS = "INSPECTION_HOSTS"
STORE, SPOOL, OUTPUT = "INSPECTION_STORE", "INSPECTION_SPOOL", "INSPECTION_OUTPUT"


def output() -> Path:
    """Folder of bulletins and lists."""
    return Path(os.environ.get(OUTPUT) or ROOT / "output")


def store() -> str:
    """Where WARC files are kept: a folder, or a bucket such as `s3://aws_default@bucket/snapshots`."""
    return os.environ.get(STORE) or str(LOCAL / "snapshots")


def spool() -> Path:
    """Folder in which files of a bucket grow before they get their name: an object store cannot append."""
    return Path(os.environ.get(SPOOL) or LOCAL / "spool")


def drop(office: str) -> Path:
    """Folder into which people of an office put files for us, where its own file names none."""
    return Path(os.environ.get(DROP) or ROOT / "drop") / office


def hosts() -> frozenset[str]:
    """Names under which the pages may be asked for, from a list with commas; none: any."""
    return frozenset(name.strip().lower() for name in os.environ.get(HOSTS, "").split(",") if name.strip())


def secret_name(name: str) -> str:
    """The variable that stands behind a `${NAME}`: its name with the prefix."""
    return name if name.startswith(SECRET) else SECRET + name


def secret(name: str) -> str | None:
    """What is set for a `${NAME}` of an office's file, or for a token; None where nothing is."""
    return os.environ.get(secret_name(name)) or None


def default_office() -> str:
    """Name of the office that is meant where none is named."""
    return own_office() or "yunzhou-demo"


def own_office() -> str:
    """Name of the deployment's own office; '' where it sets none."""
    return os.environ.get(OFFICE, "")


def language() -> str:
    """Language of the installation, `zh` where none is set. Raises InspectionError for one that we do not speak."""
    given = os.environ.get(LANGUAGE) or LANGUAGES[0]
    if given not in LANGUAGES:
        raise InspectionError(
            f"{given!r} is no language of ours", place=LANGUAGE, remedy=f"set one of {', '.join(LANGUAGES)}"
        )
    return given


def batch_count() -> int:
    """How many tasks share a day's work: a few dozen at national size, one on a laptop. Raises InspectionError."""
    given = os.environ.get(BATCHES) or "1"
    if not given.isdecimal() or int(given) < 1:
        raise InspectionError(f"{given!r} is no number of 1 or more", place=BATCHES, remedy="set 1, or leave it out")
    return int(given)


def last_day() -> date | None:
    """The day with which the schedule of interval DAGs ends; None: nowhere. Raises InspectionError."""
    given = os.environ.get(LAST_DAY)
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise InspectionError(f"{given!r} is no date", place=LAST_DAY, remedy="write 2023-12-31") from error
