"""Bodies named one by one against the number that is said of them, and against the list of failed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread import times
from inspection.proofread.annexes import Annex
from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding, Taken
from inspection.proofread.house import House
from inspection.proofread.kinds import kind_of

_UNITS = r"单位|部门|县市区|县\(市、?区\)|县区|区县|委办局|乡镇|镇街|街道|地区|市州|市|县|区|州|镇|乡|局"
_OWNED = r"政府网站|门户网站|网站|账号|政务新媒体|新媒体|公众号"
_NAMED = re.compile(
    r"(?P<names>[^,;。:()、\d]{2,40}+(?:、[^,;。:()、\d]{2,24}+){1,60}+)(?P<number>\d{1,3})"
    rf"(?:[个家](?P<noun>(?:市直|县直|省直|区直|直属|市级|县级)?(?:{_UNITS}|{_OWNED}))|(?P<bare>市|县|区|州|镇|乡|部门|单位)(?![\u3400-\u9fff]*[、]))"
)
_LISTED = re.compile(
    r"(?P<number>\d{1,3})(?:[个家][^,;。:“”\d()]{0,16}|(?:市|县|区|州|镇|乡|部门|单位))"
    r"(?P<link>[:(]|[,(]?(?:分别(?:为|是)|包括|具体(?:为|是)|即|为|是):?)(?P<names>[^;。()\d:]{4,600}?)(?P<etc>等[^;。,)]{0,12})?(?=[;。,)]|$)"
)
_CHINESE = r"两|[二三四五六七八九]?十[一二三四五六七八九]?|[二三四五六七八九]"
# “…”、“…”两个账号: names in quotation marks
_QUOTED = re.compile(
    r"(?P<names>“[^”]{1,30}”[^“”,;。:、()\d的]{0,10}?(?:(?:、|和|及|与)?“[^”]{1,30}”[^“”,;。:、()\d的]{0,10}?){0,60})"
    rf"(?P<etc>等|共)?(?P<number>\d{{1,3}}|{_CHINESE})[个家](?P<noun>{_OWNED}|微博|客户端|小程序|头条号|视频号|平台)"
)
_SYSTEM = re.compile(r"(?:系统|平台|专栏|栏目|活动|行动|指标|办法|工程|找错)$")
# 甲县、乙镇、丙局三个单位
_IN_CHINESE = re.compile(
    r"(?P<names>[^,;。:()、\d“”]{2,40}(?:、[^,;。:()、\d“”]{2,24}){0,60}?、[^,;。:()、\d“”]{2,24}?)"
    rf"(?P<number>{_CHINESE})[个家](?P<noun>(?:市直|县直|省直|区直|直属|市级|县级)?(?:{_UNITS}|{_OWNED}))(?P<bare>)?"
)
# 不合格3家…。不合格的是甲局网站、乙局网站
_FAILED_ARE = re.compile(
    r"不合格的?(?:政府网站|网站|政务新媒体|账号|单位)?(?:分别)?(?P<link>是|有|为|包括):?(?P<names>[^;。()\d:]{4,600}?)"
    r"(?P<etc>等[^;。,)]{0,12})?(?=[;。,)]|$)"
)
# …的单位有:甲局、乙局,共两个单位
_THEN_ALL = re.compile(
    r"(?:有|为|是|包括|涉及):?(?P<names>[^,;。:()\d、]{2,24}(?:、[^,;。:()\d、]{2,24}){0,60})(?P<etc>等)?,(?:总?共|合计|共计)(?:有)?"
    rf"(?P<number>\d{{1,3}}|{_CHINESE})[个家](?P<noun>{_UNITS}|{_OWNED})"
)
NEARLY = 5  # with 等 behind so many names, one short of the number looks like one forgotten
_BODY_END = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|院|中心|政府|区|县|市|镇|乡|街道|公司|管委会|会|网|站|队|校|学|处|所|社|团|部|馆|银行)[”\"]?$"
)
# what leads to the first name
_LEAD = re.compile(r"^.*?(?:其中|发现|涉及|包括|分别是|以及|对|由|除|在|是|有|为)(?=[^、]{2,})")
_NAME_END = re.compile(r"[”\"]$")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Enumerations of at least three names that end in a number."""
    annexes = context.document.annexes
    for paragraph in context.paragraphs:
        for at in range(len(paragraph)):
            yield from _failed(paragraph[max(at - 1, 0) : at + 1])
    for said in context.said:
        text = re.sub(r"\([^()]*\)", lambda match: "□" * len(match[0]), said.text)
        for match in [*_NAMED.finditer(text), *_IN_CHINESE.finditer(text)]:
            if not _QUOTED.search(match[0]):
                yield from _named(said, match, "\n".join(one.text for one in annexes if _is_of(said, match, one)))
        for match in _QUOTED.finditer(said.text):
            yield from _quoted(said, match)
        for match in _THEN_ALL.finditer(text):
            yield from _in_all(said, match)
        for match in _LISTED.finditer(re.sub(r"\([^()、]*\)", "", said.text)):
            yield from _listed(said, match)


def _is_of(said: Said, match: re.Match, annex: Annex) -> bool:
    """Whether a list is one of those that a sentence names: of the same kind, or of what failed."""
    kind = kind_of(annex.title)
    named = kind_of(f"{match['noun'] or ''}{said.text[match.end() : match.end() + 12]}")
    return "附件" in said.text or "不合格" in said.text or (kind != "" and kind == named)


def _named(said: Said, match: re.Match, lists: str) -> Iterator[Finding | Checked]:
    listed = re.sub(r"(?:共|这|等)+$", "", match["names"])
    is_open = "等" in match["names"][len(listed) :]
    names = [name.replace("□", "") for part in listed.split("、") for name in _apart(part)]
    names[0] = _LEAD.sub("", names[0])
    number, noun = _number(match["number"]), match["noun"] or match["bare"]
    are_bodies = all(map(_is_body, names))
    if len(names) < 3 and not are_bodies:
        return
    if is_open:
        if are_bodies and not _are_owners(names, noun, number):
            yield from _open(said, names, number)
        return
    if are_bodies and _are_owners(names, noun, number):
        yield from _open(said, names, number)
        return
    if len(names) == number:
        yield _agrees(said, names, number)
        missing = [name for name in names if len(name) >= 3 and name not in lists]
        if lists and len(missing) < len(names):
            if missing:
                yield _finding(
                    said, "doubt", f"文中点名的{'、'.join(missing)}不在附件中",
                    f"named in the text and not found in a list: {'、'.join(missing)}",
                    names, number, {"missing": missing},
                )  # fmt: skip
            else:
                yield Checked("bodies", said.sentence.place, said.sentence.shown, f"{len(names)} 个名称均在附件中")
    elif are_bodies:
        yield _finding(
            said, "contradiction" if not re.search("和|及|与", match["names"]) else "doubt",
            f"列出{len(names)}个名称，文中称{number}{noun}", f"{len(names)} are named, the text says {number}",
            names, number,
        )  # fmt: skip


def _quoted(said: Said, match: re.Match) -> Iterator[Finding | Checked]:
    """“…”、“…”两个账号: what stands in quotation marks are the accounts themselves."""
    names, number = re.findall(r"“([^”]+)”", match["names"]), _number(match["number"])
    # “全国…系统”登记的4个网站: not every name is one of what is counted
    if _SYSTEM.search(names[-1]) or (len(names) == 1 and not match["names"].endswith("”")):
        return
    if match["etc"] == "等":
        yield from _open(said, names, number)
    elif len(names) == number:
        yield _agrees(said, names, number)
    elif len(names) > 1 or number < NEARLY:
        yield _finding(
            said, "contradiction", f"列出{len(names)}个名称，文中称{number}个{match['noun']}",
            f"{len(names)} are named, the text says {number}", names, number,
        )  # fmt: skip


def _in_all(said: Said, match: re.Match) -> Iterator[Finding | Checked]:
    """Names, and behind them how many they are."""
    names = [name.strip("“”") for part in match["names"].split("、") for name in _apart(part)]
    number = _number(match["number"])
    if not all(_is_body(name) or f"“{name}”" in match["names"] for name in names):
        return
    if match["etc"]:
        yield from _open(said, names, number)
    elif len(names) == number:
        yield _agrees(said, names, number)
    else:
        yield _finding(
            said, "contradiction", f"列出{len(names)}个名称，文中称{number}个{match['noun']}",
            f"{len(names)} are named, the text says {number}", names, number,
        )  # fmt: skip


def _failed(said: list[Said]) -> Iterator[Finding | Checked]:
    """不合格3家…。不合格的是甲局网站、乙局网站: those named against the number that failed, right before."""
    for match in _FAILED_ARE.finditer(said[-1].text):
        own = [count for count in said[-1].counts if count.end <= match.start()]
        told = [count for count in [*said[0].counts, *own] if "failed" in count.roles and not count.is_near]
        names = [name.strip("“”") for part in match["names"].split("、") for name in _apart(part)]
        if not told or told[-1].is_said or not all(_is_body(name) or f"“{name}”" in match["names"] for name in names):
            continue
        number = int(told[-1].value)
        if match["etc"] or (match["link"] in {"有", "包括"} and len(names) < number):
            yield from _open(said[-1], names, number)
        elif len(names) == number:
            yield _agrees(said[-1], names, number)
        else:
            yield _finding(
                said[-1], "contradiction", f"列出{len(names)}个不合格的，文中称{number}个",
                f"{len(names)} are named, the text says {number} failed", names, number,
            )  # fmt: skip


def _number(text: str) -> int:
    return 2 if text == "两" else times.chinese_number(text)


def _are_owners(names: list[str], noun: str, number: int) -> bool:
    """甲县、乙县12个网站: the sites of those named may be more than they."""
    if number <= len(names):
        return False
    if re.search(_OWNED, noun):
        return "门户" not in noun  # of which each has one
    return all(re.search(r"[县区市州旗盟乡镇]$", name) for name in names) and bool(re.search("单位|部门|局", noun))


def _listed(said: Said, match: re.Match) -> Iterator[Finding | Checked]:
    """不合格6个,分别为:“…”“…” and 3个县(甲县、乙县): the names behind the number."""
    text = match["names"]
    quoted = re.findall(r"“([^”]+)”", text)
    is_quoted = quoted and re.fullmatch(r"(?:[^“”、]{0,12}“[^”]+”[^“”、]{0,8}(?:、|和|及)?)+", text)
    names = quoted if is_quoted else [name for part in text.split("、") for name in _apart(part)]
    number = int(match["number"])
    # 分别是 tells of several, even where one is left
    is_cut = len(names) < 2 and not ("分别" in match["link"] and number > 1)
    if is_cut or not (is_quoted or all(map(_is_body, names))):
        return
    if match["etc"]:
        yield from _open(said, names, number)
    elif len(names) == number:
        yield _agrees(said, names, number)
    else:
        may_leave_out = "包括" in match["link"] and len(names) < number
        yield _finding(
            said, "doubt" if may_leave_out else "contradiction", f"列出{len(names)}个名称，文中称{number}个",
            f"{len(names)} are named, the text says {number}", names, number,
        )  # fmt: skip


def _open(said: Said, names: list[str], number: int) -> Iterator[Finding]:
    """With 等 more may be meant than are named, never fewer; one short of many looks like one forgotten."""
    if len(names) > number:
        yield _finding(
            said, "contradiction", f"列出{len(names)}个，却称“等{number}”", f"{len(names)} are named of {number}",
            names, number,
        )  # fmt: skip
    elif len(names) >= NEARLY and len(names) == number - 1:
        yield _finding(
            said, "doubt", f"列出{len(names)}个，称{number}个，似缺一个",
            f"{len(names)} are named of {number}: one may be forgotten", names, number,
        )  # fmt: skip


def _agrees(said: Said, names: list[str], number: int) -> Checked:
    return Checked("bodies", said.sentence.place, said.sentence.shown, f"{'、'.join(names)} = {number}")


def _finding(
    said: Said, severity, zh: str, en: str, names: list[str], number: int, more: dict | None = None
) -> Finding:
    place = said.sentence.place
    words = (*(Taken(name, "名称", place) for name in names), Taken(str(number), "所称个数", place))
    return Finding(
        "bodies", severity, place, said.sentence.shown, zh, en, {"named": names} | (more or {}),
        "" if more else str(len(names)), words, "" if more else f"{len(names)} ≠ {number}",
    )  # fmt: skip


def _apart(part: str) -> list[str]:
    """Two names joined by 和; 发展和改革委员会 is one."""
    for joint in ("以及", "和", "及"):
        one, sign, other = part.partition(joint)
        if sign and _is_body(one) and _is_body(other):
            return [one, other]
    return [part]


def _is_body(name: str) -> bool:
    return bool(_BODY_END.search(name) or _NAME_END.search(name))
