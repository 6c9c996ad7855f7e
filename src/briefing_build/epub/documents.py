"""The files of the text: cover, title page, contents, chapters, bibliography."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefing_build.document import Figure, Heading, Table, walk
from briefing_build.epub.harm import harm_in
from briefing_build.epub.package import Part
from briefing_build.epub.pagination import paginate
from briefing_build.epub.screen import BIBLIOGRAPHY, CONTENTS, home, id_of
from briefing_build.html import (
    bibliography,
    bibliography_title,
    first_sentence,
    group_id,
    title_text,
    to_copy,
    to_xhtml,
    xml_id,
)
from briefing_build.pages import how_to_cite, render
from briefing_build.terms import term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from briefing_build.document import Chapter
    from briefing_build.epub.pagination import Page
    from briefing_build.epub.screen import Screen
    from briefing_build.pdf import Layout

XHTML = "application/xhtml+xml"
# What XML 1.0 has no place for; a title may bring it, for settings know such escapes.
_ILLEGAL = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the spine; `properties` are what a manifest has to say of it."""

    id: str
    path: str
    markup: Markup
    properties: tuple[str, ...] = ()

    def part(self) -> Part:
        return Part(self.id, self.path, XHTML, legal(self.markup).encode(), self.properties)


@dataclass(slots=True)
class Entry:
    """A line of the contents, and what stands below it."""

    href: str
    title: str
    level: int
    number: str
    below: list[Entry]


def legal(text: str) -> str:
    """The text without what may not stand in XML."""
    return _ILLEGAL.sub("\ufffd", text)


def write_documents(screen: Screen, layout: Layout | None) -> tuple[Document, ...]:
    """All documents as they are read; `screen` keeps what they show.

    The pages of `layout` are marked in them; without one they have no pages.
    """
    text = [_chapter(chapter, screen) for chapter in screen.edition.briefing.chapters]
    if screen.edition.groups:
        text.append(_bibliography(screen))
    taken = set(map(xml_id, screen.homes))
    pagination = paginate(layout, {document.path for document in text}, taken)
    documents = (
        Document("cover", "cover.xhtml", _render("cover", screen)),
        Document("title-page", "title.xhtml", _render("title", screen, cite=_how_to_cite(screen))),
        _navigation(screen, pagination.pages),
        *text,
    )
    return tuple(
        replace(document, markup=pagination.marked(document.path, document.markup))
        for document in documents
    )


def _navigation(screen: Screen, pages: tuple[Page, ...]) -> Document:
    edition = screen.edition
    title = bibliography_title(edition.briefing.manuscript.settings) if edition.groups else ""
    screen.has_math = False
    markup = _render(
        "nav",
        screen,
        contents=_contents(screen),
        figures=tuple(_captions(Figure, screen)),
        tables=tuple(_captions(Table, screen)),
        pages=pages,
        body=_first(screen),
        bibliography_title=title,
    )
    return Document("nav", CONTENTS, markup, ("nav", *(("mathml",) if screen.has_math else ())))


def _render(name: str, screen: Screen, **values: Any) -> Markup:
    manuscript = screen.edition.briefing.manuscript
    return render(
        f"epub/{name}.xhtml", values, manuscript, screen.found, lambda page: harm_in(legal(page))
    )


def _how_to_cite(screen: Screen) -> str:
    return how_to_cite(screen.edition.briefing.manuscript.settings)


def _first(screen: Screen) -> str:
    chapters = screen.edition.briefing.chapters
    return home(chapters[0]) if chapters else "title.xhtml"


def _chapter(chapter: Chapter, screen: Screen) -> Document:
    screen.has_math = False
    blocks = to_xhtml(chapter.blocks, screen.edition, screen, chapter)
    properties = ("mathml",) if screen.has_math else ()
    screen.has_math = False
    page = _render(
        "chapter",
        screen,
        chapter={
            "id": chapter.id,
            "title": _title(chapter, screen),
            "blocks": blocks,
            "notes": screen.take_notes(),
        },
    )
    return Document(chapter.id, home(chapter), page, properties)


def _title(chapter: Chapter, screen: Screen) -> str:
    for block in chapter.blocks:
        if isinstance(block, Heading) and (words := title_text(block.content, screen.edition)):
            return words
    return f"{term('chapter', screen.language)} {chapter.id.removeprefix('chapter-')}"


def _bibliography(screen: Screen) -> Document:
    works = bibliography(screen.edition, screen)
    page = _render("bibliography", screen, bibliography=works)
    return Document("bibliography", BIBLIOGRAPHY, page, ("mathml",) if screen.has_math else ())


# The contents


def _contents(screen: Screen) -> list[Entry]:
    """The headings in their order, each below the one that it belongs to.

    A chapter without a heading is led to by its number: nothing is out of reach.
    """
    top: list[Entry] = []
    above: list[Entry] = []
    for entry in _entries(screen):
        while above and above[-1].level >= entry.level:
            above.pop()
        (above[-1].below if above else top).append(entry)
        above.append(entry)
    if screen.edition.groups:
        top.append(_of_bibliography(screen))
    return top or [Entry("title.xhtml", term("title-page", screen.language), 1, "", [])]


def _of_bibliography(screen: Screen) -> Entry:
    edition = screen.edition
    below = [
        Entry(f"{BIBLIOGRAPHY}#{group_id(position)}", title, 2, group.number, [])
        for position, group in enumerate(edition.groups, 1)
        if (title := title_text(group.heading, edition))
    ]
    name = bibliography_title(edition.briefing.manuscript.settings)
    return Entry(BIBLIOGRAPHY, name, 1, "", below)


def _entries(screen: Screen) -> Iterator[Entry]:
    listed = {entry.id: entry for entry in screen.edition.briefing.contents}
    for chapter in screen.edition.briefing.chapters:
        entries = [
            Entry(screen.href(f"#{id}"), title_text(found.content, screen.edition), found.level,
                  found.number, [])
            for block in chapter.blocks
            if isinstance(block, Heading)
            and (found := listed.get(id := block.attributes.id)) is not None
        ]  # fmt: skip
        for entry in entries:
            entry.title = entry.title or _title(chapter, screen)
        yield from entries or [Entry(home(chapter), _title(chapter, screen), 1, "", [])]


def _captions(kind: type[Figure | Table], screen: Screen) -> Iterator[dict[str, Any]]:
    for chapter in screen.edition.briefing.chapters:
        for node in _numbered(kind, chapter):
            word = term("table" if isinstance(node, Table) else "figure", screen.language)
            yield {
                "href": screen.href(f"#{id_of(node)}"),
                "number": f"{word} {node.number}",
                "title": to_copy(
                    first_sentence(node.caption, screen.edition), screen.edition, screen
                ),
            }


def _numbered(kind: type[Figure | Table], chapter: Chapter) -> Iterable[Figure | Table]:
    return (node for node in walk(chapter.blocks) if isinstance(node, kind) and node.number)
