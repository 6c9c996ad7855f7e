"""Pieces to inline nodes with spans, their words typeset."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from briefing_build.document import (
    NOTHING,
    Citation,
    CitationItem,
    Code,
    CrossReference,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Link,
    Math,
    NoteReference,
    NoteText,
    Paragraph,
    Phrase,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain_text,
)
from briefing_build.markdown.citations import is_target
from briefing_build.markdown.pieces import (
    Cites,
    Item,
    Key,
    Leaf,
    Mark,
    Opening,
    Piece,
    Target,
    Tree,
    Words,
)
from briefing_build.punctuation import Stretch, typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing_build.document import Attributes
    from briefing_build.markdown.positions import Region
    from briefing_build.source import Span

_Simple = Emphasis | Strong | Superscript | Subscript | Strikeout
_SIMPLE: dict[str, Callable[[tuple[Inline, ...], Span], _Simple]] = {
    "emphasis": Emphasis,
    "strong": Strong,
    "superscript": Superscript,
    "subscript": Subscript,
    "strikeout": Strikeout,
}
_ESCAPES = re.compile(
    r"\\(?P<escaped>[^\w\n]|_)|(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|[ \t]+(?=\n)"
)
_NEEDS_COOKING = re.compile(r"[\\&]|[ \t]\n")


class Nodes:
    """Makes the nodes of one paragraph."""

    def __init__(
        self, content: Region, pieces: list[Piece], language: str, numbers: Iterator[int]
    ) -> None:
        self.content = content
        self.text = content.text
        words: list[tuple[int, int]] = []
        stretches: list[Stretch] = []
        _gather(pieces, words, stretches)
        self.changes = typeset(self.text, words, language, stretches)
        self.places = [change.start for change in self.changes]
        self.numbers = numbers
        self.notes: list[NoteText] = []

    def make(self, pieces: Sequence[Piece]) -> tuple[Inline, ...]:
        if not pieces:
            return ()
        nodes: list[Inline] = []
        start = end = 0
        for piece in pieces:
            if isinstance(piece, Words | Mark | Opening):
                if piece.start != end:
                    self._add_text(nodes, start, end)
                    start = piece.start
                end = piece.end
                continue
            self._add_text(nodes, start, end)
            start = end = piece.end
            self._add(nodes, piece)
        self._add_text(nodes, start, end)
        return tuple(nodes)

    def _span(self, piece: Piece) -> Span:
        return self.content.span(piece.start, piece.end)

    def _add_text(self, nodes: list[Inline], start: int, end: int) -> None:
        if start < end:
            nodes.append(Text(self._cooked(start, end), self.content.span(start, end)))

    def _cooked(self, start: int, end: int) -> str:
        """The words of a range as they are to be printed."""
        index = bisect_left(self.places, start) if self.places else 0
        if index == len(self.places) or self.places[index] >= end:
            return _unescaped(self.text[start:end])
        parts: list[str] = []
        while index < len(self.changes) and (change := self.changes[index]).start < end:
            parts += (_unescaped(self.text[start : change.start]), change.text)
            start = change.end
            index += 1
        parts.append(_unescaped(self.text[start:end]))
        return "".join(parts)

    def _add(self, nodes: list[Inline], piece: Key | Tree | Target | Cites | Leaf) -> None:
        match piece:
            case Key():
                nodes.append(self._key(piece))
            case Cites():
                items = tuple(map(self._item, piece.items))
                nodes.append(Citation(items, "bracketed", self._span(piece)))
            case Target(kind="link"):
                nodes.append(self._link(piece))
            case Target():
                nodes.append(self._image(piece))
            case Leaf():
                nodes.append(self._leaf(piece))
            case Tree(kind="words"):
                nodes.extend(self.make(piece.inside))
            case Tree(kind="note"):
                nodes.append(self._note(piece))
            case Tree(kind="phrase"):
                attributes = piece.attributes or NOTHING
                nodes.append(Phrase(self.make(piece.inside), attributes, self._span(piece)))
            case Tree():
                make = _SIMPLE[piece.kind]
                nodes.append(make(self.make(piece.inside), self._span(piece)))

    def _key(self, key: Key) -> Citation | CrossReference:
        if is_target(key.key):
            return CrossReference(key.key, self._span(key))
        items = tuple(map(self._item, key.items or [Item(key, [])]))
        # `-@key` alone leaves nothing of the author to be part of a sentence.
        if key.suppress_author:
            return Citation(items, "bracketed", self._span(key))
        return Citation(items, "narrative", self._span(key))

    def _item(self, item: Item) -> CitationItem:
        key = item.key
        return CitationItem(
            key.key,
            self.content.span(key.key_start, key.key_end),
            self.make(item.prefix),
            item.label,
            item.locator,
            self.make(item.suffix),
            key.suppress_author,
        )

    def _leaf(self, leaf: Leaf) -> Inline:
        span = self._span(leaf)
        match leaf.kind:
            case "code":
                return Code(leaf.text, span)
            case "break":
                return LineBreak(span)
            case "note":
                return NoteReference(leaf.text, span)
            case "plain":
                return Text(leaf.text, span)
            case _:
                return Math(leaf.text, span)

    def _note(self, tree: Tree) -> NoteReference:
        """An inline note, under a label that no author can write."""
        span = self._span(tree)
        inside = self.make(tree.inside)
        paragraph = Paragraph(inside, self.content.span(tree.start + 2, tree.end - 1))
        label = f"^{next(self.numbers)}"
        self.notes.append(NoteText(label, (paragraph,), span, span))
        return NoteReference(label, span)

    def _link(self, target: Target) -> Link | Phrase:
        place = self.content.source.span(*target.address)
        span = self._span(target)
        link = Link(self.make(target.inside), target.url, target.title, span, place)
        attributes = target.attributes
        if attributes is None or not (attributes.classes or attributes.id or attributes.pairs):
            return link
        return Phrase((link,), attributes, span)

    def _image(self, target: Target) -> Image:
        place = self.content.source.span(*target.address)
        attributes = target.attributes or NOTHING
        alt = _value(attributes, "alt")
        if alt is None:
            alt = self._description(target.inside) or None
        return Image(target.url, alt, target.title, attributes, self._span(target), place)

    def _description(self, pieces: Sequence[Piece]) -> str:
        """The words in a picture's brackets; a note has no place among them."""
        count = len(self.notes)
        words = plain_text(self.make(pieces)).strip()
        del self.notes[count:]
        return words


def _value(attributes: Attributes, name: str) -> str | None:
    return next((value for key, value in attributes.pairs if key == name), None)


def _unescaped(text: str) -> str:
    if _NEEDS_COOKING.search(text) is None:
        return text
    return _ESCAPES.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    if (escaped := match["escaped"]) is not None:
        return "\u00a0" if escaped == " " else escaped
    entity = match["entity"]
    return html.unescape(entity) if entity is not None else ""


def _gather(
    pieces: Sequence[Piece], words: list[tuple[int, int]], stretches: list[Stretch]
) -> None:
    """The ranges of words in the order of the text, and the parts in other languages."""
    for piece in pieces:
        match piece:
            case Words() | Mark() | Opening():
                words.append((piece.start, piece.end))
            case Cites() | Key():
                for item in piece.items:
                    _gather(item.prefix, words, stretches)
                    _gather(item.suffix, words, stretches)
            case Tree() | Target():
                if piece.attributes is not None and (lang := piece.attributes.get("lang")):
                    stretches.append(Stretch(piece.start, piece.end, lang))
                _gather(piece.inside, words, stretches)
            case Leaf():
                pass
