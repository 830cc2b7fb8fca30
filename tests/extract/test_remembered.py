"""A page that did not change is not read again, and nothing that is told of it is another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo import city
from inspection import warehouse
from inspection.declared.office import load
from inspection.extract import day as reading_a_day
from inspection.extract import extract_day, remembered
from inspection.extract.kept import kept
from inspection.extract.observe import Standing, observe
from inspection.extract.watched_day import WatchedDay
from inspection.flow import history
from inspection.model import PageKind
from inspection.page.page import Page
from inspection.readers.privacy import identity_check
from inspection.readers.sign import Subject
from inspection.text.wording import load_lexicon

OFFICE = load("yunzhou-demo")
FIRST, LAST = date(2023, 10, 1), date(2023, 10, 3)  # the first crawl keeps every page whole
DAYS = [FIRST + timedelta(days) for days in range((LAST - FIRST).days + 1)]
TABLES = ("page", "site_column", "item", "link", "mark", "term_hit", "sign")
HOME = "http://www.yunzhou.example/"


@pytest.fixture(scope="module")
def archive(postgres, tmp_path_factory):
    """Three days of the city, taken in; the registry names no columns of every third site, so that they are found."""
    folder = tmp_path_factory.mktemp("remembered")
    city.build(folder / "archive", first_day=FIRST, last_day=LAST, processes=1)
    url = postgres.create_database("remembered", template="template_warehouse")
    with warehouse.connect(url) as connection:
        list(history.import_registry(connection, OFFICE, folder / "archive", datetime.now(UTC)))
        history.import_observations(connection, OFFICE, folder / "store", folder / "archive")
        connection.execute("delete from mart.dim_column where right(subject_id, 1) in ('1', '4', '7')")
    return url, folder / "store"


@pytest.fixture
def connection(archive):
    with warehouse.connect(archive[0]) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def pages_read(monkeypatch):
    """Addresses of the pages that readers looked at."""
    looked_at = []

    def noting(page, *rest):
        looked_at.append(page.url)
        return observe(page, *rest)

    monkeypatch.setattr(reading_a_day, "observe", noting)
    return looked_at


def read(connection, archive, day, office=OFFICE):
    counts = extract_day(connection, office, str(archive[1]), day)
    assert counts["read"] == counts["planned"] > 500
    return {
        table: connection.execute(
            f"select row_to_json(one)::text as told from staging.{table} as one where day = %s order by told", [day]
        ).fetchall()
        for table in TABLES
    }


def forget(connection):
    connection.execute("truncate ops.page_reading")


@pytest.fixture(scope="module")
def alone(archive):
    """What every day tells when it is read with nothing to go by."""
    with warehouse.connect(archive[0]) as connection:
        told = {}
        for day in DAYS:
            forget(connection)
            told[day] = read(connection, archive, day)
        connection.rollback()
    return told


@pytest.mark.parametrize("order", [DAYS, [DAYS[1], DAYS[2], DAYS[0]]], ids=["in order", "out of order"])
def test_days_read_by_what_is_remembered_tell_the_same(connection, archive, alone, pages_read, order):
    forget(connection)
    for day in order:
        assert read(connection, archive, day) == alone[day], day
    assert len(pages_read) < 0.45 * sum(len(told["page"]) for told in alone.values())


def test_a_day_read_twice_is_read_once(connection, archive, pages_read):
    forget(connection)
    first = read(connection, archive, LAST)
    pages_read.clear()
    assert read(connection, archive, LAST) == first
    assert not pages_read


def test_other_word_lists_readers_or_registry_facts_have_pages_read_again(
    connection, archive, alone, pages_read, monkeypatch, tmp_path
):
    path = tmp_path / "words.txt"
    path.write_text("# licence: none\n云州市\n", "utf-8")
    office = OFFICE.model_copy(update={"lexicons": [*OFFICE.lexicons, str(path)]})
    read(connection, archive, LAST)
    told = read(connection, archive, LAST, office)
    assert len(told["term_hit"]) > 500
    assert {table: told[table] for table in TABLES if table != "term_hit"} == {
        table: alone[LAST][table] for table in TABLES if table != "term_hit"
    }

    pages_read.clear()
    connection.execute("update mart.dim_subject set site_code = '5399999999' where subject_id = 'site:5399000001'")
    read(connection, archive, LAST, office)
    assert pages_read and all(url.startswith(HOME) for url in pages_read)

    pages_read.clear()
    monkeypatch.setattr(remembered, "readers_digest", lambda: "readers of tomorrow")
    assert len(read(connection, archive, LAST, office)["page"]) == len(pages_read)


def test_what_a_page_said_before_it_changed_is_forgotten_after_a_month(connection, archive):
    forget(connection)
    read(connection, archive, DAYS[1])
    connection.execute("update ops.page_reading set read_for = read_for - 40")
    read(connection, archive, DAYS[2])
    doubled = "select count(*) from (select 1 from ops.page_reading group by subject_id, url having count(*) > 1) x"
    assert connection.execute(doubled).fetchone()["count"] == 0
    assert connection.execute("select count(*) from ops.page_reading").fetchone()["count"] > 500


# the day ---------------------------------------------------------------------------------------------------

DATES = st.dates(date(2023, 9, 1), date(2024, 11, 30))
LINES = st.lists(
    st.tuples(
        DATES,
        st.sampled_from(
            [
                '<li><a href="/xw/{number}0001.html">云州市召开第{number}次工作会议</a><span>{on}</span></li>',
                '<li><a href="/xw/{number}0001.html">云州市召开第{number}次工作会议</a><span>{on:%m-%d}</span></li>',
                "<table><tr><td>标题</td><td>留言时间</td><td>回复时间</td></tr>"
                "<tr><td>咨询</td><td>{on}</td><td></td></tr></table>",
                "<p>公示名单：身份证号 {identity}</p>",
                "<p>发布时间：{on}</p>",
            ]
        ),
    ),
    max_size=8,
)


def identity_number(on: date) -> str:
    digits = f"530102{on:%Y%m%d}001"
    return digits + identity_check(digits)


@settings(max_examples=150, deadline=None)
@given(LINES, DATES, DATES, st.sampled_from([PageKind.HOME, PageKind.COLUMN, PageKind.OTHER]), DATES)
def test_a_reading_holds_on_every_day_that_it_says_it_holds_on(lines, day, other, kind, pub_date):
    body = "".join(
        text.format(number=number, on=on, identity=identity_number(on)) for number, (on, text) in enumerate(lines, 1)
    )
    tags = f'<meta name="ColumnName" content="意见征集"><meta name="PubDate" content="{pub_date}">'
    html = f"<html><head><title>意见征集</title>{tags}</head><body><h1>意见征集</h1>{body}</body></html>"
    standing = Standing(Subject("site:5399000001", HOME, "5399000001", "云州市人民政府"), kind, True, False, False)
    lexicon = load_lexicon(tuple(OFFICE.lexicons))

    def read_on(asked: date):
        return kept(observe(Page(f"{HOME}yjzj/", html.encode()), standing, asked, lexicon))

    watched = WatchedDay.of(day)
    told = read_on(watched)
    assert told == read_on(day)
    if (watched.since or other) <= other <= (watched.until or other):
        assert told == read_on(other)


@given(DATES, DATES, DATES)
def test_a_watched_day_answers_as_a_day_does(day, other, third):
    watched = WatchedDay.of(day)
    for date_ in (other, third, day):
        assert (watched < date_, watched <= date_, watched > date_, watched >= date_) == (
            day < date_,
            day <= date_,
            day > date_,
            day >= date_,
        )
        assert (date_ < watched, date_ <= watched, date_ == watched) == (date_ < day, date_ <= day, date_ == day)
    assert (watched.year, watched.month, watched.day, str(watched), f"{watched:%d}") == (
        day.year,
        day.month,
        day.day,
        str(day),
        f"{day:%d}",
    )
    assert (other - watched, watched - other, hash(watched)) == (other - day, day - other, hash(day))


@pytest.mark.parametrize(
    ("ask", "bounds"),
    [
        (lambda day: date(2023, 9, 1) > day, (date(2023, 9, 1), None)),
        (lambda day: date(2023, 12, 1) > day, (None, date(2023, 11, 30))),
        (lambda day: day == date(2023, 12, 1), (None, date(2023, 11, 30))),
        (lambda day: day == date(2023, 9, 30), (date(2023, 9, 30), date(2023, 9, 30))),
        (lambda day: day.year, (date(2023, 1, 1), date(2023, 12, 31))),
        (str, (date(2023, 9, 30), date(2023, 9, 30))),
        (lambda day: date(2023, 12, 1) - day, (date(2023, 9, 30), date(2023, 9, 30))),
        (lambda day: None, (None, None)),
    ],
)
def test_a_watched_day_tells_how_long_its_answers_hold(ask, bounds):
    watched = WatchedDay.of(date(2023, 9, 30))
    ask(watched)
    assert (watched.since, watched.until) == bounds


def test_nothing_of_a_day_can_be_asked_unnoticed():
    silent = {"__class__", "__delattr__", "__dir__", "__getattribute__", "__init__", "__init_subclass__", "__new__"}
    silent |= {"__setattr__", "__sizeof__", "__subclasshook__", "__doc__"}
    of_the_class = {"fromisocalendar", "fromisoformat", "fromordinal", "fromtimestamp", "today"} | {"max", "min"}
    assert set(vars(date)) | {"__hash__"} <= set(vars(WatchedDay)) | silent | of_the_class | {"resolution"}
