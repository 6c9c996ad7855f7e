"""Splits a `.bib` into blocks with bibtexparser, each with its place, and mends what it refuses.

bibtexparser drops a whole entry for one slip in it. Where what its author meant is plain (a comma
too few or too many, a brace missing at the end), the slip is reported and the entry is read.
Mending moves no character, so that places found in the mended text hold in the source.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)

from briefing_build import rules
from briefing_build.bibtex import values
from briefing_build.bibtex.model import KINDS
from briefing_build.bibtex.readable import readable
from briefing_build.bibtex.splitter import PlainSplitter
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.source import SourceFile

_MOST_SLIPS = 20
_MOST_SLIPS_IN_ALL = 1_000

_OPENING = re.compile(r"@\w*[ \t]*[{(]\s*")
_KEY = re.compile(r"""[^\s,={}"()]+""")
_NAMED = re.compile(r"\s*[A-Za-z][\w:.+-]*\s*=")
_NEXT_ENTRY = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
_ENTRY_START = re.compile(r"@\w*")
_OPENED = re.compile(r"@\w*[ \t]*\Z")
_LOST_FIELD = re.compile(r"""[ \t]*[,})][,})\s]*(?P<name>[A-Za-z][\w-]*)\s*=\s*[{"\w]""")
_BRACES = re.compile(r"(?<!\\)[{}]")
_MEANT = re.compile(
    r"^[ \t]*(?:(?P<sign>@)|(?P<kind>[A-Za-z]+)[ \t]*[{(][ \t]*(?P<key>[^\s,{}()]+)[ \t]*,)",
    re.MULTILINE,
)
_ROUND = re.compile(r"""(?<!\\)[{})"]""")


class Located(NamedTuple):
    """A block, the offset at which it starts, and its text as bibtexparser saw it."""

    block: Entry | String
    start: int
    text: str


class Unread(NamedTuple):
    """The key, if it could be made out, of an entry that could not be read."""

    key: str
    start: int


def split(source: SourceFile, found: Diagnostics) -> Iterator[Located | Unread]:
    """Every entry and every `@string`, in the order of the file; what is broken is reported."""
    text = readable(source.text)
    mender = _Mender(source, found)
    cursor = done = 0  # how far bibtexparser has come, and how far we have
    for block in _blocks(text):
        raw: str = block.raw
        start = text.find(raw, cursor)
        assert start >= cursor, raw[:40]
        cursor = start + len(raw) - (_given_back(raw) if type(block) is ParsingFailedBlock else 0)
        if start < done:
            continue  # part of a broken entry that was dealt with as a whole
        item: Located | Unread | None = None
        if isinstance(block, Entry | String):
            item = Located(block, start, raw)
        elif isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            item = Located(_original(block), start, raw)
        elif isinstance(block, ImplicitComment):
            yield from _report_no_entries(raw, start, source, found)
        elif isinstance(block, ParsingFailedBlock):
            done = mender.end_of(text, start)
            item = mender.read(text[start:done].rstrip(), start)
        if item:
            yield item
        if isinstance(item, Located) and isinstance(item.block, Entry):
            _report_lost_fields(item, text, source, found)


def _original(block: ParsingFailedBlock) -> Entry | String:
    original = block.ignore_error_block
    assert isinstance(original, Entry | String)
    return original


def _given_back(raw: str) -> int:
    """How much of a failed block's text begins the next block too."""
    found = _OPENED.search(raw, 1)
    return len(found[0]) if found else 0


def _blocks(text: str) -> list[Any]:
    with _silent():
        return list(PlainSplitter(text).split().blocks)


@contextmanager
def _silent() -> Iterator[None]:
    """Keeps bibtexparser's log out of sight: each of its warnings is a failed block too."""
    log = logging.getLogger("bibtexparser.splitter")

    def refuse(_: logging.LogRecord) -> bool:
        return False

    log.addFilter(refuse)
    try:
        yield
    finally:
        log.removeFilter(refuse)


# What bibtexparser refuses


def _is_comment(start_of_block: str) -> bool:
    return start_of_block.lower().startswith("@comment")


def _closing(text: str, opening: re.Match[str], limit: int) -> int | None:
    """The delimiter that closes a block, before `limit`."""
    if "(" in opening[0]:
        return _closing_round(text, opening.end(), limit)
    level = 1
    for mark in _BRACES.finditer(text, opening.end(), limit):
        level += 1 if mark[0] == "{" else -1
        if level == 0:
            return mark.start()
    return None


def _closing_round(text: str, start: int, limit: int) -> int | None:
    level, is_quoted = 0, False
    for mark in _ROUND.finditer(text, start, limit):
        if mark[0] == '"':
            is_quoted = not is_quoted if level == 0 else is_quoted
        elif mark[0] == ")":
            if level == 0 and not is_quoted:
                return mark.start()
        else:
            level = max(0, level + (1 if mark[0] == "{" else -1))
    return None


@dataclass(slots=True)
class _Mender:
    """Reads blocks that bibtexparser refused, and reports each slip in them."""

    source: SourceFile
    found: Diagnostics
    _slips: int = 0
    _start: int = 0
    _length: int = 0
    _open_comments: int = 0

    def end_of(self, text: str, start: int) -> int:
        """The end of the block that starts here: its last brace, or where the next one begins."""
        opening = _OPENING.match(text, start)
        assert opening
        following = _NEXT_ENTRY.search(text, opening.end())
        behind = following.start() if following else len(text)
        limit = behind
        if _is_comment(text[start : start + 8]):  # an entry that was set aside may stand in it
            # The more comments were left open, the less far we look for the end of the next.
            reach = values.MOST_CHARACTERS // (1 + self._open_comments)
            limit = max(behind, min(start + reach, len(text)))
        close = _closing(text, opening, limit)
        self._open_comments += close is None
        return behind if close is None else close + 1

    def read(self, raw: str, start: int) -> Located | Unread | None:
        """The block that begins at `start`, mended; or what its key was; None for a comment."""
        if _is_comment(raw):
            return None
        self._start, self._length = start, len(raw)
        # A file made of slips is read no more patiently than a long one.
        is_worth_it = len(raw) <= values.MOST_CHARACTERS
        for _ in range(_MOST_SLIPS):
            block = _blocks(raw)[0]
            if isinstance(block, DuplicateFieldKeyBlock):
                block = _original(block)
            if isinstance(block, Entry | String):
                return Located(block, start, raw)
            if not isinstance(block, ParsingFailedBlock):
                return None
            after = self._mended(raw, block)
            self._slips += 1
            if after is None or not is_worth_it or self._slips > _MOST_SLIPS_IN_ALL:
                break
            raw = after
        is_entry = not raw[1:9].lower().startswith(("string", "preamble"))
        return Unread(_key_of(raw), start) if is_entry else None

    def _mended(self, raw: str, block: Any) -> str | None:
        """The text with its first slip put right; None, and a report, if it cannot be."""
        opening = _OPENING.match(raw)
        assert opening
        seen = len(block.raw)  # bibtexparser gave up about here
        if "Unexpected" in block.error.abort_reason:
            return self._closed(raw, opening)
        key = _KEY.match(raw, opening.end())
        behind_key = key.end() if key else opening.end()
        if seen <= behind_key + 1 or not _comma_follows(raw, behind_key):
            return self._with_key(raw, opening)
        return self._with_equals(raw, seen)

    def _with_key(self, raw: str, opening: re.Match[str]) -> str | None:
        key = _KEY.match(raw, opening.end())
        if key and _NAMED.match(raw, key.end()) and raw[key.end()].isspace():
            self._report(f"no comma after the key `{key[0]}`", key.start(), key.end())
            return f"{raw[: key.end()]},{raw[key.end() + 1 :]}"
        what = "an entry without a key" if not key or _NAMED.match(raw, key.start()) else None
        at = key.span() if key else (opening.end() - 1, opening.end())
        self._report(what or f"no comma after the key `{key[0] if key else ''}`", *at)
        return None

    def _with_equals(self, raw: str, seen: int) -> str | None:
        """A name without a value is left out; `title {…}` gets its `=`."""
        mark = raw[seen : seen + 1]
        if raw[seen - 1 : seen] in {"}", ")"} and mark not in {",", "{", '"'}:
            seen -= 1  # a name at the end of the entry: the closing brace was seen too
            mark = raw[seen]
        before = max(raw.rfind(",", 0, seen), raw.rfind("\n", 0, seen)) + 1
        name = raw[before:seen].strip()
        start = raw.find(name, before) if name else seen
        if name and mark in {"{", '"'} and raw[seen - 1].isspace():
            self._report(f"no `=` after `{name}`", start, start + len(name))
            return f"{raw[: seen - 1]}={raw[seen:]}"
        if mark == ",":
            message = f"`{name}` has no value" if name else "a comma too many"
            self._report(message, start, start + len(name) if name else seen + 1)
            return f"{raw[:start]}{' ' * (seen + 1 - start)}{raw[seen + 1 :]}"
        if name and mark in {"}", ")"}:
            self._report(f"`{name}` has no value", start, start + len(name))
            return f"{raw[:start]}{' ' * (seen - start)}{raw[seen:]}"
        if inner := _ENTRY_START.match(raw, seen):
            self._report("an entry begins inside another one", *inner.span())
            return None
        self._report("not a field: a name and `=` were expected", start, max(seen, start + 1))
        return None

    def _closed(self, raw: str, opening: re.Match[str]) -> str | None:
        """With the delimiter that is missing at the end, unless a value lacks its own."""
        if len(raw) > self._length:
            return None  # it has been given one, which closed something else
        culprit = _unclosed_value(raw, opening.end())
        if culprit is not None:
            delimiter = "brace" if raw[culprit] == "{" else "quotation mark"
            self._report(f"this {delimiter} is not closed", culprit, culprit + 1)
            return None
        brace = raw.find("(" if "(" in opening[0] else "{")
        self._report(
            f"the entry `{_key_of(raw)}` is not closed",
            brace,
            brace + 1,
            help="the brace that should close it is missing at its end",
        )
        if raw.endswith("\\"):
            return None  # it would escape the brace
        return raw + (")" if raw[brace] == "(" else "}")

    def _report(self, message: str, start: int, end: int, *, help: str | None = None) -> None:
        last = len(self.source.text)
        start, end = min(self._start + start, last), min(self._start + end, last)
        self.found.report(
            rules.BIBTEX_SYNTAX, message, Label(self.source.span(start, end)), help=help
        )


def _comma_follows(raw: str, offset: int) -> bool:
    return raw[offset : offset + 1_000].lstrip().startswith(",")


def _key_of(raw: str) -> str:
    opening = _OPENING.match(raw)
    key = _KEY.match(raw, opening.end()) if opening else None
    return key[0] if key and not _NAMED.match(raw, key.start()) else ""


_VALUE = re.compile(r"""=\s*(?P<delimiter>[{"])""")


def _unclosed_value(raw: str, start: int) -> int | None:
    """The delimiter of the first value that runs on over what looks like the next field."""
    at = start if len(raw) <= values.MOST_CHARACTERS else len(raw)
    while opening := _VALUE.search(raw, at):
        first = opening.start("delimiter")
        value = values.read(raw[first:], {})
        swallowed = values.swallowed_field(raw[first : first + value.end])
        if swallowed is not None or first + value.stop >= len(raw):
            return first
        at = first + value.end
    return None


def _report_no_entries(
    comment: str, start: int, source: SourceFile, found: Diagnostics
) -> Iterator[Unread]:
    """Tells of what was meant to be an entry, in text that is none."""
    for line in _MEANT.finditer(comment):
        if line["kind"] and line["kind"].lower() not in KINDS:
            continue
        at = start + line.start("kind" if line["kind"] else "sign")
        length = len(line["kind"] or "@")
        found.report(
            rules.BIBTEX_SYNTAX,
            f"no `@` before `{line['kind']}`" if line["kind"] else "no entry begins with this `@`",
            Label(source.span(at, at + length)),
            help="what follows is not read",
        )
        if line["key"]:
            yield Unread(line["key"], at)


def _report_lost_fields(entry: Located, text: str, source: SourceFile, found: Diagnostics) -> None:
    """Tells of fields that stand behind a closing brace that came too early."""
    end = entry.start + len(entry.text)
    lost = _LOST_FIELD.match(text, end)
    if lost is None:
        return
    key = entry.block.key
    found.report(
        rules.BIBTEX_SYNTAX,
        f"the entry `{key}` ends before its field `{lost['name']}`",
        Label(source.span(end - 1, end), "this closes the entry"),
        related=(Label(source.span(*lost.span("name")), "not read"),),
        help="there is a closing brace too many before this one",
    )
