"""What a check says of a library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

from briefing_build.diagnostics import Diagnostic, Diagnostics
from briefing_build.library import parse_library
from briefing_build.source import SourceFile

UPDATED = date(2025, 6, 30)
Check = Callable[[Any, Diagnostics], None]


def briefing(text: str, found: Diagnostics) -> Any:
    """What the checks look at of a briefing with this library, in BibTeX or CSL-JSON."""
    path = "references.json" if text.startswith("[") else "references.bib"
    library = parse_library((SourceFile(path, text),), found)
    settings = SimpleNamespace(updated=UPDATED, published=None)
    manuscript = SimpleNamespace(settings=settings)
    return SimpleNamespace(library=library, manuscript=manuscript, chapters=())


def said(check: Check, text: str) -> list[Diagnostic]:
    """What a check finds in a sound library."""
    found = Diagnostics()
    stand_in = briefing(text, found)
    assert not len(found)
    check(stand_in, found)
    return list(found)


def marked(check: Check, text: str) -> list[str]:
    """The words at which a check's findings point."""
    return [item.at.span.text for item in said(check, text)]
