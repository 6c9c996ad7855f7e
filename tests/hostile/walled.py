"""Runs hostile cases in one process behind walls, and tells what happened, a line of JSON each.

Run by `tests/test_hostile.py`: standard input has a JSON list of cases, each with the command's
arguments. What a case does against the promise (a file outside, a socket, another program) is
seen by Python's audit events, and files that are opened by descriptor where they really are.
A case that takes more than its share of time or memory ends the process.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CPU_SECONDS = 20
MEMORY = 3 * 1024**3
MAX_REPORT = 1_000_000

_FORBIDDEN = (
    "socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "os.system", "os.exec",
    "os.posix_spawn", "os.startfile", "os.kill", "pickle.",
)  # fmt: skip
_CHANGES = {"os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.chmod"}
_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Walls:
    """What is seen of a case; `readable` and `writable` are the folders in which it may be."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.readable: list[str] = []
        self.writable: list[str] = []
        self.is_up = False
        self._open = os.open
        sys.addaudithook(self.hear)
        os.open = self.open  # type: ignore[assignment]

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.is_up:
            return
        if event == "open":
            path, _, flags = arguments
            self._look(path, is_written=bool((flags or 0) & _WRITE))
        elif event in {"os.listdir", "os.scandir"}:
            self._look(arguments[0], is_written=False)
        elif event in _CHANGES:
            self._look(arguments[0], is_written=True)
        elif event == "subprocess.Popen":
            if Path(os.fsdecode(arguments[0])).name != "pandoc":
                self.seen.append(f"started {arguments[0]}")
        elif event.startswith(_FORBIDDEN):
            self.seen.append(f"{event} {str(arguments)[:200]}")

    def _look(self, path: Any, *, is_written: bool) -> None:
        if path is None or isinstance(path, int):
            return
        self._judge(os.path.realpath(os.fsdecode(path)), is_written=is_written)

    def _judge(self, real: str, *, is_written: bool) -> None:
        folders = self.writable if is_written else [*self.readable, *self.writable]
        if not any(real == folder or real.startswith(folder + os.sep) for folder in folders):
            self.seen.append(f"{'wrote' if is_written else 'read'} {real}")

    def open(self, path: Any, flags: int, *rest: Any, **more: Any) -> int:
        """Like `os.open`; asks the system what was opened, since events do not know of `dir_fd`."""
        descriptor = self._open(path, flags, *rest, **more)
        if self.is_up and Path("/proc/self/fd").exists():
            self.is_up = False
            real = str(Path(f"/proc/self/fd/{descriptor}").readlink())
            self.is_up = True
            self._judge(real, is_written=bool(flags & _WRITE))
        return descriptor


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Bounded processor time and memory; a child program has bounds of its own."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    until = int(spent.ru_utime + spent.ru_stime) + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard))
    start = subprocess.Popen.__init__

    def start_unlimited(self: Any, *arguments: Any, **options: Any) -> None:
        # Pandoc reserves a terabyte of addresses, which it never uses.
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        try:
            start(self, *arguments, **options)
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))

    subprocess.Popen.__init__ = start_unlimited  # type: ignore[method-assign]
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        subprocess.Popen.__init__ = start  # type: ignore[method-assign]


def run(job: dict[str, Any], walls: Walls) -> dict[str, Any]:
    """What one command did: its exit code (None: it ended in a traceback), its words, its deeds."""
    from briefing_build.cli import main

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    environment = dict(os.environ)
    os.environ.update(job["environment"])
    walls.seen = []
    failure = ""
    code: int | None = None
    before = resource.getrusage(resource.RUSAGE_SELF)
    with limited(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        walls.is_up = True
        try:
            code = main(job["arguments"])
        except BaseException:  # noqa: BLE001 - whatever it is, it is a failure
            failure = traceback.format_exc()[-3000:]
        finally:
            walls.is_up = False
    after = resource.getrusage(resource.RUSAGE_SELF)
    os.environ.clear()
    os.environ.update(environment)
    return {
        "id": job["id"],
        "exit": code,
        "failure": failure,
        "seen": sorted(set(walls.seen))[:20],
        "out": _text(out),
        "err": _text(err),
        "markup": _markup.pop() if _markup else "",
        "seconds": round(after.ru_utime - before.ru_utime, 2),
    }


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    text = buffer.getvalue().decode("utf-8")
    return text if len(text) <= MAX_REPORT else text[:MAX_REPORT] + "\nTOO LONG"


_markup: list[str] = []


def watch_layout() -> None:
    """Keeps what is handed to the layout engine: in a PDF words are numbers of glyphs."""
    from briefing_build.pdf import layout

    lay_out_pages = layout.lay_out_pages

    def kept(markup: Any, *rest: Any) -> Any:
        _markup[:] = [str(markup)]
        return lay_out_pages(markup, *rest)

    layout.lay_out_pages = kept


def cut_fonts_once() -> None:
    """One cut for all books: another for the letters of each would take most of our time."""
    from briefing_build.epub import fonts

    cut, ascii_letters = fonts._cut, frozenset(range(32, 127))
    fonts._cut = lambda path, _, family: cut(path, ascii_letters, family)  # type: ignore[assignment]


def main() -> None:
    jobs = json.load(sys.stdin)
    import briefing_build
    import briefing_build.cli

    walls = Walls()
    package = Path(briefing_build.__file__).parent
    interpreter = {sys.prefix, sys.base_prefix, sys.exec_prefix, *sys.path[1:]}
    here = {os.path.realpath(path) for path in [*interpreter, package, "/dev/null"] if path}
    if any("--to=pdf" in job["arguments"] for job in jobs):
        watch_layout()
    if any("--to=epub" in job["arguments"] for job in jobs):
        cut_fonts_once()
    for job in jobs:
        # A line before the case says which it was if the process does not live to tell.
        _tell({"begins": job["id"]})
        walls.readable = [*here, *map(os.path.realpath, job["readable"])]
        walls.writable = [*map(os.path.realpath, job["writable"])]
        _tell(run(job, walls))


def _tell(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
