"""Emphasis and its kin: runs of `*`, `_`, `~` and `^` to trees, as CommonMark pairs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing_build.markdown import limits
from briefing_build.markdown.pieces import Mark, Piece, Tree, depth

if TYPE_CHECKING:
    from collections.abc import Callable

_SPACE = re.compile(r"(?<!\\)\s")
_KINDS = {"*1": "emphasis", "_1": "emphasis", "*2": "strong", "_2": "strong",
          "~1": "subscript", "~2": "strikeout", "^1": "superscript"}  # fmt: skip


def pair_marks(pieces: list[Piece], text: str, too_deep: Callable[[int], None]) -> list[Piece]:
    """The pieces with every pair of marks made a tree. `too_deep` is told of one left out."""
    for piece in pieces:
        if type(piece) is Mark:
            break
    else:
        return pieces
    pairing = _Pairing(text, too_deep)
    for piece in pieces:
        if isinstance(piece, Mark):
            pairing.add_mark(piece)
        else:
            pairing.out.append(piece)
    return pairing.out


class _Pairing:
    """One pass from left to right, with a stack of the marks that still wait for a partner."""

    def __init__(self, text: str, too_deep: Callable[[int], None]) -> None:
        self.text = text
        self.too_deep = too_deep
        self.out: list[Piece] = []
        self.waiting: list[tuple[Mark, int]] = []
        # By the kind of closing mark, how far down the stack there is no partner for it. This
        # keeps the time linear (CommonMark, appendix, "openers_bottom").
        self.floors: dict[tuple[str, bool, int], int] = {}

    def add_mark(self, mark: Mark) -> None:
        if mark.can_close:
            while mark.length and (place := self._partner(mark)) is not None:
                if not self._close(place, mark):
                    break
        if mark.length:
            if mark.can_open:
                self.waiting.append((mark, len(self.out)))
            self.out.append(mark)

    def _partner(self, closing: Mark) -> int | None:
        kind = (closing.character, closing.can_open, closing.length % 3)
        floor = min(self.floors.get(kind, 0), len(self.waiting))
        for place in range(len(self.waiting) - 1, floor - 1, -1):
            opening = self.waiting[place][0]
            if opening.character == closing.character and self._fit(opening, closing):
                return place
        self.floors[kind] = len(self.waiting)
        return None

    def _fit(self, opening: Mark, closing: Mark) -> bool:
        if closing.character in "*_":
            # The rule of three: `*a**b*` is no pair of a pair.
            return (
                not (opening.can_close or closing.can_open)
                or (opening.length + closing.length) % 3 != 0
                or (opening.length % 3 == 0 and closing.length % 3 == 0)
            )
        if opening.length != closing.length or opening.end == closing.start:
            return False
        if opening.length == 2:
            return True
        return _SPACE.search(self.text, opening.end, closing.start) is None

    def _close(self, place: int, closing: Mark) -> bool:
        opening, index = self.waiting[place]
        inside = self.out[index + 1 :]
        deep = depth(inside) + 1
        if deep > limits.INLINE_DEPTH:
            self.too_deep(opening.start)
            return False
        width = 2 if opening.length >= 2 and closing.length >= 2 else 1
        opening.end -= width
        tree = Tree(
            _KINDS[f"{closing.character}{width}"],
            opening.end,
            closing.start + width,
            inside,
            deep,
        )
        closing.start += width
        del self.out[index + 1 :]
        del self.waiting[place + 1 :]
        if not opening.length:
            self.out.pop()
            self.waiting.pop()
        self.out.append(tree)
        for kind, floor in self.floors.items():
            if floor > len(self.waiting):
                self.floors[kind] = len(self.waiting)
        return True
