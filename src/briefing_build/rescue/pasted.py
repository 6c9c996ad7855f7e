"""What was pasted, in one form, whatever program it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import unquote, urlsplit

from briefing_build.checks.library.tracking import without_tracking
from briefing_build.residue.hosts import without_www

LIMITS = {"file": 16 * 1024**2, "unpacked": 64 * 1024**2, "paragraphs": 100_000}
"""The most that is read of one file, in bytes and in paragraphs: a thousand printed pages."""


class Kind(Enum):
    """What a paragraph is, as far as the program that wrote it says so."""

    TEXT = auto()
    HEADING = auto()
    ITEM = auto()
    ROW = auto()
    """Of a table; its cells are parted by tabs."""
    QUOTATION = auto()
    LINE = auto()
    """Of a table in Markdown, as it was written."""
    VERBATIM = auto()
    """Code of Markdown, which is passed on as it is."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the web, as far as the paste or a companion knows it."""

    url: str
    title: str = ""
    date: str = ""
    outlet: str = ""

    @property
    def host(self) -> str:
        return host_in(self.url)


@dataclass(frozen=True, slots=True)
class Link:
    """Part of a paragraph's text that leads somewhere; without letters where only a mark stood."""

    start: int
    end: int
    page: Page


@dataclass(frozen=True, slots=True)
class Emphasised:
    """Part of a paragraph's text in italics (`*`) or in bold type (`**`)."""

    start: int
    end: int
    sign: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words that belong together, without line ends."""

    text: str
    line: int
    kind: Kind = Kind.TEXT
    level: int = 0
    """Of a heading, from 1; of an item, how deep it is nested."""
    ordinal: str = ""
    """The number of an item, as written; "" if it has only a bullet."""
    gap: int = 0
    """How many empty lines stand before it."""
    links: tuple[Link, ...] = ()
    emphases: tuple[Emphasised, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text as it was pasted."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    is_markdown: bool = False
    pages: Mapping[str, tuple[Page, ...]] = field(default_factory=dict)
    """What tokens and numbers of its citations stand for, where the paste still knows it."""
    chrome: tuple[Paragraph, ...] = ()
    """What its program marks as no part of the text: menus, footers."""


def host_in(url: str) -> str:
    """The host in an address of a page, by the name under which it is known; "" if it has none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    is_page = parts.scheme in {"http", "https"}
    return without_www(parts.hostname or "") if is_page else ""


_TEXT_FRAGMENT = re.compile(r"#:~:text=.*$")
_WRAPPED = re.compile(
    r"https?://(?:www\.)?google\.[a-z.]+/url\?(?:[^#]*&)?(?:q|url)=(?P<url>[^&#]+)"
)


def clean_address(url: str) -> str:
    """An address without what follows its readers; "" if it is none of a page.

    `#:~:text=` tells a browser which words to mark, and no more of the page.
    """
    url = "".join(url.split())
    wrapped = _WRAPPED.match(url)
    if wrapped:
        url = unquote(wrapped["url"])
    return without_tracking(_TEXT_FRAGMENT.sub("", url)) if host_in(url) else ""
