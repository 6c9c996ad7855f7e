"""What a briefing is on paper: its pages as XHTML, and the pictures that they show.

Nothing here knows of the layout engine. Notes stand at their marks, and the style sheet moves
them to the foot of the page. A note that the layout could not place there is named in `endnotes`:
it is set at the end of its chapter, and a line at the foot of the page says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from briefing_build.document import Figure, Note, Table, walk
from briefing_build.html import (
    bibliography,
    first_sentence,
    mark_id,
    to_copy,
    to_xhtml,
    with_id,
    xml_id,
)
from briefing_build.pages import how_to_cite, render
from briefing_build.pictures import read_picture
from briefing_build.terms import term

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from briefing_build.csl import Edition, Words
    from briefing_build.diagnostics import Diagnostics
    from briefing_build.document import Chapter, Image, Inline, NoteMark
    from briefing_build.source import Span

_CONTENTS_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What an earlier layout found to be needed, by the ids of notes.

    Those in `endnotes` are set at the end of their chapter; behind the marks of those in
    `line_ends` the line ends, so that the next mark can go to the next page with its note.
    """

    endnotes: frozenset[str] = frozenset()
    line_ends: frozenset[str] = frozenset()


@dataclass(slots=True)
class Paper:
    """The medium in which notes stand at the foot of the page; keeps the pictures it was shown."""

    edition: Edition
    found: Diagnostics
    arrangement: Arrangement = Arrangement()
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """What `src` addresses lead to: a media type and bytes, by the name that stands there."""
    inline_notes: bool = True
    _set_aside: list[tuple[Note, Markup]] = field(default_factory=list)
    _read: dict[tuple[str, str], str] = field(default_factory=dict)

    def words(self, words: Words) -> tuple[Inline, ...]:
        return words.paper

    def note(self, note: Note, body: Markup) -> Markup:
        """The note at its mark, as its style sheet wants it."""
        endnotes = self.arrangement.endnotes
        if note.id in endnotes:
            self._set_aside.append((note, body))
            body = self._pointer(note)
        printed = _PRINTED_NOTE.format(
            id=foot_id(note, endnotes),
            kind="pointer note" if note.id in endnotes else "note",
            mark=mark_id(note),
            number=note.number,
            name=self._term("note"),
            back=self._term("back-to-text"),
            body=body,
        )
        return printed + Markup("<br/>") if note.id in self.arrangement.line_ends else printed

    def mark(self, mark: NoteMark) -> Markup:
        """A link to the note, wherever it stands: at the foot of an earlier page, or behind."""
        return _PRINTED_MARK.format(
            mark=mark.id, id=mark.note_id, number=mark.number, name=self._term("note")
        )

    def _pointer(self, note: Note) -> Markup:
        return Markup('{}, <a class="page" href="#{}">{}</a>').format(
            self._term("note-at-end"), note.id, self._term("page-short")
        )

    def _term(self, name: str) -> str:
        return term(name, self.edition.briefing.manuscript.settings.language)

    def picture(self, image: Image, chapter: Chapter | None) -> str:
        assert chapter is not None, "a picture outside a chapter"
        key = (chapter.source.path, image.path)
        if key not in self._read:
            files = self.edition.briefing.manuscript.files
            picture = read_picture(image, chapter, files, self.found)
            self._read[key] = picture.name if picture else ""
            if picture:
                self.pictures[picture.name] = (picture.media_type, picture.data)
        name = self._read[key]
        return f"pictures/{name}" if name else ""

    def math(self, tex: str, *, block: bool, span: Span) -> Markup:  # noqa: ARG002 - the medium's
        from briefing_build.mathematics import to_svg  # slow to import, and few briefings need it

        try:
            drawing = to_svg(tex, block)
        except ValueError:
            return Markup("<code>{}</code>").format(tex)
        data = drawing.encode()
        name = f"{blake2b(data, digest_size=8).hexdigest()}.svg"
        self.pictures[name] = ("image/svg+xml", data)
        # Its size and baseline are in em, which in a picture of its own would be another's.
        style = re.search(r'style="([^"]*)"', drawing)
        return Markup('<img class="formula" src="pictures/{}" style="{}" alt="{}"/>').format(
            name, style[1] if style else "", tex
        )

    def href(self, target: str) -> str:
        return f"#{xml_id(target[1:])}" if target.startswith("#") else target

    def take_endnotes(self) -> tuple[dict[str, Any], ...]:
        """The notes set aside since this was last asked."""
        taken = tuple(
            {"id": note.id, "mark": mark_id(note), "number": note.number, "body": body}
            for note, body in self._set_aside
        )
        self._set_aside.clear()
        return taken


# The mark and its number are links, which the engine makes of nothing but `a`. So it is they that
# are printed; what it would generate itself as mark and number is left empty by the style sheet.
# U+2060 keeps the mark on the line of its word: after a full stop a line may break.
_PRINTED_MARK = Markup(
    '<a class="mark" id="{mark}" href="#{id}" role="doc-noteref" aria-label="{name} {number}">'
    "\u2060{number}</a>"
)
_PRINTED_NOTE = _PRINTED_MARK + Markup(
    '<span class="{kind}" id="{id}" role="doc-footnote">'
    '<a class="note-number" href="#{mark}" aria-label="{back}">{number}\u00a0</a>{body}</span>'
)


def foot_id(note: Note, endnotes: frozenset[str]) -> str:
    """The id of what stands at the foot of the page: the note, or a pointer to it."""
    return f"pointer-{note.id}" if note.id in endnotes else note.id


def notes_of(edition: Edition) -> tuple[Note, ...]:
    """All notes of an edition as they are read."""
    return tuple(
        node
        for chapter in edition.briefing.chapters
        for node in walk(chapter.blocks)
        if isinstance(node, Note)
    )


def to_pages(paper: Paper, day: date) -> Markup:
    """The whole briefing as one XHTML document, dated `day`."""
    edition = paper.edition
    settings = edition.briefing.manuscript.settings
    values = {
        "contents": tuple(_contents(edition, paper)),
        "figures": tuple(_captions(Figure, edition, paper)),
        "tables": tuple(_captions(Table, edition, paper)),
        "chapters": tuple(_chapter(chapter, paper) for chapter in edition.briefing.chapters),
        "bibliography": bibliography(edition, paper),
        "how_to_cite": how_to_cite(settings),
        "keywords": (),
        "created": (settings.published or day).isoformat(),
        "modified": day.isoformat(),
    }
    return render("document.html", values, edition.briefing.manuscript, paper.found)


def _contents(edition: Edition, paper: Paper) -> Iterator[dict[str, Any]]:
    for entry in edition.briefing.contents:
        if entry.level <= _CONTENTS_DEPTH:
            title = to_copy(entry.content, edition, paper)
            yield {
                "level": entry.level,
                "number": entry.number,
                "id": xml_id(entry.id),
                "title": title,
            }


def _captions(
    kind: type[Figure | Table], edition: Edition, paper: Paper
) -> Iterator[dict[str, Any]]:
    for chapter in edition.briefing.chapters:
        for node in walk(chapter.blocks):
            if isinstance(node, kind) and node.number:
                yield _listed(node, edition, paper)


def _listed(node: Figure | Table, edition: Edition, paper: Paper) -> dict[str, Any]:
    attributes = node.attributes if isinstance(node, Table) else node.image.attributes
    name = "table" if isinstance(node, Table) else "figure"
    word = term(name, edition.briefing.manuscript.settings.language)
    return {
        "number": f"{word} {node.number}",
        "id": xml_id(with_id(attributes, name, node.number).id),
        "title": to_copy(first_sentence(node.caption, edition), edition, paper),
    }


def _chapter(chapter: Chapter, paper: Paper) -> dict[str, Any]:
    blocks = to_xhtml(chapter.blocks, paper.edition, paper, chapter)
    return {"id": chapter.id, "blocks": blocks, "endnotes": paper.take_endnotes()}
