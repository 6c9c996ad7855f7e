"""`briefing rescue` on the command line: a project, or one line that says why there is none."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from briefing_build.cli import main

REPORT = "The ferry\n\nIt was bought in spring reuters.com. It sank in May apnews.com.\n"

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769817600")
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_project_is_made_that_checks(report: Path, capsys: Captured) -> None:
    assert main(["rescue", "report.txt", "--to", "ferry"]) == 0

    said = capsys.readouterr()
    assert "2 citations: 2 placeholder" in said.out
    assert said.err == ""
    assert set(_tree(report.parent / "ferry")) == {
        "manuscript/01-opening.md",
        "manuscript/briefing.toml",
        "references.bib",
        "rescue.toml",
        "worklist.md",
    }
    assert main(["check", "ferry"]) == 0
    assert capsys.readouterr().out.count("warning[placeholder-source]") == 2
    assert main(["check", "ferry", "--release"]) == 1
    assert main(["build", "ferry", "--to", "epub"]) == 0


def test_standard_input_is_read(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(REPORT.encode())))

    assert main(["rescue", "-", "--to", "ferry"]) == 0
    assert b'file = "standard input"' in _tree(report.parent / "ferry")["rescue.toml"]


def test_running_it_again_changes_nothing(report: Path, capsys: Captured) -> None:
    main(["rescue", "report.txt", "--to", "ferry"])
    before = _tree(report.parent / "ferry")
    capsys.readouterr()

    assert main(["rescue", "report.txt", "--to", "ferry"]) == 0
    assert capsys.readouterr().out.startswith("nothing new; no file was changed\n")
    assert _tree(report.parent / "ferry") == before


def test_a_companion_may_come_later(report: Path, capsys: Captured) -> None:
    (report.parent / "links.txt").write_text(
        "https://apnews.com/sank?utm_source=x", encoding="utf-8"
    )
    main(["rescue", "report.txt", "--to", "ferry"])

    assert main(["rescue", "report.txt", "--to", "ferry", "--companion", "links.txt"]) == 0
    assert "1 matched, 1 placeholder" in capsys.readouterr().out
    tree = _tree(report.parent / "ferry")
    assert b"url          = {https://apnews.com/sank}" in tree["references.bib"]
    assert b"It sank in May.[@associated-press-sank]" in tree["manuscript/01-opening.md"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "there is no text in it"),
        (b"\x89PNG\r\n", "this is a picture"),
        (b"A claim with no source at all.\n\nAnother one.", "no flattened citation was found"),
        (b"# A\n\nA claim.[@doe2020] Another one.[@roe2021, p. 3]", "a manuscript already"),
        (b"\xe9t\xe9", "is not UTF-8"),
    ],
)
def test_what_cannot_be_rescued_leaves_nothing_behind(
    content: bytes, words: str, report: Path, capsys: Captured
) -> None:
    report.write_bytes(content)

    assert main(["rescue", "report.txt", "--to", "new/ferry"]) == 2

    said = capsys.readouterr().err
    assert words in said
    assert said.startswith("briefing: report.txt: ")
    assert said.count("\n") == 1
    assert [path.name for path in report.parent.iterdir()] == ["report.txt"]


def test_a_folder_that_holds_something_else_is_left_alone(report: Path, capsys: Captured) -> None:
    (report.parent / "ferry").mkdir()
    (report.parent / "ferry" / "notes.txt").write_text("mine", encoding="utf-8")

    assert main(["rescue", "report.txt", "--to", "ferry"]) == 2
    assert "ferry is not empty" in capsys.readouterr().err
    assert main(["rescue", "report.txt", "--to", "report.txt"]) == 2
    assert main(["rescue", ".", "--to", "new"]) == 2
    assert main(["rescue", "missing.txt", "--to", "new"]) == 2
    assert _tree(report.parent / "ferry") == {"notes.txt": b"mine"}


def test_another_report_does_not_go_into_a_project(report: Path, capsys: Captured) -> None:
    main(["rescue", "report.txt", "--to", "ferry"])
    before = _tree(report.parent / "ferry")
    report.write_text(REPORT + "\nMore of it ft.com.", encoding="utf-8")

    assert main(["rescue", "report.txt", "--to", "ferry"]) == 2
    assert "made of another file" in capsys.readouterr().err
    assert _tree(report.parent / "ferry") == before


def test_a_ledger_that_somebody_broke_is_told(report: Path, capsys: Captured) -> None:
    main(["rescue", "report.txt", "--to", "ferry"])
    (report.parent / "ferry" / "rescue.toml").write_text("[rescue]\nfile = 3\n", encoding="utf-8")

    assert main(["rescue", "report.txt", "--to", "ferry"]) == 2
    assert "rescue.toml: this is not the ledger of a rescue" in capsys.readouterr().err


def test_a_full_disk_leaves_nothing_behind(
    report: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)

    assert main(["rescue", "report.txt", "--to", "ferry"]) == 2
    assert [path.name for path in report.parent.iterdir()] == ["report.txt"]
