"""The clock is the site's own: names are asked for apart, and no silent server of names costs another site a second."""

from __future__ import annotations

import select
import time
from ipaddress import ip_network

import pytest

from inspection.model import ProbeOutcome
from inspection.net import AddressRule, Fetcher, Limits, Request, names
from inspection.net.names import look_up, server_of
from tests.given.loopback import closed_port, internet
from tests.given.names import Zone, name_server

RULE = AddressRule([ip_network("127.0.0.0/8"), ip_network("::1/128")])


@pytest.fixture
def net():
    with internet() as planted:
        yield planted


@pytest.fixture
def hurried(monkeypatch):
    """Lookups end after two seconds instead of fourteen."""
    monkeypatch.setattr(names, "LONGEST_SECONDS", 2.0)
    monkeypatch.setattr(names, "_ASK_ROOT_AT", 1.0)


def fetch(zone: Zone, *urls: str, others=(), **limits) -> dict[str, object]:
    with Fetcher(RULE, name_servers=[server_of(zone.server), *others], concurrency=100) as fetcher:
        for url in urls:
            fetcher.submit(Request(url, limits=Limits(**limits)))
        return {result.url: result for result in fetcher}


def planted(net, host: str) -> str:
    url = f"http://{host}:{net.address.split(':')[1]}/"
    net.plant(url, "政府网站")
    return url


def test_thirty_silent_name_servers_of_sixty_cost_the_other_thirty_nothing(net, hurried):
    good, silent = [f"good{n}.example" for n in range(30)], [f"silent{n}.example" for n in range(30)]
    with name_server(Zone({host: ["127.0.0.1"] for host in good}, silent=set(silent))) as zone:
        urls = {host: planted(net, host) for pair in zip(silent, good, strict=True) for host in pair}
        found = fetch(zone, *urls.values(), timeout_seconds=15)
    assert {found[urls[host]].outcome for host in good} == {ProbeOutcome.OK}
    assert max(found[urls[host]].seconds for host in good) < 1.5  # each its own few milliseconds, on a busy machine
    assert {found[urls[host]].outcome for host in silent} == {ProbeOutcome.DNS_FAILURE}
    assert {found[urls[host]].seconds for host in silent} == {0.0}


@pytest.mark.parametrize("stops", [1, 3])
def test_an_answer_that_waits_while_our_own_process_stands_still_is_heard(hurried, stops):
    """As on a machine that does not come round: the name's time is over by the clock, its answer lies in our socket."""
    poller = select.poll()
    with name_server(Zone({"a.example": ["127.0.0.1"]}, silent={"b.example"})) as zone:
        resolver = names.Names(poller, [server_of(zone.server)])
        for name in ("a.example", "b.example"):
            resolver.ask(name)
        resolver.go_on()  # the questions are sent
        found = {}
        end = time.monotonic() + 20
        while len(found) < 2 and time.monotonic() < end:
            if stops:
                stops -= 1
                time.sleep(2.5)
            found |= {name: resolver.latest(name) for name in resolver.go_on()}
            for fd, _ in poller.poll(50):
                resolver.read(fd)
        resolver.close()
    assert found["a.example"].addresses == ("127.0.0.1",)
    assert not found["b.example"].addresses  # and a silent one comes to its end


@pytest.mark.parametrize(
    ("plant", "outcome", "error"),
    [
        ({"hosts": {"a.example": ["127.0.0.1"]}}, ProbeOutcome.OK, ""),
        ({}, ProbeOutcome.DNS_FAILURE, "NXDOMAIN"),
        ({"codes": {"a.example": "SERVFAIL"}}, ProbeOutcome.DNS_FAILURE, "SERVFAIL"),
        ({"codes": {"a.example": "REFUSED"}}, ProbeOutcome.DNS_FAILURE, "REFUSED"),
        ({"hosts": {"a.example": []}}, ProbeOutcome.DNS_FAILURE, "has no address"),
        ({"silent": {"a.example"}}, ProbeOutcome.DNS_FAILURE, "not answered"),
        ({"is_silent": True}, ProbeOutcome.PROBE_FAULT, "no server of names of ours"),
        (
            {"hosts": {"a.example": ["127.0.0.1"]}, "seconds": {"a.example": 1.2}},
            ProbeOutcome.OK,
            "",
        ),
        ({"hosts": {"a.example": ["b.example."], "b.example": ["c.example."], "c.example": ["127.0.0.1"]}}, "ok", ""),
        ({"hosts": {"a.example": ["b.example."], "b.example": ["a.example."]}}, ProbeOutcome.DNS_FAILURE, ""),
        ({"hosts": {"a.example": ["127.0.0.1"]}, "long": {"a.example"}}, ProbeOutcome.OK, ""),
        ({"hosts": {"a.example": ["127.0.0.1"]}, "only_ipv4": {"a.example"}}, ProbeOutcome.OK, ""),
        ({"hosts": {"a.example": ["127.0.0.1", "100::99"]}}, ProbeOutcome.OK, ""),
        ({"hosts": {"a.example": ["127.0.0.99", "127.0.0.1"]}}, ProbeOutcome.OK, ""),
        ({"hosts": {"a.example": ["10.0.0.1"]}}, ProbeOutcome.PROBE_FAULT, "is not public"),
    ],
)
def test_a_name_ends_as_its_servers_say_and_the_clock_begins_after_it(net, hurried, plant, outcome, error):
    url = planted(net, "a.example")
    with name_server(Zone(**plant)) as zone:
        result = fetch(zone, url, timeout_seconds=1.0)[url]
    assert (result.outcome, error in result.error) == (outcome, True), result.error
    assert result.seconds < 1.0


def test_of_two_servers_the_second_is_asked_when_the_first_is_silent_or_cannot_tell(net, hurried):
    url = planted(net, "a.example")
    for trouble in ({"is_silent": True}, {"codes": {"a.example": "SERVFAIL"}}):
        with name_server(Zone(**trouble)) as bad, name_server(Zone({"a.example": ["127.0.0.1"]})) as good:
            result = fetch(bad, url, others=[server_of(good.server)])[url]
        assert result.outcome is ProbeOutcome.OK


def test_a_visit_that_is_planned_starts_in_time_since_its_name_was_asked_before(net):
    url = planted(net, "slow.example")
    with (
        name_server(Zone({"slow.example": ["127.0.0.1"]}, seconds={"slow.example": 0.8})) as zone,
        Fetcher(RULE, name_servers=[server_of(zone.server)]) as fetcher,
    ):
        at = time.monotonic() + 1.5
        begun = fetcher._clock()
        fetcher.submit(Request(url, start_at=at))
        [result] = fetcher
    assert result.outcome is ProbeOutcome.OK
    assert 1.4 < (result.last.started_at - begun).total_seconds() < 1.5 + 0.7


def test_a_name_is_asked_once_for_many_pages_and_a_failure_is_asked_anew(net, monkeypatch):
    monkeypatch.setattr(names, "_FAILURE_KEPT_SECONDS", 0.0)
    url = planted(net, "a.example")
    with name_server(Zone({"a.example": ["127.0.0.1"]})) as zone:
        fetch(zone, *(f"{url}?{number}" for number in range(5)))
        assert zone.asked["a.example"] == 2  # IPv4 and IPv6
        fetch(zone, *(f"http://b.example/?{number}" for number in range(3)))
        assert zone.asked["b.example"] > 2


def test_a_name_whose_ipv6_is_never_answered_waits_no_longer_than_its_moment(net, hurried):
    """RFC 8305 §3: 50 ms for the other family, and not until that one is given up, after two seconds here."""
    url = planted(net, "a.example")
    with name_server(Zone({"a.example": ["127.0.0.1"]}, only_ipv4={"a.example"})) as zone:
        begun = time.monotonic()
        result = fetch(zone, url)[url]
        seconds = time.monotonic() - begun
    assert result.outcome is ProbeOutcome.OK
    assert seconds < 1.5


def test_a_name_that_leads_inside_when_it_is_asked_again_is_not_connected_to(net, monkeypatch):
    """A rebinding: public when the page is asked for, an address of ours when the page sends us back to it."""
    monkeypatch.setattr(names, "_SHORTEST_SECONDS", 0.0)
    monkeypatch.setattr(names, "_LONGEST_KEPT_SECONDS", 0.0)
    url = planted(net, "a.example")
    with name_server(Zone({"a.example": ["127.0.0.1"]})) as zone:

        def turn(request) -> None:
            zone.hosts["a.example"] = ["10.0.0.1"]
            request.send_response(302)
            request.send_header("Location", "/again")
            request.send_header("Content-Length", "0")
            request.end_headers()

        net.plant(url, turn)
        result = fetch(zone, url)[url]
    assert (result.outcome, "is not public" in result.error) == (ProbeOutcome.PROBE_FAULT, True)
    assert zone.asked["a.example"] == 4  # twice, for both families


def test_addresses_and_the_names_that_every_machine_knows_are_not_asked_for():
    with name_server(Zone()) as zone:
        found = look_up(
            ["127.0.0.1", "127.1", "::1", "localhost", "a.localhost", "b.invalid"], [server_of(zone.server)]
        )
        assert not zone.asked
    assert found["127.1"].addresses == ("127.0.0.1",)
    assert "127.0.0.1" in found["localhost"].addresses  # the hosts file's word comes first
    assert found["a.localhost"].addresses == ("127.0.0.1", "::1")
    assert not found["b.invalid"].addresses and not found["b.invalid"].is_own_fault


def test_a_server_of_names_is_written_with_or_without_its_port():
    assert server_of("192.0.2.53") == ("192.0.2.53", 53)
    assert server_of("192.0.2.53:5353") == ("192.0.2.53", 5353)
    assert server_of("[2001:db8::53]:5353") == ("2001:db8::53", 5353)
    assert server_of("[2001:db8::53]") == ("2001:db8::53", 53)


def test_where_nobody_listens_for_names_it_is_our_own_fault(hurried):
    found = look_up(["a.example"], [("127.0.0.1", closed_port())])["a.example"]
    assert (found.addresses, found.is_own_fault) == ((), True)
