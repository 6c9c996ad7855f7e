"""The pages of the PDF in the EPUB: a marker where each begins, so that "p. 14" is one place.

What was printed is laid beside what the screen shows, letter by letter. Pages in front of the
text lead to what the EPUB has in their stead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from itertools import accumulate
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
    "contents": CONTENTS,
    "list-of-figures": CONTENTS,
    "list-of-tables": CONTENTS,
}
"""The files that stand for what is printed in front of the text."""

_MARKER = Markup('<span epub:type="pagebreak" role="doc-pagebreak" id="{}" aria-label="{}"></span>')


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the PDF by its printed number, and the place in the EPUB where it begins.

    That is the file at `path`, behind so many `letters` of what was printed of `part`.
    """

    label: str
    path: str
    id: str
    part: str
    letters: int


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pages in their order; none if there is no PDF."""

    pages: tuple[Page, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)

    def marked(self, path: str, markup: Markup) -> Markup:
        """A file of the EPUB with a marker where each of its pages begins."""
        pages = [page for page in self.pages if page.path == path]
        if not pages:
            return markup
        if path in _IN_FRONT.values():
            places = [_opening(markup, page.part) for page in pages]
        else:
            places = _places(markup, self.printed[pages[0].part], pages)
        pieces: list[Markup] = []
        last = 0
        for page, place in sorted(zip(pages, places, strict=True), key=lambda pair: pair[1]):
            pieces += [markup[last:place], _MARKER.format(page.id, page.label)]
            last = place
        return Markup().join([*pieces, markup[last:]])


def paginate(layout: Layout | None, paths: Collection[str], taken: Collection[str]) -> Pagination:
    """The pages of a layout; `paths` are the files of the text, `taken` are ids not to be used."""
    if layout is None:
        return Pagination()
    printed = layout.printed
    pages: list[Page] = []
    for label, (part, letters) in zip(layout.labels, _starts(printed), strict=True):
        path = f"{part}.xhtml" if f"{part}.xhtml" in paths else _IN_FRONT.get(part, "cover.xhtml")
        pages.append(Page(label, path, _free(f"page-{label}", taken), part, letters))
    return Pagination(tuple(pages), printed.letters)


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


def _opening(markup: str, part: str) -> int:
    """The place before the list with this id; if there is none, before all that is shown."""
    opening = re.search(rf'<nav\b[^>]*\bid="{re.escape(part)}"', markup)
    body = re.search(r"<body\b[^>]*>", markup)
    return opening.start() if opening else body.end() if body else 0


def _places(markup: str, printed: str, pages: Sequence[Page]) -> list[int]:
    """Where in the markup the pages begin, in their order."""
    shown, places = _letters(markup)
    alignment = Alignment(printed, shown)
    found = (_outside(markup, places[alignment.place(page.letters)]) for page in pages)
    return [*accumulate(found, max)]


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
