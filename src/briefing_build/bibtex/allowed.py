"""Allow-comments of a `.bib`: lines that begin with `%`, directly above the entry they speak of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from briefing_build.allows import Allow, read_allow

if TYPE_CHECKING:
    from briefing_build.bibtex.blocks import Located, Unread
    from briefing_build.diagnostics import Diagnostics
    from briefing_build.source import SourceFile, Span

_COMMENT = re.compile(r"^[ \t]*%+(?P<inside>[ \t]*allow\b[^\n]*)", re.MULTILINE)
_ABOVE = re.compile(r"(?:[ \t]*(?:%[^\n]*)?\n)*[ \t]*")
"""What may stand between the comment and its entry: further comments, and empty lines."""


def read_allows(
    source: SourceFile, blocks: Sequence[Located | Unread], found: Diagnostics
) -> Iterator[Allow]:
    """What comments between the blocks of a `.bib` allow in those that they stand above."""
    comments = list(_COMMENT.finditer(source.text))
    if not comments:
        return
    starts = [block.start for block in blocks]
    for comment in comments:
        place = bisect_left(starts, comment.start())
        before = blocks[place - 1] if place else None
        if before is not None and comment.start() < before.start + _length(before):
            continue  # It stands in a value, or sets a line of an entry aside.
        scope = None
        if place < len(blocks):
            scope = _scope(source, blocks[place], comment.end())
        yield from read_allow(source.span(*comment.span("inside")), scope, found)


def _length(block: Located | Unread) -> int:
    return len(getattr(block, "text", ""))


def _scope(source: SourceFile, block: Located | Unread, behind: int) -> Span | None:
    """The place of the block, if nothing but comments is between it and the offset `behind`."""
    above = _ABOVE.match(source.text, min(behind + 1, len(source.text)))
    if above is None or above.end() != block.start:
        return None
    return source.span(block.start, block.start + max(1, _length(block)))
