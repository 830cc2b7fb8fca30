"""The demo ends with a login for readers: what it prints is pasted into a shell, and works."""

from __future__ import annotations

import re
import subprocess

from demo.stack import Stack
from demo.summary import show_reader


def test_the_recipe_that_is_printed_opens_the_marts_and_nothing_else(tmp_path, capsys):
    tmp_path.chmod(0o755)
    stack = Stack(tmp_path / "local", tmp_path / "output")
    try:
        stack.start_warehouse()
        show_reader(stack)
        show_reader(stack)  # the demo may be run again: a new password for the same login
        recipe = capsys.readouterr().out.rpartition("数据集市")[2]
        psql = re.search(r"PGPASSWORD=\S+ psql .*", recipe)[0]
        query = re.search(r"begin with: (.*)", recipe)[1]

        def ask(sql: str) -> subprocess.CompletedProcess:
            command = f'export PATH="$PATH:{stack.postgres.bin}"; {psql} -c "{sql}"'
            return subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)

        assert "jurisdiction_id" in ask(query).stdout
        assert "1.0" in ask("select version from mart.version").stdout
        assert "permission denied" in ask("select * from staging.post").stderr
        assert "permission denied" in ask("select * from ops.reader_scope").stderr
    finally:
        stack.remove()
