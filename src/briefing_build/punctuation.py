"""Typewriter's punctuation to a printer's: quotation marks, dashes, apostrophes, spaces.

`typeset` looks once over a paragraph and says what changes where. It is told which parts of the
text are words; code, formulas and addresses are none of its business.

What is done: `"` and `'` become the quotation marks of the language, by their pairs, or an
apostrophe; `--` and `---` become dashes, `...` an ellipsis. A space becomes one at which no line
ends between a number and `%` or `‰`, behind `p.`, `No.`, `Art.` and their like before a number,
and, in French, at the inner side of guillemets and before `: ; ! ?`, where it is also narrow. No
space is ever put in or taken out but those of French guillemets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

NARROW, NO_BREAK = "\u202f", "\u00a0"

# Opening and closing, outer and inner (Unicode CLDR, `delimiters`).
_COMMON = ("“", "”", "‘", "’")
_QUOTES: dict[str, tuple[str, str, str, str]] = {
    "af": _COMMON,
    "ar": ("”", "“", "’", "‘"),
    "az": ("«", "»", "‹", "›"),
    "be": ("«", "»", "„", "“"),
    "bg": ("„", "“", "’", "’"),
    "ca": ("«", "»", "“", "”"),
    "cs": ("„", "“", "‚", "‘"),
    "da": ("“", "”", "‘", "’"),
    "de": ("„", "“", "‚", "‘"),
    "de-ch": ("«", "»", "‹", "›"),
    "el": ("«", "»", "“", "”"),
    "es": ("«", "»", "“", "”"),
    "et": ("„", "“", "‚", "‘"),
    "fa": ("«", "»", "‹", "›"),
    "fi": ("”", "”", "’", "’"),
    "fr": ("«" + NARROW, NARROW + "»", "“", "”"),
    "fr-ch": ("«" + NARROW, NARROW + "»", "‹" + NARROW, NARROW + "›"),
    "he": ("”", "”", "’", "’"),
    "hr": ("„", "“", "‚", "‘"),
    "hu": ("„", "”", "»", "«"),
    "hy": ("«", "»", "«", "»"),
    "is": ("„", "“", "‚", "‘"),
    "it": ("«", "»", "“", "”"),
    "ja": ("「", "」", "『", "』"),
    "ka": ("„", "“", "“", "”"),
    "kk": ("«", "»", "“", "”"),
    "ky": ("«", "»", "„", "“"),
    "lt": ("„", "“", "‚", "‘"),
    "lv": ("“", "”", "‘", "’"),
    "mk": ("„", "“", "‚", "‘"),
    "nb": ("«", "»", "‘", "’"),
    "nl": ("‘", "’", "“", "”"),
    "nn": ("«", "»", "‘", "’"),
    "no": ("«", "»", "‘", "’"),
    "pl": ("„", "”", "«", "»"),
    "pt": _COMMON,
    "pt-pt": ("«", "»", "“", "”"),
    "ro": ("„", "”", "«", "»"),
    "ru": ("«", "»", "„", "“"),
    "sk": ("„", "“", "‚", "‘"),
    "sl": ("„", "“", "‚", "‘"),
    "sq": ("«", "»", "“", "”"),
    "sr": ("„", "“", "’", "’"),
    "sv": ("”", "”", "’", "’"),
    "tk": ("“", "”", "“", "”"),
    "tr": _COMMON,
    "uk": ("«", "»", "„", "“"),
    "uz": ("“", "”", "’", "‘"),
    "zh": _COMMON,
}


class Stretch(NamedTuple):
    """A part of the text in a language of its own."""

    start: int
    end: int
    language: str


class Change(NamedTuple):
    """`text` stands in the place of what is from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Quote:
    """A quotation mark that may have opened; what becomes of it is known when it is closed."""

    place: int
    character: str
    index: int
    """Of its change."""


# The first letter is taken before it is asked what it is: so `re` need only stop at these seven.
_SIGNS = re.compile(
    r"""[\\"'.\-\ \n](?:
        (?<=\\).
      | (?P<quote>(?<=["']))
      | (?P<dashes>(?<=-)-+)
      | (?P<dots>(?<=\.)\.\.)
      | (?P<unit>(?<=\d[ ])(?=[%‰]))
      | (?P<number>(?<=[.§№][ \n])(?<![^\W_]{5}\.[ \n])(?=\d))
      | (?P<french>(?<=[ ])(?=[:;!?»](?:[\s*_)\]"'«»]|$))|(?<=«[ ])))""",
    re.VERBOSE | re.DOTALL,
)
# Looked for first, because most paragraphs have none of them.
_HINT = re.compile(r"""["']|--|\.\.\.| [%‰:;!?»]|« |[.§№][ \n]\d""")
_BEFORE_NUMBERS = re.compile(
    r"(?:\b(?:pp?|[Nn]os?|[Aa]rts?|[Vv]ols?|[Cc]haps?|[Ss]ecs?|[Ff]igs?|[Pp]aras?|[Nn]r|S|Abb|Abs|[Cc]l|ст|рис|стр?|с)\."
    r"|§|№)$"
)
_TRANSPARENT = "*_~^[]`"
_OPENERS = "([{—–-/«„“‘‚‹¿¡\u00a0\u202f"
_APOSTROPHE = "’"
_NEAR = 8  # How far out a mark looks for its partner, so that time stays linear.


def typeset(
    text: str, words: Sequence[tuple[int, int]], language: str, stretches: Sequence[Stretch] = ()
) -> list[Change]:
    """What changes in a paragraph, in order.

    `text` is as written, with escapes, which are left alone. `words` are the ranges that may
    change, in order; `stretches` the parts in other languages, outer before inner.
    """
    if _HINT.search(text) is None:
        return []
    return _Typesetter(text, words, language, stretches).changes()


def quotation_marks(language: str) -> tuple[str, str, str, str]:
    """Opening and closing marks, outer and inner, of a language given as in BCP 47."""
    tag = language.lower().replace("_", "-")
    return _QUOTES.get(tag) or _QUOTES.get(tag.partition("-")[0]) or _COMMON


class _Typesetter:
    def __init__(
        self,
        text: str,
        words: Sequence[tuple[int, int]],
        language: str,
        stretches: Sequence[Stretch],
    ) -> None:
        self.text = text
        self.words = words
        self.starts = [start for start, _ in words]
        self.language = language
        self.stretches = stretches
        self.found: list[Change] = []
        self.open: list[_Quote] = []

    def changes(self) -> list[Change]:
        for sign in _SIGNS.finditer(self.text):
            if sign.lastgroup is not None and self._is_in_words(sign.start(), sign.end()):
                self._add(sign)
        return self.found

    def _is_in_words(self, start: int, end: int) -> bool:
        place = bisect_right(self.starts, start) - 1
        return place >= 0 and end <= self.words[place][1]

    def _language(self, place: int) -> str:
        language = self.language
        for stretch in self.stretches:
            if stretch.start <= place < stretch.end:
                language = stretch.language
        return language

    def _change(self, start: int, end: int, text: str) -> None:
        self.found.append(Change(start, end, text))

    def _add(self, sign: re.Match[str]) -> None:
        start, end = sign.span()
        match sign.lastgroup:
            case "quote":
                self._quote(start, self.text[start])
            case "dashes":
                self._change(start, end, _dashes(end - start))
            case "dots":
                self._change(start, end, "…")
            case "unit":
                self._change(start, end, NO_BREAK)
            case "number":
                if _BEFORE_NUMBERS.search(self.text, max(0, start - 6), start):
                    self._change(start, end, NO_BREAK)
            case _:
                if self._language(start).lower().startswith("fr"):
                    colon = self.text[end : end + 1] == ":"
                    self._change(start, end, NO_BREAK if colon else NARROW)

    def _quote(self, place: int, character: str) -> None:
        before, after = self._neighbours(place)
        closes = not before.isspace() and before not in _OPENERS
        opens = not after.isspace() and not before.isalnum()
        if character == "'" and before.isalnum() and after.isalnum():
            self._change(place, place + 1, _APOSTROPHE)
        elif closes and (opening := self._opening(character, surely=not opens)) is not None:
            self._pair(opening, place)
        elif opens:
            self.open.append(_Quote(place, character, len(self.found)))
            # Until it is closed: an apostrophe, or the mark of a quotation over paragraphs.
            self._change(place, place + 1, self._unpaired(place, character))
        else:
            self._change(place, place + 1, self._lone_closing(place, character))

    def _neighbours(self, place: int) -> tuple[str, str]:
        """The characters on both sides, seen through marks of emphasis and brackets."""
        text = self.text
        before, after = place - 1, place + 1
        while before >= 0 and before > place - 4 and text[before] in _TRANSPARENT:
            before -= 1
        while after < len(text) and after < place + 4 and text[after] in _TRANSPARENT:
            after += 1
        return (
            text[before] if before >= 0 else " ",
            text[after] if after < len(text) else " ",
        )

    def _opening(self, character: str, *, surely: bool) -> _Quote | None:
        for depth in range(len(self.open) - 1, max(-1, len(self.open) - 1 - _NEAR), -1):
            if self.open[depth].character == character:
                if not surely and depth < len(self.open) - 1:
                    return None
                opening = self.open[depth]
                del self.open[depth:]
                return opening
        return None

    def _pair(self, opening: _Quote, place: int) -> None:
        marks = quotation_marks(self._language(opening.place))
        # As typed, double is outer and single inner, and each within its own kind the other.
        around = sum(quote.character == opening.character for quote in self.open[-_NEAR:])
        inner = (opening.character == "'") != (around % 2 == 1)
        first, last = marks[2:] if inner else marks[:2]
        self.found[opening.index] = Change(opening.place, opening.place + 1, first)
        self._change(place, place + 1, last)

    def _unpaired(self, place: int, character: str) -> str:
        return _APOSTROPHE if character == "'" else quotation_marks(self._language(place))[0]

    def _lone_closing(self, place: int, character: str) -> str:
        return _APOSTROPHE if character == "'" else quotation_marks(self._language(place))[1]


def _dashes(count: int) -> str:
    """Two hyphens an en dash, three an em dash, more as many as are in them."""
    if count % 3 == 0:
        return "—" * (count // 3)
    if count % 2 == 0:
        return "–" * (count // 2)
    return "—" * (count // 3 - (count % 3 == 1)) + "–" * (1 if count % 3 == 2 else 2)
