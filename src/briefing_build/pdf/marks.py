"""What is drawn gets its marks: a number that a tag can name, or that it is for the eye alone.

The engine marks all text and pictures, and nothing as repeated. Its marks are replaced by ours
while a document is drawn, and its tags by none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any

import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.stream import Stream

from briefing_build.pdf.kinds import is_ornament

Pieces = list[Mapping[Any, int]]
_LOCK = Lock()  # The engine has one of each, and threads may draw a document each.


@contextmanager
def marking(document: Any) -> Iterator[Pieces]:
    """While this lasts, what is drawn of `document` gets our marks.

    Once that is done, what this gives has for each page the numbers of the boxes that have one.
    """
    pieces: Pieces = []
    marker = _Marker(dict(_artifacts(document)))

    def take(_pdf: Any, _document: Any, _version: Any, streams: Any) -> None:
        pieces.extend(stream._tags for stream in streams)  # noqa: SLF001 - as below

    with _LOCK:
        theirs = weasyprint.pdf.add_tags, Stream.marked, Stream.artifact
        weasyprint.pdf.add_tags = take
        Stream.marked, Stream.artifact = _as_method(marker.marked), _as_method(marker.artifact)
        try:
            yield pieces
        finally:
            weasyprint.pdf.add_tags, Stream.marked, Stream.artifact = theirs


def _as_method(function: Callable[..., Any]) -> Callable[..., Any]:
    def method(stream: Any, *arguments: Any) -> Any:
        return function(stream, *arguments)

    return method


class _Marker:
    def __init__(self, artifacts: Mapping[Any, str]) -> None:
        self._artifacts = artifacts
        self._open: set[Any] = set()  # streams in which something is marked at the moment

    @contextmanager
    def marked(self, stream: Any, box: Any, tag: str) -> Iterator[None]:
        if _is_blank(box):
            yield
        elif (artifact := self._artifact(box)) is not None:
            with self._between(stream, "Artifact", artifact):
                yield
        else:
            numbers = stream._tags  # noqa: SLF001 - the only place that is one for each page
            numbers[box] = len(numbers)
            with self._between(stream, tag, f"<</MCID {numbers[box]}>>"):
                yield

    @contextmanager
    def artifact(self, stream: Any) -> Iterator[None]:
        # A line under words is part of them: no artifact may stand inside of content.
        if stream in self._open:
            yield
        else:
            with self._between(stream, "Artifact", ""):
                yield

    @contextmanager
    def _between(self, stream: Any, tag: str, properties: str) -> Iterator[None]:
        stream.begin_marked_content(tag, properties or None)
        self._open.add(stream)
        try:
            yield
        finally:
            self._open.discard(stream)
            stream.end_marked_content()

    def _artifact(self, box: Any) -> str | None:
        if box.element is not None and is_ornament(box.element):
            return ""
        return self._artifacts.get(box)


def _is_blank(box: Any) -> bool:
    """Whether nothing of a box is drawn: it is the space between two others."""
    return isinstance(box, boxes.TextBox) and not box.text.strip()


# What is repeated

_HEADER = "<</Type /Pagination /Subtype /Header>>"
_FOOTER = "<</Type /Pagination /Subtype /Footer>>"
_REPEATED = "<</Type /Pagination>>"


def _artifacts(document: Any) -> Iterator[tuple[Any, str]]:
    """The text of margins, and that of tables' heads on all pages but their first."""
    heads: set[Any] = set()
    for page in document.pages:
        for child in page._page_box.children:  # noqa: SLF001 - as in `audit`
            if isinstance(child, boxes.MarginBox):
                kind = _FOOTER if "bottom" in child.at_keyword else _HEADER
                yield from ((box, kind) for box in child.descendants(placeholders=True))
                continue
            for head in _heads(child):
                if head.element in heads:
                    yield from ((box, _REPEATED) for box in head.descendants(placeholders=True))
                heads.add(head.element)


def _heads(box: Any) -> Iterator[Any]:
    for child in box.children:
        if getattr(child, "is_header", False) and child.element is not None:
            yield child
        elif not isinstance(child, boxes.LineBox):
            yield from _heads(child)
