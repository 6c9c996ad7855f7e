"""What is printed for citations: facts that hold whatever the style."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build import rules
from briefing_build.bibtex import parse_bibtex
from briefing_build.csl import cite, citeproc
from briefing_build.csl.mapping import to_work
from briefing_build.csl.style import prepare
from briefing_build.diagnostics import BriefingError, Diagnostics
from briefing_build.document import (
    Attributes,
    CitationItem,
    Code,
    Link,
    Math,
    Phrase,
    Reference,
    Text,
    plain_text,
    walk,
)
from briefing_build.source import SourceFile
from citing import HERE, SETTINGS, STYLES, Writer, item, style, style_of, written
from test_csl_pages import LIBRARY

NOTE_STYLES = [name for name in STYLES if style(name).is_note]
TEXT_STYLES = [name for name in STYLES if not style(name).is_note]
CHICAGO = "chicago-notes-bibliography"


def words(writer: Writer) -> dict[str, str]:
    found = Diagnostics()
    edition = writer.edition(found)
    assert not list(found), [diagnostic.message for diagnostic in found]
    return {id: written(said.screen) for id, said in edition.words.items()}


# First and later citations


@pytest.mark.parametrize("name", NOTE_STYLES)
def test_a_work_cited_again_at_once_has_its_short_form_and_never_ibid(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    first, again, page = (writer.cite(key) for key in ("book", "book", item("book", "5")))

    said = words(writer)

    assert "Short Twentieth Century" in said[first]
    assert said[again] != said[first]
    assert "Short Twentieth Century" not in said[again] + said[page]
    assert "Hobsbawm" in said[again]
    assert "5" in said[page]
    assert not any(word in said[again] for word in ("Ibid", "ibid", "Id.", "id."))


# Looking back, on paper only

# Styles that have "ibid.", with the words that they print for it.
IBID = [("oscola", "Ibid"), ("bluebook-law-review", "Id.")]


def paper_and_screen(writer: Writer) -> dict[str, tuple[str, str]]:
    edition = writer.edition()
    return {id: (written(w.paper), written(w.screen)) for id, w in edition.words.items()}


@pytest.mark.parametrize(("name", "ibid"), IBID)
@pytest.mark.parametrize("numbering", ["document", "chapter"])
def test_ibid_stands_on_paper_for_the_work_of_the_note_before(
    name: str, ibid: str, numbering: str
) -> None:
    writer = Writer(LIBRARY, style(name), numbering=numbering)
    writer.cite("book")
    again, page = writer.cite("book"), writer.cite(item("book", "5"))

    said = paper_and_screen(writer)

    for id in (again, page):
        paper, screen = said[id]
        assert paper.strip("*").startswith(ibid), paper
        assert screen.startswith(("Hobsbawm", "[Hobsbawm]")), screen
        assert "5" in paper or id == again


@pytest.mark.parametrize(("name", "ibid"), IBID)
@pytest.mark.parametrize("numbering", ["document", "chapter"])
def test_ibid_looks_neither_over_the_end_of_a_chapter_nor_over_another_note(
    name: str, ibid: str, numbering: str
) -> None:
    writer = Writer(LIBRARY, style(name), numbering=numbering)
    writer.cite("book")
    writer.note("Only words.")
    behind_words = writer.cite("book")
    writer.cite("book", "wire")
    behind_several = writer.cite("wire")
    writer.chapter()
    in_next_chapter = writer.cite("wire")
    writer.chapter()
    writer.cite("book")
    again = writer.cite("book")

    said = paper_and_screen(writer)

    for id in (behind_words, behind_several, in_next_chapter):
        assert ibid not in said[id][0]
    assert ibid in said[again][0]


def test_a_citation_that_has_a_new_work_too_does_not_look_back() -> None:
    writer = Writer(LIBRARY, style("oscola"))
    writer.cite("book")
    both = writer.cite("book", "wire")

    paper, screen = paper_and_screen(writer)[both]

    assert paper == screen
    assert paper.startswith("Hobsbawm (n 1); ‘Tensions Are Rising")
    assert "2025" in paper


@pytest.mark.parametrize("name", STYLES)
def test_what_keeps_chapters_apart_is_seen_nowhere(name: str) -> None:
    one, two = (Writer(LIBRARY, style(name)) for _ in range(2))
    for writer in (one, two):
        for key in ("book", "book", "wire", "journal"):
            writer.cite(key)
            if writer is two:
                writer.chapter()
    first, second = one.edition(), two.edition()

    assert first.bibliography == second.bibliography
    assert "pause" not in str(second.words) + str(second.bibliography)
    assert len(second.bibliography) == (3 if second.bibliography else 0) + bool(
        second.bibliography
    )  # the fourth is kept


def test_where_numbers_begin_anew_notes_of_another_chapter_are_not_near() -> None:
    layout = LAYOUT.format(
        '<choose><if position="near-note"><text value="near"/></if>'
        '<else><text variable="title"/></else></choose>'
    )
    near = layout.replace("<citation>", '<citation near-note-distance="2">')
    writer = Writer(LIBRARY, style_of(own_style(near)), numbering="chapter")
    writer.cite("book")
    near_by = writer.cite("book")
    for _ in range(5):
        writer.cite("wire")
    writer.chapter()
    far = writer.cite("book")

    said = words(writer)

    assert said[near_by] == "Near."
    assert said[far] != "Near."


@pytest.mark.parametrize("name", NOTE_STYLES)
def test_a_note_is_a_sentence(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    ids = [
        writer.cite(item("wire", prefix="see")),
        writer.cite(item("book", suffix=", who disagrees.")),
        writer.cite(item("thinktank", "3"), "journal"),
        writer.cite("thinktank"),
    ]

    said = words(writer)

    for id in ids:
        first = next(letter for letter in said[id].lstrip("[") if letter.isalpha())
        assert first.isupper(), said[id]
        # Where a title ends with a question, its mark is the end of the sentence.
        assert said[id].endswith((".", "?’", "?”", "?")), said[id]
        assert not said[id].endswith(".."), said[id]


def test_a_note_is_referred_to_by_its_number_among_the_authors_own() -> None:
    writer = Writer(LIBRARY, style("oscola"))
    writer.cite("book")
    writer.note("Only words.")
    writer.note("Words, and ", ("wire",), ".")
    writer.note("Only words.")
    book, wire = writer.cite("book"), writer.cite("wire")

    said = words(writer)

    assert said[book] == "Hobsbawm (n 1)."
    assert said[wire].endswith("(n 3).")


def test_where_notes_begin_anew_each_chapter_cites_in_full_and_refers_to_its_own_notes() -> None:
    writer = Writer(LIBRARY, style("oscola"), numbering="chapter")
    writer.note("Only words.")
    writer.cite("book")
    writer.cite("book")
    writer.chapter()
    first, again = writer.cite("book"), writer.cite("book")
    edition = writer.edition()

    said = {id: written(found.screen) for id, found in edition.words.items()}

    assert "Short Twentieth Century" in said[first]
    assert said[again] == "Hobsbawm (n 1)."
    assert [work.key for work in edition.bibliography].count("book") == 1


@pytest.mark.parametrize("name", ["oscola", "bluebook-law-review"])
@pytest.mark.parametrize("numbering", ["document", "chapter"])
def test_the_number_of_a_note_leads_to_that_note(name: str, numbering: str) -> None:
    writer = Writer(LIBRARY, style(name), numbering=numbering)
    writer.note("Only words.")
    writer.cite("book")
    writer.chapter()
    for key in ("wire", "book", "journal", "wire", "book"):
        last = writer.cite(key)
    edition = writer.edition()

    (link,) = (
        node
        for node in walk(edition.words[last].paper)
        if isinstance(node, Link) and node.url.startswith("#")
    )

    # The ids of notes have their chapter and their number here.
    place = "2-2" if numbering == "chapter" else "1-2"
    assert (plain_text(link.content), link.url) == ("2", f"#note-{place}")


def test_a_style_that_counts_no_notes_cites_in_full_once_in_a_briefing() -> None:
    writer = Writer(LIBRARY, style(CHICAGO), numbering="chapter")
    writer.cite("book")
    writer.chapter()
    again = writer.cite("book")

    assert words(writer)[again] == "Hobsbawm, *Age of Extremes*."


# Narrative citations, and citations in authors' notes


@pytest.mark.parametrize("name", NOTE_STYLES)
def test_a_narrative_citation_says_the_author_and_notes_the_work_in_full(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    note = writer.cite(item("book", "7"), narrative=True)

    said = words(writer)

    assert said["cited-1"] == "Hobsbawm"
    assert "Short Twentieth Century" in said[note]
    assert "7" in said[note]


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("key", ["treaty", "wire", "webpage", "thinktank"])
def test_a_narrative_citation_always_says_something(name: str, key: str) -> None:
    writer = Writer(LIBRARY, style(name))
    writer.cite(key, narrative=True)

    said = words(writer)["cited-1"]

    assert sum(letter.isalpha() for letter in said) > 5
    assert "(Tr" not in said


@pytest.mark.parametrize("name", NOTE_STYLES)
def test_a_citation_amid_an_authors_words_is_no_sentence_and_has_no_brackets(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    (id,) = writer.note("Others, ", (item("thinktank", prefix="notably"),), ", disagree.")

    said = words(writer)[id]

    assert said.startswith("notably ")
    assert not said.endswith((".", ")."))
    assert said.count("(") == said.count(")")


def test_a_citation_that_begins_an_authors_note_has_a_capital() -> None:
    writer = Writer(LIBRARY, style(CHICAGO))
    (id,) = writer.note((item("book", prefix="see"),), "; the rest is silence.")

    assert words(writer)[id].startswith("See Eric J. Hobsbawm")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("So it was.", "", " Hobsbawm, *Age of Extremes*."),
        ("So it was. ", "", "Hobsbawm, *Age of Extremes*."),
        ("So it was.", " Others differ.", " Hobsbawm, *Age of Extremes*."),
        ("“So it was.”", "", " Hobsbawm, *Age of Extremes*."),
        ("So it was ", ".", "Hobsbawm, *Age of Extremes*"),
        ("So it was", ", and more.", " (Hobsbawm, *Age of Extremes*)"),
        ("So it was. ", ", on the other hand.", "Hobsbawm, *Age of Extremes*"),
        ("So it was (", ").", "Hobsbawm, *Age of Extremes*"),
        ("Others differ, cf. ", ".", "Hobsbawm, *Age of Extremes*"),
        ("", " differs.", "Hobsbawm, *Age of Extremes*"),
    ],
)
def test_a_citation_in_an_authors_note_fits_what_stands_around_it(
    before: str, after: str, said: str
) -> None:
    writer = Writer(LIBRARY, style(CHICAGO))
    writer.cite("book")
    parts = [part for part in (before, ("book",), after) if part]
    (id,) = writer.note(*parts)

    assert words(writer)[id] == said


def test_a_narrative_citation_in_a_note_goes_on_with_the_work() -> None:
    writer = Writer(LIBRARY, style("oscola"))
    writer.cite("book")
    (id,) = writer.note("So ", ("!", item("book", "9")), " says.")

    assert words(writer)[id] == "Hobsbawm (n 1) 9"


@pytest.mark.parametrize("name", TEXT_STYLES)
def test_a_suppressed_author_is_not_said(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    id = writer.cite(item("book", "3", suppress=True))

    said = words(writer)[id]

    assert "Hobsbawm" not in said
    assert any(letter.isdigit() for letter in said)


# What stands before and behind a work


@pytest.mark.parametrize("name", STYLES)
def test_what_an_author_puts_around_a_work_comes_out_as_it_went_in(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    phrase = Phrase((Text("Zəngəzur", HERE),), Attributes(pairs=(("lang", "az"),)), HERE)
    link = Link((Text("here", HERE),), "https://example.org/", "a title", HERE, HERE)
    others = (Reference("tbl:x", "Table 3", HERE), Code("x = 1", HERE), Math("x^2", HERE))
    before = item("book").__class__("book", HERE, (Text("see ", HERE), phrase, Text(" and", HERE)))
    behind = item("wire").__class__(
        "wire", HERE, suffix=(Text(", ", HERE), link, Text(" and ", HERE), *others)
    )
    id = writer.cite(before, behind)
    edition = writer.edition()

    nodes = list(walk(edition.words[id].screen))

    assert {phrase, link, *others} <= set(nodes)


@pytest.mark.parametrize("name", STYLES)
def test_words_stand_where_their_citation_does_and_texts_are_whole(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    writer.cite(item("book", "3", prefix="see *also*"), "reprint")
    edition = writer.edition()

    for said in edition.words.values():
        assert all(node.span == HERE or isinstance(node, Link | Text) for node in walk(said.screen))
        kinds = [type(node) for node in said.screen]
        assert not any(a is b is Text for a, b in pairwise(kinds))


LABELS = (
    "act appendix article-locator book canon chapter column elocation equation figure folio issue"
    " line note opus page paragraph part rule scene section sub-verbo supplement table timestamp"
    " title-locator verse version volume"
).split()


@pytest.mark.parametrize("language", ["en-GB", "en-US", "de", "ru", "az"])
@pytest.mark.parametrize("name", ["apa", CHICAGO, "oscola", "nature", "bluebook-law-review"])
def test_every_locator_is_printed_in_every_language(name: str, language: str) -> None:
    writer = Writer(LIBRARY, style(name), language)
    ids = {label: writer.cite(item("book", "4711", label)) for label in LABELS}

    said = words(writer)

    for label, id in ids.items():
        assert "4711" in said[id], (label, said[id])
        assert "briefing" not in said[id]


def test_a_locator_is_labelled_in_the_language_of_the_briefing() -> None:
    said = {}
    for language in ("en-GB", "de", "ru"):
        writer = Writer(LIBRARY, style("mhra-notes"), language)
        writer.cite("book")
        id = writer.cite(item("book", "12", "chapter"), item("treaty", "5", "article-locator"))
        said[language] = words(writer)[id]

    assert "ch. 12" in said["en-GB"]
    assert "art. 5" in said["en-GB"]
    assert "Kap. 12" in said["de"]
    assert "Art. 5" in said["de"]
    assert "ст. 5" in said["ru"]


def test_a_suffix_is_never_taken_for_a_locator() -> None:
    writer = Writer(LIBRARY, style("apa"))
    id = writer.cite(item("book", suffix=" p. 4 {page 5} 99"))

    assert "p. 4 {page 5} 99" in words(writer)[id]


# What is said behind a work


@pytest.mark.parametrize("name", STYLES)
def test_a_source_that_was_not_located_is_marked(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    ids = [writer.cite("placeholder"), writer.cite("placeholder")]
    edition = writer.edition()

    marked = "[[**source not located**]{.not-located}]"
    for work in edition.bibliography:
        assert (marked in written(work.content)) == (work.key == "placeholder")
    for id in ids:
        assert written(edition.words[id].screen).count(marked) == 1
        assert written(edition.words[id].paper).count(marked) == 1


def test_a_warning_is_neither_raised_with_a_number_nor_in_its_brackets() -> None:
    marked = "[[**source not located**]{.not-located}]"
    for name, both in (("nature", f"^1^ {marked}^,2^"), ("ieee", f"[1] {marked}, [2]")):
        writer = Writer(LIBRARY, style(name))
        id = writer.cite("placeholder", "book")

        assert words(writer)[id] == both


@pytest.mark.parametrize("name", STYLES)
def test_the_copy_consulted_is_printed_with_its_link(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    first, again = writer.cite("reprint"), writer.cite("reprint")
    edition = writer.edition()
    address = "https://www.lucorg.com/azerbaijan-stops"

    printed = [work.content for work in edition.bibliography if work.key == "reprint"]
    if style(name).is_note:
        printed.append(edition.words[first].screen)
    for content in printed:
        assert f"copy consulted: <{address}>" in written(content)
        assert any(isinstance(node, Link) and node.url == address for node in walk(content))
        assert "archived 2 January 2015: <https://web.archive.org/" in written(content)
    assert address not in written(edition.words[again].screen)


@pytest.mark.parametrize("name", STYLES)
def test_what_could_not_be_found_is_said(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    id = writer.cite("unknowns")
    edition = writer.edition()

    printed = written(edition.words[id].screen) + "".join(
        written(work.content) for work in edition.bibliography if work.key == "unknowns"
    )

    assert "[title not known]" in printed
    assert "[author not known]" in printed
    # Chicago's notes and IEEE say instead when an undated page was read.
    assert "n.d." in printed or "ccessed" in printed


# The bibliography


@pytest.mark.parametrize("name", [n for n in STYLES if n != "bluebook-law-review"])
def test_the_bibliography_has_the_works_that_are_cited_or_kept(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    writer.cite("wire", "book")
    edition = writer.edition()

    assert {work.key for work in edition.bibliography} == {"wire", "book", "kept"}


@pytest.mark.parametrize("name", TEXT_STYLES)
def test_the_labels_of_numeric_styles_stand_apart(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    writer.cite("wire")
    writer.cite("book")
    edition = writer.edition()

    labels = [written(work.label) for work in edition.bibliography]

    numeric = {"ieee": ["[1]", "[2]", "[3]"], "nature": ["1.", "2.", "3."]}
    expected = numeric.get(name, ["1.", "2.", "3."] if name == "vancouver" else ["", "", ""])
    assert labels == expected


def test_a_style_without_a_bibliography_gives_none() -> None:
    writer = Writer(LIBRARY, style("bluebook-law-review"))
    writer.cite("book")

    assert writer.edition().bibliography == ()


def test_a_briefing_without_citations_needs_nothing() -> None:
    writer = Writer("", style(CHICAGO))

    edition = writer.edition()

    assert edition.words == {}
    assert edition.bibliography == ()


# Trust


HOSTILE = (
    "<script>alert(1)</script>", "<b onclick=x>&amp;&lt;", "$x$ @book [@book] {page 3} #x |y|",
    r"\input{/etc/passwd}", "../../etc/passwd", "{{ config }}", "--lua-filter=x", "'; DROP",
    "مرحبا بالعالم", "שלום", "\u202eabc", "Ə ə İ ı Ğ ğ", "歴史", "a\u00a0b", "%00", "'\"`“”",
    "x" * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("name", [CHICAGO, "nature", "apa"])
def test_hostile_words_are_printed_as_words(name: str) -> None:
    writer = Writer(LIBRARY, style(name))
    ids = [writer.cite(item("book", prefix=text, suffix=f", {text}")) for text in HOSTILE if text]
    located = writer.cite(item("book", "}<script>{ 12"))
    edition = writer.edition()

    for id, text in zip(ids, HOSTILE, strict=True):
        plain = written(edition.words[id].screen).replace("’", "'").lower()
        assert text[:20].lower().strip("'\"`“”") in plain, text
    assert "<script>" in written(edition.words[located].screen) or name == "nature"
    for said in edition.words.values():
        urls = [node.url for node in walk(said.screen) if isinstance(node, Link)]
        assert all(url.startswith("https://") for url in urls)


def test_hostile_entries_are_printed_as_words_and_lead_nowhere() -> None:
    entries = "".join(
        f"@book{{k{n}, author = {{{{Body {n}}}}}, title = {{T{n} {text}}}, date = {{2001}},"
        " publisher = {P}, url = {javascript:alert(1)}}\n"
        for n, text in enumerate(t for t in HOSTILE if not set("{}\\") & set(t))
    )
    writer = Writer(entries, style(CHICAGO))
    ids = [writer.cite(f"k{n}") for n in range(entries.count("@book{k"))]
    edition = writer.edition()

    for n, id in enumerate(ids):
        assert f"T{n} " in written(edition.words[id].screen)
        assert not any(isinstance(node, Link) for node in walk(edition.words[id].screen))


def test_the_same_briefing_gives_the_same_words() -> None:
    def edition() -> object:
        writer = Writer(LIBRARY, style("apa"))
        writer.cite("book", "wire")
        made = writer.edition()
        return made.words, made.bibliography

    assert edition() == edition()


def test_what_is_kept_from_the_last_run_starts_no_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: dict[str, bytes] = {}
    writer = Writer(LIBRARY, style(CHICAGO))
    writer.cite("book", "wire")
    first = writer.edition(cache=kept)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a program was started")

    monkeypatch.setattr(subprocess, "run", refuse)
    again = writer.edition(cache=kept)

    assert again.words == first.words
    assert again.bibliography == first.bibliography


def test_what_was_kept_and_damaged_is_asked_again() -> None:
    kept: dict[str, bytes] = {}
    writer = Writer(LIBRARY, style("nature"))
    writer.cite("book")
    first = writer.edition(cache=kept)
    kept.update(dict.fromkeys(kept, b"\xff{"))

    again = writer.edition(cache=kept)

    assert again.words == first.words


def test_another_style_another_entry_and_another_citation_are_asked_anew() -> None:
    kept: dict[str, bytes] = {}
    for library, name, key in (
        (LIBRARY, "nature", "book"),
        (LIBRARY, "ieee", "book"),
        (LIBRARY, "nature", "wire"),
        (LIBRARY.replace("Extremes", "Extreme"), "nature", "book"),
    ):
        writer = Writer(library, style(name))
        writer.cite(key)
        writer.edition(cache=kept)

    assert len(kept) == 4


# Styles that cannot be used


def own_style(body: str, head: str = "") -> str:
    return (
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">'
        f"<info><title>Own</title><id>own</id>{head}</info>{body}</style>"
    )


LAYOUT = "<citation><layout>{}</layout></citation>"


def test_a_declared_encoding_is_not_asked() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + own_style(LAYOUT.format("é"))

    assert "é".encode() in prepare(text, "en", ["page"]).text


def test_in_american_english_stops_go_inside_quotation_marks() -> None:
    writer = Writer(LIBRARY, style(CHICAGO), "en-US")
    id = writer.cite("newspaper")

    assert "Former Close Ally Azerbaijan,” *The Washington Post*, July 3, 2025" in words(writer)[id]


def test_a_style_that_citeproc_refuses_is_reported_in_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> object:
        return subprocess.CompletedProcess([], 4, b"", b"CiteprocParseError: odd thing\n")

    monkeypatch.setattr(subprocess, "run", refuse)
    writer = Writer(LIBRARY, style_of(own_style(LAYOUT.format('<text variable="title"/>'))))
    id = writer.cite("book")
    found = Diagnostics()
    edition = writer.edition(found)

    (refusal,) = found
    assert refusal.rule is rules.STYLE_REFUSED
    assert refusal.message == "`own.csl` is refused by citeproc: odd thing"
    assert refusal.at.span.source == SETTINGS
    assert edition.words[id].screen == (Text(HERE.text, HERE),)


def test_what_citeproc_warns_of_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citeproc, "_warnings", lambda _: ["a warning"])
    writer = Writer(LIBRARY, style_of(own_style(LAYOUT.format('<text variable="title"/>'))))
    writer.cite("book")
    found = Diagnostics()
    writer.edition(found)

    assert [d.message for d in found] == ["citeproc says: a warning"]


def test_a_year_in_the_margin_below_its_author_is_no_label() -> None:
    works = (
        '<bibliography><layout><names variable="author" display="block"/>'
        '<date variable="issued" display="left-margin"><date-part name="year"/></date>'
        '<text variable="title" display="right-inline"/></layout></bibliography>'
    )
    writer = Writer(LIBRARY, style_of(own_style(LAYOUT.format("<text value='x'/>") + works)))
    writer.cite("book")
    (entry,) = (work for work in writer.edition().bibliography if work.key == "book")

    assert entry.label == ()
    assert written(entry.content).startswith("Eric J. Hobsbawm\\\n1994 Age of")


def test_a_style_that_never_ends_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    def sleep(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("pandoc", 1)

    monkeypatch.setattr(subprocess, "run", sleep)
    writer = Writer(LIBRARY, style_of(own_style(LAYOUT.format('<text variable="title"/>'))))
    writer.cite("book")
    found = Diagnostics()
    writer.edition(found)

    assert [d.rule for d in found] == [rules.STYLE_REFUSED]


def test_a_citation_of_which_a_style_prints_nothing_is_reported_and_its_author_stands() -> None:
    writer = Writer(LIBRARY, style_of(own_style(LAYOUT.format('<text variable="ISBN"/>'))))
    id = writer.cite("book")
    found = Diagnostics()
    edition = writer.edition(found)

    (missing,) = found
    assert missing.rule is rules.UNPRINTED_CITATION
    assert missing.at.span == HERE
    assert written(edition.words[id].screen) == "Hobsbawm"


def test_without_pandoc_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(citeproc, "find_spec", lambda _: None)
    writer = Writer(LIBRARY, style(CHICAGO))
    writer.cite("book")

    with pytest.raises(BriefingError, match="pip install pypandoc_binary"):
        writer.edition()


def test_a_pandoc_that_fails_on_a_shipped_style_is_no_fault_of_the_manuscript(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> object:
        return subprocess.CompletedProcess([], 251, b"", b"pandoc: Heap exhausted;\n")

    monkeypatch.setattr(subprocess, "run", fail)
    writer = Writer(LIBRARY, style(CHICAGO))
    writer.cite("book")

    with pytest.raises(BriefingError, match="Heap exhausted"):
        writer.edition()


# Beside pandoc


@pytest.mark.parametrize("name", ["apa", "chicago-author-date", "ieee", "mhra-notes", CHICAGO])
def test_pandoc_prints_the_same_for_the_same_text(name: str, tmp_path: object) -> None:
    keys = ("newspaper", "wire", "webpage", "thinktank", "government", "chapter", "book", "journal")
    writer = Writer(LIBRARY, style(name))
    for key in keys:
        writer.cite(item(key, "3"))
    writer.cite(item("book", "4", prefix="see"), "journal")
    edition = writer.edition()
    ours = [written(said.screen) for said in edition.words.values()]

    text = "\n\n".join([f"[@{key}, p. 3]" for key in keys] + ["[see @book, p. 4; @journal]"])
    theirs = pandoc(text, name, tmp_path)

    assert [_plain(said) for said in ours] == [_plain(said) for said in theirs]


def pandoc(text: str, name: str, folder: object) -> list[str]:
    """What pandoc makes of Markdown with our works, one paragraph or note a citation."""
    library = parse_bibtex(SourceFile("x.bib", LIBRARY), Diagnostics())
    works = [{**to_work(entry, "en-GB").item, "id": key} for key, entry in library.entries.items()]
    (folder / "works.json").write_text(json.dumps(works))  # type: ignore[operator]
    (folder / "style.csl").write_text(style(name).text)  # type: ignore[operator]
    command = [
        str(citeproc._pandoc()), "--citeproc", "--csl=style.csl", "--bibliography=works.json",
        "-M", "lang=en-GB", "-M", "suppress-bibliography=true", "-t", "plain", "--wrap=none",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        input=text.encode(),
        cwd=folder,
        capture_output=True,
        check=True,  # type: ignore[call-overload]
    )
    blocks = done.stdout.decode().strip().split("\n\n")
    notes = [block.partition("] ")[2] for block in blocks if block.startswith("[1] ") or
             (block.startswith("[") and "] " in block[:6])]  # fmt: skip
    return notes if style(name).is_note else blocks


def _plain(text: str) -> str:
    text = re.sub(r"\[([^]]*)\]\(http[^)]*\)", r"\1", text)
    return re.sub(r"[*_<>]", "", text)


def test_a_cited_is_put_into_words_once() -> None:
    writer = Writer(LIBRARY, style(CHICAGO))
    writer.cite("book")
    writer.note("x ", ("wire",), " y ", ("book",))
    writer.cite("journal", narrative=True)
    found = Diagnostics()
    briefing = writer.briefing(found)

    edition = cite(briefing, found)

    assert sorted(edition.words) == sorted(f"cited-{n}" for n in range(1, writer.count + 1))


MINE = own_style(
    LAYOUT.format(
        '<group delimiter=", "><text variable="title"/><text variable="locator"/></group>'
    )
    + '<bibliography><layout suffix="."><text variable="title"/></layout></bibliography>'
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_whatever_an_author_writes_around_a_work_is_printed(texts: list[str]) -> None:
    writer = Writer("@book{k, title = {Title}}", style_of(MINE))
    texts = [text for text in texts if "\\" not in text]
    ids = [
        writer.cite(CitationItem("k", HERE, (Text(text, HERE),), "page", text, (Text(text, HERE),)))
        for text in texts
    ]
    found = Diagnostics()
    edition = writer.edition(found)

    assert not list(found)
    for id, text in zip(ids, texts, strict=True):
        said = plain_text(edition.words[id].screen)
        letters = [letter for letter in text if letter.isalnum() and letter.isascii()]
        assert set("".join(letters).lower()) <= set(said.lower())
        assert "title" in said.lower()
