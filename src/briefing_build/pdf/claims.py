"""Does a finished PDF keep what it claims? The file is asked, not the stages that made it.

What is looked for is what can go wrong here, whatever a manuscript, its pictures and a project's
own style sheets and templates bring: text without tags, pictures without words, notes without
marks, letters that no font has. A validator asks for more, and is asked by `make conformance`;
these checks take a small part of a second for a hundred pages, and run in each build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from briefing_build.pdf.structure import HEADINGS


class Lack(StrEnum):
    """What a file lacks of what it claims."""

    TAG = "is not tagged"
    MARK = "has no mark that leads to it"
    LABEL = "has no number of its own"
    ID = "has no name, or that of another note"
    DESCRIPTION = "has no description"
    HEADER = "has no cell that is a head"
    CELLS = "has rows of different lengths"
    LEVEL = "is more than one level below the heading above"
    ADDRESS = "says nothing of where it leads"
    LETTER = "is in none of the fonts"
    MEANING = "stands for nothing that can be read aloud"
    FONT = "is not embedded, or its letters cannot be read aloud"
    COLOUR = "has colours that are not RGB or grey"
    ENTRY = "is not as the standards want it"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is missing: `what` lacks `lack`, on a page counted from 1, or 0 if on none.

    `id` is that of the note, if it is one; `letter` is what no font has.
    """

    lack: Lack
    what: str
    page: int = 0
    id: str = ""
    letter: str = ""


def faults_in(pdf: bytes) -> tuple[Fault, ...]:
    """All that keeps a file from being what PDF/A-3a and PDF/UA-1 want, as far as we look."""
    with pikepdf.open(BytesIO(pdf)) as document:
        tree = _Tree(document)
        return (
            *_entries(document),
            *tree.faults(),
            *_unmarked(document, tree.pieces),
            *_loose_annotations(document, tree.areas),
            *_resources(document),
        )


# The catalogue


def _entries(document: pikepdf.Pdf) -> Iterator[Fault]:
    root = document.Root
    marked, view = root.get("/MarkInfo"), root.get("/ViewerPreferences")
    wanted = {
        "the language": bool(str(root.get("/Lang", ""))),
        "the mark that it is tagged": marked is not None and bool(marked.Marked),
        "the title bar": view is not None and bool(view.DisplayDocTitle),
        "the output intent": any(
            intent.get("/S") == Name.GTS_PDFA1 and "/DestOutputProfile" in intent
            for intent in root.get("/OutputIntents", ())
        ),
        "the identifier": "/ID" in document.trailer,
        "the title": "/Title" in document.docinfo and str(document.docinfo.Title) != "",
    }
    yield from (Fault(Lack.ENTRY, what) for what, is_there in wanted.items() if not is_there)


# The tree of tags


@dataclass(slots=True)
class _Note:
    id: str
    page: int
    has_label: bool


@dataclass(slots=True)
class _Tree:
    """The tree of tags, read once: its faults, and what it says of pages and annotations."""

    document: pikepdf.Pdf
    pieces: set[tuple[int, int]] = field(default_factory=set)
    """Page and number of all content that has a tag."""
    areas: set[tuple[int, int]] = field(default_factory=set)
    """Annotations that have a tag, as objects."""
    _numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    _targets: set[str] = field(default_factory=set)
    _notes: list[_Note] = field(default_factory=list)
    _level: int = 0

    def faults(self) -> Iterator[Fault]:
        self._numbers = {page.obj.objgen: n for n, page in enumerate(self.document.pages, 1)}
        root = self.document.Root.get("/StructTreeRoot")
        if root is None:
            yield Fault(Lack.ENTRY, "the tree of tags")
            return
        for kid in _kids(root):
            yield from self._element(kid, 0)
        yield from self._faults_of_notes({str(id) for id in _names(root.get("/IDTree"))})

    def _element(self, element: Any, page: int) -> Iterator[Fault]:
        """Reads an element; `page` is where the one around it is."""
        own = element.get("/Pg")
        page = page if own is None else self._numbers[own.objgen]
        kind = str(element.S)[1:]
        yield from self._look_at(kind, element, page)
        for kid in _kids(element):
            if not isinstance(kid, Dictionary):
                self.pieces.add((page, int(kid)))
            elif "/S" in kid:
                yield from self._element(kid, page)
            elif "/MCID" in kid:
                self.pieces.add((self._numbers[kid.Pg.objgen], int(kid.MCID)))
            elif "/Obj" in kid:
                yield from self._area(kid.Obj, page)

    def _look_at(self, kind: str, element: Any, page: int) -> Iterator[Fault]:
        if kind in {"Figure", "Formula"} and not str(element.get("/Alt", "")).strip():
            yield Fault(Lack.DESCRIPTION, "a picture", page)
        elif kind == "Note":
            labelled = any(_is_a(kid, "Lbl") for kid in _kids(element))
            self._notes.append(_Note(str(element.get("/ID", "")), page, labelled))
        elif kind == "Table":
            yield from _faults_of_table(element, page)
        elif kind in HEADINGS:
            level = HEADINGS.index(kind) + 1
            if level > self._level + 1:
                yield Fault(Lack.LEVEL, "a heading", page)
            self._level = level

    def _area(self, area: Any, page: int) -> Iterator[Fault]:
        self.areas.add(area.objgen)
        if "/Dest" in area:
            self._targets.add(str(area.Dest))
        if not str(area.get("/Contents", "")).strip():
            yield Fault(Lack.ADDRESS, "a link", page)

    def _faults_of_notes(self, names: set[str]) -> Iterator[Fault]:
        seen: set[str] = set()
        for note in self._notes:
            lacks = {
                Lack.ID: not note.id or note.id in seen or note.id not in names,
                Lack.MARK: note.id not in self._targets,
                Lack.LABEL: not note.has_label,
            }
            seen.add(note.id)
            for lack in (lack for lack, is_so in lacks.items() if is_so):
                yield Fault(lack, "a note", note.page, note.id)


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", ())
    return list(kids) if isinstance(kids, Array | tuple) else [kids]


def _is_a(kid: Any, kind: str) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/S") == Name(f"/{kind}")


def _names(tree: Any) -> list[Any]:
    return [] if tree is None else list(tree.Names)[::2]


def _faults_of_table(table: Any, page: int) -> Iterator[Fault]:
    rows = list(_rows(table))
    heads = [cell for row in rows for cell in row if _is_a(cell, "TH")]
    if not heads or any("/Scope" not in head.get("/A", {}) for head in heads):
        yield Fault(Lack.HEADER, "a table", page)
    if len({len(row) for row in rows}) > 1:
        yield Fault(Lack.CELLS, "a table", page)


def _rows(element: Any) -> Iterator[list[Any]]:
    for kid in _kids(element):
        if _is_a(kid, "TR"):
            yield [cell for cell in _kids(kid) if _is_a(cell, "TH") or _is_a(cell, "TD")]
        elif any(_is_a(kid, group) for group in ("THead", "TBody", "TFoot")):
            yield from _rows(kid)


# What is drawn, and what is clicked on

_MARKED = re.compile(rb"(/\w+)\s*(?:<<(.*?)>>\s*BDC|BMC)(.*?)\bEMC\b", re.DOTALL)
_MCID = re.compile(rb"/MCID (\d+)")
_PAINTED = re.compile(rb"(?<![\w/])(?:T[jJ]|Do|sh|[fFbBsS]\*?|EMC)(?!\w)")


def _unmarked(document: pikepdf.Pdf, pieces: set[tuple[int, int]]) -> Iterator[Fault]:
    """Pages with content that is neither tagged nor marked as there for the eye alone."""
    for number, page in enumerate(document.pages, 1):
        content = page.Contents.read_bytes()
        drawn = {int(mcid) for mcid in _MCID.findall(content)}
        tagged = all((number, mcid) in pieces for mcid in drawn)
        if not tagged or _PAINTED.search(_MARKED.sub(b" ", content)):
            yield Fault(Lack.TAG, "some of what is printed", number)


def _loose_annotations(document: pikepdf.Pdf, areas: set[tuple[int, int]]) -> Iterator[Fault]:
    for number, page in enumerate(document.pages, 1):
        if any(area.objgen not in areas for area in page.get("/Annots", ())):
            yield Fault(Lack.TAG, "a link or another annotation", number)


# Fonts and pictures

_MAPPED = re.compile(rb"<([0-9a-fA-F]{2,4})> <([0-9a-fA-F]*)>")
_MISSING = re.compile(rb"<([0-9a-fA-F]{4})> 0\b")


def _resources(document: pikepdf.Pdf) -> Iterator[Fault]:
    """Looks at each font and picture once; all pages share them."""
    seen: set[tuple[int, int]] = set()
    waiting = [page.get("/Resources") for page in document.pages]
    while waiting:
        resources = waiting.pop()
        if resources is None or (resources.objgen in seen and resources.is_indirect):
            continue
        seen.add(resources.objgen)
        for font in resources.get("/Font", {}).values():
            if font.objgen not in seen:
                seen.add(font.objgen)
                yield from _faults_of_font(font)
        for drawn in (
            *resources.get("/XObject", {}).values(),
            *resources.get("/Pattern", {}).values(),
        ):
            if drawn.objgen not in seen:
                seen.add(drawn.objgen)
                waiting.append(drawn.get("/Resources"))
                yield from _faults_of_picture(drawn)


def _faults_of_font(font: Any) -> Iterator[Fault]:
    name = str(font.get("/BaseFont", "/unknown")).rpartition("+")[2].lstrip("/")
    if "/ToUnicode" not in font or not _is_embedded(font):
        yield Fault(Lack.FONT, f"the font {name}")
        return
    meanings = dict(_MAPPED.findall(font.ToUnicode.read_bytes()))
    encoding = font.get("/Encoding")
    missing: set[bytes] = set()
    if isinstance(encoding, pikepdf.Stream):
        missing = set(_MISSING.findall(encoding.read_bytes()))
    for glyph, code in sorted(meanings.items()):
        letter = bytes.fromhex(code.decode()).decode("utf-16-be", "replace")
        if glyph in missing:
            yield Fault(Lack.LETTER, _shown(letter), letter=letter)
        elif not letter or any(map(_is_without_meaning, letter)):
            yield Fault(Lack.MEANING, _shown(letter), letter=letter)


def _is_embedded(font: Any) -> bool:
    if font.Subtype == Name.Type3:
        return True
    described = font.DescendantFonts[0].get("/FontDescriptor", {})
    return any(key in described for key in ("/FontFile", "/FontFile2", "/FontFile3"))


def _is_without_meaning(letter: str) -> bool:
    """Whether PDF/A (6.2.11.7) takes a letter for none: for private use, or no character."""
    code = ord(letter)
    return letter in "\0\ufeff\ufffe" or 0xE000 <= code <= 0xF8FF or code >= 0xF0000


def _shown(letter: str) -> str:
    codes = " ".join(f"U+{ord(code):04X}" for code in letter) or "a letter"
    return f"`{letter}` ({codes})" if letter.isprintable() and letter else codes


def _faults_of_picture(drawn: Any) -> Iterator[Fault]:
    if drawn.get("/Subtype") == Name.Image:
        space = drawn.get("/ColorSpace")
        kind = space[0] if isinstance(space, Array) else space
        if kind == Name.DeviceCMYK or drawn.get("/Interpolate", False):
            yield Fault(Lack.COLOUR, "a picture")
