"""Is every note where it belongs? A finished layout is asked, page by page.

`audit` takes a document that WeasyPrint has laid out and the ids of all its notes, in reading
order. It reads the boxes that will be drawn, not what the engine believes to have done. Notes are
elements with `float: footnote` and an `id`. What holds if `problems` is empty: each note has a
mark; it stands once, whole, in the order of the marks, beginning on the page of its first mark;
a note that is broken goes on at the top of the notes of the very next page; all of it is on the
paper, and no text of the body is under it. A mark may be repeated, as in a table's head.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

# Positions are sums of many floats, in CSS pixels.
_TOLERANCE = 1.0


class Fault(StrEnum):
    LOST = "lost"  # the note is nowhere, or its mark is
    CUT = "cut"  # the note's end is nowhere
    TWICE = "twice"  # the note is set again, or goes on where nobody looks for it
    MOVED = "moved"  # the note begins on another page than its mark
    DISORDERED = "disordered"  # the note stands before one whose mark comes first
    OFF_PAGE = "off-page"  # the note runs off the paper or over the page's margin
    OVERLAPPING = "overlapping"  # text of the body lies over the note


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """The pages, counted from one, on which a note's mark and the note itself are."""

    id: str
    marks: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()

    @property
    def mark(self) -> int | None:
        return self.marks[0] if self.marks else None

    @property
    def page(self) -> int | None:
        return self.pages[0] if self.pages else None


@dataclass(frozen=True, slots=True)
class Problem:
    fault: Fault
    note: PlacedNote


@dataclass(frozen=True, slots=True)
class Audit:
    """Where all notes are, in reading order, and what is wrong with them."""

    notes: Mapping[str, PlacedNote]
    problems: tuple[Problem, ...]
    delayed: tuple[PlacedNote, ...] = ()
    """Not on the page of their mark, but rightly so: a long note marked before has to end first."""

    def ids(self, fault: Fault) -> tuple[str, ...]:
        return tuple(problem.note.id for problem in self.problems if problem.fault is fault)


def audit(document: Any, expected: Sequence[str]) -> Audit:
    """Find all notes of a laid out document; `expected` are their ids in reading order.

    Notes that are not expected are looked at too, after the others.
    """
    fragments, marks = _fragments(document), _marks(document)
    ids = tuple(dict.fromkeys((*expected, *marks, *fragments)))
    notes = {id: _placed(id, marks, fragments) for id in ids}
    disordered = _disordered(ids, fragments)
    delayed = _delayed(notes, fragments)
    problems = tuple(
        Problem(fault, notes[id])
        for id in ids
        for fault in _faults(notes[id], fragments.get(id, []))
        if not (fault is Fault.MOVED and id in delayed)
    )
    problems += tuple(Problem(Fault.DISORDERED, notes[id]) for id in disordered)
    return Audit(notes, problems, tuple(notes[id] for id in ids if id in delayed))


@dataclass(frozen=True, slots=True)
class _Fragment:
    """A note, or a part of one, in the note area of a page."""

    page: int
    rank: int  # among the fragments of the page
    is_last: bool  # of the page
    begins: bool
    ends: bool
    is_off_page: bool
    is_overlapped: bool


def _fragments(document: Any) -> dict[str, list[_Fragment]]:
    found: dict[str, list[_Fragment]] = {}
    for number, page_box in enumerate(_page_boxes(document), 1):
        body_bottom = _body_bottom(page_box)
        parts = [part for area in _areas(page_box) for part in _parts(area)]
        for rank, part in enumerate(parts):
            fragment = _Fragment(
                page=number,
                rank=rank,
                is_last=rank == len(parts) - 1,
                begins=_begins(part[0]),
                ends=_ends(part[-1]),
                is_off_page=any(_is_off_page(box, page_box) for box in part),
                is_overlapped=part[0].position_y < body_bottom - _TOLERANCE,
            )
            found.setdefault(_id(part[0].element), []).append(fragment)
    return found


def _marks(document: Any) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, page_box in enumerate(_page_boxes(document), 1):
        for box in page_box.descendants(placeholders=True):
            if box.footnote is not None:
                pages = found.setdefault(_id(box.footnote.element), [])
                if number not in pages:  # a mark may be repeated, or broken over lines
                    pages.append(number)
    return found


def _placed(
    id: str, marks: Mapping[str, list[int]], fragments: Mapping[str, list[_Fragment]]
) -> PlacedNote:
    pages = tuple(fragment.page for fragment in fragments.get(id, ()))
    return PlacedNote(id, tuple(marks.get(id, ())), pages)


def _faults(note: PlacedNote, fragments: Sequence[_Fragment]) -> Iterator[Fault]:
    if note.mark is None or note.page is None:
        yield Fault.LOST
        return
    if not all(_continues(a, b) for a, b in pairwise(fragments)):
        yield Fault.TWICE
    if not fragments[0].begins or not fragments[-1].ends:
        yield Fault.CUT
    if note.page != note.mark:
        yield Fault.MOVED
    if any(fragment.is_off_page for fragment in fragments):
        yield Fault.OFF_PAGE
    if any(fragment.is_overlapped for fragment in fragments):
        yield Fault.OVERLAPPING


def _continues(fragment: _Fragment, following: _Fragment) -> bool:
    is_next = following.page == fragment.page + 1 and fragment.is_last and following.rank == 0
    return is_next and not following.begins


def _delayed(
    notes: Mapping[str, PlacedNote], fragments: Mapping[str, list[_Fragment]]
) -> frozenset[str]:
    """Notes that follow the rest of a note at the head of a page's notes, marked before it."""
    placed = sorted(
        (part.page, part.rank, not part.begins, id) for id in fragments for part in fragments[id]
    )
    delayed: set[str] = set()
    page_of_rest = 0  # as long as there was nothing on it but a rest and delayed notes
    for page, rank, is_rest, id in placed:
        if rank == 0:
            page_of_rest = page if is_rest else 0
        elif page == page_of_rest and (notes[id].mark or page) < page:
            delayed.add(id)
        else:
            page_of_rest = 0
    return frozenset(delayed)


def _disordered(ids: Sequence[str], fragments: Mapping[str, list[_Fragment]]) -> Iterator[str]:
    latest = (0, 0)
    for id in ids:
        if id in fragments:
            first = fragments[id][0]
            if (first.page, first.rank) < latest:
                yield id
            latest = max(latest, (first.page, first.rank))


# The boxes of a page.


def _id(element: Any) -> str:
    return str(element.get("id", ""))


def _page_boxes(document: Any) -> Iterator[Any]:
    for page in document.pages:
        yield page._page_box  # noqa: SLF001 - there is no other way to the boxes of a page


def _areas(page_box: Any) -> list[Any]:
    return [box for box in page_box.children if isinstance(box, boxes.FootnoteAreaBox)]


def _parts(area: Any) -> list[list[Any]]:
    """The boxes of each note; more than one where notes are set in one paragraph."""
    parts: list[list[Any]] = []
    for box in _notes(area):
        if parts and parts[-1][-1].element is box.element and not _begins(box):
            parts[-1].append(box)
        else:
            parts.append([box])
    return parts


def _notes(box: Any) -> Iterator[Any]:
    """The outermost boxes of elements in a note area; between them are anonymous ones."""
    for child in box.children:
        if child.element is not None:
            yield child
        elif isinstance(child, boxes.ParentBox):
            yield from _notes(child)


def _begins(note: Any) -> bool:
    """Only the first part of a note has its number."""
    tags = (box.element_tag or "" for box in note.descendants())
    return any(tag.endswith("::footnote-marker") for tag in tags)


def _ends(note: Any) -> bool:
    """A line knows where its paragraph goes on, and whether it does."""
    lines = [box for box in note.descendants() if isinstance(box, boxes.LineBox)]
    return not lines or getattr(lines[-1], "resume_at", None) is None


def _is_off_page(note: Any, page_box: Any) -> bool:
    top = note.position_y
    bottom = max((box.position_y + box.height for box in _printed(note)), default=top)
    room_bottom = page_box.content_box_y() + page_box.height
    return bool(top < page_box.content_box_y() - _TOLERANCE or bottom > room_bottom + _TOLERANCE)


def _body_bottom(page_box: Any) -> float:
    bottoms = (
        box.position_y + box.height
        for child in page_box.children
        if not isinstance(child, boxes.FootnoteAreaBox | boxes.MarginBox)
        for box in _printed(child)
    )
    return max(bottoms, default=0.0)


def _printed(box: Any) -> Iterator[Any]:
    """Lines and pictures, without what is positioned out of the flow.

    The blocks around them say nothing: a broken block fills its page, printed or not.
    """
    for descendant in box.children:
        if isinstance(descendant, boxes.LineBox | boxes.ReplacedBox):
            yield descendant
        elif isinstance(descendant, boxes.ParentBox) and not descendant.is_absolutely_positioned():
            yield from _printed(descendant)
