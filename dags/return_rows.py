"""Let quarantined rows back in: corrected in a file, approved as they are, or discarded for good.

- *Reads*: `ops.quarantine`, the file of rulings, and the source of a registry whose rows are ruled on.
- *Writes*: `ops.quarantine_ruling`, what became of each row to `ops.quarantine`, and the tables of the inputs.
- *Safe to re-run*: yes. A ruling holds for every later load in which the row comes again.
"""

from __future__ import annotations

from pathlib import Path

from airflow.sdk import Param, dag, task
from airflow.sdk import get_current_context as context

import pipeline
from inspection.flow import returning
from inspection.judging import judge
from inspection.periods import local_day
from inspection.registry import rulings


@dag(
    schedule=None,
    start_date=pipeline.FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    params=pipeline.params(
        file=Param(
            None, type=["null", "string"], title="File of rulings 处理结果文件",
            description="CSV from `python -m inspection quarantine`, with 更正, 按原样 or 不予收录 under 处理",
        ),
        source=Param(None, type=["null", "string"], title="Source 来源", description="sites, accounts, messages, …"),
        approve=Param([], type="array", title="Rows to approve 按原样收录", description="Ids (行标识), one a line"),
        discard=Param([], type="array", title="Rows to discard 不予收录", description="Ids (行标识), one a line"),
    ),
    default_args=pipeline.ONCE,
    doc_md=__doc__,
    tags=["by hand"],
)  # fmt: skip
def return_rows():
    @task(outlets=[pipeline.REGISTRY])
    def enter(run_id: str):
        """Enter the rulings and load what they let in; returns a line for each source."""
        form, jurisdiction = context()["params"], pipeline.jurisdiction()
        ruled = rulings.read_rulings(Path(form["file"])) if form["file"] else {}
        named = rulings.named(approved=form["approve"], discarded=form["discard"])
        if named:
            ruled.setdefault(form["source"] or "", {}).update(named)
        with pipeline.warehouse() as connection:
            day = local_day(pipeline.now())
            lines = returning.return_rows(connection, jurisdiction, ruled, day=day, run_id=run_id)
            judge.load_decisions(connection, jurisdiction)
        return lines

    enter(run_id="{{ run_id }}")


return_rows()
