"""What an address may ask for: nothing that the warehouse or the calendar cannot hold."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from fastapi import HTTPException, Query, Request

from inspection.language import N_

_MOST_FIELDS = 20
# the calendar's last day has no day after it
Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2999, 12, 31))]


_MOST_CHARS = 2_100  # the longest is a page's own address
_CONTROLS = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def refuse_what_cannot_be(request: Request) -> None:
    """Refuse an address with characters that no text of PostgreSQL can hold or none needs, and one that is too long."""
    asked = (request.url.path, *map(str, request.path_params.values()), *request.query_params.values())
    if any(_CONTROLS.search(text) for text in asked):
        raise HTTPException(400, N_("The address holds a character that cannot be looked for"))
    if any(len(text) > _MOST_CHARS for text in asked) or len(request.query_params) > _MOST_FIELDS:
        raise HTTPException(400, N_("The address is longer than any of ours"))
