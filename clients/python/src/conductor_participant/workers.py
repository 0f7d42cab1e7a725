"""The threads that run handlers, and the watch on what takes too long."""

from __future__ import annotations

import logging
import queue
import threading
import time
from dataclasses import dataclass, field
from typing import Any, Callable

from .answering import Answerer, Phase, Stopped
from .database import cut
from .wire import Command, Outcome

log = logging.getLogger("conductor_participant")

_TIMED_OUT = Outcome(
    "errored",
    code="HANDLER_TIMED_OUT",
    message="the handler did not end in time: its transaction is rolled back",
)


@dataclass(eq=False)
class Job:
    """A delivery. `session`: whose delivery tag it is. `took`: seconds until its answer."""

    session: Any
    tag: int
    properties: Any
    body: bytes
    command: Command | None = None
    phase: Phase = field(default_factory=Phase)
    begun_at: float = 0.0
    took: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _is_answered: bool = False

    def take_answer(self) -> bool:
        """Whether the caller is the first to answer it."""
        with self._lock:
            is_first = not self._is_answered
            self._is_answered = True
            if is_first:
                self.took = time.monotonic() - self.begun_at
            return is_first


class Workers:
    """`done`: takes each answered job; None instead of an outcome: it stays unacknowledged."""

    def __init__(
        self,
        count: int,
        answerer: Callable[[], Answerer],
        done: Callable[[Job, Outcome | None], None],
    ) -> None:
        self._answerer = answerer
        self._done = done
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._running: set[Job] = set()
        self._lock = threading.Lock()
        self._count = count
        self.given_up = 0

    def start(self) -> None:
        for _ in range(self._count):
            self._start_one()

    def add(self, job: Job) -> None:
        self._jobs.put(job)

    def forget_waiting(self) -> None:
        """What no thread has begun is left to the broker."""
        while True:
            try:
                self._jobs.get_nowait()
            except queue.Empty:
                return

    @property
    def running(self) -> int:
        with self._lock:
            return len(self._running)

    def stop(self) -> None:
        self.forget_waiting()
        for _ in range(self._count):
            self._jobs.put(None)

    def watch(self) -> None:
        """Ends what takes too long: a handler is answered for, a silent database is left."""
        now = time.monotonic()
        with self._lock:
            late = [job for job in self._running if (job.phase.ends_at or now) < now]
        for job in late:
            connection = job.phase.connection
            if job.phase.name == "handling" and job.take_answer():
                job.phase.is_given_up = True
                self.given_up += 1
                pattern = job.command.pattern if job.command else ""
                log.error("the handler of %s does not end: given up", pattern)
                with self._lock:
                    self._running.discard(job)
                self._start_one()
                self._done(job, _TIMED_OUT)
            job.phase.ends_at = None
            if connection is not None:
                cut(connection)

    def _start_one(self) -> None:
        threading.Thread(target=self._work, name="conductor-worker", daemon=True).start()

    def _work(self) -> None:
        answerer = self._answerer()
        try:
            while (job := self._jobs.get()) is not None:
                if job.session.is_over or job.command is None:
                    continue
                job.begun_at = time.monotonic()
                with self._lock:
                    self._running.add(job)
                self._done_by(job, self._answer(answerer, job, job.command))
                if job.phase.is_given_up:
                    return
        finally:
            answerer.close()

    def _answer(self, answerer: Answerer, job: Job, command: Command) -> Outcome | None:
        try:
            return answerer.answer(command, job.phase)
        except Stopped:
            return None
        except BaseException:
            log.exception("a command was not ended: %s", command.idempotency_key)
            return None

    def _done_by(self, job: Job, outcome: Outcome | None) -> None:
        if job.take_answer():
            self._done(job, outcome)
        with self._lock:
            self._running.discard(job)
