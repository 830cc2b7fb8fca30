"""F7: whatever is fetched by requests asks the crawl's rule on every hop, and proves who we are to one host alone."""

from __future__ import annotations

import base64
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import ClassVar

import pytest

from inspection.declared.office import Source
from inspection.errors import InspectionError
from inspection.inputs import tables
from inspection.net import session
from inspection.net.addresses import AddressRule

HEADERS = ("site_code", "name")
ONE = AddressRule([ip_network("127.0.0.1/32")])
CSV = b"site_code,name\n5399000001,x\n"


class Asked(BaseHTTPRequestHandler):
    """Answers with a table, or moves to where its path says, and notes what it was sent."""

    seen: ClassVar[list[tuple[str, int, dict[str, str]]]] = []

    def do_GET(self):
        self.seen.append((self.path, self.server.server_port, dict(self.headers)))
        _, _, to = self.path.partition("?to=")
        self.send_response(302 if to else 200)
        if to:
            self.send_header("Location", to)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(CSV)))
        self.end_headers()
        self.wfile.write(CSV)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def servers():
    """Two servers on 127.0.0.1, and one on 127.0.0.2."""
    Asked.seen.clear()
    made = [ThreadingHTTPServer((host, 0), Asked) for host in ("127.0.0.1", "127.0.0.1", "127.0.0.2")]
    threads = [threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01}) for one in made]
    for thread in threads:
        thread.start()
    yield [f"http://{one.server_address[0]}:{one.server_port}" for one in made]
    for one, thread in zip(made, threads, strict=True):
        one.shutdown()
        thread.join()
        one.server_close()


def read(url, rule=ONE, **how):
    return tables.read_location(Source(url=url, **how), HEADERS, rule)


def test_an_address_of_our_own_network_is_refused_unless_the_office_names_it(servers):
    with pytest.raises(InspectionError, match="not on the public internet") as told:
        read(f"{servers[0]}/a.csv", AddressRule())
    assert "allow_networks" in told.value.remedy
    assert Asked.seen == []
    assert len(read(f"{servers[0]}/a.csv").rows) == 1


@pytest.mark.parametrize("name", ["localhost", "127.1", "2130706433", "[::1]", "0.0.0.0", "[::ffff:127.0.0.1]"])
def test_no_other_name_for_it_helps(servers, name):
    with pytest.raises(InspectionError):
        read(f"http://{name}:{servers[0].rpartition(':')[2]}/a.csv", AddressRule())
    assert Asked.seen == []


def test_a_name_that_leads_inside_is_refused_when_it_is_resolved(servers, monkeypatch):
    inside = [(2, 1, 6, "", ("169.254.169.254", 80))]
    monkeypatch.setattr(session.socket, "getaddrinfo", lambda *args, **options: inside)
    with pytest.raises(InspectionError, match=r"169\.254\.169\.254"):
        read("http://registry.example/a.csv")


def test_every_hop_is_asked(servers):
    with pytest.raises(InspectionError, match=r"127\.0\.0\.2"):
        read(f"{servers[0]}/a.csv?to={servers[2]}/a.csv")
    assert [port for _, port, _ in Asked.seen] == [int(servers[0].rpartition(":")[2])]


def test_a_token_is_not_sent_on_to_another_host_or_port(servers, monkeypatch):
    monkeypatch.setenv("INSPECTION_SECRET_REGISTRY", "geheim")
    how = {"token_from": "INSPECTION_SECRET_REGISTRY"}
    read(f"{servers[0]}/a.csv?to={servers[0]}/b.csv", **how)
    assert [headers.get("Authorization") for _, _, headers in Asked.seen] == ["Bearer geheim"] * 2
    Asked.seen.clear()
    read(f"{servers[0]}/a.csv?to={servers[1]}/b.csv", **how)
    assert [headers.get("Authorization") for _, _, headers in Asked.seen] == ["Bearer geheim", None]


def test_neither_a_proxy_nor_a_password_of_the_environment_is_used(servers, monkeypatch, tmp_path):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, servers[1])
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password theirs\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("INSPECTION_SECRET_REGISTRY", "geheim")
    read(f"{servers[0]}/a.csv", token_from="INSPECTION_SECRET_REGISTRY")
    ((_, port, headers),) = Asked.seen
    assert port == int(servers[0].rpartition(":")[2])
    assert headers["Authorization"] == "Bearer geheim"
    assert base64.b64encode(b"me:theirs").decode() not in str(headers)
