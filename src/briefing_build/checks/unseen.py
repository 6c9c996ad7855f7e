"""What may be taken out of a chapter, or put in the place of what a wrong encoding made.

To take a character out is safe where nobody sees a difference and the parser sees none: it stands
among letters, spaces and stops that mean the same to Markdown without it. Elsewhere, as between
two stars, or in front of an `@`, words would be read otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from briefing_build.diagnostics import Edit, Fix
from briefing_build.source import SourceFile, Span

# Letters of scripts that are written without spaces: there U+200B says where a line may end.
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1a20-\u1aaf\u2e80-\u9fff]")
# Marks that turn the order of letters, and scripts that are written from right to left.
_TURNING = re.compile(
    "[\u202b\u202d\u202e\u2067\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile("[\U000e0001-\U000e007f]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]*$")
# Never in anybody's way: joiners, marks of order and zero width, invisible operators, tags.
_NOBODY_SEES = re.compile(
    "[\u200b-\u200d\u202a\u202c\u2060-\u2064\u2066\u2068\u2069\ufeff\U000e0001-\U000e007f]"
)
_NO_SIGN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\x81\x8d\x8f\x90\x9d]")
"""Control characters that part no words, and for which Windows-1252 has no letter."""

_MOST_AT_ONCE = 5_000
"""In a chapter; looking around each of a million would take a minute. Fixes are made in rounds."""


class Unseen:
    """The characters of one chapter that nobody sees."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._ends: list[int] | None = None
        self._turns: list[int] = []
        self._left = _MOST_AT_ONCE

    def without(self, place: Span) -> Fix | None:
        """The fix that deletes such a character; None where its place needs it."""
        if not self._is_next():
            return None
        character, text = place.text, self._source.text
        before = text[max(0, place.start - 40) : place.start]
        if character == "\ufffd" or (_TAG.match(character) and _FLAG.search(before)):
            return None  # A letter was lost here; a flag is made of such characters.
        if character == "\u200b" and _WITHOUT_SPACES.search(
            before[-1:] + text[place.end : place.end + 1]
        ):
            return None
        is_safe = bool(_NOBODY_SEES.match(character)) and _parts_nothing(place)
        if is_safe and _BIDI.match(character):
            is_safe = not self._is_turned(place.start)
        return Fix("delete it", (Edit(place, ""),), is_safe)

    def without_control(self, place: Span) -> Fix | None:
        """The fix that deletes a control character, if it can stand for nothing else."""
        if not (self._is_next() and _NO_SIGN.match(place.text) and _parts_nothing(place)):
            return None
        return Fix("delete it", (Edit(place, ""),), is_safe=True)

    def _is_next(self) -> bool:
        self._left -= 1
        return self._left >= 0

    def _is_turned(self, offset: int) -> bool:
        """Whether the order in which a paragraph is shown hangs on marks of direction."""
        text = self._source.text
        if self._ends is None:
            self._ends = [end.start() for end in re.finditer("\n\n", text)]
            self._turns = [turn.start() for turn in _TURNING.finditer(text)]
        paragraph = bisect_right(self._ends, offset)
        start = self._ends[paragraph - 1] if paragraph else 0
        end = self._ends[paragraph] if paragraph < len(self._ends) else len(text)
        turn = bisect_left(self._turns, start)
        return turn < len(self._turns) and self._turns[turn] < end


# What Markdown makes of it

_UNSEEN = "\u200b-\u200d\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0001-\U000e007f"
_UNSEEN += r"\x00-\x08\x0e-\x1b\x7f-\x9f"
_PLAIN = rf"(?:[^\W_]|[{_UNSEEN}])"
"""A letter or a figure, or what is as little seen as the character in question."""
# What may stand before and behind it. A word goes back to its space, for in `@key`, in an address
# and behind a backslash each letter counts; a figure and a stop may begin a list.
_BEFORE = re.compile(
    rf"""
    (?: (?P<space>   (?:^|\n) [ >#-]* | [^\W_][.,;:?)”’»…]?[ ] )
      | (?P<word>    (?:^|[\s(“‘«]) (?:{_PLAIN}|[-–—’.,/])*? (?P<last>[^\W_]) )
      | (?P<stop>    [^\W\d_][.,;:?)”’»…] )
      | (?P<bracket> [^\W\d_][.,;:?)”’»…]?\[@[\w-]+\] )
    )
    [{_UNSEEN}]*\Z
    """,
    re.VERBOSE,
)
_BEHIND = re.compile(
    rf"[{_UNSEEN}]{{0,9}}(?:(?P<word>(?P<letter>[^\W\d_])|\d)|(?P<space>[ \n]|\Z)"
    r"|(?P<stop>[.,;?)”’»…])(?=[\s\[]|\Z)|(?P<bracket>\[[@^]))"
)
_WORD_BEHIND = re.compile(rf"(?:{_PLAIN}|[-–—’]){{0,60}}(?:[.,;:?!)”»…]{{0,3}}(?:[\s\[]|\Z))")
_FURTHEST = 60


def _is_in_citation(place: Span) -> bool:
    """Whether it stands in a bracket with a key, where a word may be a locator's label."""
    before = place.source.text[max(0, place.start - 5 * _FURTHEST) : place.start]
    opened = max(before.rfind("["), before.rfind("{"))
    closed = max(before.rfind("]"), before.rfind("}"))
    return opened > closed and "@" in before[max(0, opened - _FURTHEST) :]


def _parts_nothing(place: Span) -> bool:
    """Whether what stands around a character means the same without it."""
    text = place.source.text
    before = _BEFORE.search(text, max(0, place.start - _FURTHEST), place.start)
    behind = _BEHIND.match(text, place.end)
    if before is None or behind is None or _is_in_citation(place):
        return False
    if behind["word"] and not _WORD_BEHIND.match(text, place.end):
        return False
    if before["space"] is not None:  # At the head of a line a figure may begin a list.
        return bool(behind["letter"])
    if before["stop"] or before["bracket"]:
        return behind["space"] is not None or (bool(before["stop"]) and bool(behind["bracket"]))
    # So may a figure before a stop, and one that joins another.
    is_figure = before["last"].isdigit()
    return not is_figure or bool(behind["letter"]) or behind["space"] is not None
