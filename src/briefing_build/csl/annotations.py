"""What an entry says of its work in sentences, as paragraphs of our nodes.

It goes through no citation style: its LaTeX is read as that of titles is, its punctuation is set
as that of chapters is, and its web addresses lead somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from briefing_build.bibtex import Field
from briefing_build.bibtex.latex import Run, runs
from briefing_build.document import (
    Attributes,
    Emphasis,
    Inline,
    Link,
    Phrase,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from briefing_build.punctuation import typeset
from briefing_build.source import Span

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*|\\par\b\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]’]")
_MARKUP = re.compile(r"(</?(?:i|b|sup|sub)>)")
_SMALL_CAPS = Attributes(classes=("small-caps",))
_NODES: dict[str, Callable[[tuple[Inline, ...], Span], Inline]] = {
    "i": Emphasis,
    "b": Strong,
    "sub": Subscript,
    "sup": Superscript,
    "sc": lambda content, span: Phrase(content, _SMALL_CAPS, span),
}


def paragraphs(
    field: Field, language: str, *, is_latex: bool = True
) -> tuple[tuple[Inline, ...], ...]:
    """The paragraphs of a field, set in a language; an empty one is none."""
    span = field.value_span
    parts = _PARAGRAPH_END.split(field.value) if is_latex else re.split(r"\n\s*\n", field.value)
    found = (runs(part) if is_latex else _as_written(part) for part in parts)
    return tuple(tuple(_inlines(_typeset(part, language), span)) for part in found if part)


def _as_written(text: str) -> tuple[Run, ...]:
    """Text with the markup of CSL-JSON; what is no markup is kept as it is."""
    found: list[Run] = []
    marks: list[str] = []
    words = " ".join(text.split())
    for piece in _MARKUP.split(words):
        name = piece.strip("</>")
        if not _MARKUP.fullmatch(piece):
            found += [Run(piece, tuple(marks))] if piece else []
        elif piece.startswith("</") and name in marks:
            marks.remove(name)
        elif not piece.startswith("</") and name not in marks:
            marks.append(name)
    return tuple(found)


def _typeset(found: tuple[Run, ...], language: str) -> Iterator[Run]:
    text = "".join(run.text for run in found)
    changes = typeset(text, list(_words(text)), language)
    start = 0
    for run in found:
        end = start + len(run.text)
        written, at = [], start
        for change in changes:
            if at <= change.start and change.end <= end:
                written += [text[at : change.start], change.text]
                at = change.end
        yield Run("".join(written) + text[at:end], run.marks)
        start = end


def _words(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text between its addresses."""
    start = 0
    for address in _ADDRESS.finditer(text):
        yield start, address.start()
        start = address.end()
    yield start, len(text)


def _inlines(found: Iterator[Run], span: Span) -> Iterator[Inline]:
    for run in found:
        content = tuple(_with_links(run.text, span))
        for mark in reversed(run.marks):
            if mark in _NODES:
                content = (_NODES[mark](content, span),)
        yield from content


def _with_links(text: str, span: Span) -> Iterator[Inline]:
    at = 0
    for address in _ADDRESS.finditer(text):
        if address.start() > at:
            yield Text(text[at : address.start()], span)
        yield Link((Text(address[0], span),), address[0], "", span, span)
        at = address.end()
    if text[at:]:
        yield Text(text[at:], span)
