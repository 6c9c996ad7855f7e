"""Block rule for code between fences: ``` or ~~~, and an end in what holds it.

Without an end a fence is words, as in pandoc: one that is forgotten would otherwise take the
rest of the chapter, with all it cites, for code. Who reads those words reports it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing_build.markdown.extents import holder
from briefing_build.markdown.state import State

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_FENCE = re.compile(r"(?P<fence>`{3,}(?![^\n]*`)|~{3,})(?P<info>[^\n]*)")


def fence(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    assert isinstance(state, State)
    opening = _opening(state, start_line)
    # Asked silently, whether text ends here: as in pandoc, backticks end it and tildes do not.
    if opening is None or (silent and opening["fence"][0] == "~"):
        return False
    end = _end(state, start_line, opening)
    if end is None or silent:
        return end is not None
    token = state.push("fence", "code", 0)
    token.info, token.markup = opening["info"], opening["fence"]
    token.content = state.getLines(start_line + 1, end, state.sCount[start_line], True)
    token.map = [start_line, end + 1]
    state.line = end + 1
    return True


def interrupts(state: State, line: int) -> bool:
    """Whether a paragraph ends before `line` because code begins there."""
    return state.src.startswith("```", state.start(line)) and fence(state, line, line + 1, True)


def without_end(state: State, first: int, behind: int, text: str) -> frozenset[int]:
    """Where lines of a paragraph begin with fences that had begun code, if they had ends."""
    if "```" not in text and not text.startswith("~~~"):
        return frozenset()
    return frozenset(
        state.start(line)
        for line in range(first, behind)
        if (opening := _opening(state, line))
        and (line == first or opening["fence"][0] == "`")
        and _end(state, line, opening) is None
    )


def _opening(state: State, line: int) -> re.Match[str] | None:
    # What follows a quotation without its mark, with a margin below zero, begins nothing.
    if state.is_indented(line) or state.sCount[line] < 0:
        return None
    return _FENCE.match(state.src, state.start(line), state.eMarks[line])


def _end(state: State, line: int, opening: re.Match[str]) -> int | None:
    length = len(opening["fence"])
    return holder(state, line).closing_fence(state, line, opening["fence"][0], length)
