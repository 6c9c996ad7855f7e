"""A finished layout to the tags of its document: boxes are read, in the order of the text.

The engine has tags of its own: one for each box, on each page anew, with notes at the end and no
names for them. These are ours: an element has one tag however many boxes and pages it takes, and
a note stands behind its mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from briefing_build.pdf.kinds import kind_of
from briefing_build.pdf.structure import Annotation, Attribute, Piece, Structure, Tag, settled

_POINTS = 0.75  # a CSS pixel


def read_structure(document: Any, pieces: Sequence[Mapping[Any, int]]) -> Structure:
    """The tags over what is marked on each page; `pieces` are the numbers of boxes there.

    The document has been drawn, since it is then that links get their areas.
    """
    reader = _Reader(document.metadata.lang or "")
    for page, marked in zip(document.pages, pieces, strict=True):
        reader.read(page, marked)
    return Structure(settled(reader.root), frozenset(reader.idle))


@dataclass(slots=True)
class _Reader:
    """Reads page after page; a box of an element that was met before goes on with its tag."""

    language: str
    root: Tag = field(default_factory=lambda: Tag("Document"))
    _tags: dict[tuple[Any, str], Tag] = field(default_factory=dict)
    _parents: dict[Tag, Tag] = field(default_factory=dict)
    _languages: dict[Tag, str] = field(default_factory=dict)
    idle: set[Annotation] = field(default_factory=set)
    _page: int = -1
    _height: float = 0
    _pieces: Mapping[Any, int] = field(default_factory=dict)
    _ranks: dict[int, int] = field(default_factory=dict)

    def read(self, page: Any, pieces: Mapping[Any, int]) -> None:
        self._page += 1
        self._height = page.height
        self._pieces = pieces
        links = [link[3].link_annotation for link in page.links]
        areas = [area for area in links if area is not None]
        self._ranks = {id(area): rank for rank, area in enumerate(areas)}
        for child in page._page_box.children:  # noqa: SLF001 - as in `audit`
            if isinstance(child, boxes.FootnoteAreaBox):
                self._read_notes(child)
            elif not isinstance(child, boxes.MarginBox):
                self._read(child, self.root, None)
        self.idle.update(Annotation(self._page, rank) for rank in self._ranks.values())

    def _read_notes(self, area: Any) -> None:
        """Reads notes; they have tags already, made where their marks are."""
        for child in area.children:
            if child.element is None:
                self._read_notes(child)
            else:
                self._read(child, self.root, None)

    def _read(self, box: Any, tag: Tag, area: Any) -> None:
        """Reads a box whose content belongs to `tag` unless it has one of its own.

        `area` is the link's area that the box lies in, if there is one.
        """
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - what stands in its place
        tag = self._tag(box, tag) if box.footnote is None else self._call(box, tag)
        if box in self._pieces:
            tag.kids.append(Piece(self._page, self._pieces[box]))
        area = self._link(box.link_annotation, tag, area)
        for child in box.children:
            self._read(child, tag, area)

    def _call(self, box: Any, tag: Tag) -> Tag:
        """The place of a note; what an engine's own mark prints there refers to it."""
        reference = Tag("Reference")
        tag.kids.append(reference)
        self._tag(box.footnote, tag)
        return reference

    def _link(self, annotation: Any, tag: Tag, area: Any) -> Any:
        """The area that is in force inside; one within another of the same link is idle."""
        if annotation is None or (area is not None and _is_within(annotation, area)):
            return area
        while tag.kind != "Link" and tag in self._parents:
            tag = self._parents[tag]
        if tag.kind == "Link" and id(annotation) in self._ranks:
            tag.kids.append(Annotation(self._page, self._ranks.pop(id(annotation))))
        return annotation

    # Tags

    def _tag(self, box: Any, parent: Tag) -> Tag:
        if box.element is None:
            return parent
        pseudo = box.element_tag.partition("::")[2]
        key = (box.element, pseudo if pseudo == "marker" else "")
        if key not in self._tags:
            self._tags[key] = self._marker(parent) if key[1] else self._made(box, parent)
        return self._tags[key]

    def _marker(self, body: Tag) -> Tag:
        return self._label(body) if body.kind == "LBody" else body

    def _made(self, box: Any, parent: Tag) -> Tag:
        element = box.element
        above = self._languages.get(parent, self.language)
        language = element.get("lang", above)
        kind = kind_of(element, parent.kind)
        if not kind and language != above:
            kind = ("Div",) if isinstance(box, boxes.BlockLevelBox) else ("Span",)
        if not kind:
            return parent
        tag = self._label(parent) if kind[0] == "Lbl" else self._below(parent, kind[0])
        tag.language = language if language != above else ""
        self._languages[tag] = language
        for name in kind[1:]:
            tag = self._below(tag, name)
            self._languages[tag] = language
        tag.id = element.get("id", "")
        self._describe(tag, box)
        return tag

    def _below(self, parent: Tag, kind: str) -> Tag:
        tag = Tag(kind)
        self._parents[tag] = parent
        parent.kids.append(tag)
        return tag

    def _label(self, parent: Tag) -> Tag:
        """A label: that of a list's item stands before the item's body."""
        if parent.kind != "LBody":
            return self._below(parent, "Lbl")
        item = self._parents[parent]
        label = self._below(item, "Lbl")
        item.kids[-2:] = [label, parent]
        return label

    def _describe(self, tag: Tag, box: Any) -> None:
        element = box.element
        match tag.kind:
            case "Figure" | "Formula":
                tag.alt = element.get("alt") or None
                tag.attribute = Attribute("Layout", "BBox", self._outline(box))
            case "TH":
                scope = "Row" if element.get("scope") == "row" else "Column"
                tag.attribute = Attribute("Table", "Scope", scope)
            case "L" if element.tag in {"ul", "ol"}:
                style = box.style["list_style_type"]  # a name, or a string and its letters
                numbering = _NUMBERING.get(style, "None") if isinstance(style, str) else "Disc"
                tag.attribute = Attribute("List", "ListNumbering", numbering)
            case "Link":
                tag.description = element.get("aria-label") or element.get("title") or ""
                if not tag.description and element.get("href", "").startswith("#"):
                    tag.description = " ".join("".join(element.itertext()).split())

    def _outline(self, box: Any) -> tuple[float, ...]:
        left, top = box.content_box_x(), self._height - box.content_box_y()
        corners = (left, top - box.height, left + box.width, top)
        return tuple(round(number * _POINTS, 3) for number in corners)


_NUMBERING = {
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}


def _is_within(annotation: Any, area: Any) -> bool:
    """Whether one rectangle, as left, top, right, bottom in points, lies in another."""
    (left, top, right, bottom), outer = annotation["Rect"], area["Rect"]
    return bool(
        left >= outer[0] - 1
        and right <= outer[2] + 1
        and max(top, bottom) <= max(outer[1], outer[3]) + 1
        and min(top, bottom) >= min(outer[1], outer[3]) - 1
    )
