"""Keeps one reading process for each module that reads foreign bytes, and tells what became of a file.

Of a process that dies the file is known: it was the one being read. Nothing that the child sends is trusted beyond
its declared type: no pickle, bounded lengths, and a clock that it cannot stop.
"""

from __future__ import annotations

import atexit
import logging
import os
import pickle
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from inspection.cage import locks
from inspection.cage.inmate import DONE, ERROR, HARM, HEAD, ITEM, LENGTH, READY
from inspection.errors import InspectionError
from inspection.places import LANGUAGE

_log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[2]
_BOOT = (
    "import json, sys; path, module, memory = json.loads(sys.argv[1]); sys.path[:] = path;"
    "from inspection.cage.inmate import serve; serve(module, memory)"
)
_START_SECONDS = 60.0  # importing on a busy machine
_PIPE_BYTES = 1 << 20
_LOOK_MILLISECONDS = 20  # between two looks at how much memory it has: a gigabyte takes at least five of them
_MOST_IDLE = 2  # of a module: pages ask in several threads
_LETTERS = {READY, ITEM, DONE, ERROR, HARM}
_TOLD_BYTES = 4_000  # of what it says before it dies
_NO_MEMORY = (b"memory allocation", b"MemoryError", b"bad_alloc", b"Out of memory", b"out of memory")
_LATE_SIGNALS = {signal.SIGPROF, signal.SIGXCPU, signal.SIGKILL}
# of the environment nothing goes in but what finds libraries: no secret is there to be read
_PASSED = ("PATH", "LD_LIBRARY_PATH", LANGUAGE)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one file may take: memory beside the reader's own, CPU seconds, bytes of what it finds."""

    memory_bytes: int = 1 << 30
    cpu_seconds: float = 20.0
    output_bytes: int = 64 << 20

    @property
    def wall_seconds(self) -> float:
        """What is waited for it at most: other work may share the processors."""
        return 10.0 + 5 * self.cpu_seconds


class Unreadable(Exception):
    """A file that could not be read: `outcome` is `too_large`, `too_slow` or `damaged`, `detail` what was seen."""

    def __init__(self, outcome: str, detail: str) -> None:
        self.outcome, self.detail = outcome, detail
        super().__init__(f"{outcome}: {detail}")


def call(function: Callable[..., Any], body: bytes, *args: Any, of: Any, bounds: Bounds = Bounds()) -> Any:
    """What a function at the top of a module of ours makes of `body`, as a value of the type `of`.

    Raises Unreadable, and the InspectionError that the function raises.
    """
    found = list(stream(function, body, *args, of=of, bounds=bounds))
    if len(found) != 1:
        raise Unreadable("damaged", "the reader sent what it should not")
    return found[0]


def stream(
    function: Callable[..., Any],
    body: bytes,
    *args: Any,
    of: Any,
    bounds: Bounds = Bounds(),
) -> Iterator[Any]:
    """What a generator of ours yields of `body`, each a value of the type `of`. Raises as `call` does."""
    decoder = msgspec.msgpack.Decoder(of)
    request = pickle.dumps((function.__name__, args, bounds.cpu_seconds))
    pieces = [LENGTH.pack(len(request)), request, LENGTH.pack(len(body)), body]
    fault: Exception | None = None
    inmate = _taken(function.__module__, bounds.memory_bytes)
    for letter, content in inmate.exchange(pieces, bounds.wall_seconds, bounds.output_bytes):
        if letter == ITEM:
            try:
                found = decoder.decode(content)
            except (msgspec.DecodeError, RecursionError) as error:
                raise Unreadable("damaged", "the reader sent what it should not") from error
            yield found
        elif letter == ERROR:
            problem, place, remedy = msgspec.msgpack.decode(content, type=tuple[str, str, str])
            fault = InspectionError(problem, place=place, remedy=remedy)
        elif letter == HARM:
            fault = Unreadable(*msgspec.msgpack.decode(content, type=tuple[str, str]))
    _give_back(inmate)
    if fault:
        raise fault


def locks_held(function: Callable[..., Any], bounds: Bounds = Bounds()) -> frozenset[str]:
    """The locks that hold on this machine (`locks.py`)."""
    inmate = _taken(function.__module__, bounds.memory_bytes)
    _give_back(inmate)
    return frozenset(inmate.held)


def close() -> None:
    """End the idle reading processes of this process; the next file starts one anew."""
    with _door:
        for (owner, *_), idle in _idle.items():
            if owner == os.getpid():
                for inmate in idle:
                    inmate.end()
        _idle.clear()


class _Inmate:
    """One reading process, and the pipes to it."""

    def __init__(self, module: str, memory_bytes: int) -> None:
        paths = [str(_ROOT), *(path for path in sys.path if path and path != str(_ROOT))]
        told = msgspec.json.encode([paths, module, memory_bytes]).decode()
        environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _BOOT, told],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment | {"LC_ALL": "C.UTF-8"},
            cwd="/",
            bufsize=0,
            start_new_session=True,
        )
        self._in, self._out, self._err = self._process.stdin, self._process.stdout, self._process.stderr
        for pipe in (self._in, self._out, self._err):
            os.set_blocking(pipe.fileno(), False)
        self._said = b""
        self.key = (os.getpid(), module, memory_bytes)
        self._full_bytes = 0.6 * memory_bytes
        # the system's own account of what a child had at most begins with what we had when it was made, which may be
        # more than the bound: so it is looked at while it reads, too
        self._inherited_bytes = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + (64 << 20)
        self._seen_bytes = 0
        try:
            ((_, content),) = self.exchange([], _START_SECONDS, _PIPE_BYTES)
        except Unreadable as error:
            raise RuntimeError(
                f"the reader of foreign files did not start: {self._said.decode('utf-8', 'replace')}"
            ) from error
        self.held = msgspec.msgpack.decode(content, type=list[str])
        if missing := locks.ALWAYS - set(self.held):
            self.end()
            raise RuntimeError(f"the reader of foreign files is not locked in: {', '.join(sorted(missing))}")

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None and self._process.poll() is None

    def exchange(self, pieces: list[bytes], seconds: float, most_bytes: int) -> Iterator[tuple[int, bytes]]:
        """Send a request, and yield the frames of its answer up to the last. One that is not ended ends the process."""
        is_whole = False
        try:
            for letter, content in self._frames(pieces, seconds, most_bytes):
                if letter == DONE:
                    is_whole = not msgspec.msgpack.decode(content, type=bool)
                    return
                yield letter, content
                if letter == READY:
                    is_whole = True
                    return
        except (msgspec.DecodeError, ValueError) as error:
            raise Unreadable("damaged", "the reader sent what it should not") from error
        finally:
            if not is_whole:
                self.end()

    def _frames(self, pieces: list[bytes], seconds: float, most_bytes: int) -> Iterator[tuple[int, bytes]]:
        pending = [memoryview(piece) for piece in pieces if piece]
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        poll.register(self._err, select.POLLIN)
        if pending:
            poll.register(self._in, select.POLLOUT)
        buffer, taken, left = bytearray(), 0, seconds
        while True:
            at = 0
            while len(buffer) - at >= HEAD.size:
                letter, length = HEAD.unpack_from(buffer, at)
                if letter not in _LETTERS:
                    raise Unreadable("damaged", "the reader sent what it should not")
                if length > most_bytes:
                    raise Unreadable("too_large", f"more than {most_bytes} bytes were found in it")
                if len(buffer) - at - HEAD.size < length:
                    break
                at += HEAD.size + length
                yield letter, bytes(buffer[at - length : at])
            del buffer[:at]
            began = time.monotonic()
            while not (ready := dict(poll.poll(_LOOK_MILLISECONDS))) and time.monotonic() - began < left:
                self._seen_bytes = max(self._seen_bytes, self._resident())
            left -= time.monotonic() - began
            if not ready or left <= 0:
                raise Unreadable("too_slow", f"it was not read after {seconds:.0f} s")
            if self._err.fileno() in ready and not self._listen():
                poll.unregister(self._err)
            if pending and self._in.fileno() in ready and not self._write(pending):
                poll.unregister(self._in)
                pending.clear()
            if self._out.fileno() in ready:
                part = os.read(self._out.fileno(), _PIPE_BYTES)
                if not part:
                    raise self._obituary()
                taken += len(part)
                if taken > most_bytes:
                    raise Unreadable("too_large", f"more than {most_bytes} bytes were found in it")
                buffer += part

    def _write(self, pending: list[memoryview]) -> bool:
        """Send what the pipe takes; False when all is sent, or nobody reads."""
        try:
            sent = os.write(self._in.fileno(), pending[0][:_PIPE_BYTES])
        except BrokenPipeError:
            return False
        except BlockingIOError:
            return True
        pending[0] = pending[0][sent:]
        if not pending[0]:
            pending.pop(0)
        return bool(pending)

    def _listen(self) -> bool:
        try:
            part = os.read(self._err.fileno(), _PIPE_BYTES)
        except BlockingIOError:
            return True
        self._said = (self._said + part)[-_TOLD_BYTES:]
        return bool(part)

    def _resident(self) -> int:
        """Bytes of memory that the process has now; 0 of one that is gone."""
        try:
            return int(Path(f"/proc/{self._process.pid}/statm").read_bytes().split()[1]) * resource.getpagesize()
        except (OSError, IndexError):
            return 0

    def _obituary(self) -> Unreadable:
        """Why the process is gone, by its last words, its signal and the memory that it had."""
        while self._listen() and select.select([self._err], [], [], 0.2)[0]:
            pass
        deadline = time.monotonic() + 5
        pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
        while pid == 0 and time.monotonic() < deadline:
            time.sleep(0.005)
            pid, status, used = os.wait4(self._process.pid, os.WNOHANG)
        if pid:
            self._process.returncode = os.waitstatus_to_exitcode(status)
        number = -(self._process.returncode or 0)
        told = used.ru_maxrss * 1024
        is_full = max(self._seen_bytes, told if told > self._inherited_bytes else 0) > self._full_bytes
        words = self._said.decode("utf-8", "replace").strip().splitlines()[-1:] or [""]
        if is_full or any(word in self._said for word in _NO_MEMORY):
            return Unreadable("too_large", f"it takes more memory than a file may; {words[0]}"[:300])
        if number in _LATE_SIGNALS:
            return Unreadable("too_slow", "it takes more processor time than a file may")
        return Unreadable("damaged", f"its reader died (signal {number}); {words[0]}"[:300])

    def end(self) -> None:
        """Kill the process, and forget it."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._in, self._out, self._err):
            pipe.close()


# by process, for a task that was forked must not share its parent's reader; by module and memory
_idle: dict[tuple[int, str, int], list[_Inmate]] = {}
_door = threading.Lock()
atexit.register(close)


def _taken(module: str, memory_bytes: int) -> _Inmate:
    """An idle process, or a new one; nobody else has it until it is given back."""
    with _door:
        idle = _idle.get((os.getpid(), module, memory_bytes), [])
        while idle:
            if (inmate := idle.pop()).is_alive:
                return inmate
            inmate.end()
    return _Inmate(module, memory_bytes)


def _give_back(inmate: _Inmate) -> None:
    with _door:
        idle = _idle.setdefault(inmate.key, [])
        if inmate.is_alive and len(idle) < _MOST_IDLE:
            idle.append(inmate)
            return
    inmate.end()
