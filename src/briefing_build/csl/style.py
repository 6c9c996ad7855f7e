"""A citation style (CSL) made ready for one briefing, its text otherwise untouched.

What a style may not do is refused here, before any program sees it: point to another style
(which would be fetched from a network), call its macros in a circle, or grow without bound.

Some things are changed in memory:

- *No ibid.* Each test for the positions `ibid` and `ibid-with-locator` is made one that never
  holds. "Ibid." breaks when a paragraph moves and means nothing where notes are read one at a
  time, so a work cited again has the form that the style gives to later citations. Dummy
  citations between the real ones would do the same at the cost of every note's number.
- *Locators in any language.* Citeproc knows a locator by the words of the document's language.
  Each label gets one more term, in a form that no style prints, so that we can name it plainly.
- *More labels.* Citeproc knows the labels of CSL 1.0.1. An article of a treaty borrows the label
  of something that this briefing never cites (an opus, a folio), with the words for an article,
  and so comes out in the style's own punctuation.
- *Two repairs.* A label without a name beside it is printed before the names by pandoc, behind
  them by the specification, which Vancouver means. OSCOLA prints no treaty series.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from briefing_build.csl.words import label_words

_CSL = "{http://purl.org/net/xbiblio/csl}"
_NEVER = "briefing-never"
_IBID = {"ibid", "ibid-with-locator"}
_MOST_ELEMENTS = 20_000
_LARGEST_EXPANSION = 20_000_000  # Chicago's two million are the largest known.

_KNOWN_LABELS = (
    "book", "chapter", "column", "figure", "folio", "issue", "line", "note", "opus", "page",
    "paragraph", "part", "section", "sub-verbo", "verse", "volume",
)  # fmt: skip
_LENDERS = ("opus", "folio", "sub-verbo", "verse", "column", "line", "figure", "issue", "book")


class RefusedStyle(Exception):
    """Why a style is not used, in words that follow its name."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style's text as citeproc gets it, and what the stage must know of it.

    `labels` gives for a locator's label the word that names it in a citation's suffix. Numeric
    styles have no authors in their citations, and some have neither locators nor their labels.
    `types` are the types of works that the style tells apart.
    """

    text: bytes
    labels: Mapping[str, str]
    language: str
    has_bibliography: bool
    has_note_numbers: bool
    says_no_date: bool
    prints_locators: bool
    prints_labels: bool
    names_authors: bool
    types: frozenset[str]


def prepare(text: str, language: str, labels: Iterable[str]) -> Style:
    """The style as it is used in a briefing in `language` that has locators with `labels`.

    Raises `RefusedStyle`.
    """
    root = _parse(text)
    _refuse_endless_macros(root)
    for link in root.findall(f"{_CSL}info/{_CSL}link"):
        link.getparent().remove(link)
    _drop_ibid(root)
    _repair(root)
    words_for_labels = _add_labels(root, sorted(set(labels)), language)
    own = root.get("default-locale", "")
    # A British style in an American briefing keeps its own quotation marks.
    cited = _reached(root, root.find(f"{_CSL}citation"))
    is_own = bool(own) and _primary(own) == _primary(language)
    return Style(
        labels=words_for_labels,
        text=etree.tostring(root, encoding="utf-8", xml_declaration=True),
        language=own if is_own else language,
        has_bibliography=root.find(f"{_CSL}bibliography") is not None,
        has_note_numbers=_mentions(root, "variable", "first-reference-note-number"),
        says_no_date=_mentions(root, "term", "no date"),
        prints_locators=any(part.get("variable") == "locator" for part in cited),
        prints_labels=any(
            part.get("variable") == "locator" and part.tag == f"{_CSL}label" for part in cited
        ),
        names_authors=any(part.tag == f"{_CSL}names" for part in cited),
        types=frozenset(kind for part in root.iter() for kind in part.get("type", "").split()),
    )


def _parse(text: str) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        # The text was decoded where it was read, whatever its declaration says.
        text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise RefusedStyle(f"is not well-formed XML: {error.msg}") from None
    if root.getroottree().docinfo.doctype:
        raise RefusedStyle("declares a document type, which is not read")
    if root.tag != f"{_CSL}style":
        raise RefusedStyle("is not a citation style (CSL 1.0)")
    if any(link.get("rel") == "independent-parent" for link in root.iter(f"{_CSL}link")):
        raise RefusedStyle("only points to another style")
    if root.find(f"{_CSL}citation/{_CSL}layout") is None:
        raise RefusedStyle("has no `citation` with a `layout`")
    return root


def _refuse_endless_macros(root: Any) -> None:
    """Refuses macros that call one another in a circle, are missing, or grow beyond measure."""
    macros = _macros(root)
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise RefusedStyle(f"has more than {_MOST_ELEMENTS:,} elements")
    sizes: dict[str, int] = {}
    open_macros: list[str] = []

    def size(element: Any) -> int:
        total = 0
        for part in element.iter():
            name = part.get("macro")
            total += 1 if name is None else 1 + size_of(name)
        if total > _LARGEST_EXPANSION:
            raise RefusedStyle("has macros that grow beyond measure")
        return total

    def size_of(name: str) -> int:
        if name in open_macros or len(open_macros) > 50:
            raise RefusedStyle(f"has a macro that calls itself: `{name}`")
        if name not in macros:
            raise RefusedStyle(f"calls a macro that it has not: `{name}`")
        if name not in sizes:
            open_macros.append(name)
            sizes[name] = size(macros[name])
            open_macros.pop()
        return sizes[name]

    size(root)


def _drop_ibid(root: Any) -> None:
    for condition in root.iter(f"{_CSL}if", f"{_CSL}else-if"):
        positions = condition.get("position", "").split()
        kept = [position for position in positions if position not in _IBID]
        if len(kept) == len(positions):
            continue
        # Word by word: `match` may ask for any, all or none of them.
        never = [_NEVER] * (len(positions) - len(kept))
        condition.set("variable", " ".join([*condition.get("variable", "").split(), *never]))
        if kept:
            condition.set("position", " ".join(kept))
        else:
            del condition.attrib["position"]


def _repair(root: Any) -> None:
    for names in root.iter(f"{_CSL}names"):
        if names.find(f"{_CSL}label") is not None and names.find(f"{_CSL}name") is None:
            names.insert(0, etree.Element(f"{_CSL}name"))
    macros = _macros(root)
    if "treaty-catchall" in macros and "page-first" in macros:
        macros["page-first"].insert(0, _treaty_series())


def _macros(root: Any) -> dict[str, Any]:
    return {macro.get("name", ""): macro for macro in root.iter(f"{_CSL}macro")}


def _treaty_series() -> Any:
    """`729 UNTS`, which stands before the first page."""
    choose = etree.Element(f"{_CSL}choose")
    series = etree.SubElement(choose, f"{_CSL}if", type="treaty")
    group = etree.SubElement(series, f"{_CSL}group", delimiter=" ", suffix=" ")
    etree.SubElement(group, f"{_CSL}text", variable="volume")
    etree.SubElement(group, f"{_CSL}text", variable="container-title", form="short")
    return choose


def _reached(root: Any, element: Any) -> list[Any]:
    """All elements of a part of the style and of the macros that it calls."""
    macros = _macros(root)
    reached: list[Any] = []
    called: set[str] = set()
    waiting = [element]
    while waiting:
        for part in waiting.pop().iter():
            reached.append(part)
            name = part.get("macro")
            if name is not None and name not in called:
                called.add(name)
                waiting.append(macros[name])
    return reached


def _add_labels(root: Any, labels: list[str], language: str) -> dict[str, str]:
    """Adds the terms by which locators are recognised; answers with those words."""
    tested = {word for part in root.iter() for word in part.get("locator", "").split()}
    lenders = [name for name in _LENDERS if name not in tested and name not in labels]
    locale = etree.Element(f"{_CSL}locale")
    terms = etree.SubElement(locale, f"{_CSL}terms")
    known: dict[str, str] = {}
    for label in labels:
        if label in _KNOWN_LABELS:
            name = label
        elif lenders:
            name = lenders.pop(0)
            _lend(terms, name, label, language)
        else:
            continue
        known[label] = f"briefing{name.replace('-', '')}"
        term = etree.SubElement(terms, f"{_CSL}term", name=name, form="verb")
        term.text = known[label]
    first = next(i for i, part in enumerate(root) if part.tag != f"{_CSL}info")
    root.insert(first, locale)
    return known


def _lend(terms: Any, name: str, label: str, language: str) -> None:
    for form, (single, multiple) in label_words(label, language).items():
        term = etree.SubElement(terms, f"{_CSL}term", name=name, form=form)
        etree.SubElement(term, f"{_CSL}single").text = single
        etree.SubElement(term, f"{_CSL}multiple").text = multiple


def _mentions(root: Any, attribute: str, word: str) -> bool:
    return any(word in (part.get(attribute) or "") for part in root.iter())


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
