"""What a reader gets of each file of a briefing, so far as a safe fix may not change it.

The words of the text and of the notes, in their blocks; the works that are cited, and where in
them; the addresses of links; the fields of entries. Not where in a sentence a mark stands, how
often a citation names a work, the parameters by which an address follows its readers, characters
that nobody sees, and how a name is spelt for which the settings have one spelling.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field

from briefing_build.checks.language.names import as_declared
from briefing_build.checks.library.tracking import without_tracking
from briefing_build.document import (
    Cell,
    Chapter,
    Cited,
    Code,
    CodeBlock,
    Definition,
    Image,
    LineBreak,
    Link,
    Math,
    MathBlock,
    Node,
    Note,
    Reference,
    Text,
    children,
)
from briefing_build.document.nodes import Block
from briefing_build.resolve import Briefing

Wording = dict[str, tuple[Hashable, ...]]
"""By the paths of files."""

# With U+FFFD, which stands for a control character in the tree.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200d\u202a\u202c\u2060-\u2064\u2066\u2068\u2069\ufeff\ufffd"
    "\U000e0001-\U000e007f]"
)
_SPACE = re.compile(r"\s+(?:(?=[.,;:!?)”’»])|$)|^\s+|(?<=\s)\s+")


def wording(briefing: Briefing) -> Wording:
    """What stands in each chapter, and in each file of the library."""
    result: dict[str, list[Hashable]] = {}
    names = briefing.manuscript.settings.names
    for chapter in briefing.chapters:
        result.setdefault(chapter.source.path, []).extend(_of_chapter(chapter, names))
    for entry in briefing.library.entries.values():
        values = ((name, without_tracking(value.value)) for name, value in entry.fields.items())
        said = (entry.key, entry.written_kind, tuple(values))
        result.setdefault(entry.span.source.path, []).append(said)
    return {path: tuple(parts) for path, parts in result.items()}


def _of_chapter(chapter: Chapter, names: Mapping[str, tuple[str, ...]]) -> Iterator[Hashable]:
    """The blocks in their order, each with its own words, and behind it those of its notes."""
    stack: list[Node] = list(reversed(chapter.blocks))
    while stack:
        block = stack.pop()
        parts = _Parts([_words(block)])
        parts.read(block)
        kind = type(block).__name__, getattr(block, "level", 0)
        words = as_declared(_plain("".join(parts.words)), names)
        yield *kind, words, *parts.others
        stack.extend(reversed(parts.blocks))


@dataclass(slots=True)
class _Parts:
    """What is in a block: its words, what it cites and leads to, and the blocks inside it."""

    words: list[str]
    others: list[Hashable] = field(default_factory=list)
    blocks: list[Node] = field(default_factory=list)

    def read(self, block: Node) -> None:
        stack = _inside(block)
        while stack:
            node = stack.pop()
            match node:
                case Note():
                    self.blocks.extend(node.body)
                case _ if isinstance(node, Block):
                    self.blocks.append(node)
                case _:
                    self.words.append(_words(node))
                    self.others.extend(_others(node))
                    stack.extend(_inside(node))


def _inside(node: Node) -> list[Node]:
    return [*children(node)][::-1]


def _words(node: Node) -> str:
    match node:
        case Text():  # Of an address in angle brackets it is the words too.
            return without_tracking(node.text) if "://" in node.text else node.text
        case Code() | CodeBlock() | Reference():
            return node.text
        case Math() | MathBlock():
            return node.tex
        case LineBreak() | Cell() | Definition():
            return "\n"
    return ""


def _others(node: Node) -> Iterator[Hashable]:
    match node:
        case Cited():
            works = ((i.key, i.label, i.locator, i.suppress_author) for i in node.items)
            yield node.form, frozenset(works)
        case Link():
            yield without_tracking(node.url)
        case Image():
            yield node.path, node.alt


def _plain(words: str) -> str:
    return _SPACE.sub("", _UNSEEN.sub("", words).replace("\n", " "))
