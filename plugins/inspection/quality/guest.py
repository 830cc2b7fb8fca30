"""Looking through somebody else's connection: also at what is not committed yet, and changing nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus


class Guest(psycopg.Connection):
    """A second Python connection over the owner's session: what it commits, rolls back or closes is only its look.

    Rows are plain tuples, as SQLAlchemy wants them, whatever the owner has chosen.
    """

    @classmethod
    def of(cls, owner: psycopg.Connection) -> Guest:
        """A guest in the owner's session, who goes on being told its notices."""
        told = owner.pgconn.notice_handler, owner.pgconn.notify_handler
        guest = cls(owner.pgconn)
        owner.pgconn.notice_handler, owner.pgconn.notify_handler = told
        guest.prepare_threshold = None  # names of prepared statements belong to the session
        return guest

    @contextmanager
    def look(self) -> Iterator[None]:
        """Everything inside is read-only; afterwards the owner's transaction goes on as if nobody had looked."""
        if self.pgconn.transaction_status == TransactionStatus.IDLE:
            self._say("begin")
        self._say("savepoint gate; set local transaction_read_only = on")
        try:
            yield
        finally:
            self._say("rollback to savepoint gate; release savepoint gate")

    def commit(self) -> None:
        """Nothing: the transaction is the owner's."""

    def rollback(self) -> None:
        """Forget a statement that failed, and nothing that the owner did."""
        self._say("rollback to savepoint gate; set local transaction_read_only = on")

    def close(self) -> None:
        """Nothing: the session is the owner's."""

    def __del__(self, *_: object) -> None:
        """No complaint that it is open."""

    def _say(self, statements: str) -> None:
        answer = self.pgconn.exec_(statements.encode())
        if answer.status != ExecStatus.COMMAND_OK:
            raise psycopg.OperationalError(answer.error_message.decode("utf-8", "replace"))
