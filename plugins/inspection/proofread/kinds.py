"""What a text speaks of: sites, accounts, messages, units; and which of them."""

from __future__ import annotations

import re

# what is counted: the noun that stands last before a number, or first behind it
_WORDS = (
    ("notice", "通知单|通知书|整改函|提醒函|提示单|督办单"),
    ("message", "留言|来信|信件|咨询件|投诉|诉求|办件|工单|问题线索|纠错信息"),
    ("domain", "域名"),
    ("column", "栏目|专栏|专题"),
    ("link", "链接|错链|断链|死链|外链"),
    ("account", "政务新媒体|新媒体|账号|公众号|微博|微信|抖音|头条号?|客户端|APP|订阅号|服务号|视频号|快手|小程序"),
    (
        "unit",
        "地级以上市|设区的?市|市\\(州\\)"
        "|市\\(地\\)|盟市|州市|地市|[市州]州|主办单位|单位|部门|机构|地区|省份|县市区|县区|区县|县\\(市、?区\\)|乡镇|街道|镇街|开发区",
    ),
    ("site", "政府网站|政务网站|门户网站|网站|门户"),
    ("problem", "问题|错误|错别字|错敏|隐患|漏洞|表述"),
)
KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS), re.I)
BODIES = {"site", "account"}
NAMES = {
    "site": "网站", "account": "政务新媒体", "message": "留言", "problem": "问题", "notice": "通知单", "unit": "单位",
    "column": "栏目", "link": "链接", "domain": "域名",
}  # fmt: skip
# 23个县区的政府网站: of the sites of 23 counties, it counts the counties
_OF_UNITS = re.compile(r"[^的,;。]{0,8}(?:市|县|区|州|盟|旗|镇|乡|街道|部门|单位|机构)\)?的")
_DOES = re.compile(r"(?:均|都|仍|还)?(?:存在|出现|发现|发生|未|没有|已|被)")
# words that say nothing of which sites or accounts are meant
_GENERAL = re.compile(
    r"“[^”]*”|《[^》]*》|全国政[^,。]{0,14}系统|信息报送|报送|平台|系统中|政府|系统|政务|网站|新媒体|账号|总体|整体|平均|综合|抽查|抽检|检查|监测|普查|排查|巡查|突出|存在|问题|严重|不?合格率?|不?达标率?|通过率"
    r"|[我本全][国省市县区州旗盟]|本[季次期]度?|此次|这次|最终|核定|其中|均|各类|经过?|后|[第一二三四]+季度|\d+月份?|20\d\d年|的|为|是|达到?|共有?|总数?|约"
    r"|在(?!线)|运行|正常|登记|备案|现有|目前|开设|未|发现|有|数|随机|累计|已|被|判定|出|对|了|进行|上述|所有|全部|个|家|覆盖|另|同时|检出|认定|分别|依次|比例|率|面$|正在|全量|全面|包括|一般性|尚有|占|结果|两次|一次|首次"
)


def kind_of(text: str) -> str:
    """What a heading or sentence speaks of: site or account where only one of them is named, else empty."""
    kinds = {match.lastgroup for match in KIND.finditer(text)} & BODIES
    return kinds.pop() if len(kinds) == 1 else ""


def last_kind(text: str, default: str) -> str:
    """The kind that is named last, else the default."""
    found = [match.lastgroup for match in KIND.finditer(text)]
    return found[-1] if found else default


def first_kind(text: str) -> str:
    """The kind that the words behind a number count, where they count one at once."""
    if _OF_UNITS.match(text):
        return "unit"
    found = KIND.search(text)
    if found is not None and _DOES.match(text) and found.lastgroup not in BODIES:
        return ""  # 52家存在错别字: it counts what has them
    return found.lastgroup if found is not None and found.start() <= 8 else ""


def group_of(words: str) -> str:
    """Which of the sites or accounts words mean: 市直部门 of 市直部门网站; empty for all of them."""
    return re.sub(r"[^\u3400-\u9fffA-Za-z]", "", _GENERAL.sub("", words)).upper()
