"""Diagnostics as values that are weighed, and the formats in which they are read out.

A format is a short function over the same findings; `FORMATS` names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from briefing_build.diagnostics import Diagnostic
from briefing_build.report.concise import to_concise
from briefing_build.report.findings import Finding, Weights, is_clean, weigh
from briefing_build.report.json import to_json
from briefing_build.report.text import to_text

FORMATS: dict[str, Callable[[Iterable[Diagnostic], Weights], str]] = {
    "text": to_text,
    "concise": to_concise,
    "json": to_json,
}

__all__ = ["FORMATS", "Finding", "Weights", "is_clean", "to_json", "to_text", "weigh"]
