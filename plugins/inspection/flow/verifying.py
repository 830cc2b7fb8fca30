"""The evidence closed and verified: what came in is put into the chain, then all of it is compared."""

from __future__ import annotations

from datetime import datetime

import psycopg

from inspection.archive import chain
from inspection.archive.store import Store, StorePath
from inspection.declared.office import Jurisdiction
from inspection.evidence import verify
from inspection.evidence.verify import Verified
from inspection.periods import local_day


def close_and_verify(
    connection: psycopg.Connection,
    jurisdiction: Jurisdiction,
    store: Store | str | StorePath,
    now: datetime,
    *,
    reads_all: bool = True,
    closes: bool = True,
    head: str = "",
) -> Verified:
    """Verify an office's evidence, keep what came of it, and where nothing is wrong close what came in before today.

    What was found wrong is not closed over: the chain would make it look whole.
    """
    store, observer_id = Store.of(store), jurisdiction.observer_id
    found = verify.verify(connection, store, observer_id, reads_all=reads_all, head=head)
    if closes and not found.faults and (digest := chain.close(connection, store, observer_id, local_day(now), now)):
        found.head = digest
        found.segment_count += 1
    verify.record(connection, observer_id, now, found, reads_all=reads_all)
    return found
