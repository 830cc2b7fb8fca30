"""What an address may ask for: nothing that the warehouse or the calendar cannot hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import HTTPException, Query, Request

from inspection.language import N_

# the calendar's last day has no day after it
Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2999, 12, 31))]


def refuse_nul(request: Request) -> None:
    """Refuse an address with a NUL character, which no text of PostgreSQL can hold."""
    if any(
        "\0" in text
        for text in (request.url.path, *map(str, request.path_params.values()), *request.query_params.values())
    ):
        raise HTTPException(400, N_("The address holds a character that cannot be looked for"))
