"""Files as county and provincial offices keep them, with what a careful clerk would take from each.

Written from the documents alone, by somebody who had not seen how tables are read. The truth of a file: which rows are
loaded and with which values, how many rows wait for people, how many are no data, and which texts must be told. Rows
that lie between (a second row of heads) are `heads`: they may be counted as no data or as part of the head.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import NamedTuple

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.worksheet.worksheet import Worksheet

from tests.given.messy import HEADERS, ods, site, text, xlsx
from tests.given.old_workbook import biff8, compound


class Messy(NamedTuple):
    """One file with its truth."""

    file: str
    data: bytes
    loaded: Sequence[dict[str, object]] = ()
    quarantined: int = 0
    passed: int = 0
    heads: int = 0
    told: tuple[str, ...] = ()  # in what is said of rows, cells and sheets not taken
    source: str = "sites"
    error: tuple[str, ...] = ()  # the whole file is refused, and this is said


def at(number: int, **changed: object) -> dict[str, object]:
    """What a row of `site` says."""
    row = {
        "site_code": f"53990000{number:02d}",
        "name": f"云州{number}网",
        "home_url": f"http://s{number}.yunzhou.example/",
        "organiser": "甲局",
        "status": "running",
    }
    return row | changed


def sheet(draw: Callable[[Worksheet], None]) -> bytes:
    """A workbook of one sheet, drawn by hand."""
    book = openpyxl.Workbook()
    draw(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook with those of its parts changed as text whose names are like `part`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()).encode() if re.fullmatch(part, name) else content)
    return out.getvalue()


def rows(*lines: Sequence[object]) -> list[Sequence[object]]:
    return list(lines)


def organiser_merged_down() -> Messy:
    lines = rows(HEADERS, site(1, 主办单位="白石镇人民政府"), site(2, 主办单位=None), site(3, 主办单位=None), site(4))
    town = "白石镇人民政府"
    truth = [at(1, organiser=town), at(2, organiser=town), at(3, organiser=town), at(4)]
    return Messy("网站.xlsx", xlsx({"Sheet1": lines}, merged=["D2:D4"]), truth)


def old_workbook_merged_down() -> Messy:
    lines = rows(HEADERS, site(1, 主办单位="白石镇"), site(2, 主办单位=""), site(3))
    truth = [at(1, organiser="白石镇"), at(2, organiser="白石镇"), at(3)]
    return Messy("网站.xls", biff8({"清溪县": lines}, merged=[(1, 2, 3, 3)]), truth)


def two_rows_of_heads() -> Messy:
    first = ["序号", "网站标识码", "网站名称", "网址信息", None, "单位信息", None, "运行状态"]
    second = [None, None, None, "首页网址", "ICP备案号", "主办单位", "承办单位", None]

    def line(n: int) -> list[object]:
        code, name, url, organiser, status = site(n)
        return [n, code, name, url, f"云ICP备0000000{n}号", organiser, "信息中心", status]

    data = xlsx(
        {"网站": rows(["清溪县政府网站一览表"], first, second, line(1), line(2))},
        merged=["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2", "H2:H3"],
    )
    icp = "云ICP备0000000{}号"
    truth = [at(1, icp=icp.format(1), operator="信息中心"), at(2, icp=icp.format(2), operator="信息中心")]
    return Messy("一览表.xlsx", data, truth, passed=1, heads=1)


def numbers_restart_per_township() -> Messy:
    heads = ["序号", *HEADERS]
    lines = rows(heads, ["白石镇"], [1, *site(1)], [2, *site(2)], ["青岩乡"], [1, *site(3)], [2, *site(4)])
    data = xlsx({"Sheet1": lines}, merged=["A2:F2", "A5:F5"])
    return Messy("分乡镇.xlsx", data, [at(1), at(2), at(3), at(4)], passed=2, told=("白石镇", "青岩乡"))


def notes_go_on_below() -> Messy:
    lines = rows(
        HEADERS, site(1), site(2), [],
        ["备注:1.网站标识码以全国政府网站信息报送系统为准。"],
        ["2.已关停网站不再填报。"],
        ["3.本表由各单位办公室统一报送,逾期视为无变动。"],
        ["填表人:某某", None, "审核人:某某", None, "2023年10月8日"],
    )  # fmt: skip
    return Messy("附件1.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)], passed=4, told=("note",))


ACCOUNT = ["账号名称", "平台", "主办单位", "账号状态"]


def two_lists_below_each_other() -> bytes:
    return xlsx({
        "Sheet1": rows(
            ["一、政府网站"], HEADERS, site(1), site(2), [],
            ["二、政务新媒体"], ACCOUNT,
            ["白石发布", "微信", "白石镇人民政府", "正常"], ["青岩发布", "微博", "青岩乡人民政府", "正常"],
        )
    })  # fmt: skip


def sites_above_accounts() -> Messy:
    return Messy("两张表.xlsx", two_lists_below_each_other(), [at(1), at(2)], passed=5, told=("another list",))


def accounts_below_sites() -> Messy:
    truth = [{"name": "白石发布", "organiser": "白石镇人民政府"}, {"name": "青岩发布", "organiser": "青岩乡人民政府"}]
    data = two_lists_below_each_other()
    return Messy("两张表.xlsx", data, truth, passed=5, source="accounts", told=("another list",))


def second_block_in_another_order() -> Messy:
    back = list(reversed(HEADERS))
    lines = rows(HEADERS, site(1), site(2), [], ["乡镇"], back, list(reversed(site(3))), list(reversed(site(4))))
    return Messy("两段.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2), at(3), at(4)], passed=1, heads=1)


def tables_side_by_side() -> Messy:
    lines = rows(
        [*HEADERS, None, "账号名称", "平台", "粉丝数"],
        [*site(1), None, "白石发布", "微信", 120],
        [*site(2), None, "青岩发布", "微博", 80],
    )
    return Messy("并排.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)])


def starts_in_column_c() -> Messy:
    pad = [None, None]
    lines = rows([], [], [*pad, "清溪县政府网站情况"], [*pad, *HEADERS], [*pad, *site(1)], [*pad, *site(2)])
    return Messy("台账.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)], passed=1)


def hidden_columns_and_filtered_rows() -> Messy:
    def draw(page: Worksheet) -> None:
        for line in (HEADERS, site(1), site(2), site(3)):
            page.append(line)
        page.auto_filter.ref = "A1:E4"
        page.column_dimensions["C"].hidden = True
        page.row_dimensions[3].hidden = True

    return Messy("筛选.xlsx", sheet(draw), [at(1), at(2), at(3)])


def full_width_signs() -> Messy:
    lines = rows(
        ["网站标识码", "网站名称", "首页网址", "主办单位", "运行状态"],
        ["539900000１", "云州1网", "ｈｔｔｐ：／／ｓ１．ｙｕｎｚｈｏｕ．ｅｘａｍｐｌｅ／", "甲局", "正常运行"],
        ["５３９９０００００２", "云州2网", "http：//s2.yunzhou.example/", "甲局", "正常运行 "],
    )  # fmt: skip
    lines[1][0] = "５３９９０００００１"
    return Messy("全角.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)])


def days_in_many_hands() -> Messy:
    serial = (datetime.date(2023, 10, 8) - datetime.date(1899, 12, 30)).days
    heads = ["网站标识码", "下线时间", "恢复时间", "批复文号"]
    end = "2023-10-20 18:00"
    code = "5399000001"
    lines = rows(
        heads,
        [code, datetime.datetime(2023, 10, 1, 9, 0), end, "云政办1号"],
        [code, serial, end, "云政办2号"],
        [code, "2023.10.9", end, "云政办3号"],
        [code, "2023年10月10日", end, "云政办4号"],
        [code, "2023年10月11日上午9:30", end, "云政办5号"],
        [code, "2023年10月12日下午3时", end, "云政办6号"],
        [code, "20231013", end, "云政办7号"],
        [code, "今年10月14日", end, "云政办8号"],
        [code, 2023.5, end, "云政办9号"],
        [code, "10月15日", end, "云政办10号"],
    )

    def moment(day: int, hour: int = 0, minute: int = 0) -> datetime.datetime:
        zone = datetime.timezone(datetime.timedelta(hours=8))
        return datetime.datetime(2023, 10, day, hour, minute, tzinfo=zone)

    truth = [
        {"starts_at": moment(1, 9)}, {"starts_at": moment(8)}, {"starts_at": moment(9)}, {"starts_at": moment(10)},
        {"starts_at": moment(11, 9, 30)}, {"starts_at": moment(12, 15)}, {"starts_at": moment(13)},
    ]  # fmt: skip
    told = ("今年10月14日", "2023.5", "10月15日")
    return Messy("下线.xlsx", xlsx({"Sheet1": lines}), truth, quarantined=3, source="downtime", told=told)


def phone_in_a_name() -> Messy:
    lines = rows(HEADERS, site(1, 网站名称="云州1网(联系电话:0999-8000000)"), site(2, 主办单位="乙局 0999-8000000"))
    return Messy("带电话.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2, organiser="乙局")])


def line_breaks_in_cells() -> Messy:
    heads = ["网站\n标识码", "网站\r\n名称", "首页网址\n(必填)", "主办单位\n", "运行\n状态"]
    lines = rows(
        heads,
        ["5399000001\n", "云州\n1网", "http://s1.yunzhou.example/\n", "甲\n局", "正常\n运行"],
        site(2),
    )  # fmt: skip
    return Messy("换行.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)])


def link_behind_a_word() -> Messy:
    def draw(page: Worksheet) -> None:
        for line in (HEADERS, site(1, 首页网址="点击访问"), site(2), site(3, 首页网址=None)):
            page.append(line)
        page["C2"].hyperlink = "http://s1.yunzhou.example/"
        page["C3"].hyperlink = "http://old.yunzhou.example/"  # the text was typed over, the link stayed
        page["C3"].value = "http://s2.yunzhou.example/"
        page["C4"].hyperlink = "http://s3.yunzhou.example/"
        page["C4"].value = "进入网站"

    return Messy("超链接.xlsx", sheet(draw), [at(1), at(2), at(3)])


def link_by_a_formula() -> Messy:
    def draw(page: Worksheet) -> None:
        for line in (HEADERS, site(1, 首页网址='=HYPERLINK("http://s1.yunzhou.example/","打开")'), site(2)):
            page.append(line)

    def calculated(part: str) -> str:
        return re.sub(r'<c r="C2"[^>]*><f>(.*?)</f><v ?/?>(</v>)?', r'<c r="C2" t="str"><f>\1</f><v>打开</v>', part)

    return Messy("超链接公式.xlsx", rewritten(sheet(draw), r"xl/worksheets/sheet1\.xml", calculated), [at(1), at(2)])


def addresses_by_hand() -> Messy:
    lines = rows(
        HEADERS,
        site(1, 首页网址="s1.yunzhou.example"),
        site(2, 首页网址="www.s2.yunzhou.example/"),
        site(3, 首页网址="http：//s3。yunzhou。example/"),
        site(4, 首页网址="HTTP://S4.yunzhou.example/；"),
        site(5, 首页网址="http:// s5.yunzhou.example/"),
        site(6, 首页网址="网址：http://s6.yunzhou.example/"),
        site(7, 首页网址="http://s7.yunzhou.example/、http://s7b.yunzhou.example/"),
        site(8, 首页网址="建设中"),
        site(9, 首页网址="http:\\\\s9.yunzhou.example\\"),
    )
    truth = [at(1), at(2, home_url="http://www.s2.yunzhou.example/"), *map(at, (3, 4, 5, 6, 9))]
    told = ("s7b.yunzhou.example", "建设中")
    return Messy("网址.xlsx", xlsx({"Sheet1": lines}), truth, quarantined=2, told=told)


def same_as_above() -> Messy:
    lines = rows(
        HEADERS,
        site(1, 主办单位="同上"),
        site(2, 主办单位="乙局"),
        site(3, 主办单位="同上", 运行状态="〃"),
        site(4, 主办单位="〃", 运行状态="同上"),
        site(5, 主办单位='"', 运行状态="″"),
        site(6),
    )
    truth = [at(2, organiser="乙局"), at(3, organiser="乙局"), at(4, organiser="乙局"), at(5, organiser="乙局"), at(6)]
    return Messy("同上.xlsx", xlsx({"Sheet1": lines}), truth, quarantined=1, told=("同上",))


def spaces_of_every_kind() -> Messy:
    lines = rows(
        ["网站标识码 ", " 网站名称", "首页网址\u3000", "主 办 单 位", "运行\u00a0状态"],
        [" 5399000001", "云州1网\u3000\u3000", "\u00a0http://s1.yunzhou.example/ ", "甲局\u200b", "正常运行\t"],
        ["\ufeff5399000002", "云州 2 网", "http://s2.yunzhou.example/\u200b", "甲 局", "正 常"],
    )
    truth = [at(1), at(2)]
    for row in truth[1:]:  # a blank between Chinese letters may stay: a name is as it was written
        row.pop("name"), row.pop("organiser")
    return Messy("空格.xlsx", xlsx({"Sheet1": lines}), truth)


def heads_in_two_languages() -> Messy:
    english = [" Site Code", "(Site Name)", "/Home URL", "\nOrganiser", " Status"]
    heads = [head + other for head, other in zip(HEADERS, english, strict=True)]
    return Messy("双语.xlsx", xlsx({"Sheet1": rows(heads, site(1), site(2))}), [at(1), at(2)])


def english_names_under_the_heads() -> Messy:
    names = ["site_code", "name", "home_url", "organiser", "status"]
    return Messy("导出.xlsx", xlsx({"Sheet1": rows(HEADERS, names, site(1), site(2))}), [at(1), at(2)], heads=1)


def formulas_never_calculated() -> Messy:
    def draw(page: Worksheet) -> None:
        page.append([*HEADERS, "所属地区"])
        page.append([*site(1), "清溪县"])
        page.append([*site(2, 首页网址='="http://"&"s2.yunzhou.example/"'), "清溪县"])
        page.append([*site(3), "=VLOOKUP(A4,地区!A:B,2,0)"])

    truth = [at(1, region="清溪县"), at(3, region=None)]
    return Messy("公式.xlsx", sheet(draw), truth, quarantined=1, told=("s2.yunzhou.example", "VLOOKUP"))


def errors_of_formulas() -> Messy:
    lines = rows(
        [*HEADERS, "所属地区", "行政区划代码"],
        [*site(1), "#N/A", "#REF!"],
        [*site(2, 主办单位="#N/A"), "清溪县", "539921"],
        [*site(3), "清溪县", "539921"],
    )
    truth = [at(1, region=None, region_code=None), at(3, region="清溪县", region_code="539921")]
    return Messy("错误值.xlsx", xlsx({"Sheet1": lines}), truth, quarantined=1, told=("#N/A", "#REF!"))


def codes_kept_as_text() -> Messy:
    lines = rows(
        HEADERS,
        site(1, 网站标识码="'5399000001"), site(2, 网站标识码='="5399000002"'), site(3, 网站标识码="\t5399000003"),
        site(4, 网站标识码="’5399000004"),
    )  # fmt: skip
    quoted = [['"' + str(cell).replace('"', '""') + '"' for cell in line] for line in lines]
    return Messy("导出.csv", text(quoted).encode("gb18030"), [at(1), at(2), at(3), at(4)])


def protected_sheet() -> Messy:
    def draw(page: Worksheet) -> None:
        for line in (HEADERS, site(1), site(2)):
            page.append(line)
        page.protection.sheet = True
        page.protection.password = "hidden"
        page["C2"].protection = Protection(locked=True, hidden=True)

    return Messy("保护.xlsx", sheet(draw), [at(1), at(2)])


def workbook_with_a_password() -> Messy:
    data = compound({"EncryptedPackage": bytes(range(256)) * 20, "EncryptionInfo": b"\4\0\4\0\x40\0\0\0<encryption/>"})
    return Messy("加密.xlsx", data, error=("password",))


def et_of_the_old_kind() -> Messy:
    return Messy("网站台账.et", biff8({"Sheet1": rows(HEADERS, site(1), site(2))}), [at(1), at(2)])


def et_that_is_a_new_workbook() -> Messy:
    return Messy("网站台账.et", xlsx({"Sheet1": rows(HEADERS, site(1), site(2))}), [at(1), at(2)])


def one_quote_too_many() -> Messy:
    lines = text(rows(HEADERS, site(1), site(2, 网站名称='"云州2网'), site(3), site(4)))
    told = ("open quote in line 3",)
    return Messy("引号.csv", lines.encode("utf-8-sig"), [at(1), at(3), at(4)], quarantined=1, told=told)


def inches_in_a_csv() -> Messy:
    lines = text(rows(HEADERS, site(1, 网站名称='云州"1"网'), site(2), site(3, 主办单位='甲局"'), site(4)))
    truth = [at(1, name='云州"1"网'), at(2), at(3, organiser='甲局"'), at(4)]
    return Messy("引号.csv", lines.encode("utf-8"), truth)


def district_in_the_sheets_name() -> Messy:
    first, *others = rows(HEADERS, site(1), site(2)), rows(HEADERS, site(3)), rows(HEADERS, site(4))
    data = xlsx({"清溪县": first, "白石县": others[0], "青岩区": others[1]})
    truth = [at(1, region="清溪县"), at(2, region="清溪县"), at(3, region="白石县"), at(4, region="青岩区")]
    return Messy("各县区.xlsx", data, truth, heads=2)


def summary_before_the_lists() -> Messy:
    title, heads = ["各县区网站数量汇总表"], ["县区", "网站数", "备注"]
    counts = rows(title, heads, ["清溪县", 2, None], ["白石县", 1, "新增1个"], ["合计", 3, None])
    data = xlsx({"汇总": counts, "清溪县": rows(HEADERS, site(1), site(2)), "白石县": rows(HEADERS, site(3))})
    return Messy("汇总.xlsx", data, [at(1), at(2), at(3)], heads=6, told=("汇总",))


def unicode_text_of_excel() -> Messy:
    lines = text(rows(["清溪县政府网站"], HEADERS, site(1), site(2, 网站名称="㙓𨙮镇网")), "\t")
    return Messy("网站.xls", lines.encode("utf-16"), [at(1), at(2, name="㙓𨙮镇网")], passed=1)


def rare_letters_in_gb18030() -> Messy:
    first, second = site(1, 网站名称="㙓𨙮镇网"), site(2, 主办单位="䶮溪局")
    lines = text(rows([*HEADERS, ""], [*first, ""], [*second, ""], [""] * 6)).replace("\n", "\r\n")
    return Messy("网站.csv", lines.encode("gb18030"), [at(1, name="㙓𨙮镇网"), at(2, organiser="䶮溪局")])


def decorated_csv() -> Messy:
    wide = ["清溪县政府网站登记表", "", "", "", ""]
    unit = ["填报单位:(盖章)", "", "", "单位:个", ""]
    lines = text(rows(wide, unit, HEADERS, site(1), ["", "", "", "", ""], site(2), ["合计", "2", "", "", ""]))
    return Messy("网站.csv", lines.encode("gbk"), [at(1), at(2)], passed=3)


def page_called_xls() -> Messy:
    head = "".join(f"<th rowspan=1>{each}</th>" for each in HEADERS)
    data = (
        "<html><head><meta charset=gb2312></head><body><table><tr><td>导出时间:2023-10-08</td></tr></table>"
        f"<table border=1><thead><tr>{head}</tr></thead>"
        "<tr><td style=\"mso-number-format:'\\@'\">5399000001</td><td>云州1网&nbsp;</td>"
        '<td><a href="http://s1.yunzhou.example/">访问</a></td><td rowspan=2>甲局</td><td>正常运行</td></tr>'
        "<tr><td>5399000002</td><td><b>云州</b>2<font color=red>网</font></td>"
        "<td>http://s2.yunzhou.example/</td><td>正常<br>运行</td></tr></table></body></html>"
    )
    return Messy("导出.xls", data.encode("gbk"), [at(1), at(2)], heads=1)


def ods_with_repeats() -> Messy:
    data = ods(rows(HEADERS, site(1), site(2)), empty_rows=1_000_000)
    spanned = re.compile(r"<table:table-cell[^>]*><text:p>甲局</text:p></table:table-cell>")

    def merge(part: str) -> str:
        over_two = '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>甲局</text:p>'
        part = spanned.sub(f"{over_two}</table:table-cell>", part, count=1)
        first, _, rest = part.partition("云州2网")
        return first + "云州2网" + spanned.sub("<table:covered-table-cell/>", rest, count=1)

    return Messy("网站.ods", rewritten(data, r"content\.xml", merge), [at(1), at(2)])


def csv_of_a_merged_sheet() -> Messy:
    lines = text(rows(HEADERS, site(1), site(2, 主办单位=""), site(3)))
    return Messy("网站.csv", lines.encode(), [at(1), at(3)], quarantined=1, told=("5399000002",))


def form_of_one_site() -> Messy:
    lines = rows(["政府网站登记表"], *([head, cell] for head, cell in zip(HEADERS, site(1), strict=True)))
    return Messy("登记表.xlsx", xlsx({"登记表": lines}), error=("网站标识码",))


def heads_with_hints() -> Messy:
    heads = ["*网站标识码(10位数字)", "网站名称*", "首页网址(必填)", "主办单位【必填】", "运行状态(下拉选择)"]
    return Messy("模板.xlsx", xlsx({"Sheet1": rows(heads, site(1), site(2))}), [at(1), at(2)])


def columns_counted_under_the_heads() -> Messy:
    lines = rows(HEADERS, ["甲", "乙", "(1)", "(2)", "(3)"], site(1), site(2))
    more = rows(["序号", *HEADERS], [1, 2, 3, 4, 5, 6], [1, *site(3)])
    return Messy("统计.xlsx", xlsx({"清溪县": lines, "白石县": more}), [at(1), at(2), at(3)], passed=2, heads=1)


def strict_workbook() -> Messy:
    data = xlsx({"Sheet1": rows(HEADERS, site(1), site(2))})
    pairs = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    }

    def strict(part: str) -> str:
        for old, new in pairs.items():
            part = part.replace(old, new)
        return part

    return Messy("严格.xlsx", rewritten(data, r"(xl|_rels)/.*(xml|rels)", strict), [at(1), at(2)])


def names_that_lie() -> Messy:
    return Messy("网站.csv", xlsx({"Sheet1": rows(HEADERS, site(1), site(2))}), [at(1), at(2)])


def csv_called_xlsx() -> Messy:
    return Messy("网站.xlsx", text(rows(HEADERS, site(1), site(2))).encode("gb18030"), [at(1), at(2)])


def two_files_in_one() -> Messy:
    first, second = text(rows(HEADERS, site(1))), text(rows(HEADERS, site(2), site(3)))
    return Messy("合并.csv", first.encode("utf-8-sig") + second.encode("utf-8-sig"), [at(1), at(2), at(3)], heads=1)


def two_encodings_in_one() -> Messy:
    first, second = text(rows(HEADERS, site(1))), text(rows(site(2, 网站名称="白石镇网"), site(3)))
    return Messy("合并.csv", first.encode("utf-8") + second.encode("gbk"), error=("3",))


def pinyin_over_the_names() -> Messy:
    data = xlsx({"Sheet1": rows(HEADERS, site(1), site(2))})

    def with_pinyin(part: str) -> str:
        said = '<rPh sb="0" eb="2"><t>yunzhou</t></rPh>'
        return part.replace("<t>云州1网</t>", f"<r><t>云州</t></r><r><t>1网</t></r>{said}")

    return Messy("拼音.xlsx", rewritten(data, r"xl/sharedStrings\.xml", with_pinyin), [at(1), at(2)])


def nothing_written_out() -> Messy:
    heads = [*HEADERS, "ICP备案号", "行政区划代码", "承办单位"]
    lines = rows(heads, [*site(1), "/", "—", "无"], [*site(2), "无", "/", "-"], [*site(3), "暂无", "", "信息中心"])
    nothing = {"icp": None, "region_code": None, "operator": None}
    return Messy(
        "无.xlsx", xlsx({"Sheet1": lines}), [at(1, **nothing), at(2, **nothing), at(3, icp=None, operator="信息中心")]
    )


def sums_of_each_county() -> Messy:
    heads = ["序号", *HEADERS]
    lines = rows(
        heads, [1, *site(1)], [2, *site(2)], [None, "清溪县小计", "2个"],
        [1, *site(3)], ["白石县合计:1个"], ["总计", None, 3],
    )  # fmt: skip
    return Messy("小计.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2), at(3)], passed=3, told=("清溪县小计",))


def numbers_dragged_down() -> Messy:
    heads = ["序号", *HEADERS]
    lines = rows(heads, [1, *site(1)], [2, *site(2)], *([n] for n in range(3, 60)))
    return Messy("预留.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)], passed=57)


def separated_by_bars() -> Messy:
    return Messy("导出.txt", text(rows(HEADERS, site(1), site(2)), "|").encode("gbk"), [at(1), at(2)])


def lines_of_a_mac() -> Messy:
    lines = text(rows(HEADERS, site(1), site(2))).replace("\n", "\r") + "\x1a"
    return Messy("mac.csv", lines.encode("utf-8-sig"), [at(1), at(2)])


def long_instructions_above() -> Messy:
    said = ("网站标识码按报送系统填写", "首页网址须以http开头", "运行状态分四种") * 4
    above = [[f"{n}.{words}"] for n, words in enumerate(said, 1)]
    lines = rows(["清溪县政府网站信息采集表"], ["填表说明"], *above, HEADERS, site(1), site(2))
    return Messy("采集表.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2)], passed=14)


def lists_for_the_drop_down() -> Messy:
    listed = rows(["运行状态"], ["正常运行"], ["例外"])
    data = xlsx({"dict": listed, "网站": rows(HEADERS, site(1), site(2))}, hidden=["dict"])
    return Messy("模板.xlsx", data, [at(1), at(2)], heads=3, told=("dict",))


def digits_lost_by_a_spreadsheet() -> Messy:
    lines = text(rows(HEADERS, site(1, 网站标识码="5.399E+09"), site(2), site(3, 网站标识码="539900003")))
    return Messy("网站.csv", lines.encode("gbk"), [at(2)], quarantined=2, told=("5.399E+09", "539900003"))


def platform_merged_down() -> Messy:
    def account(name: str, platform: str | None) -> list[object]:
        return [name, platform, "白石镇人民政府", "正常"]

    both = [account("白石发布", "微信公众号"), account("白石文旅", None)]
    lines = rows(["政务新媒体清单"], ACCOUNT, *both, account("白石融媒", "抖音"))
    pairs = {"白石发布": "微信公众号", "白石文旅": "微信公众号", "白石融媒": "抖音短视频"}
    truth = [{"name": name, "platform": platform} for name, platform in pairs.items()]
    return Messy("新媒体.xlsx", xlsx({"Sheet1": lines}, merged=["A1:D1", "B3:B4"]), truth, passed=1, source="accounts")


def ticks_for_a_status() -> Messy:
    heads = ["网站标识码", "网站名称", "首页网址", "主办单位", "是否正常运行", "是否关停"]
    lines = rows(heads, [*site(1)[:4], "√", None], [*site(2)[:4], None, "√"], [*site(3)[:4], "√", "×"])
    return Messy("打勾.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2, status="closed"), at(3)])


def columns_without_addresses() -> Messy:
    heads = ["网站标识码", "栏目名称", "栏目网址", "栏目类别"]
    code = "5399000001"
    lines = rows(
        heads,
        [code, "通知公告", "http://s1.yunzhou.example/tzgg/", "通知公告"],
        [None, "政策文件", "http://s1.yunzhou.example/zcwj/", "政策"],
        [None, "领导信息", "javascript:void(0)", "静态"],
        [None, "工作动态", "#", "动态"],
        [None, "机构设置", "同首页", "静态"],
    )
    data = xlsx({"Sheet1": lines}, merged=["A2:A6"])
    truth = [{"name": "通知公告", "class": "notice"}, {"name": "政策文件", "class": "policy"}]
    return Messy("栏目.xlsx", data, truth, quarantined=3, source="columns", told=("javascript:void(0)", "同首页"))


def comment_at_a_cell() -> Messy:
    def draw(page: Worksheet) -> None:
        for line in (HEADERS, site(1), site(2)):
            page.append(line)
        page["B2"].comment = Comment("名称待核", "审核")
        page.freeze_panes = "A2"

    return Messy("批注.xlsx", sheet(draw), [at(1), at(2)])


def heads_dressed_in_other_ways() -> Messy:
    heads = ["Site Code 网站标识码", "(必填)网站名称", "3、首页网址:", "主办单位[必填](全称)", "★运行状态(Status)"]
    more = ["(1)网站标识码", "网站名称 | Site name", "首页网址\n(含http)", "主办单位*", "运行状态【下拉】"]
    data = xlsx({"清溪县": rows(heads, site(1)), "白石县": rows(more, site(2))})
    return Messy("模板.xlsx", data, [at(1), at(2)], heads=1)


def another_list_between_two_of_ours() -> Messy:
    back = [*HEADERS[1:], HEADERS[0], "备注"]

    def turned(n: int) -> list[object]:
        code, *others = site(n)
        return [*others, code, "新建"]

    lines = rows(
        ["序号", *HEADERS], [1, *site(1)],
        ["二、政务新媒体"], ["序号", *ACCOUNT], [1, "白石发布", "微信", "白石镇人民政府", "正常"],
        ["三、新增网站"], back, turned(2), turned(3),
    )  # fmt: skip
    return Messy("三张表.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2), at(3)], passed=4, heads=1)


def same_as_above_in_other_words() -> Messy:
    above = [*site(1)[:4], "正常"]
    others = [
        site(n, 主办单位=said) for n, said in ((2, "同 上"), (3, "同上。"), (4, "(同上)"), (5, " 〃 "), (6, "〃〃"))
    ]
    lines = text(rows(HEADERS, above, *others))
    return Messy("同上.csv", lines.encode("gbk", "xmlcharrefreplace"), [at(n) for n in range(1, 7)])


def moments_in_other_hands() -> Messy:
    heads = ["网站标识码", "下线时间", "恢复时间", "批复文号"]
    said = ["2023-10-08 09:30:15", "2023年10月8日14时05分30秒", "2023/10/8 晚上8点", "2023-10-8T9:30", 45207.5,
            "2023.10.08 上午10时", "10/8/2023", "二〇二三年十月八日", "2023年10月", "2023-13-40", "待定"]  # fmt: skip
    lines = rows(heads, *(["5399000001", one, "2023-12-20", f"云政办{n}号"] for n, one in enumerate(said)))
    zone = datetime.timezone(datetime.timedelta(hours=8))
    clocks = [(9, 30, 15), (14, 5, 30), (20,), (9, 30), (12,), (10,)]
    truth = [{"starts_at": datetime.datetime(2023, 10, 8, *clock, tzinfo=zone)} for clock in clocks]
    truth.append({"starts_at": datetime.datetime(2023, 10, 8, tzinfo=zone)})
    return Messy(
        "下线.xlsx", xlsx({"a": lines}), truth, quarantined=4, source="downtime", told=("10/8/2023", "2023-13-40")
    )


def sums_and_groups_in_other_words() -> Messy:
    heads = ["序号", *HEADERS]
    lines = rows(
        heads, ["一、县直部门(2个)"], [1, *site(1)], [2, *site(2)], ["合  计", 2], ["清溪县(1个)"], [1, *site(3)],
        ["白石镇 小计", None, "1"], ["总计(个)", None, "3"], ["截至2023年10月8日合计", "3"], ["※ 1、已关停的不填"],
    )  # fmt: skip
    return Messy("小计.xlsx", xlsx({"Sheet1": lines}), [at(1), at(2), at(3)], passed=7)


def addresses_of_other_hands() -> Messy:
    lines = rows(
        HEADERS,
        site(1, 首页网址="https：//s1.yunzhou.example"),
        site(2, 首页网址="s2.yunzhou.example:8080/index.html"),
        site(3, 首页网址="http://s3.yunzhou.example/(试运行)"),
        site(4, 首页网址="http//s4.yunzhou.example/"),
        site(5, 首页网址="http://s5.yunzhou.example/\nhttp://s5b.yunzhou.example/"),
        site(6, 首页网址="http://s6.yunzhou.example/?to=http://x.example/"),
        site(7, 首页网址="首页:http://s7.yunzhou.example/。"),
        site(8, 首页网址="云州8网 http://s8.yunzhou.example/"),
    )
    truth = [
        at(1, home_url="https://s1.yunzhou.example/"),
        at(2, home_url="http://s2.yunzhou.example:8080/index.html"),
        at(3),
        at(6, home_url="http://s6.yunzhou.example/?to=http://x.example/"),
        at(7),
    ]
    return Messy("网址.xlsx", xlsx({"Sheet1": lines}), truth, quarantined=3, told=("http//s4", "s5b"))


def names_that_break_and_bodies_below_each_other() -> Messy:
    lines = rows(
        HEADERS,
        site(1, 网站名称="云州市\n人民政府\n门户网站", 主办单位="甲局\n乙局"),
        site(2, 网站名称="CDC\nonline", 主办单位="云州市教\n育局"),
    )
    truth = [
        at(1, name="云州市人民政府 门户网站", organiser="甲局 乙局"),
        at(2, name="CDC online", organiser="云州市教育局"),
    ]
    return Messy("换行.xlsx", xlsx({"Sheet1": lines}), truth)


def old_workbook_of_many_sheets() -> Messy:
    first = rows(["清溪县政府网站"], HEADERS, site(1), site(2, 主办单位="同上"), ["合计", 2])
    data = biff8({"清溪县": first, "白石县": rows(HEADERS, site(3, 网站标识码=5399000003.0)), "Sheet3": rows()})
    truth = [at(1, region="清溪县"), at(2, region="清溪县"), at(3, region="白石县")]
    return Messy("网站.xls", data, truth, passed=2, heads=1)


def links_and_spans_of_an_open_document() -> Messy:
    data = ods(rows(HEADERS, site(1, 首页网址="进入"), site(2)))

    def linked(part: str) -> str:
        link = '<text:a xlink:href="http://s1.yunzhou.example/">进入</text:a>'
        part = part.replace("<text:p>进入</text:p>", f"<text:p>{link}</text:p>")
        head = "<office:document-content "
        return part.replace(head, f'{head}xmlns:xlink="http://www.w3.org/1999/xlink" ')

    return Messy("网站.ods", rewritten(data, r"content\.xml", linked), [at(1), at(2)])


def sheets_called_after_no_place() -> Messy:
    data = xlsx({"全市": rows(HEADERS, site(1)), "市区": rows(HEADERS, site(2)), "各县区": rows(HEADERS, site(3))})
    return Messy("网站.xlsx", data, [at(n, region=None) for n in (1, 2, 3)], heads=2)


FILES = [each for each in list(globals().values()) if getattr(each, "__annotations__", {}).get("return") == "Messy"]
