"""Files of offices, made by somebody who had not seen how tables are read: each row loaded, waiting or told."""

from __future__ import annotations

import pytest

from inspection.declared import inputs
from inspection.errors import InspectionError
from inspection.inputs import rows, tables
from tests.inputs import county_files, strangers_files


@pytest.mark.parametrize("make", [*strangers_files.FILES, *county_files.FILES], ids=lambda make: make.__name__)
def test_a_strangers_file(make):
    messy = make()
    if messy.error:
        with pytest.raises(InspectionError) as caught:
            parsed_of(messy)
        for each in messy.error:
            assert each in str(caught.value)
        return
    table, parsed = parsed_of(messy)
    wanted = messy.loaded
    found = [{name: row.get(name) for name in truth} for truth, row in zip(wanted, parsed.good, strict=False)]
    assert (len(parsed.good), found) == (len(wanted), wanted)
    assert parsed.bad_row_count == messy.quarantined, parsed.bad
    assert messy.passed <= parsed.passed_over_count <= messy.passed + messy.heads, parsed.notes
    said = repr((parsed.bad, parsed.notes, parsed.unread, parsed.unused))
    for each in messy.told:
        assert each in said
    read = len(table.rows) + len(table.titles)
    assert read == len(parsed.good) + parsed.bad_row_count + parsed.passed_over_count, "a row is lost without a word"


def parsed_of(messy):
    spec = inputs.definition(messy.source)
    table = tables.read_table(messy.data, messy.file, spec.headers, required=spec.required)
    return table, rows.parse(spec, table)
