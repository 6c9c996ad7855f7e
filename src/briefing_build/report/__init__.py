"""Diagnostics as values that are weighed, and the formats in which they are read out.

A format is a short function over the same findings; `FORMATS` names them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from briefing_build.diagnostics import Diagnostic
from briefing_build.report.concise import to_concise
from briefing_build.report.findings import Finding, Weights, is_clean, weigh
from briefing_build.report.github import to_github
from briefing_build.report.gitlab import to_gitlab
from briefing_build.report.json import to_json
from briefing_build.report.junit import to_junit
from briefing_build.report.sarif import to_sarif
from briefing_build.report.text import to_text


class Format(Protocol):
    """Reads findings out; `folder` leads from where the report is read to the project."""

    def __call__(
        self, found: Iterable[Diagnostic], weights: Weights | None = None, *, folder: str = ""
    ) -> str: ...


FORMATS: dict[str, Format] = {
    "text": to_text,
    "concise": to_concise,
    "json": to_json,
    "sarif": to_sarif,
    "junit": to_junit,
    "github": to_github,
    "gitlab": to_gitlab,
}

FOR_PEOPLE = frozenset({"text", "concise"})
"""What is read as it stands; the others keep their own lines apart from a manuscript's words."""

__all__ = [
    "FORMATS",
    "FOR_PEOPLE",
    "Finding",
    "Format",
    "Weights",
    "is_clean",
    "to_json",
    "to_text",
    "weigh",
]
