"""Tree to XHTML: what goes in is resolved and cited, what comes out is well-formed XHTML.

Blocks and inline nodes are written by code, one small function a kind; pages, front matter and
the bibliography are templates around them (`pages`). Paper, EPUB and web differ in what `Medium`
names and in nothing else. Everything is escaped by MarkupSafe; what an author may bring is a
class, an id, a language and a width, each checked for its form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from briefing_build.html.bibliography import (
    bibliography_of,
    bibliography_title,
    group_id,
    mark_id,
)
from briefing_build.html.blocks import note_body, write
from briefing_build.html.copies import first_sentence
from briefing_build.html.forms import language_attributes, reference_id, xml_id
from briefing_build.html.inlines import Medium, Setting, inlines, title_text
from briefing_build.html.tables import with_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from briefing_build.csl import Edition
    from briefing_build.document import Block, Chapter, Inline

__all__ = [
    "Medium",
    "bibliography",
    "bibliography_title",
    "first_sentence",
    "group_id",
    "language_attributes",
    "mark_id",
    "reference_id",
    "title_text",
    "to_copy",
    "to_xhtml",
    "with_id",
    "xml_id",
]


def to_xhtml(
    nodes: Iterable[Block | Inline], edition: Edition, medium: Medium, chapter: Chapter | None
) -> Markup:
    """Nodes of `chapter` as XHTML; `chapter` is None for what stands in none (bibliography)."""
    return write(tuple(nodes), _setting(edition, medium, chapter))


def to_copy(content: Iterable[Inline], edition: Edition, medium: Medium) -> Markup:
    """The words of a heading or caption shown a second time: without sources, links and ids."""
    return inlines(tuple(content), _setting(edition, medium, None, is_copy=True))


def bibliography(edition: Edition, medium: Medium) -> dict[str, Any] | None:
    """The works in their groups as a template shows them; None if there are none."""
    return bibliography_of(
        _setting(edition, medium, None), _setting(edition, medium, None, is_copy=True)
    )


def _setting(
    edition: Edition, medium: Medium, chapter: Chapter | None, *, is_copy: bool = False
) -> Setting:
    language = edition.briefing.manuscript.settings.language
    return Setting(edition, medium, chapter, language, note_body, is_copy=is_copy)
