"""Entries of BibTeX and biblatex as citeproc gets them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build.bibtex import parse_bibtex
from briefing_build.bibtex.model import KINDS
from briefing_build.csl.kinds import csl_type
from briefing_build.csl.mapping import Work, to_work
from briefing_build.diagnostics import Diagnostics
from briefing_build.source import SourceFile


def work(entry: str, **options: Any) -> Work:
    library = parse_bibtex(SourceFile("x.bib", entry), Diagnostics())
    (only,) = library.entries.values()
    return to_work(only, options.pop("language", "en-GB"), **options)


def item(fields: str, kind: str = "book") -> dict[str, Any]:
    return dict(work(f"@{kind}{{k, {fields}}}").item)


TYPES = {
    "@article{k, title={T}, journaltitle={J}, volume={3}, date={2020-05-01}}": "article-journal",
    "@article{k, title={T}, journaltitle={J}, date={2020}}": "article-journal",
    "@article{k, title={T}, journal={The Times}, date={2020-05-01}}": "article-newspaper",
    "@article{k, title={T}, journal={The Times}, year=2020, month=may, day=1}": "article-newspaper",
    "@article{k, title={T}, journaltitle={J}, entrysubtype={newspaper}}": "article-newspaper",
    "@article{k, title={T}, journaltitle={J}, entrysubtype={magazine}}": "article-magazine",
    "@article{k, title={T}, journaltitle={J}, type={preprint}}": "article",
    "@online{k, title={T}, journaltitle={The Times}, url={https://x.org}}": "article-newspaper",
    "@online{k, title={T}, publication={The Times}}": "article-newspaper",
    "@online{k, title={T}, organization={Reuters}}": "webpage",
    "@online{k, title={T}, journaltitle={Reuters}, sourceclass={wire}}": "webpage",
    "@online{k, title={T}, entrysubtype={blog post}}": "post-weblog",
    "@online{k, title={T}, type={podcast}}": "broadcast",
    "@www{k, title={T}}": "webpage",
    "@electronic{k, title={T}}": "webpage",
    "@techreport{k, title={T}}": "report",
    "@mastersthesis{k, title={T}}": "thesis",
    "@misc{k, title={T}, howpublished={Leaflet}}": "document",
    "@misc{k, title={T}, type={Press Release}}": "document",
    "@misc{k, title={T}, entrysubtype={map}}": "map",
    "@misc{k, title={T}, type={hearing}}": "hearing",
    "@legal{k, title={T}}": "treaty",
    "@legislation{k, title={T}}": "legislation",
    "@jurisdiction{k, title={T}}": "legal_case",
    "@conference{k, title={T}}": "paper-conference",
    "@inreference{k, title={T}, entrysubtype={dictionary}}": "entry-dictionary",
    "@press{k, title={T}, url={https://x.org}}": "webpage",
    "@nonsense{k, title={T}}": "document",
}


@pytest.mark.parametrize(("entry", "kind"), TYPES.items())
def test_an_entry_is_the_kind_of_work_that_it_says(entry: str, kind: str) -> None:
    assert work(entry).item["type"] == kind


def test_every_type_we_know_has_one_of_csl() -> None:
    without = {"bibnote", "generic", "misc", "press", "set", "xdata"}
    for kind in sorted(KINDS - without):
        library = parse_bibtex(SourceFile("x", f"@{kind}{{k, title = {{T}}}}"), Diagnostics())
        for entry in library.entries.values():
            assert csl_type(entry) != "document", kind


DATES = {
    "2024-05-17": {"date-parts": [[2024, 5, 17]]},
    "2024-05": {"date-parts": [[2024, 5]]},
    "2024": {"date-parts": [[2024]]},
    "2024-22": {"date-parts": [[2024, 22]]},
    "2024~": {"date-parts": [[2024]], "circa": True},
    "2024?": {"date-parts": [[2024]], "circa": True},
    "2020/2024": {"date-parts": [[2020], [2024]]},
    "2020-01/2020-03": {"date-parts": [[2020, 1], [2020, 3]]},
    "2020/": {"date-parts": [[2020], [0]]},
    "/2020": {"literal": "–2020"},
    "-0044-03-15": {"date-parts": [[-44, 3, 15]]},
    "sometime": {"literal": "sometime"},
}


@pytest.mark.parametrize(("written", "date"), DATES.items())
def test_a_date_keeps_all_that_is_known_of_it(written: str, date: dict[str, Any]) -> None:
    assert item(f"date = {{{written}}}")["issued"] == date


def test_other_dates_have_their_own_places() -> None:
    said = item("date={2020}, urldate={2021-02-03}, origdate={1999}, eventdate={2019-12}")

    assert said["accessed"] == {"date-parts": [[2021, 2, 3]]}
    assert said["original-date"] == {"date-parts": [[1999]]}
    assert said["event-date"] == {"date-parts": [[2019, 12]]}


def test_what_has_not_appeared_says_so_for_a_date() -> None:
    assert item("title = {T}, pubstate = {inpress}")["issued"] == {"literal": "in press"}


NAMES = {
    "Hobsbawm, Eric J.": [{"family": "Hobsbawm", "given": "Eric J."}],
    "Eric J. Hobsbawm": [{"family": "Hobsbawm", "given": "Eric J."}],
    "{World Bank}": [{"literal": "World Bank"}],
    "{Ministry of War and Peace}": [{"literal": "Ministry of War and Peace"}],
    "de Waal, Thomas": [{"family": "Waal", "given": "Thomas", "non-dropping-particle": "de"}],
    "King, Jr., Martin Luther": [{"family": "King", "given": "Martin Luther", "suffix": "Jr."}],
    "Doe, J. and others": [{"family": "Doe", "given": "J."}, {"literal": "others"}],
    "Əliyev, İlham": [{"family": "Əliyev", "given": "İlham"}],
    r"M{\"u}ller, J{\'o}zef": [{"family": "Müller", "given": "Józef"}],
}


@pytest.mark.parametrize(("written", "names"), NAMES.items())
def test_a_name_keeps_its_parts(written: str, names: list[dict[str, str]]) -> None:
    assert item(f"author = {{{written}}}")["author"] == names


def test_editors_have_the_role_that_is_written() -> None:
    said = item("editor={A, B}, editora={C, D}, editoratype={compiler}, translator={E, F}")

    assert said["editor"] == [{"family": "A", "given": "B"}]
    assert said["compiler"] == [{"family": "C", "given": "D"}]
    assert said["translator"] == [{"family": "E", "given": "F"}]


def test_contributors_that_no_style_names_are_remarked() -> None:
    (remark,) = work("@book{k, title={T}, foreword={Doe, Jane and {World Bank}}}").remarks

    assert remark.text == "with a foreword by Jane Doe, World Bank"


def test_a_title_keeps_its_letters_and_what_is_braced_is_protected() -> None:
    said = item(r"title={The {NATO} summit in \emph{Vilnius}}, subtitle={What next?}")

    assert said["title"] == (
        'The <span class="nocase">NATO</span> summit in <i>Vilnius</i>: What next?'
    )
    assert said["title-short"] == ('The <span class="nocase">NATO</span> summit in <i>Vilnius</i>')


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("A long title: and its subtitle", "A long title"),
        ("Russia: a history", None),
        ("No subtitle at all", None),
        ("A \\emph{broken: title} here", None),
    ],
)
def test_a_title_is_shortened_at_its_colon(written: str, short: str | None) -> None:
    assert item(f"title = {{{written}}}").get("title-short") == short


def test_straight_quotation_marks_are_turned_and_accents_are_none() -> None:
    said = item('title = {The {"A (}"B" {palace)"} at M\\"unchen}')

    assert re.sub("<[^>]*>", "", said["title"]) == "The “A (“B” palace)” at München"


def test_a_title_in_other_letters_is_not_put_in_capitals() -> None:
    assert item("title = {Каспийский газ}")["title"] == (
        '<span class="nocase">Каспийский газ</span>'
    )


def _name(text: str) -> str:
    return f'<span class="nocase">{text}</span>'


PLACES = {
    ("article", "journaltitle={J}, number={3}, issue={Spring}"): {"issue": "3, Spring"},
    ("article", "journal={J}, pages={1--9}"): {"page": "1–9"},
    ("article", "journaltitle={J}, eid={e12}"): {"page": "e12"},
    ("book", "series={S}, number={3}"): {"collection-title": "S", "collection-number": "3"},
    ("report", "author={A, B}, institution={I}, number={3}"): {"publisher": "I", "number": "3"},
    ("report", "institution={I and J}"): {"author": [{"literal": "I; J"}]},
    ("thesis", "school={U}, type={phdthesis}"): {"publisher": "U", "genre": "PhD thesis"},
    ("phdthesis", "school={U}"): {"publisher": "U", "genre": "PhD thesis"},
    ("incollection", "booktitle={B}, booksubtitle={S}"): {"container-title": "B: S"},
    ("inbook", "booktitle={B}, maintitle={M}"): {"container-title": "M: B"},
    ("book", "title={T}, maintitle={M}, volume={2}"): {"title": "M: T", "volume": "2"},
    ("online", "organization={O}"): {"container-title": _name("O")},
    ("online", "organization={O}, publication={P}"): {
        "container-title": _name("P"), "publisher": "O",
    },
    ("legislation", "institution={Milli Məclis}"): {"authority": "Milli Məclis"},
    ("broadcast", "series={S}, organization={BBC}"): {
        "container-title": _name("S"), "publisher": "BBC",
    },
    ("book", "publisher={Hurst and {Sim and Son}}"): {"publisher": "Hurst; Sim and Son"},
    ("misc", "howpublished={Leaflet}"): {"publisher": "Leaflet"},
    ("misc", r"howpublished={\url{https://x.org/a_b}}"): {"URL": "https://x.org/a_b"},
    ("online", r"url={https://x.org/a\_b\%20c}"): {"URL": "https://x.org/a_b%20c"},
    ("article", "doi={https://doi.org/10.1000/X}"): {"DOI": "10.1000/X"},
    ("online", "eprint={2101.00001}, eprinttype={arXiv}"): {
        "URL": "https://arxiv.org/abs/2101.00001"
    },
    ("book", "langid={azerbaijani}"): {"language": "az"},
    ("book", "language={de-AT}"): {"language": "de-AT"},
    ("book", "edition={2}, location={Baku}, pagetotal={300}"): {
        "edition": "2", "publisher-place": "Baku", "number-of-pages": "300",
    },
    ("inproceedings", "eventtitle={E}, venue={Baku}"): {
        "event-title": "E", "event-place": "Baku",
    },
    ("patent", "holder={{Acme}}, location={US}"): {
        "author": [{"literal": "Acme"}], "jurisdiction": "US",
    },
    ("press", "title={T}"): {"genre": "press release", "type": "report"},
    ("online", "type={Blog post}"): {"genre": "blog post", "type": "post-weblog"},
}  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "said"), [(*k, v) for k, v in PLACES.items()])
def test_a_field_has_its_variable(kind: str, fields: str, said: dict[str, Any]) -> None:
    assert item(fields, kind).items() >= said.items()


def test_what_no_style_prints_is_remarked() -> None:
    made = work(
        "@misc{k, title={T}, titleaddon={Leaflet}, note={In Russian}, addendum={Reprinted},"
        " publisher={P}, howpublished={By post}, accesscopyurl={https://c.org/1},"
        " archiveurl={https://a.org/2}, archivedate={2020-01-02}}"
    )

    assert [(remark.text, remark.url) for remark in made.remarks] == [
        ("Leaflet", ""), ("In Russian", ""), ("Reprinted", ""), ("By post", ""),
        ("copy consulted", "https://c.org/1"), ("archived 2 January 2020", "https://a.org/2"),
    ]  # fmt: skip


def remarks(entry: str, language: str = "en-GB") -> list[str]:
    return [
        f"{remark.text} {remark.url}".strip() for remark in work(entry, language=language).remarks
    ]


REMARKS = {
    "@book{k, title={T}, editora={A, B}, editoratype={reviser}}": ["revised by B A"],
    "@book{k, title={T}, editora={A, B}, editoratype={typist}}": ["typist: B A"],
    "@misc{k, title={T}, collaborator={A, B and {C}}}": ["in collaboration with B A, C"],
    "@patent{k, title={T}, author={A}, holder={{Acme}}}": ["held by Acme"],
    "@book{k, title={T}, language={russian}}": ["in Russian"],
    "@book{k, title={T}, language={rus}, note={In Russian}}": ["In Russian"],
    "@book{k, title={T}, language={english}, langid={russian}}": [],
    "@book{k, title={T}, langid={russian}}": [],
    "@book{k, title={T}, origlanguage={german}}": ["translated from German"],
    "@article{k, title={T}, doi={10.1/1}, eprint={ZACD}, eprinttype={philpapers}}": [
        "philpapers ZACD"
    ],
    "@article{k, title={T}, doi={10.1/1}, arxivid={2101.00001}, primaryclass={econ}}": [
        "arXiv:2101.00001, econ"
    ],
    "@online{k, title={T}, eprint={2101.00001}, eprinttype={arxiv}}": [],
    "@online{k, title={T}, organization={X}, username={@doe}}": ["@doe"],
    "@misc{k, title={T}, howpublished={Available at \\url{https://x.org}}}": [],
    "@misc{k, title={T}, url={https://x.org}, howpublished={Leaflet, https://y.org}}": [
        "Leaflet", "https://y.org",
    ],
    "@article{k, title={T}, journaltitle={J}, booktitle={B}, volume={1}}": ["B"],
    "@misc{k, titleaddon={Raw data}}": [],
    "@report{k, title={T}, isrn={AB-1}, archivedate={2020-01-02}}": [
        "ISRN AB-1", "archived 2 January 2020",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("entry", "said"), REMARKS.items())
def test_a_remark_says_what_no_style_would(entry: str, said: list[str]) -> None:
    assert remarks(entry) == said


def test_a_remark_is_in_the_language_of_the_briefing() -> None:
    entry = "@book{k, title={T}, language={russian}, origlanguage={english}}"

    assert remarks(entry, "de") == ["Sprache: Russisch", "Originalsprache: Englisch"]
    assert remarks(entry, "ru") == ["язык оригинала: английский"]
    assert remarks(entry, "az") == ["dil: rus", "orijinalın dili: ingilis"]


def test_a_related_work_is_named() -> None:
    text = """@book{k, title={The Rites}, related={a,b}, relatedtype={translationof}}
    @book{a, title={Les rites}, author={van Gennep, Arnold}, date={1909}}"""
    library = parse_bibtex(SourceFile("x.bib", text), Diagnostics())

    made = to_work(library.entries["k"], "en", entries=library.entries)

    assert made.remarks[0].text == "translation of Arnold van Gennep, Les rites (1909); b"


def test_a_section_is_read_where_programs_write_it() -> None:
    for fields in ("note={Section: World}", "journalsubtitle={World}", "section={World}"):
        made = work(
            f"@article{{k, title={{T}}, journaltitle={{J}}, date={{2020-01-01}}, {fields}}}"
        )

        assert made.item["section"] == "World"
        assert made.item["container-title"] == _name("J")
        assert not made.remarks


def test_what_a_note_says_besides_is_kept() -> None:
    made = work("@book{k, title={T}, note={Signed: by hand\nPMID: 123\nRebound}}")

    assert made.item["PMID"] == "123"
    assert made.remarks[0].text == "Signed: by hand Rebound"


@pytest.mark.parametrize(
    ("options", "part"),
    [
        ("useprefix=true", "non-dropping-particle"),
        ("useprefix=false", "dropping-particle"),
        ("skipbib, useprefix = false", "dropping-particle"),
        ("skipbib", "non-dropping-particle"),
    ],
)
def test_a_particle_stays_unless_the_entry_says_otherwise(options: str, part: str) -> None:
    (person,) = item(f"author={{von Goethe, J.}}, options={{{options}}}")["author"]

    assert person == {"family": "Goethe", "given": "J.", part: "von"}


def test_a_site_named_for_its_author_is_named_once() -> None:
    said = item("author={{Ministry}}, organization={Ministry}, title={T}", "online")

    assert "container-title" not in said


def test_the_number_of_a_law_is_called_so_only_where_a_style_knows_it() -> None:
    assert item("title={A}, number={115-44}", "legislation")["number"] == "115\u201144"
    assert item("title={A}, number={Pub. L. No. 115-44}", "statute")["number"] == "115\u201144"
    assert item("title={A}, number={541-IQ}", "legislation")["title"] == "A, 541-IQ"
    assert item("title={A}, number={c. 10}", "regulation").get("number") is None


def test_a_preprint_does_not_say_twice_what_it_is() -> None:
    said = item("title={T}, pubstate={prepublished}, eprint={2101.00001}, date={2021}", "online")

    assert said["type"] == "article"
    assert said["URL"] == "https://arxiv.org/abs/2101.00001"
    assert "status" not in said


def test_an_episode_belongs_to_its_series() -> None:
    said = item("title={Lemons}, maintitle={Black-ish}, entrysubtype={tvepisode}", "video")

    assert (said["title"], said["container-title"]) == ("Lemons", _name("Black-ish"))


def test_what_is_not_known_is_said_in_the_language_of_the_briefing() -> None:
    entry = "@book{k, unknown = {date, title, author}, url={https://x.org}}"

    said = work(entry, language="de", says_no_date=False).item

    assert said["title"] == '<span class="nocase">[Titel unbekannt]</span>'
    assert said["author"] == [{"literal": "[Verfasser unbekannt]"}]
    assert said["issued"] == {"literal": "o. J."}
    assert "issued" not in work(entry).item


def test_what_was_found_after_all_is_not_called_unknown() -> None:
    made = item("unknown = {date, title}, title = {T}, date = {2020}")

    assert made["title"] == "T"
    assert made["issued"] == {"date-parts": [[2020]]}


_FIELDS = (
    "author editor title subtitle date urldate pages volume number journaltitle booktitle url doi"
    " publisher location note type unknown langid edition howpublished shorttitle maintitle"
    " title_romanised title_translated author_romanised shortauthor options eprint related"
    " editora editoratype language origlanguage section holder journalsubtitle"
).split()


@given(
    st.sampled_from(sorted(KINDS)),
    st.dictionaries(
        st.sampled_from(_FIELDS), st.text("aZ é{}\\$%&~^_-–:/?.,'\"<>1920и\n", max_size=30)
    ),
)
def test_any_entry_becomes_a_work(kind: str, fields: dict[str, str]) -> None:
    text = ", ".join(f"{name} = {{{value}}}" for name, value in fields.items())
    library = parse_bibtex(SourceFile("x.bib", f"@{kind}{{k, {text}}}"), Diagnostics())

    for entry in library.entries.values():
        made = to_work(entry, "en", types=frozenset({"book", "webpage"}))

        assert made.item["type"]
        assert all(made.item.values())
