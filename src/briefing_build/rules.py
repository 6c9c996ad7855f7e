"""Every kind of mistake we report, declared once.

A rule is known by its name, which names the fault and reads well after "allow". Each has a
page in `explain/`, which is run as a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How much a finding weighs; the order is that of weight."""

    OFF = 0
    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of mistake: its name, what it weighs by default, what it catches, its family."""

    name: str
    severity: Severity
    summary: str
    family: str
    for_release: bool = False
    """Whether a release may not have it, whatever it weighs otherwise."""
    has_safe_fix: bool = False
    """Whether `--fix` mends what it finds, at least sometimes."""
    has_unsafe_fix: bool = False
    """Whether `--fix --unsafe` mends what `--fix` alone does not."""

    @property
    def options(self) -> tuple[str, ...]:
        """The options of `briefing check` that mend what it finds, at least sometimes."""
        safe = ("--fix",) if self.has_safe_fix else ()
        return (*safe, "--fix --unsafe") if self.has_unsafe_fix else safe

    @property
    def is_guard(self) -> bool:
        """Whether it keeps a reader or a machine from harm, or tells that words are lost.

        An allow-comment, a baseline and `--ignore` do not reach it.
        """
        return (
            self.family == "trust"
            or (self.family == "output" and self.severity is Severity.ERROR)
            or self.name in _UNREAD
        )


_UNREAD = frozenset({"bibtex-syntax", "json-syntax"})
"""Rules of other families that tell of what was left out because it could not be read."""


RULES: dict[str, Rule] = {}


_SAFE, _UNSAFE = (True, False), (False, True)
_EITHER = True, True


def _rule(
    family: str,
    name: str,
    severity: Severity,
    summary: str,
    *,
    for_release: bool = False,
    fix: tuple[bool, bool] = (False, False),
) -> Rule:
    rule = Rule(name, severity, summary, family, for_release, *fix)
    assert name not in RULES, name
    RULES[name] = rule
    return rule


_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_O = Severity.OFF
"""For what only some houses ask: it is reported when a project's settings give it a weight."""

UNKNOWN_KEY = _rule(
    "citing", "unknown-key", _E, "a citation names a key that no entry has", fix=_UNSAFE
)
UNUSED_ENTRY = _rule("citing", "unused-entry", _W, "an entry that nobody cites or asked to keep")
MALFORMED_CITATION = _rule(
    "citing",
    "malformed-citation",
    _E,
    "a bracket with keys that is not written as a citation",
    fix=_SAFE,
)
UNCLOSED_CITATION = _rule("citing", "unclosed-citation", _E, "a citation without its `]`")
REPEATED_ITEM = _rule("citing", "repeated-item", _W, "one key twice in a citation", fix=_SAFE)
UNSPACED_CITATION = _rule(
    "citing",
    "unspaced-citation",
    _W,
    "a key directly behind a word, where it is no citation",
    fix=_UNSAFE,
)
KEY_CASE = _rule(
    "citing", "key-case", _W, "a key with other capitals or dashes than its entry's", fix=_SAFE
)
SUSPECT_LOCATOR = _rule(
    "citing", "suspect-locator", _W, "a place in a work that cannot be meant as it is written"
)
CITATION_PLACEMENT = _rule(
    "citing", "citation-placement", _W, "a note's mark before a stop or behind a space", fix=_SAFE
)
MANUAL_IBID = _rule("citing", "manual-ibid", _W, "a typed ibid., op. cit. or the like")
POSSIBLE_HANDLE = _rule("citing", "possible-handle", _I, "a bare `@word` that was taken for text")

BARE_DOMAIN_CITATION = _rule(
    "residue", "bare-domain-citation", _E, "a host name that stands where a citation should"
)
CITATION_TOKEN = _rule(
    "residue", "citation-token", _E, "a chat program's token that once was a citation"
)
CITATION_RUN = _rule(
    "residue", "citation-run", _E, "host names and counts that ran together when pasted"
)
HIDDEN_SOURCES = _rule(
    "residue",
    "hidden-sources",
    _W,
    "a count that stands for sources which are not named",
    for_release=True,
)
PLACEHOLDER_SOURCE = _rule(
    "residue", "placeholder-source", _W, "an entry whose work was not located", for_release=True
)
AMBIGUOUS_SOURCE = _rule(
    "residue",
    "ambiguous-source",
    _W,
    "an entry that may be of any of several pages",
    for_release=True,
)
CHAT_BOILERPLATE = _rule(
    "residue", "chat-boilerplate", _W, "what a chat program said to the one who asked it"
)
INVISIBLE_CHARACTER = _rule(
    "residue",
    "invisible-character",
    _E,
    "a character that cannot be seen, or mojibake",
    fix=_EITHER,
)
CONTROL_CHARACTER = _rule(
    "residue", "control-character", _E, "a control character in the text", fix=_SAFE
)
TRACKING_PARAMETER = _rule(
    "residue", "tracking-parameter", _W, "a part of an address that follows its readers", fix=_SAFE
)

BIBTEX_SYNTAX = _rule("library", "bibtex-syntax", _E, "a block of a `.bib` that cannot be read")
JSON_SYNTAX = _rule("library", "json-syntax", _E, "a part of a `.json` library that is not JSON")
MALFORMED_VARIABLE = _rule(
    "library", "malformed-variable", _E, "a variable of a CSL-JSON item with a value it cannot have"
)
DUPLICATE_KEY = _rule("library", "duplicate-key", _E, "two entries with one key")
DUPLICATE_FIELD = _rule("library", "duplicate-field", _E, "an entry that has a field twice")
MISSING_FIELD = _rule("library", "missing-field", _E, "an entry without a field that it needs")
MALFORMED_DATE = _rule("library", "malformed-date", _E, "what cannot be a date")
FUTURE_DATE = _rule("library", "future-date", _W, "a date later than the briefing's own")
DATE_ORDER = _rule("library", "date-order", _W, "a work consulted before it was published")
MALFORMED_URL = _rule("library", "malformed-url", _E, "what cannot be an address")
MALFORMED_DOI = _rule("library", "malformed-doi", _E, "what cannot be a DOI")
MALFORMED_ISBN = _rule("library", "malformed-isbn", _E, "what cannot be an ISBN")
MALFORMED_ISSN = _rule("library", "malformed-issn", _E, "what cannot be an ISSN")
UNDEFINED_MACRO = _rule(
    "library", "undefined-macro", _E, "a name without quotation marks that no `@string` defines"
)
UNKNOWN_ENTRY_TYPE = _rule(
    "library",
    "unknown-entry-type",
    _W,
    "an entry type outside BibTeX's and biblatex's models",
    fix=_UNSAFE,
)
UNKNOWN_FIELD = _rule(
    "library", "unknown-field", _W, "a field that means nothing here", fix=_UNSAFE
)
UNMAPPED_FIELD = _rule("library", "unmapped-field", _W, "a field whose words nobody would read")
LATEX_RESIDUE = _rule("library", "latex-residue", _W, "LaTeX or HTML left in what is printed")
POSSIBLE_DUPLICATE_ENTRY = _rule(
    "library", "possible-duplicate-entry", _W, "two entries that seem to be of one work"
)
TITLE_IS_URL = _rule("library", "title-is-url", _E, "a title that is a host or an address")
HOMEPAGE_URL = _rule(
    "library", "homepage-url", _W, "an address of a site, not of a page", for_release=True
)
OUTLET_HOST_MISMATCH = _rule(
    "library", "outlet-host-mismatch", _W, "an outlet, and an address at another one"
)
MISSING_ACCESS_DATE = _rule(
    "library",
    "missing-access-date",
    _O,
    "a work on the web that does not say when it was read",
    for_release=True,
)
MISSING_ARCHIVE = _rule(
    "library",
    "missing-archive",
    _O,
    "a work on the web without an archived copy",
    for_release=True,
)
ARCHIVE_URL_FORM = _rule(
    "library", "archive-url-form", _E, "an address at an archive that is not that of a copy"
)
MALFORMED_NAME = _rule("library", "malformed-name", _W, "several names that are read as one")
UNBRACED_ORGANISATION = _rule(
    "library", "unbraced-organisation", _W, "a body whose name is read as a person's", fix=_UNSAFE
)
UNKNOWN_SOURCE_CLASS = _rule(
    "library", "unknown-source-class", _W, "a `sourceclass` or `sourcestate` that does not exist"
)
CYCLIC_CROSSREF = _rule(
    "library", "cyclic-crossref", _E, "entries that inherit from one another in a circle"
)
UNKNOWN_PARENT = _rule(
    "library", "unknown-parent", _E, "an entry inherits from one that does not exist"
)
LEGACY_ENCODING = _rule(
    "library", "legacy-encoding", _W, "a `.bib` that is not UTF-8 and was read as Latin-1"
)

UNDEFINED_NOTE = _rule("text", "undefined-note", _E, "a note's mark without its text", fix=_UNSAFE)
UNUSED_NOTE = _rule("text", "unused-note", _E, "a note's text without its mark")
DUPLICATE_NOTE = _rule("text", "duplicate-note", _E, "two notes with one label")
NESTED_NOTE = _rule("text", "nested-note", _E, "a note inside a note")
UNKNOWN_TARGET = _rule("text", "unknown-target", _E, "a reference to what does not exist")
DUPLICATE_TARGET = _rule("text", "duplicate-target", _E, "two things with one id")
MISSING_IMAGE = _rule("text", "missing-image", _E, "a picture that is not there")
MISSING_ALT_TEXT = _rule("text", "missing-alt-text", _E, "a picture without a description")
TABLE_WITHOUT_HEADER = _rule(
    "text", "table-without-header", _E, "a table whose columns have no heads"
)
SKIPPED_HEADING_LEVEL = _rule(
    "text",
    "skipped-heading-level",
    _W,
    "a heading more than one level below the one above",
    fix=_UNSAFE,
)
CITATION_IN_HEADING = _rule("text", "citation-in-heading", _W, "a citation in a heading")
UNCLOSED_BLOCK = _rule(
    "text", "unclosed-block", _E, "a div, code or comment without its end, or a div's end alone"
)
FRONT_MATTER = _rule("text", "front-matter", _W, "metadata in a chapter, which nobody reads")
MALFORMED_MATH = _rule("text", "malformed-math", _E, "a formula that cannot be set")
RAW_HTML = _rule("text", "raw-html", _E, "markup that is reported and not passed on")

UNCITED_CLAIM = _rule(
    "sourcing", "uncited-claim", _W, "a figure, a date or an attribution for which nothing is cited"
)
UNATTRIBUTED_QUOTATION = _rule(
    "sourcing", "unattributed-quotation", _W, "somebody's words for which nothing is cited"
)
SINGLE_SOURCE_JUDGEMENT = _rule(
    "sourcing", "single-source-judgement", _W, "a judgement that rests on one source or on none"
)
SOURCE_DOMINANCE = _rule(
    "sourcing", "source-dominance", _W, "an outlet from which more than a third of citations come"
)
EXPIRED_FUTURE = _rule(
    "sourcing",
    "expired-future",
    _W,
    "what is told as to come by a date that has passed",
    for_release=True,
)
MISSING_AS_OF = _rule(
    "sourcing",
    "missing-as-of",
    _W,
    "words such as `currently`, and no date that they refer to",
    for_release=True,
)

MIXED_PROBABILITY_LADDERS = _rule(
    "language",
    "mixed-probability-ladders",
    _W,
    "words of likelihood from two sets in which they mean different things",
)
CONFIDENCE_WITH_LIKELIHOOD = _rule(
    "language",
    "confidence-with-likelihood",
    _W,
    "a level of confidence and a likelihood in one sentence",
)
JUDGEMENT_WITHOUT_CONFIDENCE = _rule(
    "language", "judgement-without-confidence", _W, "a judgement that does not say how sure it is"
)
UNKNOWN_ASSESSMENT = _rule(
    "language", "unknown-assessment", _W, "a likelihood or confidence that does not exist"
)
NAME_VARIANT = _rule(
    "language", "name-variant", _W, "a name that is spelt in more than one way", fix=_EITHER
)
UNDEFINED_ACRONYM = _rule(
    "language", "undefined-acronym", _I, "an acronym that is never spelt out, or too late"
)

DEAD_LINK = _rule(
    "links", "dead-link", _W, "a link that leads to no page any more", for_release=True
)
DEAD_ORIGINAL = _rule(
    "links", "dead-original", _I, "a dead link beside an archived copy of its page"
)
MOVED_LINK = _rule("links", "moved-link", _W, "a link to a page that has moved for good")
BLOCKED_LINK = _rule("links", "blocked-link", _I, "a link whose site lets no program in")
UNCHECKED_LINK = _rule("links", "unchecked-link", _I, "a link that gave no clear answer")
UNKNOWN_SETTING = _rule("settings", "unknown-setting", _E, "a setting that does not exist")
INVALID_SETTING = _rule("settings", "invalid-setting", _E, "a setting with a wrong value")
UNKNOWN_STYLE = _rule(
    "settings", "unknown-style", _E, "a citation style that is not shipped and not a file"
)

PATH_ESCAPES = _rule("trust", "path-escapes", _E, "a path that leads out of the project")
REFUSED_LINK = _rule("trust", "refused-link", _E, "a link of a kind that is not passed on")
REFUSED_IMAGE = _rule("trust", "refused-image", _E, "a picture that is not safe to show")
REMOTE_RESOURCE = _rule("trust", "remote-resource", _E, "what would have to come from a network")
ACTIVE_CONTENT = _rule("trust", "active-content", _E, "a script, or what behaves like one")
LIMIT_MET = _rule("trust", "limit-met", _E, "more of something than a build may take on")
NOT_UTF8 = _rule("trust", "not-utf8", _E, "a chapter or settings that are not UTF-8")
STYLE_REFUSED = _rule(
    "trust", "style-refused", _E, "a style sheet, template or citation style that is not safe"
)

LOST_NOTE = _rule("output", "lost-note", _E, "a note that the layout lost, doubled or misplaced")
NOTE_OFF_PAGE = _rule("output", "note-off-page", _E, "a note away from its mark or off the paper")
NOTE_OVERFLOW = _rule("output", "note-overflow", _W, "a note too long for the foot of a page")
FALSE_ACCESSIBILITY_CLAIM = _rule(
    "output",
    "false-accessibility-claim",
    _E,
    "what keeps a PDF from being PDF/UA-1 and PDF/A-3a, so that it does not say it is",
)
LAYOUT_WARNING = _rule("output", "layout-warning", _W, "what the layout engine warns of")
UNPRINTED_CITATION = _rule(
    "output", "unprinted-citation", _E, "a citation for which the style has no words"
)
UNPRINTED_LOCATOR = _rule(
    "output", "unprinted-locator", _W, "a locator for which the style has no place"
)
CITATION_WARNING = _rule("output", "citation-warning", _W, "what the citation engine warns of")

MALFORMED_ALLOW = _rule(
    "switches", "malformed-allow", _E, "an allow-comment that cannot do what it says"
)
UNUSED_ALLOW = _rule(
    "switches", "unused-allow", _W, "an allow-comment where nothing is to be allowed"
)
STALE_BASELINE = _rule(
    "switches", "stale-baseline", _W, "a baseline's finding that is no longer found"
)
