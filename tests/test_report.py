"""Findings read out: aligned, harmless to a terminal, the same contract in each format."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.report import FORMATS, Weights, is_clean, to_json, to_text
from briefing_build.report.printable import cells, printable
from briefing_build.rules import Severity
from briefing_build.source import SourceFile


def _found(text: str, start: int, end: int, message: str = "wrong") -> Diagnostics:
    found = Diagnostics()
    source = SourceFile("chapter.md", text)
    found.report(rules.UNKNOWN_KEY, message, at=Label(source.span(start, end), "here"))
    return found


def test_the_underline_stands_under_what_is_wrong() -> None:
    assert to_text(_found("one [@two].", 5, 9)).splitlines() == [
        "error[unknown-key]: wrong",
        " --> chapter.md:1:6",
        "  |",
        "1 | one [@two].",
        "  |      ^^^^ here",
        "",
        "1 error",
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("歴史 @x", 3, 5),
        ("é́̂a @x", 5, 7),
        ("\t@x", 1, 3),
        ("\x1b[31m @x", 6, 8),
        ("\u202e @x", 2, 4),
        ("🙂🙂 @x", 3, 5),
        ("\u1112\u1161\u11ab @x", 4, 6),
        ("\ufdd0\uffff @x", 3, 5),
    ],
)
def test_the_underline_is_right_after_odd_characters(text: str, start: int, end: int) -> None:
    lines = to_text(_found(text, start, end)).splitlines()
    shown, under = lines[3], lines[4]
    before = shown[: shown.index("@x")]

    assert cells(before) == under.index("^")
    assert under.count("^") == 2


def test_of_a_long_line_a_window_is_shown() -> None:
    text = "a" * 5000 + "@x" + "b" * 5000
    lines = to_text(_found(text, 5000, 5002)).splitlines()

    assert len(lines[3]) < 140
    assert lines[3][lines[4].index("^") :].startswith("@x")


@given(st.text())
def test_nothing_unseen_is_printed(text: str) -> None:
    for character in printable(text):
        assert unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs"}


@given(st.text(min_size=1), st.data())
def test_every_format_bears_every_text(text: str, data: st.DataObject) -> None:
    source = SourceFile("chapter.md", text)
    start = data.draw(st.integers(0, len(source.text)))
    end = data.draw(st.integers(start, len(source.text)))
    for to_format in FORMATS.values():
        report = to_format(_found(text, start, end, message=text), Weights())
        assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", report) is None


def test_json_has_places_that_count_from_one() -> None:
    value = json.loads(to_json(_found("one\n[@two]", 6, 9)))

    assert value["version"] == 1
    assert value["counts"] == {"error": 1, "warning": 0, "info": 0}
    (finding,) = value["findings"]
    assert (finding["rule"], finding["severity"]) == ("unknown-key", "error")
    place = ("file", "line", "column", "end_line", "end_column")
    assert [finding[name] for name in place] == ["chapter.md", 2, 3, 2, 6]


def test_a_thousand_are_shown_and_all_are_counted() -> None:
    found = Diagnostics()
    source = SourceFile("chapter.md", "x" * 1005)
    for start in range(1005):
        found.report(rules.UNKNOWN_KEY, "wrong", at=Label(source.span(start, start + 1)))

    assert to_text(found).rstrip().endswith("1005 errors (5 not shown)")
    assert to_text(found).count("-->") == 1000


def test_weights_come_from_the_settings_and_the_command_line() -> None:
    found = Diagnostics()
    source = SourceFile("a.bib", "@x")
    found.report(rules.PLACEHOLDER_SOURCE, "not located", at=Label(source.span(0, 1)))

    assert is_clean(found, Weights())
    assert not is_clean(found, Weights(strict=True))
    assert not is_clean(found, Weights(release=True))
    assert not is_clean(found, Weights({"placeholder-source": Severity.ERROR}))
    assert is_clean(found, Weights({"placeholder-source": Severity.OFF}, strict=True, release=True))
    assert to_text(found, Weights({"placeholder-source": Severity.OFF})) == "nothing found\n"


def test_one_finding_told_twice_is_one() -> None:
    found = _found("abc", 0, 1)
    source = SourceFile("chapter.md", "abc")
    found.report(rules.UNKNOWN_KEY, "wrong", at=Label(source.span(0, 1), "here"))

    assert len(found) == 1
