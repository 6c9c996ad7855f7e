"""Ten chapters of Gibbon, with 996 notes, one of them of 1,300 words, through all stages."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

import briefing_build as stages
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Note, plain_text, walk
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript

CHAPTERS = Path(__file__).parent / "gibbon10"
SETTINGS = b'[briefing]\ntitle = "The Decline and Fall of the Roman Empire"\n'


@pytest.mark.slow
def test_all_notes_are_printed_whole_and_begin_on_the_pages_of_their_marks(tmp_path: Path) -> None:
    found = Diagnostics()
    files = {path.name: path.read_bytes() for path in CHAPTERS.glob("*.md")}
    manuscript = read_manuscript(MemoryFiles({"briefing.toml": SETTINGS, **files}), found)
    edition = stages.cite(stages.check(manuscript, found), found)
    layout = stages.lay_out(edition, found)
    notes = _notes(edition)

    assert layout is not None
    # Five times he wrote ibid. or loc. cit. himself, and one mark stands between two stops.
    # His quotations stand before their notes' marks or without any, and he spells as he likes.
    assert {finding.rule.name for finding in found} == {
        "citation-placement",
        "manual-ibid",
        "missing-as-of",
        "name-variant",
        "unattributed-quotation",
        "uncited-claim",
    }
    assert len(notes) == 996
    (tmp_path / "gibbon.pdf").write_bytes(layout.pdf)
    pages = _pages(tmp_path / "gibbon.pdf")
    for note in notes:
        page = layout.pages[note.id]
        letters = _letters(plain_text(note.body))
        assert page == layout.pages[note.id.replace("note-", "mark-")], note.span
        assert letters[:30] in pages[page - 1], note.span
        # The longest runs over four pages.
        assert letters[-30:] in "".join(pages[page - 1 : page + 4]), note.span


def _notes(edition: Any) -> list[Note]:
    return [
        node
        for chapter in edition.briefing.chapters
        for node in walk(chapter.blocks)
        if isinstance(node, Note)
    ]


def _pages(pdf: Path) -> list[str]:
    """The letters and digits of each page."""
    answer = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True)
    return [_letters(page) for page in answer.stdout.decode().split("\f")]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
