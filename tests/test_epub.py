"""The EPUB: whole, the same each time, and every note a way there and back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZIP_STORED, ZipFile

import pytest

from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Link
from briefing_build.epub import to_epub
from briefing_build.epub.documents import legal
from briefing_build.epub.fonts import Fonts, embedded_fonts
from by_hand import SPAN, edition, h, inline, note, p
from epub_cases import CASES, image, photograph

XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module", autouse=True)
def _no_fonts() -> Iterator[None]:
    """Fonts take most of the time; they have tests of their own below."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefing_build.epub.embedded_fonts", lambda text: Fonts((), ""))
        yield


@cache
def book(case: str) -> ZipFile:
    return ZipFile(BytesIO(to_epub(CASES[case](), Diagnostics())))


def made(written: object) -> ZipFile:
    return ZipFile(BytesIO(to_epub(written, Diagnostics())))  # type: ignore[arg-type]


def page(archive: ZipFile, name: str) -> Element:
    return fromstring(archive.read(f"EPUB/{name}"))


def pages(archive: ZipFile) -> dict[str, Element]:
    names = [name.removeprefix("EPUB/") for name in archive.namelist() if name.endswith(".xhtml")]
    return {name: page(archive, name) for name in names}


def package(archive: ZipFile) -> Element:
    return page(archive, "content.opf")


def properties(archive: ZipFile, name: str) -> list[str]:
    return [
        meta.text or ""
        for meta in package(archive).iter(f"{OPF}meta")
        if meta.attrib.get("property") == name
    ]


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


# The archive


@pytest.mark.parametrize("case", CASES)
def test_the_archive_begins_with_its_mark_and_is_in_order(case: str) -> None:
    entries = book(case).infolist()

    assert entries[0].filename == "mimetype"
    assert entries[0].compress_type == ZIP_STORED
    assert not entries[0].extra
    names = [entry.filename for entry in entries[1:]]
    assert names == sorted(names)
    assert len({(entry.date_time, entry.external_attr) for entry in entries}) == 1


@pytest.mark.parametrize("case", CASES)
def test_the_manifest_and_the_archive_name_the_same_files(case: str) -> None:
    archive = book(case)

    items = {item.attrib["href"] for item in package(archive).iter(f"{OPF}item")}
    inside = {name.removeprefix("EPUB/") for name in archive.namelist() if name.startswith("EPUB/")}
    assert items == inside - {"content.opf"}


def test_the_same_edition_gives_the_same_bytes_in_another_process() -> None:
    script = """
import hashlib
from epub_cases import CASES
from briefing_build.diagnostics import Diagnostics
from briefing_build.epub import to_epub
print(hashlib.sha256(to_epub(CASES["rich"](), Diagnostics())).hexdigest())
"""

    def digest(seed: str, zone: str) -> str:
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(Path(__file__).parent),
            "TZ": zone,
        }
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        return done.stdout

    assert digest("1", "UTC") == digest("4711", "Asia/Baku")


def test_the_date_is_that_of_the_document() -> None:
    assert properties(book("rich"), "dcterms:modified") == ["2026-02-03T00:00:00Z"]
    assert properties(book("no_headings"), "dcterms:modified") == ["1980-01-01T00:00:00Z"]


# Notes


@pytest.mark.parametrize("case", CASES)
def test_every_link_within_the_book_leads_to_something(case: str) -> None:
    documents = pages(book(case))
    ids = {
        name: [part.attrib["id"] for part in document.iter() if "id" in part.attrib]
        for name, document in documents.items()
    }

    for name, document in documents.items():
        assert len(ids[name]) == len(set(ids[name]))
        for link in document.iter(f"{XHTML}a"):
            target = link.attrib["href"]
            if re.match("[a-z]+:", target):
                continue
            file, _, id = target.partition("#")
            assert not id or id in ids[file or name], target


@pytest.mark.parametrize("case", ["small", "rich", "foreign", "hostile"])
def test_every_mark_leads_to_its_note_and_the_note_leads_back(case: str) -> None:
    count = 0
    for document in pages(book(case)).values():
        marks: dict[str, list[str]] = {}
        notes = {
            item.attrib["id"]: item for item in document.iter(f"{XHTML}li") if "id" in item.attrib
        }
        for raised in document.iter(f"{XHTML}sup"):
            for mark in raised.iter(f"{XHTML}a"):
                count += 1
                assert mark.attrib[TYPE] == "noteref"
                id = mark.attrib["href"].removeprefix("#")
                assert notes[id].attrib["value"] == mark.text
                marks.setdefault(id, []).append(mark.attrib["id"])
        for id, ids in marks.items():
            back = [a for a in notes[id].iter(f"{XHTML}a") if a.get("role") == "doc-backlink"]
            assert [a.attrib["href"] for a in back] == [f"#{mark}" for mark in ids]
    assert count == {"small": 1, "rich": 8, "foreign": 1, "hostile": 1}[case]


def test_notes_stand_in_the_order_of_their_numbers_at_the_end_of_their_chapter() -> None:
    chapter = page(book("rich"), "chapter-2.xhtml")

    section = next(part for part in chapter.iter() if part.get("role") == "doc-endnotes")
    assert [item.attrib["value"] for item in section.findall(f"{XHTML}ol/{XHTML}li")] == list(
        "1234"
    )
    assert "Two paragraphs." in words(section)


def test_no_space_comes_between_a_word_and_its_mark() -> None:
    assert b'In a list<sup class="mark">' in book("rich").read("EPUB/chapter-2.xhtml")


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("https://example.org/a b?c=d&e=%20", "https://example.org/a%20b?c=d&e=%20"),
        ("https://пример.рф/б", "https://xn--e1afmkfd.xn--p1ai/%D0%B1"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", "nav.xhtml"),
        ("#nowhere", "nav.xhtml"),
    ],
)
def test_a_link_is_an_address_that_any_reader_takes(written: str, href: str) -> None:
    archive = made(edition([p(Link(inline("here"), written, "", SPAN, SPAN))]))

    links = page(archive, "chapter-1.xhtml").iter(f"{XHTML}a")
    assert [link.attrib["href"] for link in links] == [href]


# Contents


def test_the_contents_are_nested_and_never_skip_into_nothing() -> None:
    nav = page(book("rich"), "nav.xhtml")

    def titles(entries: Element | None) -> list[object]:
        assert entries is not None
        return [
            (words(item[0]), titles(item[1])) if len(item) > 1 else words(item[0])
            for item in entries
        ]

    toc = next(part for part in nav.iter(f"{XHTML}nav") if part.attrib[TYPE] == "toc")
    assert titles(toc.find(f"{XHTML}ol")) == [
        ("1 A heading", ["1.1 Mathematics"]),
        ("2 The second", ["2.0.0.1 A heading too deep"]),
        "Bibliography",
    ]


def test_lists_of_figures_and_tables_stand_in_the_navigation() -> None:
    nav = page(book("rich"), "nav.xhtml")

    kinds = {part.attrib[TYPE]: part for part in nav.iter(f"{XHTML}nav")}
    assert [words(item) for item in kinds["loi"].iter(f"{XHTML}li")] == [
        "Figure 1. The region",
        "Figure 2. A photograph",
    ]
    assert [words(item) for item in kinds["lot"].iter(f"{XHTML}li")] == ["Table 1. Trade"]
    assert "loi" not in {
        part.attrib[TYPE] for part in page(book("small"), "nav.xhtml").iter(f"{XHTML}nav")
    }


@pytest.mark.parametrize("case", CASES)
def test_a_landmark_is_named_once(case: str) -> None:
    nav = page(book(case), "nav.xhtml")

    landmarks = next(part for part in nav.iter(f"{XHTML}nav") if part.attrib[TYPE] == "landmarks")
    kinds = [link.attrib[TYPE] for link in landmarks.iter(f"{XHTML}a")]
    assert len(kinds) == len(set(kinds))
    assert {"cover", "toc", "bodymatter"} <= set(kinds)


def test_a_chapter_without_a_heading_can_be_reached() -> None:
    nav = page(book("no_headings"), "nav.xhtml")

    targets = [link.attrib["href"] for link in nav.iter(f"{XHTML}a")]
    assert {"chapter-1.xhtml", "chapter-2.xhtml"} <= set(targets)


# What the package says


def test_the_package_names_its_people_and_its_language() -> None:
    root = package(book("rich"))

    assert root.attrib[LANG] == "en-GB"
    assert [title.text for title in root.iter(f"{DC}title")] == ["A Briefing", "With everything"]
    assert [creator.text for creator in root.iter(f"{DC}creator")] == ["A. Author", "B. Author"]
    assert [publisher.text for publisher in root.iter(f"{DC}publisher")] == ["An Institute"]
    assert [day.text for day in root.iter(f"{DC}date")] == ["2026-01-31"]


@pytest.mark.parametrize("case", CASES)
def test_every_document_says_its_language(case: str) -> None:
    for document in pages(book(case)).values():
        assert document.attrib["lang"] == document.attrib[LANG]


def test_the_identifier_outlives_a_new_date_and_not_a_new_title() -> None:
    def identifier(**settings: object) -> str | None:
        root = package(made(edition([p("Text")], **settings)))
        return next(root.iter(f"{DC}identifier")).text

    assert identifier(published=None) == identifier(updated=None)
    assert identifier() != identifier(title="Another")


def test_a_description_of_pictures_is_claimed_only_if_each_has_one() -> None:
    def features(alt: str | None) -> list[str]:
        shown = edition([p(image("a.png", alt))], files={"manuscript/a.png": photograph()})
        return properties(made(shown), "schema:accessibilityFeature")

    assert "alternativeText" in features("A map")
    assert "alternativeText" not in features("")
    assert "alternativeText" not in properties(book("small"), "schema:accessibilityFeature")


def test_a_book_without_pictures_is_for_reading_alone() -> None:
    assert properties(book("small"), "schema:accessMode") == ["textual"]
    assert properties(book("rich"), "schema:accessMode") == ["textual", "visual"]


def test_mathematics_is_named_in_the_manifest_where_it_stands() -> None:
    items = {
        item.attrib["href"]: item.get("properties")
        for item in package(book("rich")).iter(f"{OPF}item")
    }

    assert items["chapter-1.xhtml"] == "mathml"
    assert items["chapter-2.xhtml"] is None
    assert items["nav.xhtml"] == "nav"
    assert items["cover.png"] == "cover-image"


def test_a_book_written_from_right_to_left_turns_its_pages_so() -> None:
    spine = package(book("right_to_left")).find(f"{OPF}spine")

    assert spine is not None
    assert spine.attrib["page-progression-direction"] == "rtl"


# Trust


@pytest.mark.parametrize("case", CASES)
def test_a_book_has_no_script_and_asks_nothing_of_a_network(case: str) -> None:
    for name, document in pages(book(case)).items():
        for element in document.iter():
            assert element.tag != f"{XHTML}script", name
            assert not any(attribute.startswith("on") for attribute in element.attrib), name
            assert not element.get("src", "").startswith(("http", "//", "data:")), name
            assert not element.get("href", "").startswith("javascript"), name
    assert b"url(http" not in book(case).read("EPUB/screen.css")


def test_a_missing_picture_leaves_its_description() -> None:
    found = Diagnostics()

    archive = ZipFile(BytesIO(to_epub(edition([p(image("no.png", "The region"))]), found)))

    assert [diagnostic.rule.name for diagnostic in found] == ["missing-image"]
    assert "The region" in words(page(archive, "chapter-1.xhtml"))


def test_one_picture_shown_twice_is_kept_once() -> None:
    files = {"manuscript/a.png": photograph(), "manuscript/b.png": photograph()}
    archive = made(edition([p(image("a.png"), image("b.png"), image("a.png"))], files=files))

    assert sum(name.startswith("EPUB/pictures/") for name in archive.namelist()) == 1


@pytest.mark.parametrize("letter", ["\0", "\x01", "\x0b", "\ufffe", "\ud800", "\x80"])
def test_what_xml_cannot_hold_is_replaced(letter: str) -> None:
    assert legal(f"a{letter}b") == "a\ufffdb"


def test_rules_of_the_project_come_after_those_of_the_theme() -> None:
    archive = made(edition([p("Text")], files={"styles/epub/house.css": b"p { color: red }"}))

    css = archive.read("EPUB/screen.css").decode()
    assert css.rstrip().endswith("p { color: red }")


@pytest.mark.parametrize(
    "css",
    [
        "p { background: url(http://example.org/a.png) }",
        "@import 'other.css';",
        "p { background: u\\72l(a.png) }",
        "p { width: 1e9px }",
    ],
)
def test_rules_that_ask_for_other_files_are_refused(css: str) -> None:
    found = Diagnostics()
    written = edition([p("Text")], files={"styles/epub/house.css": css.encode()})

    archive = ZipFile(BytesIO(to_epub(written, found)))

    assert [diagnostic.rule.name for diagnostic in found] == ["style-refused"]
    assert css not in archive.read("EPUB/screen.css").decode()


# Fonts


def test_a_font_is_cut_to_the_letters_and_keeps_its_licence() -> None:
    from fontTools.ttLib import TTFont

    fonts = embedded_fonts("Bakı")

    assert fonts.files[0].path == "fonts/BriefingSerif-400.ttf"
    for file in fonts.files:
        font = TTFont(BytesIO(file.data))
        names = " ".join(str(name) for name in font["name"].names)
        assert "SIL Open Font License" in names
        assert "Copyright" in names or "©" in names
        assert set(font.getBestCmap()) <= {ord(letter) for letter in "Bakı \u00a0"}
        assert len(file.data) < 20_000


def test_a_modified_font_has_no_reserved_name() -> None:
    from fontTools.ttLib import TTFont

    for file in embedded_fonts("Aa Հ ა س").files:
        font = TTFont(BytesIO(file.data))
        for number in (1, 2, 3, 4, 6, 16, 17):
            name = str(font["name"].getDebugName(number) or "")
            assert not re.search("Gentium|SIL|Source", name)


def test_a_font_for_another_script_comes_only_with_that_script() -> None:
    assert not any("Georgian" in file.path for file in embedded_fonts("Tbilisi, 2025").files)
    assert any("Georgian" in file.path for file in embedded_fonts("თბილისი").files)


def test_numbers_of_notes_are_those_in_print() -> None:
    archive = made(edition([h(1, "Two", "two"), p("Text", note(37, "Note.", chapter=1))]))

    chapter = page(archive, "chapter-1.xhtml")
    assert [item.get("value") for item in chapter.iter(f"{XHTML}li")] == ["37"]
