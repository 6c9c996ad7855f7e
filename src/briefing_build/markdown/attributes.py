"""`{#id .class key="value"}` to `Attributes`, wherever it stands."""

from __future__ import annotations

import re

from briefing_build.document import Attributes
from briefing_build.markdown.positions import Region

# An id becomes an XML name and a class a word in CSS, so both are held to letters and digits.
_NAME = r"[^\W\d][\w:.-]*"
_PART = rf"""
      \#(?P<id>[\w][\w:.-]*)
    | \.(?P<class>{_NAME})
    | (?P<key>{_NAME})=(?:
          "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>(?:[^'\\]|\\.)*)' | (?P<bare>[^\s"'{{}}]+)
      )
    | (?P<unnumbered>-)
"""
_PARTS = re.compile(_PART, re.VERBOSE | re.DOTALL)
_BRACES = re.compile(
    r"""\{(?P<inside>(?:[^{}"'\n]|"(?:[^"\\]|\\.){0,4000}"|'(?:[^'\\]|\\.){0,4000}'|\n(?!\n))*)\}""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s*")


def read_attributes(content: Region, start: int) -> tuple[Attributes, int] | None:
    """The attributes whose brace opens at `start`, and the offset behind them."""
    braces = _BRACES.match(content.text, start)
    if braces is None:
        return None
    position, end = braces.start("inside"), braces.end("inside")
    id, id_span = "", None
    classes: list[str] = []
    pairs: list[tuple[str, str]] = []
    while (position := _SPACE.match(content.text, position, end).end()) < end:  # type: ignore[union-attr]
        part = _PARTS.match(content.text, position, end)
        if part is None or not _ends_well(content.text, part.end(), end):
            return None
        if part["id"]:
            id, id_span = part["id"], content.span(*part.span("id"))
        elif part["class"]:
            classes.append(part["class"])
        elif part["key"]:
            pairs.append((part["key"], _value(part)))
        else:
            classes.append("unnumbered")
        position = part.end()
    span = content.span(*braces.span())
    return Attributes(id, tuple(classes), tuple(pairs), span, id_span), braces.end()


def _ends_well(text: str, position: int, end: int) -> bool:
    return position == end or text[position].isspace()


def _value(part: re.Match[str]) -> str:
    if part["bare"] is not None:
        return part["bare"]
    quoted = part["double"] if part["double"] is not None else part["single"]
    return _ESCAPE.sub(r"\1", quoted).replace("\n", " ")


def trailing_attributes(content: Region, start: int, end: int) -> tuple[Attributes, int] | None:
    """The attributes that end `text[start:end]`, and the offset where what precedes them ends."""
    text = content.text[:end].rstrip()
    if not text.endswith("}"):
        return None
    brace = text.rfind("{", start)
    while brace >= start:
        found = read_attributes(content, brace)
        if found is not None and found[1] == len(text):
            return found[0], len(text[:brace].rstrip())
        # A brace in a quoted value: look for the one before it, once.
        brace = text.rfind("{", start, brace) if '"' in text[start:brace] else -1
    return None
