"""Findings a line each, for editors and `grep`."""

from __future__ import annotations

from collections.abc import Iterable

from briefing_build.diagnostics import Diagnostic
from briefing_build.report.findings import Finding, Weights, shown, summary, weigh
from briefing_build.report.places import path_of
from briefing_build.report.printable import printable, shortened


def to_concise(
    found: Iterable[Diagnostic], weights: Weights | None = None, *, folder: str = ""
) -> str:
    """`path:line:column: error[rule]: message`, a line each, and a line that counts them.

    Behind what mends itself safely stands the option that does it, `[--fix]`.
    """
    findings = weigh(found, weights or Weights())
    lines = [_line(finding, folder) for finding in shown(findings)]
    return "\n".join([*lines, summary(findings)]) + "\n"


def _line(finding: Finding, folder: str) -> str:
    diagnostic = finding.diagnostic
    span = diagnostic.at.span
    place = f"{printable(path_of(span, folder))}:{span.line}:{span.column}"
    kind = f"{finding.severity}[{diagnostic.rule.name}]"
    option = " [--fix]" if (fix := diagnostic.fix) and fix.is_safe else ""
    return f"{place}: {kind}: {shortened(diagnostic.message)}{option}"
