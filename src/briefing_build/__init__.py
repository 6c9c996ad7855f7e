"""Markdown chapters and a bibliography to a footnoted PDF, an EPUB, and a checked bibliography.

    read      files on disk            -> Manuscript
    check     manuscript               -> Briefing      keys bound, everything numbered
    check_links  briefing              -> (diagnostics) the one stage that uses a network, if asked
    cite      briefing                 -> Edition       the words of notes and bibliography
    to_pdf    edition                  -> bytes
    to_epub   edition                  -> bytes

Every stage is a function of its input and one collector of diagnostics; it returns its output and
touches nothing else. `check` starts no other program and imports neither the layout engine nor
the templates, so each writer is imported where it is used.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING

from briefing_build.checks import CHECKS
from briefing_build.diagnostics import BriefingError, Diagnostic, Diagnostics, Label
from briefing_build.library import parse_library
from briefing_build.manuscript import Manuscript, read
from briefing_build.markdown import parse_chapter
from briefing_build.report import Weights, is_clean, to_json, to_text
from briefing_build.resolve import Briefing, resolve

if TYPE_CHECKING:
    from briefing_build.csl import Edition
    from briefing_build.links import Web
    from briefing_build.pdf import Layout

__all__ = [
    "Briefing",
    "BriefingError",
    "Diagnostic",
    "Diagnostics",
    "Label",
    "Manuscript",
    "Weights",
    "check",
    "check_links",
    "cite",
    "is_clean",
    "lay_out",
    "read",
    "to_epub",
    "to_json",
    "to_pdf",
    "to_text",
]


def check(manuscript: Manuscript, found: Diagnostics) -> Briefing:
    """The whole briefing, as good as it can be made, and what is wrong."""
    language = manuscript.settings.language
    chapters = [parse_chapter(source, language, found) for source in manuscript.chapters]
    library = parse_library(manuscript.bibliography, found)
    briefing = resolve(manuscript, chapters, library, found)
    for rule_check in CHECKS:
        rule_check(briefing, found)
    return briefing


def check_links(
    briefing: Briefing,
    found: Diagnostics,
    cache: MutableMapping[str, bytes] | None = None,
    web: Web | None = None,
) -> None:
    """Looks at the pages that the briefing links to; `cache` keeps what was seen for some days."""
    from briefing_build import links

    links.check_links(briefing, found, cache, web)


def cite(
    briefing: Briefing, found: Diagnostics, cache: MutableMapping[str, bytes] | None = None
) -> Edition:
    """The briefing with the words that its citation style gives to notes and bibliography."""
    from briefing_build import csl

    return csl.cite(briefing, found, cache)


def lay_out(edition: Edition, found: Diagnostics) -> Layout | None:
    """The edition on pages, or None when a note would be lost; `found` says which, and where."""
    from briefing_build import pdf

    return pdf.lay_out(edition, found)


def to_pdf(edition: Edition, found: Diagnostics) -> bytes | None:
    """The edition as a PDF, or None as `lay_out` says."""
    layout = lay_out(edition, found)
    return layout.pdf if layout else None


def to_epub(edition: Edition, found: Diagnostics, layout: Layout | None = None) -> bytes:
    """The edition as an EPUB 3; with a `layout`, one that knows the pages of its PDF."""
    from briefing_build import epub

    return epub.to_epub(edition, found, layout)
