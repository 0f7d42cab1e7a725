"""The options of a participant, checked."""

from __future__ import annotations

from dataclasses import dataclass, fields

from .errors import ParticipantMisconfigured
from .wire import PARTICIPANT_NAME


@dataclass(frozen=True)
class Settings:
    """All times in seconds."""

    #: The first part of the names of exchanges and queues, as in the conductor.
    prefix: str = "conductor"
    #: How many commands are in a transaction at a time, each in a thread with a connection.
    concurrency: int = 8
    #: How many commands are taken from the broker at a time. Default: four for each thread.
    prefetch: int | None = None
    #: How long the inbox keeps rows. Must exceed the longest saga that may still undo.
    retention_days: float = 30
    #: Older actions are refused, `COMMAND_TOO_OLD`. Less than `retention_days`.
    command_max_age_days: float = 14
    #: Longest wait for a row lock, including that of another delivery of the same key.
    lock_timeout: float = 5
    #: Longest single statement.
    statement_timeout: float = 15
    #: Longest pause between a handler's statements, after which its transaction ends.
    idle_transaction_timeout: float = 30
    #: How long a handler may run. Never more than twice the timeout of its step, but at least 10 s.
    handler_timeout: float = 60
    #: How long a stop waits for commands in flight.
    close_timeout: float = 10

    @property
    def messages_at_a_time(self) -> int:
        return self.prefetch if self.prefetch is not None else 4 * self.concurrency

    def check(self, participant: str) -> None:
        """Raises ParticipantMisconfigured."""
        if not PARTICIPANT_NAME.fullmatch(participant):
            raise ParticipantMisconfigured(
                f"{participant!r} is no participant's name: write what its commands begin with, "
                'up to 63 small letters, digits and "-", a letter first, such as "payment"'
            )
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, (int, float)) and value <= 0:
                raise ParticipantMisconfigured(f"{field.name} has to be positive")
        if self.command_max_age_days >= self.retention_days:
            raise ParticipantMisconfigured(
                "command_max_age_days has to be less than retention_days: else a late command "
                "finds no inbox row"
            )
