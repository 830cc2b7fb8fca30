"""Files that are dropped for us: which of a folder is meant, and all of its bytes or an error."""

from __future__ import annotations

import glob
import gzip
import io
import itertools
import os
import zlib
from collections.abc import Sequence
from pathlib import Path

from inspection.errors import InspectionError
from inspection.language import N_

LARGEST_BYTES = 512 * 1024 * 1024  # a national registry is about 100 MB
KINDS = (".csv", ".txt", ".tsv", ".json", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et", ".ett")
_ENDINGS = (*KINDS, ".csv.gz", ".json.gz", ".html", ".htm")
_BY_SYSTEM = (N_("No such file or directory"), N_("Permission denied"), N_("Is a directory"))  # as it says them
_REMEDY = "correct the path in the office's file, or export the file again"


def newest(path: str | Path) -> Path:
    """The file at a path; of a folder, or of a pattern such as `/drop/sites-*.xlsx`, the one written last.

    Hidden files, and the `~$` ones that an open spreadsheet leaves, do not count. Raises InspectionError where
    there is none.
    """
    path = Path(path)
    is_pattern = glob.has_magic(str(path)) and not path.exists()
    if not is_pattern and not path.is_dir():
        return hold(path.parent, path)
    found = Path(path.anchor).glob(str(path.relative_to(path.anchor))) if is_pattern else path.iterdir()
    files = [
        file
        for file in found
        if file.is_file() and not file.name.startswith((".", "~$")) and file.name.lower().endswith(_ENDINGS)
    ]
    if not files:
        raise InspectionError("there is no file to load", place=str(path), remedy=_REMEDY)
    taken = max(files, key=lambda file: (file.stat().st_mtime_ns, file.name))
    return hold(_fixed_part(path) if is_pattern else path, taken)


def _fixed_part(pattern: Path) -> Path:
    """The folder above the first part of a pattern that may match several."""
    parts = itertools.takewhile(lambda part: not glob.has_magic(part), pattern.parts[:-1])
    return Path(*parts)


def named(folders: Sequence[Path], name: str) -> Path:
    """The file or folder that a form names, in the first of `folders` that has it.

    Raises InspectionError for what is not there, and for whatever leads out of them: `..`, another path, a link.
    """
    told = ", ".join(map(str, folders))
    for folder in folders:
        path = folder / name
        if path.exists() and _is_held(folder, path):
            return path
    problem = "there is no such file in the office's drop folders"
    raise InspectionError(problem, place=name, remedy=f"put it into {told}")


def hold(folder: Path, path: Path) -> Path:
    """The path, unless a link leads out of the folder in which it was found: then raises InspectionError."""
    if not _is_held(folder, path):
        raise InspectionError(
            "is a link that leads out of its folder", place=str(path), remedy="put the file itself there, not a link"
        )
    return path


def _is_held(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def content_of(path: Path, name: str) -> bytes:
    """All bytes of a file. Raises InspectionError for one that is missing, too large, or written to meanwhile."""
    try:
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > LARGEST_BYTES:
                raise InspectionError("is larger than 512 MiB", place=name, remedy="split it, or gzip it")
            content = file.read(LARGEST_BYTES + 1)
            after = path.stat()
    except OSError as error:
        raise InspectionError(f"cannot be read: {error.strerror}", place=name, remedy=_REMEDY) from error
    if (before.st_ino, before.st_size, before.st_mtime_ns) != (after.st_ino, len(content), after.st_mtime_ns):
        raise InspectionError(
            "was changed while it was read",
            place=name,
            remedy="load it when it is written whole: write it under another name, then rename it",
        )
    return content


def unzipped(content: bytes, name: str) -> bytes:
    """What a gzip file holds. Raises InspectionError for one that is damaged or too large when unpacked."""
    try:
        with gzip.open(io.BytesIO(content)) as file:
            text = file.read(LARGEST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InspectionError("is no whole gzip file", place=name, remedy="fetch or export it again") from error
    if len(text) > LARGEST_BYTES:
        raise InspectionError("is larger than 512 MiB when unpacked", place=name, remedy="split it")
    return text
