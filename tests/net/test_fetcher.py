"""The driver that fetches: what is planted on the loopback comes back under its right name."""

from __future__ import annotations

import gzip
import threading
import time
from ipaddress import ip_network

import pytest

from inspection.model import ProbeOutcome
from inspection.net import AddressRule, Fetcher, Limits, Request, clean_url, host_key, registrable_domain
from inspection.net.body import dechunk, decode_content
from tests.given.loopback import Answer, closed_port, hang_up, internet, redirect, zipped


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


def fetch(net, *requests: Request, **options):
    with Fetcher.of(net.jurisdiction(), **options) as fetcher:
        for request in requests:
            fetcher.submit(request)
        return list(fetcher)


def fetch_one(net, url: str, **limits):
    return fetch(net, Request(url, limits=Limits(**limits)))[0]


def test_an_answer_comes_with_status_headers_body_and_times(net):
    net.plant("http://a.example/", "政府网站")
    result = fetch_one(net, "http://a.example")
    assert (result.outcome, result.http_status, result.body.decode()) == (ProbeOutcome.OK, 200, "政府网站")
    assert result.last.header("content-type") == "text/html; charset=utf-8"
    assert result.remote_ip == "127.0.0.1"
    assert 0 < result.seconds < 5
    assert result.last.head.startswith(b"HTTP/1.1 200 OK\r\n")


def test_the_request_that_is_archived_is_the_one_that_was_sent(net):
    net.plant("http://a.example/x?y=1", "x")
    result = fetch_one(net, "http://a.example/x?y=1")
    assert net.request_heads == [result.last.request_head]
    assert b"User-Agent: GovInspection/0.1 (+http://www.yunzhou.example/inspection.html)" in net.request_heads[0]
    assert b"Cookie" not in net.request_heads[0]


def test_a_404_is_an_http_error(net):
    assert fetch_one(net, "http://a.example/gone").outcome is ProbeOutcome.HTTP_ERROR


def test_a_slow_answer_is_a_timeout(net):
    net.plant("http://a.example/", lambda handler: time.sleep(0.6))
    result = fetch_one(net, "http://a.example/", timeout_seconds=0.2)
    assert result.outcome is ProbeOutcome.TIMEOUT
    assert 0.2 <= result.seconds < 0.5


def test_a_closed_port_is_refused(net):
    net_rule = AddressRule(net.jurisdiction().allow_networks)
    with Fetcher(net_rule) as fetcher:
        fetcher.submit(Request(f"http://127.0.0.1:{closed_port()}/"))
        assert next(iter(fetcher)).outcome is ProbeOutcome.REFUSED


def test_a_host_without_address_is_a_dns_failure():
    with Fetcher(AddressRule()) as fetcher:
        fetcher.submit(Request("http://nobody.invalid/"))
        assert next(iter(fetcher)).outcome is ProbeOutcome.DNS_FAILURE


def test_a_connection_cut_without_answer_is_a_reset(net):
    net.plant("http://a.example/", hang_up)
    assert fetch_one(net, "http://a.example/").outcome is ProbeOutcome.RESET


def test_https_spoken_to_a_plain_server_is_a_tls_protocol_error(net):
    assert fetch_one(net, "https://a.example/").outcome is ProbeOutcome.TLS_PROTOCOL


def test_redirects_are_followed_hop_by_hop(net):
    net.plant("http://a.example/", redirect("/index.html"))
    net.plant("http://a.example/index.html", redirect("http://b.example/home"))
    net.plant("http://b.example/home", "home")
    result = fetch_one(net, "http://a.example/")
    assert result.final_url == "http://b.example/home"
    assert [hop.url for hop in result.redirects] == ["http://a.example/", "http://a.example/index.html"]


def test_a_redirect_in_a_circle_or_without_end_is_a_loop(net):
    net.plant("http://a.example/", redirect("/b"))
    net.plant("http://a.example/b", redirect("/"))
    for number in range(9):
        net.plant(f"http://c.example/{number}", redirect(f"/{number + 1}"))
    assert fetch_one(net, "http://a.example/").outcome is ProbeOutcome.REDIRECT_LOOP
    assert fetch_one(net, "http://c.example/0").outcome is ProbeOutcome.REDIRECT_LOOP
    assert len(net.asked) == 2 + 6  # the first address and five redirects


def test_an_address_that_is_not_public_is_not_even_connected_to(net):
    with Fetcher(AddressRule()) as fetcher:
        fetcher.submit(Request(f"http://{net.address}/"))
        refused = next(iter(fetcher))
    assert refused.outcome is ProbeOutcome.PROBE_FAULT
    assert "127.0.0.1 is not public" in refused.error
    assert net.asked == []


def test_a_redirect_to_an_address_that_is_not_allowed_is_not_followed(net):
    port = net.address.split(":")[1]
    net.pages[f"127.0.0.1:{port}", "/"] = redirect(f"http://127.0.0.2:{port}/secret")
    with Fetcher(AddressRule([ip_network("127.0.0.1/32")])) as fetcher:
        fetcher.submit(Request(f"http://127.0.0.1:{port}/"))
        result = next(iter(fetcher))
    assert result.outcome is ProbeOutcome.PROBE_FAULT
    assert "127.0.0.2" in result.error
    assert net.asked == [f"http://127.0.0.1:{port}/"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
        "no-ip",
    ],
)
def test_addresses_that_are_not_public_are_refused(address):
    assert not AddressRule().may_connect(address)


def test_public_addresses_may_be_visited():
    assert AddressRule().may_connect("202.96.128.86")
    assert AddressRule().may_connect("2400:3200::1")


def test_an_endless_body_is_cut_at_the_limit(net):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10_000)

    net.plant("http://a.example/", endless)
    result = fetch_one(net, "http://a.example/", body_bytes=50_000)
    assert result.outcome is ProbeOutcome.OK
    assert (len(result.body), result.last.is_truncated) == (50_000, True)


def test_endless_headers_are_cut_off(net):
    def endless(handler):
        handler.send_response(200)
        for number in range(100_000):
            handler.send_header(f"X-{number}", "x" * 100)
        handler.end_headers()

    net.plant("http://a.example/", endless)
    assert fetch_one(net, "http://a.example/").outcome is ProbeOutcome.RESET


def test_a_gzip_body_stays_as_sent_and_can_be_read(net):
    net.plant("http://a.example/", zipped("云州市"))
    result = fetch_one(net, "http://a.example/")
    assert result.body.startswith(b"\x1f\x8b")
    assert result.last.content().decode() == "云州市"


def test_a_compressed_bomb_is_opened_only_up_to_the_limit():
    assert len(decode_content(gzip.compress(b"\0" * 10_000_000), "gzip", 1_000)) == 1_000


def test_a_body_that_lies_about_its_coding_is_left_as_it_is():
    assert decode_content(b"<html>", "gzip", 1_000) == b"<html>"


def test_chunks_are_undone_and_what_is_not_chunked_stays():
    assert dechunk(b"5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n") == b"hello!"
    assert dechunk(b"<html>\r\n</html>") == b"<html>\r\n</html>"


def test_a_host_is_asked_by_few_at_once_and_at_the_given_pace(net):
    lock, now, most = threading.Lock(), [0], [0]

    def counted(handler):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.03)
        with lock:
            now[0] -= 1
        handler.send_response(200)
        handler.end_headers()

    for number in range(8):
        net.plant(f"http://a.example/{number}", counted)
    requests = [Request(f"http://a.example/{number}") for number in range(8)]
    fetch(net, *requests, per_host=2)
    assert most[0] == 2
    begin = time.monotonic()
    fetch(net, *requests, per_host=8, pace_seconds=0.04)
    assert time.monotonic() - begin >= 7 * 0.04


def test_a_fetch_waits_for_its_time_and_another_may_be_planned_meanwhile(net):
    net.plant("http://a.example/", "a")
    net.plant("http://b.example/", "b")
    with Fetcher.of(net.jurisdiction()) as fetcher:
        fetcher.submit(Request("http://b.example/", start_at=time.monotonic() + 0.2))
        fetcher.submit(Request("http://a.example/"))
        order = []
        for result in fetcher:
            order.append(result.final_url)
            if len(order) == 1:
                fetcher.submit(Request("http://a.example/?2"))
    assert order == ["http://a.example/", "http://a.example/?2", "http://b.example/"]


def test_what_is_no_web_address_ends_as_our_own_fault(net):
    for url in ("ftp://a.example/", "http://", "http://user@a.example/", "", "http://a b.example/"):
        assert fetch_one(net, url).outcome is ProbeOutcome.PROBE_FAULT


def test_environment_proxies_are_ignored(net, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    net.plant("http://a.example/", "a")
    assert fetch_one(net, "http://a.example/").outcome is ProbeOutcome.OK


def test_addresses_are_brought_into_one_form():
    assert clean_url("HTTP://WWW.Example.CN:80#top") == "http://www.example.cn/"
    assert clean_url("通知/a b.html?q=云", "http://a.cn/x/y") == (
        "http://a.cn/x/%E9%80%9A%E7%9F%A5/a%20b.html?q=%E4%BA%91"
    )
    assert clean_url("http://a.cn/../b/./c/../d.html") == "http://a.cn/b/d.html"
    assert clean_url("http://云州.政务/") == "http://xn--9kqw68a.xn--zfr164b/"
    assert clean_url("javascript:void(0)", "http://a.cn/") is None


def test_hosts_match_without_www_and_scheme():
    assert host_key("https://WWW.a.gov.cn/x") == host_key("http://a.gov.cn") == host_key("a.gov.cn") == "a.gov.cn"
    assert host_key("http://a.gov.cn:8080/") == "a.gov.cn:8080"


def test_a_registered_domain_is_what_stands_below_its_country():
    assert registrable_domain("http://slj.bd.gov.cn/") == registrable_domain("http://www.bd.gov.cn/") == "bd.gov.cn"
    assert registrable_domain("http://a.yunzhou.example/") == "yunzhou.example"
    assert registrable_domain("http://www.fuzhou.fj.cn/") == "fuzhou.fj.cn"


def test_a_redirect_may_name_a_chinese_path_in_raw_bytes(net):
    net.plant("http://a.example/", lambda handler: handler.wfile.write(
        "HTTP/1.1 302 Found\r\nLocation: /首页\r\nContent-Length: 0\r\n\r\n".encode()
    ))  # fmt: skip
    net.plant("http://a.example/%E9%A6%96%E9%A1%B5", Answer("home"))
    assert fetch_one(net, "http://a.example/").body == b"home"


def test_a_condition_speaks_of_the_first_address_alone(net):
    net.plant("http://a.example/", redirect("http://b.example/"))
    net.plant("http://b.example/", "x")
    condition = ("If-None-Match", '"v1"')
    fetch(net, Request("http://a.example/", headers=(condition, ("Range", "bytes=0-9"))))
    asked = [head.partition(b"\r\n\r\n")[0] for head in net.request_heads]
    assert [b"If-None-Match" in head for head in asked] == [True, False]
    assert all(b"Range: bytes=0-9" in head for head in asked)


def test_nothing_is_kept_of_a_host_that_has_been_visited(net):
    requests = [Request(f"http://h{number}.example/") for number in range(40)]
    with Fetcher.of(net.jurisdiction(), pace_seconds=0.01, per_host=1) as fetcher:
        for request in [*requests, *requests]:
            fetcher.submit(request)
        assert len(list(fetcher)) == 80
        assert not any((fetcher._waiting, fetcher._host_active, fetcher._has_turn, fetcher._turns, fetcher._watched))
