"""Tampering, personal numbers and exposure over a day: from files and visits to rows, and what history adds."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from warcio.statusandheaders import StatusAndHeaders

from inspection.crawl import Budget, make_visits, take_snapshots
from inspection.crawl.plan import plan_visits
from inspection.declared.tampering import tampering
from inspection.extract import extract_day
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
                url,
                "response",
                io.BytesIO(body),
                len(body),
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


def scores(connection) -> dict[str, int]:
    """What the signs of each page come to."""
    query = "select locator, score from staging.spam_score('yunzhou-demo', %(weights)s, %(most)s, 1)"
    return {row["locator"]: row["score"] for row in connection.execute(query, tampering().parameters())}


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
    assert scores(city.connection) == {f"{WWW}xw/9.html": 100, "https://yunzhou.example": 20}
    assert rows["xw/9.html", "brand"]["occurrence_count"] == 3


def test_a_link_to_a_page_of_gambling_weighs_on_the_page_that_links(city):
    rows = {kind: row for (_, kind), row in found(city, "tampering").items() if "9.html" not in row["url"]}
    assert rows["link_to_spam"]["place"] == "http://www.elsewhere.example/"
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
    assert set(told) == {("cloaking", "spam")}
    assert {row["day"] for row in rows} == {date(2026, 7, 7)}
    assert scores(connection) == {f"{host}/": 60}
