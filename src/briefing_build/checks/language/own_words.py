"""What the authors of a briefing say themselves, a paragraph at a time.

What is not their own is blank: quotations, citations, code, formulas, addresses, and phrases in
another language. A text is as long as what was written, so a place in it is one in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from briefing_build.document import (
    Block,
    Box,
    Chapter,
    Cited,
    DefinitionList,
    Emphasis,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Note,
    Paragraph,
    Phrase,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    plain_text,
)
from briefing_build.source import SourceFile, Span
from briefing_build.terms import primary_language

Place = Literal["text", "heading", "term", "cell", "caption", "note"]
Section = Literal["judgements", "outlook", "names", "abbreviations", ""]


@dataclass(frozen=True, slots=True)
class _Where:
    """What surrounds a paragraph."""

    language: str
    place: Place = "text"
    section: Section = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of a paragraph, a heading, a cell; `box` is the judgement in which they stand.

    `emphasised` are the parts of the file that are set in italics, as titles of works are.
    """

    source: SourceFile
    start: int
    text: str
    language: str
    place: Place
    section: Section
    box: Box | None
    emphasised: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> Span:
        """Where `text[start:end]` was written."""
        return Span(self.source, self.start + start, self.start + end)

    def is_emphasised(self, place: int) -> bool:
        place += self.start
        return any(start <= place < end for start, end in self.emphasised)


def own_words(chapter: Chapter, language: str) -> Iterator[OwnWords]:
    """All of a chapter, a paragraph at a time, in the order of reading."""
    reader = _Reader(chapter.source)
    where = _Where(primary_language(language))
    sections: list[tuple[int, _Where]] = [(0, where)]
    for block in chapter.blocks:
        if isinstance(block, Heading):
            sections = [(level, outer) for level, outer in sections if level < block.level]
            inner = replace(where, section=_section(block) or sections[-1][1].section)
            sections.append((block.level, inner))
        yield from reader.blocks((block,), sections[-1][1])


_SECTIONS: dict[Section, re.Pattern[str]] = {
    "judgements": re.compile(
        r"(?:(?:key|main|principal|summary\s+of|our)\s+){0,3}(?:judge?ments|assessments)",
        re.IGNORECASE,
    ),
    "outlook": re.compile(r"(?:the\s+)?(?:outlook|forecasts?|prospects)(?:\W.*)?", re.IGNORECASE),
    "names": re.compile(
        r"(?:.*\W)?(?:names|spellings?|transliterations?|romani[sz]ation)", re.IGNORECASE
    ),
    "abbreviations": re.compile(r"(?:.*\W)?(?:abbreviations|acronyms)", re.IGNORECASE),
}
_NUMBER = re.compile(r"[\dIVX.]+\s+")


def _section(heading: Heading) -> Section:
    words = _NUMBER.sub("", plain_text(heading.content).strip()[:80], count=1)
    return next((name for name, pattern in _SECTIONS.items() if pattern.fullmatch(words)), "")


@dataclass(slots=True)
class _Reader:
    """Goes through the tree of one file."""

    source: SourceFile
    pieces: list[tuple[int, int]] = field(default_factory=list)
    emphasised: list[tuple[int, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def blocks(self, blocks: Iterable[Block], where: _Where) -> Iterator[OwnWords]:
        for block in blocks:
            match block:
                case Paragraph():
                    yield from self.words(block.content, where)
                case Heading():
                    yield from self.words(block.content, replace(where, place="heading"))
                case List():
                    for item in block.items:
                        yield from self.blocks(item.blocks, where)
                case DefinitionList():
                    for definition in block.definitions:
                        yield from self.words(definition.term, replace(where, place="term"))
                        for answer in definition.answers:
                            yield from self.blocks(answer, where)
                case Table():
                    yield from self.table(block, where)
                case Figure():
                    yield from self.words(block.caption, replace(where, place="caption"))
                case Box():
                    yield from self.box(block, where)

    def box(self, box: Box, where: _Where) -> Iterator[OwnWords]:
        classes = box.attributes.classes
        if "epigraph" in classes:
            return
        if language := box.attributes.get("lang"):
            where = replace(where, language=primary_language(language))
        if "judgement" in classes:
            where = replace(where, box=box)
        if "abbreviations" in classes or "glossary" in classes:
            where = replace(where, section="abbreviations")
        yield from self.blocks(box.blocks, where)

    def table(self, table: Table, where: _Where) -> Iterator[OwnWords]:
        where = replace(where, place="cell")
        for row in (table.head, *table.rows):
            for cell in row.cells:
                yield from self.words(cell.content, where)
        yield from self.words(table.caption, replace(where, place="caption"))

    def words(self, content: tuple[Inline, ...], where: _Where) -> Iterator[OwnWords]:
        self.pieces, self.emphasised, self.notes = [], [], []
        self.inlines(content, where.language)
        notes = self.notes
        if self.pieces:
            self.pieces.sort()
            start = self.pieces[0][0]
            text = _without_quotations(self.masked())
            emphasised = tuple(self.emphasised)
            yield OwnWords(
                self.source, start, text, where.language, where.place, where.section, where.box,
                emphasised,
            )  # fmt: skip
        for note in notes:
            if not _is_citation(note):
                yield from self.blocks(note.body, _Where(where.language, "note"))

    def inlines(self, content: tuple[Inline, ...], language: str) -> None:
        for node in content:
            kind = type(node)
            if kind is Text:
                self.pieces.append((node.span.start, node.span.end))
            elif kind is Note:
                self.notes.append(node)  # type: ignore[arg-type]
            elif isinstance(node, Emphasis | Strong | Superscript | Subscript | Link | Phrase):
                if kind is Emphasis:
                    self.emphasised.append((node.span.start, node.span.end))
                if not (kind is Phrase and _is_foreign(node, language)):  # type: ignore[arg-type]
                    self.inlines(node.content, language)

    def masked(self) -> str:
        """What was written from the first piece to the last, with blanks between the pieces."""
        written = self.source.text
        parts: list[str] = []
        end = self.pieces[0][0]
        for start, stop in self.pieces:
            if start > end:
                parts.append(" " * (start - end))
            if stop > end:
                parts.append(written[max(start, end) : stop])
                end = stop
        return "".join(parts)


def _is_foreign(phrase: Phrase, language: str) -> bool:
    tag = phrase.attributes.get("lang")
    return bool(tag) and primary_language(tag) != language


def _is_citation(note: Note) -> bool:
    if len(note.body) != 1 or not isinstance(note.body[0], Paragraph):
        return False
    content = note.body[0].content
    return len(content) == 1 and type(content[0]) is Cited


# Quotations

_OPENS = re.compile(r"(?<![\w.,;:!?…)\]])[„“«»\"‘'](?=[^\W_]|[\[(*_…])")
_CLOSES = {
    "“": re.compile("”"),
    "„": re.compile("[“”]"),
    "«": re.compile("»"),
    "»": re.compile("«"),
    '"': re.compile(r'"(?!\w)'),
    "‘": re.compile(r"(?<=\S)’(?!\w)"),
    "'": re.compile(r"(?<=\S)'(?!\w)"),
}
_RUN_ON = frozenset("“„«")
"""A quotation of more than one paragraph opens in each of them and closes in the last."""


def _without_quotations(text: str) -> str:
    opening = _OPENS.search(text)
    if opening is None:
        return text
    parts: list[str] = []
    end = 0
    unclosed: set[str] = set()
    while opening is not None:
        mark, start = opening[0], opening.start()
        closing = None if mark in unclosed else _CLOSES[mark].search(text, opening.end())
        if closing is None and mark not in _RUN_ON:
            unclosed.add(mark)
            opening = _OPENS.search(text, opening.end())
            continue
        stop = closing.end() if closing else len(text)
        parts += [text[end:start], " " * (stop - start)]
        end = stop
        opening = _OPENS.search(text, end)
    return "".join([*parts, text[end:]])
