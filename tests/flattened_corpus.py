"""The labelled corpus of flattened citations: what a rescue must find, and what it must not.

Each file in `flattened/` but the last is one paste, in the manner of one program. A line has the
text, `⇒`, and the sources that must be found in it, parted by `;`; `⏎` is the end of a line, and
`\\xa0`, `\\ue200` are letters that cannot be seen. No line of `not-citations.txt` has any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from briefing_build.rescue.finding import find_citations, has_numbers, known_hosts
from briefing_build.rescue.readers import read_pasted
from briefing_build.rescue.sources import with_chips, with_sources

FOLDER = Path(__file__).parent / "flattened"
NEGATIVES = "not-citations.txt"


@dataclass(frozen=True)
class Miss:
    """A difference between what is in a text and what was found."""

    file: str
    text: str
    expected: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    expected: int = 0
    found: int = 0
    right: int = 0
    lines: int = 0
    misses: tuple[Miss, ...] = ()

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0


def cases(file: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        text, _, expected = line.partition(" ⇒")
        text = re.sub(r"\\(?:x|u)([0-9a-f]{4}|[0-9a-f]{2})", lambda m: chr(int(m[1], 16)), text)
        sources = tuple(part.strip() for part in expected.split(";") if part.strip())
        yield text.replace(" ⏎ ", "\n"), sources


def found_in(name: str, text: str) -> list[str]:
    """The sources that are found in a paste, in their order."""
    pasted = with_sources(with_chips(read_pasted(name, text.encode())))
    known, numbers = known_hosts(pasted.paragraphs), has_numbers(pasted)
    return [
        source.written
        for paragraph in pasted.paragraphs
        for citation in find_citations(paragraph, pasted.pages, known, numbers=numbers)
        for source in citation.sources
    ]


def measure(file: Path) -> Score:
    """How well the sources of a file are found: the whole is read as one paste, as it was made.

    A source is right if it stands in the same order among the others. The lines are then read
    alone to say which of them is at fault.
    """
    lines = list(cases(file))
    expected = [source for _, sources in lines for source in sources]
    found = found_in(file.name, "\n\n".join(text for text, _ in lines))
    matcher = SequenceMatcher(None, expected, found, autojunk=False)
    right = sum(block.size for block in matcher.get_matching_blocks())
    misses = []
    for text, sources in lines:
        alone = tuple(found_in(file.name, text)) if text.strip() else ()
        if alone != sources:
            misses.append(Miss(file.name, text, sources, alone))
    is_right = right == len(expected) == len(found)
    return Score(len(expected), len(found), right, len(lines), () if is_right else tuple(misses))


def measure_all() -> dict[str, Score]:
    return {file.name: measure(file) for file in sorted(FOLDER.glob("*.txt"))}


def total(scores: Mapping[str, Score]) -> Score:
    return Score(
        sum(score.expected for score in scores.values()),
        sum(score.found for score in scores.values()),
        sum(score.right for score in scores.values()),
        sum(score.lines for score in scores.values()),
    )
