"""Prints of template and text, and the language of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.page.fingerprint import NEAR_BITS, distance, language, skeleton_hash, text_hash

SENTENCES = [
    f"云州市第{number}次会议研究了{topic}工作，要求各单位压实责任，在{number + 2}个月内完成任务并报送进展。"
    for number, topic in enumerate(
        ("供水", "防汛", "森林防火", "校园安全", "道路养护", "助企纾困", "粮食收购", "档案", "燃气", "养老")
    )
]
TEXT = "\n".join(SENTENCES)
OTHER = "\n".join(
    f"市图书馆{hall}号厅自{hall + 3}日起举办{what}展览，读者凭证免费参观，闭馆时间为下午{hall % 4 + 4}时。"
    for hall, what in enumerate(("书法", "剪纸", "古籍", "摄影", "陶艺", "邮票", "连环画", "方志", "地图", "印章"))
)


def test_the_same_text_under_a_new_head_and_foot_has_the_same_print():
    page = f"首页\n新闻\n发布日期:2023-09-01\n{TEXT}\n主办单位:云州市人民政府 网站标识码:5399000001"
    again = f"要闻动态\n发布日期:2023-12-01\n{TEXT}\n打印\n关闭"
    assert distance(text_hash(page), text_hash(again)) == 0


def test_a_few_changed_characters_stay_near_and_another_text_is_far():
    assert distance(text_hash(TEXT), text_hash(TEXT.replace("，", ",").replace("第3次", "第三次"))) <= NEAR_BITS
    assert distance(text_hash(TEXT), text_hash(OTHER)) > 5 * NEAR_BITS


def test_a_text_too_short_to_compare_has_no_print():
    assert text_hash("请各单位抓好落实，及时报送工作进展。") is None
    assert text_hash("通知公告 " * 500) is None


@given(st.text())
def test_any_text_has_a_print_that_fits_into_eight_bytes_and_is_near_itself(text):
    found = text_hash(f"{TEXT}\n{text}")
    assert -(2**63) <= found < 2**63
    assert distance(found, found) == 0


def page(classes: list[str], text: str) -> str:
    return "".join(f'<div class="{name}">{text}</div>' for name in classes)


def test_a_template_keeps_its_print_whatever_it_is_filled_with():
    classes = ["header", "logo", "nav", "crumbs", "article", "title", "source", "editor", "share", "footer", "marks"]
    changed = ["top", "brand", "menu", "path", "content", "h", "from", "body", "qr", "bottom", "beian"]
    assert skeleton_hash(page(classes, "甲")) == skeleton_hash(page([*classes, "nav"], "乙丙"))
    assert distance(skeleton_hash(page(classes, "甲")), skeleton_hash(page(changed, "甲"))) > 10
    assert skeleton_hash("<p>没有样式</p>") is None


LANGUAGES = {
    "zh": "云州市人民政府召开全市安全生产工作会议，研究部署近期重点任务。",
    "en": "The municipal government met on Friday to discuss work safety.",
    "bo": "བོད་ལྗོངས་མི་དམངས་སྲིད་གཞུང་གི་དྲ་ཚིགས།",
    "ug": "شىنجاڭ ئۇيغۇر ئاپتونوم رايونلۇق خەلق ھۆكۈمىتى",
    "mn": "ᠥᠪᠥᠷ ᠮᠣᠩᠭᠣᠯ ᠤᠨ ᠥᠪᠡᠷᠲᠡᠭᠡᠨ ᠵᠠᠰᠠᠬᠤ ᠣᠷᠣᠨ",
    "ja": "市役所からのお知らせです。詳しくはこちらをご覧ください。",
    "ko": "시청에서 알려드립니다. 자세한 내용은 여기를 참고하세요.",
    "ru": "Народное правительство города сообщает об изменениях.",
    None: "2023-09-01 12:00 ...",
}


@pytest.mark.parametrize(("code", "text"), LANGUAGES.items())
def test_a_language_is_told_by_its_script(code, text):
    assert language(text) == code


def test_english_names_on_a_chinese_page_do_not_make_it_english():
    assert language(LANGUAGES["zh"] * 3 + "GDP 5G IPv6 Wi-Fi App WeChat") == "zh"


@given(st.text(max_size=300))
def test_any_text_has_a_language_or_none(text):
    assert language(text) in {*LANGUAGES}
