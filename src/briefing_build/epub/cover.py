"""The picture that stands for the book on a shelf: its title, drawn with the package's fonts.

Reading systems want a raster. Words in a script that the fonts lack are left out rather than
drawn as boxes: the title page has them.
"""

from __future__ import annotations

from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING

from briefing_build.epub.fonts import letters_of
from briefing_build.terms import printed_date

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

    from briefing_build.manuscript import Manuscript

WIDTH, HEIGHT = 1600, 2400
_MARGIN = 150
_BRAND, _PAPER, _QUIET = "#17365d", "#ffffff", "#4c5561"
_SANS = "source-sans-3/SourceSans3-Semibold.ttf"
_SERIF = "gentium-book-plus/GentiumBookPlus-Regular.ttf"
_LINES = 7


def draw_cover(manuscript: Manuscript) -> bytes:
    """A PNG, the same for the same settings."""
    from PIL import Image, ImageDraw

    settings = manuscript.settings
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 36), fill=_BRAND)
    draw.rectangle((_MARGIN, 2120, WIDTH - _MARGIN, 2123), fill=_QUIET)
    _write(draw, settings.organisation, 150, (_SANS, 58), _BRAND, lines=2)
    below = _write(draw, settings.title, 520, (_SANS, _title_size(settings.title)), _BRAND)
    below = _write(draw, settings.subtitle, below + 70, (_SERIF, 76), "black", lines=5)
    _write(draw, ", ".join(settings.authors), below + 90, (_SANS, 56), "black", lines=3)
    day = settings.updated or settings.published
    words = " · ".join(
        part
        for part in (printed_date(day, settings.language) if day else "", settings.status)
        if part
    )
    _write(draw, words, 2160, (_SANS, 50), _QUIET, lines=2)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _title_size(title: str) -> int:
    return 150 if len(title) <= 40 else 122 if len(title) <= 90 else 96


def _write(
    draw: ImageDraw, text: str, top: int, face: tuple[str, int], colour: str, lines: int = _LINES
) -> int:
    """Writes words from `top` down, and says where they end."""
    from PIL import ImageFont

    text = " ".join(text.split())
    path, size = face
    if not text or not {ord(letter) for letter in text} <= letters_of(path):
        return top
    data = (resources.files("briefing_build") / "fonts").joinpath(path).read_bytes()
    # Kerning as every build of Pillow has it; another engine is not on every machine.
    font = ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
    for line in _broken(text, font, lines):
        draw.text((_MARGIN, top), line, font=font, fill=colour)
        top += round(size * 1.22)
    return top


def _broken(text: str, font: FreeTypeFont, most: int) -> list[str]:
    """The text in lines of the cover's width; what is left over becomes dots."""
    lines: list[str] = [""]
    for word in text[:1000].split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH - 2 * _MARGIN:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [_cut_off(line, font) for line in lines]


def _cut_off(line: str, font: FreeTypeFont) -> str:
    """One word may be longer than the cover is wide."""
    while font.getlength(line) > WIDTH - 2 * _MARGIN:
        line = line[:-2] + "…"
    return line
