"""Notes and bibliography speak the language of the document."""

from __future__ import annotations

from functools import cache

import pytest
from lxml import etree

from briefing_build.csl.locales import declined, known_language
from briefing_build.csl.style import prepare
from briefing_build.diagnostics import Diagnostics
from briefing_build.shipped_styles import shipped_style
from citing import Writer, item, style, style_of, written

LIBRARY = """
@article{journal, author = {Doe, Jane and Roe, Richard}, title = {A title}, number = {4},
  journaltitle = {A Journal}, volume = {2}, pages = {3-9}, date = {2020-07-03}}
@incollection{chapter, author = {Doe, Jane}, title = {A "chapter" of it}, booktitle = {A book},
  edition = {3}, editor = {Edi, E. and Fox, F.}, date = {2019}, publisher = {Pub},
  location = {Paris}, pages = {3-9}}
@online{page, title = {A page}, url = {https://example.org/}, urldate = {2021-03-04},
  author = {Writer, Anna}, date = {2021-05-06}, organization = {Site}}
"""


@cache
def printed(name: str, language: str) -> str:
    writer = Writer(LIBRARY, style(name), language)
    ids = [
        writer.cite(item("journal", "12")),
        writer.cite(item("chapter", "5-6")),
        writer.cite(item("page")),
        writer.cite(item("chapter", "5", "article-locator")),
    ]
    found = Diagnostics()
    edition = writer.edition(found)
    assert not found
    lines = [written(edition.words[id].paper) for id in ids]
    lines += [written(entry.content) for entry in edition.bibliography]
    return "\n".join(lines)


# "and", the quotation marks of a title and of one within it, a full date, "ed.", the edition,
# "edited by", an article.
CHICAGO = {
    "en-GB": ("and", "‘A Title’", "“Chapter”", "6 May 2021",
              "ed. E.", "3rd edn", "edited by", "art. 5"),
    "en-US": ("and", "“A Title,”", "‘Chapter’", "May 6, 2021",
              "ed.", "3rd ed.", "edited by", "art. 5"),
    "az": ("və", "«A title»", "‹chapter›", "6 may 2021", "red.", "3-cü nəşr", "redaktor", "m. 5"),
    "de": ("und", "„A title“", "‚chapter‘", "6. Mai 2021",
           "hg. von", "3. Aufl.", "herausgegeben von", "Art. 5"),
    "fr": ("et", "«\xa0A title\xa0»", "“chapter”", "6 mai 2021",
           "éd. par", "3ᵉ éd.", "édité par", "art. 5"),
    "ru": ("и", "«A title»", "„chapter“", "6 мая 2021 г.",
           "под ред.", "3-е изд.", "под редакцией", "ст. 5"),
    "tr": ("ve", "“A title”", "‘chapter’", "6 Mayıs 2021", "ed.", "3. bs", "editör", "m. 5"),
    "es": ("y", "«A title»", "“chapter”", "6 de mayo de 2021",
           "ed.", "3.ª ed.", "editado por", "art. 5"),
    "uk": ("і", "«A title»", "", "6 травня 2021", "", "", "", ""),
    # Languages that pandoc has no words for have their own marks, and English as in Britain.
    "ka": ("and", "„A title“", "“chapter”", "6 May 2021",
           "ed. by", "3rd ed.", "edited by", "art. 5"),
    "hy": ("and", "«A title»", "«chapter»", "6 May 2021",
           "ed. by", "3rd ed.", "edited by", "art. 5"),
    "kk": ("and", "«A title»", "“chapter”", "6 May 2021",
           "ed. by", "3rd ed.", "edited by", "art. 5"),
    "no": ("og", "«A title»", "‘chapter’", "6. mai 2021",
           "red.", "3. utg.", "redigert av", "art. 5"),
    "az-Latn-AZ": ("və", "«A title»", "‹chapter›", "6 may 2021",
                   "red.", "3-cü nəşr", "redaktor", "m. 5"),
}  # fmt: skip


@pytest.mark.parametrize("language", CHICAGO)
def test_notes_speak_the_language_of_the_document(language: str) -> None:
    text = printed("chicago-notes-bibliography", language)

    for words in CHICAGO[language]:
        assert words in text


# The page, the edition, "n.d." or the month, "et al."
APA = {
    "en-GB": ("p. 12", "pp. 5–6", "3rd ed", "(2021, May 6)", "(Ed"),
    "az": ("səh. 12", "səh. 5–6", "3-cü nəşr", "(2021, may 6)", "(Red"),
    "de": ("S. 12", "S. 5–6", "3. Aufl.", "(2021, Mai 6)", "(Hrsg"),
    "fr": ("p. 12", "p. 5", "3ᵉ éd.", "(2021, mai 6)", "(Éds"),
    "ru": ("с. 12", "сс. 5–6", "3-е изд.", "(2021, май 6)", "(Ред"),
    "tr": ("s. 12", "ss. 5", "3. bs", "(2021, Mayıs 6)", "(Ed"),
}


@pytest.mark.parametrize("language", APA)
def test_citations_in_the_text_speak_it_too(language: str) -> None:
    text = printed("apa", language)

    for words in APA[language]:
        assert words in text


VANCOUVER = {
    "az": ("səh. 12]", "redaktorlar", "3-cü nəşr", "3 iyul 2020", "istinad tarixi 4 mart 2021"),
    "de": ("S. 12]", "Herausgeber", "3. Aufl.", "3. Juli 2020", "4. März 2021"),
    "ru": ("с. 12]", "редакторы", "3-е изд.", "3 июля 2020", "4 марта 2021"),
    "tr": ("s. 12]", "editörler", "3. bs", "3 Temmuz 2020", "4 Mart 2021"),
}


@pytest.mark.parametrize("language", VANCOUVER)
def test_numbered_works_speak_it_too(language: str) -> None:
    text = printed("vancouver", language)

    for words in VANCOUVER[language]:
        assert words in text


@pytest.mark.parametrize(
    "language", ["ar", "fa", "he", "zh", "ja", "ko", "el", "zz", "sh", "uz-Cyrl"]
)
def test_any_language_gives_words(language: str) -> None:
    text = printed("chicago-notes-bibliography", language)

    assert "2021" in text
    assert "None" not in text


def test_a_british_style_stays_british_in_an_american_document() -> None:
    assert "‘A Title’" in printed("mhra-notes", "en-US")
    assert "«A title»" in printed("mhra-notes", "ru")


def test_words_of_the_style_itself_come_first() -> None:
    text = shipped_style("mhra-notes").text.replace(
        "<macro ",
        '<locale xml:lang="az"><terms><term name="and">ilə</term></terms></locale><macro ',
        1,
    )
    writer = Writer(LIBRARY, style_of(text), "az")
    id = writer.cite("journal")

    assert "Jane Doe ilə Richard Roe" in written(writer.edition().words[id].paper)


@pytest.mark.parametrize(
    ("number", "ordinal"),
    {1: "1-ci", 2: "2-ci", 3: "3-cü", 4: "4-cü", 6: "6-cı", 9: "9-cu", 10: "10-cu", 11: "11-ci",
     12: "12-ci", 13: "13-cü", 16: "16-cı", 20: "20-ci", 30: "30-cu", 40: "40-cı", 50: "50-ci",
     60: "60-cı", 90: "90-cı", 99: "99-cu"}.items(),
)  # fmt: skip
def test_azerbaijani_ordinals_follow_the_spoken_number(number: int, ordinal: str) -> None:
    library = (
        f"@book{{b, author = {{Doe, J.}}, title = {{T}}, date = {{2000}}, edition = {{{number}}}}}"
    )
    writer = Writer(library, style("chicago-notes-bibliography"), "az")
    id = writer.cite("b")

    assert f"{ordinal} nəşr" in written(writer.edition().words[id].paper)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("4 март 2021 г.", "ru", "4 марта 2021 г."),
        ("30 апрель–2 май 2021", "ru-RU", "30 апреля–2 мая 2021"),
        ("март 2021", "ru", "март 2021"),
        ("№ 4 (март 2021)", "ru", "№ 4 (март 2021)"),
        ("2021 март 4", "ru", "2021 март 4"),
        ("4 мартовский", "ru", "4 мартовский"),
        ("31 лютий", "uk", "31 лютого"),
        ("4 март", "en", "4 март"),
    ],
)
def test_a_month_behind_a_day_is_declined(text: str, language: str, expected: str) -> None:
    assert declined(text, language) == expected


def test_languages_have_the_names_by_which_citeproc_knows_them() -> None:
    names = {"no": "nb", "no-NO": "nb-NO", "az": "az-001", "az-AZ": "az-AZ", "en-GB": "en-GB"}

    assert {name: known_language(name) for name in names} == names


def test_the_locale_of_azerbaijani_is_one_that_citeproc_can_read() -> None:
    root = etree.fromstring(prepare(shipped_style("apa").text, "az", ["page"]).text)
    csl = "{http://purl.org/net/xbiblio/csl}"
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    (locale,) = [part for part in root.iter(f"{csl}locale") if part.get(lang) == "az"]
    terms = [(term.get("name"), term.get("form")) for term in locale.iter(f"{csl}term")]

    assert len(terms) == len(set(terms)) > 300
    assert all("".join(term.itertext()).strip() for term in locale.iter(f"{csl}term"))


def test_a_style_that_calls_every_locator_a_page_leaves_others_their_own_label() -> None:
    text = (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><citation>'
        '<layout><text variable="title"/><text variable="locator" prefix=", с. "/></layout>'
        "</citation></style>"
    )
    writer = Writer(LIBRARY, style_of(text), "ru")
    page, part = writer.cite(item("page", "5")), writer.cite(item("page", "3", "chapter"))
    words = writer.edition().words

    assert written(words[page].paper) == "A page, с. 5."
    assert written(words[part].paper) == "A page, гл. 3."
