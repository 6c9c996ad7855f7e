"""Which style sheets a briefing has, and which of them are fit to be used.

A theme is a folder in `themes/`; after it come the `.css` files of the project's `styles/`, in the
order of their names. A project's sheet is looked at before the layout engine sees it: what makes
an engine run for hours, or for ever, is refused with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.files import Refused
from briefing_build.pages import STYLES
from briefing_build.source import SourceFile

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.manuscript import Manuscript
    from briefing_build.source import Span

MAX_STYLE_SHEET = 1024**2
MAX_NESTING = 30
MAX_EXPANSION = 10_000
MAX_LENGTH = 100_000
DEFAULT_THEME = "institutional"


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet; `address` is what its own addresses are relative to."""

    source: SourceFile
    address: str
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class Styles:
    """The style sheets of a briefing in the order in which they apply, and their theme."""

    theme: str
    sheets: tuple[StyleSheet, ...]


def styles_of(manuscript: Manuscript, found: Diagnostics) -> Styles:
    """The style sheets of a briefing; a theme that does not exist is reported."""
    settings = manuscript.settings
    theme = settings.theme
    if theme not in themes():
        found.report(
            rules.INVALID_SETTING,
            f"there is no theme `{theme}`",
            Label(settings.span("briefing.theme")),
            help="the themes are " + ", ".join(f"`{name}`" for name in themes()),
        )
        theme = DEFAULT_THEME
    names = ("fonts.css", "print.css", f"{settings.paper.lower()}.css")
    ours = tuple(_of_theme(theme, name) for name in names)
    paths = (path for path in manuscript.files.names(STYLES) if path.endswith(".css"))
    theirs = (read_style_sheet(path, manuscript, found) for path in paths)
    return Styles(theme, ours + tuple(sheet for sheet in theirs if sheet is not None))


def themes() -> tuple[str, ...]:
    """The names of the themes that come with the package."""
    return tuple(sorted(folder.name for folder in _themes().iterdir() if folder.is_dir()))


def _themes() -> Traversable:
    return resources.files("briefing_build") / "themes"


def _of_theme(theme: str, name: str) -> StyleSheet:
    text = (_themes() / theme / name).read_text(encoding="utf-8")
    return StyleSheet(SourceFile(f"<{theme}>/{name}", text), f"theme/{name}")


def read_style_sheet(
    path: str, manuscript: Manuscript, found: Diagnostics, place: Label | None = None
) -> StyleSheet | None:
    """A style sheet of the project; None if it is not fit to be used, which is reported.

    `place` is where another names it, if one does.
    """
    try:
        text = manuscript.files.read(path, MAX_STYLE_SHEET).decode("utf-8")
    except (Refused, UnicodeDecodeError, FileNotFoundError) as error:
        rule = error.rule if isinstance(error, Refused) else rules.STYLE_REFUSED
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else str(error)
        place = place or Label(manuscript.settings.source.span(0, 0))
        found.report(rule, f"`{path}` is not read: {reason}", place)
        return None
    source = SourceFile(path, text)
    faults = [fault for find in _FAULTS if (fault := find(source))]
    for span, reason in faults:
        found.report(rules.STYLE_REFUSED, f"`{path}` is not used: {reason}", Label(span))
    return None if faults else StyleSheet(source, path, is_ours=False)


# What makes a style sheet unfit

_Fault = tuple["Span", str]


def _nesting(source: SourceFile) -> _Fault | None:
    depth = 0
    for bracket in re.finditer(r"[\[({})\]]", source.text):
        depth += 1 if bracket[0] in "[({" else -1
        if depth > MAX_NESTING:
            return source.span(*bracket.span()), f"brackets are nested more than {MAX_NESTING} deep"
    return None


_LENGTH = re.compile(
    r"(?<![\w#.-])[-+]?(\d*\.?\d+(?:e[-+]?\d+)?)(?:[a-z]{2,4}|%|q)\b", re.IGNORECASE
)


def _length(source: SourceFile) -> _Fault | None:
    for length in _LENGTH.finditer(source.text):
        if abs(float(length[1])) > MAX_LENGTH:
            return source.span(*length.span()), f"a length is more than {MAX_LENGTH}"
    return None


_DEFINITION = re.compile(r"(--[\w-]+)\s*:([^;{}]*)")
_USE = re.compile(r"var\(\s*(--[\w-]+)")


def _expansion(source: SourceFile) -> _Fault | None:
    """Variables that stand for many others, which stand for many others."""
    uses: dict[str, list[str]] = {}
    places: dict[str, Span] = {}
    for definition in _DEFINITION.finditer(source.text):
        name = definition[1]
        uses.setdefault(name, []).extend(_USE.findall(definition[2]))
        places[name] = source.span(*definition.span(1))
    sizes: dict[str, int] = {}
    for name in uses:
        if _size(name, uses, sizes) > MAX_EXPANSION:
            return places[name], f"`{name}` stands for more than {MAX_EXPANSION} other values"
    return None


def _size(name: str, uses: dict[str, list[str]], sizes: dict[str, int]) -> int:
    """How many values a variable comes to; one that leads back to itself has no end."""
    stack = [name]
    while stack:
        top = stack[-1]
        waiting = [use for use in uses.get(top, ()) if use not in sizes]
        if sizes.get(top) is not None:
            stack.pop()
        elif not waiting:
            sizes[top] = 1 + sum(sizes[use] for use in uses.get(top, ()))
            stack.pop()
        elif waiting[0] in stack:
            sizes[top] = MAX_EXPANSION + 1
        else:
            stack.append(waiting[0])
    return sizes[name]


_FAULTS = (_nesting, _length, _expansion)
