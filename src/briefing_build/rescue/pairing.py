"""Pairs every claim with each source that was cited for it, and says what is known of that one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from briefing_build.rescue.companions import Answer, Companions
from briefing_build.rescue.context import Stream
from briefing_build.rescue.finding import Flattened, Source
from briefing_build.rescue.ledger import Pair
from briefing_build.rescue.library import Keys, page_entry, placeholder_entry, slug
from briefing_build.rescue.markdown import clean
from briefing_build.rescue.pasted import Page, Paragraph


@dataclass(frozen=True, slots=True)
class Cited:
    """A paragraph with its citations, each with its pairs."""

    paragraph: Paragraph
    citations: tuple[Flattened, ...]
    pairs: Mapping[tuple[int, int], tuple[Pair, ...]]

    def keys(self, citation: Flattened) -> tuple[str, ...]:
        """The keys that stand for one of the citations."""
        pairs = self.pairs.get((citation.start, citation.end), ())
        return tuple(key for pair in pairs for key in (pair.key, *pair.further))


class Pairing:
    """Makes the pairs of a report, paragraph by paragraph, and the entries that they name."""

    def __init__(
        self, companions: Companions, name: str, day: date, keys: Keys | None = None
    ) -> None:
        self.entries: dict[str, str] = {}
        self._companions = companions
        self._name = name
        self._day = day
        self._keys = keys or Keys()
        self._stream = Stream()
        self._number = 0

    def pass_over(self, paragraph: Paragraph) -> None:
        """Reads what holds no citation, so that the words before the next one are known."""
        self._stream.read(paragraph.text)

    def cite(self, paragraph: Paragraph, found: tuple[Flattened, ...], chapter: str) -> Cited:
        """A paragraph's citations with their pairs."""
        text, at = paragraph.text, 0
        pairs: dict[tuple[int, int], tuple[Pair, ...]] = {}
        for position, citation in enumerate(found):
            self._stream.read(text[at : citation.start])
            claim = claim_before(text, found[max(0, position - _NEAR) : position], citation.start)
            pairs[citation.start, citation.end] = tuple(
                self._pair(source, claim, chapter, paragraph.line) for source in citation.sources
            )
            at = citation.end
        self._stream.read(text[at:])
        return Cited(paragraph, found, pairs)

    def _pair(self, source: Source, claim: str, chapter: str, line: int) -> Pair:
        self._number += 1
        pair = Pair(
            self._number, chapter, claim, source.written, "", "placeholder", line,
            source.host, source.name, source.hidden, is_sure=source.is_sure,
        )  # fmt: skip
        if source.pages:
            return self.answered(pair, Answer("resolved", source.pages, self._name))
        return self.answered(pair, self._companions.answer(self._stream.context, source))

    def answered(self, pair: Pair, answer: Answer) -> Pair:
        """A pair in the state that an answer brings it to; the entries it needs are made."""
        if answer.state in {"resolved", "matched"}:
            keys = [self._page_key(page) for page in answer.pages]
            settled = pair.settled(answer.state, keys[0], answer.pages[0].url, answer.by, self._day)
            return replace(settled, host=pair.host or answer.pages[0].host, further=tuple(keys[1:]))
        urls = tuple(page.url for page in answer.pages)
        return replace(
            pair, key=self._placeholder_key(pair, urls), state=answer.state, candidates=urls
        )

    def _page_key(self, page: Page) -> str:
        key = self._keys.of_page(page)
        if key not in self.entries:
            self.entries[key] = page_entry(key, page)
        return key

    def _placeholder_key(self, pair: Pair, candidates: tuple[str, ...]) -> str:
        what = pair.host or pair.name or pair.written
        wish = slug(what)
        wish = f"source-{wish}" if wish[:1].isdigit() and not pair.host else wish
        key = self._keys.key((what, candidates), wish)
        if key not in self.entries:
            entry = placeholder_entry(key, pair.written, pair.host, pair.name, candidates)
            self.entries[key] = entry
        return key


# Claims

_SENTENCE_ENDS = re.compile(r"[.!?][”’\"'»)]*\s+(?=[^\sa-z])")
_LONGEST_CLAIM = 400
_NEAR = 50
"""Citations of one sentence, at the most."""


def claim_before(text: str, found: Sequence[Flattened], end: int) -> str:
    """The words that a citation stands behind, from the beginning of their sentence.

    `found` are the citations before it, as far as its claim may go back.
    """
    start = found[0].end if len(found) == _NEAR else 0
    before = without_citations(text[:end], found, max(start, end - 20 * _LONGEST_CLAIM))
    ends = [match.end() for match in _SENTENCE_ENDS.finditer(before)]
    claim = before[ends[-1] :] if ends else before
    is_short = len(claim) <= _LONGEST_CLAIM
    return claim if is_short else "… " + claim[-_LONGEST_CLAIM:].partition(" ")[2]


def without_citations(text: str, found: Sequence[Flattened], start: int = 0) -> str:
    """The words of a text from `start` on that are no citations."""
    parts, at = [], start
    for citation in found:
        if citation.start >= start:
            parts.append(text[at : citation.start].rstrip())
            at = citation.end
    return " ".join(clean("".join((*parts, text[at:]))).split())
