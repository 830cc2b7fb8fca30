"""A menu written by an outside script, dates in Chinese numerals, a footer from a script."""

from collections.abc import Callable
from datetime import date

from ..model import Answer, Article, Column, Site
from .base import Family, esc, han_date


class JspMenu(Family):
    """``document.write`` of ``/js/menu.js``; lists print ``二〇二六年八月三日``; page 2 by ``goPage(2)`` of a form."""

    key = "jspmenu"
    size = 10
    style = "table"
    footer = "script"
    server = "WebLogic"
    meta_style = 2
    label = "信息发布日期：{d}"

    def fdate(self, day: date) -> str:
        return han_date(day)

    def list_path(self, c: Column, page: int) -> str:
        return f"/web/{c.slug}/list.jsp" if page == 1 else f"/web/{c.slug}/list.jsp?pageIndex={page}"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/web/{c.slug}/content.jsp?infoId={8000 + a.no}"

    def write_path(self) -> str:
        return "/web/mail/new.jsp"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        return (
            f"<!DOCTYPE html>\n<html><head>{head}</head><body><div class='hd'>{s.name}</div>"
            "<script src='/js/menu.js'></script>"
            f"{self.search_box(s)}<div class='bd'>{self.clock_line(s, d)}{main}</div>"
            f"{self.links_block(s) if where == 'home' else ''}<div class='ft'>{foot}</div></body></html>"
        )

    def rows(self, found: list[Article], d: date) -> str:
        return "".join(
            f"<p class='row'><a href='{a.path}'>{esc(a.title)}</a>&emsp;<small>{self.fdate(a.shown(d))}</small></p>"
            for a in found
        )

    def home_main(self, s: Site, d: date) -> str:
        return "".join(
            f"<div class='mk'><h4><a href='{c.path}'>{c.name}</a></h4>{self.rows(found, d)}</div>"
            for c, found in self.blocks(s, d)
        )

    def assets(self, s: Site) -> list[str]:
        return [*super().assets(s), "/js/menu.js"]

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        pages = self.page_count(c, d)
        links = "".join(f"<a href='#' onclick='goPage({n});return false'>{n}</a>" for n in range(1, pages + 1))
        form = (
            f"<form name='pf' method='get' action='/web/{c.slug}/list.jsp'>"
            f"<input type='hidden' name='pageIndex' value='{page}'></form>"
        )
        code = "<script>function goPage(n){document.pf.pageIndex.value=n;document.pf.submit();}</script>"
        return f"<h3>{c.name}</h3>{self.rows(self.slice(c, page, d), d)}{form}{links}{code}"

    def extras(self, s: Site) -> dict[str, Callable[[date], Answer]]:
        def menu(d: date) -> Answer:
            lines = [f"<li><a href='{u}'>{esc(n)}</a></li>" for n, u in self.menu(s)]
            below = [f"<dd><a href='{u}'>{esc(n)}</a></dd>" for n, u in self.menu(s, first=False)]
            code = [
                "document.write(\"<ul class='menu'>\");",
                *(f'document.write("{x}");' for x in lines),
                'document.write("</ul>");',
            ]
            code += ['document.write("<dl>");', *(f'document.write("{x}");' for x in below), 'document.write("</dl>");']
            return self.script("\n".join(code))

        return {"/js/menu.js": menu}


FAMILY = JspMenu()
