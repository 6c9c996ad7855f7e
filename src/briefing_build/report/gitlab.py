"""Findings as GitLab shows them in a merge request: a report on code quality.

GitLab compares the fingerprints of two branches to say what is new and what was mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefing_build.diagnostics import Diagnostic
from briefing_build.report.findings import Finding, Weights, advice, shown, weigh
from briefing_build.report.fingerprints import fingerprints
from briefing_build.report.json import dumped
from briefing_build.report.places import path_of, well_formed
from briefing_build.report.printable import shortened
from briefing_build.rules import Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def to_gitlab(
    found: Iterable[Diagnostic], weights: Weights | None = None, *, folder: str = ""
) -> str:
    """A list of a thousand findings at most; GitLab has no place for a summary."""
    findings = shown(weigh(found, weights or Weights()))
    return dumped(
        [
            {**_issue(finding, folder), "fingerprint": fingerprint}
            for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
        ]
    )


def _issue(finding: Finding, folder: str) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    span = diagnostic.at.span
    said = "; ".join(shortened(words) for _, words in advice(diagnostic))
    return {
        "description": shortened(diagnostic.message) + (f" ({said})" if said else ""),
        "check_name": diagnostic.rule.name,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": well_formed(path_of(span, folder)),
            "lines": {"begin": span.line, "end": span.end_line},
        },
    }
