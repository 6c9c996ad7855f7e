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

from jinja2 import (
    BaseLoader,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.files import STYLES, Refused
from briefing_build.html import language_attributes
from briefing_build.source import SourceFile
from briefing_build.terms import printed_date, term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.manuscript import Manuscript
    from briefing_build.settings import Settings

MAX_TEMPLATE = 256 * 1024
MAX_OUTPUT = 64 * 1024**2
_MAX_REPEATED = 1_000_000
_MAX_STEPS = 300_000
# A width of a billion takes a billion bytes, in C, where nobody counts.
_FILTERS = ("center", "format", "indent", "wordwrap", "batch", "slice", "replace")
_METHODS = frozenset(
    "center expandtabs format format_map join ljust replace rjust to_bytes translate zfill".split()
)


def render(
    name: str,
    values: Mapping[str, Any],
    manuscript: Manuscript,
    found: Diagnostics,
    harm_in: Callable[[str], str] = lambda _: "",
) -> Markup:
    """The page that template `name` makes of `values`.

    Templates also see `settings`, `term(name)` and `printed(date)` in the briefing's language,
    and `language_attributes(tag)`. `harm_in` says why a page that a project's template had a part
    in is not to be passed on.
    """
    sources = _Sources(manuscript, found)
    try:
        return _render(name, values, sources, harm_in)
    except (TemplateError, _Refusal, ArithmeticError, LookupError, RecursionError, TypeError,
            ValueError) as error:  # fmt: skip
        source, line = sources.place_of(error)
        if source is None:
            raise
        _report(error, source, line, found)
    return _render(name, values, _Sources(manuscript, found, only_ours=True), harm_in)


def _render(
    name: str, values: Mapping[str, Any], sources: _Sources, harm_in: Callable[[str], str]
) -> Markup:
    settings = sources.manuscript.settings

    def printed(day: date) -> str:
        return printed_date(day, settings.language)

    def word(name: str) -> str:
        return term(name, settings.language)

    environment = _Sandbox(FunctionLoader(sources.load))
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
    page = Markup("").join(map(Markup, written))
    if sources.read and (harm := harm_in(page)):
        raise _Refusal(harm)
    return page


class _Refusal(Exception):
    """What a template may not do."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's own, which also counts what is made by repeating, and how often anything is."""

    intercepted_binops = frozenset(["*", "**", "%", "+"])

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=0,
        )
        self.steps = 0
        self.filters |= {
            "bounded": self._bounded,
            "counted": self._counted,
            "join": self._joined,
        }
        for name in _FILTERS:
            del self.filters[name]

    def _counted(self, things: Iterable[Any]) -> Iterator[Any]:
        for thing in things:
            self._step()
            yield thing

    def _bounded(self, value: Any) -> Any:
        if hasattr(value, "__len__") and len(value) > _MAX_REPEATED:
            raise SecurityError("too much is put together")
        return value

    def _joined(self, things: Iterable[Any], between: str = "") -> Markup:
        """As Jinja's `join`, which escapes what is no markup, of things that are not too many."""
        parts = [escape(self._bounded(thing)) for thing in self._counted(things)]
        if sum(len(part) + len(between) for part in parts) > _MAX_REPEATED:
            raise SecurityError("too much is put together")
        return escape(between).join(parts)

    def _step(self) -> None:
        self.steps += 1
        if self.steps > _MAX_STEPS:
            raise SecurityError(f"more than {_MAX_STEPS:,} steps")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Parsed as Jinja does; what is looped over is then counted, what is joined is measured."""
        template = super()._parse(source, name, filename)
        for loop in template.find_all(nodes.For):
            loop.iter = _filtered(loop.iter, "counted")
        for joined in template.find_all(nodes.Concat):
            joined.nodes = [_filtered(part, "bounded") for part in joined.nodes]
        return template

    def wrap_str_format(self, value: Any) -> None:
        """Leaves `format` to `is_safe_attribute`, which refuses it."""

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805, PYI063
        # Jinja's names: what templates hand over may be called anything else.
        __self._step()
        return super().call(__context, __obj, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str | int) and attr in _METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**":
            raise SecurityError("`**` is not for templates")
        if operator == "%" and isinstance(left, str):
            raise SecurityError("`%` is not for words in templates")
        if operator == "+" and hasattr(left, "__len__") and hasattr(right, "__len__"):
            self._bounded(left)
            self._bounded(right)
        for text, times in ((left, right), (right, left)):
            is_repeated = hasattr(text, "__len__") and isinstance(times, int)
            if is_repeated and len(text) * times > _MAX_REPEATED:
                raise SecurityError("too much is repeated")
        return super().call_binop(context, operator, left, right)


def _filtered(value: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)


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


# Words that pages of both kinds have


def how_to_cite(settings: Settings) -> str:
    """The briefing as an entry in somebody else's bibliography."""
    title = f"{settings.title}: {settings.subtitle}" if settings.subtitle else settings.title
    day = settings.updated or settings.published
    parts = (
        ", ".join(settings.authors) or settings.organisation,
        title,
        settings.organisation if settings.authors else "",
        printed_date(day, settings.language) if day else "",
    )
    words = [part.rstrip(".") for part in parts if part]
    return ". ".join(words) + "."
