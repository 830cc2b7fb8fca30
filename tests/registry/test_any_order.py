"""Versions are a function of all exports, of sites and of columns: whatever the order in which forty of a year come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import hypothesis.strategies as st
import psycopg
from hypothesis import HealthCheck, given, settings

from inspection import registry
from inspection.declared import office

LENIENT = office.load("yunzhou-demo").model_copy(
    update={"quality": office.load("yunzhou-demo").quality.model_copy(update={"largest_loss_share": 1.0})}
)
FIRST = date(2023, 1, 1)
NAMES, STATES = ("一网", "二网"), ("正常运行", "永久关停")
Say = tuple[str, str] | str | None  # name and status of a row, "unread" for one that cannot be read, or no row
SITES = 4

says = st.one_of(st.none(), st.just("unread"), st.tuples(st.sampled_from(NAMES), st.sampled_from(STATES)))
exports = st.lists(st.tuples(*[says] * SITES), min_size=40, max_size=40)
days = st.lists(st.integers(0, 364), min_size=40, max_size=40, unique=True)


def expected(said: dict[date, tuple[Say, ...]]) -> set[tuple]:
    """The versions by the words of the contract: each export holds from its day to the next one."""
    found = set()
    for number in range(SITES):
        held: tuple[str, str] | None = None
        since = FIRST
        for day in sorted(said):
            now = said[day][number]
            now = held if now == "unread" else now
            if now != held:
                if held:
                    found.add((number, *held, since, day))
                held, since = now, day
        if held:
            found.add((number, *held, since, None))
    return found


def loaded(connection: psycopg.Connection) -> set[tuple]:
    """The versions that the warehouse holds."""
    rows = connection.execute("select site_code, name, status, valid_from, valid_to from mart.dim_subject").fetchall()
    words = {"running": "正常运行", "closed": "永久关停"}
    return {
        (int(row["site_code"][-1]), row["name"], words[row["status"]], row["valid_from"], row["valid_to"])
        for row in rows
    }


def load(connection: psycopg.Connection, write: Callable[[str], str], day: date, said: tuple[Say, ...]) -> None:
    """Load one export; it always names one more site, for an export without rows is none."""
    lines = ["网站标识码,网站名称,首页网址,主办单位,运行状态", "5399000009,常在网,http://s9.example/,甲局,永久关停"]
    for number, say in enumerate(said):
        if say == "unread":
            lines.append(f"539900000{number},坏行,没有地址,甲局,正常运行")
        elif say:
            lines.append(f"539900000{number},{say[0]},http://s{number}.example/,甲局,{say[1]}")
    registry.load(connection, LENIENT, "sites", write("\n".join(lines) + "\n"), day)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(exports=exports, days=days, again=st.lists(st.integers(0, 39), max_size=5), data=st.data())
def test_random_orders_of_forty_exports_over_a_year_give_the_same_versions(
    connection, tmp_path, exports, days, again, data
):
    def write(content: str) -> str:
        path = tmp_path / "sites.csv"
        path.write_text(content, "utf-8")
        return str(path)

    for table in ("mart.dim_subject", "ops.registry_load", "ops.registry_unread", "ops.ingest_batch", "ops.quarantine"):
        connection.execute(f"truncate {table}")
    dated = [(FIRST + timedelta(days=day), said) for day, said in zip(days, exports, strict=True)]
    order = data.draw(st.permutations(range(len(dated))))
    for place in (*order, *again):  # some come a second time
        load(connection, write, *dated[place])
    rest = (9, "常在网", "永久关停", min(day for day, _ in dated), None)
    assert loaded(connection) == expected(dict(dated)) | {rest}


CLASSES = {"notice": "通知公告", "policy": "政策文件"}
say_columns = st.one_of(
    st.none(), st.just("unread"), st.tuples(st.sampled_from(NAMES), st.sampled_from(tuple(CLASSES.values())))
)
exports_of_columns = st.lists(st.tuples(*[say_columns] * SITES), min_size=40, max_size=40)


def columns_loaded(connection: psycopg.Connection) -> set[tuple]:
    """The versions of columns that the warehouse holds: number, name, class, days."""
    rows = connection.execute("select url, name, class, valid_from, valid_to from mart.dim_column").fetchall()
    return {
        (int(row["url"].rstrip("/")[-1]), row["name"], CLASSES[row["class"]], row["valid_from"], row["valid_to"])
        for row in rows
    }


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(exports=exports_of_columns, days=days, again=st.lists(st.integers(0, 39), max_size=5), data=st.data())
def test_random_orders_of_forty_exports_of_columns_give_the_same_versions(
    connection, tmp_path, exports, days, again, data
):
    def load_text(source: str, day: date, *lines: str) -> None:
        path = tmp_path / f"{source}.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        registry.load(connection, LENIENT, source, str(path), day)

    tables = ("mart.dim_column", "mart.dim_subject", "ops.registry_load", "ops.registry_unread", "ops.ingest_batch")
    for table in (*tables, "ops.quarantine"):
        connection.execute(f"truncate {table}")
    row = "5399000001,云州网,http://s1.example/,甲局,正常运行"
    load_text("sites", FIRST, "网站标识码,网站名称,首页网址,主办单位,运行状态", row)
    dated = [(FIRST + timedelta(days=day), said) for day, said in zip(days, exports, strict=True)]
    order = data.draw(st.permutations(range(len(dated))))
    for place in (*order, *again):
        day, said = dated[place]
        lines = ["网站标识码,栏目名称,栏目网址,栏目类别", "5399000001,常在栏,http://s1.example/c9/,通知公告"]
        for number, say in enumerate(said):
            name, class_ = ("", "通知公告") if say == "unread" else say or ("", "")
            lines += [f"5399000001,{name},http://s1.example/c{number}/,{class_}"] if say else []
        load_text("columns", day, *lines)
    rest = (9, "常在栏", "通知公告", min(day for day, _ in dated), None)
    assert columns_loaded(connection) == expected(dict(dated)) | {rest}


def test_an_export_that_comes_again_with_other_rows_replaces_what_its_day_said(connection, tmp_path):
    def write(content: str) -> str:
        path = tmp_path / "sites.csv"
        path.write_text(content, "utf-8")
        return str(path)

    one, two, three = (FIRST + timedelta(days=number) for number in (0, 10, 20))
    first = (("一网", "正常运行"), None, "unread", ("一网", "正常运行"))
    said = {one: first, three: (("二网", "正常运行"), ("一网", "正常运行"), "unread", None)}
    for day in (three, one):
        load(connection, write, day, said[day])
    for again in (
        ("unread", "unread", ("一网", "正常运行"), None),
        first,
        (None, ("二网", "永久关停"), "unread", "unread"),
    ):
        said[two] = again
        load(connection, write, two, again)
        assert loaded(connection) == expected(said) | {(9, "常在网", "永久关停", one, None)}


COLUMNS = range(6)
kinds = st.sampled_from(["sites", "columns", "accounts"])
parts = st.lists(
    st.tuples(kinds, st.integers(0, 40), st.sets(st.sampled_from(COLUMNS))),
    min_size=6,
    max_size=14,
    unique_by=lambda p: p[:2],
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=parts, again=st.lists(st.integers(0, 5), max_size=3), data=st.data())
def test_columns_take_effect_while_their_site_is_registered_whichever_file_comes_first(
    connection, tmp_path, parts, again, data
):
    """Random orders of exports of sites, columns and accounts; each may name a site or leave it out."""
    for table in ("dim_column", "dim_subject"):
        connection.execute(f"truncate mart.{table}")
    connection.execute("truncate ops.registry_load, ops.registry_unread, ops.ingest_batch, ops.quarantine")
    write = {
        "sites": (
            "网站标识码,网站名称,首页网址,主办单位,运行状态",
            "539900000{0},网{0},http://s{0}.example/,甲局,正常运行",
        ),
        "columns": ("网站标识码,栏目名称,栏目网址,栏目类别", "539900000{0},栏目,http://s{0}.example/c/,通知公告"),
        "accounts": ("账号ID,账号名称,平台,主办单位,账号状态", "a{0},号{0},微信,甲局,正常"),
    }
    order = data.draw(st.permutations(range(len(parts))))
    for place in (*order, *again):
        source, day, named = parts[place]
        head, line = write[source]
        path = tmp_path / f"{source}.csv"
        path.write_text("\n".join((head, *(line.format(number) for number in sorted({9, *named})))) + "\n", "utf-8")
        batch = registry.load(connection, LENIENT, source, str(path), FIRST + timedelta(days=day))
        assert (batch.quarantined, batch.read) == (0, batch.merged)

    def newest(source: str, day: int) -> set[int]:
        held = [(on, named) for kind, on, named in parts if kind == source and on <= day]
        return {9, *max(held, key=lambda each: each[0])[1]} if held else set()

    for day in range(42):
        rows = connection.execute(
            "select url from mart.columns_as_of('yunzhou-demo', %s)", (FIRST + timedelta(days=day),)
        ).fetchall()
        found = {int(row["url"].removeprefix("http://s")[0]) for row in rows}
        assert found == newest("sites", day) & newest("columns", day)
    assert connection.execute("select from ops.quarantine").fetchall() == []  # nothing waits for a person's hand
