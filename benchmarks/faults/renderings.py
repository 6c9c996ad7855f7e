"""The manuscript as other programs want it, faults and all, each line with the one it comes from.

A translation is of the few things that this manuscript has, line by line, so that what is wrong
stays wrong wherever the other language can say it. What stands between `KEPT` marks is in the
other language already.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

KEPT = ("\ufdd0", "\ufdd1")
"""Around words that are left as they are; these two are no characters (Unicode 16, 23.7)."""
_KEPT = re.compile(f"{KEPT[0]}(.*?){KEPT[1]}", re.DOTALL)

Lines = Iterator[tuple[str, int]]
"""Lines of a rendering, each with the number of the line that it renders."""


def _numbered(text: str) -> list[tuple[str, int]]:
    return [(line, number) for number, line in enumerate(text.split("\n"), 1)]


_HEADING = re.compile(r"(#+) (.*?)(?: \{#(.*?)\})?$")
_PICTURE = re.compile(r"!\[(.*?)\]\((.*?)\)(?:\{(?:#(\S+))?\s*(?:alt=\"(.*?)\")?\})?$")
_CAPTION = re.compile(r": (.*?) \{#(.*?)\}$")
_BOX = re.compile(r'::: \{\.box title="(.*?)"\}$')
_NOTE = re.compile(r"^\[\^(\w+)\]: (.*)$", re.MULTILINE)


# pandoc, whose Markdown this is, but for its references


def pandoc_chapter(text: str) -> Lines:
    """`@fig:x` would be a citation; without a filter, a reference is a link to an id."""
    for line, number in _numbered(text):
        yield re.sub(r"@((?:sec|fig|tbl):\w+)", r"[below](#\1)", line), number


def pandoc_settings(text: str) -> Lines:
    """A file of metadata."""
    for line, number in _numbered(text):
        key, value = _pair(line)
        yield (f"{key}: {value}" if key and key not in {"chapters", "bibliography"} else ""), number


def _pair(line: str) -> tuple[str, str]:
    match = re.match(r"([\w-]+) = (.*)$", line)
    return (match[1], match[2]) if match else ("", "")


# MyST

_ONLY_OURS = {"organisation", "language", "updated", "as_of", "style"}
MYST_RULES = (
    "bib-file-exists", "block-metadata-loads", "citation-is-unique", "citation-renders",
    "directive-argument-correct", "directive-body-correct", "directive-known",
    "directive-options-correct", "doi-link-valid", "footnote-references-definition",
    "frontmatter-is-yaml", "identifier-is-unique", "image-copied", "image-downloads",
    "image-exists", "link-resolves", "link-text-exists", "math-renders", "myst-file-loads",
    "myst-link-valid", "reference-syntax-valid", "reference-target-explicit",
    "reference-target-resolves", "role-body-correct", "role-known", "source-file-copied",
    "static-file-copied", "toc-contents-exist", "valid-config-structure", "valid-page-frontmatter",
    "valid-project-config", "valid-toc", "valid-toc-structure",
)  # fmt: skip
"""What it warns of by default, or less: made errors."""

MYST_THEME = """
jtex: v1
title: No theme
version: 1.0.0
build: {install: "true", start: "true"}
"""
"""A theme of the site, so that none is fetched; what is checked does not depend on it."""


def myst_chapter(text: str) -> Lines:
    lines = _numbered(text)
    is_in_table = False
    for line, number in lines:
        captions = (match for later, _ in lines[number:] if (match := _CAPTION.match(later)))
        if heading := _HEADING.match(line):
            if heading[3]:
                yield f"({heading[3]})=", number
            yield f"{heading[1]} {heading[2]}", number
        elif picture := _PICTURE.match(line):
            caption, path, id, alt = picture.groups()
            yield f"```{{figure}} {path}", number
            if id:
                yield f":label: {id}", number
            if alt:
                yield f":alt: {alt}", number
            yield from (("", number), (caption, number), ("```", number))
        elif line.startswith("|") and not is_in_table and (caption_of := next(captions, None)):
            is_in_table = True
            yield f":::{{table}} {caption_of[1]}", number
            yield from ((f":label: {caption_of[2]}", number), ("", number), (line, number))
        elif _CAPTION.match(line):
            is_in_table = False
            yield ":::", number
        elif box := _BOX.match(line):
            yield f":::{{admonition}} {box[1]}", number
        else:
            yield line, number


def myst_settings(text: str) -> Lines:
    """A `myst.yml`, in which whatever can be is an error."""
    for line, number in _numbered(text):
        key, value = _pair(line)
        if number == 1:
            yield "version: 1", number
        elif line == "[briefing]":
            yield "project:", number
        elif line == "[citations]":
            rules = ", ".join(f"{{rule: {rule}, severity: error}}" for rule in MYST_RULES)
            yield f"  error_rules: [{rules}]", number
            yield from (("site:", number), ("  template: ../theme", number))
        elif line == "[rules]":
            return
        elif key == "chapters":
            files = ", ".join(f"{{file: {path}}}" for path in _list(line))
            yield f"  toc: [{files}]", number
        elif key and key not in _ONLY_OURS:
            yield f"  {'date' if key == 'published' else key}: {value}", number


def _list(line: str) -> list[str]:
    ((_, value),) = tomllib.loads(line).items()
    return value if isinstance(value, list) else [value]


# Typst

TEMPLATE = """
#let paper(
  title: none, subtitle: none, authors: (), organisation: none, language: "en-GB",
  published: none, updated: none, as_of: none, body,
) = {
  set document(title: title, author: authors, date: published)
  set text(lang: "en", region: "GB")
  set heading(numbering: "1.")
  body
}
"""

TYPST_STYLES = {'"chicago-notes-bibliography"': '"chicago-notes"'}
"""It has the style under another name."""


def typst_settings(text: str) -> Lines:
    """The main file: a template is asked for the title page, then come chapters and sources."""
    for line, number in _numbered(text):
        key, value = _pair(line)
        if number == 1:
            yield '#import "template.typ": paper', number
        elif line == "[briefing]":
            yield "#show: paper.with(", number
        elif key == "chapters":
            names = (path.removesuffix(".md") for path in _list(line))
            yield "); " + " ".join(f'#include "{name}.typ";' for name in names), number
        elif key == "bibliography":
            yield f"#let sources = {_array(_list(line))}", number
        elif key == "style":
            yield f"#bibliography(sources, style: {TYPST_STYLES.get(value, value)})", number
        elif line == "[rules]":
            return
        elif key:
            yield f"  {key}: {_typst_value(tomllib.loads(line)[key])},", number
        else:
            yield "", number


def _typst_value(value: Any) -> str:
    if isinstance(value, list):
        return _array(value)
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", str(value))
    if day:
        year, month, date = map(int, day.groups())
        return f"datetime(year: {year}, month: {month}, day: {date})"
    return json.dumps(value, ensure_ascii=False)


def _array(values: Iterable[str]) -> str:
    return "(" + "".join(f"{json.dumps(value)}, " for value in values) + ")"


def typst_chapter(text: str) -> Lines:
    notes = dict(_NOTE.findall(text))
    is_in_table = is_kept = False
    lines = [*_numbered(text), ("", 0)]
    for (line, number), (following, _) in pairwise(lines):
        is_kept = is_kept or KEPT[0] in line
        if is_kept:
            is_kept = KEPT[1] not in line
            yield _outside_kept(line, lambda words: _inline(words, notes)), number
        elif line.startswith("|"):
            yield _row(line, notes, is_first=not is_in_table), number
            is_in_table = True
        elif caption := _CAPTION.match(line):
            is_in_table = False
            yield f"), caption: [{_inline(caption[1], notes)}]) <{caption[2]}>", number
        elif is_in_table and not _CAPTION.match(following):
            is_in_table = False
            yield "))", number
        else:
            yield _block(line, notes), number


def _outside_kept(line: str, change: Callable[[str], str]) -> str:
    before, _, rest = line.partition(KEPT[0])
    kept, _, after = rest.partition(KEPT[1])
    return change(before) + kept + change(after)


def _row(line: str, notes: dict[str, str], *, is_first: bool) -> str:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    if all(re.fullmatch(r":?-+:?", cell) for cell in cells):
        return ""
    shown = ", ".join(f"[{_inline(cell, notes)}]" for cell in cells)
    if is_first:
        return f"#figure(table(columns: {len(cells)}, table.header({shown}),"
    return f"{shown},"


def _block(line: str, notes: dict[str, str]) -> str:
    if heading := _HEADING.match(line):
        label = f" <{heading[3]}>" if heading[3] else ""
        return f"{'=' * len(heading[1])} {_inline(heading[2], notes)}{label}"
    if picture := _PICTURE.match(line):
        caption, path, id, alt = picture.groups()
        described = f", alt: {json.dumps(alt)}" if alt else ""
        figure = f"#figure(image({json.dumps(path)}{described}), caption: [{caption}])"
        return f"{figure} <{id}>" if id else figure
    if line.startswith(":::"):
        return "#block[" if line.strip(":") else "]"
    return "" if _NOTE.match(line) else _inline(line, notes)


def _inline(words: str, notes: dict[str, str]) -> str:
    words = re.sub(r"\[([^\[\]]*)\]\(([^)]*)\)", r'#link("\2")[\1];', words)
    words = re.sub(r"\^\[(.*)\](?=\W*$)", r"#footnote[\1];", words)
    words = re.sub(r"\[((?:[^\]\n]*; )?@[^\]\n]*)\]", _citation, words)
    words = re.sub(r"(@\w+) \[(p+\. [^\]]*)\]", r"\1[\2]", words)
    words = re.sub(r"\[\^(\w+)\]", lambda match: _note(match[1], notes), words)
    return words.replace("\\times", "times")


def _citation(match: re.Match[str]) -> str:
    return "".join(_item(item.strip()) for item in match[1].split(";") if item.strip())


def _item(item: str) -> str:
    key, _, place = item.removeprefix("@").partition(", ")
    place = re.sub("-{2}", "–", place)
    return f"#cite(<{key}>{f', supplement: [{place}]' if place else ''});"


def _note(label: str, notes: dict[str, str]) -> str:
    words = notes.get(label)
    return f"@note-{label}" if words is None else f"#footnote[{_inline(words, {})}];"
