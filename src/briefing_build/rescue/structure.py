"""The parts of what was pasted: title, sections, captions, visuals, and what is no part of it.

Programs that keep headings are believed. In plain words a heading is a short line without a full
stop that stands alone before longer ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing_build.checks.boilerplate import is_chat
from briefing_build.rescue.pasted import Kind, Paragraph, Pasted
from briefing_build.residue.hosts import is_host


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; the text before the first heading has none."""

    heading: Paragraph | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What was pasted, in its parts; every paragraph is in just one of them."""

    title: Paragraph | None
    sections: tuple[Section, ...]
    captions: tuple[Paragraph, ...]
    """Of the section's paragraphs those that told what a picture shows which is not there."""
    visuals: tuple[Paragraph, ...]
    """Of the section's paragraphs those of a list that names pictures."""
    set_aside: tuple[Paragraph, ...]


def structure(pasted: Pasted) -> Report:
    """The parts of what was pasted."""
    paragraphs, chrome = _without_chrome(pasted.paragraphs)
    paragraphs = list(_with_headings(paragraphs, is_markdown=pasted.is_markdown))
    title, paragraphs = _title(paragraphs)
    sections = tuple(_sections(paragraphs))
    return Report(
        title,
        sections,
        tuple(_captions(sections)),
        tuple(visual for section in sections for visual in _visuals(section)),
        (*pasted.chrome, *chrome),
    )


# What is no part of the text

_CHROME = re.compile(
    r"""
      popular\ posts(?:\ from\ this\ blog)?|related\ (?:posts|articles|stories)|recent\ posts
    | (?:post\ a|leave\ a|no|\d+)\ (?:comments?|reply)(?:\ yet)?|comments
    | share\ this(?::|\ (?:post|article|page))?|subscribe(?:\ (?:now|to\ .{1,40}))?|sign\ up|log\ in
    | read\ more|read\ next|you\ may\ also\ like|more\ from\ .{1,40}|about\ the\ author
    | labels:\ .{1,80}|tags:\ .{1,80}|filed\ under:?\ .{1,80}|posted\ (?:by|in|on)\ .{1,60}
    | powered\ by\ .{1,40}|skip\ to\ (?:main\ )?content|menu|search\ this\ blog|archive
    | advertisement|cookie\ (?:policy|settings)|privacy\ policy|terms\ of\ (?:use|service)
    | all\ rights\ reserved\.?|newer\ posts?|older\ posts?
    | home|email\ this|blogthis!|get\ link|facebook|twitter|pinterest
    | ©.{1,120}|copyright\ (?:©|\(c\)|20\d\d).{0,120}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"copyright disclaimer under section 107|allowance is made for .fair use|"
    r"^(?:chatgpt|copilot|gemini|claude|perplexity)\b.{0,20}\bcan make mistakes",
    re.IGNORECASE,
)
_SHORT = 160


def _without_chrome(
    paragraphs: Sequence[Paragraph],
) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of the text, and those of the page around it.

    From the first sign of the page's foot on nothing is text any more, nor are the short lines
    right before it that close no sentence.
    """
    kept = list(paragraphs)
    aside: list[Paragraph] = []
    while kept and (_is_chrome(kept[0]) or is_chat(kept[0].text)) and len(kept) > 1:
        aside.append(kept.pop(0))
    middle = len(kept) // 2
    foot = next(
        (at for at in range(middle, len(kept)) if _is_chrome(kept[at]) and _is_end(kept, at)), None
    )
    if foot is None:
        foot = len(kept) - 1 if len(kept) > 1 and is_chat(kept[-1].text) else len(kept)
    while foot > 1 and _is_loose(kept, foot - 1):
        foot -= 1
    return kept[:foot], [*aside, *kept[foot:]]


def _is_chrome(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    return _CHROME.fullmatch(text) is not None or _DISCLAIMER.search(text) is not None


def _is_end(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether no text of any length follows, but for that of the page's foot."""
    return all(len(after.text) < _SHORT or _is_chrome(after) for after in paragraphs[at:])


def _is_loose(paragraphs: Sequence[Paragraph], at: int) -> bool:
    """A short line that ends no sentence, between gaps, with nothing of its own below it."""
    text = paragraphs[at].text.strip()
    after = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
    is_short = len(text) < 80 and text[-1:] not in {".", "?", "!", ":", "”", '"'}
    return (
        paragraphs[at].kind in {Kind.TEXT, Kind.HEADING}
        and is_short
        and paragraphs[at].gap > 1
        and after is not None
    )


# Headings

_NUMBERED = re.compile(
    r"^(?:(?i:chapter|section|part)\s+)?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,5}|[A-H])"
    r"(?:[.):]|(?=\s))\s*(?:[–—-]\s*)?(?=[^\W\d_a-z])",
)
_BOLD = re.compile(r"^(?P<sign>\*\*|__)(?P<text>[^*_]+)(?P=sign):?$")
_LONGEST_HEADING = 110


def _with_headings(paragraphs: list[Paragraph], *, is_markdown: bool) -> Iterator[Paragraph]:
    """The paragraphs, headings told from text where no program has done so."""
    kept = sum(paragraph.kind is Kind.HEADING for paragraph in paragraphs)
    for at, paragraph in enumerate(paragraphs):
        bold = _BOLD.match(paragraph.text) if is_markdown else None
        after = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        if kept > 1 or paragraph.kind not in {Kind.TEXT, Kind.ITEM} or after is None:
            yield paragraph
        elif bold and len(paragraph.text) <= _LONGEST_HEADING:
            # Below the one that is marked as such: that is the title.
            yield replace(paragraph, kind=Kind.HEADING, level=1 + kept)
        elif not (is_markdown and kept) and _is_heading(paragraph, after, at):
            yield _as_heading(paragraph)
        else:
            yield paragraph


_MARK_AT_END = re.compile(r"(?:\[[^\[\]]{1,12}\]|[¹²³⁴-⁹]|\+\d{1,3}|[”\"’)])+$")


def _is_heading(paragraph: Paragraph, after: Paragraph, at: int) -> bool:
    text = paragraph.text.strip()
    if len(text) > _LONGEST_HEADING or not re.match(r"[“\"'(\[]?[^\W_a-z]", text):
        return False
    is_list = _is_visual_list(paragraph, after)
    last = _MARK_AT_END.sub("", text)[-1:]
    if last in ".,;…" or (last == ":" and not is_list) or is_host(text.split()[-1]):
        return False
    if paragraph.kind is Kind.ITEM:  # "1. Background", and no second item right below it
        is_above = len(after.text) > len(text) or _NUMBERED.match(after.text) is not None
        return bool(paragraph.ordinal) and after.kind is Kind.TEXT and is_above
    follows = len(after.text) > len(text) or after.kind is Kind.ITEM or is_list
    follows = follows or _NUMBERED.match(text) is not None
    return (paragraph.gap > 0 or at == 0) and (after.gap > 0 or len(text) < 80) and follows


def _as_heading(paragraph: Paragraph) -> Paragraph:
    level = 1
    written = f"{paragraph.ordinal} {paragraph.text}" if paragraph.ordinal else paragraph.text
    numbered = _NUMBERED.match(written)
    if numbered:
        level += numbered["number"].count(".")
    shift = len(written) - len(paragraph.text)
    return replace(
        paragraph,
        kind=Kind.HEADING,
        level=level,
        text=written,
        ordinal="",
        links=tuple(replace(k, start=k.start + shift, end=k.end + shift) for k in paragraph.links),
    )


def _title(paragraphs: list[Paragraph]) -> tuple[Paragraph | None, list[Paragraph]]:
    """The title, and what follows it: the first line, if it is a heading or short and alone."""
    if len(paragraphs) < 2:
        return None, paragraphs
    first, second = paragraphs[:2]
    if first.kind is Kind.HEADING:
        others = [p.level for p in paragraphs[1:] if p.kind is Kind.HEADING]
        is_above = not others or first.level < min(others)
        is_alone = second.kind is Kind.HEADING or _is_before_text(paragraphs)
        return (first, paragraphs[1:]) if is_above or is_alone else (None, paragraphs)
    is_short = len(first.text) <= 200 and first.text.rstrip()[-1:] not in {".", ":", ",", ";"}
    is_title = first.kind is Kind.TEXT and is_short and second.gap > 0
    return (first, paragraphs[1:]) if is_title else (None, paragraphs)


def _is_before_text(paragraphs: list[Paragraph]) -> bool:
    """Whether a heading and a lead stand first, and other headings follow."""
    return paragraphs[1].kind is Kind.TEXT and any(
        paragraph.kind is Kind.HEADING for paragraph in paragraphs[2:]
    )


# Sections


def _sections(paragraphs: Sequence[Paragraph]) -> Iterator[Section]:
    """The sections; headings below the highest level stay among the paragraphs, from level 2 on."""
    levels = sorted({p.level for p in paragraphs if p.kind is Kind.HEADING})
    heading: Paragraph | None = None
    kept: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph.kind is not Kind.HEADING:
            kept.append(paragraph)
        elif paragraph.level > levels[0]:
            # No level is left out: an author of plain text knows none.
            kept.append(replace(paragraph, level=levels.index(paragraph.level) + 1))
        else:
            if heading or kept:
                yield Section(heading, tuple(kept))
            heading, kept = replace(paragraph, level=1), []
    if heading or kept:
        yield Section(heading, tuple(kept))


def _captions(sections: Sequence[Section]) -> Iterator[Paragraph]:
    """Paragraphs behind a gap in which a picture stood, right before the next heading."""
    for section in sections[:-1]:
        last = section.paragraphs[-1] if section.paragraphs else None
        if last and last.kind is Kind.TEXT and last.gap > 2 and len(last.text) < 400:
            yield last


_VISUALS = re.compile(
    r"\b(?:visuals?|images?|pictures?|photos?|maps?|charts?|figures?|graphics?|illustrations?)\b",
    re.IGNORECASE,
)


def _is_visual_list(paragraph: Paragraph, after: Paragraph) -> bool:
    return (
        paragraph.text.rstrip().endswith(":")
        and after.kind is Kind.ITEM
        and bool(after.ordinal)
        and _VISUALS.search(paragraph.text) is not None
    )


def _visuals(section: Section) -> Iterator[Paragraph]:
    """The items of a list that is announced as one of pictures."""
    above = section.heading
    for at, paragraph in enumerate(section.paragraphs):
        if paragraph.kind is Kind.ITEM:
            if above and above.text.rstrip().endswith(":") and _VISUALS.search(above.text):
                yield paragraph
        else:
            above = paragraph if at + 1 < len(section.paragraphs) else None
