"""The words of every shipped style, on a page that a person can judge."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from briefing_build.csl import Edition
from briefing_build.diagnostics import Diagnostics
from citing import STYLES, Writer, item, style, written

FOLDER = Path(__file__).parent / "csl"
LIBRARY = (FOLDER / "sources.bib").read_text(encoding="utf-8")
WORKS = (
    "newspaper", "wire", "webpage", "thinktank", "government", "treaty", "chapter", "journal",
    "broadcast", "dataset", "translation", "reprint", "placeholder", "unknowns",
)  # fmt: skip
FURTHER = (
    "magazine", "post", "blog", "resolution", "statute", "law", "case", "hearing", "map", "video",
    "podcast", "interview", "thesis", "romanised", "translated", "body", "archived",
)  # fmt: skip
AGAIN = ("romanised", "translated", "body", "case", "resolution", "podcast", "post")
"""What is cited a second time, to see its short form."""


def account(name: str) -> str:
    """All that a style says of our sources, one line a citation and one a work."""
    writer = Writer(LIBRARY, style(name))
    lines = [(f"[@{key}]", writer.cite(key)) for key in WORKS]
    lines += [
        ("[@treaty, art. 5]", writer.cite(item("treaty", "5", "article-locator"))),
        ("[@newspaper]", writer.cite("newspaper")),
        ("[@newspaper]", writer.cite("newspaper")),
        (
            "[see *also* @newspaper, emphasis added; @book, pp. 12–14]",
            writer.cite(
                item("newspaper", prefix="see *also*", suffix=", emphasis added"),
                item("book", "12–14"),
            ),
        ),
        ("[@thinktank, sec. 3; @wire]", writer.cite(item("thinktank", "3", "section"), "wire")),
        ("[-@book, ch. 3]", writer.cite(item("book", "3", "chapter", suppress=True))),
    ]
    before = writer.count
    lines.append(("@book [p. 7]", writer.cite(item("book", "7"), narrative=True)))
    if writer.count > before + 1:
        lines[-1:] = [("@book", f"cited-{before + 1}"), ("[p. 7]", f"cited-{before + 2}")]
    lines += zip(
        ("in a note: @book [p. 9] …", "… [cf. @wire; @reprint, p. 3] …"),
        writer.note(
            "As ", ("!", item("book", "9")), " says, others differ ",
            (item("wire", prefix="cf."), item("reprint", "3")), ", but not here.",
        ),
        strict=True,
    )  # fmt: skip
    lines.append(("a note: [@wire] and more", *writer.note(("wire",), " and more.")))
    lines += [(f"[@{key}]", writer.cite(key)) for key in (*FURTHER, *AGAIN)]
    found = Diagnostics()
    edition = writer.edition(found)
    assert not list(found), [diagnostic.message for diagnostic in found]
    return "\n".join([*_citations(edition, lines), "", *_bibliography(edition)])


def _citations(edition: Edition, lines: list[tuple[str, str]]) -> list[str]:
    return [f"{source}\n    {written(edition.words[id].screen)}" for source, id in lines]


def _bibliography(edition: Edition) -> list[str]:
    lines = []
    for work in edition.bibliography:
        label = f"{written(work.label)} " if work.label else ""
        lines.append(f"{work.key}:\n    {label}{written(work.content)}")
    return lines or ["(no bibliography)"]


@cache
def _page() -> str:
    return (FOLDER / "words.md").read_text(encoding="utf-8")


def _expected(name: str) -> str:
    _, _, behind = _page().partition(f"## {name}\n\n```text\n")
    return behind.partition("\n```\n")[0]


@pytest.mark.parametrize("name", STYLES)
def test_the_words_of_a_shipped_style_are_those_of_the_page(name: str, update: bool) -> None:
    actual = account(name)

    if update:
        page = _page().replace(_expected(name), actual)
        (FOLDER / "words.md").write_text(page, encoding="utf-8")
        _page.cache_clear()
    assert actual == _expected(name)


def test_the_page_has_all_shipped_styles() -> None:
    assert tuple(
        line.removeprefix("## ") for line in _page().splitlines() if line.startswith("## ")
    ) == tuple(STYLES)
