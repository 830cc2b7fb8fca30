"""Cases (问题台账): one problem from the day it was discovered to the day it was seen right."""

from __future__ import annotations

import psycopg

from inspection.declared.office import Jurisdiction
from inspection.judging import judge
from inspection.warehouse import run


def fold(connection: psycopg.Connection, jurisdiction: Jurisdiction) -> int:
    """Fold all failing days of the jurisdiction into cases anew; returns how many there are.

    A case opens on the first failing day and closes on the first later day on which the same subject
    and indicator was assessed, known and right. Unknown days neither close nor split it. The same
    findings give the same cases. Commits nothing.
    """
    judge.lock(connection, jurisdiction)
    judge.refresh_statistics(connection)
    return run(connection, "mart/fact_case.sql", {"jurisdiction_id": jurisdiction.jurisdiction_id})
