"""A saved page of the web."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from briefing_build.diagnostics import BriefingError
from briefing_build.rescue.pasted import Kind, Page, Pasted, clean_address
from briefing_build.rescue.readers.building import Builder

_SKIPPED = frozenset(
    """
    script style noscript template svg head iframe button select textarea object audio video
    """.split()
)
_CHROME = frozenset("nav footer aside".split())
_BLOCKS = frozenset(
    """
    address article aside blockquote body br caption center dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary
    table tbody td tfoot th thead tr ul
    """.split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_SIGNS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_DATA = re.compile(r"data-(?:[\w-]*citation-?(?:url|href)|source-?url|[\w-]*cite-?url)")


def read_web(name: str, text: str) -> Pasted:
    """The paragraphs of a page, with its links; menus and footers are told apart."""
    # The text is decoded; what it says of its own encoding was true of other bytes.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.ParseError as error:
        raise BriefingError(f"{name}: this page cannot be read ({error})") from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise BriefingError(f"{name}: its elements are nested too deeply")
    if root is None:
        raise BriefingError(f"{name}: there is no text in it")
    reader = _Reader()
    reader.read(root)
    return Pasted(name, tuple(reader.text.paragraphs), chrome=tuple(reader.chrome.paragraphs))


class _Reader:
    def __init__(self) -> None:
        self.text = Builder()
        self.chrome = Builder()
        self._open: list[str] = []
        self._lists: list[list[int]] = []
        self._line = 0
        self._skipped = 0

    @property
    def _builder(self) -> Builder:
        return self.chrome if _CHROME.intersection(self._open) else self.text

    def read(self, root: Any) -> None:
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self._start(tag, element)
            else:
                self._end(tag)
                if element.tail and not self._skipped:
                    self._builder.add(element.tail)
        self.text.flush(self._line)
        self.chrome.flush(self._line)

    def _start(self, tag: str, element: Any) -> None:
        self._line = element.sourceline or self._line
        if self._skipped or tag in _SKIPPED or "hidden" in element.attrib:
            self._skipped += 1
            return
        if tag in _BLOCKS and not (tag in {"td", "th", "p", "div", "br"} and self._in_row(tag)):
            self._flush()
        self._open.append(tag)
        if tag in {"ul", "ol"}:
            self._lists.append([0, tag == "ol"])
        elif tag == "li" and self._lists:
            self._lists[-1][0] += 1
        page = _page(tag, element)
        if tag == "a" or page is not None:
            self._builder.begin_link(page or Page(""))
        if tag in _SIGNS:
            self._builder.begin_emphasis(_SIGNS[tag])
        if element.text:
            self._builder.add(element.text)

    def _end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        if tag in _SIGNS:
            self._builder.end_emphasis()
        elif tag in {"td", "th"} and "tr" in self._open:
            self._builder.tab()
        elif tag in _BLOCKS and not self._in_row(tag):
            self._flush()
        else:
            self._builder.end_link()
        if tag in {"ul", "ol"}:
            self._lists.pop()
        self._open.pop()

    def _in_row(self, tag: str) -> bool:
        return "tr" in self._open and tag != "tr"

    def _flush(self) -> None:
        headings = [_HEADINGS[tag] for tag in self._open if tag in _HEADINGS]
        if headings:
            self._builder.flush(self._line, Kind.HEADING, level=headings[-1])
        elif "tr" in self._open:
            self._builder.flush(self._line, Kind.ROW)
        elif "li" in self._open and self._lists:
            number, is_numbered = self._lists[-1]
            ordinal = f"{number}." if is_numbered else ""
            level = 2 * (len(self._lists) - 1)
            self._builder.flush(self._line, Kind.ITEM, level=level, ordinal=ordinal, gap=0)
        elif "blockquote" in self._open:
            self._builder.flush(self._line, Kind.QUOTATION)
        else:
            self._builder.flush(self._line)


def _page(tag: str, element: Any) -> Page | None:
    """Where an element leads; None if it is no page of the web."""
    data = [value for name, value in element.attrib.items() if _DATA.fullmatch(name)]
    address = data[0] if data else element.get("href", "") if tag == "a" else ""
    url = clean_address(address)
    return Page(url, element.get("title", "")) if url else None
