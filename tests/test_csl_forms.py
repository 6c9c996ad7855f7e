"""Titles in other letters and short names of bodies, in every shipped style."""

from __future__ import annotations

import pytest

from briefing_build.csl.forms import added, cleaned, in_forms, in_one_form, with_short_name
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Emphasis, Inline, Link, Text, plain_text
from citing import HERE, STYLES, Writer, item, style, written

LIBRARY = """
@book{book, author = {Клименко, Захар}, author_romanised = {Klimenko, Zakhar},
  title = {Каспийский газ}, title_romanised = {Kaspiĭskiĭ gaz},
  title_translated_en = {Caspian Gas}, publisher = {P}, location = {L}, date = {2009}}
@article{news, author = {Иванов, Иван and {Пресса}}, author_romanized = {Ivanov, Ivan and {Pressa}},
  title = {Что делать?}, title_transliterated = {Chto delat’?}, journaltitle = {Коммерсантъ},
  journaltitle_romanised = {Kommersant}, date = {2025-07-03}, url = {https://k.example.org/1}}
@article{translated, author = {Yılmaz, Ayşe}, title = {Enerji}, translatedtitle = {Energy},
  journaltitle = {Dergi}, volume = {3}, date = {2020}}
@report{iea, author = {{International Energy Agency}}, shortauthor = {IEA}, title = {Gas},
  date = {2024}, url = {https://iea.example.org/gas}}
@report{same, institution = {International Energy Agency}, shortauthor = {IEA}, title = {Oil},
  date = {2025}, url = {https://iea.example.org/oil}}
"""
MARKS = "\u2061\u2062\u2063\u206a\u206b"


@pytest.mark.parametrize("name", STYLES)
def test_no_mark_is_left_and_nothing_romanised_is_lost(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    ids = [writer.cite(key) for key in ("book", "news", "translated", "iea", "same") * 2]
    ids += [writer.cite("iea", "book"), writer.cite(item("iea", "3"), narrative=True)]
    edition = writer.edition(Diagnostics())

    words = [written(edition.words[id].screen) for id in ids]
    works = {work.key: written(work.content) for work in edition.bibliography}
    plain = {work.key: plain_text(work.content) for work in edition.bibliography}
    assert not any(mark in text for text in [*words, *works.values()] for mark in MARKS)
    if works:
        assert "Klimenko" in works["book"]
        assert "Захар Клименко" in works["book"]
        assert ", Захар" not in works["book"]
        assert "Kaspiĭskiĭ gaz Каспийский газ [Caspian Gas]" in plain["book"]
        assert "[Energy]" in works["translated"]
        assert "International Energy Agency (IEA)" in works["iea"] + works["same"]


def test_a_style_of_notes_introduces_a_body_and_then_names_it_shortly() -> None:
    writer = Writer(LIBRARY, style("chicago-notes-bibliography"))
    ids = [writer.cite(key) for key in ("iea", "iea", "book", "book", "news", "same", "translated")]
    edition = writer.edition(Diagnostics())

    assert [written(edition.words[id].screen) for id in ids] == [
        "International Energy Agency (IEA), *Gas* (2024), <https://iea.example.org/gas>.",
        "IEA, *Gas*.",
        "Zakhar Klimenko Захар Клименко, *Kaspiĭskiĭ gaz* Каспийский газ [Caspian Gas] (P, 2009).",
        "Klimenko, *Kaspiĭskiĭ gaz*.",
        (
            "Ivan Ivanov Иван Иванов and Pressa Пресса, ‘Chto delat’?’ Что делать?, *Kommersant* "
            "Коммерсантъ, 3 July 2025, <https://k.example.org/1>."
        ),
        "International Energy Agency (IEA), *Oil* (2025), <https://iea.example.org/oil>.",
        "Ayşe Yılmaz, ‘Enerji’ [Energy], *Dergi* 3 (2020).",
    ]


def test_a_style_in_the_text_has_the_short_name() -> None:
    writer = Writer(LIBRARY, style("chicago-author-date"))
    ids = [writer.cite("iea"), writer.cite("book"), writer.cite("same", narrative=True)]
    edition = writer.edition(Diagnostics())

    assert [written(edition.words[id].screen) for id in ids] == [
        "(IEA 2024)", "(Klimenko 2009)", "IEA (2025)",
    ]  # fmt: skip


def _text(text: str) -> Text:
    return Text(text, HERE)


def _said(*inlines: Inline) -> str:
    return written(in_forms(inlines, "first"))


def test_what_was_added_stands_outside_of_italics_and_quotation_marks() -> None:
    title = f"A {added('Б')}"

    assert _said(Emphasis((_text(title),), HERE), _text(", 2020")) == "*A* Б, 2020"
    assert _said(Emphasis((_text(f"{title}."),), HERE), _text(" X")) == "*A* Б. X"
    assert _said(_text(f"‘{title}’, X")) == "‘A’ Б, X"
    assert _said(_text(f"“{title},” X")) == "“A” Б, X"
    assert _said(_text(f"“{title}.” X")) == "“A” Б. X"
    assert _said(Emphasis((_text(f"{title}: more"),), HERE)) == "*A* Б*: more*"


def test_an_addition_in_a_link_stays_in_it() -> None:
    (link,) = in_forms([Link((_text(f"A {added('Б')}"),), "https://x.org", "", HERE, HERE)], "long")

    assert plain_text((link,)) == "A Б"


def test_a_body_is_introduced_once() -> None:
    name = with_short_name("World Bank", "WB")

    assert _said(_text(f"{name}, A; {name}, B")) == "World Bank (WB), A; WB, B"
    assert in_one_form(name, "long") == "World Bank"
    assert in_one_form(name, "short") == "WB"
    assert in_one_form(with_short_name("The WB Group", "WB"), "first") == "The WB Group"


def test_an_authors_own_marks_mean_nothing() -> None:
    assert cleaned("a\u2061b\u206ac") == "abc"
    assert in_one_form("a\u206a b \u2062", "first") == "a b "
