"""A home page of tiles that only lead on; second-level pages hold everything."""

from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class NavOnly(Family):
    """No entry and no date at home; lists print ``发布于 2026-08-03``; page 2 by ``?page=2`` behind a number."""

    key = "navonly"
    size = 12
    style = "h4"
    footer = "picture"
    server = "nginx"
    label = "发布于 {d} {t}"

    def list_path(self, c: Column, page: int) -> str:
        return f"/m/{c.slug}" if page == 1 else f"/m/{c.slug}?page={page}"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/m/{c.slug}/{a.no}"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "" if where == "home" else "".join(f"<a href='{u}'>{esc(n)}</a>" for n, u in self.menu(s))
        return (
            f"<!DOCTYPE html><html><head>{head}</head><body><header>{s.name}{nav}{self.search_box(s)}</header>"
            f"<main>{self.clock_line(s, d)}{main}"
            f"</main>{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def home_main(self, s: Site, d: date) -> str:
        items = self.menu(s)[1:] + self.menu(s, first=False)
        return "".join(
            f"<div class='tile'><a href='{u}'><img src='/ico/{i}.png'><p>{esc(n)}</p></a></div>"
            for i, (n, u) in enumerate(items)
        )

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = "".join(
            f"<section><a href='{a.path}'><h4>{esc(a.title)}</h4></a><p>发布于 {a.shown(d)}</p></section>"
            for a in self.slice(c, page, d)
        )
        pages = self.page_count(c, d)
        links = "".join(f"<a href='{self.list_path(c, n)}'>{n}</a>" for n in range(1, pages + 1))
        return f"<h3>{c.name}</h3>{rows}<div class='pg'>{links}</div>"


FAMILY = NavOnly()
