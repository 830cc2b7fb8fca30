"""Take in the past from an archive: registry exports, probe logs, WARC files, posts, reports.

- *Reads*: the folder given in the form, or the one the jurisdiction's file names as `history`.
- *Writes*: what the observers would have written, with the times of the archive.
- *Safe to re-run*: yes. Each file is committed for itself; a file loaded twice gives the same rows. An export or
  list that its gate stops is not merged; observations that the last gate stops are not announced.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from airflow.sdk import get_current_context, task

import pipeline
from inspection.errors import InspectionError
from inspection.flow import history
from inspection.inputs import files
from inspection.language import _

PARTS = list(range(4))  # files of an archive are independent of each other


def folder() -> Path:
    """Folder of the archive that this run is to take in."""
    office = pipeline.jurisdiction()
    if named := get_current_context()["params"]["folder"]:
        return files.named(office.dropped_in, named)
    if not office.history:
        raise InspectionError(
            "no archive is named",
            remedy="name a folder of the office's drop folder in the form, or `history:` in the jurisdiction",
        )
    office.needs("history")
    return Path(office.history)


@pipeline.dag_of(
    None,
    [_("by hand")],
    task_time=timedelta(hours=24),
    run_time=timedelta(days=7),
    max_active_runs=16,
    folder=pipeline.optional(
        _("Folder of the archive"),
        _("Its name in the office's drop folder; empty: what the office's file names as history."),
    ),
)
def import_history():
    @task(outlets=[pipeline.REGISTRY])
    def import_registry(run_id: str):
        """Registry exports in the order of their dates, then the lists, each through its gate."""
        with pipeline.warehouse() as connection:
            lines = list(
                history.import_registry(connection, pipeline.jurisdiction(), folder(), datetime.now(UTC), run_id=run_id)
            )
        return lines or pipeline.nothing_to_do(pipeline.NOTHING_HELD)

    @task(trigger_rule="none_failed")
    def import_observations(part: int):
        """Probe logs, WARC files, posts and checks: one part of the archive's files."""
        with pipeline.warehouse() as connection:
            count = history.import_observations(
                connection,
                pipeline.jurisdiction(),
                pipeline.store(),
                folder(),
                batch=part,
                batch_count=len(PARTS),
                progress=print,
            )
        return count or pipeline.nothing_to_do(pipeline.NOTHING_HELD)

    @task(outlets=[pipeline.PROBES, pipeline.SNAPSHOTS], trigger_rule=pipeline.SOME, **pipeline.ONCE)
    def check(run_id: str):
        """Great Expectations on all that was taken in, once for all parts."""
        with pipeline.warehouse() as connection:
            return history.check(connection, pipeline.jurisdiction(), run_id)

    import_registry(run_id="{{ run_id }}") >> import_observations.expand(part=PARTS) >> check(run_id="{{ run_id }}")


import_history()
