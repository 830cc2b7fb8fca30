"""What keeps a registry or a page from harming us: where we connect, how much we take, and what we never do."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from datetime import date
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.model import ProbeOutcome
from inspection.net import AddressRule, Fetcher, Limits, Request, addresses, clean_url, host_key
from inspection.net.addresses import LONGEST_URL_CHARS
from inspection.net.body import decode_content
from inspection.net.names import server_of
from inspection.page.discovery import discovered_columns
from inspection.page.items import read_items
from inspection.page.links import attachments, forward, images, targets
from inspection.page.page import MAX_ANCHORS, Page
from tests.given.loopback import Answer, internet, redirect
from tests.given.names import Zone, name_server

DAY = date(2026, 7, 6)
LOOPBACK = AddressRule([ip_network("127.0.0.1/32")])


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


def fetch(net, *urls: str, **limits):
    with Fetcher.of(net.jurisdiction(), per_host=8) as fetcher:
        for url in urls:
            fetcher.submit(Request(url, limits=Limits(**limits)))
        return list(fetcher)


# where we connect ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "192.0.0.192",
        "192.0.0.9",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "192.88.99.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "168.63.129.16",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2002:a00:1::",
        "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:db8::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "5f00::1",
        "3fff::1",
        "",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "127.0.0.1 ",
    ],
)
def test_an_address_that_is_not_public_is_refused_in_every_form(address):
    assert not AddressRule().may_connect(address)


@pytest.mark.parametrize("address", ["202.96.128.86", "2400:3200::1", "::ffff:202.96.128.86", "64:ff9b::ca60:8056"])
def test_a_public_address_is_allowed_also_through_a_translator(address):
    assert AddressRule().may_connect(address)


def test_an_allowed_network_opens_itself_and_nothing_beside_it():
    rule = AddressRule([ip_network("10.1.0.0/16"), ip_network("fd00:1::/32")])
    assert rule.may_connect("10.1.2.3")
    assert rule.may_connect("::ffff:10.1.2.3")
    assert rule.may_connect("fd00:1::1")
    assert not rule.may_connect("10.2.0.1")
    assert not rule.may_connect("fd00:2::1")


def test_of_a_name_with_several_addresses_each_is_checked_before_it_is_connected_to(net):
    port = int(net.address.split(":")[1])
    net.plant(f"http://many.example:{port}/", "reached")
    with socket.socket() as trap:
        trap.bind(("127.0.0.2", port))
        trap.listen()
        trap.setblocking(False)
        for addresses, outcome in (
            (["127.0.0.2", "127.0.0.1"], ProbeOutcome.OK),
            (["127.0.0.2"], ProbeOutcome.PROBE_FAULT),
            (["127.0.0.2", "127.0.0.3"], ProbeOutcome.PROBE_FAULT),
        ):
            with (
                name_server(Zone({"many.example": addresses})) as zone,
                Fetcher(LOOPBACK, name_servers=[server_of(zone.server)]) as fetcher,
            ):
                fetcher.submit(Request(f"http://many.example:{port}/"))
                [result] = fetcher
            assert result.outcome is outcome
            assert (
                result.remote_ip in {"127.0.0.1", None} if outcome is ProbeOutcome.OK else "not public" in result.error
            )
        with pytest.raises(BlockingIOError):
            trap.accept()


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.example/",
        "gopher://a.example/",
        "data:,x",
        "javascript:alert(1)",
        "about:blank",
        "http://user:word@a.example/",
        "http://a.example@127.0.0.1/",
        "http://a.example:x/",
        "http://a.example:99999/",
        "http:///etc/passwd",
        "http://",
        "//",
        "http://[::1",
        "http://[fe80::1%25lo]/",
        "http://a_b c/",
        "http://a\0b/",
        "http://a.example/" + "x" * LONGEST_URL_CHARS,
        "http://a.example/\ud800",
        "http://\ud800/",
        "\ud800",
    ],
)
def test_what_may_not_be_fetched_is_no_address(url):
    assert clean_url(url) is None
    assert host_key(url) in {"", "a.example"}


def test_an_address_has_one_form_which_is_the_one_that_is_sent(net):
    assert clean_url("http://a.example/%e4%ba%91%0d%0a") == "http://a.example/%E4%BA%91%0D%0A"
    net.plant("http://a.example/%E4%BA%91%0D%0AX:%20y", "x")
    [result] = fetch(net, "http://a.example/%e4%ba%91%0d%0aX:%20y")
    assert result.http_status == 200
    assert net.request_heads == [result.last.request_head]


@given(st.text(), st.sampled_from(["", "http://a.example/b/", "https://[2400::1]:8443/"]))
def test_any_text_is_an_address_or_none_and_cleaning_it_again_changes_nothing(text, base):
    cleaned = clean_url(text, base)
    if cleaned is not None:
        assert cleaned.startswith(("http://", "https://"))
        assert cleaned.isascii()
        assert not set(cleaned) & set("\r\n\t \0")
        assert clean_url(cleaned) == cleaned


_PIECES = st.sampled_from(
    ["xw", "/", ".", "..", "a.html", "?", "id=1", "&", "%E4", "~", "-", "云", ":80", "#x", " ", "//"]
)


@given(st.lists(_PIECES, max_size=8), st.sampled_from(["http://www.yunzhou.example", "https://a-b.example"]))
def test_an_address_that_is_let_through_as_it_stands_is_in_the_one_form(pieces, origin):
    url = origin + "/" + "".join(pieces)
    assert addresses.clean_url(url) == addresses._clean_url(url, "")


# how much we take --------------------------------------------------------------------------------------------


def test_a_body_of_many_layers_or_members_costs_no_more_than_its_limit():
    begin = time.monotonic()
    members = gzip.compress(b"start") + gzip.compress(b"") * 100_000
    assert decode_content(members, "gzip", 1_000_000).startswith(b"start")
    layers = b"x" * 1_000_000
    for _ in range(30):
        layers = gzip.compress(layers, 0)
    assert decode_content(layers, ", ".join(["gzip"] * 30), 1_000_000) == layers[:1_000_000]  # too many: as it came
    assert len(decode_content(gzip.compress(gzip.compress(b"\0" * 9_000_000)), "gzip, x-gzip", 1_000)) == 1_000
    assert time.monotonic() - begin < 2


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd", "gzip, br", "unknown", "identity", ",,"])
@pytest.mark.parametrize("body", [b"", b"\x1f\x8b", b"\x1f\x8b\x08\0", b"plain", zlib.compress(b"x")[:-1], bytes(99)])
def test_no_body_and_no_coding_raises(name, body):
    assert len(decode_content(body, name, 50)) <= 50


def test_a_head_is_cut_off_at_its_limit(net):
    net.plant("http://a.example/", Answer("x", headers={"X-Long": "x" * 31_000}))
    net.plant("http://b.example/", Answer("x", headers={"X-Long": "x" * 33_000}))
    assert [result.outcome for result in fetch(net, "http://a.example/")] == [ProbeOutcome.OK]
    assert [result.outcome for result in fetch(net, "http://b.example/")] == [ProbeOutcome.RESET]


def test_the_time_of_all_hops_together_is_limited(net):
    def slowly(target: str):
        def play(handler):
            time.sleep(0.25)
            handler.send_response(302)
            handler.send_header("Location", target)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        return play

    for number in range(5):
        net.plant(f"http://a.example/{number}", slowly(f"/{number + 1}"))
    [result] = fetch(net, "http://a.example/0", timeout_seconds=0.6)
    assert result.outcome is ProbeOutcome.TIMEOUT
    assert result.seconds < 1.0


def test_trailers_after_a_body_change_nothing_of_its_head(net):
    def trailing(handler):
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
            b"4\r\nbody\r\n0\r\nHTTP/1.1: 302\r\nLocation: /x\r\nContent-Encoding: gzip\r\n\r\n"
        )

    net.plant("http://a.example/", trailing)
    [result] = fetch(net, "http://a.example/")
    assert (result.http_status, result.body) == (200, b"body")
    assert result.headers.keys() == {"content-type", "transfer-encoding"}
    assert result.last.head.endswith(b"chunked\r\n\r\n")


# what we never do --------------------------------------------------------------------------------------------


def test_a_cookie_is_never_sent_back(net):
    cookie = {"Content-Type": "text/html", "Set-Cookie": "session=1; Domain=example; Path=/"}
    net.plant("http://a.example/", Answer("a", headers=cookie))
    net.plant("http://b.example/", redirect("http://a.example/", Set_Cookie="other=1"))
    for _ in range(2):
        fetch(net, "http://a.example/", "http://b.example/")
    assert len(net.request_heads) == 6
    assert not [head for head in net.request_heads if b"cookie" in head.lower()]


def test_our_own_work_on_results_makes_no_other_host_late(net):
    for number in range(6):
        net.plant(f"http://quick{number}.example/", "x")
    net.plant(
        "http://slow.example/", lambda handler: (time.sleep(0.3), handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\nx"))
    )
    outcomes = {}
    with Fetcher.of(net.jurisdiction()) as fetcher:
        for name in ("slow", *(f"quick{number}" for number in range(6))):
            fetcher.submit(Request(f"http://{name}.example/", tag=name, limits=Limits(timeout_seconds=0.8)))
        for result in fetcher:
            outcomes[result.request.tag] = result.outcome
            time.sleep(0.2)  # six of them are longer than the limit
    assert set(outcomes.values()) == {ProbeOutcome.OK}


def test_a_timeout_that_passed_while_we_did_not_listen_is_our_own_fault(net):
    net.plant("http://quick.example/", "x")
    net.plant("http://slow.example/", lambda handler: time.sleep(1.0))
    with Fetcher.of(net.jurisdiction()) as fetcher:
        for name in ("quick", "slow"):
            fetcher.submit(Request(f"http://{name}.example/", tag=name, limits=Limits(timeout_seconds=0.5)))
        found = {}
        for result in fetcher:
            found[result.request.tag] = result
            if result.request.tag == "quick":
                time.sleep(0.6)
    assert found["slow"].outcome is ProbeOutcome.PROBE_FAULT
    assert "we ourselves were busy" in found["slow"].error


def lead_on(page: Page) -> None:
    """Everything that the crawl asks of a page."""
    targets(page), forward(page), discovered_columns(page), read_items(page, DAY), images(page, 40), attachments(page)


@pytest.mark.parametrize(
    "body",
    [
        b"".join(b"<a href=/%d.html>a list without end</a>" % number for number in range(50_000)),
        b"<a href=/x.html>" * 200_000,
        b"<div " + b" ".join(b"a%d" % number for number in range(200_000)) + b"><a href=/x>x</a>",
        b"".join(b"<div a%d=1><a href=/%d>" % (number, number) for number in range(3_000)) + b"x" * 1_000,
        b"<base href='http://['><a href=x>x</a><meta http-equiv=refresh content='0;url=http://['>",
        b"<a href='http://[/x.pdf'>x</a><a href='//['>x</a><img src='http://['><a href='http://a:b/'>x</a>",
        b"<script>location='http://['</script><body onload=\"location.href='//['\">",
        b"<script>" + b"location.href=" * 250 + b"</script>",
    ],
)
def test_what_a_hostile_page_leads_to_is_found_in_little_time(body):
    begin = time.process_time()  # our own: other work on the machine is no fault of the page
    page = Page("http://a.example/", body)
    lead_on(page)
    assert len(page.anchors) <= MAX_ANCHORS
    assert time.process_time() - begin < 3
