"""Invented places, bodies and accounts, and numerals."""

from __future__ import annotations

CITIES = ["澜汀市", "梧埠市", "槐渚市", "荻桥市", "棠陂市"]
PROVINCES = ["梧岚省", "澜渚省", "棠汀省"]
COUNTIES = [
    "禾汀县",
    "云埠区",
    "岚泽市",
    "松渚县",
    "望陂县",
    "石汀县",
    "柏埠区",
    "青渚区",
    "桐陂县",
    "苇埠县",
    "砚汀县",
    "棠渚区",
]
BOROUGHS = ["澜汀市", "梧埠市", "槐渚市", "荻桥市", "棠陂市", "苇汀市", "桐泽市", "岚陂市"]
TOWNS = ["上陂镇", "柳汀镇", "石埠乡", "荻花镇", "白渚乡", "枫泾坪镇", "南汀镇", "禾坪乡", "松岭埠镇", "苇塘乡"]
OFFICES = [
    "教育局",
    "民政局",
    "财政局",
    "水务局",
    "林业局",
    "统计局",
    "商务局",
    "司法局",
    "审计局",
    "气象局",
    "体育局",
    "应急局",
]
FAULTS = [
    "多个栏目更新不及时",
    "首页无法访问",
    "互动回应差",
    "监测时间点前2周内无更新",
    "未提供有效互动功能",
    "存在空白栏目",
]
PLATFORMS = ["微信公众号", "政务微博", "今日头条号", "抖音短视频号", "微信视频号", "移动客户端"]

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number below a hundred in Chinese numerals, as it stands before a counted thing (两个)."""
    tens, ones = divmod(number, 10)
    if not tens:
        return "两" if ones == 2 else DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def table(header: tuple[str, ...], layout: str):
    """How rows are laid out: `pipe`, `tab`, `cells` (one a line, as a copy of a page has it) or `numbered`."""

    def write(rows) -> str:
        numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
        if layout == "numbered":
            return "\n".join(f"{row[0]}.{row[1]}({','.join(row[2:])})" for row in numbered)
        if layout == "cells":
            return "\n".join(cell for row in [("序号", *header), *numbered] for cell in row)
        between = " | " if layout == "pipe" else "\t"
        return "\n".join(between.join(row) for row in [("序号", *header), *numbered])

    return write


def foot(office: str, day: str, annexes: list[str]) -> list[str]:
    """The lines after the text: annexes, office and day."""
    names = [f"附件:{annexes[0]}"] if len(annexes) == 1 else [f"附件:1.{annexes[0]}"] if annexes else []
    names += [f"{number}.{name}" for number, name in enumerate(annexes[1:], 2)]
    return [*names, office, day]
