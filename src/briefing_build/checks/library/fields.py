"""Types and fields that mean something, and words in them that can be printed."""

from __future__ import annotations

import re

from briefing_build import rules
from briefing_build.bibtex import Entry, Field, names
from briefing_build.bibtex.latex import residue
from briefing_build.bibtex.model import (
    FIELD_ALIASES,
    FIELDS,
    FIELDS_NOT_FOR_PRINT,
    KINDS,
    TOLERATED_FIELDS,
    TOLERATED_PREFIXES,
    VERBATIM_FIELDS,
    has_no_place,
    is_known_field,
)
from briefing_build.checks.library.entries import own_fields
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.resolve import Briefing
from briefing_build.source import Span
from briefing_build.spelling import NearNames


def check_kinds(briefing: Briefing, found: Diagnostics) -> None:
    """Reports types of entries that neither BibTeX nor biblatex knows."""
    near = NearNames(KINDS, cutoff=0.7)
    for entry in briefing.library.entries.values():
        if entry.kind not in KINDS and not re.fullmatch(r"custom[a-f]", entry.kind):
            similar = near.of(entry.kind)
            found.report(
                rules.UNKNOWN_ENTRY_TYPE,
                f"no type of entry is called `{entry.kind_span.text}`",
                Label(entry.kind_span),
                help=f"did you mean `{similar[0]}`?" if similar else "`misc` suits any work",
                fix=_named(entry, entry.kind_span, near.only(entry.kind)),
            )


def _named(entry: Entry, place: Span, name: str | None) -> Fix | None:
    """The fix that writes a known name; CSL-JSON has names of its own."""
    if name is None or entry.item is not None:
        return None
    return Fix(f"write `{name}`", (Edit(place, name),))


def check_field_names(briefing: Briefing, found: Diagnostics) -> None:
    """Reports names of fields that mean nothing; one that looks like no other only once."""
    strange: set[str] = set()
    near = NearNames(FIELDS, cutoff=0.8)
    for entry, field in own_fields(briefing):
        if field.name in strange or is_known_field(field.name):
            continue
        similar = near.of(field.name)
        if not similar:
            strange.add(field.name)
        found.report(
            rules.UNKNOWN_FIELD,
            f"`{entry.key}` has a field `{field.written}`, which nothing reads",
            Label(field.name_span),
            help=f"did you mean `{similar[0]}`?" if similar else None,
            fix=_renamed(entry, field, near.only(field.name)),
        )


def _renamed(entry: Entry, field: Field, name: str | None) -> Fix | None:
    """The fix that calls a field by a known name, unless the entry has one of that name."""
    if name is None or entry.get(FIELD_ALIASES.get(name, name)) is not None:
        return None
    return _named(entry, field.name_span, name)


def check_unmapped_fields(briefing: Briefing, found: Diagnostics) -> None:
    """Reports fields whose words nobody would read."""
    for entry, field in own_fields(briefing):
        if entry.item is None and field.value.strip() and _goes_unread(entry, field.name):
            found.report(
                rules.UNMAPPED_FIELD,
                f"nothing prints `{field.written}`, which `{entry.key}` has",
                Label(field.name_span),
                help=_BETTER_FIELDS.get(field.name, "words for readers belong into `note`"),
            )


_BETTER_FIELDS = {
    "pagination": "label the locator where you cite: `[@key, sec. 3]`",
    "bookpagination": "label the locator where you cite: `[@key, sec. 3]`",
    "shortauthor": "a short name stands for one body: `author = {{World Bank}}`",
    "shorteditor": "a short name stands for one body: `editor = {{World Bank}}`",
    "genre": "what the work calls itself belongs into `type`",
    "country": "a place belongs into `location`",
    "status": "a state of publication belongs into `pubstate`",
    "collection": "a series belongs into `series`",
}


def _goes_unread(entry: Entry, name: str) -> bool:
    if name in _SHORT_NAMES:
        return not _is_called_by_short_name(entry, name)
    return has_no_place(entry.kind, name)


_SHORT_NAMES = {"shortauthor": "author", "shorteditor": "editor"}


def _is_called_by_short_name(entry: Entry, name: str) -> bool:
    """Whether the work has one body for an author, whose short name this can be."""
    field = entry.get(_SHORT_NAMES[name])
    people = names(field) if field else ()
    if not people and name == "shortauthor" and entry.kind == "report":
        return any(entry.value(body) for body in ("institution", "organization", "publisher"))
    return len(people) == 1 and bool(people[0].literal)


def check_residue(briefing: Briefing, found: Diagnostics) -> None:
    """Reports LaTeX and HTML that would be printed as they stand."""
    for entry, field in own_fields(briefing):
        if entry.item is not None or not is_for_readers(field.name):
            continue
        if left := residue(field.value):
            _report_residue(entry, field, left, found)


def is_for_readers(name: str) -> bool:
    """Whether a field holds words that are printed, and no address or file's name."""
    is_private = name in TOLERATED_FIELDS or name.startswith(TOLERATED_PREFIXES)
    return not (is_private or name in VERBATIM_FIELDS or name in FIELDS_NOT_FOR_PRINT)


def _report_residue(entry: Entry, field: Field, left: tuple[str, ...], found: Diagnostics) -> None:
    span = field.value_span
    at = span.text.find(left[0])
    place = span.part(at, at + len(left[0])) if at >= 0 else span
    shown = ", ".join(f"`{part}`" for part in left[:3]) + (" …" if len(left) > 3 else "")
    is_latex = left[0].startswith("\\")
    found.report(
        rules.LATEX_RESIDUE,
        f"{shown} left in the `{field.written}` of `{entry.key}`",
        Label(place),
        help="it would be printed: write the words or the letter that it stands for"
        if is_latex
        else "it would be printed: write the letter itself, or LaTeX as in `\\emph{…}`",
    )
