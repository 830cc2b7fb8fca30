"""A process that outlives the command that started it: its own session, a log, a file with its id.

The session is what its descendants share: Airflow gives each running task a process group of its own.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

import psutil


class Background:
    """One session, remembered in `home/<name>.pid`."""

    def __init__(self, home: Path, name: str) -> None:
        self.pid_file = home / f"{name}.pid"
        self.log_file = home / f"{name}.log"

    def start(self, command: list[str], environment: dict[str, str], cwd: Path) -> subprocess.Popen:
        """Start `command`; its output goes to the log."""
        self.pid_file.parent.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("a") as log:
            process = subprocess.Popen(
                command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.pid_file.write_text(str(process.pid))
        return process

    def is_running(self) -> bool:
        """Whether any process of the session started here is alive."""
        return bool(self._members())

    def stop(self) -> None:
        """End everything it started: TERM, then KILL what is left after ten seconds."""
        for end in (psutil.Process.terminate, psutil.Process.kill):
            members = self._members()
            for process in members:
                with suppress(psutil.Error):
                    end(process)
            psutil.wait_procs(members, timeout=10)
        self.pid_file.unlink(missing_ok=True)

    def _members(self) -> list[psutil.Process]:
        if not self.pid_file.exists():
            return []
        session, started_at = int(self.pid_file.read_text()), self.pid_file.stat().st_mtime
        members = []
        for process in psutil.process_iter():
            # After a restart of the machine the number may be somebody else's: ours are not older than the file.
            with suppress(psutil.Error, ProcessLookupError):
                is_ours = os.getsid(process.pid) == session and process.create_time() >= started_at - 5
                if is_ours and process.status() != psutil.STATUS_ZOMBIE:
                    members.append(process)
        return members
