"""Which part of a chapter each of its allow-comments speaks of.

It is the block that the comment stands in: a paragraph, a heading, a cell of a table, a caption.
A comment between blocks speaks of the one behind it, with all that it holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing_build.allows import Allow, read_allow
from briefing_build.document import (
    Block,
    Box,
    Cell,
    Definition,
    DefinitionList,
    List,
    ListItem,
    NoteText,
    Quotation,
    Row,
    Table,
)

if TYPE_CHECKING:
    from briefing_build.diagnostics import Diagnostics
    from briefing_build.source import Span

_Holder = Block | NoteText | ListItem | Definition | Row | Cell
_WITH_WORDS = (Table, Definition)
"""What holds words beside the blocks or cells in it: a caption, a term."""


def read_allows(
    comments: Iterable[Span],
    blocks: tuple[Block, ...],
    notes: tuple[NoteText, ...],
    found: Diagnostics,
) -> tuple[Allow, ...]:
    """What the comments of a chapter allow, in their order."""
    placed = dict.fromkeys(sorted(comments, key=lambda comment: comment.start))
    if not placed:
        return ()
    # Notes in a line are part of the paragraph around them, and no block of their own.
    own = [note for note in notes if note.label_span != note.span]
    scopes = _Scopes(list(blocks), sorted(own, key=_start))
    return tuple(
        allow for comment in placed for allow in read_allow(comment, scopes.of(comment), found)
    )


def _start(holder: _Holder) -> int:
    return holder.span.start


@dataclass(slots=True)
class _Scopes:
    """The blocks and the notes of a chapter, and what is in them as far as somebody asked."""

    blocks: list[_Holder]
    notes: list[NoteText]
    _inside: dict[int, list[_Holder]] = field(default_factory=dict)

    def of(self, comment: Span) -> Span | None:
        """The innermost block that the comment is in; where it is between blocks, the next."""
        # A note may be defined in a list or a div, but the tree keeps it apart.
        holder = _around(comment, self.notes)
        blocks = self.blocks if holder is None else self._parts(holder)
        while (inner := _around(comment, blocks)) is not None:
            holder, blocks = inner, self._parts(inner)
        # Without blocks inside there are words; some holders have words beside their blocks.
        if holder is not None and (not blocks or isinstance(holder, _WITH_WORDS)):
            return holder.span
        return self._next(comment, holder, blocks)

    def _parts(self, holder: _Holder) -> list[_Holder]:
        if id(holder) not in self._inside:
            self._inside[id(holder)] = list(_parts(holder))
        return self._inside[id(holder)]

    def _next(
        self, comment: Span, holder: _Holder | None, blocks: Sequence[_Holder]
    ) -> Span | None:
        end = len(comment.source.text) if holder is None else holder.span.end
        following = (
            here[place].span
            for here in (blocks, self.notes)
            if (place := bisect_left(here, comment.end, key=_start)) < len(here)
        )
        return min(
            (span for span in following if span.start < end),
            key=lambda span: span.start,
            default=None,
        )


def _around(comment: Span, holders: Sequence[_Holder]) -> _Holder | None:
    """The one of several holders, in their order, that the comment is in."""
    place = bisect_left(holders, comment.start, key=_start)
    before = holders[place - 1] if place else None
    return before if before is not None and before.span.end >= comment.end else None


def _parts(holder: _Holder) -> Iterator[_Holder]:
    """The blocks in what holds blocks; of a table the cells, of other blocks nothing."""
    match holder:
        case Quotation() | ListItem() | Box() | NoteText():
            yield from holder.blocks
        case List():
            yield from holder.items
        case DefinitionList():
            yield from holder.definitions
        case Definition():
            for answer in holder.answers:
                yield from answer
        case Table():
            yield from holder.head.cells
            for row in holder.rows:
                yield from row.cells
