"""Through a tree: to look at every node, to change some, to read the words alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any, cast

from briefing_build.document.nodes import (
    NODES,
    Citation,
    Cited,
    Code,
    LineBreak,
    Math,
    Node,
    Note,
    NoteMark,
    NoteReference,
    Reference,
    Text,
)

_CHILD_FIELDS: dict[type, tuple[str, ...]] = {
    node: tuple(
        field.name
        for field in fields(node)
        if field.name in {
            "content", "blocks", "items", "term", "definitions", "answers", "caption", "head",
            "rows", "cells", "image", "body", "prefix", "suffix",
        }
    )
    for node in NODES
}  # fmt: skip


def children(node: Node) -> Iterator[Node]:
    """The nodes directly inside a node, in the order in which they are read."""
    for name in _CHILD_FIELDS[type(node)]:
        value = getattr(node, name)
        if not isinstance(value, tuple):  # a table's head, a figure's picture
            yield value
            continue
        for part in value:
            if isinstance(part, tuple):  # one answer of a definition
                yield from part
            else:
                yield part


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node of a tree, each before those inside it, in the order in which they are read."""
    # The children by hand: every check walks through the whole briefing.
    stack: list[Any] = [*nodes][::-1]
    while stack:
        node = stack.pop()
        if type(node) is tuple:  # one answer of a definition
            stack.extend(node[::-1])
            continue
        yield node
        for name in _CHILD_FIELDS[type(node)][::-1]:
            value = getattr(node, name)
            if type(value) is tuple:
                stack.extend(value[::-1])
            else:  # a table's head, a figure's picture
                stack.append(value)


Change = Callable[[Any], Any]


def rewrite(nodes: tuple[Any, ...], change: Change) -> tuple[Any, ...]:
    """The same nodes with `change` made to each of them, in the order in which they are read.

    `change` is asked before a node's parts are looked at. It answers with the node itself or
    another, whose parts are then rewritten; or with a tuple, which stands in its place as it is.
    """
    result: list[Any] = []
    is_same = True
    for node in nodes:
        if type(node) is tuple:  # one answer of a definition
            changed: Any = rewrite(node, change)
        else:
            changed = change(node)
            if type(changed) is tuple:
                result.extend(changed)
                is_same = False
                continue
            if _CHILD_FIELDS[type(changed)]:
                changed = _with_parts(changed, change)
        result.append(changed)
        is_same = is_same and changed is node
    return nodes if is_same else tuple(result)


def _with_parts(node: Node, change: Change) -> Node:
    parts: dict[str, Any] = {}
    for name in _CHILD_FIELDS[type(node)]:
        before = getattr(node, name)
        if isinstance(before, tuple):
            after: Any = rewrite(before, change)
        else:  # a table's head, a figure's picture: one node, which stays one
            (after,) = rewrite((before,), change)
        if after is not before:
            parts[name] = after
    return replace(cast(Any, node), **parts) if parts else node


def plain_text(nodes: Iterable[Node]) -> str:
    """The words of some nodes without notes: for outlines, running heads, alt text."""
    words = []
    for node in nodes:
        match node:
            case Text() | Code():
                words.append(node.text)
            case Math():
                words.append(node.tex)
            case Reference():
                words.append(node.text)
            case LineBreak():
                words.append(" ")
            case Note() | NoteMark() | Citation() | Cited() | NoteReference():
                pass
            case _:
                words.append(plain_text(children(node)))
    return "".join(words).replace("\n", " ")
