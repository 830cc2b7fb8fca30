"""云州市 (Yunzhou): an invented city on localhost, with planted faults and their ground truth.

Nothing is kept: what any page, feed, list or log of the city says is a pure function of the seed and a
day. The historic archive (`archive`) and the live server (`server`) are therefore the same city.

Reading order: `registry` (who there is), `faults` (what is wrong, as a table), `schedule` (when things
are published), `writing` (what they say), `pages` (how it looks), `probes`, `lists`, `truth`.

Beside the city stand what tests switch on: `live` (hosts that block, fail, pretend, circle or dawdle, for the
live server) and `hostile` with its `tricks` (a server that tries to harm whoever visits it).
"""

from demo.city.archive import build

__all__ = ["build"]
