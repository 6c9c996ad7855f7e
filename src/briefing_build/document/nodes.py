"""What a manuscript is made of: blocks, inlines, and the parts of tables and lists.

A node knows where it stands in the source and nothing of PDF or EPUB.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from briefing_build.source import Span


@dataclass(frozen=True, slots=True)
class Attributes:
    """What stands in `{#id .class key="value"}`; `span` covers the braces, `id_span` the id.

    An id that nobody wrote (a heading's own) has `span` and `id_span` None.
    """

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    span: Span | None = None
    id_span: Span | None = None

    def get(self, name: str, default: str = "") -> str:
        return next((value for key, value in self.pairs if key == name), default)


NOTHING = Attributes()


# Inline nodes that carry text


@dataclass(frozen=True, slots=True)
class Text:
    """Words as they are to be printed: entities decoded, punctuation already set."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Emphasis:
    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Strong:
    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Superscript:
    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Subscript:
    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Strikeout:
    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with a language or a class: `[Zəngəzur]{lang=az}`, `[nato]{.small-caps}`."""

    content: tuple[Inline, ...]
    attributes: Attributes
    span: Span


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Math:
    """TeX between dollars."""

    tex: str
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `url` is `#id` for a place in the briefing, `url_span` where the address stands."""

    content: tuple[Inline, ...]
    url: str
    title: str
    span: Span
    url_span: Span


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `path` is as written, relative to its chapter, and `span` covers all of it.

    `alt` is None where nobody wrote one; a decorative picture has the class `decorative`.
    """

    path: str
    alt: str | None
    title: str
    attributes: Attributes
    span: Span
    path_span: Span


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line's end that the author asked for. Others are Text("\\n")."""

    span: Span


# Inline nodes that authors write and `resolve` replaces


@dataclass(frozen=True, slots=True)
class CitationItem:
    """One work in a citation. `label` is CSL's term for `locator`: "page", "chapter", "section".

    CSL has none for a margin number, a paragraph sign and a Russian number: their labels are ours.
    `prefix` and `suffix` are content, so they may have emphasis and links.
    """

    key: str
    key_span: Span
    prefix: tuple[Inline, ...] = ()
    label: str = ""
    locator: str = ""
    suffix: tuple[Inline, ...] = ()
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """`[see @a, p. 3; -@b]`, or "narrative": `@a [p. 3]`, whose author is part of the sentence."""

    items: tuple[CitationItem, ...]
    mode: Literal["bracketed", "narrative"]
    span: Span


@dataclass(frozen=True, slots=True)
class NoteReference:
    """`[^label]`; an inline note `^[…]` has a label that no author can write, beginning with ^."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class CrossReference:
    """`@fig:x`, `@tbl:x`, `@sec:x`, `@box:x`; `target` is the id with its prefix."""

    target: str
    span: Span


# Inline nodes that `resolve` makes


@dataclass(frozen=True, slots=True)
class Note:
    """A note at its mark. `number` is printed, `id` is unique in the briefing.

    In note styles a citation is a note too: its body is one paragraph with one `Cited`.
    """

    number: int
    id: str
    body: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class NoteMark:
    """One more mark of a note that stands at an earlier one; `id` is the mark's own."""

    number: int
    note_id: str
    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Cited:
    """Where `cite` puts words; `id` is unique and numbered in the order of the briefing.

    `form` is what is printed here: the "citation", or, for a narrative citation in a note style
    whose note follows, the "author" alone. "narrative" is an author with its citation in
    brackets, in in-text styles and inside notes. `in_note` is True in a note's body.
    """

    id: str
    items: tuple[CitationItem, ...]
    form: Literal["citation", "author", "narrative"]
    in_note: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference with its words, `Table 3`, leading to the id `target`."""

    target: str
    text: str
    span: Span


# Blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a chapter's title. `number` is given by `resolve`, "" where there is none."""

    level: int
    content: tuple[Inline, ...]
    attributes: Attributes
    span: Span
    number: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Quotation:
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ListItem:
    blocks: tuple[Block, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class List:
    """`start` is None for bullets; a tight list prints its paragraphs without space between."""

    items: tuple[ListItem, ...]
    start: int | None
    tight: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what is said of it, each answer a run of blocks."""

    term: tuple[Inline, ...]
    answers: tuple[tuple[Block, ...], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class DefinitionList:
    definitions: tuple[Definition, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Cell:
    content: tuple[Inline, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    span: Span


Alignment = Literal["left", "right", "center", ""]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of heads; `number` is given by `resolve` to those with a caption."""

    caption: tuple[Inline, ...]
    head: Row
    rows: tuple[Row, ...]
    alignments: tuple[Alignment, ...]
    attributes: Attributes
    span: Span
    number: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture that stands alone in its paragraph, with a caption; its id is the picture's."""

    image: Image
    caption: tuple[Inline, ...]
    span: Span
    number: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A fenced div. Its classes say what it is: judgement, box, chronology, epigraph and so on.

    A judgement and a box with an id are numbered by `resolve`, each kind on its own.
    """

    blocks: tuple[Block, ...]
    attributes: Attributes
    span: Span
    number: str = ""


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str
    language: str
    span: Span


@dataclass(frozen=True, slots=True)
class MathBlock:
    tex: str
    span: Span


@dataclass(frozen=True, slots=True)
class Break:
    """A line across, `---`, where the subject changes."""

    span: Span


Inline = (
    Text
    | Emphasis
    | Strong
    | Superscript
    | Subscript
    | Strikeout
    | Phrase
    | Code
    | Math
    | Link
    | Image
    | LineBreak
    | Citation
    | NoteReference
    | CrossReference
    | Note
    | NoteMark
    | Cited
    | Reference
)
Block = (
    Heading
    | Paragraph
    | Quotation
    | List
    | DefinitionList
    | Table
    | Figure
    | Box
    | CodeBlock
    | MathBlock
    | Break
)
Part = ListItem | Definition | Row | Cell | CitationItem
Node = Inline | Block | Part
Attributed = Heading | Table | Box | Phrase | Image
NODES: tuple[type, ...] = (*Inline.__args__, *Block.__args__, *Part.__args__)


@dataclass(frozen=True, slots=True)
class NoteText:
    """A footnote's text as its author wrote it, `[^label]: …`; gone after `resolve`."""

    label: str
    blocks: tuple[Block, ...]
    span: Span
    label_span: Span
