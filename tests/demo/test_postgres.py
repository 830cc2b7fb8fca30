"""The local PostgreSQL outlives what surrounds it."""

from __future__ import annotations

import shutil
import socket

import psycopg
import pytest

from local import postgres
from local.postgres import DISK, LIBRARIES, MEMORY, WHEEL, Postgres


def test_a_checkout_made_anew_at_the_same_place_gets_a_server_of_its_own(tmp_path):
    tmp_path.chmod(0o755)
    left = Postgres(tmp_path / "postgres")
    left.start()
    left.create_database("left")
    left.stop()
    shutil.rmtree(left.home)
    anew = Postgres(tmp_path / "postgres")
    try:
        anew.start()
        with psycopg.connect(anew.create_database("anew")) as connection:
            names = {row[0] for row in connection.execute("select datname from pg_database").fetchall()}
        assert "anew" in names and "left" not in names
    finally:
        anew.remove()


@pytest.mark.parametrize("room", [DISK, MEMORY], ids=str)
def test_the_cluster_of_a_folder_that_is_gone_is_removed_by_the_next_start(tmp_path, room):
    tmp_path.chmod(0o755)
    killed, next_one = Postgres(tmp_path / "killed", room=room), Postgres(tmp_path / "next")
    killed.start()
    port = int(killed.port_file.read_text())
    shutil.rmtree(killed.home)
    try:
        next_one.start()
        assert next_one.is_running()
        with socket.socket() as probe:
            assert (killed.base == killed.home) == (probe.connect_ex(("127.0.0.1", port)) == 0)
        assert killed.base == killed.home or not killed.base.exists()
    finally:
        next_one.remove()


def test_an_environment_in_a_closed_folder_serves_a_server_that_must_not_run_as_root(tmp_path, monkeypatch):
    """`mktemp -d` gives such a folder: `nobody` cannot enter it, and gets the binaries with their libraries."""
    tmp_path.chmod(0o700)
    for part in (WHEEL, LIBRARIES):
        shutil.copytree(part, tmp_path / part.name)
    monkeypatch.setattr(postgres, "WHEEL", tmp_path / WHEEL.name)
    monkeypatch.setattr(postgres, "LIBRARIES", tmp_path / LIBRARIES.name)
    server = Postgres(tmp_path / "postgres")
    try:
        server.start()
        assert Postgres(tmp_path / "postgres").is_running()  # another process finds the binaries too
    finally:
        server.remove()
