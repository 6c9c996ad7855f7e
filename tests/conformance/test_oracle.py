"""What citeproc-js says today is what `tests/oracle/answers` says it does."""

from pathlib import Path

import pytest

from asking import DOCUMENTS, Document, ask

pytestmark = pytest.mark.conformance

MODULES = Path(__file__).parents[2] / ".venv" / "oracle"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_reference_engine_answers_as_it_did(document: Document, update: bool) -> None:
    (answer,) = ask([document], MODULES)

    if update:
        document.answers.write_text(answer, encoding="utf-8")
    assert answer == document.answers.read_text(encoding="utf-8")
