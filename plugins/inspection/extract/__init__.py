"""The readers: stored snapshots to typed observations in `staging`. They never judge and never fetch.

One topic is one file: `page` (decoding, tree, text, read state), `identity` (meta tags, title), `marks`
(footer facts), `dates` (publication time), `items` (list entries), `columns`, `links`, `wording`.
`day` runs them over a day's snapshots (`seen` holds what they found, `rows` writes it), `read` over one page.
"""

from inspection.extract.day import extract_day

__all__ = ["extract_day"]
