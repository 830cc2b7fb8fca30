"""Broken pages for every reader: real and invented pages, mutated at random, read by all that reads pages.

`python -m tests.extract.fuzz --count 100000 --seed 1` prints how many were read and the slowest; it fails on the first
exception, naming the number of the input, which `--only NUMBER` (with the same seed) reads again alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

from demo.city import registry
from demo.city.pages import Web
from inspection.declared.office import Jurisdiction
from inspection.extract.kept import kept
from inspection.extract.observe import Standing, observe
from inspection.model import PageKind
from inspection.page.dates import reason_of
from inspection.page.discovery import path_of
from inspection.page.page import Page
from inspection.readers import date_signs
from inspection.readers.sign import Subject
from inspection.readers.topics import FAILED
from inspection.text.wording import load_lexicon

REAL_PAGES = Path(__file__).resolve().parents[3] / "shared" / "real_pages" / "pages"
DAY = date(2023, 9, 30)
MAX_SECONDS = 5.0  # of the processor, for one input of at most a few hundred kilobytes
MAX_SEED_BYTES = 120_000
_BATCH = 500
_LEXICONS = tuple(Jurisdiction.model_fields["lexicons"].default)
_KINDS = (PageKind.HOME, PageKind.COLUMN, PageKind.OTHER)
_STATUSES = (200, 200, 200, 200, 404, 403, 503, None)
_URLS = (
    "http://www.yunzhou.example/xw/202309/t20230902_12.html",
    "https://yunzhou.example:8443/",
    "http://[::1]/x",
    "http://[broken/",
    "http://www.yunzhou.example/%ff%00/?q=" + "长" * 50,
    "",
)
_SCRAPS = (
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<![CDATA[",
    "<div",
    "<div>",
    "</div>",
    "<a href=",
    '<a href="http://["',
    "<a href='//'>",
    "<meta name=PubDate content=",
    '<meta name="PubDate" content="2023-13-45">',
    "<title>",
    '<meta charset="utf-16">',
    "<base href='://['>",
    "<table><tr><td>",
    "<script>",
    "</script>",
    "<template>",
    "<svg><p>",
    "<math><mi>",
    "<frameset>",
    "<plaintext>",
    "&#0;",
    "&#x110000;",
    "&#55296;",
    "&nbsp;" * 50,
    "\0",
    "\ufeff",
    "\u202e",
    "\ud7ff",
    "😀",
    "٢٠٢٣-٠٩-٠١",
    "２０２３年９月１日",
    "发布时间:",
    "2023年9月1日",
    "发布时间:2023-02-30",
    "发布时间:9999-99-99 99:99:99",
    "[09-31]",
    "0000-00-00",
    "来源:",
    "当前位置:",
    "@",
    "网站标识码:",
    "ICP备",
    "公网安备",
    "主办单位:",
    "联系电话:",
    "地址:",
    "jiucuo",
    "{{",
    "${",
    "<jsp:include",
    "<a href='http://bszs.conac.cn/sitename?method=show&id=",
    "null",
    "=" * 200,
    " " * 300,
    "\n" * 300,
    "/" * 300,
    "1" * 400,
    "a@" * 100,
    "主办" * 100,
    "19000101190001011X",
    "13" + "0" * 9,
    "?F(xi",
    "[" * 500,
)
_CHARSETS = ("gb18030", "utf-8", "utf-16", "utf-16-be", "big5hkscs", "latin-1", "utf-7", "hz")


@dataclass(frozen=True)
class Told:
    """What one batch came to."""

    count: int
    states: Counter
    slowest: tuple[float, int]
    failure: tuple[int, str] | None


@cache
def corpus() -> tuple[bytes, ...]:
    """Pages to begin with: the real ones where they lie beside the project, and one site of the invented city."""
    real = [path.read_bytes()[:MAX_SEED_BYTES] for path in sorted(REAL_PAGES.glob("*.html"))]
    answers = (answer for _, answer in Web(1).crawl(registry.sites()[0], DAY))
    invented = [answer.body for answer in answers if b"<html" in answer.body[:500].lower()]
    return (*real, *invented)


def mutant(seed: int, number: int) -> tuple[bytes, Random]:
    """Input `number` of a seed, and its source of chance for what else is chosen."""
    rng = Random(f"{seed}:{number}")
    body = rng.choice(corpus())
    if len(body) > 20_000 and rng.random() < 0.7:  # most of a long page is more of the same
        start = rng.randrange(len(body) - 10_000)
        body = body[:2000] + body[start : start + 10_000] + body[-3000:]
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        body = rng.choice(MUTATIONS)(body, rng)
    return body[: 4 * MAX_SEED_BYTES], rng


def read_everything(body: bytes, rng: Random) -> str:
    """Have a page read by everything that reads pages; returns its read state. Raises whatever a reader raises."""
    headers = {"content-type": rng.choice(("text/html", "text/html; charset=gbk", "text/html;charset=x-none", ""))}
    page = Page(rng.choice(_URLS), body, headers, rng.choice(_STATUSES))
    path_of(page)
    kind = rng.choice(_KINDS)
    subject = Subject("site:5399000001", "http://www.yunzhou.example/", "5399000001", "云州市人民政府")
    standing = Standing(subject, kind, rng.random() < 0.5, rng.random() < 0.1, rng.random() < 0.5)
    observed = observe(page, standing, DAY, load_lexicon(_LEXICONS))
    kept(observed)
    failed = [(topic, sign.value) for topic, sign in observed.signs if sign.kind == FAILED]
    if failed:  # the readers' errors were caught, so that one stops no other
        raise RuntimeError(f"readers failed: {failed}")
    if observed.published:
        reason_of(observed.published)
    list(date_signs.of_article(observed.published, DAY))
    return page.read_state


def run(seed: int, numbers: range) -> Told:
    """Read the inputs of these numbers, up to the first that fails or takes too long."""
    states: Counter = Counter()
    slowest = (0.0, -1)
    for number in numbers:
        body, rng = mutant(seed, number)
        begin = time.process_time()
        try:
            states[str(read_everything(body, rng))] += 1
        except Exception as error:
            return Told(sum(states.values()), states, slowest, (number, repr(error)))
        slowest = max(slowest, (time.process_time() - begin, number))
        if slowest[0] > MAX_SECONDS:
            return Told(sum(states.values()), states, slowest, (slowest[1], f"took {slowest[0]:.1f} s"))
    return Told(sum(states.values()), states, slowest, None)


def _truncate(body: bytes, rng: Random) -> bytes:
    return body[: rng.randrange(len(body) + 1)]


def _splice(body: bytes, rng: Random) -> bytes:
    other = rng.choice(corpus())
    return body[: rng.randrange(len(body) + 1)] + other[rng.randrange(len(other)) :][:20_000]


def _flip(body: bytes, rng: Random) -> bytes:
    flipped = bytearray(body)
    for _ in range(rng.choice((1, 10, 200)) if flipped else 0):
        flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
    return bytes(flipped)


def _recode(body: bytes, rng: Random) -> bytes:
    text = body.decode(rng.choice(("utf-8", "gb18030", "latin-1")), "replace")
    return text.encode(rng.choice(_CHARSETS), "replace")


def _soup(body: bytes, rng: Random) -> bytes:
    pieces, at = [], 0
    for place in sorted(rng.randrange(len(body) + 1) for _ in range(rng.choice((1, 5, 40)))):
        pieces += [body[at:place], rng.choice(_SCRAPS).encode("utf-8", "surrogatepass")]
        at = place
    return b"".join([*pieces, body[at:]])


def _nest(body: bytes, rng: Random) -> bytes:
    tag = rng.choice((b"<div>", b"<b>", b"<table><tr><td>", b"<ul><li>", b"<a href=x>", b"<font><p>", b"<svg>"))
    place = rng.randrange(len(body) + 1)
    return body[:place] + tag * rng.choice((20, 300, 3000)) + body[place:]


def _repeat(body: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(body) + 1)
    piece = body[start : start + rng.choice((1, 7, 60, 900))]
    return body[:start] + piece * rng.choice((2, 30, 100)) + body[start:]


def _cut_out(body: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(body) + 1)
    return body[:start] + body[start + rng.choice((1, 20, 500, 5000)) :]


def _noise(body: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(body) + 1)
    return body[:start] + rng.randbytes(rng.choice((1, 50, 3000))) + body[start:]


MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _truncate,
    _splice,
    _flip,
    _recode,
    _soup,
    _soup,
    _nest,
    _repeat,
    _cut_out,
    _noise,
)


def main(arguments: list[str] | None = None) -> int:
    """Read `--count` inputs with `--processes` processes; 1 where one failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.readers.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int, metavar="NUMBER", help="read this input alone, and let its error show")
    given = parser.parse_args(arguments)
    if given.only is not None:
        print(read_everything(*mutant(given.seed, given.only)))
        return 0
    begin = time.monotonic()
    states: Counter = Counter()
    slowest = (0.0, -1)
    batches = [range(start, min(start + _BATCH, given.count)) for start in range(0, given.count, _BATCH)]
    with ProcessPoolExecutor(given.processes) as pool:
        for told in pool.map(run, [given.seed] * len(batches), batches):
            states += told.states
            slowest = max(slowest, told.slowest)
            if told.failure:
                pool.shutdown(cancel_futures=True)
                print(f"seed {given.seed}, input {told.failure[0]}: {told.failure[1]}")
                return 1
    shares = ", ".join(f"{state} {count:,}" for state, count in states.most_common())
    print(
        f"seed {given.seed}: {sum(states.values()):,} inputs read in {time.monotonic() - begin:.0f} s ({shares});"
        f" the slowest, {slowest[1]}, took {slowest[0]:.2f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
