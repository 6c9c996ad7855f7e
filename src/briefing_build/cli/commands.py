"""What each command does; each answers with its exit code.

What only one command needs is imported there: `check` is to start at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import briefing_build as stages
from briefing_build.cli import fixing
from briefing_build.cli.output import Folder
from briefing_build.cli.reports import folder_of, for_log, has_colour, read_out
from briefing_build.cli.switches import weights_of, write_baseline
from briefing_build.diagnostics import BriefingError, Diagnostics
from briefing_build.files import FolderFiles, ProjectFiles
from briefing_build.manuscript import Manuscript, find_project, read_manuscript
from briefing_build.report import FOR_PEOPLE, is_clean, weigh
from briefing_build.report.findings import summary
from briefing_build.report.printable import printable
from briefing_build.rules import RULES

if TYPE_CHECKING:
    from briefing_build.cli.progress import Progress


def check(options: argparse.Namespace) -> int:
    fixing.check_options(options)
    if options.diff:
        return _show_fixes(options)
    is_written, said = _mend(options) if options.fix else (True, [])
    found, weights, briefing = _checked(FolderFiles(find_project(options.project)), options)
    if options.links or options.private_links:
        _look_at_links(briefing, options, found)
    if options.write_baseline is not None:
        weights = write_baseline(options, found, weights)
    read_out(found, weights, options.format, options.project, sys.stdout)
    is_for_people = options.format in FOR_PEOPLE
    for line in said:
        print(for_log(printable(line)), file=sys.stdout if is_for_people else sys.stderr)
    if not is_written:
        return 2
    return 0 if is_clean(found, weights) else 1


def _checked(files: ProjectFiles, options: argparse.Namespace) -> fixing.Checked:
    found = Diagnostics()
    manuscript = read_manuscript(files, found)
    weights = weights_of(manuscript, options)
    briefing = stages.check(manuscript, found)
    weights = replace(weights, allows=briefing.allows)
    return fixing.Checked(found, weights, briefing)


def _mend(options: argparse.Namespace) -> tuple[bool, list[str]]:
    """Mends the files; answers whether all could be written, and what is to be said of it."""
    mending, _ = _mended(options)
    is_written = fixing.write(mending, find_project(options.project))
    return is_written, [*fixing.left_alone(mending), fixing.mended(mending)]


def _show_fixes(options: argparse.Namespace) -> int:
    mending, (found, weights, _) = _mended(options)
    folder = folder_of(find_project(options.project), is_for_people=True)
    fixing.show(mending, folder, sys.stdout)
    for line in (*fixing.left_alone(mending), summary(weigh(found, weights))):
        print(for_log(printable(line)), file=sys.stderr)
    return 0 if is_clean(found, weights) else 1


def _mended(options: argparse.Namespace) -> tuple[fixing.Mending, fixing.Checked]:
    root = find_project(options.project)
    mending = fixing.Mending(FolderFiles(root), partial(fixing.examine, root))
    check = partial(_checked, options=options)
    return mending, fixing.mend(mending, check, unsafe=options.unsafe)


def _look_at_links(
    briefing: stages.Briefing, options: argparse.Namespace, found: Diagnostics
) -> None:
    from briefing_build import links
    from briefing_build.cli.cache import DiskCache
    from briefing_build.cli.progress import Progress

    progress = Progress(sys.stderr)
    try:
        links.check_links(
            briefing,
            found,
            DiskCache.of_user("links"),
            links.open_web(is_private_allowed=options.private_links),
            pace=links.Pace(altogether=options.link_minutes * 60),
            tell=lambda done, of: progress.say(f"looking at links: {done} of {of}"),
        )
    finally:
        progress.done()


def build(options: argparse.Namespace) -> int:
    from briefing_build.cli.progress import Progress

    found = Diagnostics()
    progress = Progress(sys.stderr)
    progress.say("reading")
    manuscript = stages.read(options.project, found, _epoch())
    outputs: dict[str, bytes] = {}
    weights = weights_of(manuscript, options)
    folder = _output_folder(options, manuscript)
    progress.say("checking")
    briefing = stages.check(manuscript, found)
    weights = replace(weights, allows=briefing.allows)
    if is_clean(found, weights):
        outputs = _written(briefing, options, found, progress)
    progress.done()
    is_text = options.format == "text"
    # A program that asked for a report gets one, and finds nothing else where it reads it.
    if weigh(found, weights) or not is_text:
        stream = sys.stderr if is_text else sys.stdout
        read_out(found, weights, options.format, options.project, stream)
    if not is_clean(found, weights):
        print("nothing was written; what an earlier build left is still there", file=sys.stderr)
        return 1
    for path in folder.replace(outputs):
        written = for_log(printable(_from_here(path)))
        print(written, file=sys.stdout if is_text else sys.stderr)
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
    from briefing_build.cli.cache import DiskCache

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
    from briefing_build.cli.starter import write_starter

    for path in write_starter(options.directory):
        print(path)
    print(f"\nNow: briefing build {options.directory}")
    return 0


def rescue(options: argparse.Namespace) -> int:
    from briefing_build.cli import rescue  # whose readers no other command needs

    return rescue.run(options)


def explain(options: argparse.Namespace) -> int:
    from difflib import get_close_matches
    from importlib import resources

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
        remarks = ["an error with --release"] if rule.for_release else []
        remarks += [f"{option} mends it" for option in rule.options]
        behind = f" ({'; '.join(remarks)})" if remarks else ""
        print(f"{rule.name:{width}}  {rule.family:8}  {rule.severity!s:7}  {rule.summary}{behind}")
    return 0


def citation_styles(options: argparse.Namespace) -> int:
    from briefing_build.cli.citation_styles import style_list

    styles = style_list(options.project, options.key, colour=has_colour(sys.stdout))
    sys.stdout.write(for_log(styles))
    return 0


def doctor(_: argparse.Namespace) -> int:
    from briefing_build.cli.doctor import examine

    return examine(sys.stdout)


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
