"""Looks for files that break a check, guided by the branches they take: for the patient.

    python benchmarks/fuzz.py TARGET [CORPUS] [libFuzzer's options]

TARGET is markdown, bibtex, csljson or settings. Needs `pip install atheris`. What is held to is
`tests/promises.py`; a check that takes longer than SECONDS of CPU counts as hung. Without a
CORPUS the search begins with the files of `tests/` and keeps nothing; with one, what took a new
branch is kept there. What fails is written to `crash-…` in the working folder, and is run again by
naming the file in place of CORPUS.
"""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import atheris

ROOT = Path(__file__).parent.parent
SECONDS = 10
"""Instrumented code is some ten times as slow as what authors run."""
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

with atheris.instrument_imports(
    include=["briefing_build", "markdown_it", "mdit_py_plugins", "bibtexparser", "pylatexenc"]
):
    from promises import check_keeping_promises

SETTINGS = b'[briefing]\ntitle = "T"\nupdated = 2026-01-01\n'
LIBRARY = b"""
@book{a, title = {A}, author = {Doe, Jane}, publisher = {P}, date = {2020}, pagetotal = {90}}
@online{b2, title = {B}, author = {{UN}}, url = {https://e.org/b}, date = {2021-05}}
@article{doe:1999, title = {C}, author = {Doe, J. and Roe, R.}, journaltitle = {J}, date = {1999}}
"""
CHAPTER = b"# T\n\nA claim.[@a; @b2, p. 3] Another.[^1]\n\n[^1]: See @doe:1999.\n"
ITEMS = b"""
[{"id": "a", "type": "book", "title": "A", "author": [{"family": "D"}],
  "issued": {"date-parts": [[2020]]}}]
"""

TARGETS: Mapping[str, tuple[str, Mapping[str, bytes], tuple[str, ...]]] = {
    "markdown": (
        "01.md",
        {"briefing.toml": SETTINGS, "references.bib": LIBRARY, "f.png": b""},
        ("*.md",),
    ),
    "bibtex": ("references.bib", {"briefing.toml": SETTINGS, "01.md": CHAPTER}, ("*.bib",)),
    "csljson": (
        "references.json",
        {
            "briefing.toml": SETTINGS + b'bibliography = "references.json"\n',
            "01.md": CHAPTER,
        },
        ("*.json",),
    ),
    "settings": (
        "briefing.toml",
        {"01.md": CHAPTER, "references.bib": LIBRARY, "x.csl": b"<style/>"},
        ("*.toml",),
    ),
}
"""The file that is varied, the files beside it, and what the search begins with."""

WORDS = {
    "markdown": """
        [@a [@b2, pp. @doe:1999 [-@a] @{a} [@a; [see .[@a] [^1] [^1]: ^[ ::: :::judgement {.box}
        {#id} {#fig:x} {#tbl:t} @fig:x @tbl:t @sec: confidence= likelihood= lang= alt=" ![ ](f.png)
        ]( https:// <!-- --> allow ```  ~~~ $$ $x$ |---| > 1. # ## --- ibid. www. turn0search1
        oaicite 【 】 utm_source= &amp; <b> \u200b \ufeff \ue200 + +3 reuters.com likely unlikely
        (NATO) according said " “ ” ’
        """,
    "bibtex": """
        @book{ @online{ @article{ @string{ @comment{ @preamble{ @xdata{ title={ author={ date={
        year= month= jan url={ doi={ isbn={ issn={ crossref={ xdata={ pages={ urldate={ # " and
        \\'e \\emph{ \\" --- $ ~ {{ }} % keywords={keep} sourceclass={ archiveurl={ unknown={
        1999/2001 1999? 10.1000/ https://e.org 978-3-16-148410-0 et al. others \u2028 \x1f
        """,
    "csljson": """
        {"id": "type": "title": "author": "family": "given": "literal": "issued": "date-parts":
        [[ ]] "raw": "season": "URL": "DOI": "ISBN": "page": "volume": "accessed": "custom":
        "note": "article-journal" "webpage" \\u0000 \\ud800 1e999 -0 true false null "<i>" "circa":
        """,
    "settings": """
        [briefing] [citations] [output] [rules] [bibliography] title= subtitle= authors= language=
        published= updated= as_of= chapters= theme= style= numbering= formats= paper= directory=
        name= unused-entry= unknown-key= "error" "off" "warning" 2026-01-01 [" "] \"\"\" ''' [[ ]]
        inf nan 0x1 1979-05-27T07:32:00Z "../x" "references.bib" "01.md" headings= grouping= \\u0000
        """,
}


def main() -> None:
    name = sys.argv[1]
    path, others, patterns = TARGETS[name]
    signal.signal(signal.SIGVTALRM, _hung)
    with tempfile.TemporaryDirectory() as folder:
        dictionary = Path(folder) / "words"
        dictionary.write_text("\n".join(map(_quoted, WORDS[name].split())))
        arguments = [sys.argv[0], f"-dict={dictionary}", *sys.argv[2:]]
        if not any(Path(argument).exists() for argument in sys.argv[2:]):
            arguments.append(folder)
        arguments += _seeds(Path(folder) / "seeds", patterns)
        atheris.Setup(arguments, _target(path, others))
        atheris.Fuzz()


def _target(path: str, others: Mapping[str, bytes]) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        check_keeping_promises({**others, path: data}, twice=sum(data) % 8 == 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    return run


def _hung(*_: object) -> None:
    raise TimeoutError(f"more than {SECONDS} seconds of CPU")


def _seeds(folder: Path, patterns: tuple[str, ...]) -> Iterator[str]:
    """A folder with small files of the tests, the ones to begin with."""
    if any(Path(argument).is_file() for argument in sys.argv[2:]):
        return
    folder.mkdir()
    small = (p for pattern in patterns for p in sorted((ROOT / "tests").rglob(pattern)))
    for number, path in enumerate(small):
        if path.stat().st_size < 20_000:
            (folder / f"{number}{path.suffix}").write_bytes(path.read_bytes())
    (folder / "items").write_bytes(ITEMS)
    yield str(folder)


def _quoted(word: str) -> str:
    return '"' + "".join(f"\\x{byte:02X}" for byte in word.encode()) + '"'


if __name__ == "__main__":
    main()
