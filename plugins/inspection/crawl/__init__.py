"""The crawl: planned fetches into WARC files (`take`), visits that readers ask for (`visits`), archives of others
(`imports`), and the store of all.
"""

from inspection.archive.store import Payload, Store, read_payload, read_payloads, snapshots_of, visits_of
from inspection.crawl.imports import import_warc
from inspection.crawl.take import Budget, take_snapshots
from inspection.crawl.visits import make_visits

__all__ = [
    "Budget",
    "Payload",
    "Store",
    "import_warc",
    "make_visits",
    "read_payload",
    "read_payloads",
    "snapshots_of",
    "take_snapshots",
    "visits_of",
]
