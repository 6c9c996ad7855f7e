"""The command line: the same contract on every path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefing_build.cli import main
from briefing_build.rules import RULES

LIBRARY = """@book{ranke1885,
  title = {Geschichten}, author = {von Ranke, Leopold}, date = {1885}, location = {Leipzig}}
"""
TOML = '[briefing]\ntitle = "A briefing"\n\n[output]\nname = "paper"\n'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'


def _project(folder: Path, chapter: str, **more: str) -> Path:
    files = {"01.md": chapter, "references.bib": LIBRARY, "briefing.toml": TOML, "x.svg": SVG}
    for name, text in {**files, **more}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test stands in a project, reads our environment or fills the user's cache."""
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


Captured = pytest.CaptureFixture[str]

# What `check` answers


def test_nothing_found_is_0(folder: Path, capsys: Captured) -> None:
    _project(folder, "A claim.[@ranke1885, p. 3]")

    assert main(["check", str(folder)]) == 0
    assert capsys.readouterr() == ("nothing found\n", "")


def test_a_warning_fails_only_where_one_asks_for_it(folder: Path, capsys: Captured) -> None:
    _project(folder, "No claim.")

    assert main(["check", str(folder)]) == 0
    assert "warning[unused-entry]" in capsys.readouterr().out
    assert main(["check", "--strict", str(folder)]) == 1


def test_a_release_may_not_have_placeholders(folder: Path) -> None:
    placeholder = "@misc{ap, title = {T}, author = {A}, sourcestate = {placeholder}}\n"
    _project(folder, "A claim.[@ap]", **{"references.bib": placeholder})

    assert main(["check", str(folder)]) == 0
    assert main(["check", "--release", str(folder)]) == 1


def test_rules_are_weighed_by_the_settings(folder: Path) -> None:
    _project(folder, "No claim.", **{"briefing.toml": TOML + '[rules]\nunused-entry = "error"\n'})

    assert main(["check", str(folder)]) == 1


def test_the_project_is_found_from_inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _project(folder, "A claim.[@ranke1885]")
    (folder / "images" / "old").mkdir(parents=True)

    assert main(["check", str(folder / "images" / "old")]) == 0
    assert main(["check", str(folder / "01.md")]) == 0
    monkeypatch.chdir(folder)
    assert main(["check"]) == 0


# One misspelt key, wherever it stands

PLACES = {
    "body": ("A claim.[@ranke1884]", (1, 11)),
    "footnote": ("A claim.[^1]\n\n[^1]: See [@ranke1884, p. 3].", (3, 13)),
    "note in the line": ("A claim.^[See @ranke1884.]", (1, 16)),
    "caption": ('![A map [@ranke1884]](x.svg){alt="A map"}', (1, 11)),
    "caption of a table": ("| a |\n|---|\n| b |\n\n: Exports [@ranke1884]", (5, 13)),
    "cell": ("| a |\n|---|\n| b [@ranke1884] |", (3, 7)),
    "heading": ("# Energy [@ranke1884]", (1, 12)),
    "box": ("::: {.box}\nA claim.[@ranke1884]\n:::", (2, 11)),
    "beside another": ("A claim.[@ranke1885; see @ranke1884]", (1, 27)),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_misspelt_key_fails_check_and_build_with_its_place(
    place: str, folder: Path, capsys: Captured
) -> None:
    chapter, (line, column) = PLACES[place]
    _project(folder, chapter + "\n\nAnother claim.[@ranke1885]")
    (folder / "build").mkdir()
    (folder / "build" / "paper.pdf").write_bytes(b"the last good one")

    assert main(["check", str(folder)]) == 1
    checked = capsys.readouterr()
    assert main(["build", str(folder)]) == 1
    built = capsys.readouterr()

    for report in (checked.out, built.err):
        assert "error[unknown-key]: no entry has the key `ranke1884`" in report
        assert f"--> 01.md:{line}:{column}\n" in report
        assert "help: did you mean `ranke1885`?" in report
    assert checked.err == built.out == ""
    assert [path.name for path in (folder / "build").iterdir()] == ["paper.pdf"]
    assert (folder / "build" / "paper.pdf").read_bytes() == b"the last good one"


# Outputs


def test_a_build_writes_what_was_asked_for(folder: Path, capsys: Captured) -> None:
    _project(folder, "# One\n\nA claim.[@ranke1885, p. 3]")

    assert main(["build", str(folder), "--to", "epub", "--output", str(folder / "out")]) == 0

    said = capsys.readouterr()
    assert said == (f"{folder / 'out' / 'paper.epub'}\n", "")
    assert (folder / "out" / "paper.epub").read_bytes()[:2] == b"PK"
    assert [path.name for path in (folder / "out").iterdir()] == ["paper.epub"]
    assert not (folder / "build").exists()


def test_json_is_all_that_stands_on_stdout(folder: Path, capsys: Captured) -> None:
    _project(folder, "A claim.[@ranke1884]")

    assert main(["check", str(folder), "--format", "json"]) == 1

    said = capsys.readouterr()
    value = json.loads(said.out)
    assert value["counts"] == {"error": 1, "warning": 1, "info": 0}
    assert said.err == ""
    assert [finding["rule"] for finding in value["findings"]] == ["unknown-key", "unused-entry"]


def test_concise_is_a_line_a_finding(folder: Path, capsys: Captured) -> None:
    _project(folder, "A claim.[@ranke1884] [@ranke1885]")

    assert main(["check", str(folder), "--format", "concise"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "01.md:1:11: error[unknown-key]: no entry has the key `ranke1884`",
        "1 error",
    ]


@pytest.mark.parametrize(("no_color", "coloured"), [(None, True), ("", True), ("1", False)])
def test_colour_is_for_terminals_that_want_it(
    no_color: str | None,
    coloured: bool,
    folder: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _project(folder, "A claim.[@ranke1884]")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)

    assert main(["check", str(folder)]) == 1
    assert ("\x1b[" in capsys.readouterr().out) is coloured


def test_nothing_that_a_manuscript_says_commands_a_log(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    _project(folder, "::error::[@x1]\n\n##[error]hello [@x2]\n\n\x1b[31m [@x3]")

    assert main(["check", str(folder)]) == 1

    out = capsys.readouterr().out
    assert not [line for line in out.splitlines() if line.lstrip().startswith(("::error", "##["))]
    assert "##[error]" not in out
    assert "\x1b" not in out


# What keeps us from working


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required: COMMAND"),
        (["bild"], "invalid choice: 'bild'"),
        (["check", "--formt", "json"], "unrecognized arguments"),
        (["check", "--format", "yaml"], "invalid choice: 'yaml'"),
        (["build", "--to", "docx"], "invalid choice: 'docx'"),
        (["check", "nowhere"], "there is no folder nowhere"),
        (["build", "nowhere"], "there is no folder nowhere"),
        (["check"], "`briefing init DIR` makes a new briefing"),
        (["build"], "`briefing init DIR` makes a new briefing"),
        (["explain", "unknown-kee"], "did you mean `unknown-key`?"),
        (["explain", "zzz"], "`briefing rules` lists them"),
        (["init"], "required: DIR"),
    ],
)
def test_wrong_arguments_are_2_and_one_line(
    arguments: list[str], words: str, capsys: Captured
) -> None:
    assert main(arguments) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("briefing: ")
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ('[briefing\ntitle = "x"', "briefing.toml:1:10: "),
        ('[briefing]\ntitle = "x', "briefing.toml:2:"),
        ("[" * 5000, "briefing.toml"),
    ],
)
def test_settings_that_are_no_toml_are_2(
    command: str, toml: str, words: str, folder: Path, capsys: Captured
) -> None:
    _project(folder, "Text.", **{"briefing.toml": toml})

    assert main([command, str(folder)]) == 2

    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("name", ["01.md", "references.bib", "briefing.toml"])
def test_a_file_that_may_not_be_read_is_2(name: str, folder: Path, capsys: Captured) -> None:
    _project(folder, "Text.")
    (folder / name).chmod(0)

    assert main(["check", str(folder)]) == 2
    assert f"{name}: you have no permission to read it" in capsys.readouterr().err


def test_a_project_without_chapters_is_1(folder: Path, capsys: Captured) -> None:
    (folder / "briefing.toml").write_text(TOML)

    assert main(["check", str(folder)]) == 1
    assert "the briefing has no chapters" in capsys.readouterr().out
    assert main(["build", str(folder)]) == 1


@pytest.mark.parametrize("value", ["tomorrow", "-1", "0", "1.5", "9" * 30, "٣٠٠٠٠٠٠٠٠٠", "5e8"])
def test_a_senseless_date_of_the_sources_is_2(
    value: str, folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    _project(folder, "A claim.[@ranke1885]")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)

    assert main(["build", str(folder)]) == 2
    assert "SOURCE_DATE_EPOCH" in capsys.readouterr().err
    assert not (folder / "build").exists()
    assert main(["check", str(folder)]) == 0  # which reads no date


@pytest.mark.parametrize("directory", ["link", "link/inside"])
def test_an_output_folder_that_is_a_link_is_2(
    directory: str, folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    _project(folder, "A claim.[@ranke1884]", **{"briefing.toml": TOML.replace(
        "[output]\n", f'[output]\ndirectory = "{directory}"\n'
    )})  # fmt: skip
    (folder / "link").symlink_to(tmp_path / "away")

    assert main(["build", str(folder)]) == 2
    assert "is a link" in capsys.readouterr().err


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), OSError(28, "No space")])
def test_what_stops_us_is_2_and_one_line(
    error: BaseException, folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise error

    monkeypatch.setattr("briefing_build.read", stopped)

    assert main(["check", str(folder)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


# The other commands


def test_a_new_briefing_is_clean_and_made_once(tmp_path: Path, capsys: Captured) -> None:
    new = tmp_path / "new"

    assert main(["init", str(new)]) == 0
    assert main(["check", "--strict", str(new)]) == 0
    assert main(["init", str(new)]) == 2
    assert "is not empty" in capsys.readouterr().err


def test_a_new_briefing_is_not_put_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "new").write_text("mine")

    assert main(["init", str(tmp_path / "new")]) == 2
    assert (tmp_path / "new").read_text() == "mine"


def test_rules_are_listed_with_their_weight(capsys: Captured) -> None:
    assert main(["rules"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(RULES)
    assert "warning  an entry whose work was not located (an error with --release)" in "".join(
        lines
    )


def test_every_rule_is_explained(capsys: Captured) -> None:
    for rule in RULES:
        assert main(["explain", rule]) == 0
        assert capsys.readouterr().out.startswith(f"# {rule}\n")


def test_the_doctor_looks_at_each_part(capsys: Captured) -> None:
    code = main(["doctor"])

    out = capsys.readouterr().out
    assert code in {0, 2}
    for part in ("Python", "weasyprint", "pandoc", "libpango-1.0", "fonts"):
        assert f"  {part}: " in out
    assert (
        out.rstrip().splitlines()[-1].startswith("ready to build" if not code else "cannot build")
    )
    assert out.count("run: ") == out.count("missing  ")


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_are_0(argument: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as left:
        main([argument])

    assert left.value.code == 0
    assert capsys.readouterr().out


# As a program of its own


def _run(*arguments: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "briefing_build", *arguments]
    return subprocess.run(command, check=False, capture_output=True, timeout=50, **options)  # type: ignore[call-overload, no-any-return]


def test_it_runs_as_a_module_where_few_letters_are_known(folder: Path) -> None:
    _project(folder, "Zəngəzur.[@missing]")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}

    done = _run("check", str(folder), env=environment)

    assert done.returncode == 1
    assert done.stderr == b""
    assert rb"1 | Z\u0259ng\u0259zur.[@missing]" in done.stdout


def test_a_pipe_that_is_closed_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "briefing_build", "rules"],
            check=False, stdout=closed, stderr=subprocess.PIPE, timeout=50,
        )  # fmt: skip

    assert done.stderr == b""
    assert done.returncode == 2


def test_a_check_starts_no_program_and_loads_no_layout_engine(folder: Path) -> None:
    _project(folder, "A claim.[@ranke1885]")
    code = (
        "import sys; from briefing_build.cli import main; main(['check', sys.argv[1]]);"
        "print(sorted({'weasyprint', 'jinja2', 'ebooklib', 'pypandoc', 'PIL'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)], check=True, capture_output=True, timeout=50
    )

    assert done.stdout.splitlines() == [b"nothing found", b"[]"]
