"""Which of the seeded faults are caught by what: by hand, never in CI.

    python benchmarks/faults/compare.py [--answers FILE]

Each program is run once on the manuscript with all faults, and once on the clean manuscript with
each fault alone, since some stop at the first one. It must be content with the clean manuscript; a
fault counts by what its run says that the clean run did not. Writes `results.md`. Needs `pip
install typst` and mystmd (`npm install mystmd`; the environment variable MYST names the program).
With `--answers` what a program said is kept in a file and not asked again.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from programs import PROGRAMS, Answer, Program
from seeds import FOLDER, Fault, faults, seed

MARKS = ("line", "near", "file", "told", "breaks", "")
"""What a fault is told with: its line, a line beside it, its file, no place; or the program
crashes or does not end; or nothing."""


@dataclass(frozen=True, slots=True)
class Catch:
    """What became of a fault: the best of `MARKS`, and whether the run failed because of it."""

    mark: str
    fails: bool

    @property
    def is_full(self) -> bool:
        return self.mark == "line" and self.fails

    def __str__(self) -> str:
        if not self.mark:
            return "–"
        shown = {"near": "±1 line", "told": "no place"}.get(self.mark, self.mark)
        return shown if self.fails or shown == "breaks" else f"{shown}, passes"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=Path)
    options = parser.parse_args()
    asked = _Asked(options.answers)
    catches = {program.name: _catches(program, asked) for program in PROGRAMS}
    together = {program.name: _together(program, asked) for program in PROGRAMS}
    page = "\n".join(_page(catches, together)) + "\n"
    (FOLDER / "results.md").write_text(page, encoding="utf-8")
    print(page)


class _Asked:
    """Programs' answers, kept in a file if there is one."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._kept = json.loads(path.read_text()) if path and path.is_file() else {}

    def answer(self, program: Program, seeded: Iterable[Fault], name: str) -> Answer:
        key = f"{program.name} {program.version()} {name}"
        if key not in self._kept:
            print(key, flush=True)
            with tempfile.TemporaryDirectory() as folder:
                answer = program.ask(seeded, Path(folder).resolve())
            self._kept[key] = asdict(answer) | {"files": sorted(answer.files)}
            if self._path:
                self._path.write_text(json.dumps(self._kept, ensure_ascii=False, indent=1))
        kept = self._kept[key]
        places = tuple((file, line) for file, line in kept["places"])
        return Answer(kept["status"], tuple(kept["reports"]), places, frozenset(kept["files"]))


def _catches(program: Program, asked: _Asked) -> dict[str, Catch]:
    clean = asked.answer(program, (), "clean")
    assert not clean.status, f"{program.name} is not content with the clean manuscript"
    return {
        fault.id: _catch(fault, asked.answer(program, (fault,), fault.id), clean)
        for fault in faults()
    }


def _catch(fault: Fault, answer: Answer, clean: Answer) -> Catch:
    if answer.is_broken:
        return Catch("breaks", fails=False)
    if not (set(answer.reports) - set(clean.reports)):
        return Catch("told" if answer.fails else "", answer.fails)
    lines = seed([fault]).lines[fault.id]
    new = [place for place in answer.places if place not in clean.places]
    apart = [min(abs(n - line) for line in lines) for file, n in new if file == fault.file]
    if 0 in apart or 1 in apart:
        return Catch("line" if 0 in apart else "near", answer.fails)
    is_named = fault.file in answer.files - clean.files or bool(apart)
    is_told = is_named or answer.fails or _has_complaint(answer, clean)
    return Catch("file" if is_named else "told" if is_told else "", answer.fails)


def _has_complaint(answer: Answer, clean: Answer) -> bool:
    new = set(answer.reports) - set(clean.reports)
    return any(sign in report for report in new for sign in ("⚠", "⛔", "WARN", "warn", "rror"))


def _together(program: Program, asked: _Asked) -> int:
    """How many faults have their line named when all are seeded at once."""
    answer = asked.answer(program, faults(), "all")
    lines = seed(faults()).lines
    return sum(any((f.file, line) in answer.places for line in lines[f.id]) for f in faults())


def _page(catches: dict[str, dict[str, Catch]], together: dict[str, int]) -> Iterator[str]:
    names = [program.name for program in PROGRAMS]
    versions = ", ".join(f"{program.name} {program.version()}" for program in PROGRAMS)
    all_faults = faults()
    kinds = list(dict.fromkeys(fault.kind for fault in all_faults))
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    today = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    yield "# Which faults are caught by what"
    yield f"\n{len(all_faults)} faults of {len(kinds)} kinds; {versions}; {today:%d %B %Y}."
    yield "Written by `compare.py`, which says how it is counted; remarks are in `remarks.md`."
    yield f"\n| | {' | '.join(names)} |\n|:--|{'--:|' * len(names)}"
    for title, counts in _totals(catches):
        yield f"| {title} | {' | '.join(str(counts[name]) for name in names)} |"
    yield f"| line named in one run on all faults | {_cells(together, names)} |"
    yield "\n`line`, `±1 line` and `file` say what is named; `passes` that the exit status is 0."
    yield f"\n| kind | fault | {' | '.join(names)} |\n|:--|:--|{':--|' * len(names)}"
    for kind in kinds:
        for fault in (fault for fault in all_faults if fault.kind == kind):
            shown = " | ".join(str(catches[name][fault.id]) for name in names)
            yield f"| {kind} | {fault.id} | {shown} |"


def _cells(counts: dict[str, int], names: list[str]) -> str:
    return " | ".join(str(counts[name]) for name in names)


def _totals(catches: dict[str, dict[str, Catch]]) -> Iterator[tuple[str, dict[str, int]]]:
    def count(test: object) -> dict[str, int]:
        assert callable(test)
        return {name: sum(map(test, each.values())) for name, each in catches.items()}

    yield "caught: at the line, with a failing exit status", count(lambda c: c.is_full)
    yield (
        "at the line or a line off, failing",
        count(lambda c: c.mark in {"line", "near"} and c.fails),
    )
    yield (
        "in the file or better, failing",
        count(lambda c: c.mark in {"line", "near", "file"} and c.fails),
    )
    yield "failing, wherever", count(lambda c: c.fails)
    yield "told at all, failing or not", count(lambda c: c.mark not in {"", "breaks"})
    yield "crashes, or does not end", count(lambda c: c.mark == "breaks")


if __name__ == "__main__":
    main()
