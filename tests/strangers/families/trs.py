"""Static pages of a publishing system with addresses ``t20260803_123456.html`` and a pager written by a script."""

from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class Trs(Family):
    """Lists ``<li><a>…</a><span>2026-08-03</span>"
    "</li>``; page 2 is ``index_1.html``; a script holds the count."""

    key = "trs"
    size = 10
    label = "发布时间：{d} {t}"
    style = "table"

    def list_path(self, c: Column, page: int) -> str:
        return f"/{c.slug}/" if page == 1 else f"/{c.slug}/index_{page - 1}.html"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/{c.slug}/{a.day:%Y%m}/t{a.day:%Y%m%d}_{480000 + a.no}.html"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f"<li><a href='{u}'>{esc(n)}</a></li>" for n, u in self.menu(s))
        sub = "".join(f"<a href='{u}'>{esc(n)}</a>" for n, u in self.menu(s, first=False))
        return (
            f"<!DOCTYPE html>\n<html lang='zh-CN'><head>{head}<link rel='stylesheet' href='/css/gs.css'></head><body>"
            f"<div class='top'>{self.clock_line(s, d)}{self.search_box(s)}</div><h1 class='logo'>{s.name}</h1>"
            f"<ul class='nav'>{nav}</ul><div class='wrap'>{main}</div><div class='subnav'>{sub}</div>"
            f"{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            rows = "".join(
                f"<li><a href='.{a.path}'>{esc(a.title)}</a><span>{a.shown(d):%m-%d}</span></li>" for a in found
            )
            out.append(f"<div class='box'><h3><a href='{c.path}'>{c.name}</a></h3><ul>{rows}</ul></div>")
        return "".join(out)

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = []
        for a in self.slice(c, page, d):
            pin = "<i>置顶</i>" if a.data.get("pinned") else ""
            link = "." + a.path.removeprefix(f"/{c.slug}")
            rows.append(f"<li>{pin}<a href='{link}' target='_blank'>{esc(a.title)}</a><span>{a.shown(d)}</span></li>")
        pager = f'<script>createPageHTML({self.page_count(c, d)}, {page - 1}, "index", "html");</script>'
        return f"<div class='gl_list'><h2>{c.name}</h2><ul>{''.join(rows)}</ul><div class='page'>{pager}</div></div>"


FAMILY = Trs()
