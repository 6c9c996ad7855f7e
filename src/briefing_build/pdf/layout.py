"""XHTML and style sheets to pages, by WeasyPrint; imports the engine, so it is imported late.

The engine reads nothing but what `MemoryFetcher` hands it, its footnotes and its lines are repaired
before it is used, and what it logs is reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from briefing_build.diagnostics import BriefingError
from briefing_build.pdf.audit import audit
from briefing_build.pdf.fetcher import BASE, MemoryFetcher
from briefing_build.pdf.finish import roman
from briefing_build.pdf.footnotes import RepairRefused, repair
from briefing_build.pdf.lines import repair_lines
from briefing_build.pdf.log import told
from briefing_build.pdf.marks import marking
from briefing_build.pdf.reading import read_structure
from briefing_build.pdf.starts import printed_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.pdf.audit import Audit
    from briefing_build.pdf.paper import Paper
    from briefing_build.pdf.starts import Printed
    from briefing_build.pdf.structure import Structure
    from briefing_build.pdf.styles import Styles, StyleSheet
    from briefing_build.settings import Settings


@dataclass(frozen=True, slots=True)
class Pages:
    """A finished layout: the engine's own document, and what can be known of its pages."""

    document: Any
    audit: Audit
    numbers: Mapping[str, int]
    """The page on which an id stands, counted from 1."""
    labels: tuple[str, ...]
    """What is printed as the number of each page, or would be."""
    printed: Printed


def lay_out_pages(markup: Markup, paper: Paper, styles: Styles, notes: Sequence[str]) -> Pages:
    """The pages; `notes` are the ids of what should stand at their feet, as it is read."""
    try:
        repair()
        repair_lines()
    except RepairRefused as refused:
        raise BriefingError(f"{refused}; install weasyprint==70.0") from None
    manuscript, found = paper.edition.briefing.manuscript, paper.found
    fetcher = MemoryFetcher(manuscript, paper.pictures, styles.theme, found)
    fonts = FontConfiguration()
    sheets = [_parse(sheet, fetcher, fonts) for sheet in styles.sheets]
    with told(manuscript.settings, found):
        html = HTML(string=str(markup), base_url=BASE, url_fetcher=fetcher)
        document = html.render(font_config=fonts, stylesheets=sheets, pdf_tags=True)
    numbers = {
        id: number
        for number, page in reversed(list(enumerate(document.pages, 1)))
        for id in page.anchors
    }
    return Pages(
        document, audit(document, notes), numbers, _labels(document), printed_text(document)
    )


def to_bytes(pages: Pages, settings: Settings, found: Diagnostics) -> tuple[bytes, Structure]:
    """The pages as a PDF, and the tags of what is marked in it, which are not in it yet."""
    with told(settings, found), marking(pages.document) as pieces:
        pdf = pages.document.write_pdf(pdf_tags=True)
    assert isinstance(pdf, bytes)
    return pdf, read_structure(pages.document, pieces)


def _parse(sheet: StyleSheet, fetcher: MemoryFetcher, fonts: FontConfiguration) -> CSS:
    if not sheet.is_ours:
        fetcher.sheets.append(sheet.source)
    with told(fetcher.manuscript.settings, fetcher.found, sheet.source):
        return CSS(
            string=sheet.source.text,
            base_url=BASE + sheet.address,
            url_fetcher=fetcher,
            font_config=fonts,
        )


def _labels(document: Any) -> tuple[str, ...]:
    """Roman figures up to the first page of the text, which is 1; the style sheet prints these."""
    types = [page._page_box.page_type for page in document.pages]  # noqa: SLF001 - as in `audit`
    is_text = [not kind.blank and kind.name not in {"cover", "front"} for kind in types]
    first = is_text.index(True) if True in is_text else len(types)
    return tuple(roman(at + 1) if at < first else str(at - first + 1) for at in range(len(types)))
