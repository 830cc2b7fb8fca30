"""Counts in a sentence: what is counted, and in which role."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from inspection.proofread.apart import APART, apart, named_apart
from inspection.proofread.kinds import BODIES, KIND, first_kind, group_of, last_kind

_NUMBER = r"(?<![\d.〔第/-])(?<![A-Za-z]\d)(?<![vV])(?P<number>\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?)"
_COUNT = re.compile(
    rf"(?P<near>近|约|大约|将近|超过|超|逾)?{_NUMBER}(?P<more>余|多)?"
    r"(?P<unit>家次|个次|人次|条次|次|家|个(?!工作日|自然日|月|季度|百分点|小时|星期|年)|条|件|项|户|名|篇|份|起|处|人|单|宗|批|所|封|种)"
)
_SPLIT = "[,;。:、!?()]"
_FAILED = re.compile(
    r"不合格|不达标|未通过|未达标|单项否决|(?:突出|存在|发现|有)问题(?:的)?(?=账号|政府网站|网站|政务新媒体|新媒体)"
    r"|问题(?:账号|网站|新媒体)|存在(?:突出|严重)?问题的"
)
_PASSED = re.compile(r"(?<!不)合格(?!率)|(?<!未)(?<!不)达标(?!率)|(?<!未)通过(?!率)")
_GONE = re.compile(r"关停|注销|撤销|永久下线")
_ROLES = (
    ("average", re.compile(r"[日月周人户年]均|平均|均值")),
    ("true", re.compile(r"(?<!不)属实")),
    ("untrue", re.compile(r"不属实|不实(?!名)|失实")),
    # what a figure of now is compared with: 上月为, 较去年同期的, 与上季度
    (
        "earlier",
        re.compile(
            r"(?:上[一个]{0,2}(?:季度?|月|年|期|次|周|半年)|去年|前年|年初)(?:同期|同月|末)?(?:的|为|是|有|共|达|仅)?\|"
            r"|(?:较|比|与|同)第[一二三四]季度(?:的|为)?\|"
        ),
    ),
    ("change", re.compile(r"(?:比|较)[^,]{0,10}$|减少|增加|新增|净增|增长")),
    ("undetermined", re.compile(r"不予判定|不作判定|例外|临时下线|暂停|申请关停")),
    ("gone", _GONE),
    ("open", re.compile(r"未办结|尚未|尚在|仍在|正在(?!运行|使用|开设)|在办|未回复|待办|未整改|未完成|待整改")),
    ("overdue", re.compile(r"逾期|超期|超时|未按(?:时|期)")),
    ("on_time", re.compile(r"按时(?:办|回|答)|按期(?:办|回|答)|时限内|期限内|及时(?:办|回|答)")),
    ("closed", re.compile(r"(?<!未)(?<!率)(?:办结|办理完[结毕]|已?回复|已?答复|办复|处理完毕)(?!率)")),
    ("received", re.compile(r"受理|收到|承接|转办|转来|接到|接收|收办|交办|共有?留言")),
    ("share", re.compile(r"占")),
    ("rectified", re.compile(r"(?<!未)(?<!待)(?<!需)(?<!限期)整改(?!通知|函|率|意见|建议|要求|工作|报告)(?!不|未)")),
    (
        "found",
        re.compile(
            r"(?:发现|检出|查出|排查出|存在)[^,;。]{0,12}(?:问题|错误|错别字|隐患|漏洞|错链|断链|死链|链接|表述)"
        ),
    ),
)
_INSPECTED = re.compile(
    r"(?:检查|抽查|监测|巡查|普查|排查|核查|评估|测评|检测|扫描|抽检|覆盖)(?!合格率|不?合格|率|比例|范围|对象|发现)"
)
_REGISTERED = re.compile(r"共有|现有|目前|运行|登记|备案|开设|开办|注册|在册|总数|建有|纳入|在用|报送系统|范围|对象")
# 全县政务新媒体108个: all of them, whatever verb is left out
_ALL_OF = re.compile(r"^(?:其中)?全[国省市县区州旗盟](?:政府系统|系统|现)?(?:政府|政务)?(?:网站|新媒体|新媒体账号)$")
_OF_LETTERS = {"received", "closed", "on_time", "overdue", "true", "untrue"}
_IN_ALL = re.compile(r"(?:总)?共(?:有|计)?|合计|有|达到?|为")
_MOVED = re.compile(r"(?:相比)?(?:增加|减少|增长|下降|上升|提高|降低|增多|多|少)了?$")
_OTHER = re.compile(r"其他|其它|其余|另有?|剩余")
_OF_UNIT = re.compile(
    r"(?:其中)?[^,;。]{0,6}(?:县区|区县|县市区|县\(市、?区\)|部门|单位|乡镇|街道|镇街|机构|地区)(?:等|抽查|检查|监测|自查|开设|开办|主办)?"
)
_AMONG = re.compile(r"[^,;。\d]{0,12}(?:网站|新媒体|账号|公众号)中$")
_NO_FAILED = re.compile(
    r"(?:未发现|没有发现|未检出|无)(?:存在)?(?:不合格|单项否决|(?:突出|严重)问题)(?:的)?(?:政府网站|网站|政务新媒体|新媒体|账号)?(?:的?情况)?"
    r"|(?:全部|(?<!平)均|全都)(?:检查)?合格(?!率)"
)


@dataclass(frozen=True, slots=True)
class Count:
    """One count. `before` and `after` are the words around it up to the next sign; `kind` what is counted.

    `roles`: registered, inspected, visits, failed, passed, received, closed, on_time, overdue, undetermined, change,
    earlier (what it is compared with), found (problems), rectified, true (属实), untrue. `name` is what a series says
    it belongs to; `printed` as it stands.
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
    is_own: bool = False  # its kind is said of it, not carried on
    name: str = ""
    printed: str = ""
    depth: int = 0  # how deep in brackets it stands

    @property
    def words(self) -> str:
        """The words that it was taken from."""
        return self.label if self.is_said else f"{self.before}{self.printed}{self.after}"

    @property
    def group(self) -> str:
        """Which of its kind it counts, e.g. 市直部门; empty where it counts all."""
        return group_of(self.name or self.label)

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


def number(text: str) -> Decimal:
    """A printed number without its separators."""
    return Decimal(text.replace(",", ""))


def counts_in(text: str, kind: str = "") -> list[Count]:
    """Counts of a sentence in order; `kind` is what the text speaks of before it."""
    matches = list(_COUNT.finditer(text))
    named, deep = named_apart(text), depths(text)
    found: list[Count] = []
    for at, match in enumerate(matches):
        start, end = match.start("number"), match.end()
        left = matches[at - 1].end() if at else 0
        right = matches[at + 1].start() if at + 1 < len(matches) else len(text)
        before, after = label_before(text, left, match.start()), _label_after(text, end, right)
        if at and found and not re.search(_SPLIT, text[left : match.start()]):
            before, after_before = _shared(text[left : match.start()], found[-1])
            found[-1] = _with(replace(found[-1], after=after_before), found[-2].kind if len(found) > 1 else kind)
        if start in named:
            before = named[start]
        count = Count(
            number(match["number"]), match["unit"], start, end, before, after,
            is_near=bool(match["near"] or match["more"] or text[end : end + 2] in {"左右", "上下", "以上"}),
            name=named.get(start, ""), printed=text[start:end], depth=deep[start],
        )  # fmt: skip
        count = _with(count, found[-1].kind if found else _spoken_of(text[:start], kind))
        if not count.roles and start not in named:
            count = _of_clause(count, text[left : match.start()], has_verb=bool(_IN_ALL.fullmatch(before)))
        if found and re.fullmatch(r"(?:、|和|及|与|以及)[^,;。:、()]{2,14}", text[found[-1].end : start]):
            count = _as_well(count, found[-1])
        found.append(count)
    found = _divided_again(text, found)
    for match in _NO_FAILED.finditer(text):
        near = [count.kind for count in found if count.end <= match.start() and count.kind in BODIES]
        own = last_kind(match[0], "")
        found.append(
            Count(
                Decimal(0), "个", match.start(), match.end(), match[0], "", own or (near[-1] if near else kind),
                frozenset({"failed"}), is_said=True, is_own=bool(own), printed=match[0], depth=deep[match.start()],
            )
        )  # fmt: skip
    return sorted(found, key=lambda count: count.start)


def _divided_again(text: str, counts: list[Count]) -> list[Count]:
    """不合格9家次,一、二季度分别为5家次、4家次: what divides a count counts the same."""
    for match in APART.finditer(text):
        before = [count for count in counts if count.end <= match.start()]
        if not before or not before[-1].roles or not re.fullmatch(r"[,(:]", text[before[-1].end : match.start()]):
            continue
        _, places, _ = apart(text, match)
        whole, mine = before[-1], [count for count in counts if count.start in places]
        is_plain = not any(count.roles - {"visits"} or count.is_own for count in mine)
        if is_plain and sum(count.value for count in mine) == whole.value:
            of = {count.start: replace(count, roles=whole.roles, kind=whole.kind) for count in mine}
            counts = [of.get(count.start, count) for count in counts]
    return counts


def _spoken_of(text: str, kind: str) -> str:
    """What the words before the first number speak of: 全市政务新媒体按主办单位分,市直部门120个."""
    named = [match.lastgroup for match in KIND.finditer(text) if match.lastgroup in BODIES | {"message"}]
    return named[-1] if named and not kind else kind


def _with(count: Count, kind: str) -> Count:
    """The count with its kind and roles, read from its words."""
    after = re.sub(r"(?:突出|严重)?问题的?(?=.{0,3}(?:政务|政府|网站|新媒体|账号))", "", count.after)
    # 6家单位…, 7个不合格政府网站, 16个政府网站进行检查: the noun belongs to the number; …个,检查了网站 does not
    own = first_kind(after)
    is_behind = bool(own)
    own = own or last_kind(count.before, "")
    if own == "unit" and kind in BODIES and _OF_UNIT.fullmatch(count.before):
        own = ""  # 其中市直40个、县区50个: of the accounts
    roles = _roles(count, is_behind)
    if not (own or kind) and roles & _OF_LETTERS and count.unit in {"条", "件", "封"}:
        kind = "message"
    if (own or kind) == "message" and not roles and re.search(r"(?:合计|总计|共计?)有?$", count.before):
        roles = frozenset({"received"})
    return replace(count, kind=own or kind, roles=roles, is_own=bool(own))


def _of_clause(count: Count, words: str, *, has_verb: bool) -> Count:
    """检查范围为全市政务新媒体,共255个; 抽查区县、部门政务新媒体140个: the verb stands further off."""
    if has_verb:
        clause = re.split(r"[;。]", words.rstrip("共有计总合达到为").rstrip(",:"))[-1]
        own = last_kind(clause, "")
        if own in BODIES | {"message", "notice"}:
            count = replace(count, kind=own, is_own=True)
        clause = clause.split(",")[-1]
    else:
        clause = re.split(r"[,;。:()]", words)[-1]
    roles = _roles(replace(count, before=clause, after=""), False)
    return replace(count, roles=roles & {"registered", "inspected", "received"})


def _as_well(count: Count, before: Count) -> Count:
    """检查政府网站45家、政务新媒体204个: what is said of the first is said of the second."""
    shared = before.roles & {"inspected", "registered", "failed", "passed"}
    is_other = count.kind != before.kind or (count.group and count.group != before.group)
    return replace(count, roles=shared) if shared and not count.roles and is_other else count


def _roles(count: Count, is_own: bool) -> frozenset[str]:
    after = count.after if is_own or len(count.after) <= 12 else count.after[:12]
    label = f"{count.before}|{after}"
    if _FAILED.search(label):
        return frozenset({"failed"})
    if count.unit in {"家次", "个次"}:
        return frozenset({"visits"})
    if _PASSED.search(label):
        return frozenset({"passed"})
    if _AMONG.fullmatch(count.after) and not _GONE.search(count.before):
        return frozenset({"inspected"})  # 56家网站中,54家合格
    for role, pattern in _ROLES:
        if pattern.search(label):
            return frozenset({role})
    if _ALL_OF.search(count.before) and count.unit in {"个", "家"} and not count.after:
        return frozenset({"registered"})
    roles = set()
    if _INSPECTED.search(label):
        roles.add("inspected")
    if _REGISTERED.search(label):
        roles.add("registered")
    return frozenset(roles)


def label_before(text: str, left: int, start: int) -> str:
    """The words before a number, back to the sign or number before them."""
    words = re.sub(r"\([^()\d]*\)", "", text[left:start])
    words = re.sub(r"(?<=合格):$", "", words)  # 发现不合格:30个
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
    if KIND.search(last.before) or _MOVED.match(between):
        return between, ""
    # 120家网站存在问题460个, 105家网站已整改420个: the noun belongs to the first, the verb to the second
    if match := re.match(r"(.{1,8}?)((?:存在|发现|出现|收到|发布|办结|已|未|尚有).+)", between):
        return match[2], match[1]
    return "", between


def depths(text: str) -> list[int]:
    """How deep in brackets every sign stands; a bracket itself stands outside."""
    found, depth = [], 0
    for sign in text:
        depth -= sign == ")" and depth > 0
        found.append(depth)
        depth += sign == "("
    return found
