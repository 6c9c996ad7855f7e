"""The archive: written by EbookLib, mended, and read back.

EbookLib is handed finished bytes only, since it re-indents what it parses. What it writes is then
copied once: it stamps files with the time of the build, leaves the package without a language,
names a table of contents of EPUB 2 that is not there, and keeps no order.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from briefing_build.epub.metadata import Metadata

_FOLDER = "EPUB"
_PACKAGE = f"{_FOLDER}/content.opf"
_OPF = "{http://www.idpf.org/2007/opf}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_FIRST_YEAR, _LAST_YEAR = 1980, 2107
"""What a ZIP archive can date."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the package, by its path in it, with what the manifest has to say of it."""

    id: str
    path: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()


def pack(
    metadata: Metadata, parts: Iterable[Part], spine: tuple[str, ...], moment: datetime
) -> bytes:
    """The finished archive, dated `moment`; `spine` has the ids of what is read, in order."""
    written = BytesIO()
    _write(written, metadata, parts, spine, moment)
    finished = _copy(written, metadata.language, moment)
    _read_back(finished)
    return finished


def _write(
    to: BytesIO,
    metadata: Metadata,
    parts: Iterable[Part],
    spine: tuple[str, ...],
    moment: datetime,
) -> None:
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier(metadata.identifier)
    book.add_metadata("DC", "title", metadata.title, {"id": "title"})
    _refine(book, "title", "title-type", "main")
    if metadata.subtitle:
        book.add_metadata("DC", "title", metadata.subtitle, {"id": "subtitle"})
        _refine(book, "subtitle", "title-type", "subtitle")
    book.set_language(metadata.language)
    for at, (name, words) in enumerate(metadata.elements, 1):
        book.add_metadata("DC", name, words, {"id": f"{name}-{at}"})
        if name == "creator":
            _refine(book, f"{name}-{at}", "role", "aut", scheme="marc:relators")
    for name, words in metadata.properties:
        book.add_metadata("OPF", name, words, {"property": name})
    if metadata.is_right_to_left:
        book.direction = "rtl"
    for part in parts:
        item = epub.EpubItem(part.id, part.path, part.media_type, part.data)
        item.properties = list(part.properties)
        book.add_item(item)
    book.spine = list(spine)
    options = {
        "epub2_guide": False,
        "epub3_landmark": False,
        "epub3_pages": False,
        "mtime": moment,
        "raise_exceptions": True,
    }
    epub.write_epub(to, book, options)


def _refine(book: object, id: str, name: str, words: str, **more: str) -> None:
    book.add_metadata("OPF", name, words, {"refines": f"#{id}", "property": name, **more})  # type: ignore[attr-defined]


# Mending


def _copy(written: BytesIO, language: str, moment: datetime) -> bytes:
    """The archive again: its mark first and bare, the rest in order, all of one date."""
    out = BytesIO()
    year = min(max(moment.year, _FIRST_YEAR), _LAST_YEAR)
    date_time = (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    with ZipFile(written) as before, ZipFile(out, "w") as after:
        for name in sorted(before.namelist(), key=lambda name: (name != "mimetype", name)):
            entry = ZipInfo(name, date_time)
            entry.create_system = 3  # Unix wherever it was made, for the mode that follows
            entry.external_attr = 0o644 << 16
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            data = before.read(name)
            after.writestr(entry, _mended(data, language) if name == _PACKAGE else data)
    return out.getvalue()


def _mended(package: bytes, language: str) -> bytes:
    from lxml import etree

    root = etree.fromstring(package)
    root.set(_LANGUAGE, language)
    root.attrib.pop("prefix", None)  # of a vocabulary that we do not use
    spine = root.find(f"{_OPF}spine")
    spine.attrib.pop("toc", None)
    metadata = root.find(f"{_OPF}metadata")
    etree.cleanup_namespaces(metadata, keep_ns_prefixes=["dc"])
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


# Reading back


def _read_back(archive: bytes) -> None:
    """Looks at what is about to be handed out. Whatever is wrong with it is our mistake."""
    with ZipFile(BytesIO(archive)) as book:
        names = book.namelist()
        assert names[0] == "mimetype", "the archive does not begin with its mark"
        assert len(set(names)) == len(names), "two files have one name"
        damaged = book.testzip()
        assert damaged is None, f"{damaged} is damaged"
        items = _items(book)
        for path, media_type in items:
            assert path in names, f"{path} is in the manifest and not in the archive"
            if media_type.endswith("+xml"):
                _assert_well_formed(path, book.read(path))


def _items(book: ZipFile) -> list[tuple[str, str]]:
    from defusedxml.ElementTree import fromstring

    root = fromstring(book.read(_PACKAGE))
    return [
        (f"{_FOLDER}/{item.attrib['href']}", item.attrib["media-type"])
        for item in root.iter(f"{_OPF}item")
    ]


def _assert_well_formed(path: str, data: bytes) -> None:
    from defusedxml.ElementTree import fromstring

    try:
        fromstring(data)
    except ParseError as error:
        raise AssertionError(f"{path} is not well-formed: {error}") from error
