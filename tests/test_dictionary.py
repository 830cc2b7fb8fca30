"""The data dictionary is whole: every table and column says what it holds."""

from __future__ import annotations

import re

import psycopg

_COMMENTS = """
select
    class.oid::regclass::text as table_name,
    coalesce(attribute.attname, '') as column_name,
    coalesce(col_description(class.oid, attribute.attnum), '') as text,
    coalesce(obj_description(class.oid, 'pg_class'), '') as table_text
from pg_class as class
join pg_attribute as attribute on attribute.attrelid = class.oid and attribute.attnum > 0 and not attisdropped
where class.relnamespace::regnamespace::text = any(%s) and class.relkind in ('r', 'p', 'v', 'm')
and not class.relispartition
order by class.relname, attribute.attnum
"""


def test_every_table_and_column_has_a_comment(connection: psycopg.Connection) -> None:
    rows = connection.execute(_COMMENTS, [["mart", "staging", "ops", "archive", "personal"]]).fetchall()
    assert rows
    missing = {row["table_name"] for row in rows if not row["table_text"]}
    missing |= {f"{row['table_name']}.{row['column_name']}" for row in rows if not row["text"]}
    assert not missing, f"add `comment on` to its file in include/sql/schema: {', '.join(sorted(missing))}"


def test_every_mart_table_gives_its_chinese_term(connection: psycopg.Connection) -> None:
    """In its own comment or in those of its columns."""
    texts: dict[str, str] = {}
    for row in connection.execute(_COMMENTS, [["mart"]]):
        texts[row["table_name"]] = texts.get(row["table_name"], row["table_text"]) + row["text"]
    without = [name for name, text in texts.items() if not re.search(r"[一-龥]", text)]
    assert not without, f"no Chinese term: {without}"
