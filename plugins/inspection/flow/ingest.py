"""Taking in what others hold: registries and lists, each behind its gate, and what people decided."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

import psycopg

from inspection import quality, registry
from inspection.declared.editions import load_edition
from inspection.declared.inputs import REGISTRIES
from inspection.declared.office import Jurisdiction
from inspection.judging import judge
from inspection.periods import local_day


def ingest(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    now: datetime,
    run_id: str,
    *,
    only: Collection[str] | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> list[str]:
    """Load the sources that the office declares (of `only` those named) as they are now; returns a line for each, and
    says it when that source is in: what was loaded is told whatever becomes of the others.

    What lists say of findings becomes decisions. Commits after each source. Raises InspectionError for an edition that
    there is not before any source, GateStopped or InspectionError for sources when all have had their turn.
    """
    for name in jurisdiction.editions:
        load_edition(name)  # one that there is not is told before anything is loaded
    day = local_day(now)
    gate = quality.gates_of(jurisdiction, day, run_id)
    batches = registry.ingest(connection, jurisdiction, day, only=only, gate=gate, say=lambda batch: say(str(batch)))
    if only is None or not set(only) <= set(REGISTRIES):
        judge.load_decisions(connection, jurisdiction)
    return [str(batch) for batch in batches]
