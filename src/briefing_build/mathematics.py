"""TeX formulas to MathML for the screen and to SVG for paper.

Both come from one reading, so that a formula means the same in both. A formula is small: what is
longer, deeper or defines commands of its own is refused before a parser sees it, because neither
library has limits of its own. What cannot be read raises ValueError, whose words are a predicate
for a message ("is missing a `}`").
"""

from __future__ import annotations

import re
import threading
import warnings
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 2_000
MAX_NESTING = 12
MAX_COST = 10_000
"""ziamath measures what is inside a part about three times for each time it measures the part:
the cost of a formula is three to the power of their depth, summed over its letters."""

_SIZE = 16.0
"""The size at which a formula is drawn; lengths are told in parts of it, in em."""

_MATHML = "http://www.w3.org/1998/Math/MathML"
_ELEMENTS = frozenset({
    "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub", "msup",
    "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "none", "mtable",
    "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose",
})  # fmt: skip
_FREE = frozenset({"math", "mrow", "mstyle", "mtr", "mtd"})
_ATTRIBUTES = frozenset({
    "display", "displaystyle", "scriptlevel", "mathvariant", "mathcolor", "mathbackground",
    "stretchy", "fence", "form", "separator", "accent", "accentunder", "movablelimits",
    "largeop", "symmetric", "lspace", "rspace", "minsize", "maxsize", "linethickness",
    "columnalign", "rowspacing", "columnspacing", "columnlines", "rowlines", "width", "height",
    "depth", "voffset", "notation", "bevelled",
})  # fmt: skip
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_DEFINITION = re.compile(
    r"\\(?:[egx]?def|let|(?:re)?newcommand|providecommand|(?:re)?newenvironment|"
    r"DeclareMathOperator|href|url|class|style|cssId|includegraphics|input|require)(?![a-zA-Z])"
)
_ENTITY = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
_FAULTS = {
    "NumeratorNotFoundError": "has a fraction without its numerator",
    "DenominatorNotFoundError": "has a fraction without its denominator",
    "ExtraLeftOrMissingRightError": "has a `\\left` without its `\\right`",
    "MissingSuperScriptOrSubscriptError": "has a `^` or `_` with nothing after it",
    "DoubleSubscriptsError": "has two subscripts in one place",
    "DoubleSuperscriptsError": "has two superscripts in one place",
    "NoAvailableTokensError": "is empty",
    "MissingEndError": "has a `\\begin` without its `\\end`",
    "LimitsMustFollowMathOperatorError": "has `\\limits` that follow no operator",
    "StopIteration": "ends too early",
}
# ziamath keeps its fonts and settings in its module.
_drawing = threading.Lock()


def to_mathml(tex: str, block: bool) -> str:  # noqa: FBT001  (which of two settings it stands in)
    """A `math` element with the TeX as its description; the same TeX gives the same letters."""
    return tostring(_described(_read(tex, block=block), tex), encoding="unicode")


def to_svg(tex: str, block: bool) -> str:  # noqa: FBT001
    """An `svg` element to stand in the text, in its colour, size and, unless a block, baseline.

    Its lengths are in em, and it refers to nothing, so that several may stand in one document.
    """
    math = _read(tex, block=block)
    for element in math.iter():
        _suit_ziamath(element)
    with _drawing, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It imports its fonts by a function that is going away.
        try:
            drawn = _draw(tostring(math, encoding="unicode"))
        except RecursionError:
            raise ValueError(f"nests more than {MAX_NESTING} deep") from None
        except Exception as error:
            raise ValueError("cannot be drawn") from error
    return _in_em(*drawn, tex=tex, block=block)


# Reading


def _read(tex: str, *, block: bool) -> Element:
    """The clean MathML of a formula."""
    _refuse_excess(tex)
    from latex2mathml.converter import convert_to_element

    # It takes `\mathrm{d}` for a command without a group; a space sets it right.
    prepared = re.sub(r"(\\mathrm)\{", r"\1 {", tex)
    try:
        math = convert_to_element(prepared, display="block" if block else "inline")
    except RecursionError:
        raise ValueError(f"nests more than {MAX_NESTING} deep") from None
    except Exception as error:
        kind = type(error).__name__
        raise ValueError(_FAULTS.get(kind, "cannot be read")) from error
    for element in math.iter():
        _clean(element)
    if _cost(math) > MAX_COST:
        raise ValueError("has too many parts within parts")
    return math


def _cost(element: Element, factor: int = 1) -> int:
    if not len(element):
        return factor
    if element.tag not in _FREE or any(child.get("fence") == "true" for child in element):
        factor *= 3
    return sum(_cost(child, factor) for child in element)


def _refuse_excess(tex: str) -> None:
    if len(tex) > MAX_LENGTH:
        raise ValueError(f"has more than {MAX_LENGTH} characters")
    if _CONTROL.search(tex):
        raise ValueError("has a control character in it")
    if command := _DEFINITION.search(tex):
        raise ValueError(f"has `{command.group()}`, which is not passed on")
    if not tex.strip():
        raise ValueError("is empty")
    _refuse_unbalanced(tex)


def _refuse_unbalanced(tex: str) -> None:
    braces = 0
    scopes = 0
    for token in re.findall(r"\\(?:left|right|begin|end)(?![a-zA-Z])|\\.|[{}]", tex, re.DOTALL):
        braces += {"{": 1, "}": -1}.get(token, 0)
        scopes += {"\\left": 1, "\\begin": 1, "\\right": -1, "\\end": -1}.get(token, 0)
        if braces < 0:
            raise ValueError("has a `}` without its `{`")
        if braces + max(scopes, 0) > MAX_NESTING:
            raise ValueError(f"nests more than {MAX_NESTING} deep")
    if braces:
        raise ValueError("has a `{` without its `}`")


def _clean(element: Element) -> None:
    if element.tag not in _ELEMENTS:
        raise ValueError("has a command that is not passed on")
    element.attrib = {
        name: value
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES and re.fullmatch(r"[\w#. %+-]*", value)
    }
    # Entities come as text, to be put into a string that is never parsed.
    element.text = _ENTITY.sub(lambda match: chr(int(match[1], 16)), element.text or "") or None
    if element.tag == "mtext" and element.text:
        element.text = re.sub(r"\\([&%$#_{} ])", r"\1", element.text)
    element.tail = None
    if element.text and re.match(r"\\[a-zA-Z]", element.text) and element.tag != "mtext":
        raise ValueError(f"has an unknown command `{element.text[:40]}`")


def _described(math: Element, tex: str) -> Element:
    """The formula with its TeX beside it, where reading systems and copying look for it."""
    described = Element("math", {"xmlns": _MATHML, **math.attrib, "alttext": " ".join(tex.split())})
    semantics = SubElement(described, "semantics")
    semantics.extend(math)
    SubElement(semantics, "annotation", encoding="application/x-tex").text = tex
    return described


# Drawing


def _suit_ziamath(element: Element) -> None:
    """What browsers know without being told."""
    accents = {"^": "\u02c6", "~": "\u02dc"}
    if element.tag == "mover" and len(element) == 2:
        accent = element[1]
        accent.text = accents.get(accent.text or "", accent.text)
    if element.tag == "mo" and element.text in {"\u2191", "\u2193"}:
        element.attrib["stretchy"] = "false"
    if element.attrib.get("columnspacing") == "0em 2em":
        element.attrib["columnspacing"] = "0em 0.3em"


def _draw(mathml: str) -> tuple[Element, float]:
    """The drawing, and how far it reaches below the baseline."""
    import ziafont
    import ziamath

    # Without this, letters are shared by `use`, with the same ids in each formula.
    settings = ziafont.config  # type: ignore[attr-defined]
    before, settings.svg2 = settings.svg2, False
    try:
        formula = ziamath.Math(mathml, size=_SIZE)  # type: ignore[attr-defined]
        return formula.svgxml(), formula.margin - formula.getyofst()
    finally:
        settings.svg2 = before


def _in_em(svg: Element, depth: float, *, tex: str, block: bool) -> str:
    width, height = (float(svg.attrib[name]) / _SIZE for name in ("width", "height"))
    style = f"width:{width:.4f}em;height:{height:.4f}em"
    if not block:
        style += f";vertical-align:{-depth / _SIZE:.4f}em"
    clean = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "math-block" if block else "math",
            "role": "img",
            "aria-label": " ".join(tex.split()),
            "viewBox": svg.attrib["viewBox"],
            "width": f"{width:.4f}em",
            "height": f"{height:.4f}em",
            "style": style,
            "fill": "currentColor",
        },
    )
    clean.extend(_in_current_colour(svg))
    return tostring(clean, encoding="unicode")


def _in_current_colour(svg: Element) -> Iterator[Any]:
    for element in svg.iter():
        for name in ("fill", "stroke"):
            if element.attrib.get(name) in {"black", "#000000"}:
                element.attrib[name] = "currentColor"
    yield from svg
