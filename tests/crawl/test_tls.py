"""Certificates: each way in which one is wrong has its own name."""

from __future__ import annotations

import http.server
import ssl
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from inspection.model import ProbeOutcome
from inspection.net import AddressRule, Fetcher, Request


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

    def log_message(self, *_):
        pass


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
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        with Fetcher(
            AddressRule([ip_network("127.0.0.0/8")]),
            connect_to=f"127.0.0.1:{server.server_address[1]}",
            certificates=certificate if is_trusted else None,
        ) as fetcher:
            fetcher.submit(Request(f"https://{host}/"))
            assert next(iter(fetcher)).outcome is outcome
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
