"""What the system lets a reader of foreign bytes do: compute, and write to the pipes that it was given.

Source: setrlimit(2), prctl(2), seccomp(2), unshare(2) of Linux. Each lock holds by itself; `lock` says which took,
for containers forbid some of them: those of `ALWAYS` must, or the reader does not start.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct

# no account of the machine has it, so that nothing of anybody's can be read, killed or counted; nobody where it is
# not mapped, as in some containers
USER_IDS = (64_444, 65_534)
ALWAYS = frozenset({"memory", "cpu", "output", "descriptors", "processes"})
_CPU_SECONDS_OF_A_LIFE = 3_600

_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 4, 38, 22
_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_FILTER_MODE, _ERRNO_EPERM, _ALLOW = 2, 0x0005_0001, 0x7FFF_0000
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # of the kernel's packet filter: one instruction each

# machine → its number for audits, and the calls that computing needs: memory, own signals and timers, open pipes
_CALLS = {
    "x86_64": (
        0xC000_003E,
        # read write close fstat poll lseek mmap mprotect munmap brk, signals, readv writev select yield mremap mincore
        *(0, 1, 3, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 19, 20, 23, 24, 25, 27, 28, 35, 36, 38, 39, 60, 98, 99, 100),
        # ids, sigaltstack, gettid, time, futex, affinity, restart, clocks, exit, robust list, ppoll, random, rseq
        *(102, 104, 107, 108, 131, 186, 201, 202, 204, 219, 228, 229, 230, 231, 262, 271, 273, 318, 324, 334),
    ),
    "aarch64": (
        0xC000_00B7,
        *(57, 62, 63, 64, 65, 66, 67, 72, 73, 79, 80, 93, 94, 98, 99, 101, 102, 103, 113, 114, 115, 123, 124, 128),
        *(132, 134, 135, 139, 153, 165, 172, 174, 175, 176, 177, 178, 179, 214, 215, 216, 222, 226, 232, 233, 278),
        *(283, 293),
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def lock(most_bytes: int) -> list[str]:
    """Shut the process in for good; returns the names of the locks that hold. Everything it needs is loaded by now.

    `most_bytes` bounds its address space. Raises OSError where one of the limits cannot be set.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    held = []
    for flags in (_CLONE_NEWNET, _CLONE_NEWUSER | _CLONE_NEWNET):
        if libc.unshare(flags) == 0:
            held.append("network")
            break
    if os.geteuid() == 0:
        _become_nobody()
        held.append("user")
    lowest_free = os.dup(0)
    os.close(lowest_free)
    limits = {
        "memory": (resource.RLIMIT_AS, most_bytes),
        "cpu": (resource.RLIMIT_CPU, _CPU_SECONDS_OF_A_LIFE),
        "output": (resource.RLIMIT_FSIZE, 0),
        "processes": (resource.RLIMIT_NPROC, 0),
        "core": (resource.RLIMIT_CORE, 0),
        "descriptors": (resource.RLIMIT_NOFILE, lowest_free),  # a new one would be this, and is too high
    }
    for name, (which, most) in limits.items():
        resource.setrlimit(which, (most, most))
        held.append(name)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 and _filter_calls(libc):
        held.append("calls")
    return held


def _become_nobody() -> None:
    os.setgroups([])
    for number in USER_IDS:
        try:
            os.setresgid(number, number, number)
            os.setresuid(number, number, number)
        except OSError:
            continue
        return
    raise OSError("no unprivileged user can be taken")


def _filter_calls(libc: ctypes.CDLL) -> bool:
    """Refuse every call to the system but those of `_CALLS`; False where machine or container does not let us."""
    if platform.machine() not in _CALLS:
        return False
    machine, *calls = _CALLS[platform.machine()]
    refuse = len(calls) + 1
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 0, refuse, machine), (_LOAD, 0, 0, 0)]
    steps += [(_EQUAL, refuse - at, 0, number) for at, number in enumerate(calls, 1)]
    steps += [(_RETURN, 0, 0, _ERRNO_EPERM), (_RETURN, 0, 0, _ALLOW)]
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    return libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(_Program(len(steps), program)), 0, 0) == 0
