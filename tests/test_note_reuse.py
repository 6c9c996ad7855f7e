"""A note marked again: set once, and every mark leads to it, on paper and on a screen."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pikepdf
import pytest

import briefing_build as stages
from briefing_build import Diagnostics
from briefing_build.epub.fonts import Fonts
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.pdf import Layout
from briefing_build.pdf.paper import Arrangement, Paper, to_pages
from by_hand import again, edition, h, note, p, row, table

XHTML = "{http://www.w3.org/1999/xhtml}"
LOREM = "The two presidents had met on a state visit four months before. " * 40
CHAPTER = """\
# A heading[^h]

Text[^t] and the same,[^t] with another beside it.[^h][^t]

| Head[^t] | Figures |
|:---------|:--------|
| Cell[^c] | 3[^c]   |

: A caption[^c]

LOREM

## A heading that has the note again[^h]

[Words[^c] of a link](https://example.org/a) and as was said.[^t]

[^h]: The heading’s.

[^t]: The text’s, with @a.

    It goes on.

[^c]: The caption’s.
"""
LIBRARY = """\
@book{a, title = {A Work}, author = {Doe, Jane}, date = {2020}, publisher = {P}, location = {L}}
"""
# How often each note is marked.
NOTES = {"note-1-1": 3, "note-1-2": 5, "note-1-3": 4}


@pytest.fixture(scope="module", autouse=True)
def _no_fonts() -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefing_build.epub.embedded_fonts", lambda text: Fonts((), ""))
        yield


@cache
def _edition() -> Any:
    toml = '[briefing]\ntitle = "T"\n[citations]\nstyle = "chicago-author-date"\n'
    files = {
        "briefing.toml": toml,
        "01.md": CHAPTER.replace("LOREM", LOREM),
        "references.bib": LIBRARY,
    }
    found = Diagnostics()
    encoded = {path: text.encode() for path, text in files.items()}
    briefing = stages.check(read_manuscript(MemoryFiles(encoded), found), found)
    assert not list(found), [finding.message for finding in found]
    return stages.cite(briefing, found)


# On paper


@cache
def _layout() -> Layout:
    found = Diagnostics()
    layout = stages.lay_out(_edition(), found)
    assert layout is not None, [finding.message for finding in found]
    assert not list(found)
    return layout


def _links(pdf: bytes) -> list[tuple[int, str]]:
    """The page and the destination of each link within a document."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            (number, str(link.get("/Dest") or link.get("/A", {}).get("/D", "")))
            for number, page in enumerate(document.pages, 1)
            for link in page.get("/Annots", [])
        ]


def test_on_paper_each_mark_leads_to_the_note_and_the_note_to_its_first_mark() -> None:
    links = [target for _, target in _links(_layout().pdf)]
    back = [target for target in links if target.startswith("mark-")]

    assert {name: links.count(name) for name in NOTES} == NOTES
    # The entry in the bibliography leads to the mark of the note that cites it, and to no other.
    assert sorted(back) == ["mark-1-1", "mark-1-2", "mark-1-2", "mark-1-3"]


def test_on_paper_a_mark_may_stand_on_a_later_page_than_its_note() -> None:
    pages = _layout().pages

    assert pages["mark-1-1"] == pages["note-1-1"]
    assert pages["mark-1-1-3"] > pages["note-1-1"]


def test_on_paper_the_head_of_a_long_table_may_repeat_a_mark() -> None:
    rows = [row(str(year), "1") for year in range(1900, 2000)]
    chapter = [h(1, "One"), p("Text", note(1, "A note.")), table(row("Year", again(1)), *rows)]
    found = Diagnostics()
    layout = stages.lay_out(edition(chapter), found)

    assert layout is not None
    assert not list(found)
    assert len({page for page, target in _links(layout.pdf) if target == "note-1-1"}) > 2


def test_on_paper_a_mark_leads_to_a_note_that_had_to_be_set_at_the_end() -> None:
    made = edition([h(1, "One"), p("Text", note(1, "A note."), " and ", again(1))])
    paper = Paper(made, Diagnostics(), Arrangement(endnotes=frozenset({"note-1-1"})))
    page = str(to_pages(paper, date(2026, 1, 31)))

    assert re.findall(r'<a class="mark" id="([^"]+)" href="#([^"]+)"', page) == [
        ("mark-1-1", "pointer-note-1-1"), ("mark-1-1-2", "note-1-1"),
    ]  # fmt: skip
    assert page.count('id="note-1-1"') == 1


# On a screen


@cache
def _book() -> dict[str, Element]:
    with zipfile.ZipFile(BytesIO(stages.to_epub(_edition(), Diagnostics()))) as archive:
        return {
            name.removeprefix("EPUB/"): fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".xhtml")
        }


def _links_in(page: Element, role: str) -> list[Element]:
    return [link for link in page.iter(f"{XHTML}a") if link.get("role") == role]


def test_on_a_screen_each_mark_leads_to_the_note_and_the_note_to_each_mark() -> None:
    chapter = _book()["chapter-1.xhtml"]
    marks = [(link.get("id"), link.get("href")) for link in _links_in(chapter, "doc-noteref")]
    back = [link.get("href") for link in _links_in(chapter, "doc-backlink")]

    assert [target for _, target in marks].count("#note-1-2") == NOTES["note-1-2"]
    assert len({id for id, _ in marks}) == len(marks) == sum(NOTES.values())
    assert sorted(back) == sorted(f"#{id}" for id, _ in marks)


def test_on_a_screen_each_way_back_has_a_name_of_its_own() -> None:
    back = _links_in(_book()["chapter-1.xhtml"], "doc-backlink")
    names = [link.get("aria-label") for link in back]

    assert names[:2] == ["Back to the text: 1", "Back to the text: 1 (2)"]
    assert len(set(names)) == len(names)


def test_on_a_screen_every_id_stands_once() -> None:
    for page in _book().values():
        ids = [element.get("id") for element in page.iter() if element.get("id")]
        assert len(set(ids)) == len(ids)


def test_contents_and_lists_have_no_marks() -> None:
    contents = "".join(_book()["nav.xhtml"].itertext())

    assert "A heading that has the note again\n" in contents
    assert "A caption\n" in contents
