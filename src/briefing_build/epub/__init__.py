"""Edition to EPUB 3.3: one file a chapter, its notes at its end, the bibliography last.

What comes out is whole: it is read back before it is returned. It is reproducible: nothing in it
comes from a clock, from the machine or from the order in which files lie on a disk. It carries no
script and nothing that a network would have to bring, and leaves size and colour to its reader.

    screen      what the screen shows its own way: marks, notes, pictures, formulas, links
    documents   the files of the text, by templates
    pagination  the pages of the PDF, marked in the text
    styles      the theme's style sheet and the project's
    fonts       the letters that occur, cut out of the fonts of the package
    cover       the picture on the shelf of a reading system
    metadata    what the package says of itself, counted from what is in it
    package     the archive, by EbookLib, and what has to be mended about it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing_build.epub.cover import draw_cover
from briefing_build.epub.documents import write_documents
from briefing_build.epub.fonts import embedded_fonts
from briefing_build.epub.metadata import Facts, describe
from briefing_build.epub.package import Part, pack
from briefing_build.epub.screen import Screen
from briefing_build.epub.styles import STYLE_SHEET, style_sheet

if TYPE_CHECKING:
    from briefing_build.csl import Edition
    from briefing_build.diagnostics import Diagnostics
    from briefing_build.pdf import Layout


def to_epub(edition: Edition, found: Diagnostics, layout: Layout | None = None) -> bytes:
    """The edition as an EPUB; the same edition gives the same bytes.

    With the `layout` of a PDF its pages are listed, and marked where they begin.
    """
    manuscript = edition.briefing.manuscript
    screen = Screen(edition, found)
    documents = write_documents(screen, layout)
    fonts = embedded_fonts("".join(str(document.markup) for document in documents))
    parts = [
        Part("cover-image", "cover.png", "image/png", draw_cover(manuscript), ("cover-image",)),
        Part("style", STYLE_SHEET, "text/css", style_sheet(manuscript, fonts.css, found)),
        *(document.part() for document in documents),
        *(Part(font.id, font.path, "font/ttf", font.data) for font in fonts.files),
        *(
            Part(f"picture-{at}", f"pictures/{picture.name}", picture.media_type, picture.data)
            for at, picture in enumerate(screen.shown(), 1)
        ),
    ]
    spine = tuple(document.id for document in documents)
    metadata = describe(manuscript, Facts.of(edition, screen, layout))
    return pack(metadata, parts, spine, manuscript.moment)
