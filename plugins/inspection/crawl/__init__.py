"""The crawl: planned fetches into WARC files (`take`), archives of others (`imports`), and the store of both."""

from inspection.crawl.imports import import_warc
from inspection.crawl.store import Payload, Store, read_payload, read_payloads, snapshots_of
from inspection.crawl.take import Budget, take_snapshots

__all__ = [
    "Budget",
    "Payload",
    "Store",
    "import_warc",
    "read_payload",
    "read_payloads",
    "snapshots_of",
    "take_snapshots",
]
