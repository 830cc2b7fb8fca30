"""Column pages that show their list in an inner frame; the footer is a frame as well."""

from collections.abc import Callable
from datetime import date

from ..model import Answer, Article, Column, Site
from .base import PAGES_DEEP, Family, esc


class PhpCms(Family):
    """``/index.php?m=content&c=index&a=lists&catid=7`` frames ``/list_frame.php?catid=7&page=1``."""

    key = "phpcms"
    size = 12
    style = "h4"
    footer = "frame"
    server = "nginx"
    label = "{d} {t}:00"

    def list_path(self, c: Column, page: int) -> str:
        path = f"/index.php?m=content&c=index&a=lists&catid={c.no}"
        return path if page == 1 else f"{path}&page={page}"

    def frame_path(self, c: Column, page: int) -> str:
        return f"/list_frame.php?catid={c.no}&page={page}"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/index.php?m=content&c=index&a=show&catid={c.no}&id={a.no}"

    def search_path(self) -> str:
        return "/search.php"

    def map_path(self) -> str:
        return "/map.php"

    def write_path(self) -> str:
        return "/formguide.php"

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        nav = "".join(f"<a href=\"{esc(u)}\" class='n'>{esc(n)}</a>" for n, u in self.menu(s))
        more = "".join(f'<a href="{esc(u)}">{esc(n)}</a>' for n, u in self.menu(s, first=False))
        return (
            f"<!DOCTYPE html><html><head>{head}</head><body><div class='header'>{s.name}{nav}{self.search_box(s)}</div>"
            f"<div class='main'>{self.clock_line(s, d)}{main}</div><div class='col-auto'>{more}</div>"
            f"{self.links_block(s) if where == 'home' else ''}{foot}</body></html>"
        )

    def rows(self, found: list[Article], d: date) -> str:
        return "".join(
            f"<li><a href=\"{esc(a.path)}\" target='_parent'>{esc(a.title)}</a>"
            f"<span class='rt'>{a.shown(d)} {a.clock()}</span></li>"
            for a in found
        )

    def home_main(self, s: Site, d: date) -> str:
        return "".join(
            f"<div class='box'><h5><a href=\"{esc(c.path)}\">{c.name}</a></h5><ul>{self.rows(found, d)}</ul></div>"
            for c, found in self.blocks(s, d)
        )

    def list_data(self, s: Site, c: Column, page: int) -> list[str]:
        return [self.frame_path(c, page)]

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        return (
            f"<h2>{c.name}</h2>"
            f"<iframe src='{esc(self.frame_path(c, page))}' width='700' height='600' frameborder='0'></iframe>"
        )

    def blank_list(self, s: Site, c: Column) -> str:
        return f"<h2>{c.name}</h2><iframe src='{esc(self.frame_path(c, 1))}' width='700' height='600'></iframe>"

    def extras(self, s: Site) -> dict[str, Callable[[date], Answer]]:
        out: dict[str, Callable[[date], Answer]] = {}
        for c in s.lists():
            for page in range(1, PAGES_DEEP):

                def make(d: date, c: Column = c, page: int = page) -> Answer:
                    pages = self.page_count(c, d)
                    step = f"<a href='{esc(self.frame_path(c, page + 1))}'>下一页</a>" if page < pages else ""
                    rows = self.rows(self.slice(c, page, d), d) or "<li>暂无</li>"
                    return self.html(
                        "<html><head><meta charset='utf-8'></head><body>"
                        f"<ul class='list'>{rows}</ul>{step}</body></html>"
                    )

                out[self.frame_path(c, page)] = make
        return out


FAMILY = PhpCms()
