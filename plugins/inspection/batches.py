"""How subjects are split among batches of work."""

from __future__ import annotations

import zlib


def batch_of(subject_id: str, batch_count: int) -> int:
    """The batch a subject belongs to: always the same for a number of batches."""
    return zlib.crc32(subject_id.encode()) % batch_count
