"""Text that was taken out of its margins, and the way back to where it stands.

A paragraph in a quotation or a list has a margin on each of its lines. What is read as inline
content has none, so an offset in it is led back line by line.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from briefing_build.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Region:
    """Inline content. Its lines begin at `starts`, and stand `shifts` further on in the source."""

    source: SourceFile
    text: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Where the character at `offset` stands in the source."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, start: int, end: int) -> Span:
        """The source of `text[start:end]`; of nothing, the place where it would stand."""
        if len(self.shifts) == 1:
            return Span(self.source, start + self.shifts[0], end + self.shifts[0])
        if start >= end:
            place = self.at(start)
            return Span(self.source, place, place)
        return Span(self.source, self.at(start), self.at(end - 1) + 1)

    def part(self, start: int, end: int) -> Region:
        """The content of `text[start:end]`."""
        starts = tuple(max(0, place - start) for place in self.starts)
        shifts = tuple(shift + start for shift in self.shifts)
        return Region(self.source, self.text[start:end], starts, shifts)


class Part(NamedTuple):
    """A line of content: where it begins and ends in the source, and what it is joined by."""

    start: int
    end: int
    joint: str = "\n"


def region(source: SourceFile, parts: list[Part]) -> Region:
    """The content of some lines."""
    if len(parts) == 1:
        start, end, _ = parts[0]
        return Region(source, source.text[start:end].rstrip(), (0,), (start,))
    starts: list[int] = []
    shifts: list[int] = []
    texts: list[str] = []
    length = 0
    for start, end, joint in parts:
        starts.append(length)
        shifts.append(start - length)
        texts += (source.text[start:end], joint)
        length += end - start + len(joint)
    return Region(source, "".join(texts).rstrip(), tuple(starts), tuple(shifts))


def slice_region(source: SourceFile, start: int, end: int) -> Region:
    """The content of a part of one line, without the spaces around it."""
    text = source.text[start:end]
    start += len(text) - len(text.lstrip())
    return Region(source, text.strip(), (0,), (start,))
