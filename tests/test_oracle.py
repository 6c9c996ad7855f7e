"""Our words beside those of citeproc-js, the reference engine for citation styles.

Where they differ, `tests/oracle/differences.toml` says so, and why. A difference that is not
listed fails, and so does one that is listed and no more. `pytest --update` rewrites the list, with
what is new under a reason that a person has to give. `make conformance` asks the engine again.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest

from asking import DOCUMENTS, FOLDER, LANGUAGES, Cell, Document, ours, theirs

LIST = FOLDER / "differences.toml"
HEAD = """\
# Where our words differ from those of citeproc-js, and why. `tests/test_oracle.py` compares.
#
# `whose` is who is at odds with the specification (CSL 1.0.2) or with the style's own guide;
# "nobody" where both may be so.
"""
NEW = "TO BE EXPLAINED"


@dataclass(frozen=True, slots=True)
class Texts:
    ours: str
    theirs: str


def differences(document: Document) -> dict[Cell, Texts]:
    """Where the two engines differ; on paper only what does not differ so on a screen, too."""
    return {cell: texts for cell, texts in sides(document).items() if texts.ours != texts.theirs}


@cache
def sides(document: Document) -> dict[Cell, Texts]:
    mine, other = ours(document), theirs(document)
    nothing = "(nothing)"
    both = {
        cell: Texts(mine.get(cell, nothing), other.get(cell, nothing))
        for cell in sorted({*mine, *other})
    }
    return {
        cell: texts
        for cell, texts in both.items()
        if cell.medium != "paper" or both[replace(cell, medium="screen")] != texts
    }


@cache
def reasons() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = tomllib.loads(LIST.read_text(encoding="utf-8"))["reason"]
    return listed


def listed(document: Document) -> dict[Cell, Texts]:
    return {
        Cell(cell["document"], cell["medium"], cell["name"]): Texts(cell["ours"], cell["theirs"])
        for reason in reasons()
        for cell in reason["cell"]
        if cell["document"] == document.name
    }


@pytest.fixture(scope="module", autouse=True)
def _written_anew(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        LIST.write_text("\n".join(_account()), encoding="utf-8")
        reasons.cache_clear()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_we_differ_from_the_reference_engine_where_the_list_says_so(document: Document) -> None:
    assert differences(document) == listed(document)


def test_every_difference_has_a_reason() -> None:
    for reason in reasons():
        assert reason["why"] != NEW
        assert reason["whose"] in {"citeproc-js", "pandoc", "nobody"}
        assert reason["cell"], f"no difference is left: {reason['why']}"


def test_a_difference_is_listed_once_and_of_a_document_that_there_is() -> None:
    cells = [(cell["document"], cell["medium"], cell["name"])
             for reason in reasons() for cell in reason["cell"]]  # fmt: skip

    assert len(cells) == len(set(cells))
    assert {document for document, _, _ in cells} <= {document.name for document in DOCUMENTS}


def test_the_comparison_is_of_sixty_clusters_in_nine_styles_and_of_ten_in_other_languages() -> None:
    for document in DOCUMENTS:
        clusters = [cell for cell in sides(document) if cell.medium == "screen"]
        assert len(clusters) >= (60 if document.language == "en-GB" else 10)
    assert len({document.style for document in DOCUMENTS}) >= 9
    assert {document.language for document in DOCUMENTS} == {"en-GB", *LANGUAGES}


def test_less_than_a_twentieth_differs() -> None:
    compared = sum(len(sides(document)) for document in DOCUMENTS)
    differing = sum(len(differences(document)) for document in DOCUMENTS)

    assert differing < compared / 20


# The list, written


def _account() -> Iterator[str]:
    found = {cell: texts for document in DOCUMENTS for cell, texts in differences(document).items()}
    yield HEAD
    for reason in reasons():
        cells = [Cell(c["document"], c["medium"], c["name"]) for c in reason["cell"]]
        kept = [(cell, found.pop(cell)) for cell in cells if cell in found]
        if kept:
            yield from _reason(reason["whose"], reason["why"], kept)
    if found:
        yield from _reason("nobody", NEW, list(found.items()))


def _reason(whose: str, why: str, cells: list[tuple[Cell, Texts]]) -> Iterator[str]:
    yield f"[[reason]]\nwhose = {_quoted(whose)}\nwhy = {_quoted(why)}\n"
    for cell, texts in cells:
        fields = {"document": cell.document, "medium": cell.medium, "name": cell.name,
                  "ours": texts.ours, "theirs": texts.theirs}  # fmt: skip
        yield "[[reason.cell]]"
        yield from (f"{name} = {_quoted(value)}" for name, value in fields.items())
        yield ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
