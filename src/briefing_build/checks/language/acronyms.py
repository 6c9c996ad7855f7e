"""Acronyms of which no reader is told what they stand for, or not before they are used.

An explanation is the long form beside the acronym, in either order, a few words that say what it
is, or an entry of a list of abbreviations. Whether the initials agree is not asked: much is known
by the letters of its name in another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from briefing_build import rules
from briefing_build.checks.language.familiar import SHOUTED, is_familiar
from briefing_build.checks.language.own_words import OwnWords
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing
from briefing_build.source import Span

# Not a part of a path, an address, a number of a document or a designation: S-300, UTF-8, A/75/1.
_ACRONYM = re.compile(
    r"(?<![\w/.@#&~^$])(?<![A-Z\d]-)(?P<name>[A-Z][A-Z&]{1,5}\d{0,2})s?(?![\w/@#&~^]|-\d|\.\w)"
)


@dataclass(frozen=True, slots=True)
class _Use:
    """Where an acronym stands, and whether it is explained there."""

    span: Span
    explains: bool


def check_acronyms(briefing: Briefing, english: Iterable[OwnWords], found: Diagnostics) -> None:
    """Reports each acronym once that is not explained, or not where it is first used."""
    uses = _uses(english, frozenset(briefing.manuscript.settings.known_acronyms))
    outlets = _outlets(briefing) if uses else frozenset()
    for name, places in uses.items():
        if name not in outlets:
            _report(name, places, found)


_MOST_USES = 200
"""Of one acronym: what was not explained by then is not explained."""


def _uses(english: Iterable[OwnWords], known: frozenset[str]) -> dict[str, list[_Use]]:
    """Where each acronym is used that is neither familiar nor listed, up to its explanation."""
    uses: dict[str, list[_Use]] = {}
    done, explained = set(known), set[str]()
    for words in english:
        for match in _ACRONYM.finditer(words.text):
            name = match["name"]
            if name in done or is_familiar(name) or name.endswith("&"):
                continue
            if _is_listed(words, match):
                done.add(name)
                uses.pop(name, None)
            elif name not in explained and (use := _use(words, match)):
                places = uses.setdefault(name, [])
                places.append(use)
                if use.explains or len(places) == _MOST_USES:
                    explained.add(name)
    return uses


def _report(name: str, uses: list[_Use], found: Diagnostics) -> None:
    first = uses[0]
    explained = next((use for use in uses if use.explains), None)
    if explained is None:
        found.report(
            rules.UNDEFINED_ACRONYM,
            f"`{name}` is not explained",
            at=Label(first.span, "used first here"),
            help=f"write “… ({name})” there, or list it under `::: abbreviations`; "
            "what all your readers know goes under `[acronyms]`",
        )
    elif explained is not first:
        found.report(
            rules.UNDEFINED_ACRONYM,
            f"`{name}` is used before it is explained",
            at=Label(first.span, "used first here"),
            related=(Label(explained.span, "explained here"),),
            help="write the long form where the acronym is first used",
        )


# Explanations


_HEAD = re.compile(r"[\s*_]*+")
_LISTED_BEHIND = re.compile(r"\s*(?:[:=–—]|--+|\s-\s)\s*\S")


def _is_listed(words: OwnWords, match: re.Match[str]) -> bool:
    """Whether it is an entry of a list of abbreviations, or of a table of them."""
    if not _HEAD.fullmatch(words.text, 0, match.start()):
        return False
    if words.place == "term" or (words.section == "abbreviations" and words.place != "heading"):
        return True
    return _LISTED_BEHIND.match(words.text, match.end()) is not None


_IN_BRACKETS = re.compile(
    r"[\w.”’\"')»]\s*[*_]*\(\s*(?:(?:the|hereafter|henceforth|hereinafter|or|in\s+short|abbreviated|also"
    r"|known\s+as|short|acronym|\w+\s+acronym:?|from|now)\s+){0,3}[“\"‘'*_]*\Z",
    re.IGNORECASE,
)
_CLOSES = re.compile(r"[”\"’'*_]*\s*(?:\)|[,;:–—/])")
_LONG_FORM_BEHIND = re.compile(
    r"[”\"’'*_]*\s*\((?!\s*(?:see|cf\.?|e\.g\.|as|in|at|on|from|by|since|until|p\.|pp\.)\b)"
    r"\s*[“\"‘'*_]*(?:[^\W\d_][\w’'-]{5,}|[^\W\d_][\w’'-]*\s+[^()]{0,80}?[a-z]{3,})"
)
_APPOSITION_BEHIND = re.compile(
    r"\s*,\s+(?:the|an?|which|whose|short\s+for|or|i\.e\.|that\s+is|(?:[A-Z]\w+['’]s))\s"
    r"|\s*(?:[–—]|--+)\s*(?:the|an?|short)\s"
    r"|\s+(?:stands?\s+for|is\s+short\s+for|means|is\s+(?:the|an?)\s)"
)
_KIND = (
    "agency|group|grouping|centre|center|organi[sz]ation|company|party|alliance|bloc|union|bank|"
    "institute|think\\s+tank|association|council|committee|commission|firm|operator|consortium|"
    "ministry|service|programme|program|project|pipeline|treaty|agreement|network|coalition|"
    "militia|force|index|indicator|survey|database|system|initiative|fund|foundation|corporation|"
    "university|channel|broadcaster|newspaper|website|outlet|station|movement|union|regime|tool"
)
_KIND_BEHIND = re.compile(
    rf"\s+(?:{_KIND}|missile|rocket|drone|tank|aircraft|helicopter|radar|rifle|launcher|shell"
    r"|munition|submarine|frigate|satellite|malware|virus|protocol|format|file|licen[cs]e)s?\b"
)
_APPOSITION_BEFORE = re.compile(
    rf"(?:\b(?:{_KIND})\s+|,\s+or\s+|\b(?:called|known\s+as|abbreviated\s+(?:as|to)|named|dubbed"
    r"|acronym|short|termed)\s+(?:the\s+)?)[“\"‘'*_]*\Z",
    re.IGNORECASE,
)


def _use(words: OwnWords, match: re.Match[str]) -> _Use | None:
    """An acronym as it is used, or None if its capitals are no acronym or nobody's own words."""
    if words.place in {"heading", "cell", "caption"} or _is_shouted(words.text, match):
        return None
    if _is_of_a_name(words.text, match) or words.is_emphasised(match.start()):
        return None
    return _Use(words.span(*match.span("name")), _explains(words.text, match))


def _explains(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    return bool(
        (_IN_BRACKETS.search(before) and _CLOSES.match(text, match.end()))
        or _LONG_FORM_BEHIND.match(text, match.end())
        or _APPOSITION_BEHIND.match(text, match.end())
        or _KIND_BEHIND.match(text, match.end())
        or _APPOSITION_BEFORE.search(before)
    )


_CAPITALS_BEFORE = re.compile(r"(?:\b[^\W\da-z]{2,}[ \n*_]{1,3}){1,2}\Z")
_CAPITALS_BEHIND = re.compile(r"(?:[ \n*_]{1,3}[^\W\da-z]{2,}\b){1,2}")


def _is_shouted(text: str, match: re.Match[str]) -> bool:
    """Whether it stands among words in capitals: two of them, or one too long for an acronym."""
    before = _CAPITALS_BEFORE.search(text, max(0, match.start() - 40), match.start())
    behind = _CAPITALS_BEHIND.match(text, match.end(), match.end() + 40)
    words = " ".join(found[0] for found in (before, behind) if found).replace("*", " ").split()
    shouted = [word for word in words if word in SHOUTED or not is_familiar(word)]
    return len(shouted) > 1 or any(len(word) > 6 for word in shouted)


_NAME_BEHIND = re.compile(r"\.?\s+[A-Z][a-z]+")


def _is_of_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether it may be somebody's initials, JD Vance, or an American state, Boise, ID."""
    if len(match["name"]) > 2:
        return False
    return bool(_NAME_BEHIND.match(text, match.end())) or text.endswith(", ", 0, match.start())


# What the library calls by its letters

_OUTLET_FIELDS = (
    "journaltitle", "publication", "publisher", "organization", "institution", "author",
    "shortauthor", "shortjournal",
)  # fmt: skip
_WORDS = re.compile(r"\b[A-Z][A-Z0-9&]{1,7}\b")


def _outlets(briefing: Briefing) -> frozenset[str]:
    """The capitals among the names of outlets and bodies in the bibliography."""
    values = (
        entry.value(name) for entry in briefing.library.entries.values() for name in _OUTLET_FIELDS
    )
    return frozenset(word for value in values if value for word in _WORDS.findall(value))
