"""A blog system bent to a department: relative dates in lists, ``<time datetime>`` and JSON-LD in articles."""

import json
from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class Press(Family):
    """Lists say ``3天前`` (older: ``2026.08.03``); page 2 is ``/category/xw/page/2/``; articles ``/archives/412``."""

    key = "press"
    size = 10
    style = "p"
    footer = "inline"
    server = "Apache"
    meta_style = 3

    def list_path(self, c: Column, page: int) -> str:
        return f"/category/{c.slug}/" if page == 1 else f"/category/{c.slug}/page/{page}/"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/archives/{a.no}"

    def search_path(self) -> str:
        return "/search"

    def map_path(self) -> str:
        return "/sitemap-page/"

    def write_path(self) -> str:
        return "/contact-us/"

    def ago(self, a: Article, d: date) -> str:
        gap = (d - a.shown(d)).days
        if gap < 0 or gap > 27:
            return f"{a.shown(d):%Y.%m.%d}"
        return f"{gap}天前" if gap else "今天"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(
            f'<li id="menu-item-{n}"><a href="{u}">{esc(t)}</a></li>' for n, (t, u) in enumerate(self.menu(s))
        )
        more = "".join(f'<li class="cat-item"><a href="{u}">{esc(t)}</a></li>' for t, u in self.menu(s, first=False))
        return (
            f'<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="UTF-8" />{head}'
            '<meta name="generator" content="WordPress 5.2" />'
            f'</head><body class="{where}"><header><a href="/">{s.name}</a>{self.search_box(s)}'
            f'</header><ul id="menu">{nav}</ul>'
            f"<main>{self.clock_line(s, d)}{main}</main><aside><ul>{more}</ul></aside>"
            f"{self.links_block(s) if where == 'home' else ''}<footer>{foot}</footer></body></html>"
        )

    def row(self, a: Article, d: date) -> str:
        return (
            f'<article id="post-{a.no}"><h2><a href="{a.path}" rel="bookmark">{esc(a.title)}</a></h2>'
            f'<span class="posted-on">{self.ago(a, d)}</span></article>'
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            out.append(
                f'<section><h3><a href="{c.path}">{c.name}</a></h3>{"".join(self.row(a, d) for a in found)}</section>'
            )
        return "".join(out)

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = "".join(self.row(a, d) for a in self.slice(c, page, d))
        older = (
            f'<a class="next" href="{self.list_path(c, page + 1)}">较早的文章</a>'
            if page < self.page_count(c, d)
            else ""
        )
        return f"<h1>分类：{c.name}</h1>{rows}<nav>{older}</nav>"

    def article_main(self, s: Site, c: Column, a: Article, d: date) -> str:
        stamp = f"{a.shown(d).isoformat()}T{a.clock()}:00+08:00"
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.title, "datePublished": stamp}
        return (
            f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}'
            f"</script><article><h1>{esc(a.title)}</h1>"
            f'<time class="entry-date published" datetime="{stamp}">{a.shown(d):%Y.%m.%d}</time>'
            f'<div class="entry-content">{self.body(s, a, d)}</div></article>'
        )


FAMILY = Press()
