"""Names in two spellings, and names that are two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build.checks.language.spellings import may_be_one_name, spelling
from briefing_build.diagnostics import Diagnostics
from briefing_build.settings import parse_settings
from briefing_build.source import SourceFile
from checking import told

RULE = "name-variant"
DECLARED = """
[briefing]
title = "T"
[names]
"Aliyev" = ["Aliev", "Əliyev"]
"Nagorno-Karabakh" = ["Nagorny Karabakh", "Karabagh"]
"Karabakh" = []
"""


def _marked(text: str, settings: str = '[briefing]\ntitle = "T"\n') -> list[str]:
    return [finding.at.span.text for finding in told(text, RULE, settings=settings)]


ONE_NAME = """
    Zangezur/Zangazur Zangezur/Zəngəzur Aliyev/Aliev Aliyev/Əliyev Aliev/Əliyev Ganja/Gəncə
    Nakhchivan/Nakhichevan Nakhchivan/Naxçıvan Nakhichevan/Naxçıvan Kyiv/Kiev Gulistan/Gülistan
    Zelensky/Zelenskyy Zelensky/Zelenskiy Yerevan/Erevan Pashinyan/Pashinian Gabala/Qəbələ
    Khojaly/Xocalı Khojali/Khojaly Lachin/Laçın Aghdam/Agdam Agdam/Ağdam Dagestan/Daghestan
    Ossetia/Osetia Tehran/Teheran Azerbaijan/Azerbaidzhan Nazarbayev/Nazarbaev Tokayev/Tokaev
    Erdogan/Erdoğan Orban/Orbán Donbas/Donbass Odesa/Odessa Karabakh/Qarabağ Shusha/Şuşa
    Mammadov/Məmmədov Mammadov/Mamedov Sergei/Sergey Mohammad/Mohammed Huseynov/Huseinov
    Fuzuli/Füzuli Jabrayil/Cəbrayıl Kalbajar/Kəlbəcər Kelbajar/Kalbajar Bahrain/Behrain
    Heydar/Heidar Ilham/İlham Hikmat/Hikmet Syunik/Siunik Turkey/Türkiye Khankendi/Xankəndi
    Kharkiv/Kharkov Hezbollah/Hizballah Saakashvili/Sakashvili Medvedev/Medvedyev
    """.split()
TWO_NAMES = """
    Azerbaijan/Azerbaijani Iran/Iraq Georgia/Georgian Armenia/Armenian Russia/Russian Marta/Marita
    Colombia/Columbia Nigeria/Niger Nigerian/Nigerien German/Germany German/Kerman Britain/Briton
    Victor/Victoria Christian/Christina Slovakia/Slovak Slovakia/Slovenia Slovenia/Slavonia
    Austria/Australia Khan/Han Anderson/Andersen Petersen/Peterson Organisation/Organization
    Program/Programme Centre/Center Defence/Defense Mali/Malawi Syria/Serbia Persian/Parisian
    Sweden/Sudan Latvia/Livonia Kazan/Kazakh Kent/Kant Karen/Karin Carolina/Caroline Gambia/Zambia
    Ghana/Guyana Dominica/Dominican Allen/Ellen Roman/Rumen Tartar/Tatar Lebanon/Libyan
    Kuwait/Kuwaiti Mark/Mary Paris/Peres Maria/Mario Louis/Louise Martin/Martina Ivan/Ivana
    Oman/Omani Jordan/Jordanian Essex/Sussex Minister/Ministry Senate/Senator Union/Unions
    Council/Counsel Marine/Marina Weber/Webern Saudi/Said Barak/Barack Moldova/Moldovan Wang/Vang
    Smith/Smyth Celsius/Celsus Johnson/Johansson Celts/Celtes Turkmen/Turkey Baku/Batumi
    """.split()


@pytest.mark.parametrize("pair", ONE_NAME)
def test_spellings_of_one_name(pair: str) -> None:
    one, other = pair.split("/")

    assert may_be_one_name(one, other)
    assert may_be_one_name(other, one)
    assert set(spelling(one).keys) & set(spelling(other).keys)


@pytest.mark.parametrize("pair", TWO_NAMES)
def test_two_names(pair: str) -> None:
    one, other = pair.split("/")

    assert not may_be_one_name(one, other)
    assert not may_be_one_name(other, one)


@given(st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12))
def test_spellings_are_compared_both_ways_alike(one: str, other: str) -> None:
    assert may_be_one_name(one, other) == may_be_one_name(other, one)


# In a text

USED = "The road through Zangezur is long. President Aliyev opened it.\n\n"

FOUND = [
    ("Few live in Zangazur today.", "Zangazur"),
    ("It was Aliev who closed it.", "Aliev"),
    ("In 2003 Ilham Aliev came to power.", "Aliev"),
    ("Aliev's son was there.", "Aliev"),
    ("The Zangazur-based firm fell.", "Zangazur"),
    ("**Zangazur** is a valley.", "Zangazur"),
    ("- As for Zangazur, nothing is known.", "Zangazur"),
    ("A note.^[It was in Zangazur.]", "Zangazur"),
    ("## Why Zangazur matters", "Zangazur"),
    ("| Place | Who |\n|:--|:--|\n| Zangazur | nobody |", "Zangazur"),
    ("The Zangazur corridor (a road) is planned.", "Zangazur"),
]


@pytest.mark.parametrize(("text", "name"), FOUND)
def test_a_name_in_another_spelling(text: str, name: str) -> None:
    assert _marked(USED + text) == [name]


SILENT = [
    "He spoke of “Zangazur” all day.",
    "“We need Zangazur,” he said.",
    "> We need Zangazur.",
    "*Zangazur in Our Time* is its title.",
    "[Zəngəzur dəhlizi]{lang=az} is what it is called.",
    "They live in Zangezur (Zəngəzur).",
    "They live in Zangezur (in Azerbaijani Zəngəzur; a valley).",
    "Zangezur, also spelt Zangazur, is a valley.",
    "Zangezur, or Zangazur, is a valley.",
    "It was called Zangazur by them.",
    "It was formerly Zangazur.",
    "`Zangazur` is the key of a file.",
    "See <https://example.org/Zangazur> for it.",
    "See [the map](https://example.org/Zangazur.html).",
    "Zangezur's roads and Zangezur’s rivers are few.",
    "The Aliyevs met. Aliyev's men did not.",
    "## Names\n\nSome write Zangazur.",
    "::: glossary\nZangezur\n:   a valley, Zangazur to some\n:::",
    "Sergei Lavrov met Sergey Shoigu.",
    "Mohammed Reza and Mohammad Javad are two.",
    "Henry Kissinger and Henri Barkey wrote of it.",
    "John Meyer and Hans Meier are two.",
    "The Iranian and Iraqi envoys came from Iran and Iraq.",
    "Georgia and the Georgian envoy, Armenia and the Armenian one.",
    "In Colombia nobody knows British Columbia University.",
    "The organisation is the Shanghai Cooperation Organisation, not the Treaty Organization.",
    "The Marine corps has a marine; the Merine wool does not.",
    "Then came winter. Than that, nothing was worse.",
    "THE ZANGAZUR ROAD IS SHUT.",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_is_no_other_spelling_of_a_name(text: str) -> None:
    assert not _marked(USED + text)


def test_the_more_frequent_spelling_is_the_name() -> None:
    (finding,) = told("In Kiev and in Kyiv. From Kyiv to Kyiv.", RULE)

    assert finding.at.span.text == "Kiev"
    assert finding.related[0].message == "3 times so"
    assert finding.fix is not None
    assert not finding.fix.is_safe
    assert finding.fix.edits[0].text == "Kyiv"


def test_names_beside_a_name_tell_whose_it_is() -> None:
    assert _marked("So said Ilham Aliyev. So said Ilham Aliev.") == ["Aliev"]
    assert not _marked("So said Ilham Aliyev. So said Vagif Aliev.")


# Said in the settings


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Aliev and Əliyev came.", ["Aliev", "Əliyev"]),
        ("Aliev's men are from Nagorny\nKarabakh.", ["Aliev", "Nagorny\nKarabakh"]),
        ("# Aliev\n\nIn Karabagh.", ["Aliev", "Karabagh"]),
        ("Karabakh and Nagorno-Karabakh, and Aliyev.", []),
        ("“Aliev” and *Aliev* and Aliyev (Əliyev).", []),
        ("Alievs and Alievski, Kiev.", []),
        ("[Əliyev]{lang=az} and `Aliev`.", []),
    ],
)
def test_spellings_that_the_settings_rule_out(text: str, names: list[str]) -> None:
    assert _marked(text, DECLARED) == names


def test_a_spelling_that_is_ruled_out_is_mended_when_asked_for() -> None:
    heading, text = told("# Aliev\n\nSo said Aliev.", RULE, settings=DECLARED)

    assert heading.fix is not None
    assert text.fix is not None
    assert not heading.fix.is_safe  # Its words are its id.
    assert text.fix.is_safe
    for finding in (heading, text):
        assert finding.fix is not None
        assert [edit.text for edit in finding.fix.edits] == ["Aliyev"]


def test_two_names_that_are_declared_are_two() -> None:
    text = "In Kiev and in Kyiv."
    settings = '[briefing]\ntitle = "T"\n[names]\n"Kiev" = []\n'

    assert _marked(text)
    assert not _marked(text, f'{settings}"Kyiv" = []\n')


def test_declared_names_are_found_in_every_language() -> None:
    settings = DECLARED.replace('"T"\n', '"T"\nlanguage = "de"\n', 1)

    assert _marked("Gestern sprach Aliev in Kiew und Kiev.", settings) == ["Aliev"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('"A" = "B"', ""),
        ('"A" = ["B", "C"]', ""),
        ('"A" = []', ""),
        ('"A" = 3', "`A` should be a list of spellings"),
        ('"A" = [3]', "`A` should be a list of spellings"),
        ('"A" = ["A"]', "`A` is to be used and not to be used"),
        ('"A" = ["B"]\n"B" = []', "`B` is to be used and not to be used"),
        ('"A" = ["C"]\n"B" = ["C"]', "`C` is a spelling of `A` too"),
    ],
)
def test_the_table_of_names(table: str, message: str) -> None:
    found = Diagnostics()
    text = f'[briefing]\ntitle = "T"\n[names]\n{table}\n'
    parse_settings(SourceFile("briefing.toml", text), found)

    said = [finding.message for finding in found]

    assert len(said) == bool(message)
    assert all(line.startswith(message) for line in said)


def test_no_text_takes_long() -> None:
    """Without a clock: what is not in proportion does not end."""
    for piece in ("Aliyev Aliev ", "Ab", "Aa (", "“Aliev ", "Nagorny ", "É"):
        _marked(f"In Aliyev {piece * (60_000 // len(piece))}", DECLARED)
    _marked(
        " ".join(f"B{n:o}r".translate(str.maketrans("01234567", "aeiouyrn")) for n in range(9000))
    )
