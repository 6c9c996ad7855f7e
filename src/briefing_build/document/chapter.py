"""One file of the manuscript, and its nodes by their kinds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import merge
from typing import Any, TypeVar, overload

from briefing_build.allows import Allow
from briefing_build.document.nodes import Block, Node, NoteText
from briefing_build.document.walking import walk
from briefing_build.source import SourceFile

_One = TypeVar("_One")
_Other = TypeVar("_Other")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the manuscript. `id` is unique, given by `resolve` ("" before)."""

    source: SourceFile
    blocks: tuple[Block, ...]
    notes: tuple[NoteText, ...] = ()
    id: str = ""
    allows: tuple[Allow, ...] = ()
    _by_kind: dict[type, list[tuple[int, Any]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @overload
    def nodes(self, kind: type[_One], /) -> Iterator[_One]: ...
    @overload
    def nodes(self, kind: type[_One], other: type[_Other], /) -> Iterator[_One | _Other]: ...
    @overload
    def nodes(self, *kinds: type[Node]) -> Iterator[Node]: ...
    def nodes(self, *kinds: type) -> Iterator[Any]:
        """The nodes of these kinds in the blocks, in the order in which they are read.

        Every check asks for its own, and the tree is walked for the first of them alone.
        """
        if not self._by_kind:
            for place, node in enumerate(walk(self.blocks)):
                self._by_kind.setdefault(type(node), []).append((place, node))
        return (node for _, node in merge(*(self._by_kind.get(kind, ()) for kind in kinds)))
