"""Findings as SARIF 2.1.0, which GitHub's code scanning and editors read.

"§" names a section of the specification by OASIS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from briefing_build.diagnostics import Diagnostic, Fix, Label
from briefing_build.report.findings import Finding, Weights, shown, weigh
from briefing_build.report.fingerprints import fingerprints
from briefing_build.report.json import dumped
from briefing_build.report.places import path_of, well_formed
from briefing_build.report.printable import shortened
from briefing_build.rules import Rule, Severity
from briefing_build.source import Span

_PLACEHOLDER = re.compile(r"\{([0-9]+)\}")
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
    Severity.OFF: "none",
}


def to_sarif(
    found: Iterable[Diagnostic], weights: Weights | None = None, *, folder: str = ""
) -> str:
    """A log of one run: a thousand findings at most, and the rules that they are of."""
    from importlib.metadata import version  # Slow to import, and asked for here alone.

    weights = weights or Weights()
    findings = weigh(found, weights)
    told = shown(findings)
    rules = {finding.diagnostic.rule.name: finding.diagnostic.rule for finding in told}
    places = {name: index for index, name in enumerate(sorted(rules))}
    run = {
        "tool": {
            "driver": {
                "name": "briefing",
                "version": version("briefing-build"),
                "rules": [_rule(rules[name], weights) for name in places],
            }
        },
        "invocations": [_invocation(len(findings) - len(told))],
        "columnKind": "unicodeCodePoints",
        "results": [
            {
                **_result(finding, folder),
                "ruleIndex": places[finding.diagnostic.rule.name],
                "partialFingerprints": {"briefing/v1": fingerprint},
            }
            for finding, fingerprint in zip(told, fingerprints(told), strict=True)
        ],
    }
    return dumped({"version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, weights: Weights) -> dict[str, Any]:
    from importlib import resources

    page = resources.files("briefing_build") / "explain" / f"{rule.name}.md"
    return {
        "id": rule.name,
        "shortDescription": _message(rule.summary),
        "help": {
            "text": f"`briefing explain {rule.name}` tells more.",
            "markdown": _literal(page.read_text(encoding="utf-8")),
        },
        "defaultConfiguration": {"level": _LEVELS[weights.of(rule)]},
        "properties": {"tags": [rule.family]},
    }


def _invocation(hidden: int) -> dict[str, Any]:
    if not hidden:
        return {"executionSuccessful": True}
    told = {"level": "warning", "message": _message(f"{hidden} findings are not shown")}
    return {"executionSuccessful": True, "toolExecutionNotifications": [told]}


def _result(finding: Finding, folder: str) -> dict[str, Any]:
    diagnostic = finding.diagnostic
    text = shortened(diagnostic.message)
    if diagnostic.help:
        text += f"\nHelp: {shortened(diagnostic.help)}"
    result = {
        "ruleId": diagnostic.rule.name,
        "level": _LEVELS[finding.severity],
        "message": _message(text),
        "locations": [_location(diagnostic.at, folder)],
    }
    if diagnostic.related:
        # §3.27.22: the related locations of a result are unlike one another.
        related = dict.fromkeys(diagnostic.related)
        result["relatedLocations"] = [_location(label, folder) for label in related]
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic.fix, folder)]
    return result


def _fix(fix: Fix, folder: str) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": well_formed(edit.text)}}
        for edit in fix.edits
    ]
    change = {
        "artifactLocation": _artifact(fix.edits[0].span, folder),
        "replacements": replacements,
    }
    return {
        "description": _message(shortened(fix.words)),
        "artifactChanges": [change],
        "properties": {"safe": fix.is_safe},
    }


def _location(label: Label, folder: str) -> dict[str, Any]:
    place = {
        "physicalLocation": {
            "artifactLocation": _artifact(label.span, folder),
            "region": _region(label.span),
        }
    }
    return {**place, "message": _message(shortened(label.message))} if label.message else place


def _artifact(span: Span, folder: str) -> dict[str, str]:
    return {"uri": _uri(path_of(span, folder)), "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _uri(path: str) -> str:
    return quote(path.encode("utf-8", "surrogatepass"))


def _message(text: str) -> dict[str, str]:
    """A message that is no more than its words."""
    # §3.11.6: `[words](address)` is a link in plain text too, and an author may have written it.
    return {"text": _literal(text.replace("](", "] ("))}


def _literal(text: str) -> str:
    # §3.11.5: `{0}` is a placeholder. All braces that are meant may be doubled; as most readers
    # do not undo it in a message without arguments, we double those that could be taken for one.
    return _PLACEHOLDER.sub(r"{{\1}}", text)
