"""The outline that the headings make, which readers and screen readers go by."""

from __future__ import annotations

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.document import Cited, Heading, walk
from briefing_build.resolve import Briefing


def check_headings(briefing: Briefing, found: Diagnostics) -> None:
    """Reports headings that skip a level, and citations in headings."""
    above: Heading | None = None
    for chapter in briefing.chapters:
        for block in chapter.blocks:  # A box and a quotation have headings of their own.
            if isinstance(block, Heading):
                _check_level(block, above, found)
                _check_citations(block, found)
                above = block


def _check_level(heading: Heading, above: Heading | None, found: Diagnostics) -> None:
    level = above.level if above else 1  # The briefing's title stands above the first.
    if heading.level <= level + 1:
        return
    found.report(
        rules.SKIPPED_HEADING_LEVEL,
        f"a heading of level {heading.level} below one of level {level}"
        if above
        else f"the first heading is of level {heading.level}",
        at=Label(heading.span.part(0, heading.level)),
        related=(Label(above.span, "the heading above"),) if above else (),
        help=f"write `{'#' * (level + 1)}`",
        fix=_raised(heading, level + 1),
    )


def _raised(heading: Heading, level: int) -> Fix | None:
    signs = heading.span.part(0, heading.level)
    if signs.text != "#" * heading.level:
        return None
    return Fix(f"write `{'#' * level}`", (Edit(signs, "#" * level),))


def _check_citations(heading: Heading, found: Diagnostics) -> None:
    for node in walk(heading.content):
        if isinstance(node, Cited):
            found.report(
                rules.CITATION_IN_HEADING,
                "a citation stands in a heading",
                at=Label(node.span),
                help="cite the work in the sentence that rests on it; "
                "contents and bookmarks show headings without citations",
            )
