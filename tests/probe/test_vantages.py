"""Where two vantages must agree (vantages_agreeing: 2), what one alone saw is suspected and nothing is judged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inspection import warehouse
from tests.given.facts import JURISDICTION, SITE, load, subject

DAY = date(2026, 7, 5)


@pytest.mark.parametrize(
    ("agreeing", "failed", "agreed", "share", "reason"),
    [
        (1, 12, 4, 12 / 96, None),
        (2, 12, 10, 10 / 96, None),
        (2, 12, 4, 4 / 96, "one_vantage"),
        (2, 4, 2, 2 / 96, None),
        (2, 12, 0, 0, "one_vantage"),  # an office with one vantage alone cannot prove it
    ],
)
def test_a_share_counts_what_enough_vantages_saw(connection, agreeing, failed, agreed, share, reason):
    days = [{"day": "-6..0", "counted_count": 96, "failed_count": failed, "agreed_count": agreed}]
    load(connection, {"mart.dim_subject": [subject("site")], "mart.fact_probe_day": days}, DAY)
    parameters = {
        "jurisdiction_id": JURISDICTION,
        "observer_id": JURISDICTION,
        "from_day": DAY,
        "to_day": DAY + timedelta(days=1),
        "window_days": 7,
        "probes_per_day_at_least": 20,
        "vantages_agreeing": agreeing,
        "limit_value": 0.05,
    }
    (row,) = warehouse.query(connection, "measure/probe_failure_share.sql", parameters)
    assert row["subject_id"] == SITE
    assert (float(row["value"]), row["unknown_reason"]) == (pytest.approx(share), reason)
    assert (len(row["evidence"]) == 7) is (share >= 0.05)
