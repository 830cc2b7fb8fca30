"""Certificates: each way in which one is wrong has its own name. And the daily look at hosts: their end, and IPv6."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from inspection.declared.office import load
from inspection.model import ProbeOutcome
from inspection.net import AddressRule, Fetcher, Request, names
from inspection.periods import local_day
from inspection.probe import check_hosts
from inspection.probe.hosts import certificate_expires_at, ipv6_addresses
from tests.given.loopback import closed_port, register
from tests.given.names import Zone, name_server


def make_certificate(folder, name: str, *, days: int):
    """Certificate and key of `name` that ends in so many days; returns the file that holds both."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=100))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "both.pem"
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    file.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, *form))
    return str(file)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    """Answers on 127.0.0.1 and, where `has_ipv6`, on ::1 too."""

    def __init__(self, certificate: str | None = None, *, has_ipv6: bool = False) -> None:
        self.address_family = socket.AF_INET6 if has_ipv6 else socket.AF_INET
        super().__init__(("::" if has_ipv6 else "127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def server_bind(self) -> None:
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        super().server_bind()

    def handle_error(self, *_: object) -> None:
        pass  # who does not like the certificate hangs up


@contextmanager
def serving(certificate: str | None = None, *, has_ipv6: bool = False) -> Iterator[int]:
    """A server under way; gives its port."""
    with Server(certificate, has_ipv6=has_ipv6) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


LOOPBACK = [ip_network("127.0.0.0/8"), ip_network("::1/128")]


@pytest.mark.parametrize(
    ("host", "days", "is_trusted", "outcome"),
    [
        ("good.example", 10, True, ProbeOutcome.OK),
        ("good.example", 10, False, ProbeOutcome.TLS_UNTRUSTED),
        ("other.example", 10, True, ProbeOutcome.TLS_WRONG_HOST),
        ("good.example", -1, True, ProbeOutcome.TLS_EXPIRED),
    ],
)
def test_a_certificate_is_judged_by_its_own_fault(tmp_path, host, days, is_trusted, outcome):
    certificate = make_certificate(tmp_path, "good.example", days=days)
    with (
        serving(certificate) as port,
        Fetcher(
            AddressRule(LOOPBACK),
            connect_to=f"127.0.0.1:{port}",
            certificates=certificate if is_trusted else None,
        ) as fetcher,
    ):
        fetcher.submit(Request(f"https://{host}/"))
        result = next(iter(fetcher))
        assert result.outcome is outcome
        assert result.last.certificate is None  # nobody asked for it


@pytest.mark.parametrize(("host", "days"), [("good.example", 10), ("good.example", -1), ("other.example", 3)])
def test_the_end_of_a_certificate_is_read_whatever_is_wrong_with_it(tmp_path, host, days):
    certificate = make_certificate(tmp_path, "good.example", days=days)
    with serving(certificate) as port, Fetcher(AddressRule(LOOPBACK), connect_to=f"127.0.0.1:{port}") as fetcher:
        fetcher.submit(Request(f"https://{host}/", method="HEAD", wants_certificate=True))
        fetcher.submit(Request(f"https://{host}/", tag="believed"))
        results = {result.request.tag: result for result in fetcher}
    left = certificate_expires_at(results[None]) - datetime.now(UTC)
    assert timedelta(days=days, minutes=-1) < left <= timedelta(days=days)
    assert results["believed"].outcome is not ProbeOutcome.OK  # an unverified connection is not used again


def test_a_name_service_that_says_nothing_is_not_a_name_without_ipv6(monkeypatch):
    monkeypatch.setattr(names, "LONGEST_SECONDS", 2.0)
    zone = Zone(
        {"both.example": ["127.0.0.1", "2001:db8::1"], "four.example": ["127.0.0.1"], "half.example": ["127.0.0.1"]},
        codes={"busy.example": "SERVFAIL"},
        only_ipv4={"half.example"},
    )
    with name_server(zone):
        asked = ["both.example", "four.example", "half.example", "busy.example", "nobody.example"]
        found = ipv6_addresses(asked, [zone.server])
    assert found == {
        "both.example": ["2001:db8::1"],
        "four.example": [],
        "half.example": None,
        "busy.example": None,
        "nobody.example": [],
    }


def has_ipv6_loopback() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6_loopback(), reason="this machine has no IPv6 loopback")
@pytest.mark.parametrize("has_ipv6", [True, False])
def test_hosts_are_checked_once_a_day_for_certificate_and_ipv6(connection, tmp_path, has_ipv6):
    certificate = make_certificate(tmp_path, "a.yunzhou.example", days=10)
    known = {
        "a.yunzhou.example": ["::1"],
        "b.yunzhou.example": [],
        "c.yunzhou.example": None,
        "d.yunzhou.example": ["fd00::1"],  # no public address: nobody outside can use it
    }
    for host in known:
        register(connection, host[0], f"https://{host}/")
    register(connection, "e", "no address")
    now = datetime.now(UTC)
    with serving(certificate, has_ipv6=has_ipv6) as port:
        office = load("yunzhou-demo").model_copy(
            update={"connect_to": f"localhost:{port}", "allow_networks": LOOPBACK, "vantage": "test"}
        )
        for _ in range(2):
            found = check_hosts(connection, office, now, timeout_seconds=5, resolve=lambda _: known)
    assert found == {"hosts": 4, "certificates": 4, "aaaa": 1, "ipv6_reachable": int(has_ipv6)}
    rows = connection.execute("select * from staging.host_check order by subject_id").fetchall()
    assert [(row["host"][0], row["has_aaaa"], row["is_ipv6_reachable"]) for row in rows] == [
        ("a", True, True if has_ipv6 else None),  # where nothing answers over IPv6, it may be our own line
        ("b", False, False),
        ("c", None, None),
        ("d", False, False),
    ]
    assert rows[0]["vantage"] == "test"
    assert rows[0]["day"] == local_day(now)
    assert timedelta(days=9) < rows[0]["certificate_expires_at"] - now < timedelta(days=11)


def test_one_known_good_host_over_ipv6_proves_our_line_and_tells_who_has_none(connection):
    if not has_ipv6_loopback():
        pytest.skip("this machine has no IPv6 loopback")
    register(connection, "a", f"http://[::1]:{closed_port()}/")
    with serving(has_ipv6=True) as port:
        office = load("yunzhou-demo").model_copy(
            update={"connect_to": None, "allow_networks": LOOPBACK, "control_urls": [f"http://[::1]:{port}/"]}
        )
        check_hosts(connection, office, datetime.now(UTC), resolve=lambda hosts: {host: ["::1"] for host in hosts})
    (row,) = connection.execute("select * from staging.host_check").fetchall()
    assert (row["has_aaaa"], row["is_ipv6_reachable"]) == (True, False)
    assert row["detail"].startswith("visit: refused")
    assert "ipv6: refused" in row["detail"]
