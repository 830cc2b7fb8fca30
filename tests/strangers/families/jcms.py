"""Columns under ``/col/colN/`` whose entries stand as character data in a data store inside a script."""

from collections.abc import Callable
from datetime import date

from ..model import Answer, Article, Column, Site
from .base import PAGES_DEEP, Family, esc


class Jcms(Family):
    """The list page holds ``<datastore>`` with CDATA records; further pages come as XML from a proxy of the host."""

    key = "jcms"
    size = 10
    label = "发布日期：{d} {t}"
    style = "p"
    footer = "script"
    meta_style = 1
    server = "Apache-Coyote/1.1"

    def fdate(self, day: date) -> str:
        return day.isoformat()

    def list_path(self, c: Column, page: int) -> str:
        if page == 1:
            return f"/col/col{c.no}/index.html"
        return f"/col/col{c.no}/index.html?uid={c.no * 3}&pageNum={page}"

    def proxy_path(self, c: Column, page: int) -> str:
        return f"/module/web/jpage/dataproxy.jsp?columnid={c.no}&unitid={c.no * 3}&page={page}"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/art/{a.day.year}/{a.day.month}/{a.day.day}/art_{c.no}_{7000 + a.no}.html"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f"<td><a href='{u}' class='dh'>{esc(n)}</a></td>" for n, u in self.menu(s))
        side = "".join(f"<li><a href='{u}'>{esc(n)}</a></li>" for n, u in self.menu(s, first=False))
        return (
            f"<!DOCTYPE HTML>\n<!--[if IE 8]><html class='ie8'><![endif]-->\n<html>\n<head>{head}</head>\n<body>"
            f"<table class='daohang'><tr>{nav}</tr></table>{self.clock_line(s, d)}{self.search_box(s)}"
            f"<div id='barrierfree_container'>{main}</div><ul class='left'>{side}</ul>"
            f"{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def record(self, s: Site, a: Article, d: date) -> str:
        return (
            f"<li><a title='{esc(a.title)}' href='{a.path}'>{esc(a.title)}</a>"
            f"<span class='bt-data-time'>[{self.fdate(a.shown(d))}]</span></li>"
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            rows = "".join(self.record(s, a, d) for a in found)
            out.append(f"<div class='bt-mod'><a href='{c.path}'>{c.name}</a><ul>{rows}</ul></div>")
        return "".join(out)

    def store(self, s: Site, c: Column, page: int, d: date) -> str:
        found = self.slice(c, page, d)
        records = "".join(f"<record><![CDATA[\n{self.record(s, a, d)}]]></record>" for a in found)
        group = f'<nextgroup><![CDATA[<a href="{self.proxy_path(c, page + 1)}"></a>]]></nextgroup>'
        total = len(c.entries(d))
        return f"<datastore>{group}<totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"

    def list_data(self, s: Site, c: Column, page: int) -> list[str]:
        return [self.proxy_path(c, page)] if page > 1 else []

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        pages = self.page_count(c, d)
        return (
            f"<h2>{c.name}</h2><div id='{c.no * 3}'><script type='text/xml'>{self.store(s, c, page, d)}</script></div>"
            f"<script>new Pager({{perpage:{self.size},totalpage:{pages},proxyurl:'/module/web/jpage/dataproxy.jsp',"
            f"columnid:'{c.no}',unitid:'{c.no * 3}'}});</script>"
        )

    def blank_list(self, s: Site, c: Column) -> str:
        store = "<datastore><totalrecord>0</totalrecord><recordset></recordset></datastore>"
        return f"<h2>{c.name}</h2><div id='{c.no * 3}'><script type='text/xml'>{store}</script></div>"

    def extras(self, s: Site) -> dict[str, Callable[[date], Answer]]:
        out: dict[str, Callable[[date], Answer]] = {}
        for c in s.lists():
            for page in range(2, PAGES_DEEP):

                def make(d: date, c: Column = c, page: int = page) -> Answer:
                    text = f"<?xml version='1.0' encoding='utf-8'?>{self.store(s, c, page, d)}"
                    return 200, {"Content-Type": "text/xml;charset=utf-8"}, text.encode()

                out[self.proxy_path(c, page)] = make
        return out


FAMILY = Jcms()
