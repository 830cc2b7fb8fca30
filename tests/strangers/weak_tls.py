"""Handshakes that a citizen's browser of its time completes: old versions, weak DHE, no intermediate certificate.

Certificates are made by the ``openssl`` program in a folder of the caller's; nothing is trusted outside of it. The
missing intermediate names its issuer's address (AIA) at ``http://ca.<domain>/inter.crt``, answered in plain.
"""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

from .model import Town
from .network import Host, http, once, page

WAYS = {
    "good": ("ok", "TLS 1.2 and 1.3, whole chain"),
    "tls10": ("ok", "TLS 1.0 alone"),
    "tls11": ("ok", "TLS 1.1 alone"),
    "rsa": ("ok", "key exchange by RSA alone"),
    "dhe1024": ("ok", "Diffie-Hellman of 1024 bits"),
    "no_intermediate": ("ok", "the intermediate certificate is missing; browsers fetch or know it"),
    "plain_on_tls": ("failed", "speaks plain HTTP where TLS is expected"),
}


def hosts(town: Town) -> list[Host]:
    """One host of each way."""
    answer = once(http("200 OK", page(town, 4)))
    return [
        Host(
            f"{way.replace('_', '-')}.tls.{town.domain}",
            "",
            f"tls {way}",
            expect,
            why,
            answer,
            tls=way,
            decidable=way != "rsa",
        )
        for way, (expect, why) in WAYS.items()
    ]


def run(folder: Path, *args: str) -> None:
    subprocess.run(["openssl", *args], cwd=folder, check=True, capture_output=True)


def certificates(town: Town, folder: Path) -> None:
    """``root.crt``, ``inter.crt``, ``leaf.crt`` with their keys, and ``dh.pem``."""
    names = ",".join(f"DNS:{h.host}" for h in hosts(town))
    (folder / "ca.ext").write_text("basicConstraints=critical,CA:true\nkeyUsage=keyCertSign,cRLSign\n")
    aia = f"authorityInfoAccess=caIssuers;URI:http://ca.{town.domain}/inter.crt\n"
    (folder / "leaf.ext").write_text(f"subjectAltName={names}\n{aia}extendedKeyUsage=serverAuth\n")
    for name in ("root", "inter", "leaf"):
        run(
            folder,
            "req",
            "-new",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            f"{name}.key",
            "-out",
            f"{name}.csr",
            "-subj",
            f"/CN=strangers {name}",
        )
    run(
        folder,
        "x509",
        "-req",
        "-in",
        "root.csr",
        "-signkey",
        "root.key",
        "-out",
        "root.crt",
        "-days",
        "3650",
        "-extfile",
        "ca.ext",
    )
    for name, by, ext in (("inter", "root", "ca.ext"), ("leaf", "inter", "leaf.ext")):
        run(
            folder,
            "x509",
            "-req",
            "-in",
            f"{name}.csr",
            "-CA",
            f"{by}.crt",
            "-CAkey",
            f"{by}.key",
            "-set_serial",
            str(7 + len(name)),
            "-out",
            f"{name}.crt",
            "-days",
            "3650",
            "-extfile",
            ext,
        )
    run(folder, "dhparam", "-dsaparam", "-out", "dh.pem", "1024")
    chain = (folder / "leaf.crt").read_text() + (folder / "inter.crt").read_text()
    (folder / "chain.crt").write_text(chain)


def context(way: str, folder: Path) -> ssl.SSLContext:
    """The server's side of a way."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.set_ciphers("ALL:@SECLEVEL=0")
    made.load_cert_chain(folder / ("leaf.crt" if way == "no_intermediate" else "chain.crt"), folder / "leaf.key")
    versions = {"tls10": ssl.TLSVersion.TLSv1, "tls11": ssl.TLSVersion.TLSv1_1, "rsa": ssl.TLSVersion.TLSv1_2}
    version = versions.get(way, ssl.TLSVersion.TLSv1_2 if way == "dhe1024" else None)
    if version:
        made.minimum_version = made.maximum_version = version
    if way == "rsa":
        made.set_ciphers("AES128-SHA:AES256-SHA:@SECLEVEL=0")
    if way == "dhe1024":
        made.load_dh_params(folder / "dh.pem")
        made.set_ciphers("DHE-RSA-AES128-SHA:DHE-RSA-AES256-SHA:@SECLEVEL=0")
    return made
