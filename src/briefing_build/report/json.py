"""Findings for programs: one JSON value, in which lines and columns count from 1.

`schema.json`, beside this file, says what it may look like.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from briefing_build.diagnostics import Diagnostic, Fix, Label
from briefing_build.report.findings import Finding, Weights, counts, shown, weigh
from briefing_build.report.fingerprints import fingerprints
from briefing_build.report.places import well_formed
from briefing_build.source import Span

VERSION = 1
"""Of the format; a new number means that what was there before has changed."""


_MOST = 2_000
"""Characters of a message: it may quote a whole file of the author's."""


def to_json(
    found: Iterable[Diagnostic], weights: Weights | None = None, *, folder: str = ""
) -> str:
    """A thousand findings at most, and all of them counted; `folder` leads to the project."""
    findings = weigh(found, weights or Weights())
    told = shown(findings)
    value = {
        "version": VERSION,
        "folder": well_formed(folder),
        "findings": [
            {**_finding(finding), "fingerprint": fingerprint}
            for finding, fingerprint in zip(told, fingerprints(told), strict=True)
        ],
        "counts": {str(severity): count for severity, count in counts(findings).items()},
        "left_out": {"allowed": findings.allowed, "known": findings.baselined},
    }
    return dumped(value)


def dumped(value: Any) -> str:
    """A value as JSON in ASCII.

    No line begins as a command to GitHub's runner does, and none has its older `##[`, so that
    the report may go to a log.
    """
    return json.dumps(value, indent=2, ensure_ascii=True).replace("##[", "##\\u005b") + "\n"


def _finding(finding: Finding) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    return {
        "rule": diagnostic.rule.name,
        "severity": str(finding.severity),
        "message": _clipped(diagnostic.message),
        **_place(diagnostic.at),
        "help": diagnostic.help and _clipped(diagnostic.help),
        "related": [_place(label) for label in diagnostic.related],
        "fix": diagnostic.fix and _fix(diagnostic.fix),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "words": _clipped(fix.words),
        "safe": fix.is_safe,
        "file": well_formed(fix.source.path),
        "edits": [{**_extent(edit.span), "text": well_formed(edit.text)} for edit in fix.edits],
    }


def _place(label: Label) -> dict[str, Any]:
    span = label.span
    return {
        "file": well_formed(span.source.path),
        **_extent(span),
        "excerpt": well_formed(span.text[:200]),
        "label": _clipped(label.message),
    }


def _extent(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _clipped(text: str) -> str:
    return well_formed(text[:_MOST])
