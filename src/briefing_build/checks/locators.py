"""Places in works that cannot be meant as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from urllib.parse import urlsplit

from briefing_build import rules
from briefing_build.bibtex import Entry
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import CitationItem, Cited, plain_text
from briefing_build.markdown.locator_words import words_of
from briefing_build.resolve import Briefing
from briefing_build.source import Span
from briefing_build.terms import primary_language


def check_locators(briefing: Briefing, found: Diagnostics) -> None:
    """Reports pages that run backwards or that a work has not, and labels that are none."""
    language = primary_language(briefing.manuscript.settings.language)
    for chapter in briefing.chapters:
        for cited in chapter.nodes(Cited):
            for item in cited.items:
                if item.locator:
                    _check_locator(item, cited, briefing.library.entries[item.key], found)
                elif item.suffix:
                    _check_label(item, cited, language, found)


def _check_locator(item: CitationItem, cited: Cited, entry: Entry, found: Diagnostics) -> None:
    if backwards := _backwards(item, cited):
        span = _written(item.locator, item, cited)
        found.report(
            rules.SUSPECT_LOCATOR,
            f"the range `{backwards}` runs backwards",
            at=Label(span),
            help=f"if `{span.text}` is a single number, put it in braces: `{{{span.text}}}`",
        )
    elif item.label == "page" and _has_no_pages(entry):
        found.report(
            rules.SUSPECT_LOCATOR,
            f"`{item.key}` is a web page, which has no page `{item.locator}`",
            at=Label(_written(item.locator, item, cited)),
            related=(Label(entry.key_span, "the entry"),),
            help="name a section or a paragraph, `sec. 2` or `para. 4`, or take it out",
        )
    elif item.label == "page" and (outside := _outside(item.locator, entry)):
        found.report(
            rules.SUSPECT_LOCATOR,
            f"page {outside} is not among the pages of `{item.key}`",
            at=Label(_written(item.locator, item, cited)),
            related=(Label(entry.fields["pages"].value_span, "its pages"),),
            help="cite the page that is printed in the work, or correct the entry",
        )


def _written(words: str, item: CitationItem, cited: Cited) -> Span:
    """Where words behind a key stand; the key, if they are written in another way."""
    source = item.key_span.source
    start = source.text.find(words, item.key_span.end, cited.span.end)
    return source.span(start, start + len(words)) if start >= 0 else item.key_span


# What may be a range. A section `12-8` is the eighth of the twelfth chapter.
_COUNTED = frozenset({"page", "column", "folio", "line"})
_RANGE = re.compile(r"(?<![\w.:–—-])(?P<first>\d{1,6})[-–—]{1,3}(?P<last>\d{1,6})(?![\w.:–—-])")


def _backwards(item: CitationItem, cited: Cited) -> str:
    """The first range that runs backwards, if any; one in braces is a number and no range."""
    if item.label not in _COUNTED:
        return ""
    for match in _RANGE.finditer(item.locator):
        if _completed(match["first"], match["last"]) < int(match["first"]):
            span = _written(item.locator, item, cited)
            return "" if span.source.text.startswith("}", span.end) else match[0]
    return ""


def _completed(first: str, last: str) -> int:
    """The end of a range that may be cut short: 123–8 ends at 128, 12–8 is no way to write 18."""
    if len(first) > 2 and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return int(last)


_WEB_PAGE = frozenset({"online", "webpage", "blog", "tweet"})
_IN_PAGES = ("pages", "pagetotal", "isbn", "doi", "eprint")
_DOCUMENT = re.compile(r"pdf|download|docx?\b|epub|djvu|attachment|viewer")


def _has_no_pages(entry: Entry) -> bool:
    if entry.kind not in _WEB_PAGE or any(map(entry.value, _IN_PAGES)):
        return False
    # Reports are often entered so; a document has pages, wherever it lies.
    address = _path(entry.value("url"))
    return address is not None and _DOCUMENT.search(address) is None


def _path(address: str) -> str | None:
    """What stands behind the host of an address, in small letters; None if there is none."""
    try:
        parts = urlsplit(address.lower())
    except ValueError:
        return None
    return f"{parts.path}?{parts.query}" if parts.netloc else None


# Pages

_PAGES = re.compile(r"\s*(?P<first>\d{1,6})(?:\s*[-–—]{1,3}\s*(?P<last>\d{1,6}))?\s*")
_WHOLE = frozenset({"book", "mvbook", "report", "thesis", "collection", "proceedings", "manual"})


def _outside(locator: str, entry: Entry) -> str:
    """The first page of a locator that is none of an entry's pages, or nothing."""
    ranges = [*_ranges(entry)]
    if not ranges:
        return ""
    for match in re.finditer(r"(?<![\w.:–—-])\d{1,6}(?![\w.:])", locator):
        page = int(match[0])
        if not any(first <= page <= last for first, last in ranges):
            return match[0]
    return ""


_MOST_RANGES = 50


def _ranges(entry: Entry) -> Iterator[tuple[int, int]]:
    """The pages of an entry, as far as they are plain numbers."""
    parts = re.split("[,;]", entry.value("pages"))
    read = [_PAGES.fullmatch(part) for part in parts[:_MOST_RANGES]]
    for match in read:
        if (
            match is None or not all(read) or len(parts) > _MOST_RANGES
        ):  # `e102`, `A3`, `45+`: nobody knows where they end.
            return
        first = int(match["first"])
        if match["last"]:
            yield first, _completed(match["first"], match["last"])
        elif entry.kind in _WHOLE:  # How many there are, from managers of references.
            yield 1, first
        else:
            yield first, 1_000_000


# Labels

_LABELLED = re.compile(
    r",?\s*(?P<word>[^\W\d_]{1,14})(?P<stop>\.?)\s*(?P<number>\d[\w–—-]{0,12})\s*"
)
_ALONE = re.compile(r",?\s*(?P<word>[^\W\d_]{1,8}\.|§+)\s*")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
# Words that stand before a number and say something else than where.
_OTHER_WORDS = frozenset("no item entry par act part version".split())


def _check_label(item: CitationItem, cited: Cited, language: str, found: Diagnostics) -> None:
    words = plain_text(item.suffix)
    if alone := _ALONE.fullmatch(words):
        if alone["word"] in words_of(language):
            found.report(
                rules.SUSPECT_LOCATOR,
                f"`{alone['word']}` without a number",
                at=Label(_written(alone["word"], item, cited)),
                help="write the number behind it, or take it out",
            )
        return
    match = _LABELLED.fullmatch(words)
    if match is None or _YEAR.fullmatch(match["number"]):
        return
    label = _meant_label(match["word"], language)
    if label:
        found.report(
            rules.SUSPECT_LOCATOR,
            f"`{match['word']}{match['stop']}` is not known as a label of a place",
            at=Label(_written(match["word"] + match["stop"], item, cited)),
            help=f"did you mean `{label} {match['number']}`?",
        )


@cache
def _meant_label(word: str, language: str) -> str:
    """The label that a word nearly is: cut short, without its stop or misspelt."""
    labels = words_of(language)
    folded = word.lower()
    if word in labels or f"{word}." in labels:
        return f"{word}." if f"{word}." in labels else ""
    if folded in _OTHER_WORDS or len(folded) < 3:
        return ""
    long = [label for label in labels if label.isalpha() and len(label) > 3]
    long = [label for label in long if label[0] == folded[0]]
    begun = [label for label in long if label.startswith(folded)]
    near = begun or get_close_matches(folded, long, n=1, cutoff=0.8)
    return near[0] if near else ""
