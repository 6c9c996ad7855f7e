"""Writing: the last good output is there until the next is whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from briefing_build.cli.cache import DiskCache
from briefing_build.cli.output import Folder
from briefing_build.diagnostics import BriefingError

GOOD = {"a.pdf": b"old pdf", "a.epub": b"old epub"}
NEW = {"a.pdf": b"new pdf", "a.epub": b"new epub"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Folder.anywhere(tmp_path / "build").replace(GOOD)
    return tmp_path / "build"


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_outputs_are_replaced_and_named(folder: Path) -> None:
    paths = Folder.anywhere(folder).replace(NEW)

    assert paths == [folder / "a.pdf", folder / "a.epub"]
    assert _content(folder) == NEW


@pytest.mark.parametrize("call", ["fsync", "open", "fdopen"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EMFILE])
@pytest.mark.parametrize("which", [1, 2])
def test_a_fault_leaves_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, which: int
) -> None:
    calls = 0
    real = getattr(os, call)

    def fails(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == which:
            raise OSError(code, os.strerror(code))
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(BriefingError) as raised:
        Folder.anywhere(folder).replace(NEW)
    monkeypatch.undo()

    assert "\n" not in str(raised.value)
    assert _content(folder) == GOOD


def test_what_does_not_read_back_is_not_put_in_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"rot")
    with pytest.raises(BriefingError):
        Folder.anywhere(folder).replace(NEW)
    monkeypatch.undo()

    assert _content(folder) == GOOD


def test_an_interruption_leaves_what_was_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Folder.anywhere(folder).replace(NEW)
    monkeypatch.undo()

    assert _content(folder) == GOOD


def test_what_a_killed_build_left_is_swept(folder: Path) -> None:
    (folder / ".a.pdf.999999999.part").write_bytes(b"half")
    (folder / f".a.pdf.{os.getppid()}.part").write_bytes(b"another build at work")
    Folder.anywhere(folder).replace(NEW)

    assert {path.name for path in folder.iterdir()} == {*NEW, f".a.pdf.{os.getppid()}.part"}


@pytest.mark.parametrize("kind", ["link", "folder", "dangling"])
def test_what_is_no_regular_file_is_never_written_through(folder: Path, kind: str) -> None:
    victim = folder.parent / "victim"
    victim.write_bytes(b"mine")
    (folder / "a.pdf").unlink()
    if kind == "folder":
        (folder / "a.pdf").mkdir()
    else:
        (folder / "a.pdf").symlink_to(victim if kind == "link" else folder / "nowhere")

    with pytest.raises(BriefingError):
        Folder.anywhere(folder).replace(NEW)

    assert victim.read_bytes() == b"mine"
    assert (folder / "a.epub").read_bytes() == GOOD["a.epub"]


def test_the_settings_cannot_lead_out_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "build").symlink_to(tmp_path)

    with pytest.raises(BriefingError):
        Folder.inside(tmp_path / "project", "build")


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("x")

    with pytest.raises(BriefingError, match="not a folder"):
        Folder.anywhere(tmp_path / "build").replace(NEW)


def test_the_cache_keeps_bytes_and_a_damaged_entry_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cache = DiskCache.of_user("things")
    assert cache is not None
    cache["k"] = b"value"
    assert cache["k"] == b"value"

    (path,) = cache.folder.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"X")

    assert "k" not in cache
    assert cache.folder.stat().st_mode & 0o077 == 0


def test_a_cache_that_others_may_write_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "briefing-build" / "things").mkdir(parents=True)
    (tmp_path / "briefing-build" / "things").chmod(0o777)

    assert DiskCache.of_user("things") is None


def test_a_cache_that_cannot_be_written_does_not_stop_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    assert DiskCache.of_user("things") is None
