"""Checks of the second part: servers of names, raw answers, handshakes and feeds behave as their tables say."""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.strangers import names, network
from tests.strangers.feeds import KINDS
from tests.strangers.plant import make_town
from tests.strangers.serve_network import Net

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="certificates are made by openssl")


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Net]:
    town, _ = make_town(1)
    made = Net(town, tmp_path_factory.mktemp("network"))
    yield made
    made.close()


def ask(net: Net, name: str, kind: int = names.A, timeout: float = 0.5, tcp: bool = False) -> tuple[int, int, bytes]:
    """Code, count of answers, bytes."""
    query = struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + names.pack_name(name) + struct.pack(">HH", kind, 1)
    way = socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, way) as sock:
        sock.settimeout(timeout)
        sock.connect(("127.0.0.1", net.ports[2]))
        sock.sendall(struct.pack(">H", len(query)) + query if tcp else query)
        got = sock.recv(2048)[2 if tcp else 0 :]
    flags, _, count = struct.unpack(">HHH", got[2:8])
    return flags & 15, count, got


def get(net: Net, host: str, path: str = "/", timeout: float = 3.0) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", net.ports[0], timeout=timeout)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    return answer.status, answer.read()


def of(net: Net, kind: str) -> network.Host:
    return next(h for h in net.hosts if h.kind == kind)


def test_table_holds_all_kinds(net: Net) -> None:
    kinds = {h.kind for h in net.hosts}
    assert len({k for k in kinds if k.startswith("wall")}) == 6
    assert sum(h.kind == "name silent" for h in net.hosts) == 12
    assert {h.expect for h in net.hosts} >= {"ok", "failed", "blocked", "failed|unknown"}
    assert len(KINDS) >= 8
    assert len({h.host for h in net.hosts}) == len(net.hosts) == len({h.code for h in net.hosts})


def test_names(net: Net) -> None:
    for kind, code, count in (
        ("plain", 0, 1),
        ("nxdomain", 3, 0),
        ("servfail", 2, 0),
        ("refused", 5, 0),
        ("empty", 0, 0),
    ):
        assert ask(net, of(net, f"name {kind}").host)[:2] == (code, count)
    assert ask(net, of(net, "name cname").host)[1] == 3
    assert ask(net, of(net, "name dead_first").host)[1] == 2
    assert ask(net, of(net, "name dead_v6").host, names.AAAA)[1] == 1
    short = of(net, "name truncated").host
    assert ask(net, short)[2][2] & 2
    assert ask(net, short, tcp=True)[1] == 1
    with pytest.raises(TimeoutError):
        ask(net, of(net, "name silent").host)


def test_walls_and_old_servers(net: Net) -> None:
    assert get(net, of(net, "wall 412").host)[0] == 412
    assert get(net, of(net, "wall 521").host)[0] == 521
    assert "拖动".encode() in get(net, of(net, "wall 200 slider").host)[1]
    for kind in ("old http/1.0", "old no reason", "old chunked", "old big head", "old gzip"):
        status, body = get(net, of(net, kind).host)
        assert status == 200 and len(body) > 500, kind
    assert get(net, of(net, "old relative redirect").host)[0] == 302
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        get(net, of(net, "old empty").host)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        get(net, of(net, "old reset").host)


def handshake(net: Net, host: str, **more: object) -> tuple[str, bytes]:
    """Version and first bytes of the answer, with everything old allowed."""
    context = ssl.create_default_context(cafile=str(net.folder / "root.crt"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    if more.get("inter"):
        context.load_verify_locations(cafile=str(net.folder / "inter.crt"))
    with (
        socket.create_connection(("127.0.0.1", net.ports[1]), timeout=5) as sock,
        context.wrap_socket(sock, server_hostname=host) as inner,
    ):
        inner.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        return str(inner.version()) + " " + str(inner.cipher()[0]), inner.recv(64)  # type: ignore[index]


def test_handshakes(net: Net) -> None:
    for kind, sign in (
        ("good", "TLSv1.3"),
        ("tls10", "TLSv1 "),
        ("tls11", "TLSv1.1"),
        ("rsa", "AES"),
        ("dhe1024", "DHE"),
    ):
        version, body = handshake(net, of(net, f"tls {kind}").host)
        assert sign in version and body.startswith(b"HTTP/1.1 200"), (kind, version)
    lone = of(net, "tls no_intermediate").host
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(net, lone)
    assert handshake(net, lone, inter=True)[1].startswith(b"HTTP/1.1 200")
    with pytest.raises(ssl.SSLError):
        handshake(net, of(net, "tls plain_on_tls").host)
    assert get(net, f"ca.{net.town.domain}", "/inter.crt")[1][:1] == b"\x30"


def test_feeds_and_their_truth(net: Net) -> None:
    day = net.town.end
    rows = {r.subject: r for r in net.feeds.truth(day)}
    assert len(rows) == 2 * len(KINDS)
    for a, kind, lively in net.feeds.accounts:
        row = rows[a.account_id]
        assert not lively or row.verdict in ("pass", "unknown"), kind
        newest = net.feeds.posts(a, day, lively)[0][0]
        assert (newest > day - timedelta(days=14)) == lively
        status, body = get(net, net.feeds.host, f"/feed/{a.account_id}")
        assert status in (200, 429)
        if kind in ("locale", "undated", "same_guid", "ahead", "oldest_first", "old_copy"):
            assert len(ET.fromstring(body).findall(".//item")) >= 6
        if kind == "bad_entry":
            with pytest.raises(ET.ParseError):
                ET.fromstring(body)
        if kind != "limits":
            assert get(net, net.feeds.host, f"/page/{a.account_id}")[0] == 200


def test_tables_are_written_and_the_town_answers_too(net: Net) -> None:
    net.tables()
    for name in ("sites", "hosts", "accounts", "truth"):
        assert (net.folder / f"{name}.csv").read_text(encoding="utf-8").count("\n") > 10
    s = next(s for s in net.town.sites if not s.no_home and not s.overrides)
    assert get(net, s.host, s.home_path)[1] == s.answer(s.home_path, net.town.end)[2]
