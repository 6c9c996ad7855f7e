"""Runs pages of Markdown as tests: files in blocks, and the findings that come of them.

A page has cases, each under a heading. In a case, a block whose info line is a language and a
file's name is that file; a block called `diagnostics` is what `check` says of them, word for
word (`diagnostics build`: what `build` says). A case without such a block must be found clean.
A file `baseline.toml` holds what was known before. With a block `answers` the links are looked at
too: it says, a line an address, what is answered there. A case keeps the files of the case before
it that it does not write anew, when its heading is "Mended". `pytest --update` writes into the page
what came out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import briefing_build as stages
from briefing_build import Diagnostics, to_text
from briefing_build.cli.fixing import Checked, Mending, mend
from briefing_build.files import MemoryFiles, ProjectFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.report import Weights
from briefing_build.report.baseline import Baseline, read_baseline
from briefing_build.source import SourceFile
from played_web import played

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = re.compile(
    r"""
      ^(?P<heading>\#{1,6}[ ][^\n]*)$
    | ^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<body>.*?)^(?P=fence)[ ]*$
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
DEFAULT_SETTINGS = '[briefing]\ntitle = "A briefing"\n'


@dataclass
class Case:
    """One case of a page: its files by path, and the block of what is expected of them."""

    title: str
    files: dict[str, bytes] = field(default_factory=dict)
    expected: str = ""
    kind: str = ""
    place: tuple[int, int] | None = None
    answers: str | None = None

    def actual(self) -> str:
        """What the program says of the files, without the line that counts."""
        checked = self._checked(MemoryFiles(self._all_files()))
        return to_text(checked.found, checked.weights).rpartition("\n\n")[0]

    def mended(self, *, unsafe: bool) -> dict[str, bytes]:
        """The files as `check --fix` would leave them."""
        files = self._all_files()
        mending = Mending(MemoryFiles(files), lambda _: None)
        mend(mending, self._checked, unsafe=unsafe)
        return {path: mending.read(path, 10**9) for path in self.files}

    def _all_files(self) -> dict[str, bytes]:
        files = dict(self.files)
        if "manuscript/briefing.toml" not in files:
            files.setdefault("briefing.toml", DEFAULT_SETTINGS.encode())
        return files

    def _checked(self, files: ProjectFiles) -> Checked:
        found = Diagnostics()
        manuscript = read_manuscript(files, found)
        briefing = stages.check(manuscript, found)
        if self.answers is not None:
            stages.check_links(briefing, found, web=played(self.answers))
        if self.kind == "diagnostics build" and stages.is_clean(found, Weights()):
            edition = stages.cite(briefing, found)
            stages.to_epub(edition, found, stages.lay_out(edition, found))
        weights = Weights(
            manuscript.settings.severities, allows=briefing.allows, baseline=self._baseline()
        )
        return Checked(found, weights, briefing)

    def _baseline(self) -> Baseline | None:
        content = self.files.get("baseline.toml")
        source = SourceFile("baseline.toml", content.decode()) if content is not None else None
        return read_baseline(source) if source else None


def cases(page: str) -> list[Case]:
    """The cases of a page that have files."""
    return [case for case in _cases(page) if case.files]


def _cases(page: str) -> Iterator[Case]:
    case = Case("")
    for block in _BLOCK.finditer(page):
        if block["heading"]:
            yield case
            title = block["heading"].lstrip("# ")
            case = Case(title, dict(case.files) if title == "Mended" else {})
            continue
        info = block["info"].strip()
        if info.startswith("diagnostics"):
            case.kind, case.expected = info, block["body"].rstrip("\n")
            case.place = block.span("body")
        elif info == "answers":
            case.answers = block["body"]
        elif " " in info:
            language, _, path = info.partition(" ")
            case.files[path] = (
                bytes.fromhex(block["body"]) if language == "hex" else block["body"].encode()
            )
    yield case


def run_page(path: Path, *, update: bool) -> None:
    """Fails if the page is not true; with `update`, makes it true."""
    page = path.read_text(encoding="utf-8")
    wrong: list[str] = []
    for case in reversed(cases(page)):
        actual = case.actual()
        if actual == case.expected:
            continue
        if update and case.place is not None:
            start, end = case.place
            page = page[:start] + actual + "\n" + page[end:]
        else:
            wrong.append(f"{path.name}, “{case.title}”: expected\n{case.expected}\n\ngot\n{actual}")
    if update:
        path.write_text(page, encoding="utf-8")
    assert not wrong, "\n\n".join(reversed(wrong)) + "\n\n(`pytest --update` writes what came out)"
