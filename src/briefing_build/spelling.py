"""Names that somebody wrote otherwise than they are: with other capitals, or misspelt."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import normalize

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))


class SameNames:
    """Finds the name that is the same as another but for capitals, dashes and composed letters."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._by_fold: dict[str, str | None] = {}

    def of(self, name: str) -> str | None:
        """That name; None if there is none, or more than one."""
        if not self._by_fold:
            for candidate in self._names:
                folded = self._fold(candidate)
                self._by_fold[folded] = None if folded in self._by_fold else candidate
        return self._by_fold.get(self._fold(name))

    @staticmethod
    def _fold(name: str) -> str:
        return normalize("NFC", name).casefold().translate(_DASHES)


class NearNames:
    """Finds names like a misspelt one: three letters in common first, for libraries are large."""

    def __init__(self, names: Iterable[str], cutoff: float = 0.75) -> None:
        self._names = names
        self._cutoff = cutoff
        self._by_trigram: dict[str, list[str]] = {}
        self._known: dict[str, tuple[str, ...]] = {}

    def of(self, name: str) -> tuple[str, ...]:
        """The nearest name, or none that is near; none after so many that nobody reads them."""
        return self._near(name)[:1]

    def only(self, name: str) -> str | None:
        """The one name that is near, if there is no other."""
        near = self._near(name)
        return near[0] if len(near) == 1 else None

    def _near(self, name: str) -> tuple[str, ...]:
        if name not in self._known:
            self._known[name] = self._search(name) if len(self._known) < _MOST_SEARCHES else ()
        return self._known[name]

    def _search(self, name: str) -> tuple[str, ...]:
        if not self._by_trigram:
            for candidate in self._names:
                for trigram in _trigrams(candidate):
                    self._by_trigram.setdefault(trigram, []).append(candidate)
        shared: dict[str, int] = {}
        looked_at = 0
        # The rarest first: what thousands of names share says little about any of them.
        trigrams = sorted(_trigrams(name))
        for names in sorted((self._by_trigram.get(t, []) for t in trigrams), key=len):
            if looked_at and looked_at + len(names) > _MOST_LOOKED_AT:
                break
            looked_at += len(names)
            for candidate in names:
                shared[candidate] = shared.get(candidate, 0) + 1
        best = sorted(shared, key=lambda candidate: (-shared[candidate], candidate))[:50]
        folded = dict.fromkeys(candidate.casefold() for candidate in best)
        near = get_close_matches(name.casefold(), folded, n=2, cutoff=self._cutoff)
        return tuple(name for fold in near for name in best if name.casefold() == fold)


_MOST_SEARCHES = 1_000
_MOST_LOOKED_AT = 2_000
_LONGEST_NAME = 200


def _trigrams(name: str) -> set[str]:
    if len(name) > _LONGEST_NAME:  # Comparing takes the square of it.
        return set()
    padded = f"^{name.casefold()}$"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
