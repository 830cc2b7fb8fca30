"""What the footer of any page lacks or pretends to carry."""

from __future__ import annotations

from datetime import date

import pytest

from inspection.model import PageKind
from inspection.page.identity import read_identity
from inspection.page.marks import read_marks
from inspection.page.page import Page
from inspection.readers import footer
from inspection.readers.sign import Reading, Subject

CERTIFICATE = (
    '<a href="http://bszs.conac.cn/sitename?method=show&amp;id=0ABC"><img src="//dcs.conac.cn/image/red.png"></a>'
)
WHOLE = f"""<footer><p>主办单位:云州市人民政府</p><p>联系电话:0000-0000000</p>
<p>网站标识码:5399000001 云ICP备2018000001号</p>
<p>云公网安备 53990002000001号</p>{CERTIFICATE}<a href="/jiucuo?site_code=5399000001">找错</a></footer>"""


def signs(html: str, site_code: str = "5399000001") -> dict[tuple[str, str], str | None]:
    page = Page("http://www.yunzhou.example/xw/1.html", html.encode())
    subject = Subject("site:5399000001", "http://www.yunzhou.example/", site_code, "云州市人民政府")
    identity, marks = read_identity(page), read_marks(page)
    reading = Reading(page, date(2023, 9, 30), PageKind.OTHER, subject, identity, None, marks=marks)
    return {(sign.kind, sign.place): sign.value for sign in footer.read(reading)}


def test_a_whole_footer_shows_no_sign():
    assert signs(WHOLE) == {}


SIGNS = {
    "two marks are missing": (
        WHOLE.replace("云公网安备 53990002000001号", "").replace("云ICP备2018000001号", ""),
        {("missing", ""): "icp, police"},
    ),
    "the certificate's link only searches": (
        WHOLE.replace("method=show&amp;id=0ABC", "method=searchIndex"),
        {
            ("missing", ""): "conac",
            ("fake_conac", "link"): "http://bszs.conac.cn/sitename?method=searchIndex",
        },
    ),
    "its picture leads nowhere": (
        WHOLE.replace(CERTIFICATE, '<img src="//dcs.conac.cn/image/blue.png">'),
        {("missing", ""): "conac", ("fake_conac", "picture"): "//dcs.conac.cn/image/blue.png"},
    ),
    "its picture is a copy": (
        WHOLE.replace(CERTIFICATE, '<img src="/images/red.png" alt="党政机关">'),
        {("missing", ""): "conac", ("fake_conac", "picture"): "/images/red.png"},
    ),
    "the code of another site": (
        WHOLE.replace("标识码:5399000001", "标识码:5399000002"),
        {("code", ""): "5399000002"},
    ),
    "a police number of another province": (
        WHOLE.replace("53990002000001", "11990002000001"),
        {("police_region", ""): "11990002000001"},
    ),
}


@pytest.mark.parametrize(("html", "expected"), SIGNS.values(), ids=SIGNS)
def test_what_is_missing_or_false_is_a_sign(html, expected):
    assert signs(html) == expected


def test_a_red_picture_of_something_else_pretends_nothing():
    assert ("fake_conac", "picture") not in signs(
        WHOLE.replace(CERTIFICATE, '<img src="/i/red.png" alt="红灯">党政机关')
    )
