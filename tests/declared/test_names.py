"""F8: what people and files name are names: no path, no variable of the system, no link leads further."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from inspection.bulletin import render
from inspection.declared.office import FOLDER, load
from inspection.declared.placeholders import fill, require
from inspection.errors import InspectionError
from inspection.inputs import files, tables
from inspection.places import secret

OFFICE = (FOLDER / "yunzhou-demo.yaml").read_text("utf-8")


@pytest.fixture
def office(tmp_path):
    """A function that reads an office's file with something in it written otherwise."""

    def read(old: str, new: str):
        assert old in OFFICE
        path = tmp_path / "office.yaml"
        path.write_text(OFFICE.replace(old, new), "utf-8")
        load.cache_clear()
        return load(path)

    yield read
    load.cache_clear()


@pytest.mark.parametrize("name", ["../../pwn", "a/b", "..", ".hidden", "A", "云州", "a\\nb", "x" * 64, ""])
def test_an_office_has_an_id_that_is_no_path(office, name):
    with pytest.raises(InspectionError, match="jurisdiction_id"):
        office("jurisdiction_id: yunzhou-demo", f'jurisdiction_id: "{name}"')


def test_a_special_check_is_no_path_either(office):
    check = '{"../../x": {name: x, starts_on: 2023-10-01, ends_on: 2023-10-02}}'
    with pytest.raises(InspectionError, match="special_checks"):
        office("jurisdiction_id: yunzhou-demo\n", f"jurisdiction_id: yunzhou-demo\nspecial_checks: {check}\n")


@pytest.mark.parametrize(
    "name", ["AIRFLOW__API_AUTH__JWT_SECRET", "AIRFLOW__CORE__FERNET_KEY", "AIRFLOW_CONN_WAREHOUSE", "HOME", "PATH"]
)
def test_no_secret_of_the_installation_can_be_written_into_an_address(office, monkeypatch, name):
    monkeypatch.setenv(name, "geheim")
    found = office('sites: {url: "http://${YUNZHOU_CITY}/', f'sites: {{url: "http://127.0.0.1/?${{{name}}}')
    with pytest.raises(InspectionError, match=f"INSPECTION_SECRET_{name}, which is not set") as told:
        found.needs("sources", "sites")
    assert "geheim" not in str(told.value) + str(found.sources)


def test_what_the_operator_set_for_us_is_filled_in(monkeypatch):
    monkeypatch.setenv("INSPECTION_SECRET_TOKEN", "t")
    assert fill({"a": "${TOKEN}", "b": "${INSPECTION_SECRET_TOKEN}"}) == {"a": "t", "b": "t"}
    assert secret("TOKEN") == "t" and secret("") is None
    require("t", "here")


@pytest.fixture
def dropped(tmp_path):
    """A drop folder with a table, beside a secret; links of both kinds in it."""
    folder = tmp_path / "drop"
    (folder / "2023").mkdir(parents=True)
    (folder / "sites.csv").write_text("site_code,name\n1,x\n")
    (tmp_path / "secret.csv").write_text("site_code,name\n9,geheim\n")
    (folder / "inside.csv").symlink_to("sites.csv")
    (folder / "outside.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "out").symlink_to(tmp_path)
    return folder


@pytest.mark.parametrize(
    "name",
    ["../secret.csv", "/etc/passwd", "outside.csv", "out/secret.csv", "out", "2023/../../secret.csv", "none.csv"],
)
def test_a_form_names_files_of_the_drop_folder_and_no_others(dropped, name):
    with pytest.raises(InspectionError, match="no such file in the office's drop folders"):
        files.named([dropped, dropped / "2023"], name)


def test_a_file_a_folder_and_a_link_inside_can_be_named(dropped):
    for name in ("sites.csv", "inside.csv", "2023", "2023/../sites.csv", str(dropped / "sites.csv")):
        assert files.named([dropped], name).exists()


def test_an_office_drops_into_a_folder_of_its_own_unless_its_file_names_others(office, monkeypatch, tmp_path):
    monkeypatch.setenv("INSPECTION_DROP", str(tmp_path))
    assert office("jurisdiction_id: yunzhou-demo", "jurisdiction_id: yunzhou-demo").dropped_in[0] == (
        tmp_path / "yunzhou-demo"
    )
    named = office("jurisdiction_id: yunzhou-demo\n", "jurisdiction_id: yunzhou-demo\ndrop_folders: [/data/in]\n")
    assert named.dropped_in[0] == Path("/data/in")


@pytest.mark.parametrize("pattern", ["outside.csv", "outs*.csv", "o*/*.csv"])
def test_a_link_out_of_the_drop_folder_is_refused_as_an_input(dropped, pattern):
    with pytest.raises(InspectionError, match="a link that leads out of its folder") as told:
        tables.read_location(dropped / pattern)
    assert "put the file itself" in told.value.remedy
    assert len(tables.read_location(dropped / "inside.csv").rows) == 1


def test_templates_of_an_office_run_in_the_sandbox():
    assert issubclass(render.ImmutableSandboxedEnvironment, SandboxedEnvironment)
    made = render.ImmutableSandboxedEnvironment()
    with pytest.raises(SecurityError):
        made.from_string("{{ ().__class__.__base__.__subclasses__() }}").render()
