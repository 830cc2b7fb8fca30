"""Relations: documents with their interpretations, and the files of forms."""

from __future__ import annotations

import pytest

from inspection.model import PageKind
from inspection.readers import relations
from tests.given.reading import reading


def told(title: str, body: str, kind: PageKind = PageKind.OTHER):
    html = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    return [(sign.kind, sign.place.rpartition("/")[2], sign.value) for sign in relations.read(reading(html, kind))]


@pytest.mark.parametrize(
    ("title", "link", "is_related"),
    [
        ("云州市关于推进水价改革的意见", "<a href=/jd/1.html>《云州市关于推进水价改革的意见》解读</a>", True),
        ("云州市关于推进水价改革的意见", "<a href=/jd/1.html>政策解读</a>", True),
        ("《云州市水价办法》解读", "<a href=/wj/1.html>原文链接</a>", True),
        ("一图读懂云州市水价办法", "<a href=/wj/1.html>云州市水价管理办法</a>", True),
        ("云州市关于推进水价改革的意见", "<a href=/xw/>新闻</a><a href=/>首页</a>", False),
        ("云州市关于推进水价改革的意见", "<a href=http://other.example/jd/1.html>政策解读</a>", False),
        ("我市举行植树活动", "<a href=/jd/1.html>《云州市水价办法》解读</a>", False),
    ],
)
def test_a_document_leads_to_its_interpretation_and_back(title, link, is_related):
    assert bool(told(title, link)) == is_related


def test_the_files_of_a_page_of_forms():
    body = "<a href=/f/1.doc>申请表</a><a href=/f/1.doc>下载</a><a href=/f/2.xlsx></a><a href=/a.html>说明</a>"
    assert told("表格下载", body, PageKind.COLUMN) == [("form", "1.doc", "申请表"), ("form", "2.xlsx", None)]
    assert told("排污许可证申领服务指南", body) == [("form", "1.doc", "申请表"), ("form", "2.xlsx", None)]
    assert told("我市举行植树活动", body) == []
    assert told("表格下载", body, PageKind.HOME) == []
