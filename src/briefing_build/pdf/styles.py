"""Which style sheets a briefing has, and which of them are fit to be used.

A theme is a folder in `themes/`; after it come the `.css` files of the project's `styles/`, in the
order of their names. A project's sheet is looked at before the layout engine sees it: what makes
an engine run for hours, or for ever, is refused with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.files import STYLES, Refused
from briefing_build.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    faults = list(_faults(source))
    for span, reason in faults:
        found.report(rules.STYLE_REFUSED, f"`{path}` is not used: {reason}", Label(span))
    return None if faults else StyleSheet(source, path, is_ours=False)


# What makes a style sheet unfit. It is read by the engine's own tokenizer: an escape, a comment or
# a quotation mark would deceive any other.

_Fault = tuple["Span", str]


def _faults(source: SourceFile) -> Iterator[_Fault]:
    lists = list(_lists(source))
    for depth, tokens in lists:
        if depth > MAX_NESTING:
            place = _place(tokens[0], source) if tokens else source.span(0, 0)
            yield place, f"brackets are nested more than {MAX_NESTING} deep"
            return
    for _, tokens in lists:
        if token := next(filter(_is_endless, tokens), None):
            yield _place(token, source), f"a length is more than {MAX_LENGTH}"
            break
    yield from _expansion(source, [tokens for _, tokens in lists])


def _lists(source: SourceFile) -> Iterator[tuple[int, list[Any]]]:
    """The tokens of a sheet, and those inside each pair of brackets, with how deep they are."""
    from tinycss2 import parse_component_value_list

    waiting = [(0, parse_component_value_list(source.text, skip_comments=True))]
    while waiting:
        depth, tokens = waiting.pop()
        yield depth, tokens
        for token in tokens:
            inside = getattr(token, "arguments", None) or getattr(token, "content", None)
            if inside:
                waiting.append((depth + 1, inside))


def _is_endless(token: Any) -> bool:
    return token.type in {"dimension", "percentage"} and not abs(token.value) <= MAX_LENGTH


def _place(token: Any, source: SourceFile) -> Span:
    """Where a token begins; the tokenizer counts lines as browsers do."""
    line = min(token.source_line, len(source.line_starts))
    start = min(source.line_starts[line - 1] + token.source_column - 1, len(source.text))
    word = re.compile(r"[^\s;:{}()]*").match(source.text, start)
    return source.span(start, word.end() if word else start)


def _expansion(source: SourceFile, lists: list[list[Any]]) -> Iterator[_Fault]:
    """Variables that stand for many others, which stand for many others."""
    uses: dict[str, list[str]] = {}
    places: dict[str, Any] = {}
    for tokens in lists:
        for name, value in _definitions(tokens):
            uses.setdefault(name.value, []).extend(_variables(value))
            places[name.value] = name
    sizes: dict[str, int] = {}
    for name, place in places.items():
        if _size(name, uses, sizes) > MAX_EXPANSION:
            reason = f"`{name}` stands for more than {MAX_EXPANSION} other values"
            yield _place(place, source), reason
            return


def _definitions(tokens: list[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """The variables that are defined among tokens, each with the tokens of its value."""
    words = [token for token in tokens if token.type != "whitespace"]
    at = 0
    while at + 1 < len(words):
        name, colon = words[at : at + 2]
        at += 1
        if name.type == "ident" and name.value.startswith("--") and colon == ":":
            end = next((n for n in range(at, len(words)) if words[n] == ";"), len(words))
            yield name, words[at + 1 : end]
            at = end


def _variables(tokens: list[Any]) -> Iterator[str]:
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type == "ident" and token.value.startswith("--"):
            yield token.value
        waiting.extend(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


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
