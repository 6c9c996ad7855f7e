"""Where the marks of notes stand, and what was left behind them.

A citation's own mark is not looked at: `placement` brings it where the style has it, wherever it
was written. The mark of a note that an author wrote stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.document import (
    Chapter,
    Cited,
    Definition,
    Figure,
    Inline,
    Node,
    Note,
    NoteMark,
    Table,
    Text,
    walk,
)
from briefing_build.resolve import Briefing
from briefing_build.source import Span


def check_marks(briefing: Briefing, found: Diagnostics) -> None:
    """Reports notes' marks beside a space or before a stop, and counts behind citations."""
    # French and Chinese typography have the mark before the stop.
    is_english = briefing.manuscript.settings.language.lower().startswith("en")
    for chapter in briefing.chapters:
        if "+" in chapter.source.text:
            for cited in chapter.nodes(Cited):
                _check_count(cited.span, found)
        # Most chapters have citations alone.
        if any(map(_is_authors_mark, chapter.nodes(Note, NoteMark))):
            for before, behind in _neighbours(chapter):
                if isinstance(before, Text) and _is_authors_mark(behind):
                    _check_space(before, behind.span, found)
                elif is_english and isinstance(behind, Text) and _is_authors_mark(before):
                    _check_stop(before.span, behind, found)


def _neighbours(chapter: Chapter) -> Iterator[tuple[Inline, Inline]]:
    """The inlines directly inside a node, in pairs, of all nodes with a mark among them."""
    for node in walk(chapter.blocks):
        content = _content(node)
        if any(isinstance(inline, Note | NoteMark) for inline in content):
            yield from pairwise(content)


def _content(node: Node) -> tuple[Inline, ...]:
    match node:
        case Table() | Figure():
            return node.caption
        case Definition():
            return node.term
        case _:
            return getattr(node, "content", ())


def _is_authors_mark(inline: Inline) -> bool:
    if not isinstance(inline, Note | NoteMark):
        return False
    return inline.span.source.text.startswith(("[^", "^["), inline.span.start)


_ADVICE = "put the mark directly behind the word, or behind the stop that follows it"


# "see [^1]" names the note itself.
_OBJECT = re.compile(r"\b(?:see|notes?|footnotes?|cf\.|and|also)\s+$", re.IGNORECASE)


def _check_space(before: Text, mark: Span, found: Diagnostics) -> None:
    start = mark.start
    while start and mark.source.text[start - 1].isspace():
        start -= 1
    if (
        before.text.strip()
        and not _OBJECT.search(before.text)
        and before.text[-1].isspace()
        and start < mark.start
    ):
        found.report(
            rules.CITATION_PLACEMENT,
            "a space before a note's mark",
            at=Label(mark.source.span(start, mark.start)),
            help=_ADVICE,
            fix=_without_space(mark.source.span(start, mark.start), mark),
        )


# What may stand directly before a mark and is read as it was: `\\[`, `![` and `2^[` are others.
_MAY_TOUCH = re.compile(r"[^\W_][.,;:?)”’»…]?\Z")
# Without the space, words on both sides of the mark would be one: `two [^1]words`.
_PARTS_NOTHING = re.compile(r"(?:\[\^[\w-]+\])*(?:[\s.,;:!?)”’»|]|\Z)")
# An address of a link has no space in it, and becomes one when there is none.
_MIGHT_BE_ADDRESS = re.compile(r"\]\([^)\n]*\Z")
_RAISES = re.compile(r"\^\S*\Z")


def _without_space(space: Span, mark: Span) -> Fix | None:
    text = space.source.text
    before = text[max(0, space.start - 40) : space.start]
    if not _PARTS_NOTHING.match(text, mark.end) or _MIGHT_BE_ADDRESS.search(before):
        return None
    if not _MAY_TOUCH.search(before) or (_RAISES.search(before) and mark.text.startswith("^")):
        return None
    return Fix("take the space out", (Edit(space, ""),), is_safe=True)


_STOPS = frozenset(".,;:!?")
_STOP = re.compile(r"[.,;:!?](?!\w)")


def _check_stop(mark: Span, behind: Text, found: Diagnostics) -> None:
    stop = _STOP.match(behind.text)
    if stop and mark.source.text.startswith(stop[0], mark.end):
        found.report(
            rules.CITATION_PLACEMENT,
            f"a note's mark before the `{stop[0]}`",
            at=Label(mark.source.span(mark.end, mark.end + 1)),
            help="put the mark behind it",
            fix=_behind_stop(mark, stop[0]),
        )


# Words, and what closes emphasis, quotations, brackets and other marks.
_TAKES_STOP = re.compile(r"(?:[^\W_][)”’»]?|\w[*_]{1,3}|\[\^[\w-]+\])\Z")


def _behind_stop(mark: Span, stop: str) -> Fix | None:
    """The fix that puts a mark behind the stop; None where that would be read otherwise."""
    source, text = mark.source, mark.source.text
    before = text[max(0, mark.start - 40) : mark.start]
    # `![` begins a picture, and `..` may be the rest of an ellipsis.
    if stop == "!" or not _TAKES_STOP.search(before) or text[mark.end + 1 : mark.end + 2] in _STOPS:
        return None
    edits = (
        Edit(source.span(mark.start, mark.start), stop),
        Edit(source.span(mark.end, mark.end + 1), ""),
    )
    return Fix("put the mark behind it", edits, is_safe=True)


# What was left behind

_COUNT = re.compile(
    r"""
      (?P<count>\+\d{1,2}+(?:\ (?:more|others))?) (?=$|[\s.,;:)\]”’"\[@]) (?![.,]\d)
    | [ \u00a0](?P<spaced>\+\d{1,2}+(?:\ (?:more|others))?) (?=$|[\n.,;:)\]”’"\[]|\ \[@) (?![.,]\d)
    """,
    re.VERBOSE,
)


def _check_count(span: Span, found: Diagnostics) -> None:
    count = _COUNT.match(span.source.text, span.end)
    if count is not None:
        place = span.source.span(*count.span("count" if count["count"] else "spaced"))
        found.report(
            rules.HIDDEN_SOURCES,
            f"`{place.text}` stands for sources that are not named",
            at=Label(place),
            help="find them where the text came from and cite each, or take the count out",
        )
