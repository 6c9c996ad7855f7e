"""Citations one after another, as citeproc sees them, and what is said for each.

"Ibid." looks back at the citation before it. It does so neither over the end of a chapter nor on
a screen, where notes are read one at a time. So in a style that has it, a *pause* stands between
chapters: the citation of a work that is no author's and that nobody prints. And each citation
that may look back is asked for once more, behind all others and a pause, where it cannot. One
that has also a work not cited before, which would not be new there, does not look back at all.

An author's name alone is no citation: the one that follows it may be the first. So names are
asked for behind all citations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from briefing_build.csl.citeproc import Cluster, Item
from briefing_build.csl.inlines import Node
from briefing_build.csl.places import Placed

PAUSE = "pause"
PAUSE_WORK = {
    "id": PAUSE,
    "type": "book",
    # Sorted behind all other works, and like none of them, so that nothing is told apart from it.
    "author": [{"literal": "\U0010fffd pause"}],
    "title": "\U0010fffd pause",
    "issued": {"date-parts": [[9999]]},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What citeproc says for a citation; on a screen the same, unless it looks back on paper."""

    placed: Placed
    cluster: Cluster
    paper: list[Node]
    screen: list[Node]


@dataclass(slots=True)
class Succession:
    """Citations that know of one another: those of the briefing, or those of a chapter.

    `has_pauses` is whether the style may look back.
    """

    has_pauses: bool
    cited: dict[str, None] = field(default_factory=dict)
    """The ids of the works that have been cited, one of the citation in hand among them."""
    _clusters: list[tuple[Placed | None, Cluster]] = field(default_factory=list)
    """With the place of each; a pause has none."""
    _names: list[tuple[Placed, Cluster]] = field(default_factory=list)
    _looking_back: list[tuple[Placed, Cluster]] = field(default_factory=list)
    _works: set[str] = field(default_factory=set)
    _chapter: int = -1
    _before: int = 0
    """How many notes came before those whose numbers begin anew."""

    def add(self, placed: Placed, cluster: Cluster) -> None:
        """Takes in the next citation."""
        works = {item.work for item in cluster.items}
        is_all_cited = works <= self._works
        self._works |= works
        last = self._clusters[-1][1] if self._clusters else None
        is_next = last is not None and self._chapter != placed.chapter
        if last and is_next and 0 < cluster.note_number <= last.note_number:
            self._before = last.note_number
        if cluster.note_number:
            cluster = replace(cluster, note_number=cluster.note_number + self._before)
        if last and self.has_pauses:
            looks_back = _may_look_back(cluster, last)
            if is_next or (looks_back and not is_all_cited):
                self._clusters.append((None, _pause(cluster)))
            elif looks_back:
                self._looking_back.append((placed, cluster))
        self._chapter = placed.chapter
        self._clusters.append((placed, cluster))

    def add_name(self, placed: Placed, cluster: Cluster) -> None:
        """Takes in the name of a work's author."""
        self._names.append((placed, cluster))

    def clusters(self) -> list[Cluster]:
        """All that is asked, in its order."""
        again = (part for _, cluster in self._looking_back for part in (_pause(cluster), cluster))
        return [*(cluster for _, cluster in (*self._clusters, *self._names)), *again]

    def answers(self, said: Sequence[list[Node]]) -> Iterator[Answer]:
        """Each citation with its words, of what is said to `clusters`."""
        asked = [*self._clusters, *self._names]
        again = said[len(asked) + 1 :: 2]
        on_screen = {
            placed.cited.id: nodes
            for (placed, _), nodes in zip(self._looking_back, again, strict=True)
        }
        for (place, cluster), nodes in zip(asked, said, strict=False):
            if place:
                screen = on_screen.get(place.cited.id, nodes)
                yield Answer(place, cluster, nodes, screen)


def _may_look_back(cluster: Cluster, before: Cluster) -> bool:
    """Whether, by the works alone, "ibid." could stand for it."""
    return len(before.items) == 1 and cluster.items[0].work == before.items[0].work


def _pause(before: Cluster) -> Cluster:
    """A pause in front of a citation, in the note before: "ibid." wants that to have one work."""
    return Cluster((Item(PAUSE),), "note", note_number=max(before.note_number - 1, 0))
