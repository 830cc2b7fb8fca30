"""One office from its inputs to its bulletin, by the functions that the tasks of the DAGs call, without a scheduler.

`import_history` → `inspect_day` of each day that was looked at → `load_quarter` → the draft of `publish_bulletin`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from demo.reproduce import archive
from demo.reproduce.exports import LABEL
from demo.reproduce.office import Office, load_published
from inspection import bulletin, warehouse
from inspection.declared.office import Jurisdiction
from inspection.declared.office import load as load_office
from inspection.flow import history, inspect_day, quarter
from inspection.periods import Period

Say = Callable[[str], None]
RUN_ID = "reproduce"


@dataclass(frozen=True)
class Built:
    """Where an office's inputs, snapshots and bulletin are, and which warehouse holds it."""

    name: str
    url: str
    folder: Path
    output: Path

    @property
    def office(self) -> Office:
        return load_published(self.name)

    @property
    def jurisdiction(self) -> Jurisdiction:
        # its inputs are constructed for the rounds alone
        office = load_office(self.office.jurisdiction)
        # the inputs are constructed for the days that the published text speaks of, and for no others
        quality = office.quality.model_copy(update={"coverage_floor": 0.0})
        return office.model_copy(update={"observes_on": "rounds", "quality": quality})

    @property
    def period(self) -> Period:
        return Period.parse(self.office.period)

    @property
    def history(self) -> Path:
        """Its inputs, in the layout of `inspection.history`."""
        return self.folder / "history"

    @property
    def folder_of_draft(self) -> Path:
        """Where its bulletin lies."""
        return self.output / self.office.jurisdiction / self.office.period / "0"


def build(built: Built, say: Say) -> Path:
    """Make the inputs, take them in, judge, draft; returns the draft's folder. The warehouse must be empty."""
    office, rules = built.office, built.jurisdiction
    shutil.rmtree(built.folder, ignore_errors=True)
    units = archive.build(office, rules, built.history)
    say(f"inputs made: {len(units.sites)} sites, {len(units.accounts)} accounts")
    take_in(built, say)
    for period in archive.periods(office):
        load_quarter(built, period, say)
    with warehouse.connect(built.url) as connection:
        folder = bulletin.draft(connection, labelled(rules), built.period, built.output)
    say(f"bulletin drafted: {folder}")
    return folder


def labelled(rules: Jurisdiction) -> Jurisdiction:
    """The office with a note (附注) on its bulletin that says what it was made from."""
    style = rules.bulletin
    note = f"{style.note}({LABEL})"
    return rules.model_copy(update={"bulletin": style.model_copy(update={"note": note})})


def load_quarter(built: Built, period: Period, say: Say) -> None:
    """Gate the period's inputs, judge it, and keep its figures if their gate lets them through."""
    rules = built.jurisdiction
    with warehouse.connect(built.url) as connection:
        for line in quarter.check_inputs(connection, rules, period, RUN_ID):
            say(f"{period.period_id} {line.partition(';')[0]}")  # the warnings of days not looked at are many
        counts = quarter.build(connection, rules, period, RUN_ID)
    say(f"{period.period_id} judged: {counts['inspections']} inspections, {counts['figures']} figures")


def take_in(built: Built, say: Say) -> None:
    """Import the archive and read the days that were looked at."""
    rules, folder, store = built.jurisdiction, built.history, built.folder / "snapshots"
    with warehouse.connect(built.url) as connection:
        lines = list(history.import_registry(connection, rules, folder, datetime.now(UTC), run_id=RUN_ID))
    say(f"registry and lists taken in: {len(lines)} files")
    with warehouse.connect(built.url) as connection:
        files = history.import_observations(connection, rules, store, folder)
    say(f"probe logs, archives, posts and checks taken in: {files} files")
    with warehouse.connect(built.url) as connection:
        for look in archive.looks(built.office, rules):
            counts = inspect_day.extract(connection, rules, store, look.day)
            inspect_day.reconcile(connection, rules, look.day, datetime.now(UTC))
            connection.commit()
            say(f"{look.day} read: {counts['read']} pages")
