"""The manuscript in this folder, clean or with its faults, from one source.

`faults.toml` says which words of the clean text a fault takes the place of. Patches of one file do
not overlap, so any selection of faults can be seeded, each at a line that is known.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; see the head of `faults.toml`."""

    id: str
    kind: str
    says: str
    file: str
    clean: str
    faulty: str
    rule: str
    at: str = ""
    also: str = ""
    encoding: str = "utf-8"
    typst: str | None = None
    myst: str | None = None

    @property
    def offset(self) -> int:
        """Where in its faulty words it is."""
        if self.at:
            return self.faulty.index(self.at)
        pairs = zip(self.clean, self.faulty, strict=False)
        shorter = min(len(self.clean), len(self.faulty))
        return next((n for n, (a, b) in enumerate(pairs) if a != b), shorter - 1)


@dataclass(frozen=True, slots=True)
class Seeded:
    """A project's files with some of the faults, and the lines at which each is rightly told."""

    files: Mapping[str, bytes]
    lines: Mapping[str, frozenset[int]]


def faults() -> tuple[Fault, ...]:
    table = tomllib.loads((FOLDER / "faults.toml").read_text(encoding="utf-8"))
    return tuple(Fault(**fault) for fault in table["fault"])


def clean_files() -> dict[str, bytes]:
    paths = [*FOLDER.glob("*.bib"), *(FOLDER / "manuscript").iterdir()]
    return {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in sorted(paths)}


def seed(chosen: Iterable[Fault]) -> Seeded:
    """The clean files with the chosen faults in them."""
    files = clean_files()
    by_file: defaultdict[str, list[Fault]] = defaultdict(list)
    for fault in chosen:
        by_file[fault.file].append(fault)
    lines: dict[str, frozenset[int]] = {}
    for file, here in by_file.items():
        text, places = patched(files[file].decode(), {f: f.faulty for f in here})
        encoding = next((f.encoding for f in here if f.encoding != "utf-8"), "utf-8")
        files[file] = text.encode(encoding)
        for fault in here:
            offsets = [places[fault] + fault.offset]
            if fault.also:
                offsets.append(text.index(fault.also))
            lines[fault.id] = frozenset(text.count("\n", 0, offset) + 1 for offset in offsets)
    return Seeded(files, lines)


def patched(text: str, words: Mapping[Fault, str]) -> tuple[str, dict[Fault, int]]:
    """The text with `words` in place of each fault's clean ones, and where those then stand."""
    for fault in words:
        assert text.count(fault.clean) == 1, (fault.id, text.count(fault.clean))
    places: dict[Fault, int] = {}
    result, end = "", 0
    for fault in sorted(words, key=lambda fault: text.index(fault.clean)):
        start = text.index(fault.clean)
        assert start >= end, f"{fault.id} overlaps another fault"
        result += text[end:start]
        places[fault] = len(result)
        result += words[fault]
        end = start + len(fault.clean)
    return result + text[end:], places
