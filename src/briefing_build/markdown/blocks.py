"""Chapter text to block tokens: markdown-it-py's block parser with pandoc's rules in it.

markdown-it-py knows lines, and we want places. So the loop here notes where each block begins,
and the rules that make inline content hand on a `Region` instead of a string. Where pandoc and
CommonMark differ, pandoc's rule holds: a heading, a list or a quotation begins after an empty
line, so that a number or a sign which happens to begin a line of prose stays what it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock, RuleFuncBlockType
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, blockquote, code, hr, list_block

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.document import NOTHING
from briefing_build.markdown import comments, containers, fences, limits, tables
from briefing_build.markdown.attributes import trailing_attributes
from briefing_build.markdown.extents import Extent, bare_fences
from briefing_build.markdown.links import reference_label
from briefing_build.markdown.state import Definitions, State, is_closing_fence

if TYPE_CHECKING:
    from markdown_it.token import Token

    from briefing_build.markdown.positions import Region
    from briefing_build.source import SourceFile


def read_blocks(source: SourceFile, found: Diagnostics) -> tuple[list[Token], Definitions]:
    """The block tokens of a chapter, and the addresses it defines."""
    state = State(source.text, _MARKDOWN, {}, [])
    state.source, state.found, state.definitions = source, found, Definitions()
    state.extents, state.bare_fences, state.searches = [], bare_fences(state), {}
    _PARSER.tokenize(state, _behind_front_matter(state), state.lineMax)
    return state.tokens, state.definitions


class _BlockParser(ParserBlock):
    """markdown-it's loop over a chapter's lines, noting where each block begins."""

    def __init__(self) -> None:
        self.ruler = Ruler()
        for name, rule, ends in _RULES:
            self.ruler.push(name, rule, {"alt": ends})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        assert isinstance(state, State)
        _note_content(state, startLine)
        state.depth += 1
        divs, extents = state.divs, state.extents
        if not (state.tokens and state.tokens[-1].type == "div_open"):
            state.divs = 0  # What is within a list or a note closes no div around it.
            state.extents = [*extents, Extent(state.blkIndent, endLine)]
        _read_lines(state, startLine, endLine, self.ruler.getRules(""))
        state.divs, state.extents = divs, extents
        state.depth -= 1


def _note_content(state: State, line: int) -> None:
    """A list item or a quotation begins with the marker in front of its first block."""
    if state.tokens and state.tokens[-1].nesting == 1:
        state.tokens[-1].meta.setdefault("content", state.start(line))


def _read_lines(state: State, line: int, end: int, all_rules: list[RuleFuncBlockType]) -> None:
    block_rules = all_rules
    if state.depth > limits.BLOCK_DEPTH:
        _report_depth(state, line)
        block_rules = [_paragraph]
    has_empty_lines = False
    while line < end:
        state.line = line = state.skipEmptyLines(line)
        if line >= end or state.sCount[line] < state.blkIndent or _closes_div(state, line):
            break
        count, start = len(state.tokens), state.start(line)
        for rule in block_rules:
            if rule(state, line, end, False):
                break
        assert state.line > line or state.bMarks[line] > start, state.text(line)
        if len(state.tokens) > count:
            state.tokens[count].meta.setdefault("start", start)
        state.tight = not has_empty_lines
        line = state.line
        if line - 1 < end and state.isEmpty(line - 1):
            has_empty_lines = True
        if line < end and state.isEmpty(line):
            has_empty_lines = True
            state.line = line = line + 1


def _report_depth(state: State, line: int) -> None:
    if not state.too_deep:
        state.too_deep = True
        state.found.report(
            rules.LIMIT_MET,
            f"more than {limits.BLOCK_DEPTH} blocks inside one another",
            Label(state.source.span(state.start(line), state.eMarks[line])),
            help="what is further in is shown as plain paragraphs",
        )


# Rules. Each answers whether the lines from `start_line` are what it reads, and, if it is not
# asked silently, makes their tokens and moves `state.line` behind them.

_ATX = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_ATX_END = re.compile(r"(?:(?<=[ \t])|^)#+$")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
_REFERENCE = re.compile(
    r"""\[(?P<label>(?!\^)(?:[^\[\]\\]|\\.)+)\]:[ \t]*\n?[ \t]*
        (?:<(?P<angle>[^<>\n]*)>|(?P<plain>[^\s<]\S*))
        (?:(?:[ \t]+|[ \t]*\n[ \t]*)(?P<title>"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?
        [ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)


def _paragraph(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    assert isinstance(state, State)
    content, behind = comments.content_of(
        state,
        start_line,
        _behind_text(state, start_line + 1),
        state.start(start_line),
        lambda line: _behind_text(state, line),
    )
    lines = (start_line, behind)
    state.open(
        "paragraph_open",
        lines,
        state.start(start_line),
        content=content,
        fences=fences.without_end(state, *lines, content.text),
    )
    state.push("inline", "", 0)
    state.close("paragraph_close")
    state.line = behind
    return True


def _behind_text(state: State, line: int) -> int:
    """The line behind a paragraph, of which `line` is the second or a later one."""
    interrupting = state.md.block.ruler.getRules("paragraph")
    before, state.parentType = state.parentType, "paragraph"
    # To the end of the chapter, as in markdown-it: what a quotation leaves out may follow on.
    while line < state.lineMax and not state.isEmpty(line):
        if (
            state.sCount[line] - state.blkIndent <= 3
            and state.sCount[line] >= 0
            and (
                fences.interrupts(state, line)
                or any(rule(state, line, state.lineMax, True) for rule in interrupting)
            )
        ):
            break
        line += 1
    state.parentType = before
    return line


def _heading(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    assert isinstance(state, State)
    marker = _ATX.match(state.src, state.start(start_line), state.eMarks[start_line])
    if silent or marker is None or state.is_indented(start_line):
        return False
    line, behind = comments.content_of_line(state, start_line, marker.end())
    _add_heading(state, (start_line, behind), len(marker[1]), line)
    return True


def _setext_heading(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    assert isinstance(state, State)
    line = start_line + 1
    if (
        silent
        or line >= end_line
        or state.is_indented(line)
        or state.sCount[line] < state.blkIndent
        or not _SETEXT.match(state.src, state.start(line), state.eMarks[line])
    ):
        return False
    content, behind = comments.content_of_line(state, start_line, state.start(start_line))
    if behind > line:
        return False  # The ruler stands in a comment.
    level = 1 if state.src[state.start(line)] == "=" else 2
    _add_heading(state, (start_line, line + 1), level, content)
    return True


def _add_heading(state: State, lines: tuple[int, int], level: int, line: Region) -> None:
    read = trailing_attributes(line, 0, len(line.text))
    end = read[1] if read else len(line.text)
    if state.src[state.start(lines[0])] == "#" and (closing := _ATX_END.search(line.text[:end])):
        end = closing.start()
    state.add(
        "heading",
        lines,
        state.start(lines[0]),
        level=level,
        content=line.part(0, len(line.text[:end].rstrip())),
        attributes=read[0] if read else NOTHING,
    )
    state.line = lines[1]


def _reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    assert isinstance(state, State)
    start = state.start(start_line)
    if silent or state.is_indented(start_line) or state.src[start : start + 1] != "[":
        return False
    # A definition may run over three lines; in a margin, only over one.
    last = min(start_line + 3, end_line) - 1 if state.blkIndent == 0 else start_line
    definition = _REFERENCE.match(state.src, start, state.eMarks[last])
    if definition is None:
        return False
    span = definition.span("angle") if definition["angle"] is not None else definition.span("plain")
    title = (definition["title"] or "  ")[1:-1].strip()
    label = reference_label(definition["label"])
    state.definitions.addresses.setdefault(label, (*span, title))
    state.line = start_line + definition[0].count("\n") + 1
    return True


def _list(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    # Inside a list an item may follow a paragraph at once, as in pandoc.
    if silent and state.parentType == "paragraph" and state.listIndent < 0:
        return False
    return list_block(state, start_line, end_line, silent)


def _quotation(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    return not silent and blockquote(state, start_line, end_line, silent)


def _rule_across(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001
    if silent and state.parentType == "paragraph":
        return False
    return hr(state, start_line, end_line, silent)


def _behind_front_matter(state: State) -> int:
    """The line behind a chapter's metadata, which pandoc would read and we do not."""
    if state.lineMax < 2 or state.text(0) != "---" or state.isEmpty(1):
        return 0
    for line in range(1, state.lineMax):
        if state.text(line) in {"---", "..."} and state.sCount[line] == 0:
            state.found.report(
                rules.FRONT_MATTER,
                "metadata at the head of a chapter",
                Label(state.source.span(state.bMarks[0], state.eMarks[line])),
                help="set title, authors and dates in `briefing.toml` and take this out",
            )
            return line + 1
    return 0


def _closes_div(state: State, line: int) -> bool:
    return state.divs > 0 and is_closing_fence(state, line)


_ANYTHING = ["paragraph", "blockquote", "list"]
_RULES: tuple[tuple[str, RuleFuncBlockType, list[str]], ...] = (
    # In the order in which they are asked, each with those whose blocks it may end.
    ("code", code, []),
    ("fence", fences.fence, ["blockquote", "list"]),
    ("div", containers.div, _ANYTHING),
    ("note", containers.note, _ANYTHING),
    ("comment", comments.comment, []),
    ("script", comments.script, []),
    ("blockquote", _quotation, []),
    ("hr", _rule_across, ["blockquote", "list"]),
    ("list", _list, ["paragraph"]),
    ("reference", _reference, []),
    ("heading", _heading, []),
    ("table", tables.table, []),
    ("answer", containers.answer_marker, ["paragraph"]),
    ("definitions", containers.definitions, []),
    ("setext", _setext_heading, []),
    ("paragraph", _paragraph, []),
)
_PARSER = _BlockParser()
_MARKDOWN = MarkdownIt("zero")
_MARKDOWN.block = _PARSER
