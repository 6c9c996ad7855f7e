"""What is done to citeproc's words where they stand among an author's."""

from __future__ import annotations

import pytest

from briefing_build.csl.finishing import (
    as_sentence,
    in_one_pair_of_brackets,
    tidied,
    with_capital,
    without_brackets,
    without_stop,
)
from citing import inlines, written


@pytest.mark.parametrize(
    ("language", "words", "capital"),
    [
        ("en-GB", "in short", "In short"),
        ("tr", "ikinci", "İkinci"),
        ("az", "*ikinci*", "*İkinci*"),
        ("tr", "ılgaz", "Ilgaz"),
        ("de", "über", "Über"),
    ],
)
def test_a_capital_is_one_of_the_language(language: str, words: str, capital: str) -> None:
    assert written(with_capital(inlines(words), language)) == capital


@pytest.mark.parametrize(
    ("words", "sentence"),
    [("see x", "See x."), ("see *x.*", "See *x.*"), ("is it so?", "Is it so?"), ("a …", "A …")],
)
def test_a_sentence_ends_once(words: str, sentence: str) -> None:
    assert written(as_sentence(inlines(words), "en")) == sentence


@pytest.mark.parametrize(
    ("words", "without"),
    [("J. R.", "J. R"), ("in *the U.S.S.R.*", "in *the U.S.S.R*"), ("*so?*", "*so?*"), ("x", "x")],
)
def test_a_full_stop_gives_way_to_the_authors(words: str, without: str) -> None:
    assert written(without_stop(inlines(words))) == without


def test_brackets_do_not_stand_in_brackets() -> None:
    assert written(without_brackets(inlines("(Doe, *x*, 2020)"))) == "Doe, *x*, 2020"
    assert written(without_brackets(inlines("Doe (2020)"))) == "Doe (2020)"
    assert written(in_one_pair_of_brackets(inlines("(Doe (n 3))"))) == "(Doe [n 3])"
    assert written(in_one_pair_of_brackets(inlines("Doe (n 3)"))) == "Doe (n 3)"


@pytest.mark.parametrize(
    ("words", "tidy"),
    [
        ("“‘Politics’: A Reply to ‘Horizon’,” *H*", "“‘Politics’: A Reply to ‘Horizon,’” *H*"),
        ("*A Reply to “Horizon”*, 13", "*A Reply to “Horizon,”* 13"),
        ("*A Reply*, 13", "*A Reply*, 13"),
    ],
)
def test_american_stops_stand_inside_quotation_marks(words: str, tidy: str) -> None:
    assert written(tidied(inlines(words), "en-US", is_american=True)) == tidy
    assert written(tidied(inlines(words), "en-GB")) == words
