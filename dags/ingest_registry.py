"""Load the registries of sites, columns and accounts from their sources, with history.

- *Reads*: the sources `sites`, `columns`, `accounts` of the jurisdiction's file.
- *Writes*: `mart.dim_subject`, `mart.dim_column`; bad rows to `ops.quarantine`, counts to `ops.ingest_batch`.
- *Safe to re-run*: yes, for the present; it refuses past dates, which come in by `import_history`.
  A gate that stops keeps the registry of the day before in force.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import task

import pipeline
from inspection.declared.inputs import REGISTRIES
from inspection.flow import ingest as flow
from inspection.language import _


@pipeline.observer_dag("0 1 * * *", timedelta(hours=4), _("daily"))
def ingest_registry():
    @task(outlets=[pipeline.REGISTRY])
    def ingest(run_id: str):
        """Read, check, gate and merge each source; returns the counts of each."""
        with pipeline.warehouse() as connection:
            lines = flow.ingest(connection, pipeline.jurisdiction(), pipeline.now(), run_id, only=REGISTRIES)
        return lines or pipeline.nothing_to_do(pipeline.NO_SOURCES)

    ingest(run_id="{{ run_id }}")


ingest_registry()
