"""Ace, the DAISY Consortium's checker of accessibility, finds nothing in an EPUB of ours."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from briefing_build.diagnostics import Diagnostics
from briefing_build.epub import to_epub
from briefing_build.pdf import lay_out
from epub_cases import CASES

pytestmark = pytest.mark.conformance

ROOT = Path(__file__).parents[2]
BUILT = sorted((ROOT / "build").glob("*.epub"))


# What these editions have of their authors, and `briefing check` reports.
AUTHORS_FAULTS = {"rich": ["heading-order"], "hostile": ["empty-heading"]}


def findings(book: Path, folder: Path) -> list[str]:
    """The rules that Ace finds broken."""
    command = [ROOT / ".venv/ace/node_modules/.bin/ace-puppeteer", "--outdir", folder, "--silent"]
    browser = shutil.which("chromium") or ""
    subprocess.run(
        [*command, book],
        check=True,
        capture_output=True,
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser},
    )
    report: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert report["earl:assertedBy"]["doap:release"]["doap:revision"] == "1.4.6"
    return [
        finding["earl:test"]["dct:title"]
        for part in report["assertions"]
        for finding in part["assertions"]
    ]


@pytest.mark.parametrize("book", BUILT, ids=lambda book: book.name)
def test_ace_finds_nothing(book: Path, tmp_path: Path) -> None:
    assert findings(book, tmp_path / "report") == []


@pytest.mark.parametrize("case", CASES)
def test_ace_finds_nothing_in_editions_of_many_kinds(case: str, tmp_path: Path) -> None:
    edition, found = CASES[case](), Diagnostics()
    layout = lay_out(edition, found)
    book = tmp_path / f"{case}.epub"
    book.write_bytes(to_epub(edition, found, layout))

    assert findings(book, tmp_path / "report") == AUTHORS_FAULTS.get(case, [])
