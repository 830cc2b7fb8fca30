"""`${NAME}` in a file: addresses and secrets stay out of it and come from where the pipeline runs, of variables with
the prefix `INSPECTION_SECRET_` alone: `${TOKEN}` is `INSPECTION_SECRET_TOKEN`. So no file can read the secrets of
Airflow or of the warehouse, and send them somewhere.

A value whose `${NAME}` is not set stays as it is written, for an office must load where that value is not used;
whoever is about to use it asks `require`. So nothing is ever silently empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from inspection.errors import InspectionError
from inspection.places import secret, secret_name

LookUp = Callable[[str], str | None]

_NAMED = re.compile(r"\$\{(\w+)\}")


def fill(value: Any, look_up: LookUp = secret) -> Any:
    """The value (plain YAML) with what `look_up` gives for each `${NAME}`; a text of which any is unknown or empty
    stays whole as it is written, so that an error that quotes it tells no part of a secret."""
    if isinstance(value, dict):
        return {key: fill(inner, look_up) for key, inner in value.items()}
    if isinstance(value, list):
        return [fill(inner, look_up) for inner in value]
    if not isinstance(value, str):
        return value
    found = {name: look_up(name) for name in _NAMED.findall(value)}
    return _NAMED.sub(lambda match: found[match[1]], value) if all(found.values()) else value


def require(value: Any, place: str) -> None:
    """Raise InspectionError where a `${NAME}` is left anywhere in a value that is needed now."""
    value = dict(value) if isinstance(value, BaseModel) else value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        require(inner, f"{place}.{key}")
    if isinstance(value, str) and (names := _NAMED.findall(value)):
        unset = ", ".join(secret_name(name) for name in names if not secret(name)) or ", ".join(names)
        raise InspectionError(
            f"{value} needs the environment variable {unset}, which is not set",
            place=place,
            remedy="set it where the pipeline runs; credentials may be an Airflow connection of that name",
        )
