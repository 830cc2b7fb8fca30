"""The stack of the demo on this machine: PostgreSQL, the city's server, Airflow; state in .local/."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import requests

from inspection import places
from inspection.places import ROOT, secret_name
from local.airflow import Airflow
from local.background import Background
from local.postgres import Postgres, free_port, wait_until

# The invented city's history ends here, and so does the schedule of the DAGs that work on intervals.
LAST_DAY = "2023-12-31"


class Stack:
    """What the demo runs, all below `home`; `output` is where bulletins go."""

    def __init__(self, home: Path = places.LOCAL, output: Path = ROOT / "output") -> None:
        self.home, self.output = home, output
        self.postgres = Postgres(home / "postgres")
        self.city = Background(home / "city", "server")
        self.history = home / "city" / "history"
        self.env_file = home / "env"

    @property
    def airflow(self) -> Airflow:
        """Airflow with the environment of this stack."""
        return Airflow(self.home / "airflow", self.postgres, self.environment())

    def environment(self) -> dict[str, str]:
        """What the jurisdiction, the DAGs and the command line read."""
        port_file = self.home / "city" / "port"
        return {
            "AIRFLOW_CONN_WAREHOUSE": self.postgres.url("warehouse"),
            places.STORE: str(self.home / "snapshots"),
            places.OUTPUT: str(self.output),
            places.OFFICE: "yunzhou-demo",
            places.LAST_DAY: LAST_DAY,
            secret_name("YUNZHOU_CITY"): f"127.0.0.1:{port_file.read_text().strip() if port_file.exists() else 0}",
            secret_name("YUNZHOU_HISTORY"): str(self.history),
            "GX_ANALYTICS_ENABLED": "false",
        }

    def start_warehouse(self) -> None:
        """PostgreSQL with a migrated warehouse."""
        from inspection import warehouse

        self.home.mkdir(parents=True, exist_ok=True)
        self.postgres.start()
        warehouse.migrate(self.postgres.create_database("warehouse"))

    def empty_warehouse(self, template: str = "template1") -> None:
        """The warehouse anew: migrated and empty, or a copy of another database."""
        from inspection import warehouse

        self.postgres.drop_database("warehouse")
        warehouse.migrate(self.postgres.create_database("warehouse", template=template))

    def start_city(self) -> None:
        """The city's server: its live face."""
        port_file = self.home / "city" / "port"
        if self.city.is_running():
            return
        port = free_port()
        port_file.parent.mkdir(parents=True, exist_ok=True)
        port_file.write_text(str(port))
        command = [sys.executable, "-m", "demo.city", "serve", "--port", str(port)]
        self.city.start(command, dict(os.environ), ROOT)

        def answers() -> bool:
            with suppress(requests.RequestException):
                return requests.get(f"http://127.0.0.1:{port}/health", timeout=2).ok
            return False

        wait_until(answers, 60, "the start of the city's server")

    def write_env(self) -> None:
        """The environment as a file, for `python -m inspection` and shells (`set -a; . .local/env`).

        Once Airflow was started here, with all that the `airflow` command needs.
        """
        airflow = self.airflow
        variables = airflow.configuration() if airflow.settings_file.exists() else self.environment()
        self.env_file.write_text("".join(f"{key}={shlex.quote(value)}\n" for key, value in variables.items()))
        self.env_file.chmod(0o600)

    def stop(self) -> None:
        """End Airflow, the city's server and PostgreSQL."""
        if self.postgres.password_file.exists():
            self.airflow.stop()
        self.city.stop()
        if self.postgres.password_file.exists():
            self.postgres.stop()

    def remove(self) -> None:
        """Stop, and delete state and output."""
        self.stop()
        if self.postgres.home.exists():
            self.postgres.remove()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.output, ignore_errors=True)
