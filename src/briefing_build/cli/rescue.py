"""`briefing rescue`: reads what was pasted, and writes a project or nothing."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from briefing_build.cli.output import Folder
from briefing_build.cli.reports import for_log
from briefing_build.diagnostics import BriefingError
from briefing_build.files import FolderFiles, Refused
from briefing_build.report.printable import printable
from briefing_build.rescue import (
    BIBLIOGRAPHY,
    LEDGER_FILE,
    WORKLIST,
    Rescued,
    go_on,
    read_companion,
    read_pasted,
    rescue,
)
from briefing_build.rescue.pasted import LIMITS


def run(options: argparse.Namespace) -> int:
    """Makes a project of a file, or goes on with one, and says what was found."""
    target: Path = options.to
    is_begun = (target / LEDGER_FILE).is_file()
    if not is_begun:
        _refuse_to_overwrite(target)
    data = _read(options.file)
    pasted = read_pasted(_name(options.file), data)
    companions = [
        read_companion(read_pasted(Path(path).name, _read(path))) for path in options.companion
    ]
    if is_begun:
        rescued = go_on(_project(target), pasted, data, companions, _today())
        _change(target, rescued.files)
    else:
        rescued = rescue(pasted, data, companions, _today())
        _write(target, {path: text.encode() for path, text in rescued.files.items()})
    _tell(rescued, target)
    return 0


def _name(path: str) -> str:
    return "standard input" if path == "-" else Path(path).name


def _read(path: str) -> bytes:
    most = LIMITS["file"] + 1
    if path == "-":
        return sys.stdin.buffer.read(most)
    if Path(path).is_dir():
        raise BriefingError(f"{path} is a folder; name the file that holds the text")
    with Path(path).open("rb") as file:
        return file.read(most)


def _today() -> dt.date:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else None
    return (moment or dt.datetime.now(dt.UTC)).date()


# Writing


def _refuse_to_overwrite(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise BriefingError(f"{target} is no folder; name one that does not exist yet")
    if target.is_dir() and any(target.iterdir()):
        raise BriefingError(f"{target} is not empty; name a folder that does not exist yet")


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    """Writes the files aside and moves their folder into place: all of them are there, or none."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.parent / f".{target.name}.{os.getpid()}.part"
    try:
        for path, data in files.items():
            folder = aside / Path(path).parent
            Folder.anywhere(folder).replace({Path(path).name: data})
        aside.replace(target)
    except OSError as error:
        raise BriefingError(f"{target}: {error.strerror or error}; nothing was written") from None
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _project(target: Path) -> dict[str, str]:
    """The files of a project that was begun, by their paths."""
    files = FolderFiles(target)
    paths = [LEDGER_FILE, BIBLIOGRAPHY, WORKLIST, *files.names("manuscript")]
    project = {}
    for path in paths:
        try:
            project[path] = files.read(path, LIMITS["file"]).decode()
        except FileNotFoundError:
            continue
        except Refused as refused:
            raise BriefingError(f"{target / path} is not read: {refused.reason}") from None
        except UnicodeDecodeError:
            raise BriefingError(f"{target / path}: this is not UTF-8") from None
    return project


def _change(target: Path, files: Mapping[str, str]) -> None:
    """Puts changed files into place, the ledger last: it never tells of what is not there."""
    for path in sorted(files, key=lambda path: path == LEDGER_FILE):
        folder = Folder.inside(target, str(Path(path).parent))
        folder.replace({Path(path).name: files[path].encode()})


def _tell(rescued: Rescued, target: Path) -> None:
    for path in rescued.files:
        print(for_log(printable(str(target / path))))
    if not rescued.files:
        print("nothing new; no file was changed")
    ledger = rescued.ledger
    counts = ", ".join(f"{count} {state}" for state, count in ledger.counts().items())
    print(f"\n{len(ledger.pairs)} citations: {counts}")
    print(for_log(printable(f"Now: briefing check {target}")))
