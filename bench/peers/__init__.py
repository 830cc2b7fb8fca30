"""An environment of their own for the peers that the product itself does not need (requirements.txt)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from inspection import places

PEERS = places.ROOT / ".local" / "bench-peers"
HERE = Path(__file__).parent


def python_of_peers() -> Path | None:
    """Python of that environment; made where it is not there, None where it cannot be had."""
    python = PEERS / "bin" / "python"
    uv = [sys.executable, "-m", "uv"]
    try:
        if not python.exists():
            subprocess.run([*uv, "venv", "-q", str(PEERS)], check=True)
        wanted = ["-q", "--python", str(python), "-r", str(HERE / "requirements.txt")]
        subprocess.run([*uv, "pip", "install", *wanted], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The peers are not measured, since they cannot be installed: {error}")
        return None
    return python


def told_by(python: Path, script: str, *arguments: object, core: int | None = None) -> Any:
    """What a script of this folder, run by the peers' Python (on one core), prints as JSON in its last line."""
    pinned = ["taskset", "-c", str(core)] if core is not None else []
    command = [*pinned, python, HERE / script, *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1])
