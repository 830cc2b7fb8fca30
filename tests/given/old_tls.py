"""A TLS 1.2 server of before 2010, since no OpenSSL of today can play one: it knows no secure renegotiation (RFC 5746).

One cipher suite, TLS_RSA_WITH_AES_128_CBC_SHA (RFC 5246 appendix A.5, RFC 3268), and no extension in its hello.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import socket
import struct

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import Encoding

_ALERT, _CHANGE, _HANDSHAKE, _DATA, _ALERT_TYPE = b"\x15", b"\x14", 22, 23, 21
_VERSION = b"\x03\x03"
_SUITE = b"\x00\x2f"


def talk(client: socket.socket, certificate: x509.Certificate, key: rsa.RSAPrivateKey, answer: bytes) -> None:
    """Shake hands, read a request, send `answer`, close. What the client dislikes ends it."""
    said = _Said(client)
    hello = said.handshake()
    client_random = hello[6:38]
    server_random = os.urandom(32)
    said.send(_message(2, _VERSION + server_random + b"\x00" + _SUITE + b"\x00"))
    der = certificate.public_bytes(Encoding.DER)
    listed = len(der).to_bytes(3, "big") + der
    said.send(_message(11, len(listed).to_bytes(3, "big") + listed))
    said.send(_message(14, b""))
    secret = key.decrypt(said.handshake()[6:], padding.PKCS1v15())
    master = _prf(secret, b"master secret" + client_random + server_random, 48)
    block = _prf(master, b"key expansion" + server_random + client_random, 72)
    said.keys = {"in_mac": block[:20], "out_mac": block[20:40], "in_key": block[40:56], "out_key": block[56:72]}
    before = hashlib.sha256(said.log).digest()
    kind, _ = said.record()
    assert kind == _CHANGE[0]
    said.is_in_secret = True
    finished = said.handshake()
    assert finished[4:] == _prf(master, b"client finished" + before, 12)
    client.sendall(_CHANGE + _VERSION + b"\x00\x01\x01")
    said.is_out_secret = True
    said.send(_message(20, _prf(master, b"server finished" + hashlib.sha256(said.log).digest(), 12)))
    said.record()
    said.send_record(_DATA, answer)
    said.send_record(_ALERT_TYPE, b"\x01\x00")  # close_notify
    client.close()


def _message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def _prf(secret: bytes, seed: bytes, size: int) -> bytes:
    """P_SHA256 (RFC 5246 §5)."""
    found, link = b"", seed
    while len(found) < size:
        link = hmac.digest(secret, link, "sha256")
        found += hmac.digest(secret, link + seed, "sha256")
    return found[:size]


class _Said:
    """Records both ways, and the log of the handshake."""

    def __init__(self, client: socket.socket) -> None:
        self.client, self.log = client, b""
        self.keys: dict[str, bytes] = {}
        self.is_in_secret = self.is_out_secret = False
        self.in_count = self.out_count = 0

    def handshake(self) -> bytes:
        kind, body = self.record()
        if kind != _HANDSHAKE:
            raise ConnectionError("no handshake")
        self.log += body
        return body

    def record(self) -> tuple[int, bytes]:
        head = self._exactly(5)
        body = self._exactly(struct.unpack(">H", head[3:])[0])
        if self.is_in_secret:
            plain = Cipher(algorithms.AES(self.keys["in_key"]), modes.CBC(body[:16])).decryptor().update(body[16:])
            body = plain[: -plain[-1] - 1 - 20]
        return head[0], body

    def send(self, message: bytes) -> None:
        self.log += message
        self.send_record(_HANDSHAKE, message)

    def send_record(self, kind: int, body: bytes) -> None:
        if self.is_out_secret:
            counted = struct.pack(">QB", self.out_count, kind) + _VERSION + struct.pack(">H", len(body)) + body
            self.out_count += 1
            body += hmac.digest(self.keys["out_mac"], counted, "sha1")
            pad = 15 - len(body) % 16
            body += bytes([pad]) * (pad + 1)
            start = os.urandom(16)
            body = start + Cipher(algorithms.AES(self.keys["out_key"]), modes.CBC(start)).encryptor().update(body)
        self.client.sendall(bytes([kind]) + _VERSION + struct.pack(">H", len(body)) + body)

    def _exactly(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            more = self.client.recv(size - len(found))
            if not more:
                raise ConnectionError("the client has gone")
            found += more
        return found
