"""Findings as JUnit's XML, which most CI servers show: a suite a file, a case a finding.

What is at or above the bar has failed; the rest is skipped, so that a report is red when the
exit code is.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from briefing_build.diagnostics import Diagnostic
from briefing_build.report.findings import Finding, Weights, shown, summary, weigh
from briefing_build.report.places import path_of
from briefing_build.report.printable import printable, shortened
from briefing_build.report.text import block
from briefing_build.rules import Severity


def to_junit(
    found: Iterable[Diagnostic], weights: Weights | None = None, *, folder: str = ""
) -> str:
    """One document, in ASCII; a case that has passed where nothing was found."""
    weights = weights or Weights()
    findings = weigh(found, weights)
    told = shown(findings)
    name = _attributes(name=f"briefing: {summary(findings)}")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {name} {_numbers(told, weights.bar)}>",
    ]
    for _, group in groupby(told, lambda finding: finding.diagnostic.at.span.source.path):
        lines += _suite(tuple(group), weights.bar, folder)
    if not told:
        lines += _CLEAN
    lines.append("</testsuites>")
    # An older command of GitHub's runner begins with `##[`, wherever it stands.
    document = "\n".join(lines).replace("##[", "##&#91;") + "\n"
    return document.encode("ascii", "xmlcharrefreplace").decode("ascii")


# A report without a case counts as a failure with some servers.
_CLEAN = (
    '  <testsuite name="briefing" tests="1" failures="0" skipped="0" errors="0">',
    '    <testcase classname="briefing" name="nothing found"/>',
    "  </testsuite>",
)


def _suite(findings: tuple[Finding, ...], bar: Severity, folder: str) -> Iterator[str]:
    path = path_of(findings[0].diagnostic.at.span, folder)
    yield f"  <testsuite {_attributes(name=path)} {_numbers(findings, bar)}>"
    seen: Counter[str] = Counter()
    for finding in findings:
        diagnostic = finding.diagnostic
        name = f"{diagnostic.rule.name}: {shortened(diagnostic.message)}"
        seen[name] += 1
        # Servers know a case by its name: it holds no line, and is the only one of its name.
        once = name if seen[name] == 1 else f"{name} ({seen[name]})"
        line = str(diagnostic.at.span.line)
        yield f"    <testcase {_attributes(classname=path, name=once, file=path, line=line)}>"
        yield _outcome(finding, folder, failed=finding.severity >= bar)
        yield "    </testcase>"
    yield "  </testsuite>"


def _outcome(finding: Finding, folder: str, *, failed: bool) -> str:
    diagnostic = finding.diagnostic
    words = html.escape("\n".join(block(finding, folder)))
    message = _attributes(message=shortened(diagnostic.message))
    if failed:
        kind = _attributes(type=f"{finding.severity}[{diagnostic.rule.name}]")
        return f"      <failure {message} {kind}>{words}</failure>"
    return f"      <skipped {message}>{words}</skipped>"


def _numbers(findings: tuple[Finding, ...], bar: Severity) -> str:
    failures = sum(finding.severity >= bar for finding in findings)
    return _attributes(
        tests=str(len(findings) or 1),
        failures=str(failures),
        skipped=str(len(findings) - failures),
        errors="0",
    )


def _attributes(**values: str) -> str:
    return " ".join(f'{name}="{html.escape(printable(text))}"' for name, text in values.items())
