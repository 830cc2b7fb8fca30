"""An office's file: whose it is."""

from __future__ import annotations

import pytest

from inspection.declared import office
from inspection.errors import InspectionError


def test_a_copy_that_still_bears_the_name_of_another_office_is_refused(tmp_path, monkeypatch):
    copied = (office.FOLDER / "yunzhou-demo.yaml").read_text("utf-8")
    monkeypatch.setattr(office, "FOLDER", tmp_path)
    (tmp_path / "linzhou.yaml").write_text(copied, "utf-8")
    with pytest.raises(InspectionError, match="jurisdiction_id: is yunzhou-demo in the file of linzhou") as refused:
        office.load("linzhou")
    assert "write jurisdiction_id: linzhou" in str(refused.value)
    (tmp_path / "linzhou.yaml").write_text(copied.replace("jurisdiction_id: yunzhou-demo", "jurisdiction_id: linzhou"))
    assert office.load(tmp_path / "linzhou.yaml").jurisdiction_id == "linzhou"
