"""Documents of Word, .docx (ECMA-376, part 1, to whose sections the numbers here refer)."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from briefing_build.rescue.pasted import Kind, Page, Paragraph, Pasted, clean_address
from briefing_build.rescue.readers.building import Builder
from briefing_build.rescue.readers.parts import local, parse_part, walk

_HEADING = re.compile(
    r"(?:heading|titre|berschrift|titulo|заголовок)\s*(?P<level>[1-9])", re.IGNORECASE
)
_FIELD = re.compile(r'HYPERLINK\s+(?:\\\w\s+)*"(?P<url>[^"]+)"')


def read_docx(name: str, archive: zipfile.ZipFile, names: set[str]) -> Pasted:
    """The paragraphs of a document; words of its notes are told apart."""
    targets = _targets(name, archive, names, "document")
    reader = _Docx(targets, _formats(name, archive, names), _styles(name, archive, names))
    notes: dict[str, Builder] = {}
    for kind in ("footnotes", "endnotes"):
        if f"word/{kind}.xml" in names:
            note_targets = _targets(name, archive, names, kind)
            for note in parse_part(name, archive, f"word/{kind}.xml"):
                inner = _Docx(note_targets, {}, {})
                inner.read(note)
                notes[kind[:-1] + local(note, "id")] = inner.builder
    reader.notes = notes
    reader.read(parse_part(name, archive, "word/document.xml"))
    return Pasted(name, tuple(reader.builder.paragraphs), chrome=tuple(reader.left))


def _targets(name: str, archive: zipfile.ZipFile, names: set[str], part: str) -> dict[str, str]:
    path = f"word/_rels/{part}.xml.rels"
    if path not in names:
        return {}
    return {local(item, "Id"): local(item, "Target") for item in parse_part(name, archive, path)}


def _styles(name: str, archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """The names of styles by their ids, which differ from language to language."""
    if "word/styles.xml" not in names:
        return {}
    return {
        local(style, "styleId"): local(child, "val")
        for _, tag, style in walk(parse_part(name, archive, "word/styles.xml"))
        if tag == "style"
        for child in style
        if child.tag.endswith("}name")
    }


def _formats(name: str, archive: zipfile.ZipFile, names: set[str]) -> dict[tuple[str, str], bool]:
    """Whether a list's items are numbered, by the list and the depth (17.9)."""
    if "word/numbering.xml" not in names:
        return {}
    abstract: dict[tuple[str, str], bool] = {}
    lists: dict[str, str] = {}
    for element in parse_part(name, archive, "word/numbering.xml"):
        tag, number = element.tag.rpartition("}")[2], ""
        if tag == "abstractNum":
            number = local(element, "abstractNumId")
            for level in element:
                for child in level:
                    if child.tag.endswith("}numFmt"):
                        is_numbered = local(child, "val") not in {"bullet", "none"}
                        abstract[number, local(level, "ilvl")] = is_numbered
        elif tag == "num":
            for child in element:
                if child.tag.endswith("}abstractNumId"):
                    lists[local(element, "numId")] = local(child, "val")
    return {
        (num, level): is_numbered
        for num, base in lists.items()
        for (number, level), is_numbered in abstract.items()
        if number == base
    }


class _Docx:
    def __init__(
        self, targets: dict[str, str], formats: dict[tuple[str, str], bool], styles: dict[str, str]
    ) -> None:
        self.builder = Builder()
        self.notes: dict[str, Builder] = {}
        self.left: list[Paragraph] = []
        self._targets = targets
        self._formats = formats
        self._styles = styles
        self._counts: dict[tuple[str, str], int] = {}
        self._line = 0
        self._rows = 0
        self._deleted = 0
        self._style, self._list = "", ("", "")
        self._field = ""
        self._empty = 0

    def read(self, root: Any) -> None:
        for event, tag, element in walk(root):
            if tag in {"del", "moveFrom", "pPrChange", "rPrChange"}:
                self._deleted += 1 if event == "start" else -1
            elif self._deleted:
                continue
            elif event == "start":
                self._start(tag, element)
            else:
                self._end(tag)

    def _start(self, tag: str, element: Any) -> None:
        match tag:
            case "p":
                self._line += 1
                self._style, self._list = "", ("", "")
            case "tr":
                self._rows += 1
            case "t":
                self.builder.add(element.text or "")
            case "tab" | "br" | "cr":
                self.builder.add(" ")
            case "noBreakHyphen":
                self.builder.add("\u2011")
            case "hyperlink":
                self.builder.begin_link(
                    Page(clean_address(self._targets.get(local(element, "id"), "")))
                )
            case "instrText":
                self._field += element.text or ""
            case "fldChar":
                self._turn(local(element, "fldCharType"))
            case "fldSimple":
                self._field = local(element, "instr")
                self._turn("separate")
            case "footnoteReference" | "endnoteReference":
                self._note(tag.removesuffix("Reference") + local(element, "id"))
            case _:
                self._format(tag, element)

    def _format(self, tag: str, element: Any) -> None:
        match tag:
            case "pStyle":
                self._style = self._styles.get(local(element, "val"), local(element, "val"))
            case "ilvl":
                self._list = local(element, "val"), self._list[1]
            case "numId":
                self._list = self._list[0] or "0", local(element, "val")
            case "b" | "i" if local(element, "val", "1") not in {"0", "false"}:
                self.builder.begin_emphasis("**" if tag == "b" else "*")
            case _:
                pass

    def _end(self, tag: str) -> None:
        match tag:
            case "p" if self._rows:
                self.builder.add(" ")
            case "p":
                self._end_paragraph()
            case "tc":
                self.builder.tab()
            case "tr":
                self._rows -= 1
                if not self._rows:
                    self.builder.flush(self._line, Kind.ROW)
            case "r":
                self.builder.end_emphasis()
            case "hyperlink" | "fldSimple":
                self.builder.end_link()
            case _:
                pass

    def _turn(self, kind: str) -> None:
        """Begins or ends the words of a field, which may be a link (17.16)."""
        if kind == "begin":
            self._field = ""
        elif kind == "separate" and (found := _FIELD.search(self._field)):
            self.builder.begin_link(Page(clean_address(found["url"])))
        elif kind == "end":
            self.builder.end_link()

    def _note(self, number: str) -> None:
        """A note's links stand at its mark; its words are kept aside."""
        for paragraph in self.notes[number].paragraphs if number in self.notes else ():
            for link in paragraph.links:
                if link.page.url:
                    self.builder.mark(link.page)
            self.left.append(paragraph)

    def _end_paragraph(self) -> None:
        before = len(self.builder.paragraphs)
        gap = 1 + self._empty
        heading = _HEADING.search(self._style)
        depth, number = self._list
        if heading:
            self.builder.flush(self._line, Kind.HEADING, level=int(heading["level"]) + 1, gap=gap)
        elif self._style.lower() in {"title", "titre", "titel"}:
            self.builder.flush(self._line, Kind.HEADING, level=1, gap=gap)
        elif number not in {"", "0"} or self._style.lower().startswith("list "):
            self.builder.flush(
                self._line, Kind.ITEM, level=2 * int(depth or 0),
                ordinal=self._ordinal(depth, number), gap=self._empty,
            )  # fmt: skip
        else:
            is_quoted = "quote" in self._style.lower()
            self.builder.flush(self._line, Kind.QUOTATION if is_quoted else Kind.TEXT, gap=gap)
        self._empty = 0 if len(self.builder.paragraphs) > before else self._empty + 1

    def _ordinal(self, depth: str, number: str) -> str:
        is_numbered = self._formats.get((number, depth), "number" in self._style.lower())
        if not is_numbered:
            return ""
        self._counts[number, depth] = self._counts.get((number, depth), 0) + 1
        return f"{self._counts[number, depth]}."
