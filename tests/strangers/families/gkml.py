"""Directories of disclosed information: tables with 索引号, 成文日期 and 发布日期 under odd headings."""

from datetime import date, timedelta

from ..model import Article, Column, Site
from .base import Family, esc


class Gkml(Family):
    """Two dates a row: the day of signing (older) and the day of publication; page 2 is ``_2.shtml``."""

    key = "gkml"
    size = 10
    style = "table"
    footer = "table"
    server = "nginx"
    label = "发布日期：{d}"
    empty = "<table><tr><th>索引号</th><th>名称</th><th>成文日期</th><th>发布日期</th></tr></table>"

    def signed(self, a: Article) -> date:
        return a.data.get("signed") or a.day - timedelta(days=3 + a.no % 25)

    def list_path(self, c: Column, page: int) -> str:
        return f"/xxgk/{c.slug}.shtml" if page == 1 else f"/xxgk/{c.slug}_{page}.shtml"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/xxgk/detail/{s.code[:6]}{a.no:06d}.shtml"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f"<td><a href='{u}'>{esc(n)}</a></td>" for n, u in self.menu(s))
        tree = "".join(f"<div class='node'><a href='{u}'>{esc(n)}</a></div>" for n, u in self.menu(s, first=False))
        return (
            f"<!DOCTYPE html><html><head>{head}</head><body><h1>{s.name}</h1><table class='nav'><tr>{nav}</tr></table>"
            f"{self.search_box(s)}{self.clock_line(s, d)}<div class='tree'>{tree}</div><div class='right'>{main}</div>"
            f"{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def table(self, s: Site, found: list[Article], d: date) -> str:
        rows = "".join(
            f"<tr><td>{s.code[:6]}-{a.no:05d}</td><td><a href='{a.path}'>{esc(a.title)}</a></td>"
            f"<td>{self.signed(a)}</td><td>{a.shown(d)}</td></tr>"
            for a in found
        )
        return f"<table><tr><th>索引号</th><th>名 称</th><th>成文日期</th><th>发布日期</th></tr>{rows}</table>"

    def home_main(self, s: Site, d: date) -> str:
        return "".join(
            f"<div class='fl'><h3><a href='{c.path}'>{c.name}</a></h3>{self.table(s, found, d)}</div>"
            for c, found in self.blocks(s, d)
        )

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        pages = self.page_count(c, d)
        links = " ".join(f"<a href='{self.list_path(c, n)}'>{n}</a>" for n in range(1, pages + 1))
        return f"<h2>{c.name}</h2>{self.table(s, self.slice(c, page, d), d)}<div class='pages'>{links}</div>"

    def article_main(self, s: Site, c: Column, a: Article, d: date) -> str:
        head = (
            f"<table class='xxgk'><tr><td>索 引 号：</td><td>{s.code[:6]}-{a.no:05d}</td>"
            f"<td>发布机构：</td><td>{esc(s.organiser)}</td>"
            f"</tr><tr><td>成文日期：</td><td>{self.signed(a)}</td><td>发布日期：</td><td>{a.shown(d)}</td></tr></table>"
        )
        return f"{head}<h1>{esc(a.title)}</h1><div>{self.body(s, a, d)}</div>"


FAMILY = Gkml()
