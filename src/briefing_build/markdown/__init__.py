"""Chapter text to tree, every node with its span.

In comes a chapter's text, in pandoc's Markdown; out goes a `Chapter` whose nodes each know the
part of the source they were made from. No text is refused: what cannot be read is reported and
shown as plain words.

    source    -> block tokens        blocks, containers, extents, fences, comments, tables
    content   -> pieces              inlines, brackets, citations, code_spans, locators, links,
                                     marks
    pieces    -> inline nodes        nodes, with `punctuation`
    tokens    -> blocks and notes    tree
    comments  -> what is allowed     allowed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing_build.document import Chapter
from briefing_build.markdown.allowed import read_allows
from briefing_build.markdown.blocks import read_blocks
from briefing_build.markdown.tree import Tree

if TYPE_CHECKING:
    from briefing_build.diagnostics import Diagnostics
    from briefing_build.source import SourceFile

__all__ = ["parse_chapter"]


def parse_chapter(source: SourceFile, language: str, found: Diagnostics) -> Chapter:
    """The tree of a chapter; `language`, as in BCP 47, decides on quotation marks and locators."""
    tokens, definitions = read_blocks(source, found)
    tree = Tree(source, language, definitions, found)
    blocks = tree.blocks(tokens)
    notes = tuple(tree.notes)
    allows = read_allows(definitions.comments, blocks, notes, found)
    return Chapter(source, blocks, notes, allows=allows)
