"""Bodies named one by one against the number that is said of them, and against the list of failed ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House

_NAMED = re.compile(
    r"(?P<names>[^,;。:()、\d]{2,40}+(?:、[^,;。:()、\d]{2,24}+){2,60}+)(?P<number>\d{1,3})[个家](?P<noun>"
    r"(?:市直|县直|省直|区直|直属)?(?:单位|部门|县区|县市区|县|区|网站|政府网站|账号|政务新媒体|新媒体|委办局))"
)
_LISTED = re.compile(
    r"(?P<number>\d{1,3})[个家][^,;。:“”\d]{0,16}[,(]?(?:分别(?:为|是)|包括|具体(?:为|是)):?(?P<names>(?:“[^”]{1,30}”(?:、|和)?){2,60})(?P<etc>等)?"
)
_BODY_END = re.compile(
    r"(?:局|委|委员会|办|办公室|厅|院|中心|政府|区|县|市|镇|乡|街道|公司|管委会|会|网|站|队|校|学|处|所|社|团|部|馆|银行)[”\"]?$"
)
_NAME_END = re.compile(r"[”\"]$")


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Enumerations of at least three names that end in a number."""
    lists = "\n".join(annex.text for annex in context.document.annexes)
    for said in context.said:
        text = re.sub(r"\([^()]*\)", lambda match: "□" * len(match[0]), said.text)
        for match in _NAMED.finditer(text):
            yield from _named(said, match, lists)
        for match in _LISTED.finditer(said.text):
            yield from _listed(said, match)


def _named(said: Said, match: re.Match, lists: str) -> Iterator[Finding | Checked]:
    listed = re.sub(r"(?:共|这|等)+$", "", match["names"])
    is_open = "等" in match["names"][len(listed) :]
    names = [name.replace("□", "") for part in listed.split("、") for name in _apart(part)]
    number = int(match["number"])
    place, shown = said.sentence.place, said.sentence.shown
    if is_open:
        if len(names) > number and all(map(_is_body, names)):
            yield Finding(
                "bodies", "contradiction", place, shown, f"列出{len(names)}个，却称“等{number}”",
                f"{len(names)} are named of {number}", {"named": names}, str(len(names)),
            )  # fmt: skip
        return
    if len(names) == number:
        yield Checked("bodies", place, shown, f"{'、'.join(names)} = {number}")
        missing = [name for name in names if len(name) >= 3 and name not in lists]
        if lists and len(missing) < len(names):
            if missing:
                yield Finding(
                    "bodies", "doubt", place, shown, f"文中点名的{'、'.join(missing)}不在附件中",
                    f"named in the text and not found in a list: {'、'.join(missing)}", {"missing": missing},
                )  # fmt: skip
            else:
                yield Checked("bodies", place, shown, f"{len(names)} 个名称均在附件中")
    elif all(map(_is_body, names)):
        yield Finding(
            "bodies", "contradiction" if not re.search("和|及|与", match["names"]) else "doubt", place, shown,
            f"列出{len(names)}个名称，文中称{number}{match['noun']}", f"{len(names)} are named, the text says {number}",
            {"named": names}, str(len(names)),
        )  # fmt: skip


def _listed(said: Said, match: re.Match) -> Iterator[Finding | Checked]:
    """不合格6个,分别为:“…”“…”: the names behind the number."""
    names = re.findall(r"“([^”]+)”", match["names"])
    number, place, shown = int(match["number"]), said.sentence.place, said.sentence.shown
    if len(names) == number:
        yield Checked("bodies", place, shown, f"{'、'.join(names)} = {number}")
    elif not match["etc"] or len(names) > number:
        yield Finding(
            "bodies", "contradiction", place, shown, f"列出{len(names)}个名称，文中称{number}个",
            f"{len(names)} are named, the text says {number}", {"named": names}, str(len(names)),
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
