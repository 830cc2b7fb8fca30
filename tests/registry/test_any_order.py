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
