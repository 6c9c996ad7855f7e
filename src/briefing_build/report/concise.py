"""Findings a line each, for editors and `grep`."""

from __future__ import annotations

from collections.abc import Iterable

from briefing_build.diagnostics import Diagnostic
from briefing_build.report.findings import MOST_SHOWN, Weights, summary, weigh
from briefing_build.report.printable import shortened


def to_concise(found: Iterable[Diagnostic], weights: Weights | None = None) -> str:
    """`path:line:column: error[rule]: message`, a line each, and a line that counts them."""
    findings = weigh(found, weights or Weights())
    lines = [
        f"{shortened(str(finding.diagnostic.at.span))}: {finding.severity}"
        f"[{finding.diagnostic.rule.name}]: {shortened(finding.diagnostic.message)}"
        for finding in findings[:MOST_SHOWN]
    ]
    return "\n".join([*lines, summary(findings)]) + "\n"
