"""veraPDF finds nothing to fail in our PDFs, as PDF/UA-1 and as PDF/A-3a."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

import verapdf
from pdf_cases import CASES

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(not verapdf.JAXB.exists(), reason="needs Debian's libjaxb-java"),
]

BUILT = sorted((Path(__file__).parents[2] / "build").glob("*.pdf"))


def failed(path: Path) -> list[str]:
    command = [sys.executable, verapdf.__file__, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: list[str] = json.loads(done.stdout)[str(path)]
    return told


def test_there_is_something_to_check() -> None:
    assert BUILT, "nothing in build/; `make conformance` builds it first"


@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.name)
def test_the_briefing_passes(path: Path) -> None:
    assert failed(path) == []


@pytest.mark.parametrize("case", CASES)
def test_briefings_of_many_kinds_pass(case: str, tmp_path: Path) -> None:
    path = tmp_path / "briefing.pdf"
    path.write_bytes(CASES[case]())

    assert failed(path) == []


def test_the_validator_sees_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "briefing.pdf"
    path.write_bytes(CASES["arabic"]())
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        del document.Root.OutputIntents
        del document.Root.StructTreeRoot
        document.save(path)

    assert {"7.1", "6.2.4.3"} <= {told.split()[0] for told in failed(path)}
