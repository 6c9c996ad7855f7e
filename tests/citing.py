"""Small briefings for tests of citations, made of nodes and without any Markdown."""

from __future__ import annotations

import re
from importlib import resources

from briefing_build.citation_style import parse_style
from briefing_build.csl import Edition, cite
from briefing_build.diagnostics import Diagnostics
from briefing_build.document import (
    Chapter,
    CitationItem,
    Cited,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Phrase,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from briefing_build.files import MemoryFiles
from briefing_build.library import parse_library
from briefing_build.manuscript import Manuscript, StyleFile
from briefing_build.resolve import Briefing
from briefing_build.settings import Settings
from briefing_build.shipped_styles import shipped_styles
from briefing_build.source import SourceFile

STYLES = shipped_styles()
SETTINGS = SourceFile("briefing.toml", 'style = "chicago-notes-bibliography"\n')
PAGE = SourceFile("chapter.md", "0123456789" * 20)
HERE = PAGE.span(3, 7)


def style(name: str) -> StyleFile:
    file = resources.files("briefing_build") / "csl" / f"{name}.csl"
    return style_of(file.read_text(encoding="utf-8"), name)


def style_of(text: str, name: str = "own.csl") -> StyleFile:
    parsed = parse_style(SourceFile(name, text))
    span = SETTINGS.span(8, 36)
    return StyleFile(name, text, parsed.is_note, span, parsed.is_superscript, kind=parsed.kind)


def item(
    key: str, locator: str = "", label: str = "", *, prefix: str = "", suffix: str = "",
    suppress: bool = False,
) -> CitationItem:  # fmt: skip
    """A work in a citation; `*see*` in prefix or suffix is emphasis."""
    return CitationItem(
        key, HERE, inlines(prefix), label or ("page" if locator else ""), locator,
        inlines(suffix), suppress,
    )  # fmt: skip


def inlines(text: str) -> tuple[Inline, ...]:
    parts = [part for part in re.split(r"(\*[^*]+\*)", text) if part]
    return tuple(
        Emphasis((Text(part[1:-1], HERE),), HERE) if part.startswith("*") else Text(part, HERE)
        for part in parts
    )


class Writer:
    """Writes the chapters of a briefing citation by citation, as `resolve` would leave it."""

    def __init__(
        self, library: str, style_file: StyleFile, language: str = "en-GB",
        numbering: str = "document",
    ) -> None:  # fmt: skip
        self.library = SourceFile("references.bib", library)
        self.style = style_file
        self.settings = Settings(SETTINGS, language=language, numbering=numbering)  # type: ignore[arg-type]
        self.chapters: list[list[Inline]] = [[]]
        self.count = 0
        self.number = 0

    def cited(self, *items: CitationItem | str, form: str = "citation", in_note: bool) -> Cited:
        self.count += 1
        made = tuple(item(i) if isinstance(i, str) else i for i in items)
        return Cited(f"cited-{self.count}", made, form, in_note, HERE)  # type: ignore[arg-type]

    def cite(self, *items: CitationItem | str, narrative: bool = False) -> str:
        """A citation in the text; answers with the id of its words."""
        if not self.style.is_note:
            form = "narrative" if narrative else "citation"
            cited = self.cited(*items, form=form, in_note=False)
            self.chapters[-1].append(cited)
            return cited.id
        if narrative:
            self.chapters[-1].append(self.cited(*items, form="author", in_note=False))
        cited = self.cited(*items, in_note=True)
        self._note((cited,))
        return cited.id

    def note(self, *parts: Inline | str | tuple[CitationItem | str, ...]) -> list[str]:
        """An author's note: words, and citations as tuples of items ("!" first: narrative)."""
        body: list[Inline] = []
        ids = []
        for part in parts:
            if isinstance(part, tuple):
                is_narrative = part[0] == "!"
                form = "narrative" if is_narrative else "citation"
                cited = self.cited(*part[is_narrative:], form=form, in_note=True)
                ids.append(cited.id)
                body.append(cited)
            else:
                body.append(Text(part, HERE) if isinstance(part, str) else part)
        self._note(tuple(body))
        return ids

    def _note(self, content: tuple[Inline, ...]) -> None:
        self.number += 1
        note = Note(self.number, f"note-{len(self.chapters)}-{self.number}",
                    (Paragraph(content, HERE),), HERE)  # fmt: skip
        self.chapters[-1].append(note)

    def chapter(self) -> None:
        self.chapters.append([])
        if self.settings.numbering == "chapter":
            self.number = 0

    def briefing(self, found: Diagnostics) -> Briefing:
        chapters = tuple(
            Chapter(PAGE, (Paragraph(tuple(content), HERE),), (), f"chapter-{n}")
            for n, content in enumerate(self.chapters, 1)
        )
        manuscript = Manuscript(
            self.settings, (PAGE,), (self.library,), self.style, MemoryFiles({})
        )
        return Briefing(manuscript, chapters, parse_library((self.library,), found), ())

    def edition(
        self, found: Diagnostics | None = None, cache: dict[str, bytes] | None = None
    ) -> Edition:
        found = Diagnostics() if found is None else found
        return cite(self.briefing(found), found, cache)


def written(nodes: tuple[Inline, ...]) -> str:
    """Words as Markdown-like text, so that a person can judge a page of them."""
    return "".join(map(_written, nodes))


def _written(node: Inline) -> str:
    match node:
        case Text():
            return node.text
        case Emphasis():
            return f"*{written(node.content)}*"
        case Strong():
            return f"**{written(node.content)}**"
        case Superscript():
            return f"^{written(node.content)}^"
        case Subscript():
            return f"~{written(node.content)}~"
        case Phrase():
            return f"[{written(node.content)}]{{.{' .'.join(node.attributes.classes)}}}"
        case Link() if node.url.startswith("#"):
            return written(node.content)
        case Link():
            text = written(node.content)
            return f"<{text}>" if text == node.url else f"[{text}]({node.url})"
        case LineBreak():
            return "\\\n"
        case _:
            return f"({type(node).__name__})"
