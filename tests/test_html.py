"""Trees to XHTML: well-formed, nothing of an author's that has not its proper form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import tinyhtml5  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefing_build.document import (
    NOTHING,
    Attributes,
    Block,
    Box,
    Break,
    Citation,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Figure,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Note,
    NoteMark,
    Phrase,
    Quotation,
    Reference,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    plain_text,
)
from briefing_build.html import (
    first_sentence,
    reference_id,
    title_text,
    to_copy,
    to_xhtml,
    xml_id,
)
from by_hand import SPAN, again, cited, edition, em, h, inline, note, p, row, table, text

if TYPE_CHECKING:
    from briefing_build.csl import Words
    from briefing_build.document import Chapter
    from briefing_build.source import Span


@dataclass
class Medium:
    """Shows a note as its number in brackets and its body after it, so both can be read."""

    inline_notes: bool = True
    pictures: dict[str, str] = field(default_factory=lambda: {"a.png": "pictures/a.png"})

    def words(self, words: Words) -> tuple[Inline, ...]:
        return words.paper

    def note(self, note: Note, body: Markup) -> Markup:
        return Markup('<a id="mark">{}</a><span class="note" id="{}">{}</span>').format(
            note.number, note.id, body
        )

    def mark(self, mark: NoteMark) -> Markup:
        return Markup('<a id="{}" href="#{}">{}</a>').format(mark.id, mark.note_id, mark.number)

    def picture(self, image: Image, chapter: Chapter | None) -> str:
        return self.pictures.get(image.path, "")

    def math(self, tex: str, *, block: bool, span: Span) -> Markup:
        return Markup("<code>{}</code>").format(tex)

    def href(self, target: str) -> str:
        return target


def written(*nodes: Block | Inline, words: dict[str, str] | None = None, **medium: Any) -> str:
    made = edition([], words=words)
    return str(to_xhtml(nodes, made, Medium(**medium), made.briefing.chapters[0]))


def root(xhtml: str) -> ET.Element:
    return ET.fromstring(f"<div>{xhtml}</div>")


def words(xhtml: str) -> str:
    return "".join(root(xhtml).itertext())


def attributes(id: str = "", *classes: str, **pairs: str) -> Attributes:
    return Attributes(id, classes, tuple(pairs.items()))


def image(path: str = "a.png", alt: str | None = "A map", given: Attributes = NOTHING) -> Image:
    return Image(path, alt, "", given, SPAN, SPAN)


def link(url: str, *content: str | Inline) -> Link:
    return Link(inline(content), url, "", SPAN, SPAN)


# Words


def test_text_is_escaped() -> None:
    assert written(p("a < b & c")) == "<p>a &lt; b &amp; c</p>"


@pytest.mark.parametrize(
    ("node", "xhtml"),
    [
        (em("a"), "<em>a</em>"),
        (Strong(inline("a"), SPAN), "<strong>a</strong>"),
        (Superscript(inline("a"), SPAN), "<sup>a</sup>"),
        (Subscript(inline("a"), SPAN), "<sub>a</sub>"),
        (Strikeout(inline("a"), SPAN), "<s>a</s>"),
        (Code("<a>", SPAN), "<code>&lt;a&gt;</code>"),
        (Math("x<y", SPAN), "<code>x&lt;y</code>"),
        (LineBreak(SPAN), "<br/>"),
        (Reference("tbl:x", "Table 3", SPAN), '<a href="#tbl:x">Table\u00a03</a>'),
    ],
)
def test_each_kind_of_inline_has_its_element(node: Inline, xhtml: str) -> None:
    assert written(node) == xhtml


def test_words_of_a_citation_are_those_of_the_edition() -> None:
    words = {"cited-1": "Hobsbawm"}

    assert written(p("As ", cited("cited-1", "author")), words=words) == "<p>As Hobsbawm</p>"
    assert (
        written(p("As ", cited("cited-1")), words=words)
        == '<p>As <span id="cited-1">Hobsbawm</span></p>'
    )


def test_what_resolve_replaces_reaches_no_writer() -> None:
    with pytest.raises(AssertionError, match="Citation reached a writer"):
        written(p(Citation((), "bracketed", SPAN)))


def test_a_long_address_breaks_at_its_joints_and_takes_no_hyphen() -> None:
    address = "https://example.org/archive/" + "a_very_long_name.of.a.page" * 2

    shown = written(p(f"See {address}."))

    assert '<span class="address" translate="no">' in shown
    assert "_<wbr/>" in shown
    assert words(shown) == f"See {address}."


def test_an_ordinary_word_is_no_address() -> None:
    assert "address" not in written(p("and/or, 10.5 per cent, a.k.a. www"))


# Languages, ids, classes


def test_a_phrase_has_its_language_and_direction() -> None:
    phrase = Phrase(inline("سلام"), attributes(lang="fa"), SPAN)

    assert written(phrase) == '<span lang="fa" xml:lang="fa" dir="rtl">سلام</span>'


def test_a_language_in_latin_letters_is_not_turned() -> None:
    assert 'dir="' not in written(Phrase(inline("salām"), attributes(lang="fa-Latn"), SPAN))


def test_what_has_not_its_proper_form_is_left_out() -> None:
    phrase = Phrase(
        inline("x"), attributes('a"b', 'c"d', "ok", lang='en"><script>', onclick="x"), SPAN
    )

    assert written(phrase) == '<span class="ok">x</span>'


def test_an_id_with_a_colon_becomes_an_xml_name() -> None:
    assert xml_id("sec:aims") == "sec.aims"
    assert 'id="sec.aims"' in written(h(2, "Aims", id="sec:aims"))


@given(st.text(min_size=1), st.text(min_size=1))
def test_keys_have_ids_of_their_own_that_are_xml_names(one: str, other: str) -> None:
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", reference_id(one))
    assert (reference_id(one) == reference_id(other)) == (one == other)


# Notes


def test_marks_of_adjacent_notes_do_not_run_together() -> None:
    shown = written(p("x", note(2, "Two."), note(3, "Three.")))

    assert '</span><sup class="between-marks">,</sup><a' in shown


def test_marks_do_not_run_together_when_one_is_inside_bold() -> None:
    bold = Strong((text("claim"), note(1, "One.")), SPAN)

    assert "between-marks" in written(p(bold, note(2, "Two.")))


def test_a_raised_figure_and_a_mark_do_not_run_together() -> None:
    assert "between-marks" in written(p(Superscript(inline("3"), SPAN), note(1, "One.")))
    assert "between-marks" not in written(p(Superscript(inline("th"), SPAN), note(1, "One.")))


def test_a_mark_follows_its_word_closely() -> None:
    assert written(p("x ", note(1, "One."), " y")).startswith('<p>x<a id="mark">1</a>')


def test_a_further_mark_is_parted_from_its_neighbours_and_stands_behind_a_link() -> None:
    shown = written(p("x", note(2, "Two."), again(1)), p(link("#y", "y", again(1))))

    assert shown.count('<sup class="between-marks">,</sup><a id="mark-1-1-2"') == 1
    assert '<a href="#y">y</a><a id="mark-1-1-2" href="#note-1-1">1</a>' in shown


def test_words_between_marks_need_no_comma() -> None:
    assert "between-marks" not in written(p("x", note(1, "One."), " and y", note(2, "Two.")))


BLOCKS_IN_A_NOTE: tuple[Block, ...] = (
    p("First."),
    Quotation((p("Said."),), SPAN),
    List((ListItem((p("one"),), SPAN), ListItem((p("two"),), SPAN)), 1, True, SPAN),
    List((ListItem((p("dot"),), SPAN),), None, True, SPAN),
    DefinitionList((Definition(inline("term"), ((p("meaning"),),), SPAN),), SPAN),
    table(row("a", "b"), row("c", "d")),
    CodeBlock("x = 1\n", "python", SPAN),
    MathBlock("x", SPAN),
    Figure(image(), inline("Caption"), SPAN),
    Box((p("boxed"),), NOTHING, SPAN),
    Break(SPAN),
    h(2, "Heading"),
)


@pytest.mark.parametrize("block", BLOCKS_IN_A_NOTE, ids=lambda block: type(block).__name__)
def test_a_note_on_paper_stays_inside_its_paragraph(block: Block) -> None:
    """An HTML parser ends a paragraph at the first block in it, and the note would be torn out."""
    shown = written(p("before", note(1, "Note.", block, "End."), " after"))

    tree = tinyhtml5.parse(f"<!DOCTYPE html><body>{shown}</body>", namespace_html_elements=False)
    paragraphs = list(tree.iter("p"))
    assert len(paragraphs) == 1
    assert "".join(paragraphs[0].itertext()).endswith("End. after")


def test_a_note_of_one_paragraph_has_nothing_around_it() -> None:
    assert '<span class="note" id="note-1-1">Note.</span>' in written(p("x", note(1, "Note.")))


def test_a_note_on_a_screen_has_blocks() -> None:
    shown = written(p("x", note(1, "One.", "Two.")), inline_notes=False)

    assert "<p>One.</p>\n<p>Two.</p>" in shown


def test_a_newline_in_a_note_on_paper_is_a_space() -> None:
    assert ">one two<" in written(p("x", note(1, "one\ntwo")))


def test_a_note_in_a_link_stands_behind_it() -> None:
    shown = written(p(link("https://example.org", "a ", em("b"), note(1, "N."))))

    assert shown.startswith('<p><a href="https://example.org">a <em>b</em></a><a id="mark">1</a>')


def test_links_do_not_nest() -> None:
    shown = written(p(link("#a", "x ", link("#b", "y"), Reference("c", "Table 1", SPAN))))

    assert shown == '<p><a href="#a">x yTable\u00a01</a></p>'


# Blocks


def test_a_heading_has_its_title_without_notes() -> None:
    heading = h(2, "Aims", number="2.1")
    heading = replace(heading, content=(*heading.content, note(1, "N.")))

    shown = root(written(heading))[0]

    assert shown.tag == "h2"
    assert shown.get("data-title") == "2.1 Aims"
    assert shown.get("data-running") == "Aims"
    assert shown[0].get("class") == "number"


def test_a_short_title_is_for_the_running_head() -> None:
    shown = root(written(h(1, "A Very Long Title", short="Long")))[0]

    assert shown.get("data-running") == "Long"
    assert shown.get("data-title") == "A Very Long Title"


def test_a_title_keeps_the_author_of_a_narrative_citation() -> None:
    content = inline(["After ", cited("cited-1", "author"), note(1, "N."), cited("cited-2")])
    made = edition([], words={"cited-1": "Hobsbawm", "cited-2": "(Hobsbawm 1994)"})

    assert title_text(content, made) == "After Hobsbawm"


@pytest.mark.parametrize("said", ["Doe (2020, 3)", "Doe [3], [4]", "Doe"])
def test_a_copy_keeps_of_a_narrative_citation_the_name(said: str) -> None:
    content = inline(["As ", cited("cited-1", "narrative"), " says ", cited("cited-2"), "."])
    made = edition([], words={"cited-1": said, "cited-2": "(2021)"})

    assert title_text(content, made) == "As Doe says."
    assert to_copy(content, made, Medium()) == "As Doe says."


def test_a_copy_of_a_name_ends_before_a_raised_figure() -> None:
    made = edition([], words={"cited-1": ""})
    raised = (text("Doe"), Superscript(inline("3"), SPAN))
    made.words["cited-1"] = replace(made.words["cited-1"], paper=raised, screen=raised)

    assert title_text((em("On"), text(" "), cited("cited-1", "narrative")), made) == "On Doe"


def test_a_list_shows_the_first_sentence_of_a_caption_without_its_sources() -> None:
    made = edition([], words={"cited-1": "(2021)"})
    caption = inline(
        ["Gas by year ", cited("cited-1"), ".", note(1, "N."), " Source: the ministry."]
    )

    assert plain_text(first_sentence(caption, made)) == "Gas by year"


def test_a_copy_has_no_notes_links_and_ids() -> None:
    phrase = Phrase(inline("x"), attributes("place", "small-caps"), SPAN)
    made = edition([])

    content = (phrase, link("#y", "y"), note(1, "N."), again(1), LineBreak(SPAN))
    copy = to_copy(content, made, Medium())

    assert copy == '<span class="small-caps">x</span>y '


def test_cells_of_the_head_are_heads_of_their_columns() -> None:
    shown = root(written(table(row("", "Year"), row("Gas", "2024"))))[0]

    assert [cell.tag for cell in shown.iter() if cell.tag in {"td", "th"}] == [
        "td",
        "th",
        "td",
        "td",
    ]
    assert [head.get("scope") for head in shown.iter("th")] == ["col"]


def test_first_cells_are_heads_of_their_rows_if_asked() -> None:
    heads = replace(table(row("a", "b"), row("c", "d")), attributes=attributes("", "row-heads"))

    assert '<th scope="row">c</th>' in written(heads)


@pytest.mark.parametrize(
    ("cells", "is_number"),
    [
        (("1,200", "–", "3.5"), True),
        (("12 %", "c. 40", "US$"), False),
        (("€ 4", "-3", "2013–17"), True),
        (("one", "2", "3"), False),
        (("–", "", "–"), False),
    ],
)
def test_a_column_of_figures_is_known(cells: tuple[str, ...], *, is_number: bool) -> None:
    shown = written(table(row("What", "How much"), *(row("x", cell) for cell in cells)))

    assert ('<td class="number">' in shown) == is_number


def test_a_head_with_a_note_is_not_repeated() -> None:
    noted = table(row("a", "b"), row("c", "d"))
    head = replace(noted.head, cells=(replace(noted.head.cells[0], content=(note(1, "N."),)),))

    assert 'class="short head-once"' in written(replace(noted, head=head))


def test_a_table_has_its_number_and_caption() -> None:
    shown = written(table(row("a"), row("b"), caption="Gas", number="3"))

    assert '<table id="table.3" class="short">' in shown
    assert '<caption><span class="label">Table 3</span> Gas</caption>' in shown


def test_a_figure_has_the_id_of_its_picture() -> None:
    figure = Figure(image(given=attributes("fig:map", width="50%")), inline("Map"), SPAN, "2")

    assert written(figure) == (
        '<figure id="fig.map"><img src="pictures/a.png" alt="A map" style="width: 50%"/>'
        '<figcaption><span class="label">Figure 2</span> Map</figcaption></figure>'
    )


def test_a_decorative_picture_is_passed_over() -> None:
    shown = written(image(alt="x", given=attributes("", "decorative")))

    assert 'alt="" class="decorative" role="presentation"' in shown


def test_a_picture_that_cannot_be_shown_leaves_its_description() -> None:
    assert written(image("b.png")) == '<span class="missing-picture">A map</span>'


def test_a_judgement_says_how_likely_and_how_sure() -> None:
    given = attributes("", "judgement", likelihood="very-likely", confidence="moderate")

    shown = root(written(Box((p("It will rain."),), given, SPAN, "3")))[0]

    assert shown.get("class") == "judgement"
    assert [part.text for part in shown.iter() if part.get("class") == "value"] == [
        "Very likely",
        "Moderate",
    ]
    steps = [[step.get("class") for step in scale] for scale in shown.iter() if _is_scale(scale)]
    assert [(len(scale), scale.index("on")) for scale in steps] == [(7, 5), (3, 1)]


def _is_scale(element: ET.Element) -> bool:
    return element.get("class") == "scale"


def test_a_word_outside_the_ladder_is_not_shown() -> None:
    given = attributes("", "judgement", likelihood="perhaps")

    assert "assessment" not in written(Box((p("x"),), given, SPAN))


@pytest.mark.parametrize(
    ("classes", "tag"), [(("box",), "aside"), (("epigraph",), "blockquote"), (("glossary",), "div")]
)
def test_a_box_is_what_its_class_says(classes: tuple[str, ...], tag: str) -> None:
    assert root(written(Box((p("x"),), attributes("", *classes), SPAN)))[0].tag == tag


def test_a_box_has_its_number_and_title() -> None:
    shown = written(Box((p("x"),), attributes("", "box", title="Names"), SPAN, "2"))

    assert '<p class="box-title"><span class="label">Box 2</span> Names</p>' in shown


def test_a_tight_list_has_no_paragraphs() -> None:
    items = (ListItem((p("one"),), SPAN), ListItem((p("two"),), SPAN))

    assert written(List(items, 3, True, SPAN)) == (
        '<ol class="tight" start="3"><li>one</li>\n<li>two</li></ol>'
    )
    assert "<li><p>one</p></li>" in written(List(items, None, False, SPAN))


ELEMENTS = set(
    "a aside blockquote br caption code dd div dl dt em figcaption figure h2 hr i img li ol p pre "
    "s span strong sub sup table tbody td th thead tr ul wbr".split()
)
ATTRIBUTES = set(
    "alt aria-hidden class data-running data-title dir href id lang role scope src start style "
    "title translate".split()
) | {"{http://www.w3.org/XML/1998/namespace}lang"}


@pytest.mark.parametrize("inline_notes", [True, False])
def test_nothing_is_written_but_what_is_on_the_list(*, inline_notes: bool) -> None:
    hostile = Attributes("x", ("y",), (("onclick", "z"), ("style", "z"), ("title", "<b>")), SPAN)
    nodes = (
        *BLOCKS_IN_A_NOTE,
        p("x", note(1, *BLOCKS_IN_A_NOTE), link("https://a.b", "c"), Phrase((), hostile, SPAN)),
        Box((p("x"),), hostile, SPAN),
        image(given=hostile),
        Figure(image(given=hostile), inline("c"), SPAN, "1"),
        replace(table(row("a"), row("b")), attributes=hostile),
    )

    for element in root(written(*nodes, inline_notes=inline_notes)).iter():
        assert element.tag in ELEMENTS
        assert set(element.keys()) <= ATTRIBUTES
        assert element.get("style", "width") == "width"


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]))))
def test_whatever_is_written_is_well_formed(parts: list[str]) -> None:
    content = tuple(
        make(inline(part), SPAN)
        for part in parts
        for make in (Strong, Superscript, lambda inside, span: link("#x", *inside))
    )
    nodes = (p(*content, note(1, *parts)), CodeBlock("".join(parts), "".join(parts), SPAN))

    assert "".join(parts) in words(written(*nodes)).replace("\u00a0", "\u00a0")
