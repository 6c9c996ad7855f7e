"""What a work is: biblatex's types and subtypes, and the types that CSL has for them."""

from __future__ import annotations

import re

from briefing_build.bibtex import Entry, date

_KINDS = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "bill": "bill",
    "blog": "post-weblog",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "broadcast": "broadcast",
    "case": "legal_case",
    "collection": "book",
    "commentary": "book",
    "constitution": "legislation",
    "dataset": "dataset",
    "hearing": "hearing",
    "image": "graphic",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "interview": "interview",
    "jurisdiction": "legal_case",
    "legadminmaterial": "regulation",
    "legal": "treaty",
    "legmaterial": "legislation",
    "legislation": "legislation",
    "letter": "personal_communication",
    "magazine": "article-magazine",
    "manual": "book",
    "map": "map",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "newspaper": "article-newspaper",
    "newspaperarticle": "article-newspaper",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "podcast": "broadcast",
    "preprint": "article",
    "presentation": "speech",
    "proceedings": "book",
    "reference": "book",
    "regulation": "regulation",
    "report": "report",
    "resolution": "report",  # a statute's number would be taken for that of an American law
    "review": "review",
    "software": "software",
    "speech": "speech",
    "standard": "standard",
    "statute": "legislation",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "talk": "speech",
    "thesis": "thesis",
    "treaty": "treaty",
    "tweet": "post",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "webpage": "webpage",
}

# Words that authors write in `entrysubtype` or `type`; the left column in lower case, no hyphens.
_SUBTYPES = {
    "newspaper": "article-newspaper",
    "newspaper article": "article-newspaper",
    "wire": "article-newspaper",
    "magazine": "article-magazine",
    "magazine article": "article-magazine",
    "journal article": "article-journal",
    "blog": "post-weblog",
    "blog post": "post-weblog",
    "post": "post",
    "social media post": "post",
    "tweet": "post",
    "forum post": "post",
    "podcast": "broadcast",
    "podcast episode": "broadcast",
    "broadcast": "broadcast",
    "radio broadcast": "broadcast",
    "television broadcast": "broadcast",
    "radio": "broadcast",
    "television": "broadcast",
    "tv": "broadcast",
    "tvbroadcast": "broadcast",
    "tvepisode": "broadcast",
    "tv broadcast": "broadcast",
    "film": "motion_picture",
    "movie": "motion_picture",
    "video": "motion_picture",
    "interview": "interview",
    "map": "map",
    "hearing": "hearing",
    "treaty": "treaty",
    "bill": "bill",
    "statute": "legislation",
    "legislation": "legislation",
    "regulation": "regulation",
    "resolution": "report",
    "case": "legal_case",
    "judgment": "legal_case",
    "speech": "speech",
    "lecture": "speech",
    "presentation": "speech",
    "preprint": "article",
    "web page": "webpage",
    "web site": "webpage",
    "website": "webpage",
    "conference paper": "paper-conference",
    "encyclopedia article": "entry-encyclopedia",
    "book section": "chapter",
    "book chapter": "chapter",
    "review": "review",
    "book review": "review-book",
    "dictionary": "entry-dictionary",
    "encyclopedia": "entry-encyclopedia",
    "dataset": "dataset",
    "software": "software",
    "standard": "standard",
    "pamphlet": "pamphlet",
    "manuscript": "manuscript",
    "letter": "personal_communication",
    "email": "personal_communication",
    "photograph": "graphic",
    "report": "report",
}

# What EndNote and the Web of Science write in `type`, and the entry's own type says better.
_SAYS_NOTHING = {
    "article", "audiovisual material", "book", "book section", "book chapter", "chapter",
    "conference paper", "conference proceedings", "edited book", "electronic article",
    "electronic book", "electronic resource", "encyclopedia article", "generic",
    "government document", "journal article", "magazine article", "newspaper article",
    "proceedings paper", "thesis", "web page", "web site", "website",
}  # fmt: skip

# Types that biblatex says by a code, and what it prints for them.
_GENRES = {
    "mathesis": "master’s thesis",
    "phdthesis": "PhD thesis",
    "candthesis": "candidate thesis",
    "bathesis": "bachelor’s thesis",
    "techreport": "technical report",
    "resreport": "research report",
    "datacd": "data CD",
    "audiocd": "audio CD",
    "software": "computer software",
    "patentus": "US patent",
    "patenteu": "European patent",
    "patentuk": "British patent",
    "patentde": "German patent",
    "patentfr": "French patent",
    "patreq": "patent request",
    "patrequs": "US patent request",
    "patreqeu": "European patent request",
}

# What a style that has never heard of a type takes it for, best first.
_KIN = {
    "article": ("report", "manuscript"),
    "broadcast": ("motion_picture", "webpage"),
    "dataset": ("webpage", "report", "book"),
    "document": ("report", "book"),
    "graphic": ("map", "webpage", "book"),
    "hearing": ("report", "book"),
    "map": ("graphic", "book"),
    "pamphlet": ("report", "book"),
    "performance": ("speech", "webpage"),
    "periodical": ("book",),
    "post": ("post-weblog", "webpage"),
    "post-weblog": ("post", "webpage"),
    "regulation": ("legislation", "bill"),
    "review": ("article-journal",),
    "review-book": ("review", "article-journal"),
    "software": ("webpage", "report", "book"),
    "song": ("motion_picture", "webpage"),
    "standard": ("report", "book"),
}

# A subtype that CSL's type does not say by itself is printed too.
_TELLING = {
    "blog post",
    "book review",
    "podcast",
    "podcast episode",
    "press release",
    "radio broadcast",
    "television broadcast",
    "photograph",
    "lecture",
    "preprint",
    "resolution",
    "tweet",
    "video",
}
_PRESS = {"wire", "broadcaster"}
_OTHER_SITES = _PRESS | {"official", "think-tank", "academic", "reference", "social"}


def csl_type(entry: Entry) -> str:
    """CSL's type of the work."""
    if entry.item is not None:
        return str(entry.item["type"])
    if entry.kind == "online" and _plain(entry.value("pubstate")) == "prepublished":
        return "article"
    for name in ("entrysubtype", "type"):
        subtype = _SUBTYPES.get(_plain(entry.value(name)))
        if subtype:
            return subtype
    if entry.kind in {"article", "online", "misc"} and is_press(entry):
        return "article-newspaper"
    if entry.kind == "press":
        return "webpage" if entry.value("url") else "report"
    return _KINDS.get(entry.kind, "document")


def type_in(kind: str, types: frozenset[str], *, is_online: bool) -> str:
    """The type under which a style with these types prints most of such a work."""
    if kind in types:
        return kind
    kin = _KIN.get(kind, ())
    return next((k for k in kin if k in types and (is_online or k != "webpage")), kind)


def is_press(entry: Entry) -> bool:
    """Whether the work came out in a newspaper, going by its fields.

    What an agency or a broadcaster has on its own site is no newspaper: its name is not set in
    italics.
    """
    if not (entry.value("journaltitle") or entry.value("publication")):
        return False
    source = entry.value("sourceclass").strip()
    if entry.kind != "article":
        return source not in _OTHER_SITES and not (entry.value("volume") or entry.value("number"))
    if any(entry.value(name) for name in ("volume", "number", "issue", "issn", "eid")):
        return False
    # No journal dates its articles to the day and has neither volume nor number.
    field = entry.get("date")
    day = date(field) if field else None
    return bool(day and day.day) or source in _PRESS


def genre(entry: Entry) -> str:
    """What the work calls itself, "PhD thesis", as written; "" if its type says all."""
    told = [_told(entry.value("type")), _told(entry.value("entrysubtype"))]
    if entry.kind == "press" and not told[0]:
        told[0] = "press release"
    if entry.kind == "podcast" and not any(told):
        told[0] = "podcast"
    return ", ".join(filter(None, dict.fromkeys(told)))


def _told(written: str) -> str:
    """What a type or subtype says that the type of CSL does not say by itself."""
    plain = _plain(written)
    if plain in _GENRES:
        return _GENRES[plain]
    if plain in _TELLING:
        return plain  # a style gives it a capital where one is due
    return "" if plain in _SAYS_NOTHING or plain in _SUBTYPES else written


def _plain(value: str) -> str:
    return re.sub(r"[-_\s]+", " ", value.strip().strip("{}")).lower()
