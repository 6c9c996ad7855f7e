"""What an author allows in one place, with a reason, and how it is written.

    allow RULE: reason
    allow RULE, RULE: reason

In a chapter it is a comment, `<!-- allow … -->`, in a `.bib` a line that begins with `%`; in an
entry of a library it may be a field, `allow = {RULE: reason}`. The readers say which part of their
file it speaks of; `report` applies it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.rules import RULES, Rule
from briefing_build.source import Span

_COMMENT = re.compile(r"\s*allow(?P<names>(?:\s[^:]*)?)(?::(?P<reason>.*))?", re.DOTALL)
_FIELD = re.compile(r"(?P<names>[^:]*)(?::(?P<reason>.*))?", re.DOTALL)
_NAME = re.compile(r"[^\s,]+")
_LIKE = 0.75
"""How near a word must be to a rule's name to be taken for one that is misspelt."""


@dataclass(frozen=True, slots=True)
class Allow:
    """A rule that is not to be told of in `scope`; `at` is where its name is written."""

    rule: Rule
    at: Span
    scope: Span


def read_allow(comment: Span, scope: Span | None, found: Diagnostics) -> Iterator[Allow]:
    """What the inside of a comment allows in `scope`; nothing, if it is a comment like others.

    A comment that means to allow something and cannot is reported. Where there is nothing that it
    could speak of, `scope` is None, and nothing is allowed but in the comment itself.
    """
    said = _COMMENT.fullmatch(comment.text)
    if said is not None:
        names = _names(comment, said)
        if _is_meant(names, has_colon=said["reason"] is not None):
            yield from _allowed(comment, said, names, scope or comment, found)


def read_field(value: Span, scope: Span, found: Diagnostics) -> Iterator[Allow]:
    """What the field `allow` of an entry allows in `scope`."""
    said = _FIELD.fullmatch(value.text)
    assert said is not None
    yield from _allowed(value, said, _names(value, said), scope, found)


def _names(written: Span, said: re.Match[str]) -> list[Span]:
    start, end = said.span("names")
    return [written.part(*name.span()) for name in _NAME.finditer(written.text, start, end)]


def _allowed(
    written: Span, said: re.Match[str], names: list[Span], scope: Span, found: Diagnostics
) -> Iterator[Allow]:
    known = [name for name in names if _is_allowable(name, found)]
    if not names or not (said["reason"] or "").strip():
        _report_incomplete(written, names, found)
        return
    for name in known:
        yield Allow(RULES[name.text], name, scope)


def _is_meant(names: list[Span], *, has_colon: bool) -> bool:
    """Whether a comment that begins with `allow` is more than a sentence that does so."""
    words = [name.text for name in names]
    if not words or not has_colon:
        return has_colon or any(word in RULES for word in words[:1])
    # A sentence has words without hyphens before its colon; the names of rules have them.
    return (
        all("-" in word for word in words)
        or words[0] in RULES
        or len(words) == 1 == len(get_close_matches(words[0], RULES, 1, _LIKE))
    )


def _is_allowable(name: Span, found: Diagnostics) -> bool:
    rule = RULES.get(name.text)
    if rule is None:
        near = get_close_matches(name.text, RULES, n=1)
        advice = f"did you mean `{near[0]}`?" if near else "`briefing rules` lists what there is"
        message = f"there is no rule `{name.text}`"
    elif rule.is_guard or rule.family == "switches":
        advice = f"mend what it finds; `briefing explain {rule.name}` says how"
        message = f"`{rule.name}` cannot be allowed"
    else:
        return True
    found.report(rules.MALFORMED_ALLOW, message, Label(name), help=advice)
    return False


def _report_incomplete(written: Span, names: list[Span], found: Diagnostics) -> None:
    """Tells of a comment without rules, or without a reason."""
    if names:
        message = f"no reason is given for allowing `{'`, `'.join(name.text for name in names)}`"
        place = names[0].part(0, names[-1].end - names[0].start)
    else:
        message = "no rule is named that is to be allowed"
        place = written
    found.report(
        rules.MALFORMED_ALLOW,
        message,
        Label(place),
        help="write `RULE: reason` behind `allow`; nothing is allowed until then",
    )
