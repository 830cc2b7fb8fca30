"""Lists without any date: only the articles tell when they were published."""

from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class SiteServer(Family):
    """``/channels/17.html`` (page 2: ``17_2.html``), ``/contents/17/2031.html``; ``发布日期：2026年8月3日``."""

    key = "siteserver"
    size = 10
    style = "dl"
    footer = "frame"
    server = "Microsoft-IIS/10.0"
    label = "发布日期：{d}  来源：本站"

    def fdate(self, day: date) -> str:
        return f"{day.year}年{day.month:02d}月{day.day:02d}日"

    def list_path(self, c: Column, page: int) -> str:
        return f"/channels/{c.no}.html" if page == 1 else f"/channels/{c.no}_{page}.html"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/contents/{c.no}/{2000 + a.no}.html"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f"<div class=menu-item><a href={u}>{esc(n)}</a></div>" for n, u in self.menu(s))
        more = "".join(f"<p><a href={u}>{esc(n)}</a></p>" for n, u in self.menu(s, first=False))
        return (
            f"<!DOCTYPE html><html><head>{head}</head><body><div id=header>{s.name}{self.search_box(s)}</div>{nav}"
            f"<div id=content>{self.clock_line(s, d)}{main}</div><aside>{more}</aside>"
            f"{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            rows = "".join(f"<li><a href={a.path}>{esc(a.title)}</a></li>" for a in found)
            out.append(f"<div class=lm><strong><a href={c.path}>{c.name}</a></strong><ol>{rows}</ol></div>")
        return "".join(out)

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = "".join(f"<li><a href={a.path}>{esc(a.title)}</a></li>" for a in self.slice(c, page, d))
        options = "".join(
            f"<option value='{self.list_path(c, n)}'>第{n}页</option>" for n in range(1, self.page_count(c, d) + 1)
        )
        return f"<h2>{c.name}</h2><ul>{rows}</ul><select onchange='location=this.value'>{options}</select>"


FAMILY = SiteServer()
