"""Block rule for pipe tables, with a caption before or after them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.document import NOTHING, Alignment, Attributes
from briefing_build.markdown import limits
from briefing_build.markdown.attributes import trailing_attributes
from briefing_build.markdown.positions import Region, slice_region
from briefing_build.markdown.state import State

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

_RULER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_COLUMN = re.compile(r":?-+:?")
# What divides cells, after what may hold a bar that does not: an escape, code.
_BAR = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|(?P<bar>\|)")
_CAPTION = re.compile(r"(?:[Tt]able)?:[ \t]+(?=\S)")


def table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """A head, a ruler and rows; a caption is a paragraph that begins with a colon."""
    assert isinstance(state, State)
    if silent or state.is_indented(start_line):
        return False
    head = start_line
    before = _caption_end(state, start_line, end_line)
    if before is not None:
        head = state.skipEmptyLines(before)
        if head == before:
            return False
    if not _is_table(state, head, end_line):
        return False
    last = _last_row(state, head + 2, end_line)
    caption = (start_line, before) if before is not None else None
    state.line = last
    if caption is None:
        caption = _caption_after(state, last, end_line)
        state.line = caption[1] if caption else last
    _add(state, (start_line, state.line), (head, last), caption)
    return True


def _is_table(state: State, line: int, end_line: int) -> bool:
    if line + 1 >= end_line or state.sCount[line + 1] < state.blkIndent:
        return False
    if state.sCount[line] < state.blkIndent or state.is_indented(line):
        return False
    head, ruler = state.text(line), state.text(line + 1)
    return "|" in head and ("|" in ruler or "+" in ruler) and _RULER.match(ruler) is not None


def _last_row(state: State, line: int, end_line: int) -> int:
    while (
        line < end_line
        and state.sCount[line] >= state.blkIndent
        and "|" in state.src[state.start(line) : state.eMarks[line]]
    ):
        line += 1
    return line


def _caption_end(state: State, line: int, end_line: int) -> int | None:
    """The line behind a caption that begins on `line`."""
    if line >= end_line or state.is_indented(line) or state.sCount[line] < state.blkIndent:
        return None
    if _CAPTION.match(state.src, state.start(line), state.eMarks[line]) is None:
        return None
    while line < end_line and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    return line


def _caption_after(state: State, last: int, end_line: int) -> tuple[int, int] | None:
    line = last + 1 if last < end_line and state.isEmpty(last) else last
    end = _caption_end(state, line, end_line)
    if end is None:
        return None
    # A caption that has a table of its own below it is that table's.
    following = state.skipEmptyLines(end)
    if following > end and following < end_line and _is_table(state, following, end_line):
        return None if line > last else (line, end)
    return line, end


def _add(
    state: State, lines: tuple[int, int], rows: tuple[int, int], caption: tuple[int, int] | None
) -> None:
    alignments = tuple(map(_alignment, _COLUMN.findall(state.text(rows[0] + 1))))
    content, attributes = _caption(state, caption)
    numbers = [rows[0], *range(rows[0] + 2, rows[1])]
    numbers = _within_limits(state, numbers, len(alignments))
    state.add(
        "table",
        lines,
        state.start(lines[0]),
        alignments=alignments,
        rows=[_row(state, number, len(alignments)) for number in numbers],
        caption=content,
        attributes=attributes,
    )


def _alignment(ruler: str) -> Alignment:
    match ruler[0] == ":", ruler[-1] == ":":
        case (True, True):
            return "center"
        case (True, False):
            return "left"
        case (False, True):
            return "right"
        case _:
            return ""


def _within_limits(state: State, numbers: list[int], columns: int) -> list[int]:
    """The rows that fit in; short rows are filled, so that cells may be far more than bars."""
    room = (limits.CELLS - state.cells) // columns
    state.cells += min(len(numbers), max(1, room)) * columns
    if len(numbers) <= room:
        return numbers
    place = numbers[max(0, room)] if numbers else 0
    state.found.report(
        rules.LIMIT_MET,
        f"more than {limits.CELLS:,} cells in the tables of a chapter",
        Label(state.source.span(state.start(place), state.eMarks[place]), "left out from here"),
        help="divide the table, or publish it as a file of data",
    )
    return numbers[: max(1, room)]


def _row(state: State, line: int, columns: int) -> tuple[int, int, list[Region]]:
    start, end = state.start(line), state.eMarks[line]
    text = state.src[start:end].rstrip()
    end = start + len(text)
    bars = _bars(text)
    edges = [start, *(edge for bar in bars for edge in (start + bar, start + bar + 1)), end]
    if text.startswith("|"):
        del edges[:2]
    if bars and bars[-1] == len(text) - 1 and len(edges) > 2:
        del edges[-2:]
    cells = [
        slice_region(state.source, left, right)
        for left, right in zip(edges[::2], edges[1::2], strict=True)
    ][:columns]
    missing = columns - len(cells)
    return start, end, cells + [Region(state.source, "", (0,), (end,))] * missing


def _bars(text: str) -> list[int]:
    if "\\" not in text and ("`" not in text or text.count("`") > 400):
        return [place for place, character in enumerate(text) if character == "|"]
    return [bar.start() for bar in _BAR.finditer(text) if bar["bar"]]


def _caption(state: State, lines: tuple[int, int] | None) -> tuple[Region | None, Attributes]:
    if lines is None:
        return None, NOTHING
    marker = _CAPTION.match(state.src, state.start(lines[0]), state.eMarks[lines[0]])
    assert marker is not None
    content = state.region(*lines)
    skipped = marker.end() - marker.start()
    read = trailing_attributes(content, skipped, len(content.text))
    end = read[1] if read else len(content.text)
    return content.part(skipped, end), read[0] if read else NOTHING
