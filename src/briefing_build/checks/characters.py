"""Characters that nobody sees, and those that a wrong encoding made of others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from briefing_build import rules
from briefing_build.checks.unseen import Unseen
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.residue.characters import (
    CONTROL,
    MOJIBAKE,
    SOFT_HYPHEN,
    UNSEEN,
    joins_letters,
    mended,
)
from briefing_build.source import Span

Search = Callable[[re.Pattern[str]], Iterable[tuple[re.Match[str], Span]]]
"""Finds a pattern in some words, each match with its place."""


def report_characters(
    search: Search,
    found: Diagnostics,
    tokens: Sequence[Span] = (),
    unseen: Unseen | None = None,
) -> None:
    """Reports what is found, but for characters in `tokens`, which are reported already.

    With `unseen` characters of a chapter, also what may be done about them there.
    """
    for match, span in search(UNSEEN):
        in_token = any(token.start <= span.start < token.end for token in tokens)
        if in_token or match[0] == SOFT_HYPHEN or joins_letters(match.string, match.start()):
            continue
        name = unicodedata.name(match[0], "a character for private use").lower()
        found.report(
            rules.INVISIBLE_CHARACTER,
            f"a character that cannot be seen: {name} (U+{ord(match[0]):04X})",
            at=Label(span),
            help="delete it" if match[0] != "\ufffd" else "write the letter that was lost",
            fix=unseen.without(span) if unseen else None,
        )
    for match, span in search(CONTROL):
        found.report(
            rules.CONTROL_CHARACTER,
            f"a control character (U+{ord(match[0]):04X})",
            at=Label(span),
            help="delete it",
            fix=unseen.without_control(span) if unseen else None,
        )
    for match, span in search(MOJIBAKE):
        letter = mended(match[0])
        found.report(
            rules.INVISIBLE_CHARACTER,
            f"`{match[0]}` is what a wrong encoding made of another character",
            at=Label(span),
            help=f"it was probably `{letter}`" if letter else None,
            fix=Fix(f"write `{letter}`", (Edit(span, letter),)) if letter and unseen else None,
        )
