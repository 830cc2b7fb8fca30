"""The short summary that ends the demo: what was found, where to look, and a login for those who ask further."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from demo.stack import ROOT, Stack
from inspection import warehouse
from inspection.bulletin import style
from inspection.declared.office import load
from local.airflow import ADMIN

READER = "demo_reader"
FIGURES = {
    "site_inspected_count": "sites inspected",
    "site_failed_count": "sites failed",
    "site_pass_rate": "site pass rate",
    "account_inspected_count": "accounts inspected",
    "account_failed_count": "accounts failed",
    "account_pass_rate": "account pass rate",
}


def print_summary(stack: Stack, periods: tuple[str, ...], *, waits_for_sign_off: str | None) -> None:
    """Figures of the periods as the warehouse has them, the files, what waits for a person, and how to log in."""
    with warehouse.connect(stack.postgres.url("warehouse")) as connection:
        rows = connection.execute(
            "select figure_id, period_id, value from mart.quarter_figure"
            " where jurisdiction_id = 'yunzhou-demo' and figure_id = any(%s) and dimension = ''",
            [list(FIGURES)],
        ).fetchall()
    values = {(row["figure_id"], row["period_id"]): row["value"] for row in rows}
    print(f"\n{'云州市 Yunzhou (invented)':<26}" + "".join(f"{period:>10}" for period in periods))
    for figure_id, title in FIGURES.items():
        shown = [_shown(figure_id, values.get((figure_id, period))) for period in periods]
        print(f"  {title:<26}" + "".join(f"{value:>10}" for value in shown))
    print("\nBulletins 通报 and lists:")
    for period in periods:
        folder = stack.output / "yunzhou-demo" / period / "latest"
        shown = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
        print(f"  {shown}/  " + " ".join(path.name for path in sorted(folder.iterdir())))
    airflow = stack.airflow
    print(f"\nAirflow: {airflow.url}   user {ADMIN}   password {airflow.settings['password']}")
    if waits_for_sign_off:
        print(f"  the draft of {waits_for_sign_off} waits there for your sign-off: Required Actions 待操作的任务实例")
    print("  the page 通报 Bulletins shows the bulletins; `make stop` ends everything")
    show_reader(stack)


def show_reader(stack: Stack) -> None:
    """Grant a login that reads the marts, and print how to use it: the verb says it, as it would to an office."""
    print("\nData marts 数据集市: a login for BI tools, and psql; docs/warehouse.md asks ten questions of them")
    address = {"AIRFLOW_CONN_WAREHOUSE": stack.postgres.url("warehouse")}
    grant = [sys.executable, "-m", "inspection", "grant", READER, "--office", "yunzhou-demo"]
    done = subprocess.run(grant, env=os.environ | address, capture_output=True, text=True, check=True)
    print("".join(f"  {line}\n" for line in done.stdout.splitlines()), end="")
    if shutil.which("psql") is None:
        print(f"  psql: PATH={stack.postgres.bin}:$PATH")
    print("  begin with: select * from mart.quarter_subject_wide limit 5\n")


def _shown(figure_id: str, value: object) -> str:
    if value is None:
        return "–"
    return style.rate(value, load("yunzhou-demo").bulletin.rate) if figure_id.endswith("_rate") else str(int(value))
