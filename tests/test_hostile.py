"""Projects that wish us ill, page by page in `tests/hostile/`: what SECURITY.md promises, held.

Each case is checked, and many are built, behind the walls of `hostile/walled.py`: it ends with 0, 1
or 2 within bounded work, never with a traceback; it tells what it refused by the rule that the
page names; it opens no socket, no other program than pandoc, and no file outside; and neither its
report nor its outputs have anything of what lies outside, or anything active.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("resource", reason="the walls are those of POSIX")

from briefing_build.report.printable import printable
from briefing_build.rules import RULES
from hostile.output import faults_of_epub, faults_of_markup, faults_of_pdf, faults_of_words
from hostile.pages import Case, cases

FORMATS = ("epub", "pdf")
CANARY = f"canary-{secrets.token_hex(12)}"
CANARIES = [CANARY, "root:x:0:0"]
_HEAD = re.compile(r"^(?:error|warning|info)\[([a-z0-9-]+)\]: ", re.MULTILINE)


@dataclass(frozen=True)
class Trial:
    """One command on one case."""

    case: Case
    command: str

    @property
    def group(self) -> tuple[str, bool]:
        """Trials of a group share a process."""
        return self.case.page, self.case.is_slow

    def marks(self) -> Iterator[pytest.MarkDecorator]:
        if self.case.is_slow:
            yield pytest.mark.slow
        if self.case.fails:
            yield pytest.mark.xfail(reason=self.case.fails, strict=True)


TRIALS = {f"{case.name} ({name})": Trial(case, name) for case in cases() for name in case.commands}


@cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="hostile-")


@cache
def _results(group: tuple[str, bool]) -> dict[str, dict[str, Any]]:
    """What became of each trial of a group."""
    base = Path(_scratch().name).resolve() / f"{group[0]}{'-slow' if group[1] else ''}"
    outside = base / "outside"
    outside.mkdir(parents=True)
    (outside / "canary.txt").write_text(f"{CANARY}\n")
    (outside / "canary.md").write_text(f"# {CANARY}\n")
    wanted = [(id, trial) for id, trial in TRIALS.items() if trial.group == group]
    jobs = [_job(id, trial, base / str(n), outside) for n, (id, trial) in enumerate(wanted)]
    results: dict[str, dict[str, Any]] = {}
    while jobs:
        results |= _run(jobs, base)
        jobs = [job for job in jobs if job["id"] not in results]
    return results


def _job(id: str, trial: Trial, base: Path, outside: Path) -> dict[str, Any]:
    project, output = base / "project", base / "output"
    is_build = trial.command != "check"
    trial.case.write(project, outside, silenced=RULES if trial.command in FORMATS else None)
    arguments = ["check", str(project)]
    if is_build:
        formats = [trial.command] if trial.command in FORMATS else FORMATS
        arguments = ["build", str(project), "--output", str(output)]
        arguments += [f"--to={name}" for name in formats]
    return {
        "id": id,
        "arguments": arguments,
        "environment": trial.case.environment,
        "readable": [str(project)],
        "writable": [str(output), str(base.parent / "scratch")],
        "output": str(output),
        "has_templates": any(re.match(r"styles/.*html", path) for path in trial.case.files),
    }


def _run(jobs: list[dict[str, Any]], base: Path) -> dict[str, dict[str, Any]]:
    """The results as far as the process came; it is the fault of the case in which it ended."""
    scratch = base / "scratch"
    (scratch / "empty").mkdir(parents=True, exist_ok=True)
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "TMPDIR": str(scratch),
        "XDG_CACHE_HOME": str(scratch / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET": CANARY,
    }
    done = subprocess.run(
        [sys.executable, "-P", str(Path(__file__).parent / "hostile" / "walled.py")],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=False,
        cwd=scratch / "empty",
        env=environment,
    )
    results: dict[str, dict[str, Any]] = {}
    begun = jobs[0]["id"]
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        begun = answer.get("begins", begun)
        if "exit" in answer:
            results[answer["id"]] = answer
    if done.returncode:
        results[begun] = {"failure": f"ended with {done.returncode}: {done.stderr[-2000:]}"}
    for job in jobs:
        if job["id"] in results:
            results[job["id"]] |= {"output": job["output"], "has_templates": job["has_templates"]}
    return results


@pytest.mark.parametrize(
    "id", [pytest.param(id, id=id, marks=[*trial.marks()]) for id, trial in TRIALS.items()]
)
def test_a_hostile_project_does_no_harm(id: str) -> None:
    trial = TRIALS[id]
    result = _results(trial.group)[id]

    assert not result["failure"], result["failure"]
    assert result["seen"] == []
    report = result["out"] + result["err"]
    assert [*_faults_of_report(report)] == []
    assert [*_faults_of_output(result)] == []
    expected = trial.case.commands[trial.command]
    told = tuple(sorted(set(_HEAD.findall(report))))
    assert (result["exit"], told) == (expected.exit, expected.rules), report[:3000]
    if trial.command == "check":
        assert [words for words in trial.case.says if words not in report] == [], report[:3000]


def _faults_of_report(report: str) -> Iterator[str]:
    yield from faults_of_words(report, CANARIES)
    if report.endswith("TOO LONG"):
        yield "the report is too long"
    for line in report.split("\n"):
        if printable(line) != line:
            yield f"the report has what cannot be seen: {line[:100]!r}"
        if len(line) > 2_000:
            yield f"the report has a line of {len(line)} characters"
        if (
            line.lstrip().startswith("::") and not line.lstrip().startswith("::: ")
        ) or "##[" in line:
            yield f"a runner obeys {line[:100]!r}"
    if "Traceback" in report:
        yield "the report has a traceback"


def _faults_of_output(result: dict[str, Any]) -> Iterator[str]:
    folder = Path(result["output"])
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    if (result["exit"] == 0) < bool(files):
        yield "something was written by a build that failed"
    for path in files:
        if path.suffix == ".epub":
            yield from faults_of_epub(path.read_bytes(), CANARIES)
        elif path.suffix == ".pdf":
            yield from faults_of_pdf(path.read_bytes(), CANARIES)
        else:
            yield f"nobody asked for {path.name}"
    if result["markup"]:
        yield from faults_of_words(result["markup"], CANARIES)
        # A template may write what it likes there: nothing is run or fetched by the engine.
        if not result["has_templates"]:
            yield from faults_of_markup(result["markup"].encode())
