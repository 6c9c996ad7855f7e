"""Where in the text each page begins, told so that another medium can find the place.

Pages break in the middle of paragraphs, which have no ids. But letters and digits are nearly the
same on paper and on a screen, in the same order; so a place is a part of the document and how many
of its letters come before, and what these letters are is told with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class PageStart:
    """A place in the text: a part's id, and the letters and digits of it that come before.

    Parts are the chapters by their ids, `bibliography`, and what stands in front: `cover`,
    `imprint`, `contents`, `list-of-figures`, `list-of-tables`. All the text of a part counts,
    captions, numbers of headings and marks of notes too, but not the notes themselves. `part` is
    "" on pages that show none.
    """

    part: str
    letters: int


@dataclass(frozen=True, slots=True)
class Printed:
    """Where each page begins, and the letters and digits of each part as they were printed."""

    starts: tuple[PageStart, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)


def printed_text(document: Any) -> Printed:
    """The text of a finished layout, and the place in it at which each page begins."""
    parts: dict[str, list[str]] = {}
    counts: dict[str, int] = {}
    heads: set[Any] = set()
    starts = []
    for page in document.pages:
        start = PageStart("", 0)
        for part, words in _printed(page._page_box, "", heads):  # noqa: SLF001 - as in `audit`
            if part and not start.part:
                start = PageStart(part, counts.get(part, 0))
            letters = "".join(filter(str.isalnum, words))
            parts.setdefault(part, []).append(letters)
            counts[part] = counts.get(part, 0) + len(letters)
        starts.append(start)
    return Printed(tuple(starts), {part: "".join(words) for part, words in parts.items() if part})


def _printed(box: Any, part: str, heads: set[Any]) -> Iterator[tuple[str, str]]:
    """The text of a page's body, each piece with the part that it belongs to."""
    for child in box.children:
        if isinstance(child, boxes.FootnoteAreaBox | boxes.MarginBox) or _is_repeated(child, heads):
            continue
        if "::" in (child.element_tag or ""):  # what a style sheet adds
            continue
        inside = part or _part_of(child.element)
        if isinstance(child, boxes.TextBox):
            yield inside, child.text
        elif hasattr(child, "children"):  # placeholders of positioned boxes are of no class
            yield from _printed(child, inside, heads)


def _part_of(element: Any) -> str:
    """The part that an element of the templates holds; "" if it holds none."""
    classes = ("" if element is None else element.get("class") or "").split()
    if "bibliography" in classes:
        return "bibliography"
    if "chapter" in classes:
        return element.get("id") or ""
    if "cover" in classes or "imprint" in classes:
        return classes[0]
    return (element.get("id") or "") if "front" in classes else ""


def _is_repeated(box: Any, heads: set[Any]) -> bool:
    """Whether this is the head of a table that was printed on a page before."""
    if not getattr(box, "is_header", False) or box.element is None:
        return False
    if box.element in heads:
        return True
    heads.add(box.element)
    return False
