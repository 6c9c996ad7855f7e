"""What a library is made of: entries, fields, and where each of them stands.

Most entries of a library are read, printed and never complained about, so places are worked out
only when somebody asks for one. Everything else is plain data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from briefing_build.allows import Allow
from briefing_build.source import SourceFile, Span

_OPENING = re.compile(r"@\w*[ \t]*[{(]\s*")
_SIGN = re.compile(r"\s*+\S\s*+")


class RawField(Protocol):
    """A field as bibtexparser hands it over: key and value as written, without outer space."""

    @property
    def key(self) -> str: ...
    @property
    def value(self) -> Any: ...


class _Place(NamedTuple):
    """Offsets in the source of a name and of what follows its `=`."""

    name: int
    name_end: int
    value: int
    value_end: int


class Inside(NamedTuple):
    """Where the parts of a field stand, counted from the start of the raw value it was found in.

    `value` and `value_end` leave out the delimiters. `name` is None for the field that the raw
    value belongs to; a number for one that was glued to it by a missing comma, or hidden in it.
    """

    value: int
    value_end: int
    end: int
    name: int | None = None
    name_end: int = 0


class EntryPlace(Protocol):
    """Where an entry stands, and each of its fields by its number."""

    @property
    def span(self) -> Span: ...
    @property
    def kind_span(self) -> Span: ...
    @property
    def key_span(self) -> Span: ...
    def field_span(self, index: int, inside: Inside | None, /) -> Span: ...
    def name_span(self, index: int, inside: Inside | None, /) -> Span: ...
    def value_span(self, index: int, inside: Inside | None, /) -> Span: ...


FROM_KIND = -1
"""The number of a field that nobody wrote: what `@phdthesis` says of the type of a thesis."""


@dataclass(frozen=True, slots=True)
class EntryText:
    """The part of a source that is one entry, and the fields that bibtexparser saw in it.

    `text` is what bibtexparser was given for it: comments are overwritten with spaces and slips
    are put right, but no character has moved.
    """

    source: SourceFile
    start: int
    text: str
    kind: str
    key: str
    fields: Sequence[RawField]
    _places: list[_Place] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def span(self) -> Span:
        # An entry without its closing brace was given one behind the end of the source.
        end = min(self.start + len(self.text), len(self.source.text))
        return self.source.span(self.start, end)

    @property
    def kind_span(self) -> Span:
        return self.source.span(self.start + 1, self.start + 1 + len(self.kind))

    @property
    def key_span(self) -> Span:
        start = self.start + self._key_start()
        return self.source.span(start, start + len(self.key))

    def place(self, index: int) -> _Place:
        """The place of the field with this number."""
        if not self._places:
            self._places.extend(self._walk())
        return self._places[index]

    def field_span(self, index: int, inside: Inside | None) -> Span:
        if index == FROM_KIND:
            return self.kind_span
        place = self.place(index)
        end = place.value + inside.end if inside else place.value_end
        return self.source.span(self.name_span(index, inside).start, end)

    def name_span(self, index: int, inside: Inside | None) -> Span:
        if index == FROM_KIND:
            return self.kind_span
        place = self.place(index)
        if inside and inside.name is not None:
            return self.source.span(place.value + inside.name, place.value + inside.name_end)
        return self.source.span(place.name, place.name_end)

    def value_span(self, index: int, inside: Inside | None) -> Span:
        if index == FROM_KIND:
            return self.kind_span
        place = self.place(index)
        if inside:
            return self.source.span(place.value + inside.value, place.value + inside.value_end)
        return self.source.span(place.value, place.value_end).part(*self._delimited(place))

    def _delimited(self, place: _Place) -> tuple[int, int]:
        length = place.value_end - place.value
        first = self.source.text[place.value : place.value + 1]
        bare = length < 2 or first not in {"{", '"'}
        return (0, length) if bare else (1, length - 1)

    def _key_start(self) -> int:
        opening = _OPENING.match(self.text)
        assert opening, self.text[:20]
        return opening.end()

    def _walk(self) -> Iterator[_Place]:
        text, shift = self.text, self.start
        name = _behind_sign(text, self._key_start() + len(self.key))
        for raw in self.fields:
            name_end = name + len(raw.key)
            value = _behind_sign(text, name_end)
            value_end = value + len(raw.value)
            yield _Place(shift + name, shift + name_end, shift + value, shift + value_end)
            name = _behind_sign(text, value_end)


def _behind_sign(text: str, offset: int) -> int:
    """What follows the comma or `=` that is next, and the spaces around it."""
    sign = _SIGN.match(text, offset)
    return sign.end() if sign else len(text)


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `name` is biblatex's; `written` what the author called it.

    `value` is as written but for the outer braces or quotation marks, with macros put in and
    parts joined; LaTeX in it is not decoded, and in a library that is none there is no LaTeX.
    A field that was inherited keeps its place in the parent's entry.
    """

    name: str
    value: str
    written: str
    _text: EntryPlace = field(repr=False, compare=False)
    _index: int = field(repr=False, compare=False)
    _inside: Inside | None = field(default=None, repr=False, compare=False)

    @property
    def span(self) -> Span:
        """From the name to the end of the value, delimiters included."""
        return self._text.field_span(self._index, self._inside)

    @property
    def name_span(self) -> Span:
        return self._text.name_span(self._index, self._inside)

    @property
    def value_span(self) -> Span:
        """What stands between the delimiters; of several parts joined by `#`, all of it."""
        return self._text.value_span(self._index, self._inside)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Entry:
    """One work. `kind` is biblatex's name of its type, `written_kind` what stands in the file.

    `fields` holds its own fields and those that it inherits, each under biblatex's name. An
    entry that was read from CSL-JSON has its `item`, ready for citeproc; its fields are there
    for the checks, with nothing in them to decode.
    """

    kind: str
    key: str
    fields: Mapping[str, Field]
    written_kind: str
    _text: EntryPlace = field(repr=False, compare=False)
    item: Mapping[str, Any] | None = field(default=None, repr=False)

    def get(self, name: str) -> Field | None:
        """The field of that name (biblatex's, in lower case), own or inherited."""
        return self.fields.get(name)

    def value(self, name: str, default: str = "") -> str:
        """The value of a field; `default` where there is none or it is empty."""
        found = self.fields.get(name)
        return found.value if found and found.value.strip() else default

    @property
    def span(self) -> Span:
        """The whole entry, from its `@` to its closing brace."""
        return self._text.span

    @property
    def kind_span(self) -> Span:
        return self._text.kind_span

    @property
    def key_span(self) -> Span:
        return self._text.key_span

    def is_inherited(self, name: str) -> bool:
        """Whether the field of that name comes from another entry."""
        found = self.fields.get(name)
        return found is not None and found._text is not self._text  # noqa: SLF001


@dataclass(frozen=True, slots=True)
class Library:
    """The entries of a bibliography by their keys, in the order of its files.

    `source` is its first file. `unread` has the keys of entries that could not be read and were
    reported, each with its place, so that nobody reports a citation of one as unknown.
    """

    entries: Mapping[str, Entry]
    source: SourceFile
    unread: Mapping[str, Span] = field(default_factory=dict)
    allows: tuple[Allow, ...] = ()
