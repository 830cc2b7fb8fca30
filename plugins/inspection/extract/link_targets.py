"""What stands behind the links that leave a site: pages that the crawl stored, read for what their kind has become.

Kinds, on the page that links (`place` the address, `value` the title of the target, `detail.reason` and what it rests
on): `drifted` the target is now of gambling, pornography or other spam, or a domain offered for sale or parked;
`dead` it answers with status 200 and says that there is nothing.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inspection.archive.store import Payload, Payloads, Store, StorePath
from inspection.extract.kept import Kept
from inspection.extract.remembered import Remembered
from inspection.extract.seen import Seen, SiteDay, all_pages, best_snapshots
from inspection.model import FetchOutcome
from inspection.page.page import Page, ReadState, page_key
from inspection.readers.sign import Sign
from inspection.text import spam

_log = logging.getLogger(__name__)

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
    if not wanted:
        return {}
    best = {key: row for (_, key), row in best_snapshots(snapshots).items() if key in wanted and _is_readable(row)}
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
            for seen, url in wanted[key]:
                seen.signs += [
                    (topic, Sign(sign.kind, url, sign.value, detail=sign.detail | {"snapshot_id": row["snapshot_id"]}))
                    for topic, sign in kept.signs
                ]
    return states


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
