"""Verify once a week that the evidence is what it was when it was taken, and close what came in.

- *Reads*: the snapshot store, its manifests, `staging.snapshot`, `archive.record`, `archive.segment`.
- *Writes*: one more segment (`manifests/` of the store, `archive.segment`), `ops.verification`.
- *Safe to re-run*: yes. Nothing is mended; a fault fails the run, and is named in its log and in `ops.verification`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from airflow.sdk import Param, task
from airflow.sdk import get_current_context as context
from airflow.sdk.exceptions import AirflowFailException

import pipeline
from inspection.evidence.verify import said
from inspection.flow import verifying
from inspection.language import _


@pipeline.dag_of(
    pipeline.at("0 3 * * 0"),
    [_("interval"), _("weekly")],
    task_time=timedelta(hours=24),
    run_time=timedelta(days=2),
    tries=pipeline.ONCE,
    reads_all=Param(
        True, type="boolean", title=_("Read every byte"),
        description=_("Off: manifests and index alone."),
    ),
    head=pipeline.optional(
        _("Head kept elsewhere"), _("The digest that an earlier run told: it must be in the chain."),
        pattern="^[0-9a-f]{64}$",
    ),
)  # fmt: skip
def verify_evidence():
    @task
    def verify():
        """Compare store, manifests, index and database; returns what was looked at, and the head of the chain."""
        form = context()["params"]
        with pipeline.warehouse() as connection:
            found = verifying.close_and_verify(
                connection, pipeline.jurisdiction(), pipeline.store(), datetime.now(UTC),
                reads_all=form["reads_all"], head=form["head"] or "",
            )  # fmt: skip
        for fault in found.faults:
            print(fault.line())
        if found.faults:
            raise AirflowFailException(said(found))
        return said(found)

    verify()


verify_evidence()
