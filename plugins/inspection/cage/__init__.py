"""The cage: foreign bytes are read by a process that may do nothing else, and whose death costs one file.

`stream` and `call` run a function of ours on bytes from outside in a child process that stays warm for many files:
bounded memory, CPU time and output, no file, no socket, no fork, no secret in its environment, and as root another
user (`locks.py`). What comes back is data of a declared type, never an object of the child's making.
A file that is too much for it, or that kills it, is told as `Unreadable`; the next file gets a new process.
"""

from inspection.cage.keeper import Bounds, Unreadable, call, close, locks_held, stream

__all__ = ["Bounds", "Unreadable", "call", "close", "locks_held", "stream"]
