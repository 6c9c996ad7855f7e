"""`.bib` text to a library of entries, every value with its place, and nothing lost in silence.

bibtexparser splits the text into blocks (`readable`, `blocks`); a block becomes an entry with
biblatex's names for its type and fields and with macros put in (`reader`, `values`); entries that
refer to a parent inherit from it (`inheritance`). What a field means is read when somebody asks:
`names` and `date` here, `decode` and `rich` for what LaTeX says, `verbatim` for addresses and
numbers, in which no LaTeX is read.
"""

from __future__ import annotations

from dataclasses import replace

from briefing_build.allows import Allow
from briefing_build.bibtex.allowed import read_allows
from briefing_build.bibtex.blocks import split
from briefing_build.bibtex.dates import Date, parse_date, spelt_date
from briefing_build.bibtex.entries import Entry, Field, Library
from briefing_build.bibtex.inheritance import inherit
from briefing_build.bibtex.latex import bare_doi, decode, rich, verbatim
from briefing_build.bibtex.names import Name, parse_names
from briefing_build.bibtex.reader import Reader
from briefing_build.diagnostics import Diagnostics
from briefing_build.source import SourceFile

__all__ = [
    "Date",
    "Entry",
    "Field",
    "Library",
    "Name",
    "bare_doi",
    "date",
    "decode",
    "names",
    "parse_bibtex",
    "parse_date",
    "rich",
    "spelt_date",
    "verbatim",
]


def parse_bibtex(source: SourceFile, found: Diagnostics, *further: SourceFile) -> Library:
    """The entries of a `.bib`, as good as they can be read, and what is wrong with it.

    With `further` files it is one library: an entry of one may inherit from one of another.
    """
    reader = Reader(source, found)
    allows: list[Allow] = []
    for file in (source, *further):
        reader = replace(reader, source=file)  # What has been read stays the same dictionaries.
        blocks = list(split(file, found))
        reader.read(blocks)
        allows += read_allows(file, blocks, found)
    entries = inherit(reader.entries, reader.unread, found)
    return Library(entries, source, reader.unread, tuple(allows))


def names(field: Field) -> tuple[Name, ...]:
    """The persons and bodies that a field of names lists."""
    return parse_names(field.value)


def date(field: Field) -> Date | None:
    """The date in a field, also one that is spelt out ("17 May 2024"); None if it is no date."""
    return parse_date(field.value) or parse_date(spelt_date(field.value))
