"""A file's text, and spans that point into it.

Everything that is read from a manuscript keeps the span it came from, so that whatever turns
out to be wrong can be shown where its author wrote it.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text of a project; `path` is relative to the project's root, with forward slashes.

    Line endings are made `\\n` and a byte order mark is left out, which moves no line and no
    column; everything else is as it stands in the file.
    """

    path: str
    text: str
    _line_starts: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text = self.text.removeprefix("\ufeff")
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        object.__setattr__(self, "text", text)

    def span(self, start: int, end: int) -> Span:
        """The part from offset `start` up to, not including, `end`."""
        return Span(self, start, end)

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins; found once, when first asked for."""
        if not self._line_starts:
            self._line_starts.append(0)
            position = self.text.find("\n")
            while position >= 0:
                self._line_starts.append(position + 1)
                position = self.text.find("\n", position + 1)
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from 1, columns in characters."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number`, counted from 1, without its ending."""
        start = self.line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a source: characters from `start` up to, not including, `end`."""

    source: SourceFile
    start: int
    end: int

    def __post_init__(self) -> None:
        assert 0 <= self.start <= self.end <= len(self.source.text), (self.start, self.end)

    def __hash__(self) -> int:
        return hash((self.source.path, self.start, self.end))

    def __repr__(self) -> str:
        return f"Span({self})"

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}:{self.column}"

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        return self.source.position(self.start)[1]

    @property
    def end_line(self) -> int:
        return self.source.position(self.end)[0]

    @property
    def end_column(self) -> int:
        """The column just behind the last character."""
        return self.source.position(self.end)[1]

    def part(self, start: int, end: int) -> Span:
        """The part of this span between two offsets counted from its start."""
        return Span(self.source, self.start + start, self.start + end)
