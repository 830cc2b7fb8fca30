"""Handshakes that a citizen's browser completes and OpenSSL by its defaults refuses: a tunnel for one visit.

Servers without secure renegotiation (RFC 5746), of TLS 1.0 and 1.1, with short Diffie-Hellman groups or weak ciphers,
and such as leave out an intermediate certificate, which browsers fetch from where the certificate says (Authority
Information Access, RFC 5280 §4.2.2.1); and such as send a line in their head that is no field, which browsers pass
over. Trust is not widened: the chain must end at a root that is trusted anyway, and
the name must be the host's. Nothing secret may go through it: it is for visits to inspected sites alone.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtensionOID

_MOST_FETCHED = 3  # intermediate certificates, one above the other
_PIECE = 65_536
_LONGEST_HEAD = 256_000
_UNKNOWN_ISSUER = {20, 21}  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, …_UNABLE_TO_VERIFY_LEAF_SIGNATURE
_CIPHERS = "ALL:!aNULL:!eNULL:@SECLEVEL=0"
_LEGACY_SERVER_CONNECT = 0x4  # SSL_OP_LEGACY_SERVER_CONNECT; ssl names it from Python 3.12 on

FetchCertificate = Callable[[str], bytes | None]


@dataclass
class Tunnel:
    """An open connection: `plain` is our end of it, in clear text. `seconds` of connecting and shaking hands."""

    plain: socket.socket
    address: str
    seconds: float
    weakness: str
    mends_head: bool
    _outer: socket.socket
    _inner: socket.socket

    def pump(self, until: float) -> None:
        """Carry bytes both ways until one side has ended, or until that time (`time.monotonic()`); closes both."""
        head: bytes | None = b"" if self.mends_head else None
        with self._outer, self._inner, suppress(OSError, ValueError), selectors.DefaultSelector() as both:
            both.register(self._outer, selectors.EVENT_READ)
            both.register(self._inner, selectors.EVENT_READ)
            while (left := until - time.monotonic()) > 0:
                for key, _ in both.select(left):
                    source, to = key.fileobj, self._outer if key.fileobj is self._inner else self._inner
                    source.setblocking(False)
                    data = b""
                    with suppress(ssl.SSLWantReadError):  # a record that holds none of the answer: a session ticket
                        data = source.recv(_PIECE)
                        while isinstance(source, ssl.SSLSocket) and source.pending():
                            data += source.recv(source.pending())
                        if not data:
                            return
                    if source is self._outer and head is not None:
                        head += data
                        data = _mended_head(head)
                        if data:
                            head = None
                    to.settimeout(max(until - time.monotonic(), 0.001))
                    to.sendall(data)


def open_plain(address: tuple[str, int], seconds: float) -> Tunnel:
    """A way without TLS, whose head is mended. Raises OSError where nobody answers."""
    begun_at = time.monotonic()
    outer = socket.create_connection(address, timeout=seconds)
    plain, inner = socket.socketpair()
    return Tunnel(plain, address[0], time.monotonic() - begun_at, "", True, outer, inner)


def _mended_head(data: bytes) -> bytes:
    """An answer whose head has come, without those lines of it that are no field; nothing while it has not."""
    ends = [place + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (place := data.find(mark)) >= 0]
    if not ends:
        return data if len(data) > _LONGEST_HEAD else b""
    first, *lines = data[: min(ends)].splitlines(keepends=True)
    kept = [line for line in lines if b":" in line or not line.strip() or line[:1] in b" \t"]
    return first + b"".join(kept) + data[min(ends) :]


def open_tunnel(
    address: tuple[str, int],
    host: str,
    seconds: float,
    roots: str,
    fetch_certificate: FetchCertificate,
    *,
    mends_head: bool = False,
) -> Tunnel:
    """Connect to `address` and shake hands with `host`, as widely as browsers do, within so many seconds.

    Raises OSError (ssl.SSLError among them) where that cannot be done.
    """
    lacking: list[str] = []
    context = _context(roots)
    try:
        secure, taken = _shake_hands(address, host, seconds, context)
    except ssl.SSLCertVerificationError as error:
        if error.verify_code not in _UNKNOWN_ISSUER:
            raise
        for certificate in _missing(address, host, seconds, roots, fetch_certificate):
            context.load_verify_locations(cadata=certificate)
            lacking = ["its chain lacks an intermediate certificate"]
        secure, taken = _shake_hands(address, host, seconds, context)
    cipher = (secure.cipher() or ("",))[0]
    plain, inner = socket.socketpair()
    weakness = "; ".join([f"{secure.version()} {cipher}".strip(), *lacking])
    return Tunnel(plain, address[0], taken, weakness, mends_head, secure, inner)


def _context(roots: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers(_CIPHERS)
    context.options |= _LEGACY_SERVER_CONNECT
    context.load_verify_locations(roots)
    return context


def _shake_hands(
    address: tuple[str, int], host: str, seconds: float, context: ssl.SSLContext
) -> tuple[ssl.SSLSocket, float]:
    begun_at = time.monotonic()
    opened = socket.create_connection(address, timeout=seconds)
    try:
        opened.settimeout(max(seconds - (time.monotonic() - begun_at), 0.001))
        secure = context.wrap_socket(opened, server_hostname=host)
    except BaseException:
        opened.close()
        raise
    return secure, time.monotonic() - begun_at


def _missing(
    address: tuple[str, int], host: str, seconds: float, roots: str, fetch_certificate: FetchCertificate
) -> list[bytes]:
    """Certificates above the server's own, from where each says that its issuer's lies; never one that signed itself:
    a root is not to be had that way."""
    context = _context(roots)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    secure, _ = _shake_hands(address, host, seconds, context)
    with secure:
        below = x509.load_der_x509_certificate(secure.getpeercert(binary_form=True) or b"")
    found: list[bytes] = []
    while len(found) < _MOST_FETCHED and (url := _issuer_url(below)) and (content := fetch_certificate(url)):
        above = next((one for one in _certificates_in(content) if one.subject == below.issuer), None)
        if above is None or above.subject == above.issuer:
            break
        found.append(above.public_bytes(Encoding.DER))
        below = above
    return found


def _issuer_url(certificate: x509.Certificate) -> str | None:
    try:
        access = certificate.extensions.get_extension_for_oid(ExtensionOID.AUTHORITY_INFORMATION_ACCESS).value
    except (x509.ExtensionNotFound, ValueError):
        return None
    for entry in access:
        place = entry.access_location
        if entry.access_method == AuthorityInformationAccessOID.CA_ISSUERS and isinstance(
            place, x509.UniformResourceIdentifier
        ):
            return place.value
    return None


def _certificates_in(content: bytes) -> list[x509.Certificate]:
    """The certificates of an answer: DER as RFC 5280 wants it, PEM or PKCS #7 as some authorities have it."""
    for read in (
        lambda: [x509.load_der_x509_certificate(content)],
        lambda: x509.load_pem_x509_certificates(content),
        lambda: pkcs7.load_der_pkcs7_certificates(content),
    ):
        with suppress(ValueError):
            return read()
    return []
