"""Block rules for what is not for readers: comments, scripts and styles.

A comment in a paragraph may go on over empty lines, over fences and lists, as in pandoc, as long
as it ends in what holds the paragraph. Its inside is then cut out of the content; what is left,
its ends and an empty line between them, is the inline scanner's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.markdown.code_spans import CodeSpans
from briefing_build.markdown.extents import holder
from briefing_build.markdown.positions import Part, region
from briefing_build.markdown.state import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.rules_block import StateBlock

    from briefing_build.markdown.positions import Region

COMMENT = re.compile(r"<!--(?!-?>)")
_END = re.compile("-->")
_HIDDEN = re.compile(r"<(?P<name>script|style)\b[^>\n]*>?", re.IGNORECASE | re.ASCII)
_ENDS = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style")}
_MARKUP = re.compile(
    r"""\\. | (?P<code>`+) | (?P<comment><!--(?!-?>))
        | \$(?=[^\s$])(?:[^$\\\n]|\\.|\n(?!\n))+(?<!\s)\$(?!\d)""",
    re.VERBOSE | re.DOTALL,
)


def comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    assert isinstance(state, State)
    start = state.start(start_line)
    if silent or state.is_indented(start_line) or not COMMENT.match(state.src, start):
        return False
    end = state.find(_END, start + 4)
    if end < 0:
        return False
    behind = min(end_line, holder(state, start_line).behind(state, start_line))
    if not _leave_out(state, start_line, behind, end + 3):
        return False
    state.definitions.note_comment(state.source.span(start, end + 3))
    return True


def script(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    assert isinstance(state, State)
    element = _HIDDEN.match(state.src, state.start(start_line), state.eMarks[start_line])
    if silent or element is None:
        return False
    end = state.find(_ENDS[element["name"].lower()], element.end())
    if end < 0 or not _leave_out(state, start_line, end_line, state.src.index(">", end) + 1):
        return False
    state.found.report(
        rules.RAW_HTML,
        f"a `<{element['name']}>` is not passed on",
        Label(state.source.span(element.start(), element.end())),
        help="take it out, with all it encloses",
    )
    return True


def _leave_out(state: State, start_line: int, end_line: int, end: int) -> bool:
    """Goes behind a part that ends at `end`, if nothing but spaces follow it on its line."""
    line = bisect_left(state.eMarks, end)
    if line >= end_line:
        return False
    rest = state.src[end : state.eMarks[line]]
    if not rest.strip():
        state.line = line + 1
        return True
    if not any(state.isEmpty(n) for n in range(start_line, line)):
        return False  # A paragraph that begins with a comment: the inline scanner's.
    state.bMarks[line] = end
    state.tShift[line] = len(rest) - len(rest.lstrip())
    state.sCount[line] = max(state.blkIndent, 0)
    state.line = line
    return True


def content_of(
    state: State, first: int, behind: int, start: int, more: Callable[[int], int]
) -> tuple[Region, int]:
    """The content of lines, from `start` on the first of them, and the line behind it.

    Where a comment is open at the end, the lines to its end belong to it too, and those behind:
    `more` tells, given a line, how far a paragraph that goes on there reaches.
    """
    parts: list[Part] = []
    while True:
        lines = [Part(start, state.eMarks[first]), *state.parts(first + 1, behind)]
        content = region(state.source, lines)
        opening = _open_comment(content)
        end = state.find(_END, opening + 4) if opening is not None else -1
        closing = bisect_left(state.eMarks, end)
        if opening is None or end < 0 or closing >= holder(state, first).behind(state, first):
            return region(state.source, parts + lines) if parts else content, behind
        last = bisect_left(state.eMarks, opening) - first
        parts += [*lines[:last], Part(lines[last].start, opening + 4, "\n\n")]
        first, behind, start = closing, more(closing + 1), end


def content_of_line(state: State, line: int, start: int) -> tuple[Region, int]:
    """The content of a heading, from `start` on its line, and the line behind it."""
    return content_of(state, line, line + 1, start, lambda behind: behind)


def _open_comment(content: Region) -> int | None:
    """Where in the source a comment begins, outside code, that has no end in a paragraph."""
    text, position = content.text, 0
    last = text.rfind("<!--")
    if last < 0 or text.find("-->", last + 4) >= 0:
        return None  # If the last has its end, so have all before it.
    spans = CodeSpans(text)
    while (markup := _MARKUP.search(text, position)) is not None:
        position = markup.end()
        if markup["code"]:
            end = spans.end(markup.start(), position)
            position = position if end is None else end + len(markup["code"])
        elif markup["comment"]:
            end = text.find("-->", position)
            if end < 0:
                return content.at(markup.start())
            position = end + 3
    return None
