"""The one reader of a project's files, which never leaves the project's folder.

A path is walked part by part from the root; links that stay inside are followed, and what leads
out of it, is no regular file or is too large is refused, with a reason that becomes a diagnostic.
"""

from __future__ import annotations

import errno
import os
import posixpath
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, Self

from briefing_build import rules
from briefing_build.diagnostics import BriefingError
from briefing_build.rules import Rule

# The most that is read, in bytes (files: a count).
LIMITS = {
    "settings": 256 * 1024,
    "chapter": 4 * 1024**2,
    "text": 64 * 1024**2,
    "bibliography": 16 * 1024**2,
    "style": 1024**2,
    "project": 256 * 1024**2,
    "files": 5_000,
}
STYLES = "styles"
"""The folder of a project's own style sheets and templates."""

_MAX_LINKS = 40


class Refused(Exception):
    """A file that is not read: under which rule, and why."""

    def __init__(self, rule: Rule, reason: str) -> None:
        super().__init__(reason)
        self.rule = rule
        self.reason = reason


class ProjectFiles(Protocol):
    """A project's files by paths relative to its root, with forward slashes."""

    def read(self, path: str, limit: int) -> bytes:
        """The content of a file of `limit` bytes at most.

        Raises FileNotFoundError when there is none, `Refused` when it may not be read, and
        `BriefingError` when the machine does not let us.
        """

    def names(self, folder: str) -> tuple[str, ...]:
        """The paths of what is in a folder, sorted; nothing if there is no such folder."""


def beside(written_in: str, path: str) -> str:
    """A path written in the file `written_in`, from the project's root.

    Raises `Refused` when it is absolute, has a scheme, or leads out of the project.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", path):
        raise Refused(rules.REMOTE_RESOURCE, "only files of the project are used in a build")
    if path.startswith(("/", "\\")) or "\0" in path:
        raise Refused(rules.PATH_ESCAPES, "the path is absolute; write it relative to this file")
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(written_in), path))
    if joined == ".." or joined.startswith("../"):
        raise Refused(rules.PATH_ESCAPES, "the path leads out of the project")
    return joined


def megabytes(size: int) -> str:
    return f"{size // 1024**2} MiB" if size >= 1024**2 else f"{size // 1024} KiB"


@dataclass(slots=True)
class MemoryFiles:
    """Files that are held in memory: for tests, and for callers who have no folder."""

    contents: Mapping[str, bytes]

    def read(self, path: str, limit: int) -> bytes:
        if path not in self.contents:
            raise FileNotFoundError(errno.ENOENT, "there is no such file", path)
        return _within(self.contents[path], limit)

    def names(self, folder: str) -> tuple[str, ...]:
        return tuple(sorted(p for p in self.contents if posixpath.dirname(p) == folder))


@dataclass(slots=True)
class FolderFiles:
    """The files in a folder of the disk."""

    root: Path
    _bytes_read: int = 0
    _files_read: dict[str, int] = field(default_factory=dict)

    def read(self, path: str, limit: int) -> bytes:
        with _Walk(self.root) as walk:
            try:
                data = _within(_content(walk.open(path), limit + 1), limit)
            except PermissionError:
                raise BriefingError(f"{path}: you have no permission to read it") from None
        self._count(path, len(data))
        return data

    def _count(self, path: str, size: int) -> None:
        self._files_read[path] = size
        if len(self._files_read) > LIMITS["files"]:
            raise Refused(rules.LIMIT_MET, f"the project has more than {LIMITS['files']} files")
        if sum(self._files_read.values()) > LIMITS["project"]:
            most = megabytes(LIMITS["project"])
            raise Refused(rules.LIMIT_MET, f"the project's files are more than {most}")

    def names(self, folder: str) -> tuple[str, ...]:
        with _Walk(self.root) as walk:
            try:
                descriptor = walk.open(folder, os.O_DIRECTORY) if folder else os.dup(walk.top)
            except (OSError, Refused):
                return ()
            try:
                names = sorted(os.listdir(descriptor))  # noqa: PTH208 (a descriptor, not a path)
            finally:
                os.close(descriptor)
        return tuple(posixpath.join(folder, name) for name in names if name.isprintable())


def _content(descriptor: int, limit: int) -> bytes:
    """The first `limit` bytes of an open regular file, which is closed."""
    kind = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(kind):
        os.close(descriptor)
        if stat.S_ISDIR(kind):
            raise FileNotFoundError(errno.ENOENT, "it is a folder")
        raise Refused(rules.PATH_ESCAPES, "it is not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        return file.read(limit)


def _within(data: bytes, limit: int) -> bytes:
    if len(data) > limit:
        raise Refused(rules.LIMIT_MET, f"it is larger than {megabytes(limit)}")
    return data


class _Walk:
    """Opens a path part by part, so that nothing outside the folder is ever opened.

    A link is read and its target walked in its place: no step relies on what a path meant a
    moment ago.
    """

    def __init__(self, root: Path) -> None:
        self._open = [os.open(root, os.O_RDONLY | os.O_DIRECTORY)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for descriptor in self._open:
            os.close(descriptor)

    @property
    def top(self) -> int:
        """The descriptor of the folder in which the walk stands."""
        return self._open[-1]

    def open(self, path: str, flags: int = 0) -> int:
        """A descriptor of what `path` leads to, open for reading."""
        parts = path.split("/")[::-1]
        links = 0
        while parts:
            part = parts.pop()
            if part in {"", "."}:
                continue
            if part == "..":
                self._leave(path)
            elif target := self._link(part):
                links += 1
                if target.startswith("/") or links > _MAX_LINKS:
                    reason = f"it is a link out of the project, to {target}"
                    raise Refused(rules.PATH_ESCAPES, reason)
                parts.extend(target.split("/")[::-1])
            elif any(rest not in {"", "."} for rest in parts):
                self._open.append(self._enter(part, os.O_DIRECTORY))
            else:
                return self._enter(part, os.O_NONBLOCK | flags)
        return os.dup(self.top)

    def _enter(self, part: str, flags: int) -> int:
        flags |= os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            return os.open(part, flags, dir_fd=self.top)
        except NotADirectoryError:
            raise FileNotFoundError(errno.ENOENT, "there is no such file", part) from None
        except OSError as error:
            if error.errno in {errno.ENXIO, errno.ELOOP, errno.ENAMETOOLONG, errno.EINVAL}:
                raise Refused(rules.PATH_ESCAPES, "it is not a regular file") from None
            raise

    def _leave(self, path: str) -> None:
        if len(self._open) == 1:
            raise Refused(rules.PATH_ESCAPES, f"`{path}` leads out of the project")
        os.close(self._open.pop())

    def _link(self, part: str) -> str:
        try:
            return os.readlink(part, dir_fd=self.top)
        except OSError:
            return ""
