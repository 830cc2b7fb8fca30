"""Parts larger than their whole, in every pair that can be named: 属实 of 收到, 已整改 of 发现, 按时 of 办结."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread import taken
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House
from inspection.proofread.kinds import KIND
from inspection.proofread.quantities import Count

# part → what it is a part of
_WHOLES = {
    "failed": {"inspected"}, "passed": {"inspected"}, "true": {"received"}, "closed": {"received"},
    "on_time": {"closed", "received"}, "overdue": {"received"}, "open": {"received", "found", "failed"},
    "rectified": {"found", "failed", "issued", "received"}, "undetermined": {"inspected"},
}  # fmt: skip
# what was done with what, told one right behind the other
_VERBS = (
    (re.compile("报送|上报|投稿|推送|提供"), re.compile("采用|录用|采纳|刊[用发]|转载")),
    (re.compile("征集|调查"), re.compile("公开|反馈|公布")),
    (re.compile("申请|申报"), re.compile("批准|通过|办理|同意")),
    (re.compile("下发|发出|发放"), re.compile("收回|回收|反馈")),
)
_THOSE = re.compile(r"中(?:,?共?有)?$")
_ATTRIBUTE = re.compile(r"(?:^|[,、])(?:其中)?[^,;。:、()\d]{2,14}的(?:有|为|共)?$")  # 要素不全的47项
_OUTCOMES = {"closed": "open", "rectified": "open", "on_time": "overdue"}
_ISSUED = re.compile(r"下发|发送|印发|发出|转办|交办|反馈|移交")
_AGAIN = re.compile(r"复[查核检]|回头看")
_OTHER_ONES = re.compile(r"上[个一]?[季月年期]|累计|历次|前期|以来|去年|上次|复查|其余|另外")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Paragraph by paragraph: each part against the nearest whole before it."""
    for paragraph in context.paragraphs:
        flat = [(said, count) for said in paragraph for count in said.counts if not count.is_near and not count.is_said]
        for at, place in enumerate(flat):
            yield from _larger(flat, at, place)
        yield from _together(flat)


def _roles(said: Said, count: Count) -> frozenset[str]:
    """The roles of a count; of letters and problems also what was handed on."""
    clause = re.split(r"[,;。:()]", said.text[: count.start])[-1]
    is_issued = count.kind in {"notice", "problem", "message"} and _ISSUED.search(clause)
    return count.roles | {"issued"} if is_issued and not count.roles & set(_WHOLES) else count.roles


def _larger(flat: list[tuple[Said, Count]], at: int, place: tuple[Said, Count]) -> Iterator[Finding | Checked]:
    said, part = place
    yield from _of_those(said, part)
    yield from _of_verb(flat, at, place)
    roles = part.roles & set(_WHOLES)
    if len(roles) != 1:
        return
    others = [match.end() for match in _OTHER_ONES.finditer(said.text[: part.end])]
    role = next(iter(roles))
    for other, whole in reversed(flat[:at]):
        if whole.family != part.family or not _are_alike(whole, part):
            continue
        # 对上季度通报的13个账号进行复查,9个合格: both are of then, or none is
        if other is said:
            if any(end > whole.start for end in others) and not _AGAIN.search(said.text[whole.end : part.start]):
                return
        elif others or _OTHER_ONES.search(other.text[: whole.end]):
            return
        if other.is_superior != said.is_superior:
            return
        # 县级网站24家,合格26家: of the count right before it
        is_next = other is said and at and flat[at - 1][1] is whole and not whole.roles and whole.is_own
        is_again = other is said and "failed" in whole.roles and role in {"passed", "rectified"} and bool(
            _AGAIN.search(said.text[whole.start : part.start])
        )  # fmt: skip
        if _roles(other, whole) & _WHOLES[role] or is_again or (is_next and role in {"failed", "passed"}):
            are_others = part.group and whole.group and part.group != whole.group
            if not is_again and are_others and role in {"failed", "passed"}:
                return
            between = re.sub(r"\([^()]*\)", "", said.text[whole.end : part.start]) if other is said else ""
            is_told = "其中" in between  # by the sums
            if part.value > whole.value and not (is_told and whole.kind == part.kind):
                yield _finding(place, (other, whole))
            return


def _of_verb(flat: list[tuple[Said, Count]], at: int, place: tuple[Said, Count]) -> Iterator[Finding]:
    """报送24条,采用57条."""
    said, part = place
    if not at or flat[at - 1][0] is not said or flat[at - 1][1].unit != part.unit:
        return
    whole = flat[at - 1][1]
    clause = said.text[whole.end : part.start]
    is_plain = whole.kind == part.kind and not whole.roles & {"change", "earlier", *_WHOLES} and not part.depth
    # 符合条件的15个,已注销的61个: two parts beside each other
    is_beside = re.search(r"的[有为共]?$", whole.before) or _OTHER_ONES.search(clause) or "其中" in clause
    if is_plain and _ATTRIBUTE.fullmatch(clause) and not is_beside:
        if part.value > whole.value:
            yield _finding(place, flat[at - 1])
        return
    # 检查栏目112个,空白栏目7个: some of those looked at
    noun = KIND.search(whole.before)
    is_some = "inspected" in whole.roles and noun is not None and clause.startswith(",") and not part.depth
    if is_some and part.before.endswith(noun[0]) and part.before != noun[0] and not part.roles - {"failed", "found"}:
        if part.value > whole.value:
            yield _finding(place, flat[at - 1])
        return
    is_next = re.fullmatch(r"[,(][^;。\d]{0,10}|、[^,;。\d]{0,4}", said.text[whole.end : part.start])
    for verb, done in _VERBS:
        if is_next and verb.search(whole.before) and done.search(part.before) and not verb.search(part.before):
            if part.value > whole.value:
                yield _finding(place, flat[at - 1])
            return


def _of_those(said: Said, part: Count) -> Iterator[Finding]:
    """56家政府网站中,43家得分在90分以上: of those, whatever is said of the part."""
    wholes = [one for one in said.counts if one.end <= part.start and _THOSE.search(one.after) and not one.depth]
    if not wholes or part.roles & {*_WHOLES, "change", "inspected", "registered"} or part.depth:
        return
    whole = wholes[-1]
    between = said.text[whole.end : part.start]
    is_same = whole.kind == part.kind and whole.family == part.family and not re.search(r"[。;]|其他|另有", between)
    if is_same and part.value > whole.value:
        yield _finding((said, part), (said, whole))


def _are_alike(whole: Count, part: Count) -> bool:
    """Whether both count the same things: 9条属实 of 8条留言."""
    return whole.kind == part.kind or not part.is_own or not whole.kind


def _together(flat: list[tuple[Said, Count]]) -> Iterator[Finding]:
    """已整改10个,尚有4个未整改 of 12: what was done and what is open are not more than all."""
    for at, (said, done) in enumerate(flat[:-1]):
        for role, rest_role in _OUTCOMES.items():
            other, rest = flat[at + 1]
            if role not in done.roles or rest_role not in rest.roles or done.family != rest.family:
                continue
            wholes = [
                (one, count) for one, count in flat[:at]
                if _roles(one, count) & _WHOLES[role] - {"closed"} and count.family == done.family
                and _are_alike(count, done) and not _OTHER_ONES.search(one.text[: count.end])
            ]  # fmt: skip
            if not wholes or role == "on_time":  # told by the outcomes
                continue
            one, whole = wholes[-1]
            found = done.value + rest.value
            if found > whole.value >= done.value:
                words = (taken.of_count(one, whole), taken.of_count(said, done), taken.of_count(other, rest))
                yield Finding(
                    "amount", "contradiction", said.sentence.place, said.sentence.shown,
                    f"两部分之和大于整体：{done.value}+{rest.value}＝{found}，总数为{whole.value}",
                    f"{done.value} and {rest.value} are more than the whole of {whole.value}",
                    {"parts": [str(done.value), str(rest.value)], "whole": str(whole.value)}, "", words,
                    f"{done.value}+{rest.value} = {found} > {whole.value}",
                )  # fmt: skip


def _finding(part: tuple[Said, Count], whole: tuple[Said, Count]) -> Finding:
    said, count = part
    # of several wholes in other sentences a person has to choose
    severity = (
        "contradiction" if whole[0] is said or whole[0].sentence.paragraph == said.sentence.paragraph else "doubt"
    )
    words = (taken.of_count(*whole), taken.of_count(*part))
    return Finding(
        "amount", severity, said.sentence.place, said.sentence.shown,
        f"部分大于整体：{words[1].role}{count.value}大于{words[0].role}{whole[1].value}",
        f"{count.value} of {whole[1].value}: a part is larger than its whole",
        {"part": str(count.value), "whole": str(whole[1].value)}, "", words, f"{count.value} > {whole[1].value}",
    )  # fmt: skip
