"""Every label of a locator, in every language: how it is written, read and printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from briefing_build.csl.label_words import forms_of
from briefing_build.document import CitationItem
from briefing_build.markdown.locator_words import LANGUAGES, foreign_words, words_of
from briefing_build.markdown.locators import read_locator
from citing import Writer, item, style, written

PAGE = Path(__file__).parent / "csl" / "locators.md"
LIBRARY = "@book{a, title = {Work}, author = {Doe, Jane}, date = {2020}, publisher = {P}}"
STYLES = ("mhra-notes", "apa", "nature")
CSL = {
    "act", "appendix", "article-locator", "book", "canon", "chapter", "column", "elocation",
    "equation", "figure", "folio", "issue", "line", "note", "opus", "page", "paragraph", "part",
    "rule", "scene", "section", "sub-verbo", "supplement", "table", "timestamp", "title-locator",
    "verse", "version", "volume",
}  # fmt: skip


def read(text: str, language: str) -> tuple[str, str] | None:
    found = read_locator(text, 0, len(text), language)
    return (found.label, found.locator) if found else None


# Reading


def test_every_label_of_csl_is_known() -> None:
    assert set(words_of("en").values()) == CSL | {"margin"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_read_as_its_label(language: str) -> None:
    words = foreign_words(language) | words_of(language)

    for word, label in words.items():
        for text in (f", {word} 12–14", f" {word}\n12–14", f"{{{word} 12–14}}"):
            assert read(text, f"{language}-XX") == (label, "12–14"), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_abbreviation_needs_no_space_behind_it_and_a_word_does(language: str) -> None:
    for word, label in words_of(language).items():
        is_read = read(f", {word}12", language) == (label, "12")

        assert is_read != word[-1].isalpha(), word


# Of two labels with one word the other is meant, or Russian has words that say something else.
NOT_READ = {
    "version": {"v."}, "verse": {"ст."}, "line": {"строка", "строки"},
    "supplement": {"əlavə", "əlavələr", "əl."}, "section": {"bölüm", "bölümler", "blm."},
    "folio": {"v."},
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_printed_for_a_label_is_read_as_the_same_label(language: str) -> None:
    for label in CSL:
        for word in {*forms_of(label, language)} - NOT_READ.get(label, set()) - {""}:
            assert read(f", {word} 5", language) == (label, "5"), (label, word)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (", S. 14", "en-GB", ("page", "14")),
        (", s. 14", "en-GB", None),  # a section of an act
        (", s. 14", "de", None),  # "siehe"
        (", s. 14", "tr-TR", ("page", "14")),
        (", s. 14", "az", ("page", "14")),
        (", с. 14", "en-GB", ("page", "14")),
        (", c. 1990", "en-GB", None),  # a year
        (", c. 2", "tr-TR", ("volume", "2")),
        (", m. 5", "az", ("article-locator", "5")),
        (", Rn. 5", "de-AT", ("margin", "5")),
        (", § 5", "de", ("section-sign", "5")),
        (", § 5", "en-US", ("section", "5")),
        (", n° 5", "fr", ("issue", "5")),
        (", PP. 5", "en", ("page", "5")),
        (", LİNE 5", "tr", ("line", "5")),
        (", lıne 5", "en", ("line", "5")),
        (", стр. 5", "ru-RU", ("page", "5")),
        (", ст. 5", "ru-RU", ("article-locator", "5")),
        (", abbreviation 5", "en", None),
    ],
)
def test_a_word_is_known_where_it_means_that(
    text: str, language: str, expected: tuple[str, str] | None
) -> None:
    assert read(text, language) == expected


# Printing


@cache
def _tables() -> dict[str, list[list[str]]]:
    """The rows of the page by language: what is written, its label, and what styles print."""
    tables: dict[str, list[list[str]]] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = tables.setdefault(line.removeprefix("## "), [])
        elif line.startswith("| ") and not line.startswith(("| written", "| ---")):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return tables


def _printed(name: str, language: str, items: list[CitationItem]) -> list[str]:
    """What a style prints for the locators of later citations of one work."""
    writer = Writer(LIBRARY, style(name), language)
    writer.cite("a")
    writer.note("So that nothing is the same place.")
    plain, *ids = [writer.cite(work) for work in (item("a"), *items)]
    words = writer.edition().words
    without = written(words[plain].screen)
    return [_difference(written(words[id].screen), without) for id in ids]


def _difference(longer: str, shorter: str) -> str:
    """What one text has more than another, at one place."""
    at = next(n for n in range(len(longer)) if longer[: n + 1] != shorter[: n + 1])
    return longer[at : len(longer) - len(shorter) + at].strip(" ,")


def _actual(language: str) -> list[list[str]]:
    rows = []
    texts = [row[0].split("; ") for row in _tables()[language]]
    read_as = [[read(f", {text}", language) or ("", "") for text in pair] for pair in texts]
    items = [item("a", locator, label) for pair in read_as for label, locator in pair]
    by_style = [_printed(name, language, items) for name in STYLES]
    for at, (pair, labels) in enumerate(zip(texts, read_as, strict=True)):
        label = "/".join(dict.fromkeys(label for label, _ in labels))
        cells = ["; ".join(said[2 * at : 2 * at + 2]) for said in by_style]
        rows.append(["; ".join(pair), label, *cells])
    return rows


@pytest.mark.parametrize("language", _tables())
def test_a_locator_is_printed_as_the_page_says(language: str, update: bool) -> None:
    actual = _actual(language)

    if update:
        _write(language, actual)
    assert actual == _tables()[language]


def _write(language: str, rows: list[list[str]]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    start = page.index(f"## {language}\n")
    end = page.find("\n## ", start)
    before, after = page[:start], page[end:] if end >= 0 else ""
    head = [["written", "label", *STYLES], ["---"] * (2 + len(STYLES))]
    table = "\n".join("| " + " | ".join(row) + " |" for row in [*head, *rows])
    PAGE.write_text(f"{before}## {language}\n\n{table}\n{after}", encoding="utf-8")
    _tables.cache_clear()
