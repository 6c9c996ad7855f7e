"""Briefings of many kinds as PDFs, to be shown to validators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import briefing_build as stages
from briefing_build.diagnostics import Diagnostics
from briefing_build.files import MemoryFiles
from briefing_build.manuscript import read_manuscript
from briefing_build.pdf import Layout

HERE = Path(__file__).parent


def laid_out(files: Mapping[str, bytes], found: Diagnostics | None = None) -> Layout:
    """A project given as files, through all stages."""
    found = Diagnostics() if found is None else found
    manuscript = read_manuscript(MemoryFiles(files), found)
    layout = stages.lay_out(stages.cite(stages.check(manuscript, found), found), found)
    assert layout is not None
    return layout


def folder(name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (HERE / name).iterdir() if path.is_file()}


def gibbon() -> bytes:
    settings = b'[briefing]\ntitle = "The Decline and Fall of the Roman Empire"\n'
    return laid_out({"briefing.toml": settings, **folder("gibbon10")}).pdf


def wide_tables_and_code() -> bytes:
    """Tables of 6 to 12 columns and 60 rows, with heads of rows, and code with long lines."""
    parts = ["# Tables and code"]
    for columns in (6, 9, 12):
        rows = [[f"Row {row}", *("some words" for _ in range(columns - 1))] for row in range(60)]
        table = [[f"Column {at}" for at in range(columns)], ["---"] * columns, *rows]
        parts.append("\n".join(f"| {' | '.join(cells)} |" for cells in table))
        parts.append(f": Wide.[^{columns}] {{#tbl:t{columns} .row-heads}}")
        parts.append(f"[^{columns}]: From somewhere.")
        lines = "\n".join(f"def f{line}(one): return {'one + ' * 20}{line}" for line in range(40))
        parts.append(f"```python\n{lines}\n```")
    return laid_out({"briefing.toml": b'[briefing]\ntitle = "T"\n', "01.md": _md(*parts)}).pdf


def russian() -> bytes:
    """Cyrillic, with Azerbaijani, Georgian, Armenian, Arabic and Greek in text and notes."""
    settings = '[briefing]\ntitle = "Россия и Азербайджан"\nlanguage = "ru"\n'
    return laid_out({"briefing.toml": settings.encode(), "01.md": _md(*_RUSSIAN)}).pdf


_RUSSIAN = (
    "# Введение[^0]",
    (
        "Первое предложение.[^1] Второе: [Zəngəzur dəhlizi]{lang=az}, [ქართული ენა]{lang=ka}, "
        "[հայերեն լեզու]{lang=hy}, [الإتفاق على النقل]{lang=ar}, [πολυτονικὸν ἀρχή]{lang=el}. "
        "Цены: 5 ₽, 6 ₼, 7 ₾. Ḥusayn ʿAlī, Čečenija, ā̆ x̣ ṣ́ ə̄."
    ),
    "[^0]: Сноска в заголовке.",
    "[^1]: Сноска: [بيان مشترك حول العبور]{lang=ar}, 2020; [საქართველოს მთავრობა]{lang=ka}.",
    "| Год | Объём |\n|-----|-------|\n| 1990 | 1,5 |",
    "> [يجب أن تتوقف القطارات عند الحدود.]{lang=ar}[^2]",
    "[^2]: Примечание к цитате — «ёлочки» и „лапки“.",
)


def arabic() -> bytes:
    settings = '[briefing]\ntitle = "اتفاق النقل"\nlanguage = "ar"\n'
    text = ("# مقدمة", "الجملة الأولى.[^1] الجملة الثانية مع *تأكيد* و`code`.", "[^1]: حاشية أولى.")
    return laid_out({"briefing.toml": settings.encode(), "01.md": _md(*text)}).pdf


def odd() -> bytes:
    """What is seldom written: a picture in a heading, a table of a head alone, lists in lists."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1" width="20" height="10"/>'
    settings = b'[briefing]\ntitle = "Odd"\n'
    return laid_out({"briefing.toml": settings, "01.md": _md(*_ODD), "a.svg": svg}).pdf


_ODD = (
    '# ![x](a.svg){alt="A picture"} in a heading^[An inline note.] {#odd}',
    "###### Six\n\n#",
    '[![y](a.svg){alt="A linked one"}](https://example.org/) and [a **bold *one* `c`**[^1]](#odd).',
    "[^1]: > Quoted.\n\n    Term\n    :   Answer\n\n    1. one\n    2. two",
    "| only | a head |\n|---|---|",
    "| a | b | c |\n|---|---|---|\n| short |\n| 1 | 2 | 3 | 4 |",
    "One\nTwo\n:   First\n:   Second\n\n    > quoted",
    "7. seven\n\n   - - - nested\n   -",
    "::: {.epigraph}\nSing, goddess.\n\nHomer\n:::",
    "::: {.chronology}\n1990\n:   It began.[^2]\n:::",
    "[^2]: Yes.",
    "![](a.svg){.decorative} [x]{lang=de}[^2][^3] soft\u00adhyphen zero\u200bwidth\n\n***",
    "[^3]: " + "words " * 600,
)


def _md(*parts: str) -> bytes:
    return "\n\n".join(parts).encode()


CASES: Mapping[str, Callable[[], bytes]] = {
    "everything": lambda: laid_out(folder("tagged")).pdf,
    "nasty": lambda: laid_out(folder("nasty")).pdf,
    "sample": lambda: laid_out(folder("sample")).pdf,
    "gibbon": gibbon,
    "wide tables and code": wide_tables_and_code,
    "russian": russian,
    "arabic": arabic,
    "odd": odd,
}
