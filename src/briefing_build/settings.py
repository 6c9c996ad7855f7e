"""`briefing.toml` to settings, every value with its place.

A setting that does not exist or has a wrong value is a diagnostic with line and column, and the
default is used in its place. What tomllib cannot read at all is a `BriefingError`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any, Literal

from briefing_build import rules
from briefing_build.diagnostics import BriefingError, Diagnostics, Label
from briefing_build.rules import RULES, Severity
from briefing_build.source import SourceFile, Span

SETTINGS_FILE = "briefing.toml"
DEFAULT_STYLE = "chicago-notes-bibliography"
SOURCE_CLASSES = (
    "official", "wire", "broadcaster", "think-tank", "academic", "reference", "social", "other",
)  # fmt: skip
"""What an entry's `sourceclass` may be, in the order in which a bibliography has them."""
FURTHER_READING = "further_reading"
_MAX_KEY_PARTS = 16


@dataclass(frozen=True, slots=True)
class Settings:
    """What an author decides once for the whole briefing.

    Paths are as written, relative to the folder of `briefing.toml`; `chapters` is empty when the
    files in that folder are to be taken in the order of their names, and `bibliography` when one
    is to be looked for. `class_order` has every class of source, and `class_headings` those whose
    heading is not the usual one. `names` has for each name the spellings that are not to be used.
    """

    source: SourceFile
    title: str = "Untitled briefing"
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    organisation: str = ""
    language: str = "en-GB"
    published: date | None = None
    updated: date | None = None
    as_of: date | None = None
    status: str = ""
    chapters: tuple[str, ...] = ()
    bibliography: tuple[str, ...] = ()
    theme: str = "institutional"
    style: str = DEFAULT_STYLE
    numbering: Literal["chapter", "document"] = "chapter"
    bibliography_title: str = ""
    grouping: Literal["none", "class", "chapter"] = "none"
    class_order: tuple[str, ...] = SOURCE_CLASSES
    class_headings: Mapping[str, str] = field(default_factory=dict)
    annotations: bool = False
    further_reading: Literal["apart", "among"] = "apart"
    formats: tuple[str, ...] = ("pdf", "epub")
    paper: Literal["A4", "Letter"] = "A4"
    directory: str = "build"
    name: str = ""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known_acronyms: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    spans: Mapping[str, Span] = field(default_factory=dict, repr=False)

    def span(self, setting: str) -> Span:
        """Where a setting such as `citations.style` has its value; the file's start if nowhere."""
        return self.spans.get(setting, self.source.span(0, 0))


def parse_settings(source: SourceFile, found: Diagnostics) -> Settings:
    """The settings in `source`, with defaults for what is absent or wrong."""
    tables = read_toml(source)
    places = _places(source)
    values: dict[str, Any] = {}
    for path, (attribute, read) in _SETTINGS.items():
        table, _, key = path.partition(".")
        if isinstance(tables.get(table), dict) and key in tables[table]:
            value = _checked(read, tables[table][key], path, places, found)
            if value is not None:
                values[attribute] = value
    _report_unknown(tables, places, found)
    if "title" not in tables.get("briefing", {}):
        found.report(
            rules.INVALID_SETTING,
            "the briefing has no title",
            at=Label(places.key("briefing")),
            help='write `title = "…"` under `[briefing]`; all other settings may be left out',
        )
    values["severities"] = _severities(tables.get("rules", {}), places, found)
    values["names"] = _names(tables.get("names", {}), places, found)
    list_of_works = tables.get("bibliography")
    if isinstance(list_of_works, dict) and "headings" in list_of_works:
        values["class_headings"] = _headings(list_of_works["headings"], places, found)
    values.setdefault("name", _slug(values.get("title", "briefing")))
    return Settings(source, spans=places.values, **values)


# What may be set


class _Wrong(ValueError):
    """A value that will not do; its words say what would, and `part` is what is wrong with it."""

    def __init__(self, wanted: str, part: str = "", advice: str | None = None) -> None:
        super().__init__(wanted)
        self.part = part
        self.advice = advice


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong("words in quotation marks")
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise _Wrong('a list of words in quotation marks, `["…", "…"]`')
    return tuple(v.strip() for v in value)


def _file_or_files(value: object) -> tuple[str, ...]:
    written = value if isinstance(value, list) else [value]
    files = tuple(file.strip() for file in written if isinstance(file, str))
    if not files or not all(files) or len(files) < len(written):
        raise _Wrong('a file in quotation marks, or a list of them, `["…", "…"]`')
    return files


def _date(value: object) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _Wrong("a date such as `2026-01-31`")
    return value


def _language(value: object) -> str:
    if not isinstance(value, str) or not is_language(value):
        raise _Wrong("a language tag such as `en-GB`, `az` or `ru` (BCP 47)")
    return value


def _file_name(value: object) -> str:
    name = _text(value)
    if name in {".", ".."} or not re.fullmatch(r"[^/\\\x00-\x1f<>:\"|?*]{1,120}", name):
        raise _Wrong("a file name without its ending and without slashes")
    return name


def _folder(value: object) -> str:
    path = PurePosixPath(_text(value))
    if path.is_absolute() or ".." in path.parts or path.parts == ():
        raise _Wrong("a folder inside the project")
    return str(path)


def _one_of(*choices: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in choices:
            *others, last = (f"`{choice}`" for choice in choices)
            raise _Wrong(f"{', '.join(others)} or {last}" if others else last)
        return str(value)

    return read


def _some_of(*choices: str) -> Callable[[object], tuple[str, ...]]:
    def read(value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not value or not all(v in choices for v in value):
            raise _Wrong(f"a list such as `{list(choices)}`".replace("'", '"'))
        return tuple(dict.fromkeys(value))

    return read


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("`true` or `false`")
    return value


_ANY_CLASS = f"the classes are {', '.join(f'`{name}`' for name in SOURCE_CLASSES)}"


def _class_order(value: object) -> tuple[str, ...]:
    """All classes of source, those that are named first."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise _Wrong('a list of classes of source, `["official", "wire"]`', advice=_ANY_CLASS)
    for name in value:
        if name not in SOURCE_CLASSES:
            wanted = f"a list of classes of source, and none is called `{name}`"
            raise _Wrong(wanted, name, _near(name, SOURCE_CLASSES) or _ANY_CLASS)
    return tuple(dict.fromkeys([*value, *SOURCE_CLASSES]))


_HEADED = (*SOURCE_CLASSES, FURTHER_READING)
_SETTINGS: dict[str, tuple[str, Callable[[object], Any]]] = {
    "briefing.title": ("title", _text),
    "briefing.subtitle": ("subtitle", _text),
    "briefing.authors": ("authors", _texts),
    "briefing.organisation": ("organisation", _text),
    "briefing.language": ("language", _language),
    "briefing.published": ("published", _date),
    "briefing.updated": ("updated", _date),
    "briefing.as_of": ("as_of", _date),
    "briefing.status": ("status", _text),
    "briefing.chapters": ("chapters", _texts),
    "briefing.bibliography": ("bibliography", _file_or_files),
    "briefing.theme": ("theme", _one_of("institutional")),
    "citations.style": ("style", _text),
    "citations.numbering": ("numbering", _one_of("chapter", "document")),
    "bibliography.title": ("bibliography_title", _text),
    "bibliography.group": ("grouping", _one_of("none", "class", "chapter")),
    "bibliography.order": ("class_order", _class_order),
    "bibliography.annotations": ("annotations", _yes_or_no),
    "bibliography.further_reading": ("further_reading", _one_of("apart", "among")),
    "acronyms.known": ("known_acronyms", _texts),
    "output.formats": ("formats", _some_of("pdf", "epub")),
    "output.paper": ("paper", _one_of("A4", "Letter")),
    "output.directory": ("directory", _folder),
    "output.name": ("name", _file_name),
}
_TABLES = ("briefing", "citations", "bibliography", "names", "acronyms", "output", "rules")
_OPEN_TABLES = {"names", "rules"}
"""Tables whose keys are the author's names, or the rules'."""
_HEADINGS = "bibliography.headings"


def is_language(tag: str) -> bool:
    """Whether a tag has the form of BCP 47 (RFC 5646, 2.1), not whether it is registered."""
    return _LANGUAGE.fullmatch(tag) is not None


_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2}|-[0-9]{3})?(-[A-Za-z0-9]{4,8})*", re.ASCII
)


def _checked(
    read: Callable[[object], Any], value: object, path: str, places: _Places, found: Diagnostics
) -> Any:
    try:
        return read(value)
    except _Wrong as wrong:
        found.report(
            rules.INVALID_SETTING,
            f"`{path.rpartition('.')[2]}` should be {wrong}",
            at=Label(places.part(path, wrong.part)),
            help=wrong.advice,
        )
        return None


def _headings(table: object, places: _Places, found: Diagnostics) -> dict[str, str]:
    """What the author calls classes of source and works for further reading."""
    if not isinstance(table, dict):
        wanted = '`headings` should be a table, `[bibliography.headings]`, with `official = "…"`'
        found.report(rules.INVALID_SETTING, wanted, at=Label(places.value(_HEADINGS)))
        return {}
    headings: dict[str, str] = {}
    for name, value in table.items():
        path = f"{_HEADINGS}.{name}"
        if name not in _HEADED:
            message = f"no class of source is called `{name}`"
            _unknown(message, name, _HEADED, places.key(path), found)
        elif heading := _checked(_text, value, path, places, found):
            headings[name] = heading
    return headings


def _names(table: object, places: _Places, found: Diagnostics) -> dict[str, tuple[str, ...]]:
    """Names as they are to be written, each with its other spellings."""
    names: dict[str, tuple[str, ...]] = {}
    preferred = table if isinstance(table, dict) else {}
    seen: dict[str, str] = {name: name for name in preferred}
    for name, value in preferred.items():
        path = f"names.{name}"
        others = _checked(_spellings, value, path, places, found)
        for other in others or ():
            if seen.setdefault(other, name) != name or other == name:
                message = f"`{other}` is a spelling of `{seen[other]}` too"
                if other in preferred:
                    message = f"`{other}` is to be used and not to be used"
                found.report(rules.INVALID_SETTING, message, at=Label(places.part(path, other)))
                others = tuple(spelling for spelling in others if spelling != other)
        if others is not None:
            names[name] = others
    return names


def _spellings(value: object) -> tuple[str, ...]:
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(name, str) for name in written):
        raise _Wrong('a list of spellings that are not to be used, `["Aliev", "Əliyev"]`')
    spellings = (" ".join(name.split()) for name in written)
    return tuple(dict.fromkeys(name for name in spellings if name))


def _severities(table: object, places: _Places, found: Diagnostics) -> dict[str, Severity]:
    severities: dict[str, Severity] = {}
    for name, value in table.items() if isinstance(table, dict) else ():
        if name not in RULES:
            _unknown(f"there is no rule `{name}`", name, RULES, places.key(f"rules.{name}"), found)
            continue
        read = _one_of("error", "warning", "info", "off")
        weight = _checked(read, value, f"rules.{name}", places, found)
        if weight is not None:
            severities[name] = Severity[weight.upper()]
    return severities


def _report_unknown(tables: dict[str, Any], places: _Places, found: Diagnostics) -> None:
    for table, content in tables.items():
        if table not in _TABLES or not isinstance(content, dict):
            message = f"there is no setting `{table}`"
            _unknown(message, table, _TABLES, places.key(table), found)
        elif table not in _OPEN_TABLES:
            known = [path.partition(".")[2] for path in _SETTINGS if path.startswith(f"{table}.")]
            known += ["headings"] if table == "bibliography" else []
            for key in content:
                if key not in known:
                    message = f"there is no setting `{key}` under `[{table}]`"
                    _unknown(message, key, known, places.key(f"{table}.{key}"), found)


def _unknown(message: str, name: str, known: Iterable[str], span: Span, found: Diagnostics) -> None:
    home = next((path for path in _SETTINGS if path.endswith(f".{name}")), "")
    advice = _near(name, known)
    if home:
        advice = f"`{name}` belongs under `[{home.partition('.')[0]}]`"
    found.report(rules.UNKNOWN_SETTING, message, at=Label(span), help=advice)


def _near(name: str, known: Iterable[str]) -> str | None:
    near = get_close_matches(name, list(known), n=1)
    return f"did you mean `{near[0]}`?" if near else None


def _slug(title: str) -> str:
    return re.sub(r"[\W_]+", "-", title.lower()).strip("-")[:80] or "briefing"


# Places: tomllib tells none


@dataclass(slots=True)
class _Places:
    source: SourceFile
    keys: dict[str, Span]
    values: dict[str, Span]

    def key(self, path: str) -> Span:
        return self.keys.get(path, self.source.span(0, 0))

    def value(self, path: str) -> Span:
        return self.values.get(path, self.key(path))

    def part(self, path: str, word: str) -> Span:
        """Where a word stands in quotation marks in a value; the value's place if nowhere."""
        span = self.value(path)
        found = re.search(rf"([\"']){re.escape(word)}\1", span.text) if word else None
        if found is None:
            return span
        return self.source.span(span.start + found.start(), span.start + found.end())


_HEADER = re.compile(r"[ \t]*\[[ \t]*([\w.\"'-]+)[ \t]*\]")
_KEY = re.compile(r"[ \t]*([\w.-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*=[ \t]*")
_VALUE = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|\[[^\]]{0,20000}\]|[^#\n]*[^#\s]|")


def _places(source: SourceFile) -> _Places:
    """Where keys and values stand: good for what authors write, the first line at least."""
    places = _Places(source, {}, {})
    table = ""
    for start in source.line_starts:
        if header := _HEADER.match(source.text, start):
            table = header[1].strip("\"'")
            places.keys.setdefault(table, source.span(*header.span(1)))
        elif key := _KEY.match(source.text, start):
            path = f"{table}.{key[1].strip(chr(34) + chr(39))}".lstrip(".")
            places.keys.setdefault(path, source.span(*key.span(1)))
            if value := _VALUE.match(source.text, key.end()):
                places.values.setdefault(path, source.span(*value.span()))
    return places


# No part is followed far, and none is begun in its middle: a file of one word takes no time.
_KEY_PART = r"""(?:(?<![\w-])[\w-]{1,1000}|"(?:[^"\\\n]|\\.){0,1000}"|'[^'\n]{0,1000}')"""
_LONG_KEY = re.compile(rf"{_KEY_PART}(?:[ \t]*\.[ \t]*{_KEY_PART}){{{_MAX_KEY_PARTS},}}")


def read_toml(source: SourceFile) -> dict[str, Any]:
    """The tables of a TOML file; a `BriefingError` says in one line where it is broken."""
    # One key of 100 kB with dots in it makes tomllib take gigabytes.
    if _LONG_KEY.search(source.text):
        raise BriefingError(f"{source.path}: a key has more than {_MAX_KEY_PARTS} parts")
    try:
        return tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        words, _, place = str(error).partition(" (at ")
        if numbers := re.match(r"line (\d+), column (\d+)", place):
            line, column = numbers.groups()
        else:  # "end of document"
            line, column = map(str, source.position(len(source.text)))
        words = f"{words[0].lower()}{words[1:]}"
        raise BriefingError(f"{source.path}:{line}:{column}: {words}") from None
    except RecursionError:
        raise BriefingError(f"{source.path}: lists or tables are nested too deep") from None
