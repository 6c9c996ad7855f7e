"""What each command does; each answers with its exit code."""

from __future__ import annotations

import argparse
import os
import sys
from difflib import get_close_matches
from importlib import resources
from pathlib import Path

import briefing_build as stages
from briefing_build.cli import doctor as machine
from briefing_build.cli.cache import DiskCache
from briefing_build.cli.citation_styles import style_list
from briefing_build.cli.output import Folder
from briefing_build.cli.progress import Progress
from briefing_build.cli.starter import write_starter
from briefing_build.diagnostics import BriefingError, Diagnostics
from briefing_build.manuscript import Manuscript, find_project
from briefing_build.report import FORMATS, Weights, is_clean, to_text
from briefing_build.report.printable import printable
from briefing_build.rules import RULES


def check(options: argparse.Namespace) -> int:
    found = Diagnostics()
    manuscript = stages.read(options.project, found)
    stages.check(manuscript, found)
    weights = _weights(manuscript, options)
    if options.format == "text":
        report = to_text(found, weights, colour=_has_colour(sys.stdout))
    else:
        report = FORMATS[options.format](found, weights)
    sys.stdout.write(for_log(report))
    return 0 if is_clean(found, weights) else 1


def build(options: argparse.Namespace) -> int:
    found = Diagnostics()
    progress = Progress(sys.stderr)
    progress.say("reading")
    manuscript = stages.read(options.project, found, _epoch())
    outputs: dict[str, bytes] = {}
    weights = _weights(manuscript, options)
    folder = _output_folder(options, manuscript)
    progress.say("checking")
    briefing = stages.check(manuscript, found)
    if is_clean(found, weights):
        outputs = _written(briefing, options, found, progress)
    progress.done()
    if found:
        sys.stderr.write(for_log(to_text(found, weights, colour=_has_colour(sys.stderr))))
    if not is_clean(found, weights):
        print("nothing was written; what an earlier build left is still there", file=sys.stderr)
        return 1
    for path in folder.replace(outputs):
        print(for_log(printable(_from_here(path))))
    return 0


def _from_here(path: Path) -> str:
    """A path as a person would write it who stands in the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _written(
    briefing: stages.Briefing,
    options: argparse.Namespace,
    found: Diagnostics,
    progress: Progress,
) -> dict[str, bytes]:
    """The outputs that were asked for, by their names; none whose layout failed."""
    settings = briefing.manuscript.settings
    formats = options.to or settings.formats
    outputs: dict[str, bytes] = {}
    progress.say("citing")
    edition = stages.cite(briefing, found, DiskCache.of_user("citations"))
    layout = None
    if "pdf" in formats:
        progress.say("laying out pages")
        layout = stages.lay_out(edition, found)
        if layout is not None:
            outputs[f"{settings.name}.pdf"] = layout.pdf
    if "epub" in formats:
        progress.say("making the EPUB")
        outputs[f"{settings.name}.epub"] = stages.to_epub(edition, found, layout)
    return outputs


def _output_folder(options: argparse.Namespace, manuscript: Manuscript) -> Folder:
    if options.output is not None:
        return Folder.anywhere(options.output)
    return Folder.inside(find_project(options.project), manuscript.settings.directory)


def init(options: argparse.Namespace) -> int:
    for path in write_starter(options.directory):
        print(path)
    print(f"\nNow: briefing build {options.directory}")
    return 0


def explain(options: argparse.Namespace) -> int:
    if options.rule not in RULES:
        near = get_close_matches(options.rule, RULES, n=1)
        hint = f"; did you mean `{near[0]}`?" if near else "; `briefing rules` lists them"
        raise BriefingError(f"there is no rule `{options.rule}`{hint}")
    page = resources.files("briefing_build") / "explain" / f"{options.rule}.md"
    sys.stdout.write(page.read_text(encoding="utf-8"))
    return 0


def list_rules(_: argparse.Namespace) -> int:
    width = max(map(len, RULES))
    for rule in RULES.values():
        release = " (an error with --release)" if rule.for_release else ""
        print(f"{rule.name:{width}}  {rule.severity!s:7}  {rule.summary}{release}")
    return 0


def citation_styles(options: argparse.Namespace) -> int:
    styles = style_list(options.project, options.key, colour=_has_colour(sys.stdout))
    sys.stdout.write(for_log(styles))
    return 0


def doctor(_: argparse.Namespace) -> int:
    return machine.examine(sys.stdout)


def _weights(manuscript: Manuscript, options: argparse.Namespace) -> Weights:
    return Weights(manuscript.settings.severities, options.strict, options.release)


def _has_colour(stream: object) -> bool:
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


def _epoch() -> int | None:
    """SOURCE_DATE_EPOCH (reproducible-builds.org), within the dates that a ZIP archive knows."""
    value = os.environ.get("SOURCE_DATE_EPOCH")
    if not value:
        return None
    if not (value.isascii() and value.isdigit()) or not 315532800 <= int(value) < 4354819200:
        raise BriefingError(
            f"SOURCE_DATE_EPOCH is `{value[:40]}`; it must be seconds since 1970 that lie "
            "between 1980 and 2107"
        )
    return int(value)
