"""Findings for people: the line, what is wrong in it underlined, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from briefing_build.diagnostics import Diagnostic, Label
from briefing_build.report.findings import Finding, Weights, advice, shown, summary, weigh
from briefing_build.report.places import path_of
from briefing_build.report.printable import cells, printable, shortened
from briefing_build.rules import Severity

_Paint = Callable[[str, str], str]
_WINDOW = 120
"""As much of a long line is shown, in characters."""

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.INFO: "1;36"}
_FRAME, _RELATED, _BOLD = "34", "1;34", "1"


def to_text(
    found: Iterable[Diagnostic],
    weights: Weights | None = None,
    *,
    folder: str = "",
    colour: bool = False,
) -> str:
    """All findings, each with its excerpt, and a line that counts them."""
    findings = weigh(found, weights or Weights())
    paint = _paint if colour else _plain
    blocks = ["\n".join(_block(finding, folder, paint)) for finding in shown(findings)]
    return "\n\n".join([*blocks, summary(findings)]) + "\n"


def block(finding: Finding, folder: str = "") -> Iterator[str]:
    """The lines that tell of one finding."""
    return _block(finding, folder, _plain)


def _plain(text: str, _: str) -> str:
    return text


def _paint(text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m"


def _block(finding: Finding, folder: str, paint: _Paint) -> Iterator[str]:
    diagnostic = finding.diagnostic
    colour = _COLOURS[finding.severity]
    head = paint(f"{finding.severity}[{diagnostic.rule.name}]", colour)
    yield head + paint(f": {shortened(diagnostic.message)}", _BOLD)
    labels = (diagnostic.at, *diagnostic.related)
    margin = max(len(str(label.span.line)) for label in labels)
    for label in labels:
        main = label is diagnostic.at
        arrow = paint("-->" if main else ":::", _FRAME)
        yield f"{' ' * margin}{arrow} {_place(label, folder)}"
        if label.span.source.text:
            yield from _excerpt(
                label, margin, "^" if main else "-", colour if main else _RELATED, paint
            )
    for name, words in advice(diagnostic):
        yield f"{' ' * margin} {paint('=', _FRAME)} {name}: {shortened(words)}"


def _place(label: Label, folder: str) -> str:
    span = label.span
    return f"{shortened(path_of(span, folder))}:{span.line}:{span.column}"


def _excerpt(label: Label, margin: int, sign: str, colour: str, paint: _Paint) -> Iterator[str]:
    number, column = label.span.source.position(label.span.start)
    line = label.span.source.line(number)
    start = column - 1
    end = start + max(1, min(label.span.end - label.span.start, len(line) - start))
    first, last = _window(len(line), start, end)
    before, marked = line[first:start], line[start : min(end, last)]
    text = ("…" if first else "") + printable(line[first:last]) + ("…" if last < len(line) else "")
    bar = paint("|", _FRAME)
    yield f"{' ' * margin} {bar}"
    yield f"{paint(str(number).rjust(margin), _FRAME)} {bar} {text}"
    space = " " * (cells(before) + (1 if first else 0))
    under = paint(f"{sign * max(1, cells(marked))} {shortened(label.message)}".rstrip(), colour)
    yield f"{' ' * margin} {bar} {space}{under}"


def _window(length: int, start: int, end: int) -> tuple[int, int]:
    """The part of a long line around what is marked in it."""
    if length <= _WINDOW:
        return 0, length
    room = max(0, _WINDOW - (end - start)) // 2
    first = max(0, min(start - room, length - _WINDOW))
    return first, min(length, first + max(_WINDOW, 0))
