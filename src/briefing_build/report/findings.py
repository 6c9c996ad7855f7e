"""What diagnostics weigh in one project, what of them is told, and how they are counted.

This is where settings, the command line, allow-comments and the baseline are applied: no stage
before it asks whether somebody wants to know.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from operator import itemgetter

from briefing_build import rules
from briefing_build.allows import Allow
from briefing_build.diagnostics import Diagnostic, Label, by_place
from briefing_build.report.baseline import Baseline, Known, identity
from briefing_build.rules import Rule, Severity

MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Weights:
    """What the settings, the command line and the authors say of rules.

    `severities` are the project's own, by the names of rules. `release` makes errors of what a
    release may not have; `strict` lets warnings fail. Of `selected` rules alone we tell, if there
    are any, and never of `ignored` ones. `allows` are what comments allow in a place, `baseline`
    what was known before. Rules that guard the output are beyond the last four.
    """

    severities: Mapping[str, Severity] = field(default_factory=dict)
    strict: bool = False
    release: bool = False
    selected: Collection[str] = ()
    ignored: Collection[str] = ()
    allows: tuple[Allow, ...] = ()
    baseline: Baseline | None = None

    def of(self, rule: Rule) -> Severity:
        if not rule.is_guard and self._is_left_out(rule):
            return Severity.OFF
        weight = self.severities.get(rule.name)
        if self.release and rule.for_release and weight is not Severity.OFF:
            return Severity.ERROR  # also what is off until a project, or a release, asks for it
        return rule.severity if weight is None else weight

    def _is_left_out(self, rule: Rule) -> bool:
        return rule.name in self.ignored or (bool(self.selected) and rule.name not in self.selected)

    @property
    def bar(self) -> Severity:
        """From here on a finding fails."""
        return Severity.WARNING if self.strict else Severity.ERROR


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic with what it weighs here."""

    diagnostic: Diagnostic
    severity: Severity


class Findings(tuple[Finding, ...]):  # noqa: SLOT001 (a tuple can have no slots of its own)
    """The findings that are told, and how many are not: allowed in place, or in the baseline."""

    allowed: int = 0
    baselined: int = 0


def weigh(found: Iterable[Diagnostic], weights: Weights) -> Findings:
    """The findings that are told, in their order, with those that the switches are to blame for."""
    allowing, known = _Allowing(weights.allows), _Knowing(weights.baseline)
    told: list[Diagnostic] = []
    allowed = baselined = 0
    for diagnostic in found:
        if weights.of(diagnostic.rule) is Severity.OFF:
            continue
        if allowing.allows(diagnostic):
            allowed += 1
        elif known.knows(diagnostic):
            baselined += 1
        else:
            told.append(diagnostic)
    switches = [*allowing.unused(weights), *known.stale(weights)]
    if switches:
        told = sorted((*told, *switches), key=by_place)
    weighed = (Finding(diagnostic, weights.of(diagnostic.rule)) for diagnostic in told)
    findings = Findings(finding for finding in weighed if finding.severity is not Severity.OFF)
    findings.allowed, findings.baselined = allowed, baselined
    return findings


def is_clean(found: Iterable[Diagnostic], weights: Weights) -> bool:
    """Whether nothing was found at or above the bar."""
    return all(finding.severity < weights.bar for finding in weigh(found, weights))


# Switches


def _is_judged(rule: Rule, weights: Weights) -> bool:
    """Whether we know that a rule finds nothing: a check has no pages on which it might.

    Nor do we for links: most checks look at none, and what is dead today is back tomorrow.
    """
    return rule.family not in {"output", "links"} and weights.of(rule) is not Severity.OFF


class _Allowing:
    """Allow-comments by the file and the rule that they speak of, and which of them were needed."""

    def __init__(self, allows: Iterable[Allow]) -> None:
        self._idle = {allow.at: allow for allow in allows}
        by_place: dict[tuple[str, str], list[Allow]] = {}
        for allow in self._idle.values():
            by_place.setdefault((allow.scope.source.path, allow.rule.name), []).append(allow)
        self._by_place = {place: _Scopes(alike) for place, alike in by_place.items()}

    def allows(self, diagnostic: Diagnostic) -> bool:
        span = diagnostic.at.span
        scopes = self._by_place.get((span.source.path, diagnostic.rule.name))
        fitting = [*scopes.around(span.start)] if scopes else []
        for allow in fitting:
            self._idle.pop(allow.at, None)
        return bool(fitting)

    def unused(self, weights: Weights) -> Iterator[Diagnostic]:
        for allow in self._idle.values():
            if _is_judged(allow.rule, weights):
                yield Diagnostic(
                    rules.UNUSED_ALLOW,
                    f"no `{allow.rule.name}` is found here to be allowed",
                    Label(allow.at),
                    help="take it out, or put it directly in front of what it is for",
                )


class _Scopes:
    """Where one rule is allowed in one file."""

    def __init__(self, allows: list[Allow]) -> None:
        self._allows = sorted(allows, key=lambda allow: allow.scope.start)
        self._starts = [allow.scope.start for allow in self._allows]
        self._ends = [*accumulate((allow.scope.end for allow in self._allows), max)]

    def around(self, offset: int) -> Iterator[Allow]:
        """Those whose scope holds the offset; what ends before it is not looked through."""
        place = bisect_right(self._starts, offset)
        while place and self._ends[place - 1] >= offset:
            place -= 1
            if self._allows[place].scope.end >= offset:
                yield self._allows[place]


class _Knowing:
    """The baseline, and what of it was not found yet."""

    def __init__(self, baseline: Baseline | None) -> None:
        self._baseline = baseline
        self._left = {known.identity: known.count for known in baseline.known} if baseline else {}

    def knows(self, diagnostic: Diagnostic) -> bool:
        if not self._left or diagnostic.rule.is_guard:
            return False
        what = identity(diagnostic)
        left = self._left.get(what, 0)
        if left:
            self._left[what] = left - 1
        return left > 0

    def stale(self, weights: Weights) -> Iterator[Diagnostic]:
        for known in self._baseline.known if self._baseline else ():
            left = self._left[known.identity]
            if left and _is_judged(known.rule, weights):
                yield _stale(known, left)


def _stale(known: Known, left: int) -> Diagnostic:
    rest = known.count - left
    _, path, message, _ = known.identity
    is_gone = "is no longer found" if not rest else f"is found {rest} and not {known.count} times"
    return Diagnostic(
        rules.STALE_BASELINE,
        f"`{known.rule.name}` {is_gone} in {path}: {message}",
        Label(known.span),
        help="take the entry out" if not rest else f"write `count = {rest}`",
    )


# Advice


def advice(diagnostic: Diagnostic) -> Iterator[tuple[str, str]]:
    """What to do about a finding, each line with its name; what a fix does is told once."""
    fix = diagnostic.fix
    if diagnostic.help and not (fix and fix.words == diagnostic.help):
        yield "help", diagnostic.help
    if fix:
        yield "fix" if fix.is_safe else "unsafe fix", fix.words


# Counting


def shown(findings: Findings) -> tuple[Finding, ...]:
    """As many as a report holds, in their order; nothing that is left out weighs more."""
    if len(findings) <= MOST_SHOWN:
        return findings
    heaviest = sorted(enumerate(findings), key=lambda numbered: -numbered[1].severity)
    return tuple(finding for _, finding in sorted(heaviest[:MOST_SHOWN], key=itemgetter(0)))


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many there are of each weight, the heaviest first."""
    result = {Severity.ERROR: 0, Severity.WARNING: 0, Severity.INFO: 0}
    for finding in findings:
        result[finding.severity] += 1
    return result


def summary(findings: Findings) -> str:
    """One line: `2 errors, 1 warning`; how many were not shown, and why not; what can be mended."""
    words = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    parts = [
        f"{count} {words[severity]}{'s' if count > 1 else ''}"
        for severity, count in counts(findings).items()
        if count
    ]
    line = ", ".join(parts) or "nothing found"
    hidden = len(findings) - MOST_SHOWN
    reasons = {"not shown": hidden, "allowed": findings.allowed, "known": findings.baselined}
    left_out = [f"{count} {what}" for what, count in reasons.items() if count > 0]
    return (f"{line} ({', '.join(left_out)})" if left_out else line) + _mendable(findings)


def _mendable(findings: Findings) -> str:
    """How many `check --fix` mends, and how many with `--unsafe`; guesses alone are no offer."""
    fixes = [finding.diagnostic.fix for finding in findings]
    safe = sum(1 for fix in fixes if fix and fix.is_safe)
    unsafe = sum(1 for fix in fixes if fix and not fix.is_safe)
    if not safe:
        return ""
    return f"; `--fix` mends {safe}" + (f", `--fix --unsafe` {safe + unsafe}" if unsafe else "")
