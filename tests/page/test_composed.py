"""Pages with their parts: frames, scripts, data; and what stays unread where a part is not at hand."""

from __future__ import annotations

from datetime import date

import pytest

from inspection.page.columns import blankness, holds_entries_elsewhere
from inspection.page.composed import composed
from inspection.page.discovery import discovered_columns
from inspection.page.items import read_items
from inspection.page.marks import read_marks
from inspection.page.page import Page, ReadState
from inspection.readers.tampering import scripted

DAY = date(2024, 3, 20)
HOME = "http://slj.yunzhou.example/"
FOOT = "<div class='footer'>主办单位：云州市水利局 网站标识码：5399000012 滇ICP备99000012号</div>"


def whole(html: str, parts: dict[str, str | bytes] | None = None, url: str = HOME, *, is_home: bool = False) -> Page:
    """A page put together of these parts, by their paths."""
    stored = {f"http://slj.yunzhou.example{path}": body for path, body in (parts or {}).items()}

    def part_of(address: str) -> Page | None:
        body = stored.get(address)
        return None if body is None else Page(address, body.encode() if isinstance(body, str) else body)

    return composed(Page(url, html.encode()), part_of, is_home=is_home)


def entries(page: Page) -> list[tuple[str, str, str | None]]:
    return [
        (item.url.removeprefix(HOME.rstrip("/")), item.title, str(item.published_on) if item.published_on else None)
        for item in read_items(page, DAY)
    ]


ENTRY = ("/n/7.html", "水价调整听证会公告", "2024-03-05")
LISTS = {
    "records under names that nobody knows, put in one by one": (
        "<table><tr><td id=b></td></tr></table><script>var a=new Array();"
        "a.push({'bt':'水价调整听证会公告','lj':'/n/7.html','fbsj':'2024-03-05'});</script>",
        {},
    ),
    "a function called for each entry": (
        "<div id=l></div><script>add('水价调整听证会公告','/n/7.html','2024-03-05');\n"
        'add("", "/n/0.html", "");add("/n/7.html","水价调整听证会公告","2024-03-05");</script>',
        {},
    ),
    "mark-up put together in a variable": (
        "<div id=l></div><script>var s='<ul>';s+='<li><a href=/n/7.html>水价调整听证会公告</a>';"
        "s+='<b>2024-03-05</b></li>';s+='</ul>';document.write(s);</script>",
        {},
    ),
    "mark-up put together in pieces that are joined": (
        "<div id=l></div><script>var h=[];h.push('<li><a href=\"/n/7.html\">水价调整听证会公告</a>');"
        "h.push('<b>2024-03-05</b></li>');l.innerHTML=h.join('');</script>",
        {},
    ),
    "pieces in a list from the beginning": (
        "<div id=l></div><script>var h=['<li><a href=\"/n/7.html\">水价调整听证会公告</a>','<b>2024-03-05</b></li>'];"
        "$('#l').html(h.join(''));</script>",
        {},
    ),
    "mark-up behind what a function gives": (
        "<div id=l></div><script>l.innerHTML = head(1) + '<li><a href=/n/7.html>水价调整听证会公告</a>2024-03-05</li>';"
        "</script>",
        {},
    ),
    "records as character data": (
        "<div><script type='text/xml'><datastore><record><![CDATA[<li><a href='/n/7.html'>水价调整听证会公告</a>"
        "<span>2024-03-05</span></li>]]></record></datastore></script></div>",
        {},
    ),
    "an array of objects in the page's script": (
        "<div id='l'></div><script>show([{t:'水价调整听证会公告',u:'/n/7.html',d:'2024-03-05'}])</script>",
        {},
    ),
    "rows of strings": (
        '<script>var rows = [["水价调整听证会公告", "/n/7.html", "2024-03-05"]];</script>',
        {},
    ),
    "addresses made of numbers": (
        "<ul id='u'></ul><script>var d=[{id:7,title:'水价调整听证会公告',pubDate:'2024-03-05'}];"
        "d.forEach(function(x){u.innerHTML+='<a href=\"/n/'+x.id+'.html\">'+x.title})</script>",
        {},
    ),
    "data of the own host that the page names, in milliseconds": (
        "<div id='app'></div><script>axios.get('/api/news?size=20')</script>",
        {
            "/api/news?size=20": '{"data":{"rows":[{"title":"水价调整听证会公告","url":"/n/7.html",'
            '"publishTime":1709604000000,"createTime":1600000000000}]}}'
        },
    ),
    "data behind a call": (
        "<script>$.getJSON('/data/list.json')</script>",
        {"/data/list.json": 'callback([{"title":"水价调整听证会公告","linkUrl":"/n/7.html","fbrq":"2024-03-05"}])'},
    ),
    "a frame of the own host": (
        "<iframe src='/in/list.html' width='100%'></iframe>",
        {"/in/list.html": "<ul><li><a href='../n/7.html'>水价调整听证会公告</a><i>2024-03-05</i></li></ul>"},
    ),
    "a script that writes": (
        "<script src='/js/news.js'></script>",
        {
            "/js/news.js": "document.write('<li><a href=\"\\/n\\/7.html\">水价调整听证会公告<\\/a>');"
            "document.write('<b>2024-03-05<\\/b><\\/li>');"
        },
    ),
    "rows that a click opens": (
        "<table><tr onclick=\"go('7')\"><td>水价调整听证会公告</td><td>2024/03/05</td></tr></table>"
        "<script>function go(id){ location.href='/n/'+id+'.html'; }</script>",
        {},
    ),
    "a loaded part": (
        "<div id='p'></div><script>$('#p').load('/part/list.html')</script>",
        {"/part/list.html": "<ul><li><a href='/n/7.html'>水价调整听证会公告</a> 2024-03-05</li></ul>"},
    ),
}


@pytest.mark.parametrize(("html", "parts"), LISTS.values(), ids=LISTS)
def test_entries_are_read_where_a_part_holds_them(html: str, parts: dict[str, str]) -> None:
    assert entries(whole(html, parts)) == [ENTRY]


UNREAD = {
    "a frame that was not fetched": "<iframe src='/in/list.html'></iframe>",
    "a script that was not fetched": "<ul id='list'></ul><script src='/js/news.js'></script>",
    "data that was not fetched": "<ul id='list'></ul><script>$.ajax({url:'/api/news'})</script>",
}


@pytest.mark.parametrize("html", UNREAD.values(), ids=UNREAD)
def test_what_is_not_at_hand_is_unread_and_no_blank_column(html: str) -> None:
    page = whole(f"<h1>通知公告</h1>{html}{FOOT}")
    assert blankness(page, read_items(page, DAY)) == (None, ReadState.SCRIPT_SHELL)


def test_a_script_that_was_read_and_writes_nothing_holds_nothing() -> None:
    page = whole("<ul id='list'></ul><script src='/js/tabs.js'></script>", {"/js/tabs.js": "var open = 1;"})
    assert not holds_entries_elsewhere(page)


DISGUISED = {
    "character codes": "document.write(String.fromCharCode("
    "60,97,32,104,114,101,102,61,104,116,116,112,58,47,47,98,101,116,"
    "56,46,99,99,47,62,97,60,47,97,62));",
    "Base64": "document.write(atob('PGEgaHJlZj1odHRwOi8vYmV0OC5jYy8+YTwvYT4='));",
    "percent": "document.write(unescape('%3Ca%20href%3Dhttp%3A//bet8.cc/%3Ea%3C/a%3E'));",
    "hex": "var u='\\x68\\x74\\x74\\x70\\x3a\\x2f\\x2f\\x62\\x65\\x74\\x38\\x2e\\x63\\x63\\x2f';",
    "a visitor from a search engine": "if(/baidu|sogou/.test(document.referrer)){location.href='http://bet8.cc/';}",
}


@pytest.mark.parametrize("name", ["/js/count.js", "/js/share.js", "/js/site.js"])
@pytest.mark.parametrize("code", DISGUISED.values(), ids=DISGUISED)
def test_a_small_script_of_the_own_host_is_read_for_what_it_disguises(code: str, name: str) -> None:
    page = whole(f"<h1>水利局</h1><script src='{name}'></script>{FOOT}", {name: code})
    begins: dict[str, list[int]] = {}
    assert {(sign.kind, sign.place) for sign in scripted.read(page, begins)} & {
        ("encoded_link", "bet8.cc"),
        ("conditional_redirect", "bet8.cc"),
    }


HARMLESS = {
    "a cookie": "var c=decodeURIComponent(document.cookie);",
    "a counter": "var n=new Image();n.src='/count?u='+escape(location.href);",
    "a long library": "var x=atob('aGVsbG8=');" + "/* */" * 3000,
}


@pytest.mark.parametrize("code", HARMLESS.values(), ids=HARMLESS)
def test_a_script_that_disguises_nothing_changes_no_page(code: str) -> None:
    page = whole(f"<h1>水利局</h1><script src='/js/count.js'></script>{FOOT}", {"/js/count.js": code})
    assert not any(source for _, source in page.scripts)


def test_a_search_box_behind_what_a_function_gives_is_read() -> None:
    page = whole(
        "<div id=app></div><script src=/s/app.js></script>",
        {"/s/app.js": "get(function(r){app.innerHTML=draw(r)+'<input id=q placeholder=搜索><button>搜索</button>';});"},
    )
    assert page.tree.css_first("input[placeholder=搜索]") is not None


FOOTERS = {
    "a script that puts it together first": (
        "<script src=/js/f.js></script>",
        {"/js/f.js": f"var f='';f+=\"{FOOT}\";\nf+='<p></p>';document.write(f);"},
    ),
    "written by a script": ("<script src='/js/foot.js'></script>", {"/js/foot.js": f'document.writeln("{FOOT}");'}),
    "in a frame": ("<iframe src='/foot.html'></iframe>", {"/foot.html": f"<html><body>{FOOT}</body></html>"}),
    "loaded": ("<script>$('#foot').load('/foot.html')</script>", {"/foot.html": FOOT}),
}


@pytest.mark.parametrize(("html", "parts"), FOOTERS.values(), ids=FOOTERS)
def test_a_footer_that_a_part_brings_is_the_page_s(html: str, parts: dict[str, str]) -> None:
    page = whole(f"<p>{'水利工作' * 20}</p>{html}", parts)
    assert [str(mark.kind) for mark in read_marks(page)] == ["site_code", "icp", "organiser"]


def test_a_frameset_is_read_with_its_frames_and_their_menu() -> None:
    page = whole(
        "<html><head><title>云州市水利局</title></head><frameset rows='80,*'><frame src='/top.html'>"
        "<frame src='/main.html'></frameset></html>",
        {
            "/top.html": "<a href='/'>首页</a> <a href='/tzgg/'>通知公告</a> <a href='/gzdt/'>工作动态</a>",
            "/main.html": "<ul><li><a href='/n/7.html'>水价调整听证会公告</a><span>2024-03-05</span></li></ul>",
        },
    )
    assert entries(page) == [ENTRY]
    assert [column.name for column in discovered_columns(page)] == ["通知公告", "工作动态"]


def test_a_frame_of_a_frameset_that_was_not_fetched_stays_unread() -> None:
    page = whole(
        "<frameset><frame src='/top.html'><frame src='/main.html'></frameset>", {"/top.html": "<a href='/'>首页</a>"}
    )
    assert holds_entries_elsewhere(page)


ONWARD = {
    "a forward after some seconds": (
        "<meta http-equiv='refresh' content='5;url=/main/'><a href='/main/'><img src='e.jpg'></a>"
    ),
    "a picture": "<center><a href='/main/'><img src='/enter.jpg' alt='进入'></a></center>",
    "a word": "<p><a href='/main/'>进入网站</a></p>",
}


@pytest.mark.parametrize("html", ONWARD.values(), ids=ONWARD)
def test_a_way_in_is_read_with_the_page_it_leads_to(html: str) -> None:
    main = "<ul><li><a href='/n/7.html'>水价调整听证会公告</a><span>2024-03-05</span></li></ul>"
    assert entries(whole(html, {"/main/": main}, is_home=True)) == [ENTRY]
    assert entries(whole(html, {"/main/": main})) == []  # a column is not what it leads back to


def test_parts_of_a_picture_lead_on() -> None:
    page = whole(
        "<img usemap='#m'><map name='m'><area href='/tzgg/' alt='通知公告'><area href='/gzdt/' alt='工作动态'></map>"
    )
    assert [column.name for column in discovered_columns(page)] == ["通知公告", "工作动态"]
