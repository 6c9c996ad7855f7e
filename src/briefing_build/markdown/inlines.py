"""Inline content to pieces, in one pass from left to right.

Every construct is met at its first character and read to its last, or is left for words. No
search is made twice over the same text, so that time stays in proportion to its length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.markdown import limits
from briefing_build.markdown.brackets import close_bracket
from briefing_build.markdown.citations import report_unclosed
from briefing_build.markdown.code_spans import CodeSpans
from briefing_build.markdown.comments import COMMENT
from briefing_build.markdown.links import LINK_HELP, address, refusal
from briefing_build.markdown.marks import pair_marks
from briefing_build.markdown.pieces import Key, Leaf, Mark, Opening, Piece, Target, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing_build.markdown.positions import Region
    from briefing_build.markdown.state import Definitions

_SPECIAL = re.compile(r"[\\`*_~^\[\]<$@\n]")
_URL = re.compile(r"\b(?:https?|ftp)://[^\s<>\[\]`\"\\{}|]*[^\W_]/?")
_RUN = {character: re.compile(re.escape(character) + "+") for character in "*_~^`"}
KEY = re.compile(
    r"@(?:\{(?P<braced>[^{}\s]+)\}"
    r"|(?P<plain>[\w*](?:\w|[:.#$%&\-+?<>~/](?=\w)|[:/](?=/))*))"
)
_NOTE = re.compile(r"\[\^(?P<label>[^\]\s\[^]+)\]")
_AUTOLINK = re.compile(r"<(?P<url>[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_MAIL = re.compile(r"<(?P<mail>[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*)>")
_TAG = re.compile(
    r"<(?:/[A-Za-z][\w:-]*\s*"
    r"|[A-Za-z][\w:-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^'<]*'|\"[^\"<]*\"))?)*\s*/?"
    r"|\?[^<>]*\?|![A-Z][^<>]*)>"
)
_MATH = re.compile(r"\$(?=[^\s$])(?P<tex>(?:[^$\\\n]|\\.|\n(?!\n))+)(?<!\s)\$(?!\d)", re.DOTALL)
_SPACE = re.compile(r"\s")
_PUNCTUATION = re.compile(r"[^\w\s]|_")


@dataclass(slots=True)
class Reading:
    """One paragraph being read: its text, the pieces so far and the brackets that are open."""

    content: Region
    definitions: Definitions
    found: Diagnostics
    text: str
    language: str
    fences: frozenset[int] = frozenset()
    """Where in the source fences stand that have no end, if they begin no code in a line."""

    pieces: list[Piece] = field(default_factory=list)
    brackets: list[Opening] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    """Ends that do not occur in what is left, so that nobody looks for them again."""

    code: CodeSpans | None = None
    caret: int = -1
    too_deep: bool = False

    def words(self, start: int, end: int) -> int:
        """Takes a part of the text for words; `end`, to go on from."""
        if start < end:
            last = self.pieces[-1] if self.pieces else None
            if isinstance(last, Words) and last.end == start:
                last.end = end
            else:
                self.pieces.append(Words(start, end))
        return end

    def find(self, end: str, start: int) -> int:
        """Where `end` next occurs; -1, from the second time on without a look."""
        if end in self.missing:
            return -1
        place = self.text.find(end, start)
        if place < 0:
            self.missing.add(end)
        return place

    def report_depth(self, offset: int) -> None:
        if not self.too_deep:
            self.too_deep = True
            self.found.report(
                rules.LIMIT_MET,
                "too many brackets or too much emphasis inside one another",
                Label(self.content.span(offset, offset + 1), "the outermost that was left out"),
                help="what is further out is shown as plain words",
            )


def read_inlines(
    content: Region,
    definitions: Definitions,
    found: Diagnostics,
    language: str,
    fences: frozenset[int] = frozenset(),
) -> list[Piece]:
    """The pieces of a paragraph; what is left of `fences` for words is reported."""
    text = content.text
    if limits.is_too_much(content, found):
        return [Words(0, len(text))]
    reading = Reading(content, definitions, found, text, language, fences)
    _scan(reading)
    report_unclosed(reading)
    return pair_marks(reading.pieces, text, reading.report_depth)


def _scan(reading: Reading) -> None:
    text, position = reading.text, 0
    urls = _URL.finditer(text) if "://" in text else iter(())
    url = next(urls, None)
    while (special := _SPECIAL.search(text, position)) is not None:
        start = special.start()
        while url is not None and (url.end() <= start or url.start() < position):
            url = next(urls, None)
        if url is not None and url.start() <= start:
            position = reading.words(position, url.end())
            continue
        reading.words(position, start)
        position = _READERS[text[start]](reading, start)
    reading.words(position, len(text))


# Readers: each is called at its character and answers with the offset to go on from.


def _escape(reading: Reading, start: int) -> int:
    following = reading.text[start + 1 : start + 2]
    if following == "\n":
        reading.pieces.append(Leaf("break", start, start + 2))
        return start + 2
    if following.isalnum() or not following:
        return reading.words(start, start + 1)
    return reading.words(start, start + 2)


def _newline(reading: Reading, start: int) -> int:
    last = reading.pieces[-1] if reading.pieces else None
    if isinstance(last, Words) and reading.text.endswith("  ", last.start, start):
        last.end = last.start + len(reading.text[last.start : start].rstrip(" "))
        reading.pieces.append(Leaf("break", last.end, start + 1))
        return start + 1
    return reading.words(start, start + 1)


def _code(reading: Reading, start: int) -> int:
    run = _RUN["`"].match(reading.text, start)
    assert run is not None
    if reading.code is None:
        reading.code = CodeSpans(reading.text)
    end = reading.code.end(start, run.end())
    if end is None:
        return _fence(reading, start, run.end())
    code = reading.text[run.end() : end].replace("\n", " ").strip()
    reading.pieces.append(Leaf("code", start, end + run.end() - start, code))
    return end + run.end() - start


def _fence(reading: Reading, start: int, end: int) -> int:
    """Takes backticks or tildes for words, and reports them if they were to begin a block."""
    if reading.fences and reading.content.at(start) in reading.fences:
        reading.fences = frozenset()  # The next may be what was to end it.
        reading.found.report(
            rules.UNCLOSED_BLOCK,
            "a block of code that is not closed",
            Label(reading.content.span(start, end), "opened here"),
            help=f"end it with {reading.text[start:end]} alone on a line, in the item, quotation"
            " or note that it stands in",
        )
    return reading.words(start, end)


def _mark(reading: Reading, start: int) -> int:
    text = reading.text
    character = text[start]
    run = _RUN[character].match(text, start)
    assert run is not None
    end = start + 1 if character == "^" else run.end()
    if character == "~" and end - start > 2:
        return _fence(reading, start, end)
    opens, closes = _flanks(text, character, start, end)
    if not (opens or closes):
        return reading.words(start, end)
    if character == "^" and text.startswith("[", end) and not _closes_superscript(reading, start):
        return _open(reading, start, end + 1)
    if character == "^" and opens:
        reading.caret = start
    reading.pieces.append(Mark(start, end, character, opens, closes))
    return end


def _flanks(text: str, character: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a run of marks may open, and whether it may close."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    if character in "~^":
        return not after.isspace(), not before.isspace()
    outside_before, outside_after = not _is_word(before), not _is_word(after)
    left = not after.isspace() and (_is_word(after) or outside_before)
    right = not before.isspace() and (_is_word(before) or outside_after)
    if character == "*":
        return left, right
    return left and (not right or outside_before), right and (not left or outside_after)


def _is_word(character: str) -> bool:
    """Whether a character is neither a space nor punctuation."""
    return character.isalnum() or not (character.isspace() or _PUNCTUATION.match(character))


def _closes_superscript(reading: Reading, start: int) -> bool:
    """Whether the caret of `x^2^[note]` ends a superscript and does not begin a note."""
    opened, reading.caret = reading.caret, -1
    return 0 <= opened < start - 1 and not _SPACE.search(reading.text, opened, start)


def _open(reading: Reading, start: int, end: int) -> int:
    if len(reading.brackets) >= limits.BRACKET_DEPTH:
        reading.report_depth(start)
        return reading.words(start, end)
    opening = Opening(start, end, len(reading.pieces))
    reading.pieces.append(opening)
    reading.brackets.append(opening)
    return end


def _bracket(reading: Reading, start: int) -> int:
    text = reading.text
    if text.startswith("[^", start) and (note := _NOTE.match(text, start)):
        reading.pieces.append(Leaf("note", start, note.end(), note["label"]))
        return note.end()
    if start and text[start - 1] == "!" and _takes_sign(reading, start, "\\"):
        return _open(reading, start - 1, start + 1)
    return _open(reading, start, start + 1)


def _closing_bracket(reading: Reading, start: int) -> int:
    return close_bracket(reading, start)


def _angle(reading: Reading, start: int) -> int:
    text = reading.text
    if COMMENT.match(text, start):
        return _comment(reading, start)
    if link := _AUTOLINK.match(text, start):
        return _autolink(reading, link.span("url"), link["url"], link.end())
    if link := _MAIL.match(text, start):
        return _autolink(reading, link.span("mail"), f"mailto:{link['mail']}", link.end())
    if tag := _TAG.match(text, start):
        reading.found.report(
            rules.RAW_HTML,
            f"`{_shortened(tag[0])}` is not passed on",
            Label(reading.content.span(start, tag.end())),
            help="write it in Markdown, or take the tag out; the words around it remain",
        )
        return tag.end()
    return reading.words(start, start + 1)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _comment(reading: Reading, start: int) -> int:
    is_told = "-->" in reading.missing
    end = reading.find("-->", start + 4)
    if end >= 0:
        reading.definitions.note_comment(reading.content.span(start, end + 3))
        return end + 3
    if not is_told:
        reading.found.report(
            rules.UNCLOSED_BLOCK,
            "a comment that is not closed",
            Label(reading.content.span(start, start + 4), "begins here"),
            help="end it with `-->`, in the item, quotation, note or cell that it stands in",
        )
    return reading.words(start, start + 4)


def _autolink(reading: Reading, span: tuple[int, int], url: str, end: int) -> int:
    start = span[0] - 1
    inside: list[Piece] = [Leaf("plain", *span, reading.text[slice(*span)])]
    url = address(url)
    reason = refusal(url)
    if reason is not None:
        reading.found.report(
            rules.REFUSED_LINK, reason, Label(reading.content.span(*span)), help=LINK_HELP
        )
        reading.pieces.extend(inside)
        return end
    place = reading.content.span(*span)
    reading.pieces.append(Target("link", start, end, inside, url, "", (place.start, place.end)))
    return end


def _dollar(reading: Reading, start: int) -> int:
    text = reading.text
    if text.startswith("$$", start):
        end = reading.find("$$", start + 2)
        tex = text[start + 2 : max(end, 0)].strip()
        if tex and "\n\n" not in tex:
            reading.pieces.append(Leaf("display", start, end + 2, tex))
            return end + 2
        return reading.words(start, start + 2)
    math = _MATH.match(text, start)
    if math is None:
        return reading.words(start, start + 1)
    reading.pieces.append(Leaf("math", start, math.end(), math["tex"]))
    return math.end()


def _at(reading: Reading, start: int) -> int:
    text = reading.text
    before = text[start - 1] if start else " "
    if before.isalnum() or before == "/" or (key := KEY.match(text, start)) is None:
        return reading.words(start, start + 1)
    span = key.span("braced") if key["braced"] else key.span("plain")
    suppress = before == "-" and _takes_minus(reading, start)
    begin = start - 1 if suppress else start
    reading.pieces.append(Key(begin, key.end(), text[slice(*span)], *span, suppress))
    return key.end()


def _takes_minus(reading: Reading, start: int) -> bool:
    """Whether the `-` before a key belongs to it: it does if no word is before it."""
    if start >= 2 and reading.text[start - 2].isalnum():
        return False
    return _takes_sign(reading, start, "\\-_")


def _takes_sign(reading: Reading, start: int, unless: str) -> bool:
    """Takes the sign before `start` from the words, unless another that changes it is before it."""
    last = reading.pieces[-1] if reading.pieces else None
    if not isinstance(last, Words) or last.end != start:
        return False
    if last.end - last.start > 1 and reading.text[start - 2] in unless:
        return False
    last.end -= 1
    if last.start == last.end:
        reading.pieces.pop()
    return True


_READERS: dict[str, Callable[[Reading, int], int]] = {
    "\\": _escape,
    "\n": _newline,
    "`": _code,
    "*": _mark,
    "_": _mark,
    "~": _mark,
    "^": _mark,
    "[": _bracket,
    "]": _closing_bracket,
    "<": _angle,
    "$": _dollar,
    "@": _at,
}
