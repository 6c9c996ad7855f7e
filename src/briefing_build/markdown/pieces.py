"""What inline content is made of while it is being read.

Offsets count in the content of a paragraph. Words stay where they are, as the range they cover,
until the whole is known: quotation marks pair across emphasis, and a semicolon divides only
where it turns out to stand in a citation.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing_build.document import Attributes


@dataclass(slots=True)
class Words:
    """A run of text, with the escapes and entities that are in it."""

    start: int
    end: int


@dataclass(slots=True)
class Mark:
    """A run of `*`, `_`, `~` or `^` that may open or close; words if it does neither."""

    start: int
    end: int
    character: str
    can_open: bool
    can_close: bool

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(slots=True)
class Opening:
    """`[`, `![` or `^[`, waiting for its `]`; words if none comes."""

    start: int
    end: int
    index: int
    """Where it stands among the pieces."""

    may_link: bool = True


@dataclass(slots=True)
class Key:
    """`@key`, `-@key` or `@{key}`, and the works that a bracket behind it adds."""

    start: int
    end: int
    key: str
    key_start: int
    key_end: int
    suppress_author: bool
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """A work in a citation. The ranges of a locator's words have been taken from `suffix`."""

    key: Key
    prefix: list[Piece]
    label: str = ""
    locator: str = ""
    suffix: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """Emphasis and the like around other pieces; `kind` names the node it becomes."""

    kind: str
    start: int
    end: int
    inside: list[Piece]
    depth: int = 1
    attributes: Attributes | None = None


@dataclass(slots=True)
class Target:
    """A link or a picture, with where its address stands in the source."""

    kind: str
    start: int
    end: int
    inside: list[Piece]
    url: str
    title: str
    address: tuple[int, int]
    depth: int = 1
    attributes: Attributes | None = None


@dataclass(slots=True)
class Cites:
    """A citation in brackets."""

    start: int
    end: int
    items: list[Item]
    depth: int = 1


@dataclass(slots=True)
class Leaf:
    """What holds nothing that is read further: code, math, a note's mark, a line's end."""

    kind: str
    start: int
    end: int
    text: str = ""


_NESTING = (Tree, Target, Cites)
Piece = Words | Mark | Opening | Key | Tree | Target | Cites | Leaf


def depth(pieces: list[Piece]) -> int:
    """How many trees stand inside one another."""
    deepest = 0
    for piece in pieces:
        if isinstance(piece, _NESTING) and piece.depth > deepest:
            deepest = piece.depth
    return deepest
