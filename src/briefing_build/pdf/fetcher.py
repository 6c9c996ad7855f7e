"""All that the layout engine may read, from memory: pictures, fonts, the theme, the styles.

It asks for addresses below `http://project.invalid/`, a name that cannot exist on any network,
and nothing else is answered. What is refused is reported and never asked for elsewhere.
"""

from __future__ import annotations

import posixpath
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from weasyprint.urls import URLFetcher, URLFetcherResponse

from briefing_build import rules
from briefing_build.diagnostics import Label
from briefing_build.document import NOTHING, Chapter, Image
from briefing_build.files import STYLES, Refused
from briefing_build.pdf.styles import read_style_sheet
from briefing_build.pictures import read_picture
from briefing_build.source import SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from briefing_build.diagnostics import Diagnostics
    from briefing_build.manuscript import Manuscript
    from briefing_build.rules import Rule

BASE = "http://project.invalid/"
MAX_FONT = 16 * 1024**2
MAX_IMPORTS = 50
_FONT_MAGIC = (b"\0\1\0\0", b"OTTO", b"true", b"wOF2", b"wOFF")
_FONT_ENDINGS = (".ttf", ".otf", ".woff", ".woff2")


class AlreadyTold(OSError):
    """Why there is no answer was reported; what the engine logs of it says nothing more."""


class MemoryFetcher(URLFetcher):  # type: ignore[misc]
    """Answers from memory only. `sheets` are the project's style sheets, for places."""

    def __init__(
        self,
        manuscript: Manuscript,
        pictures: Mapping[str, tuple[str, bytes]],
        theme: str,
        found: Diagnostics,
    ) -> None:
        super().__init__(allowed_protocols=("http",), allow_redirects=False)
        self.manuscript = manuscript
        self.pictures = pictures
        self.theme = theme
        self.found = found
        self.sheets: list[SourceFile] = []
        self._imports = 0

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
        """What the address leads to; `AlreadyTold`, with no other attempt, if it is not ours."""
        if not url.startswith(BASE):
            raise self._refusal(_rule_for(url), url, "is not in the project")
        path = posixpath.normpath(
            unquote(url.removeprefix(BASE).partition("?")[0].partition("#")[0])
        )
        folder, _, name = path.partition("/")
        if folder == "pictures" and name in self.pictures:
            return _answer(url, *self.pictures[name])
        if folder in {"fonts", "theme"}:
            return _answer(url, *self._of_package(folder, name))
        return _answer(url, *self._of_project(path))

    def _of_package(self, folder: str, name: str) -> tuple[str, bytes]:
        root = resources.files("briefing_build")
        root = root / "fonts" if folder == "fonts" else root / "themes" / self.theme
        parts = name.split("/")
        file = root.joinpath(*parts)
        if ".." not in parts and file.is_file():
            return _media_type(name), file.read_bytes()
        if folder == "theme":
            # A project sets `--logo: url(logo.svg)`, and the theme's sheet is where it is used.
            return self._of_project(f"{STYLES}/{name}")
        raise self._refusal(rules.STYLE_REFUSED, name, "is no font of the package")

    def _of_project(self, path: str) -> tuple[str, bytes]:
        """A style sheet, a font or a picture that a project's style sheet names."""
        if path.startswith(("../", "/")):
            raise self._refusal(rules.PATH_ESCAPES, path, "leads out of the project")
        if path.endswith(".css"):
            return "text/css", self._style_sheet(path)
        if path.endswith(_FONT_ENDINGS):
            return _media_type(path), self._font(path)
        return self._picture(path)

    def _style_sheet(self, path: str) -> bytes:
        self._imports += 1
        if self._imports > MAX_IMPORTS:
            reason = f"is one more than the {MAX_IMPORTS} style sheets that may be imported"
            raise self._refusal(rules.LIMIT_MET, path, reason)
        sheet = read_style_sheet(path, self.manuscript, self.found, self._place(path))
        if sheet is None:
            raise AlreadyTold(path)
        self.sheets.append(sheet.source)
        return sheet.source.text.encode()

    def _font(self, path: str) -> bytes:
        try:
            data = self.manuscript.files.read(path, MAX_FONT)
        except FileNotFoundError:
            raise self._refusal(rules.STYLE_REFUSED, path, "is not there") from None
        except Refused as refused:
            raise self._refusal(refused.rule, path, f"is not read: {refused.reason}") from None
        if not data.startswith(_FONT_MAGIC):
            raise self._refusal(rules.STYLE_REFUSED, path, "is not a font")
        return data

    def _picture(self, path: str) -> tuple[str, bytes]:
        # As if it were shown in a chapter at the root: one way in for all pictures.
        span = self._place(path).span
        image = Image(path, "", "", NOTHING, span, span)
        chapter = Chapter(SourceFile("style.css", ""), ())
        picture = read_picture(image, chapter, self.manuscript.files, self.found)
        if picture is None:
            raise AlreadyTold(path)
        return picture.media_type, picture.data

    def _refusal(self, rule: Rule, address: str, reason: str) -> AlreadyTold:
        self.found.report(rule, f"`{_short(address)}` {reason}", self._place(address))
        return AlreadyTold(address)

    def _place(self, address: str) -> Label:
        """Where a style sheet of the project has this address; else the settings."""
        name = address.rpartition("/")[2]
        for words in (address, name):
            for sheet in self.sheets:
                start = sheet.text.find(words)
                if words and start >= 0:
                    return Label(sheet.span(start, start + len(words)))
        return Label(self.manuscript.settings.source.span(0, 0))


def _answer(url: str, media_type: str, data: bytes) -> URLFetcherResponse:
    return URLFetcherResponse(url, data, {"Content-Type": media_type})


def _rule_for(url: str) -> Rule:
    return rules.PATH_ESCAPES if url.lower().startswith("file:") else rules.REMOTE_RESOURCE


_MEDIA_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


def _media_type(name: str) -> str:
    return _MEDIA_TYPES.get(posixpath.splitext(name)[1].lower(), "application/octet-stream")


def _short(words: str) -> str:
    return words if len(words) <= 100 else f"{words[:100]}…"
