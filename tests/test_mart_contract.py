"""Whoever changes a column that readers of `mart` see steps its version and says so in CHANGELOG.md."""

from __future__ import annotations

from itertools import pairwise

import pytest

from local import mart

STEP = (
    "a column of mart changed: step the version in include/sql/schema/mart/views/version.sql, and give it a section in"
    " CHANGELOG.md with what `python -m local.mart` prints"
)


def test_the_newest_version_of_the_changelog_is_the_schema_as_it_stands(connection):
    told = mart.versions(mart.CHANGELOG.read_text("utf-8"))
    assert told[0].digest == mart.digest(connection), STEP
    version = connection.execute("select version from mart.version").fetchone()["version"]
    assert version == ".".join(map(str, told[0].numbers))


def test_each_version_of_the_changelog_is_a_step_and_another_schema():
    told = mart.versions(mart.CHANGELOG.read_text("utf-8"))
    assert all(newer.numbers > older.numbers for newer, older in pairwise(told))
    assert len({one.digest for one in told}) == len(told) == mart.CHANGELOG.read_text("utf-8").count("\n## mart ")


@pytest.mark.parametrize(
    "change",
    [
        "alter table mart.dim_office add column said text",
        "alter table mart.fact_case rename column opened_on to begun_on",
        "alter table mart.fact_activity alter column ends_on type text",
        "create view mart.of_today as select current_date as day",
    ],
)
def test_a_change_that_readers_see_is_another_schema(connection, change):
    before = mart.digest(connection)
    connection.execute(change)
    assert mart.digest(connection) != before


def test_an_index_or_a_comment_is_no_change(connection):
    before = mart.digest(connection)
    connection.execute("create index on mart.fact_case (opened_on)")
    connection.execute("comment on column mart.fact_case.opened_on is 'said otherwise'")
    assert mart.digest(connection) == before
