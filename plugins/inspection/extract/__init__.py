"""The readers: stored snapshots to typed observations in `staging`. They never judge and never fetch.

One topic is one file: `page` (decoding, tree, text, read state), `identity` (meta tags, title), `marks`
(footer facts), `dates` (publication time), `items` (list entries), `columns`, `links`, `wording`.
`content` runs them over one body, and `remembered` keeps what they found for the days on which it is the same;
`day` does so for a day's snapshots (`seen` holds a site's pages, `rows` writes them), `read` for one page, to look at.
"""

from inspection.extract.day import extract_day
from inspection.extract.visited import read_visits

__all__ = ["extract_day", "read_visits"]
