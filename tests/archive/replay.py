"""An environment with the archive tools of others, made once in `.cache/` and kept."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).with_name("replay-requirements.txt")
_SECONDS = 240.0  # to make it, with a slow network


def environment() -> Path:
    """Its Python. Skips the test, with the reason, where the tools cannot be had."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()[:12]
    folder = ROOT / ".cache" / f"replay-{digest}"
    python = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        uv = [sys.executable, "-m", "uv"]
        _run([*uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)])
        _run([*uv, "pip", "install", "--quiet", "--python", str(python), "--requirements", str(REQUIREMENTS)])
        (folder / ".ready").touch()
    return python


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"pywb and wacz cannot be had: not installed within {_SECONDS:.0f} s")
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        pytest.skip(f"pywb and wacz cannot be had (is there a network?): {reason}")
