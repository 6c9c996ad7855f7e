"""Pages of the PDF in the EPUB: each has its place, and there its first words follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha512
from html import unescape
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefing_build.diagnostics import Diagnostics
from briefing_build.epub import to_epub
from briefing_build.epub.alignment import Alignment
from briefing_build.epub.fonts import Fonts
from briefing_build.epub.pagination import Page, paginate
from briefing_build.pdf import Layout, lay_out
from briefing_build.pdf.starts import PageStart, Printed
from by_hand import edition, h, note, p
from epub_cases import CASES

PATH = "chapter-1.xhtml"
LOREM = "Trade between the two countries had grown in each of the three years before the break. "


@pytest.fixture(scope="module", autouse=True)
def _no_fonts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefing_build.epub.embedded_fonts", lambda text: Fonts((), ""))
        yield


def long() -> Any:
    """Several pages to a chapter, with numbers that differ from paragraph to paragraph."""
    return edition(
        [h(1, "One", "one"), *(p(f"{at}. {LOREM * 5}", note(at, LOREM)) for at in range(1, 25))],
        [h(1, "Two", "two"), *(p(f"{at}. {LOREM * 5}") for at in range(30, 60))],
    )


ALL = {**CASES, "long": long}


@cache
def both(case: str) -> tuple[Layout, dict[str, str]]:
    made, found = ALL[case](), Diagnostics()
    layout = lay_out(made, found)
    assert layout is not None
    archive = ZipFile(BytesIO(to_epub(made, found, layout)))
    names = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf"))]
    return layout, {name.removeprefix("EPUB/"): archive.read(name).decode() for name in names}


def listed(files: dict[str, str]) -> list[tuple[str, str]]:
    (nav,) = re.findall(r'<nav epub:type="page-list".*?</nav>', files["nav.xhtml"], re.DOTALL)
    return re.findall(r'<a href="([^"]*)">([^<]*)</a>', nav)


def letters(markup: str) -> str:
    shown = re.sub(r"<math\b.*?</math>|<[^>]*>", "", markup, flags=re.DOTALL)
    return "".join(filter(str.isalnum, unescape(shown)))


@pytest.mark.parametrize("case", ALL)
def test_every_page_is_listed_with_its_printed_number_and_leads_to_something(case: str) -> None:
    layout, files = both(case)

    assert [label for _, label in listed(files)] == list(layout.labels)
    for href, _ in listed(files):
        path, _, id = href.partition("#")
        assert files[path].count(f'<span epub:type="pagebreak" role="doc-pagebreak" id="{id}"') == 1


@pytest.mark.parametrize("case", ALL)
def test_behind_the_marker_come_the_first_words_of_the_page(case: str) -> None:
    layout, files = both(case)
    compared = 0
    for (href, label), start in zip(listed(files), layout.printed.starts, strict=True):
        path, _, id = href.partition("#")
        if not start.part.startswith(("chapter-", "bib")):
            continue
        printed = layout.printed.letters[start.part][start.letters :][:40]
        marker = f'id="{id}" aria-label="{label}"></span>'
        assert letters(files[path].partition(marker)[2]).startswith(printed)
        compared += 1
    assert compared == sum(
        start.part.startswith(("chapter-", "bib")) for start in layout.printed.starts
    )


def test_a_marker_stands_inside_a_paragraph_and_in_front_of_its_emphasis() -> None:
    markup = Markup('<body><p>One (<em>“two”</em>) three.</p><p><a href="#x">Four</a></p></body>')
    layout = printed(("One two three Four",), ("One", " two", " three", " Four"))

    marked = paginate(layout, {PATH}, ()).marked(PATH, markup)

    assert re.sub(r"<span[^>]*></span>", "|", marked) == (
        '<body><p>|One |(<em>“two”</em>) |three.</p><p>|<a href="#x">Four</a></p></body>'
    )


def printed(chapters: tuple[str, ...], pages: tuple[str, ...]) -> Any:
    """A layout of one chapter whose pages have these words."""
    starts, count = [], 0
    for page in pages:
        starts.append(PageStart("chapter-1", count))
        count += len(letters(page))
    text = {f"chapter-{at}": letters(words) for at, words in enumerate(chapters, 1)}
    labels = tuple(str(at) for at in range(1, len(pages) + 1))
    return SimpleNamespace(labels=labels, printed=Printed(tuple(starts), text))


def test_what_is_on_paper_alone_or_on_the_screen_alone_shifts_nothing() -> None:
    sentence = "A sentence that is long enough to be known again. "
    end = "And this is what the second page begins with, on both."
    layout = printed((f"{sentence}Ibid. p. 9 {end}",), (f"{sentence}Ibid. p. 9", end))
    markup = Markup(f"<body><p>{sentence}Someone, Title, 2024, p. 9 &amp; more {end}</p></body>")

    marked = paginate(layout, {PATH}, ()).marked(PATH, markup)

    assert letters(marked.rpartition("</span>")[2]) == letters(end)


def test_an_id_that_an_author_took_is_not_given_twice() -> None:
    layout = printed(("One",), ("One",))

    assert paginate(layout, {PATH}, {"page-1"}).pages == (
        Page("1", PATH, "page-1-", "chapter-1", 0),
    )


def test_a_page_without_text_begins_where_the_next_one_does() -> None:
    starts = (PageStart("", 0), PageStart("chapter-1", 0), PageStart("", 0))
    layout: Any = SimpleNamespace(
        labels=("i", "1", "2"), printed=Printed(starts, {"chapter-1": "One"})
    )
    marked = paginate(layout, {PATH}, ()).marked(PATH, Markup("<body>One.</body>"))

    assert re.sub(r'<span[^>]* id="([^"]*)"[^>]*></span>', r"[\1]", marked) == (
        "<body>[page-i][page-1]One[page-2].</body>"
    )


def test_the_package_names_the_pdf_whose_pages_it_has() -> None:
    _, files = both("long")
    package = files["content.opf"]

    assert ">pageNavigation</meta>" in package
    assert ">pageBreakMarkers</meta>" in package
    assert re.search(r'"pageBreakSource"[^>]*>[\w-]*\.pdf: ', package)


def test_a_book_without_a_pdf_claims_no_pages() -> None:
    archive = ZipFile(BytesIO(to_epub(long(), Diagnostics())))

    package = archive.read("EPUB/content.opf").decode()
    assert "page" not in package.replace("title-page", "")
    assert "page-list" not in archive.read("EPUB/nav.xhtml").decode()


# Two texts that are nearly the same

WORDS = st.text("abcdefghij", max_size=200)


@given(WORDS, st.integers(0, 220))
def test_in_the_same_text_a_place_is_the_same(text: str, at: int) -> None:
    assert Alignment(text, text).place(at) == min(at, len(text))


@given(st.lists(st.tuples(st.integers(0, 10**40), WORDS, WORDS), min_size=1, max_size=6))
def test_places_are_found_again_behind_what_differs(pieces: list[tuple[int, str, str]]) -> None:
    """Each piece is its own 128 letters, behind words of the one and of the other."""
    here = there = ""
    places = []
    for at, (number, ours, theirs) in enumerate(pieces):
        common = sha512(f"{at} {number}".encode()).hexdigest().upper()
        places.append((len(here + ours) + 40, len(there + theirs) + 40))
        here, there = here + ours + common, there + theirs + common
    alignment = Alignment(here, there)

    assert [alignment.place(at) for at, _ in places] == [place for _, place in places]


@given(st.text("ab", max_size=300), st.text("ab", max_size=300))
def test_places_never_run_backwards(here: str, there: str) -> None:
    alignment = Alignment(here, there)
    places = [alignment.place(at) for at in range(len(here) + 2)]

    assert places == sorted(places)
    assert all(0 <= place <= len(there) for place in places)
