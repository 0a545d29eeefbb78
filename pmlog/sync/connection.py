"""A connection to a PostgreSQL that ends: in an answer, or in NotReached within seconds.

TLS and all else is libpq's own: sslmode and its kin in the address, PGSSLROOTCERT and its
kin in the environment, ~/.pgpass, ~/.pg_service.conf.
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pmlog.errors import UsageError
from pmlog.sync.shelf import NotReached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")
Connection = psycopg.Connection[tuple[Any, ...]]

# What the address and the environment may set otherwise.
_DEFAULTS = {
    "connect_timeout": "5",
    "application_name": "pmlog",
    # Of a database in SQL_ASCII text would come as bytes.
    "client_encoding": "UTF8",
    # A line that is cut in silence is noticed by what was sent and not acknowledged.
    "tcp_user_timeout": "10000",  # ms
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
    "options": "-c statement_timeout=20s -c idle_in_transaction_session_timeout=60s",
}
# A server that was stopped acknowledges what it does not read, and counts no time: only we
# can. Longer than its own limit, whose error tells more.
LIMIT_S = 25.0
_LIST_LIMIT_S = 10.0
_TRIES = 6
_AT_ONCE_S = 1.0
# Others were quicker (serializable transactions): the same again has another outcome.
_AGAIN = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected)
# It has no such level, but for one that does as well.
_NO_LEVEL = (psycopg.errors.FeatureNotSupported, psycopg.errors.InvalidParameterValue)


class Server:
    """A server, called again where the line was cut."""

    def __init__(self, address: str, name: str) -> None:
        """Take an address, and what errors call it. UsageError for one that is none."""
        try:
            given = conninfo_to_dict(address)
        except psycopg.ProgrammingError:
            # libpq's own message quotes the address, password and all.
            raise UsageError(
                "the address of the database cannot be read; it is like "
                "postgresql://user@host:5432/name"
            ) from None
        wanted: dict[str, Any] = {**_DEFAULTS, **given}
        self._plain = ""  # without limits of the server's own, if those are ours
        if os.environ.get("PGCONNECT_TIMEOUT") and "connect_timeout" not in given:
            del wanted["connect_timeout"]
        self._info = make_conninfo("", **wanted)
        if "options" not in given:
            self._plain = make_conninfo("", **{**wanted, "options": ""})
        self._password = str(given.get("password") or "")
        self._name = name
        self._level: psycopg.IsolationLevel | None = psycopg.IsolationLevel.SERIALIZABLE
        self._connection: Connection | None = None

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def do(self, work: Callable[[Connection], T], *, is_list: bool = False) -> T:
        """Do work in a transaction, again where it was refused or its outcome is unknown.

        So work must be such that twice is once.
        """
        limit_s = min(_LIST_LIMIT_S, LIMIT_S) if is_list else LIMIT_S
        for attempt in range(_TRIES):
            if attempt:
                # Not all at the same moment again.
                time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311
            connection = self._opened()
            with _limit(connection, limit_s) as is_over:
                try:
                    done = work(connection)
                    connection.commit()
                except _AGAIN as error:
                    reason = self._reason(error)
                    with suppress(psycopg.Error):
                        connection.rollback()
                except _NO_LEVEL as error:
                    if self._level is None:
                        raise self._not_reached(error) from error
                    reason, self._level = self._reason(error), None
                    self.close()
                except psycopg.errors.QueryCanceled as error:
                    self.close()
                    raise self._not_reached(error) from error
                except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                    self.close()
                    reason = self._reason(error)
                else:
                    return done
            if is_over.is_set():
                raise NotReached(self._name, f"no answer within {limit_s:.0f} s")
        raise NotReached(self._name, reason)

    def _opened(self) -> Connection:
        if self._connection is None:
            try:
                self._connection = self._connected()
            except psycopg.Error as error:
                raise self._not_reached(error) from None
            self._connection.isolation_level = self._level
        return self._connection

    def _connected(self) -> Connection:
        started_s = time.monotonic()
        try:
            return _connect(self._info)
        except psycopg.OperationalError:
            # Some poolers take no options; our own limit holds all the same.
            if not self._plain or time.monotonic() - started_s > _AT_ONCE_S:
                raise
            try:
                connection = _connect(self._plain)
            except psycopg.OperationalError:
                connection = None
            if connection is None:
                raise
            self._info = self._plain
            return connection

    def _not_reached(self, error: psycopg.Error) -> NotReached:
        return NotReached(self._name, self._reason(error))

    def _reason(self, error: psycopg.Error) -> str:
        told = error.diag.message_primary or str(error) or type(error).__name__
        reason = told.strip().splitlines()[0]
        return reason.replace(self._password, "...") if self._password else reason

    def refused(self, error: psycopg.Error) -> NotReached:
        """Return the sentence for what the server does not let us do."""
        self.close()
        return self._not_reached(error)


def _connect(info: str) -> Connection:
    # Without prepared statements: a pooler gives each transaction another server.
    return psycopg.connect(info, prepare_threshold=None, cursor_factory=psycopg.RawCursor)


@contextmanager
def _limit(connection: Connection, limit_s: float) -> Iterator[threading.Event]:
    """Cut a line that does not answer in time; whoever waits on it then hears of it."""
    is_over = threading.Event()
    try:
        line = socket.socket(fileno=os.dup(connection.fileno()))
    except (psycopg.Error, OSError):
        yield is_over  # it is cut already
        return

    def cut() -> None:
        is_over.set()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(limit_s, cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_over
    finally:
        timer.cancel()
        line.close()
