"""Compares the briefing with the report it was made from, whose text is not ours to carry.

    .venv/bin/python scripts/compare_report.py REPORT.txt

Says how many host names of the report's flattened citations the checker finds, and fails if a run
of eight words of the report stands in a chapter: the facts carry over, the sentences do not.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import briefing_build
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read, read_manuscript

ROOT = Path(__file__).parent.parent
RUN = 8


def main(report: Path) -> int:
    """Prints both counts; 1 if words are shared."""
    text = report.read_text(encoding="utf-8")
    for rule, count in sorted(_findings(text).items()):
        print(f"{rule}: {count}")
    theirs = set(_runs(text))
    shared = 0
    for chapter in read(ROOT, briefing_build.Diagnostics()).chapters:
        for run in sorted(theirs & set(_runs(chapter.text))):
            print(f"{chapter.path}: “{run}” stands in the report too")
            shared += 1
    print(f"runs of {RUN} words shared with the report: {shared}")
    return 1 if shared else 0


def _findings(text: str) -> Counter[str]:
    found = briefing_build.Diagnostics()
    files = {"briefing.toml": b'[briefing]\ntitle = "The report"', "report.md": text.encode()}
    briefing_build.check(read_manuscript(MemoryFiles(files), found), found)
    return Counter(finding.rule.name for finding in found if finding.rule.family == "residue")


def _runs(text: str) -> list[str]:
    words = re.findall(r"[\w’']+", text.lower())
    return [" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
