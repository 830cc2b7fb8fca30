"""What a verb counted, in words: `已抓取 31，未变化 4`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspection.declared.outcomes import FETCHES, LOOKS, outcome_texts
from inspection.language import N_, _, said
from inspection.model import ProbeOutcome
from inspection.places import language

_WORDS = {
    "visit_count": N_("visits"),
    "lag_p99_seconds": N_("seconds late (99 of 100)"),
    "lag_largest_seconds": N_("seconds late at most"),
    "hosts": N_("hosts"),
    "certificates": N_("certificates"),
    "with_aaaa": N_("with an IPv6 address"),
    "reachable_over_ipv6": N_("reachable over IPv6"),
    "planned": N_("planned"),
    "done": N_("done"),
    "expired": N_("no longer due"),
    "postponed": N_("put off"),
    "findings": N_("findings"),
    "measured": N_("measured"),
    "assessed_days": N_("subjects and days judged"),
    "warnings": N_("early warnings"),
    "pass": N_("passed"),
    "fail": N_("failed"),
    "unknown": N_("not judged"),
    "cases": N_("cases"),
    "proposals": N_("questions to inspectors"),
    "inspections": N_("inspections"),
    "subjects": N_("subjects graded"),
    "qualified": N_("qualified"),
    "unqualified": N_("unqualified"),
    "undetermined": N_("undetermined"),
    "excused": N_("excused"),
    "prominent_issue": N_("with prominent issues"),
    "figures": N_("figures"),
}
# what `queue/seen_since.sql` says of a host
_OF_HOSTS = (N_("certificate {0}, IPv6 {1}"), N_("reachable"), N_("address only"), N_("none"))


def counted(counts: Mapping[str, Any], observer: str = "") -> str:
    """Counts in one line, each behind its word; those that are null are left out. `observer` says whose outcomes are
    among them: probes, pages or accounts."""
    told = [
        f"{called(name, observer)} {round(number, 3) if isinstance(number, float) else number}"
        for name, number in counts.items()
        if number is not None
    ]
    return _(", ").join(told)


def called(code: str, observer: str) -> str:
    """What an outcome or a count is called, in the language of the installation; the code itself where nobody says."""
    if observer == "probes" and code in set(ProbeOutcome):
        return getattr(outcome_texts()[ProbeOutcome(code)].title, language())
    words = _WORDS | {"pages": FETCHES, "accounts": LOOKS}.get(observer, {})
    return _(words[code]) if code in words else said(code, language())
