"""A sample of what a citation style prints, made by the stages that make a briefing."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import briefing_build as stages
from briefing_build import rules
from briefing_build.bibtex import Entry, Library, parse_bibtex
from briefing_build.diagnostics import BriefingError, Diagnostic, Diagnostics
from briefing_build.document import Cited, Inline, Text, walk
from briefing_build.files import MemoryFiles, ProjectFiles
from briefing_build.manuscript import Manuscript, StyleFile, read_style
from briefing_build.markdown import parse_chapter
from briefing_build.resolve import resolve
from briefing_build.settings import SETTINGS_FILE, Settings
from briefing_build.source import SourceFile

if TYPE_CHECKING:
    from briefing_build.csl import BibliographyItem

_SAMPLES = SourceFile(
    "sample.bib",
    """
@book{hopkirk1990, author = {Hopkirk, Peter}, publisher = {John Murray}, location = {London},
  title = {The Great Game: On Secret Service in High Asia}, date = {1990}}
@book{dewaal2003, author = {given=Thomas, prefix=de, family=Waal}, date = {2003},
  title = {Black Garden: Armenia and Azerbaijan through Peace and War},
  publisher = {New York University Press}, location = {New York}}
""",
)
# What may be wrong with a style or with the name of one.
_OF_STYLES = {
    rules.STYLE_REFUSED,
    rules.UNKNOWN_STYLE,
    rules.INVALID_SETTING,
    rules.LIMIT_MET,
    rules.NOT_UTF8,
    rules.PATH_ESCAPES,
    rules.REMOTE_RESOURCE,
}
_OWN = parse_bibtex(_SAMPLES, Diagnostics())
# The work, at once again, another one, and the work once more.
_TEXT = "A[@work, p. 12]\n\nB[@work, p. 12]\n\nC[@other]\n\nD[@work, p. 12]\n"


@dataclass(frozen=True, slots=True)
class Sample:
    """What a style prints for a work: first, again at once, again later, and in its list."""

    key: str
    first: tuple[Inline, ...]
    at_once: tuple[Inline, ...]
    later: tuple[Inline, ...]
    listed: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A style by the name that settings have for it, with samples, or with what is wrong."""

    name: str
    style: StyleFile
    samples: tuple[Sample, ...]
    faults: tuple[Diagnostic, ...]


def own_work() -> Entry:
    """The work that is shown where there is no library."""
    return next(iter(_OWN.entries.values()))


def show(
    name: str,
    works: Sequence[Entry],
    settings: Settings | None,
    files: ProjectFiles | None,
    cache: MutableMapping[str, bytes] | None,
) -> Shown:
    """What the style of that name prints for some works, in a project or outside any."""
    found = Diagnostics()
    settings = settings or Settings(SourceFile(SETTINGS_FILE, ""))
    style = read_style(replace(settings, style=name), files or MemoryFiles({}), found)
    samples: tuple[Sample, ...] = ()
    if not found:
        plain = Settings(settings.source, language=settings.language)
        samples = tuple(_sample(work, plain, style, cache, found) for work in works)
    # What a work lacks is told by `check`.
    faults = tuple(fault for fault in found if fault.rule in _OF_STYLES)
    return Shown(name, style, () if faults else samples, faults)


def _sample(
    work: Entry,
    settings: Settings,
    style: StyleFile,
    cache: MutableMapping[str, bytes] | None,
    found: Diagnostics,
) -> Sample:
    # Keys of our own: in a library that is no BibTeX they may be anything.
    *_, other = _OWN.entries.values()
    entries = {"work": replace(work, key="work"), "other": replace(other, key="other")}
    library = replace(_OWN, entries=entries)
    chapter = SourceFile("sample.md", _TEXT)
    manuscript = Manuscript(settings, (chapter,), (_SAMPLES,), style, MemoryFiles({}))
    parsed = parse_chapter(chapter, settings.language, found)
    briefing = resolve(manuscript, [parsed], library, found)
    edition = stages.cite(briefing, found, cache)
    cited = [node for node in walk(briefing.chapters[0].blocks) if isinstance(node, Cited)]
    first, at_once, _, later = (edition.words[node.id].paper for node in cited)
    items = [item for item in edition.bibliography if item.key == "work"]
    return Sample(work.key, first, at_once, later, _listed(items[0]) if items else ())


def _listed(item: BibliographyItem) -> tuple[Inline, ...]:
    if not item.label or not item.content:
        return item.label or item.content
    return (*item.label, Text(" ", item.label[0].span), *item.content)


# Which work


def library_of(manuscript: Manuscript) -> Library:
    """The library of a project; what is wrong with it is told by `check`."""
    return stages.check(replace(manuscript, chapters=()), Diagnostics()).library


def chosen(library: Library, keys: Sequence[str]) -> tuple[Entry, ...]:
    """The entries that were asked for, else the most telling one; none of an empty library.

    Raises `BriefingError` for a key that no entry has.
    """
    for key in keys:
        if key not in library.entries:
            near = get_close_matches(key, library.entries, n=1)
            advice = f"; did you mean `{near[0]}`?" if near else ""
            raise BriefingError(f"no entry has the key `{key}`{advice}")
    if keys or not library.entries:
        return tuple(library.entries[key] for key in dict.fromkeys(keys))
    return (max(library.entries.values(), key=_tells),)


def _tells(entry: Entry) -> tuple[int, ...]:
    """How much of a style a work shows; of equals the first in the library is taken."""
    count = sum(1 for name in ("author", "title", "date") if entry.value(name))
    kinds = ("article", "report", "book")
    kind = kinds.index(entry.kind) + 1 if entry.kind in kinds else 0
    more = ("publisher", "location", "journaltitle")
    remarks = any(entry.value(name) for name in ("unknown", "accesscopyurl", "archiveurl"))
    is_plain = not remarks and entry.value("sourcestate") != "placeholder"
    is_short = len(entry.value("author")) + len(entry.value("title")) < 150
    is_person = "," in entry.value("author")
    return (
        is_plain,
        count,
        is_person,
        is_short,
        kind,
        sum(1 for name in more if entry.value(name)),
    )
