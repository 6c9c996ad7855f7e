"""Inline nodes to XHTML, and what is handed down while a tree is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Protocol, assert_never

from markupsafe import Markup, escape

from briefing_build.document import (
    Citation,
    Cited,
    Code,
    CrossReference,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    Note,
    NoteMark,
    NoteReference,
    Phrase,
    Reference,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
    children,
    plain_text,
)
from briefing_build.html.copies import without_sources
from briefing_build.html.forms import attributes_of, width_attribute, with_addresses

if TYPE_CHECKING:
    from briefing_build.csl import Edition, Words
    from briefing_build.document import Attributes, Block, Chapter, Node
    from briefing_build.source import Span


class Medium(Protocol):
    """What paper, EPUB and web show each in their own way."""

    @property
    def inline_notes(self) -> bool:
        """Whether a note's body stands inside its paragraph, and so may have no blocks."""

    def words(self, words: Words) -> tuple[Inline, ...]:
        """Those of a citation that are shown: on paper a note may look back at the one above it."""

    def note(self, note: Note, body: Markup) -> Markup:
        """What stands at a note's mark; a screen shows the mark and keeps the body for later."""

    def mark(self, mark: NoteMark) -> Markup:
        """One more mark of a note, which leads to the same place as its first."""

    def picture(self, image: Image, chapter: Chapter | None) -> str:
        """An address for `src`, or "" if the picture cannot be shown."""

    def math(self, tex: str, *, block: bool, span: Span) -> Markup:
        """A formula."""

    def href(self, target: str) -> str:
        """Where a link leads: `target` is an address, or `#id` of a place in the briefing.

        The id is the author's; what stands in the output is `xml_id` of it.
        """


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a node is being written."""

    edition: Edition
    medium: Medium
    chapter: Chapter | None
    language: str
    note_body: Callable[[tuple[Block, ...], Setting], Markup]
    """Writes the blocks of a note; handed down because inline nodes know of no blocks."""
    in_note: bool = False
    """Inside a note's body whose medium wants inline content only."""
    in_link: bool = False
    """Links do not nest: inside one, other links are words, and marks wait until it ends."""
    is_copy: bool = False
    """Shown a second time (contents, lists of figures): no ids, no links, no sources."""


def inlines(nodes: tuple[Inline, ...], setting: Setting) -> Markup:
    """Inline nodes in a row; a mark follows its word closely, and a comma parts it from another."""
    if setting.is_copy:
        nodes = without_sources(nodes, setting.edition)
    written: list[Markup] = []
    for node, following in zip_longest(nodes, nodes[1:]):
        marked = following is not None and _begins_with_mark(following)
        if marked and isinstance(node, Text):
            node = replace(node, text=node.text.rstrip())  # noqa: PLW2901 - the same without its end
        written.append(inline(node, setting))
        if marked and _ends_in_mark(node):
            written.append(_between_marks(setting))
    return Markup().join(written)


def inline(node: Inline, setting: Setting) -> Markup:  # noqa: C901 - a case a kind, as it should be
    """One inline node."""
    match node:
        case Text(text):
            return _text(text, setting)
        case Emphasis(content):
            return Markup("<em>{}</em>").format(inlines(content, setting))
        case Strong(content):
            return Markup("<strong>{}</strong>").format(inlines(content, setting))
        case Superscript(content):
            return Markup("<sup>{}</sup>").format(inlines(content, setting))
        case Subscript(content):
            return Markup("<sub>{}</sub>").format(inlines(content, setting))
        case Strikeout(content):
            return Markup("<s>{}</s>").format(inlines(content, setting))
        case Phrase(content, attributes):
            return _phrase(content, attributes, setting)
        case Code(text):
            return Markup("<code>{}</code>").format(with_addresses(text))
        case Math(tex, span):
            return setting.medium.math(tex, block=False, span=span)
        case Link():
            return _link(node, setting)
        case Image():
            return picture(node, node.attributes, setting)
        case LineBreak():
            return Markup(" ") if setting.is_copy else Markup("<br/>")
        case Note():
            return _note(node, setting)
        case NoteMark():
            return Markup() if setting.in_link else setting.medium.mark(node)
        case Cited(id, form=form, in_note=in_note):
            words = inlines(setting.medium.words(setting.edition.words[id]), setting)
            if in_note or form == "author":
                return words
            return Markup('<span id="{}">{}</span>').format(id, words)
        case Reference(target, text):
            return _anchor(f"#{target}", escape(text.replace(" ", "\u00a0")), setting)
        case Citation() | NoteReference() | CrossReference():
            raise AssertionError(f"{type(node).__name__} reached a writer")
        case _:
            assert_never(node)


def title_text(content: Iterable[Inline], edition: Edition) -> str:
    """A heading's words without markup, notes and citations; the name of a cited author stays."""
    return " ".join(plain_text(without_sources(content, edition)).split())


# Notes and their marks


def _note(note: Note, setting: Setting) -> Markup:
    if setting.in_link:
        return Markup()
    inside = replace(setting, in_note=setting.medium.inline_notes)
    return setting.medium.note(note, setting.note_body(note.body, inside))


def _between_marks(setting: Setting) -> Markup:
    return Markup() if setting.in_link else Markup('<sup class="between-marks">,</sup>')


def _ends_in_mark(node: Inline) -> bool:
    """Whether what a node prints last is raised: a note's mark, a raised figure."""
    if isinstance(node, Superscript):
        return plain_text(node.content)[-1:].isdigit()
    return _is_mark_at(node, -1)


def _begins_with_mark(node: Inline) -> bool:
    return _is_mark_at(node, 0)


def _is_mark_at(node: Node, end: int) -> bool:
    while not isinstance(node, Note | NoteMark):
        inside = tuple(children(node))
        if not inside:
            return False
        node = inside[end]
    return True


# Words, links, pictures


def _text(text: str, setting: Setting) -> Markup:
    return with_addresses(text.replace("\n", " ") if setting.in_note else text)


def _phrase(content: tuple[Inline, ...], attributes: Attributes, setting: Setting) -> Markup:
    words = inlines(content, setting)
    shown = attributes_of(attributes, is_copy=setting.is_copy)
    return Markup("<span{}>{}</span>").format(shown, words) if shown else words


def _link(link: Link, setting: Setting) -> Markup:
    words = inlines(link.content, replace(setting, in_link=True))
    shown = _anchor(link.url, words, setting, title=link.title)
    # A mark stands behind the link that it was written in.
    return shown if setting.in_link else shown + inlines(tuple(_marks(link.content)), setting)


def _anchor(url: str, words: Markup, setting: Setting, title: str = "") -> Markup:
    if setting.in_link or setting.is_copy:
        return words
    named = Markup(' title="{}"').format(title) if title else Markup()
    return Markup('<a href="{}"{}>{}</a>').format(setting.medium.href(url), named, words)


def _marks(content: Iterable[Node]) -> Iterator[Note | NoteMark]:
    """The marks of some nodes, without those in notes."""
    for node in content:
        if isinstance(node, Note | NoteMark):
            yield node
        else:
            yield from _marks(children(node))


def picture(image: Image, attributes: Attributes, setting: Setting) -> Markup:
    """A picture with these attributes, which may be others than its own."""
    decorative = "decorative" in image.attributes.classes
    alt = "" if decorative else image.alt or ""
    if setting.is_copy:  # A list of headings or captions has words for it.
        return escape(alt)
    source = setting.medium.picture(image, setting.chapter)
    if not source:
        return Markup('<span class="missing-picture">{}</span>').format(alt)
    shown = attributes_of(attributes, is_copy=setting.is_copy) + width_attribute(
        image.attributes.get("width")
    )
    if decorative:
        shown += Markup(' role="presentation"')
    return Markup('<img src="{}" alt="{}"{}/>').format(source, alt, shown)
