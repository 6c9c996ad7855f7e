"""Editions on paper, by facts: what stands on which page, in which order, how it is found."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from briefing_build.diagnostics import BriefingError, Diagnostics
from briefing_build.document import (
    Attributes,
    Box,
    Figure,
    Image,
    Link,
    List,
    ListItem,
    Phrase,
    Reference,
    Strong,
)
from briefing_build.pdf import Layout, lay_out
from briefing_build.pdf.finish import roman
from briefing_build.pdf.starts import PageStart
from by_hand import SOURCE, SPAN, Item, edition, h, inline, note, p, row, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing_build.document import Block

LOREM = (
    "The two presidents had met on a state visit four months before, and trade between the two "
    "countries had grown in each of the three years that came before the break. "
)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10">'
    b'<title>t</title><path d="M0 0h20v10H0z"/></svg>'
)


def laid_out(made: Any, found: Diagnostics | None = None) -> Layout:
    found = Diagnostics() if found is None else found
    layout = lay_out(made, found)
    assert layout is not None, [finding.message for finding in found]
    return layout


def pages_of(layout: Layout, folder: Path) -> list[str]:
    """The text of each page, with what stands side by side kept on one line."""
    file = folder / "briefing.pdf"
    file.write_bytes(layout.pdf)
    command = ["pdftotext", "-layout", str(file), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return text.replace("\u2060", "").split("\f")[:-1]


def folded(text: str) -> str:
    return " ".join(text.split())


def opened(layout: Layout) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(layout.pdf))


# A briefing with some of everything


def _chapters() -> Iterator[tuple[Block, ...]]:
    figure = Image("map.svg", "A map", "", Attributes(id="fig:map"), SPAN, SPAN)
    judged = Attributes(
        classes=("judgement",), pairs=(("likelihood", "likely"), ("confidence", "low"))
    )
    yield (
        h(1, "Key judgements", id="sec:key", number="1"),
        p(LOREM, note(1, "First note."), note(2, "Second note."), note(3, "Third note.")),
        Box(
            (p(Strong(inline("It will rain."), SPAN), note(4, "Forecast."), " Or so."),),
            judged,
            SPAN,
            "1",
        ),
        p(
            "See ",
            Reference("tbl:gas", "Table 1", SPAN),
            " and ",
            Reference("sec:end", "Chapter 2", SPAN),
            ".",
        ),
        h(2, "Gas", id="sec:gas", number="1.1"),
        *(p(LOREM * 4, note(5 + at, f"Note {5 + at} at {LOREM}")) for at in range(8)),
        replace(
            table(
                row("Year", "Volume"),
                *(row(str(1990 + at), f"{at}.5") for at in range(60)),
                caption="Gas by year. Source: the ministry.",
                number="1",
                id="tbl:gas",
            )
        ),
        Figure(figure, inline("Where it is."), SPAN, "1"),
    )
    yield (
        h(1, "The end of the matter", id="sec:end", number="2", short="The end"),
        p(LOREM, note(1, "A note of the second chapter.", chapter=2)),
        p(Link(inline("ministry"), "https://example.org/a", "", SPAN, SPAN), " ", LOREM),
    )


SAID_IN_CHAPTER_1 = "".join(
    (
        "1 Key judgements",
        f"{LOREM} 1 2 3",
        "1 It will rain. 4 Or so. Likelihood Likely Confidence Low",
        "See Table 1 and Chapter 2.",
        "1.1 Gas",
        *(f"{LOREM * 4}{5 + at}" for at in range(8)),
        "Table 1 Gas by year. Source: the ministry. Year Volume",
        *(f"{1990 + at} {at}.5" for at in range(60)),
        "Figure 1 Where it is.",
    )
)
TABLE_AT = SAID_IN_CHAPTER_1.index("Source: the ministry") * 4 // 5


@pytest.fixture(scope="module")
def found() -> Diagnostics:
    return Diagnostics()


@pytest.fixture(scope="module")
def layout(found: Diagnostics) -> Layout:
    made = edition(
        *_chapters(),
        files={"manuscript/map.svg": SVG},
        bibliography=(Item("a", inline("Abbott. Title. https://example.org/abbott.")),),
        title="Rain and Gas",
        subtitle="What follows",
        authors=("A. Writer", "B. Author"),
        organisation="The House",
        as_of=date(2026, 1, 15),
        status="Final",
    )
    return laid_out(made, found)


@pytest.fixture(scope="module")
def pages(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return pages_of(layout, tmp_path_factory.mktemp("pages"))


def test_the_engine_has_nothing_to_say_of_our_theme(layout: Layout, found: Diagnostics) -> None:
    assert layout.pdf
    assert [finding.message for finding in found] == []


def test_the_cover_says_what_it_is(pages: list[str]) -> None:
    cover = folded(pages[0])

    for words in ("Rain and Gas", "What follows", "A. Writer, B. Author", "The House"):
        assert words in cover
    assert "First published Updated Facts as of Status" in cover
    assert "31 January 2026 3 February 2026 15 January 2026 Final" in cover


def test_the_imprint_says_how_to_cite(pages: list[str]) -> None:
    assert (
        "A. Writer, B. Author. Rain and Gas: What follows. The House. 3 February 2026."
        in folded(pages[1])
    )


def test_contents_have_the_printed_numbers_of_their_pages(layout: Layout, pages: list[str]) -> None:
    contents = pages[2].splitlines()

    for id, title in (("sec.key", "Key judgements"), ("sec.gas", "Gas"), ("sec.end", "The end of")):
        line = next(line for line in contents if title in line)
        assert line.split()[-1] == layout.labels[layout.pages[id] - 1]


def test_lists_of_figures_and_tables_leave_sources_out(pages: list[str]) -> None:
    assert "Gas by year" in pages[2]
    assert "ministry" not in pages[2]


def test_front_matter_is_numbered_in_roman_and_the_text_from_one(layout: Layout) -> None:
    assert layout.labels[:6] == ("i", "ii", "iii", "iv", "1", "2")
    with opened(layout) as document:
        ranges = list(document.Root.PageLabels.Nums)
    assert [
        (int(at), str(kind.S), int(kind.St))
        for at, kind in zip(ranges[::2], ranges[1::2], strict=True)
    ] == [
        (0, "/r", 1),
        (4, "/D", 1),
    ]


def test_the_text_begins_on_a_right_hand_page(layout: Layout) -> None:
    assert layout.pages["chapter-1"] % 2 == 1


def test_the_printed_number_is_the_label(layout: Layout, pages: list[str]) -> None:
    for label, page in list(zip(layout.labels, pages, strict=True))[4:]:
        assert page.split()[-1] == label


def test_running_heads_name_the_briefing_left_and_the_chapter_right(
    layout: Layout, pages: list[str]
) -> None:
    first = layout.pages["chapter-1"]

    assert folded(pages[first - 1]).startswith("1 Key judgements The two presidents")
    assert folded(pages[first]).startswith("Rain and Gas")
    assert folded(pages[first + 1]).startswith("Key judgements")


def test_every_note_is_on_the_page_of_its_mark(layout: Layout) -> None:
    marks = {id: page for id, page in layout.pages.items() if id.startswith("mark-")}

    assert len(marks) == 13
    for mark, page in marks.items():
        assert layout.pages[mark.replace("mark-", "note-")] == page


def test_notes_stand_in_order_at_the_foot_of_the_page(layout: Layout, pages: list[str]) -> None:
    foot = folded(pages[layout.pages["note-1-1"] - 1])

    places = [foot.index(words) for words in ("1 First note.", "2 Second note.", "3 Third note.")]
    assert places == sorted(places)
    assert places[0] > foot.index("It will rain.")


def test_adjacent_marks_are_told_apart(pages: list[str]) -> None:
    assert "1,2,3" in pages[4]


def test_numbers_of_notes_begin_again_where_the_tree_says(layout: Layout, pages: list[str]) -> None:
    assert "1 A note of the second chapter." in folded(pages[layout.pages["chapter-2"] - 1])


def test_a_table_that_breaks_repeats_its_head(layout: Layout, pages: list[str]) -> None:
    first = layout.pages["tbl.gas"]

    assert "Volume" in pages[first - 1]
    assert "Volume" in pages[first]


def test_a_judgement_says_how_likely_and_how_sure(pages: list[str]) -> None:
    assert "Likelihood Likely" in folded(pages[4])
    assert "Confidence Low" in folded(pages[4])


def test_only_fonts_of_the_package_are_embedded(layout: Layout) -> None:
    with opened(layout) as document:
        names = {
            str(font.BaseFont).split("+")[-1]
            for font in document.objects
            if isinstance(font, pikepdf.Dictionary) and font.get("/Type") == "/Font"
        }
    assert names
    assert all(name.startswith("Briefing-") for name in names), names


def test_the_outline_is_that_of_the_headings(layout: Layout) -> None:
    def titles(items: list[pikepdf.OutlineItem]) -> list[Any]:
        return [(item.title, titles(list(item.children))) for item in items]

    with opened(layout) as document, document.open_outline() as outline:
        assert titles(list(outline.root)) == [
            ("Contents", []),
            ("Figures", []),
            ("Tables", []),
            ("1 Key judgements", [("1.1 Gas", [])]),
            ("2 The end of the matter", []),
            ("Bibliography", []),
        ]


def test_no_link_leads_nowhere(layout: Layout) -> None:
    with opened(layout) as document:
        names = document.Root.Names.Dests.Names
        known = {str(name) for name in list(names)[::2]}
        wanted, addresses = set(), set()
        for page in document.pages:
            for link in page.get("/Annots", []):
                if "/Dest" in link:
                    wanted.add(str(link.Dest))
                elif "/A" in link:
                    addresses.add(str(link.A.URI))
    assert {"note-1-1", "mark-1-1", "tbl.gas", "sec.end"} <= wanted
    assert wanted <= known
    assert addresses == {"https://example.org/a"}


def test_the_document_says_what_it_is(layout: Layout) -> None:
    with opened(layout) as document:
        info = {name: str(value) for name, value in document.docinfo.items()}
        assert info["/Title"] == "Rain and Gas"
        assert info["/Author"] == "A. Writer, B. Author"
        assert info["/Subject"] == "What follows"
        assert info["/CreationDate"] == info["/ModDate"] == "D:20260203000000Z"
        assert str(document.Root.Lang) == "en-GB"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(document.Root.MarkInfo.Marked)
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Rain and Gas"
            assert metadata["dc:creator"] == ["A. Writer", "B. Author"]


def test_a_page_begins_where_another_medium_finds_it(layout: Layout, pages: list[str]) -> None:
    chapter = "".join(filter(str.isalnum, SAID_IN_CHAPTER_1))
    first = layout.pages["chapter-1"]

    assert layout.printed.starts[first - 2] == PageStart("", 0)
    assert layout.printed.starts[first - 1] == PageStart("chapter-1", 0)
    for at in range(first, layout.pages["chapter-2"] - 1):
        body = "".join(filter(str.isalnum, pages[at].split("\n\n", 1)[1]))
        body = body.removeprefix(
            "YearVolume" if layout.printed.starts[at].letters > TABLE_AT else ""
        )
        start = layout.printed.starts[at]
        assert start.part == "chapter-1"
        assert chapter[start.letters :].startswith(body[:30])
    assert layout.printed.starts[layout.pages["chapter-2"] - 1] == PageStart("chapter-2", 0)


# Paper, dates, bytes


SHORT = (h(1, "One"), p(LOREM, note(1, "A note.")))


@pytest.mark.parametrize(("paper", "size"), [("A4", (595, 842)), ("Letter", (612, 792))])
def test_paper_is_of_the_size_asked_for(paper: str, size: tuple[int, int]) -> None:
    with opened(laid_out(edition(SHORT, paper=paper))) as document:
        for page in document.pages:
            assert (round(float(page.mediabox[2])), round(float(page.mediabox[3]))) == size


def test_the_moment_given_is_the_date_of_the_document() -> None:
    made = edition(SHORT)
    manuscript = replace(made.briefing.manuscript, epoch=981173106)
    made = replace(made, briefing=replace(made.briefing, manuscript=manuscript))

    with opened(laid_out(made)) as document:
        assert str(document.docinfo["/CreationDate"]) == "D:20010203040506Z"


def test_without_any_date_it_is_that_of_1980() -> None:
    with opened(laid_out(edition(SHORT, published=None, updated=None))) as document:
        assert str(document.docinfo["/CreationDate"]) == "D:19800101000000Z"


_DIGEST = """
import hashlib
from briefing_build.diagnostics import Diagnostics
from briefing_build.pdf import lay_out
from by_hand import edition, h, note, p, row, table
made = edition([h(1, "One"), p("Words", note(1, "A note.")), table(row("a"), row("b"))])
print(hashlib.sha256(lay_out(made, Diagnostics()).pdf).hexdigest())
"""


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    digests = set()
    for seed in ("1", "2"):
        path = os.pathsep.join((str(Path(__file__).parent), *sys.path))
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": path, "TZ": f"UTC{seed}"}
        command = [sys.executable, "-c", _DIGEST]
        shown = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        digests.add(shown.stdout.strip())

    assert len(digests) == 1


# Briefings of every shape


def test_a_briefing_of_one_chapter_has_contents_only_if_there_is_something_in_them() -> None:
    layout = laid_out(edition([h(1, "One"), p(LOREM)]))

    assert "contents" not in layout.pages


SHAPES: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "nothing": (((),), {}),
    "no heading": (((p(LOREM),),), {}),
    "no dates": ((SHORT,), {"published": None, "updated": None}),
    "a long title": ((SHORT,), {"title": "A title that goes on " * 8, "subtitle": "And on " * 30}),
    "many authors": ((SHORT,), {"authors": tuple(f"Writer {at} of Many" for at in range(40))}),
    "six levels": ((tuple(h(level, f"Level {level}") for level in range(1, 7)),), {}),
    "a word as long as a line": (
        ((h(1, "One"), p("x" * 400, " ", "https://e.org/" + "y" * 300)),),
        {},
    ),
    "notes everywhere": (
        (
            (
                replace(h(1, "One"), content=inline(["One", note(1, "In a heading.")])),
                replace(
                    table(row("a", "b"), row("c", "d"), number="1"),
                    caption=inline(["Caption", note(2, "In a caption.")]),
                    head=row(note(3, "In a head."), "b"),
                    rows=(row("c", note(4, "In a cell.")),),
                ),
                List((ListItem((p("x", note(5, "In a list.")),), SPAN),), None, True, SPAN),
                Box((p("x", note(6, "In a box.")),), Attributes(classes=("box",)), SPAN),
            ),
        ),
        {},
    ),
    "pictures without descriptions": (
        (
            (
                p(Image("map.svg", None, "", Attributes(classes=("decorative",)), SPAN, SPAN)),
                Figure(Image("map.svg", None, "", Attributes(), SPAN, SPAN), (), SPAN),
            ),
        ),
        {"files": {"manuscript/map.svg": SVG}},
    ),
    "other scripts": (
        (
            (
                p(
                    Phrase(inline("ქართული"), Attributes(pairs=(("lang", "ka"),)), SPAN),
                    " հայերեն Привет Zəngəzur",
                ),
            ),
        ),
        {},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_briefing_may_have_any_shape(shape: str) -> None:
    chapters, values = SHAPES[shape]
    found = Diagnostics()

    layout = lay_out(edition(*chapters, **values), found)

    is_mute = shape == "pictures without descriptions"
    assert [finding.rule.name for finding in found] == ["false-accessibility-claim"] * is_mute
    assert layout is not None


@pytest.mark.parametrize("language", ["de", "ru", "az", "fr-FR", "en-US"])
def test_a_briefing_speaks_its_language(language: str, tmp_path: Path) -> None:
    named = {"de": "Inhalt", "ru": "Содержание", "az": "Mündəricat", "fr-FR": "Table des matières"}
    layout = laid_out(edition(SHORT, (h(1, "Two"), p("b")), language=language))

    assert named.get(language, "Contents") in folded(pages_of(layout, tmp_path)[2])


def test_a_long_note_goes_on_over_the_page_and_is_whole(tmp_path: Path) -> None:
    words = " ".join(f"word{at}" for at in range(1500))
    layout = laid_out(edition((h(1, "One"), p(LOREM, note(1, words)), p(LOREM))))

    text = folded(" ".join(pages_of(layout, tmp_path)))
    assert [at for at in range(1500) if f"word{at} " not in f"{text} "] == []


# What the audit says


def _hiding(css: bytes) -> tuple[Layout | None, Diagnostics]:
    found = Diagnostics()
    return lay_out(edition(SHORT, files={"styles/bad.css": css}), found), found


def test_no_pdf_is_made_when_a_note_is_lost() -> None:
    layout, found = _hiding(b'[role="doc-footnote"] { display: none }')

    assert layout is None
    (finding,) = found
    assert finding.rule.name == "lost-note"
    assert finding.message == "note 1 is not on any page"
    assert finding.at.span.source is SOURCE


def test_a_note_without_room_is_set_at_the_end_of_its_chapter(tmp_path: Path) -> None:
    found = Diagnostics()
    css = b".note#note-1-1 { height: 2000pt; footnote-policy: line }"
    made = edition(SHORT, (h(1, "Two"), p("x")), files={"styles/tall.css": css})

    layout = lay_out(made, found)

    assert layout is not None
    assert [finding.rule.name for finding in found] == ["note-overflow"]
    text = folded(pages_of(layout, tmp_path)[layout.pages["chapter-1"] - 1])
    assert "1 This note is long and stands at the end of the chapter, p. 1" in text
    assert "Long notes 1 A note." in text


def test_another_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint

    monkeypatch.setattr(weasyprint, "__version__", "71.0")

    with pytest.raises(BriefingError, match=r"weasyprint==70\.0"):
        lay_out(edition(SHORT), Diagnostics())


def test_a_machine_without_the_engine_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "briefing_build.pdf.layout", None)

    with pytest.raises(BriefingError, match="`briefing doctor`"):
        lay_out(edition(SHORT), Diagnostics())


def test_roman_numbers() -> None:
    assert [roman(n) for n in (1, 4, 9, 14, 40, 99, 1999)] == [
        "i", "iv", "ix", "xiv", "xl", "xcix", "mcmxcix",
    ]  # fmt: skip
