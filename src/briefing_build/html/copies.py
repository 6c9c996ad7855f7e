"""What a heading or a caption says a second time: in contents, outlines, running heads and lists.

Its sources are given where it stands. A copy has neither marks nor citations, but it keeps the
name of an author whom the sentence itself needs.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from briefing_build.document import Cited, Note, NoteMark, Superscript, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing_build.csl import Edition
    from briefing_build.document import Inline


def without_sources(content: Iterable[Inline], edition: Edition) -> tuple[Inline, ...]:
    """The content without notes, marks and citations, and without the spaces before them."""
    kept: list[Any] = []
    for node in content:
        if isinstance(node, Cited) and node.form != "citation":
            kept.extend(_name(edition.words[node.id].screen))
        elif isinstance(node, Note | NoteMark | Cited):
            if kept and isinstance(last := kept[-1], Text):
                kept[-1] = replace(last, text=last.text.rstrip())
        elif isinstance(node, Text) and kept and isinstance(last := kept[-1], Text):
            kept[-1] = replace(last, text=last.text + node.text)
        elif (inside := getattr(node, "content", None)) is not None:
            inside = without_sources(inside, edition)
            kept.append(replace(cast("Any", node), content=inside))
        else:
            kept.append(node)
    return tuple(kept)


_BRACKET = re.compile(r"\s*[(\[]")


def _name(words: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """`Doe` of `Doe (2020)`, `Doe [3]` or `Doe` with a raised figure."""
    return tuple(_before_source(words)) or words


def _before_source(words: Iterable[Inline]) -> Iterator[Inline]:
    for node in words:
        if isinstance(node, Superscript):
            return
        if isinstance(node, Text) and (bracket := _BRACKET.search(node.text)):
            if bracket.start():
                yield replace(node, text=node.text[: bracket.start()])
            return
        yield node


_SENTENCE_END = re.compile(r"(?<=[.?!:])\s+(?=[^\W\d_a-z])")


def first_sentence(caption: Iterable[Inline], edition: Edition) -> tuple[Inline, ...]:
    """What a caption is about, without its full stop: a list leaves sources and remarks out."""
    words = without_sources(caption, edition)
    for at, node in enumerate(words):
        if isinstance(node, Text) and (end := _SENTENCE_END.search(node.text)):
            words = (*words[:at], replace(node, text=node.text[: end.start()]))
            break
    if words and isinstance(last := words[-1], Text):
        return (*words[:-1], replace(last, text=last.text.rstrip(".: ")))
    return words
