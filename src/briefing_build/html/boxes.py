"""What stands at the head and at the foot of a box: its title, and how sure a judgement is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from briefing_build.html.tables import label
from briefing_build.terms import CONFIDENCES, LIKELIHOODS, term

if TYPE_CHECKING:
    from briefing_build.document import Attributes, Box


def box_title(box: Box, language: str) -> Markup:
    """The number and the title of a box; a judgement's number stands alone."""
    title = box.attributes.get("title")
    if "judgement" in box.attributes.classes and box.number:
        shown = Markup('<p class="judgement-number">{}</p>').format(box.number)
        return shown + _title(Markup(), title)
    number = f"{term('box', language)} {box.number}" if box.number else ""
    return _title(label("label", number), title)


def _title(number: Markup, title: str) -> Markup:
    if not (number or title):
        return Markup()
    return Markup('<p class="box-title">{}{}</p>').format(number, title)


def assessment(attributes: Attributes, language: str) -> Markup:
    """How likely and how sure, in words with a scale beside; two statements, never one sentence."""
    strips = (
        _strip("likelihood", attributes, LIKELIHOODS, language),
        _strip("confidence", attributes, CONFIDENCES, language),
    )
    shown = Markup(" ").join(strip for strip in strips if strip)
    return Markup('<p class="assessment">{}</p>').format(shown) if shown else Markup()


def _strip(kind: str, attributes: Attributes, steps: tuple[str, ...], language: str) -> Markup:
    value = attributes.get(kind)
    if value not in steps:
        return Markup()
    scale = Markup().join(
        Markup('<i class="on"></i>') if step == value else Markup("<i></i>") for step in steps
    )
    return Markup(
        '<span class="{}"><span class="label">{}</span> <span class="value">{}</span>'
        ' <span class="scale" aria-hidden="true">{}</span></span>'
    ).format(kind, term(kind, language), term(value, language), scale)
