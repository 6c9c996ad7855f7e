"""What builds keep for the next one: in the user's cache folder, never in the project.

A pull request could carry a poisoned cache of a project, and anybody may write in /tmp. An entry
that is damaged is as good as none, and a cache that cannot be written is no reason to stop.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Self

_DIGEST = 32
_MOST_BYTES = 256 * 1024**2


@dataclass(slots=True)
class DiskCache(MutableMapping[str, bytes]):
    """Bytes by key, each in a file that begins with a digest of the rest."""

    folder: Path

    @classmethod
    def of_user(cls, name: str) -> Self | None:
        """The user's cache of that name; None if it would be somebody else's to write."""
        try:
            home = os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
            folder = Path(home) / "briefing-build" / name
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            status = folder.stat()
        except (OSError, RuntimeError):
            return None
        is_ours = not hasattr(os, "getuid") or status.st_uid == os.getuid()
        return cls(folder) if is_ours and not status.st_mode & 0o022 else None

    def __getitem__(self, key: str) -> bytes:
        try:
            data = self._path(key).read_bytes()
        except OSError:
            raise KeyError(key) from None
        if data[:_DIGEST] != _digest(data[_DIGEST:]):
            raise KeyError(key)
        return data[_DIGEST:]

    def __setitem__(self, key: str, value: bytes) -> None:
        try:
            self._make_room(len(value))
            handle, aside = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(value) + value)
            Path(aside).replace(self._path(key))
        except OSError:
            pass

    def __delitem__(self, key: str) -> None:
        try:
            self._path(key).unlink()
        except OSError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        return (path.name for path in self.folder.iterdir())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _path(self, key: str) -> Path:
        return self.folder / blake2b(key.encode(), digest_size=16).hexdigest()

    def _make_room(self, size: int) -> None:
        """Deletes what was written longest ago when all of it would be too much."""
        files = [(path.stat(), path) for path in self.folder.iterdir()]
        total = size + sum(status.st_size for status, _ in files)
        for status, path in sorted(files, key=lambda file: file[0].st_mtime):
            if total <= _MOST_BYTES:
                return
            path.unlink()
            total -= status.st_size


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=_DIGEST).digest()
