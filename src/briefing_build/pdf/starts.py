"""Where in the text each page begins, told so that another medium can find the place.

Pages break in the middle of paragraphs, which have no ids. But letters and digits are the same on
paper and on a screen, in the same order; so a place is a chapter and how many of them come before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class PageStart:
    """A place in the text: a chapter's id, and the letters and digits of it that come before.

    All of the chapter's text counts, captions, numbers of headings and marks of notes too, but
    not the notes themselves. `chapter` is "" on pages that show no part of a chapter.
    """

    chapter: str
    letters: int


def page_starts(document: Any) -> tuple[PageStart, ...]:
    """The place at which each page of a finished layout begins."""
    counts: dict[str, int] = {}
    heads: set[Any] = set()
    starts = []
    for page in document.pages:
        start = PageStart("", 0)
        for chapter, words in _printed(page._page_box, "", heads):  # noqa: SLF001 - as in `audit`
            if chapter and not start.chapter:
                start = PageStart(chapter, counts.get(chapter, 0))
            counts[chapter] = counts.get(chapter, 0) + sum(map(str.isalnum, words))
        starts.append(start)
    return tuple(starts)


def _printed(box: Any, chapter: str, heads: set[Any]) -> Iterator[tuple[str, str]]:
    """The text of a page's body, each part with the chapter that it belongs to."""
    for child in box.children:
        if isinstance(child, boxes.FootnoteAreaBox | boxes.MarginBox) or _is_repeated(child, heads):
            continue
        if "::" in (child.element_tag or ""):  # what a style sheet adds
            continue
        inside = chapter
        if child.element is not None and child.element.get("class") == "chapter":
            inside = child.element.get("id", "")
        if isinstance(child, boxes.TextBox):
            yield inside, child.text
        elif hasattr(child, "children"):  # placeholders of positioned boxes are of no class
            yield from _printed(child, inside, heads)


def _is_repeated(box: Any, heads: set[Any]) -> bool:
    """Whether this is the head of a table that was printed on a page before."""
    if not getattr(box, "is_header", False) or box.element is None:
        return False
    if box.element in heads:
        return True
    heads.add(box.element)
    return False
