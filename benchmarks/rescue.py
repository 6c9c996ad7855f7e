"""Measures how well flattened citations are found, and prints what was missed.

The corpus is in `tests/flattened/`: a file for each manner in which programs flatten citations,
and one of what looks like a citation and is none. Run it with the project's Python:

    .venv/bin/python benchmarks/rescue.py
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from flattened_corpus import NEGATIVES, Score, measure_all, total


def main() -> None:
    scores = measure_all()
    print(f"{'':24} {'in it':>6} {'found':>6} {'right':>6} {'precision':>10} {'recall':>8}")
    for name, score in scores.items():
        if name == NEGATIVES:
            print(f"{name:24} {score.lines:6} lines, {score.found} taken for citations")
        else:
            _print(name, score)
    _print("all", total(scores))
    for score in scores.values():
        for miss in score.misses:
            print(
                f"\n{miss.file}: {miss.text!r}\n  expected {miss.expected}\n  found    {miss.found}"
            )


def _print(name: str, score: Score) -> None:
    print(
        f"{name:24} {score.expected:6} {score.found:6} {score.right:6} "
        f"{score.precision:10.4f} {score.recall:8.4f}"
    )


if __name__ == "__main__":
    main()
