"""A sample of everything, through all stages, and an account of its PDF that a person can read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

import briefing_build as stages
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import (
    Cited,
    Heading,
    Note,
    Table,
    plain_text,
    rewrite,
    walk,
)
from briefing_build.html import xml_id
from briefing_build.pdf import Layout
from briefing_build.report import Weights, weigh

SAMPLE = Path(__file__).parent / "sample"
ACCOUNT = SAMPLE / "account.txt"


def _edition() -> Any:
    found = Diagnostics()
    edition = stages.cite(stages.check(stages.read(SAMPLE, found), found), found)
    assert weigh(found, Weights()) == ()
    return edition


@pytest.fixture(scope="module")
def sample() -> tuple[Any, Layout]:
    edition = _edition()
    found = Diagnostics()
    layout = stages.lay_out(edition, found)
    assert layout is not None
    assert weigh(found, Weights()) == ()
    return edition, layout


def test_the_account_of_the_pdf_is_as_it_was(sample: tuple[Any, Layout], update: bool) -> None:
    account = "\n".join(_account(*sample)) + "\n"
    if update:
        ACCOUNT.write_text(account, encoding="utf-8")

    assert account == ACCOUNT.read_text(encoding="utf-8")


def test_every_note_begins_on_the_page_of_its_mark(sample: tuple[Any, Layout]) -> None:
    edition, layout = sample
    notes = [
        node
        for chapter in edition.briefing.chapters
        for node in walk(chapter.blocks)
        if isinstance(node, Note)
    ]

    assert len(notes) == 18
    for note in notes:
        assert layout.pages[note.id] == layout.pages[note.id.replace("note-", "mark-")]


def test_the_same_sample_gives_the_same_bytes(sample: tuple[Any, Layout]) -> None:
    edition, layout = sample
    found = Diagnostics()
    again = stages.lay_out(_edition(), found)

    assert again is not None
    assert again.pdf == layout.pdf
    assert stages.to_epub(edition, found, layout) == stages.to_epub(_edition(), found, again)


def _account(edition: Any, layout: Layout) -> Iterator[str]:
    """Metadata, outline, and what stands on which page, by the pages' printed numbers."""
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        for name in ("/Title", "/Author", "/Subject", "/CreationDate"):
            yield f"{name[1:]}: {pdf.docinfo.get(name, '-')}"
        yield f"Language: {pdf.Root.Lang}"
        yield f"Pages: {' '.join(layout.labels)}"
        yield "Outline:"
        with pdf.open_outline() as outline:
            yield from _outline(outline.root, "  ")
    for chapter in edition.briefing.chapters:
        for node in walk(chapter.blocks):
            match node:
                case Heading():
                    page = _page(layout, node.attributes.id)
                    yield f"{page}: {'#' * node.level} {node.number} {plain_text(node.content)}"
                case Table():
                    page = _page(layout, node.attributes.id)
                    yield f"{page}: table {node.number} {plain_text(node.caption)}"
                case Note():
                    page = layout.labels[layout.pages[node.id] - 1]
                    yield f"{page}: note {node.number} {_words(edition, node)}"


def _words(edition: Any, note: Note) -> str:
    """The words of a note, citations among them."""

    def told(node: Any) -> Any:
        return edition.words[node.id].paper if isinstance(node, Cited) else node

    return " / ".join(plain_text((block,)) for block in rewrite(note.body, told))


def _page(layout: Layout, written_id: str) -> str:
    return layout.labels[layout.pages[xml_id(written_id)] - 1]


def _outline(items: Any, margin: str) -> Iterator[str]:
    for item in items:
        yield f"{margin}{item.title}"
        yield from _outline(item.children, f"{margin}  ")


def test_every_entry_leads_back_to_where_it_is_cited() -> None:
    with zipfile.ZipFile(io.BytesIO(stages.to_epub(_edition(), Diagnostics()))) as book:
        page = book.read("EPUB/bibliography.xhtml").decode()
        chapters = {
            name: book.read(name).decode() for name in book.namelist() if "chapter-" in name
        }
    entries = re.findall(r"<li id=\"ref-(\w+)\">(.*?)</li>", page, re.DOTALL)
    mentions = {
        key: re.findall(r'href="([^"#]+)#([^"]+)"[^>]*doc-backlink', text) for key, text in entries
    }

    assert set(mentions) == {"report2024", "page2023", "book1999", "treaty1992"}
    assert [target for _, target in mentions["treaty1992"]] == ["mark-1-3"]
    assert len(mentions["report2024"]) == 6
    for file, target in (place for places in mentions.values() for place in places):
        assert f'id="{target}"' in chapters[f"EPUB/{file}"]
