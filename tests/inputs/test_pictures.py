"""Pictures of a workbook: laid over cells or put into them, each at its row; what is none is told, not kept."""

from __future__ import annotations

import io
import zipfile

import pytest

from inspection import cage
from inspection.inputs import pictures
from tests.given.messy import HEADERS, site, xlsx
from tests.given.pictured import png, with_pictures

REL = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def links(**targets: str) -> str:
    told = "".join(f'<Relationship Id="{key}" Type="x" Target="{target}"/>' for key, target in targets.items())
    return f'<Relationships xmlns="{REL}">{told}</Relationships>'


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def placed_in_a_cell() -> dict[str, str | bytes]:
    """A workbook as Excel writes one with a picture placed in a cell: by metadata, rich values and their links."""
    return {
        "xl/workbook.xml": f'<workbook><sheets><sheet name="表" r:id="a" xmlns:r="{OFFICE}"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": links(a="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": '<worksheet><sheetData><row r="4"><c r="B4" t="e" vm="1"><v>#VALUE!</v></c></row>'
        "</sheetData></worksheet>",
        "xl/metadata.xml": '<metadata><futureMetadata name="XLRICHVALUE"><bk><extLst><ext><rvb i="0"/></ext></extLst>'
        '</bk></futureMetadata><valueMetadata><bk><rc t="1" v="0"/></bk></valueMetadata></metadata>',
        "xl/richData/rdrichvalue.xml": '<rvData><rv s="0"><v>0</v><v>5</v></rv></rvData>',
        "xl/richData/richValueRel.xml": f'<richValueRels><rel r:id="p" xmlns:r="{OFFICE}"/></richValueRels>',
        "xl/richData/_rels/richValueRel.xml.rels": links(p="../media/image1.png"),
        "xl/media/image1.png": png(7),
    }


def test_a_picture_placed_in_a_cell_is_found_at_its_row():
    assert pictures.of_workbook(packed(placed_in_a_cell())) == [("表", 4, "png", png(7))]


def test_pictures_over_and_within_cells_are_found_by_sheet_and_row():
    data = xlsx({"检查": [HEADERS, site(1), site(2)]})
    found = pictures.of_workbook(with_pictures(data, {"B2": png(1), "C3": b"\x01\x00\x00\x00 EMF"}, {"E3": png(2)}))
    assert found == [("检查", 2, "png", png(1)), ("检查", 3, "", b""), ("检查", 3, "png", png(2))]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", xlsx({"检查": [HEADERS]}), b"a,b\n1,2\n"])
def test_what_has_no_pictures_gives_none(data):
    assert pictures.of_workbook(data) == []


def test_links_that_lead_nowhere_or_out_of_the_workbook_give_no_picture():
    for target in ("../media/image9.png", "http://evil.example/a.png", "../../../etc/passwd", "/xl/workbook.xml"):
        parts = placed_in_a_cell() | {"xl/richData/_rels/richValueRel.xml.rels": links(p=target)}
        assert [each.content for each in pictures.of_workbook(packed(parts))] in ([], [b""])


def test_a_part_made_to_do_harm_ends_in_the_cage():
    bomb = "<metadata>" + "<bk/>" * 40_000_000 + "</metadata>"
    with pytest.raises(cage.Unreadable):
        pictures.of_workbook(packed(placed_in_a_cell() | {"xl/metadata.xml": bomb}))
    entities = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><metadata>&a;</metadata>'
    assert pictures.of_workbook(packed(placed_in_a_cell() | {"xl/metadata.xml": entities})) == []
