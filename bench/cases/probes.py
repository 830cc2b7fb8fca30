"""One probe round of 14,000 sites, 5 % of them dead, on one core, against two others on the same schedule.

Every site has its own host name and its own connection; one local server answers for all. A dead site takes
the connection and never answers, so that it costs the full 15 seconds, and 15 more at its confirming look. The
peers do the same visits at the same times and keep less: no row in a database, no rules about addresses.

A round beside these asks a server of names for every host, which keeps silent for 5 % of them: what the visits to the
others take must be their own.
"""

from __future__ import annotations

import asyncio
import heapq
import os
import selectors
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_network
from multiprocessing.connection import Connection
from pathlib import Path

import pycurl
import requests

from bench.arena import arena
from bench.result import Result
from inspection import warehouse
from inspection.declared.office import load
from inspection.probe import probe_round, visit_offset_seconds
from inspection.probe.round import CONCURRENT_VISITS

SITES = int(os.environ.get("BENCH_PROBE_SITES", "14000"))
DEAD_EVERY = 20
SPREAD_SECONDS, RETRY_SECONDS, TIMEOUT_SECONDS = 60, 30, 15.0
PAGE = ("<title>云州市人民政府</title>" + "<p>政务公开</p>" * 150).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(PAGE) + PAGE
NAMES = {  # contestant → how it is called in the results
    "ours": "probe_round",
    "threads": f"a pool of {CONCURRENT_VISITS} threads with requests",
    "bare": "a bare libcurl loop",
}


@dataclass(frozen=True)
class Round:
    """What a round took. Megabytes are the largest resident size; the rest is in seconds."""

    answered: int
    failed: int
    seconds: float
    cpu_seconds: float
    lag_p99_seconds: float
    megabytes: float


MOST_OWN_MILLISECONDS = 200.0  # of a visit to a local server, with whatever silent names beside it


def measure(folder: Path) -> list[Result]:
    """The rounds, one after the other; server and database stay off the contestants' core."""
    with arena(folder, serve, _register) as place:
        rounds = {
            name: place.run(f"the round of {NAMES[name]}", run, name, place.port, place.url, place.core)
            for name in NAMES
        }
        plain, silent = (
            place.run(f"the round with {every} silent", run_named, every, place.port, place.url, place.core)
            for every in (0, DEAD_EVERY)
        )
    dead = -(-SITES // DEAD_EVERY)
    for name, found in rounds.items():
        assert (found.answered, found.failed) == (SITES - dead, dead), (name, found)
    return [
        _result("time", "seconds", "seconds", rounds),
        _result("99th percentile of schedule lag", "lag_p99_seconds", "milliseconds", rounds, 1000),
        _result("CPU time", "cpu_seconds", "seconds", rounds),
        _result("largest memory", "megabytes", "MB", rounds),
        Result(
            name=f"round of {SITES} sites, 5 % of the names silent: 99th percentile of the others' seconds",
            value=1000 * silent,
            unit="milliseconds",
            peer="the same round with no server of names silent",
            peer_value=1000 * plain,
            limit_value=MOST_OWN_MILLISECONDS,
        ),
    ]


def _result(what: str, field: str, unit: str, rounds: dict[str, Round], factor: float = 1) -> Result:
    values = {name: max(factor * getattr(found, field), 0.001) for name, found in rounds.items()}
    return Result(
        name=f"probe round of {SITES} sites, 5 % dead: {what}",
        value=values["ours"],
        unit=unit,
        peer=NAMES["threads"],
        peer_value=values["threads"],
        limit_value=values["bare"],
    )


def _register(url: str) -> None:
    with warehouse.connect(url) as connection:
        warehouse.copy_rows(
            connection,
            "mart.dim_subject",
            ["jurisdiction_id", "subject_id", "valid_from", "kind", "name", "home_url", "organiser", "status"],
            (
                ("yunzhou-demo", f"site:{host}", "2020-01-01", "site", host, f"http://{host}/", "单位", "running")
                for host in hosts()
            ),
        )


def hosts() -> list[str]:
    """The names of all sites; every twentieth is a dead one."""
    return [f"{'dead' if number % DEAD_EVERY == 0 else 'site'}{number}.yunzhou.example" for number in range(SITES)]


# the server ------------------------------------------------------------------------------------------------


class _Site(asyncio.Protocol):
    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport, self.head = transport, b""

    def data_received(self, data: bytes) -> None:
        self.head += data
        if self.head.endswith(b"\r\n\r\n"):
            if b"\r\nhost: dead" not in self.head.lower():
                self.transport.write(ANSWER)
            self.head = b""


class _NameServer(asyncio.DatagramProtocol):
    """Every host is here, but for those that begin with `dead`, of which nothing is said; no host has IPv6."""

    def connection_made(self, transport: asyncio.DatagramTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        if data[13:17] == b"dead":
            return
        is_ipv4 = data[-4:-2] == b"\0\x01"
        head = data[:2] + b"\x85\x80\0\x01" + (b"\0\x01" if is_ipv4 else b"\0\0") + bytes(4)
        record = b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x7f\0\0\x01" if is_ipv4 else b""
        self.transport.sendto(head + data[12:] + record, address)


def serve(pipe: Connection) -> None:
    """Answer for every host until killed; sends the port first."""

    async def forever() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(_Site, "127.0.0.1", 0, backlog=4096)
        port = server.sockets[0].getsockname()[1]
        await loop.create_datagram_endpoint(_NameServer, local_addr=("127.0.0.1", port))
        pipe.send(port)
        await server.serve_forever()

    asyncio.run(forever())


# the contestants -------------------------------------------------------------------------------------------


def run(name: str, port: int, url: str, core: int, pipe: Connection) -> None:
    """One contestant in a process of its own; sends its Round."""
    os.sched_setaffinity(0, {core})
    started, cpu = time.monotonic(), time.process_time()
    answered, failed, lag = {"ours": _ours, "threads": _threads, "bare": _bare}[name](port, url)
    status = Path("/proc/self/status").read_text()
    kilobytes = int(status.partition("VmHWM:")[2].split()[0])
    pipe.send(Round(answered, failed, time.monotonic() - started, time.process_time() - cpu, lag, kilobytes / 1024))


def _ours(port: int, url: str) -> tuple[int, int, float]:
    office = load("yunzhou-demo").model_copy(update={"connect_to": f"127.0.0.1:{port}", "vantage": "bench"})
    slot_at = datetime.now(UTC)
    with warehouse.connect(url) as connection:
        counts = probe_round(
            connection, office, slot_at, spread_seconds=SPREAD_SECONDS, retry_seconds=RETRY_SECONDS,
        )  # fmt: skip
        row = connection.execute(
            "select percentile_disc(0.99) within group (order by lag_seconds) as lag,"
            " count(*) filter (where retry_outcome = 'timeout') as confirmed from staging.probe"
        ).fetchone()
    assert row["confirmed"] == counts["timeout"]
    return counts["ok"], counts["timeout"], row["lag"]


def run_named(every: int, port: int, url: str, core: int, pipe: Connection) -> None:
    """A round whose hosts are asked for; sends the 99th percentile of the seconds of those that answered.

    With `every` 0 those that would be silent are left out.
    """
    os.sched_setaffinity(0, {core})
    office = load("yunzhou-demo").model_copy(
        update={
            "connect_to": None,
            "control_urls": [],
            "allow_networks": [ip_network("127.0.0.0/8")],
            "name_servers": [f"127.0.0.1:{port}"],
            "vantage": f"bench-named-{every}",
        }
    )
    with warehouse.connect(url) as connection:
        connection.execute(
            "update mart.dim_subject set home_url = 'http://' || name || %(port)s,"
            " status = case when name like 'dead%%' and not %(every)s then 'closed' else 'running' end",
            {"port": f":{port}/", "every": bool(every)},
        )
        connection.commit()
        counts = probe_round(connection, office, datetime.now(UTC), spread_seconds=SPREAD_SECONDS)
        row = connection.execute(
            "select percentile_disc(0.99) within group (order by seconds) as seconds from staging.probe"
            " where vantage = %s and outcome = 'ok'",
            [office.vantage],
        ).fetchone()
    dead = -(-SITES // DEAD_EVERY)
    assert counts == {"ok": SITES - dead} | ({"dns_failure": dead} if every else {}), counts
    pipe.send(row["seconds"])


class _Schedule:
    """Visits by their time; a dead site comes back once. `start(host)` is called when it is due."""

    def __init__(self) -> None:
        self.zero = time.monotonic()
        self.due = [(self.zero + visit_offset_seconds(f"site:{host}", SPREAD_SECONDS), host, 0) for host in hosts()]
        heapq.heapify(self.due)
        self.lags: list[float] = []
        self.answered = self.failed = 0
        self.left = len(self.due)

    def ended(self, host: str, look: int, is_answered: bool) -> None:
        self.left -= 1
        if look == 0:
            self.answered += is_answered
            self.failed += not is_answered
            if not is_answered:
                self.left += 1
                heapq.heappush(self.due, (time.monotonic() + RETRY_SECONDS, host, 1))

    def begun(self, planned: float, look: int) -> None:
        if look == 0:
            self.lags.append(time.monotonic() - planned)

    def found(self) -> tuple[int, int, float]:
        return self.answered, self.failed, sorted(self.lags)[int(0.99 * len(self.lags))]


def _threads(port: int, _url: str) -> tuple[int, int, float]:
    schedule, lock, local = _Schedule(), threading.Lock(), threading.local()
    address = f"http://127.0.0.1:{port}/"

    def visit(planned: float, host: str, look: int) -> None:
        with lock:
            schedule.begun(planned, look)
        if not hasattr(local, "session"):
            local.session = requests.Session()
            local.session.trust_env = False
        try:
            # a real round meets each host once: there is no connection to be used again
            headers = {"Host": host, "Connection": "close"}
            is_answered = local.session.get(address, headers=headers, timeout=TIMEOUT_SECONDS).status_code == 200
        except requests.RequestException:
            is_answered = False
        with lock:
            schedule.ended(host, look, is_answered)

    with ThreadPoolExecutor(CONCURRENT_VISITS) as pool:
        while True:
            with lock:
                if not schedule.left:
                    return schedule.found()
                while schedule.due and schedule.due[0][0] <= time.monotonic():
                    planned, host, look = heapq.heappop(schedule.due)
                    pool.submit(visit, planned, host, look)
            time.sleep(0.005)


def _bare(port: int, _url: str) -> tuple[int, int, float]:
    schedule, selector, multi = _Schedule(), selectors.DefaultSelector(), pycurl.CurlMulti()
    spare: list[pycurl.Curl] = []
    visits: dict[pycurl.Curl, tuple[str, int, list[bytes]]] = {}
    timer = [0.0]

    def on_socket(event: int, fd: int, _multi: object, _data: object) -> None:
        with suppress(KeyError, ValueError):
            selector.unregister(fd)
        if event != pycurl.POLL_REMOVE:
            selector.register(fd, (event & pycurl.POLL_IN and 1) | (event & pycurl.POLL_OUT and 2))

    def on_timer(milliseconds: int) -> None:
        timer[0] = time.monotonic() + (milliseconds / 1000 if milliseconds >= 0 else 3600)

    multi.setopt(pycurl.M_MAXCONNECTS, 1)
    multi.setopt(pycurl.M_SOCKETFUNCTION, on_socket)
    multi.setopt(pycurl.M_TIMERFUNCTION, on_timer)
    while schedule.left:
        while schedule.due and schedule.due[0][0] <= time.monotonic() and len(visits) < CONCURRENT_VISITS:
            planned, host, look = heapq.heappop(schedule.due)
            schedule.begun(planned, look)
            curl = spare.pop() if spare else pycurl.Curl()
            parts: list[bytes] = []
            curl.setopt(pycurl.URL, f"http://{host}/")
            curl.setopt(pycurl.CONNECT_TO, [f"::127.0.0.1:{port}"])
            curl.setopt(pycurl.PROXY, "")
            curl.setopt(pycurl.NOSIGNAL, True)
            curl.setopt(pycurl.TIMEOUT_MS, round(1000 * TIMEOUT_SECONDS))
            curl.setopt(pycurl.WRITEFUNCTION, parts.append)
            visits[curl] = (host, look, parts)
            multi.add_handle(curl)
        until = min(timer[0], schedule.due[0][0] if schedule.due else timer[0], time.monotonic() + 1)
        for key, events in selector.select(max(0.0, until - time.monotonic())):
            multi.socket_action(key.fd, events)
        if timer[0] <= time.monotonic():
            timer[0] = time.monotonic() + 3600
            multi.socket_action(pycurl.SOCKET_TIMEOUT, 0)
        left = 1
        while left:
            left, succeeded, failed = multi.info_read()
            for curl in [*succeeded, *(each for each, _, _ in failed)]:
                host, look, _ = visits.pop(curl)
                schedule.ended(host, look, curl.getinfo(pycurl.RESPONSE_CODE) == 200)
                multi.remove_handle(curl)
                curl.reset()
                spare.append(curl)
    return schedule.found()
