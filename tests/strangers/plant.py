"""Deals the plots out to the sites of a town, by the seed, over families and kinds of bodies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from . import plots_access as access
from . import plots_content as content
from . import plots_design as design
from . import plots_portal as portal
from . import plots_service as service
from . import plots_update as update
from .build import Builder
from .model import Answer, Site, Town
from .plots_account import Accounts

# (group, plots): a site takes at most one plot of a group
DECK: list[tuple[str, list[Callable[[Builder, Site], bool]]]] = [
    (
        "update",
        [
            update.sv3_plain,
            update.sv3_plain,
            update.sv3_clock,
            update.sv3_thirteen,
            update.sv3_thirteen,
            update.sv3_leads_on,
            update.sv3_leads_on,
            update.sv3_redirect,
            update.sv3_redirect,
            update.sv3_other_dates,
            update.sv3_other_dates,
            update.sv41_news,
            update.sv41_news,
            update.sv41_mixed,
            update.sv41_four,
            update.sv41_half_year_less_a_day,
            update.sv42_ten,
            update.sv42_ten,
            update.sv42_nine,
            update.sv42_still,
            update.sv43_blank,
            update.sv43_blank,
            update.sv43_blank,
            update.sv43_four,
            update.sv43_pages,
            update.sv43_elsewhere,
            update.sv43_elsewhere,
        ],
    ),
    (
        "interaction",
        [
            service.sv51_none,
            service.sv51_none,
            service.sv51_at_portal,
            service.sv51_picture,
            service.sv52_open,
            service.sv52_open,
            service.sv52_late_answer,
            service.sv52_csv,
            service.sv52_young,
            service.sv52_young,
            service.sv52_old,
            service.sv52_invalid,
            service.sv52_excepted,
        ],
    ),
    (
        "service",
        [
            service.sv61_none,
            service.sv61_none,
            service.sv61_platform,
            service.sv61_platform,
            service.sv62_five,
            service.sv62_five,
            service.sv62_four,
            service.sv62_three,
            service.sv62_names,
            service.sv63_few,
            service.sv63_one_good,
        ],
    ),
    (
        "access",
        [
            access.sv2_down,
            access.sv2_flaky,
            access.sv2_slow,
            access.sv2_longer,
            access.sv2_approved,
            access.sv2_sixteen,
            access.sv2_fourteen_nine,
            access.sv2_blocked,
            access.sv2_blocked,
            access.sv2_late,
            access.sv2_double,
        ],
    ),
    (
        "content",
        [
            content.sv13_hidden,
            content.sv13_hidden,
            content.sv13_article,
            content.sv13_outlink,
            content.sv13_crackdown,
            content.sv13_idiom,
            content.sv14_title,
            content.sv14_replaced,
            content.sv14_renamed,
            content.sv14_traditional,
            content.sv15_today,
            content.sv15_redated,
            content.sv15_rerun,
            content.sv15_future,
            content.sv15_pinned,
            content.sv15_similar,
            content.sv15_backfilled,
            content.sv11_body,
            content.sv11_right,
            content.minor,
            content.minor,
            content.minor_not,
            content.privacy,
            content.privacy_masked,
        ],
    ),
]
Plot = Callable[[Builder, Site], bool]
# indicator: (plants, of which two are dealt by turns of the seed; look-alikes, all dealt)
PORTAL: dict[str, tuple[list[Plot], list[Plot]]] = {
    "SD4.1": ([design.sd41_suffix, design.sd41_name], [design.sd41_chinese]),
    "SD4.7": ([design.sd47_absent, design.sd47_foreign, design.sd47_old], [design.sd47_click]),
    "SD1.1": (
        [portal.drop("gaik", "SD1.1", "no column about the area")],
        [portal.renamed("gaik", "魅力{p}", "SD1.1", True)],
    ),
    "SD1.2": (
        [portal.drop("duty", "SD1.2", "no column about functions")],
        [portal.renamed("duty", "部门信息", "SD1.2")],
    ),
    "SD1.3": ([portal.drop("ldzc", "SD1.3", "no column of leaders"), portal.sd13_no_cv], [portal.sd13_label]),
    "SD1.4": ([portal.late("yw", "SD1.4", 0, 14)], [portal.barely("bmdt", "SD1.4", 0, 14)]),
    "SD1.5": ([portal.late("zcwj", "SD1.5", 6)], [portal.barely("zcwj", "SD1.5", 6)]),
    "SD1.6": (
        [portal.late("zcjd", "SD1.6", 6), portal.drop("zcjd", "SD1.6", "no interpretations")],
        [portal.barely("zcjd", "SD1.6", 6)],
    ),
    "SD1.7": ([portal.sd17_none], [portal.sd18_both]),
    "SD1.8": ([portal.sd18_one_way, portal.sd18_none], [portal.sd18_both]),
    "SD1.9": ([portal.sd19_blank, portal.sd19_late], [portal.sd19_old_static]),
    "SD2.1": (
        [portal.late("bstj", "SD2.1", 3), portal.drop("bstj", "SD2.1", "no statistics")],
        [portal.barely("bstj", "SD2.1", 3)],
    ),
    "SD2.2": ([portal.sd22_lacks], [service.sv62_names]),
    "SD2.4": ([portal.sd24_dead], [portal.sd24_there]),
    "SD3.3": ([portal.sd33_no_times, portal.sd33_quiet], [portal.sd33_barely]),
    "SD3.5": ([portal.sd35_five], [portal.sd35_six]),
    "SD4.2": (
        [design.sd42("police"), design.sd42("icp", "code"), design.sd42_fake, design.sd42_some_pages],
        [design.sd42_script, design.sd42_conac_script],
    ),
    "SD4.3": ([design.sd43_dead], [design.sd43_alive]),
    "SD4.4": ([design.sd44_none], [design.sd44_odd]),
    "SD4.5": (
        [design.sd45("none"), design.sd45("null"), design.sd45("code"), design.sd45("article")],
        [design.sd45_style],
    ),
}
CLASHES = {
    "SD1.5": {"SD1.6", "SD1.7", "SD1.8"},
    "SD1.6": {"SD1.5", "SD1.7", "SD1.8"},
    "SD1.7": {"SD1.5", "SD1.6", "SD1.8"},
}
CLASHES |= {
    "SD1.8": {"SD1.5", "SD1.6", "SD1.7"},
    "SD4.2": {"SD4.7"},
    "SD4.7": {"SD4.2"},
    "SD2.4": {"SD4.3"},
    "SD4.3": {"SD2.4"},
}
UPDATE = {"SD1.4", "SD1.5", "SD1.6", "SD1.9"}
QUIET = ("sv3_plain", "sv3_clock", "sv3_thirteen", "sv41_news", "sv41_mixed", "sv41_four", "sv41_half_year_less_a_day")
LOUD = {"sv13_hidden", "sv13_article", "sv14_title", "sv14_replaced", "sv14_renamed", "sv14_traditional", "sv15_pinned"}


def deal_portals(b: Builder) -> None:
    """Two plants and all look-alikes of every deduction, plants by turns of the seed."""
    portals = [s for s in b.town.sites if s.kind == "门户"]
    taken: dict[str, set[str]] = {s.code: set() for s in portals}
    for indicator, (plants, likes) in PORTAL.items():
        turn = b.town.seed % len(plants)
        for plot in [*(plants + plants)[turn : turn + min(2, len(plants))], *likes]:
            for s in sorted(portals, key=lambda s: (len(taken[s.code]), b.rng.random())):
                mine = taken[s.code]
                if indicator in mine or mine & CLASHES.get(indicator, set()) or len(mine) > 7:
                    continue
                if plot(b, s):
                    mine.add(indicator)
                    if indicator in UPDATE:
                        s.groups |= {"update", "quiet"}
                    if indicator in ("SD1.2", "SD2.2", "SD2.4", "SD3.3", "SD3.5"):
                        s.groups |= {"service", "interaction"}
                    break


def deal(b: Builder) -> None:
    """The plots of vetoes over all sites."""
    sites = [s for s in b.town.sites if s.status == "正常运行"]
    for group, plots in DECK:
        seen: dict[str, set[str]] = {}
        for plot in plots:
            used = seen.setdefault(plot.__name__.split("_")[0], set())
            order = sorted(sites, key=lambda s: (s.family.key in used, len(s.groups), b.rng.random()))
            for s in order:
                if group in s.groups or (group == "content" and "update" in s.groups and "15" in plot.__name__):
                    continue
                if group == "content" and "quiet" in s.groups and plot.__name__ not in LOUD:
                    continue  # it would post in a column that must stand still
                if s.family.key in ("navonly",) and "sv3" in plot.__name__ and "interaction" in s.groups:
                    continue
                if plot(b, s):
                    s.groups.add(group)
                    if plot.__name__ in QUIET:
                        s.groups.add("quiet")
                    used.add(s.family.key)
                    break


def tidy(b: Builder) -> None:
    """Interpretations whose document is gone go, too; links lead only to what is there."""
    for s in b.town.sites:
        policies, c = s.columns.get("zcwj"), s.columns.get("zcjd")
        if c and policies and s.story.get("SD1.7", ("",))[0] != "plant":
            there = {id(a) for a in policies.articles}
            c.articles = [a for a in c.articles if not a.data.get("links") or id(a.data["links"][0]) in there]
        if policies:
            left = {id(a) for a in c.articles} if c else set()
            for p in policies.articles:
                p.data["links"] = [a for a in p.data.get("links", []) if id(a) in left]
        s.family.prepare(s)


def leave(b: Builder) -> None:
    """A closed site says so, an excused one stands still: neither is judged."""
    for s in b.town.sites:
        if s.status == "永久关停":
            text = (
                f"<html><head><title>{s.name}</title></head><body><h2>公告</h2>"
                f"<p>本网站已关停，内容并入{b.town.name}人民政府网站。</p></body></html>"
            )
            s.overrides.append(("*", b.town.start, b.town.end, lambda d, s=s, text=text: s.family.html(text)))
        elif s.status == "例外":
            update.halt_home(b, s, b.town.start + timedelta(days=5), None)


def common_hosts(b: Builder) -> None:
    """Hosts that no registry names: the petition office, the common platform of services."""
    t = b.town

    def petition(path: str, day: object) -> Answer:
        page = (
            "<html><head><meta charset='utf-8'><title>网上信访</title></head><body>"
            "<h1>网上信访受理平台</h1><form><input name='a'></form></body></html>"
        )
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()

    def services(path: str, day: object) -> Answer:
        rows = "".join(
            f"<li><a href='/item?id={n}'>{x}办理</a></li>"
            for n, x in enumerate(("取水许可", "失业登记", "婚姻登记", "校车使用许可"))
        )
        page = (
            f"<html><head><meta charset='utf-8'><title>{t.name}政务服务网</title></head><body>"
            f"<h1>{t.name}政务服务网</h1><ul>{rows}</ul></body></html>"
        )
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()

    t.others[f"wsxf.{t.domain}"] = petition
    t.others[f"zwfw.{t.domain}"] = services
    t.other_urls += [f"http://wsxf.{t.domain}/", f"http://wsxf.{t.domain}/jb.html", f"http://zwfw.{t.domain}/"]


def reports(b: Builder) -> None:
    """Findings on sites that only an authority can report, one confirmed and one struck out of each."""
    t = b.town
    calm = [s for s in t.sites if s.kind == "部门" and s.status == "正常运行"]
    for n, indicator in enumerate(("SV1.2", "SV1.6", "SV1.2", "SV1.6")):
        s = calm[(n * 5 + t.seed) % len(calm)]
        day = t.start + timedelta(days=20 + n * 9)
        decision = "confirmed" if n < 2 else "struck_out"
        t.reports.append(
            {
                "report_id": f"R{len(t.reports) + 1:03d}",
                "subject": f"site:{s.code}",
                "indicator_id": indicator,
                "reason": "",
                "found_on": day.isoformat(),
                "body": "上级主管部门",
                "decision": decision,
                "note": "专项检查通报" if n < 2 else "复核后核减",
                "attachment": "",
            }
        )
        s.faults.setdefault("reported", []).append((indicator, day, decision))


def make_town(seed: int, count: int = 92) -> tuple[Town, Accounts]:
    """The whole town of a seed with its accounts' truth."""
    b = Builder(seed, count)
    town = b.build()
    for s in town.sites:
        s.family.prepare(s)
    deal_portals(b)
    hosts = {s.region_code: s.host for s in town.sites if s.kind == "门户"}
    for s in town.sites:
        s.portal_host = hosts[s.region_code]
        s.family.prepare(s)
    common_hosts(b)
    deal(b)
    leave(b)
    tidy(b)
    for s in town.sites:
        b.connect(s)
        service.spare_letters(b, s)
    reports(b)
    for _ in range(2):
        day = town.start + timedelta(days=b.rng.randrange(10, town.count - 10))
        town.outages.append(((day - town.start).days, b.rng.randrange(2, 20), b.rng.randrange(4, 8)))
    accounts = Accounts(b)
    accounts.make()
    return town, accounts
