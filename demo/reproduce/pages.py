"""Pages of the constructed sites on a day: home, columns, articles. Sound in all but the fault the site is to bear."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo.city.pages import ERROR_ENTRY, Answer
from demo.reproduce.exports import LABEL
from demo.reproduce.office import Place
from demo.reproduce.units import Unit

HTML = "text/html; charset=utf-8"
ITEMS, ARTICLES = 6, 2  # in a column; of which are archived whole
STALE_DAYS = 20  # of a home page that is not updated
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


@dataclass(frozen=True)
class Column:
    """A column (栏目): its newest item is `newest_days` old, of a late one `late_days`."""

    slug: str
    name: str
    kind: str
    newest_days: int
    late_days: int


COLUMNS = (
    Column("yw", "政务要闻", "动态要闻", 1, 1),  # goes on, so that the home page stays fresh
    Column("tzgg", "通知公告", "通知公告", 9, 250),
    Column("zcwj", "政策文件", "政策文件", 30, 260),
)
MORE_COLUMNS = (
    Column("gzdt", "工作动态", "动态要闻", 2, 45),
    Column("bmdt", "部门动态", "动态要闻", 3, 50),
    Column("gsgg", "公示公告", "通知公告", 12, 240),
    Column("zcjd", "政策解读", "政策文件", 25, 270),
    Column("rsxx", "人事信息", "人事", 60, 500),
    Column("ghjh", "规划计划", "规划计划", 90, 520),
)


def columns_of(site: Unit, whole: frozenset[str]) -> tuple[Column, ...]:
    """Three columns; nine of a site that is archived whole."""
    return (*COLUMNS, *MORE_COLUMNS) if site.code in whole else COLUMNS


def crawl(site: Unit, place: Place, day: date, fault: str, whole: frozenset[str]) -> Iterator[tuple[str, Answer]]:
    """Every page that a crawl of the site on a day sees, with its address."""
    columns = columns_of(site, whole)
    lists = {column.slug: _days(column, day, fault) for column in columns}
    page = _Page(site, place, columns)
    shown = [(column, page.items(column, lists[column.slug][:3])) for column in columns]
    yield site.home_url, page.render("home.html.j2", site.name, blocks=shown)
    for column in columns:
        address, days = f"{site.home_url}{column.slug}/", lists[column.slug]
        tags = {"ColumnName": column.name, "ColumnType": column.kind}
        tags |= {"ColumnDescription": f"{column.name} {LABEL}", "ColumnKeywords": column.name}
        yield address, page.render("column.html.j2", column.name, tags, column=column, items=page.items(column, days))
        if site.code in whole:
            for item, on in zip(page.items(column, days), days[:ARTICLES], strict=False):
                yield f"{site.home_url}{item['path'][1:]}", page.article(column, item, on)


def account_page(account: Unit) -> Answer:
    """The public page of a constructed account."""
    html = _templates.get_template("account.html.j2").render(label=LABEL, account=account)
    return Answer(html, HTML)


def _days(column: Column, day: date, fault: str) -> list[date]:
    """Days of a column's items, newest first."""
    is_late = fault == "columns"
    newest = column.late_days if is_late else column.newest_days
    if fault == "home":
        newest = max(newest, STALE_DAYS)
    if fault == "blank" and column.slug != "yw":
        return []
    return [day - timedelta(days=newest + 5 * number) for number in range(ITEMS)]


@dataclass(frozen=True)
class _Page:
    """Renders the pages of one site."""

    site: Unit
    place: Place
    columns: tuple[Column, ...]

    def items(self, column: Column, days: list[date]) -> list[dict[str, str]]:
        """List entries of a column."""
        return [
            {
                "title": f"{self.site.name}{column.name}构造信息{on:%Y%m%d}",
                "path": f"/{column.slug}/{on:%Y%m}/t{on:%Y%m%d}_{self.site.number:06}.html",
                "day": f"{on}",
            }
            for on in days
        ]

    def article(self, column: Column, item: dict[str, str], on: date) -> Answer:
        """One article."""
        tags = {"ArticleTitle": item["title"], "PubDate": f"{on} 09:00", "ContentSource": self.site.organiser}
        tags |= {"ColumnName": column.name, "ColumnType": column.kind}
        return self.render("article.html.j2", item["title"], tags, column=column, item=item)

    def render(self, template: str, title: str, tags: dict[str, str] | None = None, **more) -> Answer:
        site, place = self.site, self.place
        own = {"SiteName": site.name, "SiteDomain": site.host, "SiteIDCode": site.code}
        html = _templates.get_template(template).render(
            label=LABEL, site=site, place=place, title=title, tags=own | (tags or {}), columns=self.columns,
            entry=f"{ERROR_ENTRY}?site_code={site.code}&url={quote(site.home_url, safe='')}",
            conac=hashlib.md5(site.code.encode()).hexdigest().upper(), **more,
        )  # fmt: skip
        return Answer(html, HTML)
