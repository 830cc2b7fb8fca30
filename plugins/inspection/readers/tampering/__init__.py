"""Tampering (网页被篡改): signs that somebody else wrote into a page. An official page says none of this.

What each weighs is declared (include/tampering.yaml) and added up in SQL (`staging.spam_score`); some weigh by what is
told in `detail`.

Kinds of this file: `spam` stems by place (`title`, `meta`, `head`, `tail`, `body`, `hidden …`, and unseen: `comment`,
`noscript`, `textarea`); `salad` a title of strung keywords; `brand` one advertising string repeated word for word;
`spam_links` links of such words; `hidden_links` links to foreign domains out of sight; `repeated_id` different elements
with one id; `odd_tags` empty tags of no use; `entity_title` a title in numbers while the page is in letters;
`foreign_title` a title of which the page knows no word; `outlinks` the foreign domains a page leads to (of no weight).
Those of `scripted.py`, `garbled.py` and `cloaking.py` are told there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from inspection.page.domains import foreign_domain, is_risky
from inspection.page.page import Anchor, Page
from inspection.readers.sign import Reading, Sign
from inspection.readers.tampering import garbled, hidden, scripted
from inspection.text import spam
from inspection.text.letters import kinds_of

TOPIC = "tampering"

EDGE_CHARS = 300  # of the text, where hijackers put what they advertise
MAX_TEXT_CHARS = 60_000  # of a text that are looked at: half from its head, half from its end
MAX_OUTLINKS = 20

_SALAD = re.compile(r"[,，、_|｜·\-—\s★✿❤]+")
MIN_SALAD_WORDS = 4
MIN_BRAND_CHARS = 6
_BRAND_GLUE = re.compile(r"app_|【官[^】]{0,8}】|官网下载|官方下载|app下载|app官|_官|手机版下载", re.I)
_BRAND_REACH = 30
_BRAND_SEPARATORS = re.compile(r"[_【\-|]")

_SHOWN_ID = re.compile(r"<(\w{1,20}) id=[\"']?([\w-]{4,12})[\"']?>")
_ODDEST = ("track", "acronym", "optgroup")  # hijackers' soup has one of them at least
_ODD_TAG = re.compile(r"<(track|acronym|optgroup|cite|dfn|samp|kbd|tt|big|strike|listing|xmp)\b[^<>]{0,100}>", re.I)
_NEEDS = {"track": ("<video", "<audio"), "optgroup": ("<select",)}
MIN_OWNERS = 3
MIN_ODD_TAGS = 4

_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,2000})")
_NUMERIC = re.compile(r"&#(?:\d{2,7}|x[0-9a-f]{2,6});", re.I)
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
_HAN = re.compile(r"[\u3400-\u9fff]")
MIN_TITLE_HAN = 6
MIN_BODY_CHARS = 300
_HEAD_CHARS = 20_000


def read(reading: Reading) -> Iterator[Sign]:
    """Signs of tampering on a page."""
    page = reading.page
    begins = hidden.marks(page.html)
    parts = _Parts.of(page)
    foreign = _foreign(page.anchors, reading.subject.home_url or page.url, page.url)
    yield from _spam(page, begins, parts)
    if any(hit.stem.role == spam.GLUE for hits in parts.hits for hit in hits):
        yield from _brands(page.title, _ends(page.text))
    if foreign:
        yield from _links(page, begins, foreign)
    yield from garbled.read(reading, parts.text, is_plain=parts.is_plain)
    yield from scripted.read(page, begins)
    yield from _ids(page, begins)
    yield from _title(reading, parts)


# spam ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a page says in the compared form, and the stems in each part: searched together, since each search costs."""

    title: str
    meta: str
    text: str
    is_plain: bool  # all of it, as it stands on the page
    hits: tuple[list[spam.Hit], list[spam.Hit], list[spam.Hit]]

    @classmethod
    def of(cls, page: Page) -> _Parts:
        meta = "\n".join(page.meta.get(name, "") for name in ("keywords", "description"))
        text = _ends(page.text)
        parts = page.title, meta, text
        letters = kinds_of(f"{page.title}\n{meta}") | (page.letters if text is page.text else kinds_of(text))
        is_plain = not letters & spam.ODD
        if not is_plain:
            parts = tuple(map(spam.normal, parts))
        found: tuple[list[spam.Hit], ...] = ([], [], [])
        begins = (0, len(parts[0]) + 1, len(parts[0]) + len(parts[1]) + 2)
        for hit in spam.hits("\n".join(parts)):
            part = 2 if hit.start >= begins[2] else 1 if hit.start >= begins[1] else 0
            found[part].append(spam.Hit(hit.stem, hit.start - begins[part], hit.end - begins[part]))
        return cls(*parts, is_plain, found)


def _spam(page: Page, begins: dict[str, list[int]], parts: _Parts) -> Iterator[Sign]:
    in_title, in_meta, in_text = parts.hits
    if in_title or in_meta or in_text:
        yield from _shown_spam(page, begins, parts)
    for place, text in hidden.unseen(page.html, begins).items():
        yield from _unseen(place, text)


def _shown_spam(page: Page, begins: dict[str, list[int]], parts: _Parts) -> Iterator[Sign]:
    (in_title, in_meta, in_text), compared = parts.hits, parts.text
    yield from _told("title", parts.title, in_title)
    if in_title and len([word for word in _SALAD.split(parts.title) if word]) >= MIN_SALAD_WORDS:
        stems = {hit.stem.text for hit in in_title if hit.stem.role != spam.SPUN}
        if len(stems) >= 2:
            yield Sign("salad", "title", page.title[:200], len(stems))
    yield from _told("meta", parts.meta, in_meta)
    length = len(compared)
    tail = max(EDGE_CHARS, length - EDGE_CHARS)
    places: dict[str, list[spam.Hit]] = {"head": [], "body": [], "tail": []}
    for hit in in_text:
        places["head" if hit.start < EDGE_CHARS else "tail" if hit.start >= tail else "body"].append(hit)
    yield from _told("head", compared, places["head"], EDGE_CHARS)
    yield from _told("tail", compared, places["tail"], EDGE_CHARS)
    body = spam.weigh(places["body"], max(length - 2 * EDGE_CHARS, 1))
    if body and body.is_dense:
        yield _spam_sign("body", compared, body)
    whole = spam.weigh(in_text, length)
    if whole and whole.is_spam:
        for block in hidden.blocks(page, begins):
            if (inside := spam.look(block.text)) and inside.is_spam:
                yield Sign(
                    "spam",
                    f"hidden {block.trick}",
                    ", ".join(inside.strong or inside.weak)[:200],
                    inside.count,
                    block.text[:80],
                    {"density": round(inside.density, 4)},
                )
                break


@lru_cache(maxsize=512)  # the pages of a site share most of it
def _unseen(place: str, text: str) -> tuple[Sign, ...]:
    compared = spam.normal(text)
    return tuple(_told(place, compared, spam.hits(compared)))


def _told(place: str, text: str, found: list[spam.Hit], char_count: int | None = None) -> Iterator[Sign]:
    told = spam.weigh(found, char_count or len(text)) if found else None
    if told and told.is_spam:
        yield _spam_sign(place, text, told)


def _spam_sign(place: str, text: str, told: spam.Spam) -> Sign:
    return Sign(
        "spam",
        place,
        ", ".join((*told.strong, *told.weak))[:200],
        told.count,
        spam.excerpt(text, told.first),
        {"topics": told.topics, "density": round(told.density, 4)},
    )


def _brands(title: str, text: str) -> Iterator[Sign]:
    """An advertising string that stands word for word in several places, as a hijacker's replacement leaves it.

    Found by what it is glued with; what stands the same on both sides of two places of the glue belongs to it.
    """
    whole = f"{title}\n{text}"
    by_glue: dict[str, list[re.Match]] = {}
    for match in _BRAND_GLUE.finditer(whole):
        by_glue.setdefault(match[0].lower(), []).append(match)
    told: Counter[str] = Counter()
    for matches in by_glue.values():
        for one, other in pairwise(matches):
            brand = _common(whole, one, other)
            if len(brand) >= MIN_BRAND_CHARS and _BRAND_SEPARATORS.search(brand):
                told[brand] = max(told[brand], whole.count(brand))
    if told:
        brand = max(told, key=lambda text: (told[text], len(text)))
        yield Sign("brand", value=brand, count=told[brand], excerpt=brand)


def _common(text: str, one: re.Match, other: re.Match) -> str:
    left = 0
    while (
        left < _BRAND_REACH
        and one.start() > left
        and (sign := text[one.start() - left - 1]) == text[other.start() - left - 1]
        and not sign.isspace()
        and sign not in "。，；：！？、"
    ):
        left += 1
    right = 0
    while (
        right < _BRAND_REACH
        and other.end() + right < len(text)
        and (sign := text[one.end() + right]) == text[other.end() + right]
        and not sign.isspace()
        and sign not in "。，；：！？、"
    ):
        right += 1
    return text[one.start() - left : one.end() + right]


# links ---------------------------------------------------------------------------------------------------


def _foreign(anchors: list[Anchor], home: str, own: str) -> list[tuple[str, Anchor]]:
    """Anchors that lead to domains that say something, with these domains."""
    origin = own[: own.find("/", len("https://")) + 1] or own
    return [
        (domain, anchor)
        for anchor in anchors
        if not anchor.url.startswith(origin)
        and (domain := foreign_domain(anchor.url, own))
        and (home == own or foreign_domain(anchor.url, home))
    ]


def _links(page: Page, begins: dict[str, list[int]], foreign: list[tuple[str, Anchor]]) -> Iterator[Sign]:
    domains = list(dict.fromkeys(domain for domain, _ in foreign))
    yield Sign(
        "outlinks",
        value=", ".join(domains[:MAX_OUTLINKS]),
        count=len(domains),
        detail={"domains": domains[:MAX_OUTLINKS]},
    )
    # all at once first: hardly any page has such a link
    texts = {id(anchor): f"{anchor.text} {anchor.url}" for _, anchor in foreign if anchor.text}
    may_advertise = spam.look("\n".join(texts.values())) is not None
    advertised = {key for key, text in texts.items() if may_advertise and _advertises(text)}
    if advertised:
        told = [(domain, anchor) for domain, anchor in foreign if id(anchor) in advertised]
        yield Sign(
            "spam_links",
            value=", ".join(dict.fromkeys(domain for domain, _ in told))[:200],
            count=len(told),
            excerpt=" ".join(anchor.text for _, anchor in told)[:80],
        )
    domain_of = {id(anchor): domain for domain, anchor in foreign}
    has_bad = bool(advertised) or any(map(is_risky, domains))
    written = [anchor for _, anchor in foreign if anchor.text]  # a picture's link advertises nothing
    for block in hidden.blocks_around(page, begins, written, plain=has_bad) if written else ():
        inside = list(dict.fromkeys(domain_of[id(anchor)] for anchor in block.anchors))
        # tabs and sliding pictures hide plainly, and friends of the office stand in them: the links must be bad too,
        # and more than one partner whose name has digits (a day, a number of a law)
        is_plain = block.trick in hidden.PLAIN_TRICKS
        risky_count = sum(map(is_risky, inside))
        is_risked = 2 * risky_count >= len(inside) if is_plain else risky_count > 0
        is_bad = is_risked or any(id(anchor) in advertised for anchor in block.anchors)
        is_mixed = 2 * len(block.anchors) < block.link_count  # a drawer with the site's own menu
        if is_bad or not (is_plain or is_mixed):
            yield Sign(
                "hidden_links",
                block.trick,
                ", ".join(inside)[:200],
                len(block.anchors),
                block.text[:80],
                {"is_bad": is_bad, "to_several": len(inside) > 1},
            )


def _advertises(text: str) -> bool:
    found = spam.look(text)
    return found is not None and (bool(found.strong) or len(found.weak) >= 2 or bool(found.weak and found.glue))


# structure -----------------------------------------------------------------------------------------------


def _ids(page: Page, begins: dict[str, list[int]]) -> Iterator[Sign]:
    nodes = page.tree.css("[id]")
    names = [node.id for node in nodes]
    owners: dict[str, list[str]] = {}
    if len(names) - len(set(names)) >= MIN_OWNERS:
        for name, node in zip(names, nodes, strict=True):
            if name and 4 <= len(name) <= 12:
                owners.setdefault(name, []).append(node.tag)
    if "<" in page.text:  # shown as text, where a mirror escaped what it copied
        for tag, name in _SHOWN_ID.findall(page.text):
            owners.setdefault(name, []).append(tag.lower())
    for name, tags in owners.items():
        if len(tags) > MIN_OWNERS and len(set(tags)) >= MIN_OWNERS:
            yield Sign(
                "repeated_id",
                name,
                ", ".join(sorted(set(tags))),
                len(tags),
                detail={"is_random": _is_random(name)},
            )
    if any(tag in begins for tag in _ODDEST):
        odd = Counter(
            tag
            for tag in map(str.lower, _ODD_TAG.findall(page.html))
            if not any(holder in page.html for holder in _NEEDS.get(tag, ()))
        )
        if len(odd) >= 2 and sum(odd.values()) >= MIN_ODD_TAGS:
            yield Sign("odd_tags", value=", ".join(sorted(odd)), count=sum(odd.values()))


def _is_random(name: str) -> bool:
    """Whether an id is a few letters and digits that make no word: `zawxl`, `h4sia`, `42hbk`."""
    if not re.fullmatch(r"[a-z0-9]{4,8}", name):
        return False
    has_digit_inside = bool(re.search(r"\d[a-z]", name))
    vowels = sum(letter in "aeiouy" for letter in name)
    return (
        has_digit_inside
        or bool(re.search(r"[bcdfghjklmnpqrstvwxz]{3}|[aeiou]{3}|q(?!u)|[jvwxz][bcdfghjklmnpqrstvwxz]", name))
        or vowels == 0
    )


def _title(reading: Reading, parts: _Parts) -> Iterator[Sign]:
    page = reading.page
    begin = page.html.find("<title", 0, _HEAD_CHARS)
    if begin >= 0 and (match := _TITLE.match(page.html, begin)):
        numbers = _NUMERIC.findall(match[1])
        is_numeric = len(numbers) >= 5 and 2 * sum(map(len, numbers)) >= len(match[1].strip())
        # pages of systems that write all Chinese in numbers are innocent
        if is_numeric and len(_HAN.findall(page.html[:100_000])) >= 50:
            yield Sign("entity_title", "title", page.title[:200], len(numbers))
    compared = parts.text
    runs = _HAN_RUN.findall(parts.title)
    if sum(map(len, runs)) < MIN_TITLE_HAN or len(compared) < MIN_BODY_CHARS:
        return
    if any(run in compared for run in runs):
        return
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    shown = (pair for pair in pairs if pair in compared)
    if next(islice(shown, (len(pairs) - 1) // 5, None), None):  # a fifth is shown: nearly always, and soon told
        return
    known = "\n".join(
        filter(
            None,
            [
                compared,
                spam.normal(reading.subject.name),
                *(
                    spam.normal(content)
                    for name, content in page.meta.items()
                    if name not in {"keywords", "description"}
                ),
            ],
        )
    )
    shared = sum(pair in known for pair in pairs)
    if 5 * shared < len(pairs):
        headline = reading.identity.article_title or reading.title or ""
        yield Sign(
            "foreign_title",
            "title",
            page.title[:200],
            excerpt=headline[:80],
            detail={"shared": shared, "of": len(pairs)},
        )


def _ends(text: str) -> str:
    if len(text) <= MAX_TEXT_CHARS:
        return text
    return f"{text[: MAX_TEXT_CHARS // 2]}\n{text[-MAX_TEXT_CHARS // 2 :]}"
