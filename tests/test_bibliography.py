"""The bibliography: one list, by class of source, by chapter, in both outputs."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import count, islice
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pikepdf
import pytest

import briefing_build as stages
import by_hand
from briefing_build.bibtex import parse_bibtex
from briefing_build.csl.bibliography import class_of
from briefing_build.csl.edition import Edition
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Link, plain_text
from briefing_build.epub.fonts import Fonts
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.report import Weights, weigh
from briefing_build.settings import SOURCE_CLASSES
from briefing_build.source import SourceFile
from briefing_build.terms import term
from by_hand import Group, Item
from citing import written

XHTML = "{http://www.w3.org/1999/xhtml}"
NOTE, AUTHOR_DATE, NUMERIC = "oscola", "chicago-author-date", "ieee"
STYLES = (NOTE, AUTHOR_DATE, NUMERIC)
GROUPINGS = ("none", "class", "chapter")
MARKED = "[[**source not located**]{.not-located}]"

LIBRARY = r"""
@online{law, title = {A Statement}, author = {{Ministry of Examples}}, date = {2023-05-01},
  url = {https://example.org/law}, sourceclass = {official}}
@newspaper{wire, title = {Talks Stop}, author = {Doe, Jane}, journaltitle = {Example News},
  date = {2024-03-02}, accesscopyurl = {https://copies.example.net/talks},
  archiveurl = {https://web.archive.org/web/20240305101112/https://example.com/talks},
  annotation = {The \emph{first} report, "so they say"; see https://example.com/why.

  Others follow it---closely.}}
@newspaper{lost, title = {The Lost Dispatch}, author = {Roe, Richard},
  journaltitle = {Example Agency}, date = {2022-08-09}, url = {https://example.org/lost},
  sourcestate = {placeholder}}
@book{book, title = {The Road North}, author = {van der Berg, Jan}, publisher = {Press},
  location = {London}, date = {1999}}
@book{book2, title = {The Road South}, author = {van der Berg, Jan}, publisher = {Press},
  location = {London}, date = {2001}}
@report{tank, title = {Arms and Oil}, author = {Kaya, Elif}, institution = {The Institute},
  date = {2021}, url = {https://example.org/arms}, sourceclass = {think-tank}}
@book{kept, title = {A Primer}, author = {van der Berg, Jan}, publisher = {Press},
  location = {London}, date = {1990}, keywords = {roads, keep}, annote = {Begin here.}}
"""
FIRST = """# The *corridor*

A statement.[@law] A report,[@wire, p. 3] and one that is gone.[@lost] The book.[@book]
"""
SECOND = """# The treaty {.unnumbered}

Again the report,[@wire] the gone one,[@lost; @book2] and the institute.[@tank]
"""


def settings(style: str, text: str = "", language: str = "en-GB") -> str:
    return (
        f'[briefing]\ntitle = "A briefing"\nlanguage = "{language}"\n'
        f'[citations]\nstyle = "{style}"\n[bibliography]\n{text}\n'
    )


def edition(
    style: str = NOTE,
    text: str = "",
    *,
    library: str = LIBRARY,
    chapters: tuple[str, ...] = (FIRST, SECOND),
    language: str = "en-GB",
) -> Edition:
    files = {
        "briefing.toml": settings(style, text, language).encode(),
        "references.bib": library.encode(),
        **{f"{at:02}.md": chapter.encode() for at, chapter in enumerate(chapters, 1)},
    }
    found = Diagnostics()
    made = stages.cite(stages.check(read_manuscript(MemoryFiles(files), found), found), found)
    told = {finding.diagnostic.rule.name for finding in weigh(found, Weights())}
    usual = {"placeholder-source", "unused-entry", "missing-field", "archive-url-form"}
    assert told <= usual, told - usual
    return made


@cache
def sample(style: str, grouping: str) -> Edition:
    return edition(style, f'group = "{grouping}"\nannotations = true')


def keys(made: Edition) -> dict[str, list[str]]:
    return {group.name: [item.key for item in group.items] for group in made.groups}


def headings(made: Edition) -> list[str]:
    return [plain_text(group.heading) for group in made.groups]


# The groups


@pytest.mark.parametrize("style", STYLES)
def test_one_list_has_the_order_of_the_style_and_further_reading_behind_it(style: str) -> None:
    made = sample(style, "none")
    order = [work.key for work in made.bibliography]

    assert list(keys(made)) == ["", "further_reading"]
    assert keys(made)[""] == [key for key in order if key != "kept"]
    assert headings(made) == ["", "Further reading"]


@pytest.mark.parametrize("style", STYLES)
def test_by_class_each_work_stands_once_under_the_heading_of_its_class(style: str) -> None:
    made = sample(style, "class")
    order = [work.key for work in made.bibliography]

    assert {name: sorted(works) for name, works in keys(made).items()} == {
        "official": ["law"],
        "wire": ["lost", "wire"],
        "think-tank": ["tank"],
        "academic": ["book", "book2"],
        "further_reading": ["kept"],
    }
    for works in keys(made).values():
        assert works == sorted(works, key=order.index)
    assert headings(made)[:2] == ["Official sources", "News agencies and newspapers"]


@pytest.mark.parametrize("style", STYLES)
def test_by_chapter_a_work_stands_with_each_chapter_that_cites_it(style: str) -> None:
    made = sample(style, "chapter")

    assert {name: sorted(works) for name, works in keys(made).items()} == {
        "chapter-1": ["book", "law", "lost", "wire"],
        "chapter-2": ["book2", "lost", "tank", "wire"],
        "further_reading": ["kept"],
    }
    assert headings(made) == ["The corridor", "The treaty", "Further reading"]
    assert [group.number for group in made.groups] == ["1", "", ""]


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("style", STYLES)
def test_a_work_says_the_same_and_has_the_same_number_in_every_group(
    style: str, grouping: str
) -> None:
    made = sample(style, grouping)
    plain = {work.key: work for work in sample(style, "none").bibliography}

    for group in made.groups:
        for item in group.items:
            assert written(item.content) == written(plain[item.key].content)
            assert written(item.label) == written(plain[item.key].label)


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_no_dash_stands_for_a_name_that_may_be_in_another_group(grouping: str) -> None:
    made = sample(NOTE, grouping)
    alone = edition(NOTE, 'further_reading = "among"')

    assert all("Berg" in written(item.content) for item in made.bibliography if "book" in item.key)
    assert any("——" in written(item.content) for item in alone.bibliography)


def test_further_reading_stands_among_the_others_if_that_is_asked_for() -> None:
    among = 'further_reading = "among"\ngroup = "{}"'

    assert list(keys(edition(NOTE, among.format("none")))) == [""]
    assert "kept" in keys(edition(NOTE, among.format("class")))["academic"]
    # No chapter cites it, so there is no other place for it.
    assert keys(edition(NOTE, among.format("chapter")))["further_reading"] == ["kept"]


def test_headings_and_order_are_those_of_the_settings() -> None:
    made = edition(
        NOTE,
        """
title = "Sources"
group = "class"
order = ["academic", "think-tank"]
[bibliography.headings]
academic = "Books"
think-tank = "Institutes"
further_reading = "For the curious"
""",
    )

    assert headings(made) == [
        "Books", "Institutes", "Official sources", "News agencies and newspapers",
        "For the curious",
    ]  # fmt: skip


def test_classes_with_one_heading_make_one_group_where_the_first_of_them_stands() -> None:
    shared = '[bibliography.headings]\nofficial = "Documents"\nthink-tank = "Documents"'
    made = edition(NOTE, f'group = "class"\n{shared}')

    assert headings(made)[0] == "Documents"
    assert sorted(keys(made)["official"]) == ["law", "tank"]
    assert "think-tank" not in keys(made)


def test_a_style_that_prints_nothing_for_a_work_leaves_no_empty_entry_and_no_empty_group() -> None:
    post = "@online{post, title={A Word}, author={Pat}, entrysubtype={post}, date={2024}, url={https://example.com/1}}"
    made = edition(
        "chicago-notes-bibliography", 'group = "class"', library=post, chapters=("A.[@post]",)
    )

    assert made.groups == ()


def test_a_chapter_without_a_title_is_called_by_its_number() -> None:
    made = edition(NOTE, 'group = "chapter"', chapters=("A.[@law]",), language="de")

    assert headings(made)[0] == "Kapitel 1"


@pytest.mark.parametrize("language", ["en", "de", "fr", "ru", "az", "tr"])
def test_every_class_has_a_heading_in_every_language(language: str) -> None:
    names = [f"sources-{name}" for name in (*SOURCE_CLASSES, "further-reading")]
    words = [term(name, language) for name in names]

    assert len(set(words)) == len(names)
    assert language == "en" or not set(words) & {term(name, "en") for name in names}


# The class of a work that names none


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("@article{k, journaltitle={J}, volume={1}, date={2020}}", "academic"),
        ("@article{k, journaltitle={N}, date={2020-01-02}}", "wire"),
        ("@newspaper{k, journaltitle={N}}", "wire"),
        ("@magazine{k, journaltitle={N}}", "wire"),
        ("@book{k, publisher={P}}", "academic"),
        ("@thesis{k, institution={U}}", "academic"),
        ("@inproceedings{k, booktitle={P}}", "academic"),
        ("@legal{k, author={C}}", "official"),
        ("@legislation{k, author={C}}", "official"),
        ("@jurisdiction{k, author={C}}", "official"),
        ("@hearing{k, author={C}}", "official"),
        ("@broadcast{k, organization={B}}", "broadcaster"),
        ("@podcast{k, organization={B}}", "broadcaster"),
        ("@inreference{k, booktitle={E}}", "reference"),
        ("@reference{k, publisher={E}}", "reference"),
        ("@tweet{k, author={A}}", "social"),
        ("@report{k, institution={I}}", "other"),
        ("@online{k, url={https://example.org}}", "other"),
        ("@report{k, institution={I}, sourceclass={Think-Tank}}", "think-tank"),
        ("@book{k, publisher={P}, sourceclass={books}}", "academic"),
    ],
)
def test_a_source_without_a_class_has_that_of_its_type(entry: str, expected: str) -> None:
    library = parse_bibtex(SourceFile("references.bib", entry), Diagnostics())

    assert class_of(library.entries["k"]) == expected


# What is said of a work


def test_an_annotation_is_prose_in_the_language_of_the_document() -> None:
    made = edition(NOTE, "annotations = true", language="de")
    (said,) = [work.annotation for work in made.bibliography if work.key == "wire"]
    address = "https://example.com/why"

    assert [written(paragraph) for paragraph in said] == [
        f"The *first* report, „so they say“; see <{address}>.",
        "Others follow it—closely.",
    ]
    assert any(isinstance(node, Link) and node.url == address for node in said[0])


def test_annotations_are_printed_only_if_asked_for() -> None:
    assert not any(work.annotation for work in edition().bibliography)


def test_an_annotation_may_say_nothing_and_keeps_its_marks() -> None:
    library = r"""@book{k, title={T}, author={A}, date={2000}, publisher={P},
      annotation={\textsc{ab} \textbf{c \emph{d}} H\textsubscript{2}O x\textsuperscript{2} "{Q}"}}
    @book{empty, title={T}, author={A}, date={2000}, publisher={P}, annotation={ }}"""
    made = edition(NOTE, "annotations = true", library=library, chapters=("A.[@k; @empty]",))
    said = {work.key: work.annotation for work in made.bibliography}

    assert said["empty"] == ()
    assert written(said["k"][0]) == "[ab]{.small-caps} **c *****d*** H~2~O x^2^ “Q”"


def test_an_annotation_in_csl_json_is_no_latex_and_has_its_own_markup() -> None:
    said = r"A \\emph{b} <i>c <b>d</b></i> 50% {e} < f </i>"
    item = f"""[{{"id": "k", "type": "book", "title": "T", "author": [{{"literal": "A"}}],
      "publisher": "P", "issued": {{"date-parts": [[2000]]}}, "annote": "{said}"}}]"""
    files = {
        "briefing.toml": settings(NOTE, "annotations = true").encode(),
        "references.json": item.encode(),
        "01.md": b"A.[@k]",
    }
    found = Diagnostics()
    made = stages.cite(stages.check(read_manuscript(MemoryFiles(files), found), found), found)
    ((paragraph,),) = (work.annotation for work in made.bibliography)

    assert written(paragraph) == r"A \emph{b} *c ****d*** 50% {e} < f "


@pytest.mark.parametrize(
    ("language", "fields", "expected"),
    [
        ("en-GB", "archivedate={2024-03-05}", "archived 5 March 2024"),
        ("en-US", "archivedate={2024-03-05}", "archived March 5, 2024"),
        ("de", "archivedate={2024-03-05}", "archiviert am 5. März 2024"),
        ("fr", "archivedate={2024-03-05}", "archivé le 5 mars 2024"),
        ("ru", "archivedate={2024-03-05}", "архивная копия от 5 марта 2024 г."),
        ("tr", "archivedate={2024-03-05}", "arşiv kopyası, 5 Mart 2024"),
        ("az", "archivedate={2024-03-05}", "arxiv nüsxəsi, 5 mart 2024"),
        ("en-GB", "archivedate={2024-03}", "archived 2024-03"),
        ("en-GB", "", "archived 6 March 2024"),
    ],
)
def test_the_day_of_an_archived_copy_is_printed_as_dates_are(
    language: str, fields: str, expected: str
) -> None:
    url = "https://web.archive.org/web/20240306101112/https://example.org/"
    library = (
        f"@online{{k, title={{T}}, author={{A}}, date={{2020}}, archiveurl={{{url}}}, {fields}}}"
    )
    made = edition(AUTHOR_DATE, library=library, chapters=("A.[@k]",), language=language)

    assert f"[{expected}: <{url}>]" in written(made.bibliography[0].content)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://archive.ph/2024.03.06-101112/https://example.org/", "archived 6 March 2024"),
        ("https://web.archive.org/web/20240306101112id_/http://example.org/", "archived 6 March"),
        ("https://web.archive.org/web/2024/https://example.org/", "archived: <"),
        ("https://web.archive.org/web/20249906101112/https://example.org/", "archived: <"),
        ("https://perma.cc/ABCD-1234", "archived: <"),
    ],
)
def test_the_day_is_read_from_an_address_only_where_one_stands_in_it(
    url: str, expected: str
) -> None:
    library = f"@online{{k, title={{T}}, author={{A}}, date={{2020}}, archiveurl={{{url}}}}}"
    made = edition(AUTHOR_DATE, library=library, chapters=("A.[@k]",))

    assert f"[{expected}" in written(made.bibliography[0].content)


# On the screen


@pytest.fixture(scope="module", autouse=True)
def _no_fonts() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("briefing_build.epub.embedded_fonts", lambda text: Fonts((), ""))
        yield


@cache
def book(style: str, grouping: str) -> dict[str, Element]:
    archive = zipfile.ZipFile(io.BytesIO(stages.to_epub(sample(style, grouping), Diagnostics())))
    return {
        name.removeprefix("EPUB/"): fromstring(archive.read(name))
        for name in archive.namelist()
        if name.endswith(".xhtml")
    }


def classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def lists(page: Element) -> list[list[Element]]:
    return [[*part] for part in page.iter(f"{XHTML}ul") if "entries" in classes(part)]


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("style", STYLES)
def test_on_a_screen_each_group_is_a_section_with_its_heading_and_its_list(
    style: str, grouping: str
) -> None:
    made, page = sample(style, grouping), book(style, grouping)["bibliography.xhtml"]
    sections = [part for part in page.iter(f"{XHTML}section") if "sources" in classes(part)]
    headed = [group for group in made.groups if group.heading]

    assert len(sections) == len(headed)
    for section, group in zip(sections, headed, strict=True):
        heading, entries = section
        assert heading.tag == f"{XHTML}h2"
        assert section.get("aria-labelledby") == heading.get("id")
        assert len(entries) == len(group.items)
    assert [len(entries) for entries in lists(page)] == [len(g.items) for g in made.groups]


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("style", STYLES)
def test_each_work_has_its_id_once_and_no_id_stands_twice(style: str, grouping: str) -> None:
    page = book(style, grouping)["bibliography.xhtml"]
    ids = Counter(id for part in page.iter() if (id := part.get("id")))

    assert set(ids.values()) == {1}
    assert {id for id in ids if id.startswith("ref-")} == {
        f"ref-{work.key}" for work in sample(style, grouping).bibliography
    }


@pytest.mark.parametrize("grouping", GROUPINGS)
@pytest.mark.parametrize("style", STYLES)
def test_every_way_back_leads_to_a_place_in_the_text(style: str, grouping: str) -> None:
    pages = book(style, grouping)
    places = {f"{name}#{part.get('id')}" for name, page in pages.items() for part in page.iter()}
    ways = [
        link.get("href")
        for link in pages["bibliography.xhtml"].iter(f"{XHTML}a")
        if link.get("role") == "doc-backlink"
    ]

    # law, book, book2 and tank are cited once, wire and lost twice.
    assert len(ways) == 8
    assert set(ways) <= places


@pytest.mark.parametrize("style", STYLES)
def test_by_chapter_a_work_leads_back_into_that_chapter_alone(style: str) -> None:
    page = book(style, "chapter")["bibliography.xhtml"]

    for number, entries in enumerate(lists(page)[:2], 1):
        for entry in entries:
            ways = [a.get("href", "") for a in entry.iter(f"{XHTML}a") if a.get("role")]
            assert len(ways) == 1
            assert ways[0].startswith(f"chapter-{number}.xhtml#")


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_the_navigation_leads_to_every_heading(grouping: str) -> None:
    made, pages = sample(NOTE, grouping), book(NOTE, grouping)
    ids = {part.get("id") for part in pages["bibliography.xhtml"].iter()}
    links = {
        link.get("href", "").partition("#")[2]: "".join(link.itertext())
        for link in pages["nav.xhtml"].iter(f"{XHTML}a")
        if link.get("href", "").startswith("bibliography.xhtml#")
    }

    assert set(links) <= ids
    assert list(links.values()) == [
        " ".join(filter(None, (group.number, plain_text(group.heading))))
        for group in made.groups
        if group.heading
    ]


def test_a_title_of_the_settings_stands_in_contents_and_on_the_page() -> None:
    made = edition(NOTE, 'title = "Sources & <more>"')
    archive = zipfile.ZipFile(io.BytesIO(stages.to_epub(made, Diagnostics())))
    nav = archive.read("EPUB/nav.xhtml").decode()
    page = archive.read("EPUB/bibliography.xhtml").decode()

    assert nav.count("Sources &amp; &lt;more&gt;</a>") == 2  # the contents, and the landmarks
    assert '<h1 id="bibliography">Sources &amp; &lt;more&gt;</h1>' in page
    assert "<title>Sources &amp; &lt;more&gt;</title>" in page
    assert "Bibliography" not in nav + page


@pytest.mark.parametrize("style", STYLES)
def test_on_a_screen_a_source_that_was_not_located_is_marked_wherever_it_is_cited(
    style: str,
) -> None:
    pages = book(style, "chapter")

    for name in ("chapter-1.xhtml", "chapter-2.xhtml"):
        assert len(marks(pages[name])) == 1
    assert len(marks(pages["bibliography.xhtml"])) == 2


def marks(page: Element) -> list[Element]:
    return [part for part in page.iter(f"{XHTML}span") if "not-located" in classes(part)]


# On paper


@cache
def laid_out(style: str, grouping: str) -> Any:
    found = Diagnostics()
    layout = stages.lay_out(sample(style, grouping), found)
    assert layout is not None
    assert not list(found)
    return layout


def outline(pdf: bytes) -> dict[str, list[str]]:
    """The titles of the outline, and those below each."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as read:
        return {item.title: [below.title for below in item.children] for item in read.root}


CASES = [(NOTE, "class"), (AUTHOR_DATE, "none"), (NUMERIC, "chapter")]


@pytest.mark.parametrize(("style", "grouping"), CASES)
def test_on_paper_the_outline_has_the_headings_below_the_bibliography(
    style: str, grouping: str
) -> None:
    expected = {
        "class": [
            "Official sources", "News agencies and newspapers",
            "Think tanks and research institutes", "Books and scholarly articles",
            "Further reading",
        ],
        "none": ["Further reading"],
        "chapter": ["1 The corridor", "The treaty", "Further reading"],
    }  # fmt: skip

    assert outline(laid_out(style, grouping).pdf)["Bibliography"] == expected[grouping]


@pytest.mark.parametrize(("style", "grouping"), CASES)
def test_on_paper_every_entry_is_a_place_and_every_link_leads_to_one(
    style: str, grouping: str
) -> None:
    layout = laid_out(style, grouping)

    assert {f"ref-{work.key}" for work in sample(style, grouping).bibliography} <= set(layout.pages)


@pytest.mark.parametrize(("style", "grouping"), CASES)
def test_on_paper_the_warning_stands_in_the_text_or_its_notes_and_in_the_list(
    style: str, grouping: str
) -> None:
    text = words_of(laid_out(style, grouping).pdf)

    in_list = 2 if grouping == "chapter" else 1
    assert text.count("source not located") == 2 + in_list


def words_of(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return " ".join(done.stdout.decode().split())


def test_no_heading_stands_alone_at_the_foot_of_a_page() -> None:
    works = (
        Item(f"k{at}", by_hand.inline("An author. A title that is long. " * (1 + at % 7)))
        for at in count()
    )
    groups = [
        Group(f"group-{at}", "", by_hand.inline(f"Group {at}"), tuple(islice(works, 1 + at % 4)))
        for at in range(60)
    ]
    made = by_hand.edition([by_hand.h(1, "One"), by_hand.p("Words.")], groups=groups)
    layout = stages.lay_out(made, Diagnostics())
    assert layout is not None

    first_pages = [layout.pages[f"ref-{group.items[0].key}"] for group in groups]
    assert [layout.pages[f"bibliography-{at}"] for at in range(1, 61)] == first_pages
    assert len(set(first_pages)) > 10


def test_an_author_may_not_take_the_id_of_a_group() -> None:
    files = {
        "briefing.toml": settings(NOTE).encode(),
        "references.bib": b"",
        "01.md": b"# One {#bibliography-1}\n\n## Bibliography 2\n\n## It {#bibliography-of-it}\n",
    }
    found = Diagnostics()
    made = stages.check(read_manuscript(MemoryFiles(files), found), found)

    assert [finding.rule.name for finding in found] == ["duplicate-target"]
    assert [entry.id for entry in made.contents] == [
        "author-bibliography-1", "section-bibliography-2", "bibliography-of-it",
    ]  # fmt: skip
