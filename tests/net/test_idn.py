"""Chinese names of hosts are compared in their ASCII form (RFC 5891): what a browser opens is the registered site."""

from __future__ import annotations

import pytest

from inspection.model import ProbeOutcome
from inspection.net import Fetcher, Request, clean_url, host_key, registrable_domain
from inspection.page.blocked import visit_outcome
from tests.given.loopback import internet, redirect


@pytest.mark.parametrize(
    ("registered", "ascii_domain"),
    [
        ("http://www.试验.中国/", "xn--ee3au30a.xn--fiqs8s"),
        ("https://测试局.政务/", "xn--dgt990be6w.xn--zfr164b"),
        ("http://网站.ceshi.gov.cn/", "ceshi.gov.cn"),
        ("http://WWW.试验。中国/index.html", "xn--ee3au30a.xn--fiqs8s"),
    ],
)
def test_a_chinese_name_is_one_with_its_ascii_form(registered, ascii_domain):
    assert registrable_domain(registered) == registrable_domain(clean_url(registered)) == ascii_domain
    assert host_key(registered) == host_key(clean_url(registered))


def test_a_visit_to_a_chinese_name_is_no_visit_elsewhere():
    with internet() as net:
        net.plant(clean_url("http://www.试验.中国/"), redirect("/index.html"))
        net.plant(clean_url("http://www.试验.中国/index.html"), "<title>试验县人民政府</title>")
        with Fetcher.of(net.jurisdiction()) as fetcher:
            fetcher.submit(Request("http://www.试验.中国/"))
            [result] = fetcher
    assert visit_outcome(result)[0] is ProbeOutcome.OK


@pytest.mark.parametrize("url", ["http://hg--69.example/", "http://media_world.example/", "http://www．x．gov．cn/"])
def test_odd_names_that_work_are_taken(url):
    assert clean_url(url)
