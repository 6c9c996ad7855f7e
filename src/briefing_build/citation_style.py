"""What a citation style (CSL 1.0) may be, and what of it others must know.

A style is read here once, before any program sees it, and whatever would make citeproc refuse it
or never end is refused with its place in the file: text that is not XML, a document type, another
version of CSL, a macro that is missing or calls itself, more than a citation can need. What is
left is a style that citeproc takes.

A dependent style is read too: it says nothing but where its `parent` is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, NoReturn
from xml.parsers import expat

from briefing_build.diagnostics import Label
from briefing_build.source import SourceFile, Span

Kind = Literal["notes", "author-date", "numbers", "author", "labels"]

_CSL = "http://purl.org/net/xbiblio/csl "
_MOST_ELEMENTS = 20_000
_LARGEST_EXPANSION = 20_000_000  # Chicago's two million are the largest known.
_DEEPEST = 200
_MOST_CALLS = 50

_PRINTING = {"text", "number", "date", "names", "label", "group", "choose"}
_HOLD_PRINTING = {"layout", "macro", "group", "if", "else-if", "else", "substitute"}
_NEEDED = {
    "text": ("variable", "macro", "term", "value"),
    "number": ("variable",),
    "term": ("name",),
    "macro": ("name",),
}
_KINDS: dict[str, Kind] = {
    "note": "notes",
    "author-date": "author-date",
    "numeric": "numbers",
    "author": "author",
    "label": "labels",
}


@dataclass(frozen=True, slots=True)
class CitationStyle:
    """A style's text and what it says of itself.

    `parent` is the address of the style that a dependent style points to, else "". `names` are
    the addresses under which others may point to this one. With `is_superscript` its citations
    are raised numbers.
    """

    source: SourceFile
    title: str
    names: frozenset[str]
    kind: Kind
    locale: str = ""
    is_superscript: bool = False
    parent: str = ""
    parent_span: Span | None = None
    _head: Span | None = field(default=None, repr=False)

    @property
    def is_note(self) -> bool:
        return self.kind == "notes"

    @property
    def text(self) -> str:
        return self.source.text

    def under(self, dependent: CitationStyle) -> CitationStyle:
        """This style as a style that depends on it has it: with the title and locale of that."""
        title, locale = dependent.title or self.title, dependent.locale
        if not locale:
            return replace(self, title=title)
        assert self._head is not None
        start, end = self._head.start, self._head.end
        tag = re.sub(r"\sdefault-locale\s*=\s*(\"[^\"]*\"|'[^']*')", "", self._head.text)
        tag = re.sub(r"\A<[^\s>/]+", rf'\g<0> default-locale="{locale}"', tag)
        source = SourceFile(self.source.path, self.text[:start] + tag + self.text[end:])
        return replace(self, source=source, title=title, locale=locale)


class RefusedStyle(Exception):
    """Why a style is not used, in words that follow its name.

    `at` is the place in its file, where there is one narrower than the whole.
    """

    def __init__(
        self,
        reason: str,
        at: Span | None = None,
        *,
        related: tuple[Label, ...] = (),
        help: str | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at
        self.related = related
        self.help = help


def parse_style(source: SourceFile) -> CitationStyle:
    """The style in a file. Raises `RefusedStyle`."""
    return _Reader(source).read()


# Reading


@dataclass(slots=True)
class _Call:
    macro: str
    at: int


@dataclass(slots=True)
class _Part:
    """The citation, the bibliography, or a macro."""

    at: int
    size: int = 0
    layouts: int = 0
    calls: list[_Call] = field(default_factory=list)
    prints: set[str] = field(default_factory=set)
    """What of "names", "citation-number" and "citation-label" is printed."""


@dataclass(slots=True)
class _Element:
    name: str
    at: int
    part: _Part | None


class _Reader:
    """One pass over a file. Offsets are of bytes, and become places only where one is told."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        # It was decoded when it was read, whatever its declaration says; offsets stay the same.
        text = re.sub(r"\A\s*<\?xml[^>]*\?>", lambda found: " " * len(found[0]), source.text)
        self.data = text.encode("utf-8", "replace")
        self.open: list[_Element] = []
        self.count = 0
        self.head: dict[str, str] = {}
        self.head_at = 0
        self.info: dict[str, str] = {}
        self.parent: tuple[str, int] | None = None
        self.own: set[str] = set()
        self.format = ""
        self.is_raised = False
        self.parts: dict[str, _Part] = {}
        self.macros: dict[str, _Part] = {}
        self.parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words

    def read(self) -> CitationStyle:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as error:
            self._refuse_xml(error)
        if self.parent is None:
            self._refuse_what_lacks()
            self._refuse_endless_macros()
        kind = self._kind()
        locale = self.head.get("default-locale", "")
        return CitationStyle(
            self.source,
            " ".join(self.info.get("title", "").split()),
            frozenset({self.info.get("id", "").strip(), *self.own} - {""}),
            kind,
            locale if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", locale) else "",
            kind != "notes" and self.is_raised,
            self.parent[0] if self.parent else "",
            self._tag(self.parent[1], self.parent[0]) if self.parent else None,
            self._tag(self.head_at),
        )

    # Places

    def _offset(self, at: int) -> int:
        return len(self.data[:at].decode("utf-8", "replace"))

    def _tag(self, at: int, part: str = "") -> Span:
        """A start tag, or the first place in it that has `part`."""
        start = self._offset(at)
        tag = re.compile(r"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>?").match(self.source.text, start)
        span = self.source.span(start, tag.end() if tag else start)
        inside = span.text.find(part) if part else -1
        return span.part(inside, inside + len(part)) if inside >= 0 else span

    # What expat tells

    def _doctype(self, name: str, *_: object) -> NoReturn:
        if name.rpartition(":")[2] != "style":
            self._refuse_foreign()
        start = self.source.text.index("<!DOCTYPE")
        raise RefusedStyle(
            "declares a document type, which is not read",
            self.source.span(start, start + len("<!DOCTYPE")),
            help="take the declaration out, and write out what it stands for",
        )

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        name = tag.removeprefix(_CSL) if tag.startswith(_CSL) else ""
        self.count += 1
        if self.count > _MOST_ELEMENTS:
            raise RefusedStyle(f"has more than {_MOST_ELEMENTS:,} elements")
        if len(self.open) > _DEEPEST:
            raise RefusedStyle(f"nests more than {_DEEPEST} elements", self._tag(at))
        if not self.open:
            self._root(tag, name, attributes, at)
        parent = self.open[-1] if self.open else None
        part = self._part(name, attributes, at) or (parent.part if parent else None)
        element = _Element(name, at, part)
        if len(self.open) == 2 and self.open[1].name == "info":
            self._inform(name, attributes, at)
        self._require(name, attributes, at)
        if element.part is not None:
            self._count(element, attributes)
        self.open.append(element)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _words(self, words: str) -> None:
        if len(self.open) == 3 and self.open[1].name == "info":
            name = self.open[2].name
            self.info[name] = self.info.get(name, "") + words

    # What an element says

    def _root(self, tag: str, name: str, attributes: dict[str, str], at: int) -> None:
        self.head, self.head_at = attributes, at
        if name == "style":
            return
        if tag == "style":
            namespace = _CSL.strip()
            raise RefusedStyle(
                "is not in the namespace of CSL",
                self._tag(at),
                help=f'write `<style xmlns="{namespace}" …>`',
            )
        self._refuse_foreign()

    def _part(self, name: str, attributes: dict[str, str], at: int) -> _Part | None:
        if len(self.open) != 1 or name not in {"citation", "bibliography", "macro"}:
            return None
        part = _Part(at)
        if name == "macro":
            self.macros[attributes.get("name", "")] = part
        elif name in self.parts:
            raise RefusedStyle(f"has `{name}` twice", self._tag(at))
        else:
            self.parts[name] = part
        return part

    def _inform(self, name: str, attributes: dict[str, str], at: int) -> None:
        if name == "category":
            self.format = attributes.get("citation-format", self.format)
        elif name == "link" and attributes.get("rel") == "independent-parent":
            self.parent = attributes.get("href", ""), at
        elif name == "link" and attributes.get("rel") == "self":
            self.own.add(attributes.get("href", ""))

    def _require(self, name: str, attributes: dict[str, str], at: int) -> None:
        needed = _NEEDED.get(name, ())
        if needed and not any(attribute in attributes for attribute in needed):
            choices = " or ".join(f"`{attribute}`" for attribute in needed)
            raise RefusedStyle(f"has a `{name}` without {choices}", self._tag(at))
        within = self.open[-1].name if self.open else ""
        is_printed = within in _HOLD_PRINTING and name not in _PRINTING
        if is_printed or (within == "choose" and name not in {"if", "else-if", "else"}):
            written = self._tag(at, name).text
            raise RefusedStyle(
                f"has an element that CSL 1.0 does not know there: `{written}`", self._tag(at, name)
            )

    def _count(self, element: _Element, attributes: dict[str, str]) -> None:
        part = element.part
        assert part is not None
        part.size += 1
        if element.name == "layout" and len(self.open) == 2:
            part.layouts += 1
            if element.part is self.parts.get("citation"):
                self.is_raised = attributes.get("vertical-align") == "sup"
            if part.layouts > 1:
                message = "has more than one `layout` in its citations or its bibliography"
                raise RefusedStyle(message, self._tag(element.at), help=_ONLY_1_0)
        if (macro := attributes.get("macro")) is not None:
            part.calls.append(_Call(macro, element.at))
        if element.name == "names":
            part.prints.add("names")
        if element.name in {"text", "number"}:
            part.prints |= {attributes.get("variable", "")} & {"citation-number", "citation-label"}

    # What is refused when all was read

    def _refuse_xml(self, error: expat.ExpatError) -> NoReturn:
        if not re.search(r"<(?:\w+:)?style\b", self.source.text):
            self._refuse_foreign()
        offset = min(self._offset(self.parser.ErrorByteIndex), len(self.source.text))
        at = self.source.span(offset, min(offset + 1, len(self.source.text)))
        related: tuple[Label, ...] = ()
        if self.open and error.code in _LEFT_OPEN:
            related = (Label(self._tag(self.open[-1].at), "this is still open"),)
        if error.code == _MISMATCH:  # It is told a little behind where the tag begins.
            start = max(self.source.text.rfind("<", 0, offset), 0)
            at = self.source.span(start, max(self.source.text.find(">", start) + 1, offset))
        reason = f"is not well-formed XML: {expat.ErrorString(error.code)}"
        raise RefusedStyle(reason, at, related=related) from None

    def _refuse_foreign(self) -> NoReturn:
        is_page = re.search(r"<(?:!doctype\s+)?html\b", self.source.text[:2000], re.IGNORECASE)
        advice = "this is a page of the web; save the style's own file" if is_page else None
        raise RefusedStyle("is not a citation style (CSL)", help=advice)

    def _refuse_what_lacks(self) -> None:
        head = self._tag(self.head_at)
        if not re.fullmatch(r"1\.0(?:\.\d)?", self.head.get("version", "")):
            version = self.head.get("version")
            reason = f"is in CSL {version[:40]}" if version else "does not tell its version of CSL"
            raise RefusedStyle(reason, head, help=_ONLY_1_0)
        if self.head.get("class") not in {"note", "in-text"}:
            reason = "does not tell whether it makes notes"
            advice = 'write `class="note"` or `class="in-text"` in its first tag'
            raise RefusedStyle(reason, head, help=advice)
        for name in ("citation", "bibliography"):
            part = self.parts.get(name)
            if part is None and name == "bibliography":
                continue
            if part is None or not part.layouts:
                at = head if part is None else self._tag(part.at)
                raise RefusedStyle(f"has no `{name}` with a `layout`", at)

    def _refuse_endless_macros(self) -> None:
        """Refuses macros that call one another in a circle, are missing, or grow too large."""
        sizes: dict[str, int] = {}
        waiting: list[str] = []

        def size(part: _Part) -> int:
            total = part.size + sum(size_of(call) for call in part.calls)
            if total > _LARGEST_EXPANSION:
                raise RefusedStyle("has macros that grow beyond measure", self._tag(part.at))
            return total

        def size_of(call: _Call) -> int:
            name = call.macro
            if name in waiting or len(waiting) > _MOST_CALLS:
                place = self._tag(call.at, name)
                raise RefusedStyle(f"has a macro that calls itself: `{name}`", place)
            if name not in self.macros:
                raise RefusedStyle(
                    f"calls a macro that it has not: `{name}`", self._tag(call.at, name)
                )
            if name not in sizes:
                waiting.append(name)
                sizes[name] = size(self.macros[name])
                waiting.pop()
            return sizes[name]

        for part in (*self.parts.values(), *self.macros.values()):
            size(part)

    # What kind of style it is

    def _kind(self) -> Kind:
        if self.head.get("class") == "note":
            return "notes"
        if self.format in _KINDS and self.format != "note":
            return _KINDS[self.format]
        parts = () if self.parent else self._reached("citation")
        printed = {what for part in parts for what in part.prints}
        if "citation-number" in printed:
            return "numbers"
        return "labels" if "citation-label" in printed else "author-date"

    def _reached(self, name: str) -> Iterator[_Part]:
        """A part and all macros that it calls, and those that they call."""
        waiting: list[_Part] = [self.parts[name]] if name in self.parts else []
        called: set[str] = set()
        while waiting:
            part = waiting.pop()
            yield part
            for macro in {call.macro for call in part.calls} - called:
                called.add(macro)
                waiting.append(self.macros[macro])


_ONLY_1_0 = "only styles in CSL 1.0 are understood; most have a version in it"
_MISMATCH = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]
_LEFT_OPEN = {_MISMATCH, expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]}
