"""The items of a CSL-JSON file to the entries of a library."""

from __future__ import annotations

from briefing_build import rules
from briefing_build.bibtex import Entry, Library
from briefing_build.bibtex.reader import MOST_ENTRIES
from briefing_build.csljson import is_first
from briefing_build.csljson.items import Items, wrapped
from briefing_build.csljson.reader import Node, Object, read_json
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.source import SourceFile, Span


def read_library(source: SourceFile, found: Diagnostics) -> Library:
    """The items of `source`, as good as they can be read, and what is wrong with it."""
    items = Items(source, found)
    entries: dict[str, Entry] = {}
    strangers = 0
    for top in read_json(source, found):
        for node in wrapped(top) if isinstance(top, Object) else (top,):
            if not isinstance(node, Object):
                strangers += 1
                if strangers <= 20:
                    message = "this is no item, which stands in braces"
                    found.report(rules.MALFORMED_VARIABLE, message, Label(_span(node, source)))
                continue
            if len(entries) >= MOST_ENTRIES:
                message = f"more than {MOST_ENTRIES:,} items: this one and what follows is not read"
                found.report(rules.LIMIT_MET, message, Label(_span(node, source)))
                return Library(entries, source)
            entry = items.entry(node)
            if entry and is_first(entry, entries, found):
                entries[entry.key] = entry
    return Library(entries, source)


def _span(node: Node, source: SourceFile) -> Span:
    return source.span(node.start, max(node.start, min(node.end, node.start + 1)))
