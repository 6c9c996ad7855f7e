"""The lines of a `note` (Zotero's Extra) that say variables: `original-date: 1957`.

Zotero and Better BibTeX keep there what Zotero has no field for; so do plug-ins. A line with a
label that nobody knows is an author's own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from briefing_build.bibtex.model import FIELDS as BIBLATEX_FIELDS
from briefing_build.bibtex.model import TOLERATED_FIELDS
from briefing_build.bibtex.values import MOST_CHARACTERS
from briefing_build.csljson.model import OWN, variable
from briefing_build.csljson.reader import String, offsets
from briefing_build.source import SourceFile

_LABELLED = re.compile(
    r"[ \t]*(?P<tex>(?:bib(?:la)?)?tex(?:\*)?\.)?(?P<label>[A-Za-z#_*][\w .#*-]{0,40}?)[ \t]*"
    r"(?P<sign>[:=])[ \t]*(?P<value>[^\n]*?)[ \t]*$",
    re.MULTILINE,
)
_IN_BRACES = re.compile(r"\{:(?P<label>[A-Za-z_-]+):[ \t]*(?P<value>[^{}\n]+?)[ \t]*\}")
_TEX = {"keywords": "keyword", "annotation": "annote", "annote": "annote"}
_KEYS = frozenset({"citation-key", "citekey", "bibtex"})
_PLUG_INS = frozenset(
    """
    ads-bibcode bibcode citation-key-conflict dblp dimensions google-books-id google-scholar
    issn-l jstor lccn last-modified lib-id mag-id mr mrnumber oclc oclc-number ol openalex
    openlibrary-id page-version-id qid read-status read-status-date remark sici titletranslation
    title-translation wikidata zbl zbl-no zsbmrn zscc eprint-type
    """.split()
)
"""Labels of lines that programs write for themselves, with hyphens for spaces."""
_COUNTS = re.compile(r"[ \t]*(?:[0-9]+|No) citations? \([^\n]*\)[^\n]*|ZSCC: [^\n]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A variable that a line says, with the place of its label."""

    variable: str
    label: String
    value: String


@dataclass(slots=True)
class Extra:
    """What a note says: variables, the key and the type of its item, and the words that remain."""

    lines: list[Line] = field(default_factory=list)
    unknown: list[String] = field(default_factory=list)
    """The labels behind `tex.` of which nobody knows what they mean."""
    key: String | None = None
    kind: String | None = None
    arxiv: str = ""
    text: str = ""


def read_note(note: String, source: SourceFile) -> Extra:
    """Takes the lines that say variables out of a note."""
    reader = _Reader(note, offsets(source.text[note.start : note.end]))
    at = 0
    for line in note.text[:MOST_CHARACTERS].split("\n"):
        reader.line(line, at)
        at += len(line) + 1
    reader.extra.text = "\n".join(reader.kept).strip()
    return reader.extra


@dataclass(slots=True)
class _Reader:
    note: String
    offset: Callable[[int], int]
    extra: Extra = field(default_factory=Extra)
    kept: list[str] = field(default_factory=list)

    def line(self, line: str, at: int) -> None:
        """Reads the line that begins at an offset of the note."""
        rest = line
        for braced in _IN_BRACES.finditer(line):
            if self._take(braced, at, is_tex=False):
                rest = rest.replace(braced[0], "", 1)
        found = _LABELLED.fullmatch(line)
        is_labelled = found is not None and (found["tex"] or found["sign"] == ":")
        if found and is_labelled and self._take(found, at, is_tex=bool(found["tex"])):
            return
        if _COUNTS.fullmatch(line):
            return
        if rest.strip() or not line.strip():
            self.kept.append(rest)

    def _take(self, found: re.Match[str], at: int, *, is_tex: bool) -> bool:
        """Whether a label is one that something reads, or that a program wrote for itself."""
        written = found["label"].strip()
        name = written.lower().replace(" ", "-").replace("_", "-").strip("#-*")
        label, value = (self._place(at + found.start(p), at + found.end(p)) for p in _GROUPS)
        if name in _KEYS:
            self.extra.key = self.extra.key or value
        elif is_tex:
            self._take_tex(name, label, value)
        elif name in {"type", "item-type"}:
            self.extra.kind = value
        elif name == "note":
            self.kept.append(value.text)
        elif known := variable(written):
            self.extra.lines.append(Line(known, label, value))
        elif name == "arxiv":
            self.extra.arxiv = value.text.partition(" ")[0]
        else:
            return name in _PLUG_INS
        return True

    def _take_tex(self, name: str, label: String, value: String) -> None:
        known = _TEX.get(name) or (name if name in OWN else "")
        if known:
            self.extra.lines.append(Line(known, label, value))
        elif name not in BIBLATEX_FIELDS and name not in TOLERATED_FIELDS:
            self.extra.unknown.append(label)

    def _place(self, start: int, end: int) -> String:
        first, last = self.offset(start), self.offset(end)
        return String(self.note.text[start:end], self.note.start + first, self.note.start + last)


_GROUPS = ("label", "value")
