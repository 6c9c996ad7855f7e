"""biblatex's data model, as far as a briefing needs it: types, names of fields, inheritance."""

from __future__ import annotations

KIND_ALIASES: dict[str, tuple[str, str]] = {
    "conference": ("inproceedings", ""),
    "electronic": ("online", ""),
    "www": ("online", ""),
    "mastersthesis": ("thesis", "mathesis"),
    "phdthesis": ("thesis", "phdthesis"),
    "techreport": ("report", "techreport"),
}
"""BibTeX's types: biblatex's name of each, and what it says in the field `type`."""

FIELD_ALIASES: dict[str, str] = {
    "accessdate": "urldate",
    "accessed": "urldate",
    "address": "location",
    "annote": "annotation",
    "archiveprefix": "eprinttype",
    "archive-url": "archiveurl",
    "archivedurl": "archiveurl",
    "archive-date": "archivedate",
    "archiveddate": "archivedate",
    "dateaccessed": "urldate",
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
    "primaryclass": "eprintclass",
    "school": "institution",
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
    webpage bill case hearing statute blog tweet
    """.split()
) | frozenset(KIND_ALIASES)
"""Every type we know: biblatex's, BibTeX's, and those for what briefings cite."""

DATE_FIELDS = ("date", "urldate", "origdate", "archivedate", "eventdate")

NAME_FIELDS = frozenset(
    """
    author editor editora editorb editorc translator annotator commentator introduction foreword
    afterword bookauthor holder shortauthor shorteditor director producer interviewer
    """.split()
)

VERBATIM_FIELDS = frozenset(
    """
    url doi eprint file verba verbb verbc archiveurl accesscopyurl pdf ids crossref xdata xref
    urlraw isbn issn
    """.split()
)
"""Fields in which no LaTeX is decoded."""

_OWN_FIELDS = "accesscopyurl archivedate archiveurl publication sourceclass sourcestate unknown"

_BIBLATEX_FIELDS = """
    abstract addendum afterword annotation annotator author authortype bookauthor bookpagination
    booksubtitle booktitle booktitleaddon chapter commentator crossref date doi edition editor
    editora editorb editorc editortype editoratype editorbtype editorctype eid entryset
    entrysubtype eprint eprintclass eprinttype eventdate eventtitle eventtitleaddon execute file
    foreword gender holder howpublished ids indexsorttitle indextitle institution introduction
    isan isbn ismn isrn issn issue issuesubtitle issuetitle issuetitleaddon iswc journalsubtitle
    journaltitle journaltitleaddon keywords label langid langidopts language library location
    mainsubtitle maintitle maintitleaddon month nameaddon note number options organization
    origdate origlanguage origlocation origpublisher origtitle pages pagetotal pagination part
    presort publisher pubstate related relatedoptions relatedstring relatedtype reprinttitle
    series shortauthor shorteditor shorthand shorthandintro shortjournal shortseries shorttitle
    sortkey sortname sortshorthand sorttitle sortyear subtitle title titleaddon translator type
    url urldate venue version volume volumes xdata xref year day time director producer
    interviewer
    """

_EVERYDAY_FIELDS = """
    abbr adsnote adsurl affiliation annotate bibsource biburl category citeulike-article-id
    code collaborator collection comment comments contents copyright cited-by country creationdate
    date-added date-modified dateadded datemodified description download eventplace genre groups
    html internal-note interhash intrahash isi keyword lastmod local-url medium modificationdate
    month_numeric mrclass mrnumber ncbi owner pmc pmcid pmid posted-at preview priority
    qualityassured printed private_note ranking rating readstatus research-notes review rights
    scopus shelfmark slides status subject tags timestamp translatedtitle unique-id usera userb
    userc userd usere userf username verba verbb verbc video website webpdf web_url wos xmp
    zblnumber lista listb listc listd liste listf namea nameb namec nameatype namebtype namectype
    nationality place author-orcid authors-orcid bibtex_show selected altmetric dimensions
    inspirehepid
    """

FIELDS = frozenset(f"{_OWN_FIELDS} {_BIBLATEX_FIELDS}".split()) | frozenset(FIELD_ALIASES)
"""The names of fields that mean something here."""

TOLERATED_FIELDS = frozenset(_EVERYDAY_FIELDS.split())
"""Names that other programs write and that mean nothing here."""

TOLERATED_PREFIXES = ("bdsk-", "mendeley-", "zotero-", "jabref", "citeulike-", "opt", "x-", "_")

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
