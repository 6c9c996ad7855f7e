"""Figures, dates and words of others for which nothing in reach names a source.

A mark covers the sentence in which it stands and those before it in its paragraph. What is told
of a paragraph, a list or a table is told once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from briefing_build import rules
from briefing_build.checks.sentences import Passage, Range, passage, sentence_of
from briefing_build.checks.sourcing.broken import BrokenCitations
from briefing_build.checks.sourcing.claims import claim_in
from briefing_build.checks.sourcing.statements import (
    Statement,
    ends_with_mark,
    has_mark,
    statements,
)
from briefing_build.checks.sourcing.tables import cited_where_named, figures_without_source
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import (
    Cited,
    DefinitionList,
    Inline,
    List,
    Note,
    Quotation,
    Table,
    plain_text,
    walk,
)
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_MOST_RELATED = 5
# References that were typed, and citations that were: they lead somewhere too.
_TYPED = re.compile(
    r"""
      \b(?:[Ss]ee|[Ii]n|[Cc]f\.|[Uu]nder|[Bb]y|and|\()\s?(?:the\s(?:next|previous)\s|also\s)?
        (?:[Cc]hapters?|[Ss]ections?|[Bb]ox(?:es)?|[Tt]ables?|[Ff]igures?|[Aa]nnex|[Aa]ppendix
        |[Pp]arts?|Fig\.|Tab\.)(?:\s[\dA-Z][\d.]*\b|\s(?:above|below)\b)
    | (?:^|[.;]\s)(?:Chapter|Section|Box|Table|Figure|Annex|Appendix)\s[\dA-Z][\d.]*\s
        (?:shows?|gives?|lists?|has|sets?|summari[sz]es|presents?|compares?)\b
    | \((?:see\s|cf\.\s|e\.g\.,?\s)?[^\W\d_a-z][\w.’'-]*
        (?:,?\s(?:&|and|et\sal\.?|of|[^\W\d_a-z][\w.’'-]*)){0,5},?\s(?:\d{1,2}\s[^\W\d_]+\s)?(?:1[5-9]|20)\d\d[a-z]?(?:[,:;]\s[^()]{0,80})?\)
    | \[\d{1,3}(?:[,–-]\s?\d{1,3})*\]
    | \(?\b(?:Sources?|Quellen?|Источник\w?|Mənbə(?:lər)?)\s?:
    """,
    re.VERBOSE,
)
_SOURCE_LINE = re.compile(
    r"[*_(]*(?:Sources?|Quellen?|Источник\w?|Mənbə(?:lər)?|Notes?|Data|Credits?|Photo)\s?:",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[^.!?…։。]\Z")


@dataclass(slots=True)
class _Group:
    """The claims of a paragraph, or of a list with all its items.

    `goes_on` says of each whether its sentence goes on in the next item of its list.
    """

    block: object = None
    claims: list[tuple[Span, bool]] = field(default_factory=list)
    _mostly_cites: bool | None = None

    def add(self, claims: Iterable[Span], *, goes_on: bool) -> None:
        self.claims.extend((span, goes_on) for span in claims)

    def undated(self, term: tuple[Inline, ...]) -> list[Span]:
        """The date of an entry without a source, in a chronology that has them for most.

        One without any gathers what was told before.
        """
        if self._mostly_cites is None:
            self._mostly_cites = isinstance(self.block, DefinitionList) and _cites(self.block)
        return [_of(term)] if self._mostly_cites else []

    def cover(self) -> None:
        """Takes out what a mark at the end of this item covers in the items before it."""
        while self.claims and self.claims[-1][1]:
            self.claims.pop()


def check_claims(briefing: Briefing, found: Diagnostics) -> None:
    """Reports claims without a source; of a briefing that cites nothing at all, none."""
    if not cites(briefing):
        return
    known = _own_dates(briefing)
    elsewhere = _Elsewhere(briefing)
    broken = BrokenCitations(found)
    group = _Group()
    for statement in statements(briefing):
        block = statement.around.group or statement.block
        if block is not group.block:
            _report(group, broken, found)
            group = _Group(block)
        if statement.around.is_summary or isinstance(statement.block, Quotation):
            continue
        if isinstance(statement.block, Table):
            _check_table(statement, elsewhere, broken, found)
            continue
        if statement.around.is_introduced or ends_with_mark(statement.content):
            group.cover()
        elif statement.around.is_dated and statement.term and not has_mark(statement.content):
            group.add(group.undated(statement.term), goes_on=False)
        elif claims := _uncovered(statement, known):
            text = plain_text(statement.content).rstrip()
            goes_on = statement.around.group is not None and _GOES_ON.search(text) is not None
            group.add(claims, goes_on=goes_on)
    _report(group, broken, found)


def cites(briefing: Briefing) -> bool:
    """Whether a briefing has a citation or a note at all."""
    return any(
        isinstance(node, Cited | Note)
        for chapter in briefing.chapters
        for node in walk(chapter.blocks)
    )


def _check_table(
    statement: Statement, elsewhere: _Elsewhere, broken: BrokenCitations, found: Diagnostics
) -> None:
    place = figures_without_source(statement)
    assert isinstance(statement.block, Table)
    if place is None or broken.is_beside(place):
        return
    if statement.block.attributes.id not in elsewhere.named:
        found.report(
            rules.UNCITED_CLAIM,
            "no source is cited for the figures of this table",
            at=Label(place),
            help="cite it in the caption, or in a cell of each row",
        )


class _Elsewhere:
    """What is cited for elsewhere, looked up when it is first asked for."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids to which the text refers where it cites."""
        return frozenset(cited_where_named(self._briefing))


_NEAR = 50_000
_MOST_LOOKED_AT = 8
_DIGIT = re.compile(r"\d")
_LONGEST_PARAGRAPH = 2_000
_MARKS = ("[@", "; @", " @", "[^", "^[", "](http")


def _is_shown_near(claim: Span) -> bool:
    """Whether its chapter cites for the same figure: who comes back to it need not do so again."""
    text, words = claim.source.text, claim.text
    low, high = max(0, claim.start - _NEAR), min(len(text), claim.end + _NEAR)
    place = text.find(words, low, high) if _DIGIT.search(words) else -1
    for _ in range(_MOST_LOOKED_AT):
        if place < 0:
            return False
        if place != claim.start and _is_cited_at(text, place, place + len(words)):
            return True
        place = text.find(words, place + 1, high)
    return False


def _is_cited_at(text: str, start: int, end: int) -> bool:
    """Whether a figure stands whole at a place, and a mark behind it in its paragraph."""
    if re.match(r"[\d.,]", text[start - 1 : start]) or re.match(r"\w|[.,]\d", text[end : end + 2]):
        return False
    limit = min(len(text), end + _LONGEST_PARAGRAPH)
    paragraph = text.find("\n\n", end, limit)
    limit = paragraph if paragraph >= 0 else limit
    return any(text.find(mark, end, limit) >= 0 for mark in _MARKS)


def _report(group: _Group, broken: BrokenCitations, found: Diagnostics) -> None:
    shown: dict[str, bool] = {}
    claims = []
    for span, _ in group.claims:
        if span.text not in shown:
            shown[span.text] = _is_shown_near(span)
        if not shown[span.text] and not broken.is_beside(span):
            claims.append(span)
    if not claims:
        return
    first, *others = claims
    what = "list" if isinstance(group.block, List | DefinitionList) else "paragraph"
    more = f", nor for {len(others)} more in this {what}" if others else ""
    found.report(
        rules.UNCITED_CLAIM,
        f"no source is cited for `{' '.join(first.text.split())}`{more}",
        at=Label(first),
        related=tuple(Label(span, "nor for this") for span in others[:_MOST_RELATED]),
        help="cite the work in which it was read, `[@key, p. 4]`, or refer to where it is shown",
    )


def _uncovered(statement: Statement, known: frozenset[str]) -> list[Span]:
    """The first claim of each sentence that no mark covers."""
    made = passage(statement.content)
    ranges = made.sentences()
    claims = [
        (index, Range(ranges[index].start + claim.start, ranges[index].start + claim.end))
        for index in range(_covered(made, ranges), _to(statement, made, ranges))
        if (claim := claim_in(_at(made, ranges[index]), statement.around.language, known))
    ]
    if not claims or _SOURCE_LINE.match(made.text):
        return []
    typed = (sentence_of(ranges, match.end()) for match in _TYPED.finditer(made.text))
    last = max(typed, default=-1)
    return [made.span(*claim) for index, claim in claims if index > last]


def _at(made: Passage, sentence: Range) -> str:
    return made.text[sentence.start : sentence.end]


def _covered(made: Passage, ranges: tuple[Range, ...]) -> int:
    """How many sentences are covered: up to the one in which the last mark stands."""
    return sentence_of(ranges, made.marks[-1].place) + 1 if made.marks else 0


def _to(statement: Statement, made: Passage, ranges: tuple[Range, ...]) -> int:
    """Up to which sentence a paragraph has to cite: a list may do so for what introduces it."""
    behind = statement.behind
    leads = made.text.rstrip().endswith(":") and behind is not None and has_mark((behind,))
    return len(ranges) - leads


def _cites(chronology: DefinitionList) -> bool:
    cited = sum(has_mark(answer) for entry in chronology.definitions for answer in entry.answers)
    return cited * 2 > len(chronology.definitions)


def _of(content: tuple[Inline, ...]) -> Span:
    made = passage(content)
    return made.span(0, len(made.text))


def _own_dates(briefing: Briefing) -> frozenset[str]:
    """The briefing's own dates, as they may be written in it: they are no claims."""
    settings = briefing.manuscript.settings
    dates = [day for day in (settings.published, settings.updated, settings.as_of) if day]
    return frozenset(
        written
        for day in dates
        for month in (_MONTHS[day.month - 1],)
        for written in (
            f"{day.day} {month} {day.year}",
            f"{month} {day.day}, {day.year}",
            f"{month} {day.year}",
            day.isoformat(),
        )
    )


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
