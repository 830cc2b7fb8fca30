"""A past period in one go: twice, broken off in the middle, and of nothing at all, gives the same or says why not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from demo import city
from inspection import warehouse
from inspection.declared.office import load
from inspection.errors import InspectionError
from inspection.flow import backfill, history, inspect_day
from inspection.periods import Period
from tests.given.history import dump

OFFICE, JULY, LAST = load("yunzhou-demo"), Period.parse("2023-07"), date(2023, 7, 3)
NOW = datetime(2023, 7, 5, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def seen(postgres, tmp_path_factory):
    """A warehouse with three days taken in, none of them read, as a template; and the folder of its snapshots."""
    folder = tmp_path_factory.mktemp("backfill")
    city.build(folder / "archive", last_day=LAST)
    url = postgres.create_database("backfill_seen", template="template_warehouse")
    with warehouse.connect(url) as connection:
        list(history.import_registry(connection, OFFICE, folder / "archive", datetime.now(UTC)))
        history.import_observations(connection, OFFICE, folder / "snapshots", folder / "archive")
    return folder / "snapshots"


def fill(connection, store, say=print) -> list[date]:
    days = [day for batch in backfill.plan(connection, OFFICE, JULY, NOW, say=say) for day in batch]
    backfill.do_days(connection, OFFICE, store, days, NOW, say=say)
    inspect_day.evaluate(connection, OFFICE, JULY.start, LAST)
    connection.commit()
    return days


def made(postgres, name: str):
    return warehouse.connect(postgres.create_database(name, template="backfill_seen"))


def rows(connection) -> dict[str, list[str]]:
    return dict(dump(connection)) | {
        f"staging.{name}": lines for name, lines in dump(connection, "staging") if not name.startswith("planned")
    }


def test_a_backfill_twice_and_one_broken_off_in_the_middle_give_the_same_rows(postgres, seen, monkeypatch):
    with made(postgres, "backfill_twice") as once:
        said = []
        assert fill(once, seen, said.append) == [date(2023, 7, day) for day in (1, 2, 3, 4)]
        assert "已处理 0/4" in said[0] and said[2].startswith("2023-07-01 1/4")
        before = rows(once)
        assert before["fact_assessment_day"]
        said.clear()
        assert fill(once, seen, said.append) == []
        assert "已处理 4/4" in said[0] and len(said) == 1
        assert {name for name, lines in rows(once).items() if lines != before[name]} == set()
    with made(postgres, "backfill_broken_off") as broken:
        reconcile = inspect_day.reconcile

        def falls(connection, office, day, now):
            if day == date(2023, 7, 2):
                raise KeyboardInterrupt
            return reconcile(connection, office, day, now)

        monkeypatch.setattr(inspect_day, "reconcile", falls)
        with pytest.raises(KeyboardInterrupt):
            fill(broken, seen)
        broken.rollback()
        monkeypatch.undo()
        assert fill(broken, seen) == [date(2023, 7, day) for day in (2, 3, 4)]
        assert {name for name, lines in rows(broken).items() if lines != before[name]} == set()


def test_days_are_shared_by_a_dozen_batches_at_most_in_their_order(postgres, seen):
    with made(postgres, "backfill_batches") as connection:
        batches = backfill.plan(connection, OFFICE, Period.parse("2023Q3"), datetime.now(UTC))
        assert len(batches) == 12
        assert [day for batch in batches for day in batch] == list(Period.parse("2023Q3").days())


@pytest.mark.parametrize("period", ["2021Q1", "2099Q1"])
def test_a_period_of_which_nothing_was_seen_is_refused_with_what_is_held(postgres, seen, period):
    held = pytest.raises(InspectionError, match="observations are held from 2023-06-17 to 2023-07-03")
    with made(postgres, f"backfill_{period.lower()}") as connection, held:
        backfill.plan(connection, OFFICE, Period.parse(period), datetime.now(UTC))
