"""ISBNs and ISSNs: their form, and the figure by which a slip of the pen is found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing_build import rules
from briefing_build.bibtex import Entry, Field, verbatim
from briefing_build.checks.library.entries import own_field, place_in
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.resolve import Briefing

_MOST_CHARACTERS = 1_000
_REMARK = re.compile(
    r"\([^()]*\)|\b(?:e?-?isbn|e?-?issn)(?:-?1[03](?=[\s:-]))?[\s:]*", re.IGNORECASE
)
_DASHES = str.maketrans(dict.fromkeys("\u00ad\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
_ISBN = re.compile(
    r"""(?<![0-9])
    (?: 97[89] (?:[ -]?[0-9]){10}
      | (?:[0-9][ -]?){9} [0-9Xx] )
    (?![0-9Xx])""",
    re.VERBOSE,
)
_ISSN = re.compile(r"(?<![0-9-])[0-9]{4}[ -]?[0-9]{3}[0-9Xx](?![0-9Xx-])")


def check_numbers(briefing: Briefing, found: Diagnostics) -> None:
    """Reports an ISBN or ISSN of another form, or whose last figure does not suit the others."""
    for entry in briefing.library.entries.values():
        if field := own_field(entry, "isbn"):
            faults = _isbn_faults(field.value)
            _report(entry, field, faults, rules.MALFORMED_ISBN, found)
        if field := own_field(entry, "issn"):
            faults = _issn_faults(field.value)
            _report(entry, field, faults, rules.MALFORMED_ISSN, found)


_Faults = Iterator[tuple[str, str, str | None]]
"""What is wrong of a value, each as its part, what is wrong with it, and advice."""


def _report(
    entry: Entry, field: Field, faults: _Faults, rule: rules.Rule, found: Diagnostics
) -> None:
    for part, fault, advice in faults:
        found.report(
            rule,
            f"`{part[:40]}` {fault}",
            Label(place_in(field, part)),
            help=advice or f"compare it with what `{entry.key}` itself says",
        )


def _isbn_faults(value: str) -> _Faults:
    numbers = _numbers(value, _ISBN)
    for written in numbers:
        figures = _figures(written)
        if figures[-1] != _check_of_isbn(figures):
            yield written, "is no ISBN: its last figure does not suit the others", None
    if not numbers:
        yield verbatim(value), "has not the form of an ISBN", _advice_on_isbn(value)


def _issn_faults(value: str) -> _Faults:
    numbers = _numbers(value, _ISSN)
    for written in numbers:
        figures = _figures(written)
        if figures[-1] != _check_of_issn(figures):
            yield written, "is no ISSN: its last figure does not suit the others", None
    if not numbers:
        is_isbn = not any(True for _ in _isbn_faults(value))
        yield (
            verbatim(value),
            "has not the form of an ISSN",
            "it is an ISBN: call the field `isbn`"
            if is_isbn
            else "eight figures, `0028-0836`, of which the last may be an `X`",
        )


def _numbers(value: str, form: re.Pattern[str]) -> list[str]:
    """The numbers of a form in a value, as written there."""
    text = verbatim(value)[:_MOST_CHARACTERS]
    # Remarks are blanked and not taken out, so that what is found keeps its place.
    plain = _REMARK.sub(lambda remark: "," * len(remark[0]), text.translate(_DASHES))
    return [text[slice(*match.span())] for match in form.finditer(plain)]


def _figures(written: str) -> str:
    return re.sub(r"[^0-9X]", "", written.upper())


def _check_of_isbn(figures: str) -> str:
    """The last figure that the others ask for (ISO 2108, annex A)."""
    if len(figures) == 13:
        total = sum(int(figure) * (3 if at % 2 else 1) for at, figure in enumerate(figures[:12]))
        return str(-total % 10)
    return _modulo_11(figures[:9])


def _check_of_issn(figures: str) -> str:
    """The last figure that the others ask for (ISO 3297, annex A)."""
    return _modulo_11(figures[:7])


def _modulo_11(figures: str) -> str:
    weights = range(len(figures) + 1, 1, -1)
    rest = -sum(int(figure) * weight for figure, weight in zip(figures, weights, strict=True)) % 11
    return "X" if rest == 10 else str(rest)


def _advice_on_isbn(value: str) -> str:
    if _numbers(value, _ISSN):
        return "it is an ISSN: call the field `issn`"
    figures = _figures(verbatim(value))
    if len(figures) == 9 and _modulo_11("0" + figures[:8]) == figures[8]:
        return f"older books have nine figures; the ISBN is `0{figures}`"
    return "ten figures, of which the last may be an `X`, or thirteen"
