"""What every content system of the town has in common: addresses, heads, menus, routes, bytes.

A family is one object without state. It answers ``(site, path, day)``; what it prints follows from the site's columns
and from ``site.faults``. Families override addresses, lists, dates, shells; nothing here draws a page alone.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from datetime import date
from typing import Any

from ..model import Answer, Article, Column, Site
from . import bodies, footers

HAN = "〇一二三四五六七八九"
PAGES_DEEP = 8


def esc(text: str) -> str:
    """Text for HTML."""
    return html.escape(text, quote=True)


def han_date(day: date) -> str:
    """二〇二六年八月三日."""

    def small(n: int) -> str:
        if n < 10:
            return HAN[n]
        return ("" if n < 20 else HAN[n // 10]) + "十" + (HAN[n % 10] if n % 10 else "")

    return "".join(HAN[int(c)] for c in str(day.year)) + f"年{small(day.month)}月{small(day.day)}日"


class Family:
    """One content system; see the modules beside this one."""

    key = ""
    charset = "utf-8"  # the bytes
    declared = "utf-8"  # what the page's head says
    header: str | None = "utf-8"  # what the server says
    server = "nginx"
    size = 12
    style = "p"  # how bodies are laid out
    label = "发布时间：{d} {t}"
    footer = "inline"
    meta_style = 0
    empty = "<p>暂无内容</p>"
    home_rows = 4
    deep = True  # whether lists have a second page of their own
    dated = True  # whether pages print dates at all

    # addresses -------------------------------------------------------------------------------------------------
    def list_path(self, c: Column, page: int) -> str:
        raise NotImplementedError

    def article_path(self, s: Site, c: Column, a: Article) -> str:
        raise NotImplementedError

    def search_path(self) -> str:
        return "/search/index.html"

    def map_path(self) -> str:
        return "/wzdt/index.html"

    def write_path(self) -> str:
        return "/hdjl/write.html"

    def article_link(self, s: Site, a: Article, other: Article) -> str:
        """How an article's text points at another one."""
        return other.path

    def column_url(self, s: Site, c: Column) -> str:
        return c.target or c.path

    # drawing ---------------------------------------------------------------------------------------------------
    def fdate(self, day: date) -> str:
        return day.isoformat()

    def stamp(self, a: Article, d: date) -> str:
        """The line of publication on an article."""
        return self.label.format(d=self.fdate(a.shown(d)), t=a.clock())

    def shell(self, s: Site, d: date, head: str, main: str, where: str, foot: str) -> str:
        raise NotImplementedError

    def home_main(self, s: Site, d: date) -> str:
        raise NotImplementedError

    def list_main(self, s: Site, c: Column, page: int, d: date) -> str:
        raise NotImplementedError

    def article_main(self, s: Site, c: Column, a: Article, d: date) -> str:
        return (
            f"<div class='con'><h1>{esc(a.title)}</h1>"
            f"<div class='info'>{self.stamp(a, d)} 来源：{esc(s.organiser)}</div>"
            f"<div class='text'>{self.body(s, a, d)}</div></div>"
        )

    def body(self, s: Site, a: Article, d: date) -> str:
        return bodies.draw(self, s, a, d)

    def extras(self, s: Site) -> dict[str, Callable[[date], Answer]]:
        """Further addresses: scripts, data, frames."""
        return {}

    # what a crawler has to fetch beside a page -----------------------------------------------------------------
    def home_data(self, s: Site) -> list[str]:
        """Frames and answers that the home page names and that change with it."""
        return ["/index.html"] if s.faults.get("redirects") else []

    def list_data(self, s: Site, c: Column, page: int) -> list[str]:
        return []

    def article_data(self, s: Site, a: Article) -> list[str]:
        return []

    def assets(self, s: Site) -> list[str]:
        """Scripts and frames that seldom change."""
        files = {"script": [footers.SCRIPT], "frame": [footers.FRAME]}.get(self.footer, [])
        return [*files, "/js/so.js"] if s.faults.get("search") == "script" else files

    # parts -----------------------------------------------------------------------------------------------------
    def slice(self, c: Column, page: int, d: date) -> list[Article]:
        return c.entries(d)[(page - 1) * self.size : page * self.size]

    def page_count(self, c: Column, d: date) -> int:
        return max(1, -(-len(c.entries(d)) // self.size))

    def menu(self, s: Site, first: bool = True) -> list[tuple[str, str]]:
        """Names and addresses of the main menu, or of what lies below it."""
        items = [(c.name, self.column_url(s, c)) for c in s.columns.values() if c.first_level == first]
        hidden = {s.columns[k].name for k in s.faults.get("hidden", ()) if k in s.columns}
        items = [(n, u) for n, u in items if n not in hidden]
        return [("首页", s.home_path), *items] if first else items

    def blocks(self, s: Site, d: date) -> list[tuple[Column, list[Article]]]:
        """The columns that the home page shows, with their newest entries."""
        return [(c, c.entries(d)[: self.home_rows]) for c in s.columns.values() if c.on_home]

    def clock_line(self, s: Site, d: date) -> str:
        """Today's date in the page's head: news of no kind, though it changes every day."""
        if not s.faults.get("clock"):
            return ""
        week = "一二三四五六日"[d.weekday()]
        return f"<span class='today'>今天是 {d.year}年{d.month}月{d.day}日 星期{week}</span>"

    def search_box(self, s: Site) -> str:
        mode = s.faults.get("search", "form")
        if mode == "none":
            return ""
        if mode == "icon":
            return f"<a href='{self.search_path()}' title='站内搜索'><img src='/images/so.png' alt='搜索'></a>"
        if mode == "script":
            return "<script src='/js/so.js'></script>"
        return (
            f"<form action='{self.search_path()}' method='get'><input type='text' name='q' placeholder='请输入关键字'>"
            "<input type='submit' value='搜索'></form>"
        )

    def meta_pairs(self, s: Site, where: str, c: Column | None, a: Article | None, d: date) -> list[tuple[str, str]]:
        """The tags of page_standards.md §1 after the site's faults."""
        pairs = [("SiteName", s.name_on(d)), ("SiteDomain", s.host), ("SiteIDCode", s.code)]
        if c and where in ("list", "article", "page"):
            pairs += [("ColumnName", c.name), ("ColumnType", c.cls or c.name)]
        if c and where in ("list", "page"):
            pairs += [
                ("ColumnDescription", f"{s.organiser}{c.name}栏目"),
                ("ColumnKeywords", f"{c.name},{s.organiser}"),
            ]
        if a:
            pairs += [("ArticleTitle", a.title), ("PubDate", f"{a.shown(d).isoformat()} {a.clock()}")]
            pairs += [("ContentSource", s.organiser), ("Keywords", a.title[:6]), ("Author", "")]
        fault = s.faults.get("metas")
        if fault == "none":
            return []
        if fault == "null":
            pairs = [(n, "null" if n in ("ColumnName", "ContentSource", "SiteDomain") else v) for n, v in pairs]
        if fault == "code":
            pairs = [(n, "9999990001" if n == "SiteIDCode" else v) for n, v in pairs]
        if fault == "article" and a:
            pairs = [(n, v) for n, v in pairs if n not in ("PubDate", "ContentSource", "ArticleTitle")]
        return pairs

    def metas(self, s: Site, where: str, c: Column | None, a: Article | None, d: date) -> str:
        style = s.faults.get("meta_style", self.meta_style)
        lines = []
        for n, v in self.meta_pairs(s, where, c, a, d):
            v = esc(v)
            if style == 1:
                lines.append(f"<meta content='{v}' name='{n}'/>")
            elif style == 2:
                lines.append(f'<META NAME="{n}" CONTENT="{v}">')
            elif style == 3:
                lines.append(f'<meta name="{n.lower()}" content="{v}" />')
            else:
                lines.append(f'<meta name="{n}" content="{v}">')
        return "\n".join(lines)

    def page_title(self, s: Site, c: Column | None, a: Article | None, d: date) -> str:
        spam = s.faults.get("title_spam")
        if spam and spam[0] <= d <= spam[1]:
            return spam[2]
        parts = [a.title] if a else []
        if c:
            parts.append(c.name)
        return esc("_".join([*parts, s.name_on(d)]))

    def head(self, s: Site, where: str, c: Column | None, a: Article | None, d: date) -> str:
        return (
            f'<meta http-equiv="Content-Type" content="text/html; charset={self.declared}">\n'
            f"<title>{self.page_title(s, c, a, d)}</title>\n{self.metas(s, where, c, a, d)}"
        )

    def links_block(self, s: Site) -> str:
        """Friendly links and topics of the home page."""
        pictures = s.faults.get("picture_links", [])
        if not s.home_links and not pictures:
            return ""
        inner = "".join(
            f"<a href='{esc(u)}'><img src='/images/p{i}.jpg' alt='{n}'></a>" for i, (n, u) in enumerate(pictures)
        )
        inner += " ".join(f"<a href='{esc(u)}' target='_blank'>{esc(n)}</a>" for n, u in s.home_links)
        return f"<div class='yqlj'><span>相关链接</span>{inner}</div>"

    def foot(self, s: Site, where: str, path: str) -> str:
        return footers.draw(self, s, where, path)

    # answers ---------------------------------------------------------------------------------------------------
    def routes(self, s: Site) -> dict[str, tuple[str, Any]]:
        """All addresses that the family itself draws, built once."""
        if s.routes:
            return s.routes
        table: dict[str, tuple[str, Any]] = {s.home_path: ("home", None)}
        for c in s.columns.values():
            if c.kind == "link":
                continue
            if c.kind == "page":
                table[c.path] = ("page", c)
                continue
            for page in range(1, PAGES_DEEP + 1):
                table[self.list_path(c, page)] = ("list", (c, page))
            for a in c.articles:
                table[a.path] = ("article", (c, a))
                for name in a.data.get("files", []):
                    table[name] = ("file", (a, name))
        table.setdefault("/index.html", ("home", None))
        table[self.search_path()] = ("search", None)
        table[self.map_path()] = ("map", None)
        table[self.write_path()] = ("write", None)
        table["/js/so.js"] = ("so", None)
        for path, make in {**self.extras(s), **footers.extras(self, s)}.items():
            table[path] = ("extra", make)
        s.routes = table
        return table

    def prepare(self, s: Site) -> None:
        """Give every column and article its address."""
        for c in s.columns.values():
            if c.kind != "link" and not c.path:
                c.path = self.list_path(c, 1)
            for a in c.articles:
                if not a.path:
                    a.path = self.article_path(s, c, a)
        s.routes = {}

    def answer(self, s: Site, path: str, d: date) -> Answer:
        kind, what = self.routes(s).get(path, ("none", None))
        if kind == "none" and path.split("?")[0].endswith((".png", ".jpg", ".gif", ".css", "layui.js")):
            return 200, {"Content-Type": "application/octet-stream", "Server": self.server}, b"\x89"
        if kind == "none" and "?" in path:
            kind, what = self.routes(s).get(path.split("?")[0], ("none", None))
            if kind != "search":
                kind = "none"
        if kind == "extra":
            return what(d)
        if kind == "home":
            return self.html(self.finish(s, d, self.home(s, d), "home"))
        if kind == "list" and what[1] <= self.page_count(what[0], d):
            c, page = what
            main = self.blank_list(s, c) if not c.entries(d) else self.list_main(s, c, page, d)
            if c.cls == "咨询":
                main += f"<p><a class='xx' href='{self.write_path()}'>我要写信</a></p>"
            return self.html(self.wrap(s, d, main, "list", path, c))
        if kind == "page":
            main = f"<div class='con'><h2>{esc(what.name)}</h2>{bodies.single(self, s, what, d)}</div>"
            return self.html(self.wrap(s, d, main, "page", path, what))
        if kind == "article" and what[1].visible(d):
            c, a = what
            return self.html(self.wrap(s, d, self.article_main(s, c, a, d), "article", path, c, a))
        if kind == "file" and what[0].visible(d) and not s.faults.get("files_dead"):
            return (
                200,
                {"Content-Type": "application/msword", "Server": self.server},
                b"\xd0\xcf\x11\xe0" + what[1].encode(),
            )
        if kind == "search":
            return self.html(self.wrap(s, d, self.search_main(s), "page", path))
        if kind == "map":
            inner = "".join(f"<li><a href='{u}'>{esc(n)}</a></li>" for n, u in self.menu(s) + self.menu(s, first=False))
            return self.html(self.wrap(s, d, f"<h2>网站地图</h2><ul class='map'>{inner}</ul>", "page", path))
        if kind == "write" and not s.faults.get("no_channel"):
            return self.html(self.wrap(s, d, bodies.letter_form(), "page", path))
        if kind == "so":
            code = (
                f"document.write(\"<form action='{self.search_path()}'><input name='q'><button>搜索</button></form>\");"
            )
            return self.script(code)
        return self.missing(s, d)

    def home(self, s: Site, d: date) -> str:
        foot = self.foot(s, "home", s.home_path)
        return self.shell(s, d, self.head(s, "home", None, None, d), self.home_main(s, d), "home", foot)

    def wrap(
        self, s: Site, d: date, main: str, where: str, path: str, c: Column | None = None, a: Article | None = None
    ) -> str:
        page = self.shell(s, d, self.head(s, where, c, a, d), main, where, self.foot(s, where, path))
        return self.finish(s, d, page, where)

    def finish(self, s: Site, d: date, page: str, where: str) -> str:
        """Put what intruders left before the end of the page."""
        for first, last, on, piece in s.faults.get("inject", []):
            if first <= d <= last and on in (where, "all"):
                page = page.replace("</body>", piece + "</body>")
        return page

    def blank_list(self, s: Site, c: Column) -> str:
        return f"<div class='list'><h2>{esc(c.name)}</h2>{self.empty}</div>"

    def search_main(self, s: Site) -> str:
        kinds = "".join(f"<a href='{self.search_path()}?type={n}'>{n}</a> " for n in ("新闻", "政策", "服务"))
        return (
            f"<h2>站内搜索</h2><form action='{self.search_path()}'><input name='q'><button>搜索</button></form>{kinds}"
        )

    def missing(self, s: Site, d: date) -> Answer:
        body = (
            "<html><head><title>404</title></head><body><p>您访问的页面不存在</p>"
            f"<a href='{s.home_path}'>返回首页</a></body></html>"
        )
        return 404, {"Content-Type": "text/html", "Server": self.server}, body.encode(self.charset, "xmlcharrefreplace")

    def html(self, text: str) -> Answer:
        kind = "text/html" + (f"; charset={self.header}" if self.header else "")
        return 200, {"Content-Type": kind, "Server": self.server}, text.encode(self.charset, "xmlcharrefreplace")

    def script(self, text: str) -> Answer:
        kind = "application/javascript" + (f"; charset={self.header}" if self.header else "")
        return 200, {"Content-Type": kind, "Server": self.server}, text.encode(self.charset, "replace")

    def json(self, text: str) -> Answer:
        return 200, {"Content-Type": "application/json;charset=UTF-8", "Server": self.server}, text.encode()

    def rng(self, s: Site, *more: object) -> random.Random:
        return random.Random(f"{s.code}/{s.salt}/" + "/".join(map(str, more)))
