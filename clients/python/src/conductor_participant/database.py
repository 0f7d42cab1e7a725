"""Connections to the service's own database, and what its errors mean for a command."""

from __future__ import annotations

import base64
import logging
import os
import random
import socket
import threading
import uuid
from typing import Any, Callable, Sequence

import psycopg

from .errors import ParticipantMisconfigured

log = logging.getLogger("conductor_participant")

Connect = Callable[[], "psycopg.Connection[Any]"]

#: A database that stops answering is noticed by these, not by TCP's own patience.
_NETWORK_LIMITS = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
_PROBE_BYTES = 192 * 1024
_PROBE = """
  insert into inbox (idempotency_key, outcome, command, output)
  values (%s, 'fenced', 'probe', %s)"""

#: What ends a handler's work: the code of the answer, and what it says.
LIMITS = {
    "25P03": ("TRANSACTION_IDLE_TOO_LONG", "the handler left its transaction idle for too long"),
    "25P04": ("TRANSACTION_TOO_LONG", "the transaction took too long for the database"),
    "57014": ("STATEMENT_TOO_LONG", "a statement of the handler took longer than its limit"),
    "40001": ("DATABASE_CONTENTION", "a serialization failure"),
    "40P01": ("DATABASE_CONTENTION", "a deadlock with another transaction"),
    "55P03": ("DATABASE_CONTENTION", "a row was locked for too long"),
    "25P02": ("TRANSACTION_ABORTED", "a statement failed, and the handler did not say so"),
}
CONTENTION = {"40001", "40P01", "55P03"}
#: The database cannot work, whoever asks: it shuts down, its disk is full or broken.
_AWAY = {"53100", "58030", "57P01", "57P02", "57P03", "57P04", "57P05"}
#: The same when the library's own statements meet it: they ask for so little.
_AWAY_FOR_THE_INBOX = {"25006", "42501", "42P01", "53000", "53200", "53300"}


def connector(dsn: str | None, connect: Connect | None) -> Connect:
    """Opens connections of the service's own database. Raises ParticipantMisconfigured."""
    if connect is not None and dsn is None:
        return connect
    if dsn is None or connect is not None:
        raise ParticipantMisconfigured("give either dsn or connect, for the service's database")
    try:
        given = psycopg.conninfo.conninfo_to_dict(dsn)
    except psycopg.ProgrammingError as error:
        raise ParticipantMisconfigured(f"the dsn cannot be read: {error}") from None
    options: dict[str, Any] = {**_NETWORK_LIMITS, **given}
    return lambda: psycopg.connect(**options)


def sqlstate_of(error: BaseException) -> str:
    return (isinstance(error, psycopg.Error) and error.sqlstate) or ""


def is_outage(error: BaseException, connection: Any, *, in_handler: bool) -> bool:
    """Whether the database is away: nobody's fault, so that commands wait and lose no attempt."""
    state = sqlstate_of(error)
    if in_handler and (state in LIMITS or is_idle_too_long(error)):
        return False
    if connection is None or connection.closed or state in _AWAY:
        return True
    return not in_handler and (state in _AWAY_FOR_THE_INBOX or state.startswith("08"))


def is_idle_too_long(error: BaseException) -> bool:
    """The server ended the session for it. libpq then has no SQLSTATE, but the server's words.

    On a server that says it in another language it counts as an outage, at most three times.
    """
    is_lost = isinstance(error, psycopg.OperationalError) and error.sqlstate is None
    return is_lost and "idle-in-transaction timeout" in str(error)


def rows_of(connection: psycopg.Connection[Any]) -> Callable[..., Sequence[tuple[Any, ...]]]:
    """Runs the library's own statements, whatever cursors and rows the service uses."""

    def rows(statement: str, values: Sequence[Any] = ()) -> Sequence[tuple[Any, ...]]:
        cursor = psycopg.Cursor(connection, row_factory=psycopg.rows.tuple_row)
        cursor.execute(statement, values)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []

    return rows


def cut(connection: Any) -> None:
    """Ends a connection that another thread waits on: that thread gets an error, the server EOF."""
    try:
        own = socket.socket(fileno=os.dup(connection.fileno()))
    except (OSError, psycopg.Error):
        return
    with own:
        try:
            own.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def require_inbox(connect: Connect) -> str | None:
    """None, or why the database is away. Raises ParticipantMisconfigured without the table."""
    try:
        with connect() as connection:
            found = rows_of(connection)("select to_regclass('inbox')")
    except (psycopg.OperationalError, OSError) as error:
        return str(error).strip()
    if found[0][0] is None:
        raise ParticipantMisconfigured(
            'the table "inbox" is not there: run the file inbox.sql of this package on the '
            "service's database (conductor_participant.inbox_sql() gives its text)"
        )
    return None


class DatabaseGate:
    """Closed while the database is away. One worker finds out when it is back; all others wait."""

    def __init__(self, connect: Connect, stopping: threading.Event) -> None:
        self._connect = connect
        self._stopping = stopping
        self._open = threading.Event()
        self._open.set()
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        return self._open.is_set()

    def report_away(self, reason: object) -> None:
        with self._lock:
            if self._open.is_set():
                self._open.clear()
                text = str(reason).strip()
                log.warning("the database is away; commands wait: %s", text)

    def pass_(self) -> bool:
        """Waits until the database can work. False: the service stops."""
        while not self._open.is_set():
            if self._stopping.is_set():
                return False
            with self._lock:
                if not self._open.is_set():
                    self._probe_until_back()
        return not self._stopping.is_set()

    def _probe_until_back(self) -> None:
        delay = 0.1
        while not self._stopping.is_set():
            try:
                self._probe()
            except Exception:  # also what the service's own `connect` raises
                self._stopping.wait(delay * random.uniform(0.5, 1))
                delay = min(5.0, delay * 2)
            else:
                log.info("the database is back")
                self._open.set()
                return

    def _probe(self) -> None:
        """What a command needs: a standby, or a full disk, would answer `select 1` too."""
        noise = base64.b64encode(os.urandom(_PROBE_BYTES)).decode()
        with self._connect() as connection, connection.transaction(force_rollback=True):
            rows_of(connection)(_PROBE, [f"probe/{uuid.uuid4()}", noise])
