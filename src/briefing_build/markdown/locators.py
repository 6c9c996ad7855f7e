"""`pp. 3–4, 7` to a label and a locator, as pandoc reads them, in the language around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from briefing_build.markdown.locator_words import foreign_words, words_of
from briefing_build.terms import primary_language

_SPACES = r"[ \t\n\u00a0\u202f]*"
# `12`, `12a`, `C22`, `33–44`, `iv:3`, `34(1)`, `[17]`, `2.1`
_CHARACTER = r"(?:[^\W_]|[-–—:+])"
_UNIT = rf"(?:{_CHARACTER}|\([^\s()]{{1,40}}\)|\[[^\s\[\]]{{1,40}}\]|\\[\[\]\-–§])"
_WORD = rf"(?:{_UNIT}+(?:\.{_UNIT}+)*)"
_DIGITS = rf"(?=[^\s,;]{{0,60}}\d){_WORD}"
_ROMAN = (
    r"(?=[ivxlcdmIVXLCDM])(?i:m*(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))(?![^\W_])"
)
_ROMANS = rf"{_ROMAN}(?:[-–]{{1,3}}{_ROMAN})?"
_ANY = rf"(?:{_ROMANS}|{_DIGITS})"
_MORE = rf"(?:{_SPACES}[,;&]{_SPACES}{_ANY}|[ \t\n\u00a0]+{_DIGITS})*"
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a work, and the offset behind its words."""

    label: str
    locator: str
    end: int


def read_locator(text: str, start: int, end: int, language: str = "en") -> Locator | None:
    """The locator with which `text[start:end]` begins; a number without a label is a page.

    Labels are known in English and in `language`, and in other languages as far as they cannot
    be anything else in this one.
    """
    labels = _labels(primary_language(language))
    if braces := labels.braces.match(text, start, end):
        inside = _clean(braces["inside"])
        label = labels.named(braces["label"]) if braces["label"] else "page"
        return Locator(label if inside else "", inside, braces.end())
    words = labels.integrated.match(text, start, end)
    if words is None:
        return None
    label = words["label"] or words["word"]
    locator = words["labelled"] or words["worded"] or words["bare"]
    name = labels.named(label) if label else "page"
    return Locator(name, _clean(locator), words.end())


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels that a language knows: those written as they stand, and those in any case."""

    exact: dict[str, str]
    folded: dict[str, str]
    integrated: re.Pattern[str]
    braces: re.Pattern[str]

    def named(self, written: str) -> str:
        word = " ".join(written.split())
        return self.exact.get(word) or self.folded[_fold(word)]


@cache
def _labels(language: str) -> _Labels:
    own, foreign = words_of(language), foreign_words(language)
    folded = {word: label for word, label in own.items() if word == word.lower()}
    # A German "S." is a page, an "s." is something else.
    exact = foreign | {word: label for word, label in own.items() if word not in folded}
    word = rf"(?:{_one_of(exact)}|(?i:{_one_of(folded)}))"
    integrated = re.compile(
        rf",?{_SPACES}(?:(?P<label>{word})(?<![^\W_]){_SPACES}(?P<labelled>{_ANY}{_MORE})"
        rf"|(?P<word>{word})[ \t\n\u00a0\u202f]+(?P<worded>{_ANY}{_MORE})"
        rf"|(?P<bare>{_DIGITS}(?:{_SPACES}[,;&]?{_SPACES}{_DIGITS})*))"
    )
    braces = re.compile(
        rf",?{_SPACES}\{{{_SPACES}(?:(?P<label>{word})(?=[\s\d\u00a0}}]){_SPACES})?"
        r"(?P<inside>[^{}]*)\}"
    )
    by_fold = {_fold(word): label for word, label in folded.items()}
    return _Labels(exact, by_fold, integrated, braces)


def _fold(word: str) -> str:
    """A word as a pattern sees it that is deaf to case, for which all letters I are one."""
    return word.casefold().replace("\u0307", "").replace("ı", "i")


def _one_of(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"[ \t\n\u00a0]+") for word in longest_first)


def _clean(locator: str) -> str:
    """A locator without escapes, with the dashes that were typed as hyphens."""
    plain = _ESCAPE.sub(r"\1", " ".join(locator.split()))
    return plain.replace("---", "—").replace("--", "–")
