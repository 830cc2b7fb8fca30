"""A home page that says that its site has stopped or moved; a living site's news of another's end says nothing."""

from __future__ import annotations

import pytest

from inspection.model import PageKind
from inspection.readers.closing import read
from tests.given.reading import reading

NEWS = "".join(f"<li><a href=/{n}.html>关于某县第{n}批网站关停的公告</a></li>" for n in range(30))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("本站自即日起停止服务。", "closed"),
        ("公告：本网站已于2026年11月1日永久关停，感谢您的支持！", "closed"),
        ("根据集约化工作要求，本网自2026年7月1日起停止更新", "closed"),
        ("原网站已下线，请访问县政府门户网站。", "closed"),
        ("我局网站将于年底关闭", "closed"),
        ("本站现已停用", "closed"),
        ("本网站已整合至县人民政府门户网站", "moved"),
        ("本站已迁移至新平台，请点击进入", "moved"),
        ("因工作需要，网站启用新域名", "moved"),
    ],
)
def test_a_notice_in_the_sites_place_is_read(text, kind):
    [sign] = read(reading(f"<title>某局</title><p>{text}</p>"))
    assert sign.kind == kind and sign.value in f"某局\n{text}"


@pytest.mark.parametrize(
    "html",
    [
        f"<title>某县人民政府</title><ul>{NEWS}</ul><p>本站自即日起停止服务。</p>",
        "<title>某局</title><p>欢迎访问本站</p>",
        "<title>某局</title><p>本站建议使用新版浏览器访问</p>",
        "<title>某局</title><p>网站维护中，请稍后访问</p>",
        "<title>某局</title><p>某水库自即日起停止供水</p>",
    ],
)
def test_a_living_site_says_nothing_of_its_end(html):
    assert not list(read(reading(html)))


def test_only_the_home_page_speaks_for_its_site():
    assert not list(read(reading("<p>本站自即日起停止服务。</p>", PageKind.OTHER)))
