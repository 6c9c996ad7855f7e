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
    """A work in the bibliography; `label` is the "[1]" of numeric styles, else empty."""

    key: str
    label: tuple[Inline, ...]
    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A briefing with the words of its citations, by the id of each `Cited`."""

    briefing: Briefing
    words: Mapping[str, Words]
    bibliography: tuple[BibliographyItem, ...]
