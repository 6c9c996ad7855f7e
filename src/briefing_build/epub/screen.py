"""What an EPUB shows in its own way: marks that lead to notes, pictures, formulas, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from briefing_build.document import Cited, Figure, Note, Table, walk
from briefing_build.html import mark_id, reference_id, with_id, xml_id
from briefing_build.pictures import read_picture
from briefing_build.terms import term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing_build.csl import Edition, Words
    from briefing_build.diagnostics import Diagnostics
    from briefing_build.document import Chapter, Image, Inline, Node, NoteMark
    from briefing_build.pictures import Picture
    from briefing_build.source import Span

BIBLIOGRAPHY = "bibliography.xhtml"
CONTENTS = "nav.xhtml"
_ADDRESS = re.compile(r"(?:https?://[^/?#\s]+|mailto:[^\s]+@|tel:[\d+])", re.IGNORECASE)


@dataclass(slots=True)
class Screen:
    """The medium of an EPUB; keeps the notes and pictures that it was shown.

    `homes` says in which file an id stands.
    """

    edition: Edition
    found: Diagnostics
    inline_notes: bool = False
    homes: dict[str, str] = field(default_factory=dict)
    has_math: bool = False
    """Whether a formula was shown since this was last set to False."""
    math_count: int = 0
    _notes: dict[str, tuple[Note, Markup]] = field(default_factory=dict)
    _marks: dict[str, list[str]] = field(default_factory=dict)
    """The ids of all marks of a note, by the note's."""
    _pictures: dict[tuple[str, str], Picture | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for chapter in self.edition.briefing.chapters:
            for id in _ids(chapter):
                self.homes.setdefault(id, home(chapter))
        for item in self.edition.bibliography:
            self.homes.setdefault(reference_id(item.key), BIBLIOGRAPHY)

    @property
    def language(self) -> str:
        return self.edition.briefing.manuscript.settings.language

    # The medium

    def words(self, words: Words) -> tuple[Inline, ...]:
        return words.screen

    def note(self, note: Note, body: Markup) -> Markup:
        self._notes[note.id] = note, body
        self._marks[note.id] = []
        return self._mark(mark_id(note), note.id, note.number)

    def mark(self, mark: NoteMark) -> Markup:
        return self._mark(mark.id, mark.note_id, mark.number)

    def _mark(self, id: str, note_id: str, number: int) -> Markup:
        self._marks[note_id].append(id)
        # Raised from outside: a link that is raised itself opens no popup in some systems.
        return Markup(
            '<sup class="mark"><a epub:type="noteref" role="doc-noteref" id="{}" href="#{}">{}'
            "</a></sup>"
        ).format(id, note_id, number)

    def picture(self, image: Image, chapter: Chapter | None) -> str:
        assert chapter is not None, "a picture outside a chapter"
        key = (chapter.source.path, image.path)
        if key not in self._pictures:
            files = self.edition.briefing.manuscript.files
            self._pictures[key] = read_picture(image, chapter, files, self.found)
        picture = self._pictures[key]
        return f"pictures/{picture.name}" if picture else ""

    def math(self, tex: str, *, block: bool, span: Span) -> Markup:  # noqa: ARG002 (the medium's)
        from briefing_build.mathematics import to_mathml  # slow to import, and seldom needed

        try:
            formula = Markup(to_mathml(tex, block))  # noqa: S704 (written by ElementTree)
        except ValueError:
            return Markup("<code>{}</code>").format(tex)
        self.has_math = True
        self.math_count += 1
        return _SCROLLED.format(formula) if block else formula

    def href(self, target: str) -> str:
        """A link within the book by file and id, another as an address that any reader takes."""
        if target.startswith("#"):
            id = target[1:]
            return f"{self.homes[id]}#{xml_id(id)}" if id in self.homes else CONTENTS
        if target.lower().startswith("doi:"):
            target = f"https://doi.org/{target[4:]}"  # few reading systems know the scheme
        if not _ADDRESS.match(target):
            return CONTENTS
        return _encoded(target)

    # What it kept

    def take_notes(self) -> tuple[dict[str, object], ...]:
        """The notes met since this was last asked, as they are counted."""
        taken = sorted(self._notes.values(), key=lambda kept: kept[0].number)
        self._notes = {}
        return tuple(
            {"id": note.id, "number": note.number, "body": self._with_way_back(note, body)}
            for note, body in taken
        )

    def _with_way_back(self, note: Note, body: Markup) -> Markup:
        """The body with a link to each of the note's marks, in its last paragraph if it ends so."""
        label = f"{term('back-to-text', self.language)}: {note.number}"
        first, *further = self._marks.pop(note.id)
        ways = _WAY_BACK.format(first, label, "") + Markup().join(
            _WAY_BACK.format(mark, f"{label} ({time})", Markup("<sup>{}</sup>").format(time))
            for time, mark in enumerate(further, 2)
        )
        if body.endswith("</p>"):
            return body.removesuffix("</p>") + ways + Markup("</p>")
        return body + ways

    def shown(self) -> tuple[Picture, ...]:
        """Each picture once, in an order that is always the same."""
        pictures = {picture.name: picture for picture in self._pictures.values() if picture}
        return tuple(pictures[name] for name in sorted(pictures))


# A formula that is wider than the screen is moved with the keyboard, too.
_SCROLLED = Markup('<div class="scrolled" tabindex="0">{}</div>')

# U+FE0E: an arrow, not a picture of one.
_WAY_BACK = Markup(' <a class="back" role="doc-backlink" href="#{}" aria-label="{}">↩\ufe0e{}</a>')

_HOST = re.compile(r"(https?://)([^/?#]*[^\x00-\x7f][^/?#]*)", re.IGNORECASE)


def _encoded(address: str) -> str:
    """An address in ASCII: its host as the domain name system has it, the rest by percent."""
    try:
        plain = _HOST.sub(lambda host: host[1] + host[2].encode("idna").decode(), address)
    except UnicodeError:
        plain = address
    return quote(plain, safe="/:?#@!$&'()*+,;=%~-._")


def home(chapter: Chapter) -> str:
    """The file of a chapter."""
    return f"{chapter.id}.xhtml"


def _ids(chapter: Chapter) -> Iterator[str]:
    yield chapter.id
    for node in walk(chapter.blocks):
        if id := id_of(node):
            yield id
        if isinstance(node, Note):
            yield from (node.id, mark_id(node))
        elif isinstance(node, Cited) and not node.in_note and node.form != "author":
            yield node.id


def id_of(node: Node) -> str:
    """The id that a node has in print and on the screen."""
    if isinstance(node, Figure):
        return with_id(node.image.attributes, "figure", node.number).id
    if isinstance(node, Table):
        return with_id(node.attributes, "table", node.number).id
    attributes = getattr(node, "attributes", None)
    return attributes.id if attributes else ""
