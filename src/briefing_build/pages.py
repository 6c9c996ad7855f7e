"""Pages around the text: Jinja templates, those of the package and those of the project.

A template in the project's `styles/` wins over ours of the same name. Templates run in Jinja's
sandbox and see only what they are handed. What is wrong with a project's template is reported
with its line, and ours takes its place.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.files import Refused
from briefing_build.html import language_attributes
from briefing_build.source import SourceFile
from briefing_build.terms import printed_date, term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.manuscript import Manuscript

STYLES = "styles"
MAX_TEMPLATE = 256 * 1024
MAX_OUTPUT = 64 * 1024**2
_MAX_REPEATED = 1_000_000


def render(
    name: str, values: Mapping[str, Any], manuscript: Manuscript, found: Diagnostics
) -> Markup:
    """The page that template `name` makes of `values`.

    Templates also see `settings`, `term(name)` and `printed(date)` in the briefing's language,
    and `language_attributes(tag)`.
    """
    sources = _Sources(manuscript, found)
    try:
        return _render(name, values, sources)
    except (TemplateError, _Refusal, ArithmeticError, TypeError, ValueError) as error:
        source, line = sources.place_of(error)
        if source is None:
            raise
        _report(error, source, line, found)
    return _render(name, values, _Sources(manuscript, found, only_ours=True))


def _render(name: str, values: Mapping[str, Any], sources: _Sources) -> Markup:
    settings = sources.manuscript.settings

    def printed(day: date) -> str:
        return printed_date(day, settings.language)

    def word(name: str) -> str:
        return term(name, settings.language)

    environment = _Sandbox(
        loader=FunctionLoader(sources.load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=0,
    )
    environment.globals.update(
        settings=settings, printed=printed, term=word, language_attributes=language_attributes
    )
    written: list[str] = []
    size = 0
    for piece in environment.get_template(name).generate(**values):
        size += len(piece)
        if size > MAX_OUTPUT:
            raise _Refusal(f"the page is larger than {MAX_OUTPUT // 1024**2} MiB")
        written.append(piece)
    # Written by a template that escapes whatever is not markup already.
    return Markup("").join(map(Markup, written))


class _Refusal(Exception):
    """What a template may not do."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's own, which also counts what is made by repeating."""

    intercepted_binops = frozenset(["*", "**"])

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**":
            raise SecurityError("`**` is not for templates")
        for text, times in ((left, right), (right, left)):
            is_repeated = hasattr(text, "__len__") and isinstance(times, int)
            if is_repeated and len(text) * times > _MAX_REPEATED:
                raise SecurityError("too much is repeated")
        return super().call_binop(context, operator, left, right)


@dataclass(slots=True)
class _Sources:
    """Finds templates by name, and remembers which of them are the project's."""

    manuscript: Manuscript
    found: Diagnostics
    only_ours: bool = False
    read: dict[str, SourceFile] = field(default_factory=dict)

    def load(self, name: str) -> tuple[str, str, None] | None:
        if not self.only_ours:
            theirs = self._of_project(name)
            if theirs is not None:
                return theirs.text, theirs.path, None
        try:
            return _shipped(name), f"<{name}>", None
        except (FileNotFoundError, IsADirectoryError):
            return None

    def _of_project(self, name: str) -> SourceFile | None:
        path = f"{STYLES}/{name}"
        if path not in self.manuscript.files.names(path.rpartition("/")[0]):
            return None
        try:
            text = self.manuscript.files.read(path, MAX_TEMPLATE).decode("utf-8")
        except (Refused, UnicodeDecodeError) as error:
            settings = self.manuscript.settings
            rule = error.rule if isinstance(error, Refused) else rules.STYLE_REFUSED
            self.found.report(rule, f"`{path}` is not read: {error}", Label(settings.span("")))
            return None
        self.read[path] = SourceFile(path, text)
        return self.read[path]

    def place_of(self, error: BaseException) -> tuple[SourceFile | None, int]:
        """The project's template, and the line in it, from which an error comes."""
        if isinstance(error, TemplateSyntaxError):
            return self.read.get(error.filename or ""), error.lineno
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in self.read:
                return self.read[frame.filename], frame.lineno or 1
        # An error in one of our templates while the project has its own: theirs included it,
        # or lacks what ours expects.
        return next(iter(self.read.values()), None), 1


def _report(error: Exception, source: SourceFile, line: int, found: Diagnostics) -> None:
    line = min(max(line, 1), len(source.line_starts))
    start = source.line_starts[line - 1]
    span = source.span(start, start + len(source.line(line)))
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    found.report(
        rules.STYLE_REFUSED,
        f"the template `{source.path}` cannot be used: {reason}",
        Label(span),
        help="the template that comes with the package was used in its place",
    )


def _shipped(name: str) -> str:
    parts = name.split("/")
    if any(part in {"", ".", ".."} for part in parts):
        raise FileNotFoundError(name)
    folder = resources.files("briefing_build") / "templates"
    return folder.joinpath(*parts).read_text(encoding="utf-8")
