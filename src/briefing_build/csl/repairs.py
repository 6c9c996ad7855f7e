"""What pandoc's citeproc gets wrong and a style or a work can be changed for, in memory.

Each repair has its cells in the comparison with the reference engine (`tests/oracle`): without
it they differ. None changes what a correct citeproc would print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from briefing_build.terms import primary_language

_CSL = "{http://purl.org/net/xbiblio/csl}"

JOINT = "\uf8f0"  # a letter of private use, that no author writes
"""Stands between an initial and a name that is written out; `without_joints` takes it off."""

# Ordinals whose gendered forms pandoc takes for the plain one: `2-е изд.`
_ORDINALS = {"ru": "-е"}


def repair(root: Any, language: str) -> None:
    """Mends a style, given by its root, for a briefing in `language`."""
    _print_labels_behind_names(root)
    _print_terms_without_dates(root)
    macros = {macro.get("name", ""): macro for macro in root.iter(f"{_CSL}macro")}
    # OSCOLA's own omission: it prints no treaty series.
    if "treaty-catchall" in macros and "page-first" in macros:
        macros["page-first"].insert(0, _treaty_series())
    if ordinal := _ORDINALS.get(primary_language(language)):
        root.insert(_behind_info(root), _locale_with("ordinal", ordinal))


def _print_labels_behind_names(root: Any) -> None:
    """A label without a name beside it is printed before the names by pandoc.

    Behind them says the specification, and Vancouver means it.
    """
    for names in root.iter(f"{_CSL}names"):
        if names.find(f"{_CSL}label") is not None and names.find(f"{_CSL}name") is None:
            names.insert(0, etree.Element(f"{_CSL}name"))


def _print_terms_without_dates(root: Any) -> None:
    """A group of `Accessed: [date]` and `[Online]` is dropped by pandoc where there is no date.

    A group that is printed counts as a variable that is not empty (CSL 1.0.2, Group), and IEEE
    relies on it. So the inner group is asked for only where there is a date.
    """
    for group in list(root.iter(f"{_CSL}group")):
        inside = list(group)
        dates = [part for part in inside if part.tag == f"{_CSL}date"]
        is_dated = len(dates) == 1 and len(inside) == 2 and inside[0].get("term")
        others = [] if group.getparent() is None else list(group.itersiblings(f"{_CSL}group"))
        if is_dated and any(_may_be_terms(other) for other in others):
            choose = etree.Element(f"{_CSL}choose")
            group.addprevious(choose)
            there = etree.SubElement(choose, f"{_CSL}if", variable=dates[0].get("variable"))
            there.append(group)


def _may_be_terms(group: Any) -> bool:
    """Whether a group may print nothing but terms: one branch of its choice has nothing else."""
    branches = group.findall(f"{_CSL}choose/{_CSL}else")
    return any(part.get("term") for branch in branches for part in branch)


def _treaty_series() -> Any:
    """`729 UNTS`, which stands before the first page."""
    choose = etree.Element(f"{_CSL}choose")
    series = etree.SubElement(choose, f"{_CSL}if", type="treaty")
    group = etree.SubElement(series, f"{_CSL}group", delimiter=" ", suffix=" ")
    etree.SubElement(group, f"{_CSL}text", variable="volume")
    etree.SubElement(group, f"{_CSL}text", variable="container-title", form="short")
    return choose


def _locale_with(term: str, text: str) -> Any:
    locale = etree.Element(f"{_CSL}locale")
    terms = etree.SubElement(locale, f"{_CSL}terms")
    etree.SubElement(terms, f"{_CSL}term", name=term).text = text
    return locale


def _behind_info(root: Any) -> int:
    return next(i for i, part in enumerate(root) if part.tag != f"{_CSL}info")


# Works


def mended(item: Mapping[str, Any], *, has_bare_initials: bool) -> dict[str, Any]:
    """A work as pandoc prints it right."""
    work = dict(item)
    for name in _TITLES & work.keys():
        work[name] = _SMALL_WORDS.sub(r'<span class="nocase">\g<0></span>', work[name])
    return _with_joints(work) if has_bare_initials else work


_TITLES = {"title", "title-short", "container-title", "collection-title", "volume-title"}
# Pandoc takes the full stop of `the U.S. and Russia` for the end of a sentence.
_SMALL_WORDS = re.compile(
    r"(?<=\b[A-Z]\. )(?:a|an|and|as|at|but|by|for|from|in|into|nor|of|on|or|the|to|via|with)\b"
)


def sets_bare_initials(root: Any) -> bool:
    """Whether a style sets initials without full stops, `JD Watson`."""
    return any(part.get("initialize-with") == "" for part in root.iter())


def _with_joints(item: Mapping[str, Any]) -> dict[str, Any]:
    """A work for a style with bare initials.

    Pandoc takes away the space in `S. Frederick`, and leaves the full stop of `Jr.`
    """
    return {
        name: [_jointed(person) for person in value] if _are_people(value) else value
        for name, value in item.items()
    }


def _are_people(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(person, dict) for person in value)


def _jointed(person: Mapping[str, Any]) -> dict[str, Any]:
    mended = dict(person)
    if "given" in mended:
        mended["given"] = re.sub(r"(?<!\w)(\w\.?) (?=\w{2})", rf"\1{JOINT} ", mended["given"])
    if "suffix" in mended:
        mended["suffix"] = mended["suffix"].removesuffix(".")
    return mended


def without_joints(text: str) -> str:
    """`S Frederick Starr`, and `Starr SF` where the names are initials."""
    return re.sub(JOINT, "", re.sub(rf"{JOINT}(?=\w{{2}})", " ", text))
