"""Runs one command in one transaction, and says what its answer is."""

from __future__ import annotations

import copy
import logging
import random
import re
import threading
import time
from dataclasses import dataclass
from typing import Any, Callable, Mapping

import psycopg

from .context import CommandContext
from .database import CONTENTION, LIMITS, Connect, DatabaseGate
from .database import is_idle_too_long, is_outage, rows_of, sqlstate_of
from .errors import Refused, StatementRefused, TryAgainLater
from .inbox import Asked, Limits, RowVanished, Unstored, answer_command
from .json_text import UnwritableJson, write_output
from .settings import Settings
from .wire import Command, Outcome

log = logging.getLogger("conductor_participant")

Handler = Callable[[Any, CommandContext], Any]

#: Beyond these the conductor's own retries follow.
_CLAIMS_MAX = 6
#: Outages that one attempt may meet while its handler runs: more may be of its own making.
_OUTAGES_MAX = 3
_LIMIT_LEAST = 10.0
#: The server ends a statement at its limit by itself; its answer needs a moment longer.
_ANSWER_MARGIN = 3.0
_STABLE_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,63}")
_INTERNAL_ERROR = "INTERNAL_ERROR"
_UNEXPECTED = "the participant failed; its own log says how ('command failed')"


class Stopped(Exception):
    """The service stops; the command is delivered again, here or elsewhere."""


class HandlerFailed(Exception):
    """The handler raised; kept apart from errors of the inbox's own statements."""


@dataclass
class Phase:
    """What a command does now, and until when it may; read by the thread that watches."""

    name: str = "waiting"
    ends_at: float | None = None
    connection: Any = None
    #: The handler did not end in time, and was answered for.
    is_given_up: bool = False

    def enter(self, name: str, seconds: float | None) -> None:
        self.name = name
        self.ends_at = None if seconds is None else time.monotonic() + seconds


class Answerer:
    """One for each thread: it has a connection of its own."""

    def __init__(
        self,
        connect: Connect,
        gate: DatabaseGate,
        settings: Settings,
        handlers: Mapping[str, Mapping[str, Handler]],
        stopping: threading.Event,
    ) -> None:
        self._connect = connect
        self._gate = gate
        self._settings = settings
        self._handlers = handlers
        self._stopping = stopping
        self._connection: psycopg.Connection[Any] | None = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def answer(self, command: Command, phase: Phase) -> Outcome:
        """Raises Stopped."""
        kind = "compensation" if command.direction == "compensate" else "command"
        handler = self._handlers[kind].get(command.pattern)
        if handler is None:
            message = f"no handler for the {kind} {command.pattern}"
            log.error("%s (%s)", message, command.idempotency_key)
            return Outcome("errored", code="UNKNOWN_COMMAND", message=message)
        claims = outages = 0
        while True:
            phase.enter("waiting", None)
            if not self._gate.pass_():
                raise Stopped
            fresh = self._ready_connection()
            if fresh is None:
                continue
            run = _Run(self._connection, self._settings, handler, command, phase)
            try:
                return run.answer()
            except Unstored as unstored:
                return unstored.outcome
            except Exception as error:
                if phase.is_given_up:
                    self._drop()
                    raise Stopped from None
                cause = _cause_of(error)
                if is_outage(cause, self._connection, in_handler=run.in_handler):
                    # a connection that was left over from before says nothing about now
                    if not fresh and not run.has_begun:
                        self._drop()
                        continue
                    self._drop()
                    self._gate.report_away(cause)
                    outages += run.has_begun
                    if outages == _OUTAGES_MAX:
                        return _errored(command, error, "DATABASE_UNAVAILABLE", _GONE)
                    continue
                if run.has_begun or not _is_contention(error):
                    return _outcome_of(command, error)
                claims += 1
                if claims == _CLAIMS_MAX:
                    return _errored(command, error, "DATABASE_CONTENTION", _CONTENDED)
                self._stopping.wait(random.uniform(0.5, 1) * min(2.0, 0.05 * 2**claims))

    def _ready_connection(self) -> bool | None:
        """Whether it was opened just now; None: there is none, and the gate knows."""
        connection = self._connection
        if connection is not None and not connection.closed:
            return False
        try:
            connection = self._connect()
            if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                connection.commit()
            connection.autocommit = True
        except Exception as error:
            self._gate.report_away(error)
            return None
        self._connection = connection
        return True

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class _Run:
    """One try of one command."""

    def __init__(
        self, connection: Any, settings: Settings, handler: Handler, command: Command, phase: Phase
    ) -> None:
        self._connection: psycopg.Connection[Any] = connection
        self._settings = settings
        self._handler = handler
        self._command = command
        self._phase = phase
        self.has_begun = False
        self.in_handler = False

    def answer(self) -> Outcome:
        settings, phase = self._settings, self._phase
        longest = settings.statement_timeout + _ANSWER_MARGIN
        phase.connection = self._connection
        phase.enter("claiming", settings.lock_timeout + longest)
        limits = Limits(settings.retention_days, settings.command_max_age_days)
        rows = rows_of(self._connection)
        try:
            with self._connection.transaction():
                rows(_SETTINGS, [_ms(getattr(settings, name)) for name in _TIMEOUTS])
                outcome = answer_command(Asked(rows, self._command, limits, self._call))
                phase.enter("committing", longest)
            return outcome
        finally:
            phase.enter("ended", None)
            phase.connection = None

    def _call(self, executed: Any) -> str:
        context = CommandContext(self._command, self._connection, executed)
        self.has_begun = self.in_handler = True
        self._phase.enter("handling", self._handler_limit())
        try:
            with self._connection.transaction():
                # whatever a handler does to its input, the next run of it finds it whole
                data = copy.deepcopy(self._command.data)
                output = write_output(self._handler(data, context))
        except Refused:
            # it is stored, unless the connection is gone
            self.in_handler = False
            raise
        except Exception as error:
            raise HandlerFailed from error
        finally:
            context._close()
        self.in_handler = False
        self._phase.enter("committing", self._settings.statement_timeout + _ANSWER_MARGIN)
        return output

    def _handler_limit(self) -> float:
        """At most twice the timeout of the step: two instants by the conductor's clock."""
        limit = self._settings.handler_timeout
        deadline, issued = self._command.deadline_at, self._command.issued_at
        if deadline is None or issued is None or deadline <= issued:
            return limit
        return min(limit, max(_LIMIT_LEAST, 2 * (deadline - issued)))


_TIMEOUTS = ("lock_timeout", "statement_timeout", "idle_transaction_timeout")
_SETTINGS = """
  select set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true),
         set_config('idle_in_transaction_session_timeout', %s, true)"""
_GONE = f"the database went away {_OUTAGES_MAX} times while the handler ran"
_CONTENDED = f"the inbox row was not to be had in {_CLAIMS_MAX} tries"


def _ms(seconds: float) -> str:
    return str(max(1, round(seconds * 1000)))


def _cause_of(error: BaseException) -> BaseException:
    return (isinstance(error, HandlerFailed) and error.__cause__) or error


def _is_contention(error: BaseException) -> bool:
    return isinstance(error, RowVanished) or sqlstate_of(error) in CONTENTION


def _outcome_of(command: Command, error: BaseException) -> Outcome:
    cause = _cause_of(error)
    if isinstance(cause, TryAgainLater):
        log.info("command errored: %s %s", cause.code, command.idempotency_key)
        return Outcome(
            "errored", code=cause.code, message=cause.message, retry_after=cause.retry_after
        )
    if is_idle_too_long(cause):
        return _errored(command, error, *LIMITS["25P03"])
    if isinstance(cause, _ENDINGS):
        return _errored(command, error, "TRANSACTION_CONTROL", _ENDED_ITSELF)
    limit = LIMITS.get(sqlstate_of(cause))
    if limit is not None:
        return _errored(command, error, *limit)
    if isinstance(cause, StatementRefused):
        return _errored(command, error, cause.code, str(cause))
    if isinstance(cause, UnwritableJson):
        return _errored(command, error, "OUTPUT_UNUSABLE", _UNEXPECTED)
    code = getattr(cause, "code", None)
    is_stable = isinstance(code, str) and _STABLE_CODE.fullmatch(code)
    return _errored(command, error, code if is_stable and code else _INTERNAL_ERROR, _UNEXPECTED)


_ENDINGS = (
    psycopg.errors.InvalidSavepointSpecification,
    psycopg.errors.NoActiveSqlTransaction,
)
_ENDED_ITSELF = "a handler ended the transaction itself"


def _errored(command: Command, error: BaseException, code: str, message: str) -> Outcome:
    """Details are in the service's own log only."""
    facts = (command.pattern, command.direction, command.idempotency_key)
    log.error("command failed: %s %s %s", *facts, exc_info=_cause_of(error))
    return Outcome("errored", code=code, message=message)
