"""A citation style (CSL) made ready for one briefing, its text otherwise untouched.

What a style may not do was refused where it was read (`citation_style`). The links in it are
taken out: citeproc is to find nothing to follow.

Some things are changed in memory:

- *No ibid. in numeric styles.* Each test for the positions `ibid` and `ibid-with-locator` is made
  one that never holds: the pauses that keep "ibid." to its chapter would take numbers of works.
- *Numbers of notes* that the style points back to are marked (`note_numbers`).
- *Locators with any label, in any language* (`labels`).
- *No dash for a name* in a bibliography in groups: the name may stand in another.
- *Repairs* of what pandoc gets wrong (`repairs`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from briefing_build.citation_style import RefusedStyle
from briefing_build.csl.labels import Labels, add_labels
from briefing_build.csl.locales import add_locale, known_language
from briefing_build.csl.note_numbers import mark_note_numbers
from briefing_build.csl.repairs import repair, sets_bare_initials
from briefing_build.terms import primary_language

_CSL = "{http://purl.org/net/xbiblio/csl}"
_NEVER = "briefing-never"
_IBID = {"ibid", "ibid-with-locator"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style's text as citeproc gets it, and what the stage must know of it.

    `labels` says how citeproc is told of the labels of locators. Numeric styles have no authors in
    their citations, and some have neither locators nor their labels; some write `p. ` before any
    locator (`names_pages`). `types` are the types
    of works that the style tells apart; `looks_back` is whether it may print "ibid." for a work
    that was cited just before, `has_bare_initials` whether it sets initials without full stops.
    A citation that `is_in_brackets` has no room for more round ones,
    and stops go inside quotation marks where it `is_american`.
    """

    text: bytes
    labels: Labels
    language: str
    has_bibliography: bool
    has_note_numbers: bool
    looks_back: bool
    says_no_date: bool
    prints_locators: bool
    prints_labels: bool
    names_pages: bool
    names_authors: bool
    types: frozenset[str]
    has_bare_initials: bool
    is_in_brackets: bool
    is_american: bool


def prepare(text: str, language: str, labels: Iterable[str], *, is_parted: bool = False) -> Style:
    """The style as it is used in a briefing in `language` that has locators with `labels`.

    `is_parted` is whether its bibliography is printed in groups. Raises `RefusedStyle`.
    """
    root = _parse(text)
    for link in root.findall(f"{_CSL}info/{_CSL}link"):
        link.getparent().remove(link)
    if is_numeric := _mentions(root, "variable", "citation-number"):
        _drop_ibid(root)
    repair(root, language)
    mark_note_numbers(root)
    add_locale(root, language)
    if is_parted:
        _repeat_names(root)
    own = root.get("default-locale", "")
    # A British style in an American briefing keeps its own quotation marks.
    cited = _reached(root, root.find(f"{_CSL}citation"))
    known = add_labels(root, cited, sorted(set(labels)), language)
    british = _mentions(root, "punctuation-in-quote", "false")
    is_own = bool(own) and primary_language(own) == primary_language(language)
    return Style(
        labels=known,
        text=etree.tostring(root, encoding="utf-8", xml_declaration=True),
        language=own if is_own else known_language(language),
        has_bibliography=root.find(f"{_CSL}bibliography") is not None,
        has_note_numbers=_mentions(root, "variable", "first-reference-note-number"),
        looks_back=not is_numeric and _mentions(root, "position", "ibid"),
        says_no_date=_mentions(root, "term", "no date"),
        prints_locators=any(part.get("variable") == "locator" for part in cited),
        prints_labels=any(
            part.get("variable") == "locator" and part.tag == f"{_CSL}label" for part in cited
        ),
        names_pages=any(map(_names_pages, cited)),
        names_authors=any(part.tag == f"{_CSL}names" for part in cited),
        types=frozenset(kind for part in root.iter() for kind in part.get("type", "").split()),
        is_american=(own if is_own else language).lower() in {"en", "en-us"} and not british,
        has_bare_initials=sets_bare_initials(root),
        is_in_brackets="(" in (root.find(f"{_CSL}citation/{_CSL}layout").get("prefix") or ""),
    )


def _parse(text: str) -> Any:
    """The tree of a style that was found good when it was read."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    # The text was decoded where it was read, whatever its declaration says.
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:  # the other parser took it
        raise RefusedStyle(f"is not well-formed XML: {error.msg}") from None


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


def _repeat_names(root: Any) -> None:
    bibliography = root.find(f"{_CSL}bibliography")
    if bibliography is not None:
        bibliography.attrib.pop("subsequent-author-substitute", None)


def _macros(root: Any) -> dict[str, Any]:
    return {macro.get("name", ""): macro for macro in root.iter(f"{_CSL}macro")}


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


def _names_pages(part: Any) -> bool:
    """Whether an element prints a locator as a page whatever it is: `с. 12`."""
    prefix = part.get("prefix", "") if part.get("variable") == "locator" else ""
    return re.search(r"[^\W\d_]", prefix) is not None


def _mentions(root: Any, attribute: str, word: str) -> bool:
    return any(word in (part.get(attribute) or "") for part in root.iter())
