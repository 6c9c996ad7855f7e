"""No footnote is lost: the repaired layout, and the audit that does not trust it.

Expected facts hold with any font: lines are forced, their heights are given in pixels.
"""

import inspect
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from briefing_build.pdf.audit import Audit, Fault, audit
from briefing_build.pdf.footnotes import RepairRefused, repair
from random_documents import random_document

# A page has five lines of text, or fewer and two lines of notes for each.
STYLE = """
    @page { size: 300px 105px; margin: 0; @footnote { margin: 0 } }
    html { font-size: 10px; line-height: 20px; orphans: 2; widows: 2 }
    body, p, h1, table, td, th, ul { margin: 0; padding: 0; font-size: 10px }
    table { border-collapse: collapse } h1 { break-before: page }
    .note { float: footnote; footnote-policy: line; line-height: 10px }
    .whole { line-height: 20px }
    ::footnote-call { vertical-align: baseline; line-height: 0 }
    ::footnote-marker { content: counter(footnote) ". " }
    a::after { content: "page " target-counter(attr(href), page) }
"""

# Three lines and a paragraph whose second line is the last that fits.
LOST = """
    <p>one<br>two<br>three</p>
    <p>four<span class="note whole" id="a">NOTE-A</span>
    <br>five<span class="note whole" id="b">NOTE-B</span><br>six<br>seven</p>
"""

# With `auto` the note is carried to a page that is made again for its page number.
REMADE = """
    <style>.note { footnote-policy: auto }</style>
    <p>one<br>two<br>three<br>four<br>five<span class="note whole" id="a">NOTE-A</span>
    <br>six<br>seven <a href="#z"></a></p>
    <p>eight</p><h1>next</h1><p>nine</p><h1 id="z">Z</h1>
"""


def page(body: str, css: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>t</title>'
        f"<style>{STYLE}{css}</style>{body}"
    )


def note(id: str, lines: int = 1) -> str:
    text = "<br>".join(f"{id}-{line}" for line in range(1, lines + 1))
    return f'<span class="note" id="{id}">{text}</span>'


def lines(first: int, last: int) -> str:
    return "<br>".join(f"line {number}" for number in range(first, last + 1))


def render(markup: str) -> Any:
    repair()
    return weasyprint.HTML(string=markup).render()


def lay_out(body: str, *expected: str, css: str = "") -> tuple[list[list[str]], Audit]:
    """The lines of each page, and the audit."""
    document = render(page(body, css))
    return [list(printed(sheet)) for sheet in document.pages], audit(document, expected)


def printed(sheet: Any) -> Iterator[str]:
    for box in sheet._page_box.descendants():
        if isinstance(box, boxes.LineBox):
            yield words(box).strip()


def words(box: Any) -> str:
    return "".join(text.text for text in box.descendants() if isinstance(text, boxes.TextBox))


def stock_faults(*markups: str) -> list[list[str]]:
    """What WeasyPrint as published does to documents whose notes are `a` and `b`."""
    program = (
        "import json, sys, weasyprint\n"
        "from briefing_build.pdf.audit import audit\n"
        "for markup in json.load(sys.stdin):\n"
        "    document = weasyprint.HTML(string=markup).render()\n"
        "    ids = [id for id in ('a', 'b') if f'id=\"{id}\"' in markup]\n"
        "    print(json.dumps([problem.fault for problem in audit(document, ids).problems]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(markups),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


# The repair


def test_a_line_that_cannot_stay_takes_its_note_along() -> None:
    pages, found = lay_out(LOST, "a", "b")

    assert pages == [
        ["one", "two", "three"],
        ["four1", "five2", "1. NOTE-A", "2. NOTE-B"],
        ["six", "seven"],
    ]
    assert found.problems == ()


def test_a_note_that_was_handed_over_survives_when_its_page_is_made_again() -> None:
    pages, found = lay_out(REMADE, "a")

    assert pages[:2] == [
        ["one", "two", "three", "four", "five1"],
        ["six", "seven page 4", "eight", "1. NOTE-A"],
    ]
    assert found.ids(Fault.MOVED) == ("a",)
    assert len(found.problems) == 1


def test_unrepaired_these_notes_are_lost() -> None:
    assert stock_faults(page(LOST), page(REMADE)) == [["moved", "lost"], ["lost"]]


def test_new_lines_and_capitals_in_notes_are_as_in_the_text() -> None:
    body = (
        '<p>text<span class="note" id="a">one\ntwo\n   three</span> and'
        '<span class="note" id="b" style="text-transform: uppercase">upper\n <em>case\n x</em> '
        "</span></p>"
    )

    pages, found = lay_out(body, "a", "b")

    assert pages == [["text1 and2", "1. one two three", "2. UPPER CASE X"]]
    assert found.problems == ()


def test_a_note_that_does_not_fit_under_its_mark_moves_with_its_line() -> None:
    pages, found = lay_out(f"<p>{lines(1, 3)}<br>x{note('a', 3)}<br>{lines(5, 6)}</p>", "a")

    assert pages == [
        ["line 1", "line 2", "line 3"],
        ["x1", "line 5", "line 6", "1. a-1", "a-2", "a-3"],
    ]
    assert found.problems == ()


def test_a_note_longer_than_its_page_goes_on_at_the_foot_of_the_next_pages() -> None:
    pages, found = lay_out(f"<p>one<br>two{note('a', 20)}</p><p>three{note('b')}</p>", "a", "b")

    notes = [[line for line in sheet if "a-" in line] for sheet in pages]
    assert [len(sheet) for sheet in notes] == [6, 10, 4]
    assert [line for sheet in notes for line in sheet] == [
        "1. a-1",
        *(f"a-{number}" for number in range(2, 21)),
    ]
    assert pages[2] == ["three2", *notes[2], "2. b-1"]
    assert found.notes["a"].pages == (1, 2, 3)
    assert found.problems == ()


def test_a_note_is_broken_rather_than_leave_much_of_a_page_white() -> None:
    pages, found = lay_out(f"<p>one<br>two<br>x{note('a', 9)}<br>y<br>z</p>", "a")

    assert pages == [
        ["one", "two", "x1", "1. a-1", "a-2", "a-3", "a-4"],
        ["y", "z", "a-5", "a-6", "a-7", "a-8", "a-9"],
    ]
    assert found.problems == ()


def test_the_rule_above_the_notes_is_there_above_the_rest_of_one() -> None:
    css = "@page { @footnote { border-top: 2px solid; padding-top: 3px } }"
    document = render(page(f"<p>one{note('a', 12)}</p>", css))

    areas = [sheet._page_box.children[1] for sheet in document.pages]
    assert [(area.border_top_width, area.padding_top) for area in areas] == [(2, 3)] * 2


def test_what_does_not_fit_beside_the_rest_of_a_note_is_not_laid_over_it() -> None:
    picture = '<div style="height: 80px; break-inside: avoid"></div>'
    pages, found = lay_out(f"<p>one{note('a', 12)}</p>{picture}<p>z{note('b')}</p>", "a", "b")

    assert [len(sheet) for sheet in pages] == [9, 4, 0, 2]
    assert pages[3] == ["z2", "2. b-1"]
    assert found.problems == ()


@pytest.mark.parametrize(("break_before", "page_of_next"), [("page", 3), ("recto", 3)])
def test_the_rest_of_a_note_does_not_stand_on_the_page_of_the_next_chapter(
    break_before: str, page_of_next: int
) -> None:
    css = f"h1 {{ break-before: {break_before} }}"
    body = f"<p>one{note('a', 15)}</p><h1>Next</h1><p>two{note('b')}</p>"

    pages, found = lay_out(body, "a", "b", css=css)

    assert pages[1][-1] == "a-15"
    assert pages[2] == ["Next", "two2", "2. b-1"]
    assert found.notes["b"].pages == (page_of_next,)
    assert found.problems == ()


def test_the_pages_of_a_broken_note_keep_their_name_and_side() -> None:
    css = "section { page: chapter } @page chapter { @bottom-left { content: 'c' } }"
    document = render(page(f"<p>x</p><section><p>one{note('a', 30)}<br>two</p></section>", css))

    types = [sheet._page_box.page_type for sheet in document.pages]
    assert [kind.name for kind in types] == ["", "chapter", "chapter", "chapter", "chapter"]
    assert [kind.side for kind in types] == ["right", "left", "right", "left", "right"]


def test_the_note_in_a_repeated_table_head_is_set_once() -> None:
    rows = "".join(f"<tr><td>{lines(1, 2)} <a href='#z'></a></td></tr>" for _ in range(6))
    body = f"<table><thead><tr><th>H{note('a')}</th></tr></thead>{rows}</table><h1 id='z'>Z</h1>"

    _, found = lay_out(body, "a")

    assert len(found.notes["a"].marks) > 1
    assert found.notes["a"].pages == (1,)
    assert found.problems == ()


def test_a_note_in_a_positioned_box_comes_late_rather_than_never() -> None:
    body = f"<p>one</p><div style='position: absolute; top: 0'>x{note('a')}</div>"

    _, found = lay_out(body, "a")

    assert found.notes["a"].pages == (2,)
    assert found.ids(Fault.MOVED) == ("a",)


def test_a_limit_to_the_height_of_notes_is_kept_by_breaking_them() -> None:
    css = "@page { @footnote { max-height: 40px } }"
    pages, found = lay_out(f"<p>one{note('a', 10)}</p><p>two{note('b')}</p>", "a", "b", css=css)

    assert [sum("a-" in line for line in sheet) for sheet in pages] == [4, 4, 2]
    assert found.problems == ()


@pytest.mark.parametrize("seed", range(8))
def test_in_random_documents_no_note_is_lost_twice_disordered_moved_or_off_its_page(
    seed: int,
) -> None:
    document = random_document(seed)

    assert audit(render(document.html), document.notes).problems == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_in_random_documents_long_notes_are_whole(seed: int) -> None:
    document = random_document(
        seed, ("paragraph", "heading", "list", "quotation"), longest_note=200
    )

    rendered = render(document.html)

    found = audit(rendered, document.notes)
    # Two long notes in the first line of a page: the second may have to wait.
    assert {problem.fault for problem in found.problems} <= {Fault.MOVED}
    assert notes_as_set(rendered) == original_notes(rendered)


def test_a_note_of_1300_words_is_set_on_small_pages() -> None:
    text = " ".join(f"w{number}" for number in range(1300))
    body = f'<p>one<br>two<span class="note" id="a">{text}</span></p><p>three</p>'
    document = render(page(body, "@page { size: 260px 300px; margin: 20px }"))

    found = audit(document, ("a",))

    assert len(found.notes["a"].pages) > 2
    assert found.problems == ()
    assert notes_as_set(document) == {"a": "".join(["1", *text.split()])}


def letters(box: Any) -> str:
    return "".join(letter for letter in words(box) if letter.isalnum())


def original_notes(document: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for sheet in document.pages:
        for box in sheet._page_box.descendants():
            if box.footnote is not None:
                found[box.footnote.element.get("id")] = letters(box.footnote)
    return found


def notes_as_set(document: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for sheet in document.pages:
        for area in sheet._page_box.children:
            if isinstance(area, boxes.FootnoteAreaBox):
                for box in area.children:
                    id = box.element.get("id")
                    found[id] = found.get(id, "") + letters(box)
    return found


# The guard


@pytest.fixture
def unrepaired(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that looks as if nothing had been repaired."""
    monkeypatch.setattr(weasyprint.document, "LayoutContext", weasyprint.layout.LayoutContext)


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "70.1")

    with pytest.raises(RepairRefused, match=r"WeasyPrint 70\.1 is installed"):
        repair()


def test_changed_source_is_refused_and_nothing_is_changed(
    monkeypatch: pytest.MonkeyPatch, unrepaired: None
) -> None:
    monkeypatch.setattr(inspect, "getsource", lambda _: "def changed(): pass\n")
    before = weasyprint.layout.block._linebox_layout

    with pytest.raises(RepairRefused, match="_linebox_layout is not that of WeasyPrint"):
        repair()

    assert weasyprint.layout.block._linebox_layout is before
    assert weasyprint.document.LayoutContext is weasyprint.layout.LayoutContext


def test_repairing_twice_is_repairing_once() -> None:
    repair()
    before = (weasyprint.layout.make_all_pages, weasyprint.document.build_formatting_structure)

    repair()

    assert before == (
        weasyprint.layout.make_all_pages,
        weasyprint.document.build_formatting_structure,
    )


# The audit


def faults(body: str, *expected: str, css: str = "") -> list[tuple[str, str]]:
    _, found = lay_out(body, *expected, css=css)
    return [(problem.fault.value, problem.note.id) for problem in found.problems]


def test_a_note_without_a_mark_on_any_page_is_lost() -> None:
    assert faults(f"<p style='display: none'>x{note('a')}</p><p>y{note('b')}</p>", "a", "b") == [
        ("lost", "a")
    ]


def test_a_mark_whose_note_is_nowhere_is_lost() -> None:
    body = f"<div style='position: running(head)'>x{note('a')}</div><p>y{note('b')}</p>"
    css = "@page { margin-top: 30px; @top-center { content: element(head) } }"

    assert faults(body, "a", "b", css=css) == [("lost", "a")]


def test_a_note_after_its_successor_is_disordered() -> None:
    body = f"<p style='position: absolute'>x{note('a')}</p><p>y{note('b')}</p>"

    assert faults(body, "a", "b") == [("moved", "a"), ("disordered", "b")]


def test_text_over_a_note_is_seen() -> None:
    row = f"<tr><td>{lines(1, 5)}</td><td>x{note('a')}</td></tr>"

    assert faults(f"<table>{row}</table>", "a") == [("overlapping", "a")]


def test_a_note_that_runs_off_the_paper_is_seen() -> None:
    css = ".note { position: relative; top: 30px }"

    assert faults(f"<p>x{note('a', 3)}</p>", "a", css=css) == [("off-page", "a")]


def test_a_note_that_is_not_continued_is_cut() -> None:
    document = render(page(f"<p>one{note('a', 12)}</p>"))

    assert audit(document.copy(document.pages[:1]), ("a",)).ids(Fault.CUT) == ("a",)


@pytest.mark.parametrize("lines_of_note", [1, 12])
def test_a_note_that_is_set_again_is_twice(lines_of_note: int) -> None:
    document = render(page(f"<p>one{note('a', lines_of_note)}</p>"))

    again = document.copy([*document.pages, *document.pages])
    assert audit(again, ("a",)).ids(Fault.TWICE) == ("a",)


def test_a_note_that_must_wait_for_a_long_one_is_no_problem_but_named() -> None:
    _, found = lay_out(f"<p>one{note('a', 12)}{note('b')}</p>", "a", "b")

    assert found.problems == ()
    assert [placed.id for placed in found.delayed] == ["b"]
    assert found.notes["b"].marks == (1,)
    assert found.notes["b"].pages == (2,)


def test_an_empty_document_has_no_notes() -> None:
    _, found = lay_out("<p>x</p>")

    assert found == Audit({}, ())
