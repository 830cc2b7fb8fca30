"""What a file would make its reader do, if it could."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from inspection.errors import InspectionError

_kept = []


def length(body):
    return len(body)


def lines(body):
    yield from enumerate(body.decode().splitlines(), 1)


def half_a_character(body):
    return "\ud800"


def _refused(deed, closes_first):
    if closes_first:
        with suppress(OSError):
            os.close(2)
    try:
        deed()
    except OSError as error:
        return f"refused: {error.strerror}"
    return "it could"


def open_socket(body, closes_first):
    return _refused(lambda: socket.socket(), closes_first)


def open_file(body, closes_first):
    return _refused(lambda: os.open("/etc/hostname", os.O_RDONLY), closes_first)


def write_file(body, closes_first):
    return _refused(lambda: os.open(body.decode(), os.O_CREAT | os.O_WRONLY), closes_first)


def fork(body, closes_first):
    return _refused(os.fork, closes_first)


def run_program(body, closes_first):
    return _refused(lambda: subprocess.run(["/bin/true"], check=True), closes_first)


def kill_parent(body, closes_first):
    return _refused(lambda: os.kill(os.getppid(), signal.SIGTERM), closes_first)


def environment(body):
    return repr(dict(os.environ))


def user(body):
    return str(os.getuid())


def process(body):
    return str(os.getpid())


def keep_much(body):
    _kept.append(bytearray(80 << 20))
    _kept.append(bytearray(20 << 20))
    return str(os.getpid())


def take_a_gigabyte(body):
    return str(len(bytearray(1 << 30)))


def take_a_gigabyte_outside_python(body):
    os.write(2, b"memory allocation of 1073741824 bytes failed\n")  # as a library of Rust says it
    ctypes.CDLL(None).abort()


def tell_a_gigabyte(body):
    piece = "x" * 100_000
    while True:
        yield piece


def run_for_ever(body):
    while True:
        pass


def wait(body):
    time.sleep(60)


def abort(body):
    os.abort()


def segfault(body):
    ctypes.string_at(1)


def leave(body):
    os._exit(0)


def recurse(body):
    sys.setrecursionlimit(5_000)
    return recurse(body)


def raise_an_error(body):
    raise ValueError("of a library")


def refuse(body):
    raise InspectionError("is wrong", place="a file", remedy="mend it")


def send_another_type(body):
    return {"not": "text"}


def send_nonsense(body):
    for descriptor in range(3, 10):
        try:
            os.write(descriptor, b"Q" + (2**63).to_bytes(8, "big") + b"\xc1" * 100)
        except OSError:
            continue
    return ""
