"""The web of the city: what an address answers on a day. A pure function of seed, address and day.

Four looks (a list, cards, a table, a gateway without items), four ways of printing dates, and charsets
as they are found: UTF-8, GBK declared as gb2312 by the page alone, and GBK that the page calls utf-8
while the header says what it is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo.city import faults, registry
from demo.city.names import ACCOUNTS, CITY, COLUMN, COLUMNS, DOMAIN, LETTERS, Column
from demo.city.registry import Account, Site
from demo.city.schedule import account_line, column_line
from demo.city.writing import article, letter, post

ITEMS_ON_HOME, ITEMS_IN_COLUMN = 3, 10
ANSWERED_AFTER = timedelta(days=3)  # a letter
# The marks' own hosts, as footers name them; the city's server stands in for them.
STAND_INS = ("zfwzgl.www.gov.cn", "bszs.conac.cn", "beian.miit.gov.cn", "www.beian.gov.cn")
ERROR_ENTRY = "http://zfwzgl.www.gov.cn/exposure/jiucuo.html"
ROBOTS = "User-agent: *\nAllow: /\n"
DEAD_HOST = f"minsu.{DOMAIN}"
MARKS = frozenset({"site_code", "icp", "police", "conac", "error_entry", "organiser", "contact"})
PAGE_KINDS = (
    "blank",
    "dead_links",
    "forbidden_link",
    "missing_marks",
    "no_entry",
    "wrong_entry",
    "codeless_entry",
    "bad_tag",
    "tag_case",
)

_ARTICLE = re.compile(r"/(\w+)/\d{6}/t(\d{4})(\d\d)(\d\d)_\d+\.html")
_ATTACHMENT = re.compile(r"/files/(\w+)/(\d{4})(\d\d)(\d\d)\.txt")
_POST = re.compile(r"/(\w+)/(\w+)/(?:(\d{4})(\d\d)(\d\d)\.html)?")
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


class Answer:
    """What an address answers: status, headers, body."""

    def __init__(self, body: str | bytes, content_type: str, status: int = 200, location: str = "") -> None:
        self.body = body if isinstance(body, bytes) else body.encode()
        self.content_type, self.status, self.location = content_type, status, location

    @cached_property
    def digest(self) -> str:
        """SHA-1 of the body in Base32, as WARC writes it."""
        return base64.b32encode(hashlib.sha1(self.body).digest()).decode()


class Item(NamedTuple):
    """One entry of a list, as printed; `date` is empty where the list prints none."""

    title: str
    url: str
    date: str


@dataclass(frozen=True)
class Look:
    """How a site looks: the layout, how it prints dates, and its charset in body, meta tag and header."""

    layout: str
    dates: str
    charset: str = "utf-8"
    declared: str = "utf-8"
    content_type: str = "text/html; charset=utf-8"


@cache
def look(seed: int, site: Site) -> Look:
    """The look of a site."""
    order = list(registry.sites())
    Random(f"{seed}:looks").shuffle(order)
    place = order.index(site)
    layout, dates = (("list", "iso"), ("cards", "slashes"), ("table", "month_day"), ("list", "chinese"))[place % 4]
    if faults.of_subject(seed, site.subject_id, "navigation_home"):
        layout = "gateway"
    if place in {2, 3, 5}:
        return Look(layout, dates, "gbk", "gb2312", "text/html")
    if place == 8:
        return Look(layout, dates, "gbk", "utf-8", "text/html; charset=gbk")
    return Look(layout, dates)


class Web:
    """All pages of the city of one seed."""

    def __init__(self, seed: int = 1) -> None:
        self.seed = seed
        self._made: dict[tuple, Answer] = {}

    def answer(self, url: str, day: date) -> Answer | None:
        """What `url` answers on `day`; None where the host is not to be reached."""
        parts = urlsplit(url)
        host, path = parts.netloc, parts.path or "/"
        if site := _site_by_host(day).get(host):
            return self.page(site, path, day)
        if path == "/robots.txt" and host in (ACCOUNTS, *STAND_INS):
            return Answer(ROBOTS, "text/plain")
        if host == ACCOUNTS:
            return self._account_page(path, day)
        if host in STAND_INS:
            return _plain("<p>云州市演示环境的占位页面。</p>")
        for site in registry.sites():
            if host in [old for since, old in site.hosts if since <= day]:
                return Answer("", "text/html", 301, site.home_url(day) + path[1:])
        return None

    def page(self, site: Site, path: str, day: date) -> Answer:
        """What a site answers for a path on `day`; status 404 where it has no such page."""
        if path == "/":
            return self._home(site, day)
        if path == "/robots.txt":
            return Answer(ROBOTS, "text/plain")
        if path == "/sitemap.html":
            return self._sitemap(site, day)
        if path == "/oa/":
            return _plain("<p>仅限内部网络访问。</p>", 403)
        slug = path.strip("/")
        if slug == LETTERS.slug and shows_letters(site):
            return self._letters(site, day)
        if slug in COLUMN and path.endswith("/"):
            return self._column(site, COLUMN[slug], day)
        if match := _ARTICLE.fullmatch(path):
            on = _date(match.groups()[1:])
            if (
                match[1] in COLUMN
                and on
                and article_path(match[1], on) == path
                and self._is_out(site, match[1], on, day)
            ):
                return self._article(site, COLUMN[match[1]], on, day)
        elif match := _ATTACHMENT.fullmatch(path):
            on = _date(match.groups()[1:])
            if match[1] in COLUMN and on and self._is_out(site, match[1], on, day):
                return Answer(f"{article(self.seed, site, match[1], on).title}(附件)\n", "text/plain; charset=utf-8")
        return _plain("<h1>404</h1><p>您访问的页面不存在。</p>", 404)

    def crawl(self, site: Site, day: date) -> Iterator[tuple[str, Answer | None]]:
        """What one crawl of a site sees: home page, its links' targets, columns, the newest item of each."""
        base = site.home_url(day)
        blocks = [column for column in COLUMNS if self._lists_on_home(site, column)]
        paths = ["/", *(f"/{column.slug}/" for column in COLUMNS), "/sitemap.html"]
        if shows_letters(site):
            paths.append(f"/{LETTERS.slug}/")
        for column in COLUMNS:
            count = ITEMS_ON_HOME if column in blocks else 1
            paths += [article_path(column.slug, on) for on in self._items(site, column, day, count)]
        for path in paths:
            yield base + path[1:], self.page(site, path, day)
        for url in self._outlinks(site, day):
            yield url, self.answer(url, day)

    def _home(self, site: Site, day: date) -> Answer:
        shown = [
            (column, self._items(site, column, day, ITEMS_ON_HOME))
            for column in COLUMNS
            if self._lists_on_home(site, column)
        ]
        friends = tuple(self._friends(site, day))
        key = ("home", site.host(day), friends, tuple(days for _, days in shown), self._planted(site, day))
        if key not in self._made:
            blocks = [
                (column, [self._item(site, column, on, day, is_home=True) for on in days]) for column, days in shown
            ]
            title = f"{site.name}门户网站" if site.kind == "门户" else f"{site.name}网站"
            self._made[key] = self._html("home", site, day, title, {}, blocks=blocks)
        return self._made[key]

    def _column(self, site: Site, column: Column, day: date) -> Answer:
        days = self._items(site, column, day, ITEMS_IN_COLUMN)
        key = ("column", site.host(day), column.slug, days, self._planted(site, day))
        if key not in self._made:
            items = [self._item(site, column, on, day) for on in days]
            tags = {
                "ColumnName": column.name,
                "ColumnDescription": f"{site.name}{column.name}栏目",
                "ColumnKeywords": f"{column.name},{site.body.short}",
                "ColumnType": column.kind,
            }
            self._made[key] = self._html(
                "column", site, day, f"{column.name}_{site.name}", tags, column=column, items=items
            )
        return self._made[key]

    def _article(self, site: Site, column: Column, on: date, day: date) -> Answer:
        text = article(self.seed, site, column.slug, on)
        paragraphs = text.seen(day)
        key = ("article", site.host(day), column.slug, on, paragraphs, self._planted(site, day))
        if key not in self._made:
            moment = f"{text.at:%Y-%m-%d %H:%M}"
            tags = {
                "ColumnName": column.name, "ColumnType": column.kind, "ArticleTitle": text.title, "PubDate": moment,
                "ContentSource": site.body.name, "Keywords": f"{column.name},{site.body.short}",
                "Description": text.title, "Url": article_path(column.slug, on),
            }  # fmt: skip
            attachment = f"/files/{column.slug}/{on:%Y%m%d}.txt" if column.kind == "通知公告" else ""
            self._made[key] = self._html(
                "article", site, day, f"{text.title}_{column.name}_{site.name}", tags,
                column=column, text=text, moment=moment, paragraphs=paragraphs, attachment=attachment,
            )  # fmt: skip
        return self._made[key]

    def _letters(self, site: Site, day: date) -> Answer:
        """Letters of visitors with the days on which they came and were answered: of each no more than its subject."""
        days = column_line(self.seed, site, LETTERS.slug).before(day, ITEMS_IN_COLUMN)
        key = ("letters", site.host(day), days, self._planted(site, day))
        if key not in self._made:
            letters = [(letter(self.seed, site, on), on - ANSWERED_AFTER, on) for on in days]
            self._made[key] = self._html("letters", site, day, f"{LETTERS.name}_{site.name}", {}, letters=letters)
        return self._made[key]

    def _sitemap(self, site: Site, day: date) -> Answer:
        key = ("sitemap", site.host(day), self._planted(site, day))
        if key not in self._made:
            self._made[key] = self._html("sitemap", site, day, f"网站地图_{site.name}", {})
        return self._made[key]

    def _account_page(self, path: str, day: date) -> Answer:
        match = _POST.fullmatch(path)
        account = account_by_path().get((match[1], match[2])) if match else None
        on = _date(match.groups()[2:]) if match else None
        if account and account.opened_on <= day:
            if on is None:
                return _plain(f"<h1>{account.name(day)}</h1><p>{account.platform} {account.body.name}</p>")
            if on in account_line(self.seed, account).before(day, 400):
                text = post(self.seed, account, on)
                return _plain(f"<h1>{text.title}</h1>" + "".join(f"<p>{line}</p>" for line in text.paragraphs))
        return _plain("<h1>404</h1><p>您访问的页面不存在。</p>", 404)

    def _html(self, template: str, site: Site, day: date, title: str, tags: dict[str, str], **more: object) -> Answer:
        form = look(self.seed, site)
        own = {"SiteName": site.name, "SiteDomain": site.host(day), "SiteIDCode": site.code}
        tags = self._tags(site, day, own | tags)
        html = _templates.get_template(f"{template}.html.j2").render(
            site=site, look=form, title=title, tags=tags, columns=COLUMNS, host=site.host(day),
            letters_page=LETTERS if shows_letters(site) else None,
            marks=self._marks(site, day), entry=self._entry(site, day), conac=_conac(site),
            friends=self._friends(site, day), extra_links=self._extra_links(site, day), **more,
        )  # fmt: skip
        return Answer(html.encode(form.charset, "xmlcharrefreplace"), form.content_type)

    def _items(self, site: Site, column: Column, day: date, count: int) -> tuple[date, ...]:
        """Publication days of what a column shows on `day`, newest first; none while it is blank."""
        if any(column.slug in plant.parts for plant in self._planted(site, day) if plant.kind == "blank"):
            return ()
        return column_line(self.seed, site, column.slug).before(day, count)

    def _item(self, site: Site, column: Column, on: date, day: date, *, is_home: bool = False) -> Item:
        style = look(self.seed, site).dates
        if style == "month_day" and not (column.kind == "动态要闻" or (is_home and column.kind == "通知公告")):
            style = "iso"  # a year is left out only in lists that reach back a few weeks
        printed = "" if column.kind == "办事" else _print(on, style)
        return Item(article(self.seed, site, column.slug, on).title, article_path(column.slug, on), printed)

    def _is_out(self, site: Site, slug: str, on: date, day: date) -> bool:
        return on < day and on in column_line(self.seed, site, slug).between(on, on)

    def _lists_on_home(self, site: Site, column: Column) -> bool:
        return column.is_on_home and look(self.seed, site).layout != "gateway"

    def _planted(self, site: Site, day: date) -> tuple[faults.Plant, ...]:
        return tuple(
            plant for plant in faults.of_subject(self.seed, site.subject_id, *PAGE_KINDS) if plant.is_seen(day)
        )

    def _tags(self, site: Site, day: date, tags: dict[str, str]) -> dict[str, str]:
        """The meta tags of a page, those that are planted in place of its own."""
        for plant in self._planted(site, day):
            if plant.kind == "tag_case":
                tags = {name.lower(): content for name, content in tags.items()}
            elif plant.kind == "bad_tag" and plant.parts[0] in tags:
                name, *says = plant.parts
                others = {key: content for key, content in tags.items() if key != name}
                tags = others | {name: says[0]} if says else others
        return tags

    def _marks(self, site: Site, day: date) -> frozenset[str]:
        """Kinds of footer marks that the site shows."""
        planted = self._planted(site, day)
        missing = {part for plant in planted if plant.kind == "missing_marks" for part in plant.parts}
        if any(plant.kind == "no_entry" for plant in planted):
            missing.add("error_entry")
        return MARKS - missing

    def _entry(self, site: Site, day: date) -> str:
        """Address behind “我为政府网站找错”."""
        kinds = {plant.kind for plant in self._planted(site, day)}
        address = f"url={quote(site.home_url(day), safe='')}"
        if "codeless_entry" in kinds:
            return f"{ERROR_ENTRY}?{address}"
        code = site.code
        if "wrong_entry" in kinds:
            code = next(other.code for other in registry.sites() if other.code != site.code)
        return f"{ERROR_ENTRY}?site_code={code}&{address}"

    def _friends(self, site: Site, day: date) -> list[tuple[str, str]]:
        """Names and addresses of other sites of the city that the home page links to."""
        others = [other for other in registry.sites() if other is not site]
        place = int(site.code) % len(others)
        return [(other.name, other.home_url(day)) for other in (others[0], others[place], others[place - 1])]

    def _extra_links(self, site: Site, day: date) -> list[tuple[str, str]]:
        """Further links of the home page: sound ones, or what is planted."""
        base, kinds = site.home_url(day), {plant.kind for plant in self._planted(site, day)}
        links = [("主动公开", f"{base}zcwj/")]
        if "dead_links" in kinds:
            links += [
                ("专题", f"{base}zt/2021.html"),
                ("旧版", f"{base}old/index.html"),
                ("民宿", f"http://{DEAD_HOST}/"),
            ]
        if "forbidden_link" in kinds:
            links.append(("内网", f"{base}oa/"))
        return links

    def _outlinks(self, site: Site, day: date) -> list[str]:
        """Targets of the home page's links outside columns and items."""
        marks = self._marks(site, day)
        entry = [self._entry(site, day)] if "error_entry" in marks else []
        police = [f"http://www.beian.gov.cn/portal/registerSystemInfo?recordcode={site.police_number[-15:-1]}"]
        return [
            *(url for _, url in self._friends(site, day)),
            *(url for _, url in self._extra_links(site, day)),
            "http://beian.miit.gov.cn/",
            *(police if "police" in marks else []),
            f"http://bszs.conac.cn/sitename?method=show&id={_conac(site)}",
            *entry,
        ]


def article_path(slug: str, on: date) -> str:
    """Path of what a column published on a day."""
    number = [column.slug for column in COLUMNS].index(slug) + 1
    return f"/{slug}/{on:%Y%m}/t{on:%Y%m%d}_{10_000 + number}.html"


def shows_letters(site: Site) -> bool:
    """Whether a site has a page of letters."""
    return site.kind == "门户"


def post_url(account: Account, on: date) -> str:
    """Address of what an account posted on a day."""
    return f"{account.home_url}{on:%Y%m%d}.html"


def feed_days(seed: int, account: Account, day: date, count: int = 20) -> tuple[date, ...]:
    """Days of the posts that an account's feed holds on `day`, newest first."""
    return account_line(seed, account).before(day, count)


@cache
def _site_by_host(day: date) -> dict[str, Site]:
    return {host: site for site in registry.sites() for host in {site.host(day), site.host(day).removeprefix("www.")}}


@cache
def account_by_path() -> dict[tuple[str, str], Account]:
    """Accounts by the slug of their platform and their id, as in addresses."""
    return {(account.slug, account.account_id): account for account in registry.accounts()}


@cache
def _conac(site: Site) -> str:
    return hashlib.md5(site.code.encode()).hexdigest().upper()


def _plain(html: str, status: int = 200) -> Answer:
    head = f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{CITY}</title></head>'
    return Answer(f"{head}<body>{html}</body></html>\n", "text/html; charset=utf-8", status)


def _date(numbers: tuple[str | None, ...]) -> date | None:
    try:
        return date(*(int(number or "") for number in numbers))
    except ValueError:
        return None


def _print(on: date, style: str) -> str:
    if style == "slashes":
        return f"{on:%Y/%m/%d}"
    if style == "month_day":
        return f"[{on:%m-%d}]"
    if style == "chinese":
        return f"{on.year}年{on.month}月{on.day}日"
    return f"{on:%Y-%m-%d}"
