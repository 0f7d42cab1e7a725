"""A Python service as a participant of Conductor's sagas."""

from .context import CommandContext
from .errors import ParticipantMisconfigured, Refused, StatementRefused, TryAgainLater
from .participant import Health, Participant, inbox_sql
from .purge import purge
from .settings import Settings

__all__ = [
    "CommandContext",
    "Health",
    "Participant",
    "ParticipantMisconfigured",
    "Refused",
    "Settings",
    "StatementRefused",
    "TryAgainLater",
    "inbox_sql",
    "purge",
]
