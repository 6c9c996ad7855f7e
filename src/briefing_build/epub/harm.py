"""What a page of a book may not hold, whoever's template wrote it.

The chapters' own words never hold any of this; a project's templates may write what they like.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from briefing_build.markdown.links import refusal

_XHTML = "http://www.w3.org/1999/xhtml"
_MATHML = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS = frozenset(
    "html head title meta link body section article aside nav header footer main div p span a "
    "h1 h2 h3 h4 h5 h6 hgroup em strong i b u s small sub sup br hr wbr ul ol li dl dt dd table "
    "caption colgroup col thead tbody tfoot tr th td figure figcaption img blockquote q cite code "
    "pre kbd samp var abbr dfn time mark bdi bdo ruby rb rt rp del ins address details summary "
    "math".split()
)
_NOT_IN_MATHEMATICS = frozenset({"maction", "annotation-xml"})
_LEADING_ELSEWHERE = frozenset(
    "srcset srcdoc poster data background action formaction ping manifest codebase classid "
    "longdesc base http-equiv".split()
)
_ACTIVE_STYLE = re.compile(r"url|expression|behavior|binding|import|\\", re.IGNORECASE)


def harm_in(page: str) -> str:
    """Why a page is not passed on, in words that follow "because"; "" if it does no harm."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(page.encode(), parser)
    except etree.XMLSyntaxError as error:
        return f"it is not well-formed XML: {error.msg}"
    if root.getroottree().docinfo.doctype not in {"", "<!DOCTYPE html>"}:
        return "it declares a document type of its own"
    # What stands beside the root is part of the page too: an instruction can name a style sheet.
    for node in (*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()):
        if isinstance(node, etree._Comment):  # noqa: SLF001 - lxml has no other name for it
            continue
        if not isinstance(node.tag, str):
            return "it has an instruction or an entity"
        if fault := _fault(node):
            return fault
    return ""


def _fault(element: Any) -> str:
    name = etree.QName(element)
    is_known = name.localname in _ELEMENTS and name.namespace == _XHTML
    is_formula = name.namespace == _MATHML and name.localname not in _NOT_IN_MATHEMATICS
    if not (is_known or is_formula):
        return f"it has an element `{name.localname}`"
    for attribute, value in element.attrib.items():
        key = etree.QName(attribute).localname.lower()
        is_active = key.startswith("on") or key in _LEADING_ELSEWHERE
        if is_active or (key == "style" and _ACTIVE_STYLE.search(value)):
            return f"it has an attribute `{key}`"
        if key in {"href", "src"} and _leads_astray(name.localname, value):
            return f"it leads to `{value[:100]}`"
    return ""


def _leads_astray(element: str, address: str) -> bool:
    """Only a reader's click may leave the book."""
    is_asked_for = element != "a"
    return refusal(address) is not None or (is_asked_for and ":" in address)
