"""Where marks and brackets stand beside punctuation, whichever way their author wrote them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing_build.diagnostics import Diagnostics
from briefing_build.document import (
    Citation,
    CitationItem,
    Emphasis,
    Inline,
    NoteReference,
    Paragraph,
    Text,
)
from briefing_build.manuscript import StyleFile
from briefing_build.markdown import parse_chapter
from briefing_build.placement import placed
from briefing_build.source import SourceFile

PAGE = SourceFile("01.md", "0123456789" * 9)
HERE = PAGE.span(0, 1)
NOTES = StyleFile("notes", "", is_note=True, span=HERE)
RAISED = StyleFile("numbers", "", is_note=False, span=HERE, is_superscript=True)
BRACKETS = StyleFile("author-date", "", is_note=False, span=HERE)


def _shown(content: tuple[Inline, ...]) -> str:
    """The content with `¹` for a citation and `ⁿ` for the mark of an author's note."""
    shown = ""
    for inline in content:
        match inline:
            case Text():
                shown += inline.text
            case Citation():
                shown += "¹"
            case NoteReference():
                shown += "ⁿ"
            case Emphasis():
                shown += f"*{_shown(inline.content)}*"
    return shown


def _placed(text: str, style: StyleFile) -> str:
    chapter = parse_chapter(SourceFile("01.md", text), "en-GB", Diagnostics())
    (paragraph,) = chapter.blocks
    after = placed(paragraph, style)
    assert isinstance(after, Paragraph)
    return _shown(after.content)


RAISED_CASES = {
    "claim [@a].": "claim.¹",
    "claim.[@a]": "claim.¹",
    "claim. [@a]": "claim.¹",
    "claim[@a].": "claim.¹",
    "claim [@a], and": "claim,¹ and",
    "claim [@a]; and": "claim;¹ and",
    "claim [@a]? And": "claim?¹ And",
    "claim [@a] and": "claim¹ and",
    "claim [@a]… and": "claim…¹ and",
    '"claim" [@a].': "“claim”.¹",
    '"claim [@a]."': "“claim.”¹",
    '"claim." [@a]': "“claim.”¹",
    "claim [@a]—and": "claim¹—and",
    "claim [@a]--and": "claim¹–and",
    "(claim [@a]).": "(claim¹).",
    "(claim [@a].)": "(claim.¹)",
    "claim [@a] [@b].": "claim.¹¹",
    "claim [@a][@b].": "claim.¹¹",
    "claim [@a][^n].": "claim.¹ⁿ",
    "claim[^n] [@a].": "claim.ⁿ¹",
    "claim [@a]. [^n]": "claim.¹ ⁿ",
    "claim[^n].": "claimⁿ.",
    "claim [@a] 3.5": "claim¹ 3.5",
    "[@a] begins": "¹ begins",
    "one [@a], two [@b].": "one,¹ two.¹",
}

BRACKETS_CASES = {
    "claim [@a].": "claim ¹.",
    "claim.[@a]": "claim ¹.",
    "claim. [@a]": "claim. ¹",
    "claim[@a].": "claim ¹.",
    "claim.[@a] Next": "claim ¹. Next",
    "claim,[@a] and": "claim ¹, and",
    "claim?[@a]": "claim ¹?",
    "claim[@a] and": "claim ¹ and",
    '"claim".[@a]': "“claim” ¹.",
    '"claim."[@a] Next': "“claim” ¹. Next",
    "the U.S.[@a] policy": "the U.S. ¹ policy",
    "claim.[@a]Next": "claim. ¹Next",
    "[@a] begins": "¹ begins",
    "one,[@a] two.[@b]": "one ¹, two ¹.",
    "claim.[@a] [@b] Next": "claim ¹ ¹. Next",
    "claim.[@a][@b]": "claim ¹ ¹.",
    "claim.[@a][^n] Next": "claim ¹.ⁿ Next",
}


@pytest.mark.parametrize(("written", "expected"), RAISED_CASES.items())
def test_a_mark_follows_the_punctuation_and_no_space(written: str, expected: str) -> None:
    assert _placed(written, NOTES) == expected
    assert _placed(written, RAISED) == expected


@pytest.mark.parametrize(("written", "expected"), BRACKETS_CASES.items())
def test_words_in_brackets_follow_a_space_and_precede_the_stop(written: str, expected: str) -> None:
    assert _placed(written, BRACKETS) == expected


@pytest.mark.parametrize("style", [NOTES, RAISED, BRACKETS])
@pytest.mark.parametrize("text", ["as @a says.", "as @a [p. 3], says", "no citation .", "x [^n]."])
def test_narrative_citations_and_authors_notes_stay_where_they_are(
    text: str, style: StyleFile
) -> None:
    unplaced = parse_chapter(SourceFile("01.md", text), "en-GB", Diagnostics()).blocks[0]

    assert placed(unplaced, style) == unplaced


def _citation(key: str) -> Citation:
    return Citation((CitationItem(key, HERE),), "bracketed", HERE)


_TEXTS = st.text("ab.,;:!?…”’» \n—–()3", min_size=1, max_size=6).map(lambda text: Text(text, HERE))
_CITATIONS = st.sampled_from("xyz").map(_citation)
_MARKS = st.sampled_from("12").map(lambda label: NoteReference(label, HERE))
_CONTENTS = st.lists(st.one_of(_TEXTS, _CITATIONS, _MARKS), max_size=8).map(tuple)
_STYLES = st.sampled_from([NOTES, RAISED, BRACKETS])


def _signs(content: tuple[Inline, ...]) -> str:
    return "".join("".join(i.text.split()) for i in content if isinstance(i, Text))


@given(_CONTENTS, _STYLES)
def test_nothing_that_can_be_seen_is_lost(content: tuple[Inline, ...], style: StyleFile) -> None:
    after = placed(Paragraph(content, HERE), style)

    assert isinstance(after, Paragraph)
    assert sorted(_signs(after.content)) == sorted(_signs(content))
    assert [c for c in after.content if not isinstance(c, Text)] == [
        c for c in content if not isinstance(c, Text)
    ]


@given(_CONTENTS, st.sampled_from([NOTES, RAISED]))
def test_a_raised_mark_never_follows_a_space(content: tuple[Inline, ...], style: StyleFile) -> None:
    after = placed(Paragraph(content, HERE), style)

    assert isinstance(after, Paragraph)
    for before, inline in pairwise(after.content):
        if isinstance(inline, Citation) and isinstance(before, Text):
            assert before.text == before.text.rstrip()


@given(_CONTENTS)
def test_words_in_brackets_always_follow_a_space_or_what_opens(content: tuple[Inline, ...]) -> None:
    after = placed(Paragraph(content, HERE), BRACKETS)

    assert isinstance(after, Paragraph)
    for before, inline in pairwise(after.content):
        if isinstance(inline, Citation):
            assert isinstance(before, Text)
            assert before.text[-1:].isspace() or before.text[-1:] in "([“‘«„"
