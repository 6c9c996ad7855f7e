"""Typewriter's punctuation, and what is printed for it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build.diagnostics import Diagnostics
from briefing_build.document import plain_text
from briefing_build.markdown import parse_chapter
from briefing_build.punctuation import Stretch, quotation_marks, typeset
from briefing_build.source import SourceFile


def printed(text: str, language: str = "en") -> str:
    changed = text
    for change in reversed(typeset(text, [(0, len(text))], language)):
        changed = changed[: change.start] + change.text + changed[change.end :]
    return changed


def paragraph(text: str, language: str = "en") -> str:
    return plain_text(parse_chapter(SourceFile("c.md", text), language, Diagnostics()).blocks)


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ('He said "yes".', "He said “yes”."),
        ("\"He said 'yes',\" she said.", "“He said ‘yes’,” she said."),
        ("'Single' outside", "‘Single’ outside"),
        ("'He said \"yes\",' she said.", "‘He said “yes”,’ she said."),
        ('("in brackets")', "(“in brackets”)"),
        ('"One," he said, "two."', "“One,” he said, “two.”"),
        ('—"after a dash"', "—“after a dash”"),
        ('"ends with a dash"—then', "“ends with a dash”—then"),
        ("\"'Both' at once\"", "“‘Both’ at once”"),
        ("\"It's the 90's,\" he said", "“It’s the 90’s,” he said"),
    ],
)
def test_quotation_marks_pair(typed: str, set_: str) -> None:
    assert printed(typed) == set_


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("it's", "it’s"),
        ("the states' rights", "the states’ rights"),
        ("'tis the '90s", "’tis the ’90s"),
        ("rock 'n' roll", "rock ‘n’ roll"),
        ("l'Azerbaïdjan d'aujourd'hui", "l’Azerbaïdjan d’aujourd’hui"),
    ],
)
def test_other_single_marks_are_apostrophes(typed: str, set_: str) -> None:
    assert printed(typed) == set_


def test_a_quotation_over_paragraphs_is_left_open() -> None:
    assert printed('"A first paragraph.') == "“A first paragraph."
    assert printed('A last paragraph."') == "A last paragraph.”"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("1990--1995", "1990–1995"),
        ("so---it seems---not", "so—it seems—not"),
        ("----", "––"),
        ("-----", "—–"),
        ("well-known", "well-known"),
        ("and so on...", "and so on…"),
    ],
)
def test_dashes_and_dots(typed: str, set_: str) -> None:
    assert printed(typed) == set_


@pytest.mark.parametrize(
    ("language", "set_"),
    [
        ("en-GB", "“a ‘b’ c”"),
        ("de", "„a ‚b‘ c“"),
        ("de-CH", "«a ‹b› c»"),
        ("fr", "«\u202fa “b” c\u202f»"),
        ("ru", "«a „b“ c»"),
        ("az", "«a ‹b› c»"),
        ("az-Latn", "«a ‹b› c»"),
        ("tr", "“a ‘b’ c”"),
        ("uk", "«a „b“ c»"),
        ("hy", "«a «b» c»"),
        ("ka", "„a “b” c“"),
        ("xx", "“a ‘b’ c”"),
    ],
)
def test_quotation_marks_are_those_of_the_language(language: str, set_: str) -> None:
    assert printed("\"a 'b' c\"", language) == set_


@pytest.mark.parametrize(
    ("language", "typed", "set_"),
    [
        ("en", "12 % of pp. 3", "12\u00a0% of pp.\u00a03"),
        ("en", "No. 5, Art. 6, § 7", "No.\u00a05, Art.\u00a06, §\u00a07"),
        ("en", "It ended. 5 came", "It ended. 5 came"),
        ("en", "in the end. 5", "in the end. 5"),
        ("en", "a : b ; c", "a : b ; c"),
        ("fr", "Quoi ? Ainsi : oui ; non", "Quoi\u202f? Ainsi\u00a0: oui\u202f; non"),
        ("fr", "« mot »", "«\u202fmot\u202f»"),
    ],
)  # fmt: skip
def test_spaces_at_which_no_line_ends(language: str, typed: str, set_: str) -> None:
    assert printed(typed, language) == set_


def test_an_escaped_sign_stays_as_it_is() -> None:
    assert paragraph(r"6\" and 5\' and \-- and \...") == "6\" and 5' and -- and ..."


def test_only_words_change() -> None:
    assert paragraph('`"a"--` $a--b$ <https://e.org/a--b> "b"') == (
        '"a"-- a--b https://e.org/a--b “b”'
    )


def test_marks_pair_across_emphasis_links_and_notes() -> None:
    assert paragraph('"*a*" *"b"* "[c](u)" [x]("u") **"d** e"') == "“a” “b” “c” x “d e”"
    assert paragraph('"A [@k, p. 3]," he said^[It\'s "so".].') == "“A ,” he said."


def test_a_phrase_has_the_marks_of_its_language() -> None:
    assert paragraph('"a" ["b"]{lang=ru} ["c [\'d\']{lang=de}"]{lang=fr}') == (
        "“a” «b» «\u202fc ‚d‘\u202f»"
    )


def test_stretches_are_given_from_the_outside_in() -> None:
    changes = typeset('"a"', [(0, 3)], "en", [Stretch(0, 3, "ru"), Stretch(0, 3, "de")])

    assert [change.text for change in changes] == ["„", "“"]


@settings(deadline=None)
@given(st.text("ab \"'-.\\«»%1pN\n", max_size=40), st.sampled_from(["en", "fr", "de", "ru"]))
def test_letters_and_figures_are_never_touched(text: str, language: str) -> None:
    def kept(words: str) -> list[str]:
        return [letter for letter in words if letter.isalnum()]

    assert kept(printed(text, language)) == kept(text)


@settings(deadline=None)
@given(st.text("ab \"'-.", max_size=40))
def test_changes_come_in_order_and_do_not_overlap(text: str) -> None:
    changes = typeset(text, [(0, len(text))], "en")

    for first, second in pairwise(changes):
        assert first.end <= second.start


def test_every_language_has_four_marks() -> None:
    assert all(quotation_marks("de-AT"))
    assert quotation_marks("de_CH") == quotation_marks("de-CH")
