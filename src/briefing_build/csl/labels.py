"""The labels of locators, given to citeproc under names that it knows.

Citeproc knows a locator by the words of the document's language. Each label gets one more term,
in a form that no style prints, so that we can name it plainly in any language.

It knows the labels of CSL 1.0.1. An article of a treaty borrows the label of something that this
briefing never cites, an opus or a folio, with the words for an article and in the style's own
tests, and so comes out in the style's own punctuation. When no lender is left, the locator is
written with its label before it, as the style would, under a label that is printed as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from briefing_build.csl.words import in_words, label_words
from briefing_build.terms import primary_language

_CSL = "{http://purl.org/net/xbiblio/csl}"

_KNOWN = (
    "book", "chapter", "column", "figure", "folio", "issue", "line", "note", "opus", "page",
    "paragraph", "part", "section", "sub-verbo", "verse", "volume",
)  # fmt: skip
_LENDERS = ("opus", "folio", "sub-verbo", "verse", "column", "line", "figure", "issue", "book")

Terms = Mapping[str, tuple[str, str]]
"""The words for a label by CSL's form, for one and for several."""


@dataclass(frozen=True, slots=True)
class Labels:
    """How citeproc is told of each label.

    `words` gives for a label the word that names it in a citation's suffix. The locators of those
    in `spelled` are written with their label, for which it has the terms, in the style's form.
    """

    words: Mapping[str, str]
    spelled: Mapping[str, Terms]
    form: str = "short"
    has_capital: bool = False
    strips_periods: bool = False

    def locator(self, label: str, locator: str) -> str:
        """What is told of a locator with this label."""
        if label not in self.spelled:
            return locator
        text = in_words(self.spelled[label][self.form], locator)
        if self.strips_periods:
            text = text.removesuffix(locator).replace(".", "") + locator
        return text[:1].upper() + text[1:] if self.has_capital else text


def add_labels(root: Any, cited: Sequence[Any], labels: Sequence[str], language: str) -> Labels:
    """Makes a style know `labels`; `cited` are the elements that its citations reach."""
    plan = _planned(root, labels)
    spelled = {label: _terms(root, label, language) for label in plan.spelled}
    locale = etree.Element(f"{_CSL}locale")
    terms = etree.SubElement(locale, f"{_CSL}terms")
    for name, label in plan.lent.items():
        _lend(terms, name, _terms(root, label, language))
        _rename(root, label, name)
    if plan.carrier:
        _lend(terms, plan.carrier, dict.fromkeys(("long", "short", "symbol"), ("", "")))
    words: dict[str, str] = {}
    for label, name in plan.names.items():
        words[label] = f"briefing{name.replace('-', '')}"
        etree.SubElement(terms, f"{_CSL}term", name=name, form="verb").text = words[label]
    first = next(i for i, part in enumerate(root) if part.tag != f"{_CSL}info")
    root.insert(first, locale)
    return _in_form(Labels(words, spelled), cited)


@dataclass(slots=True)
class _Plan:
    """Under what names labels go, which names are lent to which, and which labels are spelled."""

    names: dict[str, str] = field(default_factory=dict)
    lent: dict[str, str] = field(default_factory=dict)
    spelled: list[str] = field(default_factory=list)
    carrier: str = ""


def _planned(root: Any, labels: Sequence[str]) -> _Plan:
    tested = {word for part in root.iter() for word in part.get("locator", "").split()}
    known = [label for label in labels if label in _KNOWN]
    # What a style asks about is lent a name before others, whose punctuation is all they need.
    unknown = sorted(
        (label for label in labels if label not in _KNOWN), key=lambda label: label not in tested
    )
    free = [name for name in _LENDERS if name not in tested]
    lenders = [name for name in free if name not in known]
    others = [name for name in free if name in known]
    needed = sum(1 for label in unknown if label in tested)
    plan = _Plan()
    if len(unknown) > len(lenders):
        # One carries all that have no lender, and what is rarest gives way to it.
        while others and len(lenders) <= needed:
            plan.spelled.append(others.pop(0))
            lenders.append(plan.spelled[-1])
        plan.carrier = lenders.pop() if lenders else ""
    for label in unknown:
        if lenders:
            plan.lent[lenders.pop(0)] = label
        else:
            plan.spelled.append(label)
    plan.names = {label: label for label in known if label not in plan.spelled}
    plan.names |= {label: name for name, label in plan.lent.items()}
    if plan.carrier:
        plan.names |= dict.fromkeys(plan.spelled, plan.carrier)
    return plan


def _terms(root: Any, label: str, language: str) -> Terms:
    """The words for a label: the style's own, where it has any in this language, or ours."""
    own: dict[str, tuple[str, str]] = {}
    for locale in root.findall(f"{_CSL}locale"):
        spoken = locale.get("{http://www.w3.org/XML/1998/namespace}lang", language)
        if primary_language(spoken) == primary_language(language):
            for term in locale.iterfind(f"{_CSL}terms/{_CSL}term[@name='{label}']"):
                own[term.get("form", "long")] = _single_and_multiple(term)
    words = label_words(label, language)
    if "long" in own and not any(words["short"]):
        words |= dict.fromkeys(words, own["long"])
    return words | own


def _single_and_multiple(term: Any) -> tuple[str, str]:
    whole = (term.text or "").strip()
    single = term.findtext(f"{_CSL}single", whole)
    return single, term.findtext(f"{_CSL}multiple", single)


def _lend(terms: Any, name: str, words: Terms) -> None:
    for form, (single, multiple) in words.items():
        term = etree.SubElement(terms, f"{_CSL}term", name=name, form=form)
        etree.SubElement(term, f"{_CSL}single").text = single
        etree.SubElement(term, f"{_CSL}multiple").text = multiple


def _rename(root: Any, label: str, name: str) -> None:
    """Makes what a style asks about a label a question about its lender."""
    for part in root.iter(f"{_CSL}if", f"{_CSL}else-if"):
        asked = part.get("locator", "").split()
        if label in asked:
            part.set("locator", " ".join(name if word == label else word for word in asked))


def _in_form(labels: Labels, cited: Sequence[Any]) -> Labels:
    printed = [
        part
        for part in cited
        if part.tag == f"{_CSL}label"
        and part.get("variable") == "locator"
        and part.get("form") != "symbol"
    ]
    if not printed:
        return labels
    usual = printed[-1]
    return Labels(
        labels.words,
        labels.spelled,
        usual.get("form", "long"),
        usual.get("text-case", "").startswith("capitalize"),
        usual.get("strip-periods") == "true",
    )
