"""`check --fix` and `check --diff`: the fixes of what is told, made until there is none left.

The rounds are made in memory, each on what the one before has left; then every file is put in
place as a whole, or shown as a patch. A file that may not be written is left alone from the start.
"""

from __future__ import annotations

import argparse
import os
import posixpath
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TextIO

from briefing_build.cli.output import Folder
from briefing_build.cli.reports import for_log
from briefing_build.diagnostics import BriefingError, Diagnostics, Fix
from briefing_build.files import LIMITS, ProjectFiles
from briefing_build.mending import Draft, Unmendable, at_once, patch
from briefing_build.report import Finding, Weights, weigh
from briefing_build.report.printable import printable
from briefing_build.resolve import Briefing
from briefing_build.wording import Wording, wording

MOST_ROUNDS = 20
"""A fix may make room for another; that many in a row are a mistake of ours, or somebody's joke."""


@dataclass(slots=True)
class Mending:
    """The files of a project with what fixes have made of some of them, to be read as they are."""

    files: ProjectFiles
    examine: Callable[[str], None]
    """Raises `Unmendable` for a file in whose place none may be put."""
    drafts: dict[str, Draft] = field(default_factory=dict)
    left_alone: dict[str, str] = field(default_factory=dict)
    """Files that may not be mended, and why."""

    def read(self, path: str, limit: int) -> bytes:
        draft = self.drafts.get(path)
        return draft.result if draft else self.files.read(path, limit)

    def names(self, folder: str) -> tuple[str, ...]:
        return self.files.names(folder)

    def make(self, fixes: Iterable[Fix]) -> list[str]:
        """Makes what can be made at once, and says in which files."""
        in_order = sorted(fixes, key=lambda fix: fix.source.path)
        by_path = groupby(in_order, key=lambda fix: fix.source.path)
        return [path for path, group in by_path if self._make_in(path, [*group])]

    def take_back(self, paths: Iterable[str]) -> list[str]:
        """Undoes what was made last in these files, which are then left alone."""
        taken = [*paths]
        for path in taken:
            self.drafts[path].take_back()
            self.left_alone[path] = "its words would change by what should not change them; "
            self.left_alone[path] += "please report this, with the file"
        return taken

    def _make_in(self, path: str, fixes: list[Fix]) -> bool:
        if path in self.left_alone:
            return False
        try:
            draft = self.drafts.get(path) or self._draft(path)
            draft.make(fixes[0].source, at_once(fixes))
        except Unmendable as error:
            self.left_alone[path] = str(error)
            return False
        self.drafts[path] = draft
        return True

    def _draft(self, path: str) -> Draft:
        self.examine(path)
        return Draft(self.files.read(path, LIMITS["project"]))

    @property
    def changed(self) -> dict[str, Draft]:
        return {path: d for path, d in sorted(self.drafts.items()) if d.result != d.data}


def examine(root: Path, path: str) -> None:
    """Raises `Unmendable` for a file in whose place none may be put."""
    place = root
    for part in PurePosixPath(path).parts:
        place /= part
        if place.is_symlink():
            raise Unmendable(f"`{part}` is a link to {place.readlink()}")
    mode = place.stat().st_mode
    if not stat.S_ISREG(mode):
        raise Unmendable("it is not a regular file")
    if not mode & 0o222 or not os.access(place, os.W_OK):
        raise Unmendable("it may only be read")


class Checked(NamedTuple):
    """What was found, what it weighs, and the briefing that was made nevertheless."""

    found: Diagnostics
    weights: Weights
    briefing: Briefing


Check = Callable[[ProjectFiles], Checked]
"""Reads and checks what is among files, and says what it weighs."""


def mend(mending: Mending, check: Check, *, unsafe: bool) -> Checked:
    """Makes the fixes of all that is told; answers with what was found before."""
    checked = first = check(mending)
    words = wording(first.briefing)
    for _ in range(MOST_ROUNDS):
        made = mending.make(_fixes(weigh(checked.found, checked.weights), unsafe=unsafe))
        if not made:
            break
        checked = check(mending)
        if not unsafe and mending.take_back(_changed(words, wording(checked.briefing), made)):
            checked = check(mending)
    return first


def _changed(before: Wording, after: Wording, paths: Iterable[str]) -> list[str]:
    """The files of which a reader would get something else."""
    return [path for path in paths if before.get(path) != after.get(path)]


def _fixes(findings: Iterable[Finding], *, unsafe: bool) -> Iterator[Fix]:
    for finding in findings:
        fix = finding.diagnostic.fix
        if fix and (fix.is_safe or unsafe):
            yield fix


def write(mending: Mending, root: Path) -> bool:
    """Puts the files in place, and says whether all are; the others are left alone."""
    all_are = True
    for path, draft in mending.changed.items():
        place = root / path
        try:
            Folder.anywhere(place.parent).rewrite(place.name, draft.data, draft.result)
        except BriefingError as error:
            del mending.drafts[path]
            mending.left_alone[path] = str(error)
            all_are = False
    return all_are


def mended(mending: Mending) -> str:
    """How many findings were mended, and where: a line, or nothing."""
    counts = {path: draft.mended for path, draft in mending.changed.items()}
    if not counts:
        return "nothing was mended"
    total = sum(counts.values())
    places = ", ".join(f"{path} ({count})" for path, count in counts.items())
    return f"mended {total} finding{'s' if total > 1 else ''}: {places}"


def show(mending: Mending, folder: str, stream: TextIO) -> None:
    """Writes a patch of what was changed.

    What goes to a terminal or a log has nothing unseen in it; a file gets every byte, so that
    programs can apply it. `folder` leads from where that is done to the project.
    """
    changed = mending.changed.items()
    text = "".join(patch(d, printable(posixpath.join(folder, path))) for path, d in changed)
    buffer = getattr(stream, "buffer", None)
    if buffer is None or stream.isatty() or os.environ.get("GITHUB_ACTIONS"):
        stream.write(for_log("\n".join(printable(line.rstrip("\r")) for line in text.split("\n"))))
    else:
        stream.flush()
        buffer.write(text.encode())


def left_alone(mending: Mending) -> Iterator[str]:
    for path, reason in sorted(mending.left_alone.items()):
        yield f"{path} is left alone: {reason}"


def check_options(options: argparse.Namespace) -> None:
    """Raises `BriefingError` for options that do not go together."""
    if options.fix and options.diff:
        raise BriefingError("`--diff` shows what `--fix` would write; take one of the two")
    if options.unsafe and not (options.fix or options.diff):
        raise BriefingError("`--unsafe` says which fixes `--fix` makes or `--diff` shows: add one")
    if options.diff and options.format != "text":
        raise BriefingError("`--diff` writes a patch and no report: leave `--format` out")
    if options.diff and (options.links or options.private_links):
        raise BriefingError("`--diff` writes a patch, and no fix comes of looking at links")
    if options.diff and options.write_baseline is not None:
        raise BriefingError("`--diff` writes no files, and so no baseline")
