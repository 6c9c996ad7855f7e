"""Tables of figures that do not say where the figures come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing_build.checks.sourcing.statements import Statement, ends_with_mark, has_mark
from briefing_build.document import Cited, Note, Paragraph, Reference, Table, plain_text, walk
from briefing_build.resolve import Briefing
from briefing_build.source import Span

_FEWEST = 4
_FIGURE = re.compile(
    r"[~≈<>+−–-]?\s?(?:US\$|[$€£₽₺₼])?\s?\d[\d.,’\s\u00a0\u202f]*\s?(?:%|per\s?cent|[a-z]{1,3}n?)?"
)
_POINTS_ON = re.compile(r"\b(?:table|below|following|figures|these|here)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_SOURCED = re.compile(
    r"\b(?:sources?|based\son|data\s(?:from|of)|according\sto|compiled|after|calculat\w+|estimat\w+"
    r"|authors?|own|our|we|here|this\s(?:briefing|paper|report)|example|illustrat\w+|hypothetical"
    r"|quellen?|eigene|nach|selon|источник\w?|расч[её]т\w*|mənbə)\b",
    re.IGNORECASE,
)


def figures_without_source(statement: Statement) -> Span | None:
    """Where a table of figures begins for which nothing names a source; else None.

    It may be named in the caption, in a cell, or in the paragraph before or behind the table.
    """
    table = statement.block
    assert isinstance(table, Table)
    if has_mark((table,)) or _SOURCED.search(plain_text(table.caption)):
        return None
    if sum(map(_is_figure, _cells(table))) < _FEWEST or _is_sourced_beside(statement):
        return None
    return _place(table)


def _cells(table: Table) -> Iterator[str]:
    for row in table.rows:
        for cell in row.cells:
            yield plain_text(cell.content).strip()


def _is_figure(cell: str) -> bool:
    return _FIGURE.fullmatch(cell) is not None and _YEAR.fullmatch(cell) is None


def _is_sourced_beside(statement: Statement) -> bool:
    before, behind = statement.before, statement.behind
    if isinstance(before, Paragraph) and ends_with_mark(before.content):
        words = plain_text(before.content)
        if words.rstrip().endswith(":") or _POINTS_ON.search(words):
            return True
    return isinstance(behind, Paragraph) and (
        _SOURCED.match(plain_text(behind.content).lstrip(" *_(")) is not None
        or plain_text(behind.content).startswith("Note")
    )


def cited_where_named(briefing: Briefing) -> Iterator[str]:
    """The ids to which paragraphs refer that cite."""
    for chapter in briefing.chapters:
        for node in walk(chapter.blocks):
            if isinstance(node, Paragraph):
                inside = [*walk(node.content)]
                if any(isinstance(part, Cited | Note) for part in inside):
                    yield from (part.target for part in inside if isinstance(part, Reference))


def _place(table: Table) -> Span:
    """The caption, else the heads of the columns."""
    if not table.caption:
        return table.head.span
    first, last = table.caption[0].span, table.caption[-1].span
    return first.source.span(first.start, max(first.end, last.end))
