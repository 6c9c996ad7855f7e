"""`check --fix`, `--unsafe` and `--diff` on the disk: what is written, what not, what is told."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefing_build.cli import commands, main, output
from briefing_build.rules import RULES

Captured = pytest.CaptureFixture[str]
TOML = '[briefing]\ntitle = "A briefing"\nlanguage = "en-GB"\n'
LIBRARY = """@online{doe2020, title = {A}, author = {Doe, Ann}, date = {2020},
  url = {https://example.org/a?utm_source=mail}}
"""
MENDED_LIBRARY = LIBRARY.replace("?utm_source=mail", "")
CHAPTER = "A claim.[@Doe2020]\n\nAnother[^1].\n\n[^1]: So @doe2021 says.\n"
MENDED = "A claim.[@doe2020]\n\nAnother.[^1]\n\n[^1]: So @doe2021 says.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three slips that are mended safely, and one that is not."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name, text in {"briefing.toml": TOML, "references.bib": LIBRARY, "01.md": CHAPTER}.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    (tmp_path / "away").mkdir()
    monkeypatch.chdir(tmp_path / "away")
    for name in ("NO_COLOR", "GITHUB_ACTIONS", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(name, raising=False)
    return folder


def _check(folder: Path, *options: str) -> int:
    return main(["check", str(folder), *options])


def _texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# What is mended


def test_safe_fixes_are_made_and_the_rest_is_told(folder: Path, capsys: Captured) -> None:
    assert _check(folder, "--fix", "--format", "concise") == 1
    told = capsys.readouterr().out.splitlines()

    assert (folder / "01.md").read_text("utf-8") == MENDED
    assert (folder / "references.bib").read_text("utf-8") == MENDED_LIBRARY
    assert told == [
        "01.md:5:11: error[unknown-key]: no entry has the key `doe2021`",
        "1 error",
        "mended 3 findings: 01.md (2), references.bib (1)",
    ]
    assert sorted(_texts(folder)) == ["01.md", "briefing.toml", "references.bib"]


def test_the_rest_is_mended_with_unsafe_and_then_all_is_well(
    folder: Path, capsys: Captured
) -> None:
    assert _check(folder, "--fix", "--unsafe") == 0
    assert capsys.readouterr().out == (
        "nothing found\nmended 4 findings: 01.md (3), references.bib (1)\n"
    )
    assert (folder / "01.md").read_text("utf-8") == MENDED.replace("doe2021", "doe2020")


def test_what_was_mended_once_is_not_touched_again(folder: Path, capsys: Captured) -> None:
    _check(folder, "--fix")
    before = {path: path.stat() for path in folder.iterdir()}
    capsys.readouterr()
    _check(folder, "--fix", "--strict")

    assert {path: path.stat() for path in folder.iterdir()} == before
    assert capsys.readouterr().out.endswith("\nnothing was mended\n")


@pytest.mark.parametrize(
    ("options", "settings", "chapter"),
    [
        (["--ignore", "key-case"], "", CHAPTER),
        (["--select", "citation-placement"], "", CHAPTER),
        ([], '[rules]\nkey-case = "off"\n', CHAPTER),
        ([], "", f"<!-- allow key-case: the old way -->\n\n{CHAPTER}"),
    ],
)
def test_only_what_is_told_is_mended(
    options: list[str], settings: str, chapter: str, folder: Path
) -> None:
    (folder / "briefing.toml").write_text(TOML + settings, "utf-8")
    (folder / "01.md").write_text(chapter, "utf-8")
    _check(folder, "--fix", *options)

    text = (folder / "01.md").read_text("utf-8")
    assert "[@Doe2020]" in text
    assert "Another.[^1]" in text


def test_what_the_baseline_knows_is_not_mended(folder: Path, tmp_path: Path) -> None:
    baseline = str(tmp_path / "baseline.toml")
    _check(folder, "--select", "key-case", "--write-baseline", baseline)
    _check(folder, "--fix", "--baseline", baseline)

    assert (folder / "01.md").read_text("utf-8") == MENDED.replace("[@doe2020]", "[@Doe2020]")


def test_a_baseline_is_written_of_what_is_left(folder: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.toml"

    assert _check(folder, "--fix", "--write-baseline", str(baseline)) == 0
    assert baseline.read_text("utf-8").count("[[finding]]") == 1


# How files are kept


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.replace(b"\n", b"\r"),
        lambda text: text.replace(b"\n", b"\r\n", 1).replace(b"\n\n", b"\n\r\n", 1),
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: text.rstrip(b"\n"),
        lambda text: text.replace(b"claim", "Zəngəzur 歴史 🙂\u2028\x0b".encode()),
    ],
    ids=["CRLF", "CR", "mixed", "mark", "no final line end", "letters"],
)
def test_line_ends_marks_and_letters_stay(change: Callable[[bytes], bytes], folder: Path) -> None:
    (folder / "01.md").write_bytes(change(CHAPTER.encode()))
    (folder / "references.bib").write_bytes(change(LIBRARY.encode()))
    _check(folder, "--fix")

    assert (folder / "01.md").read_bytes() == change(MENDED.encode())
    assert (folder / "references.bib").read_bytes() == change(MENDED_LIBRARY.encode())


@pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_modes_stay(mode: int, folder: Path) -> None:
    (folder / "01.md").chmod(mode)
    _check(folder, "--fix")

    assert (folder / "01.md").read_text("utf-8") == MENDED
    assert (folder / "01.md").stat().st_mode & 0o7777 == mode


def _link(folder: Path) -> None:
    (folder / "text").mkdir()
    (folder / "01.md").rename(folder / "text" / "one.md")
    (folder / "01.md").symlink_to("text/one.md")


def _linked_folder(folder: Path) -> None:
    (folder / "text").mkdir()
    (folder / "01.md").rename(folder / "text" / "01.md")
    (folder / "linked").symlink_to("text")
    (folder / "briefing.toml").write_text(f'{TOML}chapters = ["linked/01.md"]\n', "utf-8")


def _locked(folder: Path) -> None:
    (folder / "01.md").chmod(0o444)


def _latin(folder: Path) -> None:
    (folder / "01.md").write_bytes(b"Caf\xe9.\n\n" + CHAPTER.encode())


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes are those of POSIX")
@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (_link, "01.md is left alone: `01.md` is a link to text/one.md"),
        (_linked_folder, "linked/01.md is left alone: `linked` is a link to text"),
        (_locked, "01.md is left alone: it may only be read"),
        (_latin, "01.md is left alone: it is not UTF-8; save it as UTF-8 first"),
    ],
)
def test_a_file_in_whose_place_none_may_be_put_is_left_alone(
    harm: Callable[[Path], None], reason: str, folder: Path, capsys: Captured
) -> None:
    harm(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*.md")}

    assert _check(folder, "--fix") == 1
    said = capsys.readouterr().out
    assert f"\n{reason}\nmended 1 finding: references.bib (1)\n" in said
    assert {path: path.read_bytes() for path in folder.rglob("*.md")} == before
    assert "`--fix` mends 2" in said


def test_a_file_that_somebody_changes_meanwhile_is_theirs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    rewrite = output.Folder.rewrite

    def late(self: Any, name: str, before: bytes, data: bytes) -> None:
        if name == "01.md":
            (folder / name).write_text("Theirs.[@doe2020]\n", "utf-8")
        rewrite(self, name, before, data)

    monkeypatch.setattr(output.Folder, "rewrite", late)

    assert _check(folder, "--fix") == 2
    said = capsys.readouterr()
    assert "01.md is left alone: it was changed since it was checked\n" in said.out
    assert (folder / "01.md").read_text("utf-8") == "Theirs.[@doe2020]\n"
    assert sorted(_texts(folder)) == ["01.md", "briefing.toml", "references.bib"]


def test_a_file_that_was_changed_between_check_and_fix_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    check = commands.stages.check

    def slow(*arguments: Any) -> Any:
        briefing = check(*arguments)
        (folder / "01.md").write_text("Theirs.[@Doe2020]\n", "utf-8")
        return briefing

    monkeypatch.setattr(commands.stages, "check", slow)
    _check(folder, "--fix")

    assert "01.md is left alone: it was changed since it was checked" in capsys.readouterr().out
    assert (folder / "01.md").read_text("utf-8") == "Theirs.[@Doe2020]\n"


def test_a_full_disk_harms_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(output.os, "fsync", full)
    before = _texts(folder)

    assert _check(folder, "--fix") == 2
    assert "01.md is left alone: the disk is full" in capsys.readouterr().out
    assert _texts(folder) == before


# --diff


def test_a_diff_is_what_fix_would_do_and_writes_nothing(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    (folder / "01.md").write_bytes(CHAPTER.replace("\n", "\r\n").encode().rstrip())
    before = _texts(folder)

    assert _check(folder, "--diff", "--unsafe") == 1
    shown = capfdbinary.readouterr()
    assert _texts(folder) == before
    assert b"\\ No newline at end of file\n" in shown.out
    assert shown.err == b"1 error, 3 warnings; `--fix` mends 3, `--fix --unsafe` 4\n"
    (tmp_path / "fixes.patch").write_bytes(shown.out)
    _check(folder, "--fix", "--unsafe")
    after = _texts(folder)
    for name, data in before.items():
        (folder / name).write_bytes(data)
    command = ["git", "apply", "--unsafe-paths", f"--directory={folder}", "../fixes.patch"]
    subprocess.run(command, check=True, cwd=tmp_path / "away")
    assert _texts(folder) == after


def test_a_diff_leads_from_where_one_stands(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    _check(folder, "--diff")

    assert "--- a/project/01.md\n+++ b/project/01.md\n@@ -1,5 +1,5 @@\n" in capsys.readouterr().out


def test_a_diff_of_nothing_is_empty(folder: Path, capsys: Captured) -> None:
    _check(folder, "--fix", "--unsafe")
    capsys.readouterr()

    assert _check(folder, "--diff") == 0
    assert capsys.readouterr().out == ""


def test_a_diff_in_a_log_commands_nobody(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    (folder / "01.md").write_text("::error::a\n\x1b[31m##[b]\nBaku\x07 did.[@Doe2020]\n", "utf-8")
    _check(folder, "--diff")
    shown = capsys.readouterr().out

    assert "\x1b" not in shown
    assert "##[" not in shown
    assert not any(line.lstrip(" +-").startswith("::") for line in shown.splitlines())


# What goes together


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--fix", "--diff"], "take one of the two"),
        (["--unsafe"], "add one"),
        (["--diff", "--format", "json"], "leave `--format` out"),
        (["--diff", "--write-baseline", "b.toml"], "writes no files"),
        (["--diff", "--links"], "looking at links"),
    ],
)
def test_what_does_not_go_together_is_2_and_one_line(
    options: list[str], words: str, folder: Path, capsys: Captured
) -> None:
    assert _check(folder, *options) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.err.count("\n") == 1
    assert (folder / "01.md").read_text("utf-8") == CHAPTER


def test_a_program_reads_a_report_and_nothing_else(folder: Path, capsys: Captured) -> None:
    _check(folder, "--fix", "--format", "json")
    said = capsys.readouterr()

    assert [one["rule"] for one in json.loads(said.out)["findings"]] == ["unknown-key"]
    assert said.err == "mended 3 findings: 01.md (2), references.bib (1)\n"


def test_rules_say_which_of_them_mend_themselves(capsys: Captured) -> None:
    main(["rules"])
    said = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}

    assert said["key-case"].endswith(" (--fix mends it)")
    assert said["unknown-key"].endswith(" (--fix --unsafe mends it)")
    for rule in RULES.values():
        assert ("mends it" in said[rule.name]) == (rule.has_safe_fix or rule.has_unsafe_fix)


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="Linux has them")
def test_further_attributes_stay(folder: Path) -> None:
    try:
        os.setxattr(folder / "01.md", "user.author", b"Ann")
    except OSError:
        pytest.skip("this file system has none")
    _check(folder, "--fix")

    assert os.getxattr(folder / "01.md", "user.author") == b"Ann"


# The page on it

PAGE = Path(__file__).parent.parent / "docs" / "fixing.md"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(sys.platform == "win32", reason="the block is for a Unix shell")
def test_the_commands_of_the_page_print_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool
) -> None:
    # The program that is tested, wherever another one is installed.
    script = tmp_path / "bin" / "briefing"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m briefing_build "$@"\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(script.parent), prepend=":")
    text = PAGE.read_text("utf-8")
    (block,) = _BLOCK.finditer(text)
    commands = [line[2:] for line in block[0].splitlines() if line.startswith("$ ")]
    said = "".join(f"$ {command}\n{_output(command, tmp_path)}" for command in commands)
    if update:
        PAGE.write_text(text[: block.start()] + said + text[block.end() :], "utf-8")
    else:
        assert block[0] == said


def _output(command: str, folder: Path) -> str:
    answer = subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert answer.returncode in {0, 1}, answer.stderr
    return answer.stdout
