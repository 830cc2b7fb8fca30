"""Load what people report: messages, inspectors' findings and samples, superior notices, registers of all kinds.

- *Reads*: those sources of the jurisdiction's file that it names.
- *Writes*: the table that each list of `include/registry/` names, and `mart.fact_decision`.
- *Safe to re-run*: yes, for the present. A decision once taken in is never erased.
"""

from __future__ import annotations

from airflow.sdk import dag, task

import pipeline
from inspection import quality, registry
from inspection.declared.inputs import LISTS
from inspection.judging import judge
from inspection.periods import local_day


@dag(
    schedule=pipeline.at("30 1 * * *"),
    start_date=pipeline.FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    params=pipeline.params(),
    default_args=pipeline.RETRY | pipeline.FIRST_IN_LINE,
    doc_md=__doc__,
    tags=["observer", "daily"],
)
def ingest_reports():
    @task
    def ingest(run_id: str):
        """Read, load and gate each source; returns the counts of each. A stopped one keeps what it had."""
        day, jurisdiction = local_day(pipeline.now()), pipeline.jurisdiction()
        with pipeline.warehouse() as connection:
            gate = quality.list_gate(jurisdiction, day=day, run_id=run_id)
            batches = registry.ingest(connection, jurisdiction, day, only=LISTS, list_gate=gate)
            judge.load_decisions(connection, jurisdiction)
        return [str(batch) for batch in batches]

    ingest(run_id="{{ run_id }}")


ingest_reports()
