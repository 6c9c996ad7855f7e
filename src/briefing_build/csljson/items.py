"""One item of CSL-JSON to an entry: what citeproc gets, and fields with places for the checks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from briefing_build import rules
from briefing_build.bibtex import Entry, Field, bare_doi
from briefing_build.bibtex.entries import Inside
from briefing_build.bibtex.values import MOST_CHARACTERS
from briefing_build.csljson.dates import Given, read_date
from briefing_build.csljson.extra import Extra, read_note
from briefing_build.csljson.model import (
    DATES,
    FIELDS,
    KINDS,
    NAMES,
    OWN,
    TEXTS,
    csl_kind,
    field_name,
    is_ignored,
    variable,
)
from briefing_build.csljson.names import in_words, read_names
from briefing_build.csljson.reader import Array, Node, Number, Object, String, Word
from briefing_build.diagnostics import Diagnostics, Label
from briefing_build.rules import Rule
from briefing_build.source import SourceFile, Span

_MOST_MISTAKES = 20
"""In one item; further ones are left alone."""
_MOST_STRANGE_NAMES = 100
_LISTED = frozenset({"keyword", "ISBN", "ISSN"})
_WITH_LINES = frozenset({"note", "abstract", "annote"})
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|ndash|mdash|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>i|b|em|strong|italic|bold|sc|scp|sup|sub)>", re.IGNORECASE)
_TAGS = {"em": "i", "italic": "i", "strong": "b", "bold": "b", "scp": "sc"}
_KEY = re.compile(r"[^{}\s]+")
_ARXIV = "https://arxiv.org/abs/"


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """Where an item stands, its type, its key, and each of its fields: name and value."""

    source: SourceFile
    whole: tuple[int, int]
    kind: tuple[int, int]
    key: tuple[int, int]
    fields: list[tuple[int, int, int, int]]

    @property
    def span(self) -> Span:
        return self.source.span(*self.whole)

    @property
    def kind_span(self) -> Span:
        return self.source.span(*self.kind)

    @property
    def key_span(self) -> Span:
        return self.source.span(*self.key)

    def field_span(self, index: int, _inside: Inside | None) -> Span:
        name, _, _, end = self.fields[index]
        return self.source.span(name, end)

    def name_span(self, index: int, _inside: Inside | None) -> Span:
        return self.source.span(*self.fields[index][:2])

    def value_span(self, index: int, _inside: Inside | None) -> Span:
        return self.source.span(*self.fields[index][2:])


@dataclass(slots=True)
class Items:
    """Makes entries of the items of one file."""

    source: SourceFile
    found: Diagnostics
    _strange: set[str] = field(default_factory=set)

    def entry(self, item: Object) -> Entry | None:
        """The entry that an item is; None, and a report, if it has no key."""
        return _Item(self, item).entry()

    def is_new(self, name: str) -> bool:
        """Whether a strange name is to be reported, which is done once."""
        if name in self._strange or len(self._strange) >= _MOST_STRANGE_NAMES:
            return False
        self._strange.add(name)
        return True


@dataclass(slots=True)
class _Item:
    items: Items
    object: Object
    key: String = field(default_factory=lambda: String("", 0, 0))
    extra: Extra = field(default_factory=Extra)
    value: dict[str, Any] = field(default_factory=dict)
    kind: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    _written: dict[str, tuple[String, Node]] = field(default_factory=dict)
    _names: dict[str, String] = field(default_factory=dict)
    _mistakes: int = 0

    def entry(self) -> Entry | None:
        members = self._members()
        note = members.get("note")
        if note and isinstance(note[1], String):
            self.extra = read_note(note[1], self.items.source)
        key = self._key()
        if key is None:
            return None
        self.key = key
        written = self._kind()
        start, end = (written or key).start, (written or key).end
        place = ItemPlace(
            self.items.source, self.object[1:], (start, end), (key.start, key.end), []
        )
        for name, (label, node) in members.items():
            self._variable(name, label, node, place)
        self._custom(place)
        self._lines(place)
        self._arxiv()
        item = {"type": self.kind, **self.value}
        kind = KINDS[self.kind]
        return Entry(kind, key.text, self.fields, written.text if written else "", place, item)

    # What there is

    def _members(self) -> dict[str, tuple[String, Node]]:
        """The variables of the item by CSL's names, each once."""
        members: dict[str, tuple[String, Node]] = {}
        written = self._written
        for label, node in self.object.members:
            if label.text in written:
                self._report_twice(label, written[label.text][0])
                continue
            written[label.text] = (label, node)
            name = variable(label.text)
            if name:
                # Under two names: CSL's own counts.
                if name not in members or label.text == name:
                    members[name] = (label, node)
            elif not is_ignored(label.text):
                self._report_strange(label)
        return members

    def _key(self) -> String | None:
        given = [self._plain(name) for name in ("citation-key", "citekey", "id", "DOI")]
        given.insert(2, self.extra.key)
        key = next((key for key in given if key and key.text.strip()), None)
        if key is None:
            where = self._span(self.object.start, self.object.start + 1)
            message = "an item without an `id`, which nobody can cite"
            self.items.found.report(rules.MALFORMED_VARIABLE, message, Label(where))
            return None
        text = key.text.strip()
        if not _KEY.fullmatch(text):
            self._report(
                rules.MALFORMED_VARIABLE,
                f"nobody can cite `{text[:80]}`: a key has neither spaces nor braces",
                key,
                "give it another `id`, or a `citation-key`",
            )
        return String(text, key.start, key.end)

    def _plain(self, name: str) -> String | None:
        """The text or number under a name; None if there is none or it is no such thing."""
        _, node = self._written.get(name, (None, None))
        return String(*node) if isinstance(node, String | Number) else None

    def _kind(self) -> String | None:
        written = self.extra.kind or self._plain("type")
        if written is None or not written.text.strip():
            self._report(
                rules.UNKNOWN_ENTRY_TYPE,
                f"`{self.key.text}` has no `type`",
                self.key,
                'say what it is: `"type": "report"`; `document` suits any work',
            )
            self.kind = "document"
            return None
        self.kind = csl_kind(written.text)
        if not self.kind:
            self.kind = "document"
            near = get_close_matches(written.text[:40].lower(), KINDS, 1, 0.7)
            self._report(
                rules.UNKNOWN_ENTRY_TYPE,
                f"no type of item is called `{written.text[:40]}`",
                written,
                f"did you mean `{near[0]}`?" if near else "`document` suits any work",
            )
        return written

    # Variables

    def _variable(self, name: str, label: String, node: Node, place: ItemPlace) -> None:
        if name in NAMES:
            names = read_names(node, self._shape_report)
            if names:
                self.value[name] = names
                self._add(name, label, in_words(names), node.start, node.end, place)
        elif name in DATES:
            self._date(name, label, node, place)
        elif name == "note" and isinstance(node, String):
            self._note(label, node, place)
        else:
            self._take_text(name, label, node, place)

    def _take_text(self, name: str, label: String, node: Node, place: ItemPlace) -> None:
        text = self._text(name, node)
        if not text:
            return
        if name not in OWN:
            self.value[name] = _printed(name, text)
        elif name == "unknown":
            text = ", ".join(self._fields_named(text))
        self._add(name, label, text, node.start, node.end, place)

    def _fields_named(self, text: str) -> Iterator[str]:
        """The fields of biblatex for variables that could not be found."""
        for word in re.split(r"[\s,;]+", text):
            name = variable(word)
            yield from dict.fromkeys((FIELDS.get(name) or word, field_name(name, KINDS[self.kind])))

    def _date(self, name: str, label: String, node: Node, place: ItemPlace) -> None:
        before = self._mistakes
        given = read_date(node, self._date_report)
        if given is None:
            return
        self.value[name] = given.value
        if given.written and before == self._mistakes:
            self._add(name, label, given.written, given.start, given.end, place)
        elif name == "issued":
            # Words, or a date that was reported: it is there, and nothing can be counted by it.
            self._add("status", label, _words_of(given), given.start, given.end, place)

    def _note(self, label: String, node: String, place: ItemPlace) -> None:
        if self.extra.text:
            self.value["note"] = self.extra.text[:MOST_CHARACTERS]
            self._add("note", label, self.extra.text, node.start, node.end, place)

    def _text(self, name: str, node: Node) -> str:
        """A variable's text; "" where it says nothing."""
        match node:
            case String(text) | Number(text):
                text = text.strip() if name in _WITH_LINES else " ".join(text.split())
                return self._cut(name, text, node)
            case Word("null"):
                return ""
            case Array(nodes) if nodes and all(isinstance(n, String | Number) for n in nodes):
                if len(nodes) == 1 or name in _LISTED:
                    return self._cut(name, "; ".join(n[0] for n in nodes), node)  # type: ignore[misc]
            case Array(()):
                return ""
        self._shape_report(f"`{name}` is a text", node, 'write it in quotation marks: `"…"`')
        return self._text(name, node.nodes[0]) if isinstance(node, Array) else ""

    def _cut(self, name: str, text: str, node: Node) -> str:
        if len(text) > MOST_CHARACTERS:
            message = f"`{name}` has more than {MOST_CHARACTERS:,} characters and is cut"
            where = self._span(node.start, node.start + 1)
            self.items.found.report(rules.LIMIT_MET, message, Label(where))
        return text[:MOST_CHARACTERS]

    def _add(
        self, name: str, label: String, text: str, start: int, end: int, place: ItemPlace
    ) -> None:
        self._names.setdefault(name, label)
        known = field_name(name, KINDS[self.kind])
        if known and known not in self.fields:
            new = Field(known, text, label.text, place, len(place.fields))
            self.fields[known] = new
            place.fields.append((label.start, label.end, start, end))

    # What stands elsewhere

    def _custom(self, place: ItemPlace) -> None:
        """Fields of our own among CSL's custom ones."""
        _, custom = self._written.get("custom", (None, None))
        for label, node in custom.members if isinstance(custom, Object) else ():
            name = variable(label.text)
            if (name in OWN or name == "keyword") and name not in self._names:
                self._variable(name, label, node, place)

    def _lines(self, place: ItemPlace) -> None:
        people: dict[str, list[Node]] = {}
        for line in self.extra.lines:
            name = line.variable
            own = self._names.get(name)
            if name in NAMES and (own is None or name in people):
                people.setdefault(name, []).append(line.value)
                nodes = tuple(people[name])
                self._forget(name)
                whole = Array(nodes, nodes[0].start, nodes[-1].end)
                self._variable(name, line.label, whole, place)
            elif own is None or name in DATES:  # As in Zotero, a date in the note is a better one.
                self._forget(name)
                self._variable(name, line.label, line.value, place)
            elif name == "keyword":
                self._add_keywords(line.value.text, line.label, line.value, place)
            elif line.value.text not in self._said(name):
                self._report_twice(line.label, own)
        for label in self.extra.unknown:
            self._report_strange(label)

    def _add_keywords(self, text: str, label: String, node: String, place: ItemPlace) -> None:
        before = self._said("keyword")
        self._forget("keyword")
        self.value["keyword"] = f"{before}, {text}"
        self._add("keyword", label, f"{before}, {text}", node.start, node.end, place)

    def _said(self, name: str) -> str:
        known = field_name(name, KINDS[self.kind])
        return str(self.value.get(name) or self.fields.get(known, ""))

    def _forget(self, name: str) -> None:
        self._names.pop(name, None)
        self.value.pop(name, None)
        self.fields.pop(field_name(name, KINDS[self.kind]), None)

    def _arxiv(self) -> None:
        if self.extra.arxiv and not self.value.get("URL") and not self.value.get("DOI"):
            self.value["URL"] = _ARXIV + self.extra.arxiv

    # Reports

    def _span(self, start: int, end: int) -> Span:
        return self.items.source.span(start, end)

    def _shape_report(self, message: str, node: Node, help: str | None) -> None:
        self._report(rules.MALFORMED_VARIABLE, message, node, help)

    def _date_report(self, message: str, node: Node, help: str | None) -> None:
        self._report(rules.MALFORMED_DATE, message, node, help)

    def _report(self, rule: Rule, message: str, node: Node, help: str | None) -> None:
        self._mistakes += 1
        if self._mistakes <= _MOST_MISTAKES:
            where = self._span(node.start, _shown_end(node))
            self.items.found.report(rule, message, Label(where), help=help)

    def _report_twice(self, label: String, first: String) -> None:
        self._mistakes += 1
        if self._mistakes <= _MOST_MISTAKES:
            self.items.found.report(
                rules.DUPLICATE_FIELD,
                f"the item says `{label.text[:40]}` twice",
                Label(self._span(label.start, label.end), "this value is left out"),
                related=(Label(self._span(first.start, first.end), "the first one"),),
            )

    def _report_strange(self, label: String) -> None:
        if not self.items.is_new(label.text):
            return
        near = get_close_matches(label.text[:40], TEXTS | NAMES | DATES | OWN, 1, 0.8)
        self.items.found.report(
            rules.UNKNOWN_FIELD,
            f"no variable is called `{label.text[:40]}`, and nothing reads it",
            Label(self._span(label.start, label.end)),
            help=f"did you mean `{near[0]}`?" if near else None,
        )


def _shown_end(node: Node) -> int:
    """Where a report of a node ends: of a list or an object its bracket is enough."""
    return node.start + 1 if isinstance(node, Array | Object) else node.end


def _words_of(given: Given) -> str:
    return str(given.value.get("literal") or given.written or "dated")


def _printed(name: str, text: str) -> str:
    """A text with CSL-JSON's own markup and without that of web pages."""
    if name == "DOI":
        return bare_doi(text) or text
    if name in {"URL"} | _WITH_LINES or ("&" not in text and "<" not in text and '"' not in text):
        return text
    if "&" in text:
        text = _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)
    if "<" in text:
        text = _TAG.sub(_own_tag, text)
    return text


def _own_tag(tag: re.Match[str]) -> str:
    name = tag["name"].lower()
    return f"<{tag['end']}{_TAGS.get(name, name)}>"


def wrapped(node: Object) -> Iterator[Node]:
    """The items in an object that holds a list of them, as Zotero's server answers; else itself."""
    for name in ("items", "references"):
        inside = node.get(name)
        if isinstance(inside, Array) and node.get("id") is None and node.get("type") is None:
            yield from inside.nodes
            return
    yield node
