"""Extra visits: planned from what readers wrote, made once, hours later, and what they change in the verdict."""

from __future__ import annotations

import contextlib
import io
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, unquote

import pytest
from psycopg.types.json import Jsonb
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from inspection.archive.store import read_payloads, visits_of
from inspection.crawl import Budget, import_warc, make_visits, take_snapshots
from inspection.crawl.plan import plan_visits
from inspection.crawl.visits import SPIDER_AGENT, VISIT
from inspection.extract import extract_day, read_visits
from inspection.judging import judge
from tests.given.loopback import Answer, closed_port, hang_up, internet, redirect, register

NIGHT = datetime(2026, 7, 5, 18, 0, tzinfo=UTC)  # 02:00 on 6 July in Shanghai: the crawl
DAY = date(2026, 7, 6)
READ = datetime(2026, 7, 6, 16, 10, tzinfo=UTC)  # ten minutes after midnight: the day is read, and its visits planned
LATER = datetime(2026, 7, 6, 17, 30, tzinfo=UTC)
CRAWL = Budget(pace_seconds=0.0, timeout_seconds=0.5)
FAST = Budget(pace_seconds=0.0, timeout_seconds=0.5, fetch_count=200, seconds=20)
HOST = "http://jyj.yunzhou.example"
HOME = """<html><head><title>云州市教育局</title></head><body><h1>云州市教育局</h1>
<p>云州市教育局主管全市教育工作，办公地址在云州市人民路。</p>
<ul><li><a href="/a/1.html">关于做好秋季开学准备工作的通知</a><span>2026-07-05</span></li>
<li><a href="/a/2.html">云州市召开教育工作会议</a><span>2026-07-04</span></li></ul>
<a href="/gone.html">旧页面</a> <a href="/old.html">更旧的页面</a></body></html>"""
ARTICLE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>{1}</p></body></html>"
MISSING = ARTICLE.format("云州市教育局 提示信息", "您要看的内容暂时没有，请从首页重新进入，或者使用站内搜索。")


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


@pytest.fixture
def site(connection, net):
    """A bureau with two articles and two dead links on its home page."""
    subject_id = register(connection, "5399000002", f"{HOST}/")
    net.plant(f"{HOST}/", HOME)
    for number, title in enumerate(("关于做好秋季开学准备工作的通知", "云州市召开教育工作会议"), 1):
        net.plant(f"{HOST}/a/{number}.html", ARTICLE.format(title, f"{title}，请各学校认真落实。" * 10))
    return subject_id


def read_day(connection, net, store, **law):
    """The night's crawl, and the reading of its day."""
    office = net.jurisdiction(**law)
    take_snapshots(connection, office, store, NIGHT, budget=CRAWL)
    extract_day(connection, office, store, DAY)
    return office


def plan(connection, office, now=READ, day=DAY):
    return plan_visits(connection, office, day, now)


def planned(connection, kind=None):
    rows = connection.execute("select * from staging.planned_visit order by kind, subject_id, url, day").fetchall()
    return [row for row in rows if kind in {None, row["kind"]}]


def visit(connection, office, store, now=LATER, budget=FAST, **options):
    """Make the visits that are due, and read them."""
    counts = make_visits(connection, office, store, now, budget=budget, **options)
    read_visits(connection, office.jurisdiction_id, store, DAY, DAY + timedelta(days=9), only_new=True)
    return counts


def links_verdict(connection, office):
    """Value, verdict and evidence of the indicator on broken links."""
    judge.evaluate(connection, office, DAY, DAY + timedelta(days=1))
    query = (
        "select value::integer, verdict, unknown_reason, jsonb_array_length(evidence) as proofs from mart.fact_finding"
        " where reason_id = 'broken_links'"
    )
    return [tuple(row.values()) for row in connection.execute(query)]


def test_a_dead_link_is_broken_only_when_a_second_look_hours_later_agrees(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    assert links_verdict(connection, office) == [(2, "fail", None, 2)]  # nobody was to look twice
    assert plan(connection, office)["second_look"] == 2
    assert links_verdict(connection, office) == [(0, "unknown", "second_look_missing", 0)]
    assert [(row["url"], row["asked_by"]) for row in planned(connection, "second_look")] == [
        (f"{HOST}/gone.html", f"{HOST}/"),
        (f"{HOST}/old.html", f"{HOST}/"),
    ]
    net.plant(f"{HOST}/old.html", "<title>又回来了</title><p>又回来了</p>")
    net.asked.clear()
    assert visit(connection, office, tmp_path)["done"] == 4  # with the two random addresses
    assert f"{HOST}/gone.html" in net.asked
    looks = {row["url"]: row for row in planned(connection, "second_look")}
    assert looks[f"{HOST}/gone.html"]["link_outcome"] == "broken"
    assert looks[f"{HOST}/old.html"]["link_outcome"] == "ok"
    assert links_verdict(connection, office) == [(1, "fail", None, 2)]  # one address, proved by both looks


def test_a_second_look_waits_for_its_hours(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path, second_look_after_hours=12)
    early = NIGHT + timedelta(hours=11)
    plan(connection, office, early)
    assert {row["not_before"] - NIGHT >= timedelta(hours=12) for row in planned(connection, "second_look")} == {True}
    visit(connection, office, tmp_path, early)
    assert {row["state"] for row in planned(connection, "second_look")} == {"planned"}
    visit(connection, office, tmp_path, early + timedelta(hours=2))
    assert {row["state"] for row in planned(connection, "second_look")} == {"done"}


def test_a_day_planned_twice_asks_for_nothing_new_and_no_visit_is_made_twice(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    first = plan(connection, office)
    assert first == {"second_look": 2, "random_address": 2, "search_test": 0, "account_page": 0}
    assert set(plan(connection, office).values()) == {0}
    assert visit(connection, office, tmp_path) == {"done": 4}
    made = planned(connection)
    net.asked.clear()
    assert visit(connection, office, tmp_path, LATER + timedelta(hours=3)) == {}
    assert set(plan(connection, office, LATER).values()) == {0}
    assert net.asked == []
    assert planned(connection) == made


def test_the_past_is_never_visited(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    assert plan(connection, office, READ + timedelta(days=3)) == {}
    assert plan(connection, office, READ + timedelta(days=1, hours=23))["second_look"] == 0  # seen over two days ago
    assert links_verdict(connection, office) == [(2, "fail", None, 2)]


def test_an_overdue_visit_is_given_up_and_the_link_stays_unknown(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    net.asked.clear()
    assert visit(connection, office, tmp_path, READ + timedelta(days=2, hours=1)) == {"expired": 4}
    assert net.asked == []
    assert {(row["state"], row["note"]) for row in planned(connection)} == {("expired", "overdue by more than 2 days")}
    assert links_verdict(connection, office) == [(0, "unknown", "second_look_missing", 0)]


def test_what_we_could_not_do_ourselves_stays_planned(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    cut_off = office.model_copy(update={"allow_networks": []})  # the loopback is now an address that nobody may visit
    assert visit(connection, cut_off, tmp_path) == {"postponed": 4}
    assert visit(connection, office, tmp_path, budget=Budget(fetch_count=1, pace_seconds=0)) == {
        "done": 1,
        "postponed": 3,
    }
    assert visit(connection, office, tmp_path, LATER + timedelta(hours=3)) == {"done": 3}


def test_a_late_or_refusing_second_look_takes_the_blame_back(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    net.plant(f"{HOST}/gone.html", Answer("forbidden", 403))
    net.plant(f"{HOST}/old.html", hang_up)
    visit(connection, office, tmp_path)
    assert {row["link_outcome"] for row in planned(connection, "second_look")} == {"suspect"}
    assert links_verdict(connection, office) == []


def test_visits_lie_in_a_file_of_their_own_that_readers_of_pages_do_not_see(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    before = connection.execute("select count(*) as n from staging.page").fetchone()["n"]
    plan(connection, office)
    visit(connection, office, tmp_path)
    [file] = tmp_path.rglob("*-visits-*.warc.gz")
    assert file.name == "2026-07-07-visits-013000-000.warc.gz"
    with contextlib.redirect_stdout(io.StringIO()):
        assert Checker(type("Options", (), {"inputs": [str(file)], "verbose": False})()).process_all() == 0
    rows = connection.execute("select * from staging.snapshot where warc_file like '%visits%'").fetchall()
    assert {row["subject_id"] for row in rows} == {VISIT}
    extract_day(connection, office, tmp_path, DAY + timedelta(days=1))
    assert connection.execute("select count(*) as n from staging.page").fetchone()["n"] == before

    found = visits_of(connection, "yunzhou-demo", DAY + timedelta(days=1), [site], ["second_look"])
    assert [(row["subject_id"], row["asked_on"], row["url"]) for row in found] == [
        (site, DAY, f"{HOST}/gone.html"),
        (site, DAY, f"{HOST}/old.html"),
    ]
    assert {payload.body for _, payload in read_payloads(tmp_path, found)} == {b"not here"}
    import_warc(connection, office, tmp_path, file)  # indexed again, they are still nobody's pages
    again = connection.execute("select * from staging.snapshot where warc_file like '%visits%'").fetchall()
    assert {row["subject_id"] for row in again} == {VISIT}
    assert {row["snapshot_id"] for row in again} == {row["snapshot_id"] for row in rows}


def test_what_a_visit_says_is_read_again_from_its_record_when_its_day_is_read(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    net.plant(f"{HOST}/old.html", "<title>又回来了</title><p>又回来了</p>")
    plan(connection, office)
    make_visits(connection, office, tmp_path, LATER, budget=FAST)
    assert {(row["state"], row["link_outcome"], row["title"]) for row in planned(connection)} == {("done", None, None)}
    assert links_verdict(connection, office) == [(0, "unknown", "second_look_missing", 0)]  # made, and not read yet
    extract_day(connection, office, tmp_path, DAY + timedelta(days=1))  # the day on which they were made
    read = planned(connection)
    assert {row["url"]: (row["link_outcome"], row["title"]) for row in read if row["kind"] == "second_look"} == {
        f"{HOST}/gone.html": ("broken", None),
        f"{HOST}/old.html": ("ok", "又回来了"),
    }
    connection.execute("update staging.planned_visit set read_state = null, title = 'of other readers', text_hash = 1")
    extract_day(connection, office, tmp_path, DAY + timedelta(days=1))
    assert planned(connection) == read


def test_a_visit_whose_record_is_lost_says_nothing(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    make_visits(connection, office, tmp_path, LATER, budget=FAST)
    [file] = tmp_path.rglob("*-visits-*.warc.gz")
    file.unlink()
    assert read_visits(connection, office.jurisdiction_id, tmp_path, DAY, DAY + timedelta(days=2)) == 0
    assert links_verdict(connection, office) == [(0, "unknown", "second_look_missing", 0)]


def test_one_dead_address_on_many_pages_is_visited_once(connection, net, site, tmp_path):
    for number in (3, 4):
        register(connection, f"539900000{number}", f"http://s{number}.yunzhou.example/")
        net.plant(f"http://s{number}.yunzhou.example/", HOME.replace("/gone.html", f"{HOST}/gone.html"))
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    net.asked.clear()
    visit(connection, office, tmp_path)
    assert net.asked.count(f"{HOST}/gone.html") == 1
    looks = [row for row in planned(connection, "second_look") if row["url"] == f"{HOST}/gone.html"]
    assert len({row["subject_id"] for row in looks}) == 3
    assert len({row["snapshot_id"] for row in looks}) == 1


def test_a_page_that_is_what_the_site_answers_to_nonsense_is_dead(connection, net, site, tmp_path):
    for path in ("gone", "old"):
        net.plant(f"{HOST}/{path}.html", MISSING)  # status 200
    office = read_day(connection, net, tmp_path)
    assert links_verdict(connection, office) == []
    plan(connection, office)
    addresses = [row["url"] for row in planned(connection, "random_address")]
    assert len(set(addresses)) == 2
    assert all(url.startswith(f"{HOST}/") for url in addresses)
    for url in addresses:
        net.plant(url, MISSING)
    visit(connection, office, tmp_path)
    assert links_verdict(connection, office) == [(2, "fail", None, 4)]
    dead = connection.execute("select url from staging.soft_dead_page order by url").fetchall()
    assert [row["url"] for row in dead] == [f"{HOST}/gone.html", f"{HOST}/old.html"]  # and no article


def test_a_site_that_sends_nonsense_home_sends_its_dead_links_there_too(connection, net, site, tmp_path):
    net.plant(f"{HOST}/gone.html", redirect("/"))
    net.plant(f"{HOST}/old.html", "<title>云州市教育局</title><p>老栏目</p>")
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    for row in planned(connection, "random_address"):
        net.plant(row["url"], redirect("/"))
    visit(connection, office, tmp_path)
    dead = connection.execute("select url from staging.soft_dead_page").fetchall()
    assert [row["url"] for row in dead] == [f"{HOST}/gone.html"]


def test_a_site_that_shows_one_shell_for_everything_is_not_judged_by_it(connection, net, site, tmp_path):
    for path in ("", "gone.html", "old.html"):
        net.plant(f"{HOST}/{path}", HOME)
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    for row in planned(connection, "random_address"):
        net.plant(row["url"], HOME)
    visit(connection, office, tmp_path)
    assert connection.execute("select * from staging.soft_dead_page").fetchall() == []


def test_nonsense_is_asked_for_once_a_week(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    for days in range(1, 8):
        now = NIGHT + timedelta(days=days)
        take_snapshots(connection, office, tmp_path, now, budget=CRAWL)
        extract_day(connection, office, tmp_path, DAY + timedelta(days=days))
        plan(connection, office, READ + timedelta(days=days), DAY + timedelta(days=days))
    asked = planned(connection, "random_address")
    assert sorted({row["day"] for row in asked}) == [DAY, DAY + timedelta(days=7)]
    assert len({row["url"] for row in asked}) == 4  # other addresses each time


@pytest.mark.parametrize(("charset", "python"), [("utf-8", "utf-8"), ("gb18030", "gb18030")])
def test_the_search_is_tried_with_a_word_of_an_article_in_the_charset_of_its_form(
    connection, net, site, tmp_path, charset, python
):
    office = read_day(connection, net, tmp_path)
    connection.execute("update staging.page set charset = %s", (charset,))
    connection.execute(
        "insert into staging.sign"
        " (observer_id, subject_id, day, url, topic, kind, place, snapshot_id, value, occurrence_count)"
        " values ('yunzhou-demo', %s, %s, %s, 'functions', 'search_form', '', 'urn:uuid:x', %s, 1)",
        (site, DAY, f"{HOST}/", f"{HOST}/search?q={{word}}&type=1"),
    )
    assert plan(connection, office)["search_test"] == 1
    [test] = planned(connection, "search_test")
    word = test["detail"]["word"]
    titles = {f"{HOST}/a/1.html": "关于做好秋季开学准备工作的通知", f"{HOST}/a/2.html": "云州市召开教育工作会议"}
    assert word in titles[test["detail"]["article_url"]]
    assert 2 <= len(word) <= 6
    assert test["url"] == f"{HOST}/search?q={quote(word, encoding=python)}&type=1"
    assert unquote(test["url"], encoding=python) == f"{HOST}/search?q={word}&type=1"
    net.plant(test["url"], "<title>搜索结果</title><p>找到1条</p>")
    visit(connection, office, tmp_path)
    [found] = visits_of(connection, "yunzhou-demo", DAY + timedelta(days=1), kinds=["search_test"])
    assert (found["http_status"], found["visit_detail"]["word"]) == (200, word)


def test_an_accounts_public_page_is_visited(connection, net, tmp_path):
    connection.execute(
        "insert into mart.dim_subject"
        " (jurisdiction_id, subject_id, valid_from, kind, name, platform, home_url, organiser, status) values"
        " ('yunzhou-demo', 'account:新浪微博:a', '2020-01-01', 'account', '云州发布', '新浪微博', 'http://w.example/u/1',"
        " '单位', 'running')"
    )
    net.plant("http://w.example/u/1", "<title>云州发布</title>")
    office = net.jurisdiction()
    assert plan(connection, office)["account_page"] == 1
    assert visit(connection, office, tmp_path) == {"done": 1}
    [row] = planned(connection, "account_page")
    assert (row["http_status"], row["title"]) == (200, "云州发布")


def test_a_spiders_visit_is_made_only_where_the_office_asks_for_it(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    assert "spider_visit" not in plan(connection, office)
    curious = net.jurisdiction(spider_visits=True)
    assert plan(connection, curious)["spider_visit"] == 1
    net.request_heads.clear()
    visit(connection, curious, tmp_path)
    heads = [head.decode() for head in net.request_heads]
    assert [head.split("\r\n")[0] for head in heads if "Baiduspider" in head] == ["GET / HTTP/1.1"]
    [file] = tmp_path.rglob("*-visits-*.warc.gz")
    with file.open("rb") as stream:
        sent = [r.http_headers["User-Agent"] for r in ArchiveIterator(stream) if r.rec_type == "request"]
    assert sent.count(SPIDER_AGENT) == 1


def test_visits_obey_robots_and_say_so(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    rules = "User-agent: *\nDisallow: /gone.html\n"
    net.plant(f"{HOST}/robots.txt", Answer(rules, headers={"Content-Type": "text/plain"}))
    assert visit(connection, office, tmp_path) == {"done": 3, "skipped": 1}
    [row] = [row for row in planned(connection) if row["state"] == "skipped"]
    assert (row["url"], row["note"], row["snapshot_id"]) == (f"{HOST}/gone.html", "robots", None)


def test_a_dead_host_is_a_result_and_a_refused_address_none(connection, net, tmp_path):
    register(connection, "1", f"{HOST}/")
    office = net.jurisdiction(connect_to=None)
    for number, url in enumerate((f"http://127.0.0.1:{closed_port()}/", "http://169.254.169.254/latest/", "ftp://a/")):
        connection.execute(
            "insert into staging.planned_visit (observer_id, kind, subject_id, url, day, not_before, asked_by)"
            " values (%s, 'second_look', %s, %s, %s, %s, 'x')",
            (office.jurisdiction_id, f"site:{number}", url, DAY, READ),
        )
    assert visit(connection, office, tmp_path) == {"done": 1, "postponed": 1, "skipped": 1}
    [dead] = [row for row in planned(connection) if row["state"] == "done"]
    assert (dead["outcome"], dead["note"], dead["link_outcome"]) == ("failed", "refused", "broken")


def test_batches_split_the_hosts_and_leave_nothing_out(connection, net, tmp_path):
    office = net.jurisdiction()
    for number in range(12):
        url = f"http://s{number}.yunzhou.example/"
        net.plant(url, "x")
        connection.execute(
            "insert into staging.planned_visit (observer_id, kind, subject_id, url, day, not_before, asked_by)"
            " values (%s, 'second_look', 'site:1', %s, %s, %s, 'x')",
            (office.jurisdiction_id, url, DAY, READ),
        )
    done = [visit(connection, office, tmp_path, batch=batch, batch_count=3).get("done", 0) for batch in range(3)]
    assert sum(done) == 12
    assert len(net.asked) == 24  # each host's page, and its robots.txt


def test_a_run_that_was_killed_goes_on_without_visiting_again(connection, net, site, tmp_path, monkeypatch):
    office = read_day(connection, net, tmp_path, spider_visits=True, robots="override")
    plan(connection, office)
    connection.commit()

    from inspection.crawl import visits

    class Killed(BaseException):
        pass

    take, taken = visits._Visiting._take, []

    def take_some(self, made, result):
        take(self, made, result)
        taken.append(made.journal_address)
        if len(taken) == 2:
            raise Killed

    monkeypatch.setattr(visits._Visiting, "_take", take_some)
    with pytest.raises(Killed):
        visit(connection, office, tmp_path)
    connection.rollback()
    assert {row["state"] for row in planned(connection)} == {"planned"}
    monkeypatch.setattr(visits._Visiting, "_take", take)
    net.asked.clear()
    assert visit(connection, office, tmp_path, LATER + timedelta(hours=3)) == {"done": 5}
    assert len(net.asked) == 3
    assert not {url.partition("#")[0] for url in taken} & set(net.asked) - {f"{HOST}/"}
    assert len(list(tmp_path.rglob("*-visits-*"))) == 1
    indexed = connection.execute("select snapshot_id from staging.snapshot where warc_file like '%visits%'").fetchall()
    assert {row["snapshot_id"] for row in indexed} == {row["snapshot_id"] for row in planned(connection)}
    assert {row["link_outcome"] for row in planned(connection, "second_look")} == {"broken"}


def test_a_run_whose_commit_was_lost_is_written_down_without_visiting_again(connection, net, site, tmp_path):
    office = read_day(connection, net, tmp_path)
    plan(connection, office)
    connection.commit()
    assert visit(connection, office, tmp_path) == {"done": 4}
    connection.rollback()
    net.asked.clear()
    assert visit(connection, office, tmp_path, LATER + timedelta(hours=3)) == {"done": 4}
    assert [url for url in net.asked if not url.endswith("robots.txt")] == []
    [file] = tmp_path.rglob("*-visits-*")
    rows = connection.execute("select * from staging.snapshot where warc_file like '%visits%'").fetchall()
    assert len(rows) == 4
    assert all(payload.status for _, payload in read_payloads(tmp_path, rows))
    connection.commit()
    plan(connection, office, LATER + timedelta(hours=24), DAY + timedelta(days=1))
    connection.execute("update staging.planned_visit set state = 'planned' where kind = 'second_look'")
    visit(connection, office, tmp_path, LATER + timedelta(hours=6))
    assert file.exists()  # a file that is in the index is never written again
    assert len(list(tmp_path.rglob("*-visits-*"))) == 2


def test_a_null_byte_in_an_answer_breaks_nothing(connection, net, tmp_path):
    office = net.jurisdiction()
    connection.execute(
        "insert into staging.planned_visit (observer_id, kind, subject_id, url, day, not_before, asked_by, detail)"
        " values (%s, 'account_page', 'account:x:y', 'http://w.example/', %s, %s, 'x', %s)",
        (office.jurisdiction_id, DAY, READ, Jsonb({})),
    )
    net.plant("http://w.example/", Answer("<title>云\0州</title>\0"))
    assert visit(connection, office, tmp_path) == {"done": 1}
