"""CSL-JSON to a library of entries, as Zotero, Mendeley, JabRef and Crossref write it.

`reader` reads JSON with the place of each value and goes on behind what is broken; `items` makes
an entry of each item. An entry has its item as citeproc reads it, in forms that citeproc never
refuses, and fields with biblatex's names, so that what is checked in a `.bib` is checked here.
`libraries` gathers the entries; `names`, `dates` and `extra` (the variables that Zotero users write
into an item's note) read what a variable says, `model` knows which there are.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefing_build import rules
from briefing_build.bibtex import Entry, Library
from briefing_build.csljson.model import variable_name
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.source import SourceFile

__all__ = ["how_to_write", "is_first", "names_in", "parse_csljson"]


def parse_csljson(source: SourceFile, found: Diagnostics) -> Library:
    """The items of a `.json`, as good as they can be read, and what is wrong with it."""
    from briefing_build.csljson.libraries import read_library  # A `.bib` need not wait for it.

    return read_library(source, found)


def is_first(entry: Entry, entries: dict[str, Entry], found: Diagnostics) -> bool:
    """Whether no entry has the same key; if one has, that is reported."""
    twin = entries.get(entry.key)
    if twin is None:
        return True
    found.report(
        rules.DUPLICATE_KEY,
        f"another entry has the key `{entry.key}`",
        Label(entry.key_span, "this entry is left out"),
        related=(Label(twin.key_span, "the first one"),),
    )
    return False


def names_in(entry: Entry, fields: Iterable[str]) -> list[str]:
    """What the file of an entry calls some fields of biblatex, each once."""
    if entry.item is None:
        return list(fields)
    return list(dict.fromkeys(filter(None, map(variable_name, fields))))


def how_to_write(entry: Entry, field: str, value: str) -> str:
    """How an entry's author writes a field of biblatex or of ours, for a line of help."""
    if entry.item is None:
        return f"`{field} = {{{value}}}`"
    return f"`tex.{field}: {value}` on a line of its `note`"
