"""Findings as GitHub shows them beside the lines of a change: commands to its runner."""

from __future__ import annotations

from collections.abc import Iterable

from briefing_build.diagnostics import Diagnostic
from briefing_build.report.findings import Finding, Weights, advice, shown, summary, weigh
from briefing_build.report.places import path_of
from briefing_build.report.printable import printable, shortened
from briefing_build.rules import Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(
    found: Iterable[Diagnostic], weights: Weights | None = None, *, folder: str = ""
) -> str:
    """`::error file=…,line=…::message`, a line each, and a line that counts them.

    No line but those of findings is a command, whatever stands in a manuscript.
    """
    findings = weigh(found, weights or Weights())
    lines = [_command(finding, folder) for finding in shown(findings)]
    return "\n".join([*lines, summary(findings)]) + "\n"


def _command(finding: Finding, folder: str) -> str:
    diagnostic = finding.diagnostic
    span = diagnostic.at.span
    path = printable(path_of(span, folder))
    properties = {"file": path, "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:  # GitHub takes columns within one line only.
        properties |= {"col": str(span.column), "endColumn": str(span.end_column)}
    properties["title"] = diagnostic.rule.name
    named = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    # The log shows the message alone, so the place stands there too.
    message = f"{path}:{span.line}:{span.column}: {shortened(diagnostic.message)}"
    for name, words in advice(diagnostic):
        message += f"\n{name}: {shortened(words)}"
    return f"::{_COMMANDS[finding.severity]} {named}::{_data(message)}"


def _data(text: str) -> str:
    """Escaped as the runner reads it; `##[` began its commands once, and still does."""
    text = text.replace("##[", "## [")
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
