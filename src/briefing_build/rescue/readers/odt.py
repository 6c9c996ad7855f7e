"""Documents of OpenOffice and LibreOffice, .odt (OpenDocument 1.3)."""

from __future__ import annotations

import zipfile
from typing import Any

from briefing_build.rescue.pasted import Kind, Page, Pasted, clean_address
from briefing_build.rescue.readers.building import Builder
from briefing_build.rescue.readers.parts import local, parse_part, walk


def read_odt(name: str, archive: zipfile.ZipFile) -> Pasted:
    """The paragraphs of a document; words of its notes are told apart."""
    root = parse_part(name, archive, "content.xml")
    reader = _Odt(_signs(root))
    reader.read(root)
    return Pasted(name, tuple(reader.builder.paragraphs), chrome=tuple(reader.left.paragraphs))


def _signs(root: Any) -> dict[str, str]:
    """The emphasis of the document's own styles, by their names."""
    signs: dict[str, str] = {}
    style = ""
    for event, tag, element in walk(root):
        if tag == "style" and event == "start":
            style = local(element, "name")
        elif tag == "text-properties" and event == "start":
            if local(element, "font-weight") == "bold":
                signs[style] = "**"
            elif local(element, "font-style") == "italic":
                signs[style] = "*"
    return signs


class _Odt:
    def __init__(self, signs: dict[str, str]) -> None:
        self.builder = Builder()
        self.left = Builder()
        self._signs = signs
        self._line = 0
        self._lists: list[int] = []
        self._rows = 0
        self._notes = 0
        self._skipped = 0

    def read(self, root: Any) -> None:
        for event, tag, element in walk(root):
            if tag in {"tracked-changes", "automatic-styles", "note-citation", "sequence-decls"}:
                self._skipped += 1 if event == "start" else -1
            elif not self._skipped and event == "start":
                self._start(tag, element)
                self._into.add(element.text or "")
            elif not self._skipped:
                self._end(tag, element)
                self._into.add(element.tail or "")

    @property
    def _into(self) -> Builder:
        return self.left if self._notes else self.builder

    def _start(self, tag: str, element: Any) -> None:
        match tag:
            case "p" | "h":
                self._line += 1
            case "list":
                self._lists.append(0)
            case "list-item" if self._lists:
                self._lists[-1] += 1
            case "table-row":
                self._rows += 1
            case "note-body":
                self._notes += 1
            case "a":
                page = Page(clean_address(local(element, "href")))
                if self._notes:
                    self.builder.mark(page)
                else:
                    self.builder.begin_link(page)
            case "s" | "tab" | "line-break":
                self._into.add(" ")
            case "span" if local(element, "style-name") in self._signs:
                self._into.begin_emphasis(self._signs[local(element, "style-name")])
            case _:
                pass

    def _end(self, tag: str, element: Any) -> None:
        match tag:
            case "p" | "h" if self._notes:
                self.left.flush(self._line)
            case "p" | "h" if self._rows:
                self.builder.add(" ")
            case "h":
                level = int(local(element, "outline-level", "1") or 1)
                self.builder.flush(self._line, Kind.HEADING, level=level + 1)
            case "p" if self._lists:
                self.builder.flush(self._line, Kind.ITEM, level=2 * (len(self._lists) - 1), gap=0)
            case "p":
                is_title = local(element, "style-name") == "Title"
                self.builder.flush(self._line, Kind.HEADING if is_title else Kind.TEXT, level=1)
            case "list":
                self._lists.pop()
            case "table-cell":
                self.builder.tab()
            case "table-row":
                self._rows -= 1
                self.builder.flush(self._line, Kind.ROW)
            case "note-body":
                self._notes -= 1
            case "a" if not self._notes:
                self.builder.end_link()
            case "span":
                self._into.end_emphasis()
            case _:
                pass
