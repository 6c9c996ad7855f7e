"""biblatex's data model, as far as a briefing needs it: types, names of fields, inheritance."""

from __future__ import annotations

KIND_ALIASES: dict[str, tuple[str, str]] = {
    "conference": ("inproceedings", ""),
    "electronic": ("online", ""),
    "www": ("online", ""),
    "mastersthesis": ("thesis", "mathesis"),
    "phdthesis": ("thesis", "phdthesis"),
    "techreport": ("report", "techreport"),
    # What managers of references write that know neither model.
    "book_section": ("incollection", ""),
    "generic": ("misc", ""),
    "magazine_article": ("magazine", ""),
    "newspaper_article": ("newspaper", ""),
    "softwaremodule": ("software", ""),
    "softwareversion": ("software", ""),
    "web_page": ("online", ""),
}
"""BibTeX's types: biblatex's name of each, and what it says in the field `type`."""

FIELD_ALIASES: dict[str, str] = {
    "accessdate": "urldate",
    "accessed": "urldate",
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "archive-url": "archiveurl",
    "archive_location": "archivelocation",
    "archiveloc": "archivelocation",
    "article-number": "eid",
    "articleno": "eid",
    "arxivid": "eprint",
    "assignee": "holder",
    "archivedurl": "archiveurl",
    "archive-date": "archivedate",
    "archiveddate": "archivedate",
    "city": "location",
    "dateaccessed": "urldate",
    "eventplace": "venue",
    "hyphenation": "langid",
    "journal": "journaltitle",
    "key": "sortkey",
    "lastaccessed": "urldate",
    "lastchecked": "urldate",
    "last-checked": "urldate",
    "lastvisited": "urldate",
    "newspaper": "journaltitle",
    "numpages": "pagetotal",
    "organisation": "organization",
    "pdf": "file",
    "place": "location",
    "pmc": "pmcid",
    "primaryclass": "eprintclass",
    "rightsholder": "holder",
    "romanisedauthor": "author_romanised",
    "romanisedtitle": "title_romanised",
    "romanizedauthor": "author_romanised",
    "romanizedtitle": "title_romanised",
    "school": "institution",
    "shelfmark": "archivelocation",
    "translatedtitle": "title_translated",
    "visited": "urldate",
}
"""Names that BibTeX and its users have for fields of biblatex."""

KINDS = frozenset(
    """
    article artwork audio bibnote book bookinbook booklet collection commentary dataset image
    inbook incollection inproceedings inreference jurisdiction legal legislation letter manual
    misc movie music mvbook mvcollection mvproceedings mvreference online patent performance
    periodical proceedings reference report review set software standard suppbook
    suppcollection suppperiodical thesis unpublished video xdata
    newspaper newspaperarticle magazine broadcast interview map podcast press speech treaty
    webpage bill case hearing statute blog tweet constitution legadminmaterial legmaterial
    presentation preprint regulation resolution talk
    """.split()
) | frozenset(KIND_ALIASES)
"""Every type we know: biblatex's, BibTeX's, and those for what briefings cite."""

DATE_FIELDS = ("date", "urldate", "origdate", "archivedate", "eventdate")

NAME_FIELDS = frozenset(
    """
    author editor editora editorb editorc translator annotator commentator introduction foreword
    afterword bookauthor holder shortauthor shorteditor director producer interviewer
    collaborator namea nameb namec narrator
    """.split()
)

VERBATIM_FIELDS = frozenset(
    """
    url doi eprint file verba verbb verbc archiveurl accesscopyurl pdf ids crossref xdata xref
    urlraw isbn issn
    """.split()
)
"""Fields in which no LaTeX is decoded."""

_FOR_READERS = """
    accesscopyurl addendum afterword annotator archive archivecollection archivedate
    archivelocation archiveurl author bookauthor booksubtitle booktitle booktitleaddon chapter
    collaborator commentator date director doi edition editor editora editoratype editorb
    editorbtype editorc editorctype editortype eid entrysubtype eprint eprintclass eprinttype
    eventdate eventtitle eventtitleaddon foreword holder howpublished institution interviewer
    introduction isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon iswc
    journalsubtitle journaltitle journaltitleaddon label language library location mainsubtitle
    maintitle maintitleaddon medium namea nameaddon nameatype nameb namebtype namec namectype
    narrator note number organization origdate origlanguage origlocation origpublisher origtitle
    pages pagetotal part pmcid pmid producer publication publisher pubstate related
    relatedstring relatedtype reprinttitle section series shortauthor shorteditor shorthand
    shorthandintro shortjournal shortseries shorttitle subtitle title titleaddon translator type
    url urldate username venue version volume volumes
    """

_NOT_FOR_PRINT = """
    abstract allow annotation candidates crossref day entryset execute file gender ids
    indexsorttitle indextitle keywords langid langidopts month options presort relatedoptions
    sortkey sortname sortshorthand sorttitle sortyear sourceclass sourcestate unknown xdata xref
    year
    """

_WITHOUT_A_PLACE = """
    authortype bookpagination collection country genre lista listb listc listd liste listf
    nationality pagination status time usera userb userc userd usere userf verba verbb verbc
    """

_EVERYDAY_FIELDS = """
    abbr acknowledgement acmid added-at added-by adsnote adsurl affiliation altmetric annotate
    arxiv author-email author-orcid authors-orcid bibcode bibdate bibsource bibtex_show biburl
    calibreid call-number category citeulike-article-id cited-by class classification code coden
    comment comments contents copyright corpsource creationdate date-added date-modified dateadded
    datemodified description dewey-call-number dimensions doc-delivery-number download ee eissn
    fjournal funding-acknowledgement funding-text groups hal_id hal_version html identifiers
    inspirehepid interhash internal-note intrahash isi issn-l journal-iso journal-url jstor keyword
    keywords-plus lastmod lccn library-id library_name license local-url modificationdate
    month_numeric mrclass mrnumber ncbi number-of-cited-references oa oclc orcid-numbers owner
    ppn_gvk posted-at preview price printed priority private_note pubcountry qualityassured ranking
    rating read readstatus refid research-areas research-notes researcherid-numbers review rights
    scholar scopus selected size slides subject swhid tags times-cited timestamp topic treatment
    unique-id usage-count-last-180-days usage-count-since-2013 uuid video web-of-science-categories
    web_url webpdf website wos xmp zblnumber
    """

FIELDS_FOR_READERS = frozenset(_FOR_READERS.split())
"""Fields that say something about a work, and that are printed with it."""

FIELDS_NOT_FOR_PRINT = frozenset(_NOT_FOR_PRINT.split())
"""Fields of biblatex's and ours that steer, or that speak to the author alone."""

FIELDS_WITHOUT_A_PLACE = frozenset(_WITHOUT_A_PLACE.split())
"""Fields that would say something, if any style or anybody here knew what."""

TOLERATED_FIELDS = frozenset(_EVERYDAY_FIELDS.split())
"""Names that other programs write for themselves."""

TOLERATED_PREFIXES = (
    "bdsk-", "mendeley-", "zotero-", "jabref", "citeulike-", "local-zo-", "opt", "x-", "_",
)  # fmt: skip

FIELDS = FIELDS_FOR_READERS | FIELDS_NOT_FOR_PRINT | frozenset(FIELD_ALIASES)
"""The names of fields that mean something here."""

FORMS = {
    "_romanised": "romanised",
    "_romanized": "romanised",
    "_transliterated": "romanised",
    "_translated": "translated",
}
"""What is written behind a field's name for the same words in other letters or another language."""

ROMANISED_FIELDS = frozenset(
    """
    author editor translator director interviewer title subtitle booktitle booksubtitle maintitle
    mainsubtitle journaltitle publication publisher institution organization series location
    """.split()
)
TRANSLATED_FIELDS = frozenset(
    "title subtitle booktitle booksubtitle maintitle mainsubtitle journaltitle".split()
)


def has_no_place(kind: str, name: str) -> bool:
    """Whether what a field of an entry of this kind says is printed nowhere."""
    if name == "nationality":
        return kind != "patent"
    return name in FIELDS_WITHOUT_A_PLACE


def is_known_field(name: str) -> bool:
    """Whether a field's name is one that we or other programs use."""
    return (
        name in FIELDS
        or name in FIELDS_WITHOUT_A_PLACE
        or name in TOLERATED_FIELDS
        or name.startswith(TOLERATED_PREFIXES)
        or "+an" in name  # biblatex's annotations, which speak to its styles
        or other_form(name) is not None
    )


def other_form(name: str) -> tuple[str, str] | None:
    """`title_translated_en` as ("title", "translated"); None if the name is no such one."""
    for ending, form in FORMS.items():
        plain, found, language = name.partition(ending)
        fields = ROMANISED_FIELDS if form == "romanised" else TRANSLATED_FIELDS
        if found and plain in fields and (not language or language.startswith("_")):
            return plain, form
    return None


NOT_INHERITED = frozenset(
    """
    ids crossref xref xdata entryset entrysubtype execute label options presort related
    relatedoptions relatedstring relatedtype shorthand shorthandintro sortkey shorttitle sorttitle
    indextitle indexsorttitle keywords unknown sourcestate
    """.split()
)
"""What stays with an entry (biblatex manual, appendix B); an `xdata` gives all but `ids`."""

_TO_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_TO_MAIN = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
_TO_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}

_PARTS = {"inbook", "bookinbook", "suppbook", "incollection", "inproceedings", "inreference",
          "suppcollection"}  # fmt: skip
_VOLUMES = {"book", "collection", "proceedings", "reference"}
_SERIES = {f"mv{kind}" for kind in _VOLUMES}
_BOOK_PARTS = {"inbook", "bookinbook", "suppbook"}


def inherited_name(parent: str, child: str, name: str) -> tuple[str, ...]:
    """What a parent's field is called in a child of these types; () if it is not handed on.

    biblatex's table, made a little wider: BibTeX's users let an `@incollection` refer to a
    `@book`, which biblatex expects to be a `@collection`.
    """
    plain, mark, form = name.partition("_")
    return tuple(f"{heir}{mark}{form}" for heir in _heirs(parent, child, plain))


def _heirs(parent: str, child: str, name: str) -> tuple[str, ...]:
    if name in NOT_INHERITED:
        return ()
    if parent in _SERIES and child in _VOLUMES | _PARTS:
        return (_TO_MAIN.get(name, name),)
    if parent in _VOLUMES and child in _PARTS:
        if name == "author":
            return ("author", "bookauthor") if child in _BOOK_PARTS else ("bookauthor",)
        return (_TO_BOOK.get(name, name),)
    if parent == "periodical" and child in {"article", "suppperiodical"}:
        return (_TO_JOURNAL.get(name, name),)
    return (name,)
