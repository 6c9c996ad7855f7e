"""From whom a work comes: its outlet, as the entry names it or as its address tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing_build.bibtex import Entry, decode, verbatim
from briefing_build.checks.library.entries import host_of, is_placeholder
from briefing_build.document import Cited, Node, walk
from briefing_build.outlets import is_archive, outlet_at, outlet_called
from briefing_build.resolve import Briefing

_NAMED_IN = ("journaltitle", "publication", "organization", "institution")
_ADDRESSED_BY = ("url", "accesscopyurl")
# Books and what scholars write come from their authors, whoever prints them.
_OF_AUTHORS = frozenset(
    """
    book mvbook inbook bookinbook suppbook collection mvcollection incollection suppcollection
    proceedings mvproceedings inproceedings thesis unpublished letter
    """.split()
)
_SCHOLARLY = ("volume", "issue", "doi", "issn")
_NEWS = frozenset("wire broadcaster social official think-tank other".split())


class Publisher(NamedTuple):
    """Who publishes works: `id` tells one from the others, `name` is how it is called."""

    id: str
    name: str


def publisher_of(entry: Entry) -> Publisher | None:
    """The outlet or body from which a work comes; None of works that come from their authors."""
    if entry.kind in _OF_AUTHORS or _is_scholarly(entry):
        return None
    named = next((value for field in _NAMED_IN if (value := entry.value(field))), "")
    return _called(named) if named else _by_host(entry)


@lru_cache(maxsize=1_000)
def _called(written: str) -> Publisher:
    """The publisher of a name as it is written in a field."""
    name = " ".join(decode(written).split())
    known = outlet_called(name)
    if known is not None:
        return Publisher(known.name.casefold(), known.name)
    return Publisher(re.sub(r"[\W_]+", " ", name.casefold()).strip(), name)


def _is_scholarly(entry: Entry) -> bool:
    if entry.kind != "article" or entry.value("entrysubtype"):
        return False
    if entry.value("sourceclass").strip().lower() in _NEWS:
        return False
    return any(map(entry.value, _SCHOLARLY))


def _by_host(entry: Entry) -> Publisher | None:
    for field in _ADDRESSED_BY:
        host = host_of(verbatim(entry.value(field))).removeprefix("www.")
        if host and not is_archive(host):
            known = outlet_at(host)
            return Publisher(known.name.casefold(), known.name) if known else Publisher(host, host)
    return None


def cited_in(nodes: Iterable[Node], briefing: Briefing) -> Iterator[tuple[Entry, Cited]]:
    """The works that are cited in some nodes, each time that they are, placeholders left out."""
    for node in walk(nodes):
        if isinstance(node, Cited) and node.form != "author":
            for item in node.items:
                entry = briefing.library.entries.get(item.key)
                if entry is not None and not is_placeholder(entry):
                    yield entry, node
