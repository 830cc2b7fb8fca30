"""What codes are called on pages: from the YAML that defines them, or from the catalogues."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import yaml

from inspection.declared.outcomes import LOOKS
from inspection.language import N_, catalogue
from inspection.model import UnknownReason
from inspection.periods import SHANGHAI
from inspection.places import INCLUDE

STATES = {"draft": N_("Draft"), "signed": N_("Signed")}
DECISIONS = {
    "confirmed": N_("confirmed"),
    "downgraded": N_("downgraded"),
    "struck_out": N_("struck_out"),
    "reported": N_("reported"),
}
VERDICTS = {
    "pass": N_("Pass"),
    "fail": N_("Fail"),
    "unknown": N_("Not judged"),
    "not_applicable": N_("Not applicable"),
}
GRADES = {
    "qualified": N_("Qualified"),
    "unqualified": N_("Unqualified"),
    "undetermined": N_("Undetermined"),
    "excused": N_("Excused"),
    "prominent_issue": N_("Prominent issue"),
}
PARTS = {
    "veto": N_("Veto"),
    "prominent": N_("Prominent issue"),
    "deduction": N_("Deduction"),
    "registry": N_("Registry"),
    "bonus": N_("Bonus"),
}
UNKNOWN_REASONS = {
    UnknownReason.PAGE_BLOCKED: N_("Page blocked"),
    UnknownReason.NEEDS_BROWSER: N_("Page needs a browser"),
    UnknownReason.NOT_CRAWLED: N_("Page not crawled"),
    UnknownReason.NO_DATE_READ: N_("No date read"),
    UnknownReason.COLUMNS_NOT_FOUND: N_("Columns not found"),
    UnknownReason.SECOND_LOOK_MISSING: N_("No second look yet"),
    UnknownReason.TOO_FEW_PROBES: N_("Too few probes"),
    UnknownReason.ONE_VANTAGE: N_("Seen by one vantage alone"),
    UnknownReason.EXPORT_ALONE: N_("Silent in an export of posts alone; nobody looked at the account"),
    UnknownReason.TOO_FEW_TESTS: N_("Too few search tests"),
    UnknownReason.HOST_NOT_CHECKED: N_("Host not checked"),
    UnknownReason.NO_IPV6_HERE: N_("No IPv6 on our line"),
    UnknownReason.NO_DATED_ANSWER: N_("No answer with a date"),
    UnknownReason.SOURCE_UNHEALTHY: N_("Source not healthy"),
    UnknownReason.SOURCE_DOES_NOT_TELL: N_("Source does not tell"),
}
ROUTES = {
    "feed": N_("Feed"),
    "platform_api": N_("Platform's interface"),
    "export": N_("Export"),
    "attest": N_("Looked at by inspectors"),
    "app_store": N_("App store"),
}
EVIDENCE = {
    "snapshot": N_("Saved page"),
    "report": N_("Report"),
    "host": N_("Host"),
    "message": N_("Message"),
    "post": N_("Post"),
    "probe": N_("Probe"),
    "registry": N_("Registry"),
}
TABLES = {
    "probes.csv": N_("Probes"),
    "probe_days.csv": N_("Probes by day"),
    "control_probes.csv": N_("Probes of control hosts"),
    "account_checks.csv": N_("Looks at the account"),
    "source_health.csv": N_("How the sources stood"),
    "posts.csv": N_("Posts"),
    "reports.csv": N_("Reports"),
    "host_checks.csv": N_("Checks of the host"),
    "broken_links.csv": N_("Broken links"),
    "decisions.csv": N_("Decisions"),
}
COMBINATIONS = {
    "sum": N_("Sum of the rows"),
    "share": N_("Share of the rows"),
    "mean": N_("Mean of the rows"),
    "min": N_("Least of the rows"),
    "max": N_("Greatest of the rows"),
    "distinct": N_("Number of different rows"),
    "difference": N_("Difference of two shares"),
}
MARKS = {"contradiction": N_("contradiction"), "doubt": N_("doubt"), "form": N_("form"), "note": N_("note")}
LOAD_STATES = {"loaded": N_("Loaded"), "stopped": N_("Stopped")}
ROW_STATES = {
    "waiting": N_("Waiting"),
    "returned": N_("Taken back"),
    "discarded": N_("Discarded"),
    "mended": N_("Mended at the source"),
    "repeated": N_("Came again"),
    "withdrawn": N_("Withdrawn by the source"),
}
NOTE_KINDS = {
    "emptied": N_("Cell left empty"),
    "unread sheet": N_("Sheet not read"),
    "title": N_("Title above the head"),
    "repeated title": N_("Title again"),
    "repeated header": N_("Head again"),
    "column numbers": N_("Numbers of the columns"),
    "total": N_("Sum"),
    "note": N_("Note"),
    "signature": N_("Who filled it in"),
    "page": N_("Number of the page"),
    "heading": N_("Heading between the rows"),
    "group": N_("Heading of a group of rows"),
    "another list": N_("Another list in the same sheet"),
    "empty row": N_("Row with a number alone"),
    "instruction": N_("What to write where"),
    "example": N_("Example"),
    "unfilled": N_("Form that nobody filled in"),
}
GATES = {"stopped": N_("Stopped by the gate"), "warned": N_("Warned"), "met": N_("All met")}
SEVERITIES = {"critical": N_("Stops"), "warning": N_("Warns")}
SUITES = {
    "accounts": N_("Looks at accounts"),
    "lists": N_("Lists of reports"),
    "observations": N_("Observations"),
    "quarter": N_("The quarter's tables"),
    "quarter_inputs": N_("What the quarter is built from"),
    "registry": N_("Registries of sites, columns and accounts"),
}
INPUTS = {
    "sites": N_("Sites"),
    "columns": N_("Columns"),
    "accounts": N_("Accounts"),
    "account_looks": N_("Looks at accounts"),
    "activities": N_("Online activities"),
    "annual_reports": N_("Annual reports"),
    "domains": N_("Domains"),
    "downtime": N_("Approved downtime"),
    "inspections": N_("Rounds of inspection"),
    "messages": N_("Messages of visitors"),
    "own_figures": N_("Figures of the office itself"),
    "personal": N_("Personal contacts"),
    "published_figures": N_("Figures published before"),
    "rectification_notices": N_("Notices to rectify"),
    "reports": N_("Reports of inspectors"),
    "special_checks": N_("Special checks"),
    "superior_items": N_("Items of superior notices"),
    "superior_notices": N_("Notices of superiors"),
}
OBSERVED = {"probes": N_("probes"), "pages": N_("pages"), "accounts": N_("accounts"), "reports": N_("reports")}
KINDS = {"site": N_("Site"), "account": N_("Account")}
LABELS = {
    "bulletin.html": N_("Page (HTML)"),
    "bulletin.docx": N_("Document (DOCX)"),
    "bulletin.pdf": N_("Document (PDF)"),
    "failed_sites.csv": N_("Sites (CSV)"),
    "failed_sites.xlsx": N_("Sites (XLSX)"),
    "failed_accounts.csv": N_("Accounts (CSV)"),
    "failed_accounts.xlsx": N_("Accounts (XLSX)"),
    "figures.json": N_("Figures (JSON)"),
}
ROW_CHANGES = {"added": N_("added"), "removed": N_("removed"), "changed": N_("changed")}
CELLS = {
    "site_name": N_("Name"),
    "account_name": N_("Name"),
    "organiser": N_("Organiser"),
    "reasons": N_("Reasons"),
    "home_url": N_("Address"),
    "platform": N_("Platform"),
}
COLUMNS = {
    "account_state": N_("State of the account"),
    "app_updated_on": N_("App updated on"),
    "app_version": N_("Version of the app"),
    "attachment": N_("Attachment"),
    "body": N_("Body or text"),
    "certificate_expires_at": N_("Certificate ends"),
    "checked_at": N_("Looked at"),
    "connector": N_("Route"),
    "date_mark": N_("Date as written"),
    "day": N_("Day"),
    "decision": N_("Decision"),
    "detail": N_("Detail"),
    "download_bytes": N_("Size of the download (bytes)"),
    "final_url": N_("Address at last"),
    "first_seen_at": N_("First seen"),
    "functions": N_("Functions"),
    "has_aaaa": N_("Has an IPv6 address"),
    "has_interaction": N_("Has interaction"),
    "host": N_("Host"),
    "http_status": N_("HTTP status"),
    "is_certified": N_("Certified"),
    "is_ipv6_reachable": N_("Reached by IPv6"),
    "is_source_healthy": N_("Source healthy"),
    "lag_seconds": N_("Behind time (s)"),
    "locator": N_("Place"),
    "name_seen": N_("Name seen"),
    "newest_post_at": N_("Newest post"),
    "note": N_("Note"),
    "organiser_seen": N_("Organiser seen"),
    "outcome": N_("Outcome"),
    "page_url": N_("Page"),
    "post_count": N_("Posts"),
    "posts_in_week": N_("Posts of the week"),
    "published_at": N_("Published"),
    "retried_at": N_("Tried again"),
    "retry_outcome": N_("Outcome of the second try"),
    "scheduled_at": N_("Planned for"),
    "seconds": N_("Seconds"),
    "snapshot_id": N_("Saved page"),
    "second_snapshot_id": N_("Second saved page"),
    "standing": N_("Standing"),
    "started_at": N_("Begun"),
    "target_url": N_("Link to"),
    "title": N_("Title"),
    "url": N_("Address"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid to"),
    "vantage": N_("Seen from"),
}
CODED = ("outcome", "retry_outcome")  # columns that hold codes
_SAID = {
    **GRADES,
    "未办结": N_("open"),
    "登记": N_("registered"),
    "未登记": N_("not registered"),
    "检查": N_("inspected"),
}


@cache
def _by_code(language: str) -> Mapping[str, str]:
    """Reasons, visits' outcomes and grades, as people of the language call them."""
    reasons = yaml.safe_load((INCLUDE / "reasons.yaml").read_text("utf-8"))["reasons"]
    outcomes = yaml.safe_load((INCLUDE / "outcomes.yaml").read_text("utf-8"))
    say = catalogue(language).gettext
    return {
        **{code: say(word) for code, word in LOOKS.items()},
        **{code: about["title"][language] for code, about in outcomes.items()},
        **{about["id"]: about[language] for about in reasons},
        **{code: say(word) for code, word in _SAID.items()},
    }


def said(text: Any, language: str) -> str:
    """What a row says, with words for its codes of reasons, outcomes and grades."""
    known = _by_code(language)
    return " ".join(known.get(word, word) for word in re.split(r"\s+", str(text or "")))


def expected(text: str, language: str) -> str:
    """What a gate expects (`<asset>: <name>`, as its run stored it), from the catalogues."""
    say = catalogue(language).gettext
    asset, _, name = text.partition(": ")
    return f"{say(asset)}: {say(name)}"


def number(value: Decimal | int | None, *, is_share: bool = False) -> str:
    """A number as people write it: at most two decimals, and shares in per cent."""
    if value is None:
        return "–"
    shown = f"{100 * value if is_share else value:.2f}".rstrip("0").rstrip(".")
    return f"{shown}%" if is_share else shown


def of_measure(value: Decimal | None, measure: str) -> str:
    """A measured value or its limit; measures that are shares are called so."""
    return number(value, is_share=measure.endswith("_share"))


def moment(value: datetime | None) -> str:
    """An instant as people of the office read it: Shanghai time, to the minute."""
    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if value else ""


def cell(value: Any) -> str:
    """A cell of a table of rows: instants in Shanghai time to the second, nothing for null."""
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Decimal):
        return number(value)
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
