"""Findings for programs: one JSON value, in which lines and columns count from 1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from briefing_build.diagnostics import Diagnostic, Label
from briefing_build.report.findings import MOST_SHOWN, Finding, Weights, counts, weigh

VERSION = 1
"""Of the format; a new number means that what was there before has changed."""


_MOST = 2_000
"""Characters of a message: it may quote a whole file of the author's."""


def to_json(found: Iterable[Diagnostic], weights: Weights | None = None) -> str:
    """`{"version", "findings", "counts"}`; the first thousand findings, and all of them counted."""
    findings = weigh(found, weights or Weights())
    value = {
        "version": VERSION,
        "findings": [_finding(finding) for finding in findings[:MOST_SHOWN]],
        "counts": {str(severity): count for severity, count in counts(findings).items()},
    }
    return json.dumps(value, indent=2, ensure_ascii=True) + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    return {
        "rule": diagnostic.rule.name,
        "severity": str(finding.severity),
        "message": diagnostic.message[:_MOST],
        **_place(diagnostic.at),
        "help": diagnostic.help and diagnostic.help[:_MOST],
        "related": [_place(label) for label in diagnostic.related],
    }


def _place(label: Label) -> dict[str, Any]:
    span = label.span
    return {
        "file": span.source.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "excerpt": span.text[:200],
        "label": label.message[:_MOST],
    }
