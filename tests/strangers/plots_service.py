"""What is planted about interaction (SV5) and services (SV6), and what only looks like it."""

from __future__ import annotations

from datetime import timedelta

from .build import Builder
from .families.bodies import ELEMENTS
from .model import Column, Site
from .plots_update import column, want
from .rules import add_months


def letters(s: Site) -> Column | None:
    return next((c for c in s.columns.values() if c.cls == "咨询"), None)


def guides(s: Site) -> list:
    return [a for c in s.columns.values() for a in c.articles if a.kind == "guide"]


def sv51_none(b: Builder, s: Site) -> bool:
    c = letters(s)
    if s.kind == "门户" or c is None:
        return False
    del s.columns[c.key]
    s.faults["no_channel"] = True
    s.columns["jjjb"] = Column(
        "jjjb", "纪检举报", "", 9998, "jjjb", "link", target=f"http://wsxf.{b.town.domain}/jb.html"
    )
    s.story["SV5.1"] = (
        "plant",
        "no channel for questions; only petitions and reports of misconduct, which do not count",
    )
    return True


def sv51_at_portal(b: Builder, s: Site) -> bool:
    c, portal = letters(s), b.town.site_of(s.portal_host)
    if s.kind == "门户" or c is None or portal is None or letters(portal) is None:
        return False
    del s.columns[c.key]
    s.faults["no_channel"] = True
    target = portal.url(portal.family.column_url(portal, letters(portal)))
    s.columns["hdjl"] = Column("hdjl", "互动交流", "咨询", 9997, "hdjl", "link", target=target)
    s.story["SV5.1"] = ("lookalike", "the channel is the mailbox of the portal above, linked from the menu")
    s.story["SV5.2"] = ("lookalike", "letters are published at the portal above")
    return True


def sv51_picture(b: Builder, s: Site) -> bool:
    c = letters(s)
    if s.kind == "门户" or c is None or s.family.key in ("spa", "framed", "navonly"):
        return False
    s.faults["picture_links"] = [(c.name, c.path)]
    c.first_level, s.faults["hidden"] = True, {c.key}
    s.story["SV5.1"] = ("lookalike", "the channel is not in the menu; a picture on the home page leads to it")
    return True


def old_letter(b: Builder, s: Site, ago: tuple[int, int], months: int = 3, **data: object) -> bool:
    c = letters(s)
    if c is None:
        return False
    asked = add_months(b.town.start, -months) + timedelta(days=b.rng.randrange(*ago))
    a = b.letter(s, c, asked, data.pop("answered", None), **data)  # type: ignore[arg-type]
    want(s, add_months(asked, 3) + timedelta(days=1), b.town.end)
    a.data["planted"] = True
    return True


def sv52_open(b: Builder, s: Site) -> bool:
    if not old_letter(b, s, (5, 45), state="办理中"):
        return False
    s.story["SV5.2"] = ("plant", "a valid letter shown without an answer for over three months")
    return True


def sv52_late_answer(b: Builder, s: Site) -> bool:
    c = letters(s)
    if c is None:
        return False
    asked = add_months(b.town.start, -3) + timedelta(days=b.rng.randrange(3, 15))
    answered = add_months(asked, 3) + timedelta(days=b.rng.randrange(12, 40))
    a = b.letter(s, c, asked, answered, planted=True)
    a.seen_from = asked
    want(s, add_months(asked, 3) + timedelta(days=1), answered)
    s.story["SV5.2"] = ("plant", f"a letter of {asked} was answered only on {answered}")
    return True


def sv52_csv(b: Builder, s: Site) -> bool:
    if s.status != "正常运行":
        return False
    asked = add_months(b.town.start, -3) + timedelta(days=b.rng.randrange(5, 40))
    b.town.messages.append(
        {
            "channel": "互动交流",
            "message_id": f"HD{s.code[-4:]}",
            "site_code": s.code,
            "received_at": f"{asked.isoformat()}T10:12:00",
            "due_at": f"{(asked + timedelta(days=10)).isoformat()}T18:00:00",
            "closed_at": "",
            "verified": "true",
        }
    )
    s.faults["csv_letter"] = asked
    s.story["SV5.2"] = (
        "plant",
        "messages.csv: a valid message of the interaction column is open for over three months",
    )
    return True


def sv52_young(b: Builder, s: Site) -> bool:
    c = letters(s)
    if c is None:
        return False
    asked = add_months(b.town.end, -3) + timedelta(days=b.rng.randrange(3, 9))
    b.letter(s, c, asked, None, state="办理中")
    want(s, b.town.end - timedelta(days=1))
    s.story["SV5.2"] = ("lookalike", "an open letter some days short of three months at the end of the period")
    return True


def sv52_old(b: Builder, s: Site) -> bool:
    c = letters(s)
    if c is None:
        return False
    b.letter(s, c, add_months(b.town.start, -12) - timedelta(days=b.rng.randrange(20, 60)), None, state="办理中")
    s.story["SV5.2"] = ("lookalike", "an open letter older than the year that is looked back upon")
    return True


def sv52_invalid(b: Builder, s: Site) -> bool:
    if not old_letter(b, s, (5, 45), state="不予受理", invalid=True):
        return False
    s.story["SV5.2"] = ("lookalike", "a letter without an answer that was refused as invalid")
    return True


def sv52_excepted(b: Builder, s: Site) -> bool:
    c = column(b, s, "zxft", "在线访谈", "访谈", [])
    c.kind = "messages"
    asked = add_months(b.town.start, -3) - timedelta(days=10)
    b.letter(s, c, asked - timedelta(days=40), asked - timedelta(days=38))
    b.letter(s, c, asked, None, state="待回应")
    s.story["SV5.2"] = ("lookalike", "an open question in 在线访谈, which is excepted")
    return True


def sv61_none(b: Builder, s: Site) -> bool:
    if not s.offers_services or s.kind == "门户":
        return False
    for key in ("bsfw", "bstj", "bgxz"):
        s.columns.pop(key, None)
    s.story["SV6.1"] = ("plant", "a body with public services offers none on its site")
    return True


def sv61_platform(b: Builder, s: Site) -> bool:
    if not s.offers_services or s.kind == "门户" or "bsfw" not in s.columns:
        return False
    del s.columns["bsfw"]
    name = b.rng.choice(["政务服务网", "网上办事", "办事大厅"])
    s.columns["zwfw"] = Column(
        "zwfw", name, "办事", 9996, "zwfw", "link", target=f"http://zwfw.{b.town.domain}/?dept={s.code}"
    )
    s.story["SV6.1"] = ("lookalike", "services stand on the common platform that the menu leads to")
    s.story["SV6.2"] = ("lookalike", "guides stand on the common platform")
    return True


def cripple(b: Builder, s: Site, items: int, classes: int) -> bool:
    found = guides(s)
    if len(found) < max(items, 5):
        return False
    for a in b.rng.sample(found, items):
        a.data["lacks"] = tuple(b.rng.sample(ELEMENTS[1:], classes))
        a.data["other_names"] = False
    return True


def sv62_five(b: Builder, s: Site) -> bool:
    if not cripple(b, s, 5, b.rng.randrange(4, 6)):
        return False
    s.story["SV6.2"] = ("plant", "five guides lack four or more of the eight classes")
    return True


def sv62_four(b: Builder, s: Site) -> bool:
    if s.kind == "门户" or not cripple(b, s, 4, 5):
        return False
    s.story["SV6.2"] = ("lookalike", "four such guides, one fewer than counts")
    return True


def sv62_three(b: Builder, s: Site) -> bool:
    if s.kind == "门户" or not cripple(b, s, 6, 3):
        return False
    s.story["SV6.2"] = ("lookalike", "six guides lack three classes each, one fewer than counts")
    return True


def sv62_names(b: Builder, s: Site) -> bool:
    for a in guides(s):
        a.data["other_names"] = True
    s.story["SV6.2"] = ("lookalike", "all elements are there under other names")
    s.story["SD2.2"] = ("lookalike", "all elements are there under other names")
    return bool(guides(s))


def sv63_few(b: Builder, s: Site) -> bool:
    c = s.columns.get("bsfw")
    if c is None or s.kind == "门户":
        return False
    c.articles = c.articles[:4]
    for a in c.articles:
        a.data["lacks"] = tuple(ELEMENTS[2:7])
        a.data["other_names"] = False
    s.story["SV6.3"] = ("plant", "four items in all, every guide lacks five classes (the clause is not confirmed)")
    s.story["SV6.2"] = ("lookalike", "only four guides lack elements")
    return True


def sv63_one_good(b: Builder, s: Site) -> bool:
    if not sv63_few(b, s):
        return False
    s.columns["bsfw"].articles[1].data["lacks"] = ()
    s.story["SV6.3"] = ("lookalike", "four items in all, one of them with a whole guide")
    return True


def spare_letters(b: Builder, s: Site) -> bool:
    """Messages of the error platform: figures, no indicator of a site."""
    for n in range(b.rng.randrange(1, 4)):
        day = b.town.start + timedelta(days=b.rng.randrange(0, b.town.count - 12))
        closed = day + timedelta(days=b.rng.randrange(1, 12)) if b.rng.random() < 0.8 else None
        b.town.messages.append(
            {
                "channel": b.rng.choice(["找错", "找错", "曝光台"]),
                "message_id": f"ZC{s.code[-4:]}{n}",
                "site_code": s.code,
                "received_at": f"{day.isoformat()}T09:40:00",
                "due_at": f"{(day + timedelta(days=5)).isoformat()}T18:00:00",
                "closed_at": f"{closed.isoformat()}T16:00:00" if closed else "",
                "verified": b.rng.choice(["true", "false"]),
            }
        )
    return True
