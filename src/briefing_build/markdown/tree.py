"""Block tokens to the blocks and notes of a chapter."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.document import (
    Attributes,
    Block,
    Box,
    Break,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Image,
    Inline,
    List,
    ListItem,
    MathBlock,
    NoteText,
    Paragraph,
    Quotation,
    Row,
    Table,
    Text,
)
from briefing_build.markdown.attributes import read_attributes
from briefing_build.markdown.identifiers import identifier
from briefing_build.markdown.inlines import read_inlines
from briefing_build.markdown.nodes import Nodes
from briefing_build.markdown.pieces import Leaf, Piece, Target, Words
from briefing_build.markdown.positions import Region

if TYPE_CHECKING:
    from markdown_it.token import Token

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.markdown.state import Definitions
    from briefing_build.source import SourceFile, Span

_MARKER = re.compile(r"(?:[-+*>]|\d{1,9}[.)])[ \t]*$")


class Tree:
    """Builds a chapter's blocks; `notes` gathers the texts of its notes meanwhile."""

    def __init__(
        self, source: SourceFile, language: str, definitions: Definitions, found: Diagnostics
    ) -> None:
        self.source = source
        self.language = language
        self.definitions = definitions
        self.found = found
        self.notes: list[NoteText] = []
        self.numbers = count(1)
        self.ids: dict[str, int] = {}

    def blocks(self, tokens: list[Token]) -> tuple[Block, ...]:
        """The blocks of a chapter, given all its tokens."""
        return tuple(self._blocks(_Tokens(tokens)))

    def _blocks(self, tokens: _Tokens) -> list[Block]:
        """The blocks up to the end of what is open."""
        blocks: list[Block] = []
        while (token := tokens.next()) is not None and token.nesting >= 0:
            match token.type:
                case "paragraph_open":
                    tokens.skip(2)
                    blocks.extend(self._paragraph(token))
                case "heading":
                    blocks.append(self._heading(token))
                case "bullet_list_open" | "ordered_list_open":
                    blocks.append(self._list(token, tokens))
                case "blockquote_open":
                    span = self._container_span(token)
                    blocks.append(Quotation(tuple(self._blocks(tokens)), span))
                case "div_open":
                    span = self._span(token)
                    inside = tuple(self._in_language(token, tokens))
                    blocks.append(Box(inside, token.meta["attributes"], span))
                case "note_open":
                    self._note(token, tokens)
                case "definitions_open":
                    blocks.append(self._definitions(token, tokens))
                case "table":
                    blocks.append(self._table(token))
                case "fence" | "code_block":
                    blocks.append(self._code(token))
                case "hr":
                    blocks.append(Break(self._span(token)))
                case _:
                    raise AssertionError(token.type)
        return blocks

    def _in_language(self, token: Token, tokens: _Tokens) -> list[Block]:
        """The blocks of a div, set in its language if it has one."""
        outer = self.language
        self.language = token.meta["attributes"].get("lang") or outer
        blocks = self._blocks(tokens)
        self.language = outer
        return blocks

    # Spans: from where a block begins to the last character of its last line

    def _end(self, token: Token) -> int:
        assert token.map is not None
        return self._line_end(token.map[0], token.map[1])

    def _line_end(self, first: int, behind: int) -> int:
        starts, text = self.source.line_starts, self.source.text
        while behind > first:
            behind -= 1
            start = starts[behind]
            end = starts[behind + 1] - 1 if behind + 1 < len(starts) else len(text)
            line = text[start:end].rstrip()
            if line:
                return start + len(line)
        return starts[first]

    def _span(self, token: Token) -> Span:
        start = token.meta["start"]
        return self.source.span(start, max(start, self._end(token)))

    def _container_span(self, token: Token) -> Span:
        """The span of an item or a quotation, which begins with its marker."""
        assert token.map is not None
        line = self.source.line_starts[token.map[0]]
        # An item without content ends its line.
        content: int = token.meta.get("content", self._line_end(token.map[0], token.map[0] + 1))
        marker = _MARKER.search(self.source.text, line, content)
        start = marker.start() if marker else content
        return self.source.span(start, max(start, self._end(token)))

    # Inline content

    def _inlines(self, content: Region) -> tuple[Inline, ...]:
        pieces = read_inlines(content, self.definitions, self.found, self.language)
        return self._nodes(content, pieces)

    def _nodes(self, content: Region, pieces: list[Piece]) -> tuple[Inline, ...]:
        nodes = Nodes(content, pieces, self.language, self.numbers)
        made = nodes.make(pieces)
        self.notes.extend(nodes.notes)
        return made

    # Blocks

    def _paragraph(self, token: Token) -> list[Block]:
        content: Region = token.meta["content"]
        fences = token.meta["fences"]
        pieces = read_inlines(content, self.definitions, self.found, self.language, fences)
        alone = _only(pieces, content)
        span = content.span(0, len(content.text))
        if isinstance(alone, Leaf) and alone.kind == "display":
            return [MathBlock(alone.text, content.span(alone.start, alone.end))]
        if isinstance(alone, Target) and alone.kind == "image" and alone.inside:
            return [self._figure(alone, content, span)]
        nodes = self._nodes(content, pieces)
        if all(isinstance(node, Text) and not node.text.strip() for node in nodes):
            return []  # It held comments or tags only.
        return [Paragraph(nodes, span)]

    def _figure(self, target: Target, content: Region, span: Span) -> Block:
        """A picture and its caption, which is no description: that is written as `alt`."""
        picture = replace(target, inside=[])
        image, *caption = self._nodes(content, [picture, *target.inside])
        assert isinstance(image, Image)
        return Figure(image, tuple(caption), span)

    def _heading(self, token: Token) -> Heading:
        content = self._inlines(token.meta["content"])
        attributes: Attributes = token.meta["attributes"]
        if attributes.id:
            self.ids.setdefault(attributes.id, 0)
        else:
            attributes = replace(attributes, id=identifier(content, self.ids))
        return Heading(token.meta["level"], content, attributes, self._span(token))

    def _list(self, token: Token, tokens: _Tokens) -> List:
        span = self._span(token)
        items: list[ListItem] = []
        start: int | None = None
        tight = True
        while (item := tokens.next()) is not None and item.nesting > 0:
            if item.info and start is None:
                start = int(item.info)
            first = tokens.peek()
            if first is not None and first.type == "paragraph_open":
                tight = tight and first.hidden
            blocks = tuple(self._blocks(tokens))
            items.append(ListItem(blocks, self._container_span(item)))
        return List(tuple(items), start, tight, span)

    def _note(self, token: Token, tokens: _Tokens) -> None:
        label: Span = token.meta["label"]
        place = len(self.notes)
        blocks = tuple(self._blocks(tokens))
        self.notes.insert(place, NoteText(label.text, blocks, self._span(token), label))

    def _definitions(self, token: Token, tokens: _Tokens) -> DefinitionList:
        definitions: list[Definition] = []
        while (entry := tokens.next()) is not None and entry.nesting > 0:
            term = self._inlines(entry.meta["term"])
            answers: list[tuple[Block, ...]] = []
            while (answer := tokens.next()) is not None and answer.nesting > 0:
                answers.append(tuple(self._blocks(tokens)))
            definitions.append(Definition(term, tuple(answers), self._span(entry)))
        return DefinitionList(tuple(definitions), self._span(token))

    def _table(self, token: Token) -> Table:
        meta: dict[str, Any] = token.meta
        caption = self._inlines(meta["caption"]) if meta["caption"] is not None else ()
        head, *rows = (self._row(*row) for row in meta["rows"])
        return Table(
            caption, head, tuple(rows), meta["alignments"], meta["attributes"], self._span(token)
        )

    def _row(self, start: int, end: int, cells: list[Region]) -> Row:
        return Row(
            tuple(
                Cell(self._inlines(cell) if cell.text else (), cell.span(0, len(cell.text)))
                for cell in cells
            ),
            self.source.span(start, end),
        )

    def _code(self, token: Token) -> CodeBlock:
        info = token.info.strip()
        language = info.split(maxsplit=1)[0] if info else ""
        if info.startswith("{"):
            read = read_attributes(Region(self.source, info, (0,), (0,)), 0)
            language = next(iter(read[0].classes), "") if read else ""
            if re.fullmatch(r"\{=\w+\}", info):
                self._report_raw(token, info)
        return CodeBlock(token.content.removesuffix("\n"), language, self._span(token))

    def _report_raw(self, token: Token, info: str) -> None:
        """What pandoc would hand to a writer as it stands is shown here, as code."""
        assert token.map is not None
        start = self.source.text.index(info, self.source.line_starts[token.map[0]])
        self.found.report(
            rules.RAW_HTML,
            f"`{info}` is not passed on as markup",
            Label(self.source.span(start, start + len(info))),
            help="it is shown as code; write it in Markdown, or take it out",
        )


def _only(pieces: list[Piece], content: Region) -> Piece | None:
    """The one piece of a paragraph that is not blank, if there is but one."""
    real = [
        piece
        for piece in pieces
        if not (isinstance(piece, Words) and content.text[piece.start : piece.end].isspace())
    ]
    return real[0] if len(real) == 1 else None


class _Tokens:
    """The tokens of a chapter, one after the other."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def next(self) -> Token | None:
        token = self.peek()
        self._place += 1
        return token

    def peek(self) -> Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def skip(self, count: int) -> None:
        self._place += count
