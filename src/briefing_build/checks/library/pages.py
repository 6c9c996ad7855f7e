"""Whether an entry leads to the page that it is about, and to where the page was kept."""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from briefing_build import rules
from briefing_build.bibtex import Entry, Field, decode, verbatim
from briefing_build.checks.library.entries import (
    address_parts,
    host_of,
    is_placeholder,
    own_field,
    place_in,
    unknown_fields,
    works,
)
from briefing_build.csljson import how_to_write
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.outlets import is_archive, outlet_at, outlet_called
from briefing_build.residue.hosts import is_host
from briefing_build.resolve import Briefing

_WEB = frozenset("online webpage blog tweet".split())
_PROGRAMS = frozenset("software dataset manual image map artwork".split())
_OF_PAGES = _WEB | frozenset(
    """
    article newspaper newspaperarticle magazine review report thesis inproceedings incollection
    inreference press speech interview video broadcast podcast preprint presentation talk
    """.split()
)
"""Kinds of works that stand on a page of a site; a book or program often has a site of its own."""
_IN_PRINT = ("doi", "isbn", "issn", "volume", "pages", "eprint")

# What a program found in place of a page's title.
_NO_TITLES = re.compile(
    r"""
      home(?:\ ?page)? | index | untitled(?:\ document)? | new\ tab | log\ ?in | sign\ in
    | just\ a\ moment | one\ moment,\ please | are\ you\ a\ robot\?
    | attention\ required!\ cloudflare | access\ denied | error
    | (?:error\ )?(?:404|403)(?:\ (?:page\ )?not\ found|\ forbidden)? | (?:page\ )?not\ found
    """,
    re.VERBOSE,
)
_ENTRANCE = re.compile(
    r"(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.(?:html?|php|aspx?|jsp))?/?)?",
    re.IGNORECASE,
)


def check_titles(briefing: Briefing, found: Diagnostics) -> None:
    """Reports titles that are a host, an address, or what a program took for a title."""
    for entry in works(briefing):
        field = own_field(entry, "title")
        fault = _fault_of_title(entry, field) if field else ""
        if field and fault:
            found.report(
                rules.TITLE_IS_URL,
                f"the title of `{entry.key}` is {fault}",
                Label(field.value_span),
                help="write the heading of the page or document itself",
            )


def _fault_of_title(entry: Entry, field: Field) -> str:
    title = field.value
    if "://" not in title and (len(title) > 80 or (" " in title and not _is_web(entry))):
        return ""
    words = " ".join(decode(title).split())
    if re.fullmatch(r"(?:https?|ftp)://\S+|www\.\S+\.\S+", words, re.IGNORECASE):
        return "an address"
    if _is_host_of(words, entry):
        return "a host"
    plain = re.sub(r"[\s.…|]+", " ", words).strip().lower()
    return (
        f"`{words}`, which names nothing" if _NO_TITLES.fullmatch(plain) and _is_web(entry) else ""
    )


def _is_web(entry: Entry) -> bool:
    return entry.kind in _WEB and not entry.value("isbn")


def _is_host_of(words: str, entry: Entry) -> bool:
    """Whether a title is a host; of a program, a book or a film only if nothing else is cited."""
    host = words.lower().rstrip("/")
    if not is_host(host) or entry.kind in _PROGRAMS:
        return False
    parts = address_parts(verbatim(entry.value("url")))
    return entry.kind in _OF_PAGES or (parts is not None and _bare(parts) == host)


def _bare(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def check_homepages(briefing: Briefing, found: Diagnostics) -> None:
    """Reports addresses that lead to a site's entrance and not to the page that is cited."""
    for entry in works(briefing):
        if entry.kind not in _OF_PAGES or is_placeholder(entry):
            continue
        for name in ("url", "accesscopyurl"):
            field = own_field(entry, name)
            address = verbatim(field.value) if field else ""
            # Most addresses are of pages, and need not be taken apart to see that.
            if field is None or not _ENTRANCE.fullmatch(_behind_host(address)):
                continue
            parts = address_parts(address)
            is_whole = parts and not parts.query and not parts.fragment
            if parts and is_whole and not _is_about_site(entry, parts):
                found.report(
                    rules.HOMEPAGE_URL,
                    f"`{entry.key}` cites a site, and not the page that was read",
                    Label(field.value_span),
                    help="give the address of the page itself",
                )


def _behind_host(address: str) -> str:
    return address.partition("://")[2].partition("/")[2]


def _is_about_site(entry: Entry, parts: SplitResult) -> bool:
    """Whether the work is the site: a page of the web whose title has the name in the host."""
    if entry.kind not in _WEB:
        return False
    words = re.findall(r"[^\W_]+", decode(entry.value("title")).casefold())
    title = "".join(words)
    labels = [label.replace("-", "") for label in _bare(parts).split(".")[:-1]]
    return any(
        (len(label) > 2 and label in title)
        or any(len(start) > 2 and label.startswith(start) for start in (title, *words[:1]))
        for label in labels
    )


def check_outlets(briefing: Briefing, found: Diagnostics) -> None:
    """Reports an outlet that we know beside the host of another that we know."""
    for entry in works(briefing):
        address = own_field(entry, "url")
        host = host_of(verbatim(address.value)) if address else ""
        publisher, outlet = outlet_at(host), _outlet(entry)
        if address is None or publisher is None or outlet is None:
            continue
        named = outlet_called(decode(outlet.value))
        if named is None or named == publisher:
            continue
        copy = how_to_write(entry, "accesscopyurl", "…")
        found.report(
            rules.OUTLET_HOST_MISMATCH,
            f"`{entry.key}` names {named.name} and leads to {publisher.name}",
            Label(place_in(address, host)),
            related=(Label(outlet.value_span, "the outlet"),),
            help=f"name the outlet that was read; the address of a copy belongs into {copy}",
        )


def _outlet(entry: Entry) -> Field | None:
    names = ("journaltitle", "publication", "organization")
    return next((field for name in names if (field := own_field(entry, name))), None)


def check_access(briefing: Briefing, found: Diagnostics) -> None:
    """Reports works on the web that do not say when they were read, or where they are kept."""
    for entry in works(briefing):
        address = own_field(entry, "url")
        if address is None or is_placeholder(entry) or any(map(entry.value, _IN_PRINT)):
            continue
        host = host_of(verbatim(address.value))
        if not host or is_archive(host):
            continue
        unknown = set(unknown_fields(entry))
        if not entry.value("urldate") and "urldate" not in unknown:
            _report_no_date(entry, found)
        if not entry.value("archiveurl") and "archiveurl" not in unknown:
            _report_no_archive(entry, address, found)


def _report_no_date(entry: Entry, found: Diagnostics) -> None:
    written = (
        how_to_write(entry, "urldate", "2025-06-30")
        if entry.item is None
        else '`"accessed": {"date-parts": [[2025, 6, 30]]}`'
    )
    found.report(
        rules.MISSING_ACCESS_DATE,
        f"`{entry.key}` does not say when it was read",
        Label(entry.key_span),
        help=f"say when the page was last seen: {written}",
    )


def _report_no_archive(entry: Entry, address: Field, found: Diagnostics) -> None:
    written = how_to_write(entry, "archiveurl", "https://web.archive.org/web/…")
    found.report(
        rules.MISSING_ARCHIVE,
        f"`{entry.key}` has no archived copy",
        Label(address.value_span),
        help=f"keep a copy with a web archive, and give its address: {written}",
    )
