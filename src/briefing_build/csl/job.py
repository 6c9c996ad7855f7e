"""What is asked of citeproc for one briefing.

Works have ids of our own, so that no key of an author's means anything to another program.
Citations are asked for together. Where a style points back to the number of a note and notes
begin at 1 in each chapter, those of each chapter are asked for by themselves, and the
bibliography once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from briefing_build.csl.citeproc import Cluster, Formatted, Item, format_citations
from briefing_build.csl.finishing import in_brackets
from briefing_build.csl.inlines import Node, Travellers, to_pandoc, words
from briefing_build.csl.mapping import Work, to_work
from briefing_build.csl.places import Placed
from briefing_build.csl.style import Style
from briefing_build.csl.words import labelled
from briefing_build.document import CitationItem

if TYPE_CHECKING:
    from briefing_build.resolve import Briefing


@dataclass(frozen=True, slots=True)
class Answer:
    """What citeproc says for a citation."""

    placed: Placed
    cluster: Cluster
    nodes: list[Node]


@dataclass(slots=True)
class _Group:
    """Citations that know of one another: those of the briefing, or those of a chapter."""

    clusters: list[tuple[Placed, Cluster]] = field(default_factory=list)
    authors: list[tuple[Placed, Cluster]] = field(default_factory=list)
    cited: dict[str, None] = field(default_factory=dict)
    """The ids of the works that have been cited."""

    def all(self) -> list[tuple[Placed, Cluster]]:
        # An author's name alone is no citation: the one that follows it may be the first. So
        # names are asked for behind all citations.
        return [*self.clusters, *self.authors]


@dataclass(slots=True)
class Job:
    """Gathers the citations of a briefing and asks for their words."""

    briefing: Briefing
    style: Style
    is_note_style: bool
    travellers: Travellers = field(default_factory=Travellers)
    keys: dict[str, str] = field(default_factory=dict)
    """The key of a work by its id."""
    _ids: dict[str, str] = field(default_factory=dict)
    _works: dict[str, Work] = field(default_factory=dict)
    _groups: dict[int, _Group] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.briefing.manuscript.settings.language

    @property
    def is_by_chapter(self) -> bool:
        numbering = self.briefing.manuscript.settings.numbering
        return self.style.has_note_numbers and numbering == "chapter"

    def add(self, placed: Placed) -> None:
        """Takes one citation into the job; they are added in the order of reading."""
        group = self._groups.setdefault(placed.chapter if self.is_by_chapter else 0, _Group())
        cited = placed.cited
        if cited.form == "author":
            id = self._id(cited.items[0].key)
            group.authors.append((placed, Cluster((Item(id),), "author")))
            return
        place: Literal["note", "inside", "text"] = "text"
        if self.is_note_style and placed.part != "text":
            place = "note" if placed.part == "all" and cited.form == "citation" else "inside"
        items = tuple(self._item(item, group) for item in cited.items)
        says_author = cited.form == "narrative" and self.style.names_authors
        group.clusters.append((placed, Cluster(items, place, says_author, placed.number)))

    def work(self, key: str) -> Work:
        """The work with this key, as citeproc gets it."""
        if key not in self._works:
            entry = self.briefing.library.entries[key]
            # In notes a style may say nothing of an undated page that nobody dated the reading of.
            is_told = not self.is_note_style or bool(entry.value("urldate"))
            self._works[key] = to_work(
                entry,
                self.language,
                says_no_date=self.style.says_no_date and is_told,
                # Elsewhere the branch for all other types does better than a kindred one.
                types=self.style.types if self.is_note_style else frozenset(),
            )
        return self._works[key]

    def run(self, cache: MutableMapping[str, bytes]) -> tuple[list[Answer], Formatted]:
        """The words of all citations, and an answer with the bibliography and all warnings."""
        answers: list[Answer] = []
        warnings: dict[str, None] = {}
        kept = list(self._kept())
        formatted = Formatted((), (), ())
        for group in self._groups.values():
            asked = group.all()
            alone = self.is_by_chapter
            ids = group.cited if alone else self.keys
            formatted = self._ask(ids, [c for _, c in asked], () if alone else kept, cache)
            warnings |= dict.fromkeys(formatted.warnings)
            answers.extend(
                Answer(*pair, nodes) for pair, nodes in zip(asked, formatted.clusters, strict=True)
            )
        if self.style.has_bibliography and (self.is_by_chapter or not self._groups):
            formatted = self._ask(self.keys, (), self.keys, cache)
            warnings |= dict.fromkeys(formatted.warnings)
        return answers, Formatted((), formatted.bibliography, tuple(warnings))

    def _ask(
        self,
        ids: Sequence[str] | dict[str, None] | dict[str, str],
        clusters: Sequence[Cluster],
        uncited: Sequence[str] | dict[str, str],
        cache: MutableMapping[str, bytes],
    ) -> Formatted:
        if not ids:
            return Formatted((), (), ())
        works = [{**self.work(self.keys[id]).item, "id": id} for id in ids]
        return format_citations(self.style, works, clusters, uncited, cache)

    def _kept(self) -> Iterator[str]:
        """The works that stand in the bibliography though nobody cites them."""
        for key, entry in self.briefing.library.entries.items():
            if key not in self._ids and "keep" in re.split(r"[\s,;]+", entry.value("keywords")):
                yield self._id(key)

    def _id(self, key: str) -> str:
        if key not in self._ids:
            self._ids[key] = f"w{len(self._ids) + 1}"
            self.keys[self._ids[key]] = key
        return self._ids[key]

    def _item(self, item: CitationItem, group: _Group) -> Item:
        id = self._id(item.key)
        label, locator, suffix = self._locator(item)
        suffix = [*suffix, *to_pandoc(item.suffix, self.travellers)]
        if self.is_note_style:
            suffix += self._remarks(item, is_first=id not in group.cited)
        group.cited[id] = None
        prefix = tuple(to_pandoc(item.prefix, self.travellers))
        # Where nobody is named, a style puts the title in an author's place, and it must stay.
        suppress = item.suppress_author and "author" in self.work(item.key).item
        return Item(id, label, locator, prefix, tuple(suffix), suppress)

    def _locator(self, item: CitationItem) -> tuple[str, str, list[Node]]:
        """The style's word for the label, the locator, and what of them goes into the suffix."""
        label = item.label or "page"
        if not item.locator:
            return "", "", []
        # "4(sec. 3),2", as the AMA has it; a comma would make one more work of the locator.
        in_words = labelled(label, item.locator, self.language)
        if label not in self.style.labels or not self.style.prints_locators:
            return "", "", words(f"({in_words})")
        if label != "page" and not self.style.prints_labels:
            return self.style.labels["page"], in_words, []
        return self.style.labels[label], item.locator, []

    def _remarks(self, item: CitationItem, *, is_first: bool) -> list[Node]:
        work = self.work(item.key)
        remarks = work.remarks if is_first else work.later_remarks
        return to_pandoc(in_brackets(remarks, work.warning, item.key_span), self.travellers)
