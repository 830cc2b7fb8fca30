"""Service guides and the element classes that they tell."""

from __future__ import annotations

import pytest

from inspection.model import PageKind
from inspection.readers.services import read
from tests.given.reading import reading

WHOLE = """<title>食品经营许可办事指南</title><h1>食品经营许可</h1><table>
<tr><th>事项名称</th><td>食品经营许可</td></tr><tr><th>设定依据</th><td>食品安全法第三十五条</td></tr>
<tr><th>受理条件</th><td>在本市从事食品经营</td></tr><tr><th>申请材料</th><td>申请书；营业执照复印件</td></tr>
<tr><th>办理地点</th><td>市政务服务中心二楼</td></tr><tr><th>承诺办结时限</th><td>十个工作日</td></tr>
<tr><th>咨询电话</th><td>见市政务服务中心网页</td></tr><tr><th>办理流程</th><td>受理，审查，决定，发证</td></tr></table>"""
ALL = ["事项名称", "设定依据", "申请条件", "办理材料", "办理地点", "办理时间", "联系电话", "办理流程"]


def guide(html: str) -> tuple[list[str], list[str], list[str]] | None:
    """What the page's one guide has, lacks and leaves empty."""
    signs = list(read(reading(html, PageKind.OTHER)))
    return tuple(signs[0].detail[name] for name in ("found", "missing", "empty")) if signs else None


def test_a_table_with_all_eight_classes_lacks_nothing():
    assert guide(WHOLE) == (ALL, [], [])


def test_headings_with_numbers_are_labels_too():
    html = """<h1>户口迁移</h1><h2>一、办理依据</h2><p>户口登记条例</p><h2>（二）申请条件</h2><p>在本市有住所</p>
    <h2>3. 所需材料：</h2><p>身份证明</p><p>办理程序：窗口受理，当场办结</p>"""
    assert guide(html) == (
        ["事项名称", "设定依据", "申请条件", "办理材料", "办理流程"],
        ["办理地点", "办理时间", "联系电话"],
        [],
    )


def test_a_label_with_nothing_behind_it_is_missing():
    html = WHOLE.replace("市政务服务中心二楼", "").replace("申请书；营业执照复印件", "无")
    assert guide(html)[1:] == (["办理材料", "办理地点"], ["办理材料", "办理地点"])


def test_a_page_that_calls_itself_a_guide_and_tells_next_to_nothing_is_one():
    html = "<title>排水许可办事指南</title><h1>排水许可办事指南</h1><p>申请材料：申请表</p><p>具体流程请咨询窗口</p>"
    assert guide(html)[1] == ["设定依据", "申请条件", "办理地点", "办理时间", "联系电话", "办理流程"]


def test_an_article_that_speaks_of_such_things_is_no_guide():
    html = """<h1>云州市优化营商环境</h1><p>全市精简办理材料，优化办理流程，压缩办理时限，公开申请条件。</p>
    <p>联系电话：见页面底部</p>"""
    assert guide(html) is None


def test_lists_and_home_pages_are_no_guides():
    assert list(read(reading(WHOLE, PageKind.COLUMN))) == []


def test_a_guide_in_a_column_of_services_may_lack_nearly_all():
    column = '<meta name="ColumnName" content="办事服务">'
    html = f"{column}<h1>公共场所卫生许可</h1><p>联系电话：见服务中心</p><p>办理地点：二楼</p>"
    assert guide(html)[1] == ["设定依据", "申请条件", "办理材料", "办理时间", "办理流程"]
    assert guide(f"{column}<h1>服务大厅延长窗口时间</h1><p>从本周起，窗口延时一小时。</p>") is None


FEET = (
    "<table><tr><td>主办单位：云州市人民政府</td></tr><tr><td>网站标识码：5399000001</td></tr>"
    "<tr><td>联系电话：见首页 地址：文华路九号</td></tr></table>",
    "<p>版权所有：云州市人民政府</p><p>办公地址：文华路九号</p><p>云ICP备05000001号</p>",
    "<div><p>主办：云州市人民政府办公室</p><p>联系电话</p><p>见首页</p><p>滇公网安备 53990000000001号</p></div>",
    "<div>主 办 单 位：云州市财政局<br>办公时间：工作日<br>网站标识码 5399000002</div>",
    "<address><p>主办单位:云州市人民政府</p><p>办公电话：见首页</p><p>网站标识码:5399000001</p></address>",
)


@pytest.mark.parametrize("foot", FEET)
def test_what_the_footer_says_of_the_office_is_none_of_the_guide(foot):
    page = "<title>办事指南</title><h1>食品经营许可</h1><p>办理材料：申请书</p><p>办理流程：受理，发证</p>"
    assert guide(page + foot)[0] == ["事项名称", "办理材料", "办理流程"]


def test_a_guide_keeps_what_stands_before_the_footer_and_names_an_organiser():
    assert guide(WHOLE + "<p>主办单位：云州市人民政府</p><p>网站标识码：5399000001</p>") == (ALL, [], [])
    assert guide(WHOLE.replace("<table>", "<p>主办单位：市场监管局</p><table>")) == (ALL, [], [])
