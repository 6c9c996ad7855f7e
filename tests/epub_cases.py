"""Editions that an EPUB has to hold: plain, rich, foreign and hostile."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image as Pillow

from briefing_build.document import (
    Attributes,
    Box,
    CodeBlock,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Phrase,
    Quotation,
    Reference,
)
from by_hand import SPAN, Group, Item, again, edition, em, h, inline, note, p, row, table, text

DRAWING = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    b'<defs><linearGradient id="a"><stop offset="0" stop-color="#17365d"/></linearGradient></defs>'
    b'<rect width="40" height="20" fill="url(#a)"/>'
    b'<text x="2" y="12" font-size="6">Baku</text></svg>'
)


def photograph(format: str = "PNG") -> bytes:
    out = BytesIO()
    Pillow.new("RGB", (320, 200), "#7799aa").save(out, format)
    return out.getvalue()


def image(path: str, alt: str | None = "A map", id: str = "", **pairs: str) -> Image:
    return Image(path, alt, "", Attributes(id=id, pairs=tuple(pairs.items())), SPAN, SPAN)


def figure(path: str, caption: str, number: str, id: str) -> Figure:
    return Figure(image(path, id=id), inline(caption), SPAN, number)


def items(*blocks: Any, start: int | None = None) -> List:
    return List(tuple(ListItem((block,), SPAN) for block in blocks), start, True, SPAN)


def small() -> Any:
    return edition([h(1, "Only", "only"), p("One paragraph.", note(1, "One note."))])


def no_headings() -> Any:
    return edition([p("No heading.")], [p("Nor here.")], published=None, updated=None)


def empty() -> Any:
    return edition([])


def rich() -> Any:
    first = [
        Heading(1, (text("A heading"), note(1, "In a heading.")), Attributes("first"), SPAN, "1"),
        p("Text ", em("with"), " notes", note(2, p("A source: ", em("Title"), "."))),
        p(
            "See ", Reference("fig:map", "Figure 1", SPAN), ", ",
            Reference("tbl:trade", "Table 1", SPAN), ", ",
            Link(inline("a page"), "https://example.org/a b?c=d&e=é#f", "", SPAN, SPAN),
            Link(inline("Example"), 'https://пример.рф/[a]?b="c"|d', "", SPAN, SPAN),
            " and ", Link(inline("another"), "#second", "", SPAN, SPAN), ".",
        ),
        figure("../maps/map.svg", "The region", "1", "fig:map"),
        figure("photo.dat", "A photograph", "2", ""),
        table(
            row("Year", "Trade"), row("2023", "17.5"), row("2024", "18,000"),
            caption="Trade", number="1", id="tbl:trade",
        ),
        table(row("Plain", "Table"), row("a", "b")),
        h(2, "Mathematics", "maths", "1.1"),
        p("Inline ", Math(r"\frac{a}{b} < \text{c \& d}", SPAN), "."),
        MathBlock(r"E = mc^2", SPAN),
        MathBlock(r"\nonsense{", SPAN),
    ]  # fmt: skip
    second = [
        h(1, "The second", "second", "2"),
        h(4, "A heading too deep", "deep", "2.0.0.1"),
        items(p("In a list", note(1, "From a list.", p("Two paragraphs."), chapter=2)), p("more")),
        items(p("three"), p("four"), start=3),
        Quotation((p("Quoted", note(2, items(p("a list in a note")), chapter=2)),), SPAN),
        table(row("Head"), row(note(3, "In a table.", chapter=2)), row(again(1, chapter=2))),
        DefinitionList((Definition(inline("bcm"), ((p("billion cubic metres"),),), SPAN),), SPAN),
        CodeBlock("a < b && c > d\n", "python", SPAN),
        Box(
            (p("It is likely."),),
            Attributes(
                classes=("judgement",), pairs=(("confidence", "high"), ("likelihood", "likely"))
            ),
            SPAN,
            "1",
        ),
        Box(
            (
                p(
                    "In a box.",
                    note(4, CodeBlock("x", "", SPAN), chapter=2),
                    again(1, time=3, chapter=2),
                ),
            ),
            Attributes("a-box", ("box",), (("title", "A box"),)),
            SPAN,
            "Box 1",
        ),
    ]
    return edition(
        first,
        second,
        bibliography=[Item("a:b/c", (text("Author. "), em("Title"), text(". 2020.")))],
        files={"maps/map.svg": DRAWING, "manuscript/photo.dat": photograph()},
        subtitle="With everything",
        authors=("A. Author", "B. Author"),
        organisation="An Institute",
        status="Final",
    )


def foreign() -> Any:
    def phrase(words: str, tag: str) -> Phrase:
        return Phrase(inline(words), Attributes(pairs=(("lang", tag),)), SPAN)

    return edition(
        [
            h(1, "Əsas nəticələr", "əsas"),
            p("Zəngəzur, Москва, ", phrase("საქართველო", "ka"), ", ", phrase("Հայաստան", "hy")),
            p(phrase("سلام", "ar"), " and ", phrase("歴史", "ja"), note(1, "Ədəbiyyat.")),
        ],
        title="Rusiya və Azərbaycan",
        language="az",
    )


def right_to_left() -> Any:
    return edition(
        [h(1, "مقدمه", "one"), p("متن", note(1, "یادداشت"))], title="گزارش", language="fa"
    )


def hostile() -> Any:
    nasty = 'A "B" & <C> \x00\x01\x0b\ufffe ]]> ' + "x" * 300
    return edition(
        [h(1, nasty, "one"), p(nasty, note(1, nasty)), p(image("missing.png", nasty))],
        [h(1, "", "two"), p(Link(inline(nasty), "javascript:alert(1)", nasty, SPAN, SPAN))],
        title=nasty,
        subtitle=nasty,
        organisation=nasty,
        authors=(nasty, "\x00"),
        status=nasty,
        bibliography=[Item(nasty, inline(nasty), inline("[1]"))],
    )


def groups() -> Any:
    nasty = "A <b> & 'c'"
    shared = Item("shared", inline("A work."), inline("[1]"), (inline(nasty), inline("More.")))
    alone = Item("alone", inline(nasty), inline("[2]"))
    return edition(
        [h(1, "One", "one", "1"), p("Words.", note(1, "A note."))],
        [h(1, "Two", "two", "2"), p("Words.")],
        groups=[
            Group("chapter-1", "1", inline("One"), (shared, alone)),
            Group("chapter-2", "2", (em("Two"),), (shared,)),
            Group("further_reading", "", inline(nasty), (Item("more", inline("A third.")),)),
        ],
        bibliography_title=nasty,
    )


CASES: dict[str, Callable[[], Any]] = {
    case.__name__: case
    for case in (small, no_headings, empty, rich, foreign, right_to_left, hostile, groups)
}
