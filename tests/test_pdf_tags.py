"""What a PDF says to those who cannot see it: its tags, read from the finished file."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from briefing_build.diagnostics import Diagnostics
from briefing_build.document import Attributes, Figure, Image, Strikeout
from briefing_build.pdf import Layout
from briefing_build.pdf.claims import Lack, faults_in
from by_hand import SPAN, edition, h, inline, note, p, row, table
from pdf_cases import folder, laid_out, odd
from test_pdf import LOREM, SVG
from test_pdf import laid_out as laid_out_by_hand


class Element:
    """A structure element with what it holds, for questions in tests."""

    def __init__(self, value: Any, above: Element | None = None) -> None:
        self.value = value
        self.above = above
        self.kind = str(value.S)[1:]
        kids = value.get("/K", ())
        kids = list(kids) if isinstance(kids, pikepdf.Array | tuple) else [kids]
        self.kids = [
            Element(kid, self) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid else kid
            for kid in kids
        ]

    def all(self, kind: str = "") -> Iterator[Element]:
        if kind in {"", self.kind}:
            yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all(kind)

    def kinds(self) -> list[str]:
        return [kid.kind for kid in self.kids if isinstance(kid, Element)]

    def get(self, name: str) -> str:
        return str(self.value.get(f"/{name}", ""))


def opened(layout: Layout) -> tuple[pikepdf.Pdf, Element]:
    document = pikepdf.open(BytesIO(layout.pdf))
    return document, Element(document.Root.StructTreeRoot.K[0])


def read_aloud(pdf: bytes, path: Path) -> str:
    """The text in the order of the tags."""
    path.write_bytes(pdf)
    command = ["pdfinfo", "-struct-text", str(path)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = (line.strip() for line in told.splitlines())
    words = " ".join(line[1:-1] for line in lines if line.startswith('"'))
    return " ".join(words.replace("\u2060", "").split())


def pages_of(tag: Element) -> int:
    """How many pages the content of a tag itself is on."""
    others = {kid.Pg.objgen for kid in tag.kids if isinstance(kid, pikepdf.Dictionary)}
    return len(others | {tag.value.Pg.objgen})


@pytest.fixture(scope="module")
def found() -> Diagnostics:
    return Diagnostics()


@pytest.fixture(scope="module")
def everything(found: Diagnostics) -> Layout:
    return laid_out(folder("tagged"), found)


@pytest.fixture(scope="module")
def tree(everything: Layout) -> Iterator[Element]:
    document, root = opened(everything)
    with document:
        yield root


@pytest.fixture(scope="module")
def aloud(everything: Layout, tmp_path_factory: pytest.TempPathFactory) -> str:
    return read_aloud(everything.pdf, tmp_path_factory.mktemp("tags") / "briefing.pdf")


# Notes


def test_each_note_has_a_name_and_stands_behind_its_mark(tree: Element) -> None:
    notes = list(tree.all("Note"))

    assert [tag.get("ID") for tag in notes] == [f"note-1-{at}" for at in range(1, 17)]
    for tag in notes:
        assert tag.above is not None
        before = tag.above.kids[tag.above.kids.index(tag) - 1]
        if before.kind in {"H1", "H2"}:  # which ends in the mark
            before = before.kids[-1]
        assert before.kind == "Reference"
        (link,) = before.kids
        areas = [kid.Obj for kid in link.kids if isinstance(kid, pikepdf.Dictionary)]
        assert [str(area.Dest) for area in areas] == [tag.get("ID")]
        assert tag.kinds()[0] == "Lbl"


def test_the_names_of_notes_lead_to_them(everything: Layout) -> None:
    document, root = opened(everything)
    with document:
        names = list(document.Root.StructTreeRoot.IDTree.Names)

        assert [str(name) for name in names[::2]] == sorted(n.get("ID") for n in root.all("Note"))
        for name, element in zip(names[::2], names[1::2], strict=True):
            assert str(element.ID) == str(name)


@pytest.mark.parametrize(
    "words",
    [
        "1 A heading 1 1 Note in a heading. with more",
        "First sentence. 2 2 A simple note with code . Second struck out sentence",
        "one 6 6 Note in a list. •",
        "What it means. 8 8 Note in a definition.",
        "Table 1 A table. 9 9 Note in a caption. Year 10 10 Note in a head. Volume",
        "1.5 11 11 Note in a cell. 1991",
        "A caption of the figure. 12 12 Note in a figure.",
        "In a box. 13 13 Note in a box.",
        "It will rain. 14 14 Note in a judgement. Or not.",
        "A quotation. 15 15 Note in a quotation.",
        "1.1 Last heading 16 16 The note of the last heading. Text.",
    ],
)
def test_a_note_is_read_where_its_mark_stands(aloud: str, words: str) -> None:
    assert words in aloud


def test_a_note_that_goes_on_over_the_page_is_one(tmp_path: Path) -> None:
    words = " ".join(f"word{at}" for at in range(1500))
    layout = laid_out_by_hand(edition((h(1, "One"), p("Before.", note(1, words), " After."))))

    document, root = opened(layout)
    with document:
        (tag,) = root.all("Note")
        assert pages_of(tag) == 3
    assert f"Before. 1 1 {words} After." in read_aloud(layout.pdf, tmp_path / "x.pdf")


def test_a_note_at_the_end_of_its_chapter_is_tagged_there(tmp_path: Path) -> None:
    css = b".note#note-1-1 { height: 2000pt; footnote-policy: line }"
    made = edition((h(1, "One"), p("Words.", note(1, "A note."), " More.")),
                   files={"styles/tall.css": css})  # fmt: skip

    layout = laid_out_by_hand(made)

    document, root = opened(layout)
    with document:
        assert [tag.get("ID") for tag in root.all("Note")] == ["note-1-1"]
    assert "Words. 1 1 This note is long" in read_aloud(layout.pdf, tmp_path / "x.pdf")
    assert faults_in(layout.pdf) == ()


# Everything else


def test_a_paragraph_over_two_pages_is_one() -> None:
    document, root = opened(laid_out_by_hand(edition((h(1, "One"), p(LOREM * 60)))))
    with document:
        (chapter,) = (tag for tag in root.all("Sect") if tag.kinds() == ["H1", "P"])
        (paragraph,) = chapter.all("P")
        assert pages_of(paragraph) == 3


def test_parts_have_the_tags_of_their_kind(tree: Element) -> None:
    def parts(kind: str) -> set[str]:
        return {part for tag in tree.all(kind) for part in tag.kinds()}

    assert parts("TOC") == {"TOCI"}
    assert parts("TOCI") == {"Reference"}
    assert parts("L") == {"LI"}
    assert parts("LI") == {"Lbl", "LBody"}
    assert parts("Table") == {"Caption", "THead", "TBody", "TR"}
    assert parts("TR") == {"TH", "TD"}
    assert parts("BlockQuote") == {"P"}
    assert parts("Document") == {"Sect"}


def test_no_level_of_headings_is_skipped(tree: Element) -> None:
    kinds = [tag.kind for tag in tree.all() if tag.kind[:1] == "H" and tag.kind[1:].isdigit()]

    assert kinds == ["H1", "H2", "H1", "H1", "H1", "H1", "H2", "H2", "H1"]


def test_a_head_knows_what_it_is_the_head_of(tree: Element) -> None:
    assert {str(head.value.A.Scope) for head in tree.all("TH")} == {"/Column"}
    document, root = opened(
        laid_out_by_hand(
            edition([table(row("", "a"), row("b", "1"), id="x"), h(1, "H")], language="en")
        )
    )
    with document:
        assert [cell.kind for cell in root.all() if cell.kind in {"TH", "TD"}] == [
            "TD", "TH", "TD", "TD",
        ]  # fmt: skip


def test_what_is_seldom_written_keeps_to_the_standards_too() -> None:
    assert faults_in(odd()) == ()


def test_a_head_without_rows_is_a_table_of_rows() -> None:
    document, root = opened(laid_out_by_hand(edition([h(1, "H"), table(row("only", "heads"))])))
    with document:
        (tag,) = root.all("Table")
        assert tag.kinds() == ["TR"]


def test_a_picture_says_what_it_shows_and_an_ornament_nothing(tree: Element) -> None:
    assert [tag.get("Alt") for tag in tree.all("Figure")] == ["The map shows a line."]
    assert [tag.get("Alt") for tag in tree.all("Formula")] == ["a^2", "E = mc^2", "x^2"]
    for tag in tree.all("Figure"):
        assert tag.above is not None
        assert tag.above.kinds() == ["Figure", "Caption"]
        left, bottom, right, top = map(float, tag.value.A.BBox)
        assert (round(right - left), round(top - bottom)) == (150, 75)


def test_words_of_another_language_say_so(tree: Element) -> None:
    assert [tag.get("Lang") for tag in tree.all() if tag.get("Lang")] == ["az"]


def test_what_says_nothing_has_no_tag(tree: Element) -> None:
    spans = [tag for tag in tree.all("Span") if not tag.get("Lang")]

    assert spans == []
    assert all(tag.kids for tag in tree.all() if tag.kind not in {"TD", "TH"})


def test_names_that_the_standard_does_not_know_are_explained(everything: Layout) -> None:
    document, root = opened(everything)
    with document:
        roles = {str(name)[1:] for name in document.Root.StructTreeRoot.RoleMap}
        known = {
            *"Document Sect Div BlockQuote Caption TOC TOCI P L LI Lbl LBody Table TR TH".split(),
            *"TD THead TBody Span Note Reference Code Link Figure Formula".split(),
            *(f"H{level}" for level in range(1, 7)),
        }
        assert {tag.kind for tag in root.all()} <= known | roles


def test_every_link_says_where_it_leads(everything: Layout) -> None:
    document, _ = opened(everything)
    with document:
        said = {
            str(area.get("/Dest", area.get("/A", {}).get("/URI"))): str(area.Contents)
            for page in document.pages
            for area in page.get("/Annots", ())
        }
    assert said["note-1-2"] == "Note 2"
    assert said["mark-1-2"] == "Back to the text"
    assert said["tbl.x"] in {"Table 1", "Table 1 A table"}
    assert said["https://example.org/a"] == "https://example.org/a"


def test_a_link_has_one_area_for_each_line(tree: Element) -> None:
    for link in tree.all("Link"):
        areas = [tuple(map(float, kid.Obj.Rect)) for kid in link.kids
                 if isinstance(kid, pikepdf.Dictionary)]  # fmt: skip
        assert areas
        assert len(areas) == len(set(areas))


def test_running_heads_folios_and_repeated_heads_of_tables_are_not_read(tmp_path: Path) -> None:
    rows = [row(f"a{at}", f"b{at}") for at in range(120)]
    layout = laid_out_by_hand(
        edition((h(1, "Chapter"), table(row("Left", "Right"), *rows), p("End.")), title="Running")
    )

    document, _ = opened(layout)
    with document:
        last = document.pages[-1].Contents.read_bytes()
    aloud = read_aloud(layout.pdf, tmp_path / "x.pdf")
    assert len(layout.labels) > 4
    assert aloud.count("Left") == 1
    assert aloud.endswith("a119 b119 End.")
    assert b"/Subtype /Header" in last
    assert b"/Subtype /Footer" in last


def test_lines_under_and_through_words_belong_to_them() -> None:
    layout = laid_out_by_hand(edition([h(1, "H"), p("a ", Strikeout(inline("struck"), SPAN))]))

    assert faults_in(layout.pdf) == ()


# The file


def test_a_file_says_to_which_standards_it_keeps(everything: Layout, found: Diagnostics) -> None:
    document, _ = opened(everything)
    with document, document.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Tags & <signs>"
        assert metadata["dc:creator"] == ["A. Writer", "B. Author"]
        assert metadata["xmp:ModifyDate"] == "2026-02-03T00:00:00Z"
        assert all(page.Tabs == "/S" for page in document.pages)
    assert faults_in(everything.pdf) == ()
    assert "false-accessibility-claim" not in {finding.rule.name for finding in found}


def test_the_sources_go_with_the_file(everything: Layout) -> None:
    document, _ = opened(everything)
    with document:
        files = {name: spec.get_file() for name, spec in document.attachments.items()}
        assert sorted(files) == ["references.bib", "references.json"]
        assert files["references.bib"].read_bytes() == folder("tagged")["references.bib"]
        works = json.loads(files["references.json"].read_bytes())
        assert [(work["id"], work["type"]) for work in works] == [
            ("ranke", "book"),
            ("foo", "webpage"),
        ]
        assert {str(spec.AFRelationship) for spec in document.Root.AF} == {"/Source"}
        assert files["references.bib"].mime_type == "application/x-bibtex"


def test_the_same_briefing_gives_the_same_bytes(everything: Layout) -> None:
    assert laid_out(folder("tagged")).pdf == everything.pdf


# What is wrong with a file, and where it comes from


def claimed(layout: Layout) -> bool:
    with pikepdf.open(BytesIO(layout.pdf)) as document, document.open_metadata() as metadata:
        assert metadata["dc:title"]
        return bool(metadata.pdfa_status) or "pdfuaid:part" in metadata


def project(text: str, **files: bytes) -> dict[str, bytes]:
    return {"briefing.toml": b'[briefing]\ntitle = "T"\n', "01.md": text.encode(), **files}


def findings(files: dict[str, bytes]) -> tuple[Layout, list[tuple[str, int]]]:
    found = Diagnostics()
    layout = laid_out(files, found)
    return layout, [(finding.rule.name, finding.at.span.line) for finding in found]


def test_a_picture_without_words_is_told_once_and_nothing_is_claimed() -> None:
    text = "# H\n\nWords.\n\n![A caption.](map.svg)\n"

    layout, told = findings(project(text, **{"map.svg": SVG}))

    assert told == [("missing-alt-text", 5)]
    assert not claimed(layout)


def test_a_table_whose_head_is_empty_is_told_and_nothing_is_claimed() -> None:
    layout, told = findings(project("# H\n\n| | |\n|-|-|\n| a | b |\n"))

    assert ("table-without-header", 3) in told or ("false-accessibility-claim", 3) in told
    assert not claimed(layout)


def test_text_that_a_style_sheet_takes_out_of_the_tags_is_told() -> None:
    css = {"styles/x.css": b".chapter p { opacity: 0.5 }"}

    layout, told = findings(project("# H\n\n## Second\n\nWords.\n", **css))

    assert told == [("false-accessibility-claim", 3)]
    assert not claimed(layout)


def test_a_letter_that_no_font_has_is_told_where_it_stands() -> None:
    layout, told = findings(project("# H\n\nWords.\n\nA \U0001fbff sign.\n"))

    assert ("false-accessibility-claim", 5) in told
    assert not claimed(layout)


def test_a_picture_in_colours_of_a_press_is_told() -> None:
    from PIL import Image as Pillow

    out = BytesIO()
    Pillow.new("CMYK", (4, 4)).save(out, "JPEG")
    image = Image("a.jpg", "A square", "", Attributes(), SPAN, SPAN)
    found = Diagnostics()
    made = edition([h(1, "H"), Figure(image, (), SPAN)], files={"manuscript/a.jpg": out.getvalue()})

    layout = laid_out_by_hand(made, found)

    assert [finding.rule.name for finding in found] == ["false-accessibility-claim"]
    assert not claimed(layout)


def _without(name: str) -> Any:
    def spoil(document: pikepdf.Pdf, tags: list[Any]) -> None:
        del document.Root[name]

    return spoil


def _of_first(kind: str, spoil: Any) -> Any:
    def spoil_tag(document: pikepdf.Pdf, tags: list[Any]) -> None:
        spoil(next(tag.value for tag in tags if tag.kind == kind))

    return spoil_tag


def _delete(*names: str) -> Any:
    def delete(value: Any) -> None:
        for name in names:
            del value[name]

    return delete


def _relevel(value: Any) -> None:
    value.S = pikepdf.Name.H4


def _unlink(document: pikepdf.Pdf, tags: list[Any]) -> None:
    for page in document.pages:
        for area in page.get("/Annots", ()):
            if str(area.get("/Dest")) == "note-1-2":
                area.Dest = pikepdf.String("elsewhere")


def _undress(document: pikepdf.Pdf, tags: list[Any]) -> None:
    page = document.pages[4]
    page.Contents = document.make_stream(page.Contents.read_bytes() + b"\n0 0 5 5 re f")


def _disembed(document: pikepdf.Pdf, tags: list[Any]) -> None:
    for font in document.pages[0].Resources.Font.values():
        descriptor = font.DescendantFonts[0].FontDescriptor
        for name in ("/FontFile2", "/FontFile3"):
            if name in descriptor:
                del descriptor[name]


SPOILT: dict[str, tuple[Any, Lack]] = {
    "no tree": (_without("/StructTreeRoot"), Lack.ENTRY),
    "no language": (_without("/Lang"), Lack.ENTRY),
    "no output intent": (_without("/OutputIntents"), Lack.ENTRY),
    "no title bar": (_without("/ViewerPreferences"), Lack.ENTRY),
    "no alt": (_of_first("Figure", _delete("/Alt")), Lack.DESCRIPTION),
    "no id": (_of_first("Note", _delete("/ID")), Lack.ID),
    "no number": (_of_first("Note", _delete("/K")), Lack.LABEL),
    "no scope": (_of_first("TH", _delete("/A")), Lack.HEADER),
    "a row too short": (_of_first("TR", _delete("/K")), Lack.CELLS),
    "a level skipped": (_of_first("H2", _relevel), Lack.LEVEL),
    "content that no tag has": (_of_first("P", _delete("/K")), Lack.TAG),
    "a mark that leads elsewhere": (_unlink, Lack.MARK),
    "content without a mark": (_undress, Lack.TAG),
    "fonts that are not there": (_disembed, Lack.FONT),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_file_is_seen_through(what: str, everything: Layout) -> None:
    spoil, lack = SPOILT[what]
    document, root = opened(everything)
    out = BytesIO()
    with document:
        spoil(document, list(root.all()))
        document.save(out)

    assert lack in {fault.lack for fault in faults_in(out.getvalue())}
