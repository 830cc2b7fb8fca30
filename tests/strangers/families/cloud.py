"""A shared platform for many bodies: dots in dates, bytes in GB18030 while the server says UTF-8."""

from datetime import date

from ..model import Article, Column, Site
from .base import Family, esc


class Cloud(Family):
    """``2026.08.03`` before the title; ``/cms/xw/list_2.shtml``; the head says GBK and is right, the server is not."""

    key = "cloud"
    charset = "gb18030"
    declared = "gbk"
    header = "utf-8"
    size = 10
    style = "dl"
    footer = "picture"
    server = "openresty"
    label = "时间：{d}"
    meta_style = 1

    def fdate(self, day: date) -> str:
        return f"{day:%Y.%m.%d}"

    def list_path(self, c: Column, page: int) -> str:
        return f"/cms/{c.slug}/list.shtml" if page == 1 else f"/cms/{c.slug}/list_{page}.shtml"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/cms/{c.slug}/{s.salt % 90 + 10}{a.no:05d}.shtml"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f"<div><a href='{u}'>{esc(n)}</a></div>" for n, u in self.menu(s))
        more = "".join(f"<span><a href='{u}'>{esc(n)}</a></span>" for n, u in self.menu(s, first=False))
        return (
            f"<!DOCTYPE html><html><head>{head}</head><body><div id='nav'>{nav}</div>"
            f"<div id='so'>{self.search_box(s)}</div>"
            f"<div id='mid'>{self.clock_line(s, d)}{main}</div><div id='more'>{more}</div>"
            f"{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def rows(self, found: list[Article], d: date) -> str:
        return "".join(
            f"<tr><td class='d'>{self.fdate(a.shown(d))}</td><td><a href='{a.path}'>{esc(a.title)}</a></td></tr>"
            for a in found
        )

    def home_main(self, s: Site, d: date) -> str:
        return "".join(
            f"<table class='lm'><tr><td colspan='2'><a href='{c.path}'>{c.name}</a></td>"
            f"</tr>{self.rows(found, d)}</table>"
            for c, found in self.blocks(s, d)
        )

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        pages = self.page_count(c, d)
        step = f"<a href='{self.list_path(c, page + 1)}'>下页</a>" if page < pages else ""
        table = f"<table>{self.rows(self.slice(c, page, d), d)}</table>"
        return f"<h3>{c.name}</h3>{table}<p>{page}/{pages} {step}</p>"


FAMILY = Cloud()
