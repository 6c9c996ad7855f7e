"""Measures builds and checks against peers in one run, and prints ratios.

Every job and its peer run in turn, as whole processes, and the least CPU time of each counts:
machines are shared and noisy, so only the ratio means something. Run it with `make bench`; name a
project to measure another than this repository's briefing.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pypandoc

from briefing_build.diagnostics import Diagnostics
from briefing_build.manuscript import find_project, read

ROOT = Path(__file__).parent.parent
BRIEFING = [sys.executable, "-m", "briefing_build"]
PANDOC = pypandoc.get_pandoc_path()

# The libraries that a check cannot do without, with nothing of ours around them.
BARE = """
import sys
from bibtexparser.splitter import Splitter
from markdown_it import MarkdownIt
*chapters, library = sys.argv[1:]
for chapter in chapters:
    MarkdownIt().enable("table").parse(open(chapter, encoding="utf-8").read())
Splitter(open(library, encoding="utf-8").read()).split()
"""
# pandoc's notes are at the end; what matters here is the same words through the same engine.
PANDOC_AND_WEASYPRINT = """
import subprocess, sys, weasyprint
pandoc, target, *arguments = sys.argv[1:]
html = subprocess.run([pandoc, *arguments, "-s", "-t", "html5"], capture_output=True, check=True)
weasyprint.HTML(string=html.stdout.decode(), base_url=".").write_pdf(target, pdf_tags=True)
"""
# The stage that puts citations into words, pandoc's process and all; reading is not measured.
CITE = """
import resource, sys
from pathlib import Path
import briefing_build.csl
from briefing_build import Diagnostics, check, cite, read
def used():
    both = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)
found = Diagnostics()
briefing = check(read(Path(sys.argv[1]), found), found)
before = used()
cite(briefing, found)
print(used() - before)
"""


@dataclass(frozen=True)
class Job:
    """Something to measure beside its peer: two commands."""

    name: str
    peer_name: str
    ours: list[str]
    peer: list[str]
    measures_itself: bool = False
    """Whether ours prints the seconds that count."""


def main() -> None:
    """Prints a line a job."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", nargs="?", type=Path, default=ROOT)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # Nothing kept from an earlier build may help.
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        print(f"{'job':34} {'ours':>8} {'peer':>8} {'ratio':>6}  peer")
        for job in [
            *_jobs(options.project, Path(folder)),
            _citing(Path(folder)),
            _large_check(Path(folder)),
        ]:
            ours, peer = _measure(job, options.runs)
            print(f"{job.name:34} {ours:7.2f}s {peer:7.2f}s {ours / peer:6.2f}  {job.peer_name}")


def _jobs(project: Path, folder: Path) -> list[Job]:
    manuscript = read(project, Diagnostics())
    root = find_project(project)
    chapters = [str(root / chapter.path) for chapter in manuscript.chapters]
    library = str(root / manuscript.bibliography[0].path)
    style = ROOT / "src" / "briefing_build" / "csl" / f"{manuscript.settings.style}.csl"
    resources = f"--resource-path={Path(chapters[0]).parent}"
    cite = [*chapters, "--citeproc", f"--bibliography={library}", f"--csl={style}", resources]
    check = [*BRIEFING, "check", str(project)]
    build = [*BRIEFING, "build", str(project), "--output", str(folder), "--to"]
    pdf = [sys.executable, "-c", PANDOC_AND_WEASYPRINT, PANDOC, str(folder / "peer.pdf")]
    return [
        Job("check", "bare libraries", check, _bare(chapters, library)),
        Job("PDF", "pandoc + WeasyPrint", [*build, "pdf"], [*pdf, *cite]),
        Job(
            "EPUB",
            "pandoc",
            [*build, "epub"],
            [PANDOC, *cite, "-t", "epub3", "-o", str(folder / "peer.epub")],
        ),
    ]


def _citing(folder: Path) -> Job:
    """1,000 citations of 300 works, some of them at once again and some with a locator."""
    project = _project(folder / "citing", 300)
    claims = (
        f"Claim {n} is supported by its source.[@key{(n * 7 // 3) % 300}{', p. 5' * (n % 4 == 0)}]"
        for n in range(1000)
    )
    chapter = project / "01.md"
    chapter.write_text("# Chapter\n\n" + "\n\n".join(claims) + "\n")
    style = ROOT / "src" / "briefing_build" / "csl" / "chicago-notes-bibliography.csl"
    library = project / "references.bib"
    peer = [PANDOC, str(chapter), "--citeproc", f"--bibliography={library}", f"--csl={style}"]
    ours = [sys.executable, "-c", CITE, str(project)]
    return Job(
        "1,000 citations in words", "pandoc", ours, [*peer, "-t", "json"], measures_itself=True
    )


def _large_check(folder: Path) -> Job:
    """A megabyte of prose with 14,000 citations, and a library of 10,000 entries."""
    project = _project(folder / "large", 10_000)
    chapters = []
    for number in range(10):
        paragraphs = (
            f"Claim {n} of the chapter is supported by its source.[@key{(n * 7) % 10_000}] "
            f"Another sentence follows it, as *usual*, with more words.[see @key{n}, p. {n}]"
            for n in range(number * 1000, number * 1000 + 700)
        )
        chapters.append(project / f"{number:02}.md")
        chapters[-1].write_text(f"# Chapter {number}\n\n" + "\n\n".join(paragraphs) + "\n")
    ours = [*BRIEFING, "check", str(project)]
    peer = _bare([str(path) for path in chapters], str(project / "references.bib"))
    return Job("check, 14,000 citations", "bare libraries", ours, peer)


def _project(folder: Path, works: int) -> Path:
    folder.mkdir()
    (folder / "briefing.toml").write_text('[briefing]\ntitle = "Large"\n')
    (folder / "references.bib").write_text("\n".join(map(_entry, range(works))))
    return folder


def _entry(number: int) -> str:
    return (
        f"@online{{key{number},\n  title = {{Work {number} of {{NATO}}}},\n"
        "  author = {Doe, Jane},\n  organization = {News},\n  date = {2024-05-17},\n"
        f"  url = {{https://example.org/{number}}},\n}}\n"
    )


def _bare(chapters: list[str], library: str) -> list[str]:
    return [sys.executable, "-c", BARE, *chapters, library]


def _measure(job: Job, runs: int) -> tuple[float, float]:
    ours, peer = [], []
    for _ in range(runs):
        ours.append(_cpu_seconds(job.ours, is_printed=job.measures_itself))
        peer.append(_cpu_seconds(job.peer))
    return min(ours), min(peer)


def _cpu_seconds(command: list[str], *, is_printed: bool = False) -> float:
    before = _cpu_used()
    answer = subprocess.run(command, capture_output=True, check=False)
    if answer.returncode > 1:
        sys.exit(f"{command[:4]} failed: {answer.stderr.decode()[-500:]}")
    return float(answer.stdout) if is_printed else _cpu_used() - before


def _cpu_used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
