"""What each entry of the library must say, and in what form."""

from __future__ import annotations

import dataclasses
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from urllib.parse import urlsplit

from briefing_build import rules
from briefing_build.bibtex import (
    Date,
    Entry,
    Field,
    bare_doi,
    names,
    parse_date,
    spelt_date,
    verbatim,
)
from briefing_build.bibtex.dates import is_month
from briefing_build.bibtex.latex import residue
from briefing_build.bibtex.model import (
    DATE_FIELDS,
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
from briefing_build.csljson import how_to_write, names_in
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing
from briefing_build.settings import SOURCE_CLASSES

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

_MOST_STRANGE_NAMES = 200
_CONTAINERS = frozenset({"xdata", "set"})
_UNDATED = ("pubstate", "year")
_STATES = {
    "in press": "pubstate = {inpress}",
    "forthcoming": "pubstate = {forthcoming}",
    "to appear": "pubstate = {forthcoming}",
    "submitted": "pubstate = {submitted}",
    "n.d": "unknown = {date}",
    "nd": "unknown = {date}",
    "no date": "unknown = {date}",
    "undated": "unknown = {date}",
}
"""What people write where a date should stand, and where that belongs."""
_ADDRESSES = ("url", "accesscopyurl", "archiveurl")
_ADDRESS_FORM = re.compile(r"""[^\s<>"{}|\\^`\x00-\x1f]+""")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*\.?|[0-9.]+|localhost|.*:.*")
# Also the short form of shortdoi.org, which reference managers write.
_DOI_FORM = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+|10/[a-z0-9]{3,12}")


def check_missing_fields(briefing: Briefing, found: Diagnostics) -> None:
    """Reports an entry that does not say what its kind of work needs.

    What `unknown` names could not be found, and is not missed; a placeholder is reported as such.
    """
    for entry in _works(briefing):
        missing = list(_missing(entry))
        if missing and not _is_placeholder(entry):
            names = ", ".join(names_in(entry, [group[0] for group in missing]))
            found.report(
                rules.MISSING_FIELD,
                f"`{entry.key}` has no {_and([_named(group, entry) for group in missing])}",
                Label(entry.key_span),
                help=f"what cannot be found is named: {how_to_write(entry, 'unknown', names)}",
            )


def _missing(entry: Entry) -> Iterator[tuple[str, ...]]:
    unknown = set(_unknown(entry))
    where = _WHERE + (_IN_PRINT if entry.kind == "article" else ())
    for group in (("title",), *_NEEDS.get(entry.kind, ()), _WHO, where):
        names = group + (_UNDATED if group == ("date",) else ())
        if not unknown.intersection(names) and not any(entry.value(name) for name in names):
            yield group


def _unknown(entry: Entry) -> Iterator[str]:
    for name in re.split(r"[\s,;]+", entry.value("unknown").lower()):
        yield FIELD_ALIASES.get(name, {"year": "date", "outlet": "journaltitle"}.get(name, name))


def _named(group: tuple[str, ...], entry: Entry) -> str:
    shown = group[:3] if group[0] != "author" or entry.kind == "thesis" else _WHO[:3]
    return " or ".join(f"`{name}`" for name in names_in(entry, shown))


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', no '.join(parts[:-1])} and no {parts[-1]}"


def _works(briefing: Briefing) -> Iterator[Entry]:
    entries = briefing.library.entries.values()
    return (entry for entry in entries if entry.kind not in _CONTAINERS)


def _is_placeholder(entry: Entry) -> bool:
    return entry.value("sourcestate").strip().lower() == "placeholder"


def check_placeholders(briefing: Briefing, found: Diagnostics) -> None:
    """Reports entries whose work was not located."""
    for entry in _works(briefing):
        if _is_placeholder(entry):
            found.report(
                rules.PLACEHOLDER_SOURCE,
                f"the work behind `{entry.key}` has not been located",
                Label(entry.key_span),
                help="find it and complete the entry, or cite another work",
            )


def check_kinds(briefing: Briefing, found: Diagnostics) -> None:
    """Reports types of entries that neither BibTeX nor biblatex knows."""
    near = _Near(KINDS, 0.7)
    for entry in briefing.library.entries.values():
        if entry.kind not in KINDS and not re.fullmatch(r"custom[a-f]", entry.kind):
            similar = near.to(entry.kind)
            found.report(
                rules.UNKNOWN_ENTRY_TYPE,
                f"no type of entry is called `{entry.kind_span.text}`",
                Label(entry.kind_span),
                help=f"did you mean `{similar}`?" if similar else "`misc` suits any work",
            )


@dataclasses.dataclass(slots=True)
class _Near:
    """Finds the name that a misspelt one resembles; of very many it looks at the first only."""

    names: Iterable[str]
    likeness: float
    _seen: dict[str, str] = dataclasses.field(default_factory=dict)

    def to(self, name: str) -> str:
        if name not in self._seen:
            if len(self._seen) >= _MOST_STRANGE_NAMES or len(name) > 40:
                return ""
            similar = get_close_matches(name, self.names, 1, self.likeness)
            self._seen[name] = similar[0] if similar else ""
        return self._seen[name]


def check_field_names(briefing: Briefing, found: Diagnostics) -> None:
    """Reports names of fields that mean nothing; one that looks like no other only once."""
    strange: set[str] = set()
    near = _Near(FIELDS, 0.8)
    for entry, field in _own_fields(briefing):
        if field.name in strange or is_known_field(field.name):
            continue
        similar = near.to(field.name)
        if not similar:
            strange.add(field.name)
        found.report(
            rules.UNKNOWN_FIELD,
            f"`{entry.key}` has a field `{field.written}`, which nothing reads",
            Label(field.name_span),
            help=f"did you mean `{similar}`?" if similar else None,
        )


def _own_fields(briefing: Briefing) -> Iterator[tuple[Entry, Field]]:
    for entry in briefing.library.entries.values():
        for name, field in entry.fields.items():
            if not entry.is_inherited(name):
                yield entry, field


def check_unmapped_fields(briefing: Briefing, found: Diagnostics) -> None:
    """Reports fields whose words nobody would read."""
    for entry, field in _own_fields(briefing):
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
    for entry, field in _own_fields(briefing):
        if entry.item is not None or not _is_for_readers(field.name):
            continue
        if left := residue(field.value):
            _report_residue(entry, field, left, found)


def _is_for_readers(name: str) -> bool:
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


def check_dates(briefing: Briefing, found: Diagnostics) -> None:
    """Reports what is no date, and what is written otherwise than biblatex reads it."""
    for entry in briefing.library.entries.values():
        for name in DATE_FIELDS:
            field = entry.get(name)
            if field and not entry.is_inherited(name) and field.value.strip():
                _check_date(field, found)
        month = entry.get("month")
        if month and not entry.is_inherited("month") and month.value and not is_month(month.value):
            found.report(
                rules.MALFORMED_DATE,
                f"`{month.value}` is not a month",
                Label(month.value_span),
                help="write its number, or the first three letters without braces: `month = may`",
            )


def _check_date(field: Field, found: Diagnostics) -> None:
    if parse_date(field.value):
        return
    iso = spelt_date(field.value)
    found.report(
        rules.MALFORMED_DATE,
        f"`{field.value}` is not {'written as a date' if iso else 'a date'}",
        Label(field.value_span),
        help=f"write `{iso}`" if iso else _advice(field.value),
    )


def _advice(value: str) -> str:
    state = _STATES.get(value.strip(" {}[]().").lower())
    return (
        f"write `{state}` instead"
        if state
        else ("write `2024-05-17`, `2024-05`, `2024` or `2024/2025`")
    )


def check_order_of_dates(briefing: Briefing, found: Diagnostics) -> None:
    """Reports works from the future, and works consulted before they were published.

    The briefing's own date is `updated`, else `published`; without one nothing is too late.
    """
    settings = briefing.manuscript.settings
    today = settings.updated or settings.published
    for entry in _works(briefing):
        for name in DATE_FIELDS:
            field = entry.get(name)
            first = _first_day(parse_date(field.value)) if field else None
            if field and today and first and first > (today.year, today.month, today.day):
                found.report(
                    rules.FUTURE_DATE,
                    f"`{field.value}` is later than the briefing, which is of {today}",
                    Label(field.value_span),
                )
        _check_order(entry, found)


def _check_order(entry: Entry, found: Diagnostics) -> None:
    published, consulted = entry.get("date"), entry.get("urldate")
    first = _first_day(parse_date(published.value)) if published else None
    last = _last_day(parse_date(consulted.value)) if consulted else None
    if published and consulted and first and last and last < first:
        found.report(
            rules.DATE_ORDER,
            f"`{entry.key}` was consulted before it was published",
            Label(consulted.value_span),
            related=(Label(published.value_span, "published"),),
        )


def _first_day(date: Date | None) -> tuple[int, int, int] | None:
    if date is None or date.year is None:
        return None
    return date.year, date.month or 1, date.day or 1


def _last_day(date: Date | None) -> tuple[int, int, int] | None:
    if date is None or date.year is None or date.is_range:
        return None
    month = date.month or 12
    return date.year, month, date.day or monthrange(date.year % 400 + 400, month)[1]


def check_addresses(briefing: Briefing, found: Diagnostics) -> None:
    """Reports what cannot be the address of a page, or a DOI."""
    for entry, field in _own_fields(briefing):
        if not field.value.strip():
            continue
        if field.name in _ADDRESSES:
            fault, advice = _fault_of(verbatim(field.value))
            if fault:
                found.report(
                    rules.MALFORMED_URL,
                    f"the `{field.written}` of `{entry.key}` {fault}",
                    Label(field.value_span),
                    help=advice,
                )
        elif field.name == "doi" and not _DOI_FORM.fullmatch(bare_doi(field.value)):
            found.report(
                rules.MALFORMED_DOI,
                f"`{field.value}` is not a DOI",
                Label(field.value_span),
                help="a DOI begins with `10.`, a number and a stroke: `10.1000/182`",
            )


def _fault_of(address: str) -> tuple[str, str | None]:
    """What is wrong with an address, and what to do about it; ("", None) if nothing is."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "is not an address", None
    if any(character.isspace() for character in address):
        return "has a space in it", "one address, with `%20` where it has a space"
    if parts.scheme not in {"http", "https", "ftp"}:
        bare = not parts.scheme or "." in parts.scheme
        return "has no `https://` before it" if bare else "is no address of a page", (
            f"write `https://{address}`" if bare and _HOST.match(address) else None
        )
    if not _HOST.fullmatch(host):
        return "has no host that could exist", None
    if not _ADDRESS_FORM.fullmatch(address):
        return "has a character that no address has", None
    if _BAD_PERCENT.search(address):
        return "has a `%` that no two figures follow", "a `%` itself is written `%25`"
    return "", None


LIBRARY_CHECKS = (
    check_missing_fields,
    check_placeholders,
    check_kinds,
    check_field_names,
    check_unmapped_fields,
    check_residue,
    check_source_classes,
    check_dates,
    check_order_of_dates,
    check_addresses,
)
"""All of them, in the order in which they are run."""
