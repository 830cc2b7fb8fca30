"""Amounts that cannot be: more inspected than there are, rates over 100 %, rates of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from inspection.proofread.context import Context, Said
from inspection.proofread.finding import Checked, Finding
from inspection.proofread.house import House

_SHARES = {"pass", "fail", "closed", "on_time", "cover", "share", "rectified"}


def check(context: Context, house: House) -> Iterator[Finding | Checked]:
    """Within one sentence or paragraph each."""
    for paragraph in context.paragraphs:
        yield from _over_all(paragraph)
    for said in context.said:
        for rate in said.rates:
            if rate.topic in _SHARES and rate.value > 100:
                yield _finding(
                    said, "contradiction", f"比率{rate.value}%超过100%", f"a share of {rate.value}% is more than all"
                )
        yield from _of_nothing(said)


def _over_all(paragraph: list[Said]) -> Iterator[Finding]:
    """More inspected than there are: visits, perhaps, which the text does not say."""
    flat = [(said, count) for said in paragraph for count in said.counts if not count.is_near]
    for at, (_, whole) in enumerate(flat):
        if whole.roles != {"registered"} or whole.kind not in {"site", "account"}:
            continue
        for said, part in flat[at + 1 : at + 6]:
            same = part.roles == {"inspected"} and part.kind == whole.kind and part.family == whole.family
            if same and part.value > whole.value and not said.is_past:
                yield _finding(
                    said, "doubt", f"检查{part.value}多于总数{whole.value}",
                    f"{part.value} are inspected, and there are {whole.value}",
                )  # fmt: skip


def _of_nothing(said: Said) -> Iterator[Finding]:
    for rate in said.rates:
        if rate.topic not in _SHARES - {"share", "cover"}:
            continue
        wholes = [
            count
            for count in said.counts
            if count.end <= rate.start and count.roles & {"received", "inspected", "registered"}
        ]
        if wholes and wholes[-1].value == 0 and not wholes[-1].is_said:
            yield _finding(
                said, "form", f"总数为0，不应列比率{rate.value}%", f"a rate of {rate.value}% is printed of nothing"
            )


def _finding(said: Said, severity, zh: str, en: str) -> Finding:
    return Finding("amount", severity, said.sentence.place, said.sentence.shown, zh, en)
