"""What a participant publishes: replies, dead letters, and its description."""

from __future__ import annotations

import hashlib
import json
import math
import time
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import pika

from .undecodable import undecodable
from .wire import Command, Outcome, reply_body

KEPT_BYTES_MAX = 4096
_DETAIL_LENGTH_MAX = 500


@dataclass(frozen=True)
class Names:
    prefix: str
    participant: str

    @property
    def commands_exchange(self) -> str:
        return f"{self.prefix}.commands"

    @property
    def queue(self) -> str:
        return f"{self.prefix}.commands.{self.participant}"

    @property
    def replies(self) -> str:
        return f"{self.prefix}.replies"

    @property
    def descriptions(self) -> str:
        return f"{self.prefix}.descriptions"

    @property
    def intake(self) -> str:
        return f"{self.prefix}.intake"

    @property
    def dead(self) -> str:
        return f"{self.prefix}.dead"


@dataclass(frozen=True)
class Outgoing:
    """One message, and the ways it can take: exchange and routing key, the best first."""

    ways: Sequence[tuple[str, str]]
    body: bytes
    properties: Mapping[str, Any]


def reply_to(command: Command, outcome: Outcome, names: Names, took: float) -> Outgoing:
    """`took`: seconds that the participant worked on it."""
    body = reply_body(outcome) | {"tookMs": math.ceil(took * 1000)}
    text = json.dumps(body, ensure_ascii=False)
    if outcome.type == "succeeded":
        # the output is text already: not read and written once more
        text = f'{text[:-1]}, "output": {outcome.output}}}'
    headers = {} if command.traceparent is None else {"traceparent": command.traceparent}
    return _reply(
        command.message_id, command.correlation_id, command.reply_to, text, names, headers
    )


def reply_to_malformed(properties: Any, detail: str, names: Names) -> Outgoing | None:
    """None: it does not say where its reply goes."""
    to, correlation_id = properties.reply_to, properties.correlation_id
    if not isinstance(to, str) or not isinstance(correlation_id, str):
        return None
    outcome = Outcome("errored", code="MALFORMED_COMMAND", message=detail)
    message_id = properties.message_id if isinstance(properties.message_id, str) else ""
    return _reply(message_id, correlation_id, to, json.dumps(reply_body(outcome)), names, {})


def dead_letter(
    properties: Any, body: bytes, reason: str, detail: str, names: Names
) -> Outgoing:
    """`MALFORMED_COMMAND`: only the beginning is kept. `REPLY_UNROUTABLE`: all of it."""
    known = {
        name: value
        for name in ("message_id", "correlation_id", "reply_to", "type")
        if isinstance(value := getattr(properties, name), str)
    }
    headers = {
        "dead-reason": reason,
        "dead-detail": detail[:_DETAIL_LENGTH_MAX],
        "dead-bytes": len(body),
        "dead-sha256": hashlib.sha256(body).hexdigest(),
    }
    kept = body[:KEPT_BYTES_MAX] if reason == "MALFORMED_COMMAND" else body
    return Outgoing([(names.dead, names.queue)], kept, {**known, "headers": headers})


def description(names: Names, commands: Sequence[Mapping[str, Any]]) -> Outgoing:
    data = {"participant": names.participant, "commands": commands}
    digest = hashlib.sha256(json.dumps(data).encode()).hexdigest()
    message_id = f"{names.participant}:{digest}"
    packet = {"pattern": "participant.describe", "data": data, "id": message_id}
    ways = [(names.descriptions, names.participant), ("", names.intake)]
    own = {"message_id": message_id, "type": "participant.describe"}
    return Outgoing(ways, json.dumps(packet).encode(), {**own, "app_id": names.participant})


def properties_of(message: Outgoing, account: str | None) -> Any:
    """`account`: the broker checks it, and so the conductor knows who speaks."""
    return pika.BasicProperties(
        content_type="application/json",
        delivery_mode=2,
        timestamp=int(time.time()),
        user_id=account,
        **message.properties,
    )


def why_undecodable(properties: Any) -> str | None:
    found = undecodable(properties)
    return None if found is None else f"UNDECODABLE: {found}"


def _reply(
    message_id: str, correlation_id: str, to: str, text: str, names: Names, headers: Any
) -> Outgoing:
    is_ours = to == names.replies or to.removeprefix(f"{names.replies}.").isdecimal()
    own = {
        "message_id": f"{message_id}.reply"[:255],
        "correlation_id": correlation_id,
        "type": "reply",
        "app_id": names.participant,
        "headers": headers,
    }
    return Outgoing([*([(names.replies, to)] if is_ours else []), ("", to)], text.encode(), own)
