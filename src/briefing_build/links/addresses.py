"""The addresses of pages that a briefing sends its readers to, each once, with all its places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from briefing_build.bibtex import Entry, bare_doi, verbatim
from briefing_build.checks.citing import is_kept
from briefing_build.checks.library.entries import LONGEST_ADDRESS, address_parts
from briefing_build.document import Cited, Link, walk
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_FIELDS = ("url", "doi", "archiveurl", "accesscopyurl")
_RESOLVERS = {"doi.org", "dx.doi.org"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands: in a field of an entry, else in a chapter."""

    span: Span
    entry: Entry | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """What is asked for, what its author wrote at the first of its places, and these."""

    url: str
    written: str
    places: tuple[Place, ...]


def addresses(briefing: Briefing) -> tuple[Address, ...]:
    """In the order in which they stand in the chapters, then in the library.

    Of the library these are the entries that are printed: those that are cited or kept.
    """
    places: dict[str, dict[Span, Place]] = {}
    words: dict[str, str] = {}
    for written, place in (*_in_chapters(briefing), *_in_library(briefing)):
        url = page_of(written)
        if url:
            places.setdefault(url, {}).setdefault(place.span, place)
            words.setdefault(url, written)
    return tuple(Address(url, words[url], tuple(at.values())) for url, at in places.items())


def page_of(address: str) -> str:
    """The page that an address or a DOI leads to, in one form; "" if it leads to none.

    A fragment is a place in a page, and asked of nobody.
    """
    if address[:4].lower() == "doi:":
        return doi_page(address)
    parts = address_parts(address)
    if parts is None:
        return ""
    if (parts.hostname or "").removeprefix("www.") in _RESOLVERS and parts.path.startswith("/10."):
        return doi_page(parts.path[1:])
    host = parts.netloc if "@" in parts.netloc else parts.netloc.lower()
    return parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl()


def doi_page(doi: str) -> str:
    """Where doi.org leads on to a work; capitals mean nothing there (DOI Handbook, 2.4)."""
    name = unquote(bare_doi(doi)[:LONGEST_ADDRESS]).lower()
    return (
        f"https://doi.org/{quote(name, '/:;()', errors='replace')}"
        if name.startswith("10.")
        else ""
    )


def _in_chapters(briefing: Briefing) -> Iterator[tuple[str, Place]]:
    for chapter in briefing.chapters:
        for node in walk(chapter.blocks):
            if isinstance(node, Link) and not node.url.startswith("#"):
                yield node.url.strip(), Place(node.url_span)


def _in_library(briefing: Briefing) -> Iterator[tuple[str, Place]]:
    cited = set(_cited(briefing))
    for key, entry in briefing.library.entries.items():
        if key not in cited and not is_kept(entry):
            continue
        for name in _FIELDS:
            field = entry.get(name)
            if field is not None and field.value.strip():
                address = f"doi:{bare_doi(field.value)}" if name == "doi" else verbatim(field.value)
                yield address, Place(field.value_span, entry, name)


def _cited(briefing: Briefing) -> Iterator[str]:
    for chapter in briefing.chapters:
        for node in walk(chapter.blocks):
            if isinstance(node, Cited):
                yield from (item.key for item in node.items)
