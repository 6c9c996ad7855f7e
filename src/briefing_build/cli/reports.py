"""Findings on their way out: to a terminal, a log of CI, or a file that a program reads."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from briefing_build.diagnostics import Diagnostic
from briefing_build.manuscript import find_project
from briefing_build.report import FOR_PEOPLE, FORMATS, Weights, to_text

# Where GitHub's and GitLab's runners have the checkout that paths are told from.
_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def read_out(
    found: Iterable[Diagnostic], weights: Weights, style: str, project: Path, stream: TextIO
) -> None:
    """Writes the findings in the format called `style`."""
    if style == "text":
        report = to_text(found, weights, colour=has_colour(stream))
    else:
        folder = folder_of(find_project(project), is_for_people=style in FOR_PEOPLE)
        report = FORMATS[style](found, weights, folder=folder)
    stream.write(for_log(report) if style in FOR_PEOPLE else report)


def folder_of(root: Path, *, is_for_people: bool) -> str:
    """Leads from where the report is read to the project; empty where it lies elsewhere."""
    checkouts = [] if is_for_people else [os.environ.get(name) for name in _CHECKOUTS]
    for base in (*(Path(path).resolve() for path in checkouts if path), Path.cwd()):
        if root.is_relative_to(base):
            folder = root.relative_to(base).as_posix()
            return "" if folder == "." else folder
    return ""


def has_colour(stream: object) -> bool:
    """As no-color.org has it: any value of NO_COLOR that is not empty switches colour off."""
    return bool(getattr(stream, "isatty", bool)()) and not os.environ.get("NO_COLOR")


def for_log(report: str) -> str:
    """The report with nothing in it that GitHub's runner would take for a command to itself."""
    if not os.environ.get("GITHUB_ACTIONS"):
        return report
    report = report.replace("##[", "## [")
    return "\n".join(
        line.replace("::", ": :", 1)
        if line.lstrip().startswith("::") and ":::" not in line
        else line
        for line in report.split("\n")
    )
