"""Works of a library in CSL-JSON: their items are citeproc's own already.

Nothing is added to what an item says but what a `.bib` gets too: quotation marks that belong
together, a short title, and protection of titles in other letters from capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefing_build.bibtex import Entry
from briefing_build.csl.languages import language_tag
from briefing_build.csl.remarks import Remark, copies
from briefing_build.csl.titles import OPENS_BEHIND, in_capitals_if_english, without_subtitle
from briefing_build.csljson.model import TITLES

Item = dict[str, Any]

_ASKED_FOR = ("title", "author", "editor", "issued", "publisher", "container-title", "URL", "DOI")
_NOT_PRINTED = frozenset({"note", "keyword"})
_TAG = re.compile(
    r"(</?(?:i|b|u|sup|sub|sc)>|</span>"
    r'|<span (?:class="(?:nocase|nodecor)"|style="font-variant: ?small-caps;?")>)'
)


def given_item(entry: Entry) -> Item:
    """The item of an entry; what is asked for by name is there, empty where it says nothing."""
    assert entry.item is not None
    item: Item = {**dict.fromkeys(_ASKED_FOR, ""), **entry.item}
    for name in TITLES.intersection(item):
        item[name] = _title(item[name])
    if not item.get("title-short"):
        item["title-short"] = without_subtitle(item["title"])
    # The same under the name of CSL 1.0.1, for older styles.
    item["event"] = item.get("event-title", "")
    # A hyphen would make several versions of "2025-03".
    item["version"] = item.get("version", "").replace("-", "\u2011")
    item["language"] = language_tag(item.get("language", "")) or item.get("language", "")
    return {name: value for name, value in item.items() if name not in _NOT_PRINTED}


def given_remarks(entry: Entry, language: str) -> Iterator[Remark]:
    """What follows such a work in brackets: what remains of its note, and copies of it."""
    assert entry.item is not None
    lines = (" ".join(line.split()) for line in entry.item.get("note", "").split("\n"))
    if note := "; ".join(line.rstrip(";") for line in lines if line):
        yield Remark(note)
    yield from copies(entry, language)


def _title(title: str) -> str:
    """A title with quotation marks turned, outside its markup."""
    if '"' in title:
        title = _with_marks_turned(title)
    return in_capitals_if_english(title)


def _with_marks_turned(title: str) -> str:
    # Citeproc pairs straight quotation marks without regard to the words they stand at.
    parts: list[str] = []
    last = " "

    def turned(mark: re.Match[str]) -> str:
        before = mark.string[max(0, mark.start() - 3) : mark.start()].rstrip("'")[-1:] or last
        behind = mark.string[mark.end() : mark.end() + 1]
        return "“" if before in OPENS_BEHIND and not behind.isspace() else "”"

    for part in _TAG.split(title):
        if part and not _TAG.fullmatch(part):
            part = re.sub('"', turned, part)  # noqa: PLW2901
            last = part[-1]
        parts.append(part)
    return "".join(parts)
