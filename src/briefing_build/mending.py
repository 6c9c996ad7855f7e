"""Fixes to the text of files: which of them are made at once, and what the files are then.

A file is mended as it is written: its line ends, its byte order mark and all that no fix speaks
of stay what they are. Nothing is read or written here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefing_build.diagnostics import Edit, Fix
from briefing_build.source import SourceFile

_MARK = "\ufeff"
_Cut = tuple[int, int, str]
"""From one offset to another, and what is to stand there."""


class Unmendable(Exception):
    """A file that is left as it is, and why."""


@dataclass(slots=True)
class Draft:
    """A file that is being mended: its first content, and its text as it is now.

    `origins` has for each line of `text` the number, from 0, of the line that it was; None for
    one that a fix wrote. Lines are those that end with a line feed, as for programs that patch.
    """

    data: bytes
    text: str = ""
    origins: list[int | None] = field(default_factory=list)
    mended: int = 0
    """How many findings."""
    _before: tuple[str, list[int | None], int] | None = None

    def __post_init__(self) -> None:
        try:
            self.text = self.data.decode("utf-8")
        except UnicodeDecodeError:
            raise Unmendable("it is not UTF-8; save it as UTF-8 first") from None
        self.origins = [*range(len(lines(self.text)))]

    @property
    def result(self) -> bytes:
        return self.text.encode("utf-8")

    def make(self, source: SourceFile, fixes: Sequence[Fix]) -> None:
        """Makes fixes of `source`, which is the file as it is now; none overlaps another.

        Raises `Unmendable` and makes none of them if the file is another, or would be.
        """
        before = SourceFile(source.path, self.text)
        if before.text != source.text:
            raise Unmendable("it was changed since it was checked")
        edits = sorted({edit for fix in fixes for edit in fix.edits}, key=_by_place)
        cuts = [*_in_file(self.text, edits)]
        text = _with(self.text, cuts)
        # A line feed that comes to stand behind a carriage return would end one line with it.
        ends = [(edit.span.start, edit.span.end, edit.text) for edit in edits]
        if SourceFile(source.path, text).text != _with(before.text, ends):
            raise Unmendable("its lines end in more than one way, and would run together")
        self._before = self.text, self.origins, self.mended
        self.origins = [*_origins(self.text, self.origins, cuts)]
        self.text = text
        self.mended += len(fixes)

    def take_back(self) -> None:
        """Undoes what was made last."""
        assert self._before
        self.text, self.origins, self.mended = self._before


def lines(text: str) -> list[str]:
    """The lines of a text with their line feeds; the last one may have none."""
    parts = [f"{line}\n" for line in text.split("\n")]
    parts[-1] = parts[-1][:-1]
    return parts if parts[-1] else parts[:-1]


# Which of them


def at_once(fixes: Iterable[Fix]) -> list[Fix]:
    """Those fixes of one file that can be made together; the first in the file goes before.

    What overlaps one that is made, or touches it, must wait and be found anew: its words may be
    others then. Deletions may touch, and what two fixes ask alike is done once.
    """
    made: list[Fix] = []
    taken: list[_Cut] = []
    for fix in sorted(fixes, key=_in_order):
        cuts = _cuts(fix)
        if all(_is_free(cut, taken) for cut in cuts):
            made.append(fix)
            for cut in cuts:
                place = bisect_left(taken, cut)
                if taken[place : place + 1] != [cut]:
                    taken.insert(place, cut)
    return made


def _is_free(cut: _Cut, taken: list[_Cut]) -> bool:
    """Whether nothing that is taken, and is apart from one another, is in the way."""
    place = bisect_left(taken, cut)
    if taken[place : place + 1] == [cut]:
        return True
    start, end, text = cut
    for other_start, other_end, other_text in taken[max(0, place - 1) : place + 1]:
        is_apart = other_end < start or end < other_start
        touches = other_end == start or end == other_start
        if not is_apart and (text or other_text or not touches):
            return False
    return True


def _in_order(fix: Fix) -> tuple[list[_Cut], str, bool]:
    return _cuts(fix), fix.words, fix.is_safe


def _cuts(fix: Fix) -> list[_Cut]:
    return [(edit.span.start, edit.span.end, edit.text) for edit in fix.edits]


def _by_place(edit: Edit) -> tuple[int, int]:
    return edit.span.start, edit.span.end


# In the file


def _in_file(text: str, edits: Iterable[Edit]) -> Iterator[_Cut]:
    """Where edits of a source stand in its file, which may have a mark and longer line ends."""
    mark = len(_MARK) if text.startswith(_MARK) else 0
    line_end = _line_end(text)
    # How far each of them moves what stands behind it is its place in this list.
    pairs = [at - number for number, at in enumerate(_all("\r\n", text[mark:]))]
    for edit in edits:
        start, end = (
            mark + offset + bisect_left(pairs, offset)
            for offset in (edit.span.start, edit.span.end)
        )
        yield start, end, edit.text.replace("\n", line_end)


def _all(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def _line_end(text: str) -> str:
    """How the first line of a file ends."""
    feed, carriage = text.find("\n"), text.find("\r")
    if carriage < 0 or 0 <= feed < carriage:
        return "\n"
    return "\r\n" if feed == carriage + 1 else "\r"


def _with(text: str, cuts: Iterable[_Cut]) -> str:
    parts, at = [], 0
    for start, end, words in cuts:
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])


def _origins(text: str, origins: list[int | None], cuts: Sequence[_Cut]) -> Iterator[int | None]:
    """The origins of the lines that a text has with these cuts, made in the text as it is."""
    starts = [0, *(at + 1 for at in _all("\n", text))]
    at = 0  # the line that is next
    place = 0
    while place < len(cuts):
        first, last = (bisect_right(starts, offset) - 1 for offset in cuts[place][:2])
        cut = [cuts[place]]
        place += 1
        while place < len(cuts) and bisect_right(starts, cuts[place][0]) - 1 <= last:
            last = max(last, bisect_right(starts, cuts[place][1]) - 1)
            cut.append(cuts[place])
            place += 1
        yield from origins[at:first]
        begin, end = starts[first], starts[last + 1] if last + 1 < len(starts) else len(text)
        moved = [(start - begin, stop - begin, words) for start, stop, words in cut]
        for _ in lines(_with(text[begin:end], moved)):
            yield None
        at = last + 1
    yield from origins[at:]


# As a patch

_CONTEXT = 3
"""Lines around a change that a patch shows, as is usual."""
_NO_FEED = "\n\\ No newline at end of file\n"


def patch(draft: Draft, path: str) -> str:
    """What was changed in a file, as a unified diff; "" if nothing was."""
    old, new = lines(draft.data.decode("utf-8")), lines(draft.text)
    hunks = _hunks(_changes(old, new, draft.origins))
    body = "".join(_hunk(hunk, old, new) for hunk in hunks)
    return f"--- a/{path}\n+++ b/{path}\n{body}" if body else ""


_Change = tuple[int, int, int, int]
"""Lines of the old text, from and to, and those of the new that stand in their place."""


def _changes(old: list[str], new: list[str], origins: Sequence[int | None]) -> Iterator[_Change]:
    before = after = 0
    for number, origin in [*enumerate(origins), (len(new), len(old))]:
        if origin is None:
            continue
        if old[before:origin] != new[after:number]:
            yield before, origin, after, number
        before, after = origin + 1, number + 1


def _hunks(changes: Iterable[_Change]) -> list[list[_Change]]:
    """Changes that are so near to one another that their contexts meet, together."""
    hunks: list[list[_Change]] = []
    for change in changes:
        if hunks and change[0] - hunks[-1][-1][1] <= 2 * _CONTEXT:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    return hunks


def _hunk(changes: list[_Change], old: list[str], new: list[str]) -> str:
    above = min(_CONTEXT, changes[0][0])
    below = min(_CONTEXT, len(old) - changes[-1][1])
    first, last = changes[0][0] - above, changes[-1][1] + below
    shown, at = [], first
    for start, end, begin, stop in changes:
        shown += [_line(" ", line) for line in old[at:start]]
        shown += [_line("-", line) for line in old[start:end]]
        shown += [_line("+", line) for line in new[begin:stop]]
        at = end
    shown += [_line(" ", line) for line in old[at:last]]
    was = _range(first, last)
    now = _range(changes[0][2] - above, changes[-1][3] + below)
    return f"@@ -{was} +{now} @@\n{''.join(shown)}"


def _line(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}{_NO_FEED}"


def _range(first: int, last: int) -> str:
    length = last - first
    return f"{first + 1 if length else first},{length}"
