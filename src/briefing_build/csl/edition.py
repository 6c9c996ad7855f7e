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
    """What is printed for a citation: as the style has it here, and in its short form."""

    full: tuple[Inline, ...]
    short: tuple[Inline, ...]


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
