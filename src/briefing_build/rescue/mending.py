"""Goes on with a rescue: what companions know now is put where a placeholder still stands.

A person may have changed anything meanwhile. What they mended is recognised and stays; a claim
that they reworded is not found again, and its placeholder is theirs to replace.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefing_build.rescue.context import Stream, is_same_place, words_of
from briefing_build.rescue.ledger import Ledger, Pair
from briefing_build.rescue.library import Bibliography

AUTHOR = "the author"
"""Who resolved what no companion did."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What changed: chapters and the bibliography, and the ledger that knows of it."""

    chapters: Mapping[str, str]
    bibliography: str
    ledger: Ledger


def mend(
    ledger: Ledger,
    fresh: Sequence[Pair],
    entries: Mapping[str, str],
    chapters: Mapping[str, str],
    bibliography: Bibliography,
    day: date,
) -> Mended:
    """The project with what is known now; `fresh` are the same pairs as companions answer them."""
    pairs = {pair.number: pair for pair in ledger.pairs}
    written = {path: _Chapter(text) for path, text in chapters.items()}
    for group in _at_one_place(ledger.pairs):
        chapter = written.get(group[0].chapter)
        place = chapter.place_of(group[0]) if chapter else None
        if chapter is None or place is None:
            continue
        answers = [
            _answer(pair, fresh[pair.number - 1], place.keys, bibliography, day) for pair in group
        ]
        chapter.cite(place, _replaced(place.keys, group, answers))
        pairs.update((pair.number, pair) for pair in answers)
    texts = {path: chapter.text for path, chapter in written.items()}
    cited = {key for text in texts.values() for key in _KEY.findall(text)}
    used = {k: entry for k, entry in entries.items() if k in cited}
    before = {pair.key for pair in ledger.pairs if bibliography.is_placeholder(pair.key)}
    return Mended(
        texts,
        bibliography.changed(used, before - cited),
        replace(ledger, pairs=tuple(pairs[pair.number] for pair in ledger.pairs)),
    )


def _at_one_place(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """The open pairs, those together that one bracket holds: they follow behind one claim."""
    group: list[Pair] = []
    for pair in pairs:
        last = group[-1] if group else None
        if last and (last.chapter, last.line, last.claim) != (pair.chapter, pair.line, pair.claim):
            yield from _open(group)
            group = []
        group.append(pair)
    yield from _open(group)


def _open(group: list[Pair]) -> Iterator[list[Pair]]:
    if found := [pair for pair in group if pair.is_open]:
        yield found


def _answer(
    pair: Pair, fresh: Pair, keys: Sequence[str], bibliography: Bibliography, day: date
) -> Pair:
    """A pair as it stands now: mended by its author, answered by a companion, or as before."""
    if pair.key not in keys:
        return pair.settled("resolved", keys[0], "", AUTHOR, day) if keys else pair
    if not bibliography.is_placeholder(pair.key):
        return pair.settled("resolved", pair.key, "", AUTHOR, day)
    is_news = fresh.state != "placeholder" and fresh.candidates != pair.candidates
    return fresh if is_news or not fresh.is_open else pair


def _replaced(
    keys: Sequence[str], before: Sequence[Pair], after: Sequence[Pair]
) -> tuple[str, ...]:
    """The keys of a bracket with those of pairs that were answered in the place of the old."""
    written: list[str] = []
    for key in keys:
        new = [
            one
            for old, pair in zip(before, after, strict=True)
            if old.key == key and pair.resolved_by != AUTHOR
            for one in (pair.key, *pair.further)
        ]
        written += new or [key]
    return tuple(dict.fromkeys(written))


# Places in a chapter

_BRACKET = re.compile(r"\[(?P<items>@[^\[\]\n]*)\]")
_KEY = re.compile(r"@([\w][\w:.#$%&+?<>~/-]*\w|\w)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    keys: tuple[str, ...]
    context: tuple[str, ...]


class _Chapter:
    """A chapter's text and where its citations stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: dict[_Place, tuple[str, ...]] = {}
        self._places: dict[tuple[str, ...], list[_Place]] = {}
        stream, at = Stream(), 0
        for match in _BRACKET.finditer(text):
            stream.read(_COMMENT.sub(" ", text[at : match.start()]))
            keys = tuple(_KEY.findall(match["items"]))
            place = _Place(*match.span(), keys, stream.context)
            self._places.setdefault(stream.context[-1:], []).append(place)
            at = match.end()

    def place_of(self, pair: Pair) -> _Place | None:
        """Where a pair's claim is cited; None if it is reworded, or said several times."""
        claim = words_of(pair.claim)
        near = self._places.get(tuple(claim[-1:]), [])
        found = [place for place in near if is_same_place(claim, place.context)]
        exact = [place for place in found if pair.key in place.keys] or found
        return exact[0] if len(exact) == 1 else None

    def cite(self, place: _Place, keys: tuple[str, ...]) -> None:
        """Has other keys stand in a place."""
        if keys != place.keys:
            self._edits[place] = keys

    @property
    def text(self) -> str:
        text = self._text
        parts, at = [], 0
        for place, keys in sorted(self._edits.items(), key=lambda edit: edit[0].start):
            bracket = "; ".join(f"@{key}" for key in keys)
            parts += [text[at : place.start], f"[{bracket}]"]
            at = place.end
        return "".join((*parts, text[at:]))
