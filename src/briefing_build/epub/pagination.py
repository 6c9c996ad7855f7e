"""The pages of the PDF in the EPUB: a marker where each begins, so that "p. 14" is one place.

What was printed is laid beside what the screen shows, letter by letter. Pages in front of the
text lead to what the EPUB has in their stead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from markupsafe import Markup

from briefing_build.epub.alignment import Alignment
from briefing_build.epub.screen import CONTENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from briefing_build.pdf import Layout
    from briefing_build.pdf.starts import Printed

_IN_FRONT = {
    "cover": "cover.xhtml",
    "imprint": "title.xhtml",
    "contents": f"{CONTENTS}#contents",
    "list-of-figures": f"{CONTENTS}#list-of-figures",
    "list-of-tables": f"{CONTENTS}#list-of-tables",
}
_MARKER = Markup('<span epub:type="pagebreak" role="doc-pagebreak" id="{}" aria-label="{}"></span>')


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the PDF by its printed number, and the place in the EPUB where it begins."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pages in their order, and the files of the text with a marker for each."""

    pages: tuple[Page, ...]
    files: Mapping[str, Markup]


def paginate(layout: Layout, files: Mapping[str, Markup], taken: Collection[str]) -> Pagination:
    """The pages of `layout`, marked in `files`: chapters and bibliography by their paths.

    `taken` are ids that are not free.
    """
    pages: list[Page] = []
    markers: dict[str, list[tuple[int, Markup]]] = {}
    for label, (part, letters) in zip(layout.labels, _starts(layout.printed), strict=True):
        path = f"{part}.xhtml"
        if path not in files:
            pages.append(Page(label, _IN_FRONT.get(part, "cover.xhtml")))
            continue
        id = _free(f"page-{label}", taken)
        pages.append(Page(label, f"{path}#{id}"))
        markers.setdefault(part, []).append((letters, _MARKER.format(id, label)))
    marked = {
        f"{part}.xhtml": _marked(files[f"{part}.xhtml"], layout.printed.letters[part], found)
        for part, found in markers.items()
    }
    return Pagination(tuple(pages), {**files, **marked})


def _free(id: str, taken: Collection[str]) -> str:
    while id in taken:
        id += "-"
    return id


def _starts(printed: Printed) -> list[tuple[str, int]]:
    """Part and letters of each page's start; a page without text begins where the next one does."""
    last = [*printed.letters][-1] if printed.letters else ""
    following = last, len(printed.letters.get(last, ""))
    starts: list[tuple[str, int]] = []
    for start in reversed(printed.starts):
        following = (start.part, start.letters) if start.part else following
        starts.append(following)
    return starts[::-1]


def _marked(markup: Markup, printed: str, markers: Sequence[tuple[int, Markup]]) -> Markup:
    """The page with markers, each in front of as many letters of what was printed."""
    shown, places = _letters(markup)
    alignment = Alignment(printed, shown)
    pieces: list[Markup] = []
    last = 0
    for letters, marker in markers:
        at = max(last, _outside(markup, places[alignment.place(letters)]))
        pieces += [markup[last:at], marker]
        last = at
    return Markup().join([*pieces, markup[last:]])


def _outside(markup: str, at: int) -> int:
    """The place before what opens directly before a letter: emphasis, a link, a quotation mark."""
    opening = _OPENS.search(markup, max(0, at - _LONGEST_OPENING), at)
    return opening.start() if opening else at


# Letters and their places in XHTML

_TOKEN = re.compile(
    r"<!--.*?-->|<math\b.*?</math\s*>|<[^>]*>"
    r"|(?P<entity>&\#?\w+;)|(?P<text>[^<&]+)",
    re.DOTALL,
)
_LONGEST_OPENING = 400
_OPENS = re.compile(r"(?:<(?:a|abbr|b|bdi|cite|code|em|i|s|small|span|strong|sub|sup)\b[^>]*>"
                    r"|[\[(¡¿“„«‘‚‹])+\Z")  # fmt: skip


def _letters(markup: str) -> tuple[str, list[int]]:
    """The letters and digits that a page shows, and where each stands; and where they end."""
    letters: list[str] = []
    places: list[int] = []
    end = len(markup)
    for token in _TOKEN.finditer(markup, max(0, markup.find("<body"))):
        for text, at in _written(token):
            if text.isalnum():
                letters.append(text)
                places.append(at)
                end = at + 1
    return "".join(letters), [*places, end]


def _written(token: re.Match[str]) -> Iterator[tuple[str, int]]:
    if token["text"]:
        for at, letter in enumerate(token["text"], token.start()):
            yield letter, at
    elif token["entity"]:
        for letter in unescape(token["entity"]):
            yield letter, token.start()
