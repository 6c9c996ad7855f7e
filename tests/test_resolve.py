"""Keys, marks and references bound, and everything numbered."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build.bibtex import parse_bibtex
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import (
    Attributes,
    Box,
    Citation,
    Cited,
    CrossReference,
    Figure,
    Heading,
    Link,
    Note,
    NoteMark,
    NoteReference,
    Reference,
    Table,
    Text,
    plain_text,
    walk,
)
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.markdown import parse_chapter
from briefing_build.resolve import Briefing, resolve
from briefing_build.source import SourceFile
from briefing_build.spelling import NearNames
from markdown_documents import documents

# The package's own name `resolve` is the function.
spelling = import_module("briefing_build.spelling")

NOTES, IN_TEXT = "chicago-notes-bibliography", "chicago-author-date"
LIBRARY = "".join(
    f"@misc{{{key}, title = {{T}}, author = {{A}}, date = {{2020}}, url = {{https://e.org}}}}\n"
    for key in ("a", "b2", "doe:1999", "x_y")
)


def _briefing(
    *chapters: str,
    style: str = NOTES,
    numbering: str = "chapter",
    library: str = LIBRARY,
    found: Diagnostics | None = None,
) -> Briefing:
    found = Diagnostics() if found is None else found
    toml = f'[briefing]\ntitle = "T"\n[citations]\nstyle = "{style}"\nnumbering = "{numbering}"\n'
    files = {f"{n:02}.md": text.encode() for n, text in enumerate(chapters, 1)}
    manuscript = read_manuscript(MemoryFiles({"briefing.toml": toml.encode(), **files}), found)
    parsed = [parse_chapter(source, "en-GB", found) for source in manuscript.chapters]
    entries = parse_bibtex(SourceFile("references.bib", library), found)
    return resolve(manuscript, parsed, entries, found)


def _nodes(briefing: Briefing) -> Iterator[Any]:
    for chapter in briefing.chapters:
        yield from walk(chapter.blocks)


def _all(briefing: Briefing, kind: type) -> list[Any]:
    return [node for node in _nodes(briefing) if isinstance(node, kind)]


def _rules(found: Diagnostics) -> list[str]:
    return [diagnostic.rule.name for diagnostic in found]


# Notes


def test_citations_and_authors_notes_share_one_numbering_in_the_order_of_reading() -> None:
    briefing = _briefing(EVERYWHERE)
    notes = _all(briefing, Note)

    assert [note.number for note in notes] == list(range(1, 16))
    assert [note.id for note in notes] == [f"note-1-{n}" for n in range(1, 16)]
    assert [_locator(note) for note in notes] == [str(n) for n in range(1, 16)]


EVERYWHERE = """
# Heading [@a, p. 1]

Text [@a, p. 2] and mark[^n].

> Quotation [@a, p. 4].

- Item [@a, p. 5].

1. Item[^m].

| Head [@a, p. 8] | Two |
|-----------------|-----|
| Cell [@a, p. 9] | Mark^[10] |

: Caption [@a, p. 7]

![Caption [@a, p. 11]](x.svg){alt="x"}

Term [@a, p. 12]

:   Answer [@a, p. 13].

::: {.box}
Box [@a, p. 14].
:::

*Emphatic [@a, p. 15]*

[^n]: 3
[^m]: 6
"""


def _locator(note: Note) -> str:
    cited = [node for node in walk(note.body) if isinstance(node, Cited)]
    return cited[0].items[0].locator if cited else plain_text(note.body)


@pytest.mark.parametrize(
    ("numbering", "expected"), [("chapter", [1, 2, 1, 2]), ("document", [1, 2, 3, 4])]
)
def test_numbers_begin_anew_with_each_chapter_or_go_on(numbering: str, expected: list[int]) -> None:
    chapter = "One [@a]. Two.^[n]"
    notes = _all(_briefing(chapter, chapter, numbering=numbering), Note)

    assert [note.number for note in notes] == expected
    assert [note.id for note in notes] == ["note-1-1", "note-1-2", "note-2-1", "note-2-2"]


def test_a_note_that_is_marked_again_stands_at_its_first_mark() -> None:
    briefing = _briefing("One[^n], two^[i], three[^n], four [@a], five[^n].\n\n[^n]: Text, @a.")
    notes, marks = _all(briefing, Note), _all(briefing, NoteMark)

    assert [note.number for note in notes] == [1, 2, 3]
    assert [(mark.number, mark.note_id, mark.id) for mark in marks] == [
        (1, "note-1-1", "mark-1-1-2"), (1, "note-1-1", "mark-1-1-3"),
    ]  # fmt: skip
    assert [cited.id for cited in _all(briefing, Cited)] == ["cited-1", "cited-2"]


def test_a_label_that_two_chapters_have_is_a_note_in_each() -> None:
    chapter = "One[^n], two[^n].\n\n[^n]: Text."
    briefing = _briefing(chapter, chapter, numbering="document")

    assert [note.number for note in _all(briefing, Note)] == [1, 2]
    assert [mark.note_id for mark in _all(briefing, NoteMark)] == ["note-1-1", "note-2-1"]


def test_a_note_first_marked_in_another_note_stands_at_its_first_mark_outside() -> None:
    found = Diagnostics()
    briefing = _briefing("One[^a], two[^b], three[^b].\n\n[^a]: A.[^b]\n\n[^b]: B.", found=found)

    assert _rules(found) == ["nested-note"]
    assert [plain_text(note.body) for note in _all(briefing, Note)] == ["A.", "B."]
    assert [(mark.number, mark.note_id) for mark in _all(briefing, NoteMark)] == [(2, "note-1-2")]


@given(st.lists(st.sampled_from(["[^a]", "[^b]", "^[i]", "[@a]", "*x[^a]*", " and "])))
def test_every_mark_has_the_number_of_its_note_and_an_id_of_its_own(parts: list[str]) -> None:
    briefing = _briefing(f"# One\n\n{''.join(parts)}\n\n[^a]: A, @b2.\n\n[^b]: B.\n")
    notes = {note.id: note.number for note in _all(briefing, Note)}
    marks = _all(briefing, NoteMark)

    assert list(notes.values()) == list(range(1, len(notes) + 1))
    assert all(notes[mark.note_id] == mark.number for mark in marks)
    assert len({mark.id for mark in marks}) == len(marks)
    assert len(notes) + len(marks) == sum(part != " and " for part in parts)


def test_the_contents_have_no_marks_of_either_kind() -> None:
    entries = _briefing("# One[^n]\n\n## Two[^n]\n\n[^n]: Text.").contents

    assert [[type(node) for node in entry.content] for entry in entries] == [[Text], [Text]]


def test_in_a_note_style_a_citation_is_a_note() -> None:
    (note,) = _all(_briefing("Claim [see @a, p. 3]."), Note)
    (cited,) = [node for node in walk(note.body) if isinstance(node, Cited)]

    assert (cited.form, cited.in_note, cited.items[0].locator) == ("citation", True, "3")


def test_in_a_note_style_a_narrative_citation_is_an_author_and_a_note() -> None:
    briefing = _briefing("As @a [p. 3] says.")
    author, in_note = _all(briefing, Cited)
    (note,) = _all(briefing, Note)
    content = briefing.chapters[0].blocks[0].content  # type: ignore[union-attr]

    assert (author.form, author.in_note, in_note.form, in_note.in_note) == (
        "author", False, "citation", True,
    )  # fmt: skip
    assert (author.id, in_note.id) == ("cited-1", "cited-2")
    assert content[content.index(author) + 1] is note


def test_in_an_authors_note_a_citation_is_a_part_of_it() -> None:
    briefing = _briefing("Text[^n].\n\n[^n]: See [@a], and @b2, and\n    [@doe:1999].")
    cited = _all(briefing, Cited)

    assert [note.number for note in _all(briefing, Note)] == [1]
    assert [(c.form, c.in_note) for c in cited] == [
        ("citation", True), ("narrative", True), ("citation", True),
    ]  # fmt: skip


def test_in_other_styles_citations_stand_in_the_text() -> None:
    briefing = _briefing("One [@a]. As @b2 says.^[See @a.]", style=IN_TEXT)

    assert [note.number for note in _all(briefing, Note)] == [1]
    assert [(c.form, c.in_note) for c in _all(briefing, Cited)] == [
        ("citation", False), ("narrative", False), ("narrative", True),
    ]  # fmt: skip


def test_a_nested_note_is_left_out_and_takes_no_number() -> None:
    found = Diagnostics()
    briefing = _briefing("A[^n] b.^[c]\n\n[^n]: In^[out] in.", found=found)

    assert _rules(found) == ["nested-note"]
    assert [plain_text(note.body) for note in _all(briefing, Note)] == ["In in.", "c"]


@pytest.mark.parametrize("style", [NOTES, IN_TEXT])
def test_what_is_said_beside_a_work_is_bound_too(style: str) -> None:
    briefing = _briefing(
        "# H {#sec:h}\n\nClaim [@a, as told in @b2, and [so](#sec:h)].", style=style
    )
    outer, inner = _all(briefing, Cited)

    assert [item.key for item in outer.items] == ["a"]
    assert (inner.form, inner.in_note, inner.id) == ("narrative", style == NOTES, "cited-2")
    assert inner in outer.items[0].suffix
    assert [link.url for link in _all(briefing, Link)] == ["#sec:h"]


# Keys


def test_an_unknown_key_is_dropped_and_the_known_one_kept() -> None:
    found = Diagnostics()
    (cited,) = _all(_briefing("Claim [@a; @nobody].", found=found), Cited)

    assert [item.key for item in cited.items] == ["a"]
    assert _rules(found) == ["unknown-key"]


def test_a_citation_of_nothing_known_stays_as_it_was_written() -> None:
    briefing = _briefing("Claim [see @nobody, p. 3] and @somebody.", style=IN_TEXT)

    assert plain_text(briefing.chapters[0].blocks) == "Claim [see @nobody, p. 3] and @somebody."
    assert not _all(briefing, Cited)


def test_a_near_key_in_a_large_library_is_found_among_few(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    compare = spelling.get_close_matches

    def counted(word: str, candidates: Any, **options: Any) -> Any:
        looked_at.append(len(candidates))
        return compare(word, candidates, **options)

    monkeypatch.setattr(spelling, "get_close_matches", counted)
    keys = NearNames([f"author{n}title{n * 7}" for n in range(10_000)])

    assert keys.of("author4321tilte30247") == ("author4321title30247",)
    assert keys.of("author4321tilte30247") == ("author4321title30247",)
    assert keys.of("zzz") == ()
    assert sum(looked_at) <= 100


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("ranke1884", "ranke1885"),
        ("Ranke1885", "ranke1885"),
        ("ranke-1885", "ranke1885"),
        ("rnake1885", "ranke1885"),
        ("ranke188", "ranke1885"),
        ("Əliyev2024", "əliyev2024"),
        ("other", None),
        ("x", None),
    ],
)
def test_the_nearest_key(written: str, near: str | None) -> None:
    keys = NearNames(["ranke1885", "əliyev2024", "mommsen1854", "ab"])

    assert keys.of(written) == ((near,) if near else ())


# References and numbers


def test_sections_figures_tables_and_boxes_have_numbers() -> None:
    briefing = _briefing(NUMBERED, "# Two\n\n## Part\n\n" + TABLE)

    assert [(h.number, plain_text(h.content)) for h in _all(briefing, Heading)] == [
        ("1", "One"), ("1.1", "Part"), ("1.1.1", "Detail"), ("1.2", "Part"), ("", "Preface"),
        ("2", "Two"), ("2.1", "Part"),
    ]  # fmt: skip
    assert [table.number for table in _all(briefing, Table)] == ["1", "", "2"]
    assert [figure.number for figure in _all(briefing, Figure)] == ["1"]
    assert [box.number for box in _all(briefing, Box)] == ["1", "1", ""]


TABLE = "| a |\n|---|\n| b |\n\n: Caption\n"
NUMBERED = f"""# One

## Part

### Detail

{TABLE}

Words.

| a |
|---|
| b |

## Part

![Caption](x.svg){{alt="x"}}

::: {{.judgement}}
One.
:::

::: {{.box #box:x}}
One.
:::

::: {{.box}}
One.
:::

# Preface {{.unnumbered}}
"""


def test_a_reference_has_the_words_and_the_id_of_its_target() -> None:
    briefing = _briefing("# One {#sec:one}\n\nSee @sec:two.", "# Two {#sec:two}\n\n@sec:one")

    assert [(r.target, r.text) for r in _all(briefing, Reference)] == [
        ("sec:two", "Chapter 2"), ("sec:one", "Chapter 1"),
    ]  # fmt: skip


def test_a_link_to_a_chapter_leads_to_its_heading() -> None:
    briefing = _briefing("[a](02.md) [b](02.md#sec:x) [c](https://e.org)", "# Two\n\n## X {#sec:x}")

    assert [link.url for link in _all(briefing, Link)] == ["#two", "#sec:x", "https://e.org"]


def test_of_a_link_to_nothing_the_words_are_left() -> None:
    found = Diagnostics()
    briefing = _briefing("[words *and* a claim [@a]](03.md)", found=found)

    assert _rules(found) == ["unknown-target"]
    assert not _all(briefing, Link)
    assert plain_text(briefing.chapters[0].blocks) == "words and a claim"


def test_the_contents_have_the_headings_without_their_notes() -> None:
    briefing = _briefing("# One^[m]\n\n## Two^[n]\n\n### Three {.unlisted}")

    assert [(e.level, e.number, plain_text(e.content), e.id) for e in briefing.contents] == [
        (1, "1", "One", "one"), (2, "1.1", "Two", "two"),
    ]  # fmt: skip
    assert not [n for e in briefing.contents for n in walk(e.content) if isinstance(n, Note)]


# What holds for all documents


_CHAPTERS = st.lists(documents, min_size=1, max_size=2)
_STYLES = st.sampled_from([NOTES, IN_TEXT, "nature"])


@settings(max_examples=60, deadline=None)
@given(_CHAPTERS, _STYLES)
def test_nothing_unresolved_is_left(chapters: list[str], style: str) -> None:
    briefing = _briefing(*chapters, style=style)

    assert not [
        node for node in _nodes(briefing)
        if isinstance(node, Citation | NoteReference | CrossReference)
    ]  # fmt: skip
    assert all(chapter.notes == () for chapter in briefing.chapters)


@settings(max_examples=60, deadline=None)
@given(_CHAPTERS, _STYLES)
def test_notes_and_citations_are_counted_in_the_order_of_reading(
    chapters: list[str], style: str
) -> None:
    briefing = _briefing(*chapters, style=style, numbering="document")

    assert [n.number for n in _all(briefing, Note)] == list(range(1, len(_all(briefing, Note)) + 1))
    numbers = [int(cited.id.removeprefix("cited-")) for cited in _all(briefing, Cited)]
    assert numbers == sorted(set(numbers))
    assert all(cited.items for cited in _all(briefing, Cited))


@settings(max_examples=60, deadline=None)
@given(_CHAPTERS)
def test_ids_that_nobody_repeated_are_unique(chapters: list[str]) -> None:
    found = Diagnostics()
    briefing = _briefing(*chapters, found=found)
    ids = [note.id for note in _all(briefing, Note)]
    if "duplicate-target" not in _rules(found):
        ids += [id for node in _nodes(briefing) if (id := _id(node))]

    assert len(ids) == len(set(ids))


def _id(node: object) -> str:
    attributes = getattr(node, "attributes", None)
    return attributes.id if isinstance(attributes, Attributes) else ""


@settings(max_examples=60, deadline=None)
@given(_CHAPTERS)
def test_in_a_note_style_an_author_is_followed_by_its_note(chapters: list[str]) -> None:
    nodes = [n for n in _nodes(_briefing(*chapters)) if isinstance(n, Cited | Note)]

    for place, node in enumerate(nodes):
        if isinstance(node, Cited) and node.form == "author":
            note, cited = nodes[place + 1 : place + 3]
            assert isinstance(note, Note)
            assert isinstance(cited, Cited)
            assert (cited.form, cited.in_note) == ("citation", True)
            assert [item.key for item in cited.items] == [item.key for item in node.items]


def test_a_bracket_of_which_nothing_was_read_stays_as_it_was_written() -> None:
    found = Diagnostics()
    briefing = _briefing("# Words [@tbl:t word @a]", found=found)

    assert "malformed-citation" in _rules(found)
    assert "[@tbl:t word @a]" in plain_text(briefing.chapters[0].blocks)
