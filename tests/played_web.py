"""A web in which everything answers as a test says, and a clock that waits for nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from briefing_build.links import Web

EPOCH = 1_750_000_000.0


@dataclass
class Clock:
    """Seconds that pass when somebody waits."""

    seconds: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.seconds += seconds


def web(answer: Callable[[httpx.Request], httpx.Response], **more: Any) -> Web:
    """A web in which a function answers each request."""
    clock = more.pop("clock", None) or Clock()
    settings = {"has_network": lambda: True, "epoch": lambda: EPOCH + clock()} | more
    return Web(lambda: httpx.MockTransport(answer), clock=clock, pause=clock.pause, **settings)


def played(answers: str) -> Web:
    """The web of a literate page: lines with an address, a status, and a target or a body.

    Nobody asks for an address that is not told of.
    """
    told = dict(line.split(" ", 1) for line in answers.splitlines() if line)

    def answer(request: httpx.Request) -> httpx.Response:
        status, _, rest = told[str(request.url)].partition(" ")
        if status.startswith("3"):
            return httpx.Response(int(status), headers={"location": rest})
        kind = "application/json" if rest.startswith("{") else "text/html"
        stream = httpx.ByteStream(rest.encode())
        return httpx.Response(int(status), headers={"content-type": kind}, stream=stream)

    return web(answer)
