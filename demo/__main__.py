"""The demo: `python -m demo run|warehouse|stop|clean`, called by the targets of the Makefile.

It inspects the invented city of 云州 end to end: two past quarters from its archive, and one live
round against its server, all through the real scheduler. Whatever is done already is not done again.
`warehouse` starts its PostgreSQL alone, for whoever works on the command line.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

from demo.runs import Runs
from demo.stack import ROOT, Stack
from demo.summary import print_summary

QUARTERS = ("2023Q3", "2023Q4")
OBSERVERS = ("ingest_registry", "ingest_reports", "probe_sites", "take_snapshots", "watch_accounts")
INTERVALS = ("inspect_day", "load_quarter", "publish_bulletin")


def say_with_clock() -> Callable[[str], None]:
    """A printer that puts the time since now before each line."""
    started = time.monotonic()
    return lambda line: print(f"[{timedelta(seconds=int(time.monotonic() - started))}] {line}", flush=True)


def run(stack: Stack) -> None:
    """Bring the stack up, run what has not run yet, print the summary."""
    say = say_with_clock()
    say("PostgreSQL and the warehouse")
    stack.start_warehouse()
    say("the city of 云州: its server, and its archive of 2023")
    build = [sys.executable, "-m", "demo.city", "build", "--into", str(stack.history)]
    archive = subprocess.Popen(build, cwd=ROOT, stdout=subprocess.DEVNULL)
    stack.start_city()
    say("Airflow")
    airflow = stack.airflow
    airflow.start()
    stack.write_env()
    if archive.wait():
        raise RuntimeError("the city's archive could not be built: run " + " ".join(build))

    runs = Runs(airflow.session(), airflow.url, say)
    runs.wait_for_dags([*OBSERVERS, *INTERVALS, "import_history"])
    runs.trigger("import_history", "demo_history")
    runs.wait(["import_history"], 600, "taking in the archive")
    backfill(runs)
    live_round(runs)
    runs.wait(INTERVALS, 1200, "inspecting two quarters", run_type="backfill")
    is_waiting = ask_for_sign_off(runs, QUARTERS[-1])
    print_summary(stack, QUARTERS, waits_for_sign_off=QUARTERS[-1] if is_waiting else None)


def open_warehouse(stack: Stack) -> None:
    """PostgreSQL with a migrated warehouse, and its address where the command line looks for it."""
    stack.start_warehouse()
    stack.write_env()
    print(
        f"the warehouse answers on port {stack.postgres.port_file.read_text()}; its address stands in {stack.env_file},"
    )
    print("which `python -m inspection` reads (with .venv/bin/python, or after `. .venv/bin/activate`)")
    print("`make stop` ends it; what is in it stays. `make clean` removes it")


def backfill(runs: Runs) -> None:
    """The days and the two quarters, unless they ran already."""
    if not runs.count("inspect_day", run_type="backfill"):
        runs.backfill("inspect_day", "2023-07-01", "2023-12-31")
    for dag_id in ("load_quarter", "publish_bulletin"):
        if not runs.count(dag_id, run_type="backfill"):
            runs.backfill(dag_id, "2023-07-01", "2023-10-01")


def live_round(runs: Runs) -> None:
    """One look at the city as it is now; the observers are paused again afterwards."""
    runs.trigger("ingest_registry", "demo_live")
    runs.trigger("ingest_reports", "demo_live")
    runs.wait(["ingest_registry", "ingest_reports"], 600, "reading the live registries")
    runs.trigger("probe_sites", "demo_live", {"spread_seconds": 5})
    runs.trigger("take_snapshots", "demo_live")
    runs.trigger("watch_accounts", "demo_live")
    runs.wait(["probe_sites", "take_snapshots", "watch_accounts"], 600, "looking at the live city")
    for dag_id in OBSERVERS:
        runs.pause(dag_id, True)


def ask_for_sign_off(runs: Runs, period: str) -> bool:
    """Leave the period's draft waiting for a person under *Required Actions*; False where one answered before."""
    runs.trigger("publish_bulletin", "demo_sign_off", {"period": period})
    return runs.wait_for_question("publish_bulletin", "demo_sign_off", 300)


def main() -> None:
    """Run the verb of the command line."""
    verbs = {"run": run, "warehouse": open_warehouse, "stop": Stack.stop, "clean": Stack.remove}
    verb = sys.argv[1] if len(sys.argv) == 2 else ""
    if verb not in verbs:
        sys.exit("usage: python -m demo run|warehouse|stop|clean")
    try:
        verbs[verb](Stack())
    except (RuntimeError, TimeoutError, ConnectionError) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
