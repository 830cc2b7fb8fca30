"""What stands behind the links that leave a site: pages that the crawl stored, read for what their kind has become.

What a target has become is told of the pages that lead to it; where none of the day does, of those whose last reading
led to its domain.

Kinds, on the page that links (`place` the address, `value` the title of the target, `detail.reason` and what it rests
on): `drifted` the target is now of gambling, pornography or other spam, or a domain offered for sale or parked;
`dead` it answers with status 200 and says that there is nothing; `body_site` it is the site of a body (its foot names
an organiser), `value` whose, `detail.site_code` the code that it prints; whether it is registered is for SQL to say.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import psycopg

from inspection.archive.store import Payload, Payloads, Store, StorePath
from inspection.extract.kept import Kept
from inspection.extract.remembered import Remembered
from inspection.extract.seen import Seen, SiteDay, all_pages, best_snapshots
from inspection.model import FetchOutcome, MarkKind, PageKind
from inspection.page.domains import foreign_domain
from inspection.page.marks import read_marks
from inspection.page.page import Page, ReadState, host_of, page_key
from inspection.readers.sign import Sign
from inspection.text import spam

_log = logging.getLogger(__name__)

_GOVERNMENT = re.compile(r"\.gov\.cn$|\.(?:政务|xn--zfr164b)(?:\.cn)?$")
LedBefore = Callable[[list[str]], Iterable[dict[str, Any]]]
LOOK_BACK_DAYS = 92  # to the reading of a page that did not change since: a quarter
_LED_BEFORE = """
select
    told.subject_id,
    told.url,
    domain.name as domain,
    (array_agg(told.snapshot_id order by told.day desc))[1] as snapshot_id
from staging.sign as told
cross join lateral jsonb_array_elements_text(told.detail -> 'domains') as domain (name)
where
    told.observer_id = %(observer_id)s
    and told.subject_id = any(%(subject_ids)s)
    and told.topic = 'tampering'
    and told.kind = 'outlinks'
    and told.day >= %(since)s
    and told.day < %(day)s
    and domain.name = any(%(domains)s)
    and not exists (
        select 1
        from staging.page as later
        where
            later.observer_id = told.observer_id
            and later.subject_id = told.subject_id
            and later.url = told.url
            and later.day > told.day
            and later.day < %(day)s
            and later.read_state = 'ok'
    )
group by told.subject_id, told.url, domain.name
"""
HEAD_CHARS = 2000  # where a page says what it is
_PARKED = re.compile(
    r"(?:该|此|本)域名(?:正在)?(?:出售|转让|可出售|可转让|已过期|待售|停放)|域名(?:出售|转让|停放|已过期|到期未续)"
    r"|domain (?:is )?for sale|buy this domain|domain (?:has )?expired|parked (?:free|domain)|sedo domain parking",
    re.I,
)


def read_targets(
    sites: Mapping[str, SiteDay],
    snapshots: Iterable[dict[str, Any]],
    store: Store | str | StorePath,
    remembered: Remembered,
    led_before: LedBefore,
) -> dict[str, str]:
    """Put the signs of each link's target beside those of the page that links, and say how far targets could be read:
    read state by snapshot id.

    `snapshots` are the day's rows of pages that no site of the office owns. A target is read once however many
    pages lead to it.
    """
    wanted: dict[str, list[tuple[Seen, str]]] = {}
    for _, seen in all_pages(sites):
        outside = [link.url for link in seen.kept.links if link.kind == "external"] or seen.kept.outside
        for url in outside:
            wanted.setdefault(page_key(url), []).append((seen, url))
    best = {key: row for (_, key), row in best_snapshots(snapshots).items() if _is_readable(row)}
    if not best:
        return {}
    turned: dict[str, list[tuple[str, Sign]]] = {}  # by domain, of targets that no page of the day leads to
    remembered.look_up(best.values())
    states: dict[str, str] = {}
    with Payloads(store, best.values()) as payloads:
        for key, row in best.items():
            try:
                kept = _kept(row, payloads, remembered)
            except Exception:
                _log.exception("the target %s could not be read", row["url"])
                continue
            states[row["snapshot_id"]] = kept.read_state
            for seen, url in wanted.get(key, ()):
                seen.signs += [(topic, _placed(sign, url, row)) for topic, sign in kept.signs]
            if key not in wanted and (domain := foreign_domain(row["url"])):
                drifted = [
                    (topic, _placed(sign, row["url"], row)) for topic, sign in kept.signs if sign.kind == "drifted"
                ]
                if drifted:
                    turned.setdefault(domain, []).extend(drifted)
    if turned:
        _tell_earlier_pages(sites, turned, led_before(list(turned)))
    return states


def led_before(connection: psycopg.Connection, observer_id: str, subject_ids: list[str], day: date) -> LedBefore:
    """A function from domains to the pages of these sites whose last reading before a day led there."""
    since = day - timedelta(days=LOOK_BACK_DAYS)
    parameters = {"observer_id": observer_id, "subject_ids": subject_ids, "day": day, "since": since}

    def find(domains: list[str]) -> list[dict[str, Any]]:
        return connection.execute(_LED_BEFORE, parameters | {"domains": domains}).fetchall()

    return find


def _tell_earlier_pages(
    sites: Mapping[str, SiteDay], turned: Mapping[str, list[tuple[str, Sign]]], earlier: Iterable[dict[str, Any]]
) -> None:
    """Put the signs of targets beside pages that were not read today: what they say stands until they are."""
    for row in earlier:
        site = sites[row["subject_id"]]
        if page_key(row["url"]) not in site.pages:
            signs = list(turned[row["domain"]])
            site.earlier.append(Seen({"snapshot_id": row["snapshot_id"]}, row["url"], PageKind.OTHER, signs=signs))


def _placed(sign: Sign, url: str, row: Mapping[str, Any]) -> Sign:
    return Sign(sign.kind, url, sign.value, detail=sign.detail | {"snapshot_id": row["snapshot_id"]})


def _kept(row: dict[str, Any], payloads: Payloads, remembered: Remembered) -> Kept:
    inputs = remembered.inputs_of(row, "target")
    kept = remembered.find(row, inputs)
    if kept is None:
        state, signs = _read(row, payloads.of(row))
        kept = Kept(state, state, "target", "", signs=[("links", sign) for sign in signs])
        if state != ReadState.FAILED:
            remembered.note(row, inputs, kept)
    return kept


def _is_readable(row: Mapping[str, Any]) -> bool:
    content_type = (row["content_type"] or "").lower()
    return (
        row["outcome"] in {FetchOutcome.FETCHED, FetchOutcome.UNCHANGED}
        and 200 <= (row["http_status"] or 0) < 300
        and (not content_type or "html" in content_type)
    )


def _read(row: Mapping[str, Any], payload: Payload) -> tuple[str, list[Sign]]:
    if payload.problem:
        return ReadState.FAILED, []
    page = Page(row["final_url"] or row["url"], payload.body, payload.headers, row["http_status"])
    return page.read_state, list(_signs(page))


def _signs(page: Page) -> Iterator[Sign]:
    if page.read_state == ReadState.OK and _GOVERNMENT.search(host_of(page.url)):
        marks = {mark.kind: mark.value for mark in read_marks(page)}
        if organiser := marks.get(MarkKind.ORGANISER):
            yield Sign("body_site", value=organiser, detail={"site_code": marks.get(MarkKind.SITE_CODE)})
    if page.read_state == ReadState.ERROR_PAGE:
        yield Sign("dead", value=page.title or None, detail={"reason": "says_so"})
    if page.read_state not in {ReadState.OK, ReadState.SCRIPT_SHELL, ReadState.ERROR_PAGE}:
        return
    head = f"{page.title}\n{page.text[:HEAD_CHARS]}"
    if match := _PARKED.search(head):
        yield Sign(
            "drifted",
            value=page.title or None,
            detail={"reason": "parked", "words": [match[0]]},
        )
        return
    title, text = spam.look(page.title), spam.look(head)
    # one strong stem in a title is enough; in a text it may be quoted
    found = title if title and title.is_spam else text if text and text.is_dense else None
    if found:
        detail = {"reason": found.topics[0], "words": [*found.strong, *found.weak][:10]}
        yield Sign("drifted", value=page.title or None, detail=detail)
