"""Deletes inbox rows and fencing tokens that are too old."""

from __future__ import annotations

import logging
import threading

from .database import Connect, rows_of

log = logging.getLogger("conductor_participant")

_INTERVAL = 3600
#: Rows deleted by one statement: locks are short, and little has to be replayed.
_BATCH_ROWS = 1000
#: How many statements one round runs; the next round continues.
_BATCHES_MAX = 200

_DELETE_ROWS = """
  with old as materialized (
    select idempotency_key from inbox
    where received_at < clock_timestamp() - %s * interval '1 day'
    order by received_at limit %s
    for update skip locked
  ), gone as (
    delete from inbox using old where inbox.idempotency_key = old.idempotency_key returning 1
  )
  select count(*) from gone"""

_DELETE_TOKENS = """
  with old as materialized (
    select key from fencing_token
    where seen_at < clock_timestamp() - %s * interval '1 day'
    order by seen_at limit %s
    for update skip locked
  ), gone as (
    delete from fencing_token using old where fencing_token.key = old.key returning 1
  )
  select count(*) from gone"""


class Purge(threading.Thread):
    """At the start, and then every hour, until the service stops."""

    def __init__(self, connect: Connect, retention_days: float, stopping: threading.Event) -> None:
        super().__init__(name="conductor-purge", daemon=True)
        self._connect = connect
        self._retention_days = retention_days
        self._stopping = stopping

    def run(self) -> None:
        while not self._stopping.is_set():
            try:
                deleted = purge(self._connect, self._retention_days, self._stopping)
            except Exception as error:  # the next round tries again; no command depends on it
                log.warning("old rows were not deleted: %s", str(error).strip())
            else:
                if deleted > 0:
                    log.info("old rows deleted: %d", deleted)
            self._stopping.wait(_INTERVAL)


def purge(
    connect: Connect, retention_days: float, stopping: threading.Event | None = None
) -> int:
    """Deletes a limited number of rows older than `retention_days`, and returns how many."""
    total = 0
    with connect() as connection:
        connection.autocommit = True
        rows = rows_of(connection)
        has_tokens = rows("select to_regclass('fencing_token')")[0][0] is not None
        for statement in (_DELETE_ROWS, *([_DELETE_TOKENS] if has_tokens else [])):
            for _ in range(_BATCHES_MAX):
                if stopping is not None and stopping.is_set():
                    return total
                deleted = rows(statement, [retention_days, _BATCH_ROWS])[0][0]
                total += deleted
                if deleted < _BATCH_ROWS:
                    break
    return total
