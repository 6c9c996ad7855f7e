"""Blocks to entries: kinds and names as biblatex has them, values with macros put in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bibtexparser.model import Entry as RawEntry
from bibtexparser.model import String as RawString

from briefing_build import rules
from briefing_build.bibtex import values
from briefing_build.bibtex.blocks import Located, Unread
from briefing_build.bibtex.dates import composed
from briefing_build.bibtex.entries import FROM_KIND, Entry, EntryText, Field, Inside, RawField
from briefing_build.bibtex.latex import unwrapped
from briefing_build.bibtex.model import (
    DATE_FIELDS,
    FIELD_ALIASES,
    KIND_ALIASES,
    VERBATIM_FIELDS,
    other_form,
)
from briefing_build.bibtex.readable import COMMENTARY
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.source import SourceFile, Span

MOST_ENTRIES = 20_000
MOST_EXPANDED = 5_000_000
"""Characters that macros and `#` may make of a library, all together."""
_MOST_GLUED = 50
_OF_CONFERENCES = frozenset({"inproceedings", "proceedings", "conference"})
_PLAIN = frozenset({*DATE_FIELDS, *VERBATIM_FIELDS}) | frozenset(
    """
    year month day type language langid edition volume number issue pages eid chapter entrysubtype
    editortype pubstate eprinttype sourceclass sourcestate unknown keywords
    """.split()
)
"""Fields that are no title and no name: braces around all of the value mean nothing."""
_ADDRESS = re.compile(r"\s*(?:\\url\s*\{)?(?P<address>https?://[^\s{}]+)\}?\s*")


@dataclass(slots=True)
class Reader:
    """Collects what one `.bib` defines."""

    source: SourceFile
    found: Diagnostics
    entries: dict[str, Entry] = field(default_factory=dict)
    unread: dict[str, Span] = field(default_factory=dict)
    macros: dict[str, str] = field(default_factory=dict)
    _macro_spans: dict[str, Span] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)
    _expanded: int = 0

    def read(self, located: list[Located | Unread]) -> None:
        """Takes in all blocks, macros first: an author may define them anywhere."""
        for item in located:
            if isinstance(item, Located) and isinstance(item.block, RawString):
                self._define(item.block, item.start)
        for item in located:
            if isinstance(item, Unread):
                self._remember(item)
            elif isinstance(item.block, RawEntry):
                if len(self.entries) >= MOST_ENTRIES:
                    self._refuse(item.start)
                    break
                self._add(item.block, item.start, item.text)

    def _refuse(self, start: int) -> None:
        self.found.report(
            rules.LIMIT_MET,
            f"more than {MOST_ENTRIES:,} entries: this one and what follows is not read",
            Label(self.source.span(start, start + 1)),
        )

    def _remember(self, item: Unread) -> None:
        if item.key:
            start = self.source.text.find(item.key, item.start)
            self.unread[item.key] = self.source.span(start, start + len(item.key))

    def _define(self, block: RawString, start: int) -> None:
        name = block.key.lower()
        raw = block.raw or ""
        behind = raw[raw.index("=") + 1 :]
        at = start + len(raw) - len(behind.lstrip())
        value = self.expand(values.read(block.value, self.macros), block.value)
        span = self.source.span(at, at + value.end)
        self.report_value(value, at)
        if self.macros.get(name, value.text) != value.text:
            self.found.report(
                rules.DUPLICATE_KEY,
                f"the macro `{block.key}` is defined twice",
                Label(span, "another value"),
                related=(Label(self._macro_spans[name], "defined here first"),),
            )
            return
        self.macros[name] = value.text
        self._macro_spans[name] = span

    def expand(self, value: values.Value, raw: str) -> values.Value:
        """The value; as it was written, once macros have made too much of too little."""
        if value.text is raw or len(value.text) <= value.end:
            return value
        before = self._expanded
        self._expanded += len(value.text)
        if self._expanded <= MOST_EXPANDED:
            return value
        if before <= MOST_EXPANDED:
            start = self.source.text.find(raw)
            self.found.report(
                rules.LIMIT_MET,
                f"macros make more than {MOST_EXPANDED:,} characters: no further one is read",
                Label(self.source.span(start, start + value.end)),
            )
        return replace(value, text=raw[value.start : value.stop], start=0, stop=value.end)

    def report_value(self, value: values.Value, at: int) -> None:
        """Tells what is wrong with a value whose raw text begins at the offset `at`."""
        for word in value.undefined:
            self.found.report(
                rules.UNDEFINED_MACRO,
                f"no `@string` defines `{word.text}`",
                Label(self.source.span(at + word.start, at + word.end)),
                help=f"to mean the word itself, write `{{{word.text}}}`",
            )
        if value.is_too_long:
            self.found.report(
                rules.LIMIT_MET,
                f"a value of more than {values.MOST_CHARACTERS:,} characters, which is cut",
                Label(self.source.span(at + value.start, at + value.start + 1)),
            )

    def _add(self, block: RawEntry, start: int, text: str) -> None:
        kind = "commentary" if block.entry_type == COMMENTARY else block.entry_type
        place = EntryText(self.source, start, text, kind, block.key, block.fields)
        if self._is_new(block.key, place):
            fields = _Fields(self, place).read()
            canonical, thesis = KIND_ALIASES.get(kind, (kind, ""))
            if thesis and "type" not in fields:
                fields["type"] = Field("type", thesis, kind, place, FROM_KIND)
            self.entries[block.key] = Entry(canonical, block.key, fields, kind, place)

    def _is_new(self, key: str, place: EntryText) -> bool:
        """Whether an entry with this key is kept; keys that are alike are reported."""
        if not key or not place.kind:
            what = "an entry without a key" if not key else "an entry without a type"
            label = Label(self.source.span(place.start, place.start + 1 + len(place.kind)))
            self.found.report(rules.BIBTEX_SYNTAX, what, label)
            return False
        if key.split() != [key]:
            self.found.report(
                rules.BIBTEX_SYNTAX, f"a key with a space: `{key}`", Label(place.key_span)
            )
        twin = self._folded.setdefault(key.lower(), key)
        if twin not in self.entries:
            return True
        same = key in self.entries
        self.found.report(
            rules.DUPLICATE_KEY,
            f"another entry has the key `{key}`"
            if same
            else f"the keys `{twin}` and `{key}` differ only in case",
            Label(place.key_span, "this entry is left out" if same else ""),
            related=(Label(self.entries[twin].key_span, "the first one"),),
            help=None if same else "BibTeX takes them for one key",
        )
        return not same


@dataclass(slots=True)
class _Fields:
    """The fields of one entry, by biblatex's names."""

    reader: Reader
    place: EntryText
    fields: dict[str, Field] = field(default_factory=dict)
    written: dict[str, Field] = field(default_factory=dict)

    def read(self) -> dict[str, Field]:
        for index, raw in enumerate(self.place.fields):
            value = values.plain(raw.value)
            name = raw.key.lower()
            if value is None:
                value = values.bare(raw.value, self.reader.macros)
            if value is None:
                self._take_apart(name, raw, index)
            else:
                self._add(name, value, index)
        self._tell_places_apart()
        self._make_date()
        self._find_address()
        return self.fields

    def _tell_places_apart(self) -> None:
        """Reads `location` and `address` as the ACM writes them: where it met, where it came out.

        Elsewhere the two are one field, and the second of them was reported.
        """
        published, met = self.written.get("address"), self.written.get("location")
        if published and met and self.place.kind in _OF_CONFERENCES and "venue" not in self.fields:
            self.fields["venue"] = replace(met, name="venue")
            self.fields["location"] = published

    def _make_date(self) -> None:
        """Makes a date of BibTeX's year and month; its place is that of the year."""
        year = self.fields.get("year")
        if year is None or "date" in self.fields:
            return
        parts = (self.fields.get(part) for part in ("month", "day"))
        text = composed(year.value, *(part.value if part else "" for part in parts))
        self.fields["date"] = replace(year, name="date", value=text)

    def _find_address(self) -> None:
        """Takes `howpublished = {\\url{…}}`, BibTeX's way to say it, for the field `url`."""
        for name in ("howpublished", "note"):
            how = self.fields.get(name)
            found = _ADDRESS.fullmatch(how.value) if how else None
            if how is None or found is None or "url" in self.fields:
                continue
            del self.fields[name]
            self.fields["url"] = replace(how, name="url", value=found["address"])

    def _add(self, written: str, value: str, index: int, inside: Inside | None = None) -> None:
        name = FIELD_ALIASES.get(written, written)
        if name in _PLAIN and value.startswith("{"):
            value = unwrapped(value)
        # `title_translated_en` is biblatex-ms's way to write it.
        if "_" in name and (form := other_form(name)):
            name = "_".join(form)
        new = Field(name, value, written, self.place, index, inside)
        if written in self.written:
            self._report_duplicate(new)
            return
        self.written[written] = new
        held = self.fields.setdefault(name, new)
        if held is new:
            return
        # biblatex's own name goes before BibTeX's, unless nothing is said under it.
        if not held.value or (name == written and value):
            self.fields[name], new = new, held
        self._report_other_value(new)

    def _report_other_value(self, other: Field) -> None:
        """Tells of a value that goes unread because another name for the field is written too."""
        kept = self.fields[other.name]
        said = (" ".join(value.split()).casefold() for value in (kept.value, other.value))
        if kept is other or not other.value.strip() or len({*said}) == 1:
            return
        if {other.written, kept.written} == {"address", "location"}:
            if self.place.kind in _OF_CONFERENCES:
                return
        elif other.name in DATE_FIELDS or other.name == "file":
            return
        self.reader.found.report(
            rules.UNMAPPED_FIELD,
            f"`{other.written}` of `{self.place.key}` is not read",
            Label(other.name_span),
            related=(Label(kept.name_span, "the one that is read"),),
            help="both are names of one field: write in one of them what both say",
        )

    def _report_duplicate(self, new: Field) -> None:
        self.reader.found.report(
            rules.DUPLICATE_FIELD,
            f"the entry `{self.place.key}` has the field `{new.written}` twice",
            Label(new.name_span, "this value is left out"),
            related=(Label(self.written[new.written].name_span, "the first one"),),
        )

    def _take_apart(self, name: str, raw: RawField, index: int) -> None:
        """Reads what is more than one pair of braces, and what a missing comma glued to it."""
        text = raw.value
        if len(text) > values.MOST_CHARACTERS + 2:
            self._cut(name, text, index)
            return
        base: int = 0
        names: tuple[int | None, int] = (None, 0)
        for _ in range(_MOST_GLUED):
            value = self.reader.expand(values.read(text[base:], self.reader.macros), text[base:])
            junk = text[base + value.end :].strip()
            glued = values.glued_name(text, base + value.end) if junk else None
            if junk and value.undefined and glued is None:  # words: all of them are meant
                end = len(text) - base
                value = replace(value, text=text[base:], stop=end, end=end)
            if _is_suspect(value, junk):
                offset = self.place.place(index).value + base
                self._check(name, value, junk if not glued else "", offset)
            inside = Inside(base + value.start, base + value.stop, base + value.end, *names)
            self._add(name, value.text, index, inside)
            if glued is None:
                return
            self._report_comma(glued, index)
            name, names = glued.text.lower(), (glued.start, glued.end)
            base = values.behind_equals(text, base + value.end)

    def _cut(self, name: str, text: str, index: int) -> None:
        at = self.place.place(index)
        self._report(
            rules.LIMIT_MET,
            f"the field `{name}` has more than {values.MOST_CHARACTERS:,} characters and is cut",
            at.name,
            at.name_end,
        )
        self._add(name, text[1 : values.MOST_CHARACTERS], index)

    def _check(self, name: str, value: values.Value, junk: str, offset: int) -> None:
        """Tells what is wrong with a value whose raw text begins at `offset`."""
        if not value.end:
            at = self.place.source.text.rfind("=", self.place.start, offset + 1)
            self._report(rules.BIBTEX_SYNTAX, f"`{name}` has no value", at, at + 1)
        elif junk and value.undefined:
            self._report(
                rules.BIBTEX_SYNTAX,
                f"the value of `{name}` has neither braces nor quotation marks",
                offset,
                offset + value.end,
            )
        else:
            self.reader.report_value(value, offset)
            if junk:
                self._report_junk(name, junk, offset + value.end)
        if values.depth(value.text) >= values.DEEPEST_BRACES:
            self._report(
                rules.LIMIT_MET,
                f"braces in `{name}` lie deeper than {values.DEEPEST_BRACES}",
                offset,
                offset + 1,
            )

    def _report_junk(self, name: str, junk: str, end: int) -> None:
        start = self.place.start + self.place.text.find(junk, end - self.place.start)
        self._report(
            rules.BIBTEX_SYNTAX,
            f"this follows the value of `{name}` and is not read",
            start,
            start + len(junk),
        )

    def _report_comma(self, glued: values.Word, index: int) -> None:
        at = self.place.place(index).value
        self._report(
            rules.BIBTEX_SYNTAX,
            f"no comma before the field `{glued.text}`",
            at + glued.start,
            at + glued.end,
        )

    def _report(self, rule: rules.Rule, message: str, start: int, end: int) -> None:
        self.reader.found.report(rule, message, Label(self.place.source.span(start, end)))


def _is_suspect(value: values.Value, junk: str) -> bool:
    is_odd = junk or not value.end or value.undefined or value.is_too_long
    return bool(is_odd) or values.depth(value.text) >= values.DEEPEST_BRACES
