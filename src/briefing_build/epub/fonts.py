"""The letters that a book uses, cut out of the fonts of the package.

What is cut is a modified version, which may not keep a reserved name (SIL Open Font License 1.1,
3), so the families have names of our own; the copyright and the licence stay inside each font.
The fonts in the package are never changed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from io import BytesIO

FAMILIES = (
    ("Briefing Serif", "gentium-book-plus/GentiumBookPlus-Regular.ttf", 400, "normal"),
    ("Briefing Serif", "gentium-book-plus/GentiumBookPlus-Italic.ttf", 400, "italic"),
    ("Briefing Serif", "gentium-book-plus/GentiumBookPlus-Bold.ttf", 700, "normal"),
    ("Briefing Sans", "source-sans-3/SourceSans3-Semibold.ttf", 600, "normal"),
    ("Briefing Armenian", "noto/NotoSerifArmenian-Regular.ttf", 400, "normal"),
    ("Briefing Georgian", "noto/NotoSerifGeorgian-Regular.ttf", 400, "normal"),
    ("Briefing Arabic", "noto/NotoNaskhArabic-Regular.ttf", 400, "normal"),
)
# Letters, marks, ligatures: what words need to be spelt rightly, and no more.
_FEATURES = ("kern", "liga", "clig", "ccmp", "locl", "mark", "mkmk", "calt", "rlig", "init", "medi",
             "fina", "isol")  # fmt: skip
_COPYRIGHT, _LICENCE, _LICENCE_ADDRESS = 0, 13, 14
_FAMILY, _STYLE, _FULL_NAME, _POSTSCRIPT_NAME = 1, 2, 4, 6


@dataclass(frozen=True, slots=True)
class FontFile:
    id: str
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Fonts:
    """Fonts, and the rules of a style sheet that name them."""

    files: tuple[FontFile, ...]
    css: str


def embedded_fonts(text: str) -> Fonts:
    """The faces that have letters of `text`, each with these letters only."""
    wanted = {ord(letter) for letter in text if letter.isprintable()}
    files: list[FontFile] = []
    css = [f"/* {_notice()} */"]
    serif = letters_of(FAMILIES[0][1])
    for family, path, weight, style in FAMILIES:
        letters = wanted & letters_of(path)
        if "noto" in path:  # for what the text's own face lacks
            letters -= serif
        if not letters:
            continue
        name = f"{family.replace(' ', '')}-{weight}{'i' if style == 'italic' else ''}"
        data = _cut(path, frozenset(letters), family)
        files.append(FontFile(f"font-{len(files) + 1}", f"fonts/{name}.ttf", data))
        css.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {weight}; font-style: {style}; '
            f'src: url("fonts/{name}.ttf") }}'
        )
    return Fonts(tuple(files), "\n".join(css))


def _notice() -> str:
    return (
        "The fonts in this book are cut from others and renamed, under the SIL Open Font License "
        "1.1 (http://scripts.sil.org/OFL): Gentium Book Plus, copyright 2003-2022 SIL "
        "International; Source Sans 3, copyright 2010-2024 Adobe; Noto, copyright 2015-2020 "
        "Google LLC. Each font holds its copyright and its licence."
    )


def _read(path: str) -> bytes:
    return (resources.files("briefing_build") / "fonts").joinpath(path).read_bytes()


@lru_cache
def letters_of(path: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # slow to import

    return frozenset(TTFont(BytesIO(_read(path)), lazy=True).getBestCmap())


@lru_cache(maxsize=32)
def _cut(path: str, letters: frozenset[int], family: str) -> bytes:
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont

    # Tables of Graphite, which it drops, are no news to anybody who builds a book.
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    options = Options()
    options.hinting = False
    options.layout_features = list(_FEATURES)
    options.name_IDs = [_COPYRIGHT, _LICENCE, _LICENCE_ADDRESS]
    options.drop_tables += ["FFTM", "Silf", "Sill", "Silt", "Feat", "Glat", "Gloc"]
    # Without this the time of the build would be written into each font.
    font = TTFont(BytesIO(_read(path)), recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters | {0x20, 0xA0})
    subsetter.subset(font)
    style = path.rpartition("-")[2].removesuffix(".ttf")
    for number, words in (
        (_FAMILY, family),
        (_STYLE, "Regular"),
        (_FULL_NAME, f"{family} {style}"),
        (_POSTSCRIPT_NAME, f"{family.replace(' ', '')}-{style}"),
    ):
        font["name"].setName(words, number, 3, 1, 0x409)
    out = BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()
