"""The libraries in `tests/zotero-better-bibtex`, read to the last entry."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from briefing_build import rules
from briefing_build.bibtex import Library
from briefing_build.checks.library import LIBRARY_CHECKS
from briefing_build.csl.citeproc import format_citations
from briefing_build.csl.finishing import in_brackets, stripped, tidied, with_remarks
from briefing_build.csl.forms import in_forms
from briefing_build.csl.inlines import Travellers, from_pandoc
from briefing_build.csl.mapping import Work, to_work
from briefing_build.csl.style import prepare
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import plain_text
from briefing_build.files import MemoryFiles
from briefing_build.library import parse_library
from briefing_build.manuscript import read_manuscript
from briefing_build.report import Weights, weigh
from briefing_build.resolve import Briefing, resolve
from citing import style

FOLDER = Path(__file__).parent / "zotero-better-bibtex"
FILES = sorted(FOLDER.glob("*.bib"))
SETTINGS = b'[briefing]\ntitle = "A briefing"\nbibliography = "references.bib"\n'
# The beginning of an entry, found without the parser's help.
BEGINS = re.compile(
    r"^[ \t]*@[ \t]*(?!comment|string|preamble)\w+\s*[{(]", re.IGNORECASE | re.MULTILINE
)


def read(path: Path) -> tuple[Briefing, Diagnostics]:
    """A library as a briefing would have it, and what the checks of libraries say."""
    found = Diagnostics()
    files = {
        "briefing.toml": SETTINGS,
        "01.md": b"Nothing is cited.\n",
        "references.bib": path.read_bytes(),
    }
    manuscript = read_manuscript(MemoryFiles(files), found)
    library = parse_library(manuscript.bibliography, found)
    briefing = resolve(manuscript, (), library, found)
    for check in LIBRARY_CHECKS:
        check(briefing, found)
    return briefing, found


HEAD = """# What we make of them

For each file the entries, as the bibliography of Chicago's notes has them, and behind them what is
reported. "(nothing)" is an entry without a word in it, or what Chicago lists in no bibliography,
a talk for example. The rule `missing-field` is left out: many of these entries were cut down to
show one thing.
"""


@cache
def account() -> str:
    read_files = {path.name: read(path) for path in FILES}
    words = _bibliography({name: briefing.library for name, (briefing, _) in read_files.items()})
    parts = [HEAD]
    for name, (briefing, found) in read_files.items():
        parts.append(f"## {name}\n\n```text\n{_account(briefing, found, words[name])}\n```\n")
    return "\n".join(parts)


def _account(briefing: Briefing, found: Diagnostics, words: dict[str, str]) -> str:
    library = briefing.library
    (source,) = briefing.manuscript.bibliography
    refused = len(BEGINS.findall(source.text)) - len(library.entries)
    lines = [f"{len(library.entries)} read, {refused} refused"]
    lines += [f"{key}:\n    {words.get(key) or '(nothing)'}" for key in library.entries]
    lines += [
        f"{item.at.span.line}:{item.at.span.column} {item.rule.name}: {item.message}"
        for item in (finding.diagnostic for finding in weigh(found, Weights()))
        if item.rule is not rules.MISSING_FIELD
    ]
    return "\n".join(lines)


def _bibliography(libraries: dict[str, Library]) -> dict[str, dict[str, str]]:
    """The words of each entry by the name of its file and by its key, asked for at once."""
    works: dict[str, tuple[str, str, Work]] = {}
    for name, library in libraries.items():
        for key, entry in library.entries.items():
            work = to_work(entry, "en-GB", entries=library.entries)
            works[f"w{len(works)}"] = name, key, work
    chicago = prepare(style("chicago-notes-bibliography").text, "en-GB", ("page",))
    items = [{**work.item, "id": id} for id, (_, _, work) in works.items()]
    words: dict[str, dict[str, str]] = {name: {} for name in libraries}
    for id, _, content in format_citations(chicago, items, (), works, {}).bibliography:
        name, key, work = works[id]
        span = libraries[name].entries[key].key_span
        inlines = tidied(
            stripped(in_forms(from_pandoc(content, span, Travellers()), "first")), "en"
        )
        remarks = in_brackets(work.remarks, work.warning, span)
        words[name][key] = plain_text(with_remarks(inlines, remarks)).strip()
    return words


def test_the_account_of_all_libraries_is_true(update: bool) -> None:
    page = FOLDER / "account.md"
    if update:
        page.write_text(account(), encoding="utf-8")

    assert account() == page.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_entry_is_lost_without_a_word(path: Path) -> None:
    briefing, found = read(path)
    library = briefing.library
    (source,) = briefing.manuscript.bibliography
    text = source.text
    begins = [match.end() for match in BEGINS.finditer(text)]
    read_at = {span.start for span in (entry.key_span for entry in library.entries.values())}
    reported = [item.at.span for item in found]

    for number, begin in enumerate(begins):
        end = begins[number + 1] if number + 1 < len(begins) else len(text)
        is_read = any(begin <= at < end for at in read_at)
        assert is_read or any(begin - 30 <= span.start < end for span in reported), text[begin:end]
    assert len(begins) >= len(library.entries)


def test_the_sources_are_named() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE) == [path.name for path in FILES]
