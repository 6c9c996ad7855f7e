"""What this machine lacks, and the exact command that mends it."""

from __future__ import annotations

import ctypes.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

_WEASYPRINT = "70.0"
_PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset", "fontconfig")


@dataclass(frozen=True, slots=True)
class _Finding:
    """`is_needed` is False for what only makes things better."""

    what: str
    is_well: bool
    words: str
    remedy: str = ""


def examine(stream: TextIO) -> int:
    """Prints a line a part and answers with the exit code: 0 when a build can work, else 2."""
    findings = [finding for part in _PARTS for finding in part()]
    for finding in findings:
        mark = "ok     " if finding.is_well else "missing"
        stream.write(f"{mark}  {finding.what}: {finding.words}\n")
        if not finding.is_well:
            stream.write(f"         run: {finding.remedy}\n")
    ill = [finding.what for finding in findings if not finding.is_well]
    stream.write(f"\n{'cannot build: ' + ', '.join(ill) if ill else 'ready to build'}\n")
    return 2 if ill else 0


def _python() -> Iterator[_Finding]:
    number = ".".join(map(str, sys.version_info[:3]))
    yield _Finding("Python", sys.version_info >= (3, 11), number, "install Python 3.11 or newer")


def _packages() -> Iterator[_Finding]:
    for name in ("markdown-it-py", "bibtexparser", "Jinja2", "EbookLib", "pikepdf", "weasyprint"):
        try:
            number = metadata.version(name)
        except metadata.PackageNotFoundError:
            number = ""
        is_well = bool(number) and (name != "weasyprint" or number == _WEASYPRINT)
        wanted = f"weasyprint=={_WEASYPRINT}" if name == "weasyprint" else name
        yield _Finding(name, is_well, number or "not installed", f"pip install {wanted}")


def _pandoc() -> Iterator[_Finding]:
    path = ""
    if find_spec("pypandoc"):
        try:
            path = import_module("pypandoc").get_pandoc_path()
        except OSError:
            path = ""
    is_well = bool(path) and os.access(shutil.which(path) or path, os.X_OK)
    words = "found" if is_well else "not found"
    yield _Finding("pandoc", is_well, words, "pip install pypandoc_binary")


def _pango() -> Iterator[_Finding]:
    """The libraries that lay out text. Without them `check` and the EPUB work, the PDF does not."""
    for name in _PANGO:
        words = "loads" if _loads(name) else "the PDF cannot be made without it"
        yield _Finding(f"lib{name}", _loads(name), words, _install_pango())


def _loads(name: str) -> bool:
    known = ctypes.util.find_library(name)
    for file in (known, f"lib{name}.so.0", f"lib{name}.so.1", f"lib{name}.0.dylib"):
        try:
            if file:
                ctypes.CDLL(file)
                return True
        except OSError:
            continue
    return False


def _install_pango() -> str:
    commands = {
        "apt-get": "sudo apt-get install --no-install-recommends libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0",
        "dnf": "sudo dnf install pango harfbuzz",
        "pacman": "sudo pacman -S pango",
        "apk": "sudo apk add pango harfbuzz",
        "zypper": "sudo zypper install libpango-1_0-0 libharfbuzz-subset0",
        "brew": "brew install pango",
    }
    found = next((command for tool, command in commands.items() if shutil.which(tool)), None)
    return found or "install Pango 1.44 or newer (https://doc.courtbouillon.org/weasyprint)"


def _fonts() -> Iterator[_Finding]:
    folder = Path(__file__).parent.parent / "fonts"
    count = sum(1 for path in folder.rglob("*") if path.suffix in {".ttf", ".otf"})
    remedy = "pip install --force-reinstall briefing-build"
    yield _Finding("fonts", count > 0, f"{count} shipped", remedy)


_PARTS: tuple[Callable[[], Iterator[_Finding]], ...] = (
    _python,
    _packages,
    _pandoc,
    _pango,
    _fonts,
)
