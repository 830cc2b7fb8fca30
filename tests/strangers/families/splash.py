"""An entrance picture at ``/`` that leads on to ``/main/`` by a link and a refresh."""

from collections.abc import Callable
from datetime import date

from ..model import Answer, Article, Column, Site
from .base import Family, esc


class Splash(Family):
    """The home page leads on after five seconds; real lists print ``[08/03]`` at home and ``2026-08-03`` in columns."""

    key = "splash"
    size = 10
    style = "p"
    footer = "inline"
    server = "Apache"
    label = "【发布时间：{d} {t}】【字号 大 中 小】"

    def list_path(self, c: Column, page: int) -> str:
        return f"/main/{c.slug}/index.htm" if page == 1 else f"/main/{c.slug}/index{page}.htm"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/main/{c.slug}/content_{a.no}.htm"

    def home(self, s: Site, d: date) -> str:
        return (
            f"<html><head>{self.head(s, 'home', None, None, d)}"
            "<meta http-equiv='refresh' content='5;url=/main/index.htm'></head>"
            f"<body><center><a href='/main/index.htm'><img src='/images/enter.jpg' alt='进入{s.name}'></a></center>"
            f"{self.foot(s, 'home', s.home_path)}</body></html>"
        )

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(
            f"<area shape='rect' coords='{n * 90},0,{n * 90 + 88},40' href='{u}' alt='{esc(t)}'>"
            for n, (t, u) in enumerate(self.menu(s))
        )
        more = "".join(f"<li><a href='{u}'>{esc(t)}</a></li>" for t, u in self.menu(s, first=False))
        return (
            f"<html><head>{head}</head><body><img src='/images/menu.gif' usemap='#m'><map name='m'>{nav}</map>"
            f"{self.search_box(s)}{self.clock_line(s, d)}{main}<ul>{more}</ul>{foot}</body></html>"
        )

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            rows = "".join(f"<li><a href='{a.path}'>{esc(a.title)}</a> [{a.shown(d):%m/%d}]</li>" for a in found)
            out.append(f"<div><b><a href='{c.path}'>{c.name}</a></b><ul>{rows}</ul></div>")
        return "".join(out) + self.links_block(s)

    def home_data(self, s: Site) -> list[str]:
        return ["/main/index.htm"]

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = "".join(f"<li>{a.shown(d)} <a href='{a.path}'>{esc(a.title)}</a></li>" for a in self.slice(c, page, d))
        pages = self.page_count(c, d)
        links = " ".join(f"<a href='{self.list_path(c, n)}'>[{n}]</a>" for n in range(1, pages + 1))
        return f"<h3>{c.name}</h3><ul>{rows}</ul>{links}"

    def extras(self, s: Site) -> dict[str, Callable[[date], Answer]]:
        def inside(d: date) -> Answer:
            head = self.head(s, "home", None, None, d)
            page = self.shell(s, d, head, self.home_main(s, d), "home", self.foot(s, "home", "/main/index.htm"))
            return self.html(self.finish(s, d, page, "home"))

        return {"/main/index.htm": inside}


FAMILY = Splash()
