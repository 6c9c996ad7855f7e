"""Words of others in quotation marks, or set apart as a quotation, without a citation.

A quotation of a few words borrows a term; from eight words on it is what somebody said or wrote,
and a reader must be able to look it up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing_build import rules
from briefing_build.checks.sentences import Passage, Range, passage, sentence_of
from briefing_build.checks.sourcing.broken import BrokenCitations
from briefing_build.checks.sourcing.statements import (
    Statement,
    has_mark,
    introduces,
    statements,
)
from briefing_build.checks.sourcing.uncited import cites
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import (
    Block,
    Paragraph,
    Quotation,
    Strong,
    Table,
    Text,
    plain_text,
)
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_FEWEST_WORDS = 8
_CLOSED_BY = {
    "“": '”“"', "„": '“”"', "«": "»", "»": "«", "”": "”", "‘": "’", "‚": "‘’", "‹": "›",
    "「": "」", "『": "』", '"': '"',
}  # fmt: skip
# A closing mark may also be an apostrophe, between letters.
_CLOSES = {
    opening: re.compile("|".join("’(?![^\\W_])" if mark == "’" else mark for mark in marks))
    for opening, marks in _CLOSED_BY.items()
}
_OPENING = re.compile(r"(?<![\w.,;:!?…)\]])[“„«»”‘‚‹\"](?=\s?[^\s\W])|[「『]")
_MARKS = re.compile('[“”„«»‘‚‹「『"]')
_WORD = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST = 3_000
# Words before a quotation that is a title or a term, and nothing that somebody said.
_TITLE_BEFORE = re.compile(
    r"\b(?:titled|entitled|headlined|called|named|headline|title|article|paper|essay|book|film|song"
    r"|novel|report|chapter|session|panel|conference|seminar|course|campaign|slogan|motto|under"
    r"|(?:genannt|betitelt|Titel|Artikel|intitulée?s?|titre|titrée?|под\sназванием|названием|книг\w"
    r"|стать\w|adlı|başlıqlı))[\s,:(]*\Z",
    re.IGNORECASE,
)
_DEFINES = re.compile(r"\b(?:we|I)\s(?:mean|call|say|write|ask|asked)\b", re.IGNORECASE)


def check_quotations(briefing: Briefing, found: Diagnostics) -> None:
    """Reports quotations of eight words and more without a citation near them.

    Of a briefing that cites nothing at all none is told.
    """
    marked = {
        chapter.source.path
        for chapter in briefing.chapters
        if _MARKS.search(chapter.source.text) or "\n>" in f"\n{chapter.source.text}"
    }
    if not marked or not cites(briefing):
        return
    broken = BrokenCitations(found)
    for statement in statements(briefing):
        if statement.block.span.source.path not in marked:
            continue
        if isinstance(statement.block, Quotation):
            if not _is_sourced(statement.block, statement):
                _report(statement.block.span, broken, found)
        elif _MARKS.search(statement.block.span.text):
            for span in _unsourced(statement):
                _report(span, broken, found)


def _report(span: Span, broken: BrokenCitations, found: Diagnostics) -> None:
    if broken.is_beside(span):
        return
    found.report(
        rules.UNATTRIBUTED_QUOTATION,
        "no source is cited for this quotation",
        at=Label(_first_line(span)),
        help="cite the work in which the words stand directly behind them, `[@key, p. 4]`",
    )


def _first_line(span: Span) -> Span:
    end = span.text.find("\n")
    return span if end < 0 else span.part(0, len(span.text[:end].rstrip()))


# In quotation marks


def _unsourced(statement: Statement) -> list[Span]:
    made = passage(statement.content)
    quotations = [*_quotations(made.text)]
    if not quotations or (isinstance(statement.block, Table) and made.marks):
        return []
    ranges = made.sentences()
    cited = {sentence_of(ranges, mark.place) for mark in made.marks}
    unsourced: list[Span] = []
    covered_from = len(ranges) + 1
    for quotation in reversed(quotations):
        first = sentence_of(ranges, quotation.start + 1)
        last = sentence_of(ranges, quotation.end)
        near = range(first, last + 2)
        if (
            not cited.isdisjoint(near)
            or covered_from in near
            or _leads_on(statement, made, is_last=last == len(ranges) - 1)
        ):
            covered_from = first
        elif not statement.around.is_introduced and _is_speech(made.text, quotation):
            unsourced.append(made.span(*quotation))
    return unsourced[::-1]


def _leads_on(statement: Statement, made: Passage, *, is_last: bool) -> bool:
    """Whether a block with a citation follows directly, such as a list of works."""
    behind = statement.behind
    return is_last and behind is not None and made.text.endswith(":") and has_mark((behind,))


def _quotations(text: str) -> Iterator[Range]:
    """The outermost stretches in quotation marks, with their marks."""
    start = 0
    while opening := _OPENING.search(text, start):
        closing = _closing(text, opening.start())
        if closing:
            yield Range(opening.start(), closing)
        start = closing or opening.end()


def _closing(text: str, opening: int) -> int:
    """Behind the mark that closes; 0 if none does near enough."""
    end = min(len(text), opening + _LONGEST)
    closing = _CLOSES[text[opening]].search(text, opening + 1, end)
    return closing.end() if closing else 0


def _is_speech(text: str, quotation: Range) -> bool:
    """Whether words in quotation marks are somebody's, and not the title of a work or a term."""
    inside = text[quotation.start + 1 : quotation.end - 1]
    words = _WORD.findall(inside)
    if len(words) + len(_CJK.findall(inside)) // 2 < _FEWEST_WORDS or _is_title(words):
        return False
    before = text[max(0, quotation.start - 60) : quotation.start]
    return _TITLE_BEFORE.search(before) is None and _DEFINES.search(before) is None


def _is_title(words: list[str]) -> bool:
    """Whether most of the longer words have capitals, as titles of works in English do."""
    longer = [word for word in words if len(word) > 3]
    capital = sum(word[0].isupper() or word[0].isdigit() for word in longer)
    return len(longer) > 2 and capital >= 0.75 * len(longer)


# Set apart


def _is_sourced(quotation: Quotation, statement: Statement) -> bool:
    if statement.around.is_summary or statement.around.is_introduced:
        return True
    if not all(isinstance(block, Paragraph | Quotation) for block in quotation.blocks):
        return True  # Rather an inset of the authors' own.
    words = _WORD.findall(plain_text(quotation.blocks))
    return (
        len(words) < _FEWEST_WORDS
        or has_mark(quotation.blocks)
        or _is_remark(quotation.blocks)
        or _is_signed(quotation.blocks)
        or _is_cited_by(statement.before, introduces)
        or _is_cited_by(statement.behind, _begins_with_mark)
    )


def _is_cited_by(block: Block | None, cited: object) -> bool:
    return isinstance(block, Paragraph) and callable(cited) and bool(cited(block.content))


def _begins_with_mark(content: object) -> bool:
    """Whether a paragraph's first sentence has a mark."""
    made = passage(content)  # type: ignore[arg-type]
    ranges = made.sentences()
    return any(sentence_of(ranges, mark.place) == 0 for mark in made.marks)


def _is_remark(blocks: tuple[Block, ...]) -> bool:
    """Whether it begins as a box would: `> **Note:** …`, `> [!NOTE]`."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Paragraph) or not first.content:
        return True
    head = first.content[0]
    return isinstance(head, Strong) or (isinstance(head, Text) and head.text.startswith("[!"))


_SIGNATURE = re.compile(r"(?:^|\n)\s*[—–―-]{1,3}\s?[^\W\d_a-z][^\n]{1,100}\Z")


def _is_signed(blocks: tuple[Block, ...]) -> bool:
    """Whether its last line is a dash and a name."""
    last = blocks[-1]
    return isinstance(last, Paragraph) and (
        _SIGNATURE.search(passage(last.content).text.rstrip()) is not None
    )
