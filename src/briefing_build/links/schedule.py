"""Many looks at once, and one at a time for each host; whatever may pass is looked at again.

One thread decides, a few others look. So what a host asked for is known before the next question
to it, and a test can play the clock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import NamedTuple

from briefing_build.links.verdict import State, Verdict


@dataclass(frozen=True, slots=True)
class Pace:
    """How many looks at once, and the seconds between them."""

    at_once: int = 6
    between: float = 0.5
    """Between two looks at one host."""
    again: float = 2.0
    """Before a second try of what may pass; doubled for each further one."""
    tries: int = 3
    until_dead: float = 15.0
    """Between two looks of which both must find a page gone."""
    longest_wait: float = 60.0
    """That a host may ask for; if it asks for more, it is left alone for this run."""
    strikes: int = 5
    """So many looks at a host in which it was out of order, one after the other, and it is left
    alone for this run."""
    altogether: float = 900.0


class Looked(NamedTuple):
    """A look: at what, what was found, and whether there will be another one."""

    address: str
    verdict: Verdict
    is_final: bool


Look = Callable[[str], Verdict]

_NO_TIME = "there was no time left to look"
_ONCE = "it looked dead once, and there was no time for a second look"


@dataclass(slots=True)
class _Host:
    ready: float = 0.0
    is_busy: bool = False
    strikes: int = 0
    closed: Verdict | None = None
    """What is said of its other pages, if nothing more is asked of it."""


@dataclass(slots=True)
class _Job:
    address: str
    host: _Host
    due: float = 0.0
    tries: int = 0
    is_second: bool = False


def run(
    addresses: Iterable[tuple[str, str]],
    look: Look,
    clock: Callable[[], float],
    pause: Callable[[float], None],
    pace: Pace,
    has_looked_dead: Callable[[str], bool] = lambda _: False,
) -> Iterator[Looked]:
    """Looks at addresses, each given with its host, and says of each look what came of it.

    An address is dead when two looks say so; one of them may have been in an earlier run.
    """
    hosts: dict[str, _Host] = {}
    jobs = [
        _Job(address, hosts.setdefault(host, _Host()), is_second=has_looked_dead(address))
        for address, host in addresses
    ]
    crew = _Crew(look, min(pace.at_once, len(hosts)))
    try:
        yield from _Run(jobs, crew, clock, pause, pace).looks()
    finally:
        crew.dismiss()


@dataclass(slots=True)
class _Run:
    waiting: list[_Job]
    crew: _Crew
    clock: Callable[[], float]
    pause: Callable[[float], None]
    pace: Pace
    busy: dict[str, _Job] = field(default_factory=dict)

    def looks(self) -> Iterator[Looked]:
        end = self.clock() + self.pace.altogether
        while (self.waiting or self.busy) and self.clock() < end:
            yield from self._closed()
            self._begin()
            seconds = max(0.0, min(self._next(), end) - self.clock())
            if self.busy:
                done = self.crew.next(seconds if self.waiting else max(0.0, end - self.clock()))
                if done is not None:
                    yield self._judged(*done)
            elif self.waiting:
                self.pause(seconds)
        for job in (*self.busy.values(), *self.waiting):
            yield Looked(job.address, self._unlooked(job), is_final=True)

    def _begin(self) -> None:
        """Starts whatever may be started now."""
        now = self.clock()
        for job in list(self.waiting):
            if self.crew.is_full:
                return
            if not job.host.is_busy and job.due <= now and job.host.ready <= now:
                self.waiting.remove(job)
                job.host.is_busy = True
                self.busy[job.address] = job
                self.crew.start(job.address)

    def _next(self) -> float:
        """When something may be started that may not be now, while nobody is done."""
        if self.crew.is_full:
            return float("inf")
        moments = [max(job.due, job.host.ready) for job in self.waiting if not job.host.is_busy]
        return min(moments, default=float("inf"))

    def _judged(self, address: str, verdict: Verdict) -> Looked:
        job = self.busy.pop(address)
        job.host.is_busy = False
        job.tries += 1
        self._count(job.host, verdict)
        wait = self._wait(job, verdict)
        pause = wait if verdict.is_transient else 0.0
        job.host.ready = self.clock() + max(pause, self.pace.between)
        job.due = self.clock() + wait
        if wait:
            self.waiting.append(job)
        return Looked(address, verdict, is_final=not wait)

    def _wait(self, job: _Job, verdict: Verdict) -> float:
        """For how many seconds before another look; 0 if this one was the last."""
        if verdict.is_transient and job.tries < self.pace.tries and not job.host.closed:
            return max(verdict.wait, self.pace.again * 2.0 ** (job.tries - 1))
        if verdict.state is State.DEAD and not job.is_second:
            job.is_second, job.tries = True, 0
            return self.pace.until_dead
        return 0.0

    def _count(self, host: _Host, verdict: Verdict) -> None:
        host.strikes = host.strikes + 1 if verdict.is_transient else 0
        if verdict.wait > self.pace.longest_wait or host.strikes >= self.pace.strikes:
            words = f"{verdict.words}, as for other pages of this host"
            host.closed = Verdict(verdict.state, words)

    def _closed(self) -> Iterator[Looked]:
        """What will not be looked at, since its host is left alone."""
        for job in list(self.waiting):
            if job.host.closed:
                self.waiting.remove(job)
                yield Looked(job.address, job.host.closed, is_final=True)

    def _unlooked(self, job: _Job) -> Verdict:
        return Verdict(State.UNKNOWN, _ONCE if job.is_second else _NO_TIME)


class _Crew:
    """Threads that look. None of them keeps the program from ending."""

    def __init__(self, look: Look, size: int) -> None:
        self._look = look
        self._asked: SimpleQueue[str | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[str, Verdict | BaseException]] = SimpleQueue()
        self._size = size
        self._running = 0
        for _ in range(size):
            threading.Thread(target=self._work, daemon=True).start()

    @property
    def is_full(self) -> bool:
        return self._running >= self._size

    def start(self, address: str) -> None:
        self._running += 1
        self._asked.put(address)

    def next(self, seconds: float) -> tuple[str, Verdict] | None:
        """The next look that is done; None if there is none in time."""
        try:
            address, verdict = self._done.get(timeout=min(seconds, 3_600))
        except Empty:
            return None
        self._running -= 1
        if isinstance(verdict, BaseException):
            raise verdict
        return address, verdict

    def dismiss(self) -> None:
        for _ in range(self._size):
            self._asked.put(None)

    def _work(self) -> None:
        while (address := self._asked.get()) is not None:
            try:
                self._done.put((address, self._look(address)))
            except BaseException as error:  # noqa: BLE001 (it is raised where it is waited for)
                self._done.put((address, error))
