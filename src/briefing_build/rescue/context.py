"""The words around a place in a text, by which the same place is known in another copy of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

_WORD = re.compile(r"[^\W_]+")
_NEAR = 10
"""Words before a place: so many are said twice in no report, and hardly ever changed all."""


def words_of(text: str) -> list[str]:
    """The words of a text, without what copies of it may write differently."""
    return [word.casefold() for word in _WORD.findall(text)]


class Stream:
    """A text read from its beginning, that knows the last words read."""

    def __init__(self) -> None:
        self._words: list[str] = []

    def read(self, text: str) -> None:
        self._words = [*self._words, *words_of(text)][-_NEAR:]

    @property
    def context(self) -> tuple[str, ...]:
        return tuple(self._words)


def agreement(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two contexts end with alike; as many as may be if one does not go so far."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return _NEAR if alike and alike == min(len(one), len(other)) else alike


def is_same_place(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two contexts are so much alike that they are of one place."""
    return agreement(one, other) >= _ENOUGH


_ENOUGH = 5
