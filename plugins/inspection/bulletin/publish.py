"""Publishing (印发): a draft that may be rebuilt freely, and editions that never change.

    output/<jurisdiction_id>/<period_id>/0/     the draft (送审稿)
    output/<jurisdiction_id>/<period_id>/1/ …   editions, each signed
    output/<jurisdiction_id>/<period_id>/latest → the newest of them

A folder appears whole or not at all: it is written under another name and renamed.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.types.json import Jsonb

from inspection.bulletin import lists
from inspection.bulletin.binding import fill
from inspection.bulletin.render import Rendered, collect, render
from inspection.errors import InspectionError
from inspection.jurisdiction import Jurisdiction
from inspection.periods import Period, local_day
from inspection.warehouse import copy_rows

PAGE = "bulletin.html"
FILES = (PAGE, "failed_sites.csv", "failed_accounts.csv", "figures.json")
_FIGURE_COLUMNS = (
    "bulletin_id", "edition_no", "figure_id", "period_id", "dimension",
    "value", "numerator", "denominator", "printed", "sql_file", "parameters",
)  # fmt: skip


def draft(connection: psycopg.Connection, jurisdiction: Jurisdiction, period: Period, output_root: Path) -> Path:
    """Write the period's draft (edition 0) and its rows; returns its folder.

    The same warehouse gives the same bytes. Signed editions are left alone.
    Raises InspectionError, and writes nothing, when the period was not built.
    """
    material = collect(connection, jurisdiction, period)
    rendered = render(jurisdiction, period, material)
    files = {
        PAGE: rendered.html.encode(),
        "failed_sites.csv": lists.failed_sites_csv(material.failed["site"]),
        "failed_accounts.csv": lists.failed_accounts_csv(material.failed["account"]),
        "figures.json": lists.figures_json(material.figures, rendered.printed),
    }
    folder = _home(output_root, jurisdiction, period) / "0"
    if not _holds(folder, files):
        _write(folder, files)
    _link_latest(folder.parent)
    _record_draft(connection, jurisdiction, period, rendered, material.figures, _sha256(files[PAGE]))
    return folder


def sign(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    period: Period,
    output_root: Path,
    *,
    signed_by: str,
    signed_at: datetime,
    draft_sha256: str | None = None,
) -> Path:
    """Make the next edition from the draft, dated on the official day of `signed_at`; returns its folder.

    What was drafted is what is signed: only the date of issue and the day that follows from it are
    filled in. The same signature given twice is one edition. `signed_by` is an office, not a person.
    Raises InspectionError when there is no draft, when its page was altered since, or when it is not
    the one that was approved (`draft_sha256`).
    """
    bulletin_id = _bulletin_id(jurisdiction, period)
    home = _home(output_root, jurisdiction, period)
    row = connection.execute(
        "select * from mart.bulletin where bulletin_id = %s and edition_no = 0", (bulletin_id,)
    ).fetchone()
    if row is None or not all((home / "0" / name).is_file() for name in FILES):
        raise InspectionError(
            f"{bulletin_id} has no draft", place=str(home / "0"), remedy=f"run publish for {period.period_id} first"
        )
    files = {name: (home / "0" / name).read_bytes() for name in FILES}
    if _sha256(files[PAGE]) != row["content_sha256"]:
        raise InspectionError(
            "the draft was altered after it was written", place=str(home / "0" / PAGE), remedy="draft it again"
        )
    if draft_sha256 not in {None, row["content_sha256"]}:
        raise InspectionError(
            "the draft was rebuilt after it was approved", place=str(home / "0"), remedy="have it approved again"
        )
    page = fill(files[PAGE].decode(), jurisdiction, period, local_day(signed_at))
    files[PAGE] = page.replace('<body class="draft">', '<body class="signed">').encode()

    newest = connection.execute(
        "select * from mart.bulletin where bulletin_id = %s order by edition_no desc limit 1", (bulletin_id,)
    ).fetchone()
    edition_no = newest["edition_no"]
    is_repeated = (newest["signed_at"], newest["content_sha256"]) == (signed_at, _sha256(files[PAGE]))
    if edition_no == 0 or not is_repeated:
        edition_no += 1
        # a folder without a row is left from a warehouse that is gone; it is kept
        while (home / str(edition_no)).exists() and not _holds(home / str(edition_no), files):
            edition_no += 1
        _record_signed(connection, row, edition_no, _sha256(files[PAGE]), signed_by, signed_at)
    folder = home / str(edition_no)
    if not folder.exists():
        _write(folder, files)
        for name in files:
            (folder / name).chmod(0o444)
    _link_latest(home)
    return folder


def digest(folder: Path) -> str:
    """SHA-256 of the page of an edition, as `mart.bulletin` records it."""
    return _sha256((folder / PAGE).read_bytes())


def _bulletin_id(jurisdiction: Jurisdiction, period: Period) -> str:
    return f"{jurisdiction.jurisdiction_id}/{period.period_id}"


def _home(output_root: Path, jurisdiction: Jurisdiction, period: Period) -> Path:
    return Path(output_root) / jurisdiction.jurisdiction_id / period.period_id


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    return all((folder / name).is_file() and (folder / name).read_bytes() == files[name] for name in files)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put a whole folder in place of an older one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        fresh.chmod(0o755)  # mkdtemp keeps others out; the Airflow page may run as another user
        if folder.exists():
            old = folder.with_name(f"{fresh.name}-old")
            folder.rename(old)
            fresh.rename(folder)
            shutil.rmtree(old)
        else:
            fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _link_latest(home: Path) -> None:
    """Point `latest` at the newest edition, and at the draft while there is none."""
    newest = max(int(path.name) for path in home.iterdir() if path.name.isdecimal())
    link = home / f".latest-{newest}"
    link.unlink(missing_ok=True)
    link.symlink_to(str(newest))
    link.replace(home / "latest")


def _record_draft(connection, jurisdiction, period, rendered: Rendered, figures, content_sha256: str) -> None:
    bulletin_id = _bulletin_id(jurisdiction, period)
    connection.execute("delete from mart.bulletin where bulletin_id = %s and edition_no = 0", (bulletin_id,))
    connection.execute(
        "insert into mart.bulletin (bulletin_id, edition_no, jurisdiction_id, period_id, title, template, state,"
        " content_sha256, output_path) values (%s, 0, %s, %s, %s, %s, 'draft', %s, %s)",
        (
            bulletin_id,
            jurisdiction.jurisdiction_id,
            period.period_id,
            rendered.title,
            jurisdiction.bulletin.template,
            content_sha256,
            f"{bulletin_id}/0",
        ),
    )
    rows = (
        (
            bulletin_id,
            0,
            figure_id,
            period_id,
            dimension,
            *(figures[period_id, figure_id, dimension][name] for name in ("value", "numerator", "denominator")),
            shown,
            figures[period_id, figure_id, dimension]["sql_file"],
            Jsonb(figures[period_id, figure_id, dimension]["parameters"]),
        )
        for (period_id, figure_id, dimension), shown in sorted(rendered.printed.items())
    )
    copy_rows(connection, "mart.bulletin_figure", _FIGURE_COLUMNS, rows)


def _record_signed(connection, row, edition_no: int, content_sha256: str, signed_by: str, signed_at: datetime) -> None:
    connection.execute(
        "insert into mart.bulletin (bulletin_id, edition_no, jurisdiction_id, period_id, title, template, state,"
        " content_sha256, output_path, signed_by, signed_at)"
        " values (%s, %s, %s, %s, %s, %s, 'signed', %s, %s, %s, %s)",
        (
            row["bulletin_id"],
            edition_no,
            row["jurisdiction_id"],
            row["period_id"],
            row["title"],
            row["template"],
            content_sha256,
            f"{row['bulletin_id']}/{edition_no}",
            signed_by,
            signed_at,
        ),
    )
    connection.execute(
        "insert into mart.bulletin_figure select bulletin_id, %s, figure_id, period_id, dimension, value, numerator,"
        " denominator, printed, sql_file, parameters from mart.bulletin_figure"
        " where bulletin_id = %s and edition_no = 0",
        (edition_no, row["bulletin_id"]),
    )
