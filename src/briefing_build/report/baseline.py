"""A baseline: what was wrong with a manuscript when its checking began, as a TOML file.

A finding in it is known by its rule, its file, what was said of it and the words that it marks,
and not by its line, so that work elsewhere does not wake it. Where several are alike they are
counted. The file is sorted, and the same findings give the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from briefing_build.diagnostics import BriefingError, Diagnostic
from briefing_build.report.printable import printable
from briefing_build.rules import RULES, Rule
from briefing_build.settings import read_toml
from briefing_build.source import SourceFile, Span

VERSION = 1
_HEAD = f"""# What was found before, and is not told by `briefing check --baseline FILE`.
# Take out what you have mended; what is no longer found is told as `stale-baseline`.
version = {VERSION}
"""
_MOST = 200
"""Characters of a message and of the marked words."""

_FIELDS = ("rule", "file", "message", "text")
Identity = tuple[str, str, str, str]
"""The rule, the file, the message and the marked words of a finding."""


@dataclass(frozen=True, slots=True)
class Known:
    """Findings of one kind that are alike, and where the baseline lists them."""

    identity: Identity
    count: int
    span: Span

    @property
    def rule(self) -> Rule:
        return RULES[self.identity[0]]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was known before."""

    known: tuple[Known, ...] = ()


def identity(diagnostic: Diagnostic) -> Identity:
    """What a finding is known by, wherever it stands in its file."""
    span = diagnostic.at.span
    return (
        diagnostic.rule.name,
        printable(span.source.path),
        _cut(diagnostic.message),
        _cut(span.source.text[span.start : min(span.end, span.start + 2 * _MOST)]),
    )


def _cut(text: str) -> str:
    return printable(" ".join(text.split())[:_MOST])


# Writing


def to_baseline(findings: Iterable[Diagnostic]) -> str:
    """A baseline of these findings, without those that none may hold."""
    known = Counter(
        identity(diagnostic)
        for diagnostic in findings
        if not (diagnostic.rule.is_guard or diagnostic.rule.family == "switches")
    )
    in_order = sorted(known.items(), key=lambda item: (item[0][1], item[0]))
    return "".join([_HEAD, *(_entry(what, count) for what, count in in_order)])


def _entry(what: Identity, count: int) -> str:
    lines = [f"{name} = {_quoted(value)}" for name, value in zip(_FIELDS, what, strict=True)]
    if count > 1:
        lines.append(f"count = {count}")
    return "\n".join(["", "[[finding]]", *lines, ""])


def _quoted(text: str) -> str:
    # What JSON escapes TOML reads alike; control characters were made visible before.
    return json.dumps(text, ensure_ascii=False)


# Reading


def read_baseline(source: SourceFile) -> Baseline:
    """The findings that a baseline lists.

    Raises `BriefingError` if it is none: a baseline that is half understood would hide what nobody
    meant to hide, or fail for what everybody knows.
    """
    table = read_toml(source)
    if table.get("version") != VERSION:
        raise BriefingError(
            f"{source.path}: this is no baseline (`version = {VERSION}` is missing)"
        )
    entries = table.get("finding", [])
    if not isinstance(entries, list) or table.keys() - {"version", "finding"}:
        raise BriefingError(f"{source.path}: beside `version` there may be only `[[finding]]`")
    places = _places(source, len(entries))
    known: dict[Identity, Known] = {}
    for entry, span in zip(entries, places, strict=True):
        new = _known(entry, span)
        if new.identity in known:
            raise BriefingError(f"{span}: the same finding is listed twice; write `count` instead")
        known[new.identity] = new
    return Baseline(tuple(known.values()))


def _known(entry: Any, span: Span) -> Known:
    values = [entry.get(name) if isinstance(entry, dict) else None for name in _FIELDS]
    count = entry.get("count", 1) if isinstance(entry, dict) else None
    rule, path, message, text = values
    if not (
        isinstance(rule, str)
        and isinstance(path, str)
        and isinstance(message, str)
        and isinstance(text, str)
        and type(count) is int
        and count > 0
    ):
        wanted = "`rule`, `file`, `message` and `text` in quotation marks"
        raise BriefingError(f"{span}: a finding needs {wanted}, and a `count` from 1 if it has one")
    if rule not in RULES:
        raise BriefingError(f"{span}: there is no rule `{rule}`")
    if RULES[rule].is_guard:
        raise BriefingError(f"{span}: `{rule}` guards the output; no baseline may hold it")
    return Known((rule, path, message, text), count, span)


def _places(source: SourceFile, wanted: int) -> Iterator[Span]:
    """The first line of each entry; the file's start where they are not written as we do."""
    heads = [
        source.span(start, start + len("[[finding]]"))
        for start in source.line_starts
        if source.text.startswith("[[finding]]", start)
    ]
    if len(heads) != wanted:
        heads = [source.span(0, 0)] * wanted
    return iter(heads)
