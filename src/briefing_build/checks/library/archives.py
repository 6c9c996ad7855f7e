"""Addresses at archives: whether they are those of a copy."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import SplitResult

from briefing_build import rules
from briefing_build.bibtex import Entry, verbatim
from briefing_build.checks.library.entries import address_parts, own_field, works
from briefing_build.csljson import how_to_write
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing

_WAYBACK = frozenset({"web.archive.org", "wayback.archive.org"})
_ARCHIVE_TODAY = frozenset(
    f"archive.{end}" for end in ("today", "ph", "is", "li", "fo", "md", "vn")
)
# Most are such, and need not be taken apart to see that.
_COPY = re.compile(
    r"""
    https?://web\.archive\.org/web/(?:19|20)[0-9]{2}
    (?:(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)
    (?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]/[^/]
    """,
    re.VERBOSE,
)
_TIMED = re.compile(r"/web/(?P<time>[0-9]{4,14})(?:[a-z]{2}_)?/.+")
_AT_ARCHIVE_TODAY = re.compile(
    r"/(?!(?:newest|oldest|timegate|submit|search)(?:/|$))"
    r"(?:[A-Za-z0-9]{4,10}(?:/.*)?|(?:o/\w+|\d{4}\.?\d\d\.?\d\d[\d.-]*|\d{4,14})/.+)"
)
_AT_PERMA = re.compile(r"/(?:[A-Za-z0-9]{4}-[A-Za-z0-9]{4}|[A-Za-z0-9]{9,11})(?:/.*)?")


def check_archives(briefing: Briefing, found: Diagnostics) -> None:
    """Reports addresses of archives, and in `archiveurl`, that lead to no one copy of a page."""
    for entry in works(briefing):
        for name in ("archiveurl", "url", "accesscopyurl"):
            field = entry.get(name)
            if field is None or entry.is_inherited(name):
                continue
            address = verbatim(field.value)
            is_clear = _COPY.match(address) if name == "archiveurl" else "archive." not in address
            fault = "" if is_clear else _fault_in(entry, name, address)
            if fault:
                found.report(
                    rules.ARCHIVE_URL_FORM,
                    f"the `{field.written}` of `{entry.key}` {fault}",
                    Label(field.value_span),
                    help="choose one copy and give its address: "
                    + how_to_write(entry, name, "https://web.archive.org/web/20250315080910/…"),
                )


def _fault_in(entry: Entry, name: str, address: str) -> str:
    parts = address_parts(address)
    if parts is None:
        return ""
    if name == "archiveurl" and _is_page_of(entry, parts):
        return "is the page itself"
    return _fault(parts)


def _fault(parts: SplitResult) -> str:
    """What is wrong with an address of an archive; "" if nothing is, or we do not know the host."""
    host = (parts.hostname or "").removeprefix("www.")
    if host in _WAYBACK:
        return _fault_of_wayback(parts.path)
    path = parts.path
    if host in _ARCHIVE_TODAY and not _AT_ARCHIVE_TODAY.fullmatch(path):
        return "leads to the archive, and not to one of its copies"
    if host == "perma.cc" and not _AT_PERMA.fullmatch(path):
        return "leads to the archive, and not to one of its copies"
    return ""


def _fault_of_wayback(path: str) -> str:
    timed = _TIMED.fullmatch(path)
    if timed:
        return "" if _is_moment(timed["time"]) else f"has a time that is none: `{timed['time']}`"
    if path.startswith("/save"):
        return "makes a new copy whenever it is opened"
    if "*" in path:
        return "leads to a list of copies, and not to one"
    if path.startswith("/web/"):
        return "has no time in it, and leads to whatever copy is the newest"
    return "leads to the archive, and not to one of its copies" if not path.strip("/") else ""


def _is_moment(figures: str) -> bool:
    """Whether figures are a year, with as much of month, day and time as they go on for."""
    month, day = figures[4:6] or "01", figures[6:8] or "01"
    hour, minute, second = figures[8:10] or "0", figures[10:12] or "0", figures[12:14] or "0"
    try:
        date(int(figures[:4]), int(month), int(day))
    except ValueError:
        return False
    return int(hour) < 24 and int(minute) < 60 and int(second) < 60


def _is_page_of(entry: Entry, archive: SplitResult) -> bool:
    url = own_field(entry, "url")
    page = address_parts(verbatim(url.value)) if url else None
    return page is not None and _plain(page) == _plain(archive)


def _plain(parts: SplitResult) -> tuple[str, str, str]:
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query
