"""What a manuscript wrote, made fit for a terminal and a log.

Every excerpt and message passes here: a manuscript may come from anyone, and terminals, CI logs
and readers of code obey characters that cannot be seen.
"""

from __future__ import annotations

import unicodedata

_LAYOUT = {0x115F, 0x1160, 0x3164, 0xFFA0}
"""Letters that show nothing (Hangul fillers)."""


def printable(text: str) -> str:
    """The text with each control, format, private, unpaired and forbidden one as `\\u{…}`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


MOST = 400
"""As much of a message is shown, in characters: it may quote a whole file of the author's."""


def shortened(text: str) -> str:
    """The text made printable, and its end left out where it is too long for a line."""
    return printable(text if len(text) <= MOST else f"{text[:MOST]}…")


def cells(text: str) -> int:
    """How many columns of a terminal a text takes once it was made printable."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum(map(_width, text))


def _shown(character: str) -> str:
    if character == "\t":
        return "    "
    number = ord(character)
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    # Noncharacters, of which XML refuses two: the last two of each plane, and a row of 32.
    hidden = hidden or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return f"\\u{{{number:x}}}" if hidden or number in _LAYOUT else character


def _width(character: str) -> int:
    shown = _shown(character)
    if len(shown) > 1:
        return len(shown)
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    # The vowels and ends of a Korean syllable stand within its beginning, which is wide.
    if 0x1160 <= ord(character) <= 0x11FF or 0xD7B0 <= ord(character) <= 0xD7FF:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
