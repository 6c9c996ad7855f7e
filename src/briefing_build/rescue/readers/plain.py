"""Plain text and Markdown, as they are pasted: a line a paragraph, or wrapped by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from briefing_build.rescue.pasted import (
    Kind,
    Link,
    Page,
    Paragraph,
    Pasted,
    clean_address,
)

_MARKDOWN = re.compile(r"^#{1,4} \S|^\*\*[^*\n]+\*\*|\]\(https?://|^```", re.MULTILINE)


def looks_like_markdown(text: str) -> bool:
    """Whether a text has headings, bold words or links in the manner of Markdown."""
    return _MARKDOWN.search(text) is not None


def read_plain(name: str, text: str, *, is_markdown: bool) -> Pasted:
    """The paragraphs of a text."""
    pages: dict[str, tuple[Page, ...]] = {}
    if is_markdown:
        text, pages = _without_definitions(text)
    paragraphs: list[Paragraph] = []
    for block in _blocks(text.split("\n"), is_markdown=is_markdown):
        paragraphs += _paragraphs(block, is_markdown=is_markdown)
    return Pasted(name, tuple(paragraphs), is_markdown, pages)


# Notes and links that are defined below the text

_DEFINITION = re.compile(
    r"""
    ^\[ (?P<label>\^?[^\]\n]{1,40}) \]: [ \t]+ <?(?P<url>https?://[^\s>]+)>?
    (?: [ \t]+ ["'(] (?P<title>[^\n]*?) ["')] )? [ \t]* $\n?
    """,
    re.VERBOSE | re.MULTILINE,
)


def _without_definitions(text: str) -> tuple[str, dict[str, tuple[Page, ...]]]:
    """A text without definitions that are an address and no more, and their pages by label."""
    pages: dict[str, tuple[Page, ...]] = {
        f"[{found['label']}]": (Page(clean_address(found["url"]), found["title"] or ""),)
        for found in _DEFINITION.finditer(text)
    }
    return (_DEFINITION.sub("\n", text), pages) if pages else (text, {})


# Blocks: lines between empty ones


@dataclass(frozen=True, slots=True)
class _Block:
    lines: tuple[str, ...]
    number: int
    gap: int
    is_verbatim: bool = False


_FENCE = re.compile(r"\s{0,3}(?P<fence>`{3,}|~{3,})")


def _blocks(lines: list[str], *, is_markdown: bool) -> Iterator[_Block]:
    kept: list[str] = []
    gap, start = 0, 0
    closing = ""
    for number, line in enumerate([*lines, ""], 1):
        fence = _FENCE.match(line) if is_markdown else None
        if closing:
            kept.append(line)
            if not line.strip().startswith(closing):
                continue
            closing = ""
            yield _Block(tuple(kept), start, gap, is_verbatim=True)
        elif fence or not line.strip():
            if kept:
                yield _Block(tuple(kept), start, gap)
                gap = 0
            if fence:
                kept, start, closing = [line], number, fence["fence"]
                continue
            gap += 1
        else:
            start = start if kept else number
            kept.append(line)
            continue
        kept = []
        gap = gap if not line.strip() else 0
    if closing:  # A fence that nobody closed holds all that follows.
        yield _Block(tuple(kept), start, gap, is_verbatim=True)


# Lines

_BULLET = re.compile(
    r"^(?P<indent>\s*)(?:[•◦▪▫‣●○∙·⁃\uf0b7*–-]|(?P<ordinal>\(?(?:\d{1,3}|[a-z])[.)]))\s+(?=\S)"
)
_SOURCE = re.compile(r"^\s*\[\^?\d{1,3}\]:?\s")
"""The number of a source in a list of them."""
_HEADING = re.compile(r"^ {0,3}(?P<signs>#{1,6})\s+(?P<text>.*?)(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"^(?P<sign>=|-)(?P=sign){2,}\s*$")
_RULER = re.compile(r"^\s*(?:[-*_=⸻—―]\s*){3,}$|^\s*⸻\s*$")
_QUOTED = re.compile(r"^\s{0,3}>\s?")


def _paragraphs(block: _Block, *, is_markdown: bool) -> Iterator[Paragraph]:
    if block.is_verbatim:
        text = "\n".join(block.lines)
        yield Paragraph(text, block.number, Kind.VERBATIM, gap=block.gap)
        return
    if is_markdown and _is_table(block.lines):
        for number, line in enumerate(block.lines, block.number):
            yield _with_links(line, number, Kind.LINE, 0, 0, is_markdown=True)
        return
    gap = block.gap
    for number, line, kind in _joined(block, is_markdown=is_markdown):
        yield _paragraph(line, number, kind, gap, is_markdown=is_markdown)
        gap = 0


def _is_table(lines: tuple[str, ...]) -> bool:
    return (
        len(lines) > 1
        and re.fullmatch(r"[\s|:-]*-[\s|:-]*\|[\s|:-]*|\|[\s|:-]+", lines[1]) is not None
    )


def _joined(block: _Block, *, is_markdown: bool) -> Iterator[tuple[int, str, Kind]]:
    """The lines of a block, those joined that were one before they were wrapped."""
    lines = [line for line in block.lines if not _RULER.fullmatch(line)]
    if len(block.lines) == 2 and _UNDERLINE.match(block.lines[1]):
        yield block.number, block.lines[0], Kind.HEADING
        return
    is_wrapped = is_markdown or _is_wrapped(lines)
    kept, start = "", block.number
    for number, line in enumerate(block.lines, block.number):
        if _RULER.fullmatch(line):
            continue
        begins = (
            _BULLET.match(line) or _SOURCE.match(line) or (is_markdown and _HEADING.match(line))
        )
        ends = kept and is_markdown and _HEADING.match(kept)
        if kept and is_wrapped and not begins and not ends:
            kept = f"{kept.rstrip()} {_QUOTED.sub('', line).strip()}"
            continue
        if kept:
            yield start, kept, Kind.TEXT
        kept, start = line, number
    if kept:
        yield start, kept, Kind.TEXT


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines end where the next word had no room."""
    width = max(map(len, lines), default=0)
    return (
        len(lines) > 1
        and 40 <= width <= 120
        and all(
            len(line.rstrip()) + 1 + len(after.split()[0]) >= width or _BULLET.match(after)
            for line, after in pairwise(lines)
        )
    )


def _paragraph(line: str, number: int, kind: Kind, gap: int, *, is_markdown: bool) -> Paragraph:
    heading = _HEADING.match(line) if is_markdown else None
    if heading:
        return _with_links(
            heading["text"],
            number,
            Kind.HEADING,
            gap,
            len(heading["signs"]),
            is_markdown=is_markdown,
        )
    bullet = _BULLET.match(line) if kind is Kind.TEXT else None
    if bullet:
        depth = len(bullet["indent"].expandtabs(4)) // 2
        item = _with_links(
            line[bullet.end() :], number, Kind.ITEM, gap, depth, is_markdown=is_markdown
        )
        return Paragraph(
            item.text, number, Kind.ITEM, depth, bullet["ordinal"] or "", gap, item.links
        )
    if is_markdown and _QUOTED.match(line):
        return _with_links(
            _QUOTED.sub("", line), number, Kind.QUOTATION, gap, 0, is_markdown=is_markdown
        )
    return _with_links(
        line, number, kind, gap, 1 if kind is Kind.HEADING else 0, is_markdown=is_markdown
    )


# Links of Markdown

_LINK = re.compile(
    r"""
    (?<!!) \[ (?P<text>(?:[^\[\]\n]|\[[^\[\]\n]{0,20}\]){0,300}) \]
    \( <?(?P<url>https?://[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*){0,3})>?
       (?: \s+ "(?P<title>[^"\n]*)" )? \)
    """,
    re.VERBOSE,
)


def _with_links(
    text: str, line: int, kind: Kind, gap: int, level: int, *, is_markdown: bool
) -> Paragraph:
    """A paragraph whose links are taken out of the text, which keeps their words."""
    text = text.strip()
    if not is_markdown or "](" not in text:
        return Paragraph(text, line, kind, level, gap=gap)
    parts: list[str] = []
    links: list[Link] = []
    at = length = 0
    for found in _LINK.finditer(text):
        parts += [text[at : found.start()], found["text"]]
        start = length + found.start() - at
        length = start + len(found["text"])
        links.append(Link(start, length, Page(clean_address(found["url"]), found["title"] or "")))
        at = found.end()
    return Paragraph("".join(parts) + text[at:], line, kind, level, gap=gap, links=tuple(links))
