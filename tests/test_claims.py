"""Claims told from what is none, over a corpus of sentences in `tests/claims`.

The thresholds are what an editor bears: of what is told nearly all has to be right, and most of
what should be told has to be told. What is measured is printed, `pytest -s tests/test_claims.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from checking import told

FOLDER = Path(__file__).parent / "claims"
CITED = "The road is open.[@a]\n\n"


class Sentence(NamedTuple):
    text: str
    language: str
    is_claim: bool


def _sentences(page: str) -> Iterator[Sentence]:
    heading = ""
    for line in (FOLDER / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("- "):
            kind, _, language = heading.partition(", ")
            yield Sentence(line[2:], language or "en", kind == "Claims")


def _is_told(sentence: Sentence) -> bool:
    settings = f'[briefing]\ntitle = "T"\nlanguage = "{sentence.language}"\n'
    return bool(told(f"{CITED}{sentence.text}\n", "uncited-claim", settings=settings))


@pytest.mark.parametrize(
    ("page", "least", "precision", "recall"),
    [("english.md", 140, 0.98, 0.95), ("others.md", 50, 1.0, 0.9)],
)
def test_claims_are_told_from_what_is_none(
    page: str, least: int, precision: float, recall: float
) -> None:
    corpus = [*_sentences(page)]
    found = {sentence for sentence in corpus if _is_told(sentence)}
    claims = {sentence for sentence in corpus if sentence.is_claim}
    missed = sorted(sentence.text for sentence in claims - found)
    false = sorted(sentence.text for sentence in found - claims)
    right = len(claims & found)
    print(  # noqa: T201 - what was measured is asked for with -s
        f"{page}: {len(corpus)} sentences, precision {right / len(found):.3f}, "
        f"recall {right / len(claims):.3f}\nmissed: {missed}\nfalse: {false}"
    )

    assert len(corpus) >= least
    assert right / len(found) >= precision, false
    assert right / len(claims) >= recall, missed
