"""The files of a bibliography, `.bib` or CSL-JSON, to one library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing_build.allows import Allow, read_field
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
    library = libraries[0] if len(libraries) == 1 else _joined(libraries, found)
    fields = tuple(_allowed_by_fields(library, found))
    return replace(library, allows=library.allows + fields) if fields else library


def is_json(source: SourceFile) -> bool:
    """Whether a library is in CSL-JSON, going by its name, else by how it begins."""
    name = source.path.lower()
    if name.endswith((".json", ".bib")):
        return name.endswith(".json")
    return source.text.lstrip()[:1] in {"[", "{"}


def _allowed_by_fields(library: Library, found: Diagnostics) -> Iterator[Allow]:
    """What entries allow in themselves: a field stays where a program would drop a comment."""
    for entry in library.entries.values():
        field = entry.fields.get("allow")
        if field is not None and not entry.is_inherited("allow"):
            yield from read_field(field.value_span, entry.span, found)


def _joined(libraries: Sequence[Library], found: Diagnostics) -> Library:
    entries: dict[str, Entry] = {}
    unread: dict[str, Span] = {}
    allows = tuple(allow for library in libraries for allow in library.allows)
    for library in libraries:
        unread |= library.unread
        for key, entry in library.entries.items():
            if is_first(entry, entries, found):
                entries[key] = entry
    return Library(entries, libraries[0].source, unread, allows)
