"""The bulletins' pages in Airflow: who gets in, what they see, and that no path leads out.

Airflow's own auth manager checks tokens that it has signed itself; nothing of it is replaced.
"""

from __future__ import annotations

import shutil
import warnings
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from inspection import bulletin, registry, warehouse
from inspection.model import UnknownReason
from inspection.quarter import figures
from tests.given.quarters import NEW, OFFICE, OLD, insert

BROWSER = {"Accept": "text/html,application/xhtml+xml"}
EDITION = "/bulletins/yunzhou-demo/2023Q4/0"


@pytest.fixture(scope="module")
def airflow(tmp_path_factory):
    """Airflow with a metadata database of its own, and the plugin's app mounted as Airflow mounts it."""
    home = tmp_path_factory.mktemp("airflow")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
            "AIRFLOW__API_AUTH__JWT_SECRET": "a secret of this test alone with 64 bytes, as SHA-512 asks for: ......",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "reader:viewer",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(home / "passwords.json"),
        }.items():
            patch.setenv(name, value)
        from airflow import settings
        from airflow.api_fastapi.app import init_auth_manager, purge_cached_app
        from airflow.models.revoked_token import RevokedToken
        from fastapi import FastAPI

        settings.configure_vars()
        settings.configure_orm()
        RevokedToken.__table__.create(settings.get_engine())

        from bulletins_plugin import BulletinsPlugin

        server = FastAPI()
        for part in BulletinsPlugin.fastapi_apps:
            server.mount(part["url_prefix"], part["app"])
        manager = init_auth_manager(server)
        yield SimpleNamespace(server=server, manager=manager, plugin=BulletinsPlugin)
        purge_cached_app()
        settings.dispose_orm()


@pytest.fixture
def token(airflow):
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    def sign(role="viewer", seconds=600):
        user = SimpleAuthManagerUser(username="reader", role=role)
        return airflow.manager.generate_jwt(user, expiration_time_in_seconds=seconds)

    return sign


@pytest.fixture(scope="session")
def two_drafts(postgres, judged_city, tmp_path_factory):
    """Name of a warehouse with two bulletins drafted, and their folder: made once, then copied."""
    folder = tmp_path_factory.mktemp("drafted")
    with warehouse.connect(postgres.create_database("template_drafts", template=judged_city)) as connection:
        for period in (OLD, NEW):
            bulletin.draft(connection, OFFICE, period, folder)
    return "template_drafts", folder


@pytest.fixture
def template(two_drafts):
    return two_drafts[0]


@pytest.fixture
def visit(airflow, connection, two_drafts, tmp_path, monkeypatch):
    """A function that asks for an address without following redirects, with two bulletins drafted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fastapi.testclient import TestClient

    monkeypatch.setenv("INSPECTION_OUTPUT", str(tmp_path / "output"))
    shutil.copytree(two_drafts[1], tmp_path / "output", symlinks=True)
    return lambda address, **headers: TestClient(airflow.server, follow_redirects=False).get(address, headers=headers)


def test_the_plugin_mounts_under_its_prefix_and_has_a_relative_entry_in_the_menu(airflow):
    assert airflow.plugin.fastapi_apps[0]["url_prefix"] == "/bulletins"
    view = airflow.plugin.external_views[0]
    assert (view["href"], view["destination"]) == ("bulletins/", "nav")
    assert len(view["name"]) <= 4  # Chinese characters that Airflow shows without cutting them off


def test_the_page_that_explains_tells_value_limit_source_and_evidence(visit, token, connection):
    login = {"Cookie": f"_token={token()}"}
    assert 'name="subject"' in visit("/bulletins/explain", **login).text
    answer = visit("/bulletins/explain?jurisdiction=yunzhou-demo&subject=5399000002&on=2023-12-31", **login)
    assert answer.status_code == 200
    reason = "探测次数不足"
    for words in ("SV2", "站点无法访问", "5%", "不予判定", reason, "国办秘函〔2019〕19号"):
        assert words in answer.text, words
    assert connection.execute("select count(*) as n from mart.fact_measure_latest").fetchone()["n"] == 0
    stranger = visit("/bulletins/explain?subject=<b>nobody</b>", **login)
    assert stranger.status_code == 404
    assert "<b>nobody" not in stranger.text
    early = visit("/bulletins/explain?jurisdiction=yunzhou-demo&subject=5399000002&on=2001-01-01", **login)
    assert early.status_code == 404
    assert "在 2001-01-01 没有有效的检查对象；登记信息自 " in early.text


def test_part_of_a_name_finds_whom_it_may_mean_and_the_page_tells_name_grade_and_evidence(visit, token, connection):
    login = {"Cookie": f"_token={token()}"}
    text = visit("/bulletins/explain?jurisdiction=yunzhou-demo&subject=云州&on=2023-12-31", **login).text
    assert "名称相近的有：" in text and text.count("subject=site%3A") > 1
    assert '<option value="5399000002">' in text
    insert(
        connection, "mart.fact_finding", jurisdiction_id="yunzhou-demo", edition_id="cn-2019-19",
        subject_id="site:5399000002", indicator_id="SV2", day=date(2023, 12, 31), reason_id="unreachable", value=None,
        limit_value=0.05, verdict="unknown", unknown_reason="too_few_probes", evidence="[]",
    )  # fmt: skip
    connection.commit()
    text = visit("/bulletins/explain?jurisdiction=yunzhou-demo&subject=99000002&on=2023-12-31", **login).text
    grade, name = (
        connection.execute(
            "select grade, name from mart.quarter_subject join mart.dim_subject using (subject_id)"
            " where subject_id = 'site:5399000002' and period_id = '2023Q4' order by valid_from desc"
        )
        .fetchone()
        .values()
    )
    assert f"<h2>{name}</h2>" in text
    from bulletin_pages.vocabulary import GRADES
    from inspection.language import _

    assert f"2023Q4 {_(GRADES[grade])}" in text
    assert "evidence?jurisdiction=yunzhou-demo&amp;finding=site%3A5399000002%2FSV2%2F2023-12-31" in text


def test_each_reader_has_one_language_by_switch_browser_or_installation(visit, token, monkeypatch):
    login = {"Cookie": f"_token={token()}"}

    def speaks(answer, tag):
        other, own = {"en": ("English", "中文"), "zh-CN": ("中文", "English")}[tag]
        assert f'<html lang="{tag}">' in answer.text and f">{own}</a>" in answer.text
        assert f">{other}</a>" not in answer.text

    speaks(visit("/bulletins/", **login), "zh-CN")
    speaks(visit("/bulletins/", **login, **{"Accept-Language": "fr, en-GB;q=0.8, zh;q=0.5"}), "en")
    speaks(visit("/bulletins/", **login, **{"Accept-Language": "en;q=nonsense, zh-TW;q=0.9"}), "zh-CN")
    monkeypatch.setenv("INSPECTION_LANG", "en")
    speaks(visit("/bulletins/", **login), "en")
    monkeypatch.delenv("INSPECTION_LANG")
    switched = visit("/bulletins/intake?jurisdiction=yunzhou-demo&lang=en", **login)
    speaks(switched, "en")
    assert "lang=zh" in switched.text and "jurisdiction=yunzhou-demo&amp;lang=zh" in switched.text
    assert switched.headers["set-cookie"].startswith("inspection_lang=en; HttpOnly; Max-Age=")
    assert "set-cookie" not in visit("/bulletins/?lang=<b>", **login).headers
    chosen = {"Cookie": f"_token={token()}; inspection_lang=en", "Accept-Language": "zh-CN"}
    text = visit("/bulletins/quality", **chosen).text
    assert "No gate has run yet" in text and "还没有" not in text


def test_every_reason_of_not_knowing_has_its_words():
    from bulletin_pages.vocabulary import UNKNOWN_REASONS

    assert set(UNKNOWN_REASONS) == set(UnknownReason)


def test_the_page_of_our_own_data_shows_the_newest_run_of_each_gate_with_failures_first(visit, token, connection):
    login = {"Cookie": f"_token={token()}"}
    assert "还没有检查结果" in visit("/bulletins/quality", **login).text
    connection.execute(
        "insert into ops.quality_result (run_id, suite, day, jurisdiction_id, expectation, column_name, severity,"
        " is_met, observed, unexpected_count, checked_at, remedy) values"
        " ('old', 'registry', '2023-10-01', 'yunzhou-demo', 'sites: was broken', '', 'critical', false, null, null,"
        " '2023-10-01T01:00:00Z', 'mended'),"
        " ('new', 'registry', '2023-10-02', 'yunzhou-demo', 'sites: a is met', 'a', 'critical', true, '7', 0,"
        " '2023-10-02T01:00:00Z', 'nothing'),"
        " ('new', 'registry', '2023-10-02', 'yunzhou-demo', 'sites: b is odd', 'b', 'warning', false, '<b>9</b>', 2,"
        " '2023-10-02T01:00:00Z', 'look at b'),"
        " ('new', 'registry', '2023-10-02', 'yunzhou-demo', 'sites: c is wrong', 'c', 'critical', false, '8', 1,"
        " '2023-10-02T01:00:01Z', 'mend c'),"
        " ('one', 'accounts', '2023-10-02', 'yunzhou-demo', 'checks: all is well', '', 'critical', true, null, null,"
        " '2023-10-02T02:00:00Z', '')"
    )
    connection.commit()
    text = visit("/bulletins/quality", **login).text
    places = [text.index(words) for words in ("all is well", "c is wrong", "b is odd", "a is met")]
    assert places == sorted(places)
    assert "was broken" not in text
    assert "<b>9</b>" not in text
    for words in ("已拦截", "全部通过", "mend c", "look at b", "2023-10-02 09:00", "1/3"):
        assert words in text, words


@pytest.fixture
def taken_in(connection, tmp_path):
    """Two loads of a list: one of the day before, and a newer one of which a row cannot be taken."""
    good = "开始时间,结束时间,网站标识码,批复文号\n2023-11-01,2023-11-05,5399000001,云函〔2023〕1号\n"
    for day, more in ((date(2023, 11, 6), ""), (date(2023, 11, 7), "2023-11-03,2023-11-02,<b>12,\n")):
        path = tmp_path / f"downtime-{day}.csv"
        path.write_text(good + more, "utf-8")
        registry.load(connection, OFFICE, "downtime", path, day)
    connection.commit()


def test_the_page_of_what_came_in_shows_counts_and_rows_that_were_not_taken_by_day(visit, token, taken_in):
    login = {"Cookie": f"_token={token()}"}
    text = visit("/bulletins/intake?jurisdiction=yunzhou-demo", **login).text
    for words in ("downtime-2023-11-07.csv", "已入库", 'signed">待核', "&lt;b&gt;12", 'value="2023-11-07"'):
        assert words in text, words
    assert "<b>12" not in text and "downtime-2023-11-06.csv" not in text
    assert "本单位未列下级单位" in visit("/bulletins/overseen?jurisdiction=yunzhou-demo", **login).text
    before = visit("/bulletins/intake?jurisdiction=yunzhou-demo&on=2023-11-06", **login).text
    assert "downtime-2023-11-06.csv" in before and 'signed">待核' not in before
    for elsewhere in ("jurisdiction=qujing", "jurisdiction=yunzhou-demo&on=2023-11-05"):
        assert "这一天没有导入" in visit(f"/bulletins/intake?{elsewhere}", **login).text


def test_the_page_of_accounts_to_look_at_shows_whom_nobody_saw_and_how_the_sources_stand(visit, token, connection):
    login = {"Cookie": f"_token={token()}"}
    assert "没有渠道可看" in visit("/bulletins/queue?jurisdiction=yunzhou-demo", **login).text
    seen, unseen = "account:微信公众号:yz-120", "account:微信公众号:yz-fagai"
    at = datetime(2023, 12, 30, 15, tzinfo=UTC)
    for subject_id, outcome in ((seen, "ok"), (unseen, "failed")):
        insert(
            connection, "staging.account_check", observer_id="yunzhou-demo", subject_id=subject_id, day="2023-12-30",
            checked_at=at, connector="feed", outcome=outcome, is_source_healthy=True, detail="status <i>503",
        )  # fmt: skip
    insert(
        connection, "staging.source_health", observer_id="yunzhou-demo", route_id="feed", platform="微信公众号",
        day="2023-12-30", checked_at=at, batch=0, is_healthy=False, reason="1 of 2 accounts answered well",
        control_count=0, good_control_count=0, look_count=2, good_look_count=1, request_count=2,
    )  # fmt: skip
    connection.execute("update mart.dim_subject set home_url = 'javascript:alert(1)' where subject_id = %s", [unseen])
    connection.commit()
    text = visit("/bulletins/queue?jurisdiction=yunzhou-demo", **login).text
    for words in (
        'value="2023-12-30"',
        "云州发改",
        "失败",
        "status &lt;i&gt;503",
        "50% / 2",
        "异常",
    ):
        assert words in text, words
    assert "云州120急救" not in text and 'href="javascript:' not in text
    assert "explain?jurisdiction=yunzhou-demo&amp;subject=account%3A" in text


@pytest.mark.parametrize(
    "address",
    [
        "/bulletins/",
        "/bulletins/explain",
        "/bulletins/quality",
        "/bulletins/intake",
        "/bulletins/overseen",
        "/bulletins/queue",
        f"{EDITION}/",
        f"{EDITION}/bulletin.html",
        f"{EDITION}/figures.json",
    ],
)
def test_without_a_token_a_browser_is_sent_to_the_login_page_and_a_program_is_refused(visit, address):
    answer = visit(address, **BROWSER)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/auth/login?next=")
    assert visit(address, Accept="application/json").status_code == 401


def test_a_token_that_airflow_did_not_sign_has_run_out_or_was_revoked_is_refused(visit, token, airflow):
    head, body, signature = token().split(".")
    for bad in ("nonsense", f"{head}.{body}.{signature[::-1]}", token(seconds=-60)):
        assert visit("/bulletins/", Authorization=f"Bearer {bad}").status_code == 401
        assert visit("/bulletins/", Cookie=f"_token={bad}", Accept="*/*").status_code == 401
    revoked = token()
    assert visit("/bulletins/", Authorization=f"Bearer {revoked}").status_code == 200
    airflow.manager.revoke_token(revoked)
    assert visit("/bulletins/", Authorization=f"Bearer {revoked}").status_code == 401


def test_a_reader_sees_the_list_with_both_quarters(visit, token):
    for headers in ({"Cookie": f"_token={token()}"}, {"Authorization": f"Bearer {token()}"}):
        answer = visit("/bulletins/", **headers)
        assert answer.status_code == 200
        text = answer.text
        assert text.index("2023Q4") < text.index("2023Q3")
        assert "云州市人民政府办公室关于2023年第四季度全市政府网站和政务新媒体检查情况的通报" in text
        assert 'href="/bulletins/yunzhou-demo/2023Q4/0/failed_sites.csv?download=true"' in text
        assert "草稿" in text


def test_a_reader_gets_the_page_of_an_edition_and_its_files(visit, token, tmp_path):
    login = {"Cookie": f"_token={token()}"}
    assert 'src="bulletin.html"' in visit(f"{EDITION}/", **login).text
    for name, media_type in (
        ("bulletin.html", "text/html; charset=utf-8"),
        ("failed_sites.csv", "text/csv; charset=utf-8"),
        ("failed_accounts.csv", "text/csv; charset=utf-8"),
        ("figures.json", "application/json"),
    ):
        answer = visit(f"{EDITION}/{name}?download=true", **login)
        assert answer.content == (tmp_path / "output/yunzhou-demo/2023Q4/0" / name).read_bytes()
        assert answer.headers["content-type"] == media_type
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "script-src" not in visit(f"{EDITION}/bulletin.html", **login).headers["content-security-policy"]


def test_the_page_of_an_edition_that_was_hardly_seen_bears_a_banner_in_the_readers_language(
    visit, token, connection, tmp_path
):
    def shown(language):
        return visit(f"{EDITION}/?lang={language}", Authorization=f"Bearer {token()}").text

    assert '<p class="banner">' not in shown("zh")
    at = datetime(2023, 10, 2, 3, tzinfo=UTC)
    insert(
        connection, "staging.probe", observer_id=OFFICE.observer_id, subject_id="site:5399000001", day=at.date(),
        scheduled_at=at, started_at=at, vantage="local", outcome="ok", http_status=200, seconds=1,
    )  # fmt: skip
    figures.compute(connection, OFFICE, NEW)
    bulletin.draft(connection, OFFICE, NEW, tmp_path / "output")
    connection.commit()
    assert "覆盖严重不足,仍予汇总。 探测: 1.09% 的应检天数。" in shown("zh")
    assert "Hardly seen, and built all the same. probes: 1.09% of the days due." in shown("en")


def test_the_proofreaders_page_marks_the_words_of_a_finding_and_lays_its_sum_out(visit, token, tmp_path):
    login = {"Cookie": f"_token={token()}"}
    text = visit("/bulletins/yunzhou-demo/2023Q4/0/proofread", **login).text
    assert "核对一致" in text and '<mark class="contradiction">' not in text
    path = tmp_path / "output" / "yunzhou-demo/2023Q4/0/bulletin.html"
    page = path.read_text("utf-8")
    accounts = page.index("政务新媒体检查情况。")
    path.write_text(page[:accounts] + page[accounts:].replace(">60.0%</data>", ">61.0%</data>", 1), "utf-8")
    text = visit("/bulletins/yunzhou-demo/2023Q4/0/proofread", **login).text
    assert "61.0%</mark>" in text and "≠ 61.0%</code>" in text and "→ <b>60.0%</b>" in text


@pytest.mark.parametrize(
    "address",
    [
        "/bulletins/yunzhou-demo/2023Q4/0/../../../../secret.txt",
        "/bulletins/yunzhou-demo/2023Q4/0/..%2F..%2F..%2F..%2Fsecret.txt",
        "/bulletins/yunzhou-demo/2023Q4/0/secret.txt",
        "/bulletins/..%2F..%2Fetc/2023Q4/0/bulletin.html",
        "/bulletins/yunzhou-demo/%2e%2e/0/bulletin.html",
        "/bulletins/yunzhou-demo/2023Q4/9/bulletin.html",
        "/bulletins/elsewhere/2023Q4/0/bulletin.html",
        "/bulletins/openapi.json",
    ],
)
def test_nothing_but_the_files_of_an_edition_can_be_had(visit, token, tmp_path, address):
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "output/yunzhou-demo/2023Q4/0/secret.txt").write_text("secret")
    answer = visit(address, Cookie=f"_token={token()}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_a_path_in_the_table_that_leads_out_of_the_output_folder_is_not_followed(visit, token, connection, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "bulletin.html").write_text("secret")
    connection.execute("update mart.bulletin set output_path = '../elsewhere' where period_id = '2023Q4'")
    connection.commit()
    assert visit(f"{EDITION}/bulletin.html", Cookie=f"_token={token()}").status_code == 404


def test_an_empty_warehouse_says_what_to_run(visit, token, connection):
    connection.execute("delete from mart.bulletin")
    connection.commit()
    assert "publish_bulletin" in visit("/bulletins/", Cookie=f"_token={token()}").text


def test_a_warehouse_that_cannot_be_reached_is_told_with_a_remedy(visit, token, monkeypatch):
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", "postgresql://nobody@127.0.0.1:9/none")
    answer = visit("/bulletins/", Cookie=f"_token={token()}")
    assert answer.status_code == 503
    assert "warehouse 127.0.0.1:9/none: 无法连接" in answer.text


def test_a_viewer_looks_and_whoever_may_answer_the_approval_is_led_to_it(visit, token):
    assert "required_actions" not in visit(f"{EDITION}/", Cookie=f"_token={token('viewer')}").text
    for role in ("user", "op", "admin"):
        assert "../required_actions" in visit(f"{EDITION}/", Cookie=f"_token={token(role)}").text
    for address in ("/bulletins/", f"{EDITION}/", f"{EDITION}/bulletin.html"):
        assert visit(address, Cookie=f"_token={token(None)}").status_code == 403


def test_a_draft_changed_by_hand_says_so_before_anybody_signs(visit, token, tmp_path):
    login = {"Cookie": f"_token={token()}"}
    assert "文件未改动" in visit(f"{EDITION}/", **login).text
    page = tmp_path / "output/yunzhou-demo/2023Q4/0/bulletin.html"
    page.write_text(page.read_text("utf-8").replace(">2</data>", ">1</data>", 1), "utf-8")
    assert "草稿生成后文件被改动:bulletin.html" in visit(f"{EDITION}/", **login).text


def test_answers_and_corrections_are_shown_escaped(visit, token, connection, tmp_path):
    login = {"Cookie": f"_token={token()}"}
    at = datetime(2024, 1, 10, 2, tzinfo=UTC)
    bulletin.give_back(connection, OFFICE, NEW, returned_by="deputy", returned_at=at, reason="<b>附件</b>缺一行")
    connection.commit()
    text = visit(f"{EDITION}/", **login).text
    assert "退回" in text and "deputy, 2024-01-10 10:00 (本稿)" in text
    assert "&lt;b&gt;附件&lt;/b&gt;缺一行" in text and "<b>附件" not in text
    assert "退回" in visit("/bulletins/", **login).text
    bulletin.sign(connection, OFFICE, NEW, tmp_path / "output", signed_by="office", signed_at=at.replace(hour=3))
    connection.execute("update mart.dim_subject set name = '云州<i>发改</i>' where account_id = 'yz-fagai'")
    bulletin.draft(connection, OFFICE, NEW, tmp_path / "output")
    connection.commit()
    text = visit(f"{EDITION}/", **login).text
    assert "更正第1版" in text and "云州&lt;i&gt;发改&lt;/i&gt;" in text
    assert "名称: " in visit(f"{EDITION}/diff", **login).text
    signed = visit("/bulletins/yunzhou-demo/2023Q4/1/", **login).text
    assert "文件与签发时一致" in signed and "成文日期 2024-01-10" in signed


@pytest.mark.parametrize(
    ("address", "status_code"),
    [
        ("nowhere/at", 404),
        ("yunzhou-demo/2023Q9/0/", 404),
        ("yunzhou-demo/2023Q4/99999999999999999999/", 404),
        ("yunzhou-demo/2023Q4/first/", 400),
        ("yunzhou-demo/2023Q4%00/0/", 400),
        ("yunzhou-demo/2023Q4/0/figure", 400),
        ("evidence", 400),
        ("explain?subject=%00", 400),
        ("explain?subject=5399000002&on=9999-12-31", 400),
        ("queue?on=9999-12-31", 400),
        ("intake?on=yesterday", 400),
    ],
)
def test_an_error_is_a_page_with_a_way_back_in_the_readers_language(visit, token, address, status_code):
    login = {"Cookie": f"_token={token()}"}
    for accepted, words in (("zh", "全部通报"), ("en", "All bulletins")):
        answer = visit(f"/bulletins/{address}", **login, **{"Accept-Language": accepted})
        assert answer.status_code == status_code
        assert answer.headers["content-type"].startswith("text/html")
        assert f'href="/bulletins/">← {words}</a>' in answer.text and "detail" not in answer.text


def test_what_breaks_is_a_page_too_and_tells_nothing_of_the_inside(airflow, visit, token, monkeypatch):
    from fastapi.testclient import TestClient

    from bulletin_pages import quality

    def broken():
        raise RuntimeError("a secret")

    monkeypatch.setattr(quality, "newest_runs", broken)
    answer = TestClient(airflow.server, raise_server_exceptions=False).get(
        "/bulletins/quality", headers={"Cookie": f"_token={token()}"}
    )
    assert answer.status_code == 500 and "全部通报" in answer.text and "secret" not in answer.text


def test_the_difference_opens_on_what_is_likeliest_meant(visit, token, connection, tmp_path):
    login = {"Cookie": f"_token={token()}"}
    first = visit("/bulletins/yunzhou-demo/2023Q4/0/diff", **login)
    assert first.status_code == 200 and '<option value="2023Q3" selected>' in first.text
    assert "2023Q3 草稿 → 2023Q4 草稿" in first.text and "--against" not in first.text
    at = datetime(2024, 1, 10, 2, tzinfo=UTC)
    bulletin.sign(connection, OFFICE, NEW, tmp_path / "output", signed_by="office", signed_at=at)
    connection.commit()
    assert '<option value="1" selected>' in visit("/bulletins/yunzhou-demo/2023Q4/0/diff", **login).text
    assert '<option value="2023Q3" selected>' in visit("/bulletins/yunzhou-demo/2023Q4/1/diff", **login).text


def test_where_there_is_nothing_to_compare_with_the_page_says_so(visit, token, connection):
    login = {"Cookie": f"_token={token()}"}
    connection.execute("delete from mart.bulletin where period_id <> '2023Q3'")
    connection.commit()
    alone = visit("/bulletins/yunzhou-demo/2023Q3/0/diff", **login)
    assert alone.status_code == 200 and "还没有其他通报可供比对" in alone.text


@pytest.mark.parametrize(
    "address",
    [
        "/bulletins/evidence?jurisdiction=../../etc/office.yaml&finding=5399000002/SV2/2023-09-30",
        "/bulletins/evidence?jurisdiction=nowhere&finding=5399000002/SV2/2023-09-30",
        "/bulletins/evidence?jurisdiction=yunzhou-demo&finding=nonsense",
        "/bulletins/evidence?jurisdiction=yunzhou-demo&finding=5399000002/SV2/2020-01-01",
        "/bulletins/evidence/page?jurisdiction=yunzhou-demo&finding=5399000002/SV2/2023-09-30&snapshot=other",
        "/bulletins/evidence/bundle?jurisdiction=yunzhou-demo&finding=nobody/SV2/2023-09-30",
        f"{EDITION}/figure?figure=nothing&period=2023Q4",
        f"{EDITION}/diff?against=1999Q1",
        "/bulletins/yunzhou-demo/2023Q4/7/diff",
    ],
)
def test_what_is_not_there_is_404_and_says_so(visit, token, address):
    assert visit(address, Cookie=f"_token={token()}").status_code == 404


def test_the_pages_of_others_are_framed_without_any_right(visit, token):
    from bulletin_pages.proof import SAVED_PAGE_POLICY

    assert SAVED_PAGE_POLICY.startswith("sandbox; default-src 'none'")
    assert "allow-" not in SAVED_PAGE_POLICY
    page = visit(f"{EDITION}/bulletin.html", Cookie=f"_token={token()}")
    assert 'href="figure?figure=account_failed_count&amp;period=2023Q4&amp;dimension="' in page.text
    assert page.text.count('class="trace"') == page.text.count('<data class="figure"')
