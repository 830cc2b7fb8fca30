"""What is planted about reaching a site (SV2): outages, slowness, approved absence, challenges, rows that do not count.

Shapes: ``site.probes['rows']`` maps ``(day, slot of half an hour)`` to ``(outcome, http_status, seconds)``; ``late``
and ``double`` are sets of such keys. Sources: SV2, CONTRACT.md "probe".
"""

from __future__ import annotations

from datetime import timedelta

from .build import Builder
from .model import Site

SLOTS = 48


def keys(b: Builder, first: int, count: int, number: int) -> list[tuple[int, int]]:
    """So many different half hours within some days, as ``(day number, slot)``, none at the crawler's hour."""
    every = [(n, slot) for n in range(first, first + count) for slot in range(SLOTS) if slot not in (41, 42, 43)]
    return sorted(b.rng.sample(every, number))


def rows(s: Site) -> dict:
    return s.probes.setdefault("rows", {})


def down(b: Builder, s: Site, first: int, count: int, mode: str = "failed") -> None:
    """Nobody answers for whole days; the crawler gets nothing either."""
    for n in range(first, first + count):
        for slot in range(SLOTS):
            rows(s)[n, slot] = (mode, "", 15.0) if slot % 3 else ("failed", "503", 0.4)
    start = b.town.start + timedelta(days=first)
    s.no_home.append((start, start + timedelta(days=count - 1)))


def sv2_down(b: Builder, s: Site) -> bool:
    down(b, s, b.rng.randrange(15, 60), b.rng.randrange(2, 5))
    s.story["SV2"] = ("plant", "down for days without a word")
    return True


def sv2_flaky(b: Builder, s: Site) -> bool:
    for key in keys(b, b.rng.randrange(15, 70), 7, b.rng.randrange(20, 40)):
        rows(s)[key] = ("failed", b.rng.choice(["500", "502", "503", ""]), 1.2)
    s.story["SV2"] = ("plant", "between six and twelve per cent of a week's visits failed")
    return True


def sv2_slow(b: Builder, s: Site) -> bool:
    for key in keys(b, b.rng.randrange(15, 70), 7, 22):
        rows(s)[key] = ("ok", "200", b.rng.choice([15.0, 15.0, 15.4, 18.9, 24.1]))
    s.story["SV2"] = ("plant", "answered, but after fifteen seconds or more")
    return True


def sv2_longer(b: Builder, s: Site) -> bool:
    first = b.rng.randrange(15, 50)
    down(b, s, first, 8)
    approve(b, s, first, 2, "机房检修")
    s.story["SV2"] = ("plant", "two days of absence were approved, eight it was")
    return True


def approve(b: Builder, s: Site, first: int, count: int, reason: str) -> None:
    start = b.town.start + timedelta(days=first)
    s.probes.setdefault("approved", []).append((start, start + timedelta(days=count - 1)))
    b.town.downtime.append(
        {
            "site_code": s.code,
            "from": f"{start.isoformat()}T00:00:00",
            "to": f"{(start + timedelta(days=count - 1)).isoformat()}T23:59:59",
            "reason": reason,
            "approval": f"批〔{start.year}〕{first}号",
        }
    )


def sv2_approved(b: Builder, s: Site) -> bool:
    first = b.rng.randrange(12, 60)
    down(b, s, first + 1, 4)
    approve(b, s, first, 6, "系统迁移")
    s.story["SV2"] = ("lookalike", "down within an approved absence")
    return True


def sv2_sixteen(b: Builder, s: Site) -> bool:
    for key in keys(b, b.rng.randrange(15, 70), 7, 15):
        rows(s)[key] = ("failed", "504", 15.0)
    s.story["SV2"] = ("lookalike", "fifteen of a week's 336 visits failed: less than five per cent")
    return True


def sv2_fourteen_nine(b: Builder, s: Site) -> bool:
    for key in keys(b, b.rng.randrange(15, 70), 7, 60):
        rows(s)[key] = ("ok", "200", b.rng.choice([13.8, 14.6, 14.9]))
    s.story["SV2"] = ("lookalike", "sixty visits just below fifteen seconds")
    return True


def sv2_blocked(b: Builder, s: Site) -> bool:
    first = b.rng.randrange(15, 60)
    for key in keys(b, first, 9, 120):
        rows(s)[key] = ("blocked", b.rng.choice(["412", "521", "403"]), 0.1)
    day = b.town.start + timedelta(days=first + 2)
    code = (
        "<html><head><script>var a='_0x4f';document.cookie='__tst='+a;location.reload();</script>"
        "</head><body></body></html>"
    )
    answer = (412, {"Content-Type": "text/html", "Server": "nginx"}, code.encode())
    s.overrides.append((s.home_path, day, day + timedelta(days=3), lambda d: answer))
    s.faults.setdefault("dim", []).append((day, day + timedelta(days=3)))
    s.story["SV2"] = ("lookalike", "a protection service challenged our visits; the crawler met it, too")
    return True


def sv2_late(b: Builder, s: Site) -> bool:
    for key in keys(b, b.rng.randrange(15, 70), 7, 40):
        rows(s)[key] = ("failed", "", 15.0)
        s.probes.setdefault("late", set()).add(key)
    s.story["SV2"] = ("lookalike", "forty failed visits that began over an hour after their planned time")
    return True


def sv2_double(b: Builder, s: Site) -> bool:
    for key in keys(b, b.rng.randrange(15, 70), 7, 12):
        rows(s)[key] = ("failed", "502", 0.3)
        s.probes.setdefault("double", set()).add(key)
    s.story["SV2"] = ("lookalike", "twelve failed visits whose rows stand in the log twice")
    return True
