"""The citation styles that there are, each with a sample set from the project's own library."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import briefing_build as stages
from briefing_build.bibtex import Entry
from briefing_build.cli.cache import DiskCache
from briefing_build.cli.progress import Progress
from briefing_build.cli.samples import Sample, Shown, chosen, library_of, own_work, show
from briefing_build.diagnostics import BriefingError, Diagnostic, Diagnostics
from briefing_build.document import Emphasis, Inline, Strong, Superscript, Text, plain_text
from briefing_build.manuscript import Manuscript, find_project, project_styles
from briefing_build.report.printable import cells, printable, shortened
from briefing_build.shipped_styles import shipped_like, shipped_styles

_MARGIN = 16
_MOST_OF_PROJECT = 50
_WIDTH = 100
_KINDS = {
    "notes": "notes",
    "author-date": "author and date in the text",
    "numbers": "numbers in the text",
    "author": "author in the text",
    "labels": "labels in the text",
}
_BOLD, _ITALIC = "1", "3"
_RAISED = str.maketrans("0123456789-–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")


def style_list(project: Path | None, keys: Sequence[str], *, colour: bool) -> str:
    """All styles that are shipped and those of the project, each with a sample.

    Where nobody named a project and we are in none, the sample is of a work of our own.
    """
    progress = Progress(sys.stderr)
    try:
        blocks = _blocks(project, keys, progress, colour=colour)
    finally:
        progress.done()
    return "\n\n".join(blocks) + "\n"


def _blocks(
    project: Path | None, keys: Sequence[str], progress: Progress, *, colour: bool
) -> list[str]:
    progress.say("reading")
    manuscript = _manuscript(project)
    if keys and manuscript is None:
        raise BriefingError("`--key` names an entry of a project, and there is no project here")
    works = chosen(library_of(manuscript), keys) if manuscript else ()
    names = _names(manuscript)
    make = partial(
        show,
        works=works or (own_work(),),
        settings=manuscript.settings if manuscript else None,
        files=manuscript.files if manuscript else None,
        cache=DiskCache.of_user("citations"),
    )
    current = manuscript.settings.style if manuscript else ""
    printer = _Printer(colour=colour, width=_width())
    blocks = [printer.wrapped(_origin(manuscript, works))]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for shown in pool.map(make, names):
            blocks.append(printer.block(shown, is_current=shown.name == current))
            progress.say(f"setting samples: {len(blocks) - 1} of {len(names)}")
    return [*blocks, *_left_out(manuscript)]


def _manuscript(project: Path | None) -> Manuscript | None:
    if project is None:
        try:
            find_project(Path())
        except BriefingError:
            return None
    elif not project.exists() and (shipped_like(str(project)) or project.name in shipped_styles()):
        raise BriefingError(f"there is no folder {project}; all styles are shown of a project")
    return stages.read(project or Path(), Diagnostics())


def _names(manuscript: Manuscript | None) -> list[str]:
    """The names of styles as settings have them, the project's own behind the shipped ones."""
    names = dict.fromkeys(shipped_styles())
    if manuscript is not None:
        own = project_styles(manuscript.settings, manuscript.files)
        names |= dict.fromkeys(own[:_MOST_OF_PROJECT])
        # It may be in another folder, or not exist.
        names |= {manuscript.settings.style: None}
    return list(names)


def _left_out(manuscript: Manuscript | None) -> Iterator[str]:
    own = project_styles(manuscript.settings, manuscript.files) if manuscript else ()
    if len(own) > _MOST_OF_PROJECT:
        yield f"{len(own) - _MOST_OF_PROJECT} more `.csl` files of the project are not shown."


def _origin(manuscript: Manuscript | None, works: Sequence[Entry]) -> str:
    if manuscript is None:
        return "A sample work, for there is no project here."
    if not works:
        return "A sample work, for the library of this project has no entries."
    keys = ", ".join(f"`{work.key}`" for work in works)
    return f"Set from this project's library: {keys}. `--key KEY` takes another entry."


def _width() -> int:
    """Of the terminal; long lines are hard to read, and in a pipe there is none."""
    return min(max(shutil.get_terminal_size((_WIDTH, 24)).columns, 40), _WIDTH)


class _Printer:
    """Words for a terminal, italics shown where it may have colours."""

    def __init__(self, *, colour: bool, width: int) -> None:
        self.colour = colour
        self.width = width

    def block(self, shown: Shown, *, is_current: bool) -> str:
        return "\n".join(self._lines(shown, is_current=is_current))

    def _lines(self, shown: Shown, *, is_current: bool) -> Iterator[str]:
        here = ", the style of this project" if is_current else ""
        kind = "" if shown.faults else f"  {_KINDS[shown.style.kind]}"
        yield self._wrap("", self._painted(printable(shown.name), _BOLD) + kind + here, "  ")
        for fault in shown.faults:
            yield self.wrapped(_in_one_line(fault, shown.name), "  ")
        if not shown.faults:
            yield self.wrapped(shown.style.title, "  ")
        for sample in shown.samples:
            if len(shown.samples) > 1:
                yield f"  {printable(sample.key)}"
            for label, words in self._rows(sample, is_note=shown.style.is_note):
                yield self._wrap(f"  {label:{_MARGIN - 2}}", words, " " * _MARGIN)

    def _rows(self, sample: Sample, *, is_note: bool) -> Iterator[tuple[str, str]]:
        """What is shown of a sample; what only repeats the line above it is left out."""
        first, at_once, later = map(self._shown, (sample.first, sample.at_once, sample.later))
        yield "First note" if is_note else "In the text", first
        if at_once != later:
            yield "Next note" if is_note else "At once again", at_once
        if is_note or later != first:
            yield "Later note" if is_note else "Again", later
        yield "Bibliography", self._shown(sample.listed) or "none in this style"

    def wrapped(self, text: str, indent: str = "") -> str:
        return self._wrap(indent, shortened(text), indent)

    def _wrap(self, start: str, text: str, indent: str) -> str:
        lines, line, room = [], start, self.width - cells(start)
        for word in text.split(" "):
            size = cells(_without_paint(word))
            if size > room and line not in {start, indent}:
                lines.append(line.rstrip())
                line, room = indent, self.width - cells(indent)
            line += f"{word} "
            room -= size + 1
        return "\n".join([*lines, line.rstrip()])

    def _shown(self, nodes: Iterable[Inline]) -> str:
        return "".join(map(self._one, nodes))

    def _one(self, node: Inline) -> str:
        match node:
            case Text():
                return printable(node.text)
            case Emphasis():
                return self._painted(self._shown(node.content), _ITALIC)
            case Strong():
                return self._painted(self._shown(node.content), _BOLD)
            case Superscript():
                return printable(_raised(plain_text(node.content)))
            case _:
                return printable(plain_text((node,)))

    def _painted(self, text: str, paint: str) -> str:
        return f"\x1b[{paint}m{text}\x1b[0m" if self.colour and text else text


def _without_paint(word: str) -> str:
    for paint in (_BOLD, _ITALIC, "0"):
        word = word.replace(f"\x1b[{paint}m", "")
    return word


def _raised(text: str) -> str:
    """A raised number with letters that are raised; words that follow it stay as they are."""
    number = re.match(r"[\d,–-]*", text)
    assert number
    return number[0].translate(_RAISED) + text[number.end() :]


def _in_one_line(fault: Diagnostic, name: str) -> str:
    place = fault.at.span
    where = f"line {place.line}: " if place.source.path.endswith(".csl") else ""
    message = fault.message.removeprefix(f"`{name}` ")
    return f"{where}{message}" + (f" ({fault.help})" if fault.help else "")
