"""What a PDF says of itself to those who cannot see it: its tags, as a tree, in reading order.

Values only: neither the layout engine nor a PDF is known here. A tag's kids are tags, pieces of
what is drawn on pages, and annotations, the last two by page and number. So the trees of parts
that were laid out apart can be joined: their pages are counted on, nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

HEADINGS = ("H1", "H2", "H3", "H4", "H5", "H6")
# What may hold other tags but no text of its own (ISO 32000-1, 14.8.4.2).
GROUPS = frozenset({"Document", "Sect", "Div", "Aside", "BlockQuote"})
# Names that PDF 1.7 does not have, and what they are to a reader that does not know them.
ROLES = {"Aside": "Div", "Em": "Span", "Strong": "Span"}


class Piece(NamedTuple):
    """Something drawn: a page, counted from 0, and its number among the marked content there."""

    page: int
    mcid: int


class Annotation(NamedTuple):
    """A link's area: a page, counted from 0, and its place among the annotations there."""

    page: int
    rank: int


class Attribute(NamedTuple):
    """One of those that ISO 32000-1, 14.8.5 knows; a value of letters is a name."""

    owner: str
    name: str
    value: str | tuple[float, ...]


@dataclass(slots=True, eq=False)
class Tag:
    """A structure element; `id` is that of the XHTML element it was made for, if it had one."""

    kind: str
    kids: list[Tag | Piece | Annotation] = field(default_factory=list)
    id: str = ""
    language: str = ""
    """Where it is another than that of the tag around it."""
    alt: str | None = None
    description: str = ""
    """What a link says of where it leads."""
    attribute: Attribute | None = None


Kids = list[Tag | Piece | Annotation]


@dataclass(frozen=True, slots=True)
class Structure:
    """The tags of a document, and the annotations that belong to none and are to go."""

    root: Tag
    idle: frozenset[Annotation] = frozenset()


def walk(tag: Tag) -> Iterator[Tag]:
    """A tag and all below it, in reading order."""
    yield tag
    for kid in tag.kids:
        if isinstance(kid, Tag):
            yield from walk(kid)


def settled(root: Tag) -> Tag:
    """The same tree as the standard wants it; `root` itself is changed.

    No tag is empty, links that lead nowhere are plain text, text in a group is a paragraph, no
    level of headings is skipped, a table's head has a body below it. A note at the end of a
    heading stands behind it, so that a list of headings does not read it out.
    """
    _prune(root)
    _put_notes_behind_headings(root)
    _level_headings(root)
    return root


def _prune(tag: Tag) -> None:
    kids: Kids = []
    for kid in tag.kids:
        if isinstance(kid, Tag):
            _prune(kid)
            if kid.kind == "Link" and not any(isinstance(k, Annotation) for k in kid.kids):
                kid.kind = "Span"
            if kid.kind in _KEPT or any(not isinstance(k, Annotation) for k in kid.kids):
                kids.append(kid)
        else:
            kids.append(kid)
    if tag.kind in GROUPS:
        kids = list(_in_paragraphs(kids))
    elif tag.kind == "Table":
        kids = list(_without_lonely_head(kids))
    tag.kids = kids


def _without_lonely_head(kids: Kids) -> Iterator[Tag | Piece | Annotation]:
    """A table's rows: those of a head that has no body below it stand for themselves."""
    has_body = any(isinstance(kid, Tag) and kid.kind == "TBody" for kid in kids)
    for kid in kids:
        if isinstance(kid, Tag) and kid.kind == "THead" and not has_body:
            yield from kid.kids
        else:
            yield kid


def _in_paragraphs(kids: Kids) -> Iterator[Tag | Piece | Annotation]:
    paragraph = Tag("P")
    for kid in kids:
        if isinstance(kid, Tag) and kid.kind not in _INLINE:
            if paragraph.kids:
                yield paragraph
                paragraph = Tag("P")
            yield kid
        else:
            paragraph.kids.append(kid)
    if paragraph.kids:
        yield paragraph


# A cell without words has its place in the row, and a link is where its area is.
_KEPT = frozenset({"TH", "TD", "Link"})
_INLINE = frozenset({"Span", "Em", "Strong", "Link", "Reference", "Note", "Code", "Lbl"})


def _put_notes_behind_headings(tag: Tag) -> None:
    kids: Kids = []
    for kid in tag.kids:
        kids.append(kid)
        if isinstance(kid, Tag):
            _put_notes_behind_headings(kid)
            if kid.kind in HEADINGS and _ends_in_note(kid):
                kids.append(kid.kids.pop())
    tag.kids = kids


def _ends_in_note(tag: Tag) -> bool:
    last = tag.kids[-1]
    return isinstance(last, Tag) and last.kind == "Note"


def _level_headings(root: Tag) -> None:
    above = 0
    for tag in walk(root):
        if tag.kind in HEADINGS:
            above = min(HEADINGS.index(tag.kind) + 1, above + 1)
            tag.kind = HEADINGS[above - 1]
