"""Which tags an element of our pages gets: tables of names, by class, role, place and element.

A kind is a chain of tags, each inside the one before, of which the last takes the content; an
empty chain leaves the content to the tag around it. Elements that say nothing get none.
"""

from __future__ import annotations

from typing import Any

Kind = tuple[str, ...]

_BY_CLASS: dict[tuple[str, str], Kind] = {
    ("a", "note-number"): ("Lbl", "Link"),
    ("div", "endnote"): ("Note",),
    ("div", "judgement"): ("Div",),
    ("img", "formula"): ("Formula",),
    ("p", "endnote-number"): ("Lbl",),
    # A pointer to a note that stands elsewhere is none itself.
    ("span", "pointer"): ("Span",),
    # Inside a note, which stands in a paragraph, all blocks are `span` elements.
    ("span", "p"): ("P",),
    ("span", "quotation"): ("BlockQuote",),
    ("span", "code"): ("P",),
    ("span", "list"): ("L",),
    ("span", "item"): ("LI", "LBody"),
    ("span", "table"): ("Table",),
    ("span", "row"): ("TR",),
    ("span", "head"): ("TH",),
    ("span", "cell"): ("TD",),
}
_BY_ROLE: dict[str, Kind] = {
    "doc-toc": ("TOC",),
    "doc-noteref": ("Reference", "Link"),
    "doc-footnote": ("Note",),
}
_BY_PLACE: dict[tuple[str, str], Kind] = {
    ("li", "TOC"): ("TOCI",),
    ("ol", "TOCI"): ("TOC",),
    ("a", "TOCI"): ("Reference", "Link"),
    ("div", "L"): ("LI",),
    ("dt", "L"): ("LI", "Lbl"),
    ("dd", "L"): ("LI", "LBody"),
}
_BY_ELEMENT: dict[str, Kind] = {
    "section": ("Sect",),
    "article": ("Sect",),
    "nav": ("Sect",),
    "aside": ("Aside",),
    "blockquote": ("BlockQuote",),
    "figure": ("Div",),
    "figcaption": ("Caption",),
    "p": ("P",),
    "pre": ("P",),
    "ul": ("L",),
    "ol": ("L",),
    "dl": ("L",),
    "li": ("LI", "LBody"),
    "dt": ("Lbl",),
    "dd": ("LBody",),
    "table": ("Table",),
    "caption": ("Caption",),
    "thead": ("THead",),
    "tbody": ("TBody",),
    "tfoot": ("TFoot",),
    "tr": ("TR",),
    "th": ("TH",),
    "td": ("TD",),
    "img": ("Figure",),
    "svg": ("Figure",),
    "a": ("Link",),
    "em": ("Em",),
    "strong": ("Strong",),
    "code": ("Code",),
    **{f"h{level}": (f"H{level}",) for level in range(1, 7)},
}

_LABELS = {"bullet", "label"}


def kind_of(element: Any, parent: str) -> Kind:
    """The chain for an element whose content would else go to a tag of kind `parent`."""
    name = element.tag.rpartition("}")[2]
    if name == "a" and element.get("href") is None:
        return ()
    classes = _classes(element)
    if parent == "LBody" and name == "span" and not _LABELS.isdisjoint(classes):
        return ("Lbl",)
    return (
        next((_BY_CLASS[name, word] for word in classes if (name, word) in _BY_CLASS), None)
        or _BY_ROLE.get(element.get("role", ""))
        or _BY_PLACE.get((name, parent))
        or _BY_ELEMENT.get(name, ())
    )


def is_ornament(element: Any) -> bool:
    """Whether what an element shows is there for the eye alone."""
    return (
        element.get("role") == "presentation"
        or element.get("aria-hidden") == "true"
        or "between-marks" in _classes(element)
    )


def _classes(element: Any) -> list[str]:
    words: list[str] = element.get("class", "").split()
    return words
