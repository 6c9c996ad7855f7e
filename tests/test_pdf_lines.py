"""Lines are broken where they are full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from briefing_build.pdf.lines import repair_lines

WORDS = "An author writes of a title that is long, and so on and on"


def lines(content: str, width: float, css: str = "") -> list[Any]:
    repair_lines()
    sheet = f"@page {{ size: 900px }} p {{ width: {width}px; font: 16px/20px serif; {css} }}"
    (page, *_) = HTML(string=f"<style>{sheet}</style><p>{content}</p>").render().pages
    return [box for box in page._page_box.descendants() if isinstance(box, boxes.LineBox)]


def words(line: Any) -> str:
    texts = (part.text for part in line.descendants() if isinstance(part, boxes.TextBox))
    return "".join(texts).strip()


def widths() -> Iterator[float]:
    """Those at which the words fit, with and without the space behind them."""
    (line,) = lines(WORDS, 800)
    for step in range(12):
        yield line.width + 0.2 + step / 2


@pytest.mark.parametrize("css", ["", "hyphens: auto", "text-align: justify"])
def test_the_space_hangs_over_the_end_and_the_next_word_goes_to_the_next_line(css: str) -> None:
    for width in widths():
        first, second = lines(f"{WORDS} <em>foobar</em> bar", width, css)

        assert words(first) == WORDS
        assert words(second) == "foobar bar"


def test_so_it_does_where_the_words_begin_amid_the_line() -> None:
    start, rest = WORDS[:9], WORDS[9:]
    for width in widths():
        first, second = lines(f"<span>{start}</span>{rest} <em>foobar</em>", width)

        assert words(first) == WORDS
        assert words(second) == "foobar"


def test_a_word_too_long_for_its_line_is_broken_behind_as_before() -> None:
    broken = [words(line) for line in lines("Incomprehensibilities are <em>long</em>", 70)]

    assert broken == ["Incomprehensibilities", "are long"]
