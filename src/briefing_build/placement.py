"""Where a citation's mark or words stand beside punctuation, which the style decides.

Authors write `claim [@key].` or `claim.[@key]`, and change the style later. A raised mark follows
the punctuation and no space; words in brackets stand before it, after a space.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Any

from briefing_build.document import Citation, Inline, Node, NoteReference, Text
from briefing_build.manuscript import StyleFile

_INLINE_FIELDS = ("content", "caption", "term")
_STOPS = ".,;:!?…"
# What a mark follows: stops and the quotation marks that close behind them. Dashes and closing
# brackets stay behind the mark (The Chicago Manual of Style, 18th ed., 13.29).
_BEFORE_MARK = re.compile(rf"[{_STOPS}]+[”’»“]*(?=\W|$)|[”’»]+[{_STOPS}]*(?=[\s{_STOPS})]|$)")


def placed(node: Node, style: StyleFile) -> Node:
    """The node with the citations directly inside it where `style` has them."""
    changed: dict[str, Any] = {}
    kind: Any = type(node)
    for name in _inline_fields(kind):
        content = getattr(node, name)
        if any(_is_bracketed(inline) for inline in content):
            raised = style.is_note or style.is_superscript
            changed[name] = _raised(content) if raised else _spaced(content)
    return replace(node, **changed) if changed else node


@cache
def _inline_fields(kind: Any) -> tuple[str, ...]:
    return tuple(name for name in _INLINE_FIELDS if hasattr(kind, name))


def _is_bracketed(node: object) -> bool:
    return isinstance(node, Citation) and node.mode == "bracketed"


def _raised(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Marks without a space before them, behind the punctuation."""
    result: list[Inline] = []
    rest = deque(content)
    while rest:
        marks = _marks(rest) if _is_mark(rest[0]) else []
        if not any(map(_is_bracketed, marks)):
            result.append(rest.popleft())
            continue
        _strip_end(result)
        if rest and isinstance(rest[0], Text) and (stop := _BEFORE_MARK.match(rest[0].text)):
            result.append(_cut(rest[0], 0, stop.end()))
            rest[0] = _cut(rest[0], stop.end(), len(rest[0].text))
        result.extend(marks)
    return tuple(inline for inline in result if not isinstance(inline, Text) or inline.text)


def _strip_end(result: list[Inline]) -> None:
    """Takes the spaces off the end."""
    while result and isinstance(before := result[-1], Text):
        result[-1] = _cut(before, 0, len(before.text.rstrip()))
        if before.text.strip():
            return
        result.pop()


def _marks(rest: deque[Inline]) -> list[Inline]:
    """Marks that stand together, taken from the head of `rest` with the spaces between them.

    Nothing is taken when none of them is a bracketed citation.
    """
    end = 0
    while end < len(rest) and (_is_mark(rest[end]) or (end and _is_space_in_marks(rest, end))):
        end += 1
    taken = list(islice(rest, end))
    if any(map(_is_bracketed, taken)):
        for _ in taken:
            rest.popleft()
    return [inline for inline in taken if not isinstance(inline, Text)]


def _is_mark(inline: Inline) -> bool:
    return isinstance(inline, NoteReference) or _is_bracketed(inline)


def _is_space_in_marks(rest: deque[Inline], place: int) -> bool:
    inline = rest[place]
    is_space = isinstance(inline, Text) and not inline.text.strip()
    return is_space and place + 1 < len(rest) and _is_mark(rest[place + 1])


# The stop that words in brackets stand before; it may be inside quotation marks.
_LAST_STOP = re.compile(r"(?P<stop>[.,;:!?])$|(?P<inner>[.,])(?=[”’»]+$)")


def _spaced(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Words in brackets after a space, before the stop that ends their sentence or clause."""
    result: list[Inline] = []
    rest = deque(content)
    while rest:
        citations = _citations_in_a_row(rest)
        if not citations:
            result.append(rest.popleft())
            continue
        before = result[-1] if result else None
        behind: list[Inline] = []
        if isinstance(before, Text) and (stop := _stop_before(before, rest)):
            behind = [_cut(before, *stop)]
            parts = (_cut(before, 0, stop[0]), _cut(before, stop[1], len(before.text)))
            result[-1:] = [part for part in parts if part.text]
        for citation in citations:
            before = result[-1] if result else None
            if before is not None and not (isinstance(before, Text) and _is_open(before.text)):
                result.append(Text(" ", citation.span.part(0, 0)))
            result.append(citation)
        result.extend(behind)
    return tuple(result)


def _citations_in_a_row(rest: deque[Inline]) -> list[Inline]:
    """Bracketed citations taken from the head of `rest`, without the spaces between them."""
    citations: list[Inline] = []
    while rest and _is_bracketed(rest[0]):
        citations.append(rest.popleft())
        space = rest[0] if rest else None
        is_space = isinstance(space, Text) and not space.text.strip()
        if is_space and len(rest) > 1 and _is_bracketed(rest[1]):
            rest.popleft()
    return citations


def _is_open(text: str) -> bool:
    """Whether words may follow a text without a space."""
    return text[-1:].isspace() or text.endswith(("(", "[", "“", "‘", "«", "„"))


def _stop_before(before: Text, rest: deque[Inline]) -> tuple[int, int] | None:
    """Where the stop stands that belongs behind the brackets, if one does."""
    stop = _LAST_STOP.search(before.text)
    following = rest[0].text if rest and isinstance(rest[0], Text) else ""
    ends = not rest or following[:1].isspace() or isinstance(rest[0], NoteReference)
    if stop is None or not ends:
        return None
    is_abbreviation = stop[0] == "." and following.lstrip()[:1].islower()  # "the U.S.[@a] policy"
    return None if is_abbreviation else stop.span()


def _cut(text: Text, start: int, end: int) -> Text:
    """A part of a text, with its own span if that is as long as the text."""
    exact = len(text.span.text) == len(text.text)
    return Text(text.text[start:end], text.span.part(start, end) if exact else text.span)
