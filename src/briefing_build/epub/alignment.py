"""Places of one text found again in another that is nearly the same."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

_SAME = 24
"""So many letters in a row are taken for the same place."""
_STEP = 8
_NEAR = 4_000
"""What is printed on paper alone, or on a screen alone, is seldom longer than this."""


class Alignment:
    """Says where a place in `here` is in `there`; the time it takes grows with their lengths.

    What only one of the two has is skipped: after a difference they are alike again where the
    next letters of `here` are found in `there`. Behind a longer difference nothing is alike.
    """

    def __init__(self, here: str, there: str) -> None:
        self._starts: list[int] = []
        """Where each stretch that both have begins, in `here`; `_offsets` has the way from there
        to its place in `there`, and `_ends` where it ends."""
        self._ends: list[int] = []
        self._offsets: list[int] = []
        for start, end, offset in _stretches(here, there):
            self._starts.append(start)
            self._ends.append(end)
            self._offsets.append(offset)
        self._length = len(there)

    def place(self, at: int) -> int:
        """The place in the other text of what follows `at`; where it is missing, of what is next.

        Its end if nothing is next.
        """
        stretch = bisect_right(self._starts, at) - 1
        if stretch >= 0 and at < self._ends[stretch]:
            return at + self._offsets[stretch]
        if stretch + 1 < len(self._starts):
            return self._starts[stretch + 1] + self._offsets[stretch + 1]
        return self._length


def _stretches(here: str, there: str) -> Iterator[tuple[int, int, int]]:
    """The stretches that both have, in their order: start and end in `here`, and the offset."""
    index: dict[str, list[int]] = {}
    at = place = 0
    while True:
        end = at + _common(here, there, at, place)
        if end > at:
            yield at, end, place - at
        place += end - at
        at = end
        if at >= len(here) or place >= len(there):
            return
        index = index or _index(there)
        found = _next(here, there, at, place, index)
        if found is None:
            return
        at, place = found


def _common(here: str, there: str, at: int, place: int) -> int:
    """How many letters are the same from two places on."""
    length = 0
    limit = min(len(here) - at, len(there) - place)
    step = 4_096
    while step:
        while (
            length + step <= limit
            and here[at + length : at + length + step]
            == there[place + length : place + length + step]
        ):
            length += step
        step //= 2
    return length


def _index(text: str) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for at in range(0, len(text) - _SAME + 1, _STEP):
        index.setdefault(text[at : at + _SAME], []).append(at)
    return index


def _next(
    here: str, there: str, at: int, place: int, index: dict[str, list[int]]
) -> tuple[int, int] | None:
    """Where the two are alike again: near, and by letters that come once; else by the first."""
    first: tuple[int, int] | None = None
    for start in range(at, min(len(here) - _SAME, at + _NEAR) + 1):
        places = index.get(here[start : start + _SAME], ())
        following = bisect_left(places, place)
        if following == len(places):
            continue
        found = _widened(here, there, (start, places[following]), (at, place))
        if following + 1 == len(places) and found[1] - place <= _NEAR:
            return found
        first = first or found
    return first


def _widened(
    here: str, there: str, found: tuple[int, int], least: tuple[int, int]
) -> tuple[int, int]:
    """The same stretch from its first letter on: only every eighth place is looked for."""
    at, place = found
    while at > least[0] and place > least[1] and here[at - 1] == there[place - 1]:
        at, place = at - 1, place - 1
    return at, place
