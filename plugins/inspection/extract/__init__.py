"""The readers: stored snapshots to typed observations in `staging`. They never judge and never fetch.

`observe` reads one page, `kept` makes rows of it, and `remembered` keeps these for the days on which the page is the
same. `day` does so for a day's snapshots (`seen` holds a site's pages, `rows` writes them), `read` for one page, to
look at. Beside pages `visited` reads the extra visits, `attached` whole attachments, `posts` the posts of accounts.
"""

from inspection.extract.day import extract_day
from inspection.extract.visited import read_visits

__all__ = ["extract_day", "read_visits"]
