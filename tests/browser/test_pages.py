"""The bulletins' pages in a real Chromium: from a figure to its evidence, and nothing of others' pages runs.

The server is the plugin's app behind Airflow's own auth manager; the browser bears a token that Airflow signed.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

import pytest

from inspection import bulletin
from inspection.quarter import figures
from tests.bulletin_pages.test_plugin import airflow, taken_in, token  # noqa: F401
from tests.evidence.test_evidence import DAY, HOST, broken_links, crawl
from tests.given.loopback import Answer, internet, register
from tests.given.quarters import NEW, OFFICE, OLD, load_city

WAITING = ("intake?jurisdiction=yunzhou-demo", "queue?jurisdiction=yunzhou-demo")
MARKUP = "<img src=x onerror=alert(1)>云州"


@contextmanager
def served(application):
    """The address of an application that uvicorn serves on the loopback."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        end = time.monotonic() + 10
        while not server.started:
            assert thread.is_alive() and time.monotonic() < end, "uvicorn did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def page(chromium, airflow, token, tmp_path, monkeypatch, warehouse_url):  # noqa: F811
    """A page of a reader who is logged in. It asks nobody but us, and no script of ours fails."""
    monkeypatch.setenv("INSPECTION_OUTPUT", str(tmp_path / "output"))
    monkeypatch.setenv("INSPECTION_STORE", str(tmp_path / "store"))
    with served(airflow.server) as address:
        context = chromium.new_context(base_url=address, viewport={"width": 1280, "height": 800}, locale="zh-CN")
        context.add_cookies([{"name": "_token", "value": token("viewer"), "url": address}])
        opened = context.new_page()
        asked, trouble = [], []
        opened.on("requestfinished", lambda request: asked.append(request.url))
        opened.on("pageerror", lambda error: trouble.append(str(error)))
        opened.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
        yield opened
        context.close()
        assert trouble == []
        assert [url for url in asked if not url.startswith(address)] == []


@pytest.fixture
def published(connection, tmp_path, page):
    """Two bulletins of the city, one account of which has a name of markup."""
    load_city(connection)
    connection.execute("update mart.dim_subject set name = %s where account_id = 'yz-fagai'", [MARKUP])
    for period in (OLD, NEW):
        figures.compute(connection, OFFICE, period)
        bulletin.draft(connection, OFFICE, period, tmp_path / "output")
    connection.commit()
    return page


def test_every_figure_leads_to_its_query_its_rows_and_the_evidence(published):
    published.goto("/bulletins/")
    published.get_by_role("link", name="2023年第三季度").click()
    document = published.frame_locator("iframe")
    assert document.locator("data.figure").count() == document.locator("a.trace > data.figure").count() > 10
    document.locator("a.trace:has(data[data-figure=site_failed_count][data-period='2023Q3'])").first.click()
    published.wait_for_url("**/figure?*")
    assert published.locator(".big").inner_text() == "2"
    shown = published.locator("main").inner_text()
    for words in ("include/sql/figure/grade_count.sql", "各行求和", "一致", "青溪区人民政府", "2023Q3"):
        assert words in shown, words
    assert "from mart.quarter_subject" in published.locator("pre").inner_text()
    published.get_by_role("link", name="SV2").first.click()
    published.wait_for_url("**/evidence?*")
    assert "站点无法访问" in published.locator("main").inner_text()
    assert "probe_failure_share" in published.locator("main").inner_text()


def test_a_name_of_markup_is_text_on_every_page(published):
    published.goto("/bulletins/yunzhou-demo/2023Q4/0/")
    assert MARKUP in published.frame_locator("iframe").locator("body").inner_text()
    for address in ("diff?against=2023Q3", "figure?figure=account_failed_count&period=2023Q4"):
        published.goto(f"/bulletins/yunzhou-demo/2023Q4/0/{address}")
        assert MARKUP in published.locator("main").inner_text()
    assert published.locator("img").count() == 0


def test_the_list_is_read_on_a_telephone_without_scrolling_sideways(published):
    published.set_viewport_size({"width": 390, "height": 800})
    for address in ("", "yunzhou-demo/2023Q4/0/", "yunzhou-demo/2023Q4/0/diff", "quality", "explain", *WAITING):
        published.goto(f"/bulletins/{address}")
        width = published.evaluate("document.scrollingElement.scrollWidth")
        assert width <= 390, f"{address} is {width} px wide"


def test_from_the_list_to_what_came_in_on_a_day_and_to_whom_nobody_saw(published, taken_in):  # noqa: F811
    published.goto("/bulletins/")
    published.get_by_role("link", name="数据导入").click()
    published.get_by_label("主管单位").select_option("yunzhou-demo")
    published.get_by_label("日期").fill("2023-11-06")
    published.get_by_role("button", name="查看").click()
    published.wait_for_url("**/intake?jurisdiction=yunzhou-demo&on=2023-11-06")
    assert "downtime-2023-11-06.csv" in published.locator("main").inner_text()
    assert published.locator("table").count() == 1
    published.get_by_role("link", name="2023-11-07").click()
    shown = published.locator("main").inner_text()
    for words in ("downtime-2023-11-07.csv", "<b>12", "待核"):
        assert words in shown, words
    published.get_by_role("link", name="待查看账号").click()
    published.get_by_label("主管单位").select_option("yunzhou-demo")
    published.get_by_role("button", name="查看").click()
    shown = published.locator("main").inner_text()
    assert MARKUP in shown and "没有渠道可看" in shown
    published.get_by_role("link", name=MARKUP).click()
    published.wait_for_url("**/explain?jurisdiction=yunzhou-demo&subject=account*")


def test_files_are_downloaded_as_they_were_signed(published, tmp_path):
    published.goto("/bulletins/yunzhou-demo/2023Q4/0/")
    names = published.locator("aside li a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert {name.removesuffix("?download=true") for name in names} == set(bulletin.FILES)
    with published.expect_download() as waiting:
        published.locator("aside").get_by_role("link", name="HTML").click()
    kept = tmp_path / "output/yunzhou-demo/2023Q4/0/bulletin.html"
    assert waiting.value.path().read_bytes() == kept.read_bytes()


def test_a_saved_page_is_shown_with_its_headers_and_nothing_of_it_runs(page, connection, tmp_path):
    with internet() as net:
        elsewhere = f"http://{net.address}"
        body = (
            "<h1>找不到页面</h1><script>document.body.innerHTML = 'ran'; alert('ran')</script>"
            f"<img src='{elsewhere}/pixel.gif' onerror=\"document.body.innerHTML='ran'\">"
            f"<iframe src='{elsewhere}/frame'></iframe><link rel='stylesheet' href='{elsewhere}/look.css'>"
            f"<form action='{elsewhere}/form'><button>提交</button></form>"
        )
        net.plant(f"{HOST}/", '<html><body><a href="/gone.html">旧页面</a> <a href="/b.html">二</a></body></html>')
        net.plant(f"{HOST}/gone.html", Answer(body, 404))
        register(connection, "5399000002", f"{HOST}/")
        crawl(connection, net, tmp_path / "store")
        connection.commit()
        net.asked.clear()
        key = f"site:5399000002/{broken_links(connection)}/{DAY}"
        page.goto(f"/bulletins/evidence?jurisdiction=yunzhou-demo&finding={key}")
        shown = page.locator("main").inner_text()
        for words in ("一致", "HTTP 404", f"{HOST}/gone.html", "broken_links.csv"):
            assert words in shown, words
        page.locator("summary").first.click()
        assert "HTTP/1.1 404" in page.locator("details pre").first.inner_text()
        frame = page.locator("iframe[title$='gone.html']")
        frame.scroll_into_view_if_needed()
        saved = frame.content_frame
        saved.get_by_role("heading", name="找不到页面").wait_for()
        saved.get_by_role("button", name="提交").click()
        page.wait_for_timeout(300)
        assert saved.get_by_role("heading", name="找不到页面").is_visible()
        assert net.asked == []
