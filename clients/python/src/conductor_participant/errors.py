"""What a handler may raise, and what is raised when the service cannot start."""

from __future__ import annotations

import re

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_MESSAGE_LENGTH_MAX = 500


class ParticipantMisconfigured(Exception):
    """With these options, or this environment, the service could only pretend to work."""

    code = "PARTICIPANT_MISCONFIGURED"


class Refused(Exception):
    """A business no: final, and nothing happened. What the handler wrote is rolled back.

    `code`: 1 to 64 of letters, digits and `_.:-`; any other becomes `ERROR`, and stands in the
    message. `message`: for people, at most 500 characters.
    """

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code, message)
        self.code, self.message = usable(code, message)


class TryAgainLater(Exception):
    """A technical no: nothing is stored, and the conductor tries again.

    `retry_after`: the shortest delay, in seconds; None: the step's own policy says.
    """

    def __init__(self, code: str, message: str = "", *, retry_after: float | None = None) -> None:
        super().__init__(code, message)
        self.code, self.message = usable(code, message)
        self.retry_after = retry_after


class StatementRefused(Exception):
    """The handler began or ended the transaction itself, or a statement came after its end."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def usable(code: str, message: str) -> tuple[str, str]:
    """A code and a message that the conductor takes, and that PostgreSQL can store."""
    is_usable = _CODE.fullmatch(code) is not None
    text = (message or code) if is_usable else f"{code[:100]}: {message or code}"
    return (code if is_usable else "ERROR"), _UNPRINTABLE.sub(" ", text[:_MESSAGE_LENGTH_MAX])
