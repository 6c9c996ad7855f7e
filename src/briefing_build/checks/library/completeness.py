"""Whether each entry says what its kind of work needs, and what may be said of its source."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from briefing_build import rules
from briefing_build.bibtex import Entry
from briefing_build.bibtex.model import FIELDS, is_known_field
from briefing_build.checks.library.entries import is_placeholder, own_field, unknown_fields, works
from briefing_build.csljson import how_to_write, names_in
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing
from briefing_build.settings import SOURCE_CLASSES
from briefing_build.spelling import NearNames

SOURCE_STATES = ("verified", "reprint", "placeholder")


_OUTLET = ("journaltitle", "publication", "organization")
_WHO = ("author", "editor", *_OUTLET, "institution", "director", "holder", "translator")
_WHERE = ("url", "doi", "location", "accesscopyurl", "archiveurl", "eprint", "isbn")
_IN_PRINT = ("volume", "number", "issue", "pages", "eid")
_ADDRESS = ("url", "accesscopyurl", "archiveurl", "doi")
_ISSUED = ("institution", "organization", "publisher", "publication")
_NEWS = (_OUTLET, ("date",))
_BOOK = (("author", "editor", "institution", "organization"), ("date",))
_PART = (("booktitle", "maintitle"), ("date",))

_NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(("article", "newspaper", "newspaperarticle", "magazine", "review"), _NEWS),
    **dict.fromkeys(("book", "mvbook", "booklet", "collection", "mvcollection"), _BOOK),
    **dict.fromkeys(
        ("inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inreference",
         "inproceedings"), _PART
    ),
    **dict.fromkeys(("online", "webpage", "blog", "tweet", "video"), (_ADDRESS, ("date",))),
    "report": (_ISSUED, ("date",)),
    "thesis": (("author",), ("institution",), ("date",)),
    **dict.fromkeys(("periodical", "proceedings", "unpublished", "misc", "dataset"), (("date",),)),
}  # fmt: skip
"""For each kind, what it needs beyond a title, a maker and a place; one name of each group."""
_PARENTS = {"crossref", "xdata"}
_UNDATED = ("pubstate", "year")


def check_missing_fields(briefing: Briefing, found: Diagnostics) -> None:
    """Reports an entry that does not say what its kind of work needs.

    What `unknown` names could not be found, and is not missed; a placeholder is reported as such.
    Neither is missed what stands in a field whose name is misspelt, or with a parent that is not
    found: those are reported.
    """
    near = NearNames(FIELDS, cutoff=0.8)
    for entry in works(briefing):
        missing = [group for group in _missing(entry) if not _is_misspelt(group, entry, near)]
        if missing and not is_placeholder(entry) and not _has_lost_its_parents(entry):
            names = ", ".join(names_in(entry, [group[0] for group in missing]))
            found.report(
                rules.MISSING_FIELD,
                f"`{entry.key}` has no {_and([_named(group, entry) for group in missing])}",
                Label(entry.key_span),
                help=f"what cannot be found is named: {how_to_write(entry, 'unknown', names)}",
            )


def _missing(entry: Entry) -> Iterator[tuple[str, ...]]:
    given = {name for name, field in entry.fields.items() if field.value.strip()}
    given.update(unknown_fields(entry))
    where = _WHERE + (_IN_PRINT if entry.kind == "article" else ())
    for group in (("title",), *_NEEDS.get(entry.kind, ()), _WHO, where):
        names = group + (_UNDATED if group == ("date",) else ())
        if given.isdisjoint(names):
            yield group


def _is_misspelt(group: tuple[str, ...], entry: Entry, near: NearNames) -> bool:
    strange = (name for name in entry.fields if not is_known_field(name))
    return any(similar in group for name in strange for similar in near.of(name))


def _has_lost_its_parents(entry: Entry) -> bool:
    names = entry.fields
    return not names.keys().isdisjoint(_PARENTS) and not any(map(entry.is_inherited, names))


def _named(group: tuple[str, ...], entry: Entry) -> str:
    shown = group[:3] if group[0] != "author" or entry.kind == "thesis" else _WHO[:3]
    return " or ".join(f"`{name}`" for name in names_in(entry, shown))


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', no '.join(parts[:-1])} and no {parts[-1]}"


def check_placeholders(briefing: Briefing, found: Diagnostics) -> None:
    """Reports entries whose work was not located, or not told from others."""
    for entry in works(briefing):
        if not is_placeholder(entry):
            continue
        candidates = own_field(entry, "candidates")
        if candidates is not None:
            count = len(candidates.value.split())
            found.report(
                rules.AMBIGUOUS_SOURCE,
                f"the work behind `{entry.key}` may be at any of {count} addresses",
                Label(candidates.value_span),
                help="read them, complete the entry with the right one, and delete `candidates`",
            )
        else:
            found.report(
                rules.PLACEHOLDER_SOURCE,
                f"the work behind `{entry.key}` has not been located",
                Label(entry.key_span),
                help="find it and complete the entry, or cite another work",
            )


def check_source_classes(briefing: Briefing, found: Diagnostics) -> None:
    """Reports values of `sourceclass` and `sourcestate` that do not exist."""
    for entry in briefing.library.entries.values():
        for name, allowed in (("sourceclass", SOURCE_CLASSES), ("sourcestate", SOURCE_STATES)):
            field = entry.get(name)
            if field is None or field.value.strip().lower() in {"", *allowed}:
                continue
            similar = get_close_matches(field.value.strip().lower(), allowed, 1)
            found.report(
                rules.UNKNOWN_SOURCE_CLASS,
                f"no `{name}` is called `{field.value}`",
                Label(field.value_span),
                help=f"did you mean `{similar[0]}`?" if similar else f"one of {', '.join(allowed)}",
            )
