"""Servers that citizens' browsers open and OpenSSL's defaults refuse are reachable; weak TLS is a sign of its own."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import dh, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from inspection.model import ProbeOutcome
from inspection.net import AddressRule, Fetcher, Request
from inspection.net.names import server_of
from tests.given import old_tls
from tests.given.loopback import Answer, internet
from tests.given.names import Zone, name_server

RULE = AddressRule([ip_network("127.0.0.0/8")])
PAGE = "<title>测试县人民政府</title>" + "<p>政务公开</p>" * 50
ANSWER = (f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(PAGE.encode())}\r\n\r\n{PAGE}").encode()
HOST = "www.ceshi.example"
PEM, PKCS3 = serialization.Encoding.PEM, serialization.ParameterFormat.PKCS3
OAKLEY_2 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)


class Authority:
    """A root, an intermediate below it, and certificates below that."""

    def __init__(self, folder, issuer_url: str = "http://ca.example/inter.crt", *, days: int = 30) -> None:
        self.folder, self.issuer_url, self.days = folder, issuer_url, days
        self.root_key, self.inter_key, self.key = (rsa.generate_private_key(65537, 2048) for _ in range(3))
        root_name, inter_name = (
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("root", "inter")
        )
        self.root = self.certificate(root_name, root_name, self.root_key, self.root_key, is_authority=True)
        self.inter = self.certificate(inter_name, root_name, self.inter_key, self.root_key, is_authority=True)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
        self.leaf = self.certificate(name, inter_name, self.key, self.inter_key, is_authority=False)
        self.roots = folder / "root.pem"
        self.roots.write_bytes(self.root.public_bytes(PEM))

    def certificate(self, name, issuer, key, signs, *, is_authority: bool) -> x509.Certificate:
        now = datetime.now(UTC)
        days = 30 if is_authority else self.days
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=60))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if not is_authority:
            place = x509.UniformResourceIdentifier(self.issuer_url)
            access = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, place)
            built = (
                built.add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
                .add_extension(x509.AuthorityInformationAccess([access]), critical=False)
                .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            )
        return built.sign(signs, hashes.SHA256())

    def context(self, *, is_whole: bool = True) -> ssl.SSLContext:
        chain = self.leaf.public_bytes(PEM) + (self.inter.public_bytes(PEM) if is_whole else b"")
        form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        file = self.folder / "chain.pem"
        file.write_bytes(chain + self.key.private_bytes(PEM, *form))
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.set_ciphers("ALL:@SECLEVEL=0")
        made.load_cert_chain(file)
        return made


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that lets `talk` speak with each client; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def run() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    threading.Thread(target=one, args=(client,), daemon=True).start()

        def one(client: socket.socket) -> None:
            with client, contextlib.suppress(OSError, ValueError, AssertionError):
                talk(client)

        threading.Thread(target=run, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


def speaking(context: ssl.SSLContext) -> Callable[[socket.socket], None]:
    def talk(client: socket.socket) -> None:
        with context.wrap_socket(client, server_side=True) as secure:
            secure.recv(4096)
            secure.sendall(ANSWER)

    return talk


def visit(authority: Authority, port: int, *, like_browsers: bool = True, headers=()):
    options = {"certificates": str(authority.roots), "connect_to": f"127.0.0.1:{port}"}
    with Fetcher(RULE, like_browsers=like_browsers, **options) as fetcher:
        fetcher.submit(Request(f"https://{HOST}/", headers=headers))
        return next(iter(fetcher))


@pytest.fixture
def authority(tmp_path):
    return Authority(tmp_path)


def old_versions(authority, version):
    context = authority.context()
    context.minimum_version = context.maximum_version = version
    return context


def weak_dhe(authority):
    """Diffie-Hellman of 1024 bits: the second group of RFC 2409 §6.2."""
    file = authority.folder / "dh.pem"
    file.write_bytes(dh.DHParameterNumbers(OAKLEY_2, 2).parameters().parameter_bytes(PEM, PKCS3))
    context = authority.context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_dh_params(file)
    context.set_ciphers("DHE-RSA-AES128-SHA:@SECLEVEL=0")
    return context


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda authority: old_versions(authority, ssl.TLSVersion.TLSv1), "TLSv1 "),
        (lambda authority: old_versions(authority, ssl.TLSVersion.TLSv1_1), "TLSv1.1 "),
        (weak_dhe, "dh key too small"),
    ],
)
def test_an_old_handshake_is_completed_and_told(authority, make, said):
    with serving(speaking(make(authority))) as port:
        strict = visit(authority, port, like_browsers=False)
        result = visit(authority, port)
    assert strict.outcome is ProbeOutcome.TLS_PROTOCOL
    assert (result.outcome, result.body.decode()) == (ProbeOutcome.OK, PAGE)
    assert said in result.last.tls_weakness
    assert (result.final_url, result.remote_ip) == (f"https://{HOST}/", "127.0.0.1")
    assert 0 < result.seconds < 5


def test_a_server_without_secure_renegotiation_is_reachable_as_in_a_browser(authority):
    """RFC 5746: OpenSSL 3 alone refuses such servers; browsers open them."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    leaf = authority.certificate(name, authority.root.subject, authority.key, authority.root_key, is_authority=False)
    with serving(lambda client: old_tls.talk(client, leaf, authority.key, ANSWER)) as port:
        strict = visit(authority, port, like_browsers=False)
        result = visit(authority, port)
        with_secret = visit(authority, port, headers=(("Authorization", "Bearer x"),))
    assert (strict.outcome, "renegotiation" in strict.error) == (ProbeOutcome.TLS_PROTOCOL, True)
    assert (result.outcome, result.body.decode()) == (ProbeOutcome.OK, PAGE)
    assert "renegotiation" in result.last.tls_weakness
    assert with_secret.outcome is ProbeOutcome.TLS_PROTOCOL  # a token never goes through such a handshake


def test_a_missing_intermediate_certificate_is_fetched_from_where_the_certificate_says(tmp_path):
    with internet() as net:
        port = net.address.split(":")[1]
        authority = Authority(tmp_path, f"http://ca.example:{port}/inter.crt")
        net.plant(f"http://ca.example:{port}/inter.crt", der_of(authority.inter))
        with (
            serving(speaking(authority.context(is_whole=False))) as secure,
            name_server(Zone({HOST: ["127.0.0.1"], "ca.example": ["127.0.0.1"]})) as zone,
            Fetcher(
                RULE, certificates=str(authority.roots), like_browsers=True, name_servers=[server_of(zone.server)]
            ) as fetcher,
        ):
            fetcher.submit(Request(f"https://{HOST}:{secure}/"))
            result = next(iter(fetcher))
    assert (result.outcome, result.body.decode()) == (ProbeOutcome.OK, PAGE)
    assert "intermediate" in result.last.tls_weakness


def der_of(certificate: x509.Certificate) -> Answer:
    return Answer(
        certificate.public_bytes(serialization.Encoding.DER), headers={"Content-Type": "application/pkix-cert"}
    )


@pytest.mark.parametrize("served", ["root", "other", "nothing"])
def test_no_root_is_to_be_had_from_where_a_certificate_says(tmp_path, served):
    """Trust is not widened by what signed itself, by what did not sign the certificate, by what is none."""
    with internet() as net:
        port = net.address.split(":")[1]
        authority = Authority(tmp_path, f"http://ca.example:{port}/inter.crt")
        (tmp_path / "other").mkdir()
        stranger = Authority(tmp_path / "other")
        answers = {"root": der_of(authority.root), "other": der_of(stranger.inter), "nothing": Answer("<html>")}
        net.plant(f"http://ca.example:{port}/inter.crt", answers[served])
        with (
            serving(speaking(authority.context(is_whole=False))) as secure,
            name_server(Zone({HOST: ["127.0.0.1"], "ca.example": ["127.0.0.1"]})) as zone,
            Fetcher(
                RULE, certificates=str(stranger.roots), like_browsers=True, name_servers=[server_of(zone.server)]
            ) as fetcher,
        ):
            fetcher.submit(Request(f"https://{HOST}:{secure}/"))
            result = next(iter(fetcher))
    assert result.outcome is ProbeOutcome.TLS_UNTRUSTED


def test_an_old_server_whose_certificate_has_ended_stays_expired(tmp_path):
    authority = Authority(tmp_path, days=-1)
    with serving(speaking(old_versions(authority, ssl.TLSVersion.TLSv1))) as port:
        result = visit(authority, port)
    assert result.outcome in {ProbeOutcome.TLS_PROTOCOL, ProbeOutcome.TLS_EXPIRED}


def test_plain_http_where_tls_is_expected_stays_a_failure(authority):
    def talk(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with serving(talk) as port:
        assert visit(authority, port).outcome is ProbeOutcome.TLS_PROTOCOL


@pytest.mark.parametrize("is_secure", [True, False])
def test_a_line_in_a_head_that_is_no_field_is_passed_over_as_browsers_do(authority, is_secure):
    odd = ANSWER.replace(b"Content-Type", b"strange line\r\nContent-Type")

    def talk(client: socket.socket) -> None:
        client.recv(4096)
        client.sendall(odd[:40])
        client.sendall(odd[40:])

    def talk_in_secret(client: socket.socket) -> None:
        with authority.context().wrap_socket(client, server_side=True) as secure:
            talk(secure)

    with serving(talk_in_secret if is_secure else talk) as port:
        options = {"certificates": str(authority.roots), "connect_to": f"127.0.0.1:{port}", "like_browsers": True}
        with Fetcher(RULE, **options) as fetcher:
            fetcher.submit(Request(f"http{'s' if is_secure else ''}://{HOST}/"))
            [result] = fetcher
    assert (result.outcome, result.body.decode(), result.last.tls_weakness) == (ProbeOutcome.OK, PAGE, None)
    assert b"strange" not in result.last.head
