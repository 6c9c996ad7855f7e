"""Where the block parser stands: markdown-it's state, and what our rules need besides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markdown_it.rules_block import StateBlock

from briefing_build.markdown.positions import Part, Region, region

if TYPE_CHECKING:
    from markdown_it.token import Token

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.markdown.extents import Extent, Fence
    from briefing_build.source import SourceFile, Span


@dataclass(slots=True)
class Definitions:
    """What a chapter defines for the whole of it: the addresses of its reference links."""

    addresses: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """By label: where the address begins and ends in the source, and the title."""

    comments: list[Span] = field(default_factory=list)
    """What stands between `<!--` and `-->`, if it begins with `allow`: it may be for us."""

    def note_comment(self, span: Span) -> None:
        """Keeps the inside of a comment that may speak to the checker."""
        inside = span.part(4, span.end - span.start - 3)
        if inside.text.lstrip().startswith("allow"):
            self.comments.append(inside)


class State(StateBlock):
    """markdown-it's state, and what our rules need besides."""

    source: SourceFile
    found: Diagnostics
    definitions: Definitions
    divs: int = 0
    depth: int = 0
    answers: int = 0
    cells: int = 0
    too_deep: bool = False
    extents: list[Extent]
    """What holds the blocks that are being read, the innermost last."""

    bare_fences: dict[str, list[Fence]]
    searches: dict[re.Pattern[str], tuple[int, int]]

    def start(self, line: int) -> int:
        """Where the content of a line begins."""
        return self.bMarks[line] + self.tShift[line]

    def text(self, line: int) -> str:
        """A line without its margin and the spaces at its end."""
        return self.src[self.start(line) : self.eMarks[line]].rstrip()

    def is_indented(self, line: int) -> bool:
        """Whether a line is too far in to begin anything but code."""
        return self.sCount[line] - self.blkIndent >= 4

    def region(self, first: int, behind: int) -> Region:
        return region(self.source, self.parts(first, behind))

    def parts(self, first: int, behind: int) -> list[Part]:
        return [Part(self.start(line), self.eMarks[line]) for line in range(first, behind)]

    def find(self, pattern: re.Pattern[str], start: int) -> int:
        """Where `pattern` next occurs in the chapter; -1. What lies between is read but once."""
        searched, place = self.searches.get(pattern, (len(self.src) + 1, -1))
        if start < searched or 0 <= place < start:
            match = pattern.search(self.src, start)
            place = match.start() if match else -1
            self.searches[pattern] = (start, place)
        return place

    def add(self, kind: str, lines: tuple[int, int], start: int, **meta: Any) -> Token:
        """A token that is a whole block; `start` is where it begins."""
        return self._placed(self.push(kind, "", 0), lines, start, meta)

    def open(self, kind: str, lines: tuple[int, int], start: int, **meta: Any) -> Token:
        return self._placed(self.push(kind, "", 1), lines, start, meta)

    def close(self, kind: str) -> None:
        self.push(kind, "", -1)

    def _placed(
        self, token: Token, lines: tuple[int, int], start: int, meta: dict[str, Any]
    ) -> Token:
        token.map = list(lines)
        token.meta = {"start": start, **meta}
        return token


_CLOSING = re.compile(r":{3,}[ \t]*$")


def is_closing_fence(state: State, line: int) -> bool:
    """Whether a line is the end of a div."""
    return (
        not state.is_indented(line)
        and _CLOSING.match(state.src, state.start(line), state.eMarks[line]) is not None
    )
