"""The number of a note that a style points back to, "(n 12)", as a link to that note.

On their way through citeproc such numbers stand between two letters of private use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from briefing_build.document import Emphasis, Inline, Link, Phrase, Strong, Superscript, Text

_CSL = "{http://purl.org/net/xbiblio/csl}"
BEGIN, END = "\uf8f1", "\uf8f2"
_NUMBER = re.compile(f"{BEGIN}(?P<number>[^{BEGIN}{END}]*){END}")


def mark_note_numbers(root: Any) -> None:
    """Lets a style, given by its root, print the numbers of notes between `BEGIN` and `END`."""
    for part in root.iter(f"{_CSL}text", f"{_CSL}number"):
        if part.get("variable") == "first-reference-note-number":
            part.set("prefix", part.get("prefix", "") + BEGIN)
            part.set("suffix", END + part.get("suffix", ""))


def with_note_links(inlines: tuple[Inline, ...], notes: Mapping[int, str]) -> tuple[Inline, ...]:
    """The words with links for the numbers; `notes` has the id of each note by its number."""
    return tuple(part for node in inlines for part in _linked(node, notes))


def _linked(node: Inline, notes: Mapping[int, str]) -> Iterator[Inline]:
    match node:
        case Text():
            yield from _parted(node, notes)
        case Emphasis() | Strong() | Phrase() | Superscript() | Link():
            yield replace(node, content=with_note_links(node.content, notes))
        case _:
            yield node


def _parted(text: Text, notes: Mapping[int, str]) -> Iterator[Inline]:
    done = 0
    for found in _NUMBER.finditer(text.text):
        number = Text(found["number"], text.span)
        note = notes.get(int(found["number"])) if found["number"].isdecimal() else None
        if found.start() > done:
            yield Text(text.text[done : found.start()], text.span)
        yield Link((number,), f"#{note}", "", text.span, text.span) if note else number
        done = found.end()
    if text.text[done:]:
        yield Text(text.text[done:], text.span) if done else text
