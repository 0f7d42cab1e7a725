"""Commands as they come, and replies as they go."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Mapping
from urllib.parse import unquote_to_bytes

from .json_text import UnreadableJson, read_json

PARTICIPANT_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
_COMMAND_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}(\.[a-z0-9][a-z0-9-]{0,62}){1,4}")
_COMMAND_NAME_CHARS_MAX = 200
_DIGITS = re.compile(r"[0-9]{1,16}")
_SAFE_INTEGER_MAX = 2**53 - 1
_ENVELOPE = "application/vnd.conductor.commands+json"

DIRECTIONS = ("execute", "compensate", "inquire")


@dataclass(frozen=True)
class Command:
    """A command of a saga; instants are in seconds since the epoch, None: it was not said."""

    message_id: str
    correlation_id: str
    reply_to: str
    pattern: str
    data: Any
    direction: str
    idempotency_key: str
    saga_id: str
    saga_definition: str
    step: str
    iteration: int
    attempt: int
    issued_at: float | None
    first_issued_at: float | None
    deadline_at: float | None
    traceparent: str | None
    tracestate: str | None
    has_slip: bool
    fencing_tokens: Mapping[str, int]


@dataclass(frozen=True)
class Outcome:
    """`type`: `succeeded`, `refused` or `errored`. `output`: JSON text."""

    type: str
    output: str = "{}"
    code: str = ""
    message: str = ""
    retry_after: float | None = None


class NotACommand(Exception):
    """Nobody can use the message; the text says why."""


def participant_of(command: str) -> str | None:
    """`payment` of `payment.authorize`; None: no definition could name it."""
    if len(command) > _COMMAND_NAME_CHARS_MAX or not _COMMAND_NAME.fullmatch(command):
        return None
    return command.partition(".")[0]


def parse_command(properties: Any, body: bytes) -> Command:
    """Reads a delivery. Raises NotACommand."""
    try:
        packet = read_json(body)
    except UnreadableJson as error:
        raise NotACommand(str(error)) from None
    if properties.content_type == _ENVELOPE:
        raise NotACommand("NOT_A_COMMAND: this participant takes no envelopes")
    packet = packet if isinstance(packet, dict) else {}
    headers: Mapping[str, Any] = properties.headers or {}
    direction = headers.get("direction")
    needed = {
        "message_id": _text(properties.message_id) or _text(packet.get("id")),
        "correlation_id": _text(properties.correlation_id),
        "reply_to": _text(properties.reply_to),
        "pattern": _text(packet.get("pattern")),
        "direction": direction if direction in DIRECTIONS else None,
        "idempotency_key": _text(headers.get("idempotency-key")),
        "saga_id": _text(headers.get("saga-id")),
        "step": _text(headers.get("step")),
        "iteration": _count(headers.get("iteration")),
        "attempt": _count(headers.get("attempt")),
        "fencing_tokens": _fencing_tokens(headers),
    }
    for name, value in needed.items():
        if value is None:
            raise NotACommand(f"NOT_A_COMMAND: {name} is missing or not usable")
    timestamp = properties.timestamp
    if timestamp is not None and _count(timestamp) is None:
        raise NotACommand("NOT_A_COMMAND: timestamp is not usable")
    return Command(
        **needed,
        data=packet.get("data"),
        saga_definition=_text(headers.get("saga-definition")) or "",
        issued_at=None if timestamp is None else float(timestamp),
        first_issued_at=_instant(headers.get("first-issued-at")),
        deadline_at=_instant(headers.get("deadline")),
        traceparent=_text(headers.get("traceparent")),
        tracestate=_text(headers.get("tracestate")),
        has_slip=packet.get("slip") is not None,
    )


def reply_body(outcome: Outcome) -> Any:
    """Without its output, which is text already."""
    if outcome.type == "succeeded":
        return {"outcome": "succeeded"}
    error: dict[str, Any] = {"code": outcome.code, "message": outcome.message}
    if outcome.type == "errored" and outcome.retry_after is not None:
        error["retryAfterMs"] = max(0, round(outcome.retry_after * 1000))
    return {"outcome": outcome.type, "error": error}


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or value == "":
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return None if "\0" in value else value


def _count(value: Any) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return value if is_count and 0 <= value <= _SAFE_INTEGER_MAX else None


def _instant(value: Any) -> float | None:
    try:
        instant = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return (instant if instant.tzinfo else instant.replace(tzinfo=timezone.utc)).timestamp()


def _fencing_tokens(headers: Mapping[str, Any]) -> dict[str, int] | None:
    """The tickets of the saga's locks by key; None: they cannot be read."""
    text = headers.get("fencing-token")
    if text is None:
        return {}
    if not isinstance(text, str):
        return None
    pairs = [pair.split("=") for pair in text.split(",")]
    if "=" not in text:
        pairs = [[headers.get("fencing-key", ""), text]]
    tokens: dict[str, int] = {}
    for pair in pairs:
        key = _decoded(pair[0]) if len(pair) == 2 else None
        if key is None or key in tokens or not _DIGITS.fullmatch(pair[1]):
            return None
        if int(pair[1]) > _SAFE_INTEGER_MAX:
            return None
        tokens[key] = int(pair[1])
    return tokens


def _decoded(text: Any) -> str | None:
    if not isinstance(text, str) or re.search("%(?![0-9A-Fa-f]{2})", text):
        return None
    try:
        key = unquote_to_bytes(text).decode()
    except UnicodeError:
        return None
    return None if "\0" in key else key
