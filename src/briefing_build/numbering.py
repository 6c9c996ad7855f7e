"""Numbers sections, figures, tables and boxes through the briefing, and gives all their ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import (
    Attributed,
    Attributes,
    Box,
    Chapter,
    Figure,
    Heading,
    Image,
    Node,
    Phrase,
    Table,
    plain_text,
    rewrite,
)
from briefing_build.source import Span
from briefing_build.terms import term


@dataclass(frozen=True, slots=True)
class Target:
    """What a cross-reference can lead to: the words that name it, and where its id stands."""

    id: str
    words: str
    span: Span


def number(
    chapters: Iterable[Chapter], language: str, found: Diagnostics
) -> tuple[list[Chapter], Mapping[str, Target]]:
    """The chapters with their numbers and ids, and what can be referred to, by id."""
    numbers = _Numbers(language, found)
    result = []
    for position, chapter in enumerate(chapters, start=1):
        blocks = rewrite(chapter.blocks, numbers.change)
        notes = tuple(
            replace(note, blocks=rewrite(note.blocks, numbers.change)) for note in chapter.notes
        )
        result.append(replace(chapter, blocks=blocks, notes=notes, id=f"chapter-{position}"))
    return result, numbers.targets


_NUMBERED = frozenset({Figure, *Attributed.__args__})


@dataclass(slots=True)
class _Numbers:
    """Counts sections, figures, tables and boxes through the briefing, and keeps all ids."""

    language: str
    found: Diagnostics
    targets: dict[str, Target] = field(default_factory=dict)
    sections: list[int] = field(default_factory=lambda: [0])
    counts: dict[str, int] = field(default_factory=dict)
    repeated: dict[str, int] = field(default_factory=dict)

    def change(self, node: Node) -> object:
        """The node with its number and an id that nobody else has."""
        if type(node) not in _NUMBERED:
            return node
        node = self.spared(node)
        match node:
            case Heading():
                return self.heading(node)
            case Figure():
                number = self.next("figure")
                image = self.spared(node.image)
                self.target(image.attributes.id, f"{self.word('figure')} {number}", _id_span(image))
                return replace(node, image=image, number=number)
            case Table(caption=(_, *_)):
                number = self.next("table")
                self.target(node.attributes.id, f"{self.word('table')} {number}", _id_span(node))
                return replace(node, number=number)
            case Box():
                return self.box(node)
            case Table() | Phrase() | Image():
                self.target(node.attributes.id, plain_text((node,)), _id_span(node))
        return node

    def spared(self, node: Any) -> Any:
        """The node with another id if its author gave it one that the outputs use themselves."""
        attributes = getattr(node, "attributes", None)
        if not isinstance(attributes, Attributes) or not attributes.id_span:
            return node
        if not _is_ours(attributes.id):
            return node
        self.found.report(
            rules.DUPLICATE_TARGET,
            f"`{attributes.id}` is an id that every briefing has of its own",
            at=Label(attributes.id_span),
            help="give it another id",
        )
        return replace(node, attributes=replace(attributes, id=f"author-{attributes.id}"))

    def heading(self, heading: Heading) -> Heading:
        number = "" if "unnumbered" in heading.attributes.classes else self.section(heading.level)
        kind = self.word("chapter" if heading.level == 1 else "section")
        words = f"{kind} {number}" if number else plain_text(heading.content)
        attributes = heading.attributes
        if attributes.id_span is None:
            attributes = replace(attributes, id=self.unused(attributes.id or "section"))
        self.target(attributes.id, words, attributes.id_span or heading.span)
        return replace(heading, number=number, attributes=attributes)

    def box(self, box: Box) -> Box:
        classes = box.attributes.classes
        kind = next((kind for kind in ("judgement", "box") if kind in classes), "")
        if not kind or (kind == "box" and not box.attributes.id):
            self.target(box.attributes.id, plain_text(box.blocks[:1]), _id_span(box))
            return box
        number = self.next(kind)
        self.target(box.attributes.id, f"{self.word(kind)} {number}", _id_span(box))
        return replace(box, number=number)

    def section(self, level: int) -> str:
        """The number of the next section: "2" for a chapter, "2.1" inside it."""
        del self.sections[level:]
        self.sections.extend([0] * (level - len(self.sections)))
        self.sections[level - 1] += 1
        return ".".join(map(str, self.sections)).removeprefix("0.")

    def next(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return str(self.counts[kind])

    def word(self, name: str) -> str:
        return term(name, self.language)

    def unused(self, name: str) -> str:
        name = f"section-{name}" if _is_ours(name) else name
        if name not in self.targets:
            return name
        number = self.repeated.get(name, 1)
        while f"{name}-{number}" in self.targets:
            number += 1
        self.repeated[name] = number + 1
        return f"{name}-{number}"

    def target(self, id: str, words: str, span: Span) -> None:
        if not id:
            return
        first = self.targets.setdefault(id, Target(id, words, span))
        if first.span != span:
            self.found.report(
                rules.DUPLICATE_TARGET,
                f"`{id}` is the id of something else already",
                at=Label(span),
                related=(Label(first.span, "used here first"),),
                help="give one of them another id",
            )


_OURS = re.compile(
    r"contents|bibliography(?:-\d+)?|chapter-\d+|(?:pointer-)?note-[\d-]+|mark-[\d-]+|ref-.*"
    r"|(?:figure|table)[.:]\d+"
)


def _is_ours(id: str) -> bool:
    """Whether an id is one of those that the outputs give to chapters, notes and entries."""
    return _OURS.fullmatch(id) is not None


def _id_span(node: Any) -> Span:
    return node.attributes.id_span or node.span  # type: ignore[no-any-return]
