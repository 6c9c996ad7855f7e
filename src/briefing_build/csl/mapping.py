"""A BibTeX entry to what citeproc reads, CSL-JSON, and what no style would print.

Every field of biblatex's model that tells a reader something about a work arrives here, either
in a variable of CSL or among the `remarks`, which the stage prints behind the formatted work.
Titles keep their letters as written: braces protect them, and nothing is put in lower case.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from briefing_build.bibtex import Date, Entry, date, decode, rich
from briefing_build.bibtex.latex import verbatim
from briefing_build.csl.kinds import csl_type, genre, type_in
from briefing_build.csl.languages import language_tag
from briefing_build.csl.people import contributors, names_of
from briefing_build.csl.words import word
from briefing_build.terms import printed_date

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is printed behind a work: words, and an address if there is one."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """An entry as citeproc gets it, without its id, and what is printed behind it.

    `remarks` follow its first citation and its entry, `later_remarks` its later citations;
    `warning` is printed wherever the work is cited: "source not located".
    """

    item: Mapping[str, Any]
    remarks: tuple[Remark, ...]
    later_remarks: tuple[Remark, ...]
    warning: str


def to_work(
    entry: Entry,
    language: str,
    *,
    says_no_date: bool = True,
    types: frozenset[str] = frozenset(),
) -> Work:
    """What is known of a work, for a briefing in `language`.

    `says_no_date` is whether the style itself prints "n.d." where there is no date, and `types`
    are those that it tells apart; without them the work keeps its own.
    """
    kind = csl_type(entry)
    item: Item = {"type": kind, **names_of(entry), **_dates(entry), **_titles(entry)}
    item |= _plain_fields(entry, kind)
    item |= _numbers(entry, kind)
    item |= _outlet(entry, kind)
    item |= _makers(entry, kind, item)
    item |= _addresses(entry)
    item |= _not_known(entry, item, language, says_no_date=says_no_date)
    if types:
        item |= _kin(item, types)
    is_placeholder = entry.value("sourcestate").strip() == "placeholder"
    return Work(
        {name: value for name, value in item.items() if value},
        tuple(_remarks(entry, item, language)),
        tuple(_later_remarks(entry, item)),
        word("placeholder", language) if is_placeholder else "",
    )


def _kin(item: Item, types: frozenset[str]) -> Item:
    kind = type_in(item["type"], types, is_online=bool(item["URL"] or item["DOI"]))
    if kind == "webpage" != item["type"] and not item["container-title"]:
        return {"type": kind, "container-title": item["publisher"], "publisher": ""}
    return {"type": kind}


# Titles


def _titles(entry: Entry) -> Item:
    title = _with_subtitle(entry, "title", "subtitle")
    main = _with_subtitle(entry, "maintitle", "mainsubtitle")
    is_part = bool(entry.value("booktitle"))
    item = {"title": f"{main}: {title}" if main and title and not is_part else title or main}
    short = _rich(entry, "shorttitle") or _short_title(entry, title)
    if short:
        item["title-short"] = short
    item["original-title"] = _unchanged(_rich(entry, "origtitle"))
    return item


def _unchanged(title: str) -> str:
    """A title that no style puts in capitals."""
    return f'<span class="nocase">{title}</span>' if title else ""


def _with_subtitle(entry: Entry, title: str, subtitle: str) -> str:
    joined = _joined(_rich(entry, title), _rich(entry, subtitle))
    # The rules for capitals in titles are those of English.
    return joined if re.search(r"[A-Za-z]", joined) else _unchanged(joined)


def _joined(title: str, subtitle: str) -> str:
    if not title or not subtitle:
        return title or subtitle
    mark = "" if re.search(r"[?!.:]\W*$", title) else ":"
    return f"{title}{mark} {subtitle}"


def _short_title(entry: Entry, title: str) -> str:
    """The title without its subtitle, whichever way that was written."""
    if entry.value("subtitle"):
        return _rich(entry, "title")
    main, colon, _ = title.partition(": ")
    # A tag left open by the cut would be printed, and "Russia: …" says too little.
    return main if colon and "<" not in main and len(main.split()) > 1 else ""


# Dates

_DATES = {
    "date": "issued",
    "urldate": "accessed",
    "origdate": "original-date",
    "eventdate": "event-date",
}
_STATUS = {"inpress": "in press", "inpreparation": "in preparation"}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "winter": 24}


def _dates(entry: Entry) -> Item:
    item = {variable: _date(entry, name) for name, variable in _DATES.items()}
    status = _STATUS.get(entry.value("pubstate").strip().lower()) or _text(entry, "pubstate")
    if not item["issued"]:
        item["issued"] = item["event-date"] or ({"literal": status} if status else None)
    return {**item, "status": status}


def _date(entry: Entry, name: str) -> Any:
    field = entry.get(name)
    if field is None or not field.value.strip():
        return None
    value = date(field)
    return _csl_date(value) if value else {"literal": decode(field.value)}


def _csl_date(value: Date) -> Item:
    if value.year is None:  # nothing but an end, for which CSL has no form
        assert value.end
        return {"literal": f"–{value.end.year}"}
    parts: list[list[int]] = [_date_parts(value)]
    if value.end:
        parts.append(_date_parts(value.end))
    elif value.is_open:
        parts.append([0])
    item: Item = {"date-parts": parts}
    if value.circa or value.uncertain:
        item["circa"] = True
    return item


def _date_parts(value: Date) -> list[int]:
    assert value.year is not None
    month = value.month or _SEASONS.get(value.season, 0)
    return [part for part in (value.year, month, value.day) if part]


# Everything else that has a variable

_PLAIN = {
    "eventtitle": "event-title",
    "venue": "event-place",
    "eventplace": "event-place",
    "isbn": "ISBN",
    "issn": "ISSN",
    "library": "archive",
    "location": "publisher-place",
    "origlocation": "original-publisher-place",
    "origpublisher": "original-publisher",
    "pagetotal": "number-of-pages",
    "part": "part-number",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "shorthand": "citation-label",
    "version": "version",
    "volume": "volume",
    "volumes": "number-of-volumes",
    "medium": "medium",
}
_PERIODICAL = {
    "article-journal", "article-magazine", "article-newspaper", "periodical", "review",
    "review-book", "post-weblog",
}  # fmt: skip
_NUMBERED = {
    "report", "patent", "legislation", "legal_case", "bill", "standard", "dataset", "software",
    "broadcast", "song", "hearing", "treaty", "regulation", "webpage", "post", "map", "document",
    "manuscript", "motion_picture", "thesis", "article", "personal_communication", "graphic",
}  # fmt: skip


def _plain_fields(entry: Entry, kind: str) -> Item:
    item = dict.fromkeys(_PLAIN.values(), "")
    for name, variable in _PLAIN.items():
        item[variable] = item[variable] or _text(entry, name)
    # A hyphen would make several versions of "2025-03".
    item["version"] = item["version"].replace("-", "\u2011")
    item["event"] = item["event-title"]  # CSL 1.0.1's name, for older styles
    item["language"] = language_tag(entry.value("langid") or entry.value("language"))
    item["genre"] = decode(genre(entry))
    if kind == "patent":
        item["jurisdiction"] = item.pop("publisher-place")
    return item


def _numbers(entry: Entry, kind: str) -> Item:
    number, issue = _text(entry, "number"), _text(entry, "issue")
    item = {
        "page": _range(_text(entry, "pages") or _text(entry, "eid")),
        "edition": _text(entry, "edition"),
        "chapter-number": _text(entry, "chapter"),
        "collection-title": _rich(entry, "series"),
    }
    if kind in _PERIODICAL:
        item["issue"] = ", ".join(part for part in (number, issue) if part)
    elif kind in _NUMBERED:
        item["number"] = number
        item["issue"] = issue
    else:
        item["collection-number"] = number
        item["issue"] = issue
    return item


def _outlet(entry: Entry, kind: str) -> Item:
    """What the work came out in: a journal, a book, a site, a programme."""
    journal = _with_subtitle(entry, "journaltitle", "journalsubtitle")
    book = _with_subtitle(entry, "booktitle", "booksubtitle")
    main = _with_subtitle(entry, "maintitle", "mainsubtitle") if book else ""
    outlet = journal or _rich(entry, "publication")
    if kind in _WITH_OUTLET and not outlet:
        outlet = _literals(entry, "organization")
    elif kind == "broadcast" and not outlet:
        outlet = _rich(entry, "series")
    # The name of a newspaper or a site is written as it writes itself: "bne IntelliNews".
    outlet = _unchanged(outlet)
    if book:
        outlet = f"{main}: {book}" if main else book
    short = _unchanged(_rich(entry, "shortjournal"))
    return {"container-title": outlet, "container-title-short": short}


_WITH_OUTLET = {"webpage", "article-newspaper", "article-magazine", "post", "post-weblog"}


def _makers(entry: Entry, kind: str, item: Item) -> Item:
    """Who brought the work out; a body that alone is named for it counts as its author."""
    bodies = [_literals(entry, name) for name in ("institution", "organization", "publisher")]
    if kind in _WITH_OUTLET and item["container-title"] == _unchanged(bodies[1]):
        bodies[1] = ""
    named = [body for body in dict.fromkeys(bodies) if body]
    if kind in {"legal_case", "legislation", "hearing", "bill", "regulation"} and named:
        return {"authority": named[0], "publisher": "; ".join(named[1:])}
    if kind == "report" and named and not (item["author"] or item["editor"]):
        return {"author": [{"literal": named[0]}], "publisher": "; ".join(named[1:])}
    if not named and entry.kind in {"booklet", "misc", "manual", "unpublished", "online"}:
        named = [how for how in [_text(entry, "howpublished")] if not _address_in(how)]
    return {"publisher": "; ".join(named)}


# Where it is found

_EPRINTS = {
    "arxiv": "https://arxiv.org/abs/",
    "jstor": "https://www.jstor.org/stable/",
    "hdl": "https://hdl.handle.net/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
}


def _addresses(entry: Entry) -> Item:
    doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", verbatim(entry.value("doi")))
    url = verbatim(entry.value("url")) or _address_in(entry.value("howpublished"))
    server = _EPRINTS.get(entry.value("eprinttype").strip().lower())
    if server and not url and not doi:
        url = server + verbatim(entry.value("eprint"))
    return {"DOI": doi, "URL": url}


def _address_in(text: str) -> str:
    found = re.search(r"https?://[^\s{}]+", text)
    return found[0] if found else ""


# What is not known, and what no style prints


_REMARKS = (
    "titleaddon", "booktitleaddon", "issuetitle", "issuesubtitle", "eventtitleaddon", "nameaddon",
    "reprinttitle", "note", "addendum",
)  # fmt: skip


def _not_known(entry: Entry, item: Item, language: str, *, says_no_date: bool) -> Item:
    """What is printed for a field that the author looked for and did not find."""
    unknown = set(re.split(r"[\s,{}]+", entry.value("unknown").lower()))
    told: Item = {}
    if "title" in unknown and not item["title"]:
        told["title"] = _unchanged(f"[{word('title', language)}]")
        if told_date := _day(entry, language):
            # Without it two untitled works of one outlet look the same when cited again.
            told["title-short"] = _unchanged(f"[{word('title', language)}], {told_date}")
    if "author" in unknown and not item["author"]:
        told["author"] = [{"literal": f"[{word('author', language)}]"}]
    if "publisher" in unknown and not item.get("publisher"):
        told["publisher"] = f"[{word('publisher', language)}]"
    if unknown & {"date", "year"} and not item["issued"] and not says_no_date:
        told["issued"] = {"literal": word("date", language)}
    return told


def _day(entry: Entry, language: str) -> str:
    """The date of publication as notes print it, where it is known to the day."""
    field = entry.get("date")
    day = date(field) if field else None
    if day is None or not (day.year and day.month and day.day):
        return ""
    return printed_date(dt.date(day.year, day.month, day.day), language)


def _remarks(entry: Entry, item: Item, language: str) -> Iterator[Remark]:
    for name in _REMARKS:
        if text := _text(entry, name):
            yield Remark(text)
    if entry.value("journaltitle") and (outlet := _text(entry, "publication")):
        yield Remark(outlet)
    yield from map(Remark, contributors(entry))
    howpublished = _text(entry, "howpublished")
    if howpublished and howpublished != item.get("publisher") and not _address_in(howpublished):
        yield Remark(howpublished)
    if url := verbatim(entry.value("accesscopyurl")):
        yield Remark(word("copy", language), url)
    if url := verbatim(entry.value("archiveurl")):
        day = entry.value("archivedate").strip()
        yield Remark(" ".join(filter(None, (word("archived", language), day))), url)


def _later_remarks(entry: Entry, item: Item) -> Iterator[Remark]:
    """What tells a work without title and date from others of its outlet once it was cited."""
    url = item["URL"] or verbatim(entry.value("accesscopyurl"))
    if not entry.value("title") and not entry.value("date") and url:
        yield Remark("", url)


# Values


def _text(entry: Entry, name: str) -> str:
    return decode(entry.value(name)).strip()


_STRAIGHT_MARK = re.compile(r'''(?<![\\])"''')
_OPENS_BEHIND = " \t\n([–—-/“‘"


def _rich(entry: Entry, name: str) -> str:
    """A title with CSL-JSON's markup."""
    # Citeproc pairs straight quotation marks without regard to the words they stand at.
    value = entry.value(name)

    def turned(mark: re.Match[str]) -> str:
        before = value[: mark.start()].rstrip("{}")[-1:] or " "
        return "“" if before in _OPENS_BEHIND else "”"

    return rich(_STRAIGHT_MARK.sub(turned, value)).strip()


def _literals(entry: Entry, name: str) -> str:
    """A list of bodies, `{A and {B and Sons}}`, as one text."""
    parts, depth = [""], 0
    for piece in re.split(r"([{}]|\s+and\s+)", entry.value(name)):
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if piece.strip() == "and" and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return "; ".join(filter(None, (decode(part).strip() for part in parts)))


def _range(pages: str) -> str:
    return re.sub(r"\s*(?:--+|[–—])\s*", "–", pages)
