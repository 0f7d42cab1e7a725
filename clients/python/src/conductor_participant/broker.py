"""The connection to RabbitMQ: one thread reads, replies, and acknowledges."""

from __future__ import annotations

import heapq
import itertools
import logging
import queue
import random
import threading
import time
from typing import Any, Callable, Mapping, Sequence

import pika
from pika.exceptions import (
    AMQPConnectionError,
    AMQPError,
    ChannelClosedByBroker,
    NackError,
    UnroutableError,
)

from .messages import Names, Outgoing, dead_letter, description, properties_of
from .messages import reply_to, reply_to_malformed, why_undecodable
from .undecodable import guard_this_thread
from .wire import NotACommand, Outcome, parse_command
from .workers import Job, Workers

log = logging.getLogger("conductor_participant")

_TURN = 0.25
_BACK_OFF = (0.2, 5.0)
_DESCRIBE_BACK_OFF = (0.5, 30.0)
#: A conductor takes a process for live that described itself within two and a half of these.
_DESCRIBE_AGAIN = 60.0
#: A queue that does not exist after half a minute is not about to be declared.
_UNROUTABLE_MAX = 10
_QUORUM = {"x-queue-type": "quorum"}


def delay_of(attempt: int, bounds: tuple[float, float] = _BACK_OFF) -> float:
    return float(min(bounds[1], bounds[0] * 2 ** min(attempt, 20)) * random.uniform(0.5, 1))


class Session:
    """One connection; ends with an AMQPError, or when the service stops."""

    def __init__(
        self,
        parameters: Any,
        names: Names,
        commands: Sequence[Mapping[str, Any]],
        prefetch: int,
        workers: Workers,
        done: "queue.SimpleQueue[tuple[Job, Outcome | None]]",
        on_connected: Callable[[], None],
    ) -> None:
        self._names = names
        self._prefetch = prefetch
        self._workers = workers
        self._done = done
        self._on_connected = on_connected
        credentials = getattr(parameters, "credentials", None)
        self._account = getattr(credentials, "username", None)
        self._connection = pika.BlockingConnection(parameters)
        self._closed_ways: set[str] = set()
        self._sender: Any = None
        self._consumer: Any = None
        #: Replies that the broker did not take: when they are tried again, and how often they were.
        self._later: list[tuple[float, int, int, Job, list[Outgoing]]] = []
        self._number = itertools.count()
        self._description = description(names, commands)
        self._describe_at = 0.0
        self._describe_tries = 0
        self.is_over = False

    def run(self, stopping: threading.Event, close_timeout: float) -> None:
        try:
            self._declare()
            self._consume()
            self._on_connected()
            while not stopping.is_set():
                self._turn()
                if self._consumer.is_closed or not self._consumer.consumer_tags:
                    raise AMQPConnectionError("the broker ended the consumer")
            self._drain(close_timeout)
        finally:
            self.is_over = True
            if self._connection.is_open:
                self._connection.close()

    def wake(self) -> None:
        """From any thread."""
        try:
            self._connection.add_callback_threadsafe(lambda: None)
        except AMQPError:
            pass  # its end is noticed where it is read

    def _turn(self) -> None:
        self._connection.process_data_events(time_limit=_TURN)
        while not self._done.empty():
            job, outcome = self._done.get()
            if job.session is self and outcome is not None and job.command is not None:
                reply = reply_to(job.command, outcome, self._names, job.took)
                self._finish(job, [reply])
        now = time.monotonic()
        while self._later and self._later[0][0] <= now:
            _, _, tries, job, messages = heapq.heappop(self._later)
            self._finish(job, messages, tries)
        self._workers.watch()
        self._describe(now)

    def _drain(self, close_timeout: float) -> None:
        """Takes no more, and finishes what is at work."""
        self._workers.forget_waiting()
        # what was delivered and not begun goes back to the queue
        self._consumer.basic_cancel(self._consumer.consumer_tags[0])
        ends_at = time.monotonic() + close_timeout
        while time.monotonic() < ends_at:
            # in this order: a job that ends between the two has its answer in `done`
            is_busy = self._workers.running > 0
            self._turn()
            if not is_busy and self._done.empty() and not self._later:
                return
        log.warning("closed before %d commands had ended", self._workers.running)

    def _declare(self) -> None:
        names = self._names
        commands = names.commands_exchange
        self._try_to(lambda it: it.exchange_declare(commands, "direct", durable=True))
        is_there = self._try_to(
            lambda it: it.queue_declare(names.queue, durable=True, arguments=_QUORUM)
        ) and self._try_to(
            lambda it: it.queue_bind(names.queue, commands, names.participant)
        )
        self._try_to(lambda it: it.exchange_declare(names.dead, "topic", durable=True))
        self._try_to(lambda it: it.exchange_declare(names.replies, "direct", durable=True))
        self._try_to(lambda it: it.exchange_declare(names.descriptions, "topic", durable=True))
        self._try_to(lambda it: it.queue_declare(names.dead, durable=True, arguments=_QUORUM))
        self._try_to(lambda it: it.queue_bind(names.dead, names.dead, "#"))
        if not is_there:
            log.warning("the account may not declare %s: the conductor does", names.queue)

    def _try_to(self, declare: Callable[[Any], Any]) -> bool:
        """False: the account may not; one that only replies does not need to."""
        channel = self._connection.channel()
        try:
            declare(channel)
        except ChannelClosedByBroker as error:
            if error.reply_code != 403:
                raise
            return False
        channel.close()
        return True

    def _consume(self) -> None:
        self._sender = self._connection.channel()
        self._sender.confirm_delivery()
        self._consumer = self._connection.channel()
        self._consumer.basic_qos(prefetch_count=self._prefetch)
        self._consumer.basic_consume(self._names.queue, self._on_message)

    def _on_message(self, _channel: Any, method: Any, properties: Any, body: bytes) -> None:
        job = Job(self, method.delivery_tag, properties, body)
        detail = why_undecodable(properties)
        try:
            if detail is None:
                job.command = parse_command(properties, body)
        except NotACommand as error:
            detail = str(error)
        if detail is None:
            self._workers.add(job)
        else:
            self._refuse_malformed(job, detail)

    def _refuse_malformed(self, job: Job, detail: str) -> None:
        log.warning("malformed command: %s", detail)
        answer = reply_to_malformed(job.properties, detail, self._names)
        letter = dead_letter(job.properties, job.body, "MALFORMED_COMMAND", detail, self._names)
        # published in the next turn: this is called while the connection reads
        messages = [letter] if answer is None else [answer]
        heapq.heappush(self._later, (0.0, next(self._number), 0, job, messages))

    def _finish(self, job: Job, messages: list[Outgoing], tries: int = 0) -> None:
        """Acknowledged once the broker has all of it."""
        while messages:
            result = self._publish(messages[0])
            is_dead_letter = messages[0].ways[0][0] == self._names.dead
            if result == "confirmed":
                messages = messages[1:]
            elif is_dead_letter and result != "nacked":
                log.error("a command is lost: the dead letters are %s", result)
                messages = messages[1:]
            elif result == "unroutable" and tries >= _UNROUTABLE_MAX:
                to = messages[0].ways[-1][1]
                log.error("the reply queue %s does not exist", to)
                why = ("REPLY_UNROUTABLE", f"no queue {to}")
                messages = [dead_letter(job.properties, job.body, *why, self._names)]
            else:
                due = time.monotonic() + delay_of(tries)
                entry = (due, next(self._number), tries + 1, job, messages)
                heapq.heappush(self._later, entry)
                return
        self._consumer.basic_ack(job.tag)

    def _publish(self, message: Outgoing) -> str:
        """`confirmed`, `unroutable`, `refused` or `nacked`."""
        result = "refused"
        for exchange, key in message.ways:
            if exchange in self._closed_ways and len(message.ways) > 1:
                continue
            try:
                self._sender.basic_publish(
                    exchange=exchange,
                    routing_key=key,
                    body=message.body,
                    properties=properties_of(message, self._account),
                    mandatory=True,
                )
                return "confirmed"
            except UnroutableError:
                result = "unroutable"
            except NackError:
                return "nacked"
            except ChannelClosedByBroker as error:
                log.warning("the broker refused a message: %s", error.reply_text)
                self._closed_ways.add(exchange)
                self._sender = self._connection.channel()
                self._sender.confirm_delivery()
        return result

    def _describe(self, now: float) -> None:
        if now < self._describe_at:
            return
        result = self._publish(self._description)
        if result == "confirmed":
            self._describe_tries = 0
            self._describe_at = now + _DESCRIBE_AGAIN
            return
        if self._describe_tries == 0:
            log.info("the commands are described later: the message is %s", result)
        self._describe_tries += 1
        self._describe_at = now + delay_of(self._describe_tries, _DESCRIBE_BACK_OFF)


def keep_reading(
    open_session: Callable[[], Session], stopping: threading.Event, close_timeout: float
) -> None:
    """Connects again, with back-off, until the service stops."""
    guard_this_thread()
    attempt = 0
    while not stopping.is_set():
        started = time.monotonic()
        try:
            session = open_session()
            session.run(stopping, close_timeout)
        except (AMQPError, OSError) as error:
            if stopping.is_set():
                return
            # one that worked for a while starts over
            attempt = 0 if time.monotonic() - started > 30 else attempt + 1
            log.warning("no connection to the broker: %r", error)
            stopping.wait(delay_of(attempt))
