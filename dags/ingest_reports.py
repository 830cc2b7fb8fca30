"""Load what people report: messages, inspectors' findings and samples, superior notices, registers of all kinds.

- *Reads*: those sources of the jurisdiction's file that it names.
- *Writes*: the table that each list of `include/registry/` names, and `mart.fact_decision`.
- *Safe to re-run*: yes, for the present. A decision once taken in is never erased.
"""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import task

import pipeline
from inspection.declared.inputs import LISTS
from inspection.flow import ingest as flow
from inspection.language import _


@pipeline.observer_dag("30 1 * * *", timedelta(hours=4), _("daily"))
def ingest_reports():
    @task
    def ingest(run_id: str):
        """Read, load and gate each source; returns the counts of each. A stopped one keeps what it had."""
        with pipeline.warehouse() as connection:
            lines = flow.ingest(connection, pipeline.jurisdiction(), pipeline.now(), run_id, only=LISTS)
        return lines or pipeline.nothing_to_do(pipeline.NO_SOURCES)

    ingest(run_id="{{ run_id }}")


ingest_reports()
