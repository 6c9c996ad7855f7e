"""What is wrong with the text's own parts: its pictures and formulas."""

from __future__ import annotations

from posixpath import basename, splitext

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import Image, Math, MathBlock, walk
from briefing_build.mathematics import to_mathml
from briefing_build.pictures import check_picture
from briefing_build.resolve import Briefing


def check_pictures(briefing: Briefing, found: Diagnostics) -> None:
    """Reports pictures that are not there, not safe, or not described."""
    for chapter in briefing.chapters:
        for node in walk(chapter.blocks):
            if isinstance(node, Image):
                check_picture(node, chapter, briefing.manuscript.files, found)
                _check_alt_text(node, found)


def _check_alt_text(image: Image, found: Diagnostics) -> None:
    if "decorative" in image.attributes.classes:
        return
    alt = (image.alt or "").strip()
    file_name = basename(image.path)
    if alt and alt not in {file_name, splitext(file_name)[0]}:
        return
    found.report(
        rules.MISSING_ALT_TEXT,
        f"the description of `{file_name}` is its file's name"
        if alt
        else f"`{file_name}` has no description",
        at=Label(image.span),
        help='say in `{alt="…"}` what the picture tells, '
        "or mark it `{.decorative}` if it tells nothing",
    )


def check_formulas(briefing: Briefing, found: Diagnostics) -> None:
    """Reports TeX that neither output could show as a formula."""
    for chapter in briefing.chapters:
        for node in walk(chapter.blocks):
            if isinstance(node, Math | MathBlock):
                try:
                    to_mathml(node.tex, block=isinstance(node, MathBlock))
                except ValueError as error:
                    found.report(
                        rules.MALFORMED_MATH,
                        f"the formula {error}",
                        at=Label(node.span),
                        help="write it as TeX's mathematics: `$x^2$`; a price's dollar as `\\$`",
                    )
