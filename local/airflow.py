"""Airflow on this machine: api-server, scheduler, dag-processor and triggerer with LocalExecutor.

`airflow standalone` starts the four; on SIGTERM it would orphan children, so it gets a process
group of its own, and stopping ends the group.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from inspection.language import _
from inspection.places import ROOT
from local.background import Background
from local.postgres import Postgres, free_port, wait_until

ADMIN = "admin"
# What is only asked is asked again for a minute: on a busy machine Airflow's server answers 500 or not at all.
BUSY = Retry(
    total=6, backoff_factor=1, status_forcelist=(500, 502, 503, 504), allowed_methods={"GET"}, raise_on_status=False
)


class Airflow:
    """One local Airflow whose state lives in `home`, with its metadata in `postgres`."""

    def __init__(self, home: Path, postgres: Postgres, extra: dict[str, str] | None = None) -> None:
        self.home = home.resolve()
        self.postgres = postgres
        self.extra = extra or {}
        self.background = Background(self.home, "standalone")
        self.settings_file = self.home / "settings.json"

    @property
    def settings(self) -> dict[str, str]:
        """Secrets and port, made once and kept."""
        if not self.settings_file.exists():
            self.home.mkdir(parents=True, exist_ok=True)
            made = {
                "jwt": secrets.token_urlsafe(48),
                "secret": secrets.token_urlsafe(32),
                "fernet": _fernet_key(),
                "password": secrets.token_urlsafe(9),
                "port": str(free_port()),
            }
            self.settings_file.write_text(json.dumps(made))
            self.settings_file.chmod(0o600)
        return json.loads(self.settings_file.read_text())

    @property
    def url(self) -> str:
        """Address of the UI and the public API."""
        return f"http://127.0.0.1:{self.settings['port']}"

    def configuration(self) -> dict[str, str]:
        """Variables that make any `airflow` command, of a shell too, work on this Airflow."""
        settings = self.settings
        metadata = self.postgres.url("airflow").split("://", 1)[1]
        passwords = self.home / "passwords.json"
        return {
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
            # 16 is best on 2 cores for many short tasks: measured 216 s at 4, 99 s at 16
            "AIRFLOW__CORE__PARALLELISM": "16",
            "AIRFLOW__CORE__FERNET_KEY": settings["fernet"],
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{ADMIN}:admin",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{self.url}/execution/",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2://{metadata}",
            # its one API server holds a connection for each request that waits for the scheduler's lock on a run
            "AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE": "20",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_MAX_OVERFLOW": "30",
            "AIRFLOW__API__HOST": "127.0.0.1",
            "AIRFLOW__API__PORT": settings["port"],
            "AIRFLOW__API__BASE_URL": self.url,
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__API__INSTANCE_NAME": _("Inspection of government sites and accounts"),
            "AIRFLOW__API__SECRET_KEY": settings["secret"],
            "AIRFLOW__API_AUTH__JWT_SECRET": settings["jwt"],
            "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
            "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "30",
            "AIRFLOW__SCHEDULER__MAX_DAGRUNS_TO_CREATE_PER_LOOP": "100",
            "AIRFLOW__SCHEDULER__MAX_DAGRUNS_PER_LOOP_TO_SCHEDULE": "100",
            # on a busy machine a task whose start is not answered in time would count as failed
            "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
            "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "GX_ANALYTICS_ENABLED": "false",
            "no_proxy": "127.0.0.1,localhost",
        } | self.extra

    def environment(self) -> dict[str, str]:
        """Environment of every Airflow process."""
        # PYTHONDONTWRITEBYTECODE would make every task compile Airflow anew
        inherited = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        path = f"{Path(sys.executable).parent}{os.pathsep}{inherited.get('PATH', '')}"
        return inherited | self.configuration() | {"PATH": path}

    def start(self) -> None:
        """Start where it does not run, and wait until the UI answers and the scheduler is healthy."""
        if self.is_running():
            return
        passwords = self.home / "passwords.json"
        if not passwords.exists():
            passwords.write_text(json.dumps({ADMIN: self.settings["password"]}))
            passwords.chmod(0o600)
        self._take_another_port_if_taken()
        self.postgres.create_database("airflow")
        process = self.background.start([sys.executable, "-m", "airflow", "standalone"], self.environment(), ROOT)

        def is_ready() -> bool:
            if process.poll() is not None:
                raise RuntimeError(f"Airflow ended at once; see {self.background.log_file}")
            return self.is_healthy()

        wait_until(is_ready, 600, "the start of Airflow")  # half a minute where nothing else runs

    def is_healthy(self) -> bool:
        """Whether the UI answers and scheduler, triggerer and dag-processor report themselves well."""
        with suppress(requests.RequestException, ValueError):
            parts = requests.get(f"{self.url}/api/v2/monitor/health", timeout=5).json()
            return all(
                parts.get(part, {}).get("status") == "healthy" for part in ("scheduler", "triggerer", "dag_processor")
            )
        return False

    def is_running(self) -> bool:
        """Whether any of its processes is alive."""
        return self.background.is_running()

    def stop(self) -> None:
        """End all its processes."""
        self.background.stop()

    def session(self) -> requests.Session:
        """A session of the public API, logged in as the administrator."""
        answer = requests.post(
            f"{self.url}/auth/token", json={"username": ADMIN, "password": self.settings["password"]}, timeout=30
        )
        answer.raise_for_status()
        session = requests.Session()
        session.trust_env = False
        session.mount("http://", HTTPAdapter(max_retries=BUSY))
        session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return session

    def command(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run `airflow …` in this environment; raises with its output when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "airflow", *arguments],
            cwd=ROOT, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"airflow {' '.join(arguments)} failed:\n{done.stdout[-1500:]}{done.stderr[-1500:]}")
        return done

    def _take_another_port_if_taken(self) -> None:
        with suppress(requests.RequestException):
            requests.get(self.url, timeout=2)
            settings = self.settings | {"port": str(free_port())}
            self.settings_file.write_text(json.dumps(settings))


def _fernet_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()
