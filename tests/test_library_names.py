"""What the checks say of names of persons and of bodies."""

from __future__ import annotations

import json

import pytest

from briefing_build.checks.library.people import check_names
from library_checks import marked, said

PERSONS = (
    "Doe, Jane and Roe, Richard",
    "Jane Doe and Richard Roe and others",
    "Banks, Tony and Bank, Ann and Church, Alonzo and Court, Margaret",
    "Ann Bank and Alonzo Church and Margaret Court and Bill House and Jo Press",
    "Minister, Ann and Jo Parliament",
    "Powers, Jr., John and King, Jr., Martin Luther",
    "García Márquez, Gabriel José and de la Cruz, Juana Inés",
    "Herd, Graeme P. and Dunay, Pál and Gürer, Cüneyt",
    "{Barnes and Noble; Partners} and {{Ministry of Trade}}",
    "family=Doe, given=Jane, prefix=van",
    "Byron, George and By, Jo and Andersen, Hans",
    r"M{\"u}ller, J{\"o}rg and \'Alvarez, Jos\'e",
    "Reuters and AFP and Meduza",
    "Will I Am and Will.i.am",
    "Bank Ki-moon",
    "Dean Union and Union, Gabrielle",
    "Board, Kathryn and Service, Robert and Robert Service",
    "World, Ann",
    "others",
)


@pytest.mark.parametrize("names", PERSONS)
def test_names_that_are_such(names: str) -> None:
    assert marked(check_names, f"@book{{a, author = {{{names}}}}}") == []


@pytest.mark.parametrize(
    ("names", "marks"),
    [
        ("Doe, Jane; Roe, Richard", ["Doe, Jane; Roe, Richard"]),
        ("Jane Doe and Roe, Richard; Poe, Ann", ["Roe, Richard; Poe, Ann"]),
        ("Doe, Jane, Roe, Richard", ["Doe, Jane, Roe, Richard"]),
        ("Jane Doe, Richard Roe, Ann Poe", ["Jane Doe, Richard Roe, Ann Poe"]),
        ("Jane Doe & Richard Roe", ["Jane Doe & Richard Roe"]),
        (r"Jane Doe \& Richard Roe", [r"Jane Doe \& Richard Roe"]),
        ("Doe, Jane et al.", ["Doe, Jane et al."]),
        ("By Jane Doe", ["By Jane Doe"]),
        ("jane@example.org Doe", ["jane@example.org Doe"]),
        ("https://example.org/jane", ["https://example.org/jane"]),
    ],
)
def test_several_names_that_are_read_as_one(names: str, marks: list[str]) -> None:
    findings = said(check_names, f"@book{{a, author = {{{names}}}}}")

    assert [item.at.span.text for item in findings] == marks
    assert {item.rule.name for item in findings} == {"malformed-name"}


@pytest.mark.parametrize(
    ("names", "marks"),
    [
        ("International Energy Agency", ["International Energy Agency"]),
        ("Jane Doe and World Bank", ["World Bank"]),
        ("Bank of England", ["Bank of England"]),
        ("European Court of Human Rights", ["European Court of Human Rights"]),
        ("Ministry of Trade and Industry", ["Ministry of Trade and Industry"]),
        ("Ministry of Defence and Doe, Jane", ["Ministry of Defence"]),
        ("Ministry of Foreign Affairs, Baku", ["Ministry of Foreign Affairs, Baku"]),
        ("U.S. Department of State", ["U.S. Department of State"]),
        ("Amnesty International", ["Amnesty International"]),
        ("The United Nations", ["The United Nations"]),
        ("Wikipedia contributors", ["Wikipedia contributors"]),
        ("Министерство обороны", ["Министерство обороны"]),
        ("{Doe} and University {Press}", ["University {Press}"]),
    ],
)
def test_bodies_that_are_read_as_persons(names: str, marks: list[str]) -> None:
    findings = said(check_names, f"@book{{a, author = {{{names}}}}}")

    assert [item.at.span.text for item in findings] == marks
    assert {item.rule.name for item in findings} == {"unbraced-organisation"}


def test_the_help_for_a_body_shows_its_braces() -> None:
    (alone,) = said(check_names, "@book{a, editor = {World Bank}}")
    (among,) = said(check_names, "@book{a, author = {Jane Doe and World Bank}}")

    assert (alone.help or "").endswith("`editor = {{World Bank}}`")
    assert (among.help or "").endswith("`{World Bank}`")


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ({"family": "Agency", "given": "International Energy"}, ["Agency"]),
        ({"literal": "International Energy Agency"}, []),
        ({"family": "International Energy Agency"}, []),
        ({"family": "Bank", "given": "Ann"}, []),
        ({"family": "Doe", "given": "Jane"}, []),
        ({"literal": "Doe, Jane; Roe, Richard"}, ["Doe, Jane; Roe, Richard"]),
    ],
)
def test_names_of_csl_json(name: dict[str, str], marks: list[str]) -> None:
    text = json.dumps([{"id": "a", "type": "book", "author": [name]}])

    assert marked(check_names, text) == marks
