"""Characters that nobody sees, and those that a wrong encoding made of others."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from briefing_build import rules
from briefing_build.checks.unseen import Unseen
from briefing_build.diagnostics import Diagnostics, Edit, Fix, Label
from briefing_build.source import Span

Search = Callable[[re.Pattern[str]], Iterable[tuple[re.Match[str], Span]]]
"""Finds a pattern in some words, each match with its place."""

_UNSEEN = re.compile(
    "[\u00ad\u200b\u200c\u200d\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ufffd\ue000-\uf8ff\U000e0001-\U000e007f\U000f0000-\U0010ffff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# UTF-8 that was read as Latin-1 or Windows-1252: `â€™` for ’, `Ã©` for é.
_MOJIBAKE = re.compile("â€[\u0080-\u00bf™œžŸ“”˜¦¢]?|Ã[\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ]|Â[\u00a0-\u00bf]")
_SOFT_HYPHEN = "\u00ad"


def report_characters(
    search: Search,
    found: Diagnostics,
    tokens: Sequence[Span] = (),
    unseen: Unseen | None = None,
) -> None:
    """Reports what is found, but for characters in `tokens`, which are reported already.

    With `unseen` characters of a chapter, also what may be done about them there.
    """
    for match, span in search(_UNSEEN):
        in_token = any(token.start <= span.start < token.end for token in tokens)
        if in_token or match[0] == _SOFT_HYPHEN or _joins_letters(match):
            continue
        name = unicodedata.name(match[0], "a character for private use").lower()
        found.report(
            rules.INVISIBLE_CHARACTER,
            f"a character that cannot be seen: {name} (U+{ord(match[0]):04X})",
            at=Label(span),
            help="delete it" if match[0] != "\ufffd" else "write the letter that was lost",
            fix=unseen.without(span) if unseen else None,
        )
    for match, span in search(_CONTROL):
        found.report(
            rules.CONTROL_CHARACTER,
            f"a control character (U+{ord(match[0]):04X})",
            at=Label(span),
            help="delete it",
            fix=unseen.without_control(span) if unseen else None,
        )
    for match, span in search(_MOJIBAKE):
        mended = _mended(match[0])
        found.report(
            rules.INVISIBLE_CHARACTER,
            f"`{match[0]}` is what a wrong encoding made of another character",
            at=Label(span),
            help=f"it was probably `{mended}`" if mended else None,
            fix=Fix(f"write `{mended}`", (Edit(span, mended),)) if mended and unseen else None,
        )


def _joins_letters(match: re.Match[str]) -> bool:
    """Whether a joiner stands where a script or an emoji needs it (Unicode 16, section 23.2)."""
    if match[0] not in {"\u200c", "\u200d"}:
        return False
    text = match.string
    around = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
    return len(around) == 2 and all(ord(letter) > 0x58F for letter in around)


def _mended(garbled: str) -> str:
    if garbled == "â€":  # Its last byte has no letter in Windows-1252 and often goes missing.
        return "”"
    try:
        return garbled.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
