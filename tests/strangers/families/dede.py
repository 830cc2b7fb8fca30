"""A weaving system of PHP: dynamic lists, static articles, dates without a year in lists."""

from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class Dede(Family):
    """``/plus/list.php?tid=3&PageNo=2``; lists print ``08-03``, articles ``时间:2026-08-03 09:12``."""

    key = "dede"
    charset = "gb18030"
    declared = "gbk"
    header = "gbk"
    server = "Apache/2.2.15"
    size = 10
    style = "p"
    footer = "inline"
    label = "时间:{d} {t}"
    empty = "<ul class='e2'></ul>"

    def list_path(self, c: Column, page: int) -> str:
        return f"/plus/list.php?tid={c.no}" if page == 1 else f"/plus/list.php?tid={c.no}&PageNo={page}"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/a/{c.slug}/{a.no}.html"

    def search_path(self) -> str:
        return "/plus/search.php"

    def map_path(self) -> str:
        return "/data/sitemap.html"

    def write_path(self) -> str:
        return "/plus/guestbook.php?action=post"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f"<li><a href='{u}' rel='dropmenu'><span>{esc(n)}</span></a></li>" for n, u in self.menu(s))
        more = " ".join(f"<a href='{u}'>{esc(n)}</a>" for n, u in self.menu(s, first=False))
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">\n<html>\n<head>\n'
            f"{head}\n</head>\n<body class='articlelist'>\n"
            f"<div class='header'>{s.name}{self.clock_line(s, d)}{self.search_box(s)}</div>"
            f"<ul id='nav'>{nav}</ul><div class='w960'>{main}</div><div class='more'>{more}</div>"
            f"{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            rows = "".join(f"<dd><em>{a.shown(d):%m-%d}</em><a href='{a.path}'>{esc(a.title)}</a></dd>" for a in found)
            out.append(f"<dl class='tbox'><dt><strong><a href='{c.path}'>{c.name}</a></strong></dt>{rows}</dl>")
        return "".join(out)

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = "".join(
            f"<li><a href='{a.path}' class='title'>{esc(a.title)}</a><span class='info'>{a.shown(d):%m-%d}</span></li>"
            for a in self.slice(c, page, d)
        )
        pages = self.page_count(c, d)
        links = "".join(f"<li><a href='{self.list_path(c, n)}'>{n}</a></li>" for n in range(1, pages + 1))
        return (
            f"<div class='place'><a href='/'>主页</a> > {c.name} > </div><ul class='e2'>{rows}</ul>"
            f"<ul class='pagelist'>{links}</ul>"
        )


FAMILY = Dede()
