"""The programs that are compared: how each is started, and how it is understood."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pypandoc

import renderings
from seeds import FOLDER, Fault, Seeded, seed

ROOT = FOLDER.parent.parent
STYLES = ROOT / "src" / "briefing_build" / "csl"
SECONDS = 60
BROKEN = -1
"""The status of what does not end; less than 0, as that of what is killed."""
SETTINGS = "manuscript/briefing.toml"
Lines = Mapping[str, list[int]]
"""For each rendered file, the lines of its original by its own lines, counted from 0."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program said: its exit status, its reports, and the places in them."""

    status: int
    reports: tuple[str, ...]
    places: tuple[tuple[str, int], ...] = ()
    files: frozenset[str] = frozenset()

    @property
    def fails(self) -> bool:
        return self.status > 0

    @property
    def is_broken(self) -> bool:
        """Whether the program crashed or did not end, which is no report."""
        return self.status < 0


@dataclass(frozen=True, slots=True)
class Program:
    """A program, and what becomes of the faults in its own language."""

    name: str
    version: Callable[[], str]
    run: Callable[[Path], tuple[int, str]]
    chapter: Callable[[str], renderings.Lines]
    settings: Callable[[str], renderings.Lines]
    names: Mapping[str, str]
    """How the ending of a chapter, and the file of settings, are called."""
    in_its_words: Callable[[Fault], str | None] = lambda _: None

    def ask(self, faults: Iterable[Fault], folder: Path) -> Answer:
        """What the program says of the manuscript with these faults, written to an empty folder."""
        lines = self._write(seed([self._said(fault) for fault in faults]), folder)
        status, output = self.run(folder)
        return _understood(status, output, lines, folder)

    def _said(self, fault: Fault) -> Fault:
        words = self.in_its_words(fault)
        if words is None:
            return fault
        return replace(fault, faulty=words.join(renderings.KEPT), at=words[:1], also="")

    def _write(self, seeded: Seeded, folder: Path) -> dict[str, tuple[str, list[int]]]:
        origins: dict[str, tuple[str, list[int]]] = {}
        for path, content in seeded.files.items():
            name, data, rendered = path, content, None
            if path == SETTINGS:
                name = f"manuscript/{self.names['settings']}"
                rendered = list(self.settings(content.decode()))
            elif path.endswith(".md"):
                name = path.removesuffix(".md") + self.names["chapter"]
                rendered = list(self.chapter(content.decode()))
            if rendered is not None:
                data = "\n".join(line for line, _ in rendered).encode()
                origins[name] = (path, [number for _, number in rendered])
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        (folder / "manuscript" / "template.typ").write_text(renderings.TEMPLATE)
        (folder / "theme").mkdir()
        (folder / "theme" / "template.yml").write_text(renderings.MYST_THEME)
        return origins


_PLACE = re.compile(
    r"(?P<file>[\w./-]*\w\.(?:md|bib|typ|toml|yml|yaml|svg|csl))"
    r"(?:[\"')]*(?::|:?\s\(?line |, line | Error reading .* at line )(?P<line>\d+))?"
)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_PASSING = re.compile(r"\d+(\.\d+)? ?m?s\b|in \d.*|/tmp/\S*/", re.ASCII)


def _understood(
    status: int, output: str, lines: Mapping[str, tuple[str, list[int]]], folder: Path
) -> Answer:
    output = _COLOUR.sub("", output).replace(f"{folder}/", "")
    reports = (_PASSING.sub("", line).strip() for line in output.splitlines())
    found = [_origin(match, lines) for match in _PLACE.finditer(output)]
    return Answer(
        status,
        tuple(report for report in reports if report),
        tuple(place for place in found if place[1]),
        frozenset(file for file, _ in found),
    )


def _origin(match: re.Match[str], lines: Mapping[str, tuple[str, list[int]]]) -> tuple[str, int]:
    """The manuscript's file and line that a rendering's place leads to."""
    name, number = match["file"].removeprefix("../").removeprefix("./"), int(match["line"] or 0)
    for rendered, (path, numbers) in lines.items():
        if rendered in {name, f"manuscript/{name}"}:
            return path, numbers[number - 1] if 0 < number <= len(numbers) else 0
    return name, number


# Each of them


def _ours(folder: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "briefing_build", "check", "--strict", "--format=concise"]
    return _run([*command, "."], folder, {"PYTHONPATH": str(ROOT / "src")})


def _pandoc(folder: Path) -> tuple[int, str]:
    settings = (folder / "manuscript" / "pandoc.yaml").read_text()
    style = re.search(r"^style: \"(.*)\"", settings, re.MULTILINE)
    shipped = STYLES / f"{style[1]}.csl" if style else None
    chapters = sorted(str(p.relative_to(folder)) for p in folder.glob("manuscript/*.md"))
    return _run(
        [
            pypandoc.get_pandoc_path(), "--fail-if-warnings", "--citeproc", "--standalone",
            "--embed-resources", "--resource-path=manuscript", "--to=html", "--output=out.html",
            "--metadata-file=manuscript/pandoc.yaml", "--bibliography=references.bib",
            "--bibliography=archive.bib",
            f"--csl={shipped if shipped and shipped.is_file() else style and style[1]}",
            *chapters,
        ],
        folder,
    )  # fmt: skip


def _myst(folder: Path) -> tuple[int, str]:
    program = os.environ.get("MYST", "myst")
    return _run([program, "build", "--site", "--strict", "--ci"], folder / "manuscript")


_TYPST = """
import sys, typst
try:
    _, told = typst.compile_with_warnings(sys.argv[1], root=".", format="pdf")
except typst.TypstError as error:
    told = [error]
    status = 1
else:
    status = 0
for report in told:
    print(report.message, report.diagnostic, sep="\\n")
sys.exit(status)
"""


def _typst(folder: Path) -> tuple[int, str]:
    return _run([sys.executable, "-c", _TYPST, "manuscript/main.typ"], folder)


def _run(
    command: list[str], folder: Path, more: Mapping[str, str] | None = None
) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "NO_COLOR": "1", **(more or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return BROKEN, f"has not ended after {SECONDS} seconds"
    return done.returncode, done.stdout.decode(errors="replace")


def _as_it_is(text: str) -> renderings.Lines:
    return ((line, number) for number, line in enumerate(text.split("\n"), 1))


@cache
def _first_line_of(*command: str) -> str:
    return _run([*command], FOLDER)[1].split("\n")[0].split()[-1]


PROGRAMS = (
    Program(
        "briefing", lambda: version("briefing-build"), _ours, _as_it_is, _as_it_is,
        {"chapter": ".md", "settings": "briefing.toml"},
    ),
    Program(
        "pandoc", lambda: _first_line_of(pypandoc.get_pandoc_path(), "--version"), _pandoc,
        renderings.pandoc_chapter, renderings.pandoc_settings,
        {"chapter": ".md", "settings": "pandoc.yaml"},
    ),
    Program(
        "Typst", lambda: version("typst"), _typst,
        renderings.typst_chapter, renderings.typst_settings,
        {"chapter": ".typ", "settings": "main.typ"}, lambda fault: fault.typst,
    ),
    Program(
        "mystmd", lambda: _first_line_of(os.environ.get("MYST", "myst"), "--version"), _myst,
        renderings.myst_chapter, renderings.myst_settings,
        {"chapter": ".md", "settings": "myst.yml"}, lambda fault: fault.myst,
    ),
)  # fmt: skip
