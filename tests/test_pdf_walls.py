"""What a project's styles and templates may do to paper, and what is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest

from briefing_build.diagnostics import BriefingError, Diagnostic, Diagnostics
from briefing_build.document import List, ListItem
from briefing_build.pdf import Layout, lay_out
from by_hand import SPAN, edition, h, note, p

SHORT = (h(1, "One"), p("Words of the first chapter.", note(1, "A note.")))


def laid_out(
    files: dict[str, str | bytes], **values: Any
) -> tuple[Layout | None, list[Diagnostic]]:
    found = Diagnostics()
    contents = {
        path: content.encode() if isinstance(content, str) else content
        for path, content in files.items()
    }
    layout = lay_out(edition(SHORT, files=contents, **values), found)
    return layout, list(found)


def rules_of(found: list[Diagnostic]) -> list[str]:
    return [finding.rule.name for finding in found]


# Style sheets


def test_a_style_sheet_of_the_project_comes_after_the_theme() -> None:
    plain, _ = laid_out({})
    coloured, found = laid_out({"styles/house.css": "html { --brand: #7a1020 }"})

    assert found == []
    assert plain is not None
    assert coloured is not None
    assert plain.pdf != coloured.pdf


def test_what_the_engine_does_not_know_is_told_with_its_line_and_column() -> None:
    _, found = laid_out({"styles/house.css": "p { color: red }\nh1 { colour: red }\n"})

    (finding,) = found
    assert finding.rule.name == "layout-warning"
    assert str(finding.at.span) == "styles/house.css:2:6"
    assert "colour" in finding.message


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("http://example.org/a.png", "remote-resource"),
        ("https://example.org/a.png", "remote-resource"),
        ("//example.org/a.png", "remote-resource"),
        ("ftp://example.org/a.png", "remote-resource"),
        ("data:image/png;base64,AAAA", "remote-resource"),
        ("file:///etc/passwd", "path-escapes"),
        ("missing.png", "missing-image"),
        ("bad.svg", "refused-image"),
        ("../fonts/../../secret.ttf", "style-refused"),
    ],
)
def test_a_style_sheet_gets_nothing_from_outside(address: str, rule: str) -> None:
    css = f'body {{ background: url("{address}") }}'

    _, found = laid_out({"styles/house.css": css, "styles/bad.svg": "<svg><script/></svg"})

    assert rules_of(found) == [rule]


def test_what_is_refused_is_shown_where_it_is_named() -> None:
    css = 'p { color: red }\nbody { background: url("http://example.org/a.png") }'

    _, found = laid_out({"styles/house.css": css})

    assert [str(finding.at.span) for finding in found] == ["styles/house.css:2:25"]
    assert found[0].at.span.text == "http://example.org/a.png"


def test_an_imported_style_sheet_that_is_not_there_is_told() -> None:
    _, found = laid_out({"styles/house.css": '@import "more.css";'})

    assert [(finding.message, str(finding.at.span)) for finding in found] == [
        ("`styles/more.css` is not read: there is no such file", "styles/house.css:1:10")
    ]


def test_a_style_sheet_may_show_a_picture_of_the_project() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
        '<path d="M0 0h9v9H0z"/></svg>'
    )
    css = "html { --logo: url(logo.svg); --logo-height: 12mm }"

    layout, found = laid_out({"styles/house.css": css, "styles/logo.svg": svg})

    assert found == []
    assert layout is not None


def test_a_style_sheet_may_import_another_of_the_project() -> None:
    css = '@import "parts/more.css";'

    _, found = laid_out({"styles/house.css": css, "styles/parts/more.css": "p { color: red }"})

    assert found == []


def test_style_sheets_that_import_each_other_come_to_an_end() -> None:
    sheets = {"styles/a.css": '@import "b.css";', "styles/b.css": '@import "a.css";'}

    _, found = laid_out(dict(sheets))

    assert "limit-met" in rules_of(found)


def test_a_font_has_to_be_one() -> None:
    css = '@font-face { font-family: "X"; src: url(x.ttf) }'

    _, found = laid_out({"styles/house.css": css, "styles/x.ttf": b"no font"})

    assert "style-refused" in rules_of(found)


_DOUBLED = "".join(f"--v{at}: var(--v{at - 1}) var(--v{at - 1});" for at in range(1, 40))


@pytest.mark.parametrize(
    ("css", "reason"),
    [
        ("a { " * 40, "nested"),
        ("@page { size: 1e30px }", "length"),
        ("p { margin: 9999999mm }", "length"),
        ("html { --v0: x;" + _DOUBLED + "}", "stands for"),
        ("html { --a: var(--b); --b: var(--a) }", "stands for"),
    ],
)
def test_a_style_sheet_that_would_never_end_is_not_used(css: str, reason: str) -> None:
    layout, found = laid_out({"styles/house.css": css})

    assert layout is not None
    (finding,) = found
    assert finding.rule.name == "style-refused"
    assert reason in finding.message
    assert finding.at.span.source.path == "styles/house.css"


@pytest.mark.parametrize("css", ["#abcdef99999 { color: red }", "p { z-index: 9999999 }"])
def test_what_only_looks_like_a_length_is_none(css: str) -> None:
    _, found = laid_out({"styles/house.css": css})

    assert found == []


def test_a_style_sheet_that_is_too_large_is_not_read() -> None:
    _, found = laid_out({"styles/house.css": "p {}" * 300_000})

    assert rules_of(found) == ["limit-met"]


def test_an_unknown_theme_is_told_and_ours_taken() -> None:
    layout, found = laid_out({}, theme="baroque")

    assert layout is not None
    assert rules_of(found) == ["invalid-setting"]
    assert found[0].help == "the themes are `institutional`"


# Templates


def test_a_template_of_the_project_wins() -> None:
    template = '<section class="imprint front" id="ours"><p>{{ settings.title }}</p></section>'

    layout, found = laid_out({"styles/imprint.html": template})

    assert found == []
    assert layout is not None
    assert "ours" in layout.pages


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("<p>\n{% if %}</p>", 2),
        ("<p>\n\n{{ settings.nothing }}</p>", 3),
        ("<p>{{ ''.__class__.__mro__ }}</p>", 1),
        ("<p>\n{{ 'x' * 100000000 }}</p>", 2),
        ("<p>{{ 9 ** 9999999 }}</p>", 1),
        ("<p>{{ 1 / 0 }}</p>", 1),
        ("{% include 'missing.html' %}", 1),
        ("{% include '../secret.html' %}", 1),
        ("{% for i in range(1000000) %}x{% endfor %}", 1),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_its_line(template: str, line: int) -> None:
    layout, found = laid_out({"styles/imprint.html": template})

    assert layout is not None
    (finding,) = found
    assert finding.rule.name == "style-refused"
    assert (finding.at.span.source.path, finding.at.span.line) == ("styles/imprint.html", line)


def test_words_in_a_template_are_escaped() -> None:
    layout, found = laid_out({}, title="<script>alert(1)</script> & more")

    assert found == []
    assert layout is not None


def test_an_engine_that_breaks_down_over_a_style_sheet_is_one_line() -> None:
    items = (ListItem((p("One."),), SPAN),)
    css = {"styles/house.css": b'ul > li::marker { content: "x" }'}
    found = Diagnostics()

    with pytest.raises(BriefingError, match=r"broke down \(TypeError: .*`styles/`"):
        lay_out(edition((h(1, "One"), List(items, None, True, SPAN)), files=css), found)
