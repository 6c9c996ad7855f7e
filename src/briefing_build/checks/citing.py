"""What citations and entries have to do with one another."""

from __future__ import annotations

import re

from briefing_build import rules
from briefing_build.bibtex import Entry
from briefing_build.csljson import how_to_write
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import Cited, walk
from briefing_build.resolve import Briefing, cited_as


def check_unused_entries(briefing: Briefing, found: Diagnostics) -> None:
    """Reports entries that nobody cites, inherits from, or asked to keep."""
    used = {item.key for cited in _cited(briefing) for item in cited.items}
    for entry in briefing.library.entries.values():
        for name in ("crossref", "xdata", "xref"):
            used.update(key.strip() for key in entry.value(name).split(","))
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
                )


def _cited(briefing: Briefing) -> list[Cited]:
    return [
        node
        for chapter in briefing.chapters
        for node in walk(chapter.blocks)
        if isinstance(node, Cited)
    ]
