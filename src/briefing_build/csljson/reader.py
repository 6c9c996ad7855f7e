"""JSON with the place of every value, read as far as it can be.

What is not JSON is reported where it stands, and reading goes on behind it. An object that is
not closed ends where something follows that cannot be in it, so that a bracket that is missing
or one too many spoils the item that it belongs to and no other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from briefing_build import rules
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.source import SourceFile

DEEPEST = 30
"""How deep lists and objects may lie in one another; CSL-JSON needs six."""
MOST_MISTAKES = 100

_TOKEN = re.compile(
    r"""[ \n\t]*(?:
      (?P<string>"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*")
    | (?P<mark>[{}\[\],:])
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.]))
    | (?P<comment>//[^\n]*|/\*.*?(?:\*/|\Z))
    | (?P<open>"[^\n]*)
    | (?P<word>[^\s{}\[\],:"/]+|/)
    | (?P<space>\s)
    | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
# A member as nearly all are, read at once: `"title": "The Pipeline",`, or up to a bracket.
_MEMBER = re.compile(
    r'[ \n\t]*"([^"\\\n]*)"[ ]*:[ \n\t]*'
    r'(?:"([^"\\\n]*)"[ \n\t]*(?:(,)[ \n\t]*(?=")|(?=\}))|([\[{]))'
)
# The rest of a list of numbers, `2024, 5, 17]`.
_NUMBERS = re.compile(r"[ \n\t]*-?[0-9]{1,9}(?:[ \n\t]*,[ \n\t]*-?[0-9]{1,9})*[ \n\t]*\]")
_NUMBER = re.compile(r"-?[0-9]+")
_NEXT_QUOTE = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
# Behind a string: words and a quotation mark that ends the line, as strings do.
_RUN_ON = re.compile(r'[ \t]*[^\s,}\]"/:][^\n]*"(?=[ \t]*,?[ \t]*(?:[}\]][^"\n]*)?$)', re.MULTILINE)
# Behind a string that ended at what was to open the next name: `author": `.
_NAME_BEHIND = re.compile(r'[^"\n{}\[\]:]{1,80}"[ \t]*:')
_REST_OF_LINE = re.compile(r'[^\n{}\[\],"]*')
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
"""Each makes one letter."""
_LETTERS = {'"': '"', "\\": "\\", "/": "/", "b": " ", "f": " ", "n": "\n", "r": "\n", "t": "\t"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NOTHING = frozenset({",", "}", "]", ":", "end"})
_LONGEST_STRING = 100_000


class String(NamedTuple):
    """A text; its place is that of the letters between the quotation marks."""

    text: str
    start: int
    end: int


class Number(NamedTuple):
    """A number, as it is written."""

    text: str
    start: int
    end: int


class Word(NamedTuple):
    """`true`, `false` or `null`."""

    text: str
    start: int
    end: int


class Array(NamedTuple):
    """A list, with its brackets."""

    nodes: tuple[Node, ...]
    start: int
    end: int


class Object(NamedTuple):
    """An object, with its braces; a name that is there twice is there twice."""

    members: tuple[tuple[String, Node], ...]
    start: int
    end: int

    def get(self, name: str) -> Node | None:
        """What stands under a name first."""
        return next((node for key, node in self.members if key.text == name), None)


Node = String | Number | Word | Array | Object


def read_json(source: SourceFile, found: Diagnostics) -> Iterator[Node]:
    """The values of a file: those in its list, or the one that is all of it."""
    with suppress(_TooMuch):
        yield from _Reader(source, found).top()


def offsets(raw: str) -> Callable[[int], int]:
    """Where the letter at an offset of a string's text stands in what was written for it."""
    behind: list[int] = []  # For each escape, the offset in the text behind its letter,
    moved: list[int] = [0]  # and how much longer than the text is what was written up to there.
    for escape in _ESCAPE.finditer(raw):
        behind.append(escape.start() - moved[-1] + 1)
        moved.append(moved[-1] + len(escape[0]) - 1)
    return lambda offset: offset + moved[bisect_right(behind, offset)]


class _Token(NamedTuple):
    kind: str
    start: int
    end: int


class _TooMuch(Exception):
    """So many mistakes that nobody would read them."""


@dataclass(slots=True)
class _Reader:
    source: SourceFile
    found: Diagnostics
    _at: int = 0
    _ahead: list[_Token] = field(default_factory=list)
    _depth: int = 0
    _mistakes: int = 0
    _is_torn: bool = False
    """Whether something was just ended because of what follows, which was reported."""
    _is_plain: bool = True
    """Whether all letters of the file can be printed."""

    # Tokens

    def _next(self) -> _Token:
        if self._ahead:
            return self._ahead.pop()
        while True:
            match = _TOKEN.match(self.source.text, self._at)
            assert match, self._at
            kind = match.lastgroup
            assert kind, self._at
            start, end = match.span(kind)
            self._at = end
            if kind == "mark":
                return _Token(match["mark"], start, end)
            if kind == "comment":
                self._report("a comment, which JSON does not have", start, min(end, start + 2))
            elif kind == "open":
                return self._open_string(start, end)
            elif kind != "space":
                return _Token(kind, start, end)

    def _open_string(self, start: int, line_end: int) -> _Token:
        """A string whose closing mark is not on its line: it goes on, or ends with the line."""
        text = self.source.text
        quote = _NEXT_QUOTE.match(text, start + 1, min(len(text), start + _LONGEST_STRING))
        if quote:
            last_line = text.rfind("\n", start, quote.end())
            if text[last_line : quote.end() - 1].strip():
                message = "a line ends inside quotation marks"
                self._report(message, start, line_end, r"write `\n` for the end of a line")
                self._at = quote.end()
                return _Token("string", start, quote.end())
        self._report("a quotation mark that is not closed", start, start + 1)
        # The letter behind the text is where the mark should be.
        end = start + len(text[start:line_end].rstrip(" \t,}]"))
        self._at = max(end, start + 1)
        return _Token("open", start, self._at)

    def _peek(self) -> _Token:
        token = self._next()
        self._ahead.append(token)
        return token

    # Values

    def top(self) -> Iterator[Node]:
        """Reads objects, whatever brackets and commas stand around them."""
        text = self.source.text
        self._is_plain = not _UNPRINTABLE.search(text)
        first = self._peek()
        if first.kind not in {"[", "{", "end"}:
            message = "this is no CSL-JSON, which begins with `[`"
            self._report(message, first.start, first.end)
            return
        opened: _Token | None = None
        comma: _Token | None = None
        is_closed = is_begun = is_astray = False
        while (token := self._next()).kind != "end":
            if token.kind == "[" and opened is None and not is_begun:
                opened = token
            elif token.kind == "]" and opened and not is_closed:
                is_closed = True
                self._check_comma(comma)
            elif token.kind == "," and is_begun and comma is None:
                comma = token
                continue
            elif token.kind in _NOTHING and not is_astray:
                self._report(f"a `{token.kind}` too many", token.start, token.end)
            elif token.kind == "string" and self._peek().kind == ":":
                if not is_astray:
                    self._report("this belongs to no item", token.start, token.end)
                is_astray = True  # What follows is told of with it.
                self._member(token, [])
            elif token.kind not in _NOTHING:
                self._check_gap(token, has_gap=comma is None and is_begun)
                is_begun, is_astray = True, False
                yield self._value(token)
            comma = None
        if opened and not is_closed and not self._is_torn:
            self._report("a `[` that is not closed", opened.start, opened.end)

    def _value(self, token: _Token) -> Node:
        kind, start, end = token
        if kind == "string":
            return self._string(start + 1, end - 1)
        if kind == "open":
            return self._string(start + 1, end)
        if kind == "number":
            return Number(self.source.text[start:end], start, end)
        if kind in {"{", "["}:
            return self._inside(token)
        written = self.source.text[start:end]
        if kind == "word" and written in {"true", "false", "null"}:
            return Word(written, start, end)
        return self._bare(start)

    def _string(self, start: int, end: int) -> String:
        raw = self.source.text[start:end]
        if "\\" not in raw and self._is_plain:
            return String(raw, start, end)

        def letter(escape: re.Match[str]) -> str:
            sign = escape[0][1]
            if sign == "u" and len(escape[0]) >= 6:
                return _code(escape[0])
            if sign not in _LETTERS:
                at = start + escape.start()
                help = r"a `\` itself is written `\\`"
                self._report(f"there is no escape `{escape[0]}`", at, at + 2, help)
            return _LETTERS.get(sign, sign)

        text = _ESCAPE.sub(letter, raw) if "\\" in raw else raw
        if bad := _UNPRINTABLE.search(text):
            place = offsets(raw)
            where = self.source.span(start + place(bad.start()), start + place(bad.end()))
            message = f"a control character (U+{ord(bad[0]):04X})"
            self.found.report(rules.CONTROL_CHARACTER, message, Label(where), help="delete it")
            text = _UNPRINTABLE.sub("\ufffd", text)
        return String(text, start, end)

    def _bare(self, start: int) -> String:
        """Words that should have had quotation marks around them, up to the next sign."""
        rest = _REST_OF_LINE.match(self.source.text, start)
        assert rest
        end = max(start + len(rest[0].rstrip()), start + 1)
        self._report("no quotation marks around this", start, end)
        self._at, self._ahead = end, []
        return self._string(start, end)

    def _inside(self, opened: _Token) -> Node:
        if self._depth >= DEEPEST:
            self._skip()
            self._mistake()
            message = f"more than {DEEPEST} lists and objects inside one another"
            where = self.source.span(opened.start, opened.end)
            self.found.report(rules.LIMIT_MET, message, Label(where, "not read from here on"))
            return Word("null", opened.start, opened.end)
        self._depth += 1
        try:
            return self._object(opened) if opened.kind == "{" else self._array(opened)
        finally:
            self._depth -= 1

    def _skip(self) -> None:
        level = 1
        while level and (kind := self._next().kind) != "end":
            level += {"{": 1, "[": 1, "}": -1, "]": -1}.get(kind, 0)

    def _object(self, opened: _Token) -> Object:
        members: list[tuple[String, Node]] = []
        comma: _Token | None = None
        while True:
            if self._is_plain and not self._ahead and (comma or not members):
                comma = self._simple(members, comma)
            token = self._next()
            if token.kind == "}":
                self._check_comma(comma)
                return Object(tuple(members), opened.start, token.end)
            if token.kind == "," and members and comma is None:
                comma = token
            elif token.kind in {",", ":"}:
                self._report(f"a `{token.kind}` too many", token.start, token.end)
            elif token.kind in {"{", "[", "]", "end"}:
                return Object(tuple(members), opened.start, self._tear(opened, token))
            else:
                self._check_gap(token, has_gap=comma is None and bool(members))
                comma = None
                self._member(token, members)

    def _simple(self, members: list[tuple[String, Node]], before: _Token | None) -> _Token | None:
        """Takes in members while nothing is unusual about them; the comma behind the last one."""
        text, match = self.source.text, _MEMBER.match
        comma = before.start if before else -1
        while simple := match(text, self._at):
            name = String(simple[1], simple.start(1), simple.end(1))
            self._at = simple.end()
            if bracket := simple[4]:
                opened = _Token(bracket, self._at - 1, self._at)
                members.append((name, self._inside(opened)))
                return None
            comma = simple.start(3)
            members.append((name, String(simple[2], simple.start(2), simple.end(2))))
        return _Token(",", comma, comma + 1) if comma >= 0 else None

    def _member(self, token: _Token, members: list[tuple[String, Node]]) -> None:
        name = self._name(token)
        token = self._next()
        if token.kind == ":":
            token = self._next()
        else:
            self._report(f"no `:` behind `{_short(name.text)}`", name.start, name.end)
            if token.kind != "string" or self._peek().kind == ":":
                self._ahead.append(token)
                return
        if token.kind in _NOTHING:
            self._report(f"`{_short(name.text)}` has no value", name.start, name.end)
            self._ahead.append(token)
            return
        value = self._value(token)
        if token.kind == "string":
            value = self._run_on(value)
        members.append((name, value))

    def _name(self, token: _Token) -> String:
        if token.kind in {"string", "open"}:
            return self._string(token.start + 1, token.end - (token.kind == "string"))
        self._report("no quotation marks around this name", token.start, token.end)
        return String(self.source.text[token.start : token.end], token.start, token.end)

    def _run_on(self, value: Node) -> Node:
        """The value as it was meant, if a quotation mark is missing in it or one too many."""
        if self._ahead:
            return value
        if _NAME_BEHIND.match(self.source.text, value.end + 1):
            self._report("a quotation mark that is not closed", value.start - 1, value.start)
            self._at = value.end
            self._is_torn = True
            written = self.source.text[value.start : value.end].rstrip(" \t,")
            return self._string(value.start, value.start + len(written))
        rest = _RUN_ON.match(self.source.text, value.end + 1)
        if rest is None:
            return value
        message = "a quotation mark inside quotation marks"
        self._report(message, value.end, value.end + 1, r"write `\"`")
        self._at = rest.end()
        return String(self.source.text[value.start : rest.end() - 1], value.start, rest.end() - 1)

    def _array(self, opened: _Token) -> Array:
        if numbers := _NUMBERS.match(self.source.text, self._at):
            found = _NUMBER.finditer(self.source.text, self._at, numbers.end())
            self._at = numbers.end()
            return Array(tuple(Number(n[0], *n.span()) for n in found), opened.start, self._at)
        nodes: list[Node] = []
        comma: _Token | None = None
        while True:
            token = self._next()
            if token.kind == "]":
                self._check_comma(comma)
                return Array(tuple(nodes), opened.start, token.end)
            is_name = token.kind == "string" and self._peek().kind == ":"
            if token.kind in {"}", "end"} or is_name:
                return Array(tuple(nodes), opened.start, self._tear(opened, token))
            if token.kind == "," and nodes and comma is None:
                comma = token
            elif token.kind in {",", ":"}:
                self._report(f"a `{token.kind}` too many", token.start, token.end)
            else:
                self._check_gap(token, has_gap=comma is None and bool(nodes))
                comma = None
                nodes.append(self._value(token))

    # Mistakes

    def _tear(self, opened: _Token, token: _Token) -> int:
        """Ends what `opened` began before a token that cannot be in it; says where."""
        if not self._is_torn or token.kind != "end":  # At the end one report is enough.
            self._report(f"a `{opened.kind}` that is not closed", opened.start, opened.end)
        self._ahead.append(token)
        self._is_torn = True
        return max(token.start, opened.end)

    def _check_comma(self, comma: _Token | None) -> None:
        if comma:
            self._report("a comma behind which nothing comes", comma.start, comma.end)

    def _check_gap(self, token: _Token, *, has_gap: bool) -> None:
        if has_gap and not self._is_torn:
            self._report("no comma before this", token.start, min(token.end, token.start + 40))
        self._is_torn = False

    def _report(self, message: str, start: int, end: int, help: str | None = None) -> None:
        span = self.source.span(start, end)
        self.found.report(rules.JSON_SYNTAX, message, Label(span), help=help)
        self._mistake()

    def _mistake(self) -> None:
        self._mistakes += 1
        if self._mistakes >= MOST_MISTAKES:
            at = min(self._at, len(self.source.text))
            message = f"{MOST_MISTAKES} mistakes: what follows is not read"
            self.found.report(rules.LIMIT_MET, message, Label(self.source.span(at, at)))
            raise _TooMuch


def _code(escape: str) -> str:
    units = (int(unit, 16) for unit in escape.split("\\u")[1:])
    data = b"".join(unit.to_bytes(2, "big") for unit in units)
    return data.decode("utf-16-be", "replace")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
