"""Folders of drafts and editions: each appears whole or not at all, written under another name and renamed.

output/<jurisdiction_id>/<period_id>/0/     the draft (送审稿)
output/<jurisdiction_id>/<period_id>/1/ …   editions, each signed
output/<jurisdiction_id>/<period_id>/latest → the newest of them
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from inspection.declared.office import Jurisdiction
from inspection.periods import Period


def bulletin_id(jurisdiction: Jurisdiction, period: Period) -> str:
    """Key of a publication: all editions of one period."""
    return f"{jurisdiction.jurisdiction_id}/{period.period_id}"


def home(output_root: Path, jurisdiction: Jurisdiction, period: Period) -> Path:
    """The folder that holds the period's draft and editions."""
    return Path(output_root) / jurisdiction.jurisdiction_id / period.period_id


def sha256(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def whole_sha256(digests: Mapping[str, str]) -> str:
    """One digest of all files, by name: SHA-256 of the lines that `sha256sum` prints, sorted by name."""
    return sha256("".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode())


def read(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name; none where there is no such folder."""
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def altered(folder: Path, digests: Mapping[str, str]) -> dict[str, str]:
    """What is no longer as it was written, by file name: `missing`, `altered`, or `added` by somebody else."""
    found = {name: sha256(content) for name, content in read(folder).items()}
    told = {name: "missing" if name not in found else "altered" for name in digests if found.get(name) != digests[name]}
    return told | {name: "added" for name in found if name not in digests}


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder has exactly these files."""
    return folder.is_dir() and read(folder) == dict(files)


def write(folder: Path, files: Mapping[str, bytes], *, mode: int = 0o644) -> None:
    """Put a whole folder in place of an older one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            (fresh / name).write_bytes(content)
            (fresh / name).chmod(mode)
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


def link_latest(of_period: Path) -> None:
    """Point `latest` at the newest edition, and at the draft while there is none."""
    newest = max(int(path.name) for path in of_period.iterdir() if path.name.isdecimal())
    link = of_period / f".latest-{newest}"
    link.unlink(missing_ok=True)
    link.symlink_to(str(newest))
    link.replace(of_period / "latest")
