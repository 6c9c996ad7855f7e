"""Finds a project and reads its files, never outside it.

What an author named and we cannot read is a diagnostic at the setting that names it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path

from briefing_build import rules
from briefing_build.citation_style import CitationStyle, RefusedStyle, parse_style
from briefing_build.diagnostics import BriefingError, Diagnostics, Label
from briefing_build.files import (
    LIMITS,
    STYLES,
    FolderFiles,
    ProjectFiles,
    Refused,
    beside,
    megabytes,
)
from briefing_build.settings import DEFAULT_STYLE, SETTINGS_FILE, Settings, parse_settings
from briefing_build.shipped_styles import (
    parent_of,
    shipped_like,
    shipped_style,
    shipped_styles,
)
from briefing_build.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class StyleFile:
    """A citation style (CSL): its citations are notes, or raised numbers, or words in the text."""

    name: str
    text: str
    is_note: bool
    span: Span
    is_superscript: bool = False
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What an author wrote, as text."""

    settings: Settings
    chapters: tuple[SourceFile, ...]
    bibliography: tuple[SourceFile, ...]
    style: StyleFile
    files: ProjectFiles
    epoch: int | None = None

    @property
    def moment(self) -> datetime:
        """The date that outputs carry: `epoch` in seconds, else when last updated or published.

        No clock is read, so that the same manuscript gives the same bytes on any day; without
        any date it is the first that a ZIP archive can have.
        """
        if self.epoch is not None:
            return datetime.fromtimestamp(self.epoch, UTC)
        day = self.settings.updated or self.settings.published or date(1980, 1, 1)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)


def find_project(start: Path) -> Path:
    """The root of the project that `start` is in: a folder, a file, or `briefing.toml` itself."""
    if not start.exists():
        raise BriefingError(f"there is no folder {start}")
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / SETTINGS_FILE).is_file():
            return candidate.parent if candidate.name == "manuscript" else candidate
        if (candidate / "manuscript" / SETTINGS_FILE).is_file():
            return candidate
    raise BriefingError(
        f"no {SETTINGS_FILE} in {start} or above it; `briefing init DIR` makes a new briefing"
    )


def read(start: Path | str, found: Diagnostics, epoch: int | None = None) -> Manuscript:
    """The manuscript of the project that `start` is in.

    `epoch` is the date of the outputs, in seconds since 1970, where it is not the briefing's own
    (SOURCE_DATE_EPOCH of reproducible-builds.org).
    """
    return read_manuscript(FolderFiles(find_project(Path(start))), found, epoch)


def read_manuscript(
    files: ProjectFiles, found: Diagnostics, epoch: int | None = None
) -> Manuscript:
    """The manuscript among `files`."""
    inside = f"manuscript/{SETTINGS_FILE}"
    path = SETTINGS_FILE if SETTINGS_FILE in files.names("") else inside
    try:
        settings_source = _decode(path, files.read(path, LIMITS["settings"]), found)
    except (Refused, FileNotFoundError) as error:
        raise BriefingError(f"{path}: {error}") from None
    settings = parse_settings(settings_source, found)
    _check_folder(STYLES, files, settings, found)
    return Manuscript(
        settings,
        tuple(_read_chapters(settings, files, found)),
        tuple(_read_bibliography(settings, files, found)) or (SourceFile("references.bib", ""),),
        read_style(settings, files, found),
        files,
        epoch,
    )


def _check_folder(folder: str, files: ProjectFiles, settings: Settings, found: Diagnostics) -> None:
    """Reports a folder that leads out: what should be in it would be missed without a word."""
    try:
        files.read(folder, 0)
    except FileNotFoundError:  # It is a folder, or there is none.
        pass
    except Refused as refused:
        if refused.rule is rules.PATH_ESCAPES:
            place = Label(settings.source.span(0, 0))
            found.report(refused.rule, f"`{folder}` is not read: {refused.reason}", place)


# The parts of a manuscript


def _read_chapters(
    settings: Settings, files: ProjectFiles, found: Diagnostics
) -> Iterator[SourceFile]:
    written = settings.chapters or _default_chapters(settings, files)
    if not written:
        found.report(
            rules.INVALID_SETTING,
            "the briefing has no chapters",
            at=Label(settings.span("briefing.chapters")),
            help=f"put a `.md` file beside {SETTINGS_FILE}",
        )
    total = 0
    for position, path in enumerate(written):
        places = _parts(settings.span("briefing.chapters"), path)
        span = places[min(written[:position].count(path), len(places) - 1)]
        if path in written[:position]:
            message = f"the chapter `{path}` is named twice"
            found.report(
                rules.INVALID_SETTING, message, at=Label(span), help="take one of them out"
            )
            continue
        source = _read_text(path, "chapter", settings, files, span, found)
        total += len(source.text) if source else 0
        if total > LIMITS["text"]:
            message = f"all chapters together are larger than {megabytes(LIMITS['text'])}"
            found.report(rules.LIMIT_MET, message, at=Label(span))
            return
        if source is not None:
            yield source


def _default_chapters(settings: Settings, files: ProjectFiles) -> tuple[str, ...]:
    folder = posixpath.dirname(settings.source.path)
    return tuple(
        posixpath.basename(path)
        for path in files.names(folder)
        if path.endswith(".md") and posixpath.basename(path).lower() != "readme.md"
    )


def _read_bibliography(
    settings: Settings, files: ProjectFiles, found: Diagnostics
) -> Iterator[SourceFile]:
    """The files that the settings name, else the one that is there to be found."""
    span = settings.span("briefing.bibliography")
    written = settings.bibliography or _default_bibliography(settings, files, found)
    for position, path in enumerate(written):
        places = _parts(span, path)
        if path in written[:position]:
            place = places[min(written[:position].count(path), len(places) - 1)]
            message = f"the bibliography `{path}` is named twice"
            found.report(
                rules.INVALID_SETTING, message, at=Label(place), help="take one of them out"
            )
            continue
        source = _read_text(path, "bibliography", settings, files, places[0], found)
        if source is not None:
            yield source


def _default_bibliography(
    settings: Settings, files: ProjectFiles, found: Diagnostics
) -> tuple[str, ...]:
    """`references.bib`, else the only `.bib`; else the same for libraries in CSL-JSON."""
    folder = posixpath.dirname(settings.source.path) or "."
    for ending in (".bib", ".json"):
        libraries = [path for path in files.names("") if path.endswith(ending)]
        if f"references{ending}" in libraries:
            libraries = [f"references{ending}"]
        elif ending == ".json":  # Other programs keep their settings in such files.
            libraries = [path for path in libraries if _is_csljson(path, files)]
        if not libraries:
            continue
        path = posixpath.relpath(libraries[0], folder)
        if len(libraries) > 1:
            found.report(
                rules.INVALID_SETTING,
                f"the project has several `{ending}` files",
                at=Label(settings.span("briefing.bibliography")),
                help=f'name one: `bibliography = "{path}"` under `[briefing]`',
            )
        return (path,)
    return ()


_ITEM = re.compile(r'"(?:citation-key|container-title|issued|accessed|publisher-place)"\s*:')


def _is_csljson(path: str, files: ProjectFiles) -> bool:
    """Whether a file looks like a library in CSL-JSON."""
    with suppress(Refused, FileNotFoundError):
        beginning = files.read(path, LIMITS["bibliography"])[:100_000].decode("utf-8", "replace")
        return beginning.lstrip("\ufeff \t\r\n")[:1] in {"[", "{"} and bool(_ITEM.search(beginning))
    return False


def read_style(settings: Settings, files: ProjectFiles, found: Diagnostics) -> StyleFile:
    """The citation style that the settings name; the default one where that is none."""
    span = settings.span("citations.style")
    name = settings.style
    if name in shipped_styles():
        return _style_file(name, shipped_style(name), span)
    advice = _advice_on_style(name, settings, files)
    style = None
    if name.endswith(".csl"):
        style = _read_own_style(advice, settings, files, found)
    else:
        message = f"no citation style `{name}` is shipped"
        found.report(rules.UNKNOWN_STYLE, message, at=Label(span), help=advice or _NAME_ONE)
    if style is None:
        return _style_file(DEFAULT_STYLE, shipped_style(DEFAULT_STYLE), span)
    return _style_file(name, style, span)


_NAME_ONE = "`briefing citation-styles` lists those that are; or name a `.csl` file of the project"


def project_styles(settings: Settings, files: ProjectFiles) -> tuple[str, ...]:
    """The `.csl` files of the project, as one names them in its settings."""
    home = posixpath.dirname(settings.source.path)
    folders = dict.fromkeys((home, "", STYLES, posixpath.join(home, STYLES)))
    paths = [path for folder in folders for path in files.names(folder) if path.endswith(".csl")]
    return tuple(posixpath.relpath(path, home or ".") for path in paths)


def _style_file(name: str, style: CitationStyle, span: Span) -> StyleFile:
    return StyleFile(
        name, style.text, style.is_note, span, style.is_superscript, style.title, style.kind
    )


def _advice_on_style(name: str, settings: Settings, files: ProjectFiles) -> str | None:
    own = [path for path in project_styles(settings, files) if path != name]
    last = name.rpartition("/")[2].removesuffix(".csl")
    likely = [path for path in own if posixpath.basename(path) == f"{last}.csl"]
    likely = likely or list(shipped_like(name)) or get_close_matches(name, own, n=1)
    likely = likely or get_close_matches(last.lower(), shipped_styles(), n=1)
    return f"did you mean {' or '.join(f'`{style}`' for style in likely)}?" if likely else None


def _read_own_style(
    advice: str | None, settings: Settings, files: ProjectFiles, found: Diagnostics
) -> CitationStyle | None:
    """A style of the project; what is wrong with it is reported at its place in the file."""
    name, span = settings.style, settings.span("citations.style")
    source = _read_text(name, "style", settings, files, span, found, advice)
    if source is None:
        return None
    try:
        style = parse_style(source)
        if style.parent:
            style = parent_of(style, _other_styles(source.path, settings, files)).under(style)
    except RefusedStyle as refused:
        named = () if refused.at is None else (Label(span, "named here"),)
        found.report(
            rules.STYLE_REFUSED,
            f"`{name}` {refused.reason}",
            at=Label(refused.at or span),
            related=(*refused.related, *named),
            help=refused.help,
        )
        return None
    return style


def _other_styles(path: str, settings: Settings, files: ProjectFiles) -> Iterator[SourceFile]:
    """The other `.csl` files of the project and of the folder that one is in."""
    here = posixpath.dirname(settings.source.path)
    own = [posixpath.normpath(posixpath.join(here, p)) for p in project_styles(settings, files)]
    beside_it = [p for p in files.names(posixpath.dirname(path)) if p.endswith(".csl")]
    for other in dict.fromkeys((*own, *beside_it)):
        if other != path:
            # What cannot be read is no style that another one could point to.
            with suppress(Refused, FileNotFoundError):
                yield _decode(other, files.read(other, LIMITS["style"]), Diagnostics())


def _read_text(
    path: str,
    kind: str,
    settings: Settings,
    files: ProjectFiles,
    span: Span,
    found: Diagnostics,
    advice: str | None = None,
) -> SourceFile | None:
    try:
        inside = beside(settings.source.path, path)
        data = files.read(inside, LIMITS[kind])
    except FileNotFoundError:
        folder = posixpath.dirname(path)
        names = files.names(posixpath.dirname(inside))
        beside_it = [posixpath.join(folder, posixpath.basename(name)) for name in names]
        near = get_close_matches(path, beside_it, n=1)
        found.report(
            rules.INVALID_SETTING,
            f"there is no file `{path}`",
            at=Label(span, "named here"),
            help=advice or (f"did you mean `{near[0]}`?" if near else None),
        )
        return None
    except Refused as refused:
        message = f"`{path}` is not read: {refused.reason}"
        is_elsewhere = refused.rule in {rules.PATH_ESCAPES, rules.REMOTE_RESOURCE}
        advice = "copy it into the project and name it there" if is_elsewhere else None
        found.report(refused.rule, message, at=Label(span), help=advice)
        return None
    return _decode(inside, data, found)


def _decode(path: str, data: bytes, found: Diagnostics) -> SourceFile:
    """The text of a file; what is not UTF-8 is reported and read as well as may be."""
    try:
        return SourceFile(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = SourceFile(path, data[: error.start].decode("utf-8"))
        bad = data[error.start]
    is_library = path.endswith((".bib", ".json"))
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16", "replace") if wide else _as_latin_1(data)
    source = SourceFile(path, text)
    start = 0 if wide else len(before.text)
    found.report(
        rules.LEGACY_ENCODING if is_library and not wide else rules.NOT_UTF8,
        "the file is in UTF-16" if wide else f"the byte {bad:#04x} is not UTF-8",
        at=Label(
            source.span(start, min(start + 1, len(source.text))),
            "" if wide else "read as Latin-1",
        ),
        help="save the file as UTF-8",
    )
    return source


def _as_latin_1(data: bytes) -> str:
    """UTF-8 in which each byte that is none is read alone: half of a file may be right.

    As the web does, Latin-1 is taken for Windows-1252, which fills its gaps with quotation marks.
    """
    return data.decode("utf-8", "surrogateescape").translate(_LATIN_1)


_LATIN_1 = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 256)
}


def _parts(span: Span, words: str) -> list[Span]:
    """The parts of a setting's value in which `words` stand in quotation marks, else all of it."""
    quoted = re.finditer(rf"""(["']){re.escape(words)}\1""", span.text)
    return [span.part(part.start() + 1, part.end() - 1) for part in quoted] or [span]
