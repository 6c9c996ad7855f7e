"""The command line: arguments, progress, exit codes.

Exit codes: 0 nothing found at or above the bar, 1 findings, 2 what kept us from working.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from briefing_build.cli import commands
from briefing_build.cli.reports import for_log
from briefing_build.diagnostics import BriefingError
from briefing_build.report import FORMATS
from briefing_build.report.printable import printable


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        raise BriefingError(f"{message}; `{self.prog} --help` lists what there is")


class _Version(argparse.Action):
    """Prints the version, which only who asks for it waits for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(version("briefing-build"))
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and answers with its exit code."""
    _bear_all_letters()
    # Trees and layouts are made of many small things that live to the end: looking through them
    # for garbage every few hundred new ones costs a sixth of a build and finds nothing.
    gc.set_threshold(100_000)
    try:
        options = _parser().parse_args(arguments)
        code = int(options.run(options))
        sys.stdout.flush()
    except BriefingError as error:
        return _stopped(str(error))
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except OSError as error:
        return _stopped(f"{error.filename or 'output'}: {error.strerror or error}")
    except KeyboardInterrupt:
        return _stopped("interrupted; nothing was replaced")
    except MemoryError:
        return _stopped("there is not enough memory")
    return code


def _bear_all_letters() -> None:
    """Lets a terminal or a pipe that knows few letters show the others as `\\u0259`."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _stopped(message: str) -> int:
    print(for_log(f"briefing: {printable(message)[:1000]}"), file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="briefing",
        description="Markdown chapters and a BibTeX file to a footnoted PDF, an EPUB and a "
        "checked bibliography.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    build = subparsers.add_parser("build", help="make the PDF and the EPUB")
    _add_project(build)
    build.add_argument(
        "--to", action="append", choices=("pdf", "epub"), help="only this output (may be repeated)"
    )
    build.add_argument("--output", type=Path, metavar="DIR", help="where to put them")
    _add_weights(build)
    _add_format(build)
    build.set_defaults(run=commands.build)

    check = subparsers.add_parser("check", help="say what is wrong with the manuscript")
    _add_project(check)
    _add_format(check)
    _add_weights(check).add_argument(
        "--write-baseline",
        type=Path,
        metavar="FILE",
        help="write what is found now to this file, and go on as with `--baseline`",
    )
    check.add_argument("--fix", action="store_true", help="mend what can be mended safely")
    check.add_argument(
        "--unsafe",
        action="store_true",
        help="with `--fix` and `--diff`: also where a fix is a guess, or changes what is printed",
    )
    check.add_argument(
        "--diff", action="store_true", help="show what `--fix` would change, and change nothing"
    )
    _add_links(check)
    check.set_defaults(run=commands.check)

    init = subparsers.add_parser("init", help="make a new briefing that builds at once")
    init.add_argument("directory", type=Path, metavar="DIR")
    init.set_defaults(run=commands.init)

    rescue = subparsers.add_parser(
        "rescue", help="make a project of a pasted report whose citations were flattened"
    )
    rescue.add_argument("file", metavar="FILE", help=".txt, .md, .html, .docx, .odt or .json; or -")
    rescue.add_argument("--to", type=Path, required=True, metavar="DIR", help="where to put it")
    rescue.add_argument(
        "--companion",
        action="append",
        default=[],
        metavar="FILE",
        help="a copy of the text that still has its links, or a list of them (may be repeated)",
    )
    rescue.set_defaults(run=commands.rescue)

    explain = subparsers.add_parser("explain", help="tell what a rule finds and how to mend it")
    explain.add_argument("rule", metavar="RULE")
    explain.set_defaults(run=commands.explain)

    rules = subparsers.add_parser("rules", help="list all rules")
    rules.set_defaults(run=commands.list_rules)

    styles = subparsers.add_parser(
        "citation-styles", help="show what each citation style prints of your library"
    )
    _add_project(styles, default=None)
    styles.add_argument(
        "--key", action="append", default=[], help="an entry to show (may be repeated)"
    )
    styles.set_defaults(run=commands.citation_styles)

    doctor = subparsers.add_parser("doctor", help="say what this machine lacks, and what mends it")
    doctor.set_defaults(run=commands.doctor)
    return parser


def _add_project(parser: argparse.ArgumentParser, default: Path | None = Path()) -> None:
    parser.add_argument(
        "project",
        nargs="?",
        type=Path,
        default=default,
        metavar="PROJECT",
        help="any folder or file of the project (default: where you are)",
    )


def _add_links(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--links",
        action="store_true",
        help="also look whether links still lead to their pages; this uses the network",
    )
    parser.add_argument(
        "--private-links",
        action="store_true",
        help="the same, with links into private networks and to other ports",
    )
    parser.add_argument(
        "--link-minutes",
        type=_minutes,
        default=15,
        metavar="N",
        help="look for so long at most (default: 15)",
    )


def _minutes(text: str) -> float:
    minutes = float(text)
    if not 0 < minutes <= 24 * 60:
        raise ValueError(text)
    return minutes


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="of the findings: text (the default) and concise for people, json for programs, "
        "sarif, junit, github and gitlab for CI",
    )


def _add_weights(parser: argparse.ArgumentParser) -> argparse._MutuallyExclusiveGroup:
    parser.add_argument("--strict", action="store_true", help="let warnings fail too")
    parser.add_argument(
        "--release", action="store_true", help="let fail what a published briefing may not have"
    )
    for name, words in (("--select", "tell only of"), ("--ignore", "do not tell of")):
        parser.add_argument(
            name,
            action="append",
            default=[],
            metavar="RULE",
            help=f"{words} this rule or family (a,b; may be repeated)",
        )
    baseline = parser.add_mutually_exclusive_group()
    baseline.add_argument(
        "--baseline", type=Path, metavar="FILE", help="do not tell of the findings in this file"
    )
    return baseline
