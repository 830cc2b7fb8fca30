"""Certificates (证书) for the hostile server: an authority of its own, and what it signs, good and bad."""

from __future__ import annotations

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_PEM = serialization.Encoding.PEM
_KEY_FORM = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()


class Authority:
    """A certificate authority that nobody trusts unless told to; `pem` is its certificate."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("yunzhou test authority")
        self.pem = self._certificate(self._key, self._name, 30, is_authority=True).public_bytes(_PEM)

    def server(self, host: str = "127.0.0.1", days: int = 30, *, is_signed: bool = True) -> ssl.SSLContext:
        """A server's side of TLS with a certificate for `host` that ends in `days`; unsigned: its own authority."""
        key, name = ec.generate_private_key(ec.SECP256R1()), _name(host)
        authority = self if is_signed else Authority()
        certificate = authority._certificate(key, name, days, host=host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile(suffix=".pem") as file:  # the standard library reads them from files only
            Path(file.name).write_bytes(certificate.public_bytes(_PEM) + key.private_bytes(_PEM, *_KEY_FORM))
            context.load_cert_chain(file.name)
        return context

    def _certificate(
        self, key: ec.EllipticCurvePrivateKey, name: x509.Name, days: int, *, host: str = "", is_authority: bool = False
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=100))
            .not_valid_after(now + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        )
        if host:
            builder = builder.add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)
