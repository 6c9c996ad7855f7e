"""Plain words as Markdown that says just these words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from briefing_build.rescue.finding import Flattened
from briefing_build.rescue.pasted import Kind, Paragraph
from briefing_build.residue.characters import (
    CONTROL,
    MOJIBAKE,
    SOFT_HYPHEN,
    UNSEEN,
    joins_letters,
    mended,
)

Keys = Callable[[Flattened], Sequence[str]]
"""The keys that stand for a citation."""


def to_markdown(
    paragraph: Paragraph,
    citations: Iterable[Flattened],
    keys: Keys,
    *,
    is_markdown: bool,
) -> str:
    """A paragraph's text with its citations, in the place and form that pandoc's Markdown has."""
    if paragraph.kind is Kind.VERBATIM:
        return paragraph.text
    text, parts, at = paragraph.text, [], 0
    edits = sorted([*_citing(text, citations, keys), *_marking(paragraph)])
    for start, end, written in edits:
        if start < at:  # a link or an emphasis that a citation took in
            continue
        parts += [_plain(text[at:start], is_markdown=is_markdown), written]
        at = max(end, start)
    parts.append(_plain(text[at:], is_markdown=is_markdown))
    joined = "".join(parts).strip()
    begins = is_markdown or paragraph.kind is Kind.HEADING
    return joined if begins else _beginning(joined)


_Edit = tuple[int, int, str]

# A stop and closing quotation marks, behind which a note's mark belongs.
_STOP = re.compile(r"[ \u00a0]?[”’\"'»]*[.,;:!?…]+[”’\"'»]*(?=\s|$|[)\]—–])")
_SPACES = " \t\u00a0\u202f\u2009"


def _citing(text: str, citations: Iterable[Flattened], keys: Keys) -> Iterator[_Edit]:
    for citation in citations:
        start = citation.start
        while start > 0 and text[start - 1] in _SPACES:
            start -= 1
        bracket = "; ".join(f"@{key}" for key in dict.fromkeys(keys(citation)))
        if not bracket:
            yield (citation.start, citation.end, "")
            continue
        stop = _STOP.match(text, citation.end)
        signs = stop[0].strip() if stop else ""
        if signs[:1] == "." and text[start - 1 : start] in {".", "!", "?"}:
            signs = signs[1:]
        end = stop.end() if stop else citation.end
        gap = " " if text[end : end + 1].isalnum() else ""
        yield (start, end, f"{signs}[{bracket}]{gap}")


def _marking(paragraph: Paragraph) -> Iterator[_Edit]:
    for link in paragraph.links:
        if link.page.url and link.start < link.end:
            yield (link.start, link.start, "[")
            yield (link.end, link.end, f"]({link.page.url})")
    for part in paragraph.emphases:
        inner = paragraph.text[part.start : part.end]
        start = part.start + len(inner) - len(inner.lstrip())
        end = part.end - len(inner) + len(inner.rstrip())
        if start < end:
            yield (start, start, part.sign)
            yield (end, end, part.sign)


# Letters

_SIGNS = re.compile(
    r"""
      https?://\S+
    | (?P<sign> [\\`*\[\]$^~] | (?<![^\W_])_ | _(?![^\W_]) | <(?=[\w/!?]) | &(?=\#?\w+;)
      | (?<!\w)@(?=\w) )
    """,
    re.VERBOSE,
)


def _plain(text: str, *, is_markdown: bool) -> str:
    text = clean(text)
    if is_markdown:
        return text
    return _SIGNS.sub(lambda match: f"\\{match[0]}" if match["sign"] else match[0], text)


_BEGINS_BLOCK = re.compile(r"(?:(?P<number>\d{1,9})(?=[.)]\s)|(?=[#>|+=~:-]))")


def _beginning(text: str) -> str:
    """The text of a block that nobody takes for another kind of block."""
    begins = _BEGINS_BLOCK.match(text)
    if begins is None:
        return text
    return f"{begins['number'] or ''}\\{text[begins.end() :]}"


def clean(text: str) -> str:
    """A text without characters that cannot be seen, and with those a wrong encoding garbled."""
    text = MOJIBAKE.sub(lambda match: mended(match[0]) or match[0], text)
    text = CONTROL.sub("", text)
    kept = [
        letter
        for place, letter in enumerate(text)
        if not UNSEEN.match(letter) or letter == SOFT_HYPHEN or joins_letters(text, place)
    ]
    return "".join(kept)
