"""Where the marks of notes stand, and what was left behind them.

A citation's own mark is not looked at: `placement` brings it where the style has it, wherever it
was written. The mark of a note that an author wrote stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import (
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
        for node in walk(chapter.blocks):
            if isinstance(node, Cited):
                _check_count(node.span, found)
            elif not isinstance(node, Text):
                for before, behind in _neighbours(node):
                    if isinstance(before, Text) and _is_authors_mark(behind):
                        _check_space(before, behind.span, found)
                    elif is_english and isinstance(behind, Text) and _is_authors_mark(before):
                        _check_stop(before.span, behind, found)


def _neighbours(node: Node) -> Iterator[tuple[Inline, Inline]]:
    """The inlines directly inside a node, in pairs, if there is a mark among them."""
    match node:
        case Table() | Figure():
            content = node.caption
        case Definition():
            content = node.term
        case _:
            content = getattr(node, "content", ())
    if any(isinstance(inline, Note | NoteMark) for inline in content):
        yield from pairwise(content)


def _is_authors_mark(inline: Inline) -> bool:
    return isinstance(inline, Note | NoteMark) and inline.span.text.startswith(("[^", "^["))


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
        )


_STOP = re.compile(r"[.,;:!?](?!\w)")


def _check_stop(mark: Span, behind: Text, found: Diagnostics) -> None:
    stop = _STOP.match(behind.text)
    if stop and mark.source.text.startswith(stop[0], mark.end):
        found.report(
            rules.CITATION_PLACEMENT,
            f"a note's mark before the `{stop[0]}`",
            at=Label(mark.source.span(mark.end, mark.end + 1)),
            help="put the mark behind it",
        )


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
