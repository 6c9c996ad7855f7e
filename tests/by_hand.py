"""Editions built by hand, so that writers are tested without the stages before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import Any

from briefing_build.document import (
    NOTHING,
    Alignment,
    Attributes,
    Block,
    Cell,
    Chapter,
    Cited,
    Emphasis,
    Heading,
    Inline,
    Note,
    NoteMark,
    Paragraph,
    Row,
    Table,
    Text,
    walk,
)
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import Manuscript, StyleFile
from briefing_build.resolve import Briefing, ContentsEntry
from briefing_build.settings import Settings
from briefing_build.source import SourceFile, Span

SOURCE = SourceFile("manuscript/chapter.md", "words " * 200)
SPAN = SOURCE.span(0, 5)
SETTINGS = SourceFile("manuscript/briefing.toml", '[briefing]\ntitle = "A Briefing"\n')

_places = count()


def span() -> Span:
    """A place of its own, so that nodes made one after another can be told apart."""
    start = next(_places) % 1000
    return SOURCE.span(start, start + 1)


def text(words: str) -> Text:
    return Text(words, SPAN)


def inline(content: str | Inline | Iterable[str | Inline]) -> tuple[Inline, ...]:
    if isinstance(content, str):
        return (text(content),)
    if isinstance(content, Inline):
        return (content,)
    return tuple(text(part) if isinstance(part, str) else part for part in content)


def em(words: str) -> Emphasis:
    return Emphasis(inline(words), SPAN)


def p(*content: str | Inline) -> Paragraph:
    return Paragraph(inline(content), SPAN)


def h(level: int, words: str, id: str = "", number: str = "", **pairs: str) -> Heading:
    attributes = Attributes(id=id or words.lower().replace(" ", "-"), pairs=tuple(pairs.items()))
    return Heading(level, inline(words), attributes, SPAN, number)


def note(number: int, *blocks: str | Block, chapter: int = 1) -> Note:
    body = tuple(p(block) if isinstance(block, str) else block for block in blocks)
    return Note(number, f"note-{chapter}-{number}", body, span())


def again(number: int, *, time: int = 2, chapter: int = 1) -> NoteMark:
    """One more mark of a note."""
    note_id = f"{chapter}-{number}"
    return NoteMark(number, f"note-{note_id}", f"mark-{note_id}-{time}", span())


def row(*cells: str | Inline) -> Row:
    return Row(tuple(Cell(inline(cell), SPAN) for cell in cells), SPAN)


def table(head: Row, *rows: Row, caption: str = "", number: str = "", id: str = "") -> Table:
    alignments: tuple[Alignment, ...] = tuple("" for _ in head.cells)
    attributes = Attributes(id=id) if id else NOTHING
    return Table(
        inline(caption) if caption else (), head, rows, alignments, attributes, SPAN, number
    )


def cited(id: str, form: Any = "citation") -> Cited:
    return Cited(id, (), form, False, SPAN)


@dataclass(frozen=True)
class Words:
    paper: tuple[Inline, ...]
    screen: tuple[Inline, ...]


@dataclass(frozen=True)
class Item:
    key: str
    content: tuple[Inline, ...]
    label: tuple[Inline, ...] = ()
    annotation: tuple[tuple[Inline, ...], ...] = ()


@dataclass(frozen=True)
class Group:
    name: str
    number: str
    heading: tuple[Inline, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class HandEdition:
    briefing: Briefing
    words: Mapping[str, Words] = field(default_factory=dict)
    bibliography: tuple[Item, ...] = ()
    groups: tuple[Group, ...] = ()


def settings(**values: Any) -> Settings:
    defaults: dict[str, Any] = {
        "title": "A Briefing",
        "updated": date(2026, 2, 3),
        "published": date(2026, 1, 31),
    }
    return Settings(SETTINGS, **(defaults | values))


def edition(
    *chapters: Iterable[Block],
    words: Mapping[str, str] | None = None,
    bibliography: Iterable[Item] = (),
    groups: Iterable[Group] = (),
    files: Mapping[str, bytes] | None = None,
    **values: Any,
) -> Any:
    """An edition of chapters given as blocks; `values` are settings."""
    numbered = tuple(
        Chapter(SOURCE, tuple(blocks), (), f"chapter-{at}") for at, blocks in enumerate(chapters, 1)
    )
    style = StyleFile("by-hand", "", True, SETTINGS.span(0, 0))
    manuscript = Manuscript(
        settings(**values),
        (SOURCE,),
        (SourceFile("references.bib", ""),),
        style,
        MemoryFiles(files or {}),
    )
    contents = tuple(
        ContentsEntry(node.level, node.number, node.content, node.attributes.id)
        for chapter in numbered
        for node in walk(chapter.blocks)
        if isinstance(node, Heading)
    )
    briefing = Briefing(manuscript, numbered, SimpleNamespace(entries={}), contents)  # type: ignore[arg-type]
    said = {id: Words(inline(said), inline(said)) for id, said in (words or {}).items()}
    works = tuple(bibliography)
    alone = (Group("", "", (), works),) if works else ()
    return HandEdition(briefing, said, works, tuple(groups) or alone)
