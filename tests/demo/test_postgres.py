"""The local PostgreSQL outlives what surrounds it."""

from __future__ import annotations

import shutil

import psycopg

from local.postgres import Postgres


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
