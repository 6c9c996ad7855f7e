"""How well flattened citations are found: the bar that `benchmarks/rescue.py` measures against."""

from __future__ import annotations

import pytest

from flattened_corpus import FOLDER, NEGATIVES, Score, cases, measure, measure_all, total


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return measure_all()


def test_the_corpus_is_large_enough_to_mean_something(scores: dict[str, Score]) -> None:
    manners = [name for name in scores if name != NEGATIVES]

    assert len(manners) >= 10
    assert total(scores).expected >= 300
    assert len(list(cases(FOLDER / NEGATIVES))) >= 150


def test_nearly_all_citations_are_found_and_nearly_nothing_else(scores: dict[str, Score]) -> None:
    assert total(scores).precision >= 0.99
    assert total(scores).recall >= 0.99


def test_every_line_that_is_no_citation_reads_so_alone() -> None:
    assert len(measure(FOLDER / NEGATIVES).misses) <= 2
