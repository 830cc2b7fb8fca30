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
from inspection.proofread import check_bulletin
from inspection.quarter.figures import named, rerun

PAGE = "bulletin.html"


@dataclass(frozen=True)
class Problem:
    """One reason not to sign, with what to do about it, by language."""

    told: Mapping[str, str]
    remedy: Mapping[str, str]
    stops: bool = True  # a doubt of the proofreader does not


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
    """What the proofreader says of a draft's page; doubts and notes do not stop it.

    A correction (更正说明) quotes what was wrong, so that it is not read.
    """
    page = place / PAGE
    if not page.is_file():
        return []
    soup = BeautifulSoup(page.read_text("utf-8"), "lxml")
    for told in soup.select(".correction"):
        told.decompose()
    return [
        Problem(
            {"zh": f"{one.zh}:{one.sentence}", "en": f"{one.en}: {one.sentence}"},
            {"zh": one.right or "更正数据或模板", "en": one.right or "correct the data or the template"},
            one.is_error,
        )
        for one in check_bulletin(str(soup), jurisdiction)
    ]


def altered(digests: Mapping[str, str], place: Path) -> list[Problem]:
    """Files that are not as they were written."""
    changed = folder.altered(place, digests)
    if not changed:
        return []
    told = ", ".join(f"{name} {what}" for name, what in sorted(changed.items()))
    return [
        Problem(
            {
                "zh": f"草稿生成后文件被改动:{'、'.join(sorted(changed))}",
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


def refuse(found: list[Problem], place: Path) -> None:
    """Raise InspectionError with all problems that stop a draft, when there are any."""
    if stopping := [problem for problem in found if problem.stops]:
        remedies = dict.fromkeys(problem.remedy["en"] for problem in stopping)
        raise InspectionError(
            "; ".join(problem.told["en"] for problem in stopping), place=str(place), remedy="; ".join(remedies)
        )
