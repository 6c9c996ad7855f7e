"""The entries of a library and their fields, as the checks look at them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

from briefing_build.bibtex import Entry, Field
from briefing_build.bibtex.model import FIELD_ALIASES
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_BEHIND_HOST = re.compile(r"[/?#]")
_CONTAINERS = frozenset({"xdata", "set"})


def works(briefing: Briefing) -> Iterator[Entry]:
    """The entries that are works, and not stores of fields for other entries."""
    entries = briefing.library.entries.values()
    return (entry for entry in entries if entry.kind not in _CONTAINERS)


def own_fields(briefing: Briefing) -> Iterator[tuple[Entry, Field]]:
    """Every field where it was written, with its entry."""
    for entry in briefing.library.entries.values():
        for name, field in entry.fields.items():
            if not entry.is_inherited(name):
                yield entry, field


def own_field(entry: Entry, name: str) -> Field | None:
    """The field of that name if it says something and comes from no other entry."""
    field = entry.fields.get(name)
    if field is None or not field.value.strip() or entry.is_inherited(name):
        return None
    return field


def is_placeholder(entry: Entry) -> bool:
    """Whether an entry stands for a work that was not located."""
    return entry.value("sourcestate").strip().lower() == "placeholder"


def unknown_fields(entry: Entry) -> Iterator[str]:
    """The fields, by biblatex's names, of which an entry says that they could not be found."""
    written = entry.value("unknown").lower()
    for name in re.split(r"[\s,;]+", written) if written else ():
        yield FIELD_ALIASES.get(name, {"year": "date", "outlet": "journaltitle"}.get(name, name))


def place_in(field: Field, words: str) -> Span:
    """Where words stand in a field's value; all of the value if they are written otherwise."""
    span = field.value_span
    at = span.text.find(words)
    return span.part(at, at + len(words)) if at >= 0 and words else span


LONGEST_ADDRESS = 4_000
"""No browser and no server takes one that is much longer, and what we ask of it stays quick."""


def address_parts(address: str) -> SplitResult | None:
    """The parts of an address of a page; None of what is none, which another check reports."""
    if len(address) > LONGEST_ADDRESS:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None


def host_of(address: str) -> str:
    """The host in an address of a page, as written; "" in what is none."""
    scheme, _, rest = address.partition("://")
    if scheme not in {"http", "https"} or len(address) > LONGEST_ADDRESS:
        return ""
    return _BEHIND_HOST.split(rest, 1)[0].rpartition("@")[2].partition(":")[0].lower()
