"""An SVG of a stranger's, rebuilt from what is known to be harmless.

In goes a file, out comes a `Drawing` whose bytes hold only elements and attributes of the lists
below, which refers to nothing outside itself, and which is not larger unfolded than folded by
more than a limit. What would change the picture if it were left out is refused; what editors
leave behind for themselves is left out in silence.
"""

from __future__ import annotations

import math
import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from briefing_build import rules
from briefing_build.rules import Rule

MAX_BYTES = 4 * 2**20
MAX_ELEMENTS = 50_000
MAX_DEPTH = 100
MAX_REFERENCES = 10_000
MAX_LENGTH = 100_000
MAX_STYLE = 256 * 2**10

_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"

_ELEMENTS_NAMES = """
    svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan
    textPath linearGradient radialGradient stop clipPath mask pattern marker image style switch
    filter feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feFuncA
    feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset
    """
_ELEMENTS = frozenset(_ELEMENTS_NAMES.split())
_ACTIVE_NAMES = """
    script foreignObject handler listener iframe object embed audio video canvas animate
    animateColor animateMotion animateTransform set discard mpath
    """
_ACTIVE = frozenset(_ACTIVE_NAMES.split())
# Nothing of these is ever drawn.
_SILENT = frozenset({"metadata", "view", "cursor"})

_ATTRIBUTES_NAMES = """
    id class style transform version viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx
    fy fr dx dy d points width height offset rotate pathLength textLength lengthAdjust startOffset
    method spacing gradientUnits gradientTransform clipPathUnits maskUnits
    maskContentUnits patternUnits patternContentUnits patternTransform markerUnits markerWidth
    markerHeight refX refY orient filterUnits primitiveUnits in in2 result mode type values
    operator k1 k2 k3 k4 stdDeviation tableValues slope intercept amplitude exponent edgeMode
    role aria-label aria-labelledby aria-describedby aria-hidden lang
    alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation
    color-interpolation-filters color-rendering direction display dominant-baseline fill
    fill-opacity fill-rule filter flood-color flood-opacity font font-family font-size
    font-size-adjust font-stretch font-style font-variant font-weight image-rendering isolation
    letter-spacing marker marker-end marker-mid marker-start mask mask-type mix-blend-mode opacity
    overflow paint-order shape-rendering stop-color stop-opacity stroke stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width
    text-anchor text-decoration text-rendering unicode-bidi vector-effect visibility white-space
    word-spacing writing-mode
    """
_ATTRIBUTES = frozenset(_ATTRIBUTES_NAMES.split())

# A DOCTYPE without a subset declares nothing; drawing programs write one into every file.
_PLAIN_DOCTYPE = re.compile(
    rb"<!DOCTYPE\s+svg(?:\s+(?:PUBLIC\s+\"[^\"<>\[]*\"|SYSTEM))?(?:\s+\"[^\"<>\[]*\")?\s*>"
)
_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ACTIVE_CSS = re.compile(
    r"expression\s*\(|javascript\s*:|vbscript\s*:|behavior|-moz-binding", re.IGNORECASE
)
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")
_DATA = re.compile(r"data:image/(png|jpe?g);base64,", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-z]*)\s*\Z")
_NUMBER = re.compile(r"\d+\.?\d*|\.\d+")
_PIXELS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A clean SVG, its size in CSS pixels, and the rasters (media type, bytes) inside it."""

    data: bytes
    width: float
    height: float
    embedded: tuple[tuple[str, bytes], ...] = ()


class RefusedDrawing(Exception):
    """Why a drawing is not passed on; `reason` is a predicate, the file's name its subject."""

    def __init__(self, reason: str, rule: Rule = rules.REFUSED_IMAGE, help: str | None = None):
        super().__init__(reason)
        self.reason = reason
        self.rule = rule
        self.help = help


def clean_svg(data: bytes) -> Drawing:
    """The drawing that a file holds; raises `RefusedDrawing`. A clean one comes back the same."""
    root = _parse(data)
    embedded: list[tuple[str, bytes]] = []
    clean = _rebuild(root, embedded)
    _refuse_unfolding(clean)
    width, height = _size(clean)
    clean.attrib = {"xmlns": _SVG[1:-1], "xmlns:xlink": _XLINK[1:-1], **clean.attrib}
    # ElementTree leaves our prefixed names alone, since they have no braces.
    text = tostring(clean, encoding="unicode")
    return Drawing(text.encode(), width, height, tuple(embedded))


def quotable(text: str) -> str:
    """What came from a manuscript, short enough and plain enough to stand in backticks."""
    shown = "".join(c if c.isprintable() and c != "`" else "\ufffd" for c in text)
    return shown if len(shown) <= 80 else shown[:79] + "…"


# Reading


class _CountingBuilder(TreeBuilder):
    """A tree builder that gives up early."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        self.depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Any:
        self.count += 1
        self.depth += 1
        if self.count > MAX_ELEMENTS:
            raise _limit(f"has more than {MAX_ELEMENTS} elements")
        if self.depth > MAX_DEPTH:
            raise _limit(f"nests elements more than {MAX_DEPTH} deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def _limit(reason: str) -> RefusedDrawing:
    return RefusedDrawing(reason, rules.LIMIT_MET, "simplify the drawing, or export it as PNG")


def _parse(data: bytes) -> Element:
    if b"<?xml-stylesheet" in data:
        raise RefusedDrawing("takes its looks from another file", rules.REMOTE_RESOURCE)
    parser = DefusedXMLParser(target=_CountingBuilder(), forbid_dtd=True)
    try:
        parser.feed(_PLAIN_DOCTYPE.sub(b"", data, count=1))
        root: Element = parser.close()
    except DefusedXmlException as error:
        reason = "declares entities or a document type, which is not read"
        raise RefusedDrawing(reason) from error
    except (ParseError, ValueError, LookupError) as error:
        raise RefusedDrawing(f"is not well-formed: {quotable(str(error))}") from error
    if root.tag != _SVG + "svg":
        raise RefusedDrawing("is XML, but not an SVG in its namespace")
    return root


# Rebuilding


def _rebuild(root: Element, embedded: list[tuple[str, bytes]]) -> Element:
    """The tree again, names without namespaces. Depth is limited, so recursion is not needed."""
    seen: set[str] = set()
    top = Element("svg", _attributes(root, seen, embedded))
    top.text = root.text
    open_elements = [(root, top)]
    while open_elements:
        old, new = open_elements.pop()
        for child in old:
            kept = _kept(child)
            if kept is None:
                _append_text(new, child.tail)
                continue
            copy = Element(kept, _attributes(child, seen, embedded))
            copy.text = _style(child.text or "") if kept == "style" else child.text
            copy.tail = child.tail
            new.append(copy)
            if kept != "style":
                open_elements.append((child, copy))
    return top


def _kept(element: Element) -> str | None:
    """The name under which an element is kept; None for what draws nothing."""
    name = element.tag.removeprefix(_SVG)
    local = element.tag.rpartition("}")[2]
    if local in _ACTIVE or local.lower() in {"script", "iframe", "object", "embed"}:
        raise RefusedDrawing(
            f"has an element `{quotable(local)}`",
            rules.ACTIVE_CONTENT,
            "export the drawing without scripts, animation or embedded pages",
        )
    if element.tag.startswith("{") and not element.tag.startswith(_SVG):
        return None
    if name in _SILENT:
        return None
    if name == "a":
        return "g"  # what it shows stays, where it leads does not
    if name not in _ELEMENTS or "{" in name:
        raise RefusedDrawing(f"has an element `{quotable(name)}`, which is not passed on")
    return name


def _append_text(parent: Element, text: str | None) -> None:
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _attributes(
    element: Element, seen: set[str], embedded: list[tuple[str, bytes]]
) -> dict[str, str]:
    kept: dict[str, str] = {}
    for name, value in element.attrib.items():
        local = name.rpartition("}")[2]
        if local.lower().startswith("on"):
            raise RefusedDrawing(
                f"has a handler `{quotable(local)}`",
                rules.ACTIVE_CONTENT,
                "export the drawing without scripts",
            )
        if name in {"href", _XLINK + "href"}:
            if (target := _target(element, value, embedded)) is not None:
                kept["xlink:href"] = target
        elif name in {_XML + "space", _XML + "lang"}:
            kept[f"xml:{local}"] = value
        elif name == "id":
            if _NAME.match(value) and value not in seen:
                seen.add(value)
                kept["id"] = value
        elif name == "spreadMethod":
            # One that repeats over a tiny stretch keeps a layout engine busy for ever.
            if value != "pad":
                raise RefusedDrawing("has a gradient that repeats itself, which is not passed on")
        elif name in _ATTRIBUTES:
            kept[name] = _style(value) if name == "style" else _harmless(value)
    return kept


def _target(element: Element, value: str, embedded: list[tuple[str, bytes]]) -> str | None:
    """A reference within the drawing or to a raster that it carries; None if there is none."""
    value = value.strip()
    if element.tag == _SVG + "a" or not value:
        return None
    if value.startswith("#"):
        return value
    if element.tag == _SVG + "image" and (data := _DATA.match(value)):
        embedded.append(_raster(data.group(1).lower(), value[data.end() :]))
        return value
    raise _outside(value)


def _raster(kind: str, text: str) -> tuple[str, bytes]:
    try:
        data = b64decode("".join(text.split()), validate=True)
    except (Base64Error, ValueError) as error:
        raise RefusedDrawing("carries a picture that cannot be decoded") from error
    return ("image/png" if kind == "png" else "image/jpeg"), data


def _outside(value: str) -> RefusedDrawing:
    lower = re.sub(r"[\s\0-\x1f]", "", value).lower()
    if lower.startswith(("javascript:", "vbscript:", "data:text")):
        return RefusedDrawing("has a link that is a script", rules.ACTIVE_CONTENT)
    if lower.startswith(("http:", "https:", "ftp:", "//")):
        return RefusedDrawing(
            f"refers to `{quotable(value)}`",
            rules.REMOTE_RESOURCE,
            "embed what the drawing needs when you export it",
        )
    return RefusedDrawing(
        f"refers to something outside itself, `{quotable(value)}`",
        help="embed pictures in the drawing as PNG or JPEG",
    )


def _harmless(value: str) -> str:
    """A value that refers to nothing outside the drawing."""
    for _, url in _URL.findall(value):
        if not url.startswith("#"):
            raise _outside(url)
    if "url(" in _URL.sub("", value).lower() or "image-set(" in value.lower():
        raise RefusedDrawing("has a reference that cannot be read")
    return value


def _style(css: str) -> str:
    """Declarations or a style sheet without comments, imports, escapes and outside references."""
    if len(css) > MAX_STYLE:
        raise _limit(f"has a style sheet of more than {MAX_STYLE // 1024} KiB")
    css = _COMMENT.sub(" ", css)
    if "\\" in css:
        raise RefusedDrawing("has a style with escaped characters")
    if "@import" in css.lower() or "@font-face" in css.lower():
        raise RefusedDrawing("has a style that asks for other files", rules.REMOTE_RESOURCE)
    if _ACTIVE_CSS.search(css):
        raise RefusedDrawing("has a style that behaves like a script", rules.ACTIVE_CONTENT)
    return _harmless(css)


# What references cost


def _refuse_unfolding(root: Element) -> None:
    """A few elements that refer to one another can stand for millions: count before drawing."""
    costs = _Costs({e.attrib["id"]: e for e in root.iter() if "id" in e.attrib})
    total = 0
    for element in root.iter():
        total += costs.of_references(element)
        if element.tag == "style":
            total += costs.of_styles(element.text or "", root)
        if total > MAX_REFERENCES:
            raise _limit(f"repeats its parts more than {MAX_REFERENCES} times by reference")


@dataclass(slots=True)
class _Costs:
    """How many elements are drawn for one that is referred to."""

    targets: dict[str, Element]
    known: dict[str, int] = field(default_factory=dict)

    def of_references(self, element: Element, trail: tuple[str, ...] = ()) -> int:
        return sum(
            times * self.of_target(name, trail)
            for name, times in _references(element)
            if name in self.targets
        )

    def of_target(self, name: str, trail: tuple[str, ...]) -> int:
        if name in trail:
            raise RefusedDrawing(f"refers to itself at `#{quotable(name)}`")
        if len(trail) > MAX_DEPTH:
            raise _limit(f"refers from one part to the next more than {MAX_DEPTH} times")
        if name not in self.known:
            total = 0
            for element in self.targets[name].iter():
                total += 1 + self.of_references(element, (*trail, name))
                if total > MAX_REFERENCES:
                    break  # enough to be refused
            self.known[name] = total
        return self.known[name]

    def of_styles(self, css: str, root: Element) -> int:
        """A style sheet may give any element any reference: none may lead on to another."""
        names = {url[1:] for _, url in _URL.findall(css)} & self.targets.keys()
        for name in names:
            if any(True for part in self.targets[name].iter() for _ in _references(part)):
                raise RefusedDrawing("has a style sheet whose references may lead in circles")
        elements = list(root.iter())
        times = len(elements)
        if "marker" in css:
            times += sum(_vertices(element) for element in elements)
        # Most rules are for a few elements: what is dear is counted, and nothing else.
        dear = sum(cost for name in names if (cost := self.of_target(name, ())) > 5)
        return dear * times if "marker" in css or dear > MAX_DEPTH else dear


def _references(element: Element) -> Iterator[tuple[str, int]]:
    """What an element refers to, and how often it draws that."""
    for name, value in element.attrib.items():
        if name == "xlink:href":
            if value.startswith("#"):
                yield value[1:], 1
        elif "url(" in value.lower():
            for _, url in _URL.findall(value):
                yield url[1:], _vertices(element) if "marker" in name + value else 1


def _vertices(element: Element) -> int:
    """About how many points a path has, at each of which a marker may stand."""
    shape = element.attrib.get("d", "") + " " + element.attrib.get("points", "")
    return 1 + len(_NUMBER.findall(shape)) // 2


# How large it is


def _size(root: Element) -> tuple[float, float]:
    """Width and height in pixels; afterwards the root has a view box, so that it can be scaled."""
    box = _view_box(root)
    width = _length(root.attrib.get("width", ""))
    height = _length(root.attrib.get("height", ""))
    for name, value in (("width", width), ("height", height)):
        if value is None:
            root.attrib.pop(name, None)
    if box is None:
        if width is None or height is None:
            width, height = width or 300.0, height or 150.0
        root.attrib["viewBox"] = f"0 0 {width:g} {height:g}"
        return width, height
    ratio = box[3] / box[2]
    if width is None:
        width = height / ratio if height is not None else box[2]
    if height is None:
        height = width * ratio
    return width, height


def _view_box(root: Element) -> tuple[float, float, float, float] | None:
    text = root.attrib.get("viewBox")
    if text is None:
        return None
    try:
        x, y, width, height = (float(part) for part in re.split(r"[\s,]+", text.strip()))
    except ValueError:
        del root.attrib["viewBox"]
        return None
    if not all(map(math.isfinite, (x, y, width, height))) or min(width, height) <= 0:
        del root.attrib["viewBox"]
        return None
    if max(map(abs, (x, y, width, height))) > 1e9:
        raise _limit("has a view box that is too large")
    return x, y, width, height


def _length(text: str) -> float | None:
    match = _LENGTH.match(text)
    if match is None or match.group(2) not in _PIXELS:
        return None
    value = float(match.group(1)) * _PIXELS[match.group(2)]
    if value > MAX_LENGTH:
        raise _limit(f"is more than {MAX_LENGTH} pixels long")
    return value if value > 0 else None
