"""The process in the cage: takes bytes from a pipe, runs one function of ours on them, sends what it finds.

A request is two blocks, each after its length of eight bytes: which function, with what (pickled: the keeper is
trusted), and the bytes. An answer is a row of frames: a letter, eight bytes of length, msgpack.
"""

from __future__ import annotations

import importlib
import io
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Iterator
from types import GeneratorType
from typing import Any

import msgspec

from inspection.cage import locks
from inspection.errors import InspectionError

# R ready (the locks that hold), I item, D done (whether it leaves), E error of ours, H harm (what, detail)
READY, ITEM, DONE, ERROR, HARM = b"RIDEH"
HEAD = struct.Struct(">BQ")
LENGTH = struct.Struct(">Q")
_MOST_GROWTH_SHARE = 0.25  # of its memory: what is not given back would be missing to the next file
_MOST_FILES = 500
_MOST_CPU_SECONDS = 1_800  # half of what its life is given
# loaded when first used, and then it would be too late
_CODECS = ("ascii", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "gbk", "gb2312", "big5", "cp437")
_CODECS += ("cp1252", "latin-1", "idna", "punycode")
_LATE_MODULES = ("_strptime", "lzma", "bz2", "zlib", "unicodedata", "html.entities", "traceback", "linecache")


def serve(module_name: str, memory_bytes: int) -> None:
    """Load what is needed, lock the cage, answer until the pipe ends. `before_the_cage` of the module runs first."""
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # what a library prints is no answer
    module = importlib.import_module(module_name)
    getattr(module, "before_the_cage", lambda: None)()
    for name in _CODECS:
        "".encode(name)
    for name in _LATE_MODULES:
        importlib.import_module(name)
    statm = os.open("/proc/self/statm", os.O_RDONLY)
    start_bytes = _address_space(statm)
    held = locks.lock(start_bytes + memory_bytes)
    _send(answers, READY, held)
    count = 0
    while request := _block(0):
        function, args, cpu_seconds = pickle.loads(request)
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)  # its signal ends the process, whatever it is busy with
        _answer(answers, getattr(module, function), _block(0), args)
        signal.setitimer(signal.ITIMER_PROF, 0)
        count += 1
        used = resource.getrusage(resource.RUSAGE_SELF)
        is_leaving = (
            count >= _MOST_FILES
            or used.ru_utime + used.ru_stime > _MOST_CPU_SECONDS
            or _address_space(statm) > start_bytes + _MOST_GROWTH_SHARE * memory_bytes
        )
        _send(answers, DONE, is_leaving)
        if is_leaving:
            return


def _answer(answers: io.BufferedWriter, function: Any, body: bytes, args: tuple) -> None:
    try:
        for item in _items(function(body, *args)):
            _send(answers, ITEM, item)
    except InspectionError as error:
        _send(answers, ERROR, (error.problem, error.place, error.remedy))
    except MemoryError:
        _send(answers, HARM, ("too_large", "it takes more memory than a file may"))
    except Exception as error:  # libraries, and files made to break them
        _send(answers, HARM, ("damaged", f"{type(error).__name__}: {error}"[:500]))


def _items(found: Any) -> Iterator[Any]:
    if isinstance(found, GeneratorType):
        yield from found
    else:
        yield found


def _send(answers: io.BufferedWriter, letter: int, content: Any) -> None:
    # text of a foreign file may hold halves of characters, which no encoding takes
    try:
        data = msgspec.msgpack.encode(content)
    except UnicodeEncodeError:
        data = msgspec.msgpack.encode(_whole(msgspec.to_builtins(content)))
    answers.write(HEAD.pack(letter, len(data)))
    answers.write(data)
    if letter != ITEM:
        answers.flush()


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list | tuple):
        return [_whole(inner) for inner in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(inner) for key, inner in value.items()}
    return value


def _block(descriptor: int) -> bytes:
    head = _exactly(descriptor, LENGTH.size)
    return _exactly(descriptor, LENGTH.unpack(head)[0]) if head else b""


def _exactly(descriptor: int, count: int) -> bytes:
    """So many bytes; nothing at the pipe's end, where the keeper is gone."""
    parts, left = [], count
    while left:
        part = os.read(descriptor, min(left, 1 << 20))
        if not part:
            sys.exit(0)
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _address_space(statm: int) -> int:
    return int(os.pread(statm, 100, 0).split()[0]) * resource.getpagesize()
