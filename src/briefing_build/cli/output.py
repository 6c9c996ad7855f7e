"""Writes outputs so that the last good ones are never lost: aside, read back, then into place."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from briefing_build.diagnostics import BriefingError

_ASIDE = re.compile(r"\.(?P<name>.+)\.(?P<pid>[0-9]+)\.part")


@dataclass(frozen=True, slots=True)
class Folder:
    """Where outputs go."""

    path: Path

    @classmethod
    def anywhere(cls, path: Path) -> Self:
        """A folder that the caller named; it is made if it does not exist."""
        return cls(path)

    @classmethod
    def inside(cls, root: Path, directory: str) -> Self:
        """A folder that the project names. No part of it may be a link: it might lead anywhere."""
        path = root
        for part in Path(directory).parts:
            path = path / part
            if path.is_symlink():
                raise BriefingError(
                    f"{path} is a link, and the project's own settings name it as the output's "
                    "folder; say where to write with `--output DIR`"
                )
        return cls(path)

    def replace(self, outputs: Mapping[str, bytes]) -> list[Path]:
        """Puts all outputs in place, or none; answers with their paths.

        Raises `BriefingError` if they cannot be written; what was there before is then untouched.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._sweep()
            targets = [self._target(name) for name in outputs]
            with ExitStack() as undo:
                written = [self._write_aside(name, data, undo) for name, data in outputs.items()]
                for aside, target in zip(written, targets, strict=True):
                    aside.replace(target)
            self._sync()
        except OSError as error:
            raise BriefingError(f"{self.path}: {_reason(error)}") from None
        return targets

    def rewrite(self, name: str, before: bytes, data: bytes) -> None:
        """Puts `data` in the place of a file that holds `before`; whose it is and its modes stay.

        Raises `BriefingError` with the reason if that cannot be done; the file is then untouched.
        """
        try:
            self._sweep()
            target = self._target(name)
            with ExitStack() as undo:
                aside = self._write_aside(name, data, undo, mode=0o600)
                _liken(aside, target)
                if target.read_bytes() != before:
                    raise BriefingError("it was changed since it was checked")
                aside.replace(target)
            self._sync()
        except OSError as error:
            raise BriefingError(_reason(error)) from None

    def _target(self, name: str) -> Path:
        target = self.path / name
        if target.is_symlink() or (target.exists() and not target.is_file()):
            raise BriefingError(f"{target} is not a regular file; move it out of the way")
        return target

    def _write_aside(self, name: str, data: bytes, undo: ExitStack, *, mode: int = 0o666) -> Path:
        aside = self.path / f".{name}.{os.getpid()}.part"
        undo.callback(aside.unlink, missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(aside, flags, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if aside.read_bytes() != data:
            raise OSError(errno.EIO, "what was written does not read back")
        return aside

    def _sweep(self) -> None:
        """Removes what a build left that was killed."""
        for path in self.path.iterdir():
            left = _ASIDE.fullmatch(path.name)
            if left and not _is_alive(int(left["pid"])):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _sync(self) -> None:
        with contextlib.suppress(OSError):
            handle = os.open(self.path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _liken(aside: Path, target: Path) -> None:
    """Gives a new file the owner, the modes and the further attributes of an old one."""
    old = target.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(PermissionError):  # Only root may give a file away.
            os.chown(aside, old.st_uid, old.st_gid)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):  # Not every file system has them.
            for name in os.listxattr(target):
                os.setxattr(aside, name, os.getxattr(target, name))
    aside.chmod(stat.S_IMODE(old.st_mode))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return pid != os.getpid()


def _reason(error: OSError) -> str:
    words = {
        errno.ENOSPC: "the disk is full; nothing was replaced",
        errno.EDQUOT: "your disk quota is used up; nothing was replaced",
        errno.EROFS: "the disk may only be read",
        errno.EACCES: "you have no permission to write here",
        errno.EPERM: "you have no permission to write here",
        errno.ENOTDIR: "this is not a folder",
        errno.EEXIST: "this is not a folder",
    }
    return words.get(error.errno or 0, error.strerror or str(error))
