"""Settings: every value checked, every complaint with its place."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build.diagnostics import BriefingError, Diagnostics
from briefing_build.rules import Severity
from briefing_build.settings import is_language, parse_settings
from briefing_build.source import SourceFile


def _parse(text: str) -> tuple[object, list[str]]:
    found = Diagnostics()
    settings = parse_settings(SourceFile("briefing.toml", text), found)
    return settings, [f"{d.at.span.line}:{d.at.span.column} {d.rule.name}" for d in found]


def test_a_title_is_enough() -> None:
    settings, found = _parse('[briefing]\ntitle = "One"\n')

    assert not found
    assert (settings.title, settings.name, settings.language) == ("One", "one", "en-GB")
    assert settings.style == "chicago-notes-bibliography"


def test_all_settings_are_read() -> None:
    settings, found = _parse(
        """
[briefing]
title = "T"
subtitle = "S"
authors = ["A", "B"]
organisation = "O"
language = "az"
published = 2026-01-31
updated = "2026-02-03"
as_of = 2026-01-15
status = "Final"
chapters = ["a.md"]
bibliography = "../x.bib"
theme = "institutional"
[citations]
style = "oscola"
numbering = "document"
[output]
formats = ["epub"]
paper = "Letter"
directory = "out/here"
name = "paper"
[rules]
unused-entry = "error"
"""
    )

    assert not found
    assert settings.authors == ("A", "B")
    assert settings.updated == date(2026, 2, 3)
    assert settings.formats == ("epub",)
    assert settings.severities == {"unused-entry": Severity.ERROR}
    assert settings.span("citations.style").text == '"oscola"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 invalid-setting"),
        ('[briefing]\ntitel = "x"\ntitle = "x"', "2:1 unknown-setting"),
        ("[briefing]\ntitle = 3", "2:9 invalid-setting"),
        ('[briefing]\ntitle = "x"\npublished = 2026', "3:13 invalid-setting"),
        ('[briefing]\ntitle = "x"\n[output]\npaper = "A5" # small', "4:9 invalid-setting"),
        ('[briefing]\ntitle = "x"\n[outputs]\npaper = "A4"', "3:2 unknown-setting"),
        ('[briefing]\ntitle = "x"\n[rules]\nunknown-kee = "off"', "4:1 unknown-setting"),
        ('[briefing]\ntitle = "x"\n[rules]\nunknown-key = "no"', "4:15 invalid-setting"),
        ('[briefing]\ntitle = "x"\nlanguage = "English"', "3:12 invalid-setting"),
        ('[briefing]\ntitle = "x"\n[output]\ndirectory = "../out"', "4:13 invalid-setting"),
        ('[briefing]\ntitle = "x"\n[output]\nname = "a/b"', "4:8 invalid-setting"),
        ('title = "x"', "1:1 unknown-setting"),
    ],
)
def test_a_wrong_setting_is_told_with_its_place(text: str, expected: str) -> None:
    _, found = _parse(text)

    assert expected in found


def test_a_setting_in_the_wrong_table_is_sent_home() -> None:
    found = Diagnostics()
    text = '[briefing]\ntitle = "x"\nstyle = "oscola"'
    parse_settings(SourceFile("briefing.toml", text), found)

    assert [d.help for d in found] == ["`style` belongs under `[citations]`"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[briefing]\ntitle = "x', "briefing.toml:2:"),
        ("a" + ".a" * 40 + " = 1", "more than 16 parts"),
        ("a = " + "[" * 5000, "briefing.toml"),
    ],
)
def test_what_toml_cannot_be_read_is_one_line(text: str, line: str) -> None:
    with pytest.raises(BriefingError) as raised:
        _parse(text)

    assert line in str(raised.value)
    assert "\n" not in str(raised.value)


@given(st.text(max_size=200))
def test_no_settings_raise_anything_else(text: str) -> None:
    with contextlib.suppress(BriefingError):
        _parse(f"[briefing]\n{text}")


@pytest.mark.parametrize("tag", ["en", "en-GB", "az-Latn-AZ", "sr-Cyrl", "de-1996", "es-419"])
def test_language_tags(tag: str) -> None:
    assert is_language(tag)
    assert not is_language(f'{tag}" onload="x')
