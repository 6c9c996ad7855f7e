"""Reports of `briefing check` and `briefing build`: the same formats, the same exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing_build.cli import main
from briefing_build.report import FORMATS

LIBRARY = """@book{ranke1885,
  title = {Geschichten}, author = {von Ranke, Leopold}, date = {1885}, location = {Leipzig}}
"""
TOML = '[briefing]\ntitle = "A briefing"\n\n[output]\nname = "paper"\nformats = ["epub"]\n'
# What this style does not print of a newspaper is found when citations are set.
BLUEBOOK = TOML + '\n[citations]\nstyle = "bluebook-law-review"\n'
NEWSPAPER = """@newspaper{lease, title = {The Lease}, author = {Doe, Jane}, date = {2012-12-10},
  journaltitle = {Example News}, url = {https://example.org/lease}}
"""
CLEAN, BROKEN = "A claim.[@ranke1885]", "A claim.[@ranke1885] [@ranke1884]"

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout that we stand in, with a place for a project."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("SOURCE_DATE_EPOCH", "GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    checkout = tmp_path / "checkout"
    (checkout / "reports" / "gas").mkdir(parents=True)
    monkeypatch.chdir(checkout)
    return checkout


def project(checkout: Path, chapter: str, settings: str = TOML) -> Path:
    folder = checkout / "reports" / "gas"
    for name, text in {
        "01.md": chapter,
        "references.bib": LIBRARY,
        "briefing.toml": settings,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", ["check", "build"])
def test_help_lists_the_formats(command: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit):
        main([command, "--help"])

    said = capsys.readouterr().out
    assert f"--format {{{','.join(FORMATS)}}}" in said.replace("\n", "")


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "text"])
@pytest.mark.parametrize(("chapter", "code"), [(CLEAN, 0), (BROKEN, 1)])
def test_a_build_reports_as_a_check_does(
    name: str, chapter: str, code: int, checkout: Path, capsys: Captured
) -> None:
    project(checkout, chapter)

    assert main(["check", "reports/gas", "--format", name]) == code
    checked = capsys.readouterr()
    assert main(["build", "reports/gas", "--format", name]) == code
    built = capsys.readouterr()

    assert built.out == checked.out
    if code:
        assert built.err == "nothing was written; what an earlier build left is still there\n"
    else:
        assert built.err == "reports/gas/build/paper.epub\n"


def test_a_build_reports_what_only_a_build_finds(checkout: Path, capsys: Captured) -> None:
    folder = project(checkout, "A claim.[@ranke1885] Another.[@lease, p. 12]", BLUEBOOK)
    (folder / "references.bib").write_text(LIBRARY + NEWSPAPER, encoding="utf-8")

    def rules(command: str) -> set[str]:
        assert main([command, "reports/gas", "--format", "json"]) == 0
        findings = json.loads(capsys.readouterr().out)["findings"]
        return {finding["rule"] for finding in findings}

    assert rules("build") - rules("check") == {"unprinted-locator"}
    assert main(["build", "reports/gas", "--format", "json", "--strict"]) == 1


def test_a_wrong_format_is_told_in_one_line(capsys: Captured) -> None:
    assert main(["check", "--format", "xml"]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


# Where paths lead from


def test_paths_lead_from_where_the_report_is_read(
    checkout: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(checkout, BROKEN)

    def path() -> str:
        main(["check", str(folder), "--format", "gitlab"])
        return str(json.loads(capsys.readouterr().out)[0]["location"]["path"])

    assert path() == "reports/gas/01.md"
    monkeypatch.chdir(folder)
    assert path() == "01.md"
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.setenv(name, str(checkout))
        assert path() == "reports/gas/01.md"
        monkeypatch.setenv(name, str(checkout / "elsewhere"))
        assert path() == "01.md"
    monkeypatch.chdir(checkout.parent / "checkout" / "reports" / "gas" / "..")
    assert path() == "gas/01.md"
    monkeypatch.chdir("/")
    monkeypatch.chdir(folder.anchor)
    assert path().endswith("reports/gas/01.md")


def test_concise_is_for_an_editor_that_stands_where_we_do(
    checkout: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project(checkout, BROKEN)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(checkout))

    main(["check", "reports/gas", "--format", "concise"])
    assert capsys.readouterr().out.startswith("reports/gas/01.md:1:24: error[unknown-key]: ")
    monkeypatch.chdir(folder)
    main(["check", "--format", "concise"])
    assert capsys.readouterr().out.startswith("01.md:1:24: ")
