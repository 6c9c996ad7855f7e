"""What a package says of its book: who, when, and what a reader can count on.

Claims of accessibility are counted from what is in the book, never made by habit: a claim that
the content does not bear out is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from briefing_build.document import Image, walk
from briefing_build.epub.documents import legal
from briefing_build.html import language_attributes
from briefing_build.pages import how_to_cite

if TYPE_CHECKING:
    from briefing_build.csl import Edition
    from briefing_build.epub.screen import Screen
    from briefing_build.manuscript import Manuscript
    from briefing_build.pdf import Layout


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted."""

    pictures: int
    described: int
    animated: int
    formulas: int
    has_pages: bool

    @classmethod
    def of(cls, edition: Edition, screen: Screen, layout: Layout | None) -> Facts:
        images = [
            node
            for chapter in edition.briefing.chapters
            for node in walk(chapter.blocks)
            if isinstance(node, Image) and "decorative" not in node.attributes.classes
        ]
        return cls(
            len(images),
            sum(1 for image in images if image.alt),
            sum(1 for picture in screen.shown() if picture.animated),
            screen.math_count,
            layout is not None,
        )


@dataclass(frozen=True, slots=True)
class Metadata:
    """Elements of Dublin Core and properties (EPUB 3.3, 5.5), each a name and its words."""

    identifier: str
    title: str
    subtitle: str
    language: str
    is_right_to_left: bool
    elements: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]


def describe(manuscript: Manuscript, facts: Facts) -> Metadata:
    """The metadata of a manuscript with these facts."""
    settings = manuscript.settings
    elements = [("creator", author) for author in settings.authors]
    if settings.organisation:
        elements += [] if settings.authors else [("creator", settings.organisation)]
        elements.append(("publisher", settings.organisation))
    if day := settings.published or settings.updated:
        elements.append(("date", day.isoformat()))
    return Metadata(
        identifier=_identifier(manuscript),
        title=_words(settings.title),
        subtitle=_words(settings.subtitle),
        language=settings.language,
        is_right_to_left="rtl" in language_attributes(settings.language),
        elements=tuple((name, words) for name, text in elements if (words := _words(text))),
        properties=(*_accessibility(facts), *_pagination(manuscript, facts)),
    )


def _words(text: str) -> str:
    return " ".join(legal(text).split())


def _identifier(manuscript: Manuscript) -> str:
    """The same for every edition of a briefing: who publishes it, its title, its language."""
    settings = manuscript.settings
    who = settings.organisation or ", ".join(settings.authors)
    return uuid5(NAMESPACE_URL, f"{who}\n{settings.title}\n{settings.language}").urn


def _accessibility(facts: Facts) -> list[tuple[str, str]]:
    modes = ["textual", *(["visual"] if facts.pictures else [])]
    all_described = facts.described == facts.pictures
    features = [
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ]
    if facts.pictures and all_described:
        features.append("alternativeText")
    if facts.formulas:
        features.append("MathML")
    if facts.has_pages:
        features += ["pageBreakMarkers", "pageNavigation"]
    sufficient = ["textual"] if all_described else []
    if facts.pictures:
        sufficient.append("textual,visual")
    return [
        *(("schema:accessMode", mode) for mode in modes),
        *(("schema:accessModeSufficient", mode) for mode in sufficient),
        *(("schema:accessibilityFeature", feature) for feature in features),
        ("schema:accessibilityHazard", "unknown" if facts.animated else "none"),
        ("schema:accessibilitySummary", _summary(facts, all_described=all_described)),
    ]


def _pagination(manuscript: Manuscript, facts: Facts) -> list[tuple[str, str]]:
    """Which PDF the pages are those of (EPUB Accessibility 1.1, `pageBreakSource`)."""
    if not facts.has_pages:
        return []
    settings = manuscript.settings
    return [("pageBreakSource", _words(f"{settings.name}.pdf: {how_to_cite(settings)}"))]


def _summary(facts: Facts, *, all_described: bool) -> str:
    sentences = ["Text in reading order, with headings, a table of contents and linked notes."]
    if facts.pictures:
        sentences.append(
            "All pictures have descriptions."
            if all_described
            else f"{facts.described} of {facts.pictures} pictures have descriptions."
        )
    if facts.formulas:
        sentences.append("Formulas are in MathML.")
    if facts.has_pages:
        sentences.append("Pages are those of the PDF.")
    return " ".join(sentences)
