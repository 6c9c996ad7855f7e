"""What is done to citeproc's words before they are printed, and what is printed behind a work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefing_build.csl.inlines import is_address
from briefing_build.csl.mapping import Remark
from briefing_build.csl.words import word
from briefing_build.document import Emphasis, Inline, Link, Phrase, Strong, Text, plain_text
from briefing_build.source import Span


def says_something(inlines: Sequence[Inline]) -> bool:
    return any(letter.isalnum() for letter in plain_text(inlines))


def stripped(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Without space at either end."""
    if inlines and isinstance(inlines[0], Text):
        inlines = _kept((replace(inlines[0], text=inlines[0].text.lstrip()), *inlines[1:]))
    if inlines and isinstance(inlines[-1], Text):
        inlines = _kept((*inlines[:-1], replace(inlines[-1], text=inlines[-1].text.rstrip())))
    return inlines


def tidied(inlines: tuple[Inline, ...], language: str) -> tuple[Inline, ...]:
    """Without what citeproc gets wrong: "(N 3)" where a note begins, and "n.d." said twice.

    Nor are there quotation marks around a title that is not known.
    """
    date = re.escape(word("date", language))
    title = re.escape(f"[{word('title', language)}]")
    # Behind it stands its date when it is cited again, which some styles print on their own.
    dated = rf"{title}(?:, [^,;’”“»]+)?[.,]?"
    inlines = _in_texts(inlines, rf"[‘“„«]\s?({dated})\s?[’”“»]", r"\1", count=0)
    inlines = _in_texts(inlines, rf"({title}(, [^,;]+))\2", r"\1", count=0)
    first = inlines[0] if inlines else None
    if isinstance(first, Text):
        inlines = (replace(first, text=re.sub(r"^\(N (?=\d)", "(n ", first.text)), *inlines[1:])
    return _in_texts(inlines, rf"({date})(?:[,\s]*{date})+", r"\1")


def as_sentence(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A citation that is all of its note: with a capital and a full stop."""
    ending = plain_text(inlines).rstrip("’”»\"')]")
    is_ended = ending.endswith((".", "?", "!", "…"))
    return with_capital(inlines if is_ended else (*inlines, Text(".", inlines[-1].span)))


def amid_words(inlines: tuple[Inline, ...], *, narrative: bool) -> tuple[Inline, ...]:
    """A citation as a part of an author's sentence."""
    # Pandoc puts a comma between an author and the rest, also before a bracket: "Doe, (n 3)".
    return _in_texts(inlines, r", \(", " (") if narrative else inlines


def with_capital(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    first = inlines[0]
    match first:
        case Text():
            first = replace(first, text=first.text[:1].upper() + first.text[1:])
        case Emphasis() | Strong() | Phrase() if first.content:
            first = replace(first, content=with_capital(first.content))
    return (first, *inlines[1:])


def _in_texts(
    inlines: tuple[Inline, ...], pattern: str, words: str, count: int = 1
) -> tuple[Inline, ...]:
    return tuple(
        replace(node, text=re.sub(pattern, words, node.text, count=count))
        if isinstance(node, Text)
        else node
        for node in inlines
    )


def called(item: Mapping[str, Any], language: str) -> str:
    """What a sentence calls a work: its authors' family names, else its short title."""
    authors = item.get("author") or item.get("editor") or ()
    names = [
        author.get("literal")
        or " ".join(filter(None, (author.get("non-dropping-particle"), author.get("family"))))
        for author in authors
    ]
    if names[-1:] == ["others"] or len(names) > 2:
        return f"{names[0]} {word('others', language)}"
    if names:
        return f" {word('and', language)} ".join(names)
    return without_tags(item.get("title-short") or item.get("title") or "")


def without_tags(text: str) -> str:
    """A title without CSL-JSON's markup."""
    return re.sub(r"</?(?:i|b|sc|sup|sub|span)\b[^<>]*>", "", text)


def in_brackets(remarks: Sequence[Remark], warning: str, span: Span) -> tuple[Inline, ...]:
    """` [in Russian; copy consulted: https://…; source not located]`; nothing if there is none.

    Brackets mark what an editor adds, in every style, and need no full stop of their own.
    """
    parts: list[Inline] = []
    for remark in [*remarks, *([Remark(warning)] if warning else [])]:
        parts.append(Text("; " if parts else " [", span))
        if remark.text:
            parts.append(Text(remark.text + (": " if remark.url else ""), span))
        if remark.url:
            address = Text(remark.url, span)
            is_link = is_address(remark.url)
            parts.append(Link((address,), remark.url, "", span, span) if is_link else address)
    return (*parts, Text("]", span)) if parts else ()


def with_remarks(content: tuple[Inline, ...], remarks: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The remarks behind a work, before its full stop if it ends with one."""
    last = content[-1] if content else None
    if not remarks or not isinstance(last, Text) or not last.text.endswith("."):
        return content + remarks
    if re.search(r"\b\w\.\w\.\Z|\b\w\.\Z", last.text):  # "n.d.", "J. R." keep theirs
        return (*content, *remarks, Text(".", last.span))
    body = _kept((*content[:-1], replace(last, text=last.text[:-1])))
    return (*body, *remarks, Text(".", last.span))


def _kept(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(node for node in inlines if not isinstance(node, Text) or node.text)
