"""A BibTeX entry to what citeproc reads, CSL-JSON, and what no style would print.

Every field of biblatex's model that tells a reader something about a work arrives here, either
in a variable of CSL or among the `remarks`, which the stage prints behind the formatted work.
`FIELDS_WITHOUT_A_PLACE` in `bibtex.model` names the others, and the check of fields reports them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing_build.bibtex import Date, Entry, bare_doi, date, decode, verbatim
from briefing_build.csl.forms import in_one_form, with_short_name
from briefing_build.csl.given import given_item, given_remarks
from briefing_build.csl.kinds import csl_type, genre, type_in
from briefing_build.csl.languages import language_tag
from briefing_build.csl.people import names_of, short_name
from briefing_build.csl.remarks import (
    Remark,
    archive,
    day_of,
    eprint_address,
    later_remarks,
    note,
    other_address,
    remarks,
)
from briefing_build.csl.titles import (
    bodies,
    marked_up,
    short_title_of,
    text,
    title_of,
    unchanged,
    without_tags,
)
from briefing_build.csl.words import word

Item = dict[str, Any]


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
    entries: Mapping[str, Entry] | None = None,
) -> Work:
    """What is known of a work, for a briefing in `language`.

    `says_no_date` is whether the style itself prints "n.d." where there is no date, and `types`
    are those that it tells apart; without them the work keeps its own. `entries` are those that
    the entry may name as related.
    """
    is_given = entry.item is not None
    item = given_item(entry) if is_given else _mapped(entry)
    item |= _not_known(entry, item, language, says_no_date=says_no_date)
    if types:
        item |= _kin(item, types)
    is_placeholder = entry.value("sourcestate").strip() == "placeholder"
    return Work(
        {name: value for name, value in item.items() if value},
        tuple(
            given_remarks(entry, language)
            if is_given
            else remarks(entry, item, language, entries or {})
        ),
        tuple(later_remarks(entry, item)),
        word("placeholder", language) if is_placeholder else "",
    )


def _mapped(entry: Entry) -> Item:
    kind = csl_type(entry)
    item: Item = {"type": kind, **names_of(entry), **_dates(entry), **_titles(entry, kind)}
    if kind == "article" and item["status"] == "prepublished":
        item["status"] = ""  # which a preprint says of itself
    item |= _plain_fields(entry, kind)
    item |= _numbers(entry, kind)
    item |= _outlet(entry, kind)
    item |= _makers(entry, kind, item)
    item |= _addresses(entry)
    item |= _without_echo(item, kind)
    return item | {name: value for name, value in note(entry)[1].items() if not item.get(name)}


def _without_echo(item: Item, kind: str) -> Item:
    """No name of a site that is its author's: styles would print it twice."""
    authors = [in_one_form(person.get("literal", ""), "long") for person in item["author"]]
    is_echo = authors == [in_one_form(without_tags(item["container-title"]), "long")]
    return {"container-title": ""} if is_echo and kind in _SITES else {}


_SITES = {"webpage", "post", "post-weblog"}


def _kin(item: Item, types: frozenset[str]) -> Item:
    kind = type_in(item["type"], types, is_online=bool(item["URL"] or item["DOI"]))
    if kind == "webpage" != item["type"] and not item["container-title"]:
        return {"type": kind, "container-title": item["publisher"], "publisher": ""}
    return {"type": kind}


# Titles


_SHOWN = {"broadcast", "motion_picture", "song", "speech"}


def _titles(entry: Entry, kind: str) -> Item:
    title = title_of(entry, "title", "subtitle")
    main = title_of(entry, "maintitle", "mainsubtitle")
    is_part = bool(entry.value("booktitle")) or kind in _SHOWN
    if not title and not main:  # what has no title is described: "[raw data on…]"
        addition = text(entry, "titleaddon")
        title = unchanged(f"[{addition}]") if addition else ""
    if kind in {"legislation", "regulation"} and (number := _number_of_law(entry)):
        title = f"{title}, {number}"
    return {
        "title": f"{main}: {title}" if main and title and not is_part else title or main,
        "title-short": short_title_of(entry),
        "original-title": unchanged(marked_up(entry, "origtitle")),
    }


# What styles take the number of any law for, and print as such or not at all.
_PUBLIC_LAW = re.compile(
    r"(?:Pub(?:lic)?\.?\s*L(?:aw)?\.?\s*(?:No\.?\s*)?)?([0-9]{1,3})[-–]([0-9]{1,4})", re.IGNORECASE
)


def _public_law(number: str) -> str:
    """The number of an American law; "" if it is another's."""
    found = _PUBLIC_LAW.fullmatch(number)
    # A plain hyphen would make several laws of it, "Pub. L. Nos".
    return f"{found[1]}\u2011{found[2]}" if found else ""


def _number_of_law(entry: Entry) -> str:
    """The number of a law that is not an American one: "c. 10", "541-IQ"."""
    number = text(entry, "number")
    return "" if _public_law(number) else number


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
    status = _STATUS.get(entry.value("pubstate").strip().lower()) or text(entry, "pubstate")
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
    "isbn": "ISBN",
    "issn": "ISSN",
    "pagetotal": "number-of-pages",
    "part": "part-number",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "shorthand": "citation-label",
    "label": "citation-label",
    "version": "version",
    "volume": "volume",
    "volumes": "number-of-volumes",
    "medium": "medium",
}
_BODIES = {
    "location": "publisher-place",
    "origlocation": "original-publisher-place",
    "origpublisher": "original-publisher",
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
        item[variable] = item[variable] or text(entry, name)
    # A hyphen would make several versions of "2025-03".
    item["version"] = item["version"].replace("-", "\u2011")
    for name in ("location", "origlocation", "origpublisher"):
        item[_BODIES[name]] = bodies(entry, name)
    if "pubmed" in entry.value("eprinttype").lower():
        item["PMID"] = item["PMID"] or verbatim(entry.value("eprint"))
    item |= archive(entry)
    item["event"] = item["event-title"]  # CSL 1.0.1's name, for older styles
    item["language"] = language_tag(entry.value("langid") or entry.value("language"))
    item["genre"] = decode(genre(entry))
    if kind == "patent":
        item["jurisdiction"] = item.pop("publisher-place") or text(entry, "nationality")
    return item


def _numbers(entry: Entry, kind: str) -> Item:
    number, issue = text(entry, "number"), text(entry, "issue")
    if kind in {"legislation", "regulation"}:
        number = _public_law(number)  # any other stands behind the title
    item = {
        "page": _range(text(entry, "pages") or text(entry, "eid")),
        "edition": text(entry, "edition"),
        "chapter-number": text(entry, "chapter"),
        "collection-title": title_of(entry, "series"),
        "collection-title-short": text(entry, "shortseries"),
    }
    if entry.value("pages") and entry.value("eid"):
        item["number"] = text(entry, "eid")  # the number of an article, by CSL 1.0.2
    if kind in _PERIODICAL:
        item["issue"] = ", ".join(part for part in (number, issue) if part)
    elif kind in _NUMBERED:
        item["number"] = ", ".join(filter(None, (number, item.get("number"))))
        item["issue"] = issue
    else:
        item["collection-number"] = number
        item["issue"] = issue
    return item


def _outlet(entry: Entry, kind: str) -> Item:
    """What the work came out in: a journal, a book, a site, a programme."""
    journal, section = title_of(entry, "journaltitle", "journalsubtitle"), ""
    if kind == "article-newspaper" and entry.value("journalsubtitle"):
        # Better BibTeX has the section of a newspaper there: "World".
        journal, section = title_of(entry, "journaltitle"), text(entry, "journalsubtitle")
    outlet = journal or title_of(entry, "publication")
    if kind in _WITH_OUTLET and not outlet:
        outlet = bodies(entry, "organization")
    elif kind == "broadcast" and not outlet:
        outlet = title_of(entry, "series")
    # The name of a newspaper or a site is written as it writes itself: "bne IntelliNews".
    if kind in _SHOWN and not outlet and entry.value("title"):  # an episode's series, an album
        outlet = title_of(entry, "maintitle", "mainsubtitle")
    outlet = unchanged(outlet)
    if book := _book(entry):
        outlet = book if kind not in _PERIODICAL or not outlet else outlet
    short = unchanged(marked_up(entry, "shortjournal"))
    item = {"container-title": outlet, "container-title-short": short}
    sections = dict.fromkeys(filter(None, (text(entry, "section"), section)))
    return {**item, "section": ", ".join(sections)}


def _book(entry: Entry) -> str:
    """The book that the work is a part of; "" if that is its own title, written twice."""
    book = title_of(entry, "booktitle", "booksubtitle")
    main = title_of(entry, "maintitle", "mainsubtitle") if book else ""
    own = title_of(entry, "title", "subtitle")
    is_own = without_tags(book).casefold() == without_tags(own).casefold()
    if is_own and entry.kind in {"book", "collection", "proceedings", "reference"}:
        return main
    return f"{main}: {book}" if main else book


_WITH_OUTLET = {"webpage", "article-newspaper", "article-magazine", "post", "post-weblog"}


def _makers(entry: Entry, kind: str, item: Item) -> Item:
    """Who brought the work out; a body that alone is named for it counts as its author."""
    made_by = [bodies(entry, name) for name in ("institution", "organization", "publisher")]
    if kind in _WITH_OUTLET and item["container-title"] == unchanged(made_by[1]):
        made_by[1] = ""
    named = [body for body in dict.fromkeys(made_by) if body]
    if kind in {"legal_case", "legislation", "hearing", "bill", "regulation"} and named:
        return {"authority": named[0], "publisher": "; ".join(named[1:])}
    if kind == "report" and named and not (item["author"] or item["editor"]):
        author = {"literal": with_short_name(named[0], short_name(entry, "author"))}
        return {"author": [author], "publisher": "; ".join(named[1:])}
    if not named and entry.kind in {"booklet", "misc", "manual", "unpublished", "online"}:
        named = [how for how in [text(entry, "howpublished")] if not other_address(entry)]
    return {"publisher": "; ".join(named)}


# Where it is found


def _addresses(entry: Entry) -> Item:
    doi = bare_doi(entry.value("doi"))
    url = verbatim(entry.value("url")) or other_address(entry)
    return {"DOI": doi, "URL": url or ("" if doi else eprint_address(entry))}


# What is not known


def _not_known(entry: Entry, item: Item, language: str, *, says_no_date: bool) -> Item:
    """What is printed for a field that the author looked for and did not find."""
    unknown = set(re.split(r"[\s,{}]+", entry.value("unknown").lower()))
    told: Item = {}
    if "title" in unknown and not item["title"]:
        told["title"] = unchanged(f"[{word('title', language)}]")
        if told_date := day_of(entry.get("date"), language):
            # Without it two untitled works of one outlet look the same when cited again.
            told["title-short"] = unchanged(f"[{word('title', language)}], {told_date}")
    if "author" in unknown and not item["author"]:
        told["author"] = [{"literal": f"[{word('author', language)}]"}]
    if "publisher" in unknown and not item.get("publisher"):
        told["publisher"] = f"[{word('publisher', language)}]"
    if unknown & {"date", "year"} and not item["issued"] and not says_no_date:
        told["issued"] = {"literal": word("date", language)}
    return told


# Values


def _range(pages: str) -> str:
    return re.sub(r"\s*(?:--+|[–—])\s*", "–", pages)
