"""Whatever a field says is printed, steers, or is reported: for every field of every type."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from briefing_build import rules
from briefing_build.bibtex import parse_bibtex
from briefing_build.bibtex.model import (
    DATE_FIELDS,
    FIELD_ALIASES,
    FIELDS,
    FIELDS_FOR_READERS,
    FIELDS_NOT_FOR_PRINT,
    FIELDS_WITHOUT_A_PLACE,
    FORMS,
    KIND_ALIASES,
    KINDS,
    ROMANISED_FIELDS,
    TOLERATED_FIELDS,
    TRANSLATED_FIELDS,
    is_known_field,
)
from briefing_build.checks.library.fields import check_field_names, check_unmapped_fields
from briefing_build.csl.mapping import to_work
from briefing_build.diagnostics import Diagnostics
from briefing_build.source import SourceFile

# Types that are no works: what others inherit from, sets, and notes.
WORKS = sorted(KINDS - set(KIND_ALIASES) - {"xdata", "set", "bibnote"})
NAMES = sorted({*FIELDS, *FIELDS_WITHOUT_A_PLACE} - set(FIELD_ALIASES))
FORMED = sorted(
    {f"{name}_romanised" for name in ROMANISED_FIELDS}
    | {f"{name}_translated" for name in TRANSLATED_FIELDS}
)
# A role needs somebody who has it, and a kind of number its number.
COMPANIONS = {
    "editortype": "editor",
    "editoratype": "editora",
    "editorbtype": "editorb",
    "editorctype": "editorc",
    "relatedtype": "related",
    "nameatype": "namea",
    "namebtype": "nameb",
    "namectype": "namec",
}
# Two ways to say one thing: the second is what nobody needs when the first is there.
INSTEAD = {
    "langid": "language",  # both name a language, and CSL has one variable for it
    "label": "shorthand",  # biblatex prints it where there is none
    "relatedtype": "relatedstring",  # which says it in words
}


class Marked(NamedTuple):
    """A value that is found again in what is printed."""

    value: str
    printed: str


@cache
def marked(name: str) -> Marked:
    number = 1000 + [*NAMES, *FORMED].index(name)
    if name in DATE_FIELDS:
        return Marked(f"{number}-05-06", str(number))
    if name in {"url", "archiveurl", "accesscopyurl"}:
        return Marked(f"https://x.org/m{number}m", f"m{number}m")
    return Marked(f"{{m{number}m}}", f"m{number}m")


class Said(NamedTuple):
    printed: str
    reported: set[str]


def said(kind: str, fields: dict[str, str]) -> Said:
    """All that is printed of an entry, and the fields of it that are reported."""
    body = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    found = Diagnostics()
    library = parse_bibtex(SourceFile("x.bib", f"@{kind}{{k, {body}}}"), found)
    assert not len(found), [item.message for item in found]
    settings = SimpleNamespace(updated=date(2026, 1, 1), published=None)
    manuscript = SimpleNamespace(settings=settings)
    briefing: Any = SimpleNamespace(library=library, manuscript=manuscript)
    check_unmapped_fields(briefing, found)
    check_field_names(briefing, found)
    assert {item.rule for item in found} <= {rules.UNMAPPED_FIELD}
    work = to_work(library.entries["k"], "en-GB")
    printed = json.dumps(dict(work.item), ensure_ascii=False) + repr(work.remarks)
    return Said(printed, {item.at.span.text for item in found})


def test_every_known_field_is_for_readers_or_not_or_has_no_place() -> None:
    kinds = (FIELDS_FOR_READERS, FIELDS_NOT_FOR_PRINT, FIELDS_WITHOUT_A_PLACE, TOLERATED_FIELDS)

    for number, some in enumerate(kinds):
        for others in kinds[number + 1 :]:
            assert not some & others
    assert set(FIELD_ALIASES.values()) <= FIELDS | {*FORMED, *FIELDS_WITHOUT_A_PLACE}
    assert all(is_known_field(name) for some in kinds for name in some)


@pytest.mark.parametrize("kind", WORKS)
def test_what_a_field_says_is_printed_or_reported(kind: str) -> None:
    lost = []
    for name in sorted({*NAMES, *FORMED} - {"crossref", "xdata"}):
        fields = {COMPANIONS.get(name, "title"): "Somebody", name: marked(name).value}
        answer = said(kind, fields)
        if name in FIELDS_NOT_FOR_PRINT:
            assert name not in answer.reported
        elif (marked(name).printed in answer.printed) == (name in answer.reported):
            lost.append(name)

    assert not lost


@pytest.mark.parametrize("kind", WORKS)
def test_no_field_keeps_another_from_print(kind: str) -> None:
    names = FIELDS_FOR_READERS - set(INSTEAD) | set(FORMED)
    fields = {name: marked(name).value for name in names}

    answer = said(kind, fields)

    unprinted = {name for name in names if marked(name).printed not in answer.printed}
    assert unprinted <= answer.reported


@pytest.mark.parametrize("other", sorted(FIELD_ALIASES))
def test_another_name_for_a_field_says_the_same(other: str) -> None:
    name = FIELD_ALIASES[other]
    if name in FIELDS_FOR_READERS or name in FORMED:
        answer = said("misc", {other: marked(name).value, "title": "T"})

        assert marked(name).printed in answer.printed or other in answer.reported


@pytest.mark.parametrize(
    ("fields", "unread"),
    [
        ("journal = {A}, journaltitle = {B}", ["journal"]),
        ("address = {A}, location = {B}", ["address"]),
        ("school = {A}, institution = {A}", []),
        ("urldate = {2020-01-01}, accessed = {2020-01-02}", []),
        ("title_translated = {A}, title_translated_de = {B}", ["title_translated_de"]),
    ],
)
def test_of_two_names_for_a_field_with_two_values_one_is_reported(
    fields: str, unread: list[str]
) -> None:
    found = Diagnostics()
    parse_bibtex(SourceFile("x.bib", f"@book{{k, {fields}}}"), found)

    assert [item.at.span.text for item in found] == unread
    assert all(item.rule is rules.UNMAPPED_FIELD for item in found)


def test_the_forms_are_those_of_known_fields() -> None:
    for name in ROMANISED_FIELDS | TRANSLATED_FIELDS:
        assert name in FIELDS_FOR_READERS
    for ending in FORMS:
        assert is_known_field(f"title{ending}_en")
    assert not is_known_field("volume_romanised")
    assert not is_known_field("title_translatedly")
