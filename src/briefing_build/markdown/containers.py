"""Block rules for what holds blocks: divs, notes and definition lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.document import Attributes
from briefing_build.markdown.attributes import read_attributes
from briefing_build.markdown.positions import slice_region
from briefing_build.markdown.state import State, is_closing_fence

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock

# Divs

_DIV = re.compile(r"(?P<fence>:{3,})[ \t]*(?P<rest>[^\s:].*?)[ \t]*$")
_NAME = re.compile(r"(?P<name>[^\W\d][\w:.-]*)[ \t]*:*$")


def div(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """`::: {.box}` or `::: box`, to the `:::` that closes it. Divs may stand in one another."""
    assert isinstance(state, State)
    if not state.src.startswith(":::", state.start(start_line)) or state.is_indented(start_line):
        return False
    if is_closing_fence(state, start_line):
        return _closing(state, start_line, silent=silent)
    attributes = _div_attributes(state, start_line)
    if attributes is None:
        return False
    if not silent:
        _read_div(state, start_line, end_line, attributes)
    return True


def _div_attributes(state: State, line: int) -> Attributes | None:
    start, end = state.start(line), state.eMarks[line]
    opening = _DIV.match(state.src, start, end)
    if opening is None:
        return None
    rest = slice_region(state.source, *opening.span("rest"))
    name = _NAME.match(rest.text)
    if name is not None:
        return Attributes(classes=(name["name"],), span=rest.span(*name.span("name")))
    read = read_attributes(rest, 0)
    return read[0] if read and not rest.text[read[1] :].strip(" \t:") else None


def _closing(state: State, line: int, *, silent: bool) -> bool:
    if not state.divs and not silent:
        end = state.start(line) + len(state.text(line))
        _report(
            state,
            "a `:::` that closes nothing",
            Label(state.source.span(state.start(line), end)),
            "take it out, or open the div above with `::: {.box}`",
        )
        state.line = line + 1
    return True


def _report(state: State, message: str, at: Label, advice: str) -> None:
    # Where divs are too deep to be read, their ends are no mistake.
    if not state.too_deep:
        state.found.report(rules.UNCLOSED_BLOCK, message, at, help=advice)


def _read_div(state: State, line: int, end_line: int, attributes: Attributes) -> None:
    start = state.start(line)
    token = state.open("div_open", (line, 0), start, attributes=attributes)
    before = state.parentType, state.listIndent
    state.parentType, state.listIndent = "div", -1
    state.divs += 1
    state.line = line + 1
    state.md.block.tokenize(state, line + 1, end_line)
    state.divs -= 1
    state.parentType, state.listIndent = before
    if _is_end(state, state.line, end_line):
        state.line += 1
    else:
        _report(
            state,
            "a div that is not closed",
            Label(state.source.span(start, start + len(state.text(line))), "opened here"),
            "write `:::` on a line of its own where it ends",
        )
    assert token.map is not None
    token.map[1] = state.line
    state.close("div_close")


def _is_end(state: State, line: int, end_line: int) -> bool:
    if line >= end_line or state.sCount[line] < state.blkIndent:
        return False
    return is_closing_fence(state, line)


# Notes

_NOTE = re.compile(r"\[\^(?P<label>[^\]\s\[^]+)\]:[ \t]*")


def note(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """`[^label]:` and the note's text, further blocks of which are indented by four."""
    assert isinstance(state, State)
    start = state.start(start_line)
    if not state.src.startswith("[^", start) or state.is_indented(start_line):
        return False
    opening = _NOTE.match(state.src, start, state.eMarks[start_line])
    if opening is None or silent:
        return opening is not None
    label = state.source.span(*opening.span("label"))
    token = state.open("note_open", (start_line, 0), start, label=label)
    _read_inside(state, start_line, end_line, opening.end())
    assert token.map is not None
    token.map[1] = state.line
    state.close("note_close")
    return True


def _read_inside(state: State, line: int, end_line: int, content: int) -> None:
    """Reads blocks that begin at `content` on a line and go on with a margin of four."""
    saved = (state.blkIndent, state.listIndent, state.parentType, state.tight)
    shift, count = state.tShift[line], state.sCount[line]
    state.blkIndent += 4
    state.listIndent = -1
    state.parentType = "reference"
    state.tShift[line] = content - state.bMarks[line]
    state.sCount[line] = state.blkIndent
    if content >= state.eMarks[line]:  # Its first block begins on a later line.
        state.tokens[-1].meta.setdefault("content", content)
        state.line = line + 1
        state.md.block.tokenize(state, line + 1, end_line)
    else:
        state.md.block.tokenize(state, line, end_line)
    state.tShift[line], state.sCount[line] = shift, count
    state.blkIndent, state.listIndent, state.parentType, state.tight = saved


# Definition lists

_MARKER = re.compile(r"[:~][ \t]+(?=\S)")


def _answer(state: State, line: int) -> re.Match[str] | None:
    if state.is_indented(line) or state.sCount[line] < state.blkIndent:
        return None
    return _MARKER.match(state.src, state.start(line), state.eMarks[line])


def answer_marker(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    """Whether the next answer of a definition begins here, which ends a paragraph of the last."""
    assert isinstance(state, State)
    if not silent or not state.answers or state.is_indented(start_line):
        return False
    return _MARKER.match(state.src, state.start(start_line), state.eMarks[start_line]) is not None


def definitions(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    """Terms, each a line, and answers to each, which begin with a colon."""
    assert isinstance(state, State)
    if silent or _first_answer(state, start_line, end_line) is None:
        return False
    outer = state.open("definitions_open", (start_line, 0), state.start(start_line))
    line = start_line
    while line < end_line and (first := _first_answer(state, line, end_line)) is not None:
        state.open(
            "definition_open",
            (line, line + 1),
            state.start(line),
            term=slice_region(state.source, state.start(line), state.eMarks[line]),
            content=None,
        )
        line = _answers(state, line, first, end_line)
        state.close("definition_close")
    assert outer.map is not None
    outer.map[1] = state.line
    state.close("definitions_close")
    return True


def _first_answer(state: State, line: int, end_line: int) -> int | None:
    """The line of the first answer to a term on `line`, if there is one."""
    if state.is_indented(line) or state.sCount[line] < state.blkIndent or state.isEmpty(line):
        return None
    following = line + 1
    if following < end_line and state.isEmpty(following):
        following += 1
    if following < end_line and not state.isEmpty(following) and _answer(state, following):
        return following
    return None


def _answers(state: State, term: int, line: int, end_line: int) -> int:
    """Reads the answers from `line` on; the line where the next term may stand."""
    opening = state.tokens[-1]
    loose = line > term + 1
    while line < end_line and not state.isEmpty(line) and (marker := _answer(state, line)):
        token = state.open("answer_open", (line, 0), marker.start(), loose=loose)
        state.answers += 1
        _read_inside(state, line, end_line, marker.end())
        state.answers -= 1
        assert token.map is not None
        assert opening.map is not None
        token.map[1] = opening.map[1] = state.line
        state.close("answer_close")
        line = state.skipEmptyLines(state.line)
        loose = line > state.line
    return line
