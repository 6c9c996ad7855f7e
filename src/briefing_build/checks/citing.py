"""What citations and entries have to do with one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing_build import rules
from briefing_build.bibtex import Entry
from briefing_build.checks.prose import Ranges, is_quoted, printed
from briefing_build.csljson import how_to_write
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.document import Chapter, CitationItem, Cited, Note
from briefing_build.keys import cited_as
from briefing_build.markdown.inlines import KEY
from briefing_build.resolve import Briefing
from briefing_build.source import Span


def check_keys(briefing: Briefing, found: Diagnostics) -> None:
    """Reports keys that are no citation for want of a space, and entries that nobody uses."""
    meant = _check_unspaced_citations(briefing, found)
    _check_unused_entries(briefing, meant, found)


def _check_unused_entries(briefing: Briefing, meant: set[str], found: Diagnostics) -> None:
    """Reports entries that nobody cites, meant to cite, inherits from, or asked to keep."""
    used = meant | {item.key for cited in _cited(briefing) for item in cited.items}
    for entry in briefing.library.entries.values():
        for name in ("crossref", "xdata", "xref"):
            if keys := entry.value(name):
                used.update(key.strip() for key in keys.split(","))
    for key, entry in briefing.library.entries.items():
        if key not in used and not is_kept(entry) and entry.kind not in {"xdata", "set"}:
            found.report(
                rules.UNUSED_ENTRY,
                f"nobody cites `{key}`",
                at=Label(entry.key_span),
                help=_advice(entry),
            )


def _advice(entry: Entry) -> str:
    keep = how_to_write(entry, "keywords", "keep")
    advice = f"delete it, or keep it in the bibliography with {keep}"
    mark = cited_as(entry.key)
    needs_braces = mark != f"@{entry.key}" and re.fullmatch(r"[^{}\s]+", entry.key)
    return f"cite it as `{mark}`, {advice}" if needs_braces else advice


def is_kept(entry: Entry) -> bool:
    """Whether a work is to stand in the bibliography although nobody cites it."""
    return "keep" in {word.strip() for word in re.split("[,;]", entry.value("keywords"))}


def check_repeated_items(briefing: Briefing, found: Diagnostics) -> None:
    """Reports a key that stands twice in one citation with the same locator or none."""
    for cited in _cited(briefing):
        seen: dict[tuple[str, str, str], int] = {}
        for position, item in enumerate(cited.items):
            first = seen.setdefault((item.key, item.label, item.locator), position)
            # A narrative citation in a note style is two `Cited`: one of them is enough.
            if first != position and cited.form != "author":
                found.report(
                    rules.REPEATED_ITEM,
                    f"`{item.key}` stands twice in this citation",
                    at=Label(item.key_span),
                    related=(Label(cited.items[first].key_span, "here first"),),
                    help="name the other work that was meant, or take it out",
                    fix=_without_second(item, cited.items[first]),
                )


# An item of a citation from the semicolon before it, with no more behind its key than a locator.
_SECOND = re.compile(r";[ \t]*\n?[ \t]*-?@\{?\Z")
_TO_THE_NEXT = re.compile(r"\}?[^;\[\]{}<>@^*_`\\$]*(?=[;\]])")
_LONGEST_ITEM = 400


def _without_second(item: CitationItem, first: CitationItem) -> Fix | None:
    """The fix that takes an item out, if it says nothing that the first of its key does not."""
    if item.prefix or item.suffix or item.suppress_author != first.suppress_author:
        return None
    text, key = item.key_span.source.text, item.key_span
    before = _SECOND.search(text, max(0, key.start - _LONGEST_ITEM), key.start)
    behind = _TO_THE_NEXT.match(text, key.end, key.end + _LONGEST_ITEM)
    if before is None or behind is None:
        return None
    place = key.source.span(before.start(), behind.end())
    return Fix("take the second one out", (Edit(place, ""),), is_safe=True)


# As `KEY`, with a letter or a digit before it.
_UNSPACED = re.compile(rf"@(?<=[^\W_]@){KEY.pattern.removeprefix('@')}")


def _check_unspaced_citations(briefing: Briefing, found: Diagnostics) -> set[str]:
    """Reports keys of entries directly behind a word, and says which they are."""
    entries = briefing.library.entries
    meant: set[str] = set()
    for chapter in briefing.chapters:
        for match, span in printed(chapter, _UNSPACED, "@"):
            key = match["braced"] or match["plain"]
            if key in entries and not _is_address(match):
                meant.add(key)
                found.report(
                    rules.UNSPACED_CITATION,
                    f"`{match[0]}` directly behind a word is no citation",
                    at=Label(span),
                    related=(Label(entries[key].key_span, "the entry"),),
                    help=f"write `[{match[0]}]`, or a space before it",
                    fix=Fix(f"write `[{match[0]}]`", (Edit(span, f"[{match[0]}]"),)),
                )
    return meant


def _is_address(match: re.Match[str]) -> bool:
    """Whether it goes on like an e-mail address or a path: `jane@uni2020.example`."""
    return re.match(r"[\w/@]|\.\w", match.string[match.end() : match.end() + 2]) is not None


# Typed words for "the same"

# What follows a word that is a citation only if nothing else does.
_CLOSES = r"[*_]*(?:\s*[.;)]|,\s*[сСsS]\.|\s*(?:\n\s*\n|\n\[\^|\Z))"
_SAME = re.compile(
    rf"""
      \b(?:[Ii]bid(?:em|\.)?|IBID\.?|(?:[Oo]p|[Ll]oc|[Aa]rt)\.\s?[Cc]it\.?) (?!\w)
    | \b[Ii]d\. (?=,?\sat\s\d)
    | \b[Aa]\.\s?a\.\s?O\. | \b[Ee]bda?\.  | \b[Ee]benda (?={_CLOSES})
    | \b(?:[Тт]ам\sже|[Тт]ам\sсамо|[Yy]enə\sorada) (?={_CLOSES})
    | \b(?:[Уу]каз|[Вв]каз)\.\s?(?:соч|праця)\.?
    | \b(?:[Tt]amże|[Ii]bídem|a\.\s?g\.\s?e\.)
    """,
    re.VERBOSE | re.MULTILINE,
)
_SAME_CUES = (
    "ibid", "ibíd", "cit", "id. at", "id., at", "a.o.", "a. o.", "ebd", "ebenda",
    "там же", "там само", "yenə orada", "каз.", "tamże", "g.e.", "g. e.",
)  # fmt: skip
# In the text such a word is one of a citation where a citation begins and where it ends.
_BEGINS = re.compile(
    r"(?:[(\[]|^(?:[ \t>]*(?:\d+[.)]|[-*+]|\[\d+\]))?[ \t]*)[*_]{0,2}"
    r"(?:(?:[Ss]ee|[Cc]f\.|[Ss]iehe|[Vv]gl\.|[Сс]м\.)(?:\s+also)?\s+)?[*_]{0,2}\Z",
    re.MULTILINE,
)
_ENDS = re.compile(
    r"[*_]{0,2}(?:\.?\s*[)\];]|[.,]?\s*(?:at|pp?\.|[SсСs]\.|§|\d)|\.?\s*$)", re.MULTILINE
)


def check_manual_ibid(briefing: Briefing, found: Diagnostics) -> None:
    """Reports words for "the same work" that an author typed."""
    for chapter in briefing.chapters:
        notes: Ranges | None = None
        for _, span in printed(chapter, _SAME, _SAME_CUES):
            notes = notes or Ranges(_notes(chapter))
            if (span.start in notes or _is_citing(span)) and not is_quoted(span):
                found.report(
                    rules.MANUAL_IBID,
                    f"`{span.text}` was typed, and will name another work when a note is added",
                    at=Label(span),
                    help="cite the work by its key, `[@key, p. 4]`; the style shortens it",
                )


def _notes(chapter: Chapter) -> list[tuple[int, int]]:
    return [
        (block.span.start, block.span.end) for note in chapter.nodes(Note) for block in note.body
    ]


def _is_citing(span: Span) -> bool:
    text = span.source.text
    begins = _BEGINS.search(text, max(0, span.start - 40), span.start)
    return bool(begins and _ENDS.match(text, span.end))


def _cited(briefing: Briefing) -> Iterator[Cited]:
    return (cited for chapter in briefing.chapters for cited in chapter.nodes(Cited))
