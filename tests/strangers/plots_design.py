"""What is planted about the design of portals (SD4.1 to SD4.7): domain, footer, links, search, tags, error entry."""

from __future__ import annotations

from .build import Builder
from .model import Answer, Fail, Site
from .plots_portal import fail, like


def sd41_suffix(b: Builder, s: Site) -> bool:
    s.host = s.host.replace(".gov.cn", b.rng.choice([".com", ".org.cn", ".net"]))
    return fail(b, s, "SD4.1", "the domain does not end in .gov.cn")


def sd41_name(b: Builder, s: Site) -> bool:
    s.name = f"{s.region[:-1]}之窗"
    return fail(b, s, "SD4.1", "a portal's name must be that of its government", decidable=False)


def sd41_chinese(b: Builder, s: Site) -> bool:
    name = s.region.encode("idna").decode()
    s.host = f"{name}.xn--zfr164b"
    return like(s, "SD4.1", "a Chinese domain in .政务")


def sd42(*gone: str):
    def plot(b: Builder, s: Site) -> bool:
        s.faults["marks"] = set(gone)
        return fail(b, s, "SD4.2", "the footer lacks " + "、".join(gone))

    plot.__name__ = "SD4.2_" + "_".join(gone)
    return plot


def sd42_fake(b: Builder, s: Site) -> bool:
    s.faults["conac"] = "plain"
    return fail(b, s, "SD4.2", "the mark of party and government bodies is a picture without link")


def sd42_some_pages(b: Builder, s: Site) -> bool:
    if s.family.key == "spa":
        return False
    s.faults["bare_footer"] = ("article",)
    return fail(b, s, "SD4.2", "articles have a footer without marks", "")


def sd42_script(b: Builder, s: Site) -> bool:
    if s.family.footer not in ("script", "frame", "picture"):
        return False
    return like(s, "SD4.2", f"the footer is brought by {s.family.footer}")


def sd42_conac_script(b: Builder, s: Site) -> bool:
    s.faults["conac"] = "script"
    return like(s, "SD4.2", "the mark comes by the mark office's own script")


def sd43_dead(b: Builder, s: Site) -> bool:
    for n, (text, answer) in enumerate(
        (
            ("专题一", (404, {"Content-Type": "text/html"}, b"<h1>Not Found</h1>")),
            ("专题二", (500, {"Content-Type": "text/html"}, b"<h1>Internal Server Error</h1>")),
            (
                "专题三",
                (
                    200,
                    {"Content-Type": "text/html; charset=utf-8"},
                    "<html><title>提示</title><body>您访问的页面不存在或已删除</body></html>".encode(),
                ),
            ),
        )
    ):
        path = f"/zt/{n}/index.html"
        s.pages[path] = lambda d, answer=answer: answer
        s.home_links.append((text, s.url(path)))
        s.fails.append(
            Fail(
                "SD4.3",
                "fail",
                s.url(path),
                b.town.start,
                b.town.end,
                True,
                f"a link of the home page answers {answer[0]}",
            )
        )
    s.story["SD4.3"] = ("plant", "dead links on the home page: 404, 500, and an error text with status 200")
    return True


def sd43_alive(b: Builder, s: Site) -> bool:
    def topic(d: object) -> Answer:
        body = (
            f"<html><head><meta charset='utf-8'><title>页面改版说明</title><meta name='SiteName' content='{s.name}'>"
            f"<meta name='SiteDomain' content='{s.host}'><meta name='SiteIDCode' content='{s.code}'></head><body>"
            "<p>专题改版后，旧链接不存在的情况已修复。</p></body></html>"
        )
        return 200, {"Content-Type": "text/html; charset=utf-8"}, body.encode()

    s.pages["/zt/new/index.html"] = topic
    s.pages["/zt/old/"] = lambda d: (302, {"Location": s.url("/zt/new/index.html")}, b"")
    s.home_links += [
        ("旧专题", s.url("/zt/old/")),
        ("收藏本站", "javascript:void(0)"),
        ("邮箱", "mailto:bgs@mail.example"),
    ]
    return like(s, "SD4.3", "a redirect within the site, a script link, a mail link, a page that speaks of dead links")


def sd44_none(b: Builder, s: Site) -> bool:
    s.faults["search"] = "none"
    s.pages[s.family.search_path()] = lambda d: s.family.missing(s, d)
    return fail(b, s, "SD4.4", "no search on the site")


def sd44_odd(b: Builder, s: Site) -> bool:
    if s.family.key != "spa":
        s.faults["search"] = b.rng.choice(["icon", "script"])
    return like(s, "SD4.4", "the search is an icon that leads on, or a script writes its form")


def sd45(fault: str):
    def plot(b: Builder, s: Site) -> bool:
        if fault == "article" and not s.family.dated:
            return False
        s.faults["metas"] = fault
        why = {
            "none": "no tags at all",
            "null": "tags that say null",
            "code": "a foreign site code",
            "article": "articles lack tags",
        }
        # every page of the site bears the fault, or every article: no one place
        return fail(b, s, "SD4.5", why[fault], "")

    plot.__name__ = f"SD4.5_{fault}"
    return plot


def sd45_style(b: Builder, s: Site) -> bool:
    s.faults["meta_style"] = b.rng.choice([1, 2, 3])
    return like(s, "SD4.5", "tags in capitals, small letters or with the content first")


def sd47_absent(b: Builder, s: Site) -> bool:
    s.faults["marks"] = {"jiucuo"}
    s.fails.append(
        Fail(
            "SD4.2", "fail", s.home_url, b.town.start, b.town.end, False, "the entry is one of the seven marks as well"
        )
    )
    s.story["SD4.2"] = ("plant", "the entry is one of the seven marks as well")
    return fail(b, s, "SD4.7", "no entry 我为政府网站找错")


def sd47_foreign(b: Builder, s: Site) -> bool:
    s.faults["jiucuo_code"] = b.town.sites[-1].code
    return fail(b, s, "SD4.7", "the entry bears another site's code")


def sd47_old(b: Builder, s: Site) -> bool:
    s.faults["jiucuo"] = "old"
    return fail(b, s, "SD4.7", "the entry leads to the old address by number and without url")


def sd47_click(b: Builder, s: Site) -> bool:
    s.faults["jiucuo"] = "click"
    return like(s, "SD4.7", "the entry opens by onclick")
