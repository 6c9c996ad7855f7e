"""Entries that seem to be of one work."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode

from briefing_build import rules
from briefing_build.bibtex import Entry, Field, bare_doi, verbatim
from briefing_build.checks.library.entries import host_of, is_placeholder, own_field, works
from briefing_build.checks.library.tracking import is_tracking
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing

_MOST_COMPARED = 8
"""Of the entries that share a DOI, an address or a title: so that many alike cost no more."""
# Of two entries that both say one of these, each of its own, nobody thinks that they are one work.
_TELLING = (
    "volume", "number", "issue", "pages", "eid", "part", "chapter", "edition", "version",
    "eventdate", "language", "type", "volumes",
)  # fmt: skip
_MAKERS = ("author", "editor"), ("journaltitle", "publication", "organization", "institution")
_PARTS = frozenset(
    "inbook bookinbook suppbook incollection suppcollection inreference inproceedings".split()
)
_MARKUP = re.compile(r"<[^<>]*>|\\[a-z]+")
_SIGNS = re.compile(r"[\W_]+")
_RELATIONS = ("related", "xref", "crossref", "xdata", "entryset", "ids")


def check_duplicates(briefing: Briefing, found: Diagnostics) -> None:
    """Reports a later entry with the DOI, the address, or title and date of an earlier one."""
    seen: defaultdict[tuple[str, ...], list[_Sign]] = defaultdict(list)
    for entry in works(briefing):
        if is_placeholder(entry):
            continue
        signs = list(_signs(entry))
        pair = next(filter(None, (_twin(sign, seen[sign.mark]) for sign in signs)), None)
        if pair:
            _report(*pair, found)
        for sign in signs:
            if len(seen[sign.mark]) < _MOST_COMPARED:
                seen[sign.mark].append(sign)


class _Sign(NamedTuple):
    """What an entry may be known by: `mark` is the same for the same work."""

    mark: tuple[str, ...]
    words: str
    entry: Entry
    field: Field


def _signs(entry: Entry) -> Iterator[_Sign]:
    if (field := own_field(entry, "doi")) and (doi := bare_doi(field.value)):
        yield _Sign(("doi", doi.casefold()), "the DOI", entry, field)
    if field := own_field(entry, "url"):
        address = _plain_address(verbatim(field.value))
        host, _, page = address.partition("/")
        if host in {"doi.org", "dx.doi.org"}:
            yield _Sign(("doi", page.casefold()), "the DOI", entry, field)
        elif page:
            yield _Sign(("address", address), "the address", entry, field)
    yield from _title_and_date(entry)


def _title_and_date(entry: Entry) -> Iterator[_Sign]:
    title, date = own_field(entry, "title"), entry.get("date")
    if title and date and date.value[:1].isdigit():
        plain = _plain(f"{title.value} {entry.value('subtitle')}")
        if len(plain) >= 12:
            mark = ("title", plain, date.value.strip(), entry.value("month"))
            yield _Sign(mark, "the title and the date", entry, title)


def _plain_address(address: str) -> str:
    """An address without what does not change where it leads; "" if it leads to no page."""
    host = host_of(address).rstrip(".").removeprefix("www.")
    if not host:
        return ""
    rest, _, fragment = address.partition("://")[2].partition("#")
    rest, _, query = rest.partition("?")
    path = rest.partition("/")[2]
    path = path if "%" not in path else unquote(path)
    path = path.removesuffix("index.html").removesuffix("index.php").rstrip("/")
    if query:
        pairs = parse_qsl(query, keep_blank_values=True)
        query = urlencode(sorted(pair for pair in pairs if not is_tracking(pair[0])))
    fragment = fragment.partition(":~:")[0]
    ends = (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    return f"{host}/{path}{ends}" if path or ends else ""


def _plain(words: str) -> str:
    """Words without case, accents, markup, spaces and signs."""
    letters = words.casefold()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters)
    if "<" in letters or "\\" in letters:
        letters = _MARKUP.sub("", letters)
    return _SIGNS.sub("", letters)


def _twin(sign: _Sign, others: list[_Sign]) -> tuple[_Sign, _Sign] | None:
    for other in others:
        if not _are_told_apart(sign, other):
            return sign, other
    return None


def _are_told_apart(one: _Sign, other: _Sign) -> bool:
    """Whether something in two entries shows that they are of two works."""
    a, b = one.entry, other.entry
    if _differ(a, b, _TELLING) or _are_related(a, b) or _are_related(b, a):
        return True
    if one.mark[0] == "title":
        return _differ(a, b, ("doi", "isbn", "series")) or _have_other_makers(a, b)
    if a.kind in _PARTS or b.kind in _PARTS:
        return _plain(a.value("title")) != _plain(b.value("title"))
    return False


def _differ(a: Entry, b: Entry, names: tuple[str, ...]) -> bool:
    return any(
        (mine := a.value(name)) and (yours := b.value(name)) and _plain(mine) != _plain(yours)
        for name in names
    )


def _are_related(a: Entry, b: Entry) -> bool:
    return any(b.key in re.split(r"[\s,]+", a.value(name)) for name in _RELATIONS if a.get(name))


def _have_other_makers(a: Entry, b: Entry) -> bool:
    """Whether both name persons, or else outlets, and have no word in common."""
    for names in _MAKERS:
        mine, yours = _words(a, names), _words(b, names)
        if mine and yours:
            return not mine & yours
    return False


def _words(entry: Entry, names: tuple[str, ...]) -> set[str]:
    words = re.findall(r"\w{2,}", " ".join(map(entry.value, names)).casefold())
    return {_plain(word) for word in words} - {"and", "the", "of", "news"}


def _report(sign: _Sign, other: _Sign, found: Diagnostics) -> None:
    found.report(
        rules.POSSIBLE_DUPLICATE_ENTRY,
        f"`{sign.entry.key}` has {sign.words} of `{other.entry.key}`",
        Label(sign.field.value_span),
        related=(Label(other.field.value_span, f"of `{other.entry.key}`"),),
        help="if they are one work, keep one of the two entries and cite it throughout",
    )
