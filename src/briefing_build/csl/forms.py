"""Words that have a second form, on their way through citeproc and back.

CSL has one form for a title and one for the name of a body. A title in other letters is printed
romanised, then as it is written, then translated, and only the first of these is in italics or in
quotation marks; a body may have a short name, which stands where it is cited again. Both forms
travel in one text. The marks between them are characters that nobody sees and that no collation
looks at, so works are sorted by what stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from briefing_build.document import Emphasis, Inline, Link, Phrase, Strong, Text

_ADDED, _ADDED_END = "\u206a", "\u206b"
_NAME, _SHORT, _NAME_END = "\u2061", "\u2062", "\u2063"
_MARKS = str.maketrans("", "", _ADDED + _ADDED_END + _NAME + _SHORT + _NAME_END)

_NAMED = re.compile(f"{_NAME}(?P<name>[^{_SHORT}]*){_SHORT}(?P<short>[^{_NAME_END}]*){_NAME_END}")
_ADDITION = re.compile(
    f"(?P<space>,?\\s*){_ADDED}(?P<text>[^{_ADDED_END}]*){_ADDED_END}"
    "(?P<point>[.,]?)(?P<quote>[’”»“]?)(?P<after>[.]?)"
)
_ONLY_POINTS = re.compile(r"[\s.,:;?!]*")

Form = Literal["long", "first", "short"]
"""A body's name alone, its name with the short one behind it, or its short name alone."""


def cleaned(text: str) -> str:
    """A text of an author's, in which our marks would mislead."""
    return text.translate(_MARKS)


def added(text: str) -> str:
    """What stands behind a title or a name and is no part of it."""
    return f"{_ADDED}{text}{_ADDED_END}" if text else ""


def with_short_name(name: str, short: str) -> str:
    """A body's name that carries its short one; both marks are in the text already if it has."""
    name = _NAMED.sub(r"\g<name>", name)
    return f"{_NAME}{name}{_SHORT}{short}{_NAME_END}" if short and short != name else name


def in_one_form(text: str, form: Form) -> str:
    """A text without marks, and of a body's names those of this form.

    What was added is in the first form only, in which a work is introduced.
    """
    text = _NAMED.sub(lambda found: _name(found["name"], found["short"], form), text)
    return (text if form == "first" else _ADDITION.sub(r"\g<point>\g<quote>", text)).translate(
        _MARKS
    )


def _name(name: str, short: str, form: Form) -> str:
    if form == "first" and not re.search(rf"(?<!\w){re.escape(short)}(?!\w)", name):
        return f"{name} ({short})"
    return short if form == "short" else name


def in_forms(inlines: Sequence[Inline], form: Form) -> tuple[Inline, ...]:
    """The words as they are printed: bodies in this form, additions outside of italics and quotes.

    With "first", a body is introduced once and then has its short name.
    """
    return _plain(_joined(_settled(inlines, _Introduced(form))))


def _plain(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    return _joined(
        Text(node.text, node.span) if isinstance(node, _Added) else node for node in inlines
    )


class _Introduced:
    """Which form a name has, the first time and the next."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.known: set[str] = set()

    def __call__(self, found: re.Match[str]) -> str:
        form: Form = "short" if found["short"] in self.known else self.form
        if self.form == "first":
            self.known.add(found["short"])
        return _name(found["name"], found["short"], form)


def _settled(inlines: Sequence[Inline], name: _Introduced) -> Iterator[Inline]:
    for node in inlines:
        match node:
            case Text():
                yield from _texts(node, name)
            case Link():
                yield replace(node, content=_plain(_joined(_settled(node.content, name))))
            case Emphasis() | Strong() | Phrase():
                yield from _parted(node, _joined(_settled(node.content, name)))
            case _:
                yield node


def _texts(node: Text, name: _Introduced) -> Iterator[Text]:
    """The text in pieces; those that were added to others are `_Added`."""
    text = _NAMED.sub(name, node.text)
    done = 0
    for found in _ADDITION.finditer(text):
        yield Text(text[done : found.start()] + found["quote"], node.span)
        point = found["point"] or found["after"]
        is_ended = point == "." and found["text"].endswith((".", "?", "!"))
        yield _Added(f" {found['text']}{'' if is_ended else point}", node.span)
        done = found.end()
    yield Text(text[done:].translate(_MARKS), node.span)


class _Added(Text):
    """Text that belongs outside of what surrounds it."""

    __slots__ = ()


def _parted(node: Emphasis | Strong | Phrase, content: Sequence[Inline]) -> Iterator[Inline]:
    if not any(isinstance(part, _Added) for part in content):
        yield replace(node, content=tuple(content))
        return
    inside: list[Inline] = []
    for part in content:
        is_outside = isinstance(part, _Added)
        if isinstance(part, Text) and not is_outside and not inside:
            is_outside = _ONLY_POINTS.fullmatch(part.text) is not None
        if is_outside and inside:
            yield replace(node, content=tuple(inside))
            inside = []
        if is_outside:
            yield part
        else:
            inside.append(part)
    if inside:
        yield replace(node, content=tuple(inside))


def _joined(inlines: Iterable[Inline]) -> tuple[Inline, ...]:
    """The same without empty texts, and neighbours of one kind as one."""
    result: list[Inline] = []
    for node in inlines:
        last = result[-1] if result else None
        if isinstance(node, Text) and isinstance(last, Text) and type(node) is type(last):
            result[-1] = type(last)(last.text + node.text, last.span)
        elif not isinstance(node, Text) or node.text:
            result.append(node)
    return tuple(result)
