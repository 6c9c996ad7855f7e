"""What a bracket turns out to be, once its `]` is met."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.markdown import limits
from briefing_build.markdown.attributes import read_attributes
from briefing_build.markdown.citations import close_citation
from briefing_build.markdown.links import LINK_HELP, address, reference_label, refusal
from briefing_build.markdown.marks import pair_marks
from briefing_build.markdown.pieces import Opening, Piece, Target, Tree, depth

if TYPE_CHECKING:
    from briefing_build.markdown.inlines import Reading

_ADDRESS = re.compile(
    r"""\(\s*
    (?:<(?P<angle>[^<>\n]*)>
      |(?P<plain>(?:[^\s()<\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*)
    )?
    (?:\s+(?P<title>"(?:[^"\\]|\\.){0,2000}"|'(?:[^'\\]|\\.){0,2000}'))?
    \s*\)""",
    re.VERBOSE | re.DOTALL,
)
_LABEL = re.compile(r"\[(?P<label>(?:[^\[\]\\]|\\.){0,999})\]")


def close_bracket(reading: Reading, start: int) -> int:
    """Reads what a `]` at `start` closes; the offset to go on from."""
    if not reading.brackets:
        return reading.words(start, start + 1)
    opening = reading.brackets.pop()
    for read in _READERS.get(reading.text[start + 1 : start + 2], _PLAIN):
        end = read(reading, opening, start)
        if end is not None:
            return end
    return reading.words(start, start + 1)


def take_inside(reading: Reading, opening: Opening) -> list[Piece]:
    """The pieces behind an opening bracket, taken away with it, their marks paired."""
    inside = reading.pieces[opening.index + 1 :]
    del reading.pieces[opening.index :]
    return pair_marks(inside, reading.text, reading.report_depth)


def is_too_deep(reading: Reading, opening: Opening) -> bool:
    """Whether one more tree around what a bracket holds would be one too many."""
    if depth(reading.pieces[opening.index + 1 :]) < limits.INLINE_DEPTH:
        return False
    reading.report_depth(opening.start)
    return True


def _inline_note(reading: Reading, opening: Opening, start: int) -> int | None:
    if reading.text[opening.start] != "^" or is_too_deep(reading, opening):
        return None
    inside = take_inside(reading, opening)
    reading.pieces.append(Tree("note", opening.start, start + 1, inside, depth(inside) + 1))
    return start + 1


def _link(reading: Reading, opening: Opening, start: int) -> int | None:
    target = _ADDRESS.match(reading.text, start + 1)
    if target is None or not _may_link(reading, opening):
        return None
    group = "angle" if target["angle"] is not None else "plain"
    span = target.span(group) if target[group] is not None else (start + 2, start + 2)
    raw = reading.text[slice(*span)]
    title = address(target["title"][1:-1]) if target["title"] else ""
    place = reading.content.span(*span)
    return _add_target(
        reading, opening, target.end(), address(raw), title, (place.start, place.end)
    )


def _may_link(reading: Reading, opening: Opening) -> bool:
    is_image = reading.text[opening.start] == "!"
    return (is_image or opening.may_link) and not is_too_deep(reading, opening)


def _add_target(
    reading: Reading, opening: Opening, end: int, url: str, title: str, place: tuple[int, int]
) -> int:
    is_image = reading.text[opening.start] == "!"
    inside = take_inside(reading, opening)
    attributes = (
        read_attributes(reading.content, end) if reading.text.startswith("{", end) else None
    )
    if attributes is not None:
        end = attributes[1]
    target = Target(
        "image" if is_image else "link", opening.start, end, inside, url, title, place,
        depth(inside) + 1, attributes[0] if attributes else None,
    )  # fmt: skip
    reason = None if is_image else refusal(url)
    if len(url) > limits.ADDRESS:
        reason = f"an address of more than {limits.ADDRESS:,} characters"
    if reason is None:
        reading.pieces.append(target)
    else:
        _refuse(reading, target, reason)
    if not is_image:  # A link holds no link.
        for outer in reading.brackets:
            outer.may_link = False
    return end


def _refuse(reading: Reading, target: Target, reason: str) -> None:
    """Leaves the words of a link that is not passed on."""
    span = reading.content.source.span(*target.address)
    reading.found.report(rules.REFUSED_LINK, reason, Label(span), help=LINK_HELP)
    reading.pieces.append(Tree("words", target.start, target.end, target.inside, target.depth))


def _phrase(reading: Reading, opening: Opening, start: int) -> int | None:
    if reading.text[opening.start] != "[":
        return None
    read = read_attributes(reading.content, start + 1)
    if read is None or is_too_deep(reading, opening):
        return None
    inside = take_inside(reading, opening)
    reading.pieces.append(
        Tree("phrase", opening.start, read[1], inside, depth(inside) + 1, read[0])
    )
    return read[1]


def _reference(reading: Reading, opening: Opening, start: int) -> int | None:
    addresses = reading.definitions.addresses
    if not addresses or start - opening.end > 999:
        return None
    label, end = reading.text[opening.end : start], start + 1
    if explicit := _LABEL.match(reading.text, end):
        label, end = explicit["label"] or label, explicit.end()
    found = addresses.get(reference_label(label))
    if found is None or not _may_link(reading, opening):
        return None
    first, behind, title = found
    url = address(reading.content.source.text[first:behind])
    return _add_target(reading, opening, end, url, title, (first, behind))


# By what follows the bracket.
_PLAIN = (_inline_note, _reference, close_citation)
_READERS = {"(": (_inline_note, _link, *_PLAIN[1:]), "{": (_inline_note, _phrase, *_PLAIN[1:])}
