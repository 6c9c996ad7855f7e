"""The one reader: inside the project everything, outside it nothing."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from briefing_build.files import FolderFiles, MemoryFiles, ProjectFiles, Refused, beside


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    root = tmp_path / "project"
    (root / "sub").mkdir(parents=True)
    (root / "a.txt").write_text("a")
    (root / "sub" / "b.txt").write_text("b")
    return root


@pytest.mark.parametrize("path", ["a.txt", "sub/b.txt", "./a.txt", "sub/../a.txt", "sub//b.txt"])
def test_a_file_inside_is_read(project: Path, path: str) -> None:
    assert FolderFiles(project).read(path, 10) in {b"a", b"b"}


@pytest.mark.parametrize("target", ["b.txt", "../a.txt", "../sub/b.txt", "./../sub/./b.txt"])
def test_a_link_that_stays_inside_is_followed(project: Path, target: str) -> None:
    (project / "sub" / "link").symlink_to(target)

    assert FolderFiles(project).read("sub/link", 10) in {b"a", b"b"}


def test_a_link_to_a_folder_inside_is_followed(project: Path) -> None:
    (project / "again").symlink_to("sub")

    assert FolderFiles(project).read("again/b.txt", 10) == b"b"


@pytest.mark.parametrize(
    "target", ["../../secret.txt", "../../../../../../etc/passwd", "/etc/passwd", "../.."]
)
def test_a_link_that_leads_out_is_refused(project: Path, target: str) -> None:
    (project / "sub" / "link").symlink_to(target)

    with pytest.raises(Refused) as refused:
        FolderFiles(project).read("sub/link", 100)

    assert refused.value.rule.name == "path-escapes"


@pytest.mark.parametrize("path", ["../secret.txt", "sub/../../secret.txt", "../project/a.txt"])
def test_a_path_that_leads_out_is_refused(project: Path, path: str) -> None:
    with pytest.raises(Refused):
        FolderFiles(project).read(path, 100)


def test_links_in_a_circle_end(project: Path) -> None:
    (project / "x").symlink_to("y")
    (project / "y").symlink_to("x")

    with pytest.raises(Refused):
        FolderFiles(project).read("x", 10)


def test_what_is_no_regular_file_is_refused_and_never_waited_for(project: Path) -> None:
    os.mkfifo(project / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(project)  # A socket's address is short.
        listener.bind("socket")
        os.chdir(here)

        for name in ("pipe", "socket"):
            with pytest.raises(Refused):
                FolderFiles(project).read(name, 10)


def test_a_folder_or_nothing_is_no_file(project: Path) -> None:
    for path in ("sub", "none.txt", "a.txt/none", ""):
        with pytest.raises(FileNotFoundError):
            FolderFiles(project).read(path, 10)


@pytest.mark.parametrize("files", ["memory", "folder"])
def test_the_limit_is_the_most_that_is_read(project: Path, files: str) -> None:
    (project / "big").write_bytes(b"x" * 11)
    (project / "fits").write_bytes(b"x" * 10)
    reader: ProjectFiles = FolderFiles(project)
    if files == "memory":
        reader = MemoryFiles({"big": b"x" * 11, "fits": b"x" * 10})

    assert len(reader.read("fits", 10)) == 10
    with pytest.raises(Refused) as refused:
        reader.read("big", 10)
    assert refused.value.rule.name == "limit-met"


def test_names_are_sorted_and_inside(project: Path) -> None:
    files = FolderFiles(project)

    assert files.names("") == ("a.txt", "sub")
    assert files.names("sub") == ("sub/b.txt",)
    assert files.names("none") == files.names("..") == files.names("a.txt") == ()


def test_no_descriptor_stays_open(project: Path) -> None:
    before = _open_descriptors()
    files = FolderFiles(project)
    for path in ("a.txt", "sub/b.txt", "none", "sub", "../x"):
        try:
            files.read(path, 10)
        except (OSError, Refused):
            files.names(path)

    assert _open_descriptors() == before


def _open_descriptors() -> int:
    folder = Path("/proc/self/fd")
    return sum(1 for _ in folder.iterdir()) if folder.exists() else 0


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("images/a.svg", "manuscript/images/a.svg"),
        ("../a.svg", "a.svg"),
        ("./x/../a b.svg", "manuscript/a b.svg"),
    ],
)
def test_a_path_is_relative_to_the_file_it_stands_in(path: str, expected: str) -> None:
    assert beside("manuscript/01.md", path) == expected


@pytest.mark.parametrize(
    "path", ["../../a", "/etc/passwd", "http://x.org/a.png", "file:///a", "data:x", "//x.org/a"]
)
def test_a_path_may_not_leave_the_project(path: str) -> None:
    with pytest.raises(Refused):
        beside("manuscript/01.md", path)
