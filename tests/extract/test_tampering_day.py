"""Tampering, personal numbers and exposure over a day: from files and visits to rows, and what history adds."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from psycopg.types.json import Jsonb
from warcio.statusandheaders import StatusAndHeaders

from inspection import warehouse
from inspection.crawl import Budget, make_visits, take_snapshots
from inspection.crawl.plan import plan_visits
from inspection.extract import extract_day
from inspection.page.fingerprint import text_hash
from tests.extract.test_day import AT, WWW, City
from tests.given import tampered
from tests.given.loopback import internet, register
from tests.readers.test_attachment import docx, xlsx
from tests.readers.test_privacy import identity, mobile

LEAKY = docx("拟录用人员名单", f"张某 {identity(1)}", "请云洲市各单位核对")
TABLE = xlsx({f"A{row}": mobile(row) for row in range(1, 6)})
TARGET = "<title>澳门金沙_足球365</title><p>欢迎下注</p>"
HOME = f"""<html><head><title>云州市人民政府</title></head><body><p>云州市人民政府网站</p>
<a href="http://www.elsewhere.example/">合作</a><a href="/files/1.docx">附件</a><a href="/admin/login.jsp">登录</a>
<p>{"云州市人民政府网站公开信息。" * 30}</p></body></html>"""


class Attacked(City):
    """The same city: attachments stored whole, a link that went bad, a hijacked article, an error that talks."""

    def write(self, writer) -> None:
        def add(url, body, kind="text/html", status="200 OK", at=AT):
            body = body if isinstance(body, bytes) else body.encode()
            headers = [("Content-Type", kind), ("Server", "nginx/1.14.0")]
            record = writer.create_warc_record(
                *(url, "response", io.BytesIO(body), len(body)),
                http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
                warc_headers_dict={"WARC-Date": at},
            )
            writer.write_record(record)

        add(WWW, HOME)
        add("http://www.elsewhere.example/", TARGET)
        add(f"{WWW}files/1.docx", LEAKY, "application/octet-stream")
        add(f"{WWW}files/2.xlsx", TABLE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        add(f"{WWW}files/3.pdf", "%PDF-1.4 cut", "application/pdf")
        add(f"{WWW}files/4.zip", "PK", "application/zip")
        add(f"{WWW}xw/9.html", tampered.like_002())
        add(f"{WWW}err", "<p>java.lang.NullPointerException at a.b.C(C.java:1)</p>", status="500 Internal Server Error")


@pytest.fixture
def city(connection, tmp_path) -> Attacked:
    made = Attacked(connection, tmp_path)
    made.extract()
    return made


def found(city, *topics: str) -> dict[tuple[str, str], dict]:
    """Rows of some topics by address within the site and kind."""
    rows = (row for row in city.rows("sign") if row["topic"] in topics)
    return {(row["url"].removeprefix(WWW).replace("https://yunzhou.example", ""), row["kind"]): row for row in rows}


def test_numbers_and_wording_in_attachments_become_rows(city):
    rows = found(city, "privacy", "attachment")
    assert {place: row["value"] for place, row in rows.items()} == {
        ("files/1.docx", "identity_number"): f"539…{identity(1)[-2:]}",
        ("files/2.xlsx", "mobiles"): f"139…{mobile(1)[-2:]}",
        ("files/3.pdf", "damaged"): rows["files/3.pdf", "damaged"]["value"],
    }
    assert rows["files/1.docx", "identity_number"]["detail"]["found"][0]["place"] == "paragraph 2"
    assert rows["files/2.xlsx", "mobiles"]["occurrence_count"] == 5
    hits = [(row["locator"], row["term"]) for row in city.rows("term_hit")]
    assert hits == [(f"{WWW}files/1.docx", "云洲市")]
    assert not [row for row in city.rows("page") if "files" in row["url"]]


def test_a_hijacked_page_is_scored_and_a_clean_one_is_not(city):
    rows = found(city, "tampering")
    assert rows["xw/9.html", "score"]["detail"]["score"] == 100
    assert rows["xw/9.html", "brand"]["occurrence_count"] == 3


def test_a_link_to_a_page_of_gambling_weighs_on_the_page_that_links(city):
    rows = {kind: row for (_, kind), row in found(city, "tampering").items() if "9.html" not in row["url"]}
    assert rows["link_to_spam"]["place"] == "http://www.elsewhere.example/"
    assert rows["score"]["detail"]["score"] == 20
    assert rows["outlinks"]["detail"] == {"domains": ["elsewhere.example"]}


def test_what_good_and_bad_answers_expose_is_told(city):
    assert {(url, kind) for url, kind in found(city, "exposure")} == {
        ("", "admin_login"),
        ("", "server_version"),
        ("err", "error_trace"),
    }


def test_reading_the_day_again_gives_the_same_rows(city):
    before = city.rows("sign")
    city.extract()
    assert city.rows("sign") == before


def test_a_home_page_that_shows_spiders_another_face_is_cloaked(connection, tmp_path):
    """The visit with a spider's name comes an hour before the second night's crawl."""
    host = "http://jyj.yunzhou.example"
    first = datetime(2026, 7, 5, 18, 0, tzinfo=UTC)  # 02:00 on 6 July in Shanghai
    budget = Budget(pace_seconds=0.0, timeout_seconds=0.5)
    with internet() as net:
        subject_id = register(connection, "5399000002", f"{host}/")
        office = net.jurisdiction(spider_visits=True)
        net.plant(f"{host}/", tampered.official())
        take_snapshots(connection, office, tmp_path, first, budget=budget)
        extract_day(connection, office, tmp_path, date(2026, 7, 6))
        plan_visits(connection, office, date(2026, 7, 6), first + timedelta(hours=22, minutes=10))
        net.plant(f"{host}/", tampered.like_002())
        make_visits(connection, office, tmp_path, first + timedelta(hours=23), budget=budget)
        net.plant(f"{host}/", tampered.official())
        take_snapshots(connection, office, tmp_path, first + timedelta(days=1), budget=budget)
        extract_day(connection, office, tmp_path, date(2026, 7, 7))
    rows = connection.execute(
        "select day, kind, place, detail from staging.sign where topic = 'tampering' and subject_id = %s", (subject_id,)
    ).fetchall()
    told = {(row["kind"], row["place"]): row for row in rows}
    assert set(told) == {("cloaking", "spam"), ("score", "")}
    assert {row["day"] for row in rows} == {date(2026, 7, 7)}
    assert told["score", ""]["detail"] == {"score": 60, "reasons": {"cloaking/spam": 60}}


# history ---------------------------------------------------------------------------------------------------

SITE = "site:5399000001"
FIRST = date(2023, 9, 4)
PRINT, OTHER_PRINT = (
    text_hash("云州市政府网站检查情况通报。" * 20),
    text_hash("完全是别的一篇文字，说的是别的事情。" * 20),
)
PAGE = {"title": "云州市政府网站检查情况", "language": "zh", "text_hash": PRINT, "skeleton_hash": 7, "read_state": "ok"}
SPAM = {"score": 50, "reasons": {"spam/title": 50}}


@pytest.fixture
def read(connection):
    """Write what was read on days after the first: (day, page, signs of tampering by kind)."""

    def write(*rows: tuple[int, dict, dict], url: str = "a") -> None:
        for offset, changes, signs in rows:
            day = FIRST + timedelta(days=offset)
            page = PAGE | changes
            key = (SITE, day, url)
            warehouse.copy_rows(
                connection,
                "staging.page",
                ("subject_id", "day", "url", "snapshot_id", "kind", *page),
                [(*key, f"urn:{url}{offset}", "article", *page.values())],
            )
            for kind, detail in signs.items():
                connection.execute(
                    "insert into staging.sign values (%s, %s, %s, 'tampering', %s, '', %s, null, 1, null, %s)",
                    (*key, kind, f"urn:{url}{offset}", Jsonb(detail)),
                )

    return write


def domains(*names: str) -> dict:
    return {"outlinks": {"domains": list(names)}}


HISTORY = {
    "clean on both days": ([(0, {}, {}), (1, {}, {})], {}),
    "spam on the first day ever": ([(0, {}, {"score": SPAM})], {0: (50, {"spam/title"})}),
    "spam of a sudden": ([(0, {}, {}), (1, {}, {"score": SPAM})], {1: (60, {"spam/title", "sudden"})}),
    "spam that stays": (
        [(0, {}, {"score": SPAM}), (1, {}, {"score": SPAM})],
        {0: (50, {"spam/title"}), 1: (50, {"spam/title"})},
    ),
    "traditional where it was simplified": (
        [(0, {}, {}), (1, {}, {"traditional": {"traditional_share": 0.34}})],
        {1: (20, {"script_turned"})},
    ),
    "traditional as ever": (
        [(day, {}, {"traditional": {"traditional_share": 0.34}}) for day in (0, 1)],
        {},
    ),
    "English in the same template": (
        [(0, {}, {}), (1, {"language": "en", "text_hash": None}, {})],
        {1: (40, {"language_turned"})},
    ),
    "another title over the same text": (
        [(0, {}, {}), (1, {"title": "欧洲杯投注平台"}, {})],
        {1: (20, {"title_turned"})},
    ),
    "a corrected title": ([(0, {}, {}), (1, {"title": "云州市政府网站检查结果"}, {})], {}),
    "another title over another text": (
        [(0, {}, {}), (1, {"title": "丰收节开幕", "text_hash": OTHER_PRINT, "skeleton_hash": -8}, {})],
        {},
    ),
    "a day that could not be read": (
        [(0, {}, {}), (1, {"read_state": "blocked", "title": "欧洲杯投注平台"}, {}), (2, {}, {})],
        {},
    ),
    "three domains never linked to before": (
        [(0, {}, domains("a.example")), (1, {}, domains("a.example", "b.example", "c.example", "d.example"))],
        {1: (20, {"new_domains"})},
    ),
    "two domains never linked to before": (
        [(0, {}, domains("a.example")), (1, {}, domains("a.example", "b.example", "c.example"))],
        {},
    ),
    "a first look at a page with many links": ([(0, {}, domains("a.example", "b.example", "c.example"))], {}),
    "all at once": (
        [
            (0, {}, {}),
            (1, {"title": "欧洲杯投注平台", "language": "en"}, {"score": SPAM, **domains("x.top", "y.top", "z.top")}),
        ],
        {1: (100, {"spam/title", "sudden", "title_turned", "language_turned", "new_domains"})},
    ),
}


@pytest.mark.parametrize(("rows", "expected"), HISTORY.values(), ids=HISTORY)
def test_a_day_is_held_against_the_days_before(connection, read, rows, expected):
    read(*rows)
    told = connection.execute("select * from staging.tampering order by day").fetchall()
    assert {(row["day"] - FIRST).days: (row["total"], set(row["reasons"])) for row in told} == expected


def test_a_domain_is_new_to_the_site_not_to_the_page(connection, read):
    read((0, {}, domains("a.example", "b.example", "c.example")), url="a")
    read((0, {}, {}), (1, {}, domains("a.example", "b.example", "c.example")), url="b")
    assert connection.execute("select * from staging.tampering").fetchall() == []


def test_a_site_is_measured_by_its_worst_page(connection, read):
    read((0, {}, {}), (1, {}, {"score": SPAM}), (2, {"read_state": "blocked"}, {}), url="a")
    read((0, {}, {}), (1, {}, {"score": SPAM | {"score": 90}}), (2, {"read_state": "failed"}, {}), url="b")
    rows = connection.execute("select * from staging.tampering_score order by day").fetchall()
    assert [(row["value"], row["sample_count"], row["unknown_reason"]) for row in rows] == [
        (0, 2, None),
        (100, 2, None),
        (None, 0, "not_crawled"),
    ]
    assert [proof["id"] for proof in rows[1]["evidence"]] == ["urn:b1", "urn:a1"]
    assert rows[0]["evidence"] == []
