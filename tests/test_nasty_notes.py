"""Notes in both outputs say what they should in every style: citations in every place.

`tests/nasty` has works whose fields end with what a style also prints, without author, title or
date, and authors' notes with words around citations; `tests/sample` has one of everything else.
"""

from __future__ import annotations

import io
import re
import subprocess
import unicodedata
import zipfile
from functools import cache
from pathlib import Path

import pytest
from lxml import html

import briefing_build as stages
from briefing_build.csl import Edition
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Cited, plain_text, walk
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from citing import STYLES

TESTS = Path(__file__).parent
THREE = ("chicago-notes-bibliography", "chicago-author-date", "ieee")
PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»"}

NO_SUCH_WORDS = re.compile(
    r"\?\?\?|nokey|\bn \?|undefined|NO_PRINTED_FORM|CSL STYLE ERROR", re.IGNORECASE
)
DOUBLED = re.compile(r"\.\.|,,|;;|::|[,;:][.;,]|\.;\.|\(\s*\)|\[\s*\]|“\s*”|‘\s*’|\(\(|\)\)|[?!]\.")
_ADDRESS = re.compile(r"https?://[^\s<>\]]*")
SPACED = re.compile(r"\s[,.;:!?)\]”](?!\.)|[(\[“]\s|\s\s")


@cache
def edition(project: str, style: str) -> Edition:
    files = {path.name: path.read_bytes() for path in (TESTS / project).iterdir()}
    settings = f'{files["briefing.toml"].decode()}\n[citations]\nstyle = "{style}"\n'
    files["briefing.toml"] = settings.encode()
    found = Diagnostics()
    return stages.cite(stages.check(read_manuscript(MemoryFiles(files), found), found), found)


def faults(text: str) -> list[str]:
    """What is wrong with the words of a note, a citation, or a work."""
    without_links = _ADDRESS.sub(_behind_address, text.strip())
    found = [
        rule.pattern for rule in (NO_SUCH_WORDS, DOUBLED, SPACED) if rule.search(without_links)
    ]
    if not any(letter.isalnum() for letter in text):
        found.append("says nothing")
    return found + [f"{left} and {right}" for left, right in PAIRS.items()
                    if without_links.count(left) != without_links.count(right)]  # fmt: skip


def _behind_address(found: re.Match[str]) -> str:
    """What stands behind an address and is no part of it."""
    address = found[0].rstrip(".,;:")
    while address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1].rstrip(".,;:")
    return "URL" + found[0][len(address) :]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("project", ["nasty", "sample"])
def test_what_is_printed_for_a_citation_or_a_work_has_no_fault(project: str, style: str) -> None:
    made = edition(project, style)

    printed = [said.paper for said in made.words.values()]
    printed += [said.screen for said in made.words.values()]
    printed += [work.content for work in made.bibliography]
    wrong = {text: faults(text) for text in map(plain_text, printed) if faults(text)}
    assert wrong == {}


@pytest.mark.parametrize("style", THREE)
def test_no_note_of_the_epub_has_a_fault(style: str) -> None:
    notes = epub_notes(stages.to_epub(edition("nasty", style), Diagnostics()))

    assert len(notes) >= (55 if style == "chicago-notes-bibliography" else 13)
    # An author's own full stop behind a title that asks is the author's business.
    assert {note: faults(note) for note in notes if faults(note.replace("?.", "."))} == {}


@pytest.mark.slow
@pytest.mark.parametrize("style", THREE)
@pytest.mark.parametrize("project", ["nasty", "sample"])
def test_the_pdf_prints_what_the_edition_says(project: str, style: str) -> None:
    made = edition(project, style)
    pdf = stages.to_pdf(made, Diagnostics())
    assert pdf is not None
    text = pdf_text(pdf)

    assert not NO_SUCH_WORDS.search(text)
    printed = _bare(text)
    cited = {node.id for chapter in made.briefing.chapters for node in walk(chapter.blocks)
             if isinstance(node, Cited)}  # fmt: skip
    for id in cited:
        # A page may end within a citation.
        words = _bare(plain_text(made.words[id].paper))
        assert words in printed or (words[:12] in printed and words[-12:] in printed), words


def epub_notes(book: bytes) -> list[str]:
    notes: list[str] = []
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                tree = html.fromstring(archive.read(name))
                elements = tree.xpath("//*[starts-with(@id, 'note-')]")
                texts = (" ".join(element.text_content().split()) for element in elements)
                notes += [text.rstrip(" ↩\ufe0e") for text in texts]
    return notes


def pdf_text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def _bare(text: str) -> str:
    """Letters and figures only: lines are broken, and words divided."""
    return re.sub(r"\W+", "", unicodedata.normalize("NFKC", text))
