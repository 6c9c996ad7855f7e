"""Binds keys to entries, marks to notes, references to targets, and numbers everything.

After it no `Citation`, `NoteReference` or `CrossReference` is left in a chapter. What cannot be
bound is reported, and its source text stands in its place. A note that an author marked twice is
a `Note` at its first mark and a `NoteMark` at each further one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from posixpath import dirname, relpath
from typing import Any
from urllib.parse import unquote

from briefing_build import rules
from briefing_build.allows import Allow
from briefing_build.bibtex import Library
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.document import (
    NOTHING,
    Chapter,
    Citation,
    CitationItem,
    Cited,
    CrossReference,
    Heading,
    Inline,
    Link,
    Node,
    Note,
    NoteMark,
    NoteReference,
    NoteText,
    Paragraph,
    Phrase,
    Reference,
    Text,
    rewrite,
)
from briefing_build.files import Refused, beside
from briefing_build.keys import cited_as, in_place_of
from briefing_build.manuscript import Manuscript
from briefing_build.numbering import Target, number
from briefing_build.placement import placed
from briefing_build.source import Span
from briefing_build.spelling import NearNames, SameNames


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading in the table of contents; its content has no notes."""

    level: int
    number: str
    content: tuple[Inline, ...]
    id: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """A manuscript in which every key, mark and reference leads to what it names."""

    manuscript: Manuscript
    chapters: tuple[Chapter, ...]
    library: Library
    contents: tuple[ContentsEntry, ...]

    @property
    def allows(self) -> tuple[Allow, ...]:
        """What the authors allow in places, in chapters and in the library."""
        in_chapters = (allow for chapter in self.chapters for allow in chapter.allows)
        return (*in_chapters, *self.library.allows)


def resolve(
    manuscript: Manuscript, chapters: Iterable[Chapter], library: Library, found: Diagnostics
) -> Briefing:
    """The briefing that the chapters and the library make."""
    numbered, targets = number(chapters, manuscript.settings.language, found)
    binder = _Binder(
        manuscript,
        library,
        targets,
        _first_headings(numbered),
        found,
        NearNames(library.entries),
        SameNames(library.entries),
        NearNames(targets, cutoff=0.7),
    )
    bound = tuple(binder.chapter(chapter) for chapter in numbered)
    return Briefing(manuscript, bound, library, _contents(bound))


def _contents(chapters: Iterable[Chapter]) -> tuple[ContentsEntry, ...]:
    def without_notes(node: Node) -> object:
        return () if isinstance(node, Note | NoteMark) else node

    return tuple(
        ContentsEntry(
            block.level, block.number, rewrite(block.content, without_notes), block.attributes.id
        )
        for chapter in chapters
        for block in chapter.blocks
        if isinstance(block, Heading) and "unlisted" not in block.attributes.classes
    )


def _first_headings(chapters: Iterable[Chapter]) -> dict[str, str]:
    """The id that a link to a chapter's file leads to, by the file's path."""
    return {
        chapter.source.path: next(
            (block.attributes.id for block in chapter.blocks if isinstance(block, Heading)),
            chapter.id,
        )
        for chapter in chapters
    }


# Citations, notes, references


@dataclass(slots=True)
class _Binder:
    """Replaces what authors wrote by what it stands for, in the order of reading."""

    manuscript: Manuscript
    library: Library
    targets: Mapping[str, Target]
    files: Mapping[str, str]
    found: Diagnostics
    near_keys: NearNames
    same_keys: SameNames
    near_targets: NearNames
    notes: dict[str, NoteText] = field(default_factory=dict)
    near_notes: NearNames = field(default_factory=lambda: NearNames(()))
    near_files: NearNames = field(default_factory=lambda: NearNames(()))
    marked: set[str] = field(default_factory=set)
    """The labels that have a mark, though it may be one that cannot stay."""
    printed: dict[str, Note] = field(default_factory=dict)
    """The notes that stand at a mark, by their labels."""
    times: dict[str, int] = field(default_factory=dict)
    """How often a label is marked, if more than once."""
    path: str = ""
    chapter_id: str = ""
    number: int = 0
    position: int = 0
    cited: int = 0

    def chapter(self, chapter: Chapter) -> Chapter:
        self.notes, self.marked = self.defined_notes(chapter), set()
        self.printed, self.times = {}, {}
        self.near_notes = NearNames(self.notes)
        self.path, self.chapter_id, self.position = chapter.source.path, chapter.id, 0
        folder = dirname(self.path) or "."
        self.near_files = NearNames(relpath(path, folder) for path in self.files)
        if self.manuscript.settings.numbering == "chapter":
            self.number = 0
        blocks = rewrite(chapter.blocks, self.in_text)
        for note in self.notes.values():
            if note.label not in self.marked:
                self.found.report(
                    rules.UNUSED_NOTE,
                    f"the note `{note.label}` has no mark in the text",
                    at=Label(note.label_span),
                    help=f"write `[^{note.label}]` where it belongs, or delete it",
                )
        return replace(chapter, blocks=blocks, notes=())

    def defined_notes(self, chapter: Chapter) -> dict[str, NoteText]:
        notes: dict[str, NoteText] = {}
        for note in chapter.notes:
            first = notes.setdefault(note.label, note)
            if first is not note:
                self.found.report(
                    rules.DUPLICATE_NOTE,
                    f"there is a note `{note.label}` already",
                    at=Label(note.label_span),
                    related=(Label(first.label_span, "the first one"),),
                    help="give one of them another label",
                )
        return notes

    def in_text(self, node: Node) -> object:
        """What stands for a node in the running text."""
        match node:
            case Text():
                return node
            case Citation():
                return self.citation(node)
            case NoteReference():
                return self.note_reference(node)
        return self.anywhere(placed(node, self.manuscript.style))

    def in_note(self, node: Node) -> object:
        """What stands for a node in an author's note, where no further note can begin."""
        match node:
            case Citation():
                items = self.known_items(node)
                form = "narrative" if node.mode == "narrative" else "citation"
                if not items:
                    return self.unbound(node)
                return (self.cite(items, form, node.span, in_note=True),)
            case NoteReference():
                return self.nested_note(node)
        # In a note style a citation is here words among words, and stays where it was written.
        style = self.manuscript.style
        return self.anywhere(node if style.is_note else placed(node, style))

    def anywhere(self, node: Node) -> object:
        match node:
            case CrossReference():
                return (self.cross_reference(node),)
            case Link():
                return self.link(node)
        return node

    # Citations

    def citation(self, citation: Citation) -> tuple[Inline, ...]:
        items = self.known_items(citation)
        if not items:
            return self.unbound(citation)
        is_narrative = citation.mode == "narrative"
        if not self.manuscript.style.is_note:
            form = "narrative" if is_narrative else "citation"
            return (self.cite(items, form, citation.span, in_note=False),)
        author = self.cite(items, "author", citation.span, in_note=False) if is_narrative else None
        cited = self.cite(items, "citation", citation.span, in_note=True)
        note = self.note((Paragraph((cited,), citation.span),), citation.span)
        return (author, note) if author else (note,)

    def cite(
        self, items: tuple[CitationItem, ...], form: Any, span: Span, *, in_note: bool
    ) -> Cited:
        self.cited += 1
        id = f"cited-{self.cited}"
        if form == "author":  # What stands around the works is said in the note.
            items = tuple(replace(item, prefix=(), suffix=()) for item in items)
        else:
            items = tuple(self.with_words(item, in_note=in_note) for item in items)
        return Cited(id, items, form, in_note, span)

    def with_words(self, item: CitationItem, *, in_note: bool) -> CitationItem:
        """A work with what is said before and behind it, `as cited in @b`, bound in its turn."""

        def change(node: Node) -> object:
            if isinstance(node, Citation) and (items := self.known_items(node)):
                form = "narrative" if node.mode == "narrative" else "citation"
                return (self.cite(items, form, node.span, in_note=in_note),)
            if isinstance(node, Citation):
                return self.unbound(node)
            return (
                self.nested_note(node) if isinstance(node, NoteReference) else self.anywhere(node)
            )

        prefix, suffix = rewrite(item.prefix, change), rewrite(item.suffix, change)
        if prefix is item.prefix and suffix is item.suffix:
            return item
        return replace(item, prefix=prefix, suffix=suffix)

    def known_items(self, citation: Citation) -> tuple[CitationItem, ...]:
        items = [self.by_its_key(item) for item in citation.items]
        unknown = [item for item in items if item.key not in self.library.entries]
        if unknown and not self.is_handle(citation):
            for item in unknown:
                if item.key not in self.library.unread:
                    self.report_unknown_key(item)
        return tuple(item for item in items if item not in unknown) if unknown else tuple(items)

    def by_its_key(self, item: CitationItem) -> CitationItem:
        """The item with the key of the one entry whose key differs in capitals or dashes alone."""
        key = item.key if item.key in self.library.entries else self.same_keys.of(item.key)
        if key is None or key == item.key or item.key in self.library.unread:
            return item
        entry = self.library.entries[key]
        self.found.report(
            rules.KEY_CASE,
            f"the key of this entry is written `{key}`",
            at=Label(item.key_span, "cited here"),
            related=(Label(entry.key_span, "the entry"),),
            help=f"write `{cited_as(key)}`",
            fix=in_place_of(item.key_span, key, is_safe=True),
        )
        return replace(item, key=key)

    def report_unknown_key(self, item: CitationItem) -> None:
        near = self.near_keys.of(item.key)
        only = self.near_keys.only(item.key)
        advice = f"did you mean `{_meant(near[0])}`?" if near else None
        if not self.library.entries:
            advice = f"`{self.library.source.path}` has no entries, or there is no such file"
        self.found.report(
            rules.UNKNOWN_KEY,
            f"no entry has the key `{item.key}`",
            at=Label(item.key_span, "cited here"),
            related=tuple(
                Label(self.library.entries[key].key_span, "a similar key") for key in near
            ),
            help=advice,
            fix=in_place_of(item.key_span, only, is_safe=False) if only else None,
        )

    def is_handle(self, citation: Citation) -> bool:
        """Whether a bare `@word` is rather somebody's handle than a citation."""
        if not citation.items:  # All that stood in its bracket was malformed, and was reported.
            return False
        key = citation.items[0].key
        return (
            citation.mode == "narrative"
            and key not in self.library.entries
            and self.same_keys.of(key) is None
            and re.search(r"[\d_:]", key) is None
            and citation.span.text in {f"@{key}", f"-@{key}"}
            and not self.near_keys.of(key)
        )

    def unbound(self, citation: Citation) -> tuple[Inline, ...]:
        """A citation of nothing we know stays as it was written."""
        if self.is_handle(citation):
            self.found.report(
                rules.POSSIBLE_HANDLE,
                f"`{citation.span.text}` is taken for a handle, not for a citation",
                at=Label(citation.span),
                help="write `\\@` to say so yourself",
            )
        return (Text(citation.span.text, citation.span),)

    # Notes

    def nested_note(self, mark: NoteReference) -> tuple[Inline, ...]:
        self.marked.add(mark.label)
        self.found.report(
            rules.NESTED_NOTE,
            "a note stands inside a note",
            at=Label(mark.span),
            help="bring the two together in one note",
        )
        return ()

    def note_reference(self, mark: NoteReference) -> tuple[Inline, ...]:
        if mark.label not in self.notes:
            near = self.near_notes.of(mark.label)
            self.marked.update(near)  # One slip is told once.
            self.found.report(
                rules.UNDEFINED_NOTE,
                f"the note `{mark.label}` has no text",
                at=Label(mark.span),
                related=tuple(Label(self.notes[n].label_span, "a similar note") for n in near),
                fix=self.other_note(mark),
                help=f"did you mean `[^{near[0]}]`?"
                if near
                else f"write it in a paragraph of its own: `[^{mark.label}]: …`",
            )
            return (Text(mark.span.text, mark.span),)
        self.marked.add(mark.label)
        if mark.label in self.printed:
            return (self.further_mark(mark, self.printed[mark.label]),)
        body = rewrite(self.notes[mark.label].blocks, self.in_note)
        note = self.printed[mark.label] = self.note(body, mark.span)
        return (note,)

    def other_note(self, mark: NoteReference) -> Fix | None:
        """The mark of the one note whose label is like this one."""
        near = self.near_notes.only(mark.label)
        if near is None or mark.span.text != f"[^{mark.label}]":
            return None
        return Fix(f"write `[^{near}]`", (Edit(mark.span, f"[^{near}]"),))

    def further_mark(self, mark: NoteReference, note: Note) -> NoteMark:
        times = self.times[mark.label] = self.times.get(mark.label, 1) + 1
        id = f"mark-{note.id.removeprefix('note-')}-{times}"
        return NoteMark(note.number, note.id, id, mark.span)

    def note(self, body: tuple[Any, ...], span: Span) -> Note:
        self.number += 1
        self.position += 1
        return Note(self.number, f"note-{self.chapter_id[8:]}-{self.position}", body, span)

    # References

    def cross_reference(self, reference: CrossReference) -> Inline:
        target = self.targets.get(reference.target)
        if target is None:
            self.report_unknown_target(reference.target, reference.span)
            return Text(reference.span.text, reference.span)
        return Reference(target.id, target.words, reference.span)

    def link(self, link: Link) -> Link | Phrase:
        """A link whose place in the briefing exists, or its words; one to a chapter is `#id`."""
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", link.url):
            return link
        file, _, target = link.url.partition("#")
        if file:
            try:
                chapter = beside(self.path, unquote(file))
            except Refused:
                chapter = file
            if chapter not in self.files:
                self.report_unknown_chapter(file, link.url_span)
                return Phrase(link.content, NOTHING, link.span)
            target = target or self.files[chapter]
        if target not in self.targets and target not in self.files.values():
            self.report_unknown_target(target, link.url_span)
            return Phrase(link.content, NOTHING, link.span)
        return replace(link, url=f"#{target}")

    def report_unknown_chapter(self, file: str, span: Span) -> None:
        near = self.near_files.of(file)
        self.found.report(
            rules.UNKNOWN_TARGET,
            f"`{file}` is not a chapter of the briefing",
            at=Label(span),
            help=f"did you mean `{near[0]}`?"
            if near
            else "other files are not carried along: link to an address on the web",
        )

    def report_unknown_target(self, id: str, span: Span) -> None:
        near = self.near_targets.of(id)
        self.found.report(
            rules.UNKNOWN_TARGET,
            f"nothing has the id `{id}`",
            at=Label(span),
            related=tuple(Label(self.targets[name].span, "a similar id") for name in near),
            help=f"did you mean `{near[0]}`?" if near else None,
        )


def _meant(key: str) -> str:
    mark = cited_as(key)
    return key if mark == f"@{key}" else mark
