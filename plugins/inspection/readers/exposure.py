"""What a site shows of its inner works (信息暴露): admin logins, folders, versions, error traces.

Kinds: `admin_login` a link to the door of a content system or console of the site's own domain or of a host without a
name, `directory_listing` a folder's files are listed, `server_version` a header tells product and version,
`error_trace` an error is answered with the inner works of a program. All from answers that the crawl has fetched;
whether the doors are open is not tried. Links to bare and private addresses are told by `link_signs.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from inspection.model import PageKind
from inspection.net.addresses import registrable_domain
from inspection.page.page import Page, host_of
from inspection.readers.sign import Reading, Sign

TOPIC = "exposure"

MAX_LINKS = 20  # of a page
_HEADERS = ("server", "x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "x-generator")
_VERSION = re.compile(r"\d+\.\d+")
_ADMIN = re.compile(
    r"/(?:admin(?:istrator)?|manage(?:r|ment)?|houtai|guanli|backend|webadmin|sysadmin|cms/admin|wp-admin|wp-login\.php"
    r"|phpmyadmin|druid|actuator|console|jmx-console|web-console|swagger-ui(?:\.html)?|nacos|solr|jenkins|zabbix"
    r"|kindeditor|ueditor|fckeditor|ewebeditor)(?:/|$|\?|\.(?:jsp|php|aspx?|do|action)(?:$|\?))"
    r"|/(?:admin|manage|sys|system|houtai|back)[\w-]{0,20}/?(?:login|logon|signin)\b"
    r"|/(?:admin_?login|login_?admin|manage_?login|adminlogon)\b",
    re.I,
)
_LISTING_TITLES = re.compile(r"^(?:index of /|directory listing (?:for|of) )|^[\w.-]+ - /", re.I)
_LISTING_TEXTS = ("Parent Directory", "[To Parent Directory]", "../", "Last Modified", "Last modified")
_TRACES = (
    b"Traceback (most recent call last)",
    b"java.lang.",
    b"javax.servlet.",
    b"org.apache.",
    b"org.springframework.",
    b"Server Error in '",
    b"Stack Trace:",
    b"System.Web.",
    b"SQLSTATE[",
    b"ORA-0",
    b"ORA-1",
    b"mysql_",
    b"mysqli_",
    b"Fatal error: ",
    b"You have an error in your SQL syntax",
    b"Microsoft OLE DB Provider",
    b"ODBC SQL Server Driver",
    b"com.mysql.jdbc",
    b"com.microsoft.sqlserver",
    b"Whitelabel Error Page",
    b"ThinkPHP",
    b"Unhandled exception",
)
_MAY_TRACE = re.compile(b"|".join(map(re.escape, _TRACES)))  # a fifth of the time of a search for each
# a quoted class name is no trace: what is printed beside one
_TRACE = re.compile(
    r"Traceback \(most recent call last\)|\bat [\w.$]+\([\w.]+\.java:\d+\)"
    r"|(?:java|javax|org|com)\.[\w.$]*(?:Exception|Error)\b"
    r"|Server Error in '[^']*' Application|Stack Trace:|SQLSTATE\[\w+\]|\bORA-\d{5}|Warning: +mysqli?_\w+\(\)"
    r"|Fatal error: .{1,200} on line \d+|You have an error in your SQL syntax"
    r"|Microsoft OLE DB Provider|ODBC SQL Server Driver"
    r"|Whitelabel Error Page|ThinkPHP V?[\d.]+|System\.Web\.[\w.]*Exception"
)


def read(reading: Reading) -> Iterator[Sign]:
    """What a page that answered well exposes."""
    yield from _doors(reading)
    if reading.kind == PageKind.HOME:  # one row a site
        yield from _versions(reading.page.headers)
    yield from of_answer(reading.page)


def of_answer(page: Page) -> Iterator[Sign]:
    """What the text of any answer exposes, an error's too."""
    title, text = page.title, page.text
    if _LISTING_TITLES.search(title) and any(words in text for words in _LISTING_TEXTS):
        yield Sign("directory_listing", value=title[:200], excerpt=" ".join(text[:120].split()))
    # a search in its ASCII signs first: pages without a trace are nearly all
    if _MAY_TRACE.search(page.ascii_text) and (match := _TRACE.search(text)):
        around = text[max(0, match.start() - 20) : match.end() + 80]
        yield Sign("error_trace", value=match[0][:100], excerpt=" ".join(around.split()))


def _doors(reading: Reading) -> Iterator[Sign]:
    found = (link.url for link in reading.links if _is_door(link.url) and _is_near(link.url, reading.page.url))
    for url in islice(found, MAX_LINKS):
        yield Sign("admin_login", url, url)


@lru_cache(maxsize=65_536)  # the pages of a site repeat its links
def _is_door(url: str) -> bool:
    return _ADMIN.search(url.partition("://")[2]) is not None


@lru_cache(maxsize=4_096)
def _is_near(url: str, own: str) -> bool:
    """Whether two addresses lie below one registered domain, or the first has no name."""
    try:
        return host_of(url)[-1:].isdigit() or registrable_domain(url) == registrable_domain(own)
    except ValueError:  # no address at all
        return False


def _versions(headers: Mapping[str, str]) -> Iterator[Sign]:
    for name in _HEADERS:
        if (value := headers.get(name)) and _VERSION.search(value):
            yield Sign("server_version", name, value[:200])
