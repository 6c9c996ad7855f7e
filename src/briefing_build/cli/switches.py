"""Options that say of which findings we tell: `--select`, `--ignore`, `--baseline`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from briefing_build.cli.output import Folder
from briefing_build.diagnostics import BriefingError, Diagnostics
from briefing_build.manuscript import Manuscript, find_project
from briefing_build.report import Weights, weigh
from briefing_build.report.baseline import Baseline, read_baseline, to_baseline
from briefing_build.rules import RULES
from briefing_build.source import SourceFile

_MOST_BYTES = 50_000_000


def weights_of(manuscript: Manuscript, options: argparse.Namespace) -> Weights:
    """What the settings and the command line say of rules; no allow-comment has been read yet.

    Raises `BriefingError` for a name that is none, and for a baseline that cannot be read.
    """
    baseline = None if options.baseline is None else _read(options.baseline, options.project)
    return Weights(
        manuscript.settings.severities,
        options.strict,
        options.release,
        frozenset(_named(options.select)),
        frozenset(_ignored(options.ignore)),
        baseline=baseline,
    )


def _named(lists: Iterable[str]) -> Iterator[str]:
    """The rules that comma-separated names of rules and families stand for."""
    families = {rule.family for rule in RULES.values()}
    for name in (part.strip() for names in lists for part in names.split(",")):
        if name in RULES:
            yield name
        elif name in families:
            yield from (rule.name for rule in RULES.values() if rule.family == name)
        else:
            near = get_close_matches(name, [*RULES, *sorted(families)], n=1)
            advice = f"did you mean `{near[0]}`?" if near else "`briefing rules` lists the rules"
            raise BriefingError(f"there is no rule or family `{name}`; {advice}")


def _ignored(lists: Iterable[str]) -> Iterator[str]:
    for name in _named(lists):
        if RULES[name].is_guard:
            raise BriefingError(f"`{name}` guards the output and cannot be ignored")
        yield name


def _read(path: Path, project: Path) -> Baseline:
    """The baseline in a file, whose path is told from the project as all others are."""
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise BriefingError(f"{path}: too large for a baseline")
    try:
        return read_baseline(SourceFile(_in_project(path, project), data.decode()))
    except UnicodeDecodeError:
        raise BriefingError(f"{path}: this is not UTF-8") from None


def _in_project(path: Path, project: Path) -> str:
    root, file = find_project(project).resolve(), path.resolve()
    if root.anchor != file.anchor:  # another drive
        return path.as_posix()
    return Path(os.path.relpath(file, root)).as_posix()


def write_baseline(options: argparse.Namespace, found: Diagnostics, weights: Weights) -> Weights:
    """Writes what is told now to a file, and answers with the weights that know it."""
    path: Path = options.write_baseline
    text = to_baseline(finding.diagnostic for finding in weigh(found, weights))
    Folder.anywhere(path.parent).replace({path.name: text.encode()})
    return replace(weights, baseline=_read(path, options.project))
