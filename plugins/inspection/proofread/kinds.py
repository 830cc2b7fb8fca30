"""What a text speaks of: sites, accounts, messages, units."""

from __future__ import annotations

import re

# what is counted: the noun that stands last before a number, or first behind it
_WORDS = (
    ("notice", "通知单|通知书|整改函|提醒函"),
    ("message", "留言|来信|信件|咨询件|投诉|诉求|办件|工单|问题线索"),
    ("domain", "域名"),
    ("column", "栏目|专栏|专题"),
    ("link", "链接|错链|断链|死链|外链"),
    ("account", "政务新媒体|新媒体|账号|公众号|微博|微信|抖音|头条号?|客户端|APP|订阅号|服务号|视频号|快手|小程序"),
    ("site", "政府网站|政务网站|门户网站|网站|门户"),
    ("unit", "单位|部门|机构|地区|市州|省份|县区|县\\(市、?区\\)|乡镇|街道"),
    ("problem", "问题|错误|错别字|错敏|隐患|漏洞|表述"),
)
KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS), re.I)
BODIES = {"site", "account"}


def kind_of(text: str) -> str:
    """What a heading or sentence speaks of: site or account where only one of them is named, else empty."""
    kinds = {match.lastgroup for match in KIND.finditer(text)} & BODIES
    return kinds.pop() if len(kinds) == 1 else ""


def last_kind(text: str, default: str) -> str:
    """The kind that is named last, else the default."""
    found = [match.lastgroup for match in KIND.finditer(text)]
    return found[-1] if found else default
