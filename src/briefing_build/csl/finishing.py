"""What is done to citeproc's words before they are printed, and what is printed behind a work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from briefing_build.csl.forms import Form, in_one_form
from briefing_build.csl.inlines import is_address
from briefing_build.csl.locales import declined
from briefing_build.csl.note_numbers import BEGIN
from briefing_build.csl.remarks import Remark
from briefing_build.csl.titles import without_tags
from briefing_build.csl.words import word
from briefing_build.document import (
    Attributes,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Phrase,
    Strong,
    Superscript,
    Text,
    plain_text,
)
from briefing_build.source import Span
from briefing_build.terms import primary_language

NOT_LOCATED = Attributes(classes=("not-located",))
"""What a style sheet knows the warning by that a source was not located."""


def says_something(inlines: Sequence[Inline]) -> bool:
    return any(letter.isalnum() for letter in plain_text(inlines))


def stripped(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Without space at either end, and without a line that is empty."""
    if inlines and isinstance(inlines[0], LineBreak):
        inlines = inlines[1:]
    if inlines and isinstance(inlines[0], Text):
        inlines = _kept((replace(inlines[0], text=inlines[0].text.lstrip()), *inlines[1:]))
    if inlines and isinstance(inlines[-1], Text):
        inlines = _kept((*inlines[:-1], replace(inlines[-1], text=inlines[-1].text.rstrip())))
    return inlines


def tidied(
    inlines: tuple[Inline, ...], language: str, *, is_american: bool = False
) -> tuple[Inline, ...]:
    """Without what citeproc gets wrong: "(N 3)" where a note begins, and "n.d." said twice.

    Nor are there quotation marks around a title that is not known, or warnings that are raised.
    """
    if is_american:
        inlines = _with_stops_inside(inlines)
    date = re.escape(word("date", language))
    title = re.escape(f"[{word('title', language)}]")
    # Behind it stands its date when it is cited again, which some styles print on their own.
    dated = rf"{title}(?:, [^,;’”“»]+)?[.,]?"
    inlines = _in_texts(inlines, rf"[‘“„«]\s?({dated})\s?[’”“»]", r"\1", count=0)
    inlines = _in_texts(inlines, rf"({title}(, [^,;]+))\2", r"\1", count=0)
    first = inlines[0] if inlines else None
    if isinstance(first, Text):
        inlines = (
            replace(first, text=re.sub(rf"^\(N (?={BEGIN}?\d)", "(n ", first.text)),
            *inlines[1:],
        )
    inlines = _in_texts(inlines, rf"({date})(?:[,\s]*{date})+", r"\1")
    if has_dotted_capital(language):  # "içinde" and its like, that pandoc gives an English capital
        inlines = _in_texts(inlines, r"\bI(?=çinde|nternet|nceleme|lk\b|kinci)", "İ", count=0)
    inlines = tuple(
        replace(node, text=declined(node.text, language)) if isinstance(node, Text) else node
        for node in inlines
    )
    # Pandoc leaves space where a citation in brackets is nothing but what follows a work.
    return _with_warnings_lowered(_in_texts(inlines, r"\( \[", "(["))


def _with_stops_inside(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Stops inside all quotation marks that end there, as Americans have them: `‘Horizon,’”`."""
    inlines = _in_texts(inlines, r"(‘[^“”]*)’([.,])”", r"\1\2’”", count=0)
    result: list[Inline] = []
    for node in inlines:
        last = result[-1] if result else None
        if isinstance(last, Emphasis) and isinstance(node, Text) and node.text[:1] in {".", ","}:
            end = last.content[-1] if last.content else None
            if isinstance(end, Text) and (marks := re.search("[’”]*”\\Z", end.text)):
                text = end.text[: marks.start()] + node.text[0] + marks[0]
                result[-1] = replace(last, content=(*last.content[:-1], replace(end, text=text)))
                node = replace(node, text=node.text[1:])  # noqa: PLW2901 - what is left of it
        result.append(node)
    return _kept(tuple(result))


def _with_warnings_lowered(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Warnings behind the raised number of their work, and not raised with it."""
    lowered: list[Inline] = []
    for node in inlines:
        lowered.extend(_lowered(node) if isinstance(node, Superscript) else (node,))
    return tuple(lowered)


def _lowered(raised: Superscript) -> Iterator[Inline]:
    content = raised.content
    for at, (before, node, after) in enumerate(
        zip(content, content[1:], content[2:], strict=False)
    ):
        is_warning = isinstance(node, Phrase) and node.attributes == NOT_LOCATED
        # The brackets around it belong to the texts on both sides.
        if is_warning and isinstance(before, Text) and isinstance(after, Text):
            number = replace(before, text=before.text.removesuffix("[").rstrip())
            rest = _kept((replace(after, text=after.text.removeprefix("]")), *content[at + 3 :]))
            yield replace(raised, content=_kept((*content[:at], number)))
            yield from (Text(" [", node.span), node, Text("]", node.span))
            yield from _lowered(replace(raised, content=rest)) if rest else ()
            return
    yield raised


def has_dotted_capital(language: str) -> bool:
    """Whether the capital of `i` is `İ`."""
    return primary_language(language) in {"az", "tr"}


def as_sentence(inlines: tuple[Inline, ...], language: str) -> tuple[Inline, ...]:
    """A citation that is all of its note: with a capital and a full stop."""
    ending = plain_text(inlines).rstrip("’”»\"')]")
    is_ended = ending.endswith((".", "?", "!", "…"))
    return with_capital(inlines if is_ended else (*inlines, Text(".", inlines[-1].span)), language)


def in_one_pair_of_brackets(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A citation that we put in brackets, with square ones inside: `(Hobsbawm [n 3])`."""
    first, last = (inlines[0], inlines[-1]) if inlines else (None, None)
    if not (isinstance(first, Text) and isinstance(last, Text)):
        return inlines
    if not (first.text.startswith("(") and last.text.endswith(")")):
        return inlines
    squared = list(_squared(inlines))
    squared[0] = replace(squared[0], text="(" + squared[0].text[1:])
    squared[-1] = replace(squared[-1], text=squared[-1].text[:-1] + ")")
    return tuple(squared)


def _squared(inlines: tuple[Inline, ...]) -> Iterator[Any]:
    for node in inlines:
        match node:
            case Text():
                yield replace(node, text=node.text.replace("(", "[").replace(")", "]"))
            case Emphasis() | Strong() | Phrase():
                yield replace(node, content=tuple(_squared(node.content)))
            case _:
                yield node


def without_brackets(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A citation without its round brackets, where it stands in an author's."""
    first, last = (inlines[0], inlines[-1]) if inlines else (None, None)
    if not (isinstance(first, Text) and isinstance(last, Text)):
        return inlines
    if not (first.text.startswith("(") and last.text.endswith(")")):
        return inlines
    opened = (replace(first, text=first.text[1:]), *inlines[1:])
    closed = opened[-1]
    assert isinstance(closed, Text)
    return _kept((*opened[:-1], replace(closed, text=closed.text[:-1])))


def without_stop(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Without the full stop at the end: an author's own follows."""
    last = inlines[-1] if inlines else None
    match last:
        case Text():
            return _kept((*inlines[:-1], replace(last, text=last.text.removesuffix("."))))
        case Emphasis() | Strong() | Phrase():
            return (*inlines[:-1], replace(last, content=without_stop(last.content)))
    return inlines


def amid_words(inlines: tuple[Inline, ...], *, narrative: bool) -> tuple[Inline, ...]:
    """A citation as a part of an author's sentence."""
    # Pandoc puts a comma between an author and the rest, also before a bracket: "Doe, (n 3)".
    return _in_texts(inlines, r", \(", " (") if narrative else inlines


def with_capital(inlines: tuple[Inline, ...], language: str) -> tuple[Inline, ...]:
    first = inlines[0]
    match first:
        case Text():
            dotted = has_dotted_capital(language) and first.text.startswith("i")
            capital = "İ" if dotted else first.text[:1].upper()
            first = replace(first, text=capital + first.text[1:])
        case Emphasis() | Strong() | Phrase() if first.content:
            first = replace(first, content=with_capital(first.content, language))
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


def called(item: Mapping[str, Any], language: str, form: Form = "long") -> str:
    """What a sentence calls a work: its authors' family names, else its short title."""
    authors = item.get("author") or item.get("editor") or ()
    names = [
        in_one_form(author.get("literal", ""), form)
        or " ".join(filter(None, (author.get("non-dropping-particle"), author.get("family"))))
        for author in authors
    ]
    if names[-1:] == ["others"] or len(names) > 2:
        return f"{names[0]} {word('others', language)}"
    if names:
        return f" {word('and', language)} ".join(names)
    return in_one_form(without_tags(item.get("title-short") or item.get("title") or ""), "long")


def in_brackets(remarks: Sequence[Remark], warning: str, span: Span) -> tuple[Inline, ...]:
    """` [in Russian; copy consulted: https://…; source not located]`; nothing if there is none.

    Brackets mark what an editor adds, in every style, and need no full stop of their own. The
    warning stands out without the help of a style sheet, too.
    """
    told = [tuple(_remark(remark, span)) for remark in remarks]
    if warning:
        words = Strong((Text(warning, span),), span)
        told.append((Phrase((words,), NOT_LOCATED, span),))
    if not told:
        return ()
    parts = [part for remark in told for part in (Text("; ", span), *remark)]
    return (Text(" [", span), *parts[1:], Text("]", span))


def _remark(remark: Remark, span: Span) -> Iterator[Inline]:
    if remark.text:
        text = re.sub(r"(?<=\w{4})\.\Z", "", remark.text)  # a sentence's, not an abbreviation's
        yield Text(text + (": " if remark.url else ""), span)
    if remark.url:
        address = Text(remark.url, span)
        is_link = is_address(remark.url)
        yield Link((address,), remark.url, "", span, span) if is_link else address


def with_remarks(content: tuple[Inline, ...], remarks: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The remarks behind a work, before its full stop if it ends with one."""
    last = content[-1] if content else None
    if not remarks or not isinstance(last, Text) or not last.text.endswith("."):
        return content + remarks
    if re.search(r"\b\w\.\w\.\Z|\b[^\W\d]\.\Z", last.text):  # "n.d.", "J. R." keep theirs
        return (*content, *remarks, Text(".", last.span))
    body = _kept((*content[:-1], replace(last, text=last.text[:-1])))
    return (*body, *remarks, Text(".", last.span))


def _kept(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return tuple(node for node in inlines if not isinstance(node, Text) or node.text)
