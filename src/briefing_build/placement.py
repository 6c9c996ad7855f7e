"""Where a citation's mark or words stand beside punctuation, which the style decides.

Authors write `claim [@key].` or `claim.[@key]`, and change the style later. A raised mark follows
the punctuation and no space; words in brackets stand before it, after a space.
"""

from __future__ import annotations

import re
from dataclasses import replace
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
    for name in _INLINE_FIELDS:
        content = getattr(node, name, ())
        if any(_is_bracketed(inline) for inline in content):
            raised = style.is_note or style.is_superscript
            changed[name] = _raised(content) if raised else _spaced(content)
    return replace(node, **changed) if changed else node


def _is_bracketed(node: object) -> bool:
    return isinstance(node, Citation) and node.mode == "bracketed"


def _raised(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Marks without a space before them, behind the punctuation."""
    result: list[Inline] = []
    rest = list(content)
    while rest:
        inline = rest.pop(0)
        if not _is_bracketed(inline):
            result.append(inline)
            continue
        marks = [inline]
        while rest and isinstance(rest[0], Citation | NoteReference):
            marks.append(rest.pop(0))
        if result and isinstance(before := result[-1], Text):
            result[-1] = _cut(before, 0, len(before.text.rstrip()))
        if rest and isinstance(rest[0], Text) and (stop := _BEFORE_MARK.match(rest[0].text)):
            result.append(_cut(rest[0], 0, stop.end()))
            rest[0] = _cut(rest[0], stop.end(), len(rest[0].text))
        result.extend(marks)
    return tuple(result)


def _spaced(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Words in brackets after a space, before a full stop or comma."""
    result: list[Inline] = []
    for position, inline in enumerate(content):
        before = result[-1] if result else None
        if not _is_bracketed(inline) or before is None:
            result.append(inline)
            continue
        behind: Text | None = None
        if (
            isinstance(before, Text)
            and before.text.endswith((".", ",", ";", ":"))
            and _ends(content[position + 1 :])
        ):
            behind = _cut(before, len(before.text) - 1, len(before.text))
            result[-1] = before = _cut(before, 0, len(before.text) - 1)
        if not (isinstance(before, Text) and before.text[-1:].isspace()):
            result.append(Text(" ", inline.span.part(0, 0)))
        result.append(inline)
        if behind is not None:
            result.append(behind)
    return tuple(result)


def _ends(rest: tuple[Inline, ...]) -> bool:
    """Whether nothing or a space follows."""
    return not rest or (isinstance(rest[0], Text) and rest[0].text[:1].isspace())


def _cut(text: Text, start: int, end: int) -> Text:
    """A part of a text, with its own span if that is as long as the text."""
    exact = len(text.span.text) == len(text.text)
    return Text(text.text[start:end], text.span.part(start, end) if exact else text.span)
