"""Feeds of eight kinds of trouble, each with a lively account and a silent one, and the truth of AV2.1 on a day.

Kinds: old copy, other locale, undated newest entries, a bad entry, the same link and guid for all, dated ahead, oldest
first over two pages, limits and errors; beside them Atom with only ``updated`` fresh, and JSON with seconds since 1970.
Every account has a page of its own (``/page/<id>``) and a feed (``/feed/<id>``) on ``feeds.<domain>``. Pure:
``answer(path, day)``.
"""

from __future__ import annotations

import json
import random
from datetime import date, datetime, time, timedelta, timezone
from email.utils import format_datetime

from . import words
from .model import Account, Answer, Row, Town

ZONE = timezone(timedelta(hours=8))
KINDS = [
    "old_copy",
    "locale",
    "undated",
    "bad_entry",
    "same_guid",
    "ahead",
    "oldest_first",
    "limits",
    "atom_updated",
    "json",
]
FEED_SILENCE = 40


class Feeds:
    """The accounts of the second part and what their servers say."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.host = f"feeds.{town.domain}"
        self.accounts: list[tuple[Account, str, bool]] = []
        for n, kind in enumerate(KINDS):
            for lively in (True, False):
                ident = f"xnf{town.seed % 97:02d}{n:02d}{'ab'[lively]}"
                site = town.sites[(n * 3 + lively) % len(town.sites)]
                a = Account(
                    ident,
                    f"{site.organiser}{'快讯' if lively else '资讯'}",
                    "新浪微博",
                    "",
                    site.organiser,
                    site.region_code,
                    site.region,
                    site.level,
                )
                a.home_url, a.feed_url = f"http://{self.host}/page/{ident}", f"http://{self.host}/feed/{ident}"
                self.accounts.append((a, kind, lively))

    def posts(self, a: Account, day: date, lively: bool) -> list[tuple[date, str]]:
        """True posts by that day, newest first: every third day, or none since over a month."""
        rng = random.Random(f"{a.account_id}")
        last = day - timedelta(days=2) if lively else day - timedelta(days=33)
        return [(last - timedelta(days=3 * n), words.title(rng)) for n in range(12)]

    def truth(self, day: date) -> list[Row]:
        """AV2.1 of every account on a day."""
        unsure = {
            "undated": "the newest entries bear no date: partial, never silent",
            "limits": "the platform refused us: our fault, never silent",
            "atom_updated": "entries were edited today, published long ago",
        }
        rows = []
        for a, kind, lively in self.accounts:
            verdict, decidable = ("pass" if lively else "fail"), True
            if kind in ("undated", "limits"):
                verdict, decidable = "unknown", False
            if kind == "atom_updated" and not lively:
                decidable = False
            if kind == "undated" and lively:
                verdict, decidable = "pass", True
            why = (
                unsure.get(kind, f"feed with trouble: {kind}")
                if not lively or kind == "limits"
                else f"lively behind: {kind}"
            )
            rows.append(Row(a.account_id, "AV2.1", verdict, "", day, day, decidable, why, "plant"))
        return rows

    def answer(self, path: str, day: date) -> Answer:
        part, _, ident = path.strip("/").partition("/")
        ident, _, query = ident.partition("?")
        found = next(((a, k, v) for a, k, v in self.accounts if a.account_id == ident), None)
        if found is None:
            return 404, {"Content-Type": "text/plain"}, b"not found"
        a, kind, lively = found
        posts = self.posts(a, day, lively)
        if part == "page":
            if kind == "limits":
                return 200, {"Content-Type": "text/html; charset=utf-8"}, "<title>登录</title>请登录后查看".encode()
            shown = "".join(
                f"<li><a href='/post/{ident}/{d}'>{t}</a> <time datetime='{d}'>{d}</time></li>" for d, t in posts
            )
            if kind == "undated" and not lively:
                shown = "".join(f"<li>{t}</li>" for _, t in posts)
            return (
                200,
                {"Content-Type": "text/html; charset=utf-8"},
                f"<html><title>{a.name}</title><ul>{shown}</ul></html>".encode(),
            )
        return self.feed(a, kind, lively, posts, day, query)

    def feed(self, a: Account, kind: str, lively: bool, posts: list[tuple[date, str]], day: date, query: str) -> Answer:
        xml = {"Content-Type": "application/rss+xml; charset=utf-8"}
        if kind == "old_copy":
            posts = [(min(d, day - timedelta(days=FEED_SILENCE + 3 * n)), t) for n, (d, t) in enumerate(posts)]
        if kind == "limits":
            if lively:
                return 429, {"Content-Type": "text/plain", "Retry-After": "3600"}, b"too many requests"
            return (
                200,
                {"Content-Type": "application/json"},
                b'{"errcode":45009,"errmsg":"reach max api daily quota limit"}',
            )
        if kind == "json":
            rows = [
                {"title": t, "url": f"http://{self.host}/post/{a.account_id}/{d}", "created": seconds(d)}
                for d, t in posts
            ]
            return 200, {"Content-Type": "application/json"}, json.dumps({"items": rows}, ensure_ascii=False).encode()
        if kind == "atom_updated":
            return 200, {"Content-Type": "application/atom+xml"}, self.atom(a, posts, day).encode()
        if kind == "ahead":
            posts = [(day + timedelta(days=30), "预告"), *posts]
        if kind == "oldest_first":
            return 200, xml, self.pages(a, posts, query).encode()
        items = [self.item(a, kind, lively, n, d, t) for n, (d, t) in enumerate(posts)]
        return 200, xml, self.rss(a, items).encode()

    def rss(self, a: Account, items: list[str], more: str = "") -> str:
        head = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>{a.name}</title>"
        return f"{head}<link>{a.home_url}</link>{more}{''.join(items)}</channel></rss>"

    def item(self, a: Account, kind: str, lively: bool, n: int, day: date, title: str) -> str:
        link = f"http://{self.host}/post/{a.account_id}/{day}"
        guid = link
        if kind == "same_guid":
            link = guid = a.home_url
        stamp = f"<pubDate>{format_datetime(moment(day))}</pubDate>"
        if kind == "locale":
            week = "周" + "一二三四五六日"[day.weekday()]
            stamp = f"<pubDate>{week}, {day.day:02d} {day.month}月 {day.year} 10:20:00 +0800</pubDate>"
        if kind == "undated" and ((n < 3 and not lively) or (n > 8 and lively)):
            stamp = ""
        if kind == "bad_entry" and n == 4:
            title, stamp = title + " & 图集 &nbsp;\x0b<br>", "<pubDate>昨天 下午</pubDate>"
        return f"<item><title>{title}</title><link>{link}</link><guid>{guid}</guid>{stamp}</item>"

    def pages(self, a: Account, posts: list[tuple[date, str]], query: str) -> str:
        rising = posts[::-1]
        half = len(rising) // 2
        chosen = rising[half:] if query == "page=2" else rising[:half]
        more = "" if query == "page=2" else f"<atom:link rel='next' href='{a.feed_url}?page=2'/>"
        return self.rss(a, [self.item(a, "", True, n, d, t) for n, (d, t) in enumerate(chosen)], more)

    def atom(self, a: Account, posts: list[tuple[date, str]], day: date) -> str:
        rows = "".join(
            f"<entry><title>{t}</title><id>{a.account_id}:{n}</id><link href='http://{self.host}/post/{a.account_id}/{d}'/>"
            f"<published>{moment(d).isoformat()}</published><updated>{moment(day).isoformat()}</updated></entry>"
            for n, (d, t) in enumerate(posts)
        )
        return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>{a.name}</title>{rows}</feed>"


def moment(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), ZONE)


def seconds(day: date) -> int:
    return int(moment(day).timestamp())
