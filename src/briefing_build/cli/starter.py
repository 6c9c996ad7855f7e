"""A new briefing that builds at once."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from briefing_build.diagnostics import BriefingError


def write_starter(directory: Path) -> list[Path]:
    """Puts a small briefing in `directory`, which must be empty or not exist, and names its files.

    Raises `BriefingError` when something is there already: nothing is ever overwritten.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise BriefingError(f"{directory} is not empty; name a folder that does not exist yet")
    written = []
    for path, file in _files(resources.files("briefing_build") / "starter", PurePosixPath()):
        target = directory / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as copy:
            copy.write(file.read_bytes())
        written.append(target)
    return written


def _files(folder: Traversable, path: PurePosixPath) -> Iterator[tuple[PurePosixPath, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _files(item, path / item.name)
        else:
            yield path / item.name, item
