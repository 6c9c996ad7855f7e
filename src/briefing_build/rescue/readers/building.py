"""Puts paragraphs together from the pieces in which programs keep them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefing_build.rescue.pasted import Emphasised, Kind, Link, Page, Paragraph

_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class Builder:
    """One paragraph after another; what is open at a paragraph's end goes on in the next one."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _links: list[Link] = field(default_factory=list)
    _emphases: list[Emphasised] = field(default_factory=list)
    _page: tuple[int, Page] | None = None
    _sign: tuple[int, str] | None = None
    _ends_in_space: bool = True

    def add(self, text: str) -> None:
        """Adds words; spaces and line ends between them are one space."""
        text = _SPACES.sub(" ", text)
        if self._ends_in_space:
            text = text.lstrip(" ")
        if text:
            self._parts.append(text)
            self._length += len(text)
            self._ends_in_space = text.endswith(" ")

    def mark(self, page: Page) -> None:
        """Adds a link that has no words."""
        self._links.append(Link(self._length, self._length, page))

    def begin_link(self, page: Page) -> None:
        self.end_link()
        self._page = self._length, page

    def end_link(self) -> None:
        if self._page is not None:
            self._links.append(Link(self._page[0], self._length, self._page[1]))
        self._page = None

    def begin_emphasis(self, sign: str) -> None:
        if self._sign is None:
            self._sign = self._length, sign

    def end_emphasis(self) -> None:
        if self._sign is not None and self._sign[0] < self._length:
            self._emphases.append(Emphasised(self._sign[0], self._length, self._sign[1]))
        self._sign = None

    def tab(self) -> None:
        """Ends a cell of a row."""
        self._parts.append("\t")
        self._length += 1
        self._ends_in_space = True

    def flush(
        self, line: int, kind: Kind = Kind.TEXT, *, level: int = 0, ordinal: str = "", gap: int = 1
    ) -> None:
        """Ends the paragraph, which is of that kind; without words and links there is none."""
        page, sign = self._page, self._sign
        self.end_link()
        self.end_emphasis()
        text = "".join(self._parts).rstrip("\t")
        if text.strip() or any(link.page.url for link in self._links):
            self.paragraphs.append(
                Paragraph(
                    text, line, kind, level, ordinal, gap,
                    tuple(self._links), _apart(self._emphases),
                )
            )  # fmt: skip
        self._parts, self._length, self._ends_in_space = [], 0, True
        self._links, self._emphases = [], []
        self._page = (0, page[1]) if page else None
        self._sign = (0, sign[1]) if sign else None


def _apart(emphases: list[Emphasised]) -> tuple[Emphasised, ...]:
    """Neighbours of one kind as one: programs part words where an author did not."""
    joined: list[Emphasised] = []
    for part in emphases:
        if joined and joined[-1].sign == part.sign and joined[-1].end == part.start:
            joined[-1] = Emphasised(joined[-1].start, part.end, part.sign)
        else:
            joined.append(part)
    return tuple(joined)
