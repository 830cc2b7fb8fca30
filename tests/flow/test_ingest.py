"""Taking in what an office declares: what is wrong with its file is told before anything is loaded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from inspection.declared.office import Source, load
from inspection.errors import InspectionError
from inspection.flow.ingest import ingest
from tests.given.messy import HEADERS, site, text

NOW = datetime(2026, 7, 6, 3, tzinfo=UTC)


@pytest.mark.parametrize("edition", ["cn-2019-18", ["cn-2019-19", "cn-2019-18"]])
def test_an_edition_that_there_is_not_is_told_before_any_source_is_loaded(connection, tmp_path, edition):
    (tmp_path / "sites.csv").write_text(text([HEADERS, site(1)]), "utf-8")
    sources = {"sites": Source(path=str(tmp_path / "sites.csv"))}
    office = load("yunzhou-demo").model_copy(update={"sources": sources, "edition": edition})
    with pytest.raises(InspectionError, match="cn-2019-18"):
        ingest(connection, office, NOW, "run")
    assert connection.execute("select count(*) as n from mart.dim_subject").fetchone()["n"] == 0
    assert connection.execute("select count(*) as n from ops.ingest_batch").fetchone()["n"] == 0
