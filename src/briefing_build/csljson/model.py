"""CSL's data model (1.0.2, and what 1.1 adds): types, variables, and what programs make of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

KINDS: Mapping[str, str] = {
    "article": "misc",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "bill": "legislation",
    "book": "book",
    "broadcast": "broadcast",
    "chapter": "incollection",
    "classic": "misc",
    "collection": "misc",
    "dataset": "dataset",
    "document": "misc",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "event": "misc",
    "figure": "image",
    "graphic": "artwork",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "map": "map",
    "motion_picture": "movie",
    "musical_score": "music",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "regulation": "legislation",
    "report": "report",
    "review": "review",
    "review-book": "review",
    "software": "software",
    "song": "audio",
    "speech": "speech",
    "standard": "standard",
    "thesis": "thesis",
    "treaty": "treaty",
    "webpage": "online",
}
"""CSL's types, and biblatex's for each: what the checks know it by."""

_FOREIGN_KINDS: Mapping[str, str] = {
    # Crossref's
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "book",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article-journal",
    "monograph": "book",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings-article": "paper-conference",
    "reference-book": "book",
    "reference-entry": "entry",
    "report-component": "report",
    "report-series": "report",
    # Zotero's, in lower case
    "artwork": "graphic",
    "audiorecording": "song",
    "blogpost": "post-weblog",
    "booksection": "chapter",
    "case": "legal_case",
    "computerprogram": "software",
    "conferencepaper": "paper-conference",
    "dictionaryentry": "entry-dictionary",
    "email": "personal_communication",
    "encyclopediaarticle": "entry-encyclopedia",
    "film": "motion_picture",
    "forumpost": "post",
    "instantmessage": "personal_communication",
    "journalarticle": "article-journal",
    "letter": "personal_communication",
    "magazinearticle": "article-magazine",
    "newspaperarticle": "article-newspaper",
    "podcast": "broadcast",
    "preprint": "article",
    "presentation": "speech",
    "radiobroadcast": "broadcast",
    "statute": "legislation",
    "tvbroadcast": "broadcast",
    "video": "motion_picture",
    "videorecording": "motion_picture",
    # Others'
    "other": "document",
    "misc": "document",
    "online": "webpage",
}

NAMES = frozenset(
    """
    author chair collection-editor compiler composer container-author contributor curator director
    editor editor-translator editorial-director executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient reviewed-author
    script-writer series-creator translator
    """.split()
)
DATES = frozenset("accessed available-date event-date issued original-date submitted".split())
TITLES = frozenset(
    """
    title title-short container-title container-title-short collection-title
    collection-title-short original-title part-title reviewed-title volume-title event-title
    """.split()
)
TEXTS = TITLES | frozenset(
    """
    abstract annote archive archive_collection archive_location archive-place authority
    call-number citation-label dimensions division DOI event-place genre ISBN ISSN jurisdiction
    keyword language license medium note original-publisher original-publisher-place PMCID PMID
    publisher publisher-place references reviewed-genre rights scale source status URL
    year-suffix chapter-number collection-number edition issue number number-of-pages
    number-of-volumes page page-first part-number printing-number section supplement-number
    version volume
    """.split()
)
OWN = frozenset(
    "accesscopyurl allow archivedate archiveurl sourceclass sourcestate unknown".split()
)
"""Fields of our own, which CSL does not have; `keyword` has `keep`."""

_ALIASES: Mapping[str, str] = {
    "annotation": "annote",
    "container": "container-title",
    "event": "event-title",
    "journalAbbreviation": "container-title-short",
    "keywords": "keyword",
    "part": "part-number",
    "printing": "printing-number",
    "shortTitle": "title-short",
    "supplement": "supplement-number",
    "archive-url": "archiveurl",
    "archive-date": "archivedate",
    # What Zotero calls them
    "abstractnote": "abstract",
    "accessdate": "accessed",
    "access-date": "accessed",
    "accessed-date": "accessed",
    "bookauthor": "container-author",
    "book-title": "container-title",
    "date": "issued",
    "extra": "note",
    "journal-abbreviation": "container-title-short",
    "library-catalog": "source",
    "loc-in-archive": "archive_location",
    "numpages": "number-of-pages",
    "of-volumes": "number-of-volumes",
    "original-title": "original-title",
    "pages": "page",
    "place": "publisher-place",
    "publicationtitle": "container-title",
    "publication-title": "container-title",
    "report-number": "number",
    "series": "collection-title",
    "series-number": "collection-number",
    "short-title": "title-short",
}

IGNORED = frozenset(
    """
    id type citation-key citekey citation-number first-reference-note-number locator custom
    categories collections multi system_id uri tags relations attachments seealso selected
    isan isci ismn isrc iswc translated-title translated-title-short
    indexed reference-count references-count content-domain published-print published-online
    published published-other accepted approved posted created deposited score resource prefix
    member reference relation subject link is-referenced-by-count alternative-id assertion funder
    update-policy updated-by update-to clinical-trial-number article-number subtitle
    original-language original_title short-container-title editorial journal-issue isbn-type
    issn-type institution standards-body degree group-title content-updated aliases free-to-read
    key file label language-name event-subtitle page-last jel-codes copyright provider
    """.split()
)
"""Members that say nothing here which is not said elsewhere: keys, and what Crossref adds."""

FIELDS: Mapping[str, str] = {
    "abstract": "abstract",
    "accessed": "urldate",
    "annote": "annotation",
    "archive": "library",
    "archive-place": "location",
    "author": "author",
    "authority": "institution",
    "chapter-number": "chapter",
    "collection-title": "series",
    "composer": "author",
    "container-author": "bookauthor",
    "container-title": "journaltitle",
    "container-title-short": "shortjournal",
    "curator": "author",
    "director": "director",
    "DOI": "doi",
    "edition": "edition",
    "editor": "editor",
    "event-date": "eventdate",
    "event-place": "venue",
    "event-title": "eventtitle",
    "genre": "type",
    "host": "author",
    "interviewer": "interviewer",
    "ISBN": "isbn",
    "ISSN": "issn",
    "issue": "issue",
    "issued": "date",
    "keyword": "keywords",
    "language": "language",
    "note": "note",
    "number": "number",
    "number-of-pages": "pagetotal",
    "number-of-volumes": "volumes",
    "organizer": "author",
    "original-date": "origdate",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "original-title": "origtitle",
    "page": "pages",
    "part-number": "part",
    "performer": "author",
    "PMCID": "eprint",
    "PMID": "eprint",
    "producer": "producer",
    "publisher": "publisher",
    "publisher-place": "location",
    "script-writer": "author",
    "series-creator": "author",
    "status": "pubstate",
    "title": "title",
    "title-short": "shorttitle",
    "translator": "translator",
    "URL": "url",
    "version": "version",
    "volume": "volume",
} | {name: name for name in OWN}
"""biblatex's names for what the checks look at."""

_IN_PARTS = {"container-title": "booktitle"}
_WHERE_NO_PUBLISHER = {"publisher": "institution"}
_PARTS = frozenset({"incollection", "inproceedings", "inreference"})
_PUBLISHED = frozenset({"book", "misc", "incollection", "inproceedings", "inreference", "booklet",
                        "article", "periodical"})  # fmt: skip

_VARIABLES = {
    "institution": "publisher",
    "organization": "",
    "journaltitle": "container-title",
    "publication": "container-title",
    "booktitle": "container-title",
    "maintitle": "container-title",
    "location": "publisher-place",
    "eprint": "PMID",
    "holder": "author",
    "author": "author",
} | {name: name for name in OWN}


def field_name(variable: str, kind: str) -> str:
    """biblatex's name of a variable in an entry of a kind; "" if no check looks at it."""
    if kind in _PARTS and variable in _IN_PARTS:
        return _IN_PARTS[variable]
    if kind not in _PUBLISHED and variable in _WHERE_NO_PUBLISHER:
        return _WHERE_NO_PUBLISHER[variable]
    return FIELDS.get(variable, "")


def variable_name(field: str) -> str:
    """CSL's name of a field of biblatex; "" if it has none of its own."""
    if field in _VARIABLES:
        return _VARIABLES[field]
    return next((variable for variable, name in FIELDS.items() if name == field), field)


def csl_kind(written: str) -> str:
    """CSL's type for what somebody wrote; "" if nobody knows it."""
    if written in KINDS:
        return written
    folded = written.strip().lower().replace(" ", "-")
    for name in (folded, folded.replace("-", "_"), folded.replace("_", "-")):
        if name in KINDS:
            return name
    return _FOREIGN_KINDS.get(folded, "")


@cache
def _known() -> dict[str, str]:
    names = {**{name: name for name in NAMES | DATES | TEXTS | OWN}, **_ALIASES}
    return {_folded(name): known for name, known in names.items()} | names


def variable(written: str) -> str:
    """The variable that a name stands for, "" if it stands for none."""
    known = _known()
    return known.get(written) or known.get(_folded(written), "")


def _folded(name: str) -> str:
    return name.strip().lower().replace("_", "-").replace(" ", "-").replace(".", "")


def is_ignored(written: str) -> bool:
    return written.lower() in IGNORED or written.startswith(("_", "x-"))
