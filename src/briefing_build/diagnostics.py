"""What is wrong with a manuscript, as values, and the collector that every stage is handed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing_build.rules import Rule
from briefing_build.source import Span


class BriefingError(Exception):
    """What keeps us from working and is no fault of the manuscript: one line for a terminal."""


@dataclass(frozen=True, slots=True)
class Label:
    """A place, and a few words that stand under it."""

    span: Span
    message: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `message` says what is wrong, and suffices if nothing else is shown."""

    rule: Rule
    message: str
    at: Label
    related: tuple[Label, ...] = ()
    help: str | None = None


@dataclass(slots=True)
class Diagnostics:
    """Collects what the stages report; who reads it out decides what it weighs."""

    _reported: list[Diagnostic] = field(default_factory=list)

    def report(
        self,
        rule: Rule,
        message: str,
        at: Label,
        *,
        related: tuple[Label, ...] = (),
        help: str | None = None,
    ) -> None:
        """Adds a finding.

        `message` is one short phrase in lower case without a full stop; `at` is the narrowest
        part that is wrong; `related` are places elsewhere that bear on it; `help` says what to
        do about it.
        """
        self._reported.append(Diagnostic(rule, message, at, related, help))

    def __iter__(self) -> Iterator[Diagnostic]:
        """Each finding once, by file and place."""
        return iter(sorted(dict.fromkeys(self._reported), key=by_place))

    def __len__(self) -> int:
        return len(dict.fromkeys(self._reported))


def by_place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """The order in which findings are told: by file and place, then by rule."""
    span = diagnostic.at.span
    return (span.source.path, span.start, span.end, diagnostic.rule.name, diagnostic.message)
