"""Files that a county's clerks, their vendors' systems and other programs make: written by one more stranger.

Like `strangers_files`, with other habits: what export programs write that spreadsheets never do, marks of endings,
corrections by hand, and lists that came out of documents and chats.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Callable

import openpyxl

from tests.given.messy import HEADERS, site, text, xlsx
from tests.inputs.strangers_files import Messy, at, rewritten, rows, sheet

ACCOUNT = ["账号ID", "账号名称", "平台", "主办单位", "账号状态"]


def renamed(data: bytes, change: Callable[[str], str]) -> bytes:
    """A workbook whose parts are called otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(change(name), old.read(name))
    return out.getvalue()


def a_dimension_that_lies() -> Messy:
    """Programs that write rows as they come say A1 of the whole sheet."""
    data = rewritten(
        xlsx({"网站": rows(HEADERS, site(1), site(2), site(3))}),
        r"xl/worksheets/sheet\d+\.xml",
        lambda part: re.sub(r'<dimension ref="[^"]*"\s*/>', '<dimension ref="A1"/>', part),
    )
    return Messy("导出.xlsx", data, [at(1), at(2), at(3)])


def cells_without_places() -> Messy:
    """Rows and cells that say not where they stand: the one after the other."""
    data = rewritten(
        xlsx({"网站": rows(HEADERS, site(1), site(2))}),
        r"xl/worksheets/sheet\d+\.xml",
        lambda part: re.sub(r'(<(?:c|row)) r="[^"]*"', r"\1", part),
    )
    return Messy("导出.xlsx", data, [at(1), at(2)])


def parts_named_as_on_windows() -> Messy:
    data = renamed(xlsx({"网站": rows(HEADERS, site(1), site(2))}), lambda name: name.replace("/", "\\"))
    return Messy("导出.xlsx", data, error=("is no workbook that can be read", "save it as .xlsx"))


def texts_in_their_cells() -> Messy:
    """Texts stand in their cells, and the workbook has no table of them."""

    def inline(part: str) -> str:
        return re.sub(r'(<c [^>]*?)t="n"([^>]*)><v>', r"\1\2><v>", part)

    book = openpyxl.Workbook(write_only=True)
    list_of = book.create_sheet("网站")
    for row in rows(HEADERS, site(1), site(2)):
        list_of.append(row)
    content = io.BytesIO()
    book.save(content)
    return Messy("导出.xlsx", rewritten(content.getvalue(), r"xl/worksheets/sheet\d+\.xml", inline), [at(1), at(2)])


def a_very_hidden_sheet() -> Messy:
    data = rewritten(
        xlsx({"名单": rows(HEADERS, site(1)), "旧": rows(HEADERS, site(8), site(9))}, hidden=["旧"]),
        r"xl/workbook\.xml",
        lambda part: part.replace('state="hidden"', 'state="veryHidden"'),
    )
    return Messy("网站.xlsx", data, [at(1)], told=("旧",))


def the_same_sheet_copied() -> Messy:
    data = xlsx({"Sheet1": rows(HEADERS, site(1), site(2)), "Sheet1 (2)": rows(HEADERS, site(1), site(2), site(3))})
    return Messy("网站.xlsx", data, [at(1), at(2), at(3)], quarantined=2, heads=1)


def heads_by_formulas() -> Messy:
    def draw(page):
        page.append(HEADERS)
        page.append(site(1))
        page["G1"] = '=CONCATENATE("备","注")'

    return Messy("网站.xlsx", sheet(draw), [at(1)])


def rich_text_in_cells() -> Messy:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def draw(page):
        page.append(HEADERS)
        page.append(site(1))
        page["B2"] = CellRichText("云州", TextBlock(InlineFont(b=True), "1网"))

    return Messy("网站.xlsx", sheet(draw), [at(1)])


def codes_as_numbers_with_a_date_between() -> Messy:
    heads = [*HEADERS, "下线起止日期"]
    lines = rows(heads, [5399000001, *site(1)[1:], datetime.datetime(2023, 10, 1)])
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1)])


def ends_with_the_mark_of_dos() -> Messy:
    data = text(rows(HEADERS, site(1), site(2))).replace("\n", "\r\n").encode("gb18030") + b"\x1a"
    return Messy("网站.csv", data, [at(1), at(2)])


def lines_that_end_twice() -> Messy:
    data = text(rows(HEADERS, site(1), site(2))).replace("\n", "\r\r\n").encode("utf-8-sig")
    return Messy("网站.csv", data, [at(1), at(2)])


def two_marks_before_the_text() -> Messy:
    return Messy("网站.csv", ("\ufeff\ufeff" + text(rows(HEADERS, site(1)))).encode(), [at(1)])


def zeros_in_the_text() -> Messy:
    """Fields of fixed length of an old database, filled with zero bytes."""
    data = text(rows(HEADERS, site(1, 主办单位="甲局\0\0\0"))).encode()
    return Messy("网站.csv", data, error=("is something else, not what its name says", "export it again as .xlsx"))


def lines_of_objects() -> Messy:
    lines = [dict(zip(HEADERS, site(n), strict=True)) for n in (1, 2)]
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    return Messy("网站.json", data, [at(1), at(2)])


def objects_two_levels_down() -> Messy:
    lines = [dict(zip(HEADERS, site(n), strict=True)) for n in (1, 2)]
    data = json.dumps({"code": 200, "msg": "ok", "data": {"total": 2, "list": lines}}, ensure_ascii=False).encode()
    return Messy("网站.json", data, [at(1), at(2)])


def a_table_of_a_chat() -> Messy:
    """A table in the way of Markdown, as chat programs give it."""

    def line(cells):
        return "| " + " | ".join(cells) + " |\n"

    data = line(HEADERS) + line(["---", ":---", "---", ":---:", "---:"]) + line(site(1)) + line(site(2))
    return Messy("网站.txt", data.encode(), [at(1), at(2)], passed=1)


def page_with_spans() -> Messy:
    page = (
        "<table><tr><td colspan=5>政府网站登记表</td></tr><tr>"
        + "".join(f"<th>{head}</th>" for head in HEADERS)
        + "</tr>"
        + "<tr><td>5399000001</td><td>云州1网</td><td>http://s1.yunzhou.example/</td><td rowspan=2>甲局</td>"
        + "<td>正常运行</td></tr><tr><td>5399000002</td><td>云州2网</td><td>http://s2.yunzhou.example/</td>"
        + "<td>正常运行</td></tr></table>"
    )
    return Messy("导出.xls", page.encode("utf-8"), [at(1), at(2)], passed=1)


def page_with_marks_of_letters() -> Messy:
    cells = "".join(
        f"<td x:str style='mso-number-format:\"\\@\"'>&nbsp;{cell}&nbsp;<br/></td>"
        for cell in site(1, 主办单位="甲&amp;乙局")
    )
    page = "<table><tr>" + "".join(f"<td><b>{head}</b></td>" for head in HEADERS) + f"</tr><tr>{cells}</tr></table>"
    return Messy("导出.xls", page.encode("utf-8"), [at(1, organiser="甲&乙局")])


def sum_above_the_rows() -> Messy:
    lines = rows(["序号", *HEADERS], ["全县合计", "3个"], [1, *site(1)], [2, *site(2)])
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)], passed=1)


def words_at_the_end() -> Messy:
    lines = rows(HEADERS, site(1), ["以下空白"], [], ["——此处无正文——"], ["(此表可续页)"], ["备注:可另附页"])
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1)], passed=4)


def dots_where_rows_were_left_out() -> Messy:
    lines = rows(HEADERS, site(1), ["……"], site(2), ["...", "...", "...", "...", "..."], ["略"])
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)], passed=3)


def nothing_changed_this_quarter() -> Messy:
    lines = rows(HEADERS, site(1), ["其余网站本季度无变动。"])
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1)], quarantined=1)


def average_and_count() -> Messy:
    lines = rows(["序号", *HEADERS], [1, *site(1)], ["计数", "1"], ["平均值", None, None, None, None, None])
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1)], passed=2)


def states_in_other_words() -> Messy:
    said = ["正在运行", "正常访问", "正常开通", "运行", "已上线", "试运行", "正常运行(新增)", "正常。"]
    lines = rows(HEADERS, *(site(n, 运行状态=word) for n, word in enumerate(said, 1)))
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(n) for n in range(1, 9)])


def closings_in_other_words() -> Messy:
    said = ["已永久下线", "已停办", "永久关闭", "已撤销", "已停用", "暂时下线", "暂停服务", "临时关闭中", "正在关停"]
    states = ["closed"] * 4 + ["suspended"] * 4 + ["closing"]
    lines = rows(HEADERS, *(site(n, 运行状态=word) for n, word in enumerate(said, 1)))
    truth = [at(n, status=state) for n, state in enumerate(states, 1)]
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), truth)


def a_head_that_says_state_alone() -> Messy:
    lines = rows(
        ["序号", "平台", "账号名称", "账号", "主办单位", "状态", "开设日期", "备注"],
        [1, "微信公众号", "清禾发布", "gh_1", "清禾县融媒体中心", "正常", "2018.5", None],
        [2, "新浪微博", "清禾发布", "w1", "清禾县融媒体中心", "已注销", "2015年6月", "迁移"],
    )
    truth = [
        {"name": "清禾发布", "account_id": "gh_1", "status": "running", "platform": "微信公众号"},
        {"name": "清禾发布", "account_id": "w1", "status": "closed", "platform": "新浪微博"},
    ]
    return Messy("账号.xlsx", xlsx({"Sheet1": lines}), truth, source="accounts")


def heads_of_sites_in_other_words() -> Messy:
    heads = ["标识码", "网站名称", "网站地址", "主办单位名称", "网站状态"]
    return Messy("网站.xlsx", xlsx({"Sheet1": rows(heads, site(1), site(2))}), [at(1), at(2)])


def heads_of_accounts_in_other_words() -> Messy:
    heads = ["账号标识", "新媒体名称", "新媒体平台", "主办单位名称", "运营状态"]
    lines = rows(heads, ["gh_1", "清禾发布", "微信", "甲局", "运营中"])
    truth = [{"name": "清禾发布", "account_id": "gh_1", "status": "running"}]
    return Messy("账号.xlsx", xlsx({"Sheet1": lines}), truth, source="accounts")


def two_columns_of_states() -> Messy:
    """What the column of the row's review says is no state of the site."""
    lines = rows([*HEADERS, "状态"], [*site(1), "已审核"], [*site(2, 运行状态="永久关停"), "未审核"])
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2, status="closed")])


def states_that_their_remark_denies() -> Messy:
    said = ["正常运行(已关停)", "正常(拟关停)", "正常(2023年新建)"]
    lines = rows(HEADERS, *(site(n, 运行状态=word) for n, word in enumerate(said, 1)))
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(3)], quarantined=2)


def names_in_brackets() -> Messy:
    lines = rows(
        ACCOUNT,
        ["gh_1", "“清禾发布”", "微信公众号(服务号)", "甲局", "正常"],
        ["gh_2", "《清禾》", "微信(订阅号)", "甲局", "正常"],
    )
    truth = [{"account_id": "gh_1", "platform": "微信公众号"}, {"account_id": "gh_2", "platform": "微信公众号"}]
    return Messy("账号.xlsx", xlsx({"Sheet1": lines}), truth, source="accounts")


def two_platforms_in_a_cell() -> Messy:
    lines = rows(ACCOUNT, ["qh", "清禾发布", "微信、微博", "甲局", "正常"], ["dy", "清禾", "抖音", "甲局", "正常"])
    truth = [{"account_id": "dy"}]
    return Messy("账号.xlsx", xlsx({"Sheet1": lines}), truth, quarantined=1, source="accounts")


def ids_with_their_label() -> Messy:
    lines = rows(ACCOUNT, ["微信号:gh_1", "甲", "微信", "甲局", "正常"], ["ID:gh_2", "乙", "微信", "甲局", "正常"])
    truth = [{"account_id": "gh_1"}, {"account_id": "gh_2"}]
    return Messy("账号.xlsx", xlsx({"Sheet1": lines}), truth, source="accounts")


def codes_written_in_groups() -> Messy:
    lines = rows(
        HEADERS,
        site(1, 网站标识码="5399 0000 01"),
        site(2, 网站标识码="网站标识码:5399000002"),
        site(3, 网站标识码="5399000003(新)"),
    )
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2), at(3)])


def cut_in_the_middle_of_a_letter() -> Messy:
    data = text(rows(HEADERS, site(1), site(2))).encode("gb18030")[:-2]
    return Messy("网站.csv", data, error=("ends in the middle of a letter, line 3", "send it again, whole"))


def an_empty_list() -> Messy:
    return Messy("网站.xlsx", xlsx({"Sheet1": rows(["登记表"], HEADERS)}), [], passed=1)


def macros_and_templates() -> Messy:
    return Messy("网站.xlsm", xlsx({"Sheet1": rows(HEADERS, site(1))}), [at(1)])


def separated_by_wide_blanks() -> Messy:
    data = text(rows(HEADERS, site(1), site(2)), "    ").encode("gb18030")
    return Messy("网站.txt", data, error=("has no header row that can be recognised", "网站标识码"))


def columns_of_which_some_are_below_the_home_page() -> Messy:
    lines = rows(
        ["网站标识码", "栏目名称", "栏目网址", "栏目类别"],
        ["5399000001", "要闻", "http://s1.yunzhou.example/yw/", "动态要闻"],
        ["5399000001", "公告", "/tzgg/", "通知公告"],
        ["合计", "2"],
    )
    return Messy("栏目.xlsx", xlsx({"Sheet1": lines}), [{"name": "要闻"}], quarantined=1, passed=1, source="columns")


def a_list_of_the_year_before_below() -> Messy:
    lines = rows(HEADERS, site(1), [], ["附:2022年已关停网站"], HEADERS, site(2, 运行状态="永久关停"))
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2, status="closed")], passed=1, heads=1)


def totals_with_shares() -> Messy:
    lines = rows(
        ["序号", *HEADERS], [1, *site(1)], [2, *site(2)], ["合计", None, "2个", None, None, "正常运行2个,占100%"]
    )
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)], passed=1)


FILES = [each for each in list(globals().values()) if getattr(each, "__annotations__", {}).get("return") == "Messy"]
