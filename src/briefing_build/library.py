"""The files of a bibliography, `.bib` or CSL-JSON, to one library."""

from __future__ import annotations

from collections.abc import Sequence

from briefing_build.bibtex import Entry, Library, parse_bibtex
from briefing_build.csljson import is_first, parse_csljson
from briefing_build.diagnostics import Diagnostics
from briefing_build.source import SourceFile, Span


def parse_library(sources: Sequence[SourceFile], found: Diagnostics) -> Library:
    """The entries of all files, in their order; of two with one key the first is kept."""
    bibtex = [source for source in sources if not is_json(source)]
    libraries: list[Library] = []
    for source in sources:
        if is_json(source):
            libraries.append(parse_csljson(source, found))
        elif source is bibtex[0]:  # All of them at once: they may refer to one another.
            libraries.append(parse_bibtex(source, found, *bibtex[1:]))
    return libraries[0] if len(libraries) == 1 else _joined(libraries, found)


def is_json(source: SourceFile) -> bool:
    """Whether a library is in CSL-JSON, going by its name, else by how it begins."""
    name = source.path.lower()
    if name.endswith((".json", ".bib")):
        return name.endswith(".json")
    return source.text.lstrip()[:1] in {"[", "{"}


def _joined(libraries: Sequence[Library], found: Diagnostics) -> Library:
    entries: dict[str, Entry] = {}
    unread: dict[str, Span] = {}
    for library in libraries:
        unread |= library.unread
        for key, entry in library.entries.items():
            if is_first(entry, entries, found):
                entries[key] = entry
    return Library(entries, libraries[0].source, unread)
