"""`briefing citation-styles`: what each style prints of a project's own library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing_build.cli import citation_styles, main
from briefing_build.report.printable import cells
from briefing_build.shipped_styles import shipped_styles
from test_citation_style import TITLE, dependent, layout, own

LIBRARY = """
@online{page, title = {A page}, url = {https://example.org/}, date = {2020}}
@book{hobsbawm1994, author = {Hobsbawm, Eric}, title = {Age of Extremes}, publisher = {Abacus},
  location = {London}, date = {1994}}
@report{cornell2006, author = {Cornell, Svante E.}, title = {The Politicization of Islam in
  Azerbaijan}, institution = {Central Asia-Caucasus Institute}, date = {2006}}
"""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def project(folder: Path, style: str = "", library: str = LIBRARY, **files: str) -> Path:
    root = folder / "project"
    (root / "styles").mkdir(parents=True)
    setting = f'[citations]\nstyle = "{style}"\n' if style else ""
    (root / "briefing.toml").write_text(f'[briefing]\ntitle = "x"\n{setting}')
    (root / "01.md").write_text("A chapter with [@nobody].\n")
    (root / "references.bib").write_text(library)
    for name, text in files.items():
        (root / f"{name.replace('__', '/')}.csl").write_text(text)
    return root


def blocks(written: str) -> dict[str, list[str]]:
    """The lines of each style by its name; "" has what stands before them."""
    head, *rest = written.split("\n\n")
    split = [block.rstrip("\n").split("\n") for block in rest]
    return {"": head.split("\n"), **{re.split(r"  |,", block[0])[0]: block for block in split}}


def told(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, list[str]]:
    assert main(["citation-styles", str(folder), *arguments]) == 0
    answer = capsys.readouterr()
    assert answer.err == ""  # silent in a pipe
    return blocks(answer.out)


def test_each_style_is_shown_with_the_most_telling_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(project(tmp_path, "oscola"), capsys)

    assert tuple(found)[1:] == shipped_styles()
    assert found[""] == [
        "Set from this project's library: `hobsbawm1994`. `--key KEY` takes another entry."
    ]
    assert found["oscola"] == [
        "oscola  notes, the style of this project",
        "  OSCOLA 4th edition",
        "  First note    Eric Hobsbawm, Age of Extremes (Abacus 1994) 12.",
        "  Next note     Ibid.",
        "  Later note    Hobsbawm (n 1) 12.",
        "  Bibliography  Hobsbawm E, Age of Extremes (Abacus 1994)",
    ]
    assert found["nature"] == [
        "nature  numbers in the text",
        "  Nature",
        "  In the text   ¹(p. 12)",
        "  Bibliography  1. Hobsbawm, E. Age of Extremes. (Abacus, London, 1994).",
    ]
    assert found["bluebook-law-review"][-1] == "  Bibliography  none in this style"
    assert found["apa"][2] == "  In the text   (Hobsbawm, 1994, p. 12)"


def test_the_styles_of_the_project_are_shown_too_and_what_is_wrong_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(
        tmp_path,
        "house/own.csl",
        styles__broken=own(layout("<text/>")),
        journal=dependent("http://www.zotero.org/styles/apa"),
        lost=dependent("http://www.zotero.org/styles/elsewhere"),
        refused=own(layout(f'<names variable="author"><name/></names>{TITLE}')),
    )
    (root / "house").mkdir()
    (root / "house" / "own.csl").write_text(own(layout(TITLE)))
    found = told(root, capsys)

    assert tuple(found)[11:] == (
        "journal.csl",
        "lost.csl",
        "refused.csl",
        "styles/broken.csl",
        "house/own.csl",
    )
    assert found["journal.csl"][1:3] == ["  A journal", found["apa"][2]]
    assert found["styles/broken.csl"][1].startswith("  line 3: has a `text` without `variable`")
    assert found["lost.csl"][1].startswith("  line 3: only points to the style `elsewhere`")
    assert found["house/own.csl"][0] == "house/own.csl  notes, the style of this project"
    assert found["house/own.csl"][2] == "  First note    Age of Extremes (p. 12)."


def test_other_entries_are_shown_when_they_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(project(tmp_path), capsys, "--key", "cornell2006", "--key", "page")

    assert found["apa"][2] == "  cornell2006"
    assert "  page" in found["apa"]
    assert any("Cornell" in line for line in found["apa"])
    assert any("“A page”" in line or "A Page" in line for line in found["chicago-author-date"])


def test_without_entries_or_without_a_project_a_sample_work_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = told(project(tmp_path, library=""), capsys)
    monkeypatch.chdir(tmp_path)

    assert main(["citation-styles"]) == 0
    outside = blocks(capsys.readouterr().out)
    assert found[""][0].startswith("A sample work, for the library")
    assert outside[""] == ["A sample work, for there is no project here."]
    assert found["apa"] == outside["apa"]
    assert "Hopkirk" in found["apa"][2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "there is no folder"),
        (["chicago-notes"], "all styles are shown"),
        (["project", "--key", "hobsbawn1994"], "did you mean `hobsbawm1994`?"),
        (["--key", "x"], "there is no project here"),
        (["project", "--kay", "x"], "--help"),
        (["."], "no briefing.toml"),
    ],
)
def test_what_cannot_be_asked_is_told_in_one_line(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert main(["citation-styles", *arguments]) == 2
    answer = capsys.readouterr()
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert message in answer.err


def test_lines_are_as_wide_as_the_terminal_and_nothing_hidden_reaches_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    library = LIBRARY.replace("Age of Extremes", "Age of\u202e \x1b[31mExtremes " + "歴史 " * 30)
    found = told(project(tmp_path, library=library), capsys, "--key", "hobsbawm1994")
    lines = [line for block in found.values() for line in block]

    assert max(map(cells, lines)) <= 50
    assert not any(mark in line for line in lines for mark in "\u202e\x1b")


def test_of_a_hoard_of_styles_only_some_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(citation_styles, "_MOST_OF_PROJECT", 2)
    found = told(project(tmp_path, a="<", b="<", c="<", d="<"), capsys)

    assert [name for name in found if name.endswith(".csl")] == ["a.csl", "b.csl"]
    assert "2 more `.csl` files of the project are not shown." in found
