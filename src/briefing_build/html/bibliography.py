"""The bibliography: each entry with its words and the way back to where it is cited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from briefing_build.document import Chapter, Cited, Heading, Note, walk
from briefing_build.html.blocks import write
from briefing_build.html.forms import reference_id

if TYPE_CHECKING:
    from briefing_build.csl import Edition
    from briefing_build.html.inlines import Setting


def entries_of(setting: Setting) -> tuple[dict[str, Any], ...]:
    """What a template needs of each entry: `id`, `label`, `content`, and `mentions`.

    A mention is a `label` and the address that it leads to. In note styles the label is the
    note's number, behind its chapter's where numbers begin anew in each; else they are counted.
    """
    mentions = _mentions(setting.edition)
    return tuple(
        {
            "id": reference_id(item.key),
            "label": write(item.label, setting) if item.label else "",
            "content": write(item.content, setting),
            "mentions": tuple(
                {"label": label or f"{position}", "href": setting.medium.href(f"#{target}")}
                for position, (target, label) in enumerate(mentions.get(item.key, {}).items(), 1)
            ),
        }
        for item in setting.edition.bibliography
    )


def mark_id(note: Note) -> str:
    """The id of a note's mark."""
    return "mark-" + note.id.removeprefix("note-")


def _mentions(edition: Edition) -> dict[str, dict[str, str]]:
    """By key, where a work is cited: the ids of marks and of words, and the numbers of notes."""
    by_chapter = edition.briefing.manuscript.settings.numbering == "chapter"
    mentions: dict[str, dict[str, str]] = {}
    for chapter in edition.briefing.chapters:
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
