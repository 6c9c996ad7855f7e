"""The bibliography: what is printed for each work, and the groups in which the works stand.

Every work has its words once, in the style's order. The groups are that list parted: by the class
of a source, by the chapters that cite it, or not at all, with the works that nobody cites
among the others or apart. Within a group the style's order stays, and so do its numbers. A work
that several chapters cite stands in the group of each. No group is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from briefing_build.bibtex import Entry
from briefing_build.checks.citing import is_kept
from briefing_build.csl.annotations import paragraphs
from briefing_build.csl.edition import BibliographyGroup, BibliographyItem
from briefing_build.csl.finishing import (
    in_brackets,
    says_something,
    stripped,
    tidied,
    with_remarks,
)
from briefing_build.csl.forms import in_forms
from briefing_build.csl.inlines import from_pandoc
from briefing_build.csl.kinds import csl_type
from briefing_build.document import Chapter, Cited, Heading, Inline, Text, walk
from briefing_build.settings import FURTHER_READING, SOURCE_CLASSES, Settings
from briefing_build.terms import term

if TYPE_CHECKING:
    from briefing_build.csl.citeproc import Formatted
    from briefing_build.csl.job import Job
    from briefing_build.resolve import Briefing

_CLASS_OF_KIND = {"mvreference": "reference", "reference": "reference"}
"""biblatex's types of which CSL makes books."""
_CLASS_OF_TYPE = {
    "article": "academic",  # a preprint
    "article-journal": "academic",
    "article-magazine": "wire",
    "article-newspaper": "wire",
    "bill": "official",
    "book": "academic",
    "broadcast": "broadcaster",
    "chapter": "academic",
    "entry": "reference",
    "entry-dictionary": "reference",
    "entry-encyclopedia": "reference",
    "hearing": "official",
    "legal_case": "official",
    "legislation": "official",
    "paper-conference": "academic",
    "periodical": "academic",
    "post": "social",
    "regulation": "official",
    "review": "academic",
    "review-book": "academic",
    "thesis": "academic",
    "treaty": "official",
}
"""The class of a work whose entry names none, by its type; all else is `other`.

A report may be a ministry's or a think tank's, and a web page anybody's.
"""


def bibliography(formatted: Formatted, job: Job) -> Iterator[BibliographyItem]:
    """The works that are cited or kept, in the style's order.

    A style may print nothing for some of them: Chicago's lists no posts, though notes cite them.
    """
    for id, label, content in formatted.bibliography:
        key = job.keys[id]
        span = job.briefing.library.entries[key].key_span
        inlines = stripped(from_pandoc(content, span, job.travellers))
        if says_something(inlines):
            number = stripped(from_pandoc(label, span, job.travellers))
            yield _item(
                key,
                number,
                tidied(in_forms(inlines, "first"), job.language, is_american=job.is_american),
                job,
            )


def _item(
    key: str, label: tuple[Inline, ...], content: tuple[Inline, ...], job: Job
) -> BibliographyItem:
    entry, work = job.briefing.library.entries[key], job.work(key)
    remarks = in_brackets(work.remarks, work.warning, entry.key_span)
    is_annotated = job.briefing.manuscript.settings.annotations
    said = entry.get("annotation") if is_annotated else None
    is_latex = entry.item is None
    annotation = paragraphs(said, job.language, is_latex=is_latex) if said else ()
    return BibliographyItem(key, label, with_remarks(content, remarks), annotation)


def is_parted(briefing: Briefing) -> bool:
    """Whether the list may be parted, and a name that a dash stands for may be elsewhere."""
    settings = briefing.manuscript.settings
    if settings.grouping != "none":
        return True
    entries = briefing.library.entries.values()
    return settings.further_reading == "apart" and any(map(is_kept, entries))


# Groups


def grouped(
    items: tuple[BibliographyItem, ...], briefing: Briefing
) -> tuple[BibliographyGroup, ...]:
    """The works in the groups that the settings ask for; () if there are none."""
    settings = briefing.manuscript.settings
    by_chapter = [(chapter, _cited(chapter)) for chapter in briefing.chapters]
    cited = {key for _, keys in by_chapter for key in keys}
    is_apart = settings.further_reading == "apart" or settings.grouping == "chapter"
    listed = tuple(item for item in items if item.key in cited or not is_apart)
    groups: list[BibliographyGroup]
    match settings.grouping:
        case "none":
            groups = [BibliographyGroup("", "", (), listed)]
        case "class":
            groups = list(_by_class(listed, briefing))
        case "chapter":
            groups = [_of_chapter(chapter, keys, items, settings) for chapter, keys in by_chapter]
    further = tuple(item for item in items if item.key not in cited) if is_apart else ()
    groups.append(_headed(FURTHER_READING, further, settings))
    return tuple(group for group in groups if group.items)


def _cited(chapter: Chapter) -> set[str]:
    return {
        item.key for node in walk(chapter.blocks) if isinstance(node, Cited) for item in node.items
    }


def _by_class(items: Iterable[BibliographyItem], briefing: Briefing) -> Iterator[BibliographyGroup]:
    """A group for each heading: classes that share one stand together."""
    settings, entries = briefing.manuscript.settings, briefing.library.entries
    classes: dict[str, list[str]] = {}
    for name in settings.class_order:
        classes.setdefault(_heading(name, settings), []).append(name)
    class_of_item = {item.key: class_of(entries[item.key]) for item in items}
    for names in classes.values():
        members = tuple(item for item in items if class_of_item[item.key] in names)
        yield _headed(names[0], members, settings)


def class_of(entry: Entry) -> str:
    """The class of a source that its entry names, else that of its type."""
    written = entry.value("sourceclass").strip().lower()
    if written in SOURCE_CLASSES:
        return written
    return _CLASS_OF_KIND.get(entry.kind) or _CLASS_OF_TYPE.get(csl_type(entry), "other")


def _headed(
    name: str, items: tuple[BibliographyItem, ...], settings: Settings
) -> BibliographyGroup:
    at = settings.span(f"bibliography.headings.{name}")
    return BibliographyGroup(name, "", (Text(_heading(name, settings), at),), items)


def _heading(name: str, settings: Settings) -> str:
    written = settings.class_headings.get(name)
    return written or term(f"sources-{name.replace('_', '-')}", settings.language)


def _of_chapter(
    chapter: Chapter, keys: set[str], items: Iterable[BibliographyItem], settings: Settings
) -> BibliographyGroup:
    heading = next((node for node in chapter.blocks if isinstance(node, Heading)), None)
    number, words = (heading.number, heading.content) if heading else ("", ())
    members = tuple(item for item in items if item.key in keys)
    if not words:  # A chapter without a title is called by its number.
        name = f"{term('chapter', settings.language)} {chapter.id.removeprefix('chapter-')}"
        words = (Text(name, chapter.source.span(0, 0)),)
    return BibliographyGroup(chapter.id, number, words, members)
