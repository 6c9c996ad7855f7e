"""Where the citations of a briefing stand, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from briefing_build.document import Chapter, Cited, Inline, Note, Paragraph, Text, plain_text, walk

Part = Literal["all", "sentence", "beginning", "attached", "inside", "text"]

_SENTENCE_ENDS = re.compile(r"[.?!…][”’»\"')\]]*\s*\Z")
_ABBREVIATED = re.compile(
    r"\b(?:cf|e\.g|i\.e|esp|incl|vgl|z\. ?B|et al|pp?|vols?|nos?|см)\.\s*\Z", re.IGNORECASE
)
_SENTENCE_BEGINS = re.compile(r"\s+[“‘«\"'(\[]*[^\W\d_a-z]")
_MAY_STAND_BEFORE = " \n\t\u00a0([{“‘«\"'–—-/"


@dataclass(frozen=True, slots=True)
class Placed:
    """A citation, the number of its note (0 outside notes), and the position of its chapter.

    `note` is the id of the note, "" outside notes.

    `part` says what it is of an author's note: "all" of a paragraph, a "sentence" between others,
    the "beginning" of a paragraph, "attached" to a word without a space, or a part further
    "inside"; "text" outside notes. `is_close` is whether a space is wanting before it,
    `before_stop` whether the author's full stop follows, `is_bracketed` whether it stands alone in
    the author's brackets.
    """

    cited: Cited
    number: int
    chapter: int
    part: Part
    is_close: bool = False
    before_stop: bool = False
    is_bracketed: bool = False
    note: str = ""


def placed(chapters: Iterable[Chapter]) -> Iterator[Placed]:
    """Every citation with its place."""
    for position, chapter in enumerate(chapters):
        in_notes: set[str] = set()
        bracketed = set(_bracketed(chapter))
        for node in walk(chapter.blocks):
            if isinstance(node, Note):
                for citation in _in_note(node, position):
                    in_notes.add(citation.cited.id)
                    yield replace(citation, is_bracketed=citation.cited.id in bracketed)
            elif isinstance(node, Cited) and node.id not in in_notes:
                is_bracketed = node.id in bracketed
                yield Placed(node, 0, position, "text", is_bracketed=is_bracketed)


def _bracketed(chapter: Chapter) -> Iterator[str]:
    """The ids of the citations that an author put in brackets of their own, `([@key])`."""
    for node in walk(chapter.blocks):
        content = getattr(node, "content", ())
        for before, cited, after in zip(content, content[1:], content[2:], strict=False):
            if isinstance(cited, Cited) and _ends(before, "(") and _begins(after, ")"):
                yield cited.id


def _ends(node: object, mark: str) -> bool:
    return isinstance(node, Text) and node.text.endswith(mark)


def _begins(node: object, mark: str) -> bool:
    return isinstance(node, Text) and node.text.startswith(mark)


def _in_note(note: Note, chapter: int) -> Iterator[Placed]:
    parts: dict[str, tuple[Part, bool, bool]] = {}
    for node in walk(note.body):
        if isinstance(node, Paragraph):
            parts |= dict(_parts(node.content))
        elif isinstance(node, Cited):
            part = parts.get(node.id, ("inside", False, False))
            yield Placed(node, note.number, chapter, *part, note=note.id)


def _parts(content: tuple[Inline, ...]) -> Iterator[tuple[str, tuple[Part, bool, bool]]]:
    """What each citation of a paragraph is of it, by the citation's id."""
    for index, node in enumerate(content):
        if isinstance(node, Cited):
            before = _text(content[index - 1]) if index else ""
            after = _text(content[index + 1]) if index + 1 < len(content) else ""
            is_close = before[-1:] not in _MAY_STAND_BEFORE
            part = _part(before, after, is_alone=len(content) == 1)
            yield node.id, (part, is_close, after.startswith("."))


def _part(before: str, after: str, *, is_alone: bool) -> Part:
    if is_alone:
        return "all"
    ends = not after.strip() or _SENTENCE_BEGINS.match(after) is not None
    if before and _SENTENCE_ENDS.search(before) and not _ABBREVIATED.search(before) and ends:
        return "sentence"
    if not before:
        return "beginning"
    return "inside" if before[-1] in _MAY_STAND_BEFORE else "attached"


def _text(node: Inline) -> str:
    return node.text if isinstance(node, Text) else plain_text((node,)) or "x"
