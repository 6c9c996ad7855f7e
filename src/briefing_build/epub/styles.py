"""The style sheet of a book: fonts, the theme's rules, then those of the project.

A project's rules for the screen are the `.css` files in `styles/epub/`. They are held to what
print allows, and may ask for no other file: a book carries what its theme and its chapters bring.
"""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.files import STYLES
from briefing_build.pdf.styles import DEFAULT_THEME, read_style_sheet, themes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.manuscript import Manuscript

STYLE_SHEET = "screen.css"
_ASKS = re.compile(r"url\s*\(|@import|@namespace|image-set\s*\(|expression\s*\(", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


def style_sheet(manuscript: Manuscript, fonts: str, found: Diagnostics) -> bytes:
    """The one style sheet of the book; what is refused of the project's is reported."""
    theme = manuscript.settings.theme
    folder = resources.files("briefing_build") / "themes"
    name = theme if theme in themes() else DEFAULT_THEME
    ours = folder.joinpath(name, STYLE_SHEET).read_text(encoding="utf-8")
    return "\n".join((fonts, ours, *_theirs(manuscript, found))).encode()


def _theirs(manuscript: Manuscript, found: Diagnostics) -> Iterator[str]:
    for path in manuscript.files.names(f"{STYLES}/epub"):
        if not path.endswith(".css"):
            continue
        sheet = read_style_sheet(path, manuscript, found)
        if sheet is None:
            continue
        # A comment keeps its length, so that places stay true.
        text = _COMMENT.sub(lambda comment: " " * len(comment[0]), sheet.source.text)
        if (asks := _ASKS.search(text)) or (asks := _hidden(text)):
            found.report(
                rules.STYLE_REFUSED,
                f"`{path}` is not used: it asks for another file",
                Label(sheet.source.span(*asks.span())),
                help="put pictures into the chapters; fonts come with the theme",
            )
        else:
            yield text


def _hidden(text: str) -> re.Match[str] | None:
    """The first escaped letter, if the letters so written ask for a file: `u\\72l(…)`."""
    plain = _ESCAPED.sub(lambda letter: letter[2] or _letter(letter[1]), text)
    return _ESCAPED.search(text) if _ASKS.search(plain) else None


def _letter(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if number < 0x110000 else "\ufffd"
