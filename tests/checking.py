"""Small briefings in memory, and what a check of all of it says of them."""

from __future__ import annotations

import briefing_build as stages
from briefing_build.diagnostics import Diagnostic, Diagnostics
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.resolve import Briefing

SETTINGS = '[briefing]\ntitle = "T"\n'
WORK = "@book{a, author = {Doe, Ann}, title = {The Work}, date = {2020}, location = {Baku}}\n"


def checked(
    text: str, *, settings: str = SETTINGS, library: str = WORK
) -> tuple[Briefing, Diagnostics]:
    """The briefing that one chapter makes, and what was found in it."""
    found = Diagnostics()
    files = {"briefing.toml": settings, "01.md": text, "references.bib": library}
    manuscript = read_manuscript(MemoryFiles({k: v.encode() for k, v in files.items()}), found)
    return stages.check(manuscript, found), found


def told(
    text: str, rule: str, *, settings: str = SETTINGS, library: str = WORK
) -> list[Diagnostic]:
    """The findings of one rule in a chapter."""
    _, found = checked(text, settings=settings, library=library)
    return [diagnostic for diagnostic in found if diagnostic.rule.name == rule]
