"""A local server of invented sites for the benchmarks: pages of one size with as many links, made once, from memory.

A site is a home page, columns and articles. Each of its pages links to all columns and all articles, and each
column dates three articles of its own, so that a crawl of home, columns and newest articles fetches every page once.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from multiprocessing.connection import Connection

COLUMNS, ARTICLES_PER_COLUMN = 30, 3
PAGE_BYTES = 26_000
WORDS = "云州市教育局政务公开通知公告工作会议召开印发规划解读办事指南预算决算环境保护医疗卫生社会保障交通运输文化旅游"


def paths() -> list[str]:
    """Every path of a site: home page, columns, articles."""
    articles = [f"/c{column}/{number}.html" for column in range(COLUMNS) for number in range(ARTICLES_PER_COLUMN)]
    return ["/", *(f"/c{column}/" for column in range(COLUMNS)), *articles]


def page(path: str, byte_count: int = PAGE_BYTES) -> bytes:
    """The page at a path, the same on every site and at every call."""
    chance = random.Random(path)

    def words(length: int) -> str:
        return "".join(chance.choices(WORDS, k=length))

    names = ("SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnType", "PubDate", "ContentSource", "Keywords")
    tags = "".join(f'<meta name="{name}" content="{words(8)}">' for name in names)
    menu = "".join(f'<a href="/c{column}/">{words(4)}</a>' for column in range(COLUMNS))
    mine = path.rpartition("/")[0] if path != "/" else ""
    entries = "".join(
        f'<li><a href="/c{column}/{number}.html" title="{words(14)}">{words(14)}</a>'
        + (f"<span>2026-07-{10 + number}</span>" if mine == f"/c{column}" else "")
        + "</li>"
        for column in range(COLUMNS)
        for number in range(ARTICLES_PER_COLUMN)
    )
    head = f'<!doctype html><html><head><meta charset="utf-8"><title>{words(12)}</title>{tags}</head>'
    start = f'{head}<body><div class="nav">{menu}</div><ul>{entries}</ul>'
    paragraphs, size = [], len(start.encode())
    while size < byte_count - 20:
        text = words(min(100, max(1, (byte_count - size - 20) // 3)))
        paragraphs.append(f"<p>{text}</p>")
        size += len(paragraphs[-1].encode())
    return f"{start}{''.join(paragraphs)}</body></html>".encode()


def serve(pipe: Connection, answer_of: Callable[[bytes], bytes]) -> None:
    """Answer on a free port of the loopback until killed; sends the port first. `answer_of` takes a request's path."""
    asyncio.run(_serve(pipe, answer_of))


def serve_sites(pipe: Connection) -> None:
    """Answer for every host with the pages above."""
    answers = {path.encode(): with_head(page(path)) for path in paths()}
    missing = with_head(b"", b"404 Not Found")

    def answer_of(path: bytes) -> bytes:
        return answers.get(path, missing)

    serve(pipe, answer_of)


def with_head(body: bytes, status: bytes = b"200 OK") -> bytes:
    """A whole answer."""
    head = b"HTTP/1.1 %b\r\nServer: yunzhou\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


async def _serve(pipe: Connection, answer_of: Callable[[bytes], bytes]) -> None:
    class Visitor(asyncio.Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:
            self.transport, self.head = transport, b""

        def data_received(self, data: bytes) -> None:
            self.head += data
            if self.head.endswith(b"\r\n\r\n"):
                self.transport.write(answer_of(self.head.split(b" ", 2)[1]))
                self.head = b""

    server = await asyncio.get_running_loop().create_server(Visitor, "127.0.0.1", 0, backlog=1024)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()
