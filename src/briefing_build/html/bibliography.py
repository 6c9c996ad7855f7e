"""The bibliography: groups of works, each with its words and the way back to where it is cited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from briefing_build.document import Chapter, Cited, Heading, Note, walk
from briefing_build.html.blocks import write
from briefing_build.html.forms import reference_id
from briefing_build.html.inlines import inlines, title_text
from briefing_build.terms import term

if TYPE_CHECKING:
    from briefing_build.csl import BibliographyItem, Edition
    from briefing_build.html.inlines import Setting
    from briefing_build.settings import Settings

_Mentions = Mapping[str, Mapping[str, str]]


def bibliography_title(settings: Settings) -> str:
    """What the bibliography is called."""
    return settings.bibliography_title or term("bibliography", settings.language)


def group_id(position: int) -> str:
    """The id of a group by its position, counted from 1."""
    return f"bibliography-{position}"


def bibliography_of(setting: Setting, copied: Setting) -> dict[str, Any] | None:
    """What a template needs: `title`, `is_labelled`, `groups`; None if there are no works.

    A group has `id`, `name`, `number`, `heading`, the same in plain words as `title`, `entries`,
    and whether it is that of a chapter. `copied` is the setting for headings, which are copies.
    """
    edition = setting.edition
    if not edition.groups:
        return None
    chapters = {chapter.id: chapter for chapter in edition.briefing.chapters}
    everywhere = _mentions(edition, edition.briefing.chapters)
    groups: list[dict[str, Any]] = []
    written: set[str] = set()
    for position, group in enumerate(edition.groups, 1):
        chapter = chapters.get(group.name)
        mentions = _mentions(edition, (chapter,)) if chapter else everywhere
        groups.append(
            {
                "id": group_id(position),
                "name": group.name.replace("_", "-"),
                "is_chapter": chapter is not None,
                "number": group.number,
                "heading": inlines(group.heading, copied),
                "title": title_text(group.heading, edition),
                "entries": tuple(_entry(item, mentions, written, setting) for item in group.items),
            }
        )
    return {
        "title": bibliography_title(edition.briefing.manuscript.settings),
        "is_labelled": any(item.label for group in edition.groups for item in group.items),
        "groups": tuple(groups),
    }


def _entry(
    item: BibliographyItem, mentions: _Mentions, written: set[str], setting: Setting
) -> dict[str, Any]:
    """What a template needs of a work: `id`, `label`, `content`, `annotation`, and `mentions`.

    A mention is a `label` and the address that it leads to. In note styles the label is the
    note's number, behind its chapter's where numbers begin anew in each; else they are counted.
    A work that is `written` already has no id here.
    """
    id = "" if item.key in written else reference_id(item.key)
    written.add(item.key)
    return {
        "id": id,
        "label": write(item.label, setting) if item.label else "",
        "content": write(item.content, setting),
        "annotation": tuple(write(paragraph, setting) for paragraph in item.annotation),
        "mentions": tuple(
            {"label": label or f"{position}", "href": setting.medium.href(f"#{target}")}
            for position, (target, label) in enumerate(mentions.get(item.key, {}).items(), 1)
        ),
    }


def mark_id(note: Note) -> str:
    """The id of a note's mark."""
    return "mark-" + note.id.removeprefix("note-")


def _mentions(edition: Edition, chapters: Iterable[Chapter]) -> _Mentions:
    """By key, where some chapters cite a work: the ids of marks and words, and notes' numbers."""
    by_chapter = edition.briefing.manuscript.settings.numbering == "chapter"
    mentions: dict[str, dict[str, str]] = {}
    for chapter in chapters:
        number = next((node.number for node in chapter.blocks if isinstance(node, Heading)), "")
        before = f"{number}." if by_chapter and number else ""
        for cited, note in _cited(chapter):
            target = mark_id(note) if note else cited.id
            for item in cited.items:
                label = f"{before}{note.number}" if note else ""
                mentions.setdefault(item.key, {}).setdefault(target, label)
    return mentions


def _cited(chapter: Chapter) -> Iterator[tuple[Cited, Note | None]]:
    """Each citation of a chapter with the note that it stands in, if any."""
    for node in walk(chapter.blocks):
        if isinstance(node, Note):
            yield from ((inner, node) for inner in walk(node.body) if isinstance(inner, Cited))
        elif isinstance(node, Cited) and not node.in_note and node.form != "author":
            yield node, None
