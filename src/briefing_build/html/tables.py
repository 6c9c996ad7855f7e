"""Tables, and the captions that they share with figures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefing_build.document import Note, plain_text, walk
from briefing_build.html.forms import attributes_of, class_attribute
from briefing_build.html.inlines import inlines
from briefing_build.terms import term

if TYPE_CHECKING:
    from briefing_build.document import Attributes, Cell, Inline, Row, Table
    from briefing_build.html.inlines import Setting


def label(kind: str, words: str) -> Markup:
    """A number before its heading, `Table 3` before its caption; nothing where there is none."""
    return Markup('<span class="{}">{}</span> ').format(kind, words) if words else Markup()


def with_id(attributes: Attributes, kind: str, number: str) -> Attributes:
    """Attributes with an id, which what has a number needs for the lists of figures and tables."""
    if attributes.id or not number:
        return attributes
    return replace(attributes, id=f"{kind}.{number}")


def caption(
    tag: str, kind: str, number: str, content: tuple[Inline, ...], setting: Setting
) -> Markup:
    """A caption with its number, or nothing if there is neither; `kind` is figure or table."""
    if not (number or content):
        return Markup()
    number = f"{term(kind, setting.language)} {number}" if number else ""
    return Markup("<{0}>{1}{2}</{0}>").format(
        tag, label("label", number), inlines(content, setting)
    )


_MOST_ROWS_UNBROKEN = 10


def table(node: Table, setting: Setting) -> Markup:
    """A table; with the class `row-heads` the first cell of each row is its head.

    One with few rows is `short`: a style sheet may keep it on one page.
    """
    columns = _columns(node)
    headed = "row-heads" in node.attributes.classes
    short = ("short",) if len(node.rows) <= _MOST_ROWS_UNBROKEN else ()
    # A head that is repeated on each page would repeat its notes.
    once = ("head-once",) if any(isinstance(inside, Note) for inside in walk([node.head])) else ()
    return Markup("<table{}>{}<thead>{}</thead><tbody>{}</tbody></table>").format(
        attributes_of(with_id(node.attributes, "table", node.number), *short, *once),
        caption("caption", "table", node.number, node.caption, setting),
        _row(node.head, columns, ("col",) * len(columns), setting),
        Markup("\n").join(
            _row(row, columns, ("row" if headed else "",), setting) for row in node.rows
        ),
    )


def _row(row: Row, columns: tuple[str, ...], scopes: tuple[str, ...], setting: Setting) -> Markup:
    """A row; a cell is a head if there is a scope at its place."""
    cells = Markup().join(
        _cell(cell, kind, scopes[at] if at < len(scopes) else "", setting)
        for at, (cell, kind) in enumerate(zip(row.cells, columns, strict=False))
    )
    return Markup("<tr>{}</tr>").format(cells)


def _cell(cell: Cell, kind: str, scope: str, setting: Setting) -> Markup:
    content, shown = inlines(cell.content, setting), class_attribute(kind)
    # A head without words is no head: the empty corner of a table is a plain cell.
    if not scope or not content:
        return Markup("<td{}>{}</td>").format(shown, content)
    return Markup('<th scope="{}"{}>{}</th>').format(scope, shown, content)


def note_table(node: Table, setting: Setting) -> Markup:
    """A table inside a note, of `span` elements."""
    head = _note_row(node.head, "head cell", setting)
    rows = Markup().join(_note_row(row, "cell", setting) for row in node.rows)
    return Markup('<span class="table">{}{}</span>').format(head, rows)


def _note_row(row: Row, kind: str, setting: Setting) -> Markup:
    cells = (
        Markup('<span class="{}">{}</span>').format(kind, inlines(cell.content, setting))
        for cell in row.cells
    )
    return Markup('<span class="row">{}</span>').format(Markup().join(cells))


# Columns of figures

_FIGURE = re.compile(
    r"(?:c\. ?)?[–—−+±~<>≤≥≈-]? ?[$€£¥₼₽₾₺]? ?\d[\d., \u00a0\u2009\u202f]*"
    r"(?:[–/-]\d[\d., \u00a0\u2009\u202f]*)? ?[%‰]?[*†‡]?"
)
_NO_VALUE = frozenset({"", "–", "—", "-", "n/a", "n.a.", "…", "..", "?"})


def _columns(node: Table) -> tuple[str, ...]:
    """A class for each column: as its author aligned it, or `number` where it holds figures."""
    return tuple(
        "number" if alignment in {"", "right"} and _holds_figures(node, at) else alignment
        for at, alignment in enumerate(node.alignments)
    )


def _holds_figures(node: Table, column: int) -> bool:
    words = [
        plain_text(row.cells[column].content).strip()
        for row in node.rows
        if column < len(row.cells)
    ]
    figures = [text for text in words if text not in _NO_VALUE]
    return column > 0 and bool(figures) and all(_FIGURE.fullmatch(text) for text in figures)
