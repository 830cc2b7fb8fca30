"""Dates only in addresses: neither lists nor articles print one."""

from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class Empire(Family):
    """``/html/2026/0803/xw321.html``; page 2 is ``/html/xw/index_2.html``; the head's ``PubDate`` is left out, too."""

    key = "empire"
    charset = "gb18030"
    declared = "gb2312"
    header = "gb2312"
    size = 10
    dated = False
    style = "p"
    footer = "table"
    server = "Apache/2.4"

    def list_path(self, c: Column, page: int) -> str:
        return f"/html/{c.slug}/" if page == 1 else f"/html/{c.slug}/index_{page}.html"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/html/{a.day:%Y}/{a.day:%m%d}/{c.slug}{a.no}.html"

    def meta_pairs(self, s: Site, where: str, c: Column | None, a: Article | None, d: date) -> list[tuple[str, str]]:
        return [(n, v) for n, v in super().meta_pairs(s, where, c, a, d) if n != "PubDate"]

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f"<li><a href='{u}'>{esc(n)}</a></li>" for n, u in self.menu(s))
        more = "".join(f"[<a href='{u}'>{esc(n)}</a>]" for n, u in self.menu(s, first=False))
        return (
            f"<html><head>{head}</head><body class='listpage'><table class='top'><tr>"
            f"<td>{s.name}</td><td>{self.search_box(s)}</td>"
            f"</tr></table><ul class='nav'>{nav}</ul><table class='position'><tr>"
            f"<td>{self.clock_line(s, d)}{main}</td></tr></table>"
            f"<p>{more}</p>{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            rows = "".join(f"<tr><td><a href='{a.path}'>{esc(a.title)}</a></td></tr>" for a in found)
            out.append(f"<table class='box'><tr><td><a href='{c.path}'>{c.name}</a></td></tr>{rows}</table>")
        return "".join(out)

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = "".join(
            f"<li><a href='{a.path}' title='{esc(a.title)}'>{esc(a.title)}</a></li>" for a in self.slice(c, page, d)
        )
        pages = self.page_count(c, d)
        links = "&nbsp;".join(f"<a href='{self.list_path(c, n)}'>{n}</a>" for n in range(1, pages + 1))
        return (
            f"<h3>{c.name}</h3><ul class='newslist'>{rows}</ul><div class='list_page'>总数 "
            f"<b>{len(c.entries(d))}</b> {links}</div>"
        )

    def article_main(self, s: Site, c: Column, a: Article, d: date) -> str:
        return (
            f"<h1>{esc(a.title)}</h1><p class='info'>来源:{esc(s.organiser)} 作者:办公室</p>"
            f"<div>{self.body(s, a, d)}</div>"
        )


FAMILY = Empire()
