"""What holds for every text that is read as a chapter."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build.diagnostics import Diagnostics
from briefing_build.document import (
    Chapter,
    Citation,
    CitationItem,
    Code,
    CrossReference,
    Definition,
    Math,
    NoteReference,
    Text,
    children,
    walk,
)
from briefing_build.markdown import parse_chapter
from briefing_build.source import SourceFile
from markdown_documents import documents, soup

texts = st.one_of(documents, soup, st.text(max_size=60))
many = settings(max_examples=100, deadline=None)


def chapter(text: str, language: str = "en") -> Chapter:
    return parse_chapter(SourceFile("chapter.md", text), language, Diagnostics())


def nodes(chapter: Chapter) -> list[Any]:
    blocks = [*chapter.blocks, *(block for note in chapter.notes for block in note.blocks)]
    return list(walk(blocks))


@many
@given(texts)
def test_any_text_is_a_chapter_and_the_same_text_the_same_chapter(text: str) -> None:
    assert repr(chapter(text)) == repr(chapter(text))


@many
@given(texts)
def test_a_span_lies_within_that_of_its_parent(text: str) -> None:
    for parent in nodes(chapter(text)):
        if isinstance(parent, CitationItem):  # It has no span but that of its key.
            continue
        for child in children(parent):
            inner = child.key_span if isinstance(child, CitationItem) else child.span
            assert parent.span.start <= inner.start <= inner.end <= parent.span.end, (parent, child)


@many
@given(texts)
def test_siblings_stand_in_order_and_do_not_overlap(text: str) -> None:
    read = chapter(text)
    for parent in [read, *read.notes, *nodes(read)]:
        blocks = parent.blocks if isinstance(parent, type(read)) else ()
        for group in (blocks, getattr(parent, "content", ()), getattr(parent, "blocks", ())):
            for first, second in pairwise(group):
                assert first.span.end <= second.span.start


@many
@given(texts)
def test_a_note_s_blocks_lie_in_its_text(text: str) -> None:
    for note in chapter(text).notes:
        for block in note.blocks:
            assert note.span.start <= block.span.start <= block.span.end <= note.span.end


_MARGIN = re.compile(r"[ \t]*\n[ \t>]*")
_QUOTES = str.maketrans(dict.fromkeys("“”‘’„«»‹›", '"') | {"'": '"', "\u00a0": " ", "\u202f": " "})


def unescaped(source: str) -> str:
    source = re.sub(r"\\([^\w\n]|_)|(&\w+;)", lambda m: m[1] or html.unescape(m[2]), source)
    return _MARGIN.sub("\n", source)


def plain(words: str) -> str:
    """Words with their punctuation as a typewriter has it, and of dashes but one."""
    words = re.sub("«[ \u202f]?|[ \u202f]?»", '"', _MARGIN.sub("\n", words))
    words = words.translate(_QUOTES).replace("…", "...")
    return re.sub("[-–—]+", "-", words).strip(" \t")


@many
@given(texts)
def test_words_are_those_of_their_source(text: str) -> None:
    for node in nodes(chapter(text)):
        if isinstance(node, Text):
            assert plain(node.text) == plain(unescaped(node.span.text))


@many
@given(texts)
def test_what_an_author_marks_has_the_span_of_its_marks(text: str) -> None:
    for node in nodes(chapter(text)):
        written = node.span.text if not isinstance(node, CitationItem | Definition) else ""
        match node:
            case CitationItem():
                assert node.key_span.text == node.key
            case Citation(mode="bracketed") if not written.startswith("-@"):
                assert written[0] == "["
                assert written[-1] == "]"
            case Citation():
                assert written.startswith(("@", "-@"))
            case CrossReference():
                assert written.lstrip("-@{").rstrip("}") == node.target
            case NoteReference() if not node.label.startswith("^"):
                assert written == f"[^{node.label}]"
            case NoteReference():
                assert written.startswith("^[")
            case Code():
                assert written[0] == written[-1] == "`"
            case Math():
                assert written[0] == written[-1] == "$"
            case _:
                pass


LONG: dict[str, Callable[[int], str]] = {
    "fences": lambda n: "```x\n\n" * n,
    "fences that are too short": lambda n: "````x\n\n" * n + "```\n\n" * n,
    "fences with their end far off": lambda n: (
        "::: x\n" * 60 + "````x\n" * n + "```\n" * n + "````"
    ),
    "fences in one paragraph": lambda n: "x\n```x\n" * n,
    "fences in items": lambda n: "- ```x\n" * n,
    "fences in an item": lambda n: "- x\n\n" + "  ```x\n\n" * n,
    "fences behind quotations": lambda n: "> x\n```x\n" * n,
    "fences in notes": lambda n: "[^1]: x\n\n    ```\n\n" * n,
    "shorter and shorter fences": lambda n: (
        "".join("`" * k + "x\n\n" for k in range(40, 3, -1)) + "```\n\n" * n
    ),
    "comments": lambda n: "x <!-- y\n\n-->\n" * n,
    "open comments": lambda n: "x <!-- y\n\n" * n,
    "open comments in quotations": lambda n: "> x <!-- y\n\n" * n + "-->",
    "open comments in items": lambda n: "- x <!-- y\n\n" * n + "z -->",
    "open comments in headings": lambda n: "> # x <!-- y\n\n" * n + "-->",
    "comments and code": lambda n: "x ` <!-- y\n\n` -->\n" * n,
    "scripts": lambda n: "> <script>\n\n" * n + "</script>",
}


@pytest.mark.parametrize("kind", LONG)
def test_twice_the_text_is_read_in_twice_the_steps(kind: str) -> None:
    steps = [_steps(LONG[kind](number)) for number in (100, 200)]

    assert steps[1] < 2.3 * steps[0]


def _steps(text: str) -> int:
    """How many lines of the program are run to read a chapter, each time they are run."""
    steps = 0

    def count(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        chapter(text)
    finally:
        sys.settrace(before)
    return steps


@many
@given(texts)
def test_what_is_wrong_has_a_place(text: str) -> None:
    found = Diagnostics()
    parse_chapter(SourceFile("chapter.md", text), "fr", found)

    for finding in found:
        assert finding.at.span.start < finding.at.span.end
        assert finding.help
