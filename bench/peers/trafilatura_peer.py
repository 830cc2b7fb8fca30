"""Trafilatura reading the pages of a WARC file; run by a Python of its own: `python trafilatura_peer.py FILE`.

Of each page: the text with its links, the title and the date, as its quick mode gives them. Prints how many pages it
read and its CPU seconds as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from trafilatura import bare_extraction
from warcio.archiveiterator import ArchiveIterator


def main(file: Path) -> None:
    """Read every answer of the file, once."""
    begin = time.process_time()
    count = 0
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response":
                continue
            url, body = record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()
            found = bare_extraction(body, url=url, fast=True, include_links=True, with_metadata=True)
            assert found and found.text and found.title, url
            count += 1
    print(json.dumps([count, time.process_time() - begin]))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
