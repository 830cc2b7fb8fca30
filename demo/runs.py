"""Starting DAG runs and backfills through Airflow's public API, and waiting for them with progress."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import requests


class Runs:
    """The runs of one Airflow. `say` prints a line of progress."""

    def __init__(self, session: requests.Session, url: str, say: Callable[[str], None]) -> None:
        self.session, self.api, self.say = session, f"{url}/api/v2", say

    def get(self, path: str, **parameters: Any) -> dict:
        """Answer of a GET."""
        answer = self.session.get(f"{self.api}/{path}", params=parameters, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def wait_for_dags(self, dag_ids: Iterable[str], seconds: float = 120) -> None:
        """Wait until Airflow has parsed the DAG files; raises with its import errors."""
        end = time.monotonic() + seconds
        while missing := set(dag_ids) - {dag["dag_id"] for dag in self.get("dags", limit=100)["dags"]}:
            errors = self.get("importErrors")["import_errors"]
            if errors:
                raise RuntimeError("\n".join(f"{error['filename']}: {error['stack_trace']}" for error in errors))
            if time.monotonic() > end:
                raise TimeoutError(f"Airflow has not parsed {', '.join(sorted(missing))}")
            time.sleep(1)

    def pause(self, dag_id: str, is_paused: bool) -> None:
        """Pause or unpause a DAG."""
        answer = self.session.patch(f"{self.api}/dags/{dag_id}", json={"is_paused": is_paused}, timeout=60)
        answer.raise_for_status()

    def trigger(self, dag_id: str, run_id: str, conf: dict | None = None) -> None:
        """Start one run, unless a run of that name exists."""
        self.pause(dag_id, False)
        answer = self.session.post(
            f"{self.api}/dags/{dag_id}/dagRuns",
            json={"dag_run_id": run_id, "logical_date": None, "conf": conf or {}},
            timeout=60,
        )
        if answer.status_code != requests.codes.conflict:
            answer.raise_for_status()

    def backfill(self, dag_id: str, first: str, last: str, *, reprocess: str = "none", active: int = 32) -> None:
        """Airflow's own backfill of the intervals that begin between two local days, both included.

        A running one of the same DAG stands.
        """
        self.pause(dag_id, False)
        body = {
            "dag_id": dag_id,
            "from_date": f"{first}T00:00:00+08:00",
            "to_date": f"{last}T00:00:00+08:00",
            "run_backwards": False,
            "max_active_runs": active,
            "reprocess_behavior": reprocess,
            "dag_run_conf": {},
        }
        answer = self.session.post(f"{self.api}/backfills", json=body, timeout=120)
        if answer.status_code != requests.codes.conflict:
            answer.raise_for_status()

    def forget(self) -> None:
        """Delete every run there is, with its tasks, and leave all DAGs paused."""
        for run in self.get("dags/~/dagRuns", limit=1000)["dag_runs"]:
            self.pause(run["dag_id"], True)
            if run["state"] == "running":  # Airflow deletes no run that is at work: 409
                self.set_state(run["dag_id"], run["dag_run_id"], "failed")
            answer = self.session.delete(f"{self.api}/dags/{run['dag_id']}/dagRuns/{run['dag_run_id']}", timeout=60)
            answer.raise_for_status()

    def set_state(self, dag_id: str, run_id: str, state: str) -> None:
        """Say that a run is over."""
        address = f"{self.api}/dags/{dag_id}/dagRuns/{run_id}"
        self.session.patch(address, json={"state": state}, timeout=60).raise_for_status()

    def count(self, dag_id: str, states: Iterable[str] = (), run_type: str | None = None) -> int:
        """How many runs of a DAG there are, in these states and of this type (`manual`, `backfill`, …)."""
        asked = {"limit": 1, "state": list(states), "run_type": run_type}
        return self.get(f"dags/{dag_id}/dagRuns", **asked)["total_entries"]

    def wait(self, dag_ids: Iterable[str], seconds: float, what: str, *, run_type: str | None = None) -> None:
        """Wait until no run of these DAGs, or of this type of them, is open; raises with the failed task's log."""
        dag_ids = list(dag_ids)
        end, shown = time.monotonic() + seconds, ""
        while True:
            done = {dag_id: self.count(dag_id, ["success"], run_type) for dag_id in dag_ids}
            total = {dag_id: self.count(dag_id, run_type=run_type) for dag_id in dag_ids}
            for dag_id in dag_ids:
                if self.count(dag_id, ["failed"], run_type):
                    raise RuntimeError(self.why_failed(dag_id))
            line = "  ".join(f"{dag_id} {done[dag_id]}/{total[dag_id]}" for dag_id in dag_ids)
            if line != shown:
                self.say(f"{what}: {line}")
                shown = line
            if done == total:
                return
            if time.monotonic() > end:
                still_open = "; ".join(self.open_tasks(dag_id) for dag_id in dag_ids if done[dag_id] < total[dag_id])
                raise TimeoutError(f"{what} did not end within {seconds:.0f} s: {line}; {still_open}")
            time.sleep(2)

    def wait_for_question(self, dag_id: str, run_id: str, seconds: float) -> bool:
        """Wait until a run asks a person something; False where it has ended without, or was answered before."""
        run = f"dags/{dag_id}/dagRuns/{run_id}"
        end = time.monotonic() + seconds
        while not self.get(f"{run}/hitlDetails", response_received=False)["total_entries"]:
            state = self.get(run)["state"]
            if state == "failed":
                raise RuntimeError(self.why_failed(dag_id))
            if state == "success":
                return False
            if time.monotonic() > end:
                raise TimeoutError(f"{run_id} asked nothing within {seconds:.0f} s; {self.open_tasks(dag_id)}")
            time.sleep(1)
        return True

    def open_tasks(self, dag_id: str) -> str:
        """Tasks of the DAG that are not done, with their states; of those to be tried again the log."""
        lines = [f"{dag_id}:"]
        for task in self.get(f"dags/{dag_id}/dagRuns/~/taskInstances", limit=100)["task_instances"]:
            if task["state"] != "success":
                lines.append(f"{task['task_id']} {task['state']}")
            if task["state"] == "up_for_retry":
                lines += self.log(dag_id, task)
        return "\n".join(lines)

    def why_failed(self, dag_id: str) -> str:
        """Name and log of the failed tasks of the DAG's newest failed run."""
        run = self.get(f"dags/{dag_id}/dagRuns", state=["failed"], limit=1)["dag_runs"][0]
        lines = [f"{dag_id} failed in run {run['dag_run_id']}"]
        path = f"dags/{dag_id}/dagRuns/{run['dag_run_id']}/taskInstances"
        for task in self.get(path, state=["failed"])["task_instances"]:
            lines += [f"task {task['task_id']}:", *self.log(dag_id, task)]
        return "\n".join(lines)

    def log(self, dag_id: str, task: dict) -> list[str]:
        """Last lines of the log of a task's last try."""
        path = f"dags/{dag_id}/dagRuns/{task['dag_run_id']}/taskInstances/{task['task_id']}/logs/{task['try_number']}"
        with suppress(requests.RequestException, KeyError):
            log = self.get(path, map_index=task["map_index"], full_content=True)
            return [_log_line(event) for event in log["content"][-30:]]
        return []


def _log_line(event: Any) -> str:
    if not isinstance(event, dict):
        return str(event)
    details = event.get("error_detail") or []
    causes = "; ".join(f"{cause.get('exc_type')}: {cause.get('exc_value')}" for cause in details)
    return f"  {event.get('event', '')} {causes}"
