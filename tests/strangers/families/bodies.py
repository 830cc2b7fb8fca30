"""Bodies of articles: prose, documents, guides, letters, leaders, in the layouts of the families.

Layouts (``family.style``): p (paragraphs), table (a table of two columns), dl, h4 (headings and paragraphs).
Elements of a guide: indicators.yaml SV6.2. A letter: SD3.3 (time of message, time of answer, unit, answer).
"""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

from .. import words
from ..model import Article, Column, Site

if TYPE_CHECKING:
    from .base import Family

ELEMENTS = ["事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程"]
OTHER_NAMES = {
    "事项名称": "办理事项",
    "设定依据": "法律依据",
    "申请条件": "受理条件",
    "办理材料": "申报材料",
    "办理地点": "受理地点",
    "办理时间": "工作时间",
    "联系电话": "咨询方式",
    "办理流程": "办事程序",
}


def pairs(style: str, rows: list[tuple[str, str]]) -> str:
    """Labels and values in a layout."""
    if style == "table":
        inner = "".join(f"<tr><th>{k}</th><td>{v}</td></tr>" for k, v in rows)
        return f"<table border='1'>{inner}</table>"
    if style == "dl":
        return "<dl>" + "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in rows) + "</dl>"
    if style == "h4":
        return "".join(f"<h4>{n}、{k}</h4><p>{v}</p>" for n, (k, v) in enumerate(rows, 1))
    return "".join(f"<p><strong>{k}：</strong>{v}</p>" for k, v in rows)


def guide(f: Family, s: Site, a: Article) -> str:
    """A guide; ``data['lacks']`` names the classes left out, ``data['other_names']`` uses other labels."""
    name = a.data["item"]
    values = {
        "事项名称": name,
        "设定依据": f"《{name}管理办法》第六条",
        "申请条件": "具有本地户籍或者在本地登记的法人，符合规定的其他条件",
        "办理材料": "申请表一份；身份证明复印件一份；与申请有关的证明材料",
        "办理地点": f"{s.region}政务服务中心二楼{a.no % 30 + 1}号窗口",
        "办理时间": "工作日上午9:00至12:00,下午13:30至17:00",
        "联系电话": s.contact,
        "办理流程": "申请—受理—审查—决定—送达",
    }
    rows = [(k, values[k]) for k in ELEMENTS if k not in a.data.get("lacks", ())]
    if a.data.get("other_names"):
        rows = [(OTHER_NAMES[k], v) for k, v in rows]
    if len(rows) < 5:
        return "<p>" + "".join(words.paragraphs(f.rng(s, a.no), 1)) + "</p>" + pairs(f.style, rows)
    out = pairs(f.style, rows)
    for n, path in enumerate(a.data.get("files", []), 1):
        out += f"<p>附件{n}：<a href='{path}'>{name}申请表.doc</a></p>"
    return out


def letter(f: Family, s: Site, a: Article, d: date) -> str:
    """A letter with its answer, if it has one by that day."""
    data = a.data
    answered = data.get("answered") if data.get("answered") and data["answered"] <= d else None
    rows = [("来信标题", a.title), ("来信人", "某先生/女士")]
    if not s.faults.get("no_times"):
        rows.append(("来信时间", f"{data['asked'].isoformat()} {a.clock()}"))
    rows.append(("来信内容", f"您好，反映一下{a.title}的情况，盼复。"))
    rows.append(("办理状态", data.get("state") or ("已答复" if answered else "办理中")))
    if answered:
        rows.append(("答复单位", s.organiser))
        if not s.faults.get("no_times"):
            rows.append(("答复时间", f"{answered.isoformat()} 15:20"))
        rows.append(("答复内容", "您好！来信收悉。经了解，已安排人员现场处理，感谢您的关心。"))
    elif data.get("invalid"):
        rows.append(("处理结果", "来信内容不属于受理范围，不予受理。"))
    return pairs(f.style, rows)


def draw(f: Family, s: Site, a: Article, d: date) -> str:
    """The body of an article on a day."""
    rng = random.Random(f"{s.code}/{a.data.get('text_of', a.no)}")
    kind = a.kind
    if kind == "guide":
        return guide(f, s, a)
    if kind == "letter":
        return letter(f, s, a, d)
    if kind == "leader":
        rows = [("姓名", a.data["name"]), ("职务", a.data["post"])]
        if a.data.get("cv", True):
            rows.append(
                (
                    a.data.get("cv_label", "简历"),
                    "汉族,1975年4月生，大学学历,1998年7月参加工作，历任科员、科长、副局长。",
                )
            )
            rows.append(("分工", "主持全面工作，分管办公室。"))
        return pairs(f.style, rows)
    paragraphs = a.data.get("paragraphs") or words.paragraphs(rng, 1 + a.no % 3 // 2)
    out = "".join(f"<p>{p}</p>" for p in paragraphs)
    if kind == "policy":
        head = [
            ("索引号", f"{s.code[:6]}-{a.no:05d}"),
            ("发文字号", f"{s.body[0]}政发〔{a.day.year}〕{a.no % 60 + 1}号"),
            ("成文日期", (a.data.get("signed") or a.day).isoformat()),
        ]
        out = pairs("table", head) + out
    if kind == "consult":
        out = pairs(f.style, [("开始时间", a.day.isoformat()), ("截止时间", a.data["until"].isoformat())]) + out
        out += f"<p>意见可通过<a href='{f.write_path()}'>在线提交</a>反馈。</p>"
    if kind == "stat":
        out = pairs("table", [("本月受理件数", str(200 + a.no % 90)), ("本月办结件数", str(190 + a.no % 90))]) + out
    for other in a.data.get("links", []):
        if other.visible(d):
            word = "政策解读" if other.kind == "interpretation" else "政策原文"
            out += f"<p class='rel'>相关{word}：<a href='{f.article_link(s, a, other)}'>{other.title}</a></p>"
    for n, path in enumerate(a.data.get("files", []), 1):
        out += f"<p>附件{n}：<a href='{path}'>{a.data.get('file_name', a.title)}.doc</a></p>"
    for link, text in a.data.get("outlinks", []):
        out += f"<p>了解更多：<a href='{link}'>{text}</a></p>"
    piece = a.data.get("inject")
    if piece and piece[0] <= d <= piece[1]:
        out += piece[2]
    return out


def single(f: Family, s: Site, c: Column, d: date) -> str:
    """A column that is one page: overview, functions, contact, hub."""
    rng = random.Random(f"{s.code}/{c.key}")
    if c.key == "duty":
        rows = [
            ("办公室", "负责机关日常运转"),
            ("业务科", "承担业务指导"),
            ("主要职责", "贯彻执行有关法规，拟订规划并组织实施"),
        ]
        rows += [("办公地址", f"{s.region}文华路9号"), ("办公时间", "工作日8:30-17:30"), ("联系方式", s.contact)]
        return pairs(f.style, rows)
    return "".join(f"<p>{s.region}地处丘陵与平原之间。{p}</p>" for p in words.paragraphs(rng, 3))


def letter_form() -> str:
    """The form by which a citizen asks and advises."""
    return (
        "<h2>我要写信</h2><form action='/hdjl/save.do' method='post'><input name='name' placeholder='姓名'>"
        "<select name='kind'><option>咨询</option><option>建议</option><option>投诉</option></select>"
        "<textarea name='content'></textarea><input type='submit' value='提交'></form>"
    )
