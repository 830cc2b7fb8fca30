"""`make warehouse`: a PostgreSQL for the command line, and nothing else."""

from __future__ import annotations

import psycopg
from dotenv import dotenv_values

from demo.__main__ import open_warehouse
from demo.stack import Stack


def test_the_warehouse_is_open_and_its_address_where_the_command_line_looks(tmp_path, capsys):
    stack = Stack(tmp_path / "local", tmp_path / "output")
    try:
        open_warehouse(stack)
        assert str(stack.env_file) in capsys.readouterr().out
        url = dotenv_values(stack.env_file)["AIRFLOW_CONN_WAREHOUSE"]
        with psycopg.connect(url) as connection:
            assert connection.execute("select count(*) from mart.dim_subject").fetchone() == (0,)
        open_warehouse(stack)  # again: nothing changes
    finally:
        stack.remove()
    assert not stack.home.exists()
