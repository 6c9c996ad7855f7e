"""What is wrong with the text's own parts: its pictures, tables, formulas and attributes.

What reads pictures and formulas is slow to import, and is when the first one is met.
"""

from __future__ import annotations

import re
from posixpath import basename, splitext

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import (
    Attributed,
    Attributes,
    Cell,
    Cited,
    Image,
    Math,
    MathBlock,
    Note,
    Table,
    plain_text,
    walk,
)
from briefing_build.resolve import Briefing
from briefing_build.source import Span


def check_pictures(briefing: Briefing, found: Diagnostics) -> None:
    """Reports pictures that are not there, not safe, or not described."""
    for chapter in briefing.chapters:
        for image in chapter.nodes(Image):
            from briefing_build.pictures import check_picture

            check_picture(image, chapter, briefing.manuscript.files, found)
            _check_alt_text(image, found)


# What says that there is a picture and not what it shows: a file's name, or a word and a number.
_SAYS_NOTHING = re.compile(
    r"""
      [^\s/]+ \. (?:png|jpe?g|svg|gif|webp|tiff?|bmp|pdf)
    | (?:img|dsc|dscn|pxl)[ _-]?\d[\w-]*
    | (?:image|picture|photo|photograph|figure|fig\.?|graphic|screen\s?shot|chart|graph|diagram|map
        |untitled|alt(?:\ text)?|placeholder|bild|abbildung|grafik|karte|foto|karta|рисунок|карта
        |şəkil|xəritə) [ _-]?\d{0,4}
    """,
    re.VERBOSE | re.IGNORECASE,
)


def _check_alt_text(image: Image, found: Diagnostics) -> None:
    if "decorative" in image.attributes.classes:
        return
    alt = (image.alt or "").strip()
    file_name = basename(image.path)
    if not alt:
        message = f"`{file_name}` has no description"
    elif alt in {file_name, splitext(file_name)[0]}:
        message = f"the description of `{file_name}` is its file's name"
    elif _SAYS_NOTHING.fullmatch(alt):
        message = f"the description of `{file_name}` says nothing of what it shows"
    else:
        return
    found.report(
        rules.MISSING_ALT_TEXT,
        message,
        at=Label(image.span),
        help='say in `{alt="…"}` what the picture tells, '
        "or mark it `{.decorative}` if it tells nothing",
    )


def check_tables(briefing: Briefing, found: Diagnostics) -> None:
    """Reports tables whose first row, which is their head, is empty."""
    for chapter in briefing.chapters:
        for table in chapter.nodes(Table):
            if not any(map(_has_words, table.head.cells)):
                found.report(
                    rules.TABLE_WITHOUT_HEADER,
                    "the columns of a table have no heads",
                    at=Label(table.head.span),
                    help="say in the first row what stands in each column",
                )


def _has_words(cell: Cell) -> bool:
    return bool(plain_text(cell.content).strip()) or any(
        isinstance(node, Image | Cited | Note) for node in walk(cell.content)
    )


def check_formulas(briefing: Briefing, found: Diagnostics) -> None:
    """Reports TeX that neither output could show as a formula."""
    for chapter in briefing.chapters:
        for formula in chapter.nodes(Math, MathBlock):
            from briefing_build.mathematics import to_mathml

            try:
                to_mathml(formula.tex, block=isinstance(formula, MathBlock))
            except ValueError as error:
                found.report(
                    rules.MALFORMED_MATH,
                    f"the formula {error}",
                    at=Label(formula.span),
                    help="write it as TeX's mathematics: `$x^2$`; a price's dollar as `\\$`",
                )


_ACTIVE = re.compile(
    r"on[a-z]+|style|href|xlink:href|src|srcset|srcdoc|action|formaction|ping|xml:base",
    re.IGNORECASE,
)


def check_attributes(briefing: Briefing, found: Diagnostics) -> None:
    """Reports attributes that a reader's device would act on; none of them is passed on."""
    for chapter in briefing.chapters:
        for kind in Attributed.__args__:
            for node in chapter.nodes(kind):
                if node.attributes.span:
                    _check_attributes(node.attributes, node.attributes.span, found)


def _check_attributes(attributes: Attributes, span: Span, found: Diagnostics) -> None:
    for name in dict.fromkeys(key for key, _ in attributes.pairs if _ACTIVE.fullmatch(key)):
        at = span.text.find(f"{name}=")
        found.report(
            rules.ACTIVE_CONTENT,
            f"the attribute `{name}` is not passed on",
            at=Label(span.part(at, at + len(name)) if at >= 0 else span),
            help="take it out; looks belong into `styles/`, by a class such as `{.wide}`",
        )
