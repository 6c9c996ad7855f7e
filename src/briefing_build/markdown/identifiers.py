"""The id of a heading for which nobody wrote one, as pandoc makes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing_build.document import (
    Citation,
    Code,
    Image,
    LineBreak,
    Math,
    Node,
    Text,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEFT_OUT = re.compile(r"[^\w\s.-]")
_SPACES = re.compile(r"\s+")


def identifier(content: Iterable[Node], taken: dict[str, int]) -> str:
    """A heading's words in small letters with hyphens between them.

    `taken` has the ids there are, each with how many were made from it; the new one is added.
    """
    words = _LEFT_OUT.sub("", "".join(map(_words, content))).strip()
    start = next((place for place, letter in enumerate(words) if letter.isalpha()), len(words))
    base = _SPACES.sub("-", words[start:]).lower() or "section"
    name, number = base, taken.get(base, 0)
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    taken[base] = number
    taken.setdefault(name, 0)
    return name


def _words(node: Node) -> str:
    match node:
        case Text() | Code():
            return node.text
        case Math():
            return node.tex
        case LineBreak():
            return " "
        case Citation():  # Pandoc counts its letters among the heading's, as they are written.
            return node.span.text.removeprefix("-")
        case Image():
            return node.alt or ""
        case _:
            return "".join(map(_words, children(node)))
