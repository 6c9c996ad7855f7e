"""What is printed behind a work, in brackets, because no citation style would print it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefing_build.bibtex import Entry, Field, date, decode, verbatim
from briefing_build.csl.forms import in_one_form
from briefing_build.csl.languages import language_tag, said_in, translated_from
from briefing_build.csl.people import contributors, full_name, names_of
from briefing_build.csl.titles import text, title_of, without_tags
from briefing_build.csl.words import word
from briefing_build.terms import printed_date


@dataclass(frozen=True, slots=True)
class Remark:
    """What is printed behind a work: words, and an address if there is one."""

    text: str
    url: str = ""


_ADDITIONS = (
    "titleaddon", "booktitleaddon", "maintitleaddon", "journaltitleaddon", "issuetitle",
    "issuesubtitle", "issuetitleaddon", "eventtitleaddon", "nameaddon", "reprinttitle",
)  # fmt: skip
_NUMBERS = {"isan": "ISAN", "ismn": "ISMN", "isrn": "ISRN", "iswc": "ISWC"}
_SERVERS = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "hdl": "https://hdl.handle.net/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
}
_SERVER_NAMES = {"arxiv": "arXiv", "jstor": "JSTOR", "hdl": "HDL", "pubmed": "PubMed"}
_RELATIONS = {
    "bytranslator": "translated by its translator as",
    "origpubas": "originally published as",
    "origpubin": "originally published in",
    "reprintas": "reprinted as",
    "reprintfrom": "reprinted from",
    "reprintof": "reprint of",
    "reviewof": "review of",
    "translationas": "translated as",
    "translationfrom": "translated from",
    "translationof": "translation of",
}
_ADDRESS = re.compile(r"https?://[^\s{}]+")
_LEADS_TO_ADDRESS = re.compile(
    r"(?:\W|\b(?:accessed|at|available|from|from|link|on|online|retrieved|see|url|web|website)\b)*",
    re.IGNORECASE,
)
# What Zotero keeps in its field "Extra", and exports as a note: a line for each.
_EXTRA = {
    "archive location": "archive_location",
    "event place": "event-place",
    "event-place": "event-place",
    "event title": "event-title",
    "event-title": "event-title",
    "original title": "original-title",
    "original-title": "original-title",
    "pmcid": "PMCID",
    "pmid": "PMID",
    "section": "section",
}
_EXTRA_LINE = re.compile(r"\s*(?P<name>[A-Za-z][A-Za-z -]{2,20}?)\s*:\s+(?P<value>\S.*?)\s*")


def remarks(
    entry: Entry, item: Mapping[str, Any], language: str, entries: Mapping[str, Entry]
) -> Iterator[Remark]:
    """What follows a work where it is cited first and in the bibliography."""
    told = [text(entry, name) for name in _ADDITIONS]
    if told[0] and without_tags(item["title"]) == f"[{told[0]}]":
        told[0] = ""
    told += [note(entry)[0], text(entry, "addendum")]
    told += [*_outlets(entry, item), username(entry), *contributors(entry)]
    told += [relation(entry, entries), *_languages(entry, language)]
    told += [f"{name} {text(entry, field)}" for field, name in _NUMBERS.items() if entry.get(field)]
    told += [_eprint(entry, item), _how_published(entry, item)]
    told += [text(entry, "shorthandintro")]
    yield from (Remark(said) for said in dict.fromkeys(told) if said)
    if (url := other_address(entry)) and url != item.get("URL"):
        yield Remark("", url)
    yield from copies(entry, language)


def copies(entry: Entry, language: str) -> Iterator[Remark]:
    """Where a copy of the work was read, and where one is kept."""
    if url := verbatim(entry.value("accesscopyurl")):
        yield Remark(word("copy", language), url)
    url = verbatim(entry.value("archiveurl"))
    day = day_of(entry.get("archivedate"), language) or text(entry, "archivedate")
    day = day or _day_in(url, language)
    if url or day:
        archived = word("archived-on", language).format(day) if day else word("archived", language)
        yield Remark(archived, url)


def later_remarks(entry: Entry, item: Mapping[str, Any]) -> Iterator[Remark]:
    """What tells a work without title and date from others of its outlet once it was cited."""
    url = item["URL"] or verbatim(entry.value("accesscopyurl"))
    if not entry.value("title") and not entry.value("date") and url:
        yield Remark("", url)


def username(entry: Entry) -> str:
    name = text(entry, "username").removeprefix("@")
    return f"@{name}" if name else ""


def _outlets(entry: Entry, item: Mapping[str, Any]) -> Iterator[str]:
    """Names of what the work came out in, besides the one that the style prints."""
    printed = without_tags(item.get("container-title") or "")
    has_section = entry.value("journalsubtitle") and text(entry, "journalsubtitle") in item.get(
        "section", ""
    )
    for title, subtitle in (("journaltitle", "journalsubtitle"), ("publication", "")):
        outlet = title_of(entry, title, "" if has_section else subtitle)
        if outlet and without_tags(outlet) != printed:
            yield in_one_form(without_tags(outlet), "first")
    own = without_tags(item.get("title") or "")
    for title, subtitle in (("maintitle", "mainsubtitle"), ("booktitle", "booksubtitle")):
        book = without_tags(title_of(entry, title, subtitle))
        if book and book not in printed and book not in own:
            yield in_one_form(book, "first")


def day_of(field: Field | None, language: str) -> str:
    """A date as notes print it, where it is known to the day."""
    day = date(field) if field else None
    if day is None or not (day.year and day.month and day.day):
        return ""
    return printed_date(dt.date(day.year, day.month, day.day), language)


# `https://web.archive.org/web/20240305101112/https://example.com/`, and others in its manner.
_ARCHIVED = re.compile(r"/(\d{4})\.?(\d\d)\.?(\d\d)(?:-?\d{2,6})?(?:[a-z]{2}_)?/https?:/")


def _day_in(url: str, language: str) -> str:
    """The day on which a copy was made, of the archives that say so in its address."""
    found = _ARCHIVED.search(url)
    try:
        return printed_date(dt.date(*map(int, found.groups())), language) if found else ""
    except ValueError:  # figures that are no date
        return ""


# Languages


def _languages(entry: Entry, language: str) -> Iterator[str]:
    own, original = text(entry, "language"), text(entry, "origlanguage")
    notes = " ".join(text(entry, name) for name in ("note", "addendum", "titleaddon")).lower()
    if own and (told := said_in(own, language)) and told.lower() not in notes:
        yield told
    tag = language_tag(original)
    if original and (not tag or tag != language_tag(own)):
        yield translated_from(original, language)


# Other works


def relation(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """`related`, as in "translation of Arnold van Gennep, Les rites de passage (1909)"."""
    kind = entry.value("relatedtype").strip().lower()
    words = text(entry, "relatedstring") or _RELATIONS.get(kind) or decode(kind)
    keys = (key.strip() for key in entry.value("related").split(","))
    works = "; ".join(_reference(entries[key]) if key in entries else key for key in keys if key)
    return " ".join(filter(None, (words or ("see also" if works else ""), works)))


def _reference(entry: Entry) -> str:
    people = names_of(entry)
    names = [full_name(person) for person in people["author"] or people["editor"]]
    by = names[0] if len(names) == 1 else " and ".join(names[:2]) if len(names) == 2 else ""
    by = by or (f"{names[0]} et al." if names else "")
    field = entry.get("date")
    published = date(field) if field else None
    year = str(published.year) if published and published.year else ""
    title = without_tags(title_of(entry, "title", "subtitle"))
    return ", ".join(filter(None, (by, title))) + (f" ({year})" if year else "")


# Where it is found


def note(entry: Entry) -> tuple[str, dict[str, str]]:
    """The note, and what of it has a variable in CSL: Zotero's `Section: World`."""
    variables: dict[str, str] = {}
    kept: list[str] = []
    for line in entry.value("note").split("\n"):
        found = _EXTRA_LINE.fullmatch(line)
        variable = _EXTRA.get(found["name"].lower()) if found else None
        if found and variable and variable not in variables:
            variables[variable] = decode(found["value"])
        else:
            kept.append(line)
    return decode("\n".join(kept)).strip(), variables


def eprint_address(entry: Entry) -> str:
    """The address of a preprint or the like on its server."""
    server, number = _server(entry)
    return _SERVERS[server] + number if number and server in _SERVERS else ""


def _server(entry: Entry) -> tuple[str, str]:
    number = verbatim(entry.value("eprint"))
    server = entry.value("eprinttype").strip().lower()
    if not server and re.fullmatch(r"(?:arxiv:\s*)?(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?",
                                   number, re.IGNORECASE):  # fmt: skip
        server = "arxiv"
    return server, re.sub(r"^arxiv:\s*", "", number, flags=re.IGNORECASE)


def _eprint(entry: Entry, item: Mapping[str, Any]) -> str:
    """`arXiv:2101.00001, econ.GN`, unless the address of the work says it."""
    server, number = _server(entry)
    kind, section = text(entry, "eprinttype"), text(entry, "eprintclass")
    if number and (section or number not in item.get("URL", "")):
        name = _SERVER_NAMES.get(server) or kind
        number = f"arXiv:{number}" if server == "arxiv" else f"{name} {number}".strip()
    elif server in _SERVERS:
        number = ""
    else:
        number = "" if number else kind
    return ", ".join(filter(None, (number, section)))


def other_address(entry: Entry) -> str:
    """An address in `howpublished`, which in BibTeX has no field of its own."""
    found = _ADDRESS.search(entry.value("howpublished"))
    return found[0] if found else ""


def _how_published(entry: Entry, item: Mapping[str, Any]) -> str:
    how = _ADDRESS.sub("", text(entry, "howpublished")).strip()
    if how == item.get("publisher") or _LEADS_TO_ADDRESS.fullmatch(how.replace("\\url", "")):
        return ""
    return how.strip(" :,.;")


def archive(entry: Entry) -> dict[str, str]:
    """The archive that has the work, what of it, and where."""
    return {
        "archive": "; ".join(filter(None, (text(entry, "archive"), text(entry, "library")))),
        "archive_collection": text(entry, "archivecollection"),
        "archive_location": text(entry, "archivelocation"),
    }
