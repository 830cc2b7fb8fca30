"""Load the registries of sites, columns and accounts from their sources, with history.

- *Reads*: the sources `sites`, `columns`, `accounts` of the jurisdiction's file.
- *Writes*: `mart.dim_subject`, `mart.dim_column`; bad rows to `ops.quarantine`, counts to `ops.ingest_batch`.
- *Safe to re-run*: yes, for the present; it refuses past dates, which come in by `import_history`.
  A gate that stops keeps the registry of the day before in force.
"""

from __future__ import annotations

from airflow.sdk import dag, task

import pipeline
from inspection import quality, registry
from inspection.declared.inputs import REGISTRIES
from inspection.periods import local_day


@dag(
    schedule=pipeline.at("0 1 * * *"),
    start_date=pipeline.FIRST_DAY,
    catchup=False,
    max_active_runs=1,
    params=pipeline.params(),
    default_args=pipeline.RETRY | pipeline.FIRST_IN_LINE,
    doc_md=__doc__,
    tags=["observer", "daily"],
)
def ingest_registry():
    @task(outlets=[pipeline.REGISTRY])
    def ingest(run_id: str):
        """Read, check, gate and merge each source; returns the counts of each."""
        day, jurisdiction = local_day(pipeline.now()), pipeline.jurisdiction()
        with pipeline.warehouse() as connection:
            gate = quality.registry_gate(connection, jurisdiction, day=day, run_id=run_id)
            list_gate = quality.list_gate(jurisdiction, day=day, run_id=run_id)
            batches = registry.ingest(connection, jurisdiction, day, only=REGISTRIES, gate=gate, list_gate=list_gate)
        return [str(batch) for batch in batches]

    ingest(run_id="{{ run_id }}")


ingest_registry()
