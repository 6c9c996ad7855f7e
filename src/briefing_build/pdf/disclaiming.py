"""Why a PDF does not claim what it might: told at the place in the manuscript that is to blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.document import Heading, Image, Note, Table, plain_text, walk
from briefing_build.html import mark_id, xml_id
from briefing_build.pdf.claims import Lack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from briefing_build.csl import Edition
    from briefing_build.diagnostics import Diagnostics
    from briefing_build.document import Node
    from briefing_build.pdf.claims import Fault
    from briefing_build.source import SourceFile, Span

_HELP = {
    Lack.TAG: "leave out what `styles/` or a template of the project does there, such as `opacity`",
    Lack.MARK: "leave out what a template of the project does to notes and their marks",
    Lack.DESCRIPTION: 'say in `{alt="…"}` what the picture tells, or mark it `{.decorative}`',
    Lack.HEADER: "say in the first row what the columns hold",
    Lack.LETTER: "write it with a letter that the fonts have, or bring a font in `styles/`",
    Lack.MEANING: "write it with a letter of Unicode that is not for private use",
    Lack.COLOUR: "save the picture with RGB colours",
}
# What is said of these at their place is enough.
_TOLD = (rules.MISSING_ALT_TEXT, rules.TABLE_WITHOUT_HEADER)


def report_faults(
    faults: Iterable[Fault], edition: Edition, pages: Mapping[str, int], found: Diagnostics
) -> None:
    """One finding for each place; `pages` has the page of each id."""
    told = {finding.at.span for finding in found if finding.rule in _TOLD}
    for fault in faults:
        for span in _places(fault, edition, pages):
            if span not in told:
                found.report(
                    rules.FALSE_ACCESSIBILITY_CLAIM,
                    f"{_what(fault)} {fault.lack}, so the PDF claims neither PDF/UA-1 nor PDF/A-3a",
                    Label(span),
                    help=_HELP.get(fault.lack),
                )


def _what(fault: Fault) -> str:
    return f"{fault.what} on page {fault.page} of the file" if fault.page else fault.what


def _places(fault: Fault, edition: Edition, pages: Mapping[str, int]) -> tuple[Span, ...]:
    """The places that a fault comes from; if none is known, the heading or note before it."""
    nodes = [node for chapter in edition.briefing.chapters for node in walk(chapter.blocks)]
    settings = edition.briefing.manuscript.settings.source.span(0, 0)
    places: tuple[Span, ...] = ()
    if fault.letter:
        places = tuple(_with_letter(fault.letter, edition))[:1]
    elif fault.lack is Lack.DESCRIPTION:
        places = tuple(_undescribed(nodes))
    elif fault.lack is Lack.HEADER:
        places = tuple(_headless(nodes))
    elif fault.id:
        places = tuple(
            node.span for node in nodes if isinstance(node, Note) and node.id == fault.id
        )
    elif fault.page:
        places = tuple(_before(fault.page, nodes, pages))[-1:]
    return places or (settings,)


def _with_letter(letter: str, edition: Edition) -> Iterator[Span]:
    manuscript = edition.briefing.manuscript
    sources: tuple[SourceFile, ...] = (*manuscript.chapters, *manuscript.bibliography)
    for source in (*sources, manuscript.settings.source):
        start = source.text.find(letter)
        if start >= 0:
            yield source.span(start, start + len(letter))


def _undescribed(nodes: Iterable[Node]) -> Iterator[Span]:
    for node in nodes:
        match node:
            case Image(alt=alt) if "decorative" not in node.attributes.classes:
                if not (alt or "").strip():
                    yield node.span


def _headless(nodes: Iterable[Node]) -> Iterator[Span]:
    for node in nodes:
        match node:
            case Table(head=head) if not any(plain_text(c.content).strip() for c in head.cells):
                yield node.span


def _before(page: int, nodes: Iterable[Node], pages: Mapping[str, int]) -> Iterator[Span]:
    """Headings and notes on a page or before it, as they are read."""
    for node in nodes:
        if isinstance(node, Heading):
            id = xml_id(node.attributes.id)
        elif isinstance(node, Note):
            id = mark_id(node)
        else:
            continue
        if pages.get(id, page + 1) <= page:
            yield node.span
