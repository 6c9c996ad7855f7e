"""The pictures of a manuscript: found, known by their content, and made safe to show.

A picture comes from a file of the project and from nowhere else. What it is, its first bytes say,
not its name. An SVG is parsed without entities and rebuilt from an allow list; of a raster only
the header is read, and its bytes are passed on as they are. What cannot be shown is told with the
place of its path, and there is None instead of a `Picture`.

`check_picture` is the part that a check may run on a stranger's manuscript: it imports no native
parser. `read_picture` asks Pillow besides, which it imports when the first raster is met.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.files import Refused, beside
from briefing_build.pictures.svg import MAX_BYTES as MAX_SVG_BYTES
from briefing_build.pictures.svg import Drawing, RefusedDrawing, clean_svg, quotable

if TYPE_CHECKING:
    from briefing_build.document import Chapter, Image
    from briefing_build.files import ProjectFiles
    from briefing_build.rules import Rule

MAX_BYTES = 32 * 2**20
MAX_PIXELS = 50_000_000
MAX_SIDE = 30_000

SVG = "image/svg+xml"
_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    SVG: "svg",
}
_PILLOW_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}
# What authors hand in by mistake: worth a word more than "not a picture".
_OTHER_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"II*\0", "a TIFF"),
    (b"MM\0*", "a TIFF"),
    (b"BM", "a BMP"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\0\0\0\x0cjP", "a JPEG 2000"),
    (b"%!PS", "PostScript"),
    (b"\xd7\xcd\xc6\x9a", "a Windows metafile"),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the writers pass it on.

    `path` leads from the project's root, `name` is made from the content, so that two pictures
    never share one by accident; `width` and `height` are in pixels, for an SVG in CSS's.
    """

    path: str
    media_type: str
    data: bytes
    width: float
    height: float
    name: str
    animated: bool = False


class _RefusedPicture(Exception):
    def __init__(self, rule: Rule, reason: str, help: str | None = None) -> None:
        super().__init__(reason)
        self.rule = rule
        self.reason = reason
        self.help = help


def read_picture(
    image: Image, chapter: Chapter, files: ProjectFiles, found: Diagnostics
) -> Picture | None:
    """The picture, fit to be shown; None where something is wrong with it, which is reported."""
    try:
        path, data, kind = _open(image, chapter, files)
        if isinstance(kind, Drawing):
            _look_into(kind)
            return _picture(path, SVG, kind.data, kind.width, kind.height)
        width, height, animated = _measure(data, kind)
        return _picture(path, kind, data, width, height, animated=animated)
    except _RefusedPicture as refused:
        _report(refused, image, found)
        return None


def check_picture(image: Image, chapter: Chapter, files: ProjectFiles, found: Diagnostics) -> None:
    """Reports what can be known without decoding: whether it is there, a picture, and safe."""
    try:
        _open(image, chapter, files)
    except _RefusedPicture as refused:
        _report(refused, image, found)


def _report(refused: _RefusedPicture, image: Image, found: Diagnostics) -> None:
    found.report(
        refused.rule,
        refused.reason,
        Label(image.path_span, "shown here"),
        help=refused.help,
    )


def _picture(
    path: str, media_type: str, data: bytes, width: float, height: float, *, animated: bool = False
) -> Picture:
    name = f"{blake2b(data, digest_size=8).hexdigest()}.{_EXTENSIONS[media_type]}"
    return Picture(path, media_type, data, width, height, name, animated)


# Finding it


def _open(image: Image, chapter: Chapter, files: ProjectFiles) -> tuple[str, bytes, str | Drawing]:
    """The path from the root, the bytes, and the media type or, of an SVG, the clean drawing."""
    path, data = _read(image, chapter, files)
    media_type = _media_type(data)
    if media_type is None:
        raise _unknown_kind(image.path, data)
    if media_type != SVG:
        return path, data, media_type
    if len(data) > MAX_SVG_BYTES:
        raise _too_big(image.path, f"more than {MAX_SVG_BYTES // 2**20} MiB for an SVG")
    try:
        return path, data, clean_svg(data)
    except RefusedDrawing as refused:
        message = f"`{quotable(image.path)}` {refused.reason}"
        raise _RefusedPicture(refused.rule, message, refused.help) from refused


def _read(image: Image, chapter: Chapter, files: ProjectFiles) -> tuple[str, bytes]:
    _refuse_addresses(image.path)
    shown = quotable(image.path)
    try:
        path = beside(chapter.source.path, unquote(image.path))
    except Refused as refused:
        raise _RefusedPicture(refused.rule, f"`{shown}`: {refused.reason}") from refused
    try:
        return path, files.read(path, MAX_BYTES)
    except FileNotFoundError as error:
        raise _missing(shown, files.names(path.rpartition("/")[0])) from error
    except Refused as refused:
        raise _RefusedPicture(refused.rule, f"`{shown}`: {refused.reason}") from refused


def _refuse_addresses(path: str) -> None:
    shown = quotable(path)
    scheme = re.match(r"[a-z][a-z0-9+.-]*:", path.strip(), re.IGNORECASE)
    name = scheme.group().lower() if scheme else ""
    if path.strip().startswith("//") or name in {"http:", "https:", "ftp:"}:
        raise _RefusedPicture(
            rules.REMOTE_RESOURCE,
            f"the picture `{shown}` would have to come from a network",
            "save it in the project and give its path",
        )
    if name == "file:" or len(name) == 2:
        raise _RefusedPicture(
            rules.PATH_ESCAPES,
            f"`{shown}` leads out of the project",
            "copy the picture into the project and give its path from the chapter",
        )
    if name:
        raise _RefusedPicture(
            rules.REFUSED_IMAGE,
            f"`{shown}` is not the path of a file",
            "save the picture in the project and give its path",
        )


def _missing(shown: str, names: tuple[str, ...]) -> _RefusedPicture:
    advice = None
    if "\\" in shown:
        advice = "write `/` between a folder and what is in it"
    elif near := _near(unquote(shown).rpartition("/")[2], names):
        folder = "".join(shown.rpartition("/")[:2])
        advice = f"did you mean `{folder}{quotable(near)}`?"
    return _RefusedPicture(rules.MISSING_IMAGE, f"there is no picture `{shown}`", advice)


def _near(wanted: str, names: tuple[str, ...]) -> str | None:
    others = {name.rpartition("/")[2].lower(): name.rpartition("/")[2] for name in names}
    near = get_close_matches(wanted.lower(), sorted(others), 1)
    return others[near[0]] if near else None


# What it is


def _media_type(data: bytes) -> str | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<[?!a-zA-Z]", data) and b"svg" in data:
        return SVG
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} and b"s\0v\0g" in data:
        return SVG
    return None


def _unknown_kind(path: str, data: bytes) -> _RefusedPicture:
    kind = next((name for start, name in _OTHER_KINDS if data.startswith(start)), None)
    if kind is None and data[4:12] in {b"ftypavif", b"ftypheic", b"ftypmif1"}:
        kind = "an AVIF or HEIC"
    if not data:
        kind = "empty"
    shown = quotable(path)
    return _RefusedPicture(
        rules.REFUSED_IMAGE,
        f"`{shown}` is {kind}" if kind else f"`{shown}` is not a picture that we can show",
        "pictures are PNG, JPEG, GIF, WebP or SVG",
    )


def _too_big(path: str, what: str) -> _RefusedPicture:
    return _RefusedPicture(
        rules.LIMIT_MET, f"`{quotable(path)}` is too big: {what}", "make the picture smaller"
    )


# How large it is


def _measure(data: bytes, media_type: str) -> tuple[int, int, bool]:
    """Width, height, and whether it moves, from the header alone."""
    from warnings import catch_warnings, simplefilter

    from PIL import Image as Pillow

    with catch_warnings():
        simplefilter("ignore")  # Pillow warns of sizes that are well within its own limit.
        try:
            with Pillow.open(BytesIO(data), formats=(_PILLOW_FORMATS[media_type],)) as header:
                width, height = header.size
                animated = bool(getattr(header, "is_animated", False))
                _refuse_size(width, height)
                header.verify()
        except Pillow.DecompressionBombError as error:
            raise _pixels("its header claims too many pixels") from error
        except _RefusedPicture:
            raise
        except Exception as error:
            raise _RefusedPicture(
                rules.REFUSED_IMAGE,
                f"the {media_type.removeprefix('image/').upper()} cannot be read: "
                f"{quotable(_BUFFER.sub('its data are damaged', str(error)))}",
            ) from error
    return width, height, animated


# What Pillow calls a file in memory is another word each time.
_BUFFER = re.compile(r"cannot identify image file <.*>")


def _refuse_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise _pixels(f"{width} × {height} pixels")


def _pixels(what: str) -> _RefusedPicture:
    return _RefusedPicture(
        rules.LIMIT_MET,
        f"the picture is too big: {what}",
        f"at most {MAX_PIXELS // 10**6} million pixels, and {MAX_SIDE} on a side",
    )


def _look_into(drawing: Drawing) -> None:
    """The rasters that stand inside a drawing obey the same limits."""
    for media_type, data in drawing.embedded:
        _measure(data, media_type)
