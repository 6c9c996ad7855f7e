"""Formulas: one reading for screen and paper, and an end to every formula."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing_build.mathematics import to_mathml, to_svg

MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "{http://www.w3.org/2000/svg}"


def test_mathml_says_where_it_stands_and_keeps_its_tex() -> None:
    formula = fromstring(to_mathml(r"\frac{a}{b}", block=True))

    assert formula.tag == f"{MATHML}math"
    assert formula.attrib["display"] == "block"
    assert formula.attrib["alttext"] == r"\frac{a}{b}"
    assert formula.find(f".//{MATHML}mfrac") is not None
    annotation = formula.find(f".//{MATHML}annotation")
    assert annotation is not None
    assert annotation.text == r"\frac{a}{b}"


def test_svg_stands_on_the_line_in_the_colour_of_the_text() -> None:
    drawn = to_svg(r"\frac{a}{b}", block=False)

    drawing = fromstring(drawn)
    assert drawing.tag == f"{SVG}svg"
    assert drawing.attrib["aria-label"] == r"\frac{a}{b}"
    assert drawing.attrib["height"].endswith("em")
    assert "vertical-align:-" in drawing.attrib["style"]
    assert "black" not in drawn


def test_a_block_is_not_moved_from_its_line() -> None:
    assert "vertical-align" not in to_svg("x", block=True)


def test_several_drawings_can_stand_in_one_document() -> None:
    drawn = to_svg("x + x", block=False)

    assert " id=" not in drawn
    assert "<use" not in drawn


def test_text_is_text_and_not_markup() -> None:
    formula = fromstring(to_mathml(r"\text{<b>R\&D</b>}", block=False))

    words = formula.find(f".//{MATHML}mtext")
    assert words is not None
    assert words.text == "<b>R&D</b>"


def test_an_upright_letter_stays_upright() -> None:
    assert 'mathvariant="normal"' in to_mathml(r"\mathrm{d}x", block=False)


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("", "is empty"),
        ("%", "is empty"),
        (r"\frac{a", "has a `{` without its `}`"),
        ("a}", "has a `}` without its `{`"),
        ("x^", "has a `^` or `_` with nothing after it"),
        ("a^b^c", "has two superscripts in one place"),
        (r"\left( x", r"has a `\left` without its `\right`"),
        (r"\begin{matrix} a", r"has a `\begin` without its `\end`"),
        (r"\nonsense{x}", r"has an unknown command `\nonsense`"),
        ("a\0b", "has a control character in it"),
        (r"\def\a{\a\a}\a", r"has `\def`, which is not passed on"),
        (r"\href{javascript:x}{y}", r"has `\href`, which is not passed on"),
        ("x" * 2001, "has more than 2000 characters"),
        ("{" * 13 + "}" * 13, "nests more than 12 deep"),
        ("x^{" * 12 + "x" + "}" * 12, "has too many parts within parts"),
        (r"\left(" * 12 + "x" + r"\right)" * 12, "has too many parts within parts"),
        (r"\sqrt " * 100 + "x", "has too many parts within parts"),
    ],
)
def test_what_cannot_be_read_says_why(tex: str, reason: str) -> None:
    for write in (to_mathml, to_svg):
        with pytest.raises(ValueError, match=r"^(has|is|nests|cannot) ") as raised:
            write(tex, block=False)
        assert str(raised.value) == reason


PIECES = st.sampled_from(
    [*"ab^_{}&<>%$#~ 12+-=", r"\frac", r"\sqrt", r"\left(", r"\right)", r"\text{", r"\alpha",
     r"\begin{matrix}", r"\end{matrix}", r"\\", r"\hat", r"\binom", "é", "\0", "歴"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join))
@settings(deadline=None)
def test_any_formula_is_well_formed_or_refused(tex: str) -> None:
    for write in (to_mathml, to_svg):
        try:
            written = write(tex, block=False)
        except ValueError:
            continue
        assert write(tex, block=False) == written
        root = fromstring(written)
        assert not any("href" in element.attrib for element in root.iter())
