"""What goes on, for people who wait at a terminal."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TextIO


@dataclass(slots=True)
class Progress:
    """One line on a terminal that is written over; nothing in a pipe."""

    stream: TextIO
    _started: float = field(default_factory=time.monotonic)

    def say(self, what: str) -> None:
        if self.stream.isatty():
            seconds = time.monotonic() - self._started
            self.stream.write(f"\r\x1b[K{what} … {seconds:.0f} s")
            self.stream.flush()

    def done(self) -> None:
        if self.stream.isatty():
            self.stream.write("\r\x1b[K")
            self.stream.flush()
