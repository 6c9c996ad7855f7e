"""What diagnostics weigh in one project, and how they are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from briefing_build.diagnostics import Diagnostic
from briefing_build.rules import Rule, Severity

MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Weights:
    """What the settings and the command line say of rules.

    `severities` are the project's own, by the names of rules. `release` makes errors of what a
    release may not have; `strict` lets warnings fail.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    strict: bool = False
    release: bool = False

    def of(self, rule: Rule) -> Severity:
        weight = self.severities.get(rule.name, rule.severity)
        return Severity.ERROR if self.release and rule.for_release and weight else weight

    @property
    def bar(self) -> Severity:
        """From here on a finding fails."""
        return Severity.WARNING if self.strict else Severity.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic with what it weighs here."""

    diagnostic: Diagnostic
    severity: Severity


def weigh(found: Iterable[Diagnostic], weights: Weights) -> tuple[Finding, ...]:
    """The findings that are not switched off, in their order."""
    weighed = (Finding(diagnostic, weights.of(diagnostic.rule)) for diagnostic in found)
    return tuple(finding for finding in weighed if finding.severity is not Severity.OFF)


def is_clean(found: Iterable[Diagnostic], weights: Weights) -> bool:
    """Whether nothing was found at or above the bar."""
    return all(finding.severity < weights.bar for finding in weigh(found, weights))


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many there are of each weight, the heaviest first."""
    result = {Severity.ERROR: 0, Severity.WARNING: 0, Severity.INFO: 0}
    for finding in findings:
        result[finding.severity] += 1
    return result


def summary(findings: tuple[Finding, ...]) -> str:
    """One line: `2 errors, 1 warning`; and how many of them were not shown."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    parts = [
        f"{count} {words[severity]}{'s' if count > 1 else ''}"
        for severity, count in counts(findings).items()
        if count
    ]
    line = ", ".join(parts) or "nothing found"
    hidden = len(findings) - MOST_SHOWN
    return f"{line} ({hidden} not shown)" if hidden > 0 else line
