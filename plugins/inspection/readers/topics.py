"""The readers of signs, by topic. A new one is a file, its test, and a line here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from inspection.readers import (
    date_signs,
    exposure,
    footer,
    functions,
    interaction,
    link_signs,
    named_accounts,
    privacy,
    relations,
    sections,
    services,
    tags,
    tampering,
)
from inspection.readers.sign import Reading, Sign

_log = logging.getLogger(__name__)

FAILED = "reader_failed"  # kind of the sign in place of what a reader would have told

READERS: dict[str, Callable[[Reading], Iterable[Sign]]] = {
    "tags": tags.read,
    "dates": date_signs.read,
    "footer": footer.read,
    "links": link_signs.read,
    "functions": functions.read,
    "relations": relations.read,
    "sections": sections.read,
    "services": services.read,
    "interaction": interaction.read,
    "accounts": named_accounts.read,
    "tampering": tampering.read,
    "privacy": privacy.read,
    "exposure": exposure.read,
}


def read_signs(reading: Reading) -> Iterator[tuple[str, Sign]]:
    """Topic and sign for everything that the readers see; one that fails says so and stops no other."""
    for topic, read in READERS.items():
        try:
            found = list(read(reading))
        except Exception as error:
            _log.exception("the reader of %s failed on %s", topic, reading.page.url)
            found = [Sign(FAILED, value=type(error).__name__)]
        for sign in found:
            yield topic, sign
