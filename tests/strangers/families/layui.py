"""Lists held as an array in the page's own script, drawn into a table whose rows open by ``onclick``."""

import json
from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class Layui(Family):
    """``var listData=[{…}]`` with ``2026/08/03``; rows open ``/info/<id>.html``; the home page has ``onclick`` rows."""

    key = "layui"
    size = 10
    deep = False
    style = "table"
    footer = "inline"
    server = "Tengine"
    label = "<span class='layui-badge-rim'>{d} {t}</span>"

    def fdate(self, day: date) -> str:
        return f"{day:%Y/%m/%d}"

    def list_path(self, c: Column, page: int) -> str:
        return f"/column/{c.no}.html" if page == 1 else f"/column/{c.no}.html?curr={page}"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/info/{6000 + a.no}.html"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(
            f"<li class='layui-nav-item'><a href='javascript:;' onclick=\"location.href='{u}'\">{esc(n)}</a></li>"
            for n, u in self.menu(s)
        )
        more = "".join(f"<dd><a href='{u}'>{esc(n)}</a></dd>" for n, u in self.menu(s, first=False))
        return (
            f"<!DOCTYPE html><html><head>{head}<script src='/layui/layui.js'></script></head><body><h1>{s.name}</h1>"
            f"<ul class='layui-nav'>{nav}</ul>{self.search_box(s)}{self.clock_line(s, d)}"
            f"<div class='layui-container'>{main}</div>"
            f"<dl class='layui-nav-child'>{more}"
            f"</dl>{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            rows = "".join(
                f"<tr onclick=\"openInfo('{6000 + a.no}')\" style='cursor:pointer'><td>{esc(a.title)}</td>"
                f"<td>{self.fdate(a.shown(d))}</td></tr>"
                for a in found
            )
            more = f"<a href='javascript:;' onclick=\"location.href='{c.path}'\">更多</a>"
            out.append(f"<fieldset><legend>{c.name}</legend><table class='layui-table'>{rows}</table>{more}</fieldset>")
        return "".join(out) + "<script>function openInfo(id){window.open('/info/'+id+'.html')}</script>"

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        data = [{"id": 6000 + a.no, "bt": a.title, "rq": self.fdate(a.shown(d)), "url": a.path} for a in c.entries(d)]
        text = json.dumps(data, ensure_ascii=False)
        return (
            f"<h2>{c.name}</h2><table class='layui-table' id='list'></table><div id='laypage'>"
            f"</div><script>var listData={text};\n"
            f"layui.use('laypage',function(){{showPage(listData,{self.size},{page});}});</script>"
        )

    def blank_list(self, s: Site, c: Column) -> str:
        return f"<h2>{c.name}</h2><table id='list'></table><script>var listData=[];</script>"


FAMILY = Layui()
