"""The grammar of authored text: what stands in braces, and which digits may stand outside of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.bulletin.grammar import Counter, Declared, Figure, Names, Text, Word, figure, parse
from inspection.errors import InspectionError


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("{site_failed_count}", [Figure("site_failed_count")]),
        ("{site_pass_rate[region/青溪区]@previous|2}", [Figure("site_pass_rate", "region/青溪区", "previous", 2)]),
        ("{account_count[微信公众号]}", [Figure("account_count", "微信公众号")]),
        ("{提示单}份", [Figure("提示单"), Text("份")]),
        ("{=scope}网站", [Word("scope"), Text("网站")]),
        ("{=period_end+20}前", [Word("period_end", 20), Text("前")]),
        ("{#site}", [Counter("site")]),
        ("{*failed_sites}", [Names("failed_sites")]),
        ("{*failed_accounts[account_not_updated]|和}", [Names("failed_accounts", "account_not_updated", "和")]),
    ],
)
def test_what_stands_in_braces(text, pieces):
    assert parse(text) == pieces


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("按照国办发〔2019〕19号文件", "〔2019〕19号", "document"),
        ("根据第19号令", "第19号", "document"),
        ("依照第3条", "第3条", "clause"),
        ("自2024年1月5日起", "2024年1月5日", "day"),
        ("于5个工作日内", "5个工作日", "deadline"),
        ("在72小时内", "72小时", "deadline"),
        ("10日内报送", "10日", "deadline"),
        ("18:00前", "18:00", "deadline"),
        ("抽查比例不低于95%", "95%", "demand"),
        ("支持IPv6访问", "IPv6", "name"),
        ("12345热线", "12345", "name"),
        ("连续2个季度不合格的", "2个季度", "deadline"),
    ],
)
def test_a_number_that_counts_nothing_may_stand_as_it_is(text, number, kind):
    assert Declared(number, kind) in parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "检查54家", "合格率98.5%", "合格率达到95%", "不合格\uff13个", "共5个", "其中2条", "提高3个百分点", "第2批5家",
        "12345家网站", "抽查3次", "得分98.5", "2023家", "5日游", "有7家未整改",
        "其中七家网站不合格", "十二家", "发现三十余个问题", "合格率为百分之八十", "三分之一的单位",
        "九成以上", "两个网站未更新",
    ],
)  # fmt: skip
def test_a_quantity_cannot_be_typed(text):
    with pytest.raises(InspectionError, match=r"stands in the text as a number"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "stands alone"),
        ("a}b", "stands alone"),
        ("{}", "is no figure"),
        ("{=}", "says nothing"),
        ("{site failed}", "is no figure"),
        ("{x@tomorrow}", "@tomorrow is no period"),
        ("{*everybody}", "names no list"),
        ("{x+y}", "is no figure"),
        ("{x|12}", "is no figure"),
        ("{5}", "is no figure"),
    ],
)
def test_what_says_nothing_is_refused_with_what_to_write(text, told):
    with pytest.raises(InspectionError, match=told) as refused:
        parse(text)
    assert refused.value.remedy


@given(st.text(alphabet="0123456789\uff15共家个%条年月日小时网站第号不低于{}=#*|@x[]内前", max_size=24))
def test_no_text_lets_a_digit_through_that_is_neither_a_figure_nor_of_a_declared_kind(text):
    """Law 3: whatever somebody types, a digit outside of a declared number never comes out as plain words."""
    try:
        pieces = parse(text)
    except InspectionError:
        return
    assert not any(sign.isdigit() for piece in pieces if isinstance(piece, Text) for sign in piece.text)


def test_a_figure_alone_is_read_as_in_a_text():
    assert figure("domain_count[pending]") == Figure("domain_count", "pending")


@pytest.mark.parametrize(
    "text",
    [
        "每一家单位",
        "第二家",
        "走进千家万户",
        "一家一策",
        "国家、大家、专家",
        "两个专项",
        "不低于百分之九十",
        "同一单位",
    ],
)
def test_an_idiom_an_ordinal_and_a_demand_in_chinese_numerals_count_nothing(text):
    assert parse(text) == [Text(text)]
