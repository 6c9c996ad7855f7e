"""How much of anything one chapter may hold, counted before it is read.

Reading takes time in proportion to the text whatever it says; these limits keep what comes
after (the walks over a tree, the layout) from being handed what nobody wrote for readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.markdown.positions import Region

LINE = 200_000
CELLS = 100_000
ADDRESS = 4_096

BLOCK_DEPTH = 50
"""Quotations, lists, divs and notes inside one another. Those who walk the tree recurse."""

INLINE_DEPTH = 40
BRACKET_DEPTH = 400

IN_A_PARAGRAPH: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys("[]*_~^!<&$`@", 5_000),
        '"': 20_000,
        "'": 20_000,
    }
)


def is_too_much(content: Region, found: Diagnostics) -> bool:
    """Whether a paragraph holds more markup than we read; it has then been reported."""
    text = content.text
    if len(text) <= 5_000:
        return False
    for character, limit in IN_A_PARAGRAPH.items():
        if text.count(character) > limit:
            _report(content, f"more than {limit:,} `{character}` in one paragraph", found)
            return True
    if len(text) > LINE and max(map(len, text.split("\n"))) > LINE:
        _report(content, f"a line of more than {LINE:,} characters", found)
        return True
    return False


def _report(content: Region, message: str, found: Diagnostics) -> None:
    found.report(
        rules.LIMIT_MET,
        message,
        Label(content.span(0, min(len(content.text), 40)), "begins here"),
        help="divide it; until then it is shown as plain words",
    )
