"""Our inline nodes to pandoc's and back.

What an author wrote before and after a work goes through citeproc with it, because the style
sets the punctuation around it. Nodes that pandoc has no exact match for travel under a number
and are found again on the other side; their content, if they have any, travels inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from briefing_build.csl.repairs import without_joints
from briefing_build.document import (
    Attributes,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Phrase,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain_text,
)
from briefing_build.source import Span

Node = dict[str, Any]

_TRAVELLER = "briefing"
_CONTAINERS: dict[str, type[Emphasis | Strong | Strikeout | Subscript | Superscript]] = {
    "Emph": Emphasis,
    "Underline": Emphasis,
    "Strong": Strong,
    "Strikeout": Strikeout,
    "Subscript": Subscript,
    "Superscript": Superscript,
}
_SMALL_CAPS = Attributes(classes=("small-caps",))
_RESOLVER = "https://doi.org/"
# Pandoc writes https:// before what begins otherwise, `javascript:` too.
_ADDRESS = re.compile(r"(?:https?|ftp)://(?![a-z][a-z+-]*:\D)|mailto:", re.IGNORECASE)


@dataclass(slots=True)
class Travellers:
    """The nodes that travel under a number."""

    nodes: list[Inline] = field(default_factory=list)

    def add(self, node: Inline) -> str:
        self.nodes.append(node)
        return str(len(self.nodes) - 1)


def is_address(url: str) -> bool:
    """Whether a link may lead there."""
    return _ADDRESS.match(url) is not None


def words(text: str) -> list[Node]:
    """Plain text as pandoc has it: words and the spaces between them."""
    nodes: list[Node] = []
    for is_space, run in groupby(text, key=lambda letter: letter in " \n\t"):
        nodes.append({"t": "Space"} if is_space else {"t": "Str", "c": "".join(run)})
    return nodes


def to_pandoc(inlines: Iterable[Inline], travellers: Travellers) -> list[Node]:
    """Pandoc's nodes for ours."""
    nodes: list[Node] = []
    for inline in inlines:
        if isinstance(inline, Text):
            nodes.extend(words(inline.text))
        else:
            nodes.append(_travelling(inline, travellers))
    return nodes


def _travelling(inline: Inline, travellers: Travellers) -> Node:
    number = travellers.add(inline)
    content = getattr(inline, "content", None)
    if content is None:
        return {"t": "RawInline", "c": [_TRAVELLER, number]}
    attributes = ["", [], [[_TRAVELLER, number]]]
    return {"t": "Span", "c": [attributes, to_pandoc(content, travellers)]}


def from_pandoc(nodes: Sequence[Node], span: Span, travellers: Travellers) -> tuple[Inline, ...]:
    """Our nodes for pandoc's; all stand at `span`, and neighbouring texts are one."""
    merged: list[Inline] = []
    for inline in _from_pandoc(nodes, span, travellers):
        last = merged[-1] if merged else None
        if isinstance(inline, Text) and isinstance(last, Text):
            merged[-1] = Text(last.text + inline.text, span)
        elif isinstance(inline, Link) and isinstance(last, Text) and last.text.endswith(_RESOLVER):
            # Some styles write the resolver before a DOI; the whole address is the link.
            merged[-1] = Text(last.text.removesuffix(_RESOLVER), span)
            merged.append(
                replace(inline, content=(Text(_RESOLVER + plain_text(inline.content), span),))
            )
        elif not isinstance(inline, Text) or inline.text:
            merged.append(inline)
    return tuple(node for node in merged if not isinstance(node, Text) or node.text)


def _from_pandoc(nodes: Sequence[Node], span: Span, travellers: Travellers) -> Iterator[Inline]:
    for node in nodes:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind == "Str":
            yield Text(without_joints(content), span)
        elif kind in {"Space", "SoftBreak"}:
            yield Text(" ", span)
        elif kind == "LineBreak":
            yield LineBreak(span)
        elif kind in _CONTAINERS:
            yield _CONTAINERS[kind](from_pandoc(content, span, travellers), span)
        elif kind == "SmallCaps":
            yield Phrase(from_pandoc(content, span, travellers), _SMALL_CAPS, span)
        elif kind == "Quoted":
            yield from _quoted(content, span, travellers)
        elif kind == "Link":
            yield from _link(content, span, travellers)
        elif kind == "Span":
            yield from _span(content, span, travellers)
        elif kind == "Cite":
            yield from _from_pandoc(content[1], span, travellers)
        elif kind == "RawInline" and content[0] == _TRAVELLER:
            yield travellers.nodes[int(content[1])]
        else:
            assert kind in {"Code", "Math", "RawInline"}, kind
            yield Text(content[1], span)


def _quoted(content: Any, span: Span, travellers: Travellers) -> Iterator[Inline]:
    left, right = ("‘", "’") if content[0]["t"] == "SingleQuote" else ("“", "”")
    yield Text(left, span)
    yield from _from_pandoc(content[1], span, travellers)
    yield Text(right, span)


def _link(content: Any, span: Span, travellers: Travellers) -> Iterator[Inline]:
    inside = from_pandoc(content[1], span, travellers)
    url = content[2][0]
    if is_address(url):
        yield Link(inside, url, "", span, span)
    else:  # An address of another kind is printed and leads nowhere.
        yield from inside


def _span(content: Any, span: Span, travellers: Travellers) -> Iterator[Inline]:
    (_, classes, pairs), inside = content
    number = dict(pairs).get(_TRAVELLER)
    if number is not None:
        node: Any = travellers.nodes[int(number)]
        yield replace(node, content=from_pandoc(inside, span, travellers))
    else:
        if "csl-block" in classes or "csl-indent" in classes:
            yield LineBreak(span)
        yield from _from_pandoc(inside, span, travellers)
