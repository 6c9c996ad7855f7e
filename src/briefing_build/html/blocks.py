"""Blocks to XHTML.

A note that stands inside its paragraph may have no block in it: an HTML parser would end the
paragraph there. Its blocks are `span` elements instead, each with a class, which the style sheet
sets as blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from markupsafe import Markup

from briefing_build.document import (
    NOTHING,
    Block,
    Box,
    Break,
    CodeBlock,
    DefinitionList,
    Figure,
    Heading,
    Inline,
    List,
    MathBlock,
    Paragraph,
    Quotation,
    Table,
)
from briefing_build.html.boxes import assessment, box_title
from briefing_build.html.forms import attributes_of, class_attribute
from briefing_build.html.inlines import inline, inlines, picture, title_text
from briefing_build.html.tables import caption, label, note_table, table, with_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing_build.document import Definition, ListItem
    from briefing_build.html.inlines import Setting

_LINE = Markup("\n")


def write(nodes: tuple[Block | Inline, ...], setting: Setting) -> Markup:
    """Blocks, each on a line of its own, or inline nodes."""
    content = tuple(node for node in nodes if isinstance(node, Inline))
    if len(content) == len(nodes):
        return inlines(content, setting)
    return _LINE.join(
        block(node, setting) if isinstance(node, Block) else inline(node, setting) for node in nodes
    )


def note_body(blocks: tuple[Block, ...], setting: Setting) -> Markup:
    """A note's blocks; a paragraph that is alone needs nothing around it inside a paragraph."""
    if setting.in_note and len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return inlines(blocks[0].content, setting)
    return _run(blocks, setting)


def _run(blocks: Iterable[Block], setting: Setting) -> Markup:
    between = Markup() if setting.in_note else _LINE
    return between.join(block(node, setting) for node in blocks)


def block(node: Block, setting: Setting) -> Markup:
    """One block."""
    match node:
        case Heading():
            return _heading(node, setting)
        case Paragraph(content):
            return _element("p", inlines(content, setting), setting, named="p")
        case Quotation(blocks):
            return _element("blockquote", _run(blocks, setting), setting, named="quotation")
        case List():
            return _list(node, setting)
        case DefinitionList():
            return _definition_list(node, setting)
        case Table():
            return note_table(node, setting) if setting.in_note else table(node, setting)
        case Figure():
            return _figure(node, setting)
        case Box():
            return _box(node, setting)
        case CodeBlock():
            return _code_block(node, setting)
        case MathBlock(tex, span):
            formula = setting.medium.math(tex, block=True, span=span)
            return _element("div", formula, setting, "math", named="math")
        case Break():
            return Markup('<span class="p">* * *</span>') if setting.in_note else Markup("<hr/>")
        case _:
            assert_never(node)


def _element(tag: str, content: Markup, setting: Setting, *classes: str, named: str) -> Markup:
    """A block, or inside a note a `span` with the class `named`."""
    if setting.in_note:
        tag, classes = "span", (named, *classes)
    return Markup("<{0}{1}>{2}</{0}>").format(tag, class_attribute(*classes), content)


def _heading(heading: Heading, setting: Setting) -> Markup:
    """A heading with its title for outlines and running heads, which want neither notes nor marks.

    `data-running` is shorter where the author gave a `short` title.
    """
    content = inlines(heading.content, setting)
    if setting.in_note:
        return Markup('<span class="p"><strong>{}</strong></span>').format(content)
    title = title_text(heading.content, setting.edition)
    return Markup(
        '<h{level}{attributes} data-title="{full}" data-running="{running}">{number}{content}'
        "</h{level}>"
    ).format(
        level=min(heading.level, 6),
        attributes=attributes_of(heading.attributes),
        full=f"{heading.number} {title}" if heading.number else title,
        running=heading.attributes.get("short") or title,
        number=label("number", heading.number),
        content=content,
    )


# Lists


def _list(node: List, setting: Setting) -> Markup:
    if setting.in_note:
        return _note_list(node, setting)
    items = _LINE.join(_item(item, setting, tight=node.tight) for item in node.items)
    tight = class_attribute("tight") if node.tight else Markup()
    if node.start is None:
        return Markup("<ul{}>{}</ul>").format(tight, items)
    start = Markup(' start="{}"').format(node.start) if node.start != 1 else Markup()
    return Markup("<ol{}{}>{}</ol>").format(tight, start, items)


def _item(item: ListItem, setting: Setting, *, tight: bool) -> Markup:
    return Markup("<li>{}</li>").format(_flow(item.blocks, setting, tight=tight))


def _flow(blocks: tuple[Block, ...], setting: Setting, *, tight: bool) -> Markup:
    """Blocks of an item; if it is tight its paragraphs stand without an element of their own."""
    if not tight:
        return _run(blocks, setting)
    return _LINE.join(
        inlines(node.content, setting) if isinstance(node, Paragraph) else block(node, setting)
        for node in blocks
    )


def _note_list(node: List, setting: Setting) -> Markup:
    items = (
        Markup('<span class="item"><span class="bullet">{}</span> {}</span>').format(
            "•" if node.start is None else f"{node.start + at}.", note_body(item.blocks, setting)
        )
        for at, item in enumerate(node.items)
    )
    return Markup('<span class="list">{}</span>').format(Markup().join(items))


def _definition_list(node: DefinitionList, setting: Setting) -> Markup:
    entries = Markup().join(_definition(entry, setting) for entry in node.definitions)
    return _element("dl", entries, setting, named="list")


def _definition(entry: Definition, setting: Setting) -> Markup:
    term = inlines(entry.term, setting)
    if setting.in_note:
        answers = Markup().join(note_body(answer, setting) for answer in entry.answers)
        return Markup('<span class="item"><strong>{}</strong> {}</span>').format(term, answers)
    answers = Markup().join(
        Markup("<dd>{}</dd>").format(_flow(answer, setting, tight=len(answer) == 1))
        for answer in entry.answers
    )
    return Markup("<div><dt>{}</dt>{}</div>").format(term, answers)


# Figures, boxes, code


def _figure(figure: Figure, setting: Setting) -> Markup:
    """The id and the classes of a picture are those of its figure."""
    if setting.in_note:
        shown = picture(figure.image, figure.image.attributes, setting)
        return Markup('<span class="p">{} {}</span>').format(
            shown, inlines(figure.caption, setting)
        )
    return Markup("<figure{}>{}{}</figure>").format(
        attributes_of(with_id(figure.image.attributes, "figure", figure.number)),
        picture(figure.image, NOTHING, setting),
        caption("figcaption", "figure", figure.number, figure.caption, setting),
    )


def _box(box: Box, setting: Setting) -> Markup:
    blocks = _run(box.blocks, setting)
    if setting.in_note:
        return blocks
    return Markup("<{tag}{attributes}>{head}{blocks}{foot}</{tag}>").format(
        tag=_box_tag(box.attributes.classes),
        attributes=attributes_of(box.attributes),
        head=box_title(box, setting.language),
        blocks=blocks,
        foot=assessment(box.attributes, setting.language),
    )


def _box_tag(classes: tuple[str, ...]) -> str:
    if "epigraph" in classes:
        return "blockquote"
    return "aside" if "box" in classes else "div"


def _code_block(node: CodeBlock, setting: Setting) -> Markup:
    language = class_attribute(f"language-{node.language}" if node.language else "")
    code = Markup("<code{}>{}</code>").format(language, node.text.rstrip("\n"))
    return _element("pre", code, setting, named="code")
