"""A front end that draws itself: an empty page, a script that names addresses, JSON answers."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

from ..model import Answer, Article, Column, Site
from . import footers
from .base import PAGES_DEEP, Family, esc

ZONE = timezone(timedelta(hours=8))


class Spa(Family):
    """``/api/…`` answers hold lists with milliseconds since 1970; the article's text is JSON, too."""

    key = "spa"
    server = "openresty"
    size = 10
    style = "p"
    footer = "script"

    def list_path(self, c: Column, page: int) -> str:
        return f"/channel/{c.slug}" if page == 1 else f"/channel/{c.slug}?page={page}"

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        return f"/detail/{900000 + a.no}"

    def api_list(self, c: Column, page: int) -> str:
        return f"/api/content/list?channel={c.slug}&page={page}&size={self.size}"

    def stamp_of(self, a: Article, d: date) -> int:
        day = a.shown(d)
        return int(
            datetime(day.year, day.month, day.day, a.minute // 60, a.minute % 60, tzinfo=ZONE).timestamp() * 1000
        )

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        return (
            f"<!DOCTYPE html><html><head>{head}</head><body><noscript>请启用浏览器脚本"
            f"</noscript><div id='app'></div>{main}"
            "<script src='/static/js/site.conf.js'></script><script src='/static/js/app.js'>"
            f"</script>{foot}</body></html>"
        )

    def home_main(self, s: Site, d: date) -> str:
        return '<script>window.__PAGE__={"api":"/api/home/blocks","menu":"/api/menu"}</script>'

    def home_data(self, s: Site) -> list[str]:
        return ["/api/home/blocks"]

    def list_data(self, s: Site, c: Column, page: int) -> list[str]:
        return [self.api_list(c, page)]

    def article_data(self, s: Site, a: Article) -> list[str]:
        return [f"/api/content/detail?id={900000 + a.no}"]

    def assets(self, s: Site) -> list[str]:
        return [*super().assets(s), "/static/js/site.conf.js", "/static/js/app.js", "/api/menu"]

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        return f'<script>window.__PAGE__={{"api":"{self.api_list(c, page)}"}}</script>'

    def blank_list(self, s: Site, c: Column) -> str:
        return f'<script>window.__PAGE__={{"api":"{self.api_list(c, 1)}"}}</script>'

    def article_main(self, s: Site, c: Column, a: Article, d: date) -> str:
        return f'<script>window.__PAGE__={{"api":"/api/content/detail?id={900000 + a.no}"}}</script>'

    def entry(self, a: Article, d: date) -> dict[str, object]:
        return {"id": 900000 + a.no, "title": a.title, "url": a.path, "publishTime": self.stamp_of(a, d)}

    def extras(self, s: Site) -> dict[str, Callable[[date], Answer]]:
        out: dict[str, Callable[[date], Answer]] = {}

        def reply(data: object) -> Answer:
            return self.json(json.dumps({"code": 0, "msg": "ok", "data": data}, ensure_ascii=False))

        def home(d: date) -> Answer:
            blocks = [
                {"channel": c.slug, "name": c.name, "rows": [self.entry(a, d) for a in found]}
                for c, found in self.blocks(s, d)
            ]
            return reply({"blocks": blocks, "links": [{"name": n, "url": u} for n, u in s.home_links]})

        def menu(d: date) -> Answer:
            items = [{"name": n, "url": u} for n, u in self.menu(s)]
            return reply({"menu": items, "more": [{"name": n, "url": u} for n, u in self.menu(s, first=False)]})

        out["/api/home/blocks"] = home
        out["/api/menu"] = menu
        search = "" if s.faults.get("search") == "none" else f"searchUrl:'{self.search_path()}',"
        conf = (
            f"var SITE={{name:'{s.name}',{search}home:'/api/home/blocks',menu:'/api/menu',list:'/api/content/list'}};"
        )
        out["/static/js/site.conf.js"] = lambda d: self.script(conf)
        box = "" if s.faults.get("search") == "none" else "+'<input id=q placeholder=搜索><button>搜索</button>'"
        app = f"get(window.__PAGE__.api,function(r){{document.getElementById('app').innerHTML=draw(r){box};}});"
        out["/static/js/app.js"] = lambda d: self.script(app)
        for c in s.lists():
            for page in range(1, PAGES_DEEP):

                def listing(d: date, c: Column = c, page: int = page) -> Answer:
                    found = self.slice(c, page, d)
                    data = {"total": len(c.entries(d)), "page": page, "size": self.size}
                    return reply({**data, "rows": [self.entry(a, d) for a in found]})

                out[self.api_list(c, page)] = listing
            for a in c.articles:

                def detail(d: date, a: Article = a) -> Answer:
                    if not a.visible(d):
                        return 404, {"Content-Type": "application/json"}, b'{"code":404}'
                    return reply({**self.entry(a, d), "source": s.organiser, "content": self.body(s, a, d)})

                out[f"/api/content/detail?id={900000 + a.no}"] = detail
        return out

    def foot(self, s: Site, where: str, path: str) -> str:
        return footers.draw(self, s, where, path) + f"<!-- {esc(s.code)} -->"


FAMILY = Spa()
