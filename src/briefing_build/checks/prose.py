"""A chapter's text as it was written, without what is not prose, for patterns to be searched in.

The parser would take some of them apart: over the end of a line, in brackets, by smart quotation
marks. Code, mathematics and addresses are no prose; neither are comments, unless asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from briefing_build.document import Chapter, Code, CodeBlock, Image, Link, Math, MathBlock
from briefing_build.source import Span

Found = Iterator[tuple[re.Match[str], Span]]


class Ranges:
    """Parts of a text, and whether a place is in one of them; they may nest."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(set(ranges)):
            if self._ends and end <= self._ends[-1]:
                continue
            self._starts.append(start)
            self._ends.append(end)

    def __contains__(self, place: int) -> bool:
        before = bisect_right(self._starts, place) - 1
        return before >= 0 and place < self._ends[before]


class Prose:
    """A chapter's text without what is not prose."""

    def __init__(self, chapter: Chapter) -> None:
        self.source = chapter.source
        self.hidden = Ranges(_not_prose(chapter))

    def search(self, pattern: re.Pattern[str], cue: re.Pattern[str] | None = None) -> Found:
        """The matches that do not begin in code or an address, each with its place.

        With a `cue`, which every match has in it, only lines that have it are searched.
        """
        text = self.source.text
        lines = [(0, len(text))] if cue is None else _lines_with(cue, text)
        for start, end in lines:
            for match in pattern.finditer(text, start, end):
                if match.start() not in self.hidden:
                    yield match, self.source.span(*match.span())


def _lines_with(cue: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    found = cue.search(text)
    while found:
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        yield start, end
        found = cue.search(text, end)


def printed(chapter: Chapter, pattern: re.Pattern[str], cues: Collection[str]) -> Found:
    """The matches in what is printed of a chapter; none goes beyond its paragraph.

    `cues` are small letters of which every match has some: most paragraphs have none of them, and
    are not searched, which saves nearly all of the time.
    """
    matches = [
        match
        for start, end in _paragraphs(chapter.source.text, cues)
        for match in pattern.finditer(chapter.source.text, start, end)
    ]
    if not matches:
        return
    prose = Prose(chapter)
    comments = Ranges(_comments(chapter.source.text, prose.hidden))
    for match in matches:
        if match.start() not in prose.hidden and match.start() not in comments:
            yield match, chapter.source.span(*match.span())


_COMMENT = re.compile(r"<!--(?!-?>)")


def _comments(text: str, hidden: Ranges) -> Iterator[tuple[int, int]]:
    opening = _COMMENT.search(text)
    while opening and (end := text.find("-->", opening.end())) >= 0:
        if opening.start() in hidden:
            end = opening.end()
        else:
            yield opening.start(), end + 3
        opening = _COMMENT.search(text, end)


def _paragraphs(text: str, cues: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where the paragraphs stand that have one of the cues."""
    lowered = text.lower().replace("\n", " ")
    cues = [cue for cue in cues if cue in lowered]
    start = 0
    while cues and start < len(text):
        end = text.find("\n\n", start)
        end = len(text) if end < 0 else end
        # Small letters may be more than the capital, as for İ: each paragraph is measured itself.
        lowered = text[start:end].lower().replace("\n", " ")
        if any(cue in lowered for cue in cues):
            yield start, end
        start = end + 2


def _not_prose(chapter: Chapter) -> Iterator[tuple[int, int]]:
    for node in chain(chapter.nodes(Code, CodeBlock), chapter.nodes(Math, MathBlock)):
        yield node.span.start, node.span.end
    for link in chapter.nodes(Link):
        yield link.url_span.start, link.url_span.end
    for image in chapter.nodes(Image):
        yield image.path_span.start, image.path_span.end


# Quotation marks. One that follows a letter or a stop closes, any other opens: so it is in all
# languages, whichever of the marks they use.
_QUOTATION_MARK = re.compile(
    r"(?P<opens>(?<![\w.,;:!?…)\]’'”*_])[„“”«»\"‘'](?=\S))"
    r"|(?P<closes>[“”«»\"]|(?<=[\w.,;:!?…])[’'](?!\w))"
)
_ANY_MARK = re.compile("[„“”«»\"‘’']")
_LONGEST_QUOTATION = 600


def is_quoted(span: Span) -> bool:
    """Whether a part of a chapter stands in quotation marks that were opened in its paragraph."""
    text = span.source.text
    near = max(0, span.start - _LONGEST_QUOTATION)
    if _ANY_MARK.search(text, near, span.start) is None:
        return False
    start = max(near, text.rfind("\n\n", near, span.start))
    # The first letter of the part tells an opening mark directly before it.
    marks = [*_QUOTATION_MARK.finditer(text, start, min(len(text), span.start + 1))]
    marks = [mark for mark in marks if mark.start() < span.start]
    return bool(marks) and marks[-1]["opens"] is not None
