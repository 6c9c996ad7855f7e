"""How far what holds blocks reaches, and which code fences end in it.

A chapter, an item, a quotation, a note: what begins in one of them and does not end there has no
end. Pandoc sees to this by cutting the text out before it reads it, and we by asking here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing_build.markdown.state import State

_BEGINS = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)|\[\^[^\]\s\[^]+\]:|:{3,}[ \t]*$")
"""What stands at the margin of a holder and belongs to it no longer, though no line is empty."""

_FENCE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """A line that has nothing but a fence; only such a line can end a block of code."""

    line: int
    start: int
    length: int


def bare_fences(state: State) -> dict[str, list[Fence]]:
    """The lines of a chapter, by character, that are fences in one margin or another."""
    fences: dict[str, list[Fence]] = {"`": [], "~": []}
    for match in _FENCE.finditer(state.src):
        start, end = match.span("fence")
        line = bisect_left(state.eMarks, end)
        fences[state.src[start]].append(Fence(line, start, end - start))
    return fences


@dataclass(slots=True)
class Extent:
    """The lines of one holder of blocks, as far as its margin and the lines around it say."""

    indent: int
    limit: int
    known: range = range(0)
    """Lines that were asked for, with the end that all of them have."""

    ends: dict[str, _Ends] = field(default_factory=dict)

    def behind(self, state: State, line: int) -> int:
        """The first line that no longer belongs to the holder, which `line` belongs to.

        As in pandoc, a line without the margin belongs to it until one is empty.
        """
        if line not in self.known:
            behind = line + 1 if self.indent else self.limit
            while behind < self.limit and not self._is_outside(state, behind):
                behind += 1
            self.known = range(line, behind)
            self.ends.clear()
        return self.known.stop

    def _is_outside(self, state: State, line: int) -> bool:
        if state.isEmpty(line) or not 0 <= state.sCount[line] < self.indent:
            return False
        begins = _BEGINS.match(state.src, state.start(line), state.eMarks[line])
        return state.isEmpty(line - 1) or begins is not None

    def closing_fence(self, state: State, line: int, marker: str, length: int) -> int | None:
        """The line which ends the code that a fence on `line` begins."""
        behind = self.behind(state, line)
        if marker not in self.ends:
            self.ends[marker] = self._ends(state, marker, range(line + 1, behind))
        return self.ends[marker].next(line, length)

    def _ends(self, state: State, marker: str, lines: range) -> _Ends:
        fences = state.bare_fences[marker]
        first = bisect_left(fences, lines.start, key=lambda fence: fence.line)
        behind = bisect_left(fences, lines.stop, lo=first, key=lambda fence: fence.line)
        return _Ends(
            [
                fence
                for fence in fences[first:behind]
                if state.start(fence.line) == fence.start
                and state.sCount[fence.line] - self.indent < 4
            ]
        )


class _Ends:
    """The fences of one character that may end a block of code in a holder."""

    def __init__(self, fences: list[Fence]) -> None:
        self._lines = [fence.line for fence in fences]
        self._lengths = [fence.length for fence in fences]
        # Of what is left from each place on, the longest: nobody looks for what is not there.
        self._longest = [*accumulate(reversed(self._lengths), max)][::-1]
        self._last: dict[int, tuple[int, int]] = {}

    def next(self, line: int, length: int) -> int | None:
        asked, answer = self._last.get(length, (line, line))
        if asked <= line < answer:
            return answer
        place = bisect_right(self._lines, line)
        if place == len(self._lines) or self._longest[place] < length:
            return None
        while self._lengths[place] < length:
            place += 1
        self._last[length] = (line, self._lines[place])
        return self._lines[place]


def holder(state: State, line: int) -> Extent:
    """The innermost holder whose margin a line has."""
    for extent in reversed(state.extents):
        if state.sCount[line] >= extent.indent and line < extent.limit:
            return extent
    return state.extents[0]
