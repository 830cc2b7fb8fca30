"""Counts and rates in a sentence: what is counted, of what, in which role. All that arithmetic can be done with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

_NUMBER = r"(?<![\d.A-Za-z〔第/-])(?P<number>\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?)"
_COUNT = re.compile(
    rf"(?P<near>近|约|大约|将近|超过|超|逾)?{_NUMBER}(?P<more>余|多)?"
    r"(?P<unit>家次|个次|人次|条次|次|家|个(?!工作日|自然日|月|季度|百分点|小时|星期|年)|条|件|项|户|名|篇|份|起|处|人|单|宗|批|所|封|种)"
)
_PERCENT = re.compile(r"(?<![\d.])(?P<number>\d+(?:\.\d+)?)(?:%|(?P<points>个?百分点))")
_SPLIT = "[,;。:、!?()]"
# what is counted: the noun that stands last before a number, or first behind it
_KINDS = (
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
_KIND = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS), re.I)
_BODIES = {"site", "account"}

_FAILED = re.compile(
    r"不合格|不达标|未通过|未达标|单项否决|(?:突出|存在|发现|有)问题(?:的)?(?=账号|政府网站|网站|政务新媒体|新媒体)"
    r"|问题(?:账号|网站|新媒体)|存在(?:突出|严重)?问题的"
)
_RECTIFIED = re.compile(r"完成整改|整改(?:完成|到位|完毕)|已整改|整改率")
_PASSED = re.compile(r"(?<!不)合格(?!率)|(?<!未)(?<!不)达标(?!率)|(?<!未)通过(?!率)")
_ROLES = (
    ("change", re.compile(r"(?:比|较)[^,]{0,10}$|减少|增加|新增|净增|增长")),
    ("undetermined", re.compile(r"不予判定|不作判定|例外|临时下线|暂停|申请关停")),
    ("overdue", re.compile(r"逾期|超期|超时|未按(?:时|期)")),
    ("on_time", re.compile(r"按时(?:办|回|答)|按期(?:办|回|答)|时限内|期限内|及时(?:办|回|答)")),
    ("closed", re.compile(r"(?<!未)(?<!率)(?:办结|办理完[结毕]|已?回复|已?答复|办复|处理完毕)(?!率)")),
    ("received", re.compile(r"受理|收到|承接|转办|接收|收办|交办|共有?留言")),
    ("share", re.compile(r"占")),
)
_INSPECTED = re.compile(
    r"(?:检查|抽查|监测|巡查|普查|排查|核查|评估|测评|检测|扫描|抽检|覆盖)(?!合格率|不?合格|率|比例|范围|对象|发现)"
)
_REGISTERED = re.compile(r"共有|现有|目前|运行|登记|备案|开设|开办|注册|在册|总数|建有|纳入|在用|报送系统|范围|对象")
_IN_ALL = re.compile(r"(?:总)?共(?:有|计)?|合计|有|达到?|为")
_OTHER = re.compile(r"其他|其它|其余|另有?|剩余")
_NO_FAILED = re.compile(
    r"(?:未发现|没有发现|未检出|无)(?:存在)?(?:不合格|单项否决|(?:突出|严重)问题)(?:的)?(?:政府网站|网站|政务新媒体|新媒体|账号)?(?:的?情况)?"
    r"|(?:全部|均|全都)(?:检查)?合格"
)
_APART = re.compile(r"(?P<names>[^,;。:()]{2,80}?)(?:分别|依次)(?:为|是|有|达到?|占)?:?\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class Count:
    """One count. `before` and `after` are the words around it up to the next sign; `kind` what is counted.

    `roles`: registered, inspected, visits, failed, passed, received, closed, on_time, overdue, undetermined, change.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    before: str
    after: str
    kind: str = ""
    roles: frozenset[str] = frozenset()
    is_near: bool = False  # 近, 约, 余: no figure to calculate with
    is_said: bool = False  # a zero in words: 未发现不合格

    @property
    def label(self) -> str:
        """The words on both sides."""
        return f"{self.before}{self.after}"

    @property
    def is_rest(self) -> bool:
        """Whether it counts what the others leave: then they must add up."""
        return bool(_OTHER.search(self.before))

    @property
    def family(self) -> str:
        """Counters that may be added up: 个 and 家 are used for the same things."""
        return "个" if self.unit in {"家", "个", "户"} else self.unit


@dataclass(frozen=True, slots=True)
class Rate:
    """One percentage. `topic`: pass, fail, closed, on_time, cover, share, rectified, change or empty."""

    value: Decimal
    decimals: int
    start: int
    end: int
    before: str
    topic: str = ""
    kind: str = ""
    is_points: bool = False
    is_named: bool = False  # its kind is said by 分别


def number(text: str) -> Decimal:
    """A printed number without its separators."""
    return Decimal(text.replace(",", ""))


def counts_in(text: str, kind: str = "") -> list[Count]:
    """Counts of a sentence in order; `kind` is what the text speaks of before it."""
    matches = list(_COUNT.finditer(text))
    named = _named_apart(text)
    found: list[Count] = []
    for at, match in enumerate(matches):
        start, end = match.start("number"), match.end()
        left = matches[at - 1].end() if at else 0
        right = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        before, after = _label_before(text, left, match.start()), _label_after(text, end, right)
        if at and found and not re.search(_SPLIT, text[left : match.start()]):
            before, after_before = _shared(text[left : match.start()], found[-1])
            found[-1] = _with(replace(found[-1], after=after_before), found[-2].kind if len(found) > 1 else kind)
        if start in named:
            before = named[start]
        count = Count(
            number(match["number"]), match["unit"], start, end, before, after,
            is_near=bool(match["near"] or match["more"] or text[end : end + 2] in {"左右", "上下", "以上"}),
        )  # fmt: skip
        count = _with(count, found[-1].kind if found else kind)
        if not count.roles and start not in named:
            count = _of_clause(count, text[left : match.start()], has_verb=bool(_IN_ALL.fullmatch(before)))
        if found and re.fullmatch(r"(?:、|和|及|与|以及)[^,;。:、()]{2,14}", text[found[-1].end : start]):
            count = _as_well(count, found[-1])
        found.append(count)
    for match in _NO_FAILED.finditer(text):
        near = [count.kind for count in found if count.end <= match.start() and count.kind in _BODIES]
        own = _kind_of(match[0], "")
        found.append(
            Count(
                Decimal(0), "个", match.start(), match.end(), match[0], "", own or (near[-1] if near else kind),
                frozenset({"failed"}), is_said=True,
            )
        )  # fmt: skip
    return sorted(found, key=lambda count: count.start)


def rates_in(text: str, kind: str = "", counts: Sequence[Count] = ()) -> list[Rate]:
    """Percentages of a sentence in order; `counts` are those of the sentence."""
    named = _named_apart(text)
    kinds = _kinds_apart(text, counts)
    found: list[Rate] = []
    for match in _PERCENT.finditer(text):
        left = found[-1].end if found else 0
        start = match.start("number")
        before = named.get(start) or _label_before(text, left, match.start())
        if not re.search("[\u3400-\u9fff]", before) and found and match.start() - left <= 2:
            before = found[-1].before  # 98%、97%: of the same
        own = _kind_of(text[left : match.start()], "") if not named.get(start) else _kind_of(before, "")
        topic = _topic(before)
        decimals = len(match["number"].partition(".")[2])
        kind = kinds.get(start) or (own if own in _BODIES | {"message", "problem"} else kind)
        is_named = start in kinds or start in named
        found.append(
            Rate(
                Decimal(match["number"]), decimals, start, match.end(), before, topic, kind, bool(match["points"]),
                is_named,
            )
        )  # fmt: skip
    return found


def kind_of(text: str) -> str:
    """What a heading or sentence speaks of: site or account where only one of them is named, else empty."""
    kinds = {match.lastgroup for match in _KIND.finditer(text)} & _BODIES
    return kinds.pop() if len(kinds) == 1 else ""


def _kind_of(text: str, default: str) -> str:
    found = [match.lastgroup for match in _KIND.finditer(text)]
    return found[-1] if found else default


def _with(count: Count, kind: str) -> Count:
    """The count with its kind and roles, read from its words."""
    first = _KIND.search(re.sub(r"(?:突出|严重)?问题的?(?=.{0,3}(?:政务|政府|网站|新媒体|账号))", "", count.after))
    # 6家单位…, 7个不合格政府网站, 16个政府网站进行检查: the noun belongs to the number; …个,检查了网站 does not
    is_own = first is not None and first.start() <= 8
    own = first.lastgroup if is_own else _kind_of(count.before, "")
    if own == "problem" and _kind_of(count.before, "") in _BODIES and not is_own:
        own = _kind_of(count.before, "")
    return replace(count, kind=own or kind, roles=_roles(count, is_own))


def _of_clause(count: Count, words: str, *, has_verb: bool) -> Count:
    """检查范围为全市政务新媒体,共255个; 抽查区县、部门政务新媒体140个: the verb stands further off."""
    if has_verb:
        clause = re.split(r"[;。]", words.rstrip("共有计总合达到为").rstrip(",:"))[-1]
        own = _kind_of(clause, "")
        count = replace(count, kind=own if own in _BODIES | {"message", "notice"} else count.kind)
        clause = clause.split(",")[-1]
    else:
        clause = re.split(r"[,;。:()]", words)[-1]
    roles = _roles(replace(count, before=clause, after=""), False)
    return replace(count, roles=roles & {"registered", "inspected", "received"})


def _as_well(count: Count, before: Count) -> Count:
    """检查政府网站45家、政务新媒体204个: what is said of the first is said of the second."""
    shared = before.roles & {"inspected", "registered"}
    return replace(count, roles=shared) if shared and not count.roles and count.kind != before.kind else count


def _roles(count: Count, is_own: bool) -> frozenset[str]:
    after = count.after if is_own or len(count.after) <= 12 else count.after[:12]
    label = f"{count.before}|{after}"
    if count.unit in {"家次", "个次"}:
        return frozenset({"visits"})
    if _FAILED.search(label):
        return frozenset({"failed"})
    if _PASSED.search(label):
        return frozenset({"passed"})
    for role, pattern in _ROLES:
        if pattern.search(label):
            return frozenset({role})
    roles = set()
    if _INSPECTED.search(label):
        roles.add("inspected")
    if _REGISTERED.search(label):
        roles.add("registered")
    return frozenset(roles)


def _label_before(text: str, left: int, start: int) -> str:
    words = re.sub(r"\([^()\d]*\)", "", text[left:start])
    words = re.split(r"[,;。:、!?()]", words)
    return words[-1] if words[-1] or len(words) == 1 else ""


def _label_after(text: str, end: int, right: int) -> str:
    words = re.sub(r"^\([^()\d]*\)", "", text[end:right])
    return re.split(r"[,;。:、!?()]", words)[0]


def _shared(between: str, last: Count) -> tuple[str, str]:
    """Words between two numbers, split into those of the second and those of the first."""
    for joint in ("和", "及", "与", "以及"):
        head, sign, tail = between.partition(joint)
        if sign:
            return tail, head
    if _KIND.search(last.before):
        return between, ""
    return "", between


def _topic(before: str) -> str:
    if re.search(r"不得?低于|不少于|不得?高于|不超过|至少|以上|不足|低于|高于|超过|不到|未达到?$|仅?接近", before):
        return "limit"  # what a rule asks for, or more or less than
    if re.search(r"(?:由|从)[^,]{0,12}$|去年|上[一个]?(?:季|年|月|期)|同期", before):
        return "before"
    if re.search(r"不合格率", before):
        return "fail"
    if re.search(r"合格率|达标率|通过率", before):
        return "pass"
    if re.search(r"(?:按时|按期|及时|时限内|期限内).{0,6}率", before):
        return "on_time"
    if re.search(r"办结率|办理率|回复率|答复率|处理率|办复率", before):
        return "closed"
    if re.search(r"整改率|整改完成率", before):
        return "rectified"
    if re.search(r"(?:检查|抽查|抽检|监测|检测|抽样).{0,10}(?:比例|率|面)|覆盖(?:率|面)", before):
        return "cover"
    if re.search(r"占", before):
        return "share"
    return ""


def _named_apart(text: str) -> dict[int, str]:
    """Of `A、B分别为x、y`: the words that belong to each number, by where it stands."""
    named: dict[int, str] = {}
    for match in _APART.finditer(text):
        names, numbers, tail = apart(text, match)
        if len(names) != len(numbers):
            continue
        for name, place in zip(names, numbers, strict=True):
            named[place] = f"{name}{tail}"
    return named


def _kinds_apart(text: str, counts: Sequence[Count]) -> dict[int, str]:
    """网站45家、新媒体204个,合格率分别为x、y: the kinds of the counts before, by where each rate stands."""
    kinds: dict[int, str] = {}
    for match in _APART.finditer(text):
        names, places, _ = apart(text, match)
        before = [count.kind for count in counts if count.end <= match.start() and count.kind in _BODIES]
        if len(names) == 1 and len(places) == len(set(before[-len(places) :])) == 2:
            kinds |= dict(zip(places, before[-2:], strict=True))
    return kinds


def apart(text: str, match: re.Match) -> tuple[list[str], list[int], str]:
    """The names before 分别, the places of the numbers behind it, and the words that all names share."""
    names = re.split(r"、|和|与|及(?!时)", match["names"])
    names = [name for name in names if name]
    end = re.search(r"[;。)]", text[match.end() :])
    behind = text[match.end() : match.end() + (end.start() if end else len(text))]
    numbers, at = [], 0
    for figure in re.finditer(r"\d+(?:\.\d+)?(?:%|[家个条件项次]次?)?", behind):
        if numbers and not re.fullmatch(r"[、,和与及]+", behind[at : figure.start()]):
            break
        if not numbers and figure.start() > 0:
            break
        numbers.append(match.end() + figure.start())
        at = figure.end()
    # 政府网站、政务新媒体合格率: what follows the last name's noun belongs to all
    last = _KIND.search(names[-1]) if names else None
    tail = names[-1][last.end() :] if last else ""
    return names, numbers, tail


APART = _APART
