"""What is asked of citeproc for one briefing.

Works have ids of our own, so that no key of an author's means anything to another program.
Citations are asked for together. Where a style points back to the number of a note and notes
begin at 1 in each chapter, those of each chapter are asked for by themselves, and the
bibliography once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from briefing_build.checks.citing import is_kept
from briefing_build.csl.citeproc import Cluster, Formatted, Item, format_citations
from briefing_build.csl.finishing import in_brackets
from briefing_build.csl.inlines import Node, Travellers, to_pandoc, words
from briefing_build.csl.mapping import Work, to_work
from briefing_build.csl.places import Placed
from briefing_build.csl.repairs import mended
from briefing_build.csl.style import Style
from briefing_build.csl.succession import PAUSE, PAUSE_WORK, Answer, Succession
from briefing_build.csl.words import labelled
from briefing_build.document import CitationItem

if TYPE_CHECKING:
    from briefing_build.resolve import Briefing


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
    _successions: dict[int, Succession] = field(default_factory=dict)
    """By the position of the chapter, if each is asked for by itself."""
    _notes: dict[int, dict[int, str]] = field(default_factory=dict)
    """The ids of notes by their numbers, those of each succession."""

    @property
    def language(self) -> str:
        return self.briefing.manuscript.settings.language

    @property
    def is_american(self) -> bool:
        """Whether stops go inside quotation marks."""
        return self.style.is_american

    @property
    def is_by_chapter(self) -> bool:
        numbering = self.briefing.manuscript.settings.numbering
        return self.style.has_note_numbers and numbering == "chapter"

    def add(self, placed: Placed) -> None:
        """Takes one citation into the job; they are added in the order of reading."""
        position = self._position(placed)
        succession = self._successions.setdefault(position, Succession(self.style.looks_back))
        self._notes.setdefault(position, {}).setdefault(placed.number, placed.note)
        cited = placed.cited
        if cited.form == "author":
            id = self._id(cited.items[0].key)
            succession.add_name(placed, Cluster((Item(id),), "author"))
            return
        place: Literal["note", "inside", "text"] = "text"
        if self.is_note_style and placed.part != "text":
            place = "note" if placed.part == "all" and cited.form == "citation" else "inside"
        items = tuple(self._item(item, succession) for item in cited.items)
        says_author = cited.form == "narrative" and self.style.names_authors
        succession.add(placed, Cluster(items, place, says_author, placed.number))

    def notes_beside(self, placed: Placed) -> Mapping[int, str]:
        """The ids of the notes that a citation may point back to, by their numbers."""
        return self._notes[self._position(placed)]

    def _position(self, placed: Placed) -> int:
        return placed.chapter if self.is_by_chapter else 0

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
                entries=self.briefing.library.entries,
            )
        return self._works[key]

    def run(self, cache: MutableMapping[str, bytes]) -> tuple[list[Answer], Formatted]:
        """The words of all citations, and an answer with the bibliography and all warnings."""
        answers: list[Answer] = []
        warnings: dict[str, None] = {}
        kept = list(self._kept())
        formatted = Formatted((), (), ())
        for succession in self._successions.values():
            alone = self.is_by_chapter
            ids = succession.cited if alone else self.keys
            formatted = self._ask(ids, succession.clusters(), () if alone else kept, cache)
            warnings |= dict.fromkeys(formatted.warnings)
            answers.extend(succession.answers(formatted.clusters))
        if self.style.has_bibliography and (self.is_by_chapter or not self._successions):
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
        works: list[dict[str, Any]] = [self._mended(id) for id in ids]
        if any(cluster.items[0].work == PAUSE for cluster in clusters):
            works.append(PAUSE_WORK)
        formatted = format_citations(self.style, works, clusters, uncited, cache)
        entries = tuple(entry for entry in formatted.bibliography if entry[0] != PAUSE)
        return replace(formatted, bibliography=entries)

    def _mended(self, id: str) -> dict[str, Any]:
        item = self.work(self.keys[id]).item
        item = mended(item, has_bare_initials=self.style.has_bare_initials)
        return {**item, "id": id}

    def _kept(self) -> Iterator[str]:
        """The works that stand in the bibliography though nobody cites them."""
        for key, entry in self.briefing.library.entries.items():
            if key not in self._ids and is_kept(entry):
                yield self._id(key)

    def _id(self, key: str) -> str:
        if key not in self._ids:
            self._ids[key] = f"w{len(self._ids) + 1}"
            self.keys[self._ids[key]] = key
        return self._ids[key]

    def _item(self, item: CitationItem, succession: Succession) -> Item:
        id = self._id(item.key)
        label, locator, suffix = self._locator(item)
        suffix = [*suffix, *to_pandoc(item.suffix, self.travellers)]
        is_first = id not in succession.cited
        suffix += self._remarks(item, is_first=is_first)
        succession.cited[id] = None
        prefix = tuple(to_pandoc(item.prefix, self.travellers))
        # Where nobody is named, a style puts the title in an author's place, and it must stay.
        suppress = item.suppress_author and "author" in self.work(item.key).item
        return Item(id, label, locator, prefix, tuple(suffix), suppress, is_first)

    def _locator(self, item: CitationItem) -> tuple[str, str, list[Node]]:
        """The style's word for the label, the locator, and what of them goes into the suffix."""
        label = item.label or "page"
        if not item.locator:
            return "", "", []
        in_words = labelled(label, item.locator, self.language)
        labels = self.style.labels
        if not self.style.prints_locators:
            # "4(sec. 3),2", as the AMA has it; a comma would make one more work of the locator.
            space = "" if self.briefing.manuscript.style.kind == "numbers" else " "
            if self.style.is_in_brackets:
                return "", "", words(f"[{in_words}]")
            return "", "", words(f"{space}({in_words})")
        if label not in labels.words or (label != "page" and self.style.names_pages):
            return "", "", words(f", {in_words}")
        if label != "page" and not self.style.prints_labels:
            return labels.words["page"], in_words, []
        locator = labels.locator(label, item.locator)
        return labels.words[label], locator, []

    def _remarks(self, item: CitationItem, *, is_first: bool) -> list[Node]:
        work = self.work(item.key)
        remarks = work.remarks if is_first else work.later_remarks
        if not self.is_note_style:  # There is room for no more than a warning.
            remarks = ()
        return to_pandoc(in_brackets(remarks, work.warning, item.key_span), self.travellers)
