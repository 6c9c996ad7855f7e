"""What the paste lost and another copy of the same text still has: where each link stood.

A link is a citation's if it stands at the same words and leads to its host. Where no place is the
same, pages of the host are candidates, and the only one of them is a match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing_build.rescue.context import Stream, agreement, is_same_place
from briefing_build.rescue.finding import Source, find_citations, has_numbers, known_hosts
from briefing_build.rescue.pasted import Kind, Page, Paragraph, Pasted, clean_address
from briefing_build.rescue.sources import ADDRESS, with_chips, with_sources

Context = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A citation of a companion: the words before it, and the pages it leads to."""

    context: Context
    host: str
    token: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Companion:
    """What a companion knows."""

    name: str
    places: tuple[Place, ...]
    pages: tuple[Page, ...]
    """All pages it leads to, in their order."""


def read_companion(pasted: Pasted) -> Companion:
    """The citations of a companion, each with its place."""
    pasted = with_sources(with_chips(pasted))
    known = known_hosts(pasted.paragraphs)
    numbers = has_numbers(pasted)
    stream = Stream()
    places: list[Place] = []
    pages: list[Page] = []
    for paragraph in (*pasted.paragraphs, *pasted.chrome):
        pages += [link.page for link in paragraph.links if link.page.url]
        pages += [Page(clean_address(match[0])) for match in ADDRESS.finditer(paragraph.text)]
    for paragraph in pasted.paragraphs:
        places += _places(paragraph, pasted, known, stream, numbers=numbers)
    pages += [page for group in pasted.pages.values() for page in group]
    return Companion(pasted.name, tuple(places), _different(pages))


def _places(
    paragraph: Paragraph,
    pasted: Pasted,
    known: frozenset[str],
    stream: Stream,
    *,
    numbers: bool,
) -> list[Place]:
    if paragraph.kind is Kind.VERBATIM:
        return []
    at = 0
    places: list[Place] = []
    found = find_citations(paragraph, pasted.pages, known, numbers=numbers)
    marks = [(c.start, c.end, [s for s in c.sources if s.pages]) for c in found]
    marks += [
        (link.end, link.end, [Source("", link.page.host, pages=(link.page,))])
        for link in paragraph.links  # whose words are the text's: the claim itself is the link
        if link.page.url and not any(c.start <= link.start < c.end for c in found)
    ]
    for start, end, sources in sorted(marks, key=lambda mark: mark[:2]):
        stream.read(paragraph.text[at:start])
        places += [Place(stream.context, s.host, s.token, s.pages) for s in sources]
        at = max(at, end)
    stream.read(paragraph.text[at:])
    return places


def _different(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Each page once, with whatever any mention of it tells."""
    found: dict[str, Page] = {}
    for page in pages:
        if not page.url:
            continue
        known = found.setdefault(page.url, page)
        found[page.url] = Page(
            page.url,
            known.title or page.title,
            known.date or page.date,
            known.outlet or page.outlet,
        )
    return tuple(found.values())


# Matching


@dataclass(frozen=True, slots=True)
class Answer:
    """What companions say of one citation: its pages, or candidates, and which of them said it."""

    state: str
    pages: tuple[Page, ...] = ()
    by: str = ""


class Companions:
    """All companions of a rescue; each place of theirs answers one citation at most."""

    def __init__(self, companions: Sequence[Companion]) -> None:
        self._used: set[int] = set()
        self._by_end: dict[tuple[str, str], list[tuple[Companion, Place]]] = {}
        for companion in companions:
            for place in companion.places:
                ends = (place.host, "".join(place.context[-2:]))
                self._by_end.setdefault(ends, []).append((companion, place))
        self._by_token = {
            place.token: (companion, place)
            for companion in companions
            for place in companion.places
            if place.token
        }
        self._by_host: dict[str, list[tuple[Companion, Page]]] = {}
        for companion in companions:
            for page in companion.pages:
                self._by_host.setdefault(page.host, []).append((companion, page))

    def answer(self, context: Context, source: Source) -> Answer:
        """What is known of a source that was cited behind these words."""
        if source.token and source.token in self._by_token:
            companion, place = self._by_token[source.token]
            return Answer("resolved", place.pages, companion.name)
        found = self._at(context, source.host)
        if found is not None:
            self._used.add(id(found[1]))
            return Answer("resolved", found[1].pages, found[0].name)
        pages = self._by_host.get(source.host, [])
        urls = {page.url: (companion, page) for companion, page in pages}
        if len(urls) == 1:
            companion, page = next(iter(urls.values()))
            return Answer("matched", (page,), companion.name)
        if urls:
            return Answer("ambiguous", tuple(page for _, page in urls.values()))
        return Answer("placeholder")

    def _at(self, context: Context, host: str) -> tuple[Companion, Place] | None:
        """The link to a host at just these words: the next one, where there are several."""
        near = self._by_end.get((host, "".join(context[-2:])), []) if host else []
        likely = [found for found in near if is_same_place(context, found[1].context)]
        return max(
            likely,
            key=lambda found: (
                agreement(context, found[1].context),
                id(found[1]) not in self._used,
            ),
            default=None,
        )
