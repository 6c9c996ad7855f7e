"""Characters that cannot be seen, and those that a wrong encoding made of others."""

from __future__ import annotations

import re

UNSEEN = re.compile(
    "[\u00ad\u200b\u200c\u200d\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ufffd\ue000-\uf8ff\U000e0001-\U000e007f\U000f0000-\U0010ffff]"
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# UTF-8 that was read as Latin-1 or Windows-1252: `â€™` for ’, `Ã©` for é.
MOJIBAKE = re.compile("â€[\u0080-\u00bf™œžŸ“”˜¦¢]?|Ã[\u00a0-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ]|Â[\u00a0-\u00bf]")
SOFT_HYPHEN = "\u00ad"


def joins_letters(text: str, place: int) -> bool:
    """Whether a joiner stands where a script or an emoji needs it (Unicode 16, section 23.2)."""
    if text[place] not in {"\u200c", "\u200d"}:
        return False
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return len(around) == 2 and all(ord(letter) > 0x58F for letter in around)


def mended(garbled: str) -> str:
    """What stood there before the wrong encoding; "" if that cannot be told."""
    if garbled == "â€":  # Its last byte has no letter in Windows-1252 and often goes missing.
        return "”"
    try:
        return garbled.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
