"""What keeps a draft from being signed: a file changed by hand, a figure its query no longer gives, a contradiction.

Nothing here changes anything; the page of a draft shows the same that signing refuses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from bs4 import BeautifulSoup

from inspection.bulletin import folder
from inspection.declared.office import Jurisdiction
from inspection.errors import InspectionError
from inspection.places import language
from inspection.proofread import Report, report_of
from inspection.proofread.finding import Finding
from inspection.quarter.figures import named, rerun

PAGE = "bulletin.html"


@dataclass(frozen=True)
class Problem:
    """One reason not to sign, with what to do about it, by language."""

    told: Mapping[str, str]
    remedy: Mapping[str, str]
    stops: bool = True  # of the proofreader's findings only a contradiction does
    may_be_overruled: bool = False  # by the signer, with a reason


def problems(
    connection: psycopg.Connection, jurisdiction: Jurisdiction, draft: Mapping[str, Any], place: Path
) -> list[Problem]:
    """All reasons why a draft (its row with `files`) that lies at `place` cannot be signed, and all doubts."""
    return [
        *altered(draft["files"], place),
        *drifted(connection, draft["bulletin_id"]),
        *proofread(place, jurisdiction),
    ]


def proofread(place: Path, jurisdiction: Jurisdiction) -> list[Problem]:
    """What the proofreader says of a draft's page: a contradiction stops it, unless the signer overrules it.

    A correction (更正说明) quotes what was wrong, so that it is not read.
    """
    if not (place / PAGE).is_file():
        return []
    return [Problem(_told(one), _remedy(one), one.blocks, one.blocks) for one in report(place, jurisdiction).findings]


def _told(one: Finding) -> dict[str, str]:
    shown = one.sentence + (f" [{one.sum}]" if one.sum else "")
    return {"zh": f"{one.zh}：{shown}", "en": f"{one.en}: {shown}"}


def _remedy(one: Finding) -> dict[str, str]:
    if one.right:
        return {"zh": one.right, "en": one.right}
    if one.blocks:
        return {
            "zh": "更正数据或模板，或写明不采纳的理由",
            "en": "correct the data or the template, or overrule it with a reason",
        }
    return {"zh": "请核对", "en": "look at it"}


def report(place: Path, jurisdiction: Jurisdiction) -> Report:
    """The proofreader's report of the page at `place`, without the correction, if it bears one."""
    soup = BeautifulSoup((place / PAGE).read_text("utf-8"), "lxml")
    for told in soup.select(".correction"):
        told.decompose()
    return report_of(str(soup), jurisdiction)


_CHANGES = {"altered": "", "added": "多出", "missing": "缺少"}


def altered(digests: Mapping[str, str], place: Path) -> list[Problem]:
    """Files that are not as they were written."""
    changed = folder.altered(place, digests)
    if not changed:
        return []
    named = "、".join(_CHANGES[what] + name for name, what in sorted(changed.items()))
    told = ", ".join(f"{name} {what}" for name, what in sorted(changed.items()))
    return [
        Problem(
            {
                "zh": f"草稿生成后文件被改动:{named}",
                "en": f"the draft was altered after it was written: {told}",
            },
            {"zh": "更正数据或模板,再重新生成草稿", "en": "correct the data or the template, then draft it again"},
        )
    ]


def drifted(connection: psycopg.Connection, bulletin_id: str, edition_no: int = 0) -> list[Problem]:
    """Printed figures whose queries give another value now."""
    rows = connection.execute(
        "select * from mart.bulletin_figure where bulletin_id = %s and edition_no = %s"
        " order by period_id, figure_id, dimension",
        (bulletin_id, edition_no),
    ).fetchall()
    present: dict[tuple[str, str], dict[tuple[str, str], dict[str, Any]]] = {}
    found = []
    for row in rows:
        asked = (row["sql_file"], json.dumps(row["parameters"], sort_keys=True))
        if asked not in present:
            present[asked] = rerun(connection, row["sql_file"], row["parameters"])
        now = present[asked].get((row["figure_id"], row["dimension"]), {})
        if any(now.get(name) != row[name] for name in ("value", "numerator", "denominator")):
            name = named(row["figure_id"], row["dimension"])
            found.append(
                Problem(
                    {
                        "zh": f"{row['period_id']} 的数据 {name} 印为{row['printed']}({row['value']}),"
                        f"现查询得{now.get('value', '无')}",
                        "en": f"the figure {name} of {row['period_id']} is printed as {row['printed']}"
                        f" ({row['value']}), and its query gives {now.get('value', 'nothing')} now",
                    },
                    {
                        "zh": f"先运行 load_quarter 汇总{row['period_id']},再重新生成草稿",
                        "en": f"run load_quarter for {row['period_id']}, then draft it again",
                    },
                )
            )
    return found


def refuse(found: list[Problem], place: Path, overruled: str = "") -> None:
    """Raise InspectionError with all problems that stop a draft, when there are any.

    With a reason (`overruled`) the proofreader's contradictions stop nothing; files and figures always do.
    """
    stopping = [one for one in found if one.stops and not (one.may_be_overruled and overruled.strip())]
    if stopping:
        remedies = dict.fromkeys(problem.remedy[language()] for problem in stopping)
        raise InspectionError(
            "; ".join(problem.told[language()] for problem in stopping), place=str(place), remedy="; ".join(remedies)
        )


def overruling(found: list[Problem], reason: str) -> list[str]:
    """What the record of a signature says of contradictions that were overruled: the reason, then each of them."""
    told = [problem.told[language()] for problem in found if problem.stops and problem.may_be_overruled]
    return [f"签发人不采纳校对意见 overruled: {reason.strip()}", *told] if told and reason.strip() else []
