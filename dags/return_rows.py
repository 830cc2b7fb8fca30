"""Let quarantined rows back in: corrected in a file, approved as they are, or discarded for good.

- *Reads*: `ops.quarantine`, the file of rulings, and the source of a registry whose rows are ruled on.
- *Writes*: `ops.quarantine_ruling`, what became of each row to `ops.quarantine`, and the tables of the inputs.
- *Safe to re-run*: yes. A ruling holds for every later load in which the row comes again.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Param, task
from airflow.sdk import get_current_context as context

import pipeline
from inspection.declared.inputs import LISTS, REGISTRIES
from inspection.flow import returning
from inspection.inputs import files
from inspection.language import _
from inspection.periods import local_day
from inspection.registry import rulings


def rows_field(title: str) -> Param:
    """Form field of ids of rows."""
    return Param(None, type=["null", "array"], title=title, description=_("Ids, one a line."))


@pipeline.dag_of(
    None,
    [_("by hand")],
    task_time=timedelta(hours=2),
    run_time=timedelta(days=1),
    tries=pipeline.ONCE,
    file=pipeline.optional(
        _("File of rulings"),
        _("Its name in the office's drop folder: a CSV of quarantine, with rulings in column 处理."),
    ),
    source=pipeline.optional(_("Source"), _("What the rows below are of."), enum=[None, *REGISTRIES, *LISTS]),
    approve=rows_field(_("Rows to approve")),
    discard=rows_field(_("Rows to discard")),
)
def return_rows():
    @task(outlets=[pipeline.REGISTRY])
    def enter(run_id: str):
        """Enter the rulings and load what they let in; returns a line for each source."""
        form, jurisdiction = context()["params"], pipeline.jurisdiction()
        ruled = rulings.read_rulings(files.named(jurisdiction.dropped_in, form["file"])) if form["file"] else {}
        named = rulings.named(approved=form["approve"], discarded=form["discard"])
        if named:
            ruled.setdefault(form["source"] or "", {}).update(named)
        if not ruled:
            pipeline.nothing_to_do(_("No row is named: give a file, or ids with their source"))
        with pipeline.warehouse() as connection:
            day = local_day(pipeline.now())
            return returning.return_rows(connection, jurisdiction, ruled, day=day, run_id=run_id)

    enter(run_id="{{ run_id }}")


return_rows()
