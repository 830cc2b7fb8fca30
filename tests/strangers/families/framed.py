"""Server pages with a frameset: menu, content and footer are documents of their own."""

from collections.abc import Callable
from datetime import date

from ..model import Answer, Article, Column, Site
from . import footers
from .base import Family, esc


class Framed(Family):
    """The home page is a ``<frameset>``; lists print ``2026年8月3日``; bytes are GBK though the head says gb2312."""

    key = "framed"
    charset = "gb18030"
    declared = "gb2312"
    header = None
    server = "Resin/3.0.21"
    size = 10
    style = "dl"
    footer = "table"
    label = "日期：{d}"

    def fdate(self, day: date) -> str:
        return f"{day.year}年{day.month}月{day.day}日"

    def list_path(self, c: Column, page: int) -> str:
        return f"/list.jsp?cid={c.no}" if page == 1 else f"/list.jsp?cid={c.no}&p={page}"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/view.jsp?id={5000 + a.no}"

    def search_path(self) -> str:
        return "/so.jsp"

    def map_path(self) -> str:
        return "/map.jsp"

    def write_path(self) -> str:
        return "/letter.jsp"

    def home(self, s: Site, d: date) -> str:
        return (
            f"<html><head>{self.head(s, 'home', None, None, d)}</head>"
            "<frameset rows='120,*,130' frameborder='no' border='0'><frame src='/top.jsp' name='top' scrolling='no'>"
            "<frame src='/main.jsp' name='main'><frame src='/bottom.jsp' name='bottom' scrolling='no'>"
            "<noframes><body>您的浏览器不支持框架</body></noframes></frameset></html>"
        )

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        side = "".join(f"<br><a href='{u}'>{esc(n)}</a>" for n, u in self.menu(s, first=False))
        return f"<html><head>{head}</head><body><center>{main}{side}</center><hr>{foot}</body></html>"

    def home_main(self, s: Site, d: date) -> str:
        out = []
        for c, found in self.blocks(s, d):
            rows = "".join(
                f"<tr><td><img src='/images/dot.gif'><a href='{a.path}' target='_blank'>{esc(a.title)}</a></td>"
                f"<td nowrap>({a.shown(d).month}月{a.shown(d).day}日)</td></tr>"
                for a in found
            )
            out.append(f"<table><caption><a href='{c.path}'>{c.name}</a></caption>{rows}</table>")
        return self.clock_line(s, d) + "".join(out) + self.links_block(s)

    def home_data(self, s: Site) -> list[str]:
        return ["/top.jsp", "/main.jsp", "/bottom.jsp"]

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        rows = "".join(
            f"<tr><td><a href='{a.path}' target='_blank'>{esc(a.title)}</a></td>"
            f"<td nowrap>{self.fdate(a.shown(d))}</td></tr>"
            for a in self.slice(c, page, d)
        )
        pages = self.page_count(c, d)
        pager = f"第{page}/{pages}页 "
        if page < pages:
            pager += f"<a href='{self.list_path(c, page + 1)}'>下一页</a> <a href='{self.list_path(c, pages)}'>尾页</a>"
        return f"<h3>{c.name}</h3><table width='90%'>{rows}</table>{pager}"

    def extras(self, s: Site) -> dict[str, Callable[[date], Answer]]:
        def top(d: date) -> Answer:
            nav = " ".join(f"<a href='{u}' target='main'>{esc(n)}</a>" for n, u in self.menu(s))
            return self.html(
                f"<html><head><meta charset='gb2312'></head><body>{s.name} {nav} {self.search_box(s)}</body></html>"
            )

        def main(d: date) -> Answer:
            page = f"<html><head><meta charset='gb2312'></head><body>{self.home_main(s, d)}</body></html>"
            return self.html(self.finish(s, d, page, "home"))

        def bottom(d: date) -> Answer:
            return self.html(
                f"<html><head><meta charset='gb2312'></head><body>{footers.draw(self, s, 'home', '/')}</body></html>"
            )

        return {"/top.jsp": top, "/main.jsp": main, "/bottom.jsp": bottom}


FAMILY = Framed()
