"""What the stage gives: a briefing and the words of its citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing_build.document import Inline

if TYPE_CHECKING:
    from briefing_build.resolve import Briefing


@dataclass(frozen=True, slots=True)
class Words:
    """What is printed for a citation.

    On `paper` it may look back at the note above it, "Ibid.", where the style asks for that. A
    `screen` shows notes one at a time, and there a work that was cited has its short title.
    """

    paper: tuple[Inline, ...]
    screen: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class BibliographyItem:
    """A work in the bibliography; `label` is the "[1]" of numeric styles, else empty.

    `annotation` has paragraphs of what the entry says of the work, if that is to be printed.
    """

    key: str
    label: tuple[Inline, ...]
    content: tuple[Inline, ...]
    annotation: tuple[tuple[Inline, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class BibliographyGroup:
    """Works under a heading of their own; there is at least one.

    `name` is a class of source, the id of the chapter that cites them, `further_reading`, or ""
    for those that stand directly below the title and have no heading.
    """

    name: str
    number: str
    heading: tuple[Inline, ...]
    items: tuple[BibliographyItem, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A briefing with the words of its citations, by the id of each `Cited`.

    `bibliography` has each work once, in the style's order; `groups` are how it is printed.
    """

    briefing: Briefing
    words: Mapping[str, Words]
    bibliography: tuple[BibliographyItem, ...]
    groups: tuple[BibliographyGroup, ...]
