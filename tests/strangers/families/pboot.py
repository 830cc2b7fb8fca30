"""A responsive theme of cards: day and month of a date stand in two elements."""

from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class Pboot(Family):
    """``<b>03</b><i>2026-08</i>`` beside every title; page 2 is ``/xwdt/list_2.html``."""

    key = "pboot"
    size = 12
    style = "h4"
    footer = "picture"
    server = "nginx/1.20.1"
    label = "<i class='fa fa-clock'></i> {d} {t}"
    empty = "<div class='text-center text-secondary'>未查询到任何数据!</div>"

    def list_path(self, c: Column, page: int) -> str:
        return f"/{c.slug}/" if page == 1 else f"/{c.slug}/list_{page}.html"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/{c.slug}/{a.no}.html"

    def search_path(self) -> str:
        return "/search/"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f'<li class="nav-item"><a class="nav-link" href="{u}">{esc(n)}</a></li>' for n, u in self.menu(s))
        more = "".join(f'<a class="badge" href="{u}">{esc(n)}</a>' for n, u in self.menu(s, first=False))
        return (
            f'<!doctype html><html lang="zh"><head><meta charset="utf-8">{head}'
            '<meta name="viewport" content="width=device-width">'
            f'</head><body><nav class="navbar"><a class="navbar-brand" href="/">{s.name}</a>'
            f"<ul>{nav}</ul>{self.search_box(s)}</nav>"
            f'<div class="container">{self.clock_line(s, d)}{main}{more}</div>'
            f"{self.links_block(s) if where == 'home' else ''}<footer>{foot}</footer></body></html>"
        )

    def card(self, a: Article, d: date) -> str:
        day = a.shown(d)
        return (
            f'<div class="card"><div class="date"><b>{day:%d}</b><i>{day:%Y-%m}</i></div>'
            f'<a href="{a.path}"><h5>{esc(a.title)}</h5></a></div>'
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            cards = "".join(self.card(a, d) for a in found)
            out.append(
                f'<section><h4>{c.name}<a href="{c.path}">MORE+</a></h4><div class="row">{cards}</div></section>'
            )
        return "".join(out)

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        cards = "".join(self.card(a, d) for a in self.slice(c, page, d))
        pages = self.page_count(c, d)
        links = f'<a href="{self.list_path(c, page + 1)}" class="next">下一页</a>' if page < pages else ""
        return f"<h3>{c.name}</h3>{cards}<div class='pagination'><span>{page}/{pages}</span>{links}</div>"


FAMILY = Pboot()
