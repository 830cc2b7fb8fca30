"""Mutated office files, archives and PDFs beside healthy ones, through the readers: `python -m tests.cage.fuzz 10000`.

Prints how each ended, how many healthy ones were read, and the memory of this process at its most. Seeded.
"""

from __future__ import annotations

import gzip
import random
import resource
import sys
import time
from collections import Counter

from inspection.errors import InspectionError
from inspection.inputs import tables
from inspection.readers.attachment import read_attachment
from tests.inputs.test_bad_files import GOOD, HEADERS, book
from tests.readers.test_attachment import docx, pdf, xlsx

_TABLE = (",".join(HEADERS) + "\n" + (",".join(GOOD) + "\n") * 50).encode()
ATTACHMENTS = [pdf("first", "second"), docx(*["通知全文"] * 50), xlsx({f"C{row}": row for row in range(1, 60)})]
WORKBOOKS = [(book(HEADERS, *[GOOD] * 50), "sites.xlsx"), (gzip.compress(_TABLE, mtime=0), "sites.csv.gz")]
_WORDS = [
    b"XFD1048576",
    b"A9999999",
    b"\xff\xff\xff\x7f",
    b"PK\x03\x04",
    b"\x00" * 64,
    b"]]>",
    b"<c ",
    b"endobj",
    b"-1",
]


def mutated(chance: random.Random, body: bytes) -> bytes:
    """The file with one to eight changes: bits, stretches gone, doubled, taken from elsewhere, words of danger."""
    data = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        at, size = chance.randrange(len(data)), chance.randint(1, 40)
        what = chance.randrange(5)
        if what == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif what == 1 and len(data) > 100:
            del data[at : at + size]
        elif what == 2:
            data[at:at] = data[at : at + size] * chance.randint(1, 20)
        elif what == 3:
            data[at : at + size] = data[chance.randrange(len(data)) :][:size]
        else:
            word = chance.choice(_WORDS)
            data[at : at + len(word)] = word
    return bytes(data)


def run(count: int, seed: int = 20261130) -> tuple[Counter[str], int]:
    """Outcomes of `count` mutated files, and how many of the healthy ones beside them were read."""
    chance, outcomes, healthy = random.Random(seed), Counter[str](), 0
    for number in range(count):
        if number % 3 < 2:
            found = read_attachment(mutated(chance, chance.choice(ATTACHMENTS)))
            outcomes[f"attachment {found.problem or ('read' if found.kind else 'no kind')}"] += 1
        else:
            body, name = chance.choice(WORKBOOKS)
            try:
                tables.read_table(mutated(chance, body), name, HEADERS)
                outcomes["table read"] += 1
            except InspectionError as error:
                assert error.place and error.remedy, error
                outcomes["table refused"] += 1
        if number % 100 == 0:
            assert read_attachment(ATTACHMENTS[0]).text == "first\nsecond"
            assert len(tables.read_table(*WORKBOOKS[0], HEADERS).rows) == 50
            healthy += 2
    return outcomes, healthy


if __name__ == "__main__":
    began, wanted = time.monotonic(), int(sys.argv[1])
    told, read = run(wanted)
    for outcome, times in sorted(told.items()):
        print(f"{outcome}: {times}")
    print(f"{wanted} mutated, {read} healthy ones read, {time.monotonic() - began:.0f} s")
    print(f"memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
