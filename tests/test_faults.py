"""Faults of the machine: each ends a build with one clear line and exit code 2, and the last good
outputs are still there."""

from __future__ import annotations

import builtins
import errno
import io
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from briefing_build.cli import main
from briefing_build.csl import citeproc

GOOD = b"the last good output"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "build").mkdir(parents=True)
    (folder / "briefing.toml").write_text('[briefing]\ntitle = "T"\n[output]\nname = "b"\n')
    (folder / "01.md").write_text("# One\n\nIt is said.[@doe]\n")
    (folder / "references.bib").write_text(
        "@misc{doe, title={A}, author={Doe}, date={1999}, url={https://example.org/}}\n"
    )
    for name in ("b.pdf", "b.epub"):
        (folder / "build" / name).write_bytes(GOOD)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def assert_stopped(project: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a build which cannot work has to say."""
    code = main(["build", str(project), *arguments])
    out, err = capsys.readouterr()

    assert code == 2
    assert out == ""
    assert err.startswith("briefing: ")
    assert err.count("\n") == 1
    files = {path.name: path.read_bytes() for path in (project / "build").iterdir()}
    assert files == {"b.pdf": GOOD, "b.epub": GOOD}
    return err


def failing(code: int, when: Callable[..., bool], real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        if when(*arguments):
            raise OSError(code, os.strerror(code))
        return real(*arguments, **options)

    return call


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.EIO, "error"),
        (errno.EROFS, "may only be read"),
    ],
)
def test_a_disk_that_fails_at_the_end(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    words: str,
) -> None:
    monkeypatch.setattr(os, "fsync", failing(code, lambda *_: True, os.fsync))

    assert words in assert_stopped(project, capsys, "--to", "epub")


def test_a_disk_that_fails_at_the_first_byte(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_output(path: object, *_: object) -> bool:
        return str(path).endswith(".part") and "build" in str(path)

    monkeypatch.setattr(os, "open", failing(errno.ENOSPC, is_output, os.open))

    assert "the disk is full" in assert_stopped(project, capsys, "--to", "epub")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "build").chmod(0o555)
    try:
        assert "permission" in assert_stopped(project, capsys, "--to", "epub")
    finally:
        (project / "build").chmod(0o755)


def test_a_file_where_the_folder_should_be(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")

    error = assert_stopped(project, capsys, "--to", "epub", "--output", str(tmp_path / "file"))

    assert "not a folder" in error


def test_a_folder_that_the_settings_lead_out_of_the_project(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "victim").mkdir()
    (project / "out").symlink_to(tmp_path / "victim")
    settings = project / "briefing.toml"
    settings.write_text(settings.read_text() + 'directory = "out"\n')

    assert "--output DIR" in assert_stopped(project, capsys, "--to", "epub")
    assert list((tmp_path / "victim").iterdir()) == []


def test_no_temporary_folder(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp/briefing-x")

    monkeypatch.setattr("tempfile.mkdtemp", none)

    assert "No space left" in assert_stopped(project, capsys, "--to", "epub")


@pytest.mark.parametrize(
    "error",
    [
        OSError("cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open\nAdditionally"),
        ImportError("No module named 'weasyprint'"),
    ],
)
def test_no_pango(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    real = builtins.__import__

    def imported(name: str, *rest: Any, **options: Any) -> Any:
        if name == "weasyprint" or name.startswith("weasyprint."):
            raise error
        return real(name, *rest, **options)

    for name in [name for name in sys.modules if name.startswith("briefing_build.pdf.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", imported)

    assert "`briefing doctor`" in assert_stopped(project, capsys, "--to", "pdf")


def test_no_pandoc(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        citeproc, "find_spec", lambda name: None if name == "pypandoc" else find_spec(name)
    )

    assert "pip install pypandoc_binary" in assert_stopped(project, capsys, "--to", "epub")


@pytest.mark.parametrize("content", ["#!/bin/sh\nexit 1\n", "#!/nowhere\n", "", "\0\0"])
def test_a_broken_pandoc(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    content: str,
    tmp_path: Path,
) -> None:
    fake = tmp_path / "pandoc"
    fake.write_text(content)
    fake.chmod(0o755)
    monkeypatch.setattr(citeproc, "_pandoc", lambda: fake)

    assert "pandoc" in assert_stopped(project, capsys, "--to", "epub")


def test_a_pandoc_that_answers_with_nonsense(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    fake = tmp_path / "pandoc"
    fake.write_text("#!/bin/sh\ncat > /dev/null; echo '{\"blo'\n")
    fake.chmod(0o755)
    monkeypatch.setattr(citeproc, "_pandoc", lambda: fake)

    assert "pandoc" in assert_stopped(project, capsys, "--to", "epub")


@pytest.mark.parametrize("format", ["epub", "pdf"])
def test_no_fonts(
    project: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    format: str,
) -> None:
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.suffix in {".ttf", ".otf"}:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
        return real(path)

    def is_file(path: Path, **_: Any) -> bool:
        return path.suffix not in {".ttf", ".otf"} and os.path.isfile(path)  # noqa: PTH113

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    monkeypatch.setattr(Path, "is_file", is_file)
    for name in ("letters_of", "_cut"):
        from briefing_build.epub import fonts

        getattr(fonts, name).cache_clear()

    monkeypatch.setattr("briefing_build.cli.cache.DiskCache.of_user", lambda _: None)
    code = main(["build", str(project), "--to", format])
    out, err = capsys.readouterr()

    assert code == (2 if format == "epub" else 1)
    assert out == ""
    assert "font" in err
    assert "Traceback" not in err
    assert (project / "build" / f"b.{format}").read_bytes() == GOOD


def test_ctrl_c_during_the_layout(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    from briefing_build.pdf import layout

    monkeypatch.setattr(layout, "lay_out_pages", interrupted)

    assert "interrupted" in assert_stopped(project, capsys, "--to", "pdf")


def test_no_memory_during_the_layout(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_much(*_: object, **__: object) -> None:
        raise MemoryError

    from briefing_build.pdf import layout

    monkeypatch.setattr(layout, "lay_out_pages", too_much)

    assert "memory" in assert_stopped(project, capsys, "--to", "pdf")


@pytest.mark.parametrize(
    "value", ["yesterday", "-1", "1e9", "99999999999999999999", "0", "１", " 1"]
)
def test_an_epoch_that_is_none(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)

    assert "SOURCE_DATE_EPOCH" in assert_stopped(project, capsys)


# What is no reason to stop


@pytest.mark.parametrize("home", [None, "", "/nowhere", "relative"])
def test_a_home_that_is_not_there_does_no_harm(
    project: Path, monkeypatch: pytest.MonkeyPatch, home: str | None, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME")
    if home is None:
        monkeypatch.delenv("HOME", raising=False)
        monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    else:
        monkeypatch.setenv("HOME", home)
    monkeypatch.setattr(Path, "mkdir", failing(errno.EACCES, _is_cache, Path.mkdir))

    assert main(["build", str(project), "--to", "epub"]) == 0


def _is_cache(path: Path, *_: object) -> bool:
    return "briefing-build" in path.parts or ".cache" in path.parts


def test_a_cache_that_may_only_be_read_does_no_harm(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.mkstemp", read_only)

    assert main(["build", str(project), "--to", "epub"]) == 0


def test_a_pipe_whose_reader_left(project: Path) -> None:
    (project / "01.md").write_text("[@a]\n\n" * 3000)
    command = [sys.executable, "-m", "briefing_build", "check", str(project)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read()

    assert process.returncode == 2
    assert error == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_knows_few_letters(
    project: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    (project / "01.md").write_text("# Тест\n\n歴史 [@missing] “—”\n")
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    err = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)

    assert main(["check", str(project)]) == 1
    assert main(["build", str(project)]) == 1
    assert main(["check", str(project / "нет")]) == 2
