"""The duties of a participant, within one transaction that the caller begins and commits.

One row per idempotency key is all that is remembered of a step. The first delivery inserts it, as
the first statement of its transaction: an action as `executing`, a compensation or an inquiry that
finds nothing as `fenced`. Every other delivery of the key, in either direction, waits at that
insert until the first transaction has ended, and then finds nothing, or a row with the outcome.

    executing --> succeeded --> undone
        +-------> refused ----> fenced
"""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, replace
from typing import Any, Callable, Protocol, Sequence

from .errors import Refused
from .json_text import fingerprint_of
from .wire import Command, Outcome

DAY = 86_400
#: For clocks that differ, and for a purge that runs late or early.
_MARGIN_DAYS = 1

NOTHING_TO_UNDO = Outcome("succeeded", '{"result": "nothing-to-undo"}')
FENCED = Outcome(
    "refused",
    code="FENCED",
    message="the step was compensated or given up: it has no effect",
)
KEY_REUSED = Outcome(
    "refused",
    code="KEY_REUSED",
    message="the idempotency key is known with another input",
)
INBOX_EXPIRED = Outcome(
    "errored",
    code="INBOX_EXPIRED",
    message="it began before what the inbox remembers: a person has to see what was done",
)
#: Only a handler that ended the transaction itself leaves such a row.
UNFINISHED = Outcome(
    "errored",
    code="INBOX_ROW_UNFINISHED",
    message="the inbox row has no outcome",
)


class Rows(Protocol):
    """The transaction of a command. Gives the rows of a statement; none where it has none."""

    def __call__(
        self, statement: str, values: Sequence[Any] = ()
    ) -> Sequence[tuple[Any, ...]]: ...


class Unstored(Exception):
    """The answer is sent, and nothing of it stored."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.code)
        self.outcome = outcome


class RowVanished(Exception):
    """The row was deleted between two statements because it was too old. A rerun finds it gone."""


@dataclass(frozen=True)
class Limits:
    retention_days: float
    command_max_age_days: float


@dataclass(frozen=True)
class Asked:
    """A command, and all that its answer depends on."""

    rows: Rows
    command: Command
    limits: Limits
    #: Calls the handler in a savepoint; takes the action's output, and gives its own as text.
    call: Callable[[Any], str]


@dataclass(frozen=True)
class _Row:
    outcome: str
    action_fingerprint: bytes | None
    compensation_fingerprint: bytes | None
    output: str | None
    error_code: str | None
    error_message: str | None
    compensation_output: str | None


def answer_command(asked: Asked) -> Outcome:
    """After an exception the caller rolls back all of it; an outcome is committed, then sent."""
    direction = asked.command.direction
    if direction == "execute":
        return _execute(asked)
    return _compensate(asked) if direction == "compensate" else _inquire(asked)


def _execute(asked: Asked) -> Outcome:
    command = asked.command
    fingerprint = fingerprint_of(command.pattern, command.data)
    row = _claim(asked, "executing", action=fingerprint)
    if row is not None:
        return _stored(row) if _same(row.action_fingerprint, fingerprint) else KEY_REUSED
    if _days_since(command.issued_at) > asked.limits.command_max_age_days:
        return _refuse_for_age(asked)
    # an earlier attempt, or slip, may have been applied and its row deleted since
    may_have_been_here = command.attempt > 1 or command.has_slip
    if may_have_been_here and not _remembers(asked):
        raise Unstored(INBOX_EXPIRED)
    try:
        output = asked.call(None)
    except Refused as refusal:
        return _refuse(asked, Outcome("refused", code=refusal.code, message=refusal.message))
    asked.rows(_SUCCEED, [output, command.idempotency_key])
    return Outcome("succeeded", output)


def _compensate(asked: Asked) -> Outcome:
    command = asked.command
    fingerprint = fingerprint_of(command.pattern, command.data)
    row = _claim(asked, "fenced", compensation=fingerprint)
    if row is None:
        if _remembers(asked):
            return NOTHING_TO_UNDO
        raise Unstored(INBOX_EXPIRED)
    if not _same(row.compensation_fingerprint, fingerprint):
        return KEY_REUSED
    if row.outcome == "executing":
        return UNFINISHED
    if row.outcome == "undone":
        return _undone(row.compensation_output or "{}")
    if row.outcome != "succeeded":
        asked.rows(_COMPENSATE, ["fenced", fingerprint, None, command.idempotency_key])
        return NOTHING_TO_UNDO
    try:
        output = asked.call(json.loads(row.output or "null"))
    except Refused as refusal:
        # not stored: the action stays done, and a later attempt may undo it
        return Outcome("refused", code=refusal.code, message=refusal.message)
    asked.rows(_COMPENSATE, ["undone", fingerprint, output, command.idempotency_key])
    return _undone(output)


def _inquire(asked: Asked) -> Outcome:
    row = _claim(asked, "fenced")
    if row is not None:
        return _stored(row)
    if _remembers(asked):
        return FENCED
    raise Unstored(INBOX_EXPIRED)


def _claim(
    asked: Asked, outcome: str, *, action: bytes | None = None, compensation: bytes | None = None
) -> _Row | None:
    """Inserts the row, and gives None; or gives the row of a known key, locked."""
    key = asked.command.idempotency_key
    values = [key, outcome, asked.command.pattern, action, compensation, compensation]
    if asked.rows(_INSERT, values):
        return None
    found = asked.rows(_LOCK, [key])
    if not found:
        raise RowVanished(key)
    return _Row(*found[0])


def _stored(row: _Row) -> Outcome:
    if row.outcome == "succeeded":
        return Outcome("succeeded", row.output or "null")
    if row.outcome == "refused":
        return Outcome("refused", code=row.error_code or "", message=row.error_message or "")
    return UNFINISHED if row.outcome == "executing" else FENCED


def _refuse(asked: Asked, refusal: Outcome) -> Outcome:
    asked.rows(_REFUSE, [refusal.code, refusal.message, asked.command.idempotency_key])
    return refusal


def _refuse_for_age(asked: Asked) -> Outcome:
    """Stored like any refusal, except where "no row" may mean that the row was deleted."""
    days = asked.limits.command_max_age_days
    message = f"the command is older than {days:g} days"
    refusal = Outcome("refused", code="COMMAND_TOO_OLD", message=message)
    if not _remembers(asked):
        raise Unstored(refusal)
    return _refuse(asked, refusal)


def _remembers(asked: Asked) -> bool:
    """Whether the row of this key would still exist, if there ever was one.

    A row is not older than the first command of its key or, where that is not given, than its
    saga, whose id (a uuid v7) starts with the instant of its start.
    """
    command = asked.command
    since = command.first_issued_at
    if since is None:
        since = _start_of(command.saga_id)
    return _days_since(since) < asked.limits.retention_days - _MARGIN_DAYS


def _start_of(saga_id: str) -> float | None:
    try:
        known = uuid.UUID(saga_id)
    except ValueError:
        return None
    return (known.int >> 80) / 1000 if known.version == 7 else None


def _days_since(instant: float | None) -> float:
    return 0 if instant is None else (time.time() - instant) / DAY


def _same(known: bytes | None, fingerprint: bytes) -> bool:
    """A direction that never arrived has no fingerprint, and accepts any input."""
    return known is None or bytes(known) == fingerprint


def _undone(output: str) -> Outcome:
    own = json.loads(output)
    told = {**(own if isinstance(own, dict) else {}), "result": "undone"}
    return replace(NOTHING_TO_UNDO, output=json.dumps(told, ensure_ascii=False))


_INSERT = """
  insert into inbox
    (idempotency_key, outcome, command, action_fingerprint, compensation_fingerprint,
     compensated_at)
  values (%s, %s, %s, %s, %s, case when %s::bytea is null then null else clock_timestamp() end)
  on conflict (idempotency_key) do nothing
  returning 1"""

_LOCK = """
  select outcome, action_fingerprint, compensation_fingerprint, output, error_code,
         error_message, compensation_output
  from inbox where idempotency_key = %s for update"""

_SUCCEED = "update inbox set outcome = 'succeeded', output = %s where idempotency_key = %s"

_REFUSE = """
  update inbox set outcome = 'refused', error_code = %s, error_message = %s
  where idempotency_key = %s"""

_COMPENSATE = """
  update inbox
  set outcome = %s, compensation_fingerprint = %s, compensation_output = %s,
      compensated_at = clock_timestamp()
  where idempotency_key = %s"""
