"""A service as a participant of sagas."""

from __future__ import annotations

import inspect
import logging
import queue
import signal
import threading
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Callable, Mapping, TypeVar

import pika

from .answering import Answerer, Handler
from .broker import Session, keep_reading
from .database import Connect, DatabaseGate, connector, require_inbox
from .errors import ParticipantMisconfigured
from .messages import Names
from .purge import Purge
from .settings import Settings
from .wire import Outcome, participant_of
from .workers import Job, Workers

log = logging.getLogger("conductor_participant")

_Handler = TypeVar("_Handler", bound=Handler)
#: What one description may have.
_COMMANDS_MAX = 200


@dataclass(frozen=True)
class Health:
    is_database_there: bool
    is_broker_there: bool
    handlers_given_up: int


def inbox_sql() -> str:
    """The statements that make the tables `inbox` and `fencing_token`."""
    return files(__package__).joinpath("inbox.sql").read_text("utf-8")


class Participant:
    """Takes the commands of one participant, with all of its duties.

    `name`: the first segment of its commands, `payment` for `payment.authorize`. `dsn`: of the
    service's own PostgreSQL; or `connect`: opens a psycopg connection to it. `options`: those of
    `Settings`. Raises ParticipantMisconfigured.
    """

    def __init__(
        self,
        name: str,
        amqp_url: str,
        dsn: str | None = None,
        *,
        connect: Connect | None = None,
        **options: Any,
    ) -> None:
        try:
            self.settings = Settings(**options)
        except TypeError as error:
            raise ParticipantMisconfigured(str(error)) from None
        self.settings.check(name)
        self.name = name
        try:
            self._parameters = pika.URLParameters(amqp_url)
        except (ValueError, TypeError) as error:
            reason = f"the URL of the broker cannot be read: {error}"
            raise ParticipantMisconfigured(reason) from None
        self._parameters.client_properties = {"connection_name": name}
        self._connect = connector(dsn, connect)
        self._handlers: dict[str, dict[str, Handler]] = {"command": {}, "compensation": {}}
        self._schemas: dict[str, Mapping[str, Any]] = {}
        self._stopping = threading.Event()
        self._gate = DatabaseGate(self._connect, self._stopping)
        self._workers: Workers | None = None
        self._session: Session | None = None

    def command(
        self, pattern: str, *, input_schema: Any = None, output_schema: Any = None
    ) -> Callable[[_Handler], _Handler]:
        """Registers the handler of an action: `handler(input, context)` returns its output.

        `input_schema`, `output_schema`: JSON Schemas that the conductor is told of. Raises
        ParticipantMisconfigured for a name that no command of this participant can have.
        """
        given = {"inputSchema": input_schema, "outputSchema": output_schema}
        self._schemas[pattern] = {key: each for key, each in given.items() if each is not None}
        return lambda handler: self._register("command", pattern, handler)

    def compensation(self, pattern: str) -> Callable[[_Handler], _Handler]:
        """Registers the handler of a compensation.

        It is called only when the action took effect, and once; `context.executed` is its output.
        """
        return lambda handler: self._register("compensation", pattern, handler)

    def run(self, *, handle_signals: bool = True) -> None:
        """Takes commands until `stop()`, SIGTERM or SIGINT, and ends those at work first.

        Returns when all of that has ended. A broker or a database that is away is waited for.
        Signals are handled only in the main thread. Raises ParticipantMisconfigured.
        """
        self._require_commands()
        away = require_inbox(self._connect)
        if away is not None:
            self._gate.report_away(away)
        if handle_signals and threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: self.stop())
        settings = self.settings
        done: queue.SimpleQueue[tuple[Job, Outcome | None]] = queue.SimpleQueue()
        workers = Workers(settings.concurrency, self._answerer, lambda *end: self._note(done, *end))
        self._workers = workers
        workers.start()
        Purge(self._connect, settings.retention_days, self._stopping).start()
        try:
            keep_reading(
                lambda: self._open_session(workers, done), self._stopping, settings.close_timeout
            )
        finally:
            self._session = None
            self._stopping.set()
            workers.stop()

    def stop(self) -> None:
        """Ends `run()`; from any thread, or a signal handler."""
        self._stopping.set()

    def health(self) -> Health:
        session = self._session
        return Health(
            is_database_there=self._gate.is_open,
            is_broker_there=session is not None and not session.is_over,
            handlers_given_up=self._workers.given_up if self._workers else 0,
        )

    def _answerer(self) -> Answerer:
        return Answerer(self._connect, self._gate, self.settings, self._handlers, self._stopping)

    def _note(self, done: Any, job: Job, outcome: Outcome | None) -> None:
        done.put((job, outcome))
        job.session.wake()

    def _open_session(self, workers: Workers, done: Any) -> Session:
        names = Names(self.settings.prefix, self.name)
        patterns = sorted({*self._handlers["command"], *self._handlers["compensation"]})
        self._session = Session(
            self._parameters,
            names,
            [{"command": pattern, **self._schemas.get(pattern, {})} for pattern in patterns],
            self.settings.messages_at_a_time,
            workers,
            done,
            lambda: log.info("%s takes commands: %s", self.name, ", ".join(patterns)),
        )
        return self._session

    def _register(self, kind: str, pattern: str, handler: _Handler) -> _Handler:
        if participant_of(pattern) != self.name:
            raise ParticipantMisconfigured(
                f'no command can reach "{pattern}": the commands of "{self.name}" are named '
                f'like "{self.name}.authorize"'
            )
        if inspect.iscoroutinefunction(handler):
            raise ParticipantMisconfigured(f"the handler of {pattern} is a coroutine: use `def`")
        if pattern in self._handlers[kind]:
            raise ParticipantMisconfigured(f"the {kind} {pattern} has two handlers")
        self._handlers[kind][pattern] = handler
        return handler

    def _require_commands(self) -> None:
        count = len({*self._handlers["command"], *self._handlers["compensation"]})
        if count == 0:
            raise ParticipantMisconfigured(
                f'no command can reach "{self.name}": it has no handlers; a handler is a function '
                f'with @participant.command("{self.name}.authorize")'
            )
        if count > _COMMANDS_MAX:
            raise ParticipantMisconfigured(f"{count} commands; a participant has {_COMMANDS_MAX}")
