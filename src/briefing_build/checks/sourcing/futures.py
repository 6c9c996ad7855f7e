"""What is told as still to come although the day that it names has passed.

The day from which a briefing looks ahead is that of its facts, `as_of`, else its own: no clock is
read. Looked for in English alone, whose ways to speak of the future we know.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from briefing_build import rules
from briefing_build.checks.prose import Ranges, is_quoted, printed
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import Chapter, Quotation, walk
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# One after the other: what is looked ahead with, what is to be, and by when.
_FUTURE = re.compile(
    rf"""
    \b(?P<ahead> (?:will|shall)(?=\s)(?!\s(?:have|never|not\shave)\b)
        | (?:is|are)\s(?:now\s|still\s|also\s|currently\s)?(?:expected|due|scheduled|set|planned
            |projected|forecast|slated|supposed|going|likely|meant)\s(?=to\b|for\b|in\b|by\b)
        | (?:plans|intends|aims|hopes|expects|promises|pledges|wants)\sto\b )
    (?P<what> [^.!?;:“”"«»()\[\]]{{0,120}}? )
    \b(?P<when> by\s(?:the\s)? | before\s(?:the\s)? | until\s(?:the\s)?
        | no\slater\sthan\s(?:the\s)? | at\sthe\s | (?:later|early|late)\sin\s | in\s(?:the\s)?
        | on\s | for\s(?:the\s)? | from\s(?:the\s)? )
    (?P<date>
        (?:(?P<part>(?:end|middle|beginning|start)\sof\s(?:the\syear\s)? | early\s | late\s | mid-
            | (?:first|second)\shalf\sof\s
            | (?:first|second|third|fourth|last)\squarter\sof\s
            | (?:spring|summer|autumn|fall)\s(?:of\s)?)
        | (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s)?
        (?:(?P<month>{"|".join(_MONTHS)})\s(?:(?P<us_day>\d{{1,2}}),\s)?)?
        {_YEAR})
    (?![\w–/-]) (?!\s(?!(?:and|or|at|to|if|as|but|when|with|for|under|in|on|by|from|the|after|so
        |because|while|although|unless|despite|through|according|should|provided)\b)[a-z])
    """,
    re.VERBOSE,
)
_CUES = (
    " will ", " shall ", " expected ", " due ", " scheduled ", " set ", " planned ", " projected ",
    " forecast ", " slated ", " supposed ", " going ", " likely ", " meant ", "plans to ",
    "intends to ", "aims to ", "hopes to ", "expects to ", "promises to ", "pledges to ",
    "wants to ",
)  # fmt: skip
_LOOSE = frozenset({"in ", "in the ", "on ", "for ", "for the ", "from ", "from the "})
# Between the two, a word that makes the date one of something that has been.
_OF_THE_PAST = re.compile(
    r"\b(?:that|which|who|whose|since|after|because|the|these|those|than|ago|as|was|were|had)\b"
    r"|(?<!\bbe\s)(?<!\bbe\sfully\s)\b(?:\w{2,}ed|made|held|won|lost|built|taken|given|found|left"
    r"|paid|sold|bought|begun|seen|known|of)\s$"
)
_REPORTED = re.compile(
    r"""\b(?:said|announced|promised|pledged|vowed|agreed|predicted|forecast|planned|expected|hoped
    |reported|stated|told|wrote|declared|noted|estimated|decided|signed|provided|foresaw|foresees
    |projected|intended|warned|claimed|insisted|argued|suggested|was|were|had|would|if|once
    |whether|according)\b""",
    re.VERBOSE | re.IGNORECASE,
)
_FAILED = re.compile(r"\b(?:was|were|had|failed|collapsed|stalled|did|did not|came to)\b")
_SENTENCE_BEGINS = re.compile(r"[.!?]\W*\s|\n\s*\n|^\s*(?:[-*+>]|\d+[.)])\s", re.MULTILINE)
_NO_VERB = frozenset(
    """
    the a its their his her no free good ill political at of against popular last own this that
    these those such any your our my national public strong weak earlier original previous with
    """.split()
)
_PARTS = {
    "first half": 6, "first quarter": 3, "second quarter": 6, "third quarter": 9, "middle": 7,
    "mid-": 7, "early": 5, "beginning": 3, "start": 3, "spring": 6, "summer": 9,
}  # fmt: skip
"""The last month of a part of a year, reckoned late."""


def check_futures(briefing: Briefing, found: Diagnostics) -> None:
    """Reports what is still to come by a day before the briefing's own; without one, nothing."""
    settings = briefing.manuscript.settings
    today = settings.as_of or settings.updated or settings.published
    if today is None or not settings.language.lower().startswith("en"):
        return
    known = "as_of" if settings.as_of else "updated" if settings.updated else "published"
    for chapter in briefing.chapters:
        quotations: Ranges | None = None
        for match, span in printed(chapter, _FUTURE, _CUES):
            last = _last_day(match)
            if last is None or last >= today or not _looks_ahead(match):
                continue
            quotations = quotations or Ranges(_quotations(chapter))
            if span.start in quotations or is_quoted(span):
                continue
            _report(match, span, (known, today), found)


def _report(match: re.Match[str], span: Span, today: tuple[str, date], found: Diagnostics) -> None:
    start = match.start()
    when = " ".join(match["date"].split())
    ahead = " ".join(match["ahead"].split())
    setting, day = today
    words = {"as_of": "whose facts are of", "updated": "which is of", "published": "which is of"}
    found.report(
        rules.EXPIRED_FUTURE,
        f"`{when}` is still to come here, and past for the briefing, {words[setting]} {day}",
        at=Label(span.part(match.start("date") - start, match.end("date") - start)),
        related=(Label(span.part(0, match.end("ahead") - start), f"`{ahead}` looks ahead"),),
        help="say what came of it, or who expected it and when: “said in 2024 that it would”",
    )


def _quotations(chapter: Chapter) -> list[tuple[int, int]]:
    return [
        (node.span.start, node.span.end)
        for node in walk(chapter.blocks)
        if isinstance(node, Quotation)
    ]


def _looks_ahead(match: re.Match[str]) -> bool:
    """Whether it is the author who looks ahead, now, and to that day."""
    text = match.string
    near = max(0, match.start() - 400)
    begins = near
    for begin in _SENTENCE_BEGINS.finditer(text, near, match.start()):
        begins = begin.end()
    before = text[begins : match.start()]
    if _REPORTED.search(before) or before.rstrip(" *_").split(" ")[-1].lower() in _NO_VERB:
        return False
    what = match["what"].replace("\n", " ")
    if match["when"] in _LOOSE and (len(what) > 60 or _OF_THE_PAST.search(what)):
        return False
    if match["ahead"].endswith("s to") and _FAILED.search(text, match.end(), match.end() + 80):
        return False
    return re.search(r"\b(?:if|since|that was|who)\b", what) is None


def _last_day(match: re.Match[str]) -> date | None:
    """The last day that a date can mean."""
    year = int(match["year"])
    day = match["day"] or match["us_day"]
    part = " ".join((match["part"] or "").split())
    month = next((last for name, last in _PARTS.items() if part.startswith(name)), 12)
    if match["month"]:
        month = _MONTHS.index(match["month"]) + 1
    elif day:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, min(int(day), last) if day else last) if day != "0" else None
