"""The readers of signs, by topic: every file of this folder that names its `TOPIC`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules

from inspection import readers
from inspection.readers.sign import Reading, Sign

_log = logging.getLogger(__name__)

FAILED = "reader_failed"  # kind of the sign in place of what a reader would have told

_files = (import_module(f"{readers.__name__}.{found.name}") for found in iter_modules(readers.__path__))
READERS: dict[str, Callable[[Reading], Iterable[Sign]]] = {
    file.TOPIC: file.read for file in _files if hasattr(file, "TOPIC")
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
