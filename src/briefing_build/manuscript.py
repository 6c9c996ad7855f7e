"""Finds a project and reads its files, never outside it.

What an author named and we cannot read is a diagnostic at the setting that names it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from importlib import resources
from pathlib import Path

from briefing_build import rules
from briefing_build.diagnostics import BriefingError, Diagnostics, Label
from briefing_build.files import LIMITS, FolderFiles, ProjectFiles, Refused, beside, megabytes
from briefing_build.settings import DEFAULT_STYLE, SETTINGS_FILE, Settings, parse_settings
from briefing_build.source import SourceFile, Span


@dataclass(frozen=True, slots=True)
class StyleFile:
    """A citation style (CSL): its citations are notes, or raised numbers, or words in the text."""

    name: str
    text: str
    is_note: bool
    span: Span
    is_superscript: bool = False


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What an author wrote, as text."""

    settings: Settings
    chapters: tuple[SourceFile, ...]
    bibliography: SourceFile
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
    return Manuscript(
        settings,
        tuple(_read_chapters(settings, files, found)),
        _read_bibliography(settings, files, found),
        _read_style(settings, files, found),
        files,
        epoch,
    )


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
    for path in written:
        span = _part(settings.span("briefing.chapters"), path)
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


def _read_bibliography(settings: Settings, files: ProjectFiles, found: Diagnostics) -> SourceFile:
    nothing = SourceFile("references.bib", "")
    span = settings.span("briefing.bibliography")
    if settings.bibliography:
        text = _read_text(settings.bibliography, "bibliography", settings, files, span, found)
        return text or nothing
    libraries = [path for path in files.names("") if path.endswith(".bib")]
    if "references.bib" in libraries:
        libraries = ["references.bib"]
    if len(libraries) > 1:
        found.report(
            rules.INVALID_SETTING,
            "the project has several `.bib` files",
            at=Label(span),
            help=f'name one: `bibliography = "{libraries[0]}"` under `[briefing]`',
        )
    if not libraries:
        return nothing
    folder = posixpath.dirname(settings.source.path) or "."
    path = posixpath.relpath(libraries[0], folder)
    return _read_text(path, "bibliography", settings, files, span, found) or nothing


def _read_style(settings: Settings, files: ProjectFiles, found: Diagnostics) -> StyleFile:
    span = settings.span("citations.style")
    name = settings.style
    if not name.endswith(".csl"):
        if name in shipped_styles():
            return _style(name, _shipped_style(name), span)
        near = get_close_matches(name, shipped_styles(), n=1)
        found.report(
            rules.UNKNOWN_STYLE,
            f"no citation style `{name}` is shipped",
            at=Label(span),
            help=f"did you mean `{near[0]}`?" if near else "name a `.csl` file of the project",
        )
        return _style(DEFAULT_STYLE, _shipped_style(DEFAULT_STYLE), span)
    source = _read_text(name, "style", settings, files, span, found)
    fault = _fault_of_style(source.text) if source else ""
    if fault:
        found.report(rules.STYLE_REFUSED, f"`{name}` {fault}", at=Label(span))
    if source is None or fault:
        return _style(DEFAULT_STYLE, _shipped_style(DEFAULT_STYLE), span)
    return _style(name, source.text, span)


def shipped_styles() -> tuple[str, ...]:
    """The names of the citation styles that come with the package."""
    folder = resources.files("briefing_build") / "csl"
    return tuple(
        sorted(f.name.removesuffix(".csl") for f in folder.iterdir() if f.name.endswith(".csl"))
    )


def _shipped_style(name: str) -> str:
    file = resources.files("briefing_build") / "csl" / f"{name}.csl"
    return file.read_text(encoding="utf-8")


_STYLE_TAG = re.compile(r"<(?:\w+:)?style\b([^>]*)>")


def _style(name: str, text: str, span: Span) -> StyleFile:
    tag = _STYLE_TAG.search(text)
    is_note = bool(tag and re.search(r"\bclass\s*=\s*[\"']note[\"']", tag[1]))
    layout = re.search(r"<citation\b.*?<layout\b([^>]*)>", text, re.DOTALL)
    is_superscript = bool(layout and re.search(r"vertical-align=[\"']sup[\"']", layout[1]))
    return StyleFile(name, text, is_note, span, is_superscript)


def _fault_of_style(text: str) -> str:
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        return "declares entities, which are not read"
    if not _STYLE_TAG.search(text):
        return "is not a citation style (CSL)"
    if parent := re.search(r"<link[^>]*href=\"([^\"]*)\"[^>]*rel=\"independent-parent\"", text):
        return f"only points to another style; name that one: {parent[1]}"
    return ""


def _read_text(
    path: str, kind: str, settings: Settings, files: ProjectFiles, span: Span, found: Diagnostics
) -> SourceFile | None:
    try:
        inside = beside(settings.source.path, path)
        data = files.read(inside, LIMITS[kind])
    except FileNotFoundError:
        folder = posixpath.dirname(beside(settings.source.path, path))
        near = get_close_matches(path, [posixpath.basename(n) for n in files.names(folder)], n=1)
        found.report(
            rules.INVALID_SETTING,
            f"there is no file `{path}`",
            at=Label(span, "named here"),
            help=f"did you mean `{near[0]}`?" if near else None,
        )
        return None
    except Refused as refused:
        found.report(refused.rule, f"`{path}` is not read: {refused.reason}", at=Label(span))
        return None
    return _decode(inside, data, found)


def _decode(path: str, data: bytes, found: Diagnostics) -> SourceFile:
    """The text of a file; what is not UTF-8 is reported and read as well as may be."""
    try:
        return SourceFile(path, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = SourceFile(path, data[: error.start].decode("utf-8"))
        bad = data[error.start]
    is_library = path.endswith(".bib")
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if wide:
        source = SourceFile(path, data.decode("utf-16", "replace"))
    elif is_library:
        source = SourceFile(path, data.decode("latin-1"))
    else:
        source = SourceFile(path, data.decode("utf-8", "replace"))
    # Up to the first bad byte all decodings but UTF-16 agree.
    start = 0 if wide else min(len(before.text), max(len(source.text) - 1, 0))
    found.report(
        rules.LEGACY_ENCODING if is_library and not wide else rules.NOT_UTF8,
        "the file is in UTF-16" if wide else f"the byte {bad:#04x} is not UTF-8",
        at=Label(
            source.span(start, min(start + 1, len(source.text))),
            "read as Latin-1" if is_library and not wide else "",
        ),
        help="save the file as UTF-8",
    )
    return source


def _part(span: Span, words: str) -> Span:
    """The part of a setting's value in which `words` stand."""
    start = span.text.find(words)
    return span.part(start, start + len(words)) if start >= 0 else span
