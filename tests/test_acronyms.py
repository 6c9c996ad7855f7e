"""Acronyms that nobody explains, and capitals that are none or need no explanation."""

from __future__ import annotations

import pytest

from briefing_build.checks.language.familiar import is_familiar
from checking import told

RULE = "undefined-acronym"


def _marked(text: str) -> list[str]:
    return [finding.at.span.text for finding in told(text, RULE)]


UNDEFINED = [
    ("The CSTO met in Minsk.", "CSTO"),
    ("Nothing came of the EAEU.", "EAEU"),
    ("Several IRGC officers were seen.", "IRGC"),
    ("The FSB and the police came.", "FSB"),
    ("Two SAMs were fired.", "SAM"),
    ("The R&AW knew of it.", "R&AW"),
    ("Hackers of APT29 broke in.", "APT29"),
    ("A pro-SCO paper won.", "SCO"),
    ("The SCO-led talks failed.", "SCO"),
    ("It was an EAEU's own rule.", "EAEU"),
    ("*Talks* with the **CSTO** failed.", "CSTO"),
    ("- The OIC is silent.", "OIC"),
    ("A note.^[The OIC is silent.]", "OIC"),
    ("The OIC (see below) is silent.", "OIC"),
    ("The OIC, in Jeddah, is silent.", "OIC"),
    ("[The OIC](https://example.org) is silent.", "OIC"),
    ("Russia (in the CSTO) and Iran (in the UN) agreed.", "CSTO"),
    ("::: {.judgement confidence=low}\nThe SCO is likely to grow.\n:::", "SCO"),
]


@pytest.mark.parametrize(("text", "name"), UNDEFINED)
def test_an_acronym_that_nobody_explains(text: str, name: str) -> None:
    assert _marked(text) == [name]


EXPLAINED = [
    "The Collective Security Treaty Organization (CSTO) met. The CSTO broke up.",
    "The CSTO (Collective Security Treaty Organization) met.",
    "The security treaty’s organisation (the CSTO) met.",
    "The Organisation of Islamic Cooperation (hereafter OIC) met.",
    "The Organisation of Islamic Cooperation (“OIC”) met.",
    "The Organisation of Islamic Cooperation, or OIC, met.",
    "The state oil company (SOCAR; in Baku) paid.",
    "SOCAR, the state oil company, paid.",
    "SOCAR, Azerbaijan's oil company, paid.",
    "SOCAR, which sells oil, paid.",
    "SOCAR — the state oil company — paid.",
    "SOCAR stands for the State Oil Company of Azerbaijan.",
    "A loose group called GUAM met in Kyiv.",
    "The research centre CAST counted them.",
    "The company, known as SOFAZ, paid.",
    "The BTC pipeline is full.",
    "LORA missiles were shown.",
    "Surface-to-air missiles (SAMs) were fired. A SAM fell.",
    "**Foreign direct investment** (**FDI**) fell. FDI rose.",
    "The *Foreign Intelligence Service* (*SVR*) knew.",
    "OSINT: what anybody can read.",
    "The IRGC is the guard of the revolution.",
    "::: abbreviations\nOIC\n:   Organisation of Islamic Cooperation\n:::\n\nThe OIC met.",
    "The OIC met.\n\nOIC\n:   Organisation of Islamic Cooperation",
    "The OIC met.\n\n# Abbreviations\n\n- **OIC** Organisation of Islamic Cooperation",
    "The OIC met.\n\n# Abbreviations\n\n| Short | Long |\n|--|--|\n| OIC | the Organisation |",
]


@pytest.mark.parametrize("text", EXPLAINED)
def test_an_acronym_that_is_explained(text: str) -> None:
    assert not _marked(text)


NEEDS_NONE = [
    "The EU, the UN, NATO and the US agreed.",
    "The UK's GDP and the USA's fell.",
    "NGOs and MPs asked the BBC.",
    "It holds 12 GW, 300 MW and 40 TWh.",
    "It cost USD 4m, AZN 7m or RUB 300m.",
    "CO2, CH4, H2O and SF6 were measured; so was CO~2~.",
    "The II World War, Chapter XIV and Louis XVI.",
    "An S-300, a MiG-29, a TOS-1A and a T-90 were lost.",
    "UTF-8 and A/RES/62/243 were named.",
    "The file is `CSTO.md`; its macro is $CSTO$.",
    "See https://example.org/CSTO and <https://example.org/CSTO>.",
    "## The CSTO and its end",
    "| State | Body |\n|:--|:--|\n| Armenia | CSTO |",
    "KEY FACTS AND FIGURES ARE HERE.",
    "THIS IS VERY IMPORTANT NEWS.",
    "It must NOT be used, and NEVER again.",
    "“The CSTO is dead,” he said.",
    "> The CSTO is dead.",
    "*The CSTO at Thirty* is a book.",
    "[ОДКБ and CSTO]{lang=ru} are told apart.",
    "JD Vance met HR McMaster.",
    "He moved to Boise, ID, in May.",
    "At 4 PM GMT, in 300 BC or AD 40.",
    "The author has a PhD and an MBA.",
    "A. B. Smith and J.R.R. Tolkien wrote it.",
    "Its ISBN, DOI and PDF are known.",
    "COVID closed the border; AIDS did not.",
    "The agency AFP and the BBC said so.",
    "TASS reported it.",
    "G7 and P5 are no acronyms of ours.",
    "A $CSTO and #CSTO tag, \\@CSTO too.",
]


@pytest.mark.parametrize("text", NEEDS_NONE)
def test_capitals_that_need_no_explanation(text: str) -> None:
    assert not _marked(text)


@pytest.mark.parametrize("name", ["EU", "NATO", "MW", "EUR", "DE", "XIV", "CO2", "TASS"])
def test_familiar_capitals(name: str) -> None:
    assert is_familiar(name)


@pytest.mark.parametrize("name", ["CSTO", "GUAM", "ICJ", "IIIX", "APT29", "C2", "OIC"])
def test_capitals_that_are_not_familiar(name: str) -> None:
    assert not is_familiar(name)


def test_an_acronym_is_told_of_once_and_where_it_is_first_used() -> None:
    (finding,) = told("The CSTO met. The CSTO fell. The CSTO rose.", RULE)

    assert finding.at.span.column == 5


def test_an_acronym_that_is_used_before_it_is_explained() -> None:
    (finding,) = told("The OIC met. The Organisation of Islamic Cooperation (OIC) fell.", RULE)

    assert finding.at.span.column == 5
    assert finding.related[0].span.column == 55
    assert "before" in finding.message


def test_outlets_that_the_bibliography_calls_by_letters_are_known() -> None:
    library = "@online{a, title = {T}, organization = {MENA News}, url = {https://a.example/1}}"
    text = "The agency's report by MENA was denied.[@a]"

    assert told(text, RULE)
    assert not told(text, RULE, library=library)


def test_what_the_readers_know_is_said_in_the_settings() -> None:
    settings = '[briefing]\ntitle = "T"\n[acronyms]\nknown = ["CSTO", "OIC"]\n'

    assert not told("The CSTO and the OIC met.", RULE, settings=settings)
    assert told("The CSTO and the SCO met.", RULE, settings=settings)[0].at.span.text == "SCO"


def test_other_languages_are_left_alone() -> None:
    settings = '[briefing]\ntitle = "T"\nlanguage = "de"\n'

    assert not told("Die OVKS und die OIC tagten.", RULE, settings=settings)


def test_no_text_takes_long() -> None:
    """Without a clock: what is not in proportion does not end."""
    for piece in ("ABC DEF ", "ABC (", "(ABC) ", "A", "ABC, or ", "A&", "ABC, "):
        _marked(piece * (100_000 // len(piece)))
