"""Batches (批): subjects split by a stable hash of their id, so that they can be worked on at once."""

from __future__ import annotations

import hashlib


def batch_of(subject_id: str, batch_count: int) -> int:
    """The batch, from 0, that a subject belongs to: always the same for a number of batches.

    `mart.batch_of` says the same in SQL: the first 32 bits of the MD5 digest of the id in UTF-8.
    """
    digest = hashlib.md5(subject_id.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:4], "big") % batch_count
