"""Citations of every form in every place of a manuscript, on paper and on a screen.

A style has one briefing with a chapter for each form. In each place stands a citation with a
page number of its own, so that it can be found again: `q1203q` is before the one of page 1203.
"""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pikepdf
import pytest

import briefing_build as stages
from briefing_build import Diagnostics
from briefing_build.epub.fonts import Fonts
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.rules import CITATION_IN_HEADING

# How it is written, and what each style says: in the text for styles that have no notes.
FORMS = {
    "bracketed": "[@one, p. §]",
    "narrative": "@two [p. §]",
    "suppressed": "[-@three, p. §]",
    "with words": "[see once @four, p. §, for more; @five, ch. 7]",
}
SAID = {
    "chicago-notes-bibliography": (
        "Doe, One, §", "Roe, Two, §", "Three, §",
        "see once Poe, Four, §, for more; Coe, Five, ch. 7",
    ),
    "chicago-author-date": (
        "(Doe 2001, §)", "Roe (2002, §)", "(2003, §)",
        "(see once Poe 2004, §, for more; Coe 2005, ch. 7)",
    ),
    "ieee": ("[1, p. §]", "Roe [2, p. §]", "[3, p. §]", "see once [4, p. §], for more, [5, Ch. 7]"),
    "nature": ("1(p. §)", "Roe2(p. §)", "3(p. §)", "see once 4(p. §), for more,5(ch. 7)"),
}  # fmt: skip
PLACES = {
    "title": "# ¶",
    "paragraph": "¶ end",
    "heading": "## ¶",
    "quotation": "> ¶ end",
    "epigraph": "::: {.epigraph}\n¶ end\n:::",
    "item": "- Item\n\n  - ¶ end",
    "numbered item": "1. ¶ end\n\n2. Item",
    "head": "| ¶ | Two |\n|:-|:-|\n| a | b |",
    "cell": "| One | Two |\n|:-|:-|\n| ¶ | b |",
    "table's caption": "| One | Two |\n|:-|:-|\n| a | b |\n\n: ¶",
    "figure's caption": '![¶](x.svg){alt="A black bar"}',
    "term": "¶ end\n\n:   Answer",
    "answer": "Term\n\n:   ¶ end",
    "box": '::: {.box title="Box"}\n¶ end\n:::',
    "judgement": "::: {.judgement likelihood=likely}\n¶ end\n:::",
    "footnote": "Mark[^n] end\n\n[^n]: Note ¶ end",
    "note in the line": "Mark^[Note ¶ end] end",
    "emphasis": "*Emphasis ¶ end* and",
    "phrase": "[Phrase ¶ end]{lang=en} and",
    "link": "[Link ¶ end](https://example.org/a) and",
}
COPIED = ("title", "heading", "table's caption", "figure's caption")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 5" width="20" height="5">'
    '<path d="M0 0h20v5H0z"/></svg>'
)
XHTML = "{http://www.w3.org/1999/xhtml}"


def _number(form: str, place: str) -> int:
    return 1000 + 100 * [*FORMS].index(form) + [*PLACES].index(place)


def _chapter(form: str) -> str:
    parts = []
    for place, template in PLACES.items():
        number = _number(form, place)
        parts.append(template.replace("¶", f"q{number}q {FORMS[form].replace('§', str(number))}"))
    return "\n\n".join(parts)


def _library() -> str:
    names = ("Doe", "Roe", "Moe", "Poe", "Coe")
    return "".join(
        f"@book{{{title.lower()}, title = {{{title}}}, author = {{{name}, Ann}}, "
        f"date = {{200{at}}}, publisher = {{Press}}, location = {{Baku}}}}\n"
        for at, (title, name) in enumerate(
            zip(("One", "Two", "Three", "Four", "Five"), names, strict=True), 1
        )
    )


@dataclass(frozen=True)
class Built:
    """What a style makes: the words of each page, the outline, and the pages of the EPUB."""

    pages: tuple[str, ...]
    outline: tuple[str, ...]
    book: dict[str, Element]


@cache
def built(style: str) -> Built:
    toml = f'[briefing]\ntitle = "T"\nlanguage = "en-GB"\n[citations]\nstyle = "{style}"\n'
    first = "Preface [@one; @two; @three; @four; @five]."
    files = {"briefing.toml": toml, "0.md": first, "references.bib": _library(), "x.svg": PICTURE}
    files |= {f"{at}.md": _chapter(form) for at, form in enumerate(FORMS, 1)}
    encoded = {path: text.encode() for path, text in files.items()}
    found = Diagnostics()
    edition = stages.cite(stages.check(read_manuscript(MemoryFiles(encoded), found), found), found)
    layout = stages.lay_out(edition, found)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefing_build.epub.embedded_fonts", lambda text: Fonts((), ""))
        book = stages.to_epub(edition, found)
    # Everywhere is in headings, too, and in judgements that are none.
    messages = [
        finding.message
        for finding in found
        if finding.rule != CITATION_IN_HEADING
        and finding.rule.family not in {"sourcing", "language"}
    ]
    assert not messages
    assert layout is not None
    return Built(_pages(layout.pdf), tuple(_outline(layout.pdf)), _book(book))


def _pages(pdf: bytes) -> tuple[str, ...]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "briefing.pdf"
        file.write_bytes(pdf)
        command = ["pdftotext", str(file), "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return tuple(text.split("\f"))


def _outline(pdf: bytes) -> Iterator[str]:
    def titles(items: Any) -> Iterator[str]:
        for item in items:
            yield item.title
            yield from titles(item.children)

    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        yield from titles(outline.root)


def _book(epub: bytes) -> dict[str, Element]:
    with zipfile.ZipFile(BytesIO(epub)) as archive:
        return {
            name.removeprefix("EPUB/"): fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith(".xhtml")
        }


def pressed(text: str) -> str:
    """Without what the end of a line may bring or take, and the beginning of a sentence."""
    return re.sub(r"[\s\u00ad\u2010\u2060-]", "", text).casefold()


def words(element: Element) -> str:
    return "".join(element.itertext())


def _expected(style: str, form: str, place: str) -> str:
    number = str(_number(form, place))
    said = SAID[style][[*FORMS].index(form)].replace("§", number)
    is_note = style == "chicago-notes-bibliography" and "note" not in place
    return pressed(said if is_note else f"q{number}q {said}")


EVERY = pytest.mark.parametrize("form", FORMS)
STYLES = pytest.mark.parametrize("style", SAID)


@STYLES
@EVERY
def test_on_paper_a_citation_is_said_once_on_the_page_of_its_place(style: str, form: str) -> None:
    pages = [pressed(page) for page in built(style).pages]
    said = {
        place: [
            f"q{_number(form, place)}q" in page
            for page in pages
            for _ in range(page.count(_expected(style, form, place)))
        ]
        for place in PLACES
    }

    assert said == {place: [True] for place in PLACES}


@STYLES
@EVERY
def test_on_a_screen_a_citation_is_said_once_in_its_chapter(style: str, form: str) -> None:
    book = {name: pressed(words(page)) for name, page in built(style).book.items()}
    said = {
        place: [
            name
            for name, text in book.items()
            for _ in range(text.count(_expected(style, form, place)))
        ]
        for place in PLACES
    }

    assert said == {place: [f"chapter-{[*FORMS].index(form) + 2}.xhtml"] for place in PLACES}


@STYLES
def test_what_is_copied_has_neither_marks_nor_citations_but_the_name_of_an_author(
    style: str,
) -> None:
    made = built(style)
    contents = [" ".join(words(link).split()) for link in made.book["nav.xhtml"].iter(f"{XHTML}a")]
    front = " ".join(" ".join(made.pages[:4]).split())
    for form in FORMS:
        for place in COPIED:
            title = f"q{_number(form, place)}q" + (" Roe" if form == "narrative" else "")

            assert any(line.endswith(title) for line in contents), (form, place)
            assert re.search(rf"{title} \d", front), (form, place)
            if "caption" not in place:
                assert any(line.endswith(title) for line in made.outline), (form, place)


@STYLES
def test_nothing_is_left_over(style: str) -> None:
    made = built(style)
    texts = [*made.pages, *map(words, made.book.values())]

    for text in texts:
        assert not re.search(r"\(\s*\)|\[\s*\]|[,;:]\s*[,;:.]|\.\.|\(\s|\s\)|[@§¶]", text)
