"""Law 3: a number that no query made cannot be printed. Texts of all offices are mutated, and the number refused."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspection.bulletin import authored
from inspection.bulletin.grammar import parse
from inspection.errors import InspectionError
from inspection.places import INCLUDE

# what a hand may type instead of a figure: digits of any script, numerals, shares, vague counts
TYPED = (
    "37家", "3个", "共37", "37 家", "37(家)", "1,234件", "37户", "37家次", "12%", "12.5‰", "0.5个百分点", "３７家",
    "１２％", "３成", "三十七家", "近四十家", "二百余条", "三十多个", "数十家", "上百个", "百分之十二", "三分之一",
    "七成", "半数以上", "①家",
    "Ⅲ家", "㈢个", "½%", "٣٧家", "३७家", "𝟛𝟟家",
)  # fmt: skip
MUTATIONS = 25  # of each, at random places of random texts
SEED = 20231231


def offices_texts() -> list[str]:
    """Every text that an office writes, as it stands in its file."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            found.extend(node[key] for key in ("text", "none", "one") if isinstance(node.get(key), str))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                found.extend([value] if isinstance(value, str) and len(value) > 3 else [])
                walk(value)

    for path in sorted((INCLUDE / "texts").glob("*.yaml")):
        for section in yaml.safe_load(path.read_text("utf-8")).values():
            for block in section if isinstance(section, list) else ():
                walk(block.get("text") if isinstance(block, dict) and "text" in block else None)
                found.extend([block["text"]] if isinstance(block, dict) and isinstance(block.get("text"), str) else [])
    return found


TEXTS = offices_texts()


def outside(text: str) -> list[int]:
    """Places of a text that lie in no braces, nor beside a number that stands there already."""
    return [
        place
        for place in range(len(text) + 1)
        if text[:place].count("{") == text[:place].count("}")
        and not re.search(r"[\d第不每任同各某余多几数〇零一二两三四五六七八九十百千万低少超高于过]$", text[:place])
    ]


def test_there_are_texts_to_mutate():
    assert len(TEXTS) > 60
    for text in TEXTS:
        parse(text)


@pytest.mark.parametrize("typed", TYPED)
def test_a_number_typed_anywhere_is_refused(typed):
    chance = random.Random(f"{SEED} {typed}")
    for _ in range(MUTATIONS):
        text = chance.choice(TEXTS)
        place = chance.choice(outside(text))
        mutated = text[:place] + typed + text[place:]
        with pytest.raises(InspectionError):
            parse(mutated)
            pytest.fail(f"{typed} passes: {mutated}")


def test_a_figure_whose_braces_are_lost_or_damaged_is_refused():
    with_figures = [text for text in TEXTS if re.search(r"\{[a-z]", text)]
    assert len(with_figures) > 20
    for text in with_figures:
        found = re.search(r"\{([a-z]\w*)[^{}]*\}", text)
        before, after = text[: found.start()], text[found.end() :]
        for damaged in (
            f"{{{found[1]}",
            f"{{{found[1]}]}}",
            f"{{{found[1]}@nowhen}}",
            f"{{{found[1]}|x}}",
            "{37}",
            "{}",
        ):
            with pytest.raises(InspectionError):
                parse(before + damaged + after)


def test_a_mutated_file_is_refused_with_its_line(tmp_path: Path):
    (tmp_path / "default.yaml").write_text(
        "overall:\n  - id: a\n    text: 检查情况总体平稳,其中37家不合格。\n", "utf-8"
    )
    with pytest.raises(InspectionError, match=r"default\.yaml line 3.*37"):
        authored.load("nobody", tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "依据国办发〔2019〕19号第3条,", "一成不变的做法", "落实三项措施", "做好各项工作", "一家一策", "千家万户",
        "过半年再看",
        "于2024年1月5日前", "5个工作日内", "不低于95%", "IPv6", "三成为主管部门所办",
        "①要加强自查;②要及时整改。", "一、二、三级", "于17:30前", "24时前",
        "第三个季度", "每个网站", "同一个账号",
    ],
)  # fmt: skip
def test_what_counts_nothing_stands(text):
    parse(text)
