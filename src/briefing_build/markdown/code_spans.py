"""Which run of backticks ends the code that another begins."""

from __future__ import annotations

import re
from bisect import bisect_left

_RUN = re.compile("(?P<run>`+)|\n\n")


class CodeSpans:
    """The runs of a paragraph, asked from left to right.

    Code does not go on over an empty line, which a paragraph has where a comment was cut out.
    """

    def __init__(self, text: str) -> None:
        self._gaps: list[int] = []
        runs: list[tuple[int, int, int]] = []
        for found in _RUN.finditer(text):
            if found["run"]:
                runs.append((len(self._gaps), len(found["run"]), found.start()))
            else:
                self._gaps.append(found.start())
        self._starts: dict[tuple[int, int], list[int]] = {}
        for gaps, length, start in reversed(runs):
            self._starts.setdefault((gaps, length), []).append(start)

    def end(self, start: int, end: int) -> int | None:
        """Where the next run stands that is as long as the one from `start` to `end`."""
        starts = self._starts.get((bisect_left(self._gaps, start), end - start), [])
        while starts and starts[-1] < end:
            starts.pop()
        return starts.pop() if starts else None
