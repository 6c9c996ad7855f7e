"""What a paste itself still knows of its sources: lists of them at its end, and lines of chips."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing_build.rescue.pasted import Kind, Link, Page, Paragraph, Pasted, clean_address
from briefing_build.residue.hosts import is_host
from briefing_build.residue.sites import site_called

# A numbered list of sources: `[3] Title. https://…`, `3. [Title](https://…)`

_LIST_HEADING = re.compile(
    r"(?:\W*)(?:sources?|references|citations?|works\s+cited|bibliography|notes|footnotes|links|learn\s+more"
    r"|quellen(?:verzeichnis)?|sources\s+citées|références|fuentes|источники|kaynak(?:lar|ça)|mənbələr)\W*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*[\[(]?\^?(?P<number>\d{1,3})(?:[\]).:]+|\s)\s*")
ADDRESS = re.compile(r"https?://[^\s<>\"”]+[^\s<>\"”.,;:!?)\]’']")


def with_sources(pasted: Pasted) -> Pasted:
    """The paste with the pages that a numbered list at its end names; the list is kept aside."""
    found = _list_in(pasted.paragraphs)
    if found is None:
        return pasted
    start, end = found
    pages: dict[str, tuple[Page, ...]] = {}
    for number, paragraph in _joined(pasted.paragraphs[start:end]):
        page = _page(paragraph)
        if page is not None:
            pages[number] = (page,)
    return replace(
        pasted,
        paragraphs=pasted.paragraphs[:start] + pasted.paragraphs[end:],
        pages={**pages, **pasted.pages},
        chrome=(*pasted.chrome, *pasted.paragraphs[start:end]),
    )


_MOST_BELOW = 8
"""Short paragraphs that a page may have below the list."""


def _list_in(paragraphs: Sequence[Paragraph]) -> tuple[int, int] | None:
    """Where the list begins, with its heading, and ends: nothing long follows it."""
    end = len(paragraphs)
    while end and not _is_item(paragraphs[end - 1]):
        end -= 1
        if len(paragraphs) - end > _MOST_BELOW or len(paragraphs[end].text) > 300:
            return None
    start = end
    while start and _is_item(paragraphs[start - 1]):
        start -= 1
    addresses = sum(_page(paragraph) is not None for paragraph in paragraphs[start:end])
    has_heading = start > 0 and _LIST_HEADING.fullmatch(paragraphs[start - 1].text) is not None
    is_numbered = any(map(_number, paragraphs[start:end]))
    if not is_numbered or addresses < (1 if has_heading else 2):
        return None
    start -= has_heading
    return (start, end) if start > 0 else None


def _is_item(paragraph: Paragraph) -> bool:
    if paragraph.kind is Kind.HEADING:
        return False
    return bool(_number(paragraph)) or ADDRESS.fullmatch(paragraph.text.strip()) is not None


def _number(paragraph: Paragraph) -> str:
    written = paragraph.ordinal or paragraph.text
    match = _NUMBER.match(f"{written} ")
    return match["number"] if match and paragraph.kind is not Kind.HEADING else ""


def _joined(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    """The items by number; an address in a line of its own belongs to the item above it."""
    number = ""
    for paragraph in paragraphs:
        number = _number(paragraph) or number
        if number:
            yield number, paragraph


def _page(paragraph: Paragraph) -> Page | None:
    text = paragraph.text
    if paragraph.links and paragraph.links[0].page.url:
        link = paragraph.links[0]
        return replace(link.page, title=link.page.title or text[link.start : link.end].strip())
    address = ADDRESS.search(text)
    if address is None:
        return None
    url = clean_address(address[0])
    words = _NUMBER.sub("", text[: address.start()], count=1).strip(" .,:;–—-()[]")
    title = re.sub(r",?\s*(?:accessed|retrieved)\b.*$|\s*https?:.*$", "", words).strip(" .,")
    return Page(url, title) if url else None


# Chips: lines that hold but the name of a site, or `+2`

_COUNT = re.compile(r"\+\d{1,3}")


def with_chips(pasted: Pasted) -> Pasted:
    """The paste with lines that name no more than a source put behind the claim above them."""
    kept: list[Paragraph] = []
    lines = pasted.paragraphs
    for at, paragraph in enumerate(lines):
        text = paragraph.text.strip()
        last = kept[-1] if kept else None
        if last and _is_chip(lines, at) and _may_bear(last):
            kept[-1] = _with_chip(last, text)
        else:
            kept.append(paragraph)
    return replace(pasted, paragraphs=tuple(kept))


def _is_chip(lines: Sequence[Paragraph], at: int) -> bool:
    paragraph = lines[at]
    text = paragraph.text.strip()
    if paragraph.kind is not Kind.TEXT or len(text) > 60 or paragraph.links:
        return False
    if _COUNT.fullmatch(text):
        return at > 0
    after = lines[at + 1].text.strip() if at + 1 < len(lines) else ""
    return is_host(text) or (site_called(text) is not None and _COUNT.fullmatch(after) is not None)


def _may_bear(paragraph: Paragraph) -> bool:
    is_prose = paragraph.kind in {Kind.TEXT, Kind.ITEM}
    return is_prose and " " in paragraph.text.strip() and not paragraph.text.rstrip().endswith(":")


def _with_chip(paragraph: Paragraph, text: str) -> Paragraph:
    if _COUNT.fullmatch(text):  # The count of the chip before it.
        *links, last = paragraph.links or (Link(0, 0, Page("")),)
        longer = replace(last, end=last.end + len(text))
        is_counted = last.end == len(paragraph.text) and "+" not in paragraph.text[last.start :]
        kept = (*links, longer) if is_counted else paragraph.links
        return replace(paragraph, text=paragraph.text + text, links=kept)
    joined = f"{paragraph.text}\u00a0{text}"
    chip = Link(len(joined) - len(text), len(joined), Page(""))
    return replace(paragraph, text=joined, links=(*paragraph.links, chip))
