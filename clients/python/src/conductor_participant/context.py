"""What a handler is given beside its input."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Any, Mapping

import psycopg

from .database import rows_of
from .errors import Refused, StatementRefused
from .wire import Command

_FIRST_WORDS = re.compile(
    r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/)*"
    r"(?:begin|start\s+transaction|commit|end|abort|prepare\s+transaction"
    r"|rollback(?!(?:\s+(?:work|transaction))?\s+to\b))\b",
    re.IGNORECASE | re.DOTALL,
)

_TAKE = """
  insert into fencing_token (key, token)
  select key, token from unnest(%s::text[], %s::bigint[]) as asked (key, token)
  on conflict (key) do update set token = excluded.token, seen_at = clock_timestamp()
    where fencing_token.token <= excluded.token
  returning key"""


class CommandContext:
    """One command, and the one transaction in which its effect, its inbox row and its reply are.

    `idempotency_key`: the same for every attempt and direction. `executed`: what the action
    returned, for a compensation; else None. `fencing_tokens`: tickets of the saga's locks by key.
    `deadline`: when the conductor stops waiting for this attempt; information, never a rule.
    """

    def __init__(self, command: Command, connection: psycopg.Connection[Any], executed: Any):
        self.command = command.pattern
        self.direction = command.direction
        self.idempotency_key = command.idempotency_key
        self.saga_id = command.saga_id
        self.saga_definition = command.saga_definition
        self.step = command.step
        self.iteration = command.iteration
        self.attempt = command.attempt
        self.executed = executed
        self.fencing_tokens: Mapping[str, int] = command.fencing_tokens
        self.traceparent = command.traceparent
        self.tracestate = command.tracestate
        at = command.deadline_at
        self.deadline = None if at is None else datetime.fromtimestamp(at, timezone.utc)
        self._connection = connection
        self._is_open = True

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """The transaction's. A part that may fail goes into `with connection.transaction():`.

        The library ends the transaction: `commit()` and `rollback()` raise.
        """
        self._check_open()
        return self._connection

    def cursor(self, **options: Any) -> psycopg.Cursor[Any]:
        cursor: psycopg.Cursor[Any] = self.connection.cursor(**options)
        return cursor

    def execute(self, statement: str, values: Any = None) -> psycopg.Cursor[Any]:
        """Runs a statement in the transaction.

        Raises StatementRefused for one that would end the transaction, and after the handler.
        """
        self._check_open()
        if _FIRST_WORDS.match(statement):
            message = "the library begins and ends the transaction: use connection.transaction()"
            raise StatementRefused("TRANSACTION_CONTROL", message)
        cursor = self.cursor()
        # psycopg's types take only texts that are known beforehand
        cursor.execute(statement, values)  # type: ignore[arg-type]
        return cursor

    def check_fencing_token(self) -> bool:
        """Call it first in a handler that changes what the saga's locks protect.

        Raises Refused `FENCING_TOKEN_OLD` for an action of an earlier holder. False: for a
        compensation of one, which is never refused. Needs the table `fencing_token`.
        """
        asked = sorted(self.fencing_tokens.items())
        if not asked:
            return True
        self._check_open()
        values = [[key for key, _ in asked], [token for _, token in asked]]
        taken = {row[0] for row in rows_of(self._connection)(_TAKE, values)}
        old = next(((key, token) for key, token in asked if key not in taken), None)
        if old is None:
            return True
        if self.direction == "compensate":
            return False
        message = f'token {old[1]} of the lock "{old[0]}" is old: a later holder was here'
        raise Refused("FENCING_TOKEN_OLD", message)

    def _check_open(self) -> None:
        if not self._is_open:
            raise StatementRefused("STATEMENT_TOO_LATE", "the handler has ended")

    def _close(self) -> None:
        self._is_open = False
