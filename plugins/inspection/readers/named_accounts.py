"""Accounts (政务新媒体) that a home page names: by a link to their page, or by the caption of a QR code.

Kind: `account_link`, `place` platform and id (or name), `value` what the page calls the account, `detail`: `platform`
as the registry says it, `id`, `name`, `url`, `form` (`link`, `caption`), and `folded`, the name in simplified
characters where it is shown in others. Whether the registry has it is for the view
`staging.named_account` to say (漏报瞒报). Sharing buttons and single posts name no account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import unquote

from inspection.model import PageKind, normalise_text
from inspection.page.page import Anchor, Page, fold, host_of
from inspection.page.words import any_of, classes_of, page_words, platform_words
from inspection.readers.sign import Reading, Sign
from inspection.text.script import simplified

TOPIC = "accounts"

_NAME = r"[\u4e00-\u9fffA-Za-z0-9·]{2,20}"
_NO_NAME = re.compile(
    r"扫一扫|扫码|关注|二维码|官方|欢迎|我们|更多|分享|转发|打印|进入|点击|使用|识别|长按|前往|打开|通过|下载|新浪|腾讯|来源|本网|本站|查看|搜索|添加|微信|微博|抖音|公众号|收藏"
)
_QUICK = ("公众号", "微信", "微博", "抖音", "快手", "头条", "视频号", "小程序")
MAX_CAPTION_CHARS = 30


def read(reading: Reading) -> Iterator[Sign]:
    """The accounts that the home page of a site names, each once."""
    if reading.kind != PageKind.HOME:
        return
    told: set[tuple[str, str]] = set()
    for sign in (*_links(reading.page), *_captions(reading.page)):
        names = {(sign.detail["platform"], normalise_text(name)) for name in _names(sign)}
        if not names & told:
            name = sign.detail["name"] or ""
            if (folded := simplified(name)) != name:
                sign.detail["folded"] = folded
            yield sign
        told |= names


def _names(sign: Sign) -> Iterator[str]:
    return (name for name in (sign.detail["id"], sign.detail["name"]) if name)


def _links(page: Page) -> Iterator[Sign]:
    hosts = _hosts()
    for anchor in page.anchors:
        found = hosts.get(_site_of(host_of(anchor.url)))
        for platform, path in found or ():
            address = "/" + anchor.url.partition("://")[2].partition("/")[2]
            match = path.search(address)
            if match:
                account = unquote(next(group for group in match.groups() if group))
                name = _name_of(anchor)
                detail = {"platform": platform, "id": account, "name": name, "url": anchor.url, "form": "link"}
                yield Sign("account_link", f"{platform}:{account}", name or account, detail=detail)
                break


def _site_of(host: str) -> str:
    """The host among those where accounts live that an address belongs to: `m.weibo.cn` to `weibo.cn`."""
    known = _hosts()
    while host and host not in known:
        host = host.partition(".")[2]
    return host


def _name_of(anchor: Anchor) -> str | None:
    """What the link calls the account, where that is more than the platform's name."""
    picture = anchor.node.css_first("img")
    says = [anchor.text, anchor.node.attributes.get("title")]
    if picture is not None:
        says += [picture.attributes.get("alt"), picture.attributes.get("title")]
    for words in filter(None, says):
        name = fold(words).strip(' @《》“”"')
        if re.fullmatch(_NAME, name) and not _NO_NAME.search(name) and name.lower() not in platform_words():
            return name
    return None


def _captions(page: Page) -> Iterator[Sign]:
    """Names beside the words for an account: `微信公众号：云州发布`, `“云州发布”微信公众号`."""
    says = [line for line in page.text.split("\n") if len(line) <= MAX_CAPTION_CHARS]
    for picture in page.tree.css("img[alt], img[title]"):
        says += [fold(words) for name in ("alt", "title") if (words := picture.attributes.get(name))]
    pattern, platforms = _caption_words()
    for line in dict.fromkeys(says):
        if len(line) > MAX_CAPTION_CHARS or not any(word in line for word in _QUICK):
            continue
        match = pattern.search(line)
        name = match and (match["quoted"] or match["after"] or match["before"])
        if name and not _NO_NAME.search(name) and name.lower() not in platform_words():
            platform = platforms[next(match[group] for group in ("word1", "word2", "word3") if match[group])]
            detail = {"platform": platform, "id": None, "name": name, "url": None, "form": "caption"}
            yield Sign("account_link", f"{platform}:{name}", name, excerpt=line, detail=detail)


@cache
def _hosts() -> dict[str, list[tuple[str, re.Pattern]]]:
    """Platforms and the form of their addresses by host."""
    found: dict[str, list[tuple[str, re.Pattern]]] = {}
    for entry in page_words()["accounts"]:
        found.setdefault(entry["host"], []).append((entry["platform"], re.compile(entry["path"])))
    return found


@cache
def _caption_words() -> tuple[re.Pattern, dict[str, str]]:
    platforms = classes_of(page_words()["captions"])
    words = any_of(platforms)
    return (
        re.compile(
            rf"[“\"「《@](?P<quoted>{_NAME})[”\"」》]?\s?(?:官方|政务)?(?P<word1>{words})"
            rf"|(?P<word2>{words})\s?(?:账号|名称)?\s?[:：“\"「《]\s?(?P<after>{_NAME})"
            rf"|^(?P<before>{_NAME}?)\s?(?:官方|政务)?(?P<word3>{words})(?:二维码)?$"
        ),
        platforms,
    )
