"""From a pasted report whose citations were flattened to a project that says what is missing.

    read_pasted     a file               -> Pasted        paragraphs with what links are left
    structure       paragraphs           -> Report        title, sections, what is set aside
    find_citations  a paragraph          -> Flattened     where citations stood, and of what sources
    Pairing         claims and sources   -> Pair          each answered by the companions
    rescue          all of it            -> files         chapters, bibliography, ledger, worklist

A source is never made up: of what only a host is known there is a placeholder, which no output
shows as a complete citation.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath

from briefing_build.diagnostics import BriefingError
from briefing_build.rescue.companions import Companion, Companions, read_companion
from briefing_build.rescue.finding import find_citations, has_numbers, known_hosts
from briefing_build.rescue.ledger import LEDGER_FILE, Ledger, Pair, Visual, read_ledger, to_toml
from briefing_build.rescue.library import Bibliography, Keys
from briefing_build.rescue.mending import mend
from briefing_build.rescue.pairing import Cited, Pairing, without_citations
from briefing_build.rescue.pasted import Pasted
from briefing_build.rescue.readers import read_pasted
from briefing_build.rescue.sources import with_chips, with_sources
from briefing_build.rescue.structure import Report, structure
from briefing_build.rescue.worklist import to_worklist
from briefing_build.rescue.writing import (
    chapter_name,
    to_bibliography,
    to_chapter,
    to_set_aside,
    to_settings,
)

__all__ = ["LEDGER_FILE", "Rescued", "go_on", "read_companion", "read_pasted", "rescue"]

BIBLIOGRAPHY = "references.bib"
WORKLIST = "worklist.md"


@dataclass(frozen=True, slots=True)
class Rescued:
    """A project that was made of a paste: its files by path, and its ledger."""

    files: Mapping[str, str]
    ledger: Ledger


def rescue(pasted: Pasted, data: bytes, companions: Sequence[Companion], day: date) -> Rescued:
    """The project made of a paste, whose file's content is `data`.

    Raises `BriefingError` when there is nothing to rescue.
    """
    pasted, report = _read(pasted)
    pairing = Pairing(Companions(companions), pasted.name, day)
    chapters = _chapters(report, pasted, pairing)
    pairs = _pairs(chapters)
    if not pairs:
        raise BriefingError(_nothing(pasted))
    ledger = Ledger(
        pasted.name,
        _digest(data),
        day,
        tuple(companion.name for companion in companions),
        pairs,
        tuple(_visuals(report, chapters)),
    )
    return Rescued(_files(pasted, report, chapters, pairing, ledger), ledger)


def go_on(
    project: Mapping[str, str],
    pasted: Pasted,
    data: bytes,
    companions: Sequence[Companion],
    day: date,
) -> Rescued:
    """Those files of a rescued project that change by what is known now; `project` has its files.

    Raises `BriefingError` when it was made of another file.
    """
    ledger = read_ledger(project[LEDGER_FILE], LEDGER_FILE)
    if ledger.sha256 != _digest(data):
        raise BriefingError(
            f"the project there was made of another file, {ledger.file}; name a new folder"
        )
    pasted, report = _read(pasted)
    bibliography = Bibliography(project.get(BIBLIOGRAPHY, ""))
    keys = Keys(bibliography.keys, ((pair.url, pair.key) for pair in ledger.pairs if pair.url))
    pairing = Pairing(Companions(companions), pasted.name, day, keys)
    fresh = _pairs(_chapters(report, pasted, pairing))
    if len(fresh) != len(ledger.pairs):
        raise BriefingError("the project there was made by another version; name a new folder")
    mended = mend(ledger, fresh, pairing.entries, _chapters_in(project), bibliography, day)
    if mended.ledger == ledger:
        return Rescued({}, ledger)
    names = dict.fromkeys((*ledger.companions, *(companion.name for companion in companions)))
    ledger = replace(mended.ledger, companions=tuple(names))
    files = {
        **mended.chapters,
        BIBLIOGRAPHY: mended.bibliography,
        LEDGER_FILE: to_toml(ledger),
        WORKLIST: to_worklist(ledger),
    }
    return Rescued({p: text for p, text in files.items() if project.get(p) != text}, ledger)


def _chapters_in(project: Mapping[str, str]) -> dict[str, str]:
    return {
        path: text
        for path, text in project.items()
        if path.startswith("manuscript/") and path.endswith(".md")
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(pasted: Pasted) -> tuple[Pasted, Report]:
    pasted = with_sources(with_chips(pasted))
    return pasted, structure(pasted)


def _pairs(chapters: Mapping[str, Sequence[Cited]]) -> tuple[Pair, ...]:
    return tuple(
        pair
        for cited in chapters.values()
        for one in cited
        for place in sorted(one.pairs)
        for pair in one.pairs[place]
    )


def _chapters(report: Report, pasted: Pasted, pairing: Pairing) -> dict[str, list[Cited]]:
    """The chapters by their paths."""
    known = known_hosts(pasted.paragraphs)
    numbers = has_numbers(pasted)
    if report.title:
        pairing.pass_over(report.title)
    chapters: dict[str, list[Cited]] = {}
    is_opened = len(report.sections) > 1 and report.sections[0].heading is None
    first = 0 if is_opened else 1
    for number, section in enumerate(report.sections, first):
        path = f"manuscript/{chapter_name(number, section)}"
        heading = (section.heading,) if section.heading else ()
        chapters[path] = [
            pairing.cite(
                paragraph, find_citations(paragraph, pasted.pages, known, numbers=numbers), path
            )
            for paragraph in (*heading, *section.paragraphs)
        ]
    return chapters


def _nothing(pasted: Pasted) -> str:
    if any("[@" in paragraph.text for paragraph in pasted.paragraphs):
        return f"{pasted.name}: this is a manuscript already; its citations have their keys"
    return f"{pasted.name}: no flattened citation was found in it; there is nothing to rescue"


def _visuals(report: Report, chapters: Mapping[str, Sequence[Cited]]) -> list[Visual]:
    told = {id(p): "caption" for p in report.captions} | {id(p): "named" for p in report.visuals}
    return [
        Visual(told[id(one.paragraph)], path, without_citations(one.paragraph.text, one.citations))
        for path, cited in chapters.items()
        for one in cited
        if id(one.paragraph) in told
    ]


def _files(
    pasted: Pasted,
    report: Report,
    chapters: Mapping[str, Sequence[Cited]],
    pairing: Pairing,
    ledger: Ledger,
) -> dict[str, str]:
    title = report.title.text if report.title else PurePath(pasted.name).stem
    names = [PurePath(path).name for path in chapters]
    files = {"manuscript/briefing.toml": to_settings(title, names)}
    files |= {
        path: to_chapter(cited, report.captions, is_markdown=pasted.is_markdown)
        for path, cited in chapters.items()
    }
    files[BIBLIOGRAPHY] = to_bibliography(pairing.entries, ledger.pairs)
    files[LEDGER_FILE] = to_toml(ledger)
    files[WORKLIST] = to_worklist(ledger)
    if report.set_aside:
        files["set-aside.md"] = to_set_aside(pasted.name, report.set_aside)
    return files
