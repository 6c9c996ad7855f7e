"""What is wrong with a manuscript, as values, and the collector that every stage is handed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from briefing_build.rules import Rule
from briefing_build.source import SourceFile, Span


class BriefingError(Exception):
    """What keeps us from working and is no fault of the manuscript: one line for a terminal."""


@dataclass(frozen=True, slots=True)
class Label:
    """A place, and a few words that stand under it."""

    span: Span
    message: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to stand in the place of a span; an empty span is a place between characters."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends a finding: edits of one file, in order and apart, of which all are made or none.

    `words` say what it does, as an order to somebody: "write `@doe2020`". A safe one changes
    nothing that anybody would miss: the printed words, the works that are cited and the places
    where addresses lead stay what they are. Whatever rests on a guess is not safe.
    """

    words: str
    edits: tuple[Edit, ...]
    is_safe: bool = False

    def __post_init__(self) -> None:
        assert self.edits, self.words
        for before, after in pairwise(self.edits):
            assert before.span.source is after.span.source, self.words
            assert before.span.end <= after.span.start, self.words

    @property
    def source(self) -> SourceFile:
        """The file that it mends."""
        return self.edits[0].span.source


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `message` says what is wrong, and suffices if nothing else is shown."""

    rule: Rule
    message: str
    at: Label
    related: tuple[Label, ...] = ()
    help: str | None = None
    fix: Fix | None = None


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
        fix: Fix | None = None,
    ) -> None:
        """Adds a finding.

        `message` is one short phrase in lower case without a full stop; `at` is the narrowest
        part that is wrong; `related` are places elsewhere that bear on it; `help` says what to
        do about it. `fix` does it, if the rule is declared to have one.
        """
        assert fix is None or (rule.has_safe_fix if fix.is_safe else rule.has_unsafe_fix), rule
        fix = fix if fix and _is_fit(fix) else None
        self._reported.append(Diagnostic(rule, message, at, related, help, fix))

    def __iter__(self) -> Iterator[Diagnostic]:
        """Each finding once, by file and place."""
        return iter(sorted(dict.fromkeys(self._reported), key=by_place))

    def of(self, rules: Collection[Rule]) -> Iterator[Diagnostic]:
        """The findings of some rules, as they were reported."""
        return (finding for finding in self._reported if finding.rule in rules)

    def __len__(self) -> int:
        return len(dict.fromkeys(self._reported))


MOST_WRITTEN = 2_000
"""Characters that an edit may write: more nobody would look through in a report."""


def _is_fit(fix: Fix) -> bool:
    """Whether what it writes can be shown, and stand in a file at all."""
    text = "".join(edit.text for edit in fix.edits)
    return len(text) <= MOST_WRITTEN and not any("\ud800" <= sign <= "\udfff" for sign in text)


def by_place(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
    """The order in which findings are told: by file and place, then by rule."""
    span = diagnostic.at.span
    return (span.source.path, span.start, span.end, diagnostic.rule.name, diagnostic.message)
