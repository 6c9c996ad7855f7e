"""What stands after a field's `=`: braces, quotation marks, numbers, macros, joined by `#`.

bibtexparser hands a value over as written, up to the comma behind it. Most are one pair of
braces, which `plain` reads at once; `read` takes the others apart, and says where what it
understands ends, so that a missing comma shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

MOST_CHARACTERS = 100_000
DEEPEST_BRACES = 50

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTH_MACROS: Mapping[str, str] = {month[:3].lower(): month for month in MONTHS}

_MARK = re.compile(r"(?<!\\)[{}]")
_QUOTED_MARK = re.compile(r'(?<!\\)[{}"]')
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"""[^\s{}"#=,%()\\]+""")
_ASSIGNMENT = re.compile(r"""\s*(?P<name>[A-Za-z][\w:.+-]*)\s*=\s*""")
_SWALLOWED = re.compile(r"""\n[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*(?:[{"]|\w+[ \t]*,?[ \t]*\n)""")


class Word(NamedTuple):
    """A bare word in a value, with its offsets."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value taken apart. Offsets count from the start of the raw value.

    `end` is where the expression ends; what follows in the raw value is a mistake. `start` and
    `stop` leave out the delimiters if the value is a single part.
    """

    text: str
    start: int
    stop: int
    end: int
    undefined: tuple[Word, ...] = ()
    is_too_long: bool = False


def plain(raw: str) -> str | None:
    """The text of a value in one pair of delimiters or of a number; None if there is more to it."""
    first = raw[:1]
    if first == "{":
        inner = raw[1:-1]
        if "}" in inner or len(inner) > MOST_CHARACTERS:
            return _nested(inner, raw)
        return inner if raw[-1] == "}" and len(raw) > 1 else None
    if first == '"':
        inner = raw[1:-1]
        is_single = len(raw) > 1 and raw[-1] == '"' and '"' not in inner
        return inner if is_single and "{" not in inner and len(inner) <= MOST_CHARACTERS else None
    return raw if raw.isdecimal() and len(raw) <= MOST_CHARACTERS else None


def _nested(inner: str, raw: str) -> str | None:
    """The inside of braces that close one another and lie no deeper than they may."""
    if len(inner) > MOST_CHARACTERS or raw[-1] != "}":
        return None
    if inner.count("}") == 1 == inner.count("{") and inner.find("{") < inner.find("}"):
        return inner if "\\" not in inner else _counted(inner)
    return _counted(inner)


def _counted(inner: str) -> str | None:
    depth = 0
    for mark in _MARK.finditer(inner):
        depth += 1 if mark[0] == "{" else -1
        if depth < 0 or depth >= DEEPEST_BRACES:
            return None
    return inner if depth == 0 else None


def bare(raw: str, macros: Mapping[str, str]) -> str | None:
    """What a macro that stands alone means; None if the value is anything else."""
    name = raw.lower()
    return macros.get(name) or MONTH_MACROS.get(name)


def depth(text: str) -> int:
    """How deep braces lie in one another."""
    level = deepest = 0
    for mark in _MARK.finditer(text):
        level += 1 if mark[0] == "{" else -1
        deepest = max(deepest, level)
    return deepest


def read(raw: str, macros: Mapping[str, str]) -> Value:
    """Takes a value apart; a macro that nobody defined stands for itself."""
    texts: list[str] = []
    undefined: list[Word] = []
    length = at = end = start = stop = 0
    while True:
        start, stop, end = _part(raw, at)
        text = raw[start:stop]
        if end == stop:  # no delimiters
            expanded = _expand(text, macros)
            if expanded is None:
                undefined.append(Word(text, start, stop))
            text = text if expanded is None else expanded
        length += len(text)
        if length <= MOST_CHARACTERS:
            texts.append(text)
        behind = _skip(raw, end)
        if end == at or raw[behind : behind + 1] != "#":
            break
        at = _skip(raw, behind + 1)
    if at:  # several parts: all of the expression is the place
        start, stop = 0, end
    too_long = length > MOST_CHARACTERS
    cut = "".join(texts) or raw[start:stop][:MOST_CHARACTERS]
    return Value(cut, start, stop, end, tuple(undefined), too_long)


def _expand(word: str, macros: Mapping[str, str]) -> str | None:
    if not word or word[0].isdigit():
        return word
    name = word.lower()
    return macros.get(name, MONTH_MACROS.get(name))


def _part(raw: str, at: int) -> tuple[int, int, int]:
    """One part of a value: where its text starts, where it stops, and where the part ends."""
    first = raw[at : at + 1]
    if first in {"{", '"'}:
        close = _closing_brace(raw, at) if first == "{" else _closing_quote(raw, at)
        return at + 1, close, min(close + 1, len(raw))
    word = _WORD.match(raw, at)
    end = word.end() if word else at
    return at, end, end


def _closing_brace(raw: str, at: int) -> int:
    level = 0
    for mark in _MARK.finditer(raw, at):
        level += 1 if mark[0] == "{" else -1
        if level == 0:
            return mark.start()
    return len(raw)


def _closing_quote(raw: str, at: int) -> int:
    level = 0
    for mark in _QUOTED_MARK.finditer(raw, at + 1):
        if mark[0] == '"':
            if level <= 0:
                return mark.start()
        else:
            level += 1 if mark[0] == "{" else -1
    return len(raw)


def _skip(raw: str, at: int) -> int:
    space = _SPACE.match(raw, at)
    assert space
    return space.end()


def glued_name(raw: str, end: int) -> Word | None:
    """The name of a field that follows a value without a comma between them."""
    found = _ASSIGNMENT.match(raw, end)
    return Word(found["name"], found.start("name"), found.end("name")) if found else None


def behind_equals(raw: str, end: int) -> int:
    """Where the value of the field that begins at `end` starts."""
    found = _ASSIGNMENT.match(raw, end)
    assert found
    return found.end()


def swallowed_field(text: str) -> int | None:
    """Where, in a value, a line looks like the next field: its brace or mark was not closed."""
    found = _SWALLOWED.search(text)
    return found.start() if found else None
